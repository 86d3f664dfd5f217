"""Why something happened is told behind the sentence that tells that it did: that sentence answers a question why.

«تراجعت أرباح الشركة بالثلث. وعزت الشركة هذا التراجع إلى غلاء القمح.» The first has the words of the question, so it is
ranked first, and the reader, which must set something off in it, takes whatever stands behind the fact.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.sentence_ranking import REASON_LEAD, Sentence, placed
from assistant.lexicon.reasons import AFTER_WHAT, BECAUSE, IN_ORDER_TO
from assistant.question.answer_type import expected_type
from assistant.question.causes import find_cause, is_no_cause
from assistant.question.query import Query
from assistant.retrieval.lexical_scores import tokenize
from assistant.retrieval.searcher import Search
from vectorstore.text.arabic import fold, stem
from vectorstore.text.similarity import gram_similarity
from vectorstore.types import Passage, Span

WORDS_BEFORE = 3
"""Words before the part that answers among which the word may stand that begins a reason."""

SENTENCES_BEHIND = 2
"""Sentences behind one in which its cause may be told."""

LOOKED_AT = 4
"""The best sentences, in which or behind which a cause may be told."""

WITHIN = 1.6
"""Logits below the best within which another sentence may be what the question asks the cause of: as much as
`compose.SCORE_MARGIN`."""

ALIKE = 0.5
"""From here the noun behind «هذا» resumes a word: as much as two forms of one word share (`lacking.ALIKE`)."""

_BEGINS_CAUSE = re.compile(rf"\b[وف]?(?:{'|'.join(BECAUSE)})\b")
_BEGINS_REASON = re.compile(rf"\b[وف]?(?:ذلك )?(?:{'|'.join((*BECAUSE, *AFTER_WHAT, *IN_ORDER_TO))})\b")
_FOR_PURPOSE = re.compile(r"^[وف]?ل(?!ل|م\b|ا\b|ن\b|كن|دي|ه\b|ها\b|هم\b)\w{3,}")


def begins_reason(sentence: str) -> bool:
    """Has a sentence a word that begins a reason?"""
    return bool(_BEGINS_REASON.search(fold(sentence)))


def tells_reason(passage: Passage, sentence: Span, part: Span, same: bool) -> bool:
    """Does the part of a sentence that answers stand behind a word that begins a reason, or begin with one?

    `same`: the sentence is about what the question is about; in another one only a cause may be of that, and what
    somebody did something for is of what he did.
    """
    whole = passage.sentence((sentence[0], part[0]))
    answering = fold(passage.sentence(part)).strip(" \"«»“”'")
    if is_no_cause(whole, answering):
        return False
    said = " ".join([*fold(whole).split()[-WORDS_BEFORE:], answering])
    if _BEGINS_CAUSE.search(said):
        return True
    return same and bool(_BEGINS_REASON.search(said) or _FOR_PURPOSE.search(answering))


def cause_behind(
    passages: Sequence[Passage], passage: Passage, span: Span, question: str
) -> tuple[Passage, Span, Span] | None:
    """The passage, the sentence and the words of it that give the cause of what a sentence tells, right behind it.

    `passages`: those of its article in their order. Behind another sentence the cause may be of that one; then «هذا»
    must resume what the question asks of.
    """
    for place, (other, behind) in enumerate(itertools.islice(_behind(passages, passage, span), SENTENCES_BEHIND)):
        text = other.sentence(behind)
        cause = find_cause(text)
        if cause and cause.of_before and (not place or _resumes(cause.what, question)):
            return other, behind, (behind[0] + cause.span[0], behind[0] + cause.span[1])
    return None


def causes_first(ranked: Sequence[Sentence], query: Query, search: Search) -> list[Sentence]:
    """The ranking for a question why: what gives a cause before what only tells what happened, the cause set off.

    Nothing changes for another question, nor where the best sentence gives a reason itself.
    """
    if expected_type(query.asked) != "reason" or not ranked:
        return list(ranked)
    best = ranked[0]
    told = next(filter(None, (_told(s, query, search, s is best) for s in _near(ranked))), None)
    if told is None or told is best:
        return list(ranked)
    told = replace(told, score=max(told.score, best.score + REASON_LEAD))
    others = [s if _reads_cause(s) else replace(s, answer=None) for s in ranked if s.place != told.place]
    return [told, *others]


def _near(ranked: Sequence[Sentence]) -> list[Sentence]:
    """The best sentence, and those of its article that may as well be what is asked about."""
    best = ranked[0]
    return [
        s
        for s in ranked[:LOOKED_AT]
        if s.score >= best.score - WITHIN and s.hit.passage.kind == "body" and (s is best or s.source == best.source)
    ]


def _told(sentence: Sentence, query: Query, search: Search, best: bool) -> Sentence | None:
    """The sentence that gives the cause: this one, its cause set off, or one behind it; None where neither does."""
    passage, (start, _) = sentence.hit.passage, sentence.span
    cause = find_cause(sentence.text)
    if cause and not (sentence.answer and _lies_in(sentence.answer, cause.span, start)):
        sentence = replace(sentence, answer=(start + cause.span[0], start + cause.span[1]))
    if cause or (best and _reads_cause(sentence)):
        return sentence
    passages = [p for p in search.snapshot.passages_of(passage.source).values() if p.kind == "body"]
    found = cause_behind(passages, passage, sentence.span, query.asked)
    if found is None:
        return None
    (embedded,) = search.vectors([found[0].id]).values()
    return placed(sentence, *found, embedded.sentences)


def _reads_cause(sentence: Sentence) -> bool:
    """Would the reader answer with what a word for causes begins? «للقوارب» and «بعد» begin other things, too."""
    part = sentence.answer
    return part is not None and tells_reason(sentence.hit.passage, sentence.span, part, same=False)


def _lies_in(part: Span, cause: Span, start: int) -> bool:
    """Is the part that the reader found the cause, or its beginning, and not what stands before it?"""
    return start + cause[0] <= part[0] and part[1] <= start + cause[1]


def _behind(passages: Sequence[Passage], passage: Passage, span: Span) -> Iterator[tuple[Passage, Span]]:
    """The sentences of an article behind one, in its passage and in the next."""
    places = [place for place, one in enumerate(passages) if one.id == passage.id]
    for one in passages[places[0] : places[0] + 2] if places else ():
        yield from ((one, other) for other in one.sentences if other[0] >= span[1])


def _resumes(noun: str, question: str) -> bool:
    """Is the noun behind «هذا» a form of a word of the question?"""
    return bool(noun) and any(gram_similarity(stem(noun), word.stem) >= ALIKE for word in tokenize(question))
