"""Servers of language models: which run on this machine, what they list, and how much text each can read.

All of them speak the OpenAI interface (`/v1/models`, `/v1/chat/completions`); the size of the context is
reported by each in its own way. Only the named host is asked: no redirect is followed, no proxy of the
environment is used, and an answer is read up to a limit.
"""

from __future__ import annotations

import http.client
import json
import logging
import re
import socket
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.settings import is_loopback

KNOWN_PORTS = {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp", 8000: "vLLM"}

CONNECT_SECONDS = 0.25
"""Seconds to wait for a connection to this machine. A closed port refuses at once on Linux and macOS; Windows tries
again for two seconds, which nobody should wait for."""

LIST_SECONDS = 1.5
"""Seconds for a server that took the connection to say what it has."""

LOAD_SECONDS = 120.0
"""Seconds for a server to load the model that it is asked about."""

WHOLE_SECONDS = 5.0
"""Seconds for a whole answer beyond those for its first piece: a server that sends a byte a second, or headers without
an end, holds nobody."""

MAX_ANSWER_BYTES = 1_000_000
MAX_MODELS = 200
MAX_NAME_CHARACTERS = 200
"""Of a model: what is longer names nothing."""

SAFE_CONTEXT_TOKENS = 2_048
"""Tokens where the server reports none: the smallest window that a server of today opens without being asked."""

OLLAMA_CONTEXT_TOKENS = 2_048
"""What Ollama opened by default up to version 0.5; later ones report the window of a loaded model."""

LM_STUDIO_CONTEXT_TOKENS = 4_096
"""LM Studio's default for a model that is loaded when it is asked; one that is loaded reports its own."""

_EMBEDS = re.compile(r"embed|rerank|(?:^|[/_-])(?:bge|gte|e5|minilm|whisper|clip|tts)(?:[/_:.-]|$)", re.IGNORECASE)
"""Names of models that cannot hold a conversation, where the server does not say what a model is for."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that a server lists. `url` is the server's address without `/v1`, `context` in tokens where it is listed.

    `server` is a name for people (`Ollama`, `LM Studio`, …).
    """

    url: str
    name: str
    server: str = ""
    context: int | None = None

    @property
    def remote(self) -> bool:
        """Does asking it send passages of the articles to another machine?"""
        return not is_loopback(self.url)


def root_of(url: str) -> str:
    """The address of a server without the parts that we add ourselves: `#model`, a slash at the end, `/v1`."""
    return url.partition("#")[0].rstrip("/").removesuffix("/v1").rstrip("/")


def find_offers(ports: Mapping[int, str] = KNOWN_PORTS) -> tuple[Offer, ...]:
    """What the servers on this machine list, in the order of `ports`; empty, and at once, where none runs."""
    with ThreadPoolExecutor(len(ports) or 1) as pool:
        found = pool.map(lambda port: offers_at(f"http://127.0.0.1:{port}", ports[port], CONNECT_SECONDS), ports)
        return tuple(offer for offers in found for offer in offers)


def offers_at(url: str, server: str = "", patience: float = LIST_SECONDS, key: str = "") -> tuple[Offer, ...]:
    """The models that one server lists, loaded ones first; empty where it does not answer as such a server does.

    `patience`: seconds for the connection; `key` is sent as a bearer token where the server wants one.
    """
    root = root_of(url)
    listed = fetch(f"{root}/v1/models", patience=patience, key=key)
    entries = listed.get("data") if isinstance(listed, dict) else None
    if not isinstance(entries, list):
        return ()
    kinds, loaded = _lm_studio(root, key) if server in ("", "LM Studio") else ({}, {})
    found = []
    for entry in entries[:MAX_MODELS]:
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME_CHARACTERS:
            continue
        if kinds.get(name) == "embeddings" or _EMBEDS.search(name):
            continue
        found.append(Offer(root, name, server, _tokens(entry.get("max_model_len"))))
    return tuple(sorted(found, key=lambda offer: offer.name not in loaded))


def context_of(offer: Offer, key: str = "") -> int:
    """Tokens that the model reads and writes in one go, as the server reports it; a safe few where it does not.

    For Ollama the model is loaded first: what is opened then is what our own questions get, since the OpenAI
    interface cannot ask for more, and a longer prompt is cut there without a word.
    """
    for asked in (lambda: offer.context, lambda: _llama_cpp(offer, key), lambda: _lm_studio_context(offer, key)):
        context = asked()
        if context:
            return context
    if isinstance(fetch(f"{offer.url}/api/version", key=key), dict):
        return _ollama(offer, key)
    return SAFE_CONTEXT_TOKENS


def _llama_cpp(offer: Offer, key: str) -> int | None:
    props = fetch(f"{offer.url}/props", key=key)
    return _tokens(_inside(props, "default_generation_settings", "n_ctx"))


def _lm_studio(root: str, key: str) -> tuple[dict[str, str], dict[str, int]]:
    """By name: what each model is for, and the window of those that are loaded."""
    listed = _inside(fetch(f"{root}/api/v0/models", key=key), "data")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    kinds = {str(entry.get("id")): str(entry.get("type")) for entry in entries}
    loaded = {
        str(entry.get("id")): _tokens(entry.get("loaded_context_length")) or LM_STUDIO_CONTEXT_TOKENS
        for entry in entries
        if entry.get("state") == "loaded"
    }
    return kinds, loaded


def _lm_studio_context(offer: Offer, key: str) -> int | None:
    kinds, loaded = _lm_studio(offer.url, key)
    return loaded.get(offer.name) or (LM_STUDIO_CONTEXT_TOKENS if offer.name in kinds else None)


def _ollama(offer: Offer, key: str) -> int:
    fetch(f"{offer.url}/api/generate", {"model": offer.name}, timeout=LOAD_SECONDS, key=key)
    running = _inside(fetch(f"{offer.url}/api/ps", key=key), "models")
    for entry in running if isinstance(running, list) else ():
        if isinstance(entry, dict) and offer.name in (entry.get("name"), entry.get("model")):
            context = _tokens(entry.get("context_length"))
            if context:
                return context
    shown = _inside(fetch(f"{offer.url}/api/show", {"model": offer.name}, key=key), "parameters")
    told = re.search(r"^num_ctx\s+(\d+)", shown, re.MULTILINE) if isinstance(shown, str) else None
    return (_tokens(int(told.group(1))) if told else None) or OLLAMA_CONTEXT_TOKENS


def fetch(
    url: str,
    body: Mapping[str, object] | None = None,
    patience: float = LIST_SECONDS,
    timeout: float = LIST_SECONDS,
    key: str = "",
) -> object:
    """The JSON that an address answers with; None for whatever is not that, a redirect included.

    `patience` and `timeout`: seconds for the connection, and for each piece of the answer; the whole of it may take
    WHOLE_SECONDS longer.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    headers = {"Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        with ExitStack() as ending:
            connection = ending.enter_context(closing(kind(parts.hostname or "", parts.port, timeout=patience)))
            connection.connect()
            connection.sock.settimeout(timeout)
            late = threading.Timer(timeout + WHOLE_SECONDS, _hang_up, (connection.sock,))
            late.daemon = True
            late.start()
            ending.callback(late.cancel)
            sent = None if body is None else json.dumps(body).encode()
            connection.request("GET" if body is None else "POST", parts.path, sent, headers)
            answer = connection.getresponse()
            text = answer.read(MAX_ANSWER_BYTES + 1)
            if answer.status != 200 or len(text) > MAX_ANSWER_BYTES:
                return None
            return json.loads(text)
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
        log.debug("%s: %s", url, error)
        return None


def _hang_up(line: socket.socket) -> None:
    """End a connection under whoever reads from it."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _inside(found: object, *names: str) -> object:
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _tokens(found: object) -> int | None:
    """A number of tokens that can be meant, or None."""
    return found if isinstance(found, int) and not isinstance(found, bool) and 256 <= found <= 10**8 else None


def find_offer(offers: Sequence[Offer], name: str) -> Offer | None:
    """The offer that a person named: exactly, or without a tag as Ollama allows (`qwen3` for `qwen3:latest`)."""
    exact = [offer for offer in offers if offer.name == name]
    untagged = [offer for offer in offers if offer.name.partition(":")[0] == name]
    return (exact or untagged or [None])[0]
