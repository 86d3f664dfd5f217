"""Words before a reason, in an article, and those that ask for one and nothing else; folded."""

from __future__ import annotations

from assistant.lexicon.numbers import word_set
from assistant.lexicon.unknown import DENYING, UNKNOWN

OWING_TO = ("بسبب", "نتيجه", "نظرا", "جراء", "بفعل")
"""Before a noun that is a cause."""

BROUGHT_ABOUT_BY = (
    "علي خلفيه", "اثر", "علي اثر", "ردا علي", "احتجاجا علي", "اعتراضا علي", "خوفا من", "خوفا علي", "خشيه",
    "غضبا من", "استياء من", "حرصا علي",
)  # fmt: skip
"""Before what came first and was the cause, where somebody says so of «this»."""

BECAUSE = (
    *OWING_TO, "علي خلفيه", "لان", "لانه", "لانها", "لانهم", "لانهما", "لانني", "لاننا", "لسبب", "لاسباب", "لدواعي",
    "بداعي", "بدافع", "اذ", "حيث ان", "بما ان", "بحجه", "بذريعه", "بدعوي", "يعزي", "يعود ذلك", "يرجع ذلك", "السبب",
    "سبب", "اسباب",
)  # fmt: skip
"""Before a cause."""

GROUNDED_ON = (
    "استنادا الي", "مستندا الي", "مستنده الي", "مستندين الي", "بناء علي", "اعتمادا علي", "بالنظر الي", "انطلاقا من",
)  # fmt: skip
"""Before a proof or a ground."""

GROUNDED = ("استند", "استندت", "استندوا", "يستند", "تستند", "يستندون")
"""Verbs of resting «إلى» a proof or a ground."""

AFTER_WHAT = (*BROUGHT_ABOUT_BY, *GROUNDED_ON, "عقب", "بعد ان", "بعدما", "بفضل", "تحسبا")
"""Before what came first, which is the cause where the reader gives it as one."""

IN_ORDER_TO = (
    "كي", "لكي", "من اجل", "سعيا", "بهدف", "تجنبا", "بغيه", "بغرض", "لغرض", "حتي لا", "في محاوله", "حفاظا", "منعا",
    "تفاديا", "طمعا في", "املا في", "رغبه في",
)  # fmt: skip
"""Before a purpose."""

ASKS_REASON_AGAIN = ("سبب", "السبب", "اسباب", "الاسباب", "داعي", "الداعي")
"""Nouns with which one asks why («وما السبب؟»)."""

SURELY_LAID_TO = ("عزا", "عزت", "عزوا", "يعزو", "تعزو", "يعزون")
"""Those of `LAID_TO` that say nothing else: «أرجع سيارته إلى المرآب» gives no cause."""

POINTING = ("هذا", "هذه", "ذلك", "تلك")
"""What resumes what was said before."""

LAID_TO = (
    "عزا", "عزت", "عزوا", "يعزو", "تعزو", "يعزون", "ارجع", "ارجعت", "ارجعوا", "يرجع", "ترجع", "يرجعون", "رد", "ردت",
    "ردوا", "يرد", "ترد",
)  # fmt: skip
"""Verbs with which somebody lays something «إلى» its cause."""

LED_TO = ("ما", "مما", "الامر الذي", "وهو ما")
"""Behind a cause, before a verb of `LEADING` and what came of it."""

LEADING = word_set(
    "ادي ادت يؤدي تسبب تسببت يتسبب دفع دفعت دفعه دفعها دفعهم جعل جعلت جعله جعلها جعلهم اجبر اجبره اجبرها اجبرهم "
    "اضطر اضطره اضطرها اضطرهم حمل حمله حملها"
)

CAUSE_NOUNS = ("سبب", "شرارة", "دافع", "مبعث", "باعث", "منشا")
"""What brought something about, before what that was («وكان سبب الإغلاق حريق»)."""

UNKNOWN_CAUSE = (*DENYING, *UNKNOWN, "لم", "لا", "ما", "لن", "قيد", "محل", "موضوع")
"""Words behind these where none is told."""

SENT_BACK = ("ارجع", "ارجعت", "ارجعوا")
"""Those with which a thing is sent back as well; «يرجع» is also what goes back by itself."""

GOES_BACK = ("يعود", "تعود", "يرجع", "ترجع", "يعزي", "تعزي", "عزي", "مرد")
"""Before what goes back «إلى» its cause."""

JUSTIFIED = (
    "برر", "بررت", "برروا", "يبرر", "تبرر", "علل", "عللت", "عللوا", "يعلل", "تعلل", "فسر", "فسرت", "فسروا", "يفسر",
    "تفسر", "مبررا", "مبررة", "معللا", "معللة", "مفسرا", "مفسرة",
)  # fmt: skip
"""Verbs with which something is explained «بـ» its cause."""

NO_CAUSE_WITH_BA = (
    "بعد", "بين", "بحسب", "بلا", "بدون", "به", "بها", "بهم", "بل", "بينما", "بعدما", "بعض", "بالتفصيل", "بوضوح",
    "بصراحه", "بقوه", "بشده", "بشكل", "بطريقه", "بصوره", "بدقه", "بهدوء", "بايجاز", "باختصار", "باسهاب",
    "بيع", "بناء", "بقاء", "بدء", "بدايه", "بيان", "برنامج", "بحث", "بنك", "بلديه", "برلمان", "بيت",
)  # fmt: skip
"""Words that begin with «ب» and no cause."""

IN_THESE_WORDS = ("هكذا", "بهذا", "بذلك", "بهذه الكلمات", "بهذه العباره", "بهذه الجمله")
"""Before a verb of `JUSTIFIED` behind what was said («…، هكذا تفسر قرارها»)."""

ACTS = word_set("خطوه قرار اجراء امر موقف اختيار حكم تصرف وضع ظاهره نتيجه تغيير تطور حادث حادثه واقعه")
"""Nouns for what was told before, whatever it was («علل البيان الخطوة بـ…»)."""

DENYING = ("نفي", "نفت", "ينفي", "تنفي", "نفوا", "ينفون", "كذب", "كذبت", "انكر", "انكرت", "ينكر", "تنكر")
"""Verbs with which somebody goes against what was said before."""

CONCEDING = ("رغم", "برغم", "بالرغم", "مع ان", "مع انه", "مع انها", "مع انهم", "وان كان", "وان كانت", "حتي وان", "ولو")
"""Before what speaks against something and did not hinder it: the contrary of a cause."""

RESULTING = ("بسبب ذلك", "بسبب هذا", "لذلك", "لهذا", "لهذا السبب", "لذا")
"""Before what came of something that was said: the reverse of its cause."""

OBJECTING = ("لكن", "لكنه", "لكنها", "لكنهم", "غير ان", "بيد ان", "الا ان")
"""Before what goes against what was said."""

CORRECTING = (
    "صحح", "صححت", "صححوا", "فند", "فندت", "يفند", "تفند", "دحض", "دحضت", "شكك", "شككت", "يشكك", "تشكك",
)  # fmt: skip
"""The same where it is put right or doubted."""

RULING_OUT = ("استبعد", "استبعدت")
"""The same where it is held for unlikely; a person or a thing may be left out, too («استبعد المدرب هذا اللاعب»)."""

TAKING_BACK = ("تراجع", "تراجعت")
"""With «عن», where who said it takes it back; without it something fell («تراجع السعر»)."""

WHAT_WAS_SAID = (
    "ذلك", "هذا", "هذه", "صحه", "الامر", "الخبر", "الانباء", "الروايه", "الادعاء", "الادعاءات", "الاتهام", "الاتهامات",
    "المزاعم", "الشائعات",
)  # fmt: skip
"""Words for what was said before, behind such a verb («نفت ذلك», «نفى صحة الخبر»)."""
