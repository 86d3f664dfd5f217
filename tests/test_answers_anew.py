"""A sentence that was quoted a moment ago answers again where other words of it do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.answering.answers_anew import answering_anew
from assistant.answering.sentence_ranking import Sentence
from assistant.retrieval.reader import Reading
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit, Passage

APPOINTED = "عُيّنت هدى الكيلاني مديرة للمكتبة في مارس 2019 خلفا لسامي الحاج."
TEXT = f"{APPOINTED} وتضم المكتبة قاعة للأطفال افتتحت عام 2021."
SAID = f"«{APPOINTED}» [1] — مكتبة.txt"
BEFORE = "من عُيّن مديرا للمكتبة؟"


class Before:
    """Reads in each sentence the words that answered the question before, as sure as it is told."""

    def __init__(self, words: str, sure: float = 9.0) -> None:
        self.words, self.sure = words, sure

    support = None

    def read(self, question: str, passages: Sequence[Passage], variants: object = None) -> list[Reading]:
        assert question == BEFORE
        at = TEXT.index(self.words)
        return [Reading(self.sure, ((at, at + len(self.words)),) * 2, (self.sure,) * 2) for _ in passages]


def read_now(*told: tuple[str, float]) -> list[Sentence]:
    """The sentences of the text with the words that the reader finds in them now, and how sure it is of these."""
    (passage,) = split_passages(Document("مكتبة.txt", TEXT, "", "", "utf-8"))
    found = []
    for span, (words, sure) in zip(passage.sentences, told, strict=True):
        one = Sentence(Hit(passage, 1.0), span, passage.sentence(span), (), np.zeros(2), (), frozenset(), sure)
        at = TEXT.index(words)
        found.append(replace(one, answer=(at, at + len(words)), part_logit=sure))
    return found


@pytest.mark.parametrize(
    ("asked", "words", "anew"),
    [
        ("ومتى عُيّنت؟", "مارس 2019", True),
        ("ومن سبقها؟", "سامي الحاج", True),
        ("ومن يديرها؟", "هدى الكيلاني", False),  # who was told already
        ("ومن يديرها؟", "هدى الكيلاني مديرة للمكتبة", False),  # and what she is
        ("ومتى عُيّنت هدى الكيلاني؟", "هدى الكيلاني مديرة للمكتبة في مارس 2019", True),  # of whom it is asked
        ("ومن جاء بعد سامي الحاج؟", "سامي الحاج", False),  # who is asked about
        ("ومتى عُيّنت؟", "هدى الكيلاني", False),  # no time
    ],
)
def test_other_words_than_those_that_answered_before_answer_anew(asked: str, words: str, anew: bool) -> None:
    ranked = read_now((words, 8.0), ("عام 2021", 2.0))
    found = answering_anew(Before("هدى الكيلاني"), asked, BEFORE, ranked, SAID)
    assert found == ({ranked[0].place} if anew else frozenset())


def test_words_of_which_the_reader_is_less_sure_than_of_what_was_not_quoted_answer_nothing_anew() -> None:
    ranked = read_now(("مارس 2019", 8.0), ("عام 2021", 8.5))
    assert not answering_anew(Before("هدى الكيلاني"), "ومتى كان ذلك؟", BEFORE, ranked, SAID)


def test_words_that_did_not_answer_before_are_new() -> None:
    ranked = read_now(("مارس 2019", 8.0), ("عام 2021", 2.0))
    asked = "ومتى كان ذلك؟"
    assert answering_anew(Before("مارس 2019"), asked, BEFORE, ranked, SAID), "a time is no answer to who it was"
    assert answering_anew(Before("مارس 2019", -3.0), asked, BEFORE, ranked, SAID)


class OfParts:
    """Reads for a part of the question before the words that it has for that."""

    support = None

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words

    def read(self, question: str, passages: Sequence[Passage], variants: object = None) -> list[Reading]:
        at = TEXT.index(self.words[question])
        span = at, at + len(self.words[question])
        return [Reading(9.0, (span, span), (9.0, 9.0)) for _ in passages]


def test_what_answered_any_part_of_the_question_before_is_not_new() -> None:
    reader = OfParts({"من عُيّن مديرا للمكتبة": "هدى الكيلاني", "متى": "مارس 2019"})
    ranked = read_now(("مارس 2019", 8.0), ("عام 2021", 2.0))
    before = "من عُيّن مديرا للمكتبة ومتى؟"
    assert not answering_anew(reader, "وفي أي شهر كان ذلك؟", before, ranked, SAID)
    told = read_now(("سامي الحاج", 8.0), ("عام 2021", 2.0))
    assert answering_anew(reader, "ومن سبقها؟", before, told, SAID)


def test_a_reason_stands_behind_a_word_for_one() -> None:
    ranked = read_now(("خلفا لسامي الحاج", 8.0), ("عام 2021", 2.0))
    assert not answering_anew(Before("هدى الكيلاني"), "ولماذا؟", BEFORE, ranked, SAID)


def test_without_a_reader_or_a_question_before_nothing_is_known_to_be_new() -> None:
    ranked = read_now(("مارس 2019", 8.0), ("عام 2021", 2.0))
    assert not answering_anew(None, "ومتى كان ذلك؟", BEFORE, ranked, SAID)
    assert not answering_anew(Before("هدى الكيلاني"), "ومتى كان ذلك؟", "", ranked, SAID)
