"""Who a file says wrote it, where that is the name of somebody and not of a program, a machine or an account."""

from __future__ import annotations

import re

from vectorstore.types import AUTHOR, Remark

_LONGEST = 80
_MOST_WORDS = 12

_NAMES = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,،;؛&'’()\u064b-\u0652-])*")
"""A name or several: with a digit, an address or a path in it, it is rather an account."""

_NOBODY_WORDS = """
user users admin administrator owner guest default unknown anonymous author authors untitled unnamed none null test
microsoft windows office word excel powerpoint apache poi adobe acrobat indesign libreoffice openoffice google docs
openpyxl wordpress joomla drupal webmaster root system computer laptop desktop pc hp dell lenovo asus acer toshiba
samsung utilisateur administrateur auteur inconnu
مستخدم المستخدم مدير المدير ادمن الأدمن مجهول مؤلف المؤلف كاتب الكاتب حاسوب كمبيوتر الموقع
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())
"""Words that programs and their makers write where nobody gave a name."""


def author_told(stated: str) -> tuple[Remark, ...]:
    """The remark that names whom a file states as its author; none where that may be nobody.

    A name of one word is rather that of an account, and so is one with a word that programs write.
    """
    name = " ".join(stated.split()).strip(" .,،;؛")
    words = re.findall(r"[^\W\d_]+", name.casefold())
    if len(name) > _LONGEST or not 2 <= len(name.split()) <= _MOST_WORDS or not _NAMES.fullmatch(name):
        return ()
    return () if any(word in _NOBODY for word in words) else (Remark(AUTHOR, name),)
