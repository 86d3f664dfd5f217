"""What only a person has or does: kin, and the verbs of a life, as `vectorstore.text.arabic.fold` writes them."""

from __future__ import annotations

from assistant.lexicon.names import BEFORE_BODIES, BEFORE_PLACES, BEFORE_UNSURE_NAMES, BODIES, NAMED_AFTER, ROLES
from assistant.lexicon.numbers import word_set

KINSMEN = word_set("والد اب ابو ابي ابا اخ اخو اخي اخا شقيق زوج ابن نجل جد عم خال حفيد خطيب طليق صهر")
KINSWOMEN = word_set("والده ام اخت شقيقه زوجه ابنه بنت جده عمه خاله حفيده خطيبه طليقه ارمله")
KINSFOLK = word_set("ابناء اولاد بنات اطفال اخوه اخوات اشقاء شقيقات احفاد والدا والدي والدان والدين")

SAME_KIN = {
    "اب": "والد", "ابو": "والد", "ابي": "والد", "ابا": "والد", "ام": "والده", "اخو": "اخ", "اخي": "اخ", "اخا": "اخ",
    "شقيق": "اخ", "شقيقه": "اخت", "نجل": "ابن", "بنت": "ابنه", "ارمله": "زوجه",
}  # fmt: skip
"""Two words for one kin."""

_ONLY_OWNED = word_set("جده عمه")
"""Without a pronoun «جدة» is mostly the city."""

_KIN = (KINSMEN | KINSWOMEN | KINSFOLK) - _ONLY_OWNED

OF_PERSONS = word_set(
    "عمر سن راتب مرتب شغل مهنه وظيفه حرفه جنسيه ديانه منصب عقد مرض هوايه شهاده ميلاد مولد وفاه جنازه زواج زفاف طلاق "
    "عائله اسره حياه سيره شخصيه مذكرات دراسه محامي وكيل"
)
"""Nouns for what mostly a person has: with a pronoun they are somebody's rather than a company's, where both are
there."""

LIVED_HE = word_set("ولد مات توفي درس يدرس تزوج يتزوج عمل يعمل عاش يعيش نشا تخرج يتخرج انجب سكن يسكن تقاعد")
LIVED_SHE = word_set(
    "ولدت ماتت توفيت درست تدرس تزوجت تتزوج عملت تعمل عاشت تعيش نشات تخرجت تتخرج انجبت سكنت تسكن تقاعدت"
)
"""«تدرس» and «تعمل» may be said to a man, who is not asked about."""

DONE_TO_THINGS = word_set(
    "امم اغلق افتتح دشن هدم بني شيد رمم جدد نشر ترجم طبع صور عرض بيع انشئ اسس الغي اقر صودق احرق دمر صودر انجز اكتشف "
    "وقع ابرم وسع مول فكك"
)
"""Verbs in the passive («متى أُغلق؟») of what is no person, without their marks and the «ت» of a woman; most are in the
active as well."""

NO_PERSONS = BEFORE_BODIES | BEFORE_PLACES | BODIES | word_set("دوله بلد قانون اتفاق اتفاقيه قرار مشروع")
"""Nouns for what is no person."""

PERSONS = ROLES - NO_PERSONS - NAMED_AFTER - BEFORE_UNSURE_NAMES - {"عاصمه"}
"""Nouns for who somebody is."""

ONE_OF_PEOPLE = word_set(
    "شخص اشخاص شخصيه واحد فرد افراد رجل رجال امراه نساء طفل اطفال شاب شبان طالب طالبه طلاب طلبه تلميذ عامل عامله عمال "
    "موظف موظفه موظفين لاعب لاعبه مدرب مدربه سائق جندي جنود شرطي شرطيين مواطن مواطنين انسان زائر زوار متفرج راكب ركاب "
    "مسافر عضو اعضاء ضابط مقاتل معلم معلمه ممرض ممرضه متطوع مرشح نائب وزير قاضي صحفي صحافي خريج مشترك مشارك مشجع"
)
"""Nouns by which many people are counted; folded."""

WOMEN = word_set(
    "موظفه عامله طالبه معلمه ممرضه طبيبه لاعبه مدربه سائقه مهندسه باحثه صحفيه صحافيه كاتبه شاعره ممثله مستشاره "
    "خبيره مذيعه مغنيه محاميه قاضيه نائبه وزيره ضابطه جنديه شرطيه مواطنه ناخبه راكبه مسافره متطوعه متفرجه زائره خريجه "
    "تلميذه سجينه معتقله اسيره لاجئه نازحه مهاجره مزارعه فلاحه خياطه ناشطه فنانه رسامه سيده شابه متدربه متسابقه"
)
"""Women by what they are; of several of them («الموظفات») «هن» is said, and never «ها»."""

SHORT_PERSONS = word_set(
    "رجل طفل شاب فرد شخص ولد عضو نجم بطل قس عبد ملك فتي جار ابن اخ اب عم خال جد شيخ خصم حكم ضيف لص قزم كهل زوج نفر حرس "
    "سبط خلف خدم علم جند خبر وفد طاقم ذكر بشر اسم"
)
"""Nouns of three letters for people; others of that length, in the accusative of what is counted, are things."""


def kin_of(noun: str) -> str:
    """The kin that a folded noun before its pronoun or owner is («زوجت» of «زوجته»: «زوجه»); "" for any other noun."""
    for bare in (noun, noun[1:] if noun[:1] in "وف" and (len(noun) > 4 or noun[1:] == "ام") else noun):
        if bare in _KIN:
            return bare
        if bare.endswith("ت") and bare[:-1] + "ه" in _KIN | _ONLY_OWNED:
            return bare[:-1] + "ه"
    return ""


def are_women(noun: str) -> bool:
    """Is a folded noun without its article the plural of women («موظفات»)?"""
    return noun in ("فتيات", "امهات", "بنات") or (noun.endswith("ات") and f"{noun[:-2]}ه" in WOMEN)


def is_of_person(noun: str) -> bool:
    """Is a folded noun before its pronoun («وظيفت» of «وظيفتها») what mostly a person has?"""
    bare = noun[1:] if noun[:1] in "وف" and noun not in OF_PERSONS and len(noun) > 3 else noun
    return bare in OF_PERSONS or (bare.endswith("ت") and f"{bare[:-1]}ه" in OF_PERSONS)


def is_kin_alone(word: str) -> bool:
    """Is a word kin without anybody whose it is, and no other word («أم», «جد»)?"""
    return len(word) > 2 and bool(kin_of(word))
