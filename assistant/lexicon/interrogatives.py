"""Words that ask, by what they ask for, folded."""

from __future__ import annotations

from assistant.lexicon.pronouns import ADVERBIAL

ASK_PERSON = ("من", "لمن", "بمن", "عمن", "ممن")
ASK_TIME = ("متي",)
ASK_PLACE = ("اين",)
ASK_REASON = ("لماذا", "لم")
ASK_NUMBER = ("كم",)
_ASK_ANYTHING = ("ما", "ماذا", "كيف", "هل", "اي", "ايهما", "باي", "لاي", "الام", "علام", "عم", "مم", "بماذا", "بكم")

INTERROGATIVES = (*ASK_PERSON, *ASK_TIME, *ASK_PLACE, *ASK_REASON, *ASK_NUMBER, *_ASK_ANYTHING)
"""Words with which a question begins."""

SURE_INTERROGATIVES = tuple(word for word in INTERROGATIVES if word not in ("لم", "عم"))
"""Those that ask also in the middle of a question: «ولم يحضر أحد» denies, and «عم» is an uncle."""

AFTER_PREPOSITION = ("اي", "ايه", "من", "ماذا", "متي", "اين", "كم")
"""Those that a preposition may stand before («منذ متى»)."""

BEFORE_INTERROGATIVES = ("عبر", *ADVERBIAL, "وراء", "بسبب")
"""Prepositions, or adverbs, that may stand before one of these («عبر أي بلد»); they seldom begin a question."""

ASK_LIST = ("اذكر", "عدد", "سم", "اسرد")
"""Verbs that ask for several things, or are nouns («عدد»), so that only the first word of a question tells."""

BEHIND_LIST = ("ما", "اسماء", "لي", "لنا")
"""Words behind «عدّد» that tell it from the noun where it is written without its mark."""

SPOKEN_PERSON = ("مين", "منو", "منهو", "شكون", "اشكون")
SPOKEN_PLACE = ("وين", "فين")
SPOKEN_PLACE_OF = {
    f"{where}{ending}": f"أين {pronoun}"
    for where in SPOKEN_PLACE
    for ending, pronoun in (("ه", "هو"), ("ها", "هي"), ("هم", "هم"))
}
SPOKEN_TIME = (
    "امتي", "امتا", "ايمتي", "ايمتا", "ايمت", "يمتي", "يمتا", "وقتاش", "وقتاه", "فوقاش", "فوقتاش", "وينتا", "متا",
)  # fmt: skip
SPOKEN_REASON = ("ليش", "ليه", "علاش", "علاه", "لاش", "لويش")
SPOKEN_NUMBER = (
    "كام", "قديش", "اديش", "قديه", "اديه", "شحال", "اشحال", "قداش", "شكد", "شگد", "اشكد", "اشگد", "شقد", "چم",
    "شكثر", "اشكثر", "قداه",
)  # fmt: skip
SPOKEN_PRICE = ("بكام", "بقديش", "بشحال", "بقداش", "بشكد", "بشگد", "بشقد", "بجم", "بچم")
SPOKEN_MANNER = ("ازاي", "كيفاش", "كيفاه", "شلون", "اشلون", "وشلون")
SPOKEN_THING = (
    "شو", "وش", "ايش", "شنو", "اشنو", "شنوا", "شنوما", "شنهو", "شنهي", "شنوه", "اشنوه", "شنيه", "شني", "اش", "ايه",
    "ويش",
)  # fmt: skip
"""The same as people speak them, in Egypt, the Levant, Iraq, the Gulf and the Maghreb; but for those of a thing none is
a word of the written language. `SPOKEN_PLACE_OF`: with a pronoun for what is sought («وينها الوزيرة؟»)."""

SPOKEN_NOW = ("هسه", "هسا", "هسع", "دابا", "دلوقتي", "دلوقت", "هلق", "ذحين")

ARABIZI_INTERROGATIVES = (
    "shu", "sho", "shou", "shoo", "meen", "wein", "wayn", "feen", "fein", "leish", "leesh", "lesh", "eish", "eesh",
    "emta", "imta", "aymta", "addesh", "addeish", "kaddesh", "qaddesh", "shlon", "shnu", "chkoun", "chnou", "wesh",
    "matha", "limaza", "limadha", "ayna",
)  # fmt: skip
"""Words that ask, of the dialects and of written Arabic, in Latin letters; none is English or French."""

LATIN_INTERROGATIVES = (
    "who", "whom", "what", "which", "when", "where", "why", "how", "in which",
    "qui", "quel", "quelle", "quels", "quelles", "quand", "comment", "combien", "où", "pourquoi",
)  # fmt: skip
