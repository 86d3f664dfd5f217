"""How several things of a kind are asked for and told side by side, folded."""

from __future__ import annotations

ITEMS_FOLLOW = (
    "بما في ذلك", "بما فيها", "بما فيهم", "بمن فيهم", "من بينها", "من بينهم", "منها", "منهم", "ومنها", "ومنهم", "مثل",
    "كل من", "كلا من", "including", "such as", "notamment",
)  # fmt: skip
"""Words after which the first thing of several stands."""

_LAST = r"[^\Wهي]"
PLURAL_SHAPES = (r"ا\w\wا\w", rf"\w\wائ{_LAST}", rf"(?!مواطن|ت)\wوا\w{_LAST}", rf"\w\wا\wي{_LAST}")
"""Patterns of broken plurals: «أنواع», «مسائل», «عواقب», «تفاصيل»; not «رواية», «قضائي» and «توازن»."""

PLURAL_SHAPES_OF_THINGS = (rf"م\wا\w{_LAST}",)
"""Those that only a thing is sure to be the plural of: «مخاطر», but «مقاتل» is one man; not «مساحة»."""
