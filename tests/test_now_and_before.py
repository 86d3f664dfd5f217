"""Of two values of one thing, the one of the time that is asked for is set off."""

from __future__ import annotations

import pytest

from assistant.question.now_and_before import of_time_asked

RIVER = "لا يتجاوز عرض النهر ثلاثة أمتار، بعدما كان عرضه قبل عشرين عاما يزيد على خمسة وعشرين مترا."
HEAD = "كان رأس الجاموس يباع بخمسة ملايين دينار، فصار يباع بمليونين ونصف المليون."
SHARE = "انخفضت حصته من ست ساعات في الأسبوع إلى ساعتين، فترك أرضه بورا."


def _told(question: str, sentence: str, part: str) -> str:
    start = sentence.index(part)
    told = of_time_asked(question, sentence, start, start + len(part))
    return sentence[slice(*told)] if told else ""


@pytest.mark.parametrize(
    ("question", "sentence", "part", "told"),
    [
        ("كم صار عرض النهر؟", RIVER, "خمسة وعشرين مترا", "ثلاثة أمتار"),
        ("كم كان عرض النهر سابقا؟", RIVER, "ثلاثة أمتار", "خمسة وعشرين مترا"),
        ("بكم يباع رأس الجاموس الآن؟", HEAD, "خمسة ملايين دينار", "بمليونين ونصف"),
        ("بكم كان يباع رأس الجاموس قبلها؟", HEAD, "مليونين ونصف المليون", "بخمسة ملايين دينار"),
        ("كم انخفضت حصته؟", SHARE, "ست ساعات", "ست ساعات في الأسبوع إلى ساعتين"),
        ("كم صارت حصته؟", SHARE, "ست ساعات", "ساعتين"),
    ],
)
def test_the_value_of_the_time_asked_for_is_told(question: str, sentence: str, part: str, told: str) -> None:
    assert _told(question, sentence, part) == told


@pytest.mark.parametrize(
    ("question", "sentence", "part"),
    [
        ("كم صار عرض النهر؟", RIVER, "ثلاثة أمتار"),  # that is it
        ("كم كان عدد القتلى؟", "ارتفع عدد القتلى من 5 قتلى إلى 7 قتلى.", "7 قتلى"),
        ("كم عرض النهر؟", RIVER, "ثلاثة أمتار"),
        ("كم كان متوقعا أن يهطل؟", "كان متوقعا أن تهطل أمطار من بوصة إلى أربع بوصات.", "أربع بوصات"),  # no change
        ("متى صار مديرا؟", "كان محررا من عام 2001 إلى عام 2009.", "2001"),
    ],
)
def test_a_value_of_no_other_time_stays(question: str, sentence: str, part: str) -> None:
    assert _told(question, sentence, part) == ""
