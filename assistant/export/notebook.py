"""The notebook as a neutral document: quotes with footnotes, own words below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.answering.render import clean_quote
from assistant.export.answers import AddressOf, no_address
from assistant.export.document import ExportDocument, Footnote, Paragraph, joined
from assistant.export.links import host_of
from assistant.history.notebook import Held, Note
from assistant.messages import say

STAR = "★"
LOST = {"changed": "quote_changed", "gone": "quote_gone"}
"""What is said of a quote that stands nowhere any more."""


def notebook_document(
    notes: Sequence[Held], language: str, address_of: AddressOf = no_address, window: str = ""
) -> ExportDocument:
    """The notes in their order. What its article no longer has stands without quotation marks, and that is said; it
    has no footnote, since there is no place that it could name."""
    blocks: list[Paragraph] = []
    footnotes: list[Footnote] = []
    for one in notes:
        if one.standing in ("stands", "unchecked"):
            footnotes.append(_footnote(one.note, address_of))
        blocks += _blocks(one, len(footnotes), language)
    data = {"notebook": [note_json(one) for one in notes]}
    return ExportDocument(say("notebook_title", language), language, tuple(blocks), tuple(footnotes), data, window)


def note_json(one: Held) -> dict[str, object]:
    """One note: own words, tags and star; of a quote also the place, and whether it stands there still."""
    note = one.note
    own = {"key": note.key, "made": note.made, "note": note.text, "tags": list(note.tags), "star": note.star}
    if not note.source:
        return own
    place = {"source": note.source, "start": note.start, "end": note.end, "quote": note.quote}
    told = {"title": note.title, "date": note.date, "page": note.page, "standing": one.standing}
    return own | place | {key: value for key, value in told.items() if value not in ("", None)}


def _blocks(one: Held, number: int, language: str) -> Iterator[Paragraph]:
    note = one.note
    quote = clean_quote(note.quote)
    if one.standing in ("stands", "unchecked"):
        yield Paragraph(f"«{quote}»", "quote", (number,))
    elif note.source:
        told = joined(list(_named(note)), language)
        yield Paragraph(quote)
        yield Paragraph(say(LOST[one.standing], language, source=told), "aside")
    for line in note.text.splitlines():
        if line.strip():
            yield Paragraph(line)
    marks = ([STAR] if note.star else []) + list(note.tags)
    if marks:
        yield Paragraph(joined(marks, language), "aside")


def _named(note: Note) -> Iterable[str]:
    return (part for part in (note.title, note.date, note.source) if part)


def _footnote(note: Note, address_of: AddressOf) -> Footnote:
    publisher = host_of(address_of(note.source))
    return Footnote(note.source, note.start, note.end, note.title, publisher, note.date, note.page, "", note.ocr)
