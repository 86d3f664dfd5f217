"""Tables of articles as text for a terminal: what each says to a question, what each happening is."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.render import clean_quote
from assistant.cli.report import one_line
from assistant.messages import say
from assistant.sources.cards import EventCard
from assistant.sources.cells import Cell, Conflict
from assistant.sources.comparison import Comparison, Row
from assistant.sources.survey import Survey

DIFFERS = {
    "number": "differ_number", "day": "differ_day", "name": "differ_name", "denial": "differ_denial",
    "office": "differ_office", "attended": "differ_attended",
}  # fmt: skip
"""What is said of a difference of each kind."""


def comparison_text(table: Comparison) -> str:
    """A block an article: its name, date and title, then its quotes, or that it does not mention it."""
    if not table.rows:
        return say("abstention", table.language)
    notes = [say("understood", table.language, question=table.standalone)]
    noted = notes if table.standalone != table.question.strip() else []
    differing = "\n".join(_conflict_text(one, table.language) for one in table.differences)
    blocks = [*noted, *(_row_text(row, table.language) for row in table.rows), differing]
    return "\n\n".join(filter(None, blocks))


def _row_text(row: Row, language: str) -> str:
    head = one_line(" · ".join(part for part in (row.source, row.date, row.title) if part))
    copied = [say("copy_of", language, source=one_line(row.copy_of))] if row.copy_of else []
    quotes = [f"«{one_line(line.text)}» {''.join(f'[{marker}]' for marker in line.markers)}" for line in row.lines]
    return "\n".join([head, *(f"    {part}" for part in [*copied, *(quotes or [say("not_said", language)])])])


def events_text(cards: Sequence[EventCard], language: str) -> str:
    """A block a happening; each cell stands before its quote."""
    if not cards:
        return say("folder_empty", language)
    return "\n\n".join(_card_text(card, language) for card in cards)


def _card_text(card: EventCard, language: str) -> str:
    def line(label: str, cells: Sequence[Cell]) -> list[str]:
        if not cells:
            return [f"    {say(label, language)}: {say('not_stated', language)}"]
        return [
            f"    {say(label, language)}: {one_line(cell.text)} — «{one_line(clean_quote(cell.citation.quote))}» "
            f"({one_line(cell.citation.source)})"
            for cell in cells
        ]

    sources = [
        "    "
        + one_line(" · ".join(part for part in (s.source, s.date, s.title) if part))
        + (f" ({say('copy_of', language, source=one_line(s.copy_of))})" if s.copy_of else "")
        for s in card.sources
    ]
    title = one_line(card.title.text) if card.title else say("not_stated", language)
    return "\n".join(
        [
            f"{title} — {say('reports', language, count=card.reports)}",
            *line("event_place", [card.place] if card.place else []),
            *line("event_day", [card.day] if card.day else []),
            *(line("event_published", [card.published]) if card.published else []),
            *line("event_named", card.named),
            *(f"    {_conflict_text(one, language)}" for one in card.differences),
            *sources,
        ]
    )


def timeline_text(found: Survey, language: str) -> str:
    """A line a dated sentence: the date, in brackets where it was worked out, and the quote with its file."""
    if not found.dated:
        return say("no_moments", language)
    lines = []
    for one in found.dated:
        when = one.iso if one.how == "published" else f"{one_line(one.written)} [{one.iso}]"
        quote = one_line(clean_quote(one.citation.quote))
        lines.append(f"{one.iso if one.how == 'stated' else when} — «{quote}» ({one_line(one.citation.source)})")
    if found.read < found.total:
        lines.append(say("events_cut", language, read=found.read, total=found.total))
    if len(found.dated) < found.dated_total:
        lines.append(say("timeline_cut", language, shown=len(found.dated), total=found.dated_total))
    return "\n".join(lines)


def _conflict_text(found: Conflict, language: str) -> str:
    """What kind of difference it is, and the words that differ, each with its article."""
    cells = (found.one, found.other)
    words = " / ".join(f"«{one_line(cell.text)}» ({one_line(cell.citation.source)})" for cell in cells)
    return f"{say(DIFFERS[found.kind], language)}: {words}"
