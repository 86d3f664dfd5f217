"""A sentence that answers two parts of a question is quoted once, with the words for both set off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.citations import verify_and_number
from assistant.answering.compose import SCORE_MARGIN, choose_sentences, to_drafts, without_unfit
from assistant.answering.each_part import with_words_of_each
from assistant.answering.found import Found
from assistant.answering.sentence_ranking import Sentence
from assistant.question.query import Query
from assistant.types import Answer
from tests.fakes import WordLengths
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

BRIDGE = "افتتح جسر الوادي في أيار 1987، ويبلغ طوله 430 مترا، وأغلق عام 2015 لأن أعمدته تشققت."
TOLL = "ورسم العبور ثلاثة دنانير."
DOCUMENT = Document("جسر.txt", f"{BRIDGE} {TOLL}", "", "", "utf-8")
LONG, OPENED, CLOSED = "كم طول جسر الوادي؟", "متى افتتح؟", "لماذا أغلق؟"


def sentences(bridge: str = "", toll: str = "", scores: tuple[float, float] = (9, 1)) -> list[Sentence]:
    """The two sentences as a search of its own ranks them, the words that the reader has in each set off."""
    (passage,) = split_passages(DOCUMENT)
    (rows,) = WordLengths().embed_passages([passage])
    found = []
    for span, vector, score, words in zip(passage.sentences, rows.sentences, scores, (bridge, toll), strict=True):
        start = DOCUMENT.text.index(words, span[0]) if words else 0
        answer = (start, start + len(words)) if words else None
        found.append(
            Sentence(
                Hit(passage, 1.0), span, passage.sentence(span), (), vector, (), frozenset(), score, answer,
                part_logit=9.0 if words else 8.0,
            )
        )
    return sorted(found, key=lambda sentence: -sentence.score)


def part(question: str, ranked: list[Sentence]) -> Found:
    return Found(Query(question, "ar", (), (), False, question), [], ranked)


def quoted(*parts: Found) -> list[list[str]]:
    """The words that are set off in each sentence quoted, in the order of the parts that they answer."""
    chosen = choose_sentences(parts[0].ranked, {}, [one.ranked for one in parts], filled=False)
    marked = with_words_of_each(without_unfit(chosen, [one.query for one in parts]), parts)
    return [
        [DOCUMENT.text[slice(*span)] for span in (one.answer, *one.further_answers) if span] for one in marked
    ]


def test_the_words_for_each_part_are_set_off_in_the_one_sentence_that_answers_them_all() -> None:
    parts = [part(LONG, sentences("430 مترا")), part(OPENED, sentences("أيار 1987"))]
    assert quoted(*parts) == [["430 مترا", "أيار 1987"]]
    parts.append(part(CLOSED, sentences("لأن أعمدته تشققت")))
    assert quoted(*parts) == [["430 مترا", "أيار 1987", "لأن أعمدته تشققت"]]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (OPENED, "430 مترا"),  # a length is no time
        (OPENED, "ويبلغ طوله"),
        ("كم رسم العبور؟", "مترا"),  # among the words for the part before
        ("أين جسر الوادي؟", "جسر الوادي"),  # the question's own words
    ],
)
def test_words_that_do_not_fit_the_part_or_are_no_others_are_not_set_off(question: str, words: str) -> None:
    assert quoted(part(LONG, sentences("430 مترا")), part(question, sentences(words))) == [["430 مترا"]]


def test_where_nothing_answers_the_first_part_the_sentence_is_left_as_it_is() -> None:
    assert quoted(part(LONG, sentences("أعمدته")), part(OPENED, sentences("أيار 1987"))) == [[]]


def test_each_part_with_a_sentence_of_its_own_has_its_words_there() -> None:
    toll = sentences("", "ثلاثة دنانير", (1, 9))
    assert quoted(part(LONG, sentences("430 مترا")), part("كم رسم العبور؟", toll)) == [["430 مترا"], ["ثلاثة دنانير"]]


def test_what_is_a_little_better_without_any_words_is_not_quoted_beside_the_sentence_that_has_them() -> None:
    bridge, near = part(LONG, sentences("430 مترا")), (9 - SCORE_MARGIN / 2, 9.0)
    assert quoted(bridge, part(OPENED, sentences("أيار 1987", "", near))) == [["430 مترا", "أيار 1987"]]
    assert quoted(bridge, part(OPENED, sentences("أعمدته", "", near))) == [["430 مترا"], []]
    far = (9 - 2 * SCORE_MARGIN, 9.0)
    assert quoted(bridge, part(OPENED, sentences("أيار 1987", "", far))) == [["430 مترا"], []]
    toll = part("كم رسم العبور؟", sentences("", "ثلاثة دنانير", (1, 9)))
    told = quoted(bridge, part(OPENED, sentences("أيار 1987", "", near)), toll)
    assert told == [["430 مترا", "أيار 1987"], []], "it answers another part"


def test_a_question_of_one_part_is_left_as_it_is() -> None:
    chosen = sentences("430 مترا")
    left = with_words_of_each(chosen, [])
    assert [(s.place, s.answer, s.further_answers) for s in left] == [(s.place, s.answer, ()) for s in chosen]


def test_the_answer_line_names_the_words_for_every_part() -> None:
    ranked = sentences("430 مترا")
    chosen = with_words_of_each(ranked[:1], [part(LONG, ranked), part(OPENED, sentences("أيار 1987"))])
    lines, citations, text = verify_and_number(to_drafts(chosen, []), lambda _: DOCUMENT, lambda _: "")
    answer = Answer(LONG, LONG, "ar", text, lines, citations, (), False, "extractive", 0.1)
    (cited,) = answer.as_json()["citations"]
    assert cited["quote"] == BRIDGE
    spans = [cited["answer"], *cited["further_answers"]]
    assert [DOCUMENT.text[one["start"] : one["end"]] for one in spans] == ["430 مترا", "أيار 1987"]
    alone = replace(citations[0], further_answers=())
    assert "further_answers" not in replace(answer, citations=(alone,)).as_json()["citations"][0]
