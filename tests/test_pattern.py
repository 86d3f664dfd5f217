"""The language of the search box: words, phrases, either, not, in Arabic and in English."""

from __future__ import annotations

import pytest

from vectorstore.errors import VectorstoreError
from vectorstore.text.pattern import MAX_CHARACTERS, MAX_TERMS, Pattern, date_bound, in_period, parse_pattern


def clauses(text: str) -> list[list[str]]:
    return [[" ".join(term.words) for term in clause] for clause in parse_pattern(text).clauses]


def excluded(text: str) -> list[str]:
    return [" ".join(term.words) for term in parse_pattern(text).excluded]


def test_neighbouring_words_are_clauses_of_their_own_and_particles_none() -> None:
    assert clauses("الاتفاق مع غوغل") == [["الاتفاق"], ["غوغل"]]
    assert parse_pattern("الاتفاق مع غوغل").ignored == ("مع",)
    assert clauses("الاتفاق و غوغل AND فيسبوك") == [["الاتفاق"], ["غوغل"], ["فيسبوك"]]


@pytest.mark.parametrize("either", ["أو", "او", "OR", "|"])
def test_a_word_for_either_makes_one_clause_of_its_neighbours(either: str) -> None:
    assert clauses(f"وقّع غوغل {either} فيسبوك {either} تويتر أمس") == [
        ["وقع"], ["غوغل", "فيسبوك", "تويتر"], ["امس"],
    ]  # fmt: skip


def test_small_english_words_are_no_operators() -> None:
    assert clauses("Trump or Clinton") == [["trump"], ["clinton"]]


@pytest.mark.parametrize("quoted", ["«مجموعة السبع»", '"مجموعة السبع"', "“مجموعة السبع”", "«مجموعة السبع"])
def test_words_in_quotation_marks_are_a_phrase_with_its_particles(quoted: str) -> None:
    assert clauses(f"قرار {quoted}") == [["قرار"], ["مجموعه السبع"]]
    assert clauses("«الاتفاق مع غوغل»") == [["الاتفاق مع غوغل"]]


def test_what_is_written_as_one_word_of_several_stays_together() -> None:
    assert clauses("covid-19") == [["covid 19"]] and excluded("covid-19") == []


@pytest.mark.parametrize("text", ["غوغل -تويتر", "غوغل NOT تويتر", "-تويتر غوغل", "غوغل AND NOT تويتر"])
def test_a_minus_or_not_keeps_out(text: str) -> None:
    assert clauses(text) == [["غوغل"]] and excluded(text) == ["تويتر"]


def test_a_phrase_is_kept_out_like_a_word() -> None:
    assert excluded("غوغل -«مجموعة السبع»") == ["مجموعه السبع"]


NOTHING = ("", "   ", "«»", '"', "-", "- -", "أو", "NOT", "OR OR", "«", "»«", "في من", "-في", "!؟.")


@pytest.mark.parametrize("text", NOTHING)
def test_a_line_that_asks_for_nothing_is_an_empty_pattern(text: str) -> None:
    assert parse_pattern(text).clauses == () and parse_pattern(text).excluded == ()


def test_a_long_line_is_refused_and_not_cut() -> None:
    for text in ("ا" * (MAX_CHARACTERS + 1), " ".join(f"كلمة{n}" for n in range(MAX_TERMS + 1))):
        with pytest.raises(VectorstoreError) as raised:
            parse_pattern(text)
        assert raised.value.code == "search_too_long"
    assert isinstance(parse_pattern('"' * MAX_CHARACTERS), Pattern)


@pytest.mark.parametrize(
    ("typed", "bound"),
    [("2017", "2017"), ("٢٠١٧-٠٥", "2017-05"), ("2017/5/2", "2017-05-02"), (" 2017.05.22 ", "2017-05-22")],
)
def test_a_bound_is_a_day_a_month_or_a_year(typed: str, bound: str) -> None:
    assert date_bound(typed) == bound


@pytest.mark.parametrize("typed", ["أمس", "17", "2017-13", "22-05-2017", "2017-05-22-01", ""])
def test_what_is_no_date_is_said(typed: str) -> None:
    with pytest.raises(VectorstoreError) as raised:
        date_bound(typed)
    assert raised.value.code == "no_date"


@pytest.mark.parametrize(
    ("date", "since", "until", "inside"),
    [
        ("2017-05-22", "2017-05-22", "2017-05-22", True),
        ("2017-05-22", "2017", "2017-05", True),
        ("2017", "2017-05", "", True),  # the year meets the period, and no more is known
        ("2017-05-22", "2017-05-23", "", False),
        ("2017-05-22", "", "2016", False),
        ("", "2000", "", False),
        ("", "", "", True),
    ],
)
def test_a_period_takes_what_lies_in_it_or_meets_it(date: str, since: str, until: str, inside: bool) -> None:
    assert in_period(date, since, until) is inside
