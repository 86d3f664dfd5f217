"""The window's markup: values in, escaped HTML out.

Doors: `escape` (the only way a text gets in), `frame`, `transcript`, `article_panel`, `corpus_page`.
"""
