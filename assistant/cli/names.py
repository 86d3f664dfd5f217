"""The names of the articles on the terminal: as JSON, and as text."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.render import clean_quote
from assistant.cli.report import one_line
from assistant.messages import say
from assistant.names.register import Name, Register
from assistant.names.tagger import KINDS
from assistant.names.told import InArticle, Told
from assistant.types import Citation

LISTED = 25
"""Names of each kind that the text lists; the JSON has all."""

OF_KIND = {"person": "people", "place": "places", "organisation": "organisations"}


def names_json(known: Register) -> dict[str, object]:
    """The object of `names --json` (see docs/json.md)."""
    return {"names": [_name_json(name) for name in known.names]}


def told_json(told: Told) -> dict[str, object]:
    """One name with what is told of it."""
    return {
        **_name_json(told.name),
        "who": [_citation_json(one) for one in told.who],
        "said": [_citation_json(one) for one in told.said],
        "said_of": [_citation_json(one) for one in told.said_of],
        "beside": [{"name": name.text, "kind": name.kind, "sentences": count} for name, count in told.beside],
        "in_articles": [_article_json(one) for one in told.articles],
    }


def _name_json(name: Name) -> dict[str, object]:
    return {
        "name": name.text,
        "kind": name.kind,
        "articles": name.articles,
        "mentions": name.mentions,
        "spellings": [{"text": text, "mentions": count} for text, count in name.spellings],
    }


def _citation_json(one: Citation) -> dict[str, object]:
    part = {"part": {"start": one.answer[0], "end": one.answer[1]}} if one.answer else {}
    return {"source": one.source, "start": one.start, "end": one.end, "quote": one.quote, **part}


def _article_json(one: InArticle) -> dict[str, object]:
    dated = {"date": one.date} if one.date else {}
    told = {"source": one.source, "title": one.title, "mentions": one.mentions}
    return {**told, **dated, "first": _citation_json(one.first)}


def names_text(known: Register, language: str) -> str:
    """The most frequent names of each kind, a line each: in how many articles, how often."""
    if not known.names:
        return say("folder_no_names", language)
    blocks = []
    for kind in KINDS:
        names = known.of_kind(kind)
        rows = [
            "    " + say("name_counts", language, name=one_line(one.text), articles=one.articles, mentions=one.mentions)
            for one in names[:LISTED]
        ]
        more = [f"    … {len(names) - LISTED}"] if len(names) > LISTED else []
        blocks.append("\n".join([f"{say(OF_KIND[kind], language)} ({len(names)})", *rows, *more]))
    return "\n\n".join(blocks)


def told_text(told: Told, language: str) -> str:
    """A block for a name: who it is, what it said, what was said of it, with whom, in which articles."""
    name = told.name
    head = say("name_counts", language, name=one_line(name.text), articles=name.articles, mentions=name.mentions)
    lines = [head]
    if len(name.spellings) > 1:
        written = say("list_comma", language).join(text for text, _ in name.spellings)
        lines.append("    " + say("name_spellings", language, names=one_line(written)))
    for code, quotes in (("name_who", told.who), ("name_said", told.said), ("name_said_of", told.said_of)):
        lines += _quotes(say(code, language), quotes)
    if told.beside:
        named = say("list_comma", language).join(f"{one.text} ({count})" for one, count in told.beside)
        lines += ["", say("name_beside", language), f"    {one_line(named)}"]
    lines += ["", say("name_articles", language)]
    for one in told.articles:
        lines.append("    " + one_line(" · ".join(part for part in (one.source, one.date, one.title) if part)))
        lines.append(f"        {_quote(one.first)}")
    return "\n".join(lines)


def _quotes(heading: str, quotes: Sequence[Citation]) -> list[str]:
    rows = [f"    {_quote(one)} ({one_line(one.source)})" for one in quotes]
    return ["", heading, *rows] if rows else []


def _quote(one: Citation) -> str:
    return f"«{one_line(clean_quote(one.quote))}»"
