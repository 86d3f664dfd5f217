"""A conversation as it is kept: frozen values that know nothing of a window or of SQLite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assistant.types import Answer

UP, DOWN = 1, -1
"""How an answer was judged; 0 where nobody said."""


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A question and what it was answered with; `status` is the window's word for how far that came.

    `asked` is a moment (ISO 8601, UTC). `within` are the files that the search was limited to, of `total`.
    `vote` is UP, DOWN or 0, `word` what was said beside it. The answer's `hits` are not kept.
    """

    question: str
    answer: Answer | None
    status: str
    asked: str
    within: tuple[str, ...] = ()
    total: int = 0
    vote: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A place in a conversation with all versions of its question and answer; `shown` is the one last looked at."""

    key: str
    versions: tuple[KeptVersion, ...]
    shown: int = 0


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """Turns in order; `key` is 24 hexadecimal digits that nobody can guess."""

    key: str
    title: str
    turns: tuple[KeptTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in the list: when it was last used (ISO 8601, UTC), and how many turns it has.

    `found`: the question of the first turn that has the words searched for, and `place` its number from 0; "" and 0
    where nothing was searched for, or the title alone has them.
    """

    key: str
    title: str
    used: str
    turns: int
    pinned: bool = False
    found: str = ""
    place: int = 0


def moment(seconds: float = 0.0) -> str:
    """Now, or so many seconds from now: ISO 8601 in UTC, which sorts as it follows."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
