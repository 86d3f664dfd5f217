"""What happens when an answer or a whole conversation is taken away: a file is made, and the page told where it is.

A page names a turn of its own session's conversation; it never gets a file of another's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from markupsafe import Markup

from assistant.answering.render import render_text
from assistant.export.answers import Asked, answer_document, comparison_document, conversation_document
from assistant.export.document import ExportDocument
from assistant.export.files import FORMATS, file_name, write
from assistant.export.links import addresses_in
from assistant.messages import say
from assistant.sources.comparison import Comparison
from assistant.types import Answer
from assistant.ui.backend import Backend
from assistant.ui.exports import Exports
from assistant.ui.html.escape import NOTHING, escape_exact
from assistant.ui.html.frame import failure
from assistant.ui.html.labels import said
from assistant.ui.state import Conversation, Exchange
from vectorstore.errors import VectorstoreError

_EXPORT = re.compile(rf"(?:(compare-)?(\d{{1,6}})|all)-({'|'.join(FORMATS)}) (\S{{0,255}}) \d{{1,9}}", re.ASCII)


class ExportEvents:
    """The handler of the export menu over one desk."""

    def __init__(
        self, desk: Backend, compare: Callable[[Conversation, int], Comparison | None] = lambda conversation, turn: None
    ) -> None:
        """`compare` gives what the sources say to a turn's question side by side."""
        self.desk = desk
        self.compare = compare
        self.exports: Exports = desk.exports

    def export(self, event: str, conversation: Conversation) -> Markup:
        """A link to the file that a page asked for, or why there is none.

        «2-pdf ORIGIN N» is an answer, «all-docx …» the conversation, «compare-2-html …» the table of a turn.
        """
        match = _EXPORT.fullmatch(event)
        if match is None:
            return NOTHING
        compared, number, ending, window = match.groups()
        turn = None if number is None else int(number)
        try:
            if compared:
                document = self._comparison(turn or 0, conversation, window)
            else:
                document = self._document(turn, conversation, window)
            name = file_name(document, ending)
            key = self.exports.keep(name, FORMATS[ending].media_type, lambda: write(document, ending))
        except VectorstoreError as error:
            return failure(said(error.code, **error.values))
        return Markup('<a class="made" href="/isnad/export/{}" download="{}">{}</a>').format(
            key, escape_exact(name), escape_exact(name)
        )

    def _document(self, turn: int | None, conversation: Conversation, window: str) -> ExportDocument:
        """Raises VectorstoreError("nothing_to_export") where nothing was answered."""
        exchanges = conversation.exchanges if turn is None else conversation.exchanges[turn : turn + 1]
        turns = [asked for exchange in exchanges if (asked := asked_of(exchange))]
        if not turns or self.desk.assistant is None:
            raise VectorstoreError("nothing_to_export")
        addresses = addresses_in(self.desk.assistant.index)
        if turn is None:
            return conversation_document(turns, addresses, window)
        return answer_document(turns[0], addresses, window)

    def _comparison(self, turn: int, conversation: Conversation, window: str) -> ExportDocument:
        """Raises VectorstoreError("nothing_to_export") where there is no such turn."""
        table = self.compare(conversation, turn) if turn < len(conversation.exchanges) else None
        if table is None or self.desk.assistant is None:
            raise VectorstoreError("nothing_to_export")
        return comparison_document(table, addresses_in(self.desk.assistant.index), window)


def asked_of(exchange: Exchange) -> Asked | None:
    """A question with its answer, as far as it came; None where nothing was answered."""
    if exchange.answer is None:
        return None
    return Asked(exchange.question, _standing(exchange.answer, exchange.changed), exchange.within)


def _standing(answer: Answer, changed: Collection[str]) -> Answer:
    """The answer without what rests on quotes that their articles no longer have, and that is said."""
    if not changed:
        return answer
    lost = {marker for marker in (c.marker for c in answer.citations) if f"cite-{marker}" in changed}
    lines = tuple(line for line in answer.lines if lost.isdisjoint(line.markers))
    told = say("quotes_lost", answer.language)
    return replace(
        answer, lines=lines, lead=told, text=render_text(lines, told, answer.language), nearest=(),
        citations=tuple(citation for citation in answer.citations if citation.marker not in lost),
    )  # fmt: skip
