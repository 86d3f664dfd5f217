"""The chat's events where its conversations are kept: each is done by `ChatEvents`, and then written down.

What the page asks for beyond those: a kept conversation, a private one, another version of an answer, a judgement.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from assistant.history.kept import DOWN, UP
from assistant.ui.chat_events import ChatEvents
from assistant.ui.components import as_it_is
from assistant.ui.html.history_list import current
from assistant.ui.html.labels import both
from assistant.ui.html.transcript import messages
from assistant.ui.keeper import Keeper
from assistant.ui.state import Conversation, SourceFilter
from vectorstore.errors import VectorstoreError

MAX_WORD_CHARACTERS = 500
"""Characters of what is said beside a judgement."""

OPENING_SECONDS = 20.0
"""Seconds that a kept conversation waits for the index to be open, which most are by then."""

_DEED = re.compile(
    r"open-(?P<key>[0-9a-f]{24})|(?P<private>private)|version-(?P<turn>\d{1,6})-(?P<place>\d{1,6})"
    r"|vote-(?P<judged>\d{1,6})-(?P<vote>up|down|none)|word-(?P<worded>\d{1,6})-(?P<word>\S{0,20000})",
    re.ASCII,
)
_VOTES = {"up": UP, "down": DOWN, "none": 0}


class HistoryEvents:
    """The handlers of the chat over one keeper; without one they are those of `ChatEvents`."""

    def __init__(self, chat: ChatEvents, keeper: Keeper | None, owns: Callable[[Any], bool]) -> None:
        """`owns`: whether a request is of a page of the owner, whose conversations alone are kept."""
        self._chat = chat
        self._keeper = keeper
        self._owns = owns

    def ask(
        self, question: str, conversation: Conversation, scope: SourceFilter, request: Any
    ) -> tuple[Conversation, Any, str, Markup]:
        """Take a question from the box."""
        asked, _, box = self._chat.ask(question, conversation, scope)
        if asked is not conversation:
            asked = self._keep(asked, request)
        return asked, messages(asked), box, current(asked)

    async def answer(self, conversation: Conversation) -> AsyncIterator[tuple[Any, Any, Any]]:
        """The answer as it grows; it is written down when it is there, or as far as it came where the page has left.

        Where nothing waits the page is left as it is: a question may have come meanwhile.
        """
        if conversation.waiting is None:
            yield as_it_is(), as_it_is(), as_it_is()
            return
        turn = conversation.turn
        done = False
        try:
            async with aclosing(self._chat.answer(conversation)) as parts:
                async for conversation, shown in parts:
                    if conversation.waiting is None:
                        done = True
                        conversation = await asyncio.to_thread(self._keep_on, conversation, turn)
                        shown = messages(conversation)
                    yield conversation, shown, current(conversation)
        finally:
            if not done:
                self._keep_on(conversation.stop(), turn)

    def stop(self, conversation: Conversation) -> tuple[Conversation, Any, Markup]:
        """Leave the answer as far as it came."""
        turn = conversation.turn
        stopped, _ = self._chat.stop(conversation)
        stopped = self._keep_on(stopped, turn)
        return stopped, messages(stopped), current(stopped)

    def act(
        self, event: str, conversation: Conversation, box: str, scope: SourceFilter, request: Any
    ) -> tuple[Conversation, Any, str, SourceFilter, Markup, Markup]:
        """What a link in the transcript or the list of conversations asks for."""
        match = _DEED.fullmatch(event.partition(" ")[0])
        if match is None:
            acted, shown, box, scope, limits = self._chat.act(event, conversation, box, scope)
            if acted.waiting is not None and conversation.waiting is None:
                acted = self._keep(acted, request)
                shown = messages(acted)
            return acted, shown, box, scope, limits, current(acted)
        if conversation.waiting is None:
            conversation = self._act(match, conversation, request)
        if match["key"] or match["private"]:
            box, scope = "", SourceFilter()
        return conversation, messages(conversation), box, scope, self._chat.corpus.limits(scope), current(conversation)

    def _act(self, match: re.Match[str], conversation: Conversation, request: Any) -> Conversation:
        if match["key"]:
            return self._reopened(match["key"], conversation, request)
        if match["private"]:
            return Conversation(private=True)
        turn = int(match["turn"] or match["judged"] or match["worded"])
        if turn >= len(conversation.exchanges):
            return conversation
        exchange = conversation.exchanges[turn]
        if match["place"] is not None:
            if int(match["place"]) >= len(exchange.versions):
                return conversation
            exchange = exchange.show(int(match["place"]))
        elif match["vote"]:
            vote = _VOTES[match["vote"]]
            exchange = replace(exchange, vote=vote, word=exchange.word if vote == exchange.vote else "")
        else:
            word = " ".join(unquote(match["word"], errors="replace").split())[:MAX_WORD_CHARACTERS]
            exchange = replace(exchange, word=word)
        return self._keep_on(conversation.put(turn, exchange), turn)

    def _reopened(self, key: str, conversation: Conversation, request: Any) -> Conversation:
        if key == conversation.key or self._keeper is None or not self._owns(request):
            return conversation
        if not self._chat.desk.wait(OPENING_SECONDS) or self._chat.desk.assistant is None:
            return replace(conversation, unkept=both("talk_waits"))  # no quote can be vouched for without the articles
        try:
            return replace(self._keeper.reopen(key, self._text_of), owned=True)
        except VectorstoreError as error:
            if error.code == "no_conversation":
                return Conversation(unkept=both("talk_gone"))
            return replace(conversation, unkept=both("failed"))

    def _text_of(self, source: str) -> str | None:
        """The text of an article as it is now."""
        try:
            with self._chat.desk.assistant.index.reading() as snapshot:
                return snapshot.document(source).text
        except VectorstoreError:
            return None

    def _keep(self, conversation: Conversation, request: Any) -> Conversation:
        """Written down, where the conversation is the owner's."""
        conversation = replace(conversation, owned=self._owns(request))
        if self._keeper is None or not conversation.owned:
            return conversation
        return self._keeper.keep(conversation, conversation.turn)

    def _keep_on(self, conversation: Conversation, turn: int) -> Conversation:
        """Written down, where the conversation is kept already."""
        if self._keeper is None or not conversation.key:
            return conversation
        return self._keeper.keep(conversation, turn)
