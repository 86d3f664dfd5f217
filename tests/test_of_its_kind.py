"""A common noun that is all there is of a question takes the place of its like in the one before."""

from __future__ import annotations

import pytest

from assistant.question.of_its_kind import exchange_like

PEOPLE = ("سلمى العامري", "كريم نصر", "جاك موران", "هدى بوزيد", "زياد")
OTHERS = ("مصرف الشروق", "نابل", "زين", "غوغل")
KNOWN = frozenset(("استقال", "طلع", "فاز", "بلغ"))


def names_in(text: str) -> list[tuple[int, int]]:
    return [(text.index(name), text.index(name) + len(name)) for name in (*PEOPLE, *OTHERS) if name in text]


def asked(former: str, noun: str) -> str:
    return exchange_like(noun, former, KNOWN.__contains__, names_in, lambda text: text in PEOPLE or None)


@pytest.mark.parametrize(
    ("former", "noun", "meant"),
    [
        ("لماذا استقالت سلمى العامري من المجلس؟", "المدرب", "لماذا استقال المدرب من المجلس؟"),
        ("أين ولد كريم نصر؟", "الممثلة", "أين ولدت الممثلة؟"),
        ("كم عمر جاك موران؟", "السائق", "كم عمر السائق؟"),
        ("بم حُكم على هدى بوزيد؟", "الحارس", "بم حُكم على الحارس؟"),
        ("ماذا قال كريم نصر عن الحريق؟", "الطبيبة", "ماذا قالت الطبيبة عن الحريق؟"),
        ("لماذا طلعت رنا شاهين براءة؟", "السائق", "لماذا طلع السائق براءة؟"),  # a given name tells the person
        ("من مدير غوغل؟", "المؤسس", "من مؤسس غوغل؟"),
        ("متى وصل الوزير إلى القرية؟", "السفير", "متى وصل السفير إلى القرية؟"),
    ],
)
def test_a_person_stands_for_the_person(former: str, noun: str, meant: str) -> None:
    assert asked(former, noun) == meant


@pytest.mark.parametrize(
    ("former", "noun", "meant"),
    [
        ("كم بلغ صافي ربح مصرف الشروق في الربع الأول؟", "الإيرادات", "كم بلغت إيرادات مصرف الشروق في الربع الأول؟"),
        ("كم بلغت مبيعات زين هذا العام؟", "الديون", "كم بلغت ديون زين هذا العام؟"),
        ("ما عدد سكان نابل؟", "المساحة", "ما مساحة نابل؟"),
        ("كم طول الجسر؟", "العرض", "كم عرض الجسر؟"),
        ("وكم سعر الكتاب؟", "الوزن", "وكم وزن الكتاب؟"),
    ],
)
def test_what_is_asked_of_something_stands_for_what_was(former: str, noun: str, meant: str) -> None:
    assert asked(former, noun) == meant


def test_an_ordinal_stands_for_an_ordinal() -> None:
    assert asked("كم بلغت مبيعات زين في الربع الثاني؟", "الثالث") == "كم بلغت مبيعات زين في الربع الثالث؟"


@pytest.mark.parametrize(
    ("former", "noun"),
    [
        ("كم طول الجسر؟", "النفق"),  # of the tunnel the length
        ("ماذا قال كريم نصر لسلمى العامري؟", "السائق"),  # to the driver, or by him
        ("متى افتتح المتحف؟", "المدير"),
        ("متى استقال زياد؟", "الحكومة"),  # no person, and nothing that is asked for
        ("من هزم كريم نصر؟", "زين"),  # a name is weighed as one
    ],
)
def test_where_no_single_one_is_of_its_kind_nothing_is_exchanged(former: str, noun: str) -> None:
    assert asked(former, noun) == ""
