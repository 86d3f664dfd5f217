"""Ages are told without years, too; hours, days and decades of a century are told in the same words and are none."""

from __future__ import annotations

import pytest

from assistant.answering.lacking import lacks_kind
from assistant.question.ages import is_no_age, tells_age
from assistant.question.answer_fit import asks_age, fits
from assistant.question.answer_type import expected_type


@pytest.mark.parametrize(
    "text",
    [
        "اعتزلت الملاعب وهي في السابعة والثلاثين.", "طالبة حقوق في الثالثة والعشرين، تعمل ليلا",
        "معلم في الثانية والأربعين من عمره", "خياطة في العقد السابع من عمرها", "ودخل عقده الخامس قبل سنة",
        "أتمت عامها الستين في مارس", "وكانت قد بلغت السبعين ولا تقرأ", "وقد شارف على الخمسين،", "لم تتجاوز العشرين.",
        "توفي عن عمر ناهز التسعين", "سالم، ابن الخامسة والثلاثين،", "ابنة الثمانين التي ترعى الغنم",
        "الطفلة ذات الأعوام التسعة", "في الخمسينات من عمره", "في أواخر الستينيات من العمر", "طفلة في العاشرة من عمرها",
        "لاعبة في السادسة عشرة، تدرس", "دخل عامه الثاني والعشرين", "بلغ الأربعين قبل أيام", "أطفال دون العاشرة",
        "فاز وهو ابن الـ17",
    ],
)  # fmt: skip
def test_an_age_is_told_by_an_ordinal_a_ten_or_a_decade(text: str) -> None:
    assert tells_age(text)


@pytest.mark.parametrize(
    "text",
    [
        "وصل القطار في السابعة والنصف مساء", "اجتمعوا في الثانية عشرة ظهرا", "وقع ذلك في الثلاثين من مايو",
        "في الحادي والثلاثين من يناير", "في العقد الثاني من القرن الماضي", "بلغت الخمسين ألفا", "تجاوزت الثلاثين درجة",
        "في الثلاثين دقيقة الأخيرة", "القمة السابعة والثلاثون", "في الدقيقة السابعة والثلاثين سجل الهدف",
        "في السبعينيات كانت المدينة صغيرة", "في الخامسة من مساء الجمعة", "عمل ثلاثين عاما في المصنع",
        "سجل هدفين في عقده الثاني مع النادي",
    ],
)  # fmt: skip
def test_hours_days_and_amounts_are_no_ages(text: str) -> None:
    assert not tells_age(text)


@pytest.mark.parametrize("question", ["كم عمر اللاعبة؟", "في أي سن اعتزلت اللاعبة؟", "كم كان عمره حين سافر؟"])
def test_a_text_with_an_age_in_words_has_what_is_asked_for(question: str) -> None:
    assert asks_age(question) and expected_type(question) == "number"
    assert not lacks_kind(question, "اعتزلت اللعب وهي في السابعة والثلاثين، وسافر معها أخوها.")
    assert lacks_kind(question, "اعتزلت اللعب في السابعة والنصف مساء، وسافر معها أخوها.")
    assert fits(question, "في السابعة والثلاثين") and fits(question, "العقد الرابع")


@pytest.mark.parametrize("question", ["أي مدينة أكبر؟", "في أي سنة اعتزلت؟", "كم سنة حكم؟", "كم طول الجسر؟"])
def test_what_asks_for_no_age(question: str) -> None:
    assert not asks_age(question)


def _is_no_age(marked: str) -> bool:
    before, rest = marked.split("[")
    told, behind = rest.split("]")
    return is_no_age(before, told, behind)


@pytest.mark.parametrize(
    "sentence",
    [
        "قضت المحكمة بسجن التاجر رياض [تسع سنوات].", "حكم عليه بالسجن [12 عاما] نافذة.", "يدرب الفريق منذ [20 عاما].",
        "ووقع عقدا مدته [أربع سنوات].", "عمل في المصنع لمدة [ثلاثين سنة].", "دام زواجهما [15 عاما].",
        "أمضى في المنفى [عشرين عاما].", "عاد بعد [سبع سنوات].", "بعقوبة حبس قدرها [ست سنوات].",
        "وبسجن المدير لطفي [ثلاث سنوات].", "استمر الحصار [ثلاث سنوات].", "قضى في السجن [20 عاما].",
        "بدأ العمل قبل [خمسين عاما].", "طوال [أربعين عاما]", "استغرق بناؤه [عشر سنوات].",
        "أوقف عن اللعب لمدة [سنتين].", "نال [عشر سنوات] سجنا.", "غاب خلال [ثلاثة أشهر].",
        "الحبس [خمس سنوات] مع وقف التنفيذ.", "حكم بالسجن مدة لا تقل عن [خمس سنوات].", "تولى الرئاسة منذ نحو [18 عاما].",
    ],
)  # fmt: skip
def test_years_of_prison_of_a_contract_or_since_when_are_no_age(sentence: str) -> None:
    assert _is_no_age(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "يبلغ من العمر [34 عاما].", "المتهم (34 عاما) [34 عاما]", "توفي عن عمر ناهز [80 عاما].",
        "حكم بالسجن على الشاب البالغ من العمر [21 عاما].", "وُلد قبل [40 عاما].", "سجن رجل عمره [50 عاما].",
        "توفي بعد [80 عاما] من العمر.", "عاش [90 سنة].", "دخل السجن وهو في [الثلاثين من عمره]",
        "الفتاة ذات [الأعوام العشرة]", "بعد أن بلغ [70 عاما]", "عمره [ثلاثة أشهر]", "تزوجت وهي ابنة [18 عاما]",
        "كان [في الستين] حين سجن", "بني الجسر قبل [60 عاما]", "رضيع عمره [شهران]", "سن التقاعد [60 سنة]",
        "أُسست الشركة قبل [30 عاما]", "[29 عاما] هو عمر المدرب", "رحل الفنان [عن 77 عاما] بعد صراع مع المرض",
        "قضى الرسام نحبه عن [83 عاما] في تونس.", "أمضت حياتها في القرية وماتت عن نحو [90 عاما].",
        "سجن خمس سنوات وعمره [30 عاما].", "سجن رجل ولد من [30 عاما].",
        "حكم بالسجن المؤبد على سالم الخطيب ([35 عاما]).", "قضت المحكمة بحبس التاجر، [60 سنة]، بتهمة الرشوة.",
    ],
)  # fmt: skip
def test_years_that_somebody_has_lived_may_be_his_age(sentence: str) -> None:
    assert not _is_no_age(sentence)


def test_a_sentence_of_prison_tells_no_age() -> None:
    assert lacks_kind("كم عمر التاجر رياض؟", "قضت المحكمة بسجن التاجر رياض تسع سنوات.")
    assert not lacks_kind("كم عمر التاجر رياض؟", "رياض (34 عاما) تاجر، وقضت المحكمة بسجنه تسع سنوات.")
