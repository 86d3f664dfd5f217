"""What an English question that goes on means: names with their particles, who answered, a name for a name."""

from __future__ import annotations

import pytest

from assistant.question.followup import stand_alone
from assistant.question.in_english import exchange_english, in_full_english, points_to_who
from assistant.types import Turn
from tests.names_and_words import WORDS, names_in


@pytest.mark.parametrize(
    ("former", "question", "meant"),
    [
        ("What did Gilles de Kerchove announce?", "How old is he?", "How old is Gilles de Kerchove?"),
        ("Where was Leila al-Mansouri born?", "What does she study?", "What does Leila al-Mansouri study?"),
        ("How much did Tariq Ben Salem's transfer cost?", "How old is he?", "How old is Tariq Ben Salem?"),
        ("Who is Khaled al-Mansouri?", "What did he say?", "What did Khaled al-Mansouri say?"),
        ("Who did Cazeneuve meet in Lyon?", "When did he leave?", "When did Cazeneuve leave?"),
        ("What did Rudd say?", "Who is her deputy?", "Who is Rudd’s deputy?"),
        ("What did Rudd say?", "Who told her that?", "Who told her that?"),
        ("Where did the minister travel in February?", "Whom did they meet there?", "Whom did they meet there?"),
        ("What did May say?", "How old is she?", "How old is May?"),
        ("What does France want from Minniti?", "Where does he work?", "Where does Minniti work?"),
    ],
)
def test_the_only_name_of_the_question_before_stands_for_its_pronoun(former: str, question: str, meant: str) -> None:
    assert in_full_english(question, former).text == meant


def understood(question: str, former: str, answer: str, female: bool | None = None) -> str:
    return stand_alone(
        question, [Turn(former)], WORDS.__contains__, told=lambda turn, asked: answer, names_in=names_in,
        told_gender=lambda name: female, is_person=lambda text: True,
    ).text  # fmt: skip


def test_who_did_something_is_whom_the_talk_is_of_and_not_to_whom_it_was_done() -> None:
    former = "Who met Amber Rudd in London?"
    assert understood("How old is he?", former, "ماركو مينيتي") == "How old is ماركو مينيتي?"
    assert "Rudd" not in understood("How old is he?", former, "").split("after")[0]
    assert "مينيتي" not in understood("How old is she?", former, "ماركو مينيتي", female=False)
    assert understood("What did he say?", "Which minister praised Rudd?", "مينيتي") == "What did مينيتي say?"


def test_the_answer_is_looked_at_only_where_who_did_it_is_asked() -> None:
    assert points_to_who("When did she resign?", "Who won the election?")
    assert not points_to_who("When was it?", "Who won the election?")
    assert not points_to_who("When did he resign?", "Who is Marco Minniti?")
    assert not points_to_who("When did he resign?", "What did Minniti say?")


@pytest.mark.parametrize(
    ("name", "former", "meant"),
    [
        ("Lotfi Rezgui", "How long is Mounir Ben Achour's sentence?", "How long is Lotfi Rezgui's sentence?"),
        ("Farchana", "How many refugees are in the Adre camp?", "How many refugees are in the Farchana camp?"),
        ("Germany", "What does France want?", "What does Germany want?"),
        ("March", "What happened in February?", "What happened in March?"),
        ("May", "How old is Diakite?", ""),  # a month for a person
        ("Algeria", "How much did the club pay for Diakite?", ""),
        ("Twitter", "What do Google and Facebook want?", ""),  # which of the two
        ("the deputy", "How old is Diakite?", ""),
    ],
)
def test_a_name_takes_the_place_of_the_only_one_where_it_may_be_of_its_kind(name: str, former: str, meant: str) -> None:
    assert exchange_english(name, former) == meant
