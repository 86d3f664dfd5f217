"""Whether words that were found fit what is asked for."""

from __future__ import annotations

import pytest

from assistant.question.answer_fit import asked_kind, fits


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("كم حسابا أغلقه الموقع؟", "count"), ("كم عدد الجرحى؟", "count"), ("How many people died?", "count"),
        ("كم دفعت الشركة غرامة؟", "money"), ("بكم باع النادي اللاعب؟", "money"), ("ما نسبة البطالة؟", "share"),
        ("كم بلغ ارتفاع الجبل؟", "amount"), ("متى وقع الزلزال؟", "time"), ("من كتب الرواية؟", "person"),
        ("أين عقد المؤتمر؟", "place"), ("لماذا استقال الوزير؟", "reason"), ("ما عاصمة إيطاليا؟", "capital"),
        ("ما هي عاصمة دولة أستراليا؟", "capital"), ("What is the capital of France?", "capital"),
        ("ما عاصمة الدولة العباسية؟", "other"), ("ماذا قال الوزير؟", "other"),
    ],
)  # fmt: skip
def test_the_kind_of_words_that_a_question_asks_for(question: str, kind: str) -> None:
    assert asked_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("كم حسابا أغلقه الموقع؟", "80 بالمائة"), ("How many accounts did the site close?", "80 بالمائة"),
        ("كم عدد الجرحى؟", "350 دولارا"), ("كم عدد الجرحى؟", "في المدينة"), ("كم دفعت الشركة غرامة؟", "80 بالمئة"),
        ("كم دفعت الشركة غرامة؟", "ثلاث سنوات"), ("ما نسبة البطالة؟", "1,3 مليار دولار"), ("من كتب الرواية؟", "1967"),
        ("أين عقد المؤتمر؟", "85%"), ("متى وقع الزلزال؟", "في روما"), ("ما عاصمة إيطاليا؟", "الرقة"),
        ("لماذا استقال؟", "2017"),
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
        ("ما عاصمة الكويت؟", "مدينة الكويت"), ("لماذا استقال؟", "لأسباب صحية"), ("ماذا قال؟", "80 بالمائة"),
    ],
)  # fmt: skip
def test_words_that_may_answer_fit(question: str, found: str) -> None:
    assert fits(question, found)
