"""Nouns of things that news calls by them wherever it names one, folded: general knowledge, from no article."""

from __future__ import annotations

from assistant.lexicon.numbers import word_set

CALLED_BY_KIND = word_set(
    "جامعه كليه معهد مدرسه حزب حركه جماعه فندق مطعم مقهي مستشفي مشفي عياده سجن كنيسه مسجد معبد متحف مسرح مكتبه ملعب "
    "نادي ناد محكمه وزاره بنك مصرف صحيفه جريده مجله قناه وكاله اذاعه قانون مهرجان جائزه عمله فيلم سياره نهر معركه "
    "حرب نظريه محافظه مقاطعه ملك مدير لاعب متحدث متحدثه ناطق ناطقه عاصمه سكان مساحه سرعه لغه لغات نسخه نسخ"
)
"""Things that a text which names or counts one calls by these nouns («جامعة باكنغهام», «حزب العمال»), so that one that
never does has none. Of 8,787 questions with their paragraphs (ARCD, MLQA, TyDi, XQuAD) that ask for one of them, the
paragraph has the noun for 253 of 277 (each that is asked for five times and more: for .80 or above; the rest is a
judgement after these). Not what a name may say alone or an answer describes: «شركة» .58, «مدينة» .61, «شخص» .47,
«نوع» .15.
"""

SAME_KINDS = (word_set("جامعه كليه معهد مدرسه اكاديميه"), word_set("متحدث متحدثه ناطق ناطقه"))
"""Kinds that stand for one another: who studied at an institute went to a university."""

PEOPLE_BY_WHAT_HAPPENED = word_set(
    "قتيلا قتيل قتلي مصابا مصاب مصابين جريحا جريح جرحي مفقودا مفقود مفقودين معتقلا معتقل معتقلين موقوفا موقوف "
    "موقوفين محتجزا محتجز محتجزين رهينه رهائن نازحا نازح نازحين لاجئا لاجئ لاجئين ناجيا ناج ناجين غريقا غرقي"
)
"""Those who are counted by what befell them: a number of people of whom that is not said is another number."""

AGE_WORDS = word_set("عمر سن يبلغ تبلغ بلغ بلغت بالغ بالغه مواليد ولد ولدت مولود مولوده يناهز تناهز")
"""Words beside a number of years that is somebody's age."""
