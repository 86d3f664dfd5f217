"""Arabic as it is matched, and how a text is cut: words, names, paragraphs, sentences, passages.

Doors: `arabic` (fold, tokens, stem), `name_keys` (spellings of one name), `passages` (a document into passages),
`headings` (what its outline is made of).
Knows no file, no index and no model.
"""
