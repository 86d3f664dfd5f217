"""What is read of a question as it was typed."""

from __future__ import annotations

import pytest

from assistant.question.typed import (
    MAX_QUESTION_CHARACTERS,
    MAX_WORD_CHARACTERS,
    asks_nothing,
    has_picture,
    readable,
    without_opening,
)


def test_a_pasted_text_is_read_from_its_start_and_a_run_of_letters_is_cut() -> None:
    assert readable("  من وقّع الاتفاق؟\n") == "من وقّع الاتفاق؟"
    assert readable("من وقّع " * 1_000).startswith("من وقّع من")
    assert len(readable("من وقّع " * 1_000)) <= MAX_QUESTION_CHARACTERS
    assert readable(f"من {'ن' * 500} وقّع؟") == f"من {'ن' * MAX_WORD_CHARACTERS} وقّع؟"


@pytest.mark.parametrize(("typed", "nothing"), [("؟!…", True), ("", True), ("👍", True), ("من؟", False), ("7", False)])
def test_signs_alone_ask_nothing(typed: str, nothing: bool) -> None:
    assert asks_nothing(typed) is nothing


def test_a_picture_is_known_from_letters() -> None:
    assert has_picture("شكرا 👍") and not has_picture("شكرا!")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("شكرا جزيلا، ومن وقّع الاتفاق؟", "ومن وقّع الاتفاق؟"), ("طيب ومن وقّع الاتفاق؟", "ومن وقّع الاتفاق؟"),
        ("مرحبا! شكرا، من وقّع الاتفاق؟", "من وقّع الاتفاق؟"),
        ("وفقا للبيان، من وقّع الاتفاق؟", "وفقا للبيان، من وقّع الاتفاق؟"),
        ("شكرا", "شكرا"), ("والله ما فهمت كلامك أبدا، كم نخلة أصيبت؟", "كم نخلة أصيبت؟"),
    ],
)  # fmt: skip
def test_what_is_only_said_before_a_question_is_left_out(typed: str, asked: str) -> None:
    talk = ("شكرا جزيلا", "طيب", "مرحبا", "شكرا", "والله ما فهمت كلامك أبدا")
    assert without_opening(typed, lambda clause: clause.strip() in talk) == asked
