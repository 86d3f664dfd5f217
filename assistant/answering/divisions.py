"""The text of a part of a law, contract or book that is asked for by its number, whatever stands in it.

«ماذا تقول المادة 13؟» has no word of that article. So it is found by its heading, or by the words that it opens with,
and quoted from there up to the next part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial

from assistant.answering.citations import also_in, verify_and_number
from assistant.answering.division_names import Division, asked_division, opening_division
from assistant.answering.render import frame_of, render_text
from assistant.lexicon.numbers import ORDINALS
from assistant.retrieval.searcher import Search
from assistant.types import Answer, Draft, Quote
from vectorstore.text.arabic import fold, stem, stems
from vectorstore.types import Passage

LOOKED_AT_PASSAGES = 400
"""Passages with the words of a part's name and number that are looked at, the best first."""

MAX_TEXT_CHARACTERS = 2_000
"""Characters of a part that are quoted: it is asked for as a whole."""


def quote_division(
    search: Search, question: str, answer: Answer, sources: Collection[str] | None, said: str = ""
) -> Answer | None:
    """The answer that quotes the part which the question asks for; None where it asks for none, or for more than that.

    Several articles may have a part of this number. Those are quoted whose titles have what else the question says,
    and of these the ones that are quoted in `said`, the text of the answer that it goes on from, if any are.
    """
    asked = asked_division(fold(question))
    if asked is None:
        return None
    division, rest = asked
    told = {stem(word) for word in rest}
    found = {source: quotes for source in _with_number(search, division, sources)
             if (quotes := list(_text_of(division, search.snapshot.passages_of(source).values())))
             and told <= {one for quote in quotes for one in stems(quote.title)}}  # fmt: skip
    goes_on = [source for source in found if f"— {source}" in said]
    drafts = [Draft(quote.text, (quote,)) for source in goes_on or found for quote in found[source]]
    language = answer.language
    note = partial(also_in, language=language)
    lines, citations, _ = verify_and_number(drafts, search.snapshot.document, note, MAX_TEXT_CHARACTERS)
    if not lines:
        return None
    text = render_text(lines, frame_of(lines, language), language)
    return replace(answer, lines=lines, citations=citations, text=text, abstained=False)


def _with_number(search: Search, division: Division, sources: Collection[str] | None) -> list[str]:
    """The articles with passages that have the words of a part's name and number, those with the best first."""
    last = division.number % 10 or 10
    ordinals = {word for word, number in ORDINALS.items() if number in (division.number, last)}
    named = {division.name, *ordinals}
    written = {str(division.number), *named, *(f"ال{word}" for word in named)}
    ids = [id for id, _ in search.snapshot.search_text(set(map(stem, written)), written, LOOKED_AT_PASSAGES, sources)]
    passages = search.snapshot.passages(ids)
    return list(dict.fromkeys(passages[id].source for id in ids if id in passages and _opens(division, passages[id])))


def _opens(division: Division, passage: Passage) -> bool:
    texts = [passage.sentence(span) for span in passage.sentences] if passage.kind == "body" else [passage.text]
    return any(opening_division(fold(text)) == division for text in texts)


def _text_of(division: Division, passages: Iterable[Passage]) -> Iterator[Quote]:
    """What stands between the heading or the opening of a part and the next one, a passage's share of it a quote.

    `passages`: of one article, in order.
    """
    inside = False
    for passage in passages:
        if passage.kind in ("outline", "title"):
            opened = opening_division(fold(passage.text))
            inside = _goes_on(inside, division, opened) if opened or passage.kind == "title" else inside
            continue
        kept = []
        for span in passage.sentences:
            inside = _goes_on(inside, division, opening_division(fold(passage.sentence(span))))
            kept += [span] if inside and passage.kind == "body" else []
        if kept:
            start, end = kept[0][0], kept[-1][1]
            yield Quote(passage.source, passage.title, start, end, passage.sentence((start, end)))


def _goes_on(inside: bool, division: Division, opened: Division | None) -> bool:
    """Is a text within the part, where `opened` begins there, if anything does?"""
    if opened is None:
        return inside
    return opened == division or (inside and opened.level > division.level)
