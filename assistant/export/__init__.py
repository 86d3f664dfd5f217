"""Answers taken away: Markdown, HTML, Word, PDF and JSON files, with each source as a numbered footnote.

Doors: `document.ExportDocument`, `answers.answer_document`, `answers.conversation_document`,
`answers.comparison_document`, `briefings.briefing_document`, `notebook.notebook_document`, `files.write`,
`files.file_name`, `plain.plain_text`, `links.passage_link`. A document is neutral: whoever has blocks of text with
sources builds one, and every format is written from it. Nothing is added to what was answered.
"""
