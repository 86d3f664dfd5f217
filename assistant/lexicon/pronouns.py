"""Words by which a question points back to what was said before it, as `vectorstore.text.arabic.fold` writes them."""

from __future__ import annotations

ADVERBIAL = ("ضد", "حول", "قبل", "بعد", "نحو", "امام", "تحت", "فوق")
"""Prepositions that are adverbs, too: of a place, a time, a side."""

TAKES_PRONOUN = (
    "في", "عن", "من", "علي", "الي", "مع", "لدي", "بين", "ل", "ب", "عند", "دون", "خلف", *ADVERBIAL, "ان", "لان", "لكن",
)  # fmt: skip
"""Prepositions and particles that a pronoun is written onto («منهم», «ضدها», «أنه»)."""

BEFORE_NOUN = {"علي": "على ", "الي": "إلى ", "لدي": "لدى ", "ل": "لـ", "ب": "بـ"}
"""Those that are written otherwise before a noun than before a pronoun."""

INSTEAD = ("بدلا", "عوضا")
"""With a pronoun behind the particle behind them they speak of what somebody does not do («بدلا منه»)."""

BEHIND_VERB = ("ايضا", "ان", "بعد", "قبل", "لاحقا", "حاليا", "سابقا", "حينها", "وقتها", "انذاك", "بعدها")
"""Words behind a verb with which no subject begins, beside prepositions."""

COPULAS = ("هو", "هي", "هم", "هما", "كان", "كانت", "يكون", "تكون")
RELATIVES = ("الذي", "التي", "الذين", "اللذان", "اللذين", "اللتان", "اللتين", "اللاتي", "اللواتي")

THERE = ("هناك", "هنالك")
"""They stand for a place."""

WHAT_HAPPENED = ("ذلك", "ذاك", "تلك", "هذا", "هذه")
"""They stand for what was told, or point to a noun behind them."""

HAPPENING = ("كان", "حدث", "حصل", "جري", "تم", "وقع")
"""Verbs that only say that something was («متى كان ذلك؟»)."""

ENGLISH_HE = ("he", "him")
ENGLISH_SHE = ("she",)
ENGLISH_HIS = ("his",)
ENGLISH_THERE = ("there",)
ENGLISH_OPEN = ("her", "hers", "they", "them", "their", "it", "its", "that", "this", "those", "these", "one", "ones")
"""What stands for a person, for a person's, for a place; the last are left as they are: they may be anything."""

OF_DOING = ("حاول", "حاولت", "يحاول", "تحاول", "اراد", "ارادت", "يريد", "تريد", "استطاع", "استطاعت", "ينوي", "تنوي")
"""Verbs with what is done behind them («من حاول التوسط …؟»), which does nothing itself."""

OTHERS = ("ايضا", "كذلك", "غيره", "غيرها", "غيرهم", "سواه", "سواها", "اخر", "اخرون")
"""They ask for others of whom the same is said."""

DONE_TO = (
    ("حكم", "علي"), ("قبض", "علي"), ("عثر", "علي"), ("قضي", "علي"), ("افرج", "عن"), ("عفي", "عن"), ("حقق", "مع"),
    ("صدر", "ضد"), ("اعتدي", "علي"), ("اطلق", "علي"), ("سمح", "ل"),
)  # fmt: skip
"""Verbs with what stands before whom it is done to, where nobody says who does it."""

LIKE_DEFINITE = (
    "التقي", "التقت", "التقوا", "التزم", "التزمت", "التحق", "التحقت", "التقط", "التقطت", "التمس", "التمست", "التف",
    "القي", "القت", "الغي", "الغت", "الف", "الفت", "الزم", "الزمت", "الهم", "الهمت",
)  # fmt: skip
"""Verbs in the perfect that begin as a noun with the article does."""
