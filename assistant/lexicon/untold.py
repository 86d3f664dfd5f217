"""Words by which an article says that something is not known or was not told, folded."""

from __future__ import annotations

from assistant.lexicon.numbers import word_set

NOT_TO = ("لم", "دون ان", "بدون ان")
"""Before a verb of telling that is denied."""

TELL = word_set(
    "يوضح توضح يوضحوا يحدد تحدد يحددوا يكشف تكشف يكشفوا يذكر تذكر يذكروا يعلن تعلن يعلنوا يفصح تفصح يسم تسم يبين تبين "
    "يعرف تعرف يعرفوا يتضح تتضح يتحدد تتحدد يحسم تحسم يتبين يفصل تفصل"
)
"""Verbs of telling and of being known, as they stand behind «لم»."""

REFUSING = ("رفض", "رفضت", "رفضوا")
TELLING = ("ذكر", "كشف", "الكشف", "الافصاح", "نشر", "تحديد", "تسميه", "اعلان", "الاعلان")
"""«طلبت عدم ذكر اسمها», «رفض الكشف عن قيمة العقد»."""

OTHERS = word_set("الاخر الاخرين الاخرون الاخري الاخريات الباقي الباقين الباقون المتبقي المتبقين سوي")
"""Words by which only the rest is not told («أسماء القتلى الآخرين»)."""

EXCEPTING = word_set("الا سوي حتي قبل بل غير")
"""With these it was told after all («لم يعلن الاسم إلا أمس»)."""

UNTOLD_OF = {
    "person": word_set("هويه هويته هويتها هويتهم هويات اسم اسمه اسمها اسماء اسماءهم اسمائهم اسمهم من الجهه منفذ منفذي"),
    "time": word_set("موعد موعدا موعده موعدها تاريخ تاريخا تاريخه متي مواعيد توقيت"),
    "reason": word_set("سبب سببا اسباب اسبابا اسبابه اسبابها دوافع دافع دوافعه لماذا سببه سببها"),
    "amount": word_set("عدد عددا عددهم قيمه قيمته قيمتها حجم كلفه تكلفه كلفته مبلغ المبلغ ثمن سعر سعره نسبه كم"),
    "place": word_set("مكان مكانه موقع موقعه وجهته وجهه اين"),
}
"""What is not told, by what is asked for."""

WHO_DID = word_set("هويه هويات منفذ منفذي")
"""Those of them that are of whoever did what was told just before."""
