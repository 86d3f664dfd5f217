"""Others who are counted of the same as those of the question before."""

from __future__ import annotations

import pytest

from assistant.question.counted_like import exchange_counted

KNOWN = frozenset(("مصاب", "مهندس", "مفقود", "بحر", "مدرب", "لاعبين"))


def asked(former: str, noun: str) -> str:
    return exchange_counted(noun, former, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("former", "noun", "meant"),
    [
        ("كم عدد قتلى الفيضان؟", "الجرحى", "كم عدد جرحى الفيضان؟"),
        ("كم بلغ عدد ضحايا الحريق في المصنع؟", "المصابين", "كم بلغ عدد مصابي الحريق في المصنع؟"),
        ("ما عدد الجرحى في حادث القطار؟", "المفقودين", "ما عدد المفقودين في حادث القطار؟"),
        ("كم عدد نازحي المدينة؟", "اللاجئين", "كم عدد لاجئي المدينة؟"),
        ("كم قتيلا سقط في الانفجار؟", "الجرحى", "كم عدد الجرحى في الانفجار؟"),
        ("كم قتيلا سقط في الحريق؟", "المصابون", "كم عدد المصابين في الحريق؟"),
        ("كم شخصا مات بالوباء؟", "المصابين", "كم عدد المصابين بالوباء؟"),
    ],
)
def test_people_by_what_befell_them_are_counted_of_the_same(former: str, noun: str, meant: str) -> None:
    assert asked(former, noun) == meant


@pytest.mark.parametrize(
    ("former", "noun", "meant"),
    [
        ("كم عدد طلاب الكلية؟", "الأساتذة", "كم عدد أساتذة الكلية؟"),
        ("كم عدد عمال المنجم؟", "المهندسين", "كم عدد مهندسي المنجم؟"),
        ("كم عدد لاعبي الفريق؟", "المدربين", "كم عدد مدربي الفريق؟"),
        ("كم عدد سكان صيدا؟", "المهاجرين", "كم عدد مهاجري صيدا؟"),
        ("كم عدد طلاب المدرسة؟", "الطالبات", "كم عدد طالبات المدرسة؟"),
    ],
)
def test_several_people_take_the_place_of_several(former: str, noun: str, meant: str) -> None:
    assert asked(former, noun) == meant


@pytest.mark.parametrize(
    ("former", "noun"),
    [
        ("كم عدد طلاب الكلية؟", "المدرسة"), ("كم عدد سكان المغرب؟", "الجزائر"), ("كم عدد سكان الدوحة؟", "البحرين"),
        ("كم عدد أعضاء المجلس؟", "الأمانة"), ("كم عدد سكان القاهرة؟", "المحافظات"), ("ما عدد سكان نابل؟", "المساحة"),
        ("كم عدد مدارس اللاجئين؟", "النازحين"),  # the schools, or of the displaced
        ("كم عدد أهداف الهلال؟", "الاتحاد"), ("كم شخصا مات؟", "الجرحى"), ("متى وقع الانفجار؟", "الجرحى"),
    ],
)  # fmt: skip
def test_what_may_be_the_owner_of_those_counted_is_left_to_be_weighed(former: str, noun: str) -> None:
    assert asked(former, noun) == ""
