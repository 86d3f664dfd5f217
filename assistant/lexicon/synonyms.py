"""Words that Arabic news writes for one another, folded: general knowledge, from no article.

A group holds only words that say the same of the same thing, so that one may stand for another where all figures and
names beside it agree; what merely goes together («هجوم», «جريمة») is in none.
"""

from __future__ import annotations

import functools
import re

from assistant.lexicon.numbers import word_set
from vectorstore.text.arabic import stem

_GROUPS = """
مقتل مصرع وفاه موت قتل قتلت قتلوا توفي توفيت توفوا مات ماتت ماتوا حتف قتيلا قتيل قتلي وفيات؛
مفقود مفقودا مفقودين فقد فقدوا فقدان؛
اعتقال توقيف القبض احتجاز اعتقل اعتقلت اعتقلوا اوقف اوقفت احتجز احتجزت؛
ممثل ممثلو ممثلي ممثلون ممثلين مندوب مندوبو مندوبي مندوبون مندوبين موفد موفدون موفدين؛
شخص شخصا اشخاص فرد فردا افراد نسمه؛
منزل منازل بيت بيوت مسكن مساكن؛
سياره سيارات مركبه مركبات عربه عربات؛
مشفي مستشفي مستشفيات مشافي؛
اصيب اصيبت اصيبوا جرح جرحت جرحوا اصابه جريح جريحا جرحي مصاب مصابا مصابون مصابين؛
حاله حالات؛
مواطن مواطنا مواطنين مواطنون؛
مدني مدنيا مدنيين مدنيون؛
نازح نازحا نازحين نازحون؛
اجلاء اخلاء اجلي اجليت اخلي اخليت؛
اسفر اسفرت ادي ادت تسبب تسببت نجم نجمت نتج نتجت؛
زلزال هزه؛
تصويت يصوت تصوت صوتوا اقتراع يقترع اقترعوا؛
اجتماع لقاء؛
اتفاق اتفاقيه؛
دوله بلد بلاد؛
بدا بدات شرع شرعت انطلق انطلقت بدء انطلاق؛
انتهي انتهت اختتم اختتمت انتهاء اختتام ختام؛
ارتفع ارتفعت زاد زادت ازداد ازدادت ارتفاع ازدياد زياده؛
انخفض انخفضت تراجع تراجعت هبط هبطت انخفاض تراجع هبوط؛
حظر منع حظرت منعت يحظر يمنع تحظر تمنع؛
وقع وقعت ابرم ابرمت توقيع ابرام؛
اسس اسست انشا انشات تاسيس انشاء؛
شارك شاركت شاركوا حضر حضرت حضروا مشاركه حضور؛
استقال استقالت تنحي تنحت استقاله؛
فاز فازت انتصر انتصرت فوز انتصار؛
توجه توجهت سافر سافرت؛
خطر تهديد مخاطر تهديدات؛
شديد شديده عنيف عنيفه قوي قويه؛
ضخم ضخمه هائل هائله عملاق عملاقه؛
دمر دمرت تدمير هدم هدمت تهديم؛
عثر عثرت وجد وجدت؛
طالب طالبت دعا دعت؛
سعي تسعي يسعي حاول حاولت يحاول تحاول؛
انترنت انترنيت؛
متشدد متشددون متشددين متطرف متطرفون متطرفين؛
الان حاليا؛
قليل قليله نادره شحيح شحيحه؛
ازاله حذف؛
فورا سريعا بسرعه
"""

ADDING_NOTHING = word_set("حقا ببساطه بالفعل فعلا جدا تماما ايضا كذلك معا مجددا جراء بسبب نتيجه اثر اضافه كلا كما عدمه")
"""Adverbs that a retelling leaves out, words for one cause, of which it chooses another, and «من عدمه»."""

LIGHT_VERBS = word_set("لقي لقيت لقوا يلقي القي القت القيت القوا")
"""Verbs that say nothing but with the noun behind them («لقي … مصرعه», «ألقي القبض»)."""

LIGHT_NOUNS = word_set("مصرع حتف قبض")
"""These nouns, as `bare_noun` gives them."""


def _table() -> dict[str, str]:
    """Every form, and its stem, to the first word of its group; what two groups have stands for itself."""
    found: dict[str, str] = {}
    double: set[str] = set()
    for group in _GROUPS.split("؛"):
        first, *others = group.split()
        for form in {first, *others, *map(stem, (first, *others))}:
            if found.setdefault(form, first) != first:
                double.add(form)
    return {form: first for form, first in found.items() if form not in double and len(form) > 2}


_FIRST = _table()
_POSSESSIVE = re.compile("(?<=.{3})(?:هم|ها|هن|هما|نا|كم)$")


def bare_noun(word: str) -> str:
    """A folded noun without article and possessive («القبض», «مصرعهم»)."""
    return _POSSESSIVE.sub("", word.removeprefix("ال"))


@functools.lru_cache(maxsize=100_000)
def one_for_all(word: str) -> str:
    """The word that stands for a folded word and all that say the same; the word itself where none does."""
    bare = word.removeprefix("و") if len(word) > 4 else word
    owned = _POSSESSIVE.sub("", bare)
    for form in (word, bare, bare.removeprefix("ب").removeprefix("ل"), stem(word), owned):
        found = _FIRST.get(form) or _FIRST.get(form.removeprefix("ال"))
        if found:
            return found
    return word
