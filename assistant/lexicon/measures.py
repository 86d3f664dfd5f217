"""Words of shares, money and time by which an answer's kind is told, as `vectorstore.text.arabic.fold` writes them."""

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

COUNTED_ANYHOW = (
    "كل", "جميع", "عده", "بضع", "معظم", "اغلب", "غالب", "وحيد",
    "لا احد", "صفر", "اول", "ثاني", "ثالث", "رابع", "خامس", "كلا", "كلتا", "نصف", "ثلث", "ربع", "خمس",
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
