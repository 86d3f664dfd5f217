"""Who speaks in a text: names, and nothing that only stands where a name could."""

import pytest

from assistant.question.suggestions import find_speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وقال ماركو مينيتي إن الاتفاق خطوة أولى.", ("ماركو مينيتي", False)),
        ("وقالت المفوضة الأوروبية سيسيليا ملمستروم إن الوقت ضيق.", ("سيسيليا ملمستروم", True)),
        ("وقال نيكلاس لوندبلاد إن الشركة ستتعاون.", ("نيكلاس لوندبلاد", False)),
    ],
)
def test_a_speaker_is_named_as_the_text_writes_it(text: str, speaker: tuple[str, bool]):
    assert list(find_speakers(text)) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "وقال إن العمل دؤوب لنضمن سلامة الجميع.",
        "وقال مسؤول أوروبي إن المسؤول الأوروبي الثاني وافق.",
        "اجتمع الوزراء يوم الخميس.",
    ],
)
def test_what_only_stands_where_a_name_could_is_no_speaker(text: str):
    assert list(find_speakers(text)) == []
