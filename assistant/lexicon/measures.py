"""Words of shares, money, measures and time by which an answer's kind is told; written as `text.arabic.fold` does."""

from __future__ import annotations

ASK_SHARE = (
    "نسبه", "النسبه", "نسب", "معدل", "معدلات", "كم بالمئه", "كم بالمائه", "كم في المئه", "كم في المائه",
    "percentage", "per cent", "percent", "share", "proportion", "rate", "what part", "pourcentage", "part",
    "taux",
)  # fmt: skip
"""Words that ask for a share."""

ASK_MONEY = (
    "دفع", "تدفع", "يدفع", "دفعت", "دفعوا", "غرامه", "غرامات", "سعر", "اسعار", "ثمن", "تكلفه", "كلفه", "كلف",
    "تكلف", "يكلف", "راتب", "رواتب", "ميزانيه", "موازنه", "مبلغ", "قيمه", "بكم", "كفاله", "تبرع", "ارباح",
    "ربح", "ايرادات", "عائدات", "خسائر", "تعويض", "جائزه ماليه", "اشتري", "اشترت", "باع", "باعت", "يتقاضي",
    "تقاضي", "تتقاضي", "استثمر", "استثمرت",
    "how much (?:money|did \\w+ (?:pay|cost|earn|spend)|does \\w+ (?:pay|cost|earn))", "price", "cost", "fine",
    "salary", "budget", "paid", "prix", "cout", "amende", "salaire", "paye",
)  # fmt: skip
"""Words beside a word that asks for a number, which is then an amount of money."""

SHARE_WORDS = ("بالمئه", "بالمائه", "في المئه", "في المائه", "بالميه", "في الميه", "percent", "per cent", "pour cent")
MONEY_WORDS = (
    "دولار", "يورو", "جنيه", "ريال", "درهم", "دينار", "ليره", "فرنك", "روبيه", "روبل", "استرليني", "سنت",
    "شيكل", "بيزو", "كرونه", "dollars?", "euros?", "pounds?", "usd", "eur",
)  # fmt: skip

MEASURED = {
    "length": ("طول", "ارتفاع", "عمق", "مسافه", "قطر", "height", "length", "width", "depth", "distance",
               "tall", "high", "deep", "far", "wide", "hauteur", "longueur", "largeur", "profondeur"),
    "weight": ("وزن", "كتله", "weight", "heavy", "poids"),
    "speed": ("سرعه", "speed", "fast", "vitesse"),
    "area": ("مساحه", "area", "superficie"),
    "age": ("عمر", "سن", "old", "age"),
    "temperature": ("حراره", "درجه حراره", "temperature"),
    "money": ("سعر", "ثمن", "تكلفه", "كلفه", "راتب", "اجر", "ميزانيه", "موازنه", "price", "cost", "salary", "budget",
              "prix", "cout", "salaire"),
}  # fmt: skip
"""What is measured or priced, by the name that a question gives it."""

UNITS_OF = {
    "length": ("متر", "امتار", "كيلومتر", "كم", "كلم", "سنتيمتر", "سم", "ملم", "مليمتر", "ميل", "اميال", "قدم", "اقدام",
               "بوصه", "بوصات", "يارد", "ذراع", "فرسخ", "كيلو", "طابق", "metres?", "meters?", "km", "miles?", "feet",
               "foot", "inch(?:es)?"),
    "weight": ("كيلو", "كيلوغرام", "كيلوجرام", "كغ", "كجم", "كلغ", "غرام", "جرام", "طن", "اطنان", "رطل", "ارطال",
               "اونصه", "kg", "kilos?", "tons?", "pounds?", "grams?"),
    "area": ("متر", "كيلومتر", "كم", "كلم", "ميل", "هكتار", "فدان", "دونم", "قدم", "acres?", "km",
             "hectares?", "square"),
    "time": ("ساعه", "ساعات", "يوم", "ايام", "شهر", "اشهر", "شهور", "اسبوع", "اسابيع", "عام", "اعوام", "سنه", "سنوات",
             "سنين", "دقيقه", "دقائق", "ثانيه", "ثواني", "ثوان", "قرن", "قرون", "عقد", "عقود", "hours?", "days?",
             "months?", "weeks?", "years?", "minutes?", "seconds?"),
    "temperature": ("درجه", "درجات", "مئويه", "degrees?"),
}  # fmt: skip

COUNTED_ANYHOW = (
    "كل", "جميع", "عده", "بضع", "معظم", "اغلب", "غالب", "وحيد",
    "لا احد", "صفر", "اول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر", "كلا", "كلتا",
    "نصف", "ثلث", "ربع", "خمس",
    "اكثر", "اقل", "كثير", "قليل", "مره", "شخص", "رجل", "عدد",
)  # fmt: skip
"""Words that answer how many without a number."""

IN_TIME = (
    "قبل", "بعد", "خلال", "اثناء", "منذ", "عند", "حين", "لما", "قرن", "عهد", "عصر", "زمن", "عقد", "حتي",
    "بدايه", "نهايه", "اوائل", "اواخر", "مطلع", "منتصف", "فتره", "حرب", "ايام", "سنوات", "موسم", "مرحله",
    "ليله", "ليل", "نهار", "فجر", "غروب", "شروق", "عيد", "بحلول", "في حال", "اذا", "ريثما", "كلما", "الان",
    "حاليا", "دائما", "هجري", "ميلاد", "before", "after", "during", "when", "until", "since",
)  # fmt: skip
"""Words that answer when without a date."""
