"""Words of content as people speak them in Egypt, the Levant, Iraq and the Gulf, and the Maghreb, folded, with the word
that written Arabic has for each: general knowledge of the dialects, from no article.

In each group the written word stands first and the spoken ones behind a colon. What is itself a word of written Arabic
in another sense («خلص», «قطر», «عيش», «شغل», «ست») is in none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.lexicon.numbers import word_set

_NOUNS = """
مباراة: ماتش؛ مباريات: ماتشات؛ كرة: كوره؛ ملعب: استاد؛
مال: فلوس مصاري مصريات بيزات؛ راتب: ماهيه؛ ديون: مديونيه مديونه كريدي؛ ثمن: تمن؛ إيجار: كرا؛
طائرة: طياره؛ طائرات: طيارات؛ سيارة: طوموبيل كرهبه؛ سيارات: عربيات طوموبيلات كراهب؛ حافلة: اوتوبيس اتوبيس باص طوبيس؛
دراجة: بسكليت بسكليته بشكليط بشكليطه؛ دراجة نارية: موتوسيكل موطور؛ جسر: كوبري؛ آلة: مكنه؛
صحيفة: جرنال جورنال جرنان؛ صحف: جرانيل؛ تلفزيون: تلفزه تليفزيون؛ هاتف: تليفون تلفون موبايل؛ رقم: نمره؛
رجل: راجل زلمه؛ رجال: رجاله زلم؛ امرأة: حرمه؛ نساء: نسوان؛ أولاد: عيال؛ جدة: تيته؛
لص: حرامي؛ لصوص: حراميه؛ شجار: خناقه هوشه عركه؛ شرطة: بوليس؛ ضابط: ظابط زابط؛
مستشفى: سبيطار اسبيتار؛ صيدلية: اجزاخانه؛ حقيبة: شنطه شنته؛ ملابس: هدوم حوايج؛ حذاء: جزمه صباط؛
غرفة: اوضه؛ مكان: حته؛ حي: حومه؛ شاطئ: بلاج؛ متجر: دكان حانوت؛ طعام: ماكله؛
تلاميذ: تلامذه؛ عمل: شغلانه؛ عيد الميلاد: كريسماس؛
جديد: يديد؛ جديدة: يديده؛ فرنسي: فرنساوي؛ فرنسية: فرنساويه؛ إيطالي: طلياني؛
بريطانيون: انكليز؛ أمريكا: ميريكان؛ أمريكيون: امريكان؛
"""

_OTHERS = """
الآن: هلا الحين؛ أمس: امبارح مبارح البارح؛ اليوم: النهارده النهاردا؛ غدا: بكره غدوه؛
كثيرا: كتير بزاف وايد واجد هوايه؛ قليلا: شويه شوي؛ جدا: اوي؛ أيضا: برضه برضو كمان؛ لا يزال: لسه لسا؛ أحد: حدا؛
خارج: بره برا؛ داخل: جوه؛ أمام: قدام؛ وراء: ورا؛ مجانا: ببلاش؛ جيد: كويس منيح؛
كم: جم؛ ليس: مش موش مهو مب؛ أنه: انو؛ لأنه: لانو؛ هذه: هاي هيدي هادي هذي؛ هذا: هاد هيدا هدا؛
مع: ويا؛ معه: وياه؛ معها: وياها؛ معهم: وياهم؛ للذي: للي؛
"""

_PAST = """
ذهب: راح؛ رأى: شاف؛ جلب: جاب؛ أرسل: بعت؛ بقي: قعد؛ جاء: اجا جه؛ أخذ: خد؛ أعطى: عطي عطا؛ وضع: حط؛ وجد: لقي لقا؛
أراد: بغي بغا؛ سقط: طاح؛ ترك: ساب؛ تزوج: اتجوز اجوز؛ ولد: اتولد انولد انخلق؛ اعتقل: اتمسك انمسك اتقبض انقبض؛ مر: داز؛
أصيب: انصاب اتصاب؛ بدأ: ابتدي ابتدا بلش؛ اصطدم: خبط؛
"""

_PRESENT = """
يذهب: يروح؛ يرى: يشوف؛ يجلب: يجيب؛ يرسل: يبعت؛ يبقى: يقعد يضل؛ يأتي: ييجي يجي؛ يأخذ: ياخد ياخذ؛ يضع: يحط؛
يريد: يبي يبغي؛ يفعل: يسوي؛ يبدأ: يبلش يبتدي؛ يتزوج: يتجوز؛
"""

WISHES = {
    **dict.fromkeys(("بده", "بدو", "عايز", "عاوز"), "يريد"),
    **dict.fromkeys(("بدها", "عايزه", "عاوزه"), "تريد"),
    **dict.fromkeys(("بدهم", "بدهن", "بدن", "عايزين", "عاوزين"), "يريدون"),
}
"""Nouns and participles that stand for the verb."""

BORN = {"خلق": "ولد", "خلقت": "ولدت"}
"""Behind a spoken word for when or where («وين خلقت؟»); else it is to create."""

LASTING = {"يضل": "يدوم", "تضل": "تدوم"}
"""Behind a spoken word for how long («قديش بيضل؟»); else it is to stay."""

JUSSIVES = {
    "ذهب": "يذهب", "راي": "ير", "جلب": "يجلب", "ارسل": "يرسل", "بقي": "يبق", "بق": "يبق", "جاء": "يأت", "اخذ": "يأخذ",
    "اعطي": "يعط", "اعط": "يعط", "وضع": "يضع", "وجد": "يجد", "اراد": "يرد", "سقط": "يسقط", "ترك": "يترك",
    "تزوج": "يتزوج",
}  # fmt: skip
"""The verbs of `_PAST` as they stand behind «لم»."""

WEEKDAYS = {"الحد": "الأحد", "التنين": "الاثنين", "الاتنين": "الاثنين", "التلات": "الثلاثاء", "الاربع": "الأربعاء"}
"""Behind «يوم»."""

OWNED: Mapping[str, str] = {"مرات": "زوجة", "مرت": "زوجة", "جوز": "زوج"}
"""Nouns that are others where nobody's is written onto them («خمس مرات»)."""

BELONGING = word_set("بتاع بتاعه بتاعت بتوع تبع تبعون ديال متاع")
"""What stands between a thing and whose it is; written Arabic has nothing there."""


def _pairs(groups: str) -> Iterator[tuple[str, str]]:
    """Each spoken word and the written one."""
    for group in groups.split("؛"):
        written, _, spoken = group.strip().partition(":")
        for word in spoken.split():
            yield word, written


def _past(word: str) -> tuple[str, str, str]:
    """«ذهب ذهبت ذهبوا» of a verb; a weak last letter falls («أعطى أعطت أعطوا»)."""
    bare = word[:-1] if word[-1] in "ىي" and word != "بقي" else word
    bare = word[:-1] if word in ("عطا", "لقا", "ابتدا", "بغا", "اجا") else bare
    return word, f"{bare}ت", f"{bare}وا"


def _present(word: str) -> tuple[str, str, str, str]:
    """«يذهب تذهب يذهبوا يذهبون» of a verb."""
    bare = word[:-1] if word[-1] in "ىي" else word
    return word, f"ت{word[1:]}", f"{bare}وا", f"{bare}ون"


NOUNS: Mapping[str, str] = dict(_pairs(_NOUNS))
"""They may have prepositions, the article and whose they are written onto them («بالماتش», «فلوسهم»)."""

OTHERS: Mapping[str, str] = {
    **dict(_pairs(_OTHERS)),
    **WISHES,
    **{
        said: told
        for spoken, written in _pairs(_PAST)
        for said, told in zip(_past(spoken), _past(written), strict=True)
    },
    **{
        said: told.removesuffix("وا") + "ون" if told.endswith("وا") else told
        for spoken, written in _pairs(_PRESENT)
        for said, told in zip(_present(spoken), _present(written), strict=True)
    },
}
"""They stand alone."""
