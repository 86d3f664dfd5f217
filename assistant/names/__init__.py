"""People, places and organisations that articles name: found in the text, joined, and told of in the articles' words.

Doors: `known.KnownNames`, `register.Register`, `told.Told`, `tagger.load_tagger`. Nothing is asserted here that is no
quote of an article.
"""
