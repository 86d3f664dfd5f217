"""Words that ask, by what they ask for, folded."""

from __future__ import annotations

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

LATIN_INTERROGATIVES = (
    "who", "whom", "what", "which", "when", "where", "why", "how", "in which",
    "qui", "quel", "quelle", "quels", "quelles", "quand", "comment", "combien", "où", "pourquoi",
)  # fmt: skip
