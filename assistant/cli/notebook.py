"""The notebook in the terminal: every note as it stands today, as text and as JSON."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from assistant.answering.render import clean_quote
from assistant.cli.report import one_line
from assistant.export.files import json_line
from assistant.export.notebook import STAR, note_json
from assistant.history.notebook import Held, Note, Notebook, held
from assistant.history.requote import TextOf
from assistant.messages import say
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index


def notes_in(path: Path | None) -> list[Note]:
    """The notes of a file; none where there is no file. Raises as `Notebook`."""
    if path is None or not path.exists():
        return []
    with contextlib.closing(Notebook(path)) as book:
        return book.listed()


def held_now(notes: Sequence[Note], index: Index | None) -> list[Held]:
    """The notes held against the articles of an index; None for that where none of them quotes one."""
    return [held(note, None if index is None else _texts_of(index)) for note in notes]


def _texts_of(index: Index) -> TextOf:
    def text_of(source: str) -> str | None:
        try:
            with index.reading() as snapshot:
                return snapshot.document(source).text
        except VectorstoreError as error:
            if error.code != "unknown_source":
                raise
            return None

    return text_of


def notes_json(notes: Sequence[Held]) -> str:
    """One JSON object, in which the notes are as in an exported file."""
    return json_line({"notebook": [note_json(one) for one in notes]})


def notes_text(notes: Sequence[Held], language: str) -> str:
    """A block for each note: its quote with file and date, own words, tags."""
    return "\n\n".join("\n".join(_lines(one, language)) for one in notes)


def _lines(one: Held, language: str) -> list[str]:
    note, lines = one.note, []
    if note.source:
        quote = one_line(clean_quote(note.quote))
        told = one_line(" · ".join(part for part in (note.title, note.date, note.source) if part))
        lost = {"changed": "quote_changed", "gone": "quote_gone"}.get(one.standing)
        lines = [quote, say(lost, language, source=told)] if lost else [f"«{quote}»", told]
    lines += [one_line(line) for line in note.text.splitlines() if line.strip()]
    marks = ([STAR] if note.star else []) + [f"#{one_line(tag)}" for tag in note.tags]
    return [*lines, *([" ".join(marks)] if marks else [])]
