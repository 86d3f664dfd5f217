"""Which language model words the answers: none, one that a server on this machine lists, or a file of our own.

Holds what must be held: the choice, the child process of a `.gguf` file, and the line in which questions wait, since
a model on a laptop answers one at a time.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from assistant.llm import gguf
from assistant.llm.client import DEFAULT_TIMEOUTS, POLL_SECONDS, LanguageModel, ModelFailed, Timeouts, load_client
from assistant.llm.consent import Consent
from assistant.llm.discovery import LIST_SECONDS, Offer, context_of, find_offer, find_offers, offers_at, root_of
from assistant.sockets import server_is_ours


class Models:
    """The models at hand and the one that is chosen; safe to use from many threads.

    `llm` as in Settings; `consent` is what the person said of servers that were found. Raises VectorstoreError for a
    file that cannot be run here (see `gguf.check`).
    """

    def __init__(self, llm: str, patience: Timeouts = DEFAULT_TIMEOUTS, consent: Consent | None = None) -> None:
        self._llm = llm
        self._consent = consent or Consent()
        self._named = llm != "auto"
        self._patience = patience
        self._file = Path(llm).expanduser() if llm.lower().endswith(".gguf") and "://" not in llm else None
        if self._file is not None:
            gguf.check(self._file)
        self._found: tuple[Offer, ...] = ()
        self._served: gguf.ModelProcess | None = None
        self._opened: LanguageModel | None = None
        self._opening = threading.Lock()
        self._queue: deque[object] = deque()
        self._moved = threading.Condition()
        self._choice: Future[Offer | None] = Future()
        if llm == "none" or self._file is not None:
            self._choice.set_result(None)
        else:
            looking = ThreadPoolExecutor(1, "isnad-models")
            self._choice = looking.submit(self._first)
            looking.shutdown(wait=False)

    @property
    def chosen(self) -> Offer | None:
        """The model that words answers; None: they are quotes. Waits for the first look around, which is short."""
        if self._file is not None:
            return Offer(self._served.url if self._served else "http://127.0.0.1", self._file.stem, "llama.cpp")
        return self._choice.result()

    @property
    def remote_address(self) -> str:
        """The address that passages are sent to where that is not this machine, else ""."""
        chosen = self.chosen
        return chosen.url if chosen is not None and chosen.remote else ""

    def offers(self) -> tuple[Offer, ...]:
        """What can be chosen now: the file, or what the server of `llm`, or those of this machine, list."""
        if self._llm == "auto" or self._file is not None:
            file = (self.chosen,) if self._file is not None else ()
            return (*(offer for offer in file if offer), *self._look())
        return () if self._llm == "none" else offers_at(self._llm, patience=LIST_SECONDS)

    def choose(self, offer: Offer | None) -> None:
        """From the next question on, this model, or none. Frees a file's memory where another one is chosen."""
        if offer is not None and self._file is None and not self._named:
            self._consent.remember(offer.url, True)
        if offer is not None and offer == self.chosen:
            return
        with self._opening:
            self._close_file()
            self._file = None
            self._opened = None
            self._named = self._named or offer is not None
            self._choice = Future()
            self._choice.set_result(offer)

    def open(self) -> LanguageModel | None:
        """The chosen model, ready to be asked, or None; the first call starts a file's process or asks a server.

        Raises ModelFailed where the server does not answer, VectorstoreError("llm_not_loaded") for a file.
        """
        chosen = self.chosen
        if self._file is None and chosen is None:
            return None
        if not self._named and not self._may_ask(chosen):
            raise ModelFailed("llm_unreachable")  # the port is somebody else's by now
        with self._opening:
            if self._served is not None and not self._served.alive:
                self._close_file()
                self._opened = None
            if self._opened is None:
                self._opened = self._open_file(self._file) if self._file is not None else self._open_server()
            return self._opened

    def warm(self) -> None:
        """Load what the first question needs. A server that is silent now may answer later; a file must load."""
        if self._file is not None or self.chosen is not None:
            load_client()
            with suppress(ModelFailed):
                self.open()

    def reset(self) -> None:
        """Ask the server again before the next question: it failed, and may be another one by then."""
        with self._opening:
            self._opened = None

    def wait_turn(self, ticket: object) -> Iterator[None]:
        """Stand in line; yields while others are before us, several times a second, and ends when it is our turn."""
        with self._moved:
            self._queue.append(ticket)
        while True:
            with self._moved:
                if self._queue[0] is ticket or (self._moved.wait(POLL_SECONDS) and self._queue[0] is ticket):
                    return
            yield

    def release(self, ticket: object) -> None:
        """Leave the line, served or not."""
        with self._moved:
            with suppress(ValueError):
                self._queue.remove(ticket)
            self._moved.notify_all()

    def close(self) -> None:
        with self._opening:
            self._close_file()

    def unasked(self) -> tuple[Offer, ...]:
        """One model of each server that was found and is not used, since it may be another user's and nobody has said
        whether it may be asked; none where a model is chosen."""
        if self._named or self._file is not None or self.chosen is not None:
            return ()
        found = {offer.url: offer for offer in reversed(self._found) if self._consent.of(offer.url) is None}
        return tuple(reversed(found.values()))

    def agree(self, offer: Offer, may: bool) -> None:
        """Note what the person said of a server, and use it from now on where it may be."""
        self._consent.remember(offer.url, may)
        if may:
            self.choose(offer)

    def _may_ask(self, offer: Offer) -> bool:
        """May questions and passages be sent to a server that was found, and that nobody named?

        Only where the person agreed, or its process is the same user's: any user of a machine may listen on a port.
        """
        said = self._consent.of(offer.url)
        port = urlsplit(offer.url).port
        return said if said is not None else port is not None and server_is_ours(port) is True

    def _look(self) -> tuple[Offer, ...]:
        self._found = find_offers()
        return self._found

    def _first(self) -> Offer | None:
        if self._llm == "auto":
            return next(filter(self._may_ask, self._look()), None)
        wanted = self._llm.partition("#")[2]
        offers = offers_at(self._llm, patience=LIST_SECONDS)
        found = find_offer(offers, wanted) if wanted else next(iter(offers), None)
        return found or Offer(root_of(self._llm), wanted)

    def _open_server(self) -> LanguageModel:
        offer = self.chosen
        assert offer is not None
        if not offer.name or not offers_at(offer.url, patience=LIST_SECONDS):
            offer = self._first()  # it was silent before, or its models have changed
        if offer is None or not offer.name:
            raise ModelFailed("llm_unreachable")
        return LanguageModel(offer.name, offer.url, context_of(offer), patience=self._patience)

    def _open_file(self, path: Path) -> LanguageModel:
        if self._served is None:
            self._served = gguf.ModelProcess(path, gguf.CONTEXT_TOKENS)
        served = self._served
        context = context_of(Offer(served.url, path.stem), served.key)
        return LanguageModel(path.stem, served.url, context, served.key, self._patience)

    def _close_file(self) -> None:
        if self._served is not None:
            self._served.close()
            self._served = None
