"""How several things of a kind are asked for and told side by side, folded."""

from __future__ import annotations

ITEMS_FOLLOW = (
    "بما في ذلك", "بما فيها", "بما فيهم", "بمن فيهم", "من بينها", "من بينهم", "ومنها", "ومنهم",
    "including", "such as", "notamment",
)  # fmt: skip
"""Words after which the first thing of several stands."""

AMONG_THEM = ("منها", "منهم")
"""The same beside a comma or colon («، منها غوغل», «منهم:»); else mostly no list: «طلب منهم الرحيل»."""

EACH_OF = ("كل من", "كلا من")
"""The same before names and what has the article («كل من فرنسا ومصر»); else whoever does something: «كل من حضر»."""

LIKE = "مثل"
"""The same between a noun and what is joined by a comma or «و»; else a verb: «مثل المتهم أمام القاضي»."""

_LAST = r"[^\Wهي]"
PLURAL_SHAPES = (r"ا\w\wا\w", rf"\w\wائ{_LAST}", rf"(?!مواطن|ت)\wوا\w{_LAST}", rf"\w\wا\wي{_LAST}")
"""Patterns of broken plurals: «أنواع», «مسائل», «عواقب», «تفاصيل»; not «رواية», «قضائي» and «توازن»."""

PLURAL_SHAPES_OF_THINGS = (rf"م\wا\w{_LAST}",)
"""Those that only a thing is sure to be the plural of: «مخاطر», but «مقاتل» is one man; not «مساحة»."""
