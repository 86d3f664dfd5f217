"""People, places and organisations that articles name: found in the text, joined, and told of in the articles' words.

Doors: `tagger.load_tagger`, `found.NamesFound`, `register.Name`, `register.register`, `portrait.draw`. Nothing here is
asserted that is not a quote of an article.
"""
