"""Words that `claims_true` and `claims_false` put for one another, as they are written in texts."""

from __future__ import annotations


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for line in text.split(";"):
        one, _, other = line.strip().partition("|")
        found.append((one.strip(), other.strip()))
    return tuple(found)


def _both(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {**{other: one for one, other in reversed(pairs)}, **dict(pairs)}


OPPOSITES = _both(
    _pairs(
        "ارتفع|انخفض; ارتفعت|انخفضت; ارتفاع|انخفاض; الارتفاع|الانخفاض; يرتفع|ينخفض; ترتفع|تنخفض; زاد|تراجع;"
        "زادت|تراجعت; زيادة|انخفاض; وافق|رفض; وافقت|رفضت; يوافق|يرفض; رفضت|قبلت; يرفض|يقبل;"
        "نجح|فشل; نجحت|فشلت; نجاح|فشل; فاز|خسر; فازت|خسرت; فوز|خسارة; الفوز|الخسارة; هزم|خسر أمام; انتصر|انهزم;"
        "بدأ|انتهى; بدأت|انتهت; بداية|نهاية; يبدأ|ينتهي; تبدأ|تنتهي; افتتح|أغلق; افتتحت|أغلقت; دخل|غادر; دخلت|غادرت;"
        "وصل|غادر; وصلت|غادرت; أيد|عارض; أيدت|عارضت; يؤيد|يعارض; تأييد|معارضة; سمح|منع; سمحت|منعت; يسمح|يمنع;"
        "تسمح|تمنع; أكد|نفى; أكدت|نفت; نفى|أكد; نفت|أكدت; أكبر|أصغر; الأكبر|الأصغر; أعلى|أدنى; الأعلى|الأدنى;"
        "أكثر|أقل; الأكثر|الأقل; أول|آخر; الأول|الأخير; الأولى|الأخيرة; كبير|صغير; كبيرة|صغيرة; الكبير|الصغير;"
        "الكبيرة|الصغيرة; كبيرا|صغيرا; طويل|قصير; طويلة|قصيرة; قديم|جديد; قديمة|جديدة; القديم|الجديد; القديمة|الجديدة;"
        "شمال|جنوب; جنوب|شمال; شرق|غرب; الشمال|الجنوب; الشرق|الغرب; شمالي|جنوبي; شرقي|غربي; الشمالية|الجنوبية;"
        "الشرقية|الغربية; الشمالي|الجنوبي; الشرقي|الغربي; يمين|يسار; داخل|خارج; فوق|تحت; قوي|ضعيف; قوية|ضعيفة;"
        "إيجابي|سلبي; إيجابية|سلبية; ممكن|مستحيل; سهل|صعب; سهلة|صعبة; غني|فقير; ساخنة|باردة; حار|بارد; خفيف|ثقيل;"
        " صديق|عدو; ولد|توفي; ولدت|توفيت; توفي|ولد; اشترى|باع; اشترت|باعت; بنى|هدم; أسس|حل;"
        "كسب|خسر; تحسن|تدهور; تحسنت|تدهورت; ازداد|تناقص; ازدادت|تناقصت; ظهر|اختفى; ظهرت|اختفت; انضم إلى|انسحب من;"
        "انضمت إلى|انسحبت من; الذكور|الإناث; الرجال|النساء; رجال|نساء; قريبة|بعيدة;"
        "نادرا ما|غالبا ما; غالبا ما|نادرا ما; دائما|أحيانا; صباحا|مساء; يزيد|يقلل; تزيد|تقلل; معظم|قلة من;"
        "فتح|أغلق; فتحت|أغلقت; يفتح|يغلق; تفتح|تغلق; فتح|إغلاق; أعاد فتح|أغلق; أعادت فتح|أغلقت; رحب|ندد; رحبت|نددت;"
        "يرحب|يندد; ترحب|تندد; رحب|انتقد; أشاد|ندد; أشادت|نددت; أشاد|انتقد; دان|أيد; دانت|أيدت; أدان|أيد; أدانت|أيدت;"
        "استقال|تولى منصبه; استقالت|تولت منصبها; عين|أقال; عينت|أقالت; تعيين|إقالة; أفرج عن|اعتقل; أفرجت عن|اعتقلت;"
        "الإفراج عن|اعتقال; إطلاق سراح|توقيف; برأت|أدانت; تبرئة|إدانة; اتهم|برأ; اتهمت|برأت; تسلم|سلم; تسلمت|سلمت;"
        "تلقى|أرسل; تلقت|أرسلت; منح|سحب من; منحت|سحبت من; أضاف|حذف; ألغى|أقر; ألغت|أقرت; إلغاء|إقرار; أقر|رفض; أجل|قدم موعد;"
        "أجلت|قدمت موعد; تأجيل|تقديم موعد; علق|استأنف; علقت|استأنفت; تعليق|استئناف; توقف|استمر; توقفت|استمرت; واصل|أوقف;"
        "واصلت|أوقفت; مواصلة|وقف; استمرار|توقف; شارك في|غاب عن; شاركت في|غابت عن; حضر|غاب عن; حضرت|غابت عن; مشاركة|غياب;"
        "هاجم|دافع عن; هاجمت|دافعت عن; انتقد|دافع عن; انتقدت|دافعت عن; اتفق مع|اختلف مع; اتفقت مع|اختلفت مع; اتفاق|خلاف;"
        "توصل إلى|فشل في التوصل إلى; توصلت إلى|فشلت في التوصل إلى; تعادل مع|فاز على; تأهل|أقصي; تأهلت|أقصيت; صعد|هبط;"
        "صعدت|هبطت; نقص|فائض; ربح|خسر; ربحت|خسرت; أرباح|خسائر; الأرباح|الخسائر; صادرات|واردات; الصادرات|الواردات; يصدر|يستورد;"
        "تصدر|تستورد; تصدير|استيراد; نجا|قتل; نجت|قتلت; تعافى|تدهورت صحة; أصيب|نجا; أصيبت|نجت; انتشر|انحسر; انتشرت|انحسرت;"
        "انتشار|انحسار; تقدم|تأخر; تقدمت|تأخرت; اقترب من|ابتعد عن; اقتربت من|ابتعدت عن; جمع|وزع; أطلق|أوقف; أطلقت|أوقفت;"
        "إطلاق|إيقاف; شجع|ثبط; شجعت|ثبطت; حث على|حذر من; حثت على|حذرت من; دعا إلى|حذر من; دعت إلى|حذرت من; طالب ب|رفض;"
        "طالبت ب|رفضت; وعد|هدد; وعدت|هددت; تعهد ب|امتنع عن; تعهدت ب|امتنعت عن; قلل من|بالغ في; قللت من|بالغت في;"
        "خفض|رفع; خفضت|رفعت; رفع|خفض; رفعت|خفضت; تخفيض|رفع; يخفض|يرفع; تخفض|ترفع; عزز|أضعف; عززت|أضعفت; تعزيز|إضعاف;"
        "وسع|قلص; وسعت|قلصت; توسيع|تقليص; زيادة|تقليص; سرع|أبطأ; أصلح|خرب; حسن|أساء إلى; كشف|أخفى; كشفت|أخفت; اعترف ب|أنكر;"
        "اعترفت ب|أنكرت; صدق|كذب; صدقت|كذبت; صحيح|خاطئ; صحيحة|خاطئة; شرعي|غير شرعي; رسميا|بصفة غير رسمية; علنية|سرية;"
        "علني|سري; مؤقتا|نهائيا; مؤقت|دائم; مؤقتة|دائمة; جزئيا|كليا; مجانا|بمقابل; مجانية|بمقابل; محلية|أجنبية; المحلية|الأجنبية;"
        "داخلي|خارجي; داخلية|خارجية; الداخلية|الخارجية; عام|خاص; العام|الخاص; القطاع العام|القطاع الخاص; سابق|حالي; السابق|الحالي;"
        "السابقة|الحالية; الماضي|القادم; الماضية|القادمة; الماضي|المقبل; الماضية|المقبلة; المقبل|الماضي; المقبلة|الماضية; أمس|غدا;"
        "مساء|صباحا; ليلا|نهارا; أوائل|أواخر; بدء|انتهاء; انطلاق|اختتام; انطلقت|اختتمت; تنطلق|تختتم; انطلق|اختتم; يبدأ|يختتم;"
        "هبوط|صعود; إيجابا|سلبا; متفائل|متشائم; متفائلة|متشائمة; مستقر|متدهور; مستقرة|متدهورة; آمن|خطر; آمنة|خطرة; متاح|محظور;"
        "متاحة|محظورة; مسموح|ممنوع; محظور|مسموح به; إلزامي|اختياري; إلزامية|اختيارية; سلمية|عنيفة; سلمي|عنيف; كامل|جزئي; كاملة|جزئية;"
        "opened|closed; reopened|closed; welcomed|condemned; praised|criticized; praised|condemned; resigned|took office;"
        "appointed|dismissed; released|arrested; acquitted|convicted; received|sent; granted|refused; cancelled|approved;"
        "postponed|brought forward; suspended|resumed; stopped|continued; attended|boycotted; attacked|defended;"
        "agreed|disagreed; gained|lost; exports|imports; exported|imported; survived|died; recovered|worsened;"
        "spread|receded; launched|halted; encouraged|discouraged; urged|warned against; promised|threatened;"
        "raised|lowered; lowered|raised; cut|raised; strengthened|weakened; expanded|reduced; revealed|concealed;"
        "admitted|denied; temporary|permanent; temporarily|permanently; partially|completely; local|foreign;"
        "domestic|foreign; former|current; previous|next; next|previous; yesterday|tomorrow; morning|evening; safe|unsafe;"
        "legal|illegal; mandatory|optional; peaceful|violent; full|partial; ally|enemy; profit|loss; deficit|surplus;"
        "increased|decreased; increase|decrease; rose|fell; accepted|rejected; approved|rejected; won|lost; began|ended;"
        "started|ended; before|after; above|below; largest|smallest; highest|lowest; first|last; more|less; most|least;"
        "larger|smaller; higher|lower; north|south; east|west; northern|southern; eastern|western; old|new; early|late;"
        "earlier|later; supported|opposed; allowed|banned; born|buried; joined|left; bought|sold; success|failure;"
        "successful|unsuccessful; victory|defeat; defeated|lost to; inside|outside; major|minor; strong|weak; long|short;"
        "always|rarely; public|private; male|female; men|women; positive|negative; confirmed|denied; included|excluded;"
        "likely|unlikely; possible|impossible; common|rare; rich|poor; large|small; high|low; maximum|minimum"
    )
)
"""A word and one that says the opposite, in the same form; both ways where the pair stands once."""

SYNONYMS = _both(
    _pairs(
        "أنشأ|أسس; أنشأت|أسست; تأسست|أنشئت; تأسس|أنشئ; أعلن|صرح; اعتقلت|أوقفت; اعتقل|أوقف; مقتل|مصرع;"
        "سيارة|مركبة; حوالي|نحو; تقريبا|على وجه التقريب; أيضا|كذلك; لكن|غير أن; بسبب|نتيجة; خلال|أثناء;"
        "استخدم|استعمل; يستخدم|يستعمل; تستخدم|تستعمل; استخدام|استعمال; بدأ|انطلق; بدأت|انطلقت; انتهت|اختتمت;"
        "يقع في|يوجد في; تقع في|توجد في; حصل على|نال; حصلت على|نالت; مات|توفي; أدى إلى|تسبب في; أدت إلى|تسببت في;"
        "طالب|دعا إلى; هجوم|اعتداء; مشفى|مستشفى; كبير|ضخم; كبيرة|ضخمة; يعتبر|يعد; تعتبر|تعد; حاول|سعى إلى;"
        " ساهم|أسهم; ساهمت|أسهمت; شخصا|فردا; أشخاص|أفراد; دولة|بلد; بواسطة|عن طريق;"
        "عاش|أقام; عاد|رجع; عادت|رجعت; عرف باسم|سمي; تعرف باسم|تسمى; العديد من|كثير من; قام ببناء|بنى;"
        "صعب|عسير; ارتفع|زاد; ارتفعت|زادت; انخفض|تراجع; انخفضت|تراجعت; منذ|ابتداء من; إضافة إلى|علاوة على;"
        "began|started; large|big; about|around; approximately|roughly; killed|slain; founded|established; also|as well;"
        "however|but; because of|due to; during|in the course of; received|got; many|numerous; several|a number of;"
        "used|employed; such as|like; located|situated; including|among them; often|frequently; near|close to; said|stated;"
        "called|named; known as|called; children|kids; small|little; purchased|bought; created|made; important|significant"
    )
)
"""Words for one thing (`assistant.lexicon.synonyms` has them folded); lossless enough in most sentences."""

LIMITS = _pairs(
    "بعض|كل; بعض|جميع; معظم|كل; معظم|جميع; العديد من|كل; كثير من|جميع; عدد من|جميع; عدة|جميع; نحو|بالضبط; حوالي|بالضبط;"
    "أكثر من|أقل من; أقل من|أكثر من; على الأقل|على الأكثر; ما يقرب من|أكثر بكثير من; غالبا|دائما; أحيانا|دائما;"
    "عادة|دائما; ربما|بالتأكيد; يمكن أن|لا بد أن; من المتوقع أن|من المؤكد أن; أحد|كل; إحدى|كل; قبل|بعد; بعد|قبل;"
    " some|all; most|all; many|all; several|all; more than|less than; less than|more than;"
    "at least|at most; over|under; may|must; might|will certainly; can|always; often|always; sometimes|always;"
    "usually|always; before|after; after|before; one of|all of; until|since; about|exactly; approximately|exactly"
)
"""What narrows or widens a statement, and what then says something else."""

ARABIC_NEGATIONS = ("لم", "لا", "لن", "ليس", "ليست", "ليسوا", "غير", "دون", "بدون", "عدم", "ولم", "ولا", "ولن", "وليس")

NEGATED = {
    **{"كان": "لم يكن", "كانت": "لم تكن", "وكان": "ولم يكن", "وكانت": "ولم تكن", "هو": "ليس", "هي": "ليست", "وهو": "وليس"},
    **{"وهي": "وليست", "يوجد": "لا يوجد", "توجد": "لا توجد", "سوف": "لن", "تم": "لم يتم", "وتم": "ولم يتم", "قد": "لم"},
    **{"is": "is not", "was": "was not", "are": "are not", "were": "were not", "has": "has not", "had": "had not"},
    **{"can": "cannot", "will": "will not", "could": "could not", "would": "would not", "should": "should not"},
    **{"est": "n'est pas", "sont": "ne sont pas", "a été": "n'a pas été", "était": "n'était pas"},
}

DENIED = {
    **{"قال": "لم يقل", "أعلن": "لم يعلن", "أعلنت": "لم تعلن", "ولد": "لم يولد", "ولدت": "لم تولد", "بدأ": "لم يبدأ"},
    **{"بدأت": "لم تبدأ", "فاز": "لم يفز", "فازت": "لم تفز", "حصل": "لم يحصل", "حصلت": "لم تحصل", "أصبح": "لم يصبح"},
    **{"أصبحت": "لم تصبح", "شارك": "لم يشارك", "شاركت": "لم تشارك", "عاد": "لم يعد", "وقع": "لم يقع", "وقعت": "لم تقع"},
    **{"تأسست": "لم تتأسس", "انضم": "لم ينضم", "انضمت": "لم تنضم", "استمرت": "لم تستمر", "استمر": "لم يستمر"},
    **{"توفي": "لم يتوف", "قام": "لم يقم", "قامت": "لم تقم", "تمكن": "لم يتمكن", "استطاع": "لم يستطع", "عمل": "لم يعمل"},
    **{"درس": "لم يدرس", "كتب": "لم يكتب", "نشر": "لم ينشر", "نشرت": "لم تنشر", "وصل": "لم يصل", "وصلت": "لم تصل"},
    **{"يقع": "لا يقع", "تقع": "لا تقع", "يعتبر": "لا يعتبر", "تعتبر": "لا تعتبر", "يعد": "لا يعد", "تعد": "لا تعد"},
    **{"وافق": "لم يوافق", "وافقت": "لم توافق", "اتفق": "لم يتفق", "قررت": "لم تقرر", "قرر": "لم يقرر"},
    **{"أسس": "لم يؤسس", "تزوج": "لم يتزوج", "انتقل": "لم ينتقل", "انتقلت": "لم تنتقل", "اعترف": "لم يعترف"},
}
"""Past verbs with their denial, which in Arabic changes the verb."""

SAYERS = ("قال", "قالت", "أكد", "أكدت", "أضاف", "أضافت", "أعلن", "أعلنت", "صرح", "صرحت", "أوضح", "أوضحت", "ذكر", "ذكرت")
FRAMES = {
    "ar": ("وفقا للنص، {}", "بحسب المقال، {}", "يذكر المقال أنه {}", "جاء في النص: {}", "{} وفق ما جاء في المقال",
           "يشير النص إلى ما يلي: {}", "{} بحسب المصدر"),
    "en": ("According to the passage, {}", "The article says that {}", "The text states: {}", "{}, according to the article"),
}  # fmt: skip
"""What a language model writes around a claim; put around true and false ones alike."""

DOUBLE_DENIALS = dict(
    _pairs(
        "ارتفع|لم ينخفض; ارتفعت|لم تنخفض; انخفض|لم يرتفع; انخفضت|لم ترتفع; فاز|لم يخسر; فازت|لم تخسر; خسر|لم يفز;"
        "خسرت|لم تفز; رفض|لم يقبل; رفضت|لم تقبل; وافق على|لم يرفض; وافقت على|لم ترفض; فشل في|لم ينجح في;"
        "فشلت في|لم تنجح في; نجح في|لم يفشل في; نجحت في|لم تفشل في; منع|لم يسمح ب; أيد|لم يعارض; أيدت|لم تعارض;"
        "غادر|لم يبق في; غادرت|لم تبق في; won|did not lose; lost|did not win; rejected|did not accept;"
        "accepted|did not reject; failed to|did not manage to; increased|did not decrease; decreased|did not increase;"
        "rose|did not fall; fell|did not rise; banned|did not allow; opposed|did not support; supported|did not oppose"
    )
)
"""A verb as the denial of its opposite: says the same, so that a negation alone tells nothing."""

ARABIC_NUMBERS = {
    "اثنان": 2, "اثنين": 2, "ثلاثة": 3, "ثلاث": 3, "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6,
    "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8, "تسعة": 9, "تسع": 9, "عشرة": 10, "عشرين": 20, "عشرون": 20,
    "ثلاثين": 30, "ثلاثون": 30, "أربعين": 40, "أربعون": 40, "خمسين": 50, "خمسون": 50, "ستين": 60, "ستون": 60,
    "سبعين": 70, "سبعون": 70, "ثمانين": 80, "ثمانون": 80, "تسعين": 90, "تسعون": 90,
}  # fmt: skip
ENGLISH_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
CENTURIES = dict(
    enumerate(
        ["العاشر", "الحادي عشر", "الثاني عشر", "الثالث عشر", "الرابع عشر", "الخامس عشر", "السادس عشر", "السابع عشر", "الثامن عشر", "التاسع عشر", "العشرين", "الحادي والعشرين"],
        start=10,
    )
)
MONTHS = {
    "يناير": "كانون الثاني", "فبراير": "شباط", "مارس": "آذار", "أبريل": "نيسان", "مايو": "أيار", "يونيو": "حزيران",
    "يوليو": "تموز", "أغسطس": "آب", "سبتمبر": "أيلول", "أكتوبر": "تشرين الأول", "نوفمبر": "تشرين الثاني",
    "ديسمبر": "كانون الأول",
}  # fmt: skip
ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
