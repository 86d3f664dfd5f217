"""Whether words that were found fit what is asked for."""

from __future__ import annotations

import pytest

from assistant.question.answer_fit import asked_kind, fits


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("كم حسابا أغلقه الموقع؟", "count"), ("كم عدد الجرحى؟", "count"), ("How many people died?", "count"),
        ("كم دفعت الشركة غرامة؟", "money"), ("بكم باع النادي اللاعب؟", "money"), ("ما نسبة البطالة؟", "share"),
        ("كم بلغ ارتفاع الجبل؟", "measure"), ("ما سرعة الرياح؟", "measure"), ("ما سعر التذكرة؟", "money"),
        ("How old was the boy?", "measure"), ("كم بلغ الإنتاج؟", "amount"), ("كم سرقوا من المصرف؟", "amount"),
        ("ماذا يعني طول البال؟", "other"),
        ("متى وقع الزلزال؟", "time"), ("من كتب الرواية؟", "person"),
        ("أين عقد المؤتمر؟", "place"), ("لماذا استقال الوزير؟", "reason"), ("ما عاصمة إيطاليا؟", "capital"),
        ("ما هي عاصمة دولة أستراليا؟", "capital"), ("What is the capital of France?", "capital"),
        ("عدّد الشركات التي وقعت الاتفاق.", "other"), ("وعَدِّد ما فعلته إيطاليا.", "other"),
        ("عدد ما فعلته إيطاليا.", "other"), ("عدد السكان في روما؟", "count"), ("كم عددهم؟", "amount"),
        ("ما عاصمة الدولة العباسية؟", "other"), ("ماذا قال الوزير؟", "other"),
    ],
)  # fmt: skip
def test_the_kind_of_words_that_a_question_asks_for(question: str, kind: str) -> None:
    assert asked_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("ما سعر الفائدة في تركيا؟", "share"), ("كم يبلغ سعر الفائدة؟", "share"), ("كم صار سعر الخصم؟", "share"),
        ("إلى كم رفع البنك أسعار الفائدة؟", "share"), ("كم كان سعر الإقراض لليلة واحدة؟", "share"),
        ("بكم خفض المصرف سعر الفائدة؟", "share"), ("ما هو سعر فائدة القروض؟", "share"),
        ("ما سعر الصرف؟", "money"), ("كم سعر الخبز؟", "money"), ("إلى كم ارتفع سعر القمح؟", "money"),
        ("كم ارتفعت أسعار القمح؟", "change"), ("بكم انخفض سعر البرميل؟", "change"),
        ("وكم زادت رواتب المعلمين؟", "change"),
        ("كم تراجعت أرباح المصنع؟", "change"), ("بكم خفضت الوزارة ميزانية المسارح؟", "change"),
        ("كم تقلصت الإيرادات؟", "change"), ("كم زاد عدد السياح؟", "count"), ("كم ارتفع منسوب النهر؟", "amount"),
        ("من رفع سعر الفائدة؟", "person"), ("لماذا ارتفعت أسعار القمح؟", "reason"), ("متى خفض سعر الفائدة؟", "time"),
    ],
)  # fmt: skip
def test_what_money_costs_is_a_share_and_a_change_of_prices_is_either(question: str, kind: str) -> None:
    assert asked_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("ما سعر الفائدة؟", "6.25 في المئة"), ("ما سعر الفائدة؟", "4,5%"), ("بكم خفض سعر الفائدة؟", "نصف نقطة مئوية"),
        ("كم ارتفعت الأسعار؟", "12 في المئة"), ("كم ارتفعت الأسعار؟", "ثلاثة دراهم"), ("كم زادت الرواتب؟", "الضعف"),
    ],
)
def test_shares_fit_what_money_costs_and_how_much_prices_rose(question: str, found: str) -> None:
    assert fits(question, found)


def test_years_and_money_fit_neither() -> None:
    assert not fits("كم ارتفعت الأسعار؟", "ثلاث سنوات")
    assert not fits("ما سعر الفائدة؟", "خمسة ملايين دينار")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("كم حسابا أغلقه الموقع؟", "80 بالمائة"), ("How many accounts did the site close?", "80 بالمائة"),
        ("كم عدد الجرحى؟", "350 دولارا"), ("كم عدد الجرحى؟", "في المدينة"), ("كم حارسا دربوا؟", "حرس السواحل الليبيين"),
        ("كم دفعت الشركة غرامة؟", "80 بالمئة"),
        ("كم دفعت الشركة غرامة؟", "ثلاث سنوات"), ("ما نسبة البطالة؟", "1,3 مليار دولار"), ("من كتب الرواية؟", "1967"),
        ("أين عقد المؤتمر؟", "85%"), ("متى وقع الزلزال؟", "في روما"), ("ما عاصمة إيطاليا؟", "الرقة"),
        ("لماذا استقال؟", "2017"), ("كم كان طول السمكة؟", "13 عاما"), ("ما سرعة القطار؟", "350 كيلوغراما"),
        ("كم عمر الفتاة؟", "12 كيلومترا"), ("ما وزن الحمولة؟", "في الميناء"), ("ما سعر التذكرة؟", "ثلاث ساعات"),
    ],
)  # fmt: skip
def test_words_of_another_kind_do_not_fit(question: str, found: str) -> None:
    assert not fits(question, found)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("كم حسابا أغلقه الموقع؟", "نحو 125 ألف حساب"), ("كم عدد الجرحى؟", "ثلاثة"), ("كم عدد الجرحى؟", "جريحان"),
        ("كم دفعت الشركة غرامة؟", "خمسة ملايين يورو"), ("ما نسبة البطالة؟", "12,5%"), ("كم دولارا دفع؟", "20 دولارا"),
        ("كم بلغ الناتج المحلي؟", "45 مليار دولار"), ("كم يشكل النفط من الدخل؟", "20%"), ("من كتب الرواية؟", "طه حسين"),
        ("متى وقع الزلزال؟", "قبيل الفجر"), ("متى وقع الزلزال؟", "في 9 مايو"), ("ما عاصمة إيطاليا؟", "مدينة روما"),
        ("منذ متى يعدون الاتفاق؟", "شهور"), ("متى وقع الزلزال؟", "أسابيع طويلة"),
        ("ما عاصمة الكويت؟", "مدينة الكويت"), ("لماذا استقال؟", "لأسباب صحية"), ("ماذا قال؟", "80 بالمائة"),
        ("كم كان طول السمكة؟", "ثلاثة أمتار"), ("ما سرعة القطار؟", "300 كلم في الساعة"), ("كم عمر الفتاة؟", "السادسة"),
        ("ما سرعة القطار؟", "90 ميلا في الساعة"), ("كم عمر الفتاة؟", "16"), ("ما وزن الحمولة؟", "550 رطلا"),
    ],
)  # fmt: skip
def test_words_that_may_answer_fit(question: str, found: str) -> None:
    assert fits(question, found)


@pytest.mark.parametrize("words", ["بعد ثلاث ليال فقط", "في عام 1990", "منذ عامين", "مساء الثلاثاء"])
def test_a_time_alone_is_no_reason(words: str) -> None:
    assert not fits("لماذا أُغلق المسرح؟", words)
    assert fits("متى أُغلق المسرح؟", words)


@pytest.mark.parametrize("words", ["بعد خلاف دام شهرا", "لزلزال عام 2010", "بعد وفاة مديره", "كثرة الديون"])
def test_what_says_more_than_a_time_may_be_a_reason(words: str) -> None:
    assert fits("لماذا أُغلق المسرح؟", words)


def test_a_word_that_denies_asks_for_no_reason() -> None:
    assert asked_kind("ما العام الذي لم يُفتح فيه المتحف؟") == "other"
    assert asked_kind("ولِمَ لم يُفتح المتحف؟") == "reason"
