"""Where and when a happening was, by most of the articles that tell of it, each with the sentence that says so.

A place or a day of what lies behind it (where somebody was born, when a picture was taken) is neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from assistant.corpus_answers.folder import Folder, quoted_sentence
from assistant.lexicon.names import BIRTHPLACES, PLACE_NOUNS, PLACES_OF_LIFE
from assistant.lexicon.numbers import word_set
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.territories import is_place_name
from assistant.sources.differences import SAYING_REACH
from assistant.sources.portraits import Portrait, name_key
from assistant.types import Draft
from assistant.verification.numbers import find_figures
from assistant.verification.word_match import base_forms, claim_words
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.publication_date import days_in
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Passage, Span

LEAD_SENTENCES = 6
"""Sentences of an article in which news says where and when."""

MIN_PLACE_LETTERS = 3
"""Letters of the first word of a place's name; behind one as short as that («سان», «نيو») a second belongs to it."""

WHERE = word_set("في الي قرب قباله داخل وسط زياره زار زارت وصل وصلت")
"""Words before a noun of place with which something is or goes there, folded."""

NEXT = word_set("القادم المقبل")
"""Words behind a weekday with which it is still to come: on it nothing has happened that is told of, folded."""

LIFE_REACH = 3
"""Words before a place among which one says that it is of somebody's life."""


def _lead(one: Portrait) -> Iterator[tuple[Passage, Span, str]]:
    for passage, span in one.sentences[:LEAD_SENTENCES]:
        yield passage, span, passage.sentence(span)


def find_place(folder: Folder, members: Sequence[Portrait]) -> tuple[str, Draft] | None:
    """The place that most of the articles name as where something is, the earliest of those: behind a noun for one
    («جزيرة إيشيا»), and where there is none a country, city or place of the register behind «في» in a lead."""
    for finds, within in ((behind_a_noun, None), (known_place, LEAD_SENTENCES)):
        said: dict[str, tuple[str, Draft]] = {}
        having: Counter[str] = Counter()
        for one in members:
            keys = set()
            for passage, span in one.sentences[:within]:
                for word, written in finds(passage.sentence(span), _places_in(folder, passage, span)):
                    key = name_key(word, folder.search) or word
                    keys.add(key)
                    said.setdefault(key, (written, quoted_sentence(passage, span)))
            having.update(keys)
        if having:
            order = list(said)
            return said[max(having, key=lambda key: (having[key], -order.index(key)))]
    return None


def _places_in(folder: Folder, passage: Passage, span: Span) -> list[Span]:
    """Where the register has a place in a sentence; offsets count in the sentence."""
    known, source = folder.names, passage.source
    if known is None:
        return []
    names = [known.by_key[key] for key in known.by_article.get(source, ())]
    places = [place for name in names if name.kind == "place" for place in name.places[source]]
    return [(start - span[0], end - span[0]) for start, end in sorted(places) if span[0] <= start and end <= span[1]]


def behind_a_noun(sentence: str, places: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """A name behind a noun of place where something is or goes to: not «عضوة عن ولاية», «شرطة ولاية»."""
    words = tokens(sentence)
    for before, noun, name, after in zip([None, *words], words, words[1:], [*words[2:], None], strict=False):
        between = sentence[noun.end : name.start]
        if not base_forms(noun.text) & PLACE_NOUNS or any(mark in between for mark in ".،:؛"):
            continue
        if noun.text[0] != "ب" and (before is None or before.text not in WHERE):
            continue
        if len(name.text) < MIN_PLACE_LETTERS or name.text.startswith("ال") or name.text in STOPWORDS:
            continue
        if _is_of_a_life(words, noun.start):
            continue
        whole = next((end for start, end in places if start == name.start), 0)
        joined = after and len(name.text) == MIN_PLACE_LETTERS and sentence[name.end : after.start].isspace()
        end = after.end if after and joined else name.end  # «سان فرانسيسكو», not «نيس، ليذهب»
        yield name.text, sentence[name.start : max(end, whole)]


def known_place(sentence: str, places: Sequence[Span]) -> Iterator[tuple[str, str]]:
    words = tokens(sentence)
    ends = dict(places)
    for before, name, after in zip(words, words[1:], [*words[2:], None], strict=False):
        if before.text != "في" or not (name.start in ends or is_place_name(name.text)):
            continue
        if not (after is not None and _is_birthplace(name, after)) and not _is_of_a_life(words, name.start):
            yield name.text, sentence[name.start : ends.get(name.start, name.end)]


def _is_birthplace(word: Token, after: Token) -> bool:
    """«مسقط رأسه» is where somebody was born, and no city."""
    return any(f"{word.text} {after.text}".startswith(one) for one in BIRTHPLACES)


def _is_of_a_life(words: Sequence[Token], start: int) -> bool:
    """Does the place at `start` stand close behind a word for where somebody was born or grew up («ولد في نيس»)?"""
    before = [word for word in words if word.end <= start][-LIFE_REACH:]
    return any(base_forms(word.text) & PLACES_OF_LIFE for word in before) or any(
        _is_birthplace(one, other) for one, other in pairwise(before)
    )


def find_day(members: Sequence[Portrait]) -> tuple[str, Draft] | None:
    """The whole date that most of the leads name, else the weekday, as it is written; of those the earliest."""
    leads = [list(_lead(one)) for one in members]
    for finds in (whole_days, _weekdays):
        said: dict[object, tuple[str, Draft]] = {}
        having: Counter[object] = Counter()
        for lead in leads:
            first = next(finds([text for *_, text in lead]), None)
            if first is not None:
                key, text, number = first
                having[key] += 1
                said.setdefault(key, (text, quoted_sentence(*lead[number][:2])))
        if having:
            return said[having.most_common(1)[0][0]]
    return None


def whole_days(lead: Sequence[str]) -> Iterator[tuple[object, str, int]]:
    """The one whole date of a sentence, with the sentence's number.

    A report that names its day by the weekday is of that week: a date on another weekday is that of a caption or of
    what was long ago («قالت الشرطة يوم الأحد … التقطت الصورة في 30 مايو 2005»), as is one behind a day of telling.
    """
    weekdays = {key for key, *_ in _weekdays(lead)}
    for number, sentence in enumerate(lead):
        days = days_in(sentence)
        if len(days) != 1:
            continue
        told = {figure.value for text in lead[:number] for figure in find_figures(text) if figure.kind == "weekday"}
        if (weekdays | told) <= {date.fromisoformat(days[0]).isoweekday()}:
            yield days[0], days[0], number


def _weekdays(lead: Sequence[str]) -> Iterator[tuple[object, str, int]]:
    for number, sentence in enumerate(lead):
        for key, text in weekdays_of_happening(sentence):
            yield key, text, number


def weekdays_of_happening(sentence: str) -> Iterator[tuple[object, str]]:
    """The weekdays of a sentence, but for one on which something was only told («قالت الهيئة يوم الأحد إن …») and one
    to come («يوم الأحد القادم»)."""
    folded, found = fold(sentence), claim_words(sentence)
    for figure in find_figures(sentence):
        before = [word for word in found if word.end <= figure.start][-SAYING_REACH:]
        if figure.kind != "weekday" or any(base_forms(word.text) & SAYING_FORMS for word in before):
            continue
        after = next((word.text for word in found if word.start >= figure.end), "")
        if after in NEXT:
            continue
        day = folded[figure.start : figure.end]
        written = [sentence[token.start : token.end] for token in tokens(sentence) if token.text == day]
        if written:
            yield figure.value, written[0]


def find_published(folder: Folder, members: Sequence[Portrait]) -> tuple[str, Draft] | None:
    """The earliest day that one of the articles states of itself, where its text has it."""
    for one in sorted(members, key=lambda one: one.date):
        for passage in folder.passages(one.source) if len(one.date) == 10 else ():
            for span in passage.sentences:
                if days_in(passage.sentence(span)) == [one.date]:
                    return one.date, quoted_sentence(passage, span)
    return None
