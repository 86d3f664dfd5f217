"""Words of shares, money, measures and time by which an answer's kind is told; written as `text.arabic.fold` does."""

from __future__ import annotations

import re

from assistant.lexicon.numbers import ORDINALS, SCALES, WHAT_IS_COUNTED, word_set


def _written(*units: str) -> tuple[str, ...]:
    """How units are written."""
    return tuple(re.escape(word) for word, unit in WHAT_IS_COUNTED.items() if unit in units)


ASK_SHARE = (
    "نسبه", "النسبه", "نسب", "معدل", "معدلات", "كم بالمئه", "كم بالمائه", "كم في المئه", "كم في المائه",
    "percentage", "per cent", "percent", "share", "proportion", "rate", "what part", "pourcentage", "part",
    "taux",
)  # fmt: skip
"""Words that ask for a share."""

RATES = tuple(f"(?:سعر|اسعار) (?:ال)?{what}" for what in ("فائده", "خصم", "اقراض", "اقتراض", "ايداع", "اعاده الشراء"))
"""Prices of money lent, which are shares: «سعر الفائدة»."""

CHANGING = word_set(
    "ارتفع ارتفعت يرتفع ترتفع انخفض انخفضت ينخفض تنخفض زاد زادت يزيد تزيد ازداد ازدادت تراجع تراجعت يتراجع تتراجع هبط "
    "هبطت يهبط تهبط صعد صعدت نزل نزلت قفز قفزت نما نمت تقلص تقلصت نقص نقصت انكمش انكمشت تضاعف تضاعفت رفع رفعت رفعوا "
    "يرفع ترفع خفض خفضت خفضوا يخفض تخفض خفضوها رفعوها"
)
"""Verbs of what an amount of money does by so much of it, or by a share of it («كم ارتفعت الأسعار؟»)."""

ASK_MONEY = (
    "دفع", "تدفع", "يدفع", "دفعت", "دفعوا", "غرامه", "غرامات", "سعر", "اسعار", "ثمن", "تكلفه", "كلفه", "كلف",
    "تكلف", "يكلف", "راتب", "رواتب", "ميزانيه", "موازنه", "مبلغ", "قيمه", "بكم(?= ال|\\W*$)", "كفاله", "تبرع", "ارباح",
    "ربح", "ايرادات", "عائدات", "خسائر", "خساره", "تعويض", "جائزه ماليه", "اشتري", "اشترت", "باع", "باعت",
    "بيع", "بيعت", "يباع", "تباع", "يتقاضي", "تقاضي", "تتقاضي", "استثمر", "استثمرت", "انفق", "انفقت", "ينفق", "تنفق",
    "بكم (?:انتقل|انتقلت|ينتقل|تنتقل|انضم|انضمت|استاجر|استاجرت|اجر|اجرت|اقتني|اقتنت|اشتر|يشتر|تشتر|بعت|ابتاع|ابتاعت)",
    "بكم (?:كان |كانت |كانوا )?س?(?:[يتن]?بيع|[يتن]شتر|[يتن](?:نشا|بني|جدد|رمم|شيد))",
    "how much (?:money|did \\w+ (?:pay|cost|earn|spend)|does \\w+ (?:pay|cost|earn))", "price", "cost", "fine",
    "salary", "budget", "paid", "prix", "cout", "amende", "salaire", "paye",
)  # fmt: skip
"""Words beside a word that asks for a number, which is then an amount of money."""

MEASURING = word_set(
    "بلغ بلغت يبلغ تبلغ وصل وصلت يصل تصل سجل سجلت يسجل تسجل قدر قدرت يقدر تقدر حقق حققت يحقق تحقق "
    "ناهز ناهزت يناهز تناهز شكل شكلت يشكل تشكل كان كانت مقدار قيمه حجم"
)
"""Verbs that only say that a measure was what it was («كم بلغت …؟», «كم سجلت …؟»), and nouns of any measure."""

SIZES = word_set("اكبر اصغر اكثر اقل اعلي")
"""How one of two is more or less by a number."""

SUMS = word_set(
    "ودائع قروض محفظه صادرات واردات ديون نفقات انفاق اصول موجودات مبيعات انتاج استهلاك احتياطي استثمارات"
)
"""What is so much money, or so much, in the news of trade; beside what is measured and priced."""

GAINED = (
    "خسر", "خسرت", "خسروا", "يخسر", "تخسر", "خسائر", "خساره", "خسارت", "ربح", "ربحت", "ربحوا", "يربح", "تربح", "ارباح",
    "كسب", "كسبت", "كسبوا", "يكسب", "تكسب", "ايرادات", "عائدات", "جني", "جنت", "يجني", "تجني",
)  # fmt: skip
"""Words of losses and gains, of money, a share, points or men, and not of a time where none is named."""

SHARE_WORDS = ("بالمئه", "بالمائه", "في المئه", "في المائه", "بالميه", "في الميه", "percent", "per cent", "pour cent")
MONEY_WORDS = (
    "دولار", "يورو", "جنيه", "ريال", "درهم", "دراهم", "دينار", "دنانير", "ليره", "ليرات", "فرنك", "روبيه", "روبيات",
    "روبل", "استرليني", "سنت(?!ين|ان|ي)", "شيكل", "شيقل", "بيزو", "كرونه", "dollars?", "euros?", "pounds?", "usd",
    "eur",
)  # fmt: skip
MAYBE_MONEY = word_set(
    "كرون كرونات قرش قرشا قروش فلس فلسا فلوس مليم مليما هلله شلن شلنا مارك ماركا ين ينا يوان يوانا وون بات باتا بنس "
    "بنسا رينغيت راند زلوتي اوقيه مثقال مثقالا قطعه قطع رطلا مجانا مجاني مجانيه"
)
"""Currencies whose names are other words as well, and what is given for one, or for none."""

MONEY_COUNTED = frozenset(SCALES) | word_set("مالا نقودا اموالا")
"""Behind «كم» of what is paid."""

THOUSANDS = tuple(word for word, value in SCALES.items() if value >= 1000)
"""Scales that no share has."""

LARGE_SCALES = (
    "مليون", "مليونا", "مليونين", "مليوني", "ملايين", "مليار", "مليارا", "مليارين", "ملياري", "مليارات", "million",
    "billion",
)  # fmt: skip
"""Scales that a currency may be left out behind."""

MEASURED = {
    "length": ("طول", "ارتفاع", "عمق", "مسافه", "قطر", "height", "length", "width", "depth", "distance",
               "tall", "high", "deep", "far", "wide", "hauteur", "longueur", "largeur", "profondeur"),
    "weight": ("وزن", "ثقل", "كتله", "weight", "heavy", "poids"),
    "speed": ("سرعه", "speed", "fast", "vitesse"),
    "area": ("مساحه", "area", "superficie"),
    "age": ("عمر", "سن", "old", "age"),
    "temperature": ("حراره", "درجه حراره", "temperature"),
    "money": ("سعر", "ثمن", "تكلفه", "كلفه", "راتب", "اجر", "ميزانيه", "موازنه", "price", "cost", "salary", "budget",
              "prix", "cout", "salaire"),
}  # fmt: skip
"""What is measured or priced, by the name that a question gives it."""

_LENGTHS = ("kilometre", "metre", "mile")
UNITS_OF = {
    "length": (*_written(*_LENGTHS), "كلم", "سنتيمتر", "سم", "ملم", "مليمتر", "قدم", "اقدام", "بوصه", "بوصات", "يارد",
               "فرسخ", "كيلو", "طابق", "feet", "foot", "inch(?:es)?"),
    "weight": (*_written("kilogram", "ton"), "كيلو", "كيلوجرام", "غرام", "جرام", "رطل", "ارطال", "اونصه", "اونس",
               "kilos?", "pounds?", "grams?"),
    "area": (*_written(*_LENGTHS), "كلم", "هكتار", "فدان", "دونم", "قدم", "acres?", "hectares?", "square"),
    "time": (*_written("hour", "day", "month", "week", "year", "minute", "century", "decade"), "عام", "ثانيه", "ثواني",
             "ثوان", "قرن", "عقد", "ليله", "ليال", "ليالي", "seconds?"),
    "temperature": (*_written("degree"), "مئويه"),
}  # fmt: skip
"""Units of each measure: those that `numbers` counts, and others."""

TIME_UNITS = frozenset(
    word
    for word, unit in WHAT_IS_COUNTED.items()
    if unit in ("hour", "day", "month", "week", "year", "minute", "century", "decade")
) | word_set("ثانيه ثواني ثوان قرنا عقدا ليله ليال ليالي")

UNIT_WORDS = frozenset(WHAT_IS_COUNTED) | TIME_UNITS | word_set(
    "سنتيمترا كلم غراما جراما رطلا هكتارا هكتارات فدانا ريالا درهما دراهم دينارا دنانير ليره فرنكا شيكلا قرشا روبلا"
)  # fmt: skip
"""Units as they stand behind a number, of time, length, weight, area and money."""

ANY_COUNTED = word_set(
    "مره مرات مرا وقت وقتا زمن زمنا مده فتره عمر عمرا سن مسافه مساحه وزن وزنا كميه قيمه حجم حجما ضعفا طول طولا ارتفاع "
    "ارتفاعا نسبه"
)
"""Nouns behind «كم» or «عدد» of which any unit may be the number."""

COUNTED_FOR_OTHERS = word_set("صوتا اصوات مقعدا مقاعد موقعا مواقع نسخه نسخ حاله حالات نقطه نقاط مره مرات")
"""Nouns that are counted for what is behind them: votes for those who vote."""

BESIDE_AMOUNTS = word_set(
    "تقريبا نقدا مقدما صافيا كاملا زائدا معا ايضا فقط اضافيا سنويا شهريا يوميا فورا عدا "
    "بدلا شاملا لاحقا سابقا غالبا عموما احيانا خصوصا مجددا"
)
"""Adverbs behind an amount, which it does not count."""

_ORDINALS = (word for word, value in ORDINALS.items() if value <= 10 and not (word.isascii() or word.endswith("ه")))
NO_AMOUNTS = (*_ORDINALS, "وحيد", "مره", "شخص", "رجل")
"""Words that answer how many and are no amount of money."""

COUNTED_ANYHOW = (
    "كل", "جميع", "عده", "بضع", "معظم", "اغلب", "غالب", "لا احد", "صفر", "كلا", "كلتا", "نصف", "ثلث", "ربع", "خمس",
    "ضعف", "اضعاف", "اكثر", "اقل", "كثير", "قليل", "عدد", *NO_AMOUNTS,
)  # fmt: skip
"""Words that answer how many without a number."""

IN_TIME = (
    "قبل", "بعد", "خلال", "اثناء", "منذ", "عند", "حين", "لما", "قرن", "عهد", "عصر", "زمن", "عقد", "حتي",
    "بدايه", "نهايه", "اوائل", "اواخر", "مطلع", "منتصف", "فتره", "حرب", "ايام", "سنوات", "موسم", "مرحله",
    "ليله", "ليل", "نهار", "فجر", "غروب", "شروق", "عيد", "بحلول", "في حال", "اذا", "ريثما", "كلما", "الان",
    "حاليا", "دائما", "هجري", "ميلاد", "before", "after", "during", "when", "until", "since",
    "شهور", "اشهر", "اسابيع", "اعوام", "سنين", "عقود", "قرون", "ساعات", "دقائق",
)  # fmt: skip
"""Words that answer when without a date."""

TIMES_OF_DAY = ("فجرا", "صباحا", "ظهرا", "عصرا", "مساء", "ليلا", "نهارا")
"""Adverbs of a time of the day; without their ending several are people («صباح», «فجر»)."""

BESIDE_TIMES = word_set(
    "حدود تمام حوالي قرابه تقريبا الفجر فجر الصباح صباح الظهر ظهر العصر الليل ليل النهار منتصف مطلع بدايه نهايه اوائل "
    "اواخر الماضي الماضيه المقبل المقبله الجاري الجاريه نفسه نفسها ذلك هذا تلك هذه"
)
"""Words beside a time that say nothing but when."""
