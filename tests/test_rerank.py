"""Which passages are read, and their order afterwards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assistant.question.query import Query
from assistant.retrieval.reader import Reading
from assistant.retrieval.rerank import (
    BATCH,
    LOGIT_RANGE,
    MAX_READ_PASSAGES,
    QUOTED_ARTICLE_GAIN,
    prefer_quoted,
    rerank,
    score_boost,
)
from vectorstore.types import Hit, Passage

QUERY = Query("Quand le musée a-t-il ouvert ?", "fr", (), ())


def hits(count: int) -> list[Hit]:
    passages = [Passage(f"{i:02}.txt", 0, 3, "نعم", "", "body", ((0, 3),)) for i in range(count)]
    return [Hit(passage, float(count - i)) for i, passage in enumerate(passages)]


class Telling:
    """A reader that says of each file what it is told to; `asked` keeps the rounds."""

    def __init__(self, answered: Mapping[str, float]) -> None:
        self.answered = answered
        self.asked: list[int] = []

    def read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None = None
    ) -> list[Reading]:
        self.asked.append(len(passages))
        return [Reading(self.answered.get(p.source, -9.0), ((0, 3),), (0.0,)) for p in passages]


def test_a_passage_that_surely_answers_comes_first_and_ends_the_reading():
    reader = Telling({"03.txt": 9.0})
    found = rerank(QUERY, hits(30), reader)
    assert found.hits[0].passage.source == "03.txt"
    assert reader.asked == [BATCH]
    assert len(found.readings) == BATCH


def test_where_nothing_answers_the_order_stays_and_reading_ends_at_the_limit():
    reader = Telling({})
    found = rerank(QUERY, hits(30), reader)
    assert [hit.passage.source for hit in found.hits] == [hit.passage.source for hit in hits(30)]
    assert sum(reader.asked) == len(found.readings) == MAX_READ_PASSAGES


def test_without_a_reader_nothing_changes():
    assert list(rerank(QUERY, hits(5), None).hits) == hits(5)


def test_an_unread_passage_never_gains_and_a_read_one_never_loses():
    logits = [-99.0, -LOGIT_RANGE, -1.0, 0.0, 2.0, LOGIT_RANGE, 99.0]
    gains = [score_boost(Reading(logit, (), ()), 0.5) for logit in logits]
    assert gains == sorted(gains)
    assert gains[0] == score_boost(None, 0.5) == 0.0


def test_no_hits_are_no_work():
    reader = Telling({})
    assert rerank(QUERY, [], reader).hits == ()
    assert reader.asked == []


def test_an_article_that_was_quoted_comes_before_one_that_is_nearly_as_good_and_not_before_a_better_one():
    near = hits(3)
    said = f"«نعم» [1] — {near[2].passage.source}"
    assert [hit.passage.source for hit in prefer_quoted(near, said)] == ["00.txt", "01.txt", "02.txt"]
    close = [Hit(hit.passage, 1 - i * QUOTED_ARTICLE_GAIN / 4) for i, hit in enumerate(near)]
    assert [hit.passage.source for hit in prefer_quoted(close, said)] == ["02.txt", "00.txt", "01.txt"]
    assert prefer_quoted(near, "") == near
