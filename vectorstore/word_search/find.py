"""Which passages of a ledger a search by words fits: all of them counted, a stretch of them with the words found.

Rows and scores come from the lexical index in one query; files, formats and dates are compared in arrays that are made
once for each state of the index, so that counting a word of a third of all passages costs as much as listing its rows.
A phrase is then compared word for word, since the index knows no particles.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from vectorstore.ledger.reader import LedgerReader
from vectorstore.text.arabic import stem, tokens, words
from vectorstore.text.name_keys import NameVariants
from vectorstore.text.pattern import Pattern, Term, in_period
from vectorstore.types import Span
from vectorstore.word_search.forms import Forms, Meaning, meaning_of
from vectorstore.word_search.request import NOTHING_FOUND, Findings, WordHit, WordSearch

MAX_COMPARED = 2_000
"""Passages that a phrase is compared with word for word, the best first; some 50 µs each."""

YEAR, PERIODS = 4, (4, 7, 10)
"""Characters of a date that tell the year; and the year, the month, the day."""

FACET_FILES = 12
"""Files that are counted by name, those with the most passages; of formats and years all are."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where each passage of an index stands: `rows` ascending, int64 (n,), and beside each the number of its article
    in `sources`, `files` and `dates`, int32 (n,)."""

    sources: Sequence[str]
    files: Sequence[str]
    dates: Sequence[str]
    rows: np.ndarray
    articles: np.ndarray


def read_places(reader: LedgerReader) -> Places:
    """The places of all passages: .09 s of the processor for 100,000, and kept for as long as nothing changes."""
    listed = reader.article_dates()
    sources, files, dates = map(list, zip(*listed, strict=True)) if listed else ([], [], [])
    number = {source: place for place, source in enumerate(sources)}
    placed = reader.placed_rows()
    rows = np.fromiter((row for _, row in placed), np.int64, len(placed))
    articles = np.fromiter((number[source] for source, _ in placed), np.int32, len(placed))
    order = np.argsort(rows)
    return Places(sources, files, dates, rows[order], articles[order])


def find_passages(
    wanted: WordSearch, reader: LedgerReader, places: Places, spellings: NameVariants, scope: Collection[str] | None
) -> Findings:
    """The passages that a search fits. `scope`: the articles that its sources stand for, None for all there are."""
    pattern = wanted.pattern
    if not pattern.clauses:
        return NOTHING_FOUND
    stems = reader.term_numbers("stems", {stem(word) for term in pattern.terms for word in term.words})
    meaning = meaning_of(pattern, wanted.near, spellings, stems)
    rows, scores = _rows(pattern, meaning, reader)
    articles = places.articles[np.searchsorted(places.rows, rows)]
    kept = _allowed(wanted, places, scope)[articles]
    rows, scores, articles = rows[kept], scores[kept], articles[kept]
    order = np.lexsort((rows, -scores))
    complete = True
    read = _to_be_read(pattern, meaning, rows, reader)[order]
    if read.any():
        complete = np.count_nonzero(read) <= MAX_COMPARED
        if not complete:  # those after the last that is compared are left out
            order, read = (part[: np.flatnonzero(read)[MAX_COMPARED]] for part in (order, read))
        read[read] = ~_agreeing(pattern, rows[order[read]], reader, meaning)
        order = order[~read]
    if wanted.order == "date":
        age = np.unique(np.array(places.dates), return_inverse=True)[1]  # no date is older than any
        order = order[np.argsort(-age[articles[order]], kind="stable")]
    shown = order[wanted.offset : wanted.offset + wanted.limit]
    files, facets, undated = _facets(articles[order], places)
    hits = _hits([(int(rows[i]), float(scores[i]), int(articles[i])) for i in shown], meaning, pattern, reader, places)
    found = tuple(places.sources[article] for article in np.unique(articles[order]))
    return Findings(len(order), files, hits, complete, facets, undated, meaning.also, meaning.missing, found)


def _rows(pattern: Pattern, meaning: Meaning, reader: LedgerReader) -> tuple[np.ndarray, np.ndarray]:
    """Rows that may fit, int64 (n,), and their BM25, float64 (n,)."""
    forms = meaning.forms.values()
    written = reader.term_numbers("words", {word for form in forms for word in (*form.words, *form.phrase)})
    stems = reader.term_numbers("stems", {one for form in forms for one in form.stems})

    def phrases(terms: Collection[Term]) -> set[tuple[int, ...]]:
        found: set[tuple[int, ...]] = set()
        for term in terms:
            form = meaning.forms[term]
            found |= {(written[word],) for word in form.words if word in written}
            found |= {(stems[one],) for one in form.stems if one in stems}
            if form.phrase and all(word in written for word in term.content):
                found.add(tuple(written[word] for word in term.content))
        return found

    # A phrase with particles is left in here where it is excluded: only word for word it is known to be the one meant.
    excluded = phrases([term for term in pattern.excluded if not term.is_phrase])
    found = reader.matching([sorted(phrases(clause)) for clause in pattern.clauses], sorted(excluded))
    rows = np.fromiter((row for row, _ in found), np.int64, len(found))
    return rows, np.fromiter((score for _, score in found), np.float64, len(found))


def _allowed(wanted: WordSearch, places: Places, scope: Collection[str] | None) -> np.ndarray:
    """Of each article, whether it is among those that were asked for; bool (articles,)."""
    formats = frozenset(wanted.formats)
    named = None if wanted.articles is None else frozenset(wanted.articles)

    def allowed(source: str, file: str, date: str) -> bool:
        return (
            (scope is None or source in scope)
            and (named is None or source in named)
            and (not formats or format_of(file) in formats)
            and in_period(date, wanted.since, wanted.until)
        )

    if scope is None and named is None and not formats and not wanted.since and not wanted.until:
        return np.ones(len(places.sources), bool)
    return np.array(list(map(allowed, places.sources, places.files, places.dates)), bool)


def format_of(file: str) -> str:
    """The ending of a file's name in small letters, without its dot; empty where it has none."""
    name = file.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def _to_be_read(pattern: Pattern, meaning: Meaning, rows: np.ndarray, reader: LedgerReader) -> np.ndarray:
    """Of each row, whether a phrase decides over it that only its text can tell of; bool (n,)."""
    if any(term.is_phrase for term in pattern.terms):
        return np.ones(len(rows), bool)
    phrases = [term for term in pattern.excluded if term.is_phrase]
    if not phrases:
        return np.zeros(len(rows), bool)
    numbers = reader.term_numbers("words", {word for term in phrases for word in term.content})
    written = [tuple(numbers[word] for word in term.content) for term in phrases if set(term.content) <= numbers.keys()]
    suspects = reader.matching([written], [])
    return np.isin(rows, np.fromiter((row for row, _ in suspects), np.int64, len(suspects)))


def _agreeing(pattern: Pattern, rows: np.ndarray, reader: LedgerReader, meaning: Meaning) -> np.ndarray:
    """Whether the passages of some rows fit the pattern with its phrases word for word; bool (n,).

    What has no phrase in it was met in the index.
    """
    texts = reader.texts_of_rows(map(int, rows))
    clauses = [clause for clause in pattern.clauses if any(term.is_phrase for term in clause)]
    excluded = [term for term in pattern.excluded if term.is_phrase]

    def has(term: Term, parts: Sequence[str]) -> bool:
        if term.is_phrase:
            phrase = f" {' '.join(term.words)} "
            return any(phrase in part for part in parts)
        return any(next(_places_of(meaning.forms[term], part.split()), None) is not None for part in parts)

    def fits(text: str, title: str) -> bool:
        parts = (f" {' '.join(words(text))} ", _title_words(title))
        return all(any(has(term, parts) for term in clause) for clause in clauses) and not any(
            has(term, parts) for term in excluded
        )

    return np.array([fits(*texts[int(row)]) for row in rows], bool)


@lru_cache(maxsize=1_000)
def _title_words(title: str) -> str:
    return f" {' '.join(words(title))} "


def _places_of(form: Forms, text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last place of each occurrence of a term among the words of a text."""
    if form.phrase:
        length = len(form.phrase)
        for place, word in enumerate(text):
            if word == form.phrase[0] and tuple(text[place : place + length]) == form.phrase:
                yield place, place + length - 1
        return
    for place, word in enumerate(text):
        if word in form.words or (form.stems and stem(word) in form.stems):
            yield place, place


def _spans(forms: Collection[Forms], text: str, offset: int = 0) -> tuple[Span, ...]:
    """Where the terms stand in a text, in order; what overlaps is one span."""
    found = tokens(text)
    written = [token.text for token in found]
    places = sorted(
        (found[first].start, found[last].end) for form in forms for first, last in _places_of(form, written)
    )
    merged: list[Span] = []
    for start, end in places:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple((offset + start, offset + end) for start, end in merged)


def _hits(
    found: Sequence[tuple[int, float, int]], meaning: Meaning, pattern: Pattern, reader: LedgerReader, places: Places
) -> tuple[WordHit, ...]:
    """The hits of some rows, each with its score and the number of its article."""
    passages = reader.passages_of_rows(row for row, _, _ in found)
    pages = reader.pages_of(passage.source for passage in passages.values())
    forms = [meaning.forms[term] for term in pattern.terms]
    hits = []
    for row, score, article in found:
        passage = passages[row]
        spans = _spans(forms, passage.text, passage.start)
        begins = pages.get(passage.source) or ()
        hits.append(
            WordHit(
                passage,
                score,
                spans,
                _spans(forms, passage.title),
                places.files[article],
                places.dates[article],
                bisect_right(begins, spans[0][0] if spans else passage.start) or 1 if begins else None,
            )
        )
    return tuple(hits)


def _facets(articles: np.ndarray, places: Places) -> tuple[int, dict[str, tuple[tuple[str, int], ...]], int]:
    """How many files the passages of these articles stand in, the counts by facet, and the passages without a date."""
    files, formats, dates = Counter[str](), Counter[str](), Counter[str]()
    for article, count in enumerate(np.bincount(articles, minlength=1)):
        if count:
            file = places.files[article]
            files[file] += int(count)
            formats[format_of(file)] += int(count)
            dates[places.dates[article]] += int(count)
    undated = dates.pop("", 0)
    listed = sorted(files.items(), key=lambda one: (-one[1], one[0]))[:FACET_FILES]
    facets = {
        "files": tuple(listed),
        "formats": tuple(sorted(formats.items(), key=lambda one: (-one[1], one[0]))),
        "years": _by_period(dates, YEAR),
        "dates": _by_date(dates),
    }
    return len(files), facets, undated


def _by_date(dates: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Passages by year; by month, or by day, where they are all of one year, or of one month."""
    found: tuple[tuple[str, int], ...] = ()
    for length in PERIODS:
        found = _by_period(dates, length) or found
        if len(found) > 1:
            break
    return found


def _by_period(dates: Mapping[str, int], length: int) -> tuple[tuple[str, int], ...]:
    """Passages by the first so many characters of their date, the latest first; those whose date has fewer are left."""
    counted = Counter[str]()
    for date, count in dates.items():
        if len(date) >= length:
            counted[date[:length]] += count
    return tuple(sorted(counted.items(), reverse=True))
