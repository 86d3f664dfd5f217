"""Arabic, English and French words by what they are used for; data, and no logic.

As `vectorstore.text.arabic.fold` writes them. Words that both packages know stand in `vectorstore.text.lexicon`.
"""
