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
from assistant.lexicon.interrogatives import ASK_REASON, SPOKEN_REASON
from assistant.lexicon.reasons import ACTS, AFTER_WHAT, BECAUSE, IN_ORDER_TO
from assistant.lexicon.synonyms import one_for_all
from assistant.question.answer_type import expected_type
from assistant.question.causes import (
    Cause,
    asks_for_proof,
    find_cause,
    find_cause_before,
    find_ground,
    is_no_cause,
)
from assistant.question.query import Query
from assistant.retrieval.lexical_scores import near_coverage, tokenize
from assistant.retrieval.searcher import Search
from vectorstore.text.arabic import fold, stem, words
from vectorstore.text.similarity import gram_similarity
from vectorstore.types import Passage, Span

WORDS_BEFORE = 3
"""Words before the part that answers among which the word may stand that begins a reason."""

SENTENCES_BEHIND, ACT_BEHIND, NAMED_BEHIND = 2, 4, 12
"""Sentences behind one in which its cause may be told. Behind the first of an article, which tells what it is about,
«القرار» may be that farther behind, and «سبب الإضراب» where somebody went on strike still farther."""

LOOKED_AT = 4
"""The best sentences, in which or behind which a cause may be told."""

WITHIN = 1.6
"""Logits below the best within which another sentence may be what the question asks the cause of: as much as
`compose.SCORE_MARGIN`."""

FACT_TOLD = 0.65
"""Share of a question's words, also nearly alike, from which a sentence tells the fact itself; a judgement."""

LOOKED_AT_FOR_PROOF, PROOF_WITHIN, PROOF_BEHIND = 8, 3.0, 12
"""The same for what proves something, which is told far behind what it proves and shares few words with it; and
sentences behind that among which it is taken where only one tells it."""

ALIKE = 0.5
"""From here the noun behind «هذا» resumes a word: as much as two forms of one word share (`lacking.ALIKE`)."""

_BEGINS_CAUSE = re.compile(rf"\b[وف]?(?:{'|'.join(BECAUSE)})\b")
_BEGINS_REASON = re.compile(rf"\b[وف]?(?:ذلك )?(?:{'|'.join((*BECAUSE, *AFTER_WHAT, *IN_ORDER_TO))})\b")
_WHY = frozenset((*ASK_REASON, *SPOKEN_REASON, "سبب", "السبب", "اسباب"))
_WEAK = re.compile("[اويءئؤ]")
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
    leads, general = _leads(passages, span), None
    for place, (other, behind) in enumerate(itertools.islice(_behind(passages, passage, span), NAMED_BEHIND)):
        cause = find_cause(other.sentence(behind))
        if not (cause and cause.of_before and _is_of(cause, place, question, leads)):
            continue
        found = other, behind, (behind[0] + cause.span[0], behind[0] + cause.span[1])
        if not (place and _is_act(cause)):  # «القرار» may be another one
            return found
        general = general or found
    return general


def _leads(passages: Sequence[Passage], span: Span) -> bool:
    """Is a sentence the first whole one of an article, behind a byline at most?"""
    before = (one.sentence(other) for one in passages for other in one.sentences if other[0] < span[0])
    return not any(text.rstrip(' "»”').endswith((".", "!", "؟", "…")) for text in before)


def _is_act(cause: Cause) -> bool:
    """Is what is explained named by a noun for whatever was done?"""
    return bool(cause.named) and fold(cause.what.split()[0]).removeprefix("ال") in ACTS


def _is_of(cause: Cause, place: int, question: str, leads: bool) -> bool:
    """Is a cause so many sentences behind a fact that one, or what the question asks of?

    What is named by a noun of its own may be another matter: «وبرر القرار بـ», not «وعزا الحريق إلى» behind a strike.
    """
    if not cause.named:
        resumed = not place or _resumes(cause.what, question) or _is_done(cause.what, _verb_asked(question))
        return place < SENTENCES_BEHIND and resumed
    head, verb = fold(cause.what.split()[0]), _verb_asked(question)
    if _is_act(cause):
        return not place or (leads and place < ACT_BEHIND)
    near = place < SENTENCES_BEHIND
    if _resumes(cause.by, verb) or not (near or leads):
        return False
    if _is_done(head, verb):
        return True
    return near and cause.named == "thing" and _resumes(head, question)


def causes_first(ranked: Sequence[Sentence], query: Query, search: Search) -> list[Sentence]:
    """The ranking for a question why: what gives a cause before what only tells what happened, the cause set off.

    Nothing changes for another question, nor where the best sentence gives a reason itself.
    """
    if ranked and asks_for_proof(query.asked):
        return _grounds_first(ranked, search)
    if expected_type(query.asked) != "reason" or not ranked:
        return list(ranked)
    best = ranked[0]
    told = next(filter(None, (_told(s, query, search, s is best) for s in _near(ranked))), None)
    if told is None or told is best:
        return list(ranked)
    told = replace(told, score=max(told.score, best.score + REASON_LEAD))
    others = [s if _reads_cause(s) else replace(s, answer=None) for s in ranked if s.place != told.place]
    return [told, *others]


def tells_cause(ranked: Sequence[Sentence], query: Query, search: Search) -> bool:
    """Does the best sentence tell what a question asks the cause of, nearly word for word, and is its cause told?"""
    if expected_type(query.asked) != "reason" or not ranked or ranked[0].hit.passage.kind != "body":
        return False
    asked, verb = [term for term in query.terms if term.asked], _verb_asked(query.asked)
    if near_coverage(asked, ranked[0].words) < FACT_TOLD or not any(_is_done(w.text, verb) for w in ranked[0].words):
        return False
    return _told(ranked[0], query, search, False) is not None


def _grounds_first(ranked: Sequence[Sentence], search: Search) -> list[Sentence]:
    """The ranking for a question what proves something: of the best one's article what says that somebody went by it
    comes first, where it is about as near."""
    for s in ranked[:LOOKED_AT_FOR_PROOF]:
        if s.score < ranked[0].score - PROOF_WITHIN or s.source != ranked[0].source or s.hit.passage.kind != "body":
            continue
        if (ground := find_ground(s.text)) is not None:
            part = s.span[0] + ground.span[0], s.span[0] + ground.span[1]
            if not (s.answer and _lies_in(s.answer, ground.span, s.span[0])):
                s = replace(s, answer=part)
            told = replace(s, score=max(s.score, ranked[0].score + REASON_LEAD))
            return [told, *(replace(other, answer=None) for other in ranked if other.place != told.place)]
    behind = _ground_behind(ranked[0], search)
    return [behind, *(replace(s, answer=None) for s in ranked)] if behind else list(ranked)


def _ground_behind(best: Sentence, search: Search) -> Sentence | None:
    """The only sentence not far behind one that says what somebody went by; None for none or several."""
    passages = [p for p in search.snapshot.passages_of(best.source).values() if p.kind == "body"]
    behind = itertools.islice(_behind(passages, best.hit.passage, best.span), PROOF_BEHIND)
    told = [(one, span, ground) for one, span in behind if (ground := find_ground(one.sentence(span)))]
    if len(told) != 1:
        return None
    one, span, ground = told[0]
    (embedded,) = search.vectors([one.id]).values()
    return placed(best, one, span, (span[0] + ground.span[0], span[0] + ground.span[1]), embedded.sentences)


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
    if cause and cause.named and not _is_of(cause, 1, query.asked, leads=False):
        cause = None
    if cause and not (sentence.answer and _lies_in(sentence.answer, cause.span, start)):
        sentence = replace(sentence, answer=(start + cause.span[0], start + cause.span[1]))
    if cause or (best and _reads_cause(sentence)):
        return sentence
    verb = _verb_asked(query.asked)
    if before := find_cause_before(sentence.text, lambda word: _is_done(word, verb)):
        return replace(sentence, answer=(start + before[0], start + before[1]))
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
    """The sentences of an article behind one."""
    places = [place for place, one in enumerate(passages) if one.id == passage.id]
    for one in passages[places[0] :] if places else ():
        yield from ((one, other) for other in one.sentences if other[0] >= span[1])


def _resumes(noun: str, question: str) -> bool:
    """Is a noun that resumes something, or one of two, a form of a word of the question?"""
    asked = [word.stem for word in tokenize(question) if not word.stop]
    return any(gram_similarity(stem(one), word) >= ALIKE for one in fold(noun).split() for word in asked)


def _is_done(word: str, verb: str) -> bool:
    """Is a word a form of the verb, or the noun of doing it?"""
    if not (word and verb):
        return False
    same = one_for_all(word.removeprefix("ال")) == one_for_all(verb)
    return same or _resumes(word, verb) or _consonants(word.removeprefix("ال")) == _consonants(verb)


def _consonants(word: str) -> str:
    """A verb, or the noun of doing it, without the letters in which they differ: «ألغى» and «الإلغاء»."""
    return re.sub("^ت(?=..)|(?<=..)[ته]$", "", _WEAK.sub("", word))


def _verb_asked(question: str) -> str:
    """The word behind «لماذا», which is mostly its verb."""
    said = words(question)
    at = next((place for place, word in enumerate(said) if word in _WHY or word.lstrip("وف") in _WHY), -1)
    return said[at + 1] if 0 <= at < len(said) - 1 else ""
