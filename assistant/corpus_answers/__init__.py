"""What is asked about the folder itself, answered from the ledger, each item with its source.

Door: `answer.answer_about_folder`, which gives a `Reply`; nothing here is shown before its quotes are verified.
"""
