"""One visitor's state as values: the conversation, the part of the list that is shown, the files that are chosen.

It lives in the visitor's session; every change makes a new one. What of it is kept, `keeper` writes down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.history.kept import moment
from assistant.types import Answer, Turn
from assistant.ui.catalogue import BY_NAME, EVERY
from assistant.ui.html.escape import NOTHING

PENDING, DONE, STOPPED, FAILED = "pending", "done", "stopped", "failed"

SHOWN_TURNS = 10
"""Exchanges by which the shown part of a long conversation moves on: 11 to 20 stand in the page, earlier ones are
asked for. So what a page holds and draws anew at each turn does not grow; it did by 280 nodes and .11 MB a turn
(`benchmarks.page`), since Gradio keeps each of its messages in some copies and draws all when one is added."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer so far; `note` is shown instead of, or while waiting for, an answer.

    `within` are the files that the search was limited to, of `total` ones; empty where it was not. `asked` is when
    (ISO 8601, UTC).

    The same place of a conversation may have further versions, asked anew or in other words: `others`, in order, among
    which this one stands at `place`. `key` names the place where the conversation is kept. `vote` and `word` are what
    was thought of the answer (`history.kept`). `changed` are the markers whose quotes their articles no longer have,
    `changed_nearest` those of the nearest passages.
    """

    question: str
    answer: Answer | None = None
    status: str = PENDING
    note: Markup = NOTHING
    within: tuple[str, ...] = ()
    total: int = 0
    asked: str = ""
    others: tuple[Exchange, ...] = ()
    place: int = 0
    key: str = ""
    vote: int = 0
    word: str = ""
    changed: frozenset[str] = frozenset()

    @property
    def versions(self) -> tuple[Exchange, ...]:
        """All versions in order, each without the others."""
        alone = replace(self, others=(), place=0)
        return (*self.others[: self.place], alone, *self.others[self.place :])

    def show(self, place: int) -> Exchange:
        """Another version of the same place; raises IndexError."""
        return of_versions(self.versions, place)

    def anew(self, version: Exchange) -> Exchange:
        """With a further version, which is the one shown."""
        return of_versions((*self.versions, replace(version, key=self.key)), len(self.others) + 1)


def of_versions(versions: Sequence[Exchange], place: int) -> Exchange:
    """One place of a conversation with all its versions, of which it shows one; raises IndexError."""
    return replace(versions[place], others=(*versions[:place], *versions[place + 1 :]), place=place)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges in order; `editing` is the one whose question stands in the box to be asked anew.

    `key` names it where it is kept, and is empty where it is not; `private`: it is not to be. `unkept` says why it
    could not be kept as it is now. `reach` is the first exchange that the reader asked to see of a long one. `owned`:
    who asks is the owner of the window, whose last look at the articles is remembered.
    """

    exchanges: tuple[Exchange, ...] = ()
    editing: int | None = None
    key: str = ""
    private: bool = False
    unkept: Markup = NOTHING
    reach: int | None = None
    owned: bool = False

    @property
    def first(self) -> int:
        """The number of the first exchange that the page shows."""
        last = max(0, (len(self.exchanges) - 1) // SHOWN_TURNS - 1) * SHOWN_TURNS
        return last if self.reach is None else min(self.reach, last)

    def earlier(self, turn: int) -> Conversation:
        """With the exchanges shown from that one on, or from a few before it."""
        return replace(self, reach=min(turn, self.first) // SHOWN_TURNS * SHOWN_TURNS)

    @property
    def turn(self) -> int:
        """The number of the exchange that is being answered, else of the last one; -1 where there is none."""
        pending = (number for number, one in enumerate(self.exchanges) if one.status == PENDING)
        return next(pending, len(self.exchanges) - 1)

    @property
    def waiting(self) -> Exchange | None:
        """The exchange that is being answered, if one is."""
        now = self.exchanges[self.turn] if self.exchanges else None
        return now if now is not None and now.status == PENDING else None

    @property
    def history(self) -> list[Turn]:
        """What was said before the question that is being answered, for the assistant."""
        return [Turn(e.question, e.answer.text if e.answer else None) for e in self.exchanges[: max(0, self.turn)]]

    def ask(self, question: str, within: Iterable[str] = (), total: int = 0) -> Conversation:
        """With a further question, or with it as another version of the one being edited; what follows that stays."""
        asked = Exchange(question, within=tuple(sorted(within)), total=total, asked=moment())
        if self.editing is None:
            return replace(self, exchanges=(*self.exchanges, asked), reach=None)
        return replace(self.put(self.editing, self.exchanges[self.editing].anew(asked)), editing=None)

    def put(self, turn: int, exchange: Exchange) -> Conversation:
        """With another exchange in the place of one."""
        return replace(self, exchanges=(*self.exchanges[:turn], exchange, *self.exchanges[turn + 1 :]))

    def update(self, **changes: object) -> Conversation:
        """With the exchange changed that is being answered, else the last one."""
        return self.put(self.turn, replace(self.exchanges[self.turn], **changes))

    def again(self, turn: int, within: Iterable[str] = (), total: int = 0) -> Conversation:
        """With question `turn` asked anew; the answer before and what followed it stay."""
        return replace(self, editing=turn).ask(self.exchanges[turn].question, within, total)

    def stop(self) -> Conversation:
        """With the answer left as far as it came."""
        return self.update(status=STOPPED, note=NOTHING) if self.waiting else self


@dataclass(frozen=True, slots=True)
class ListState:
    """The part of the list that is shown: the words searched for, which files, the page of them (from 0).

    `order` is one of `catalogue.ORDERS`, `unfolded` the key of a file whose articles are listed below it, `inside` the
    page of those.
    """

    words: str = ""
    kind: str = EVERY
    page: int = 0
    unfolded: str = ""
    inside: int = 0
    order: str = BY_NAME


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
