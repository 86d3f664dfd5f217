"""What somebody said is told where he is who speaks, whatever he says.

The reader is little sure of a sentence that only gives somebody's words: nothing in it is of a form that «ماذا قال …؟»
asks for. That he speaks in it, of what is asked about, is seen from its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.compose import goes_on_speaking
from assistant.answering.lacking import is_named
from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.clauses import THAT
from assistant.lexicon.speech_verbs import SPEAKING
from assistant.question.query import Query, Term
from assistant.question.saying import Saying, asked_saying
from assistant.retrieval.lexical_scores import AnalysedWord, near_coverage, tokenize
from vectorstore.text.arabic import Token, tokens
from vectorstore.types import Passage, Span

LOOKED_AT = 8
"""The best sentences, in one of which he may speak."""

REACH = 10
"""Words behind a verb of saying among which its speaker is named, offices and all."""

OF_NAME, OF_OFFICE, OF_SUBJECT = 0.6, 0.5, 0.5
"""Shares of the words, by weight and also nearly alike: of who speaks beside the verb, of what he is, and of what he
speaks about, near his words. Judgements."""

_ACCORDING = frozenset(("بحسب", "حسب", "وفق", "وفقا"))
_HEADED = re.compile(r"[^.؟!:«\"]{2,60}:")
"""«المدرب: …» in an interview."""
_ENDS = re.compile(r"[.؟?!:;؛\"“«\n]")


def said_first(query: Query, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The ranking for a question what somebody said.

    Where he does not speak in the best sentence, the best one in which he does, of what is asked about, comes first.
    """
    saying = asked_saying(query)
    if not ranked or saying is None:
        return list(ranked)
    telling = ranked[0]
    if not _speaks(saying.speaker, telling.hit.passage, telling.span):
        telling = next((s for s in ranked[:LOOKED_AT] if _tells(saying, s)), None)
        if telling is None:
            return list(ranked)
    first = replace(telling, score=ranked[0].score, answer=_without_speaker(telling))
    return [first, *(s for s in ranked if s is not telling)]


def tells_saying(query: Query, ranked: Sequence[Sentence]) -> bool:
    """Is asked what somebody said, and does he speak in the best sentence, of what he is asked about?"""
    saying = asked_saying(query)
    return saying is not None and bool(ranked) and _tells(saying, ranked[0])


def _without_speaker(sentence: Sentence) -> Span | None:
    """The part that answers, from behind the first «أن» of the sentence where it holds that: before it stands who
    speaks."""
    if sentence.answer is None:
        return None
    (start, end), (begin, _) = sentence.answer, sentence.span
    found = tokens(sentence.text)
    that = next((i for i, word in enumerate(found) if word.text in ("ان", "بان")), len(found))
    if that + 1 < len(found) and start <= begin + found[that].start and begin + found[that + 1].end <= end:
        return begin + found[that + 1].start, end
    return start, end


def _tells(saying: Saying, sentence: Sentence) -> bool:
    passage = sentence.hit.passage
    if passage.kind != "body" or not _speaks(saying.speaker, passage, sentence.span):
        return False
    place = passage.sentences.index(sentence.span) if sentence.span in passage.sentences else 0
    beside = passage.sentences[max(0, place - 1) : place + 2]
    near = tokenize("\n".join(passage.sentence(span) for span in beside))
    article = tokenize(f"{passage.title}\n{passage.text}")
    return (
        _has(saying.office, near, OF_OFFICE)
        and _has(saying.about, near, OF_SUBJECT)
        and _share_named(saying.occasion, article) >= OF_SUBJECT
    )


def _has(terms: Sequence[Term], found: Sequence[AnalysedWord], share: float) -> bool:
    return not terms or near_coverage(terms, found) >= share


def _share_named(terms: Sequence[Term], found: Sequence[AnalysedWord]) -> float:
    """Share of some words, by weight, that stand there in some spelling, or with a preposition written onto them."""
    total = sum(term.weight for term in terms)
    return sum(term.weight for term in terms if is_named(term, found)) / total if total else 1.0


def _speaks(speaker: Sequence[Term], passage: Passage, span: Span) -> bool:
    """Is he the subject of a verb of saying in a sentence, or of the one before where this one only goes on?"""
    text = passage.sentence(span)
    if _is_subject(speaker, text):
        return True
    place = passage.sentences.index(span) if span in passage.sentences else 0
    goes_on = goes_on_speaking(text) or _names_nobody(text)
    return bool(place) and goes_on and _speaks(speaker, passage, passage.sentences[place - 1])


def _is_subject(speaker: Sequence[Term], text: str) -> bool:
    found = tokens(text)
    for place, word in enumerate(found):
        if word.text in _ACCORDING and _is_he(speaker, found[place + 1 : place + 1 + REACH]):
            return True
        if word.text not in SPEAKING:
            continue
        behind = _behind(text, found, place)
        if _is_he(speaker, behind or found[max(0, place - REACH) : place]):
            return True
    headed = _HEADED.match(text)
    return headed is not None and _is_he(speaker, tokens(headed[0]))


def _names_nobody(text: str) -> bool:
    """Does a sentence begin with a verb of saying, behind which nobody is named? («وصرحت قائلة: «…»»)"""
    found = tokens(text)
    behind = _behind(text, found, 0) if found and found[0].text in SPEAKING else [Token("", 0, 0)]
    return all(word.text in SPEAKING for word in behind)


def _behind(text: str, found: Sequence[Token], place: int) -> list[Token]:
    """The words between a verb of saying and what is said, which begins with «إن», a colon or a quotation mark."""
    behind: list[Token] = []
    last = found[place]
    for word in found[place + 1 : place + 1 + REACH]:
        if word.text in THAT or _ENDS.search(text[last.end : word.start]):
            break
        behind.append(word)
        last = word
    return behind


def _is_he(speaker: Sequence[Term], found: Sequence[Token]) -> bool:
    """Are these the words of who is asked about: the last of them, which is the surname, or most?"""
    said = tokenize(" ".join(word.text for word in found))
    if not said:
        return False
    return is_named(speaker[-1], said) or near_coverage(speaker, said) >= OF_NAME
