"""Arabic, English and French words by what they are used for; data, and no logic.

Doors: its modules, each for one use, as `names` and `numbers`.

As `vectorstore.text.arabic.fold` writes them. Words that both packages know stand in `vectorstore.text.lexicon`.
"""
