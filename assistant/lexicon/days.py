"""Words for days as somebody names them today, and for what is new, folded: Arabic as it is written and spoken,
English, French."""

from __future__ import annotations

from assistant.lexicon.numbers import DUALS, UNITS, WHAT_IS_COUNTED, word_set

DAYS_BACK = {
    "اليوم": 0, "النهارده": 0, "هاليوم": 0, "today": 0, "aujourd'hui": 0, "aujourd’hui": 0,
    "امس": 1, "الامس": 1, "البارحه": 1, "البارح": 1, "مبارح": 1, "امبارح": 1, "yesterday": 1, "hier": 1,
    "امس الاول": 2, "اول امس": 2, "اول مبارح": 2, "the day before yesterday": 2, "avant-hier": 2,
}  # fmt: skip
"""Days that have a name of their own, by how far back they lie."""

_LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Days of a span of time."""

SPANS = {
    **{word: _LENGTHS[unit] for word, unit in WHAT_IS_COUNTED.items() if unit in _LENGTHS},
    "عام": 365, "week": 7, "اسابيع": 7, "jour": 1, "semaine": 7, "an": 365, "d": 1,
}  # fmt: skip
PAIRS = {word: 2 * _LENGTHS[unit] for word, unit in DUALS.items() if unit in _LENGTHS}
COUNTS = {**UNITS, "تلات": 3, "one": 1, "un": 1, "une": 1, "deux": 2}

ALONE = word_set("اسبوع شهر سنه week month year semaine mois")
"""Spans that are named without a number: «هذا الأسبوع», "last month"; a day alone is what a weekday follows."""

LAST_VISIT = frozenset(
    ("", "last", "اخر زياره", "الزياره الاخيره", "زيارتي الاخيره", "last visit", "my last visit", "derniere visite")
)

BESIDE_DAYS = word_set(
    "منذ مذ خلال اعتبارا ابتداء بعد اخر اخير اخيره هذا هذه ماضي ماضيه فائت منصرم جاري حالي زياره زيارتي مره مرات "
    "since within during past last these this my visit time depuis pendant dernier derniere derniers visite fois ma"
)
"""What stands beside a day, and is no part of what a question asks about."""

NEWS_WORDS = word_set(
    "جديد جديده جدد جداد جديدا مستجد مستجدات استجد طرا طرات تغير تغيرت تغيرات تغيير تغييرات اتغير اتغيرت تبدل عدل عدلت "
    "تعديلات اضيف اضيفت انضاف حذف حذفت ازيل ازيلت وصل وصلت فات فاتني تابع متابعه قول اقوال تصريح تصريحات صرح شي حاجه "
    "new news changed changes change added removed deleted miss missed anything something statement statements update "
    "updates arrived has been nouveau nouveaux nouvelle nouvelles neuf quoi change changement changements ajoutes "
    "supprimes quelque chose"
)
"""What asks for what is new."""
