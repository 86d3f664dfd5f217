"""Nouns of things that news calls by them wherever it names one, folded: general knowledge, from no article."""

from __future__ import annotations

from assistant.lexicon.numbers import word_set

CALLED_BY_KIND = word_set(
    "جامعه كليه معهد مدرسه حزب حركه جماعه فندق مطعم مقهي مستشفي مشفي عياده سجن كنيسه مسجد معبد متحف مسرح مكتبه ملعب "
    "نادي ناد محكمه وزاره بنك مصرف صحيفه جريده مجله قناه وكاله اذاعه قانون مهرجان جائزه فيلم نهر نظريه محافظه مقاطعه "
    "متحدث متحدثه ناطق ناطقه"
)
"""Things that a text which names one calls by these nouns («جامعة باكنغهام», «حزب العمال»), so that one that never does
has none. Of 8,787 questions with their paragraphs (ARCD, MLQA, TyDi, XQuAD) that ask for one of them the paragraph
nearly always has the noun (each that is asked for five times and more: for .80 or above; the rest is a judgement after
these). Not what a name may say alone or an answer describes: «شركة» .58, «مدينة» .61, «شخص» .47, «نوع» .15; nor what
news says by a unit, a title or a make: inhabitants («يعيش فيها 30 ألف شخص»), areas, speeds, kings, cars.
"""

SAME_KINDS = (
    word_set("جامعه كليه معهد مدرسه اكاديميه"),
    word_set("متحدث متحدثه ناطق ناطقه"),
    word_set("وزاره وزير وزيره"),
)
"""Kinds that stand for one another: who studied at an institute went to a university, a minister has a ministry."""

PEOPLE_BY_WHAT_HAPPENED = (
    (
        word_set("قتيلا قتيل قتلي شهيدا شهيد شهداء ضحيه ضحايا"),
        word_set(
            "قتل قتلوا مقتل مصرع مصرعهم حتف حتفه حتفهم توفي توفوا وفاه وفيات مات ماتوا موت اودي اودت بحياه استشهد"
        ),
    ),
    (
        word_set("مصابا مصاب مصابين مصابون جريحا جريح جرحي"),
        word_set("اصيب اصيبوا اصابه اصابات جرح جراح بجروح"),
    ),
    (word_set("مفقودا مفقود مفقودين"), word_set("فقد فقدان اختفي اختفوا اختفاء")),
    (
        word_set("معتقلا معتقل معتقلين موقوفا موقوف موقوفين محتجزا محتجز محتجزين سجينا سجين سجناء رهينه رهائن"),
        word_set("اعتقل اعتقال اعتقلت اوقف اوقفت توقيف احتجز احتجزت احتجاز قبض القبض خطف مخطوف"),
    ),
    (
        word_set("نازحا نازح نازحين لاجئا لاجئ لاجئين مهاجرا مهاجر مهاجرين مشردا مشرد مشردين"),
        word_set("نزح نزوح لجوء مهاجرون شرد تشريد فر فروا فرار هرب هربوا"),
    ),
    (word_set("ناجيا ناج ناجين"), word_set("ناجون نجا نجوا نجاه انقذ انقاذ انقذت")),
    (word_set("غريقا غرقي"), word_set("غرق غرقوا")),
)
"""Those who are counted by what befell them, and what else says it of people: where nothing of it is said, a number of
people is the number of others («أربعة أشخاص» were killed, and asked is how many were injured). Only the nouns are asked
for: «كم فقد البرميل من قيمته؟» asks for no missing."""

AGES = frozenset({"عمر", "سن"})
YEAR = "سنه"
"""A year; folded it is also «his age», which is asked for by «عمره»."""
AGE_WORDS = word_set("عمر عمره عمرها سن يبلغ تبلغ بلغ بلغت بالغ بالغه مواليد ولد ولدت مولود مولوده يناهز تناهز")
"""Words beside a number of years that is somebody's age, and what asks for one."""

COUNTED_YEARS = "عاما|سنوات|اعوام|ربيعا"
YEARS = f"{COUNTED_YEARS}|عام|سنه"
"""Behind figures: years that may be an age («خالد (34 عاما)»), behind a number in words those that are counted; before
figures «عام» and «سنة» make a date."""
