"""What an article itself says is not known, or that somebody would not tell: the honest answer to who asks for it.

«ولم يوضح البيان هوية المهاجمين.» for «من وراء الهجوم؟». The sentence has no part of the form that is asked for, and
another that has one (how many were attacked, another's name) would be taken for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.sentence_ranking import POLAR, Sentence
from assistant.lexicon.untold import DECLINING, NOT_TO, OTHERS, TELL, TELLING, UNTOLD_OF
from assistant.question.answer_fit import AMOUNTS, asked_kind
from assistant.question.asked_form import of_asked_form
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import near_coverage, tokenize
from assistant.types import Answer
from vectorstore.text.arabic import fold, stem, stems, words
from vectorstore.text.stopwords import STOPWORDS

LOOKED_AT = 10
"""The best sentences among which one may say so."""

WORDS_BEHIND, WORDS_BEFORE, NOUNS_OF_TIME = 3, 8, 2
"""Words of content behind the verb, or words before it, among which stands what is not told; and words of the question
for a time that may be that («متى أول جلسة …؟»), of any other the first alone."""

OF_QUESTION = 0.3
"""Share of the question's words, by weight and also nearly alike, that such a sentence has, or the one before it."""

_UNTOLD = re.compile(
    rf"\b[وف]?(?:{'|'.join(NOT_TO)}) (?:{'|'.join(sorted(TELL))})\b(?P<told>[^.؟!؛:]*)"
    rf"|\b[وف]?(?:{'|'.join(DECLINING)}) (?:\w+ ){{0,3}}?(?:عدم )?(?:{'|'.join(TELLING)})\b(?P<declined>[^.؟!؛:]*)"
    rf"|\bعدم (?:{'|'.join(TELLING)})\b(?P<kept>[^.؟!؛:]*)"
)


def find_untold(query: Query, ranked: Sequence[Sentence]) -> Sentence | None:
    """The sentence which says that what is asked for is not known; None where none of the best does.

    Of the article that is nearest alone: another may well know it.
    """
    kind = asked_kind(query.asked)
    kind = "amount" if kind in AMOUNTS else kind
    if kind not in UNTOLD_OF or POLAR.match(fold(query.asked)) or not ranked:
        return None
    near = (s for s in ranked[:LOOKED_AT] if s.source == ranked[0].source and s.hit.passage.kind == "body")
    return next((s for s in near if _says_untold(query, kind, s, ranked[0])), None)


def is_untold(answer: Answer, untold: Sentence, query: Query) -> bool:
    """Is the sentence that says so a better answer than this one?

    It is where that is doubtful, sets off what is of no such form, or has that sentence among what answers; and where
    that sentence has the noun that is asked for («راتب اللاعب») and the first that is quoted has not.
    """
    if answer.abstained or answer.lead:
        return True
    quoted = {marker for line in answer.lines if not line.beside for marker in line.markers}
    if any(untold.text in one.quote for one in answer.citations if one.marker in quoted):
        return True
    first, noun = answer.lines[0], {term.stem for term in query.terms[:1]}
    unfit = first.answer is None or of_asked_form(query.asked, first.text[slice(*first.answer)]) is False
    return unfit or (noun <= set(stems(untold.text)) and noun.isdisjoint(stems(first.text)))


def _says_untold(query: Query, kind: str, sentence: Sentence, best: Sentence) -> bool:
    """`best`: the sentence that is nearest; right behind it nothing need say what the question is about."""
    found = _UNTOLD.search(fold(sentence.text))
    terms = [term for term in query.terms if term.asked]
    others = not OTHERS.isdisjoint(words(sentence.text)) and OTHERS.isdisjoint(words(query.asked))
    if found is None or others or not _is_of(next(filter(None, found.groups()), ""), found, kind, terms):
        return False
    passage = sentence.hit.passage
    place = passage.sentences.index(sentence.span) if sentence.span in passage.sentences else 0
    before = passage.sentences[max(0, place - 1) : place + 1]
    beside = "\n".join(map(passage.sentence, before))
    return not terms or best.span in before or near_coverage(terms, tokenize(beside)) >= OF_QUESTION


def _is_of(told: str, found: re.Match[str], kind: str, terms: Sequence[Term]) -> bool:
    """Is what is not told what is asked for, by its kind («هوية …») or by the question's noun («راتب اللاعب»)?

    `told`: the words behind the verb; where none are, it stands before it («أما قيمة العقد فلم تحدد بعد»).
    """
    said = [word for word in words(told) if word not in STOPWORDS]
    said = said[:WORDS_BEHIND]
    if not said and found["told"] is not None:
        said = [word for word in words(found.string[: found.start()])[-WORDS_BEFORE:] if word not in STOPWORDS]
    nouns = {term.stem for term in terms[: NOUNS_OF_TIME if kind == "time" else 1]}
    return any(word in UNTOLD_OF[kind] or stem(word) in nouns for word in said)
