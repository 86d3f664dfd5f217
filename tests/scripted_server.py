"""A server on loopback that speaks the OpenAI interface and says what a test tells it to, faults included."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Keys = Mapping[str, str]
"""The passages that the model was shown: text by key."""

Script = Callable[[Keys], Iterator["str | bytes | float | None"]]
"""What a reply is made of: text in pieces, bytes as they are, seconds of silence, None: the line goes dead."""

SHOWN = re.compile(r'^\{"key": "(\w+)", .*$', re.MULTILINE)


def shown(prompt: str) -> dict[str, str]:
    """The passages of a prompt by key."""
    return {match.group(1): json.loads(match.group())["text"] for match in SHOWN.finditer(prompt)}


def says(*pieces: str | bytes | float | None) -> Script:
    """A reply of these pieces; `{words}` in one stands for the key of the passage that has those words."""

    def key_of(words: str, keys: Keys) -> str:
        return next(key for key, text in keys.items() if words in text)

    def script(keys: Keys) -> Iterator[str | bytes | float | None]:
        for piece in pieces:
            if isinstance(piece, str):
                yield re.sub(r"\{(.+?)\}", lambda match: key_of(match.group(1), keys), piece)
            else:
                yield piece

    return script


@dataclass
class ScriptedServer:
    """`reply` is the script; `pages` are further addresses with their JSON; `status` other than 200 fails a chat."""

    reply: Script = lambda keys: iter(("",))
    pages: dict[str, object] = field(default_factory=lambda: {"/v1/models": {"data": [{"id": "model"}]}})
    status: int = 200
    reason: str = "stop"
    asked: list[dict[str, object]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    redirect: str = ""

    def __enter__(self) -> ScriptedServer:
        outer = self

        class Handler(_Handler):
            server_of_test = outer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.left.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def prompt(self) -> str:
        """What the last chat was asked."""
        return "\n".join(str(message["content"]) for message in self.asked[-1]["messages"])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_test: ScriptedServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._page(None)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/chat/completions":
            self._chat(body)
        else:
            self._page(body)

    def _page(self, body: object) -> None:
        test = self.server_of_test
        test.paths.append(self.path)
        if test.redirect:
            self._redirect(302)
            return
        found = test.pages.get(self.path)
        text = json.dumps(found).encode() if found is not None else b"not here"
        self.send_response(200 if found is not None else 404)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _redirect(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Location", self.server_of_test.redirect)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _chat(self, body: dict[str, object]) -> None:
        test = self.server_of_test
        test.asked.append(body)
        if test.redirect:
            self._redirect(307)  # which keeps the method and the body
            return
        self.send_response(test.status)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for piece in test.reply(shown(test.prompt)):
                if piece is None:
                    self.connection.close()
                    return
                if isinstance(piece, float):
                    self._silence(piece)
                else:
                    self._write(piece if isinstance(piece, bytes) else _event(piece))
            self._write(_event("", test.reason) + b"data: [DONE]\n\n")
        except OSError:
            test.left.set()

    def _silence(self, seconds: float) -> None:
        """Wait, and notice when the client has gone."""
        self.connection.settimeout(0.02)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.server_of_test.left.is_set():
            try:
                if self.connection.recv(1) == b"":
                    raise ConnectionResetError
            except TimeoutError:
                continue
        self.connection.settimeout(None)

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()


def _event(text: str, reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text} if reason is None else {}, "finish_reason": reason}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "model", "choices": [choice]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"
