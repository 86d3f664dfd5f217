"""«أعطني مقادير الكعكة», «اذكر شروط المنحة»: what is asked for by a verb belongs to something that is no article."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.folder import GIVING, LAST, ORDINALS, THIS, is_article_noun
from assistant.lexicon.numbers import word_set
from assistant.question.nouns import has_article

_TO_ME = ("لي", "لنا", "كل", "جميع")
_OF_FOLDER = word_set(
    "مجلد فولدر ملف دوسي ارشيف فهرس محتوي محتويات مصادر عناوين مجموعه قاعده corpus folder "
    "عندك لديك معك عندكم لديكم معكم موجود موجوده موجودين متوفر متوفره متاح متاحه"
)

MAX_OWNED = 3
"""Words before the first with the article («محتويات مجموعة متحف البريد»)."""


def asks_for_what_it_has(said: Sequence[str]) -> bool:
    """A verb that asks for something, a noun, and with the article what that is of («هات أسماء الفائزين»)?

    `said`: the folded words. Not where any of them is a word for articles or for the folder, whose own is asked for
    («أعطني أسماء الملفات»); «مجموعة المتحف» is a collection of something else.
    """
    if not said or said[0] not in GIVING:
        return False
    start = 1
    while start < len(said) and said[start] in _TO_ME:
        start += 1
    of_what = next((at for at in range(start + 1, len(said)) if has_article(said[at])), len(said))
    if of_what >= len(said) or of_what > start + MAX_OWNED or has_article(said[start]):
        return False
    owned = "مجموعه" in said[start:of_what]
    return not any(_is_of_folder(word, owned and at < of_what) for at, word in enumerate(said[start:], start))


def _is_of_folder(word: str, owned: bool) -> bool:
    bare = word.removeprefix("و").removeprefix("ب").removeprefix("ال")
    if owned and word in ("محتويات", "محتوي", "مجموعه"):
        return False
    return is_article_noun(word) or bare in _OF_FOLDER or bare in ORDINALS or bare in LAST or word in THIS
