"""A search by words on the terminal: the call as values, and what was found as JSON or as lines."""

from __future__ import annotations

import argparse

from assistant.cli.report import BOLD, PLAIN, one_line, printable
from assistant.messages import say
from vectorstore.errors import VectorstoreError
from vectorstore.text.pattern import date_bound, parse_pattern
from vectorstore.word_search.excerpt import excerpt_of
from vectorstore.word_search.request import Findings, WordHit, WordSearch


def search_of(parsed: argparse.Namespace) -> WordSearch:
    """What a call asks for; raises VectorstoreError: no_words, no_date, search_too_long."""
    pattern = parse_pattern(parsed.words)
    if not pattern.clauses:
        raise VectorstoreError("no_words")
    return WordSearch(
        pattern,
        near=not parsed.exact,
        sources=tuple(parsed.source),
        formats=tuple(name.lower().lstrip(".") for name in parsed.format),
        since=date_bound(parsed.since) if parsed.since else "",
        until=date_bound(parsed.until) if parsed.until else "",
        order=parsed.sort,
        limit=parsed.limit,
    )


def findings_json(typed: str, wanted: WordSearch, found: Findings, seconds: float) -> dict[str, object]:
    """The object of `search --json` (see docs/json.md)."""
    return {
        "search": typed,
        "total": found.total,
        "complete": found.complete,
        "files": found.files,
        "seconds": round(seconds, 4),
        "also": list(found.also),
        "missing": list(found.missing),
        "ignored": list(wanted.pattern.ignored),
        "hits": [_hit_json(hit) for hit in found.hits],
        "facets": {
            name: [{"value": value, "passages": count} for value, count in counts]
            for name, counts in found.facets.items()
        },
        "undated": found.undated,
    }


def _hit_json(hit: WordHit) -> dict[str, object]:
    passage = hit.passage
    return {
        "source": passage.source,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 4),
        "title": passage.title,
        "text": passage.text,
        "found": [list(span) for span in hit.spans],
        **({"date": hit.date} if hit.date else {}),
        **({"page": hit.page} if hit.page is not None else {}),
    }


def findings_text(wanted: WordSearch, found: Findings, language: str, bold: bool = False) -> str:
    """What was found, a number, a place and a line of text for each hit; `bold` sets off the words for a terminal."""
    comma = say("list_comma", language)
    counted = "search_found" if found.complete else "search_found_more"
    lines = [say(counted, language, passages=found.total, files=found.files)]
    for code, told in (
        ("also_searched", found.also), ("not_in_articles", found.missing), ("not_searched", wanted.pattern.ignored),
    ):  # fmt: skip
        lines += [say(code, language, words=one_line(comma.join(told)))] if told else []
    for number, hit in enumerate(found.hits, 1):
        page = say("page", language, page=hit.page) if hit.page is not None else ""
        place = [one_line(part) for part in (hit.passage.title, hit.passage.source, hit.date, page) if part]
        lines += ["", f"[{number}] {' · '.join(place)}", f"    {_excerpt(hit, bold)}"]
    for name, told in (("files", "by_file"), ("formats", "by_format"), ("years", "by_year")):
        counts = found.facets.get(name, ())
        if len(counts) > 1:
            lines += ["", say(told, language), *(f"    {one_line(value)}: {count}" for value, count in counts)]
    return "\n".join(lines)


def _excerpt(hit: WordHit, bold: bool) -> str:
    """A line of the passage with the words found; only what is added here can steer a terminal."""
    shown, spans = excerpt_of(hit)
    pieces, place = [], shown[0]
    for start, end in spans:
        pieces += [printable(_text(hit, place, start)), BOLD if bold else "", printable(_text(hit, start, end))]
        pieces.append(PLAIN if bold else "")
        place = end
    pieces.append(printable(_text(hit, place, shown[1])))
    before, after = shown[0] > hit.passage.start, shown[1] < hit.passage.end
    return f"{'…' if before else ''}{' '.join(''.join(pieces).split())}{'…' if after else ''}"


def _text(hit: WordHit, start: int, end: int) -> str:
    return hit.passage.text[start - hit.passage.start : end - hit.passage.start]
