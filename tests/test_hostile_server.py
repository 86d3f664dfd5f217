"""A server of language models that means harm: what it sends costs a bounded amount of memory and time."""

from __future__ import annotations

import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from assistant.llm import discovery
from assistant.llm.client import LanguageModel, ModelFailed, Timeouts
from assistant.llm.discovery import Offer, context_of, fetch, find_offers, offers_at
from tests.scripted_server import ScriptedServer, says

Send = Callable[[bytes], None]
Script = Callable[[Send], None]

OK = b"HTTP/1.1 200 OK\r\n"
PLENTY = 64_000_000
"""Bytes after which a script gives up: no client of ours may read so many."""

MAX_MEGABYTES = 60
"""Of memory that a reply may add to what the program has at its peak."""


class Server:
    """Answers every request on loopback with what a script sends, and counts it."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.sent = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        def send(data: bytes) -> None:
            if self.sent > PLENTY:
                raise OSError("enough")
            line.sendall(data)
            self.sent += len(data)

        with line:
            try:
                line.recv(65_536)
                self._script(send)
            except OSError:
                pass

    def close(self) -> None:
        self._listener.close()


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    server = Server(script)
    try:
        yield server
    finally:
        server.close()


def forever(send: Send, piece: bytes) -> None:
    while True:
        send(piece)


def endless_line(send: Send) -> None:
    send(OK + b"Content-Type: text/event-stream\r\n\r\ndata: ")
    forever(send, b"a" * 65_536)


def endless_header(send: Send) -> None:
    send(OK + b"X: ")
    forever(send, b"a" * 65_536)


def endless_headers(send: Send) -> None:
    send(OK)
    forever(send, b"X: a\r\n" * 10_000)


def endless_events(send: Send) -> None:
    send(OK + b"Content-Type: text/event-stream\r\n\r\n")
    forever(send, b'data: {"choices":[{"index":0,"delta":{"content":""}}]}\n\n' * 500)


def endless_event(send: Send) -> None:
    send(OK + b"Content-Type: text/event-stream\r\n\r\n")
    forever(send, b"data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n" * 500)


def endless_error(send: Send) -> None:
    send(b"HTTP/1.1 500 No\r\nContent-Type: application/json\r\n\r\n")
    forever(send, b"a" * 65_536)


def bomb(send: Send) -> None:
    packer = zlib.compressobj(9, wbits=31)  # 300 MB in 300 kB
    packed = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(300)) + packer.flush()
    send(OK + b"Content-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n" + packed)


def endless_chunk_names(send: Send) -> None:
    send(OK + b"Transfer-Encoding: chunked\r\n\r\n1;")
    forever(send, b"a" * 65_536)


SCRIPTS = [
    endless_line, endless_header, endless_headers, endless_events, endless_event, endless_error, bomb,
    endless_chunk_names,
]  # fmt: skip


def peak_megabytes() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    if sys.platform != "linux":
        pytest.skip("the peak of memory is read as Linux counts it")
    with ScriptedServer(says("نعم")) as server:  # what a reply loads once is none of its cost
        list(LanguageModel("m", server.url, 2_048).reply([("user", "من؟")], 9))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_reply_beyond_all_bounds_is_given_up(script: Script) -> None:
    with serving(script) as server:
        before, begun = peak_megabytes(), time.monotonic()
        model = LanguageModel("m", server.url, 2_048, patience=Timeouts(10.0, 10.0, 60.0))
        with suppress(ModelFailed):  # or it is taken as cut, where what came could be read
            assert "".join(model.reply([("user", "من؟")], 9)) == ""
        assert peak_megabytes() - before < MAX_MEGABYTES
        assert server.sent < PLENTY and time.monotonic() - begun < 90


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_list_of_models_beyond_all_bounds_offers_nothing(script: Script) -> None:
    with serving(script) as server:
        before = peak_megabytes()
        assert offers_at(server.url) == ()
        assert context_of(Offer(server.url, "m")) == discovery.SAFE_CONTEXT_TOKENS
        assert peak_megabytes() - before < MAX_MEGABYTES and server.sent < PLENTY


@pytest.mark.parametrize("script", [endless_line, bomb, endless_event])
def test_a_server_that_answered_nonsense_is_not_called_away(script: Script) -> None:
    with serving(script) as server, pytest.raises(ModelFailed, match="llm_failed"):
        list(LanguageModel("m", server.url, 2_048).reply([("user", "من؟")], 9))


def drip(send: Send) -> None:
    send(OK + b"X: ")
    while True:
        send(b"a")
        time.sleep(0.05)


def endless_hints(send: Send) -> None:
    while True:
        send(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


def slow_body(send: Send) -> None:
    send(OK + b"Content-Length: 100000\r\n\r\n")
    while True:
        send(b" ")
        time.sleep(0.05)


@pytest.mark.parametrize("script", [drip, endless_hints, slow_body])
def test_a_server_that_sends_a_byte_now_and_then_holds_nobody(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "WHOLE_SECONDS", 0.2)
    with serving(script) as server:
        begun = time.monotonic()
        assert fetch(f"{server.url}/v1/models", timeout=0.5) is None
        assert time.monotonic() - begun < 20
        model = LanguageModel("m", server.url, 2_048, patience=Timeouts(1.0, 1.0, 2.0))
        with pytest.raises(ModelFailed, match="llm_timeout"):
            list(model.reply([("user", "من؟")], 9))
        assert time.monotonic() - begun < 40


def test_a_list_of_deep_brackets_or_of_long_names_is_nothing() -> None:
    for body in (b"[" * 500_000, b'{"data": [{"id": "' + b"a" * 5_000 + b'"}]}'):
        with serving(lambda send, body=body: send(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body)) as server:
            assert offers_at(server.url) == ()


def test_looking_around_costs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "WHOLE_SECONDS", 0.2)
    with serving(endless_header) as one, serving(drip) as two:
        ports = {int(server.url.rpartition(":")[2]): "x" for server in (one, two)}
        assert find_offers(ports) == ()
