"""The chat window: Gradio components wired to their handlers, and the server around them."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.further import read_further
from assistant.messages import say
from assistant.opening import open_assistant, open_read_only_fallback
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.ui import first_paint
from assistant.ui.asgi import App
from assistant.ui.backend import Backend
from assistant.ui.chat_events import ChatEvents
from assistant.ui.components import Components, lay_out
from assistant.ui.export_events import ExportEvents
from assistant.ui.file_routes import FileRoutes
from assistant.ui.folder_routes import FolderRoutes
from assistant.ui.gradio_home import settle_gradio
from assistant.ui.guard import LOOPBACK, Guard
from assistant.ui.heads import timed_protocol
from assistant.ui.history_events import HistoryEvents
from assistant.ui.history_routes import HistoryRoutes
from assistant.ui.intake import MAX_HEADER_BYTES
from assistant.ui.keeper import Keeper
from assistant.ui.keys import SessionKeys, cookies_of
from assistant.ui.line import Line
from assistant.ui.notebook_routes import NotebookRoutes
from assistant.ui.pages import Pages
from assistant.ui.routes import Routes
from assistant.ui.sessions import Sessions
from assistant.ui.surveys import Surveys
from assistant.ui.theme import theme
from assistant.ui.turns import quiet_server, work_when_told
from vectorstore.errors import VectorstoreError
from vectorstore.types import OnProgress

STATIC = Path(__file__).parent / "static"

MAX_PARALLEL_ANSWERS = 3
"""An answer takes 0.1 to 0.3 s of mostly one core; more at once only makes each of them slower."""

MAX_QUEUED = 200
"""Questions that may wait; 200 wait for a minute and a half."""

MAX_CONNECTIONS = 800
"""Open at once, of all visitors: a page holds three. Below the 1,024 files that most systems let a program open."""

KEPT_EVENTS = 100
"""Events whose times Gradio keeps for a page of figures that is closed here; it would keep 10,000."""

SHUTDOWN_SECONDS = 1
"""Seconds that open pages get when the server stops; they hold a connection for as long as they are open."""


def build(
    desk: Backend,
    settings: Settings,
    keeper: Keeper | None = None,
    keys: SessionKeys | None = None,
    surveys: Surveys | None = None,
) -> Any:
    """The Gradio blocks of the window, wired to the handlers; `keys` tell whose a request is."""
    settle_gradio()
    import gradio

    handlers = ChatEvents(desk, settings, Line(MAX_PARALLEL_ANSWERS, MAX_QUEUED), surveys)
    talks = HistoryEvents(handlers, keeper, lambda request: keys is not None and keys.is_owner(cookies_of(request)))
    with gradio.Blocks(title="إسناد · Isnad", analytics_enabled=False, fill_width=True) as blocks:
        _wire(blocks, lay_out(desk.state().progress), handlers, talks, ExportEvents(desk, handlers.comparison))
    blocks.queue(default_concurrency_limit=MAX_PARALLEL_ANSWERS, max_size=MAX_CONNECTIONS, api_open=False)
    blocks._queue.ANALYTICS_MAX_EVENTS = KEPT_EVENTS
    blocks._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize  # or it makes a table of them by pandas after each event
    work_when_told(blocks._queue)
    return blocks


def _wire(blocks: Any, on: Components, handlers: ChatEvents, talks: HistoryEvents, exports: ExportEvents) -> None:
    """Tell Gradio what each event calls, with what, and what of the page the outcome changes."""
    import gradio

    at_once: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    # a stream that can be stopped, but no line of Gradio's: `line.Line` tells each person the place in it
    # and that is never passed over: of a click that asks nothing it may be on its way when the next one asks
    in_turn = at_once | {"queue": True, "concurrency_limit": None, "trigger_mode": "always_last"}
    spoken, page = [on.conversation, on.chat], [on.head, on.rows]
    for handler in (HistoryEvents.ask, HistoryEvents.act):  # Gradio hands a request to whoever names its type
        handler.__annotations__["request"] = gradio.Request
    blocks.load(
        handlers.greet, None, [on.bar, on.welcome, *page], queue=True, concurrency_limit=None,
        show_progress="hidden", api_visibility="private",
    )  # fmt: skip
    asked = gradio.on(
        [on.box.submit, on.send.click],
        talks.ask,
        [on.box, on.conversation, on.scope],
        [*spoken, on.box, on.current],
        **at_once,
    ).then(talks.answer, on.conversation, [*spoken, on.current], **in_turn)
    acted = on.act.change(
        talks.act,
        [on.act, on.conversation, on.box, on.scope],
        [*spoken, on.box, on.scope, on.limits, on.current],
        **at_once,
    ).then(talks.answer, on.conversation, [*spoken, on.current], **in_turn)
    on.stop.click(talks.stop, on.conversation, [*spoken, on.current], cancels=[asked, acted], **at_once)
    on.look.change(handlers.shown, [on.look, on.conversation], on.aside, **at_once)
    corpus = handlers.corpus
    on.browse.change(corpus.browse, [on.browse, on.shelf, on.scope], [on.shelf, on.aside, *page], **at_once)
    on.pick.change(
        corpus.pick,
        [on.pick, on.shelf, on.scope, on.picked],
        [on.scope, on.bar, on.limits, *page, on.picked],
        **at_once,
    )
    on.export.change(exports.export, [on.export, on.conversation], on.exported, **at_once)
    on.words.change(corpus.search, [on.words, on.shelf, on.scope], [on.shelf, on.rows], **at_once)


def create_app(desk: Backend, settings: Settings, keeper: Keeper | None = None) -> Guard:
    """The whole ASGI application: the page, its files, and the guard around them; without a keeper nothing is kept."""
    keys, surveys = SessionKeys(), Surveys(desk)
    blocks = build(desk, settings, keeper, keys, surveys)
    import gradio
    from fastapi import FastAPI
    from starlette.staticfiles import StaticFiles

    hidden = {"openapi_url": None, "docs_url": None, "redoc_url": None}
    app = FastAPI(**hidden)
    Routes(desk, surveys, lambda request: keys.is_owner(cookies_of(request))).mount(app)
    FileRoutes(desk, settings.corpus).mount(app)
    Pages(desk).mount(app)
    FolderRoutes(desk, settings.index, settings.folders).mount(app)
    if keeper is not None:
        HistoryRoutes(keeper).mount(app)
        NotebookRoutes(desk, keeper).mount(app)
    first_paint.mount(app, STATIC)
    app.mount("/isnad", StaticFiles(directory=STATIC), name="isnad")
    gradio.mount_gradio_app(
        app, blocks, "/", server_name=settings.host, server_port=settings.port, theme=theme(),
        app_kwargs=hidden, footer_links=[], show_error=False, max_file_size=1, ssr_mode=False,
        run_history=False, enable_monitoring=False, pwa=False, mcp_server=False,
    )  # fmt: skip
    return Guard(app, settings.host, settings.language, Sessions(blocks.state_holder), keys, keeper is not None)


def server_config(app: App) -> Any:
    """How uvicorn serves the application: by the parser that bounds what it reads, deaf to the environment.

    httptools takes headers without an end (400 MB of them cost 1.5 GB), and whoever a proxy speaks for is not who
    calls: an address that a header claims would make anybody the owner. A head that does not end is given up in time.
    """
    import uvicorn

    return uvicorn.Config(
        app, http=timed_protocol(), ws="none", lifespan="on", log_level="warning", proxy_headers=False,
        forwarded_allow_ips="", server_header=False, h11_max_incomplete_event_size=MAX_HEADER_BYTES,
        limit_concurrency=MAX_CONNECTIONS, timeout_graceful_shutdown=SHUTDOWN_SECONDS, workers=1, env_file=None,
    )  # fmt: skip


def may_change(settings: Settings) -> bool:
    """Whether files may be added and removed in the window: by itself only where no other machine reaches it."""
    if settings.uploads == "auto":
        return settings.host.strip("[]").lower() in LOOPBACK
    return settings.uploads == "on"


def claim(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything is built; raises VectorstoreError("port_in_use")."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let two programs take one port; here it only forgives a recent one
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise VectorstoreError("port_in_use", port=port) from error
    return listener


def run(settings: Settings) -> None:
    """Serve the window until interrupted; the index is opened while it is already there."""
    listener = claim(settings.host, settings.port)
    desk = Backend(
        lambda on_progress: _open(settings, on_progress, desk.following.stopping.is_set),
        settings.corpus,
        may_change(settings),
        further=() if settings.follows else read_further(settings.folders),
    )
    keeper = Keeper(settings.conversations) if settings.conversations else None
    try:
        app = create_app(desk, settings, keeper)
        port = listener.getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{port}/"
        print(say("window_at", settings.language, address=address), flush=True)
        if settings.host.strip("[]").lower() not in LOOPBACK:
            owners = f"{address}#owner={app.keys.owner_token}"
            print(say("owner_at", settings.language, address=owners), flush=True)
        desk.start()
        quiet_server(server_config(app)).run(sockets=[listener])
    finally:
        listener.close()
        desk.close()
        if keeper is not None:
            keeper.close()
        settle_gradio().cleanup()


def _open(settings: Settings, on_progress: OnProgress, should_stop: Callable[[], bool]) -> Assistant:
    """For reading only, and said so, where the index cannot be written."""
    try:
        return open_assistant(settings, on_progress, should_stop=should_stop)
    except VectorstoreError as error:
        assistant, note = open_read_only_fallback(error, settings, on_progress)
        print(note, file=sys.stderr, flush=True)
        return assistant
