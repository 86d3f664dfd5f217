"""Articles side by side: who says what to a question, which tell of one happening and when, where they differ.

Doors: `views.Views`, `comparison.compare`, `corroboration.corroborate`, `cards.find_events`, `cards.event_card`,
`happenings.same_event_articles`, `survey.survey`, `subjects.brief`. Nothing is written here: every cell is a quote that
`answering.citations` has compared with its article, or says that the article does not mention it.
"""
