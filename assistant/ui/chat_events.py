"""What happens on each event in the window; they take and return values and keep nothing of a visitor.

A question goes to the assistant and its answer to `transcript`, what was clicked to `clicks`. What the page
says is checked against the visitor's own session: a page can ask for nothing that was not offered to it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from assistant.settings import Settings
from assistant.sources.comparison import Comparison
from assistant.ui import clicks, status
from assistant.ui.backend import Backend, BackendState
from assistant.ui.comparisons import Comparisons
from assistant.ui.corpus_events import CorpusEvents
from assistant.ui.html import article_panel, frame, side_by_side
from assistant.ui.html.escape import NOTHING
from assistant.ui.html.labels import both, said
from assistant.ui.html.transcript import messages
from assistant.ui.line import Line
from assistant.ui.parts import as_they_come
from assistant.ui.state import DONE, FAILED, Conversation, ListState, SourceFilter
from assistant.ui.surveys import Surveys
from vectorstore.errors import VectorstoreError

MAX_QUESTION_CHARACTERS = 10_000
"""Characters the question box takes; the assistant reads what it can use of them."""

NOTE_DELAY_SECONDS = 0.25
"""Seconds between two looks at the progress of the index."""

GUESTS_PERIOD = "week"
"""Since when «what is new?» asks of a guest, whose last look is not known here."""

_COMPARE = re.compile(r"compare-(\d{1,6}) (\d{1,9})", re.ASCII)
_ACT = re.compile(
    r"(retry|edit)-(\d{1,6})|(try)-(ar|en)-(\d{1,3})|(clear|cancel)|earlier-(\d{1,6})"
    r"|narrow-(\d{1,6})-(\d{1,3})",
    re.ASCII,
)

log = logging.getLogger(__name__)


class ChatEvents:
    """The handlers of one window over one desk."""

    def __init__(
        self, desk: Backend, settings: Settings, line: Line | None = None, surveys: Surveys | None = None
    ) -> None:
        """`line`: where questions wait; None lets every one in. `surveys`: as for `CorpusEvents`."""
        self.line = line or Line(sys.maxsize, 0)
        self.desk = desk
        self.settings = settings
        self.corpus = CorpusEvents(desk, settings, surveys)
        self.comparisons = Comparisons()

    async def greet(self) -> AsyncIterator[tuple[Any, ...]]:
        """Progress while the index is built, then the articles and the first questions to try.

        Each is bar, welcome, and head and rows of the corpus page.
        """
        last, now = None, await asyncio.to_thread(self.desk.state)
        while not now.opened:
            if now.progress != last:
                last = now.progress
                shown = status.progress_html(last, may_stop=now.may_stop)
                yield frame.bar(None), frame.welcome(shown), *self.corpus.page(ListState(), SourceFilter())
            await asyncio.sleep(NOTE_DELAY_SECONDS)
            now = await asyncio.to_thread(self.desk.state)
        bar, page, asides, some = await asyncio.to_thread(self._greeting, now)
        if not now.settled:
            yield bar, frame.welcome((frame.suggesting() if some else NOTHING) + asides, now.worded), *page
            self.desk.greeted()
        while not now.settled:
            await asyncio.sleep(NOTE_DELAY_SECONDS)
            now = await asyncio.to_thread(self.desk.state)
        yield bar, frame.welcome(frame.suggestions(now.suggestions) + asides, now.worded), *page

    def _greeting(self, now: BackendState) -> tuple[Markup, tuple[Markup, Markup], Markup, bool]:
        """Bar, corpus page, what is said below the first questions, and whether there will be any."""
        assistant, catalogue = self.desk.assistant, self.desk.catalogue()
        page = self.corpus.page(ListState(), SourceFilter())
        if assistant is None or catalogue is None:
            return frame.bar(None), page, frame.failure(self._sorry(now.error)), False
        totals = catalogue.totals
        asides = NOTHING if totals.indexed else frame.empty(self.settings.articles_at)
        asides += frame.refused(totals.refused) + frame.notes(assistant.index.report.notes)
        asides += frame.offered((offer.name, offer.server) for offer in assistant.models.unasked())
        return frame.bar(totals.articles, now.remote_address, now.model), page, asides, totals.indexed > 0

    def ask(self, question: str, conversation: Conversation, scope: SourceFilter) -> tuple[Conversation, Any, str]:
        """Take a question from the box; the answer follows in `answer`. One at a time for each visitor."""
        if not question.strip() or conversation.waiting:
            return conversation, messages(conversation), question
        # Halves of a surrogate pair can be sent, but not written back.
        whole = question[:MAX_QUESTION_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
        conversation = conversation.ask(whole, *self._within(scope))
        return conversation, messages(conversation), ""

    def _within(self, scope: SourceFilter) -> tuple[frozenset[str], int]:
        """The files that a question is limited to, and how many there are."""
        catalogue = self.desk.catalogue() if scope else None
        return scope.sources, catalogue.totals.indexed if catalogue else 0

    def act(
        self, event: str, conversation: Conversation, box: str, scope: SourceFilter
    ) -> tuple[Conversation, Any, str, SourceFilter, Markup]:
        """Ask again, edit, try a suggestion, start over: what a link in the transcript asks for."""
        match = _ACT.fullmatch(event.partition(" ")[0])
        if match is not None:
            conversation, box, scope = self._act(match, conversation, box, scope)
        return conversation, messages(conversation), box, scope, self.corpus.limits(scope)

    def _act(
        self, match: re.Match[str], conversation: Conversation, box: str, scope: SourceFilter
    ) -> tuple[Conversation, str, SourceFilter]:
        kind, turn, trying, language, number, plain, before, narrowed, event = match.groups()
        known = turn is not None and int(turn) < len(conversation.exchanges)
        if plain == "clear":
            return Conversation(), "", SourceFilter()
        if plain == "cancel":
            return replace(conversation, editing=None), "", scope
        if conversation.waiting:
            return conversation, box, scope
        if before:
            return conversation.earlier(int(before)), box, scope
        if narrowed:
            return self._narrowed(conversation, int(narrowed), int(event), box, scope)
        if trying:
            offered = self.desk.state().suggestions.get(language, [])
            if int(number) < len(offered):
                conversation = conversation.ask(offered[int(number)], *self._within(scope))
        elif kind == "retry" and known:
            conversation = conversation.again(int(turn), *self._within(scope))
        elif kind == "edit" and known:
            box = conversation.exchanges[int(turn)].question
            conversation = replace(conversation, editing=int(turn))
        return conversation, box, scope

    def _narrowed(
        self, conversation: Conversation, turn: int, event: int, box: str, scope: SourceFilter
    ) -> tuple[Conversation, str, SourceFilter]:
        """The question of an exchange asked of one event alone; what is asked next stays there until it is let go."""
        exchange = conversation.exchanges[turn] if turn < len(conversation.exchanges) else None
        groups = exchange.answer.groups if exchange is not None and exchange.answer is not None else ()
        if exchange is None or event >= len(groups):
            return conversation, box, scope
        catalogue = self.desk.catalogue()
        scope = SourceFilter(frozenset(groups[event].sources)).known(catalogue.names if catalogue else ())
        if scope:
            conversation = conversation.ask(exchange.question, *self._within(scope))
        return conversation, box, scope

    async def answer(self, conversation: Conversation) -> AsyncIterator[tuple[Conversation, Any]]:
        """The answer to the question that waits, as it grows; one sentence where it cannot be had.

        Leaving the iterator, as the stop button and a closed page do, stops a model that is at work.
        """
        if conversation.waiting is None:
            return
        if not self.desk.wait(0):
            yield conversation, messages(conversation.update(note=both("waiting")))
            while not self.desk.wait(0):
                await asyncio.sleep(NOTE_DELAY_SECONDS)
        try:
            async with aclosing(self._in_turn(conversation)) as parts:
                async for conversation in parts:
                    yield conversation, messages(conversation)
        except Exception as error:  # the outermost edge: a visitor sees a sentence, the log the traceback
            conversation = conversation.update(status=FAILED, note=self._sorry(error))
            yield conversation, messages(conversation)

    async def _in_turn(self, conversation: Conversation) -> AsyncIterator[Conversation]:
        """The conversation while its last question waits in the line, with its place there, and as it is answered."""
        ticket, told = self.line.join(), 0
        try:
            async with aclosing(self.line.wait(ticket)) as places:
                async for place in places:
                    if place != told:
                        told = place
                        yield conversation.update(note=said("in_line", place=place))
            async with aclosing(self._answered(conversation.update(note=NOTHING))) as parts:
                async for part in parts:
                    yield part
        finally:
            self.line.leave(ticket)

    async def _answered(self, conversation: Conversation) -> AsyncIterator[Conversation]:
        """The conversation as its last question is answered. Raises what the assistant raises."""
        if self.desk.assistant is None:
            raise self.desk.state().error or VectorstoreError("unexpected")
        exchange = conversation.exchanges[conversation.turn]
        sources = self._still(exchange.within)
        if sources is not None and len(sources) < len(exchange.within):
            conversation = conversation.update(within=tuple(sorted(sources)))
        if sources is not None and not sources:
            yield conversation.update(status=FAILED, note=both("scope_gone"))
            return
        if not self.desk.assistant.loaded:
            yield conversation.update(note=both("loading_models"))
        when = "last" if conversation.owned else GUESTS_PERIOD
        stream = self.desk.assistant.stream(exchange.question, conversation.history, sources, when)
        told = None
        async with aclosing(as_they_come(stream)) as parts:
            async for answer in parts:
                if answer == told:
                    continue  # a model is at work and has nothing new
                told = answer
                silent = answer.state and not answer.lines
                note = said(answer.state) if answer.state else NOTHING
                conversation = conversation.update(answer=None if silent else answer, note=note)
                yield conversation
        yield conversation.update(status=DONE, note=NOTHING)

    def _still(self, within: Sequence[str]) -> list[str] | None:
        """Of the files that a question is limited to, those that are still there; None for no limit."""
        catalogue = self.desk.catalogue()
        return [name for name in within if name in catalogue.names] if within and catalogue else None

    def stop(self, conversation: Conversation) -> tuple[Conversation, Any]:
        """Leave the answer as far as it came."""
        conversation = conversation.stop()
        return conversation, messages(conversation)

    async def shown(self, event: str, conversation: Conversation) -> Markup:
        """What the panel shows after a click, as `look`; a comparison waits in the line as questions do."""
        match = _COMPARE.fullmatch(event)
        if match is None:
            return await asyncio.to_thread(self.look, event, conversation)
        turn, number = map(int, match.groups())
        try:
            if turn >= len(conversation.exchanges):
                return article_panel.gone()
            ticket = self.line.join()
            try:
                async for _ in self.line.wait(ticket):
                    pass
                return await asyncio.to_thread(self._compared, conversation, turn, number)
            finally:
                self.line.leave(ticket)
        except Exception as error:  # the outermost edge: a visitor sees a sentence, the log the traceback
            return side_by_side.failed(self._sorry(error), number)

    def comparison(self, conversation: Conversation, turn: int) -> Comparison | None:
        """What each source says to a question of the conversation; None while nothing is open. Raises what the
        assistant raises."""
        assistant = self.desk.assistant
        if assistant is None:
            return None
        exchange = conversation.exchanges[turn]
        history = replace(conversation, exchanges=conversation.exchanges[: turn + 1]).history
        return self.comparisons.find(assistant, exchange.question, history, self._still(exchange.within))

    def _compared(self, conversation: Conversation, turn: int, number: int) -> Markup:
        """The table of a question of the conversation. Raises what the assistant raises."""
        assistant, table = self.desk.assistant, self.comparison(conversation, turn)
        if assistant is None or table is None:
            return article_panel.gone()
        with assistant.index.reading() as snapshot:
            files = {row.source: snapshot.document(row.source).file for row in table.rows}
        return side_by_side.table(table, turn, files, number)

    def look(self, event: str, conversation: Conversation) -> Markup:
        """What the panel shows after a click (`clicks`)."""
        return clicks.look(self.desk, self.corpus, event, conversation)

    def _sorry(self, error: Exception | None) -> Markup:
        if isinstance(error, VectorstoreError) and error.code != "unexpected":
            return said(error.code, **error.values)
        if error is not None and not isinstance(error, VectorstoreError):
            log.error("a question could not be answered", exc_info=error)
        return both("failed")
