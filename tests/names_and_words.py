"""Names that a tagger would find and words that a corpus knows, for questions that are taken apart without one."""

from assistant.lexicon.numbers import word_set

NAMES = ("كازنوف", "سان فرانسيسكو", "ماركو مينيتي", "نيكلاس لوندبلاد", "مينيتي", "غوغل", "جوليان ريتشاردز", "فيشمان",
         "بيكلز", "لوكسمبورغ", "إسكيا", "ليبيا", "بريطانيا")  # fmt: skip
WORDS = word_set(
    "ممثلي ممثلون شركات الشركات منصب رأي راي كازنوف مينيتي غوغل نسبه التطرف ذكر حذو بريطانيا فيشمان بيكلز اجتماع لقاء "
    "لوكسمبورغ اسكيا زلزال جاوه بادنج 2009 ليبيا حضر الوزراء"
)


def names_in(text: str) -> list[tuple[int, int]]:
    return [(text.index(name), text.index(name) + len(name)) for name in NAMES if name in text]
