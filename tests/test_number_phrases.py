"""Numbers of a sentence with what they count."""

from __future__ import annotations

import pytest

from assistant.question.number_phrases import number_phrases
from vectorstore.text.arabic import tokens


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("دفعت البلدية خمسة آلاف دينار للمقاول.", ["خمسة آلاف دينار"]),
        ("زار المعرض 60 ألفا في أسبوع.", ["60 ألفا"]),
        ("كلف السقف ألفي درهم والباب ألفين.", ["ألفي درهم", "ألفين"]),
        ("بلغت الكلفة 600 ألف دينار، أي 61.4 في المئة.", ["600 ألف دينار", "61.4 في المئة"]),
        ("اجتمعت مجموعة السبع في الثالثة عشرة.", []),
    ],
)
def test_a_number_stands_with_its_scale_and_what_it_counts(sentence: str, wanted: list[str]) -> None:
    assert [sentence[slice(*span)] for _, span in number_phrases(sentence, tokens(sentence))] == wanted
