"""Words before a reason, in an article, and those that ask for one and nothing else; folded."""

from __future__ import annotations

OWING_TO = ("بسبب", "نتيجه", "نظرا", "جراء", "بفعل")
"""Before a noun that is a cause."""

BROUGHT_ABOUT_BY = ("علي خلفيه", "اثر", "علي اثر", "ردا علي", "احتجاجا علي", "خوفا من", "خشيه")
"""Before what came first and was the cause, where somebody says so of «this»."""

BECAUSE = (
    *OWING_TO, "علي خلفيه", "لان", "لانه", "لانها", "لانهم", "لانهما", "لانني", "لاننا", "لسبب", "لاسباب", "لدواعي",
    "بداعي", "بدافع", "اذ", "حيث ان", "بما ان", "بحجه", "بذريعه", "بدعوي", "يعزي", "يعود ذلك", "يرجع ذلك", "السبب",
    "سبب", "اسباب",
)  # fmt: skip
"""Before a cause."""

AFTER_WHAT = (*BROUGHT_ABOUT_BY, "عقب", "بعد ان", "بعدما", "بفضل", "تحسبا")
"""Before what came first, which is the cause where the reader gives it as one."""

IN_ORDER_TO = (
    "كي", "لكي", "من اجل", "سعيا", "بهدف", "تجنبا", "بغيه", "بغرض", "لغرض", "حتي لا", "في محاوله", "حفاظا", "منعا",
)  # fmt: skip
"""Before a purpose."""

ASKS_REASON_AGAIN = ("سبب", "السبب", "اسباب", "الاسباب", "داعي", "الداعي")
"""Nouns with which one asks why («وما السبب؟»)."""

SURELY_LAID_TO = ("عزا", "عزت", "عزوا", "يعزو", "تعزو", "يعزون")
"""Those of `LAID_TO` that say nothing else: «أرجع سيارته إلى المرآب» gives no cause."""

POINTING = ("هذا", "هذه", "ذلك", "تلك")
"""What resumes what was said before."""

LAID_TO = (
    "عزا", "عزت", "عزوا", "يعزو", "تعزو", "يعزون", "ارجع", "ارجعت", "ارجعوا", "يرجع", "ترجع", "يرجعون", "رد", "ردت",
    "ردوا", "يرد", "ترد",
)  # fmt: skip
"""Verbs with which somebody lays something «إلى» its cause."""

GOES_BACK = ("يعود", "تعود", "يرجع", "ترجع", "يعزي", "تعزي", "عزي", "مرد")
"""Before what goes back «إلى» its cause."""

JUSTIFIED = (
    "برر", "بررت", "برروا", "يبرر", "تبرر", "علل", "عللت", "عللوا", "يعلل", "تعلل", "فسر", "فسرت", "فسروا", "يفسر",
    "تفسر", "مبررا", "مبررة", "معللا", "معللة", "مفسرا", "مفسرة",
)  # fmt: skip
"""Verbs with which something is explained «بـ» its cause."""

NO_CAUSE_WITH_BA = ("بعد", "بين", "بحسب", "بلا", "بدون", "به", "بها", "بهم", "بل", "بينما", "بعدما", "بعض")
"""Words that begin with «ب» and no cause."""

CONCEDING = ("رغم", "برغم", "بالرغم", "مع ان", "مع انه", "مع انها", "مع انهم", "وان كان", "وان كانت", "حتي وان", "ولو")
"""Before what speaks against something and did not hinder it: the contrary of a cause."""

RESULTING = ("بسبب ذلك", "بسبب هذا", "لذلك", "لهذا", "لهذا السبب", "لذا")
"""Before what came of something that was said: the reverse of its cause."""

OBJECTING = ("لكن", "لكنه", "لكنها", "لكنهم", "غير ان", "بيد ان", "الا ان")
"""Before what goes against what was said."""
