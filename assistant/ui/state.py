"""One visitor's state as values: the conversation, the part of the list that is shown, the files that are chosen.

It lives in the visitor's session and nowhere else; every change makes a new one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.types import Answer, Turn
from assistant.ui.catalogue import EVERY
from assistant.ui.html.escape import NOTHING

PENDING, DONE, STOPPED, FAILED = "pending", "done", "stopped", "failed"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer so far; `note` is shown instead of, or while waiting for, an answer.

    `within` are the files that the search was limited to, of `total` ones; empty where it was not.
    """

    question: str
    answer: Answer | None = None
    status: str = PENDING
    note: Markup = NOTHING
    within: tuple[str, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges in order; `editing` is the one whose question stands in the box to be asked anew."""

    exchanges: tuple[Exchange, ...] = ()
    editing: int | None = None

    @property
    def waiting(self) -> Exchange | None:
        """The exchange that is being answered, if one is."""
        last = self.exchanges[-1] if self.exchanges else None
        return last if last is not None and last.status == PENDING else None

    @property
    def history(self) -> list[Turn]:
        """What was said before the last question, for the assistant."""
        return [Turn(e.question, e.answer.text if e.answer else None) for e in self.exchanges[:-1]]

    def ask(self, question: str, within: Iterable[str] = (), total: int = 0) -> Conversation:
        """With a further question, or with it in place of the one being edited and all after it."""
        kept = self.exchanges if self.editing is None else self.exchanges[: self.editing]
        return Conversation((*kept, Exchange(question, within=tuple(sorted(within)), total=total)))

    def update(self, **changes: object) -> Conversation:
        """With the last exchange changed."""
        return replace(self, exchanges=(*self.exchanges[:-1], replace(self.exchanges[-1], **changes)))

    def again(self, turn: int, within: Iterable[str] = (), total: int = 0) -> Conversation:
        """With question `turn` asked anew and what followed it dropped."""
        return Conversation(self.exchanges[:turn]).ask(self.exchanges[turn].question, within, total)

    def stop(self) -> Conversation:
        """With the answer left as far as it came."""
        return self.update(status=STOPPED, note=NOTHING) if self.waiting else self


@dataclass(frozen=True, slots=True)
class ListState:
    """The part of the list that is shown: the words searched for, which files, the page of them (from 0).

    `unfolded` is the key of a file whose articles are listed below it, `inside` the page of those.
    """

    words: str = ""
    kind: str = EVERY
    page: int = 0
    unfolded: str = ""
    inside: int = 0


@dataclass(frozen=True, slots=True)
class SourceFilter:
    """The files that questions are limited to; none chosen means all of them.

    `lost` are chosen files that the index no longer holds: they are told once.
    """

    sources: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources)

    def flip(self, source: str) -> SourceFilter:
        """With a file chosen, or no longer."""
        return SourceFilter(self.sources ^ {source})

    def add(self, sources: Iterable[str]) -> SourceFilter:
        """With further files chosen."""
        return SourceFilter(self.sources | frozenset(sources))

    def known(self, names: Collection[str]) -> SourceFilter:
        """With only the files that are there, the others named as lost."""
        gone = self.sources.difference(names)
        return replace(self, sources=self.sources - gone, lost=tuple(sorted(gone))) if gone else self
