"""The components of the page, as Gradio lays them out; what happens to them is wired in `window`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.ui import status
from assistant.ui.chat_events import MAX_QUESTION_CHARACTERS
from assistant.ui.corpus_events import MAX_FILTER_CHARACTERS
from assistant.ui.html import corpus_page, events_page, frame, search_page
from assistant.ui.state import Conversation, ListState, SourceFilter

RAW_HTML: dict[str, Any] = {"latex_delimiters": [], "sanitize_html": False}
"""For our own markup with roles and states, which Gradio's sanitiser would take out; what it shows of others is
escaped (`ui.html.escape`)."""


@dataclass(frozen=True, slots=True)
class Components:
    """Those that a handler is given or that it changes, by what they are; the first four are a visitor's own state.

    `look` to `export` are boxes that nobody sees, by which `window.js` says what was clicked.
    """

    conversation: Any
    shelf: Any
    scope: Any
    picked: Any
    bar: Any
    chat: Any
    welcome: Any
    current: Any
    limits: Any
    box: Any
    send: Any
    stop: Any
    aside: Any
    head: Any
    words: Any
    rows: Any
    look: Any
    act: Any
    browse: Any
    pick: Any
    export: Any
    exported: Any


def lay_out(progress: status.Progress) -> Components:
    """Make the components, inside the blocks that are open; `progress`: of the index, as the page says it at first."""
    import gradio

    plain: dict[str, Any] = {"show_label": False, "container": False}
    conversation = gradio.State(Conversation())
    shelf, scope, picked = gradio.State(ListState()), gradio.State(SourceFilter()), gradio.State(0)
    with gradio.Column(elem_id="isnad"):
        bar = gradio.Markdown(frame.bar(None), elem_id="bar", sanitize_html=False, latex_delimiters=[])
        with gradio.Row(elem_id="desk"):
            gradio.Markdown(search_page.frame(), elem_id="search", **RAW_HTML)
            gradio.Markdown(events_page.frame(), elem_id="events", **RAW_HTML)
            with gradio.Column(elem_id="talk"):
                chat = gradio.Chatbot(
                    elem_id="chat", height=None, autoscroll=False, buttons=[], feedback_options=None,
                    latex_delimiters=[], line_breaks=False, layout="panel", group_consecutive_messages=False,
                    rtl=False, **plain,
                )  # fmt: skip
                opening = frame.welcome(status.progress_html(progress))
                welcome = gradio.Markdown(opening, elem_id="welcome", latex_delimiters=[])
                with gradio.Row(elem_id="composer"):
                    gradio.Markdown(frame.editing(), elem_id="editing", latex_delimiters=[])
                    current = gradio.Markdown("", elem_id="current", **RAW_HTML)
                    limits = gradio.Markdown("", elem_id="limits", latex_delimiters=[])
                    box = gradio.Textbox(
                        elem_id="question", lines=1, max_lines=6, max_length=MAX_QUESTION_CHARACTERS,
                        placeholder="…", autofocus=True, **plain,
                    )  # fmt: skip
                    send = gradio.Button("", elem_id="send", variant="primary")
                    stop = gradio.Button("", elem_id="stop", variant="secondary")
            with gradio.Column(elem_id="panel"):
                aside = gradio.Markdown("", elem_id="opened", latex_delimiters=[])
                with gradio.Column(elem_id="corpus"):
                    head = gradio.Markdown(corpus_page.preparing(), elem_id="corpus-head", **RAW_HTML)
                    words = gradio.Textbox(
                        elem_id="filter", lines=1, max_lines=1, max_length=MAX_FILTER_CHARACTERS, **plain
                    )
                    rows = gradio.Markdown("", elem_id="corpus-rows", **RAW_HTML)
        look, act, browse, pick, export = (
            gradio.Textbox(elem_id=name, elem_classes="bridge", **plain)
            for name in ("look", "act", "browse", "pick", "export")
        )
        exported = gradio.Markdown("", elem_id="exported", **RAW_HTML)
    return Components(
        conversation=conversation, shelf=shelf, scope=scope, picked=picked, bar=bar, chat=chat, welcome=welcome,
        current=current, limits=limits, box=box, send=send, stop=stop, aside=aside, head=head, words=words, rows=rows,
        look=look, act=act, browse=browse, pick=pick, export=export, exported=exported,
    )  # fmt: skip


def as_it_is() -> Any:
    """What a handler gives for a component that shall stay as it is; nothing at all would empty it."""
    import gradio

    return gradio.skip()
