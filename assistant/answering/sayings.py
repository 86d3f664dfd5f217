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
from assistant.lexicon.numbers import word_set
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
_ASIDE = word_set("لنا لي له لها لهم امس اليوم ايضا مجددا سابقا مازحا ضاحكا غاضبا")
"""Words between a verb of saying and what is said that name nobody («فلان أكد لنا أن …»)."""
_HEADED = re.compile(r"[^.؟!:«\"]{2,60}:")
"""«المدرب: …» in an interview."""
_OPENS = THAT - {"وان"}
_QUOTED = re.compile(r"[«\"“]([^«»\"“”]{4,})[»\"”]?")
_CLAUSE_END = re.compile(r"[،,؛;.](?=\s|$)")
_ENDS = re.compile(r"[.؟?!:;؛\"“«\n]")


def said_first(query: Query, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The ranking for a question what somebody said.

    Where he does not speak in the best sentence, the best one in which he does, of what is asked about, comes first.
    """
    saying = asked_saying(query)
    if not ranked or saying is None:
        return list(ranked)
    telling = _better(saying, ranked)
    if not _speaks(saying.speaker, telling.hit.passage, telling.span):
        return list(ranked)
    first = replace(telling, score=ranked[0].score, answer=_words_said(telling))
    others = [s if _speaks(saying.speaker, s.hit.passage, s.span) else replace(s, answer=None) for s in ranked]
    return [first, *(s for s in others if s.place != telling.place)]


def tells_saying(query: Query, ranked: Sequence[Sentence]) -> bool:
    """Is asked what somebody said, and does he speak in the best sentence, of what he is asked about?"""
    saying = asked_saying(query)
    return saying is not None and bool(ranked) and _tells(saying, ranked[0])


def _better(saying: Saying, ranked: Sequence[Sentence]) -> Sentence:
    """The best sentence, or where he does not speak in it, or of something else, the next that tells what is asked."""
    best = ranked[0]
    telling = (s for s in ranked[1:LOOKED_AT] if _tells(saying, s))
    if not _speaks(saying.speaker, best.hit.passage, best.span):
        return next(telling, best)
    if not saying.about or _share_said(saying, best) >= OF_SUBJECT:
        return best
    return next((s for s in telling if _share_said(saying, s) >= OF_SUBJECT), best)


def _share_said(saying: Saying, sentence: Sentence) -> float:
    """The share of what is asked about that stands in the sentence itself."""
    return near_coverage(saying.about, sentence.words)


def _words_said(sentence: Sentence) -> Span | None:
    """What is said in a sentence, as far as the reader would answer with it; all of it where it would with nothing.

    It begins behind the first «أن», or in the first quotation, before which stands who speaks.
    """
    said = _saying(sentence.text)
    if said is None:
        return sentence.answer
    begin, end = said[0] + sentence.span[0], said[1] + sentence.span[0]
    if sentence.answer is None:
        return begin, end
    start, stop = sentence.answer
    return (begin, min(stop, end)) if start < begin < stop else sentence.answer


def _saying(text: str) -> Span | None:
    """The words behind «أن» up to the next stop, or those of the first quotation; None where neither is."""
    found = tokens(text)
    that = next((word for word in found if word.text in _OPENS), None)
    quoted = _QUOTED.search(text)
    if quoted and (that is None or quoted.start(1) < that.start):
        return quoted.span(1)
    behind = next((word for word in found if that and word.start >= that.end), None)
    if that is None or behind is None:
        return None
    begin = that.start if that.text not in ("ان", "بان") else behind.start
    stop = _CLAUSE_END.search(text, begin)
    return begin, stop.start() if stop else len(text.rstrip(" .\n"))


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
        behind = [one for one in _behind(text, found, place) if one.text not in _ASIDE]
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
