"""Counted nouns agree with their numbers as Arabic, English and French ask for."""

from __future__ import annotations

import pytest

from assistant.messages import section
from assistant.ui.html.plurals import also_in_files, counted, within


def arabic_category(number: int) -> str:
    """The plural rule of Arabic, written out: an oracle for the one that is used. Zero goes as a hundred does."""
    rest = number % 100
    if number in (1, 2):
        return ("one", "two")[number - 1]
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


@pytest.mark.parametrize("noun", section("counts"))
def test_up_to_a_thousand_every_number_takes_the_form_that_the_rule_of_its_language_says(noun: str) -> None:
    arabic, english = (section("counts")[noun][language] for language in ("ar", "en"))
    for number in range(1001):
        form = arabic.get(arabic_category(number), arabic["other"])
        assert counted(number, noun, "ar") == form.format(n=f"{number:,}")
        form = english.get("one", english["other"]) if number == 1 else english["other"]
        assert counted(number, noun, "en") == form.format(n=f"{number:,}")


@pytest.mark.parametrize(
    ("number", "arabic", "english"),
    [
        (0, "0 ملف", "0 files"),
        (1, "ملف واحد", "1 file"),
        (2, "ملفان", "2 files"),
        (3, "3 ملفات", "3 files"),
        (10, "10 ملفات", "10 files"),
        (11, "11 ملفًّا", "11 files"),
        (99, "99 ملفًّا", "99 files"),
        (100, "100 ملف", "100 files"),
        (102, "102 ملف", "102 files"),
        (103, "103 ملفات", "103 files"),
        (1_299, "1,299 ملفًّا", "1,299 files"),
    ],
)
def test_files_are_counted(number: int, arabic: str, english: str) -> None:
    assert (counted(number, "files", "ar"), counted(number, "files", "en")) == (arabic, english)


def test_what_further_files_say_is_counted_in_the_language_of_the_answer() -> None:
    assert [also_in_files(number, "ar") for number in (1, 2, 3)] == [
        "ورد أيضًا في ملف آخر", "ورد أيضًا في ملفين آخرين", "ورد أيضًا في 3 ملفات أخرى"
    ]  # fmt: skip
    assert [also_in_files(number, "fr") for number in (1, 2)] == [
        "Aussi dans 1 autre fichier",
        "Aussi dans 2 autres fichiers",
    ]


def test_what_an_answer_was_limited_to_is_said_in_its_language() -> None:
    assert within(3, 120, "ar") == "بحثنا في 3 من 120 ملفًّا" and within(1, 2, "ar") == "بحثنا في 1 من ملفين"
    assert within(1, 1_200, "en") == "Searched only 1 of 1,200 files"
    assert within(1, 1_200, "fr") == "Recherche limitée à 1 fichier(s) sur 1,200"


def test_a_noun_that_a_language_does_not_count_is_counted_in_english() -> None:
    assert counted(1, "articles", "fr") == "1 article" and counted(0, "articles", "fr") == "0 articles"
