"""Is a question that begins with «و» surer answered by itself than with what the talk was about?

«ومن هو رئيس بوليفيا؟» says all itself, «ومتى اندلعت الفوضى؟» may or may not: the words do not tell, what is found does.
"""

from __future__ import annotations

from collections.abc import Collection

from assistant.answering.abstention import FEATURES, decide_answerable
from assistant.answering.found import find
from assistant.question.followup import Standalone
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search

ALONE_MARGIN = 1.0
"""How much surer (a logit of `abstention.Evidence`) the answer must be without the words before.

A judgement, tried on 30 questions of `training/followups.py` with «و» before them that lean on nothing else. As they
were written, behind a question of another paragraph, 7 of 11 are taken by themselves; without the words of the question
before 1 of 10, which is answered rightly so. With 0 these are 7 and 4, with 2 they are 3 and none: counted before names
and the article talked about had a say. With these, of 15 conversations whose last question says all itself 13 are
answered rightly, 9 without any of this; of 40 whose last question goes on 35, 36 without.
"""

NAMED_MARGIN = 0.0
"""The same for a question with a name of its own, which mostly is what it is about."""

_NAMES = FEATURES.index("names")

KEPT_VERDICTS = 400
"""Verdicts, among whatever is kept of a state of the index: a conversation's come again with each of its questions."""


def surer_alone(
    search: Search, reader: Reader | None, in_talk: Standalone, said: str, sources: Collection[str] | None
) -> bool:
    """Do the articles answer the question by itself, and more surely than after the talk?

    Or has what is found after the talk fewer of the names that the question itself has? Not where an article answers
    best that the talk is about: there its words do no harm, and the next question may need them. `said`: the text of
    the answer before, whose articles `in_talk` is looked for in first. Without a reader only what is near would be
    compared, and more words are always nearer to something: then it goes on.
    """
    if reader is None:
        return False
    key = f"alone {in_talk} {said} {sources and sorted(sources)}"
    if key not in search.kept:
        if len(search.kept) >= KEPT_VERDICTS:
            search.kept.clear()
        search.kept[key] = _surer_alone(search, reader, in_talk, said, sources)
    return bool(search.kept[key])


def _surer_alone(
    search: Search, reader: Reader, in_talk: Standalone, said: str, sources: Collection[str] | None
) -> bool:
    by_itself = find(search, reader, Standalone(in_talk.question), sources)
    if by_itself.ranked and f"— {by_itself.ranked[0].source}" in said:
        return False
    in_all = find(search, reader, in_talk, sources, said=said)
    alone, after = (
        decide_answerable(found.query, found.hits, found.ranked, search.passage_count) for found in (by_itself, in_all)
    )
    if alone.features[_NAMES] > after.features[_NAMES]:
        return True
    margin = NAMED_MARGIN if any(term.name for term in by_itself.query.terms) else ALONE_MARGIN
    return alone.answers and alone.surplus > after.surplus + margin
