"""The owner's conversations between the window and the file that they are kept in.

Only the owner's are: a visitor's question is nobody's to keep, and lives as long as the visitor's page.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from assistant.history.kept import KeptTurn, KeptVersion
from assistant.history.notebook import Notebook
from assistant.history.requote import TextOf, requote
from assistant.history.store import KEY_BYTES, ConversationStore
from assistant.ui.html.escape import NOTHING
from assistant.ui.html.labels import both, said
from assistant.ui.state import FAILED, PENDING, STOPPED, Conversation, Exchange, of_versions
from vectorstore.errors import VectorstoreError

log = logging.getLogger(__name__)

GRACE_SECONDS = 20.0
"""Seconds after which a deleted conversation is erased; until then it can be put back."""


class Keeper:
    """The open file of conversations, or why there is none, and what is to be erased from it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store: ConversationStore | None = None
        self._notebook: Notebook | None = None
        self._error: VectorstoreError | None = None
        self._erasing = threading.Lock()
        self._timer: threading.Timer | None = None
        self._closed = False
        self.note = NOTHING
        try:
            self._store = ConversationStore(path)
            self._notebook = Notebook(path)
        except VectorstoreError as error:
            log.warning("no conversations are kept: %s", error)
            self._error, self.note = error, said(error.code, **error.values)
        else:
            if self._store.set_aside:
                self.note = said("history_set_aside", path=self._store.set_aside)
            self._erase()  # what an earlier run had no time for

    @property
    def store(self) -> ConversationStore:
        """The open file; raises VectorstoreError, which says why there is none."""
        if self._store is None:
            raise self._error or VectorstoreError("no_conversation")
        return self._store

    @property
    def notebook(self) -> Notebook:
        """The notebook in the same file; raises as `store`."""
        if self._notebook is None:
            raise self._error or VectorstoreError("no_note")
        return self._notebook

    def close(self) -> None:
        """Erase what was deleted, at once, and let go of the file."""
        with self._erasing:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()
        if self._store is not None:
            with suppress(VectorstoreError):
                self._store.erase()
            self._store.close()
        if self._notebook is not None:
            self._notebook.close()

    # -- writing ---------------------------------------------------------------------------------

    def keep(self, conversation: Conversation, turn: int) -> Conversation:
        """The conversation once its exchange `turn` is written down, and what could not be before; or why it is not."""
        if conversation.private or not conversation.exchanges:
            return conversation
        try:
            store = self.store
            if not conversation.key:
                conversation = replace(conversation, key=store.begin(conversation.exchanges[0].versions[0].question))
            for number, exchange in enumerate(conversation.exchanges):
                if number == turn or not exchange.key or conversation.unkept:
                    kept = replace(exchange, key=exchange.key or secrets.token_hex(KEY_BYTES))
                    store.write(conversation.key, number, _turn(kept))
                    conversation = conversation.put(number, kept)
        except VectorstoreError as error:
            log.warning("not kept: %s", error)
            return replace(conversation, unkept=said(error.code, **error.values))
        return replace(conversation, unkept=NOTHING)

    # -- reading ---------------------------------------------------------------------------------

    def reopen(self, key: str, text_of: TextOf) -> Conversation:
        """A conversation as it was left, its quotes held against the articles as they are now.

        Raises VectorstoreError as `ConversationStore.read`.
        """
        kept = self.store.read(key)
        texts: dict[str, str | None] = {}

        def text_once(source: str) -> str | None:
            if source not in texts:
                texts[source] = text_of(source)
            return texts[source]

        exchanges = tuple(_exchange(turn, text_once) for turn in kept.turns)
        return Conversation(exchanges, key=key)

    # -- deleting --------------------------------------------------------------------------------

    def delete(self, key: str) -> None:
        """Delete a conversation: it is erased in `GRACE_SECONDS`, or when the window ends."""
        self.store.delete(key)
        self._erase()

    def delete_note(self, key: str) -> None:
        """Delete a note of the notebook: it is erased as a conversation is."""
        self.notebook.delete(key)
        self._erase()

    def restore(self, key: str) -> None:
        """Put a deleted conversation back; raises VectorstoreError("no_conversation") where it is erased."""
        self.store.restore(key)

    def _erase(self) -> None:
        """Erase what is due, and come back for the rest."""
        with self._erasing:
            if self._closed or self._store is None:
                return
            left = 1
            try:
                left = self._store.erase(GRACE_SECONDS)
            except VectorstoreError as error:  # another window writes, or the disk is full: tried again
                log.warning("not erased yet: %s", error)
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if left:
                self._timer = threading.Timer(GRACE_SECONDS / 4, self._erase)
                self._timer.daemon = True
                self._timer.start()


def _turn(exchange: Exchange) -> KeptTurn:
    versions = tuple(
        KeptVersion(one.question, one.answer, one.status, one.asked, one.within, one.total, one.vote, one.word)
        for one in exchange.versions
    )
    return KeptTurn(exchange.key, versions, exchange.place)


def _exchange(turn: KeptTurn, text_of: Callable[[str], str | None]) -> Exchange:
    versions = [_version(turn.key, one, text_of) for one in turn.versions]
    return of_versions(versions, min(turn.shown, len(versions) - 1))


def _version(key: str, kept: KeptVersion, text_of: TextOf) -> Exchange:
    """A version as it is shown again; an answer that was under way when the program or the page ended is cut off."""
    answer, changed = kept.answer, frozenset()
    if answer is not None:
        answer, cited, nearest = requote(replace(answer, state=""), text_of)
        changed = frozenset([*(f"cite-{one}" for one in cited), *(f"near-{one}" for one in nearest)])
    cut = kept.status == PENDING
    note: Markup = both("interrupted") if cut else both("failed") if kept.status == FAILED else NOTHING
    return Exchange(
        kept.question, answer, STOPPED if cut else kept.status, note, kept.within, kept.total, kept.asked,
        key=key, vote=kept.vote, word=kept.word, changed=changed,
    )  # fmt: skip
