"""Months and weekdays: what CLDR says, what it lacks, and that every Arab country's names are read."""

from __future__ import annotations

import pytest

from assistant.lexicon.numbers import months, sure_months
from vectorstore.text.arabic import fold
from vectorstore.text.boilerplate import is_date_line
from vectorstore.text.calendar_names import (
    islamic_month_numbers,
    month_numbers,
    month_words,
    months_in_arabic,
    weekday_numbers,
    weekdays_in_arabic,
)
from vectorstore.text.publication_date import find_date


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (1, "يناير، كانون الثاني، جانفي، ينير، January، janv"),
        (2, "فبراير، شباط، فيفري، février، fevr"),
        (3, "مارس، آذار، March، mars"),
        (4, "أبريل، إبريل، نيسان، أفريل، avril، avr"),
        (5, "مايو، أيار، ماي، May، mai"),
        (6, "يونيو، يونية، حزيران، جوان، juin"),
        (7, "يوليو، يولية، تموز، جويلية، يوليوز، juil"),
        (8, "أغسطس، آب، أوت، غشت، août"),
        (9, "سبتمبر، أيلول، شتنبر، شتمبر، sept، Sep"),
        (10, "أكتوبر، تشرين الأول، octobre"),
        (11, "نوفمبر، تشرين الثاني، نونبر، Nov"),
        (12, "ديسمبر، كانون الأول، دجنبر، décembre"),
    ],
)
def test_a_month_is_known_by_the_name_that_each_country_gives_it(number: int, names: str) -> None:
    assert {month_numbers().get(fold(name)) for name in names.split("، ")} == {number}


def test_abbreviations_stand_without_their_full_stop_and_no_name_is_a_placeholder() -> None:
    assert not [name for name in month_numbers() if not name.replace(" ", "").isalpha()]


def test_the_islamic_year_has_twelve_months_and_shares_no_name_with_the_other() -> None:
    assert set(islamic_month_numbers().values()) == set(range(1, 13))
    assert not set(islamic_month_numbers()) & set(month_numbers())
    assert months()["رمضان"] == 21 and months()["جمادي الاخره"] == 18


def test_weekdays_begin_on_monday_and_stand_without_the_article() -> None:
    assert weekday_numbers()["اثنين"] == weekday_numbers()["monday"] == weekday_numbers()["lundi"] == 1
    assert weekday_numbers()["احد"] == 7
    assert set(weekday_numbers().values()) == set(range(1, 8))


def test_a_name_of_two_words_is_known_by_the_first_unless_that_begins_much_else() -> None:
    assert {"تشرين", "كانون", "ربيع"} <= month_words()
    assert not {"ذو", "ذي", "الثاني"} & month_words()


def test_months_that_are_people_or_verbs_too_are_never_sure() -> None:
    assert not {"مارس", "ماي", "رجب", "may", "avr"} & sure_months()
    assert {"يناير", "حزيران", "december"} <= sure_months()


def test_a_line_with_a_spelling_that_cldr_lacks_is_a_date_all_the_same() -> None:
    assert find_date("الخميس 8 يونية 2017") == "2017-06-08"
    assert find_date("12 دجمبر 2018") == "2018-12-12"
    assert is_date_line("الثلاثاء 5 يولية 2016")


def test_an_english_month_has_the_arabic_names_of_every_country_and_a_weekday_its_article() -> None:
    assert {"فبراير", "شباط", "فيفري"} <= months_in_arabic()["february"]
    assert months_in_arabic()["november"] == {"نوفمبر", "تشرين", "نونبر"}
    assert "mars" not in months_in_arabic() and len(months_in_arabic()) == 12
    assert weekdays_in_arabic()["sunday"] == {"الاحد"} and weekdays_in_arabic()["monday"] == {"الاثنين"}
