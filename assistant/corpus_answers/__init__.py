"""What is asked about the folder itself, answered from the ledger, each item with its source.

Doors: `answer.answer_about_folder`, `folder.open_folder`, `references.limiting_articles`,
`answerable.AnswerableQuestions`. A `Reply` comes out; nothing of it is shown before its quotes are verified.
"""
