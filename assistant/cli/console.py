"""What every command shares: the assistant over the index in step, what is said on stderr, and the exit codes."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from assistant.cli.report import printable
from assistant.eta import Pace, format_clock, seconds_left, update_pace
from assistant.llm.selection import Models
from assistant.messages import SENTENCES, say
from assistant.opening import open_assistant, open_read_only_fallback
from assistant.pipeline import Assistant
from assistant.settings import Settings
from vectorstore.errors import VectorstoreError
from vectorstore.types import OnProgress

DONE, FAILED, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130

WRONG_CALLS = frozenset(
    {
        "bad_call",
        "no_question",
        "out_is_in",
        "corpus_missing",
        "corpus_emptied",
        "folder_missing",
        "folder_joined",
        "folder_of_index",
        "too_many_folders",
        "unknown_source",
        "no_conversation",
        "unknown_name",
        "unknown_name_perhaps",
        "nothing_to_brief",
        "search_too_long",
        "no_date",
        "no_words",
        "model_missing",
        "engine_missing",
        "reranker_missing",
        "reranker_unfit",
        "cannot_read",
        "export_format",
        "notebook_empty",
        "llm_file_missing",
        "llm_not_gguf",
        "llm_not_installed",
    }
)
"""Errors that the call itself can mend: it is malformed, or names what is not there."""

BAR = 24
"""Characters of a progress bar."""


@contextlib.contextmanager
def opened(
    settings: Settings,
    reading: bool = False,
    retry: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Assistant]:
    """The assistant over the index in step; what the sync had to mend is said on stderr.

    `reading`: where another process (the window, say) holds the index, it is read as that one keeps it.
    """
    try:
        assistant = open_assistant(settings, progress_bar(settings.language), retry=retry, should_stop=should_stop)
    except VectorstoreError as error:
        if not reading:
            raise
        assistant, note = open_read_only_fallback(error, settings, progress_bar(settings.language))
        complain(note)
    try:
        report = assistant.index.report
        for note in report.notes:
            complain(say(note, settings.language) if note in SENTENCES else note)
        if not any(record.status == "indexed" for record in report.files) and not assistant.index.has_scans:
            complain(say("corpus_empty", settings.language, path=settings.articles_at))
        if reading:
            _offer_models(assistant.models, settings.language)
        if assistant.models.remote_address:
            complain(say("llm_leaves", settings.language, address=assistant.models.remote_address))
        yield assistant
    finally:
        assistant.close()


def _offer_models(models: Models, language: str) -> None:
    """Ask once whether a server that was found may be asked, and name it where nobody is there to say so."""
    for offer in models.unasked():
        named = {"name": offer.name, "server": offer.server, "address": offer.url}
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            complain(say("llm_found", language, **named))
            return
        print(printable(say("llm_may_ask", language, **named)), end=" ", file=sys.stderr, flush=True)
        given = sys.stdin.readline()
        if not given:  # the input has ended: nothing was said
            return
        models.agree(offer, given.strip().casefold() in say("yes_words", language).split())
        if models.chosen is not None:
            return


def progress_bar(language: str, always: bool = False) -> OnProgress:
    """A bar on stderr: moving on a terminal; elsewhere, where `always`, a line at each tenth."""
    told: dict[str, int] = {}
    paces: dict[str, Pace] = {}

    def show(stage: str, done: int, total: int) -> None:
        pace = paces[stage] = update_pace(paces.get(stage), done, time.monotonic())
        moving = sys.stderr.isatty()
        tenth = 10 * done // total if total else 0
        if not total or not (moving or (always and told.get(stage) != tenth)):
            return
        told[stage] = tenth
        filled = BAR * done // total
        bar = f"{say(stage, language)} [{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}"
        left = seconds_left(pace, total)
        if left is not None and moving and done < total:
            bar += " · " + say("remaining", language, time=format_clock(left)) + "\x1b[K"
        start, end = ("\r", "\n" if done >= total else "") if moving else ("", "\n")
        print(start + bar, end=end, file=sys.stderr, flush=True)

    return show


def worded(error: VectorstoreError, language: str) -> str:
    return say(error.code, language, **error.values) if error.code in SENTENCES else str(error)


def fail(sentence: str, code: int) -> int:
    complain(sentence)
    return code


def complain(sentence: str) -> None:
    """One line on stderr, in the place of a bar that stands there."""
    erased = "\r\x1b[K" if sys.stderr.isatty() else ""
    print(erased + printable(" ".join(sentence.split())), file=sys.stderr, flush=True)
