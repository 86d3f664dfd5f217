"""What happens when an answer or a whole conversation is taken away: a file is made, and the page told where it is.

A page names a turn of its own session's conversation; it never gets a file of another's.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from markupsafe import Markup

from assistant.answering.render import render_text
from assistant.export.answers import Asked, answer_document, conversation_document
from assistant.export.document import ExportDocument
from assistant.export.files import FORMATS, file_name, write
from assistant.export.links import addresses_in
from assistant.messages import say
from assistant.types import Answer
from assistant.ui.backend import Backend
from assistant.ui.exports import Exports
from assistant.ui.html.escape import NOTHING, escape_exact
from assistant.ui.html.frame import failure
from assistant.ui.html.labels import said
from assistant.ui.state import Conversation, Exchange
from vectorstore.errors import VectorstoreError

_EXPORT = re.compile(rf"(?:(\d{{1,6}})|all)-({'|'.join(FORMATS)}) (\S{{0,255}}) \d{{1,9}}", re.ASCII)


class ExportEvents:
    """The handler of the export menu over one desk."""

    def __init__(self, desk: Backend) -> None:
        self.desk = desk
        self.exports: Exports = desk.exports

    def export(self, event: str, conversation: Conversation) -> Markup:
        """A link to the file that a page asked for («2-pdf ORIGIN N», «all-docx ORIGIN N»), or why there is none."""
        match = _EXPORT.fullmatch(event)
        if match is None:
            return NOTHING
        turn, ending, window = match.groups()
        try:
            document = self._document(None if turn is None else int(turn), conversation, window)
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
        answer, lines=lines, lead=told, text=render_text(lines, told), nearest=(),
        citations=tuple(citation for citation in answer.citations if citation.marker not in lost),
    )  # fmt: skip
