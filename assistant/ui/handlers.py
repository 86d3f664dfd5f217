"""What happens on each event in the window; they take and return values and keep nothing of a visitor.

A question goes to the assistant and its answer to `transcript`, a clicked source to `panel`. What the page
says is checked against the visitor's own session: a page can ask for nothing that was not offered to it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.ui import chrome, panel
from assistant.ui.conversation import DONE, FAILED, Conversation
from assistant.ui.desk import Desk
from assistant.ui.labels import both, said
from assistant.ui.transcript import messages
from vectorstore.errors import VectorstoreError

QUESTION_LIMIT = 10_000
"""Characters the question box takes; the assistant reads what it can use of them."""

PATIENCE = 0.25
"""Seconds between two looks at the progress of the index."""

_LOOK = re.compile(r"(cite|near)-(\d{1,6})-(\d{1,6})|(file)-(\d{1,9})|(list)", re.ASCII)
_ACT = re.compile(r"(retry|edit)-(\d{1,6})|(try)-(ar|en)-(\d{1,3})|(clear|cancel)", re.ASCII)

log = logging.getLogger(__name__)


class Handlers:
    """The handlers of one window over one desk."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self.desk = desk
        self.settings = settings

    async def greet(self) -> AsyncIterator[tuple[Any, ...]]:
        """Progress while the index is built, then the articles and the first questions to try."""
        last = None
        while not self.desk.opened:
            if self.desk.progress != last:
                last = self.desk.progress
                yield chrome.bar(None), chrome.welcome(chrome.progress(last)), panel.preparing()
            await asyncio.sleep(PATIENCE)
        bar, listed, asides, some = await asyncio.to_thread(self._greeting)
        if not self.desk.settled:
            yield bar, chrome.welcome((chrome.suggesting() if some else "") + asides), listed
            self.desk.greeted()
        while not self.desk.settled:
            await asyncio.sleep(PATIENCE)
        yield bar, chrome.welcome(chrome.suggestions(self.desk.suggestions) + asides), listed

    def _greeting(self) -> tuple[str, str, str, bool]:
        """Bar, list of articles, what is said below the first questions, and whether there will be any."""
        assistant = self.desk.assistant
        if assistant is None:
            return chrome.bar(None), panel.preparing(), chrome.failure(self._sorry(self.desk.error)), False
        files = assistant.files()
        indexed = sum(record.status == "indexed" for record in files)
        asides = "" if indexed else chrome.empty(self.settings.articles_at)
        asides += chrome.refused(len(files) - indexed) + chrome.notes(assistant.report.notes)
        return chrome.bar(indexed), self._listed(assistant), asides, indexed > 0

    def ask(self, question: str, conversation: Conversation) -> tuple[Conversation, Any, str]:
        """Take a question from the box; the answer follows in `answer`. One at a time for each visitor."""
        if not question.strip() or conversation.waiting:
            return conversation, messages(conversation), question
        # Halves of a surrogate pair can be sent, but not written back.
        whole = question[:QUESTION_LIMIT].encode("utf-8", "replace").decode("utf-8")
        conversation = conversation.ask(whole)
        return conversation, messages(conversation), ""

    def act(self, event: str, conversation: Conversation, box: str) -> tuple[Conversation, Any, str]:
        """Ask again, edit, try a suggestion, start over: what a link in the transcript asks for."""
        match = _ACT.fullmatch(event.partition(" ")[0])
        if match is None:
            return conversation, messages(conversation), box
        kind, turn, trying, language, number, plain = match.groups()
        known = turn is not None and int(turn) < len(conversation.exchanges)
        if plain == "clear":
            conversation, box = Conversation(), ""
        elif plain == "cancel":
            conversation, box = Conversation(conversation.exchanges), ""
        elif trying and not conversation.waiting:
            conversation = self._try(conversation, language, int(number))
        elif kind == "retry" and known and not conversation.waiting:
            conversation = conversation.again(int(turn))
        elif kind == "edit" and known and not conversation.waiting:
            box = conversation.exchanges[int(turn)].question
            conversation = Conversation(conversation.exchanges, editing=int(turn))
        return conversation, messages(conversation), box

    def _try(self, conversation: Conversation, language: str, number: int) -> Conversation:
        offered = self.desk.suggestions.get(language, [])
        return conversation.ask(offered[number]) if number < len(offered) else conversation

    def answer(self, conversation: Conversation) -> Iterator[tuple[Conversation, Any]]:
        """The answer to the question that waits, as it grows; one sentence where it cannot be had."""
        if conversation.waiting is None:
            yield conversation, messages(conversation)
            return
        waited = False
        while not self.desk.wait(PATIENCE):
            if not waited:
                waited = True
                yield conversation, messages(conversation.update(note=both("waiting")))
        try:
            if self.desk.assistant is None:
                raise self.desk.error or VectorstoreError("unexpected")
            question = conversation.exchanges[-1].question
            for answer in self.desk.assistant.stream(question, conversation.history):
                conversation = conversation.update(answer=answer)
                yield conversation, messages(conversation)
            conversation = conversation.update(status=DONE)
        except Exception as error:  # the outermost edge: a visitor sees a sentence, the log the traceback
            conversation = conversation.update(status=FAILED, note=self._sorry(error))
        yield conversation, messages(conversation)

    def stop(self, conversation: Conversation) -> tuple[Conversation, Any]:
        """Leave the answer as far as it came."""
        conversation = conversation.stop()
        return conversation, messages(conversation)

    def look(self, event: str, conversation: Conversation) -> str:
        """What the panel shows after a click; the page says what was clicked, the session what that is."""
        assistant = self.desk.assistant
        match = _LOOK.fullmatch(event.partition(" ")[0])
        if match is None or assistant is None:
            return panel.gone()
        act, turn, marker, _, number, _ = match.groups()
        try:
            if act:
                return self._cited(act, int(turn), int(marker), conversation)
            if number is None:
                return self._listed(assistant)
            indexed = [record for record in assistant.files() if record.status == "indexed"]
            return panel.article(assistant.document(indexed[int(number)].source))
        except (VectorstoreError, IndexError) as error:
            log.info("nothing to show for %s: %s", match.group(), error)
            return panel.gone()

    def _listed(self, assistant: Assistant) -> str:
        corpus = self.settings.articles_at
        return panel.articles(assistant.files(), corpus, lambda source: assistant.document(source).text)

    def _cited(self, act: str, turn: int, marker: int, conversation: Conversation) -> str:
        answer = conversation.exchanges[turn].answer
        offered = () if answer is None else answer.citations if act == "cite" else answer.nearest
        for citation in offered:
            if citation.marker == marker:
                document = self.desk.assistant.document(citation.source)
                return panel.article(document, citation.start, citation.end, citation.answer)
        raise IndexError(f"no source {marker} in answer {turn}")

    def _sorry(self, error: Exception | None) -> str:
        if isinstance(error, VectorstoreError) and error.code != "unexpected":
            return said(error.code, **error.values)
        if error is not None and not isinstance(error, VectorstoreError):
            log.error("a question could not be answered", exc_info=error)
        return both("failed")
