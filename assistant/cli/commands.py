"""The terminal: what each command does, and the outermost edge, which catches the unexpected.

The commands that show articles side by side stand in `views`.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.cli import conversations
from assistant.cli import folders as folder_list
from assistant.cli.arguments import early_language, parser
from assistant.cli.batch import ask_many, evaluate
from assistant.cli.console import (
    DONE,
    FAILED,
    INTERRUPTED,
    WRONG_CALL,
    WRONG_CALLS,
    complain,
    fail,
    opened,
    progress_bar,
    worded,
)
from assistant.cli.export import ending_of, export_to, window_at
from assistant.cli.logs import log_to
from assistant.cli.names import names_json, names_text, told_json, told_text
from assistant.cli.notebook import held_now, notes_in, notes_json, notes_text
from assistant.cli.report import answer_text, ledger_json, ledger_text, printable
from assistant.cli.search import findings_json, findings_text, search_of
from assistant.cli.streams import open_standard_streams, read_names_as_utf8, write_utf8
from assistant.cli.views import brief, compare, events, since, timeline
from assistant.environment import pin_environment
from assistant.export.answers import Asked, answer_document, no_address
from assistant.export.files import json_line
from assistant.export.links import addresses_in
from assistant.export.notebook import notebook_document
from assistant.history.kept import Listed
from assistant.messages import say
from assistant.pipeline import Assistant
from assistant.settings import SettingError, Settings, settings_from
from assistant.ui import window
from vectorstore.errors import VectorstoreError, check_memory_limit, limit_reached

MAX_TOLD_NAMES = 5
"""Names that are told of where what was typed fits several."""

log = logging.getLogger("isnad")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code: 0 done, 1 failed, 2 the call was wrong, 130 interrupted."""
    if arguments is None:
        read_names_as_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    pin_environment(os.environ)
    open_standard_streams()
    write_utf8()
    language = early_language(given, os.environ)
    try:
        return _run(given)
    except SettingError as error:
        return fail(say(error.reason, language, key=error.key, value=error.value), WRONG_CALL)
    except VectorstoreError as error:
        log.info("%s", error, exc_info=True)
        return fail(worded(error, language), WRONG_CALL if error.code in WRONG_CALLS else FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read the output has left; the interpreter must not complain when it flushes at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        log.exception("unexpected")
        limit = limit_reached(error)
        return fail(worded(limit, language) if limit else say("unexpected", language), FAILED)


def _run(given: Sequence[str]) -> int:
    parsed = parser().parse_args(given)
    settings = settings_from(vars(parsed), os.environ)
    log_to(settings)
    check_memory_limit()
    code = COMMANDS[parsed.command or "chat"](parsed, settings)
    sys.stdout.flush()
    return code


def chat(parsed: argparse.Namespace, settings: Settings) -> int:
    """Serve the window until interrupted."""
    if not settings.follows and not settings.corpus.is_dir():
        raise VectorstoreError("corpus_missing", path=settings.corpus)
    window.run(settings)
    return DONE


def index(parsed: argparse.Namespace, settings: Settings) -> int:
    """Sync and print the ledger; the first Ctrl-C ends the batch in hand, a second one everything at once."""
    if settings.follows:
        raise VectorstoreError("bad_call", detail="index --corpus DIR --chroma-url URL")
    stop = threading.Event()

    def interrupted(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        stop.set()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        with opened(settings, retry=parsed.retry, should_stop=stop.is_set) as assistant:
            _read_scans(assistant, settings, stop.is_set)
            report = assistant.index.report
            with assistant.index.reading() as snapshot:
                facts = snapshot.facts()
            if parsed.json:
                print(json_line(ledger_json(report, settings, facts, assistant.index.further)))
            else:
                print(printable(ledger_text(report, settings, facts)))
    finally:
        signal.signal(signal.SIGINT, before)
    return INTERRUPTED if stop.is_set() else DONE


def _read_scans(assistant: Assistant, settings: Settings, should_stop: Callable[[], bool]) -> None:
    """Read the pages that are pictures, or say what is missing for that."""
    index, progress = assistant.index, progress_bar(settings.language)
    while not should_stop() and (again := index.read_scans(progress, should_stop=should_stop)):
        index.sync(again=again, should_stop=should_stop)
    if index.needs_ocr:
        complain(say("needs_ocr", settings.language))


def ask(parsed: argparse.Namespace, settings: Settings) -> int:
    """One answer, or a file of them."""
    if parsed.questions or parsed.out:
        if not (parsed.questions and parsed.out) or parsed.question is not None or parsed.source or parsed.export:
            raise VectorstoreError("bad_call", detail="ask --questions IN.jsonl --out OUT.jsonl [--passages N]")
        return ask_many(parsed, settings)
    if not (parsed.question or "").strip():
        raise VectorstoreError("no_question")
    if parsed.export:
        ending_of(parsed.export)
    with opened(settings, reading=True) as assistant:
        with assistant.index.reading() as snapshot:
            snapshot.check_sources(parsed.source or ())  # a wrong name is said before the model is loaded
        assistant.warm()
        answer = assistant.corroborated(assistant.ask(parsed.question, sources=parsed.source, passages=parsed.passages))
        if parsed.export:
            asked = Asked(parsed.question, answer, tuple(parsed.source or ()))
            addresses, address = addresses_in(assistant.index), window_at(settings)
            export_to(parsed.export, answer_document(asked, addresses, address, parsed.passages))
    if parsed.json:
        print(json_line({"id": "", **answer.as_json(parsed.passages)}))
    else:
        print(answer_text(answer, bold=sys.stdout.isatty() and not os.environ.get("NO_COLOR")))
    return DONE


def search(parsed: argparse.Namespace, settings: Settings) -> int:
    """The passages with some words; no model is loaded, and no language model looked for."""
    wanted = search_of(parsed)
    with opened(replace(settings, llm="none"), reading=True) as assistant:
        if parsed.name:
            wanted = replace(wanted, articles=assistant.names.articles_of(parsed.name, progress_bar(settings.language)))
        started = time.perf_counter()
        with assistant.index.reading() as snapshot:
            found = snapshot.find(wanted)
        seconds = time.perf_counter() - started
    if parsed.json:
        print(json_line(findings_json(parsed.words, wanted, found, seconds)))
    else:
        bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(findings_text(wanted, found, settings.language, bold))
    return DONE


def names(parsed: argparse.Namespace, settings: Settings) -> int:
    """The names of the articles, or what is told of those that are meant; no model of the search is loaded."""
    with opened(replace(settings, llm="none"), reading=True) as assistant:
        known = assistant.names.register(progress_bar(settings.language))
        if not parsed.name.strip():
            print(json_line(names_json(known)) if parsed.json else printable(names_text(known, settings.language)))
            return DONE
        told = [assistant.names.told(name) for name in assistant.names.meant(parsed.name)[:MAX_TOLD_NAMES]]
    if parsed.json:
        print(json_line({"names": [told_json(one) for one in told]}))
    else:
        print(printable("\n\n".join(told_text(one, settings.language) for one in told)))
    return DONE


def talks(parsed: argparse.Namespace, settings: Settings) -> int:
    """The kept conversations; no index is opened."""
    store = conversations.opened(settings.conversations)
    if store is None:
        if parsed.delete:
            raise VectorstoreError("no_conversation")
        rows: list[Listed] = []
    else:
        with contextlib.closing(store):
            if store.set_aside:
                complain(say("history_set_aside", settings.language, path=store.set_aside))
            if parsed.delete or parsed.delete_all:
                keys = [row.key for row in conversations.every(store)] if parsed.delete_all else [parsed.delete]
                conversations.erase(store, keys)
                return DONE
            if parsed.votes:
                if lines := conversations.votes_text(store):
                    print(lines)
                return DONE
            rows = list(conversations.every(store))
    if parsed.json:
        print(conversations.listed_json(rows))
    elif rows and not parsed.votes:
        print(printable(conversations.listed_text(rows)))
    return DONE


def notebook(parsed: argparse.Namespace, settings: Settings) -> int:
    """The notes of the window's notebook; an index is opened where one quotes an article."""
    if parsed.export:
        ending_of(parsed.export)
    notes = notes_in(settings.conversations)
    with contextlib.ExitStack() as stack:
        quoting = any(note.source for note in notes)
        index = stack.enter_context(opened(settings, reading=True)).index if quoting else None
        held = held_now(notes, index)
        if parsed.export:
            if not held:
                raise VectorstoreError("notebook_empty")
            addresses = addresses_in(index) if index is not None else no_address
            export_to(parsed.export, notebook_document(held, settings.language, addresses, window_at(settings)))
    if parsed.json:
        print(notes_json(held))
    elif held:
        print(printable(notes_text(held, settings.language)))
    return DONE


def folders(parsed: argparse.Namespace, settings: Settings) -> int:
    """The folder of the articles and the further ones; no index is opened, the next command brings it in step."""
    folder_list.changed(settings, parsed.add, parsed.leave)
    print(folder_list.listed_json(settings) if parsed.json else printable(folder_list.listed_text(settings)))
    return DONE


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "chat": chat,
    "index": index,
    "ask": ask,
    "search": search,
    "names": names,
    "compare": compare,
    "events": events,
    "timeline": timeline,
    "brief": brief,
    "since": since,
    "conversations": talks,
    "notebook": notebook,
    "folders": folders,
    "eval": evaluate,
}
