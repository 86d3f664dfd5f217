"""The kept conversations in the terminal: listed, judged answers as questions, deleted from the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.export.files import json_line
from assistant.history.kept import Listed
from assistant.history.question_lines import question_lines
from assistant.history.store import ConversationStore
from vectorstore.errors import VectorstoreError

PAGE = 500
"""Conversations read at once."""


def opened(path: Path | None) -> ConversationStore | None:
    """The file of the conversations, None where there is none; raises as `ConversationStore`."""
    return ConversationStore(path) if path is not None and path.exists() else None


def every(store: ConversationStore) -> Iterator[Listed]:
    """All conversations, as the list of the window has them."""
    skip = 0
    while rows := store.listed(limit=PAGE, skip=skip):
        yield from rows
        skip += len(rows)


def listed_text(rows: Sequence[Listed]) -> str:
    """A line for each: its key, when it was last used (UTC), the number of its turns, its title."""
    return "\n".join(f"{row.key}  {row.used[:16].replace('T', ' ')}  {row.turns:>3}  {row.title}" for row in rows)


def listed_json(rows: Sequence[Listed]) -> str:
    """One JSON object."""
    return json_line(
        {
            "conversations": [
                {"key": row.key, "title": row.title, "used": row.used, "turns": row.turns, "pinned": row.pinned}
                for row in rows
            ]
        }
    )


def votes_text(store: ConversationStore) -> str:
    """The judged answers as lines of a questions file."""
    return "\n".join(json_line(line) for line in question_lines(store.voted()))


def erase(store: ConversationStore, keys: Sequence[str]) -> None:
    """Delete conversations and erase them at once; raises VectorstoreError("no_conversation") before any is, where one
    is not there."""
    known = {row.key for row in every(store)}
    if not known.issuperset(keys):
        raise VectorstoreError("no_conversation")
    for key in keys:
        store.delete(key)
    store.erase()
