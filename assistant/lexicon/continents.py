"""Continents by the names and adjectives that news gives them, folded; the names are those of the Unicode CLDR
(territories 150, 002, 142 and 009). Not America, which is a country's name as well.
"""

from __future__ import annotations

CONTINENTS = (
    (("اوروبا", "اوربا"), ("اوروبي", "اوربي"), ("europe", "european", "europeen")),
    (("افريقيا",), ("افريقي", "افارقه"), ("africa", "african", "afrique", "africain")),
    (("اسيا",), ("اسيوي",), ("asia", "asian", "asie", "asiatique")),
    (("اوقيانوسيا",), ("اوقيانوسي",), ("oceania", "oceanie")),
)
"""Names, adjectives, and words in Latin letters of each."""
