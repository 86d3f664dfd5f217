"""The quotes of a conversation that stand in one article, for the panel: all of them are marked, and led through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.history.requote import place_now
from assistant.types import Citation
from assistant.ui.state import Conversation
from vectorstore.types import Document, Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote where it stands now, `[start, end)`; `event` is the click that opens it (`clicks`)."""

    start: int
    end: int
    event: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


def quotes_in(conversation: Conversation, document: Document) -> tuple[Quoted, ...]:
    """The quotes of all answers that are shown, and of the sources that say the same, in the order of the text.

    Each place once, by the first answer that quotes it; not what an article no longer holds, and not what came nearest
    where there was no answer.
    """
    found: dict[Span, str] = {}
    for event, citation in _cited(conversation):
        now = place_now(citation, document.text) if citation.source == document.source else None
        if now is not None:
            found.setdefault((now.start, now.end), event)
    return tuple(Quoted(*span, event) for span, event in sorted(found.items()))


def _cited(conversation: Conversation) -> Iterator[tuple[str, Citation]]:
    for turn, exchange in enumerate(conversation.exchanges):
        if exchange.answer is None:
            continue
        for citation in exchange.answer.citations:
            yield f"cite-{turn}-{citation.marker}", citation
        for number, line in enumerate(exchange.answer.lines):
            for place, citation in enumerate(line.standing.elsewhere if line.standing else ()):
                yield f"said-{turn}-{number}-{place}", citation
