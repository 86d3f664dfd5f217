"""What a question is about, or asks for, that the passage of its answer does not have.

Evidence beside the reader's, which is sure of an answer wherever one of the right form stands («أربعة أشخاص» for how
many were injured, where four were killed). Only of what an article that answers does say, whatever its words: of the
words of a question, by weight, right answers lack as many as wrong ones.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.answering.sentence_ranking import FIT_MARGIN, Sentence
from assistant.lexicon.kinds import (
    AGE_WORDS,
    AGES,
    CALLED_BY_KIND,
    COUNTED_YEARS,
    PEOPLE_BY_WHAT_HAPPENED,
    SAME_KINDS,
    YEAR,
    YEARS,
)
from assistant.lexicon.names import NAMED_AFTER
from assistant.lexicon.numbers import WHAT_IS_COUNTED
from assistant.lexicon.speech_verbs import OPINIONS
from assistant.lexicon.synonyms import one_for_all
from assistant.question.ages import is_no_age, tells_age
from assistant.question.answer_fit import asked_kind
from assistant.question.answer_type import expected_type, holds_time
from assistant.question.parts import split_question
from assistant.question.query import Query, Term
from assistant.question.relation import of_whom, tells_relation
from assistant.question.territories import LEAST_ALIKE, country_forms, is_city, is_place_name, stand_ins
from assistant.question.which_one import knows_only_others
from assistant.question.word_forms import holds_money, holds_share
from assistant.retrieval.lexical_scores import AnalysedWord, coverage, tokenize
from vectorstore.text.arabic import fold, stem, stems, words
from vectorstore.text.language import language_of
from vectorstore.text.name_keys import bare_forms
from vectorstore.text.near_spellings import in_alike_letters
from vectorstore.text.similarity import gram_similarity
from vectorstore.types import Span

ALIKE = 0.5
"""From here two stems count as forms of one word («يخدم», «خدمة»), as two spellings of a name do."""

MUCH_ALIKE = 0.6
"""From here two stems, in one letter for those that are alike, are one name. Of 244 words of foreign shape in
questions about Wikipedia 18 are as much like a word of 16 passages of news, half of them forms of it; with .5 28."""

LACKING = ("place_lacking", "kind_lacking", "speaker_lacking", "all_unknown", "relation_lacking")
"""What `measure_lacking` tells, each 0 or 1."""

_OF_BEING = "(?:هو|هي|كان|كانت|[يت]?بلغ|بلغت)"
_ASKED = re.compile(rf"\b[وفبل]?(?:ما|اي|ايه|كم)(?: {_OF_BEING})*(?: (?:اسم|عدد))? (?:من )?(?:ال)?(\w+)")
_ASKED_OPINION = re.compile(
    rf"^[وف]?(?:ماذا|ما|بماذا|بم|كيف|لماذا|علي ماذا)(?: {_OF_BEING})* (?:{'|'.join(sorted(OPINIONS))})(?!\w)"
)
_SO_MANY_YEARS = re.compile(rf"\w+ (?:{COUNTED_YEARS})\b|\d+ ?(?:{YEARS})\b")
_SENTENCE_END = re.compile(r"[.!؟?\n](?=\s|$)")
MAX_SPEAKER_WORDS = 3
"""Words behind the verb among which a speaker's name is looked for."""
LEAST_WORDS = 2
QUOTED = 3
"""Sentences that may be quoted, any of which may tell a relation."""
_INFLECTED = re.compile("(?<=.{2})(?:وه|ها|هم|وا)$")
"""Of 70 words of Wikipedia that look foreign and end so, drawn by lot, two were names («شينزاوا»)."""
_OWNED = re.compile("(?<=.{2})(?:ها|ه|هم)$")


def measure_lacking(query: Query, ranked: Sequence[Sentence]) -> tuple[float, ...]:
    """The evidence of one question and the sentences that would answer it, best first, in the order of `LACKING`.

    All but `all_unknown` are 0 for a question of several parts, which several passages may answer, and for a passage in
    another language («State Department»).
    """
    best, *further = ranked[:QUOTED]
    passage = best.hit.passage
    if len(split_question(query.asked)) > 1 or language_of(passage.text) != "ar":
        return 0.0, 0.0, 0.0, float(knows_no_word(query)), 0.0
    text = f"{passage.title}\n{passage.text}"
    beside = "\n".join(passage.sentence(span) for span in _neighbours(passage.sentences, best.span))
    return (
        float(lacks_place(query, text)),
        float(
            lacks_kind(query.asked, "\n".join((text, *_about_as_good(best, further))))
            or knows_only_others(query.asked, "\n".join(_of_article(best, ranked)))
        ),
        float(lacks_speaker(query, beside)),
        float(knows_no_word(query)),
        float(tells_relation(query.asked, beside) is False and not any(_tells(query, one) for one in further)),
    )


def lacks_place(query: Query, passage: str) -> bool:
    """Does the question name a country or a city that this text does not have, nor what may stand for it?

    «الهجوم على المتحف اليهودي في برلين» where it was in Brussels. «روما» is there with Italy and the Italians, but not
    what was «في روما» where no article names that city.
    """
    found, unheard = tokenize(passage), _unheard_cities(query)
    asked = [term for term in query.terms if term.asked and is_place_name(term.text)]
    return any(not (is_named(term, found) if term.text in unheard else _has_name(term, found)) for term in asked)


def lacks_kind(question: str, passage: str) -> bool:
    """Does this text never say of what kind the thing asked for is, where an article that has it says so?

    A university or a party whose name is asked for, people counted by what befell them, an age, a sum of money.
    """
    kind = asked_kind(question)
    if kind in ("money", "change"):
        return not (holds_money(fold(passage)) or (kind == "change" and holds_share(fold(passage))))
    asked, found = _ASKED.search(fold(question)), tokenize(passage)
    if asked is None:
        return False
    noun = asked[1]
    if noun != YEAR and AGES & {noun, _OWNED.sub("", noun)}:
        told = tells_age(passage) or _counts_years_of_age(fold(passage))
        return not (told or any(word.text in AGE_WORDS for word in found))
    which = asked[0].lstrip("وفبل").startswith("اي ")  # «إلى أي معتقل …؟» asks for a place
    happened = next((people | said for people, said in PEOPLE_BY_WHAT_HAPPENED if noun in people and not which), None)
    if happened is None and noun not in CALLED_BY_KIND:
        return False
    kinds = happened or next((group for group in SAME_KINDS if noun in group), {noun})
    return not any(_says(kind, word) for kind in kinds for word in found)


def _counts_years_of_age(passage: str) -> bool:
    """Has a folded text a number of years that may be somebody's age, and no sentence of prison or term alone?"""
    return any(
        not is_no_age(_SENTENCE_END.split(passage[: years.start()])[-1], years[0], passage[years.end() :])
        for years in _SO_MANY_YEARS.finditer(passage)
    )


def lacks_speaker(query: Query, said: str) -> bool:
    """Is asked what somebody says or thinks, and is nothing of his name in this text, the sentences about the answer?

    «ما رأي منظمة العفو الدولية …؟», «ماذا قال …؟»; not who says it, nor when.
    """
    asked = _ASKED_OPINION.search(fold(query.asked))
    if asked is None:
        return False
    behind = words(query.asked)[len(words(asked[0])) :][:MAX_SPEAKER_WORDS]
    terms = {term.text: term for term in query.terms if term.asked}
    told = [
        terms[word]
        for word, before in zip(behind, ("", *behind), strict=False)
        if word in terms and (terms[word].name or is_place_name(word) or before in NAMED_AFTER)
    ]
    found = tokenize(said)
    return bool(told) and not any(_has_name(term, found) for term in told)


def knows_no_word(query: Query) -> bool:
    """Has no article a single one of its words, nor of those of the turn before («من اخترع الهاتف؟»)?

    One word alone says little: a question may be put in other words than the articles, but seldom in none of theirs.
    """
    return len(query.terms) >= LEAST_WORDS and not any(term.frequency for term in query.terms)


def has_unknown_name(query: Query, passages: Sequence[str]) -> bool:
    """Does the question have a name that no article has, in none of its forms?

    `passages`: the texts that were found. They may have it in another form or spelling («بميكرونيسيا», «أجويرو»),
    written onto another word, or what stands for it («الأمريكية» for «واشنطن»). A word may have the shape of a foreign
    name and be none: it says when («فبراير»), counts («دولارا»), or ends as verbs and what is owned do («يسلّموه»).
    """
    unheard = _unheard_cities(query)
    names = [
        term
        for term in query.terms
        if term.asked and (term.name or term.text in unheard) and not (term.frequency or _is_no_name(term.text))
    ]
    if not names:
        return False
    found = tuple({word.text: word for passage in passages for word in tokenize(passage)}.values())
    return not all(
        _written_otherwise(term, found) or (term.text not in unheard and _stood_for(term, found)) for term in names
    )


def _tells(query: Query, sentence: Sentence) -> bool:
    """Would the reader answer with this sentence as well, and does it tell the relation asked for, and of whom?"""
    if sentence.answer is None or not tells_relation(query.asked, sentence.text):
        return False
    whose = set(stems(of_whom(query.asked)))
    return not whose or not whose.isdisjoint(word.stem for word in sentence.words)


def _about_as_good(best: Sentence, further: Sequence[Sentence]) -> list[str]:
    """The sentences of the same article that may be quoted before the best one (`sentence_ranking.prefer_amounts`)."""
    return [s.text for s in further if s.source == best.source and s.score >= best.score - FIT_MARGIN]


def _of_article(best: Sentence, ranked: Sequence[Sentence]) -> list[str]:
    """The passages that were found of the article of a sentence, with its title."""
    found = dict.fromkeys(s.hit.passage for s in ranked if s.source == best.source)
    return [best.hit.passage.title, *(passage.text for passage in found)]


def _neighbours(sentences: Sequence[Span], span: Span) -> Sequence[Span]:
    """A sentence between those beside it."""
    place = sentences.index(span) if span in sentences else 0
    return sentences[max(0, place - 1) : place + 2]


def _unheard_cities(query: Query) -> frozenset[str]:
    """The cities «في» which something is asked for and that no article names, as the question's words have them.

    No country stands for these where a number or a time of what was there is asked for. Somebody who is there may be
    the country's: «صاحب حقيبة الأمن في روما»; and one that some article names may be left out of another.
    """
    if expected_type(query.asked) not in ("number", "time"):
        return frozenset()
    asked, unheard = words(query.asked), {term.text for term in query.terms if not term.frequency}
    inside = {word for before, word in itertools.pairwise(asked) if before == "في" and is_city(word)}
    return frozenset(inside & unheard)


def _has_name(term: Term, found: Sequence[AnalysedWord]) -> bool:
    """Is the name there in any spelling, or what may stand for it?"""
    return is_named(term, found) or _stood_for(term, found)


def is_named(term: Term, found: Sequence[AnalysedWord]) -> bool:
    """Is the name there in any spelling?"""
    return bool(coverage([term], found)[1]) or any(gram_similarity(term.stem, word.stem) >= ALIKE for word in found)


def _stood_for(term: Term, found: Sequence[AnalysedWord]) -> bool:
    """Is there what may stand for the name of a country, a continent or a city?"""
    countries, names = country_forms(term.text), stand_ins(term.text)
    if not (countries or names):
        return False
    forms = {form for word in found for form in (word.text, *bare_forms(word.text))}
    return bool(countries & forms) or any(forms.issuperset(name.split()) for name in names)


def _is_no_name(word: str) -> bool:
    """Does a word that looks foreign say when, or is it a unit, or has it an ending of verbs?"""
    counted = any(form in WHAT_IS_COUNTED for form in (word, *bare_forms(word)))
    return holds_time(word) or counted or (bool(_INFLECTED.search(word)) and not is_place_name(word))


def _written_otherwise(term: Term, found: Sequence[AnalysedWord]) -> bool:
    """Is the name there in another form or spelling, or inside another word?"""
    letters = in_alike_letters(term.stem)
    return any(
        gram_similarity(letters, in_alike_letters(word.stem)) >= MUCH_ALIKE
        or (len(term.text) >= LEAST_ALIKE and term.text in word.text)
        for word in found
    )


def _says(noun: str, word: AnalysedWord) -> bool:
    """Is it a form of this noun, or says the same?"""
    return one_for_all(word.text) == one_for_all(noun) or gram_similarity(stem(noun), word.stem) >= ALIKE
