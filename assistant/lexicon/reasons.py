"""Words before a reason, in an article, and those that ask for one and nothing else; folded."""

from __future__ import annotations

BECAUSE = (
    "لان", "لانه", "لانها", "لانهم", "لانهما", "لانني", "لاننا", "بسبب", "لسبب", "لاسباب", "نظرا", "نتيجه", "جراء",
    "بفعل", "لدواعي", "بداعي", "بدافع", "اذ", "حيث ان", "بما ان", "بحجه", "بذريعه", "علي خلفيه", "بدعوي", "يعزي",
    "يعود ذلك", "يرجع ذلك", "السبب", "سبب", "اسباب",
)  # fmt: skip
"""Before a cause."""

AFTER_WHAT = ("اثر", "علي اثر", "عقب", "بعد ان", "بعدما", "بفضل", "ردا علي", "احتجاجا علي", "خوفا من", "تحسبا", "خشيه")
"""Before what came first, which is the cause where the reader gives it as one."""

IN_ORDER_TO = (
    "كي", "لكي", "من اجل", "سعيا", "بهدف", "تجنبا", "بغيه", "بغرض", "لغرض", "حتي لا", "في محاوله", "حفاظا", "منعا",
)  # fmt: skip
"""Before a purpose."""

ASKS_REASON_AGAIN = ("سبب", "السبب", "اسباب", "الاسباب", "داعي", "الداعي")
"""Nouns with which one asks why («وما السبب؟»)."""
