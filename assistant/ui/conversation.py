"""One visitor's conversation as a value: what was asked, what came back, and what is still being answered.

It lives in the visitor's session and nowhere else; every change makes a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.types import Answer, Turn

PENDING, DONE, STOPPED, FAILED = "pending", "done", "stopped", "failed"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer so far; `note` is HTML shown instead of, or while waiting for, an answer.

    `within` are the files that the search was limited to, of `total` ones; empty where it was not.
    """

    question: str
    answer: Answer | None = None
    status: str = PENDING
    note: str = ""
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
        return self.update(status=STOPPED, note="") if self.waiting else self
