"""Articles side by side: who says what to a question, which tell of one happening, where they agree and differ.

Doors: `comparison.compare`, `cards.find_events`, `happenings.same_event_articles`. Nothing is written here: every cell
is a quote that `answering.citations` has compared with its article, or says that the article does not mention it.
"""
