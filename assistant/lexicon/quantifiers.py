"""Words for how many of a number are meant, Arabic and English, as `text.arabic.fold` writes them."""

from __future__ import annotations

from assistant.lexicon.numbers import word_set

ALL = word_set("كل جميع كافه all every each")
SOME = word_set("بعض some")
MOST = word_set("معظم اغلب اغلبيه غالبيه most majority")
ONLY = word_set("فقط فحسب سوي وحدها وحده حصرا only solely")
MANY = word_set("كثير العديد عديد many several")

BOUNDS = word_set("اكثر اقل فوق دون نحو حوالي زهاء قرابه مايزيد")
"""Words before a figure that make another figure of it."""
