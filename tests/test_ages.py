"""Ages are told without years, too; hours, days and decades of a century are told in the same words and are none."""

from __future__ import annotations

import pytest

from assistant.answering.lacking import lacks_kind
from assistant.question.ages import tells_age
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
