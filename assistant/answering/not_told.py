"""What an article itself says is not known, or that somebody would not tell: the honest answer to who asks for it.

«ولم يوضح البيان هوية المهاجمين.» for «من وراء الهجوم؟». The sentence has no part of the form that is asked for, and
another that has one (how many were attacked, another's name) would be taken for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.answering.lacking import ALIKE
from assistant.answering.sentence_ranking import POLAR, Sentence
from assistant.lexicon.untold import EXCEPTING, NOT_TO, OTHERS, REFUSING, TELL, TELLING, UNTOLD_OF, WHO_DID
from assistant.question.answer_fit import AMOUNTS, asked_kind, fits
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import near_coverage, tokenize
from assistant.types import Answer
from vectorstore.text.arabic import fold, stem, stems, words
from vectorstore.text.similarity import gram_similarity
from vectorstore.text.stopwords import STOPWORDS

LOOKED_AT = 10
"""The best sentences among which one may say so."""

WORDS_BEHIND, WORDS_BEFORE, NOUNS_OF_TIME = 3, 8, 2
"""Words of content behind the verb, or words before it, among which stands what is not told; and words of the question
for a time that may be that («متى أول جلسة …؟»), of any other the first alone."""

OF_QUESTION = 0.3
"""Share of the question's words, by weight and also nearly alike, that such a sentence has, or the one before it."""

_TOLD = r"(?:(?! و(?!لم\b)\w)[^،,.؟!؛:«\"“])*"
"""Up to the next clause."""
_UNTOLD = re.compile(
    rf"\b[وف]?(?:{'|'.join(NOT_TO)}) (?:{'|'.join(sorted(TELL))})\b(?P<told>{_TOLD})"
    rf"|\b[وف]?(?:{'|'.join(REFUSING)}) (?:\w+ ){{0,3}}?(?:{'|'.join(TELLING)})\b(?P<declined>{_TOLD})"
    rf"|\bعدم (?:{'|'.join(TELLING)})\b(?P<kept>{_TOLD})"
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

    It is where that is doubtful, or sets off what is of no such form; and where that sentence has the noun that is
    asked for («راتب اللاعب») and the first that is quoted has not. Words of the form in another clause of it answer.
    """
    if answer.abstained or answer.lead or not answer.lines:
        return True
    first, noun = answer.lines[0], {term.stem for term in query.terms[:1]}
    part = first.text[slice(*first.answer)] if first.answer else ""
    if not part or not fits(query.asked, part):
        return True
    if untold.text in first.text:
        found = _UNTOLD.search(fold(untold.text))
        return found is not None and fold(part) in found[0]
    return noun <= set(stems(untold.text)) and noun.isdisjoint(stems(first.text))


def _says_untold(query: Query, kind: str, sentence: Sentence, best: Sentence) -> bool:
    """`best`: the sentence that is nearest; right behind it nothing need say what the question is about."""
    found = _UNTOLD.search(fold(sentence.text))
    others = not OTHERS.isdisjoint(words(sentence.text)) and OTHERS.isdisjoint(words(query.asked))
    if found is None or others or not EXCEPTING.isdisjoint(words(found[0])):
        return False
    passage = sentence.hit.passage
    place = passage.sentences.index(sentence.span) if sentence.span in passage.sentences else 0
    before = passage.sentences[max(0, place - 1) : place + 1]
    terms, behind = [term for term in query.terms if term.asked], best.span in before
    if not _is_of(found, kind, terms, behind):
        return False
    beside = tokenize("\n".join(map(passage.sentence, before)))
    return not terms or behind or near_coverage(terms, beside) >= OF_QUESTION


def _is_of(found: re.Match[str], kind: str, terms: Sequence[Term], behind: bool) -> bool:
    """Is what is not told what is asked for?

    By the question's noun («راتب اللاعب»), or by its kind where that is of what the question names («سبب الحريق»), or
    of whom it names before («ممرضة طلبت عدم ذكر اسمها»). `behind`: it stands behind the sentence that is
    nearest, so that «هوية اللصوص» is of who did that.
    """
    told = next(filter(None, found.groups()), "")
    said = [word for word in words(told) if word not in STOPWORDS][:WORDS_BEHIND]
    if not said and found["told"] is not None:  # «أما قيمة العقد فلم تحدد بعد»
        said = [word for word in words(found.string[: found.start()])[-WORDS_BEFORE:] if word not in STOPWORDS]
    nouns = [term.stem for term in terms[: NOUNS_OF_TIME if kind == "time" else 1]]
    asked = {term.stem for term in terms}
    for at, word in enumerate(said):
        of = said[at + 1] if at + 1 < len(said) else ""
        if word in UNTOLD_OF[kind]:
            if _is_owned(word, UNTOLD_OF[kind]):
                return not asked.isdisjoint(stems(found.string[: found.start()]))
            named = any(gram_similarity(stem(of), one) >= ALIKE for one in asked)
            return named or not of or (behind and word in WHO_DID)
        if stem(word) in nouns:
            return True
    return False


def _is_owned(word: str, kinds: Collection[str]) -> bool:
    """Has the noun a pronoun («اسمها», «هويته»), so that it is of who was named before?"""
    return word.endswith(("ها", "هم", "ته")) or (word.endswith("ه") and word[:-1] in kinds)
