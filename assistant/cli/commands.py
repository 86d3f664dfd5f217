"""The terminal: what each command does. The one place that prints, and that catches the unexpected."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO, TypeVar

from assistant.cli import conversations
from assistant.cli.arguments import early_language, parser
from assistant.cli.export import ending_of, export_to, window_at
from assistant.cli.jsonl import BadLine, Question, answers_file, questions_of
from assistant.cli.names import names_json, names_text, told_json, told_text
from assistant.cli.report import answer_text, ledger_json, ledger_text, printable, quality_text
from assistant.cli.search import findings_json, findings_text, search_of
from assistant.cli.side_by_side import comparison_text, events_text, timeline_text
from assistant.environment import pin_environment
from assistant.eta import Pace, format_clock, seconds_left, update_pace
from assistant.evaluate import Gold, Result, gold_from, score_answer
from assistant.export.answers import Asked, answer_document, comparison_document
from assistant.export.files import json_line
from assistant.export.links import addresses_in
from assistant.history.kept import Listed
from assistant.llm.selection import Models
from assistant.messages import SENTENCES, say
from assistant.opening import open_assistant, open_read_only_fallback
from assistant.pipeline import Assistant
from assistant.settings import SettingError, Settings, settings_from
from assistant.ui import window
from vectorstore.errors import VectorstoreError, check_memory_limit, limit_reached
from vectorstore.private import make_private, open_private
from vectorstore.types import OnProgress

DONE, FAILED, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130

WRONG_CALLS = frozenset(
    {
        "bad_call",
        "no_question",
        "out_is_in",
        "corpus_missing",
        "corpus_emptied",
        "unknown_source",
        "no_conversation",
        "unknown_name",
        "search_too_long",
        "no_date",
        "no_words",
        "model_missing",
        "reranker_missing",
        "reranker_unfit",
        "cannot_read",
        "export_format",
        "llm_file_missing",
        "llm_not_gguf",
        "llm_not_installed",
    }
)
"""Errors that the call itself can mend: it is malformed, or names what is not there."""

MAX_TOLD_NAMES = 5
"""Names that are told of where what was typed fits several."""

BAR = 24
"""Characters of a progress bar."""

Made = TypeVar("Made")

log = logging.getLogger("isnad")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code: 0 done, 1 failed, 2 the call was wrong, 130 interrupted."""
    if arguments is None:
        _read_names_as_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    pin_environment(os.environ)
    _open_standard_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    language = early_language(given, os.environ)
    try:
        return _run(given)
    except SettingError as error:
        return _fail(say(error.reason, language, key=error.key, value=error.value), WRONG_CALL)
    except VectorstoreError as error:
        log.info("%s", error, exc_info=True)
        return _fail(_worded(error, language), WRONG_CALL if error.code in WRONG_CALLS else FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read the output has left; the interpreter must not complain when it flushes at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        log.exception("unexpected")
        limit = limit_reached(error)
        return _fail(_worded(limit, language) if limit else say("unexpected", language), FAILED)


def _read_names_as_utf8() -> None:
    """Begin anew in Python's UTF-8 mode where the locale knows ASCII alone: no Arabic name could be read or made."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _open_standard_streams() -> None:
    """Put the null device where a standard stream is closed: the next file to be opened would take its place.

    What a library then prints would be written into the index.
    """
    for number, name in ((0, "stdin"), (1, "stdout"), (2, "stderr")):
        try:
            os.fstat(number)
        except OSError:
            if os.open(os.devnull, os.O_RDWR) == number and getattr(sys, name) is None:
                setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8"))


def _run(given: Sequence[str]) -> int:
    parsed = parser().parse_args(given)
    settings = settings_from(vars(parsed), os.environ)
    _log_to(settings)
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
        with _opened(settings, retry=parsed.retry, should_stop=stop.is_set) as assistant:
            _read_scans(assistant, settings, stop.is_set)
            report = assistant.index.report
            with assistant.index.reading() as snapshot:
                facts = snapshot.facts()
            if parsed.json:
                print(json_line(ledger_json(report, settings, facts)))
            else:
                print(printable(ledger_text(report, settings, facts)))
    finally:
        signal.signal(signal.SIGINT, before)
    return INTERRUPTED if stop.is_set() else DONE


def _read_scans(assistant: Assistant, settings: Settings, should_stop: Callable[[], bool]) -> None:
    """Read the pages that are pictures, or say what is missing for that."""
    index, progress = assistant.index, _progress(settings.language)
    while not should_stop() and (again := index.read_scans(progress, should_stop=should_stop)):
        index.sync(again=again, should_stop=should_stop)
    if index.needs_ocr:
        _complain(say("needs_ocr", settings.language))


def ask(parsed: argparse.Namespace, settings: Settings) -> int:
    """One answer, or a file of them."""
    if parsed.questions or parsed.out:
        if not (parsed.questions and parsed.out) or parsed.question is not None or parsed.source or parsed.export:
            raise VectorstoreError("bad_call", detail="ask --questions IN.jsonl --out OUT.jsonl [--passages N]")
        return _ask_many(parsed, settings)
    if not (parsed.question or "").strip():
        raise VectorstoreError("no_question")
    if parsed.export:
        ending_of(parsed.export)
    with _opened(settings, reading=True) as assistant:
        with assistant.index.reading() as snapshot:
            snapshot.check_sources(parsed.source or ())  # a wrong name is said before the model is loaded
        assistant.warm()
        answer = assistant.ask(parsed.question, sources=parsed.source, passages=parsed.passages)
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
    with _opened(replace(settings, llm="none"), reading=True) as assistant:
        if parsed.name:
            wanted = replace(wanted, articles=assistant.names.articles_of(parsed.name, _progress(settings.language)))
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
    with _opened(replace(settings, llm="none"), reading=True) as assistant:
        known = assistant.names.register(_progress(settings.language))
        if not parsed.name.strip():
            print(json_line(names_json(known)) if parsed.json else printable(names_text(known, settings.language)))
            return DONE
        meant = known.meant(parsed.name)
        if not meant:
            raise VectorstoreError("unknown_name", name=parsed.name)
        told = [one for name in meant[:MAX_TOLD_NAMES] if (one := assistant.names.tell(name.key))]
    if parsed.json:
        print(json_line({"names": [told_json(one) for one in told]}))
    else:
        print(printable("\n\n".join(told_text(one, settings.language) for one in told)))
    return DONE


def _ask_many(parsed: argparse.Namespace, settings: Settings) -> int:
    lines = _read(parsed.questions)
    if Path(parsed.out).exists() and Path(parsed.out).samefile(parsed.questions):
        raise VectorstoreError("out_is_in", path=parsed.out)
    bad = 0
    with _opened(settings, reading=True) as assistant, answers_file(parsed.out) as write:
        assistant.warm()

        def answered(line: Question | BadLine) -> str:
            answer = assistant.ask(*_asked(line), parsed.passages)
            return json_line({"id": line.id, **answer.as_json(parsed.passages)})

        for line in _counted(lines, settings.language):
            made = _made_of(line, answered, settings.language)
            if made is None:
                bad += 1
            else:
                write(made)
    return FAILED if bad else DONE


def compare(parsed: argparse.Namespace, settings: Settings) -> int:
    """What each article says to a question."""
    if not parsed.question.strip():
        raise VectorstoreError("no_question")
    if parsed.export:
        ending_of(parsed.export)
    with _opened(settings, reading=True) as assistant:
        table = assistant.compare(parsed.question)
        if parsed.export:
            addresses = addresses_in(assistant.index)
            export_to(parsed.export, comparison_document(table, addresses, window_at(settings)))
    print(json_line(table.as_json()) if parsed.json else printable(comparison_text(table)))
    return DONE


def events(parsed: argparse.Namespace, settings: Settings) -> int:
    """The happenings that the articles tell of."""
    with _opened(settings, reading=True) as assistant:
        cards = assistant.events(settings.language)
    if parsed.json:
        print(json_line({"events": [card.as_json() for card in cards]}))
    else:
        print(printable(events_text(cards, settings.language)))
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
                _complain(say("history_set_aside", settings.language, path=store.set_aside))
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


def timeline(parsed: argparse.Namespace, settings: Settings) -> int:
    """The dated sentences of the articles, earliest first."""
    with _opened(settings, reading=True) as assistant:
        found = None
        while found is None:  # the corpus changed while it was read
            found = assistant.survey()
    if parsed.json:
        told = {"moments": [one.as_json() for one in found.dated], "articles": found.total, "read": found.read}
        print(json_line({**told, "sentences": found.dated_total}))
    else:
        print(printable(timeline_text(found, settings.language)))
    return DONE


def evaluate(parsed: argparse.Namespace, settings: Settings) -> int:
    """Ask the questions of a file with gold answers and print the table."""
    lines = _read(parsed.gold)
    with _opened(settings, reading=True) as assistant:
        assistant.warm()

        def text_of(source: str) -> str:
            try:
                with assistant.index.reading() as snapshot:
                    return snapshot.document(source).text
            except VectorstoreError:
                return ""

        def judged(line: Question | BadLine) -> Result:
            gold = _gold(line)
            return score_answer(gold, assistant.ask(*_asked(line)), text_of)

        made = [_made_of(line, judged, settings.language) for line in _counted(lines, settings.language)]
    results = [result for result in made if result is not None]
    print(printable(quality_text(results, settings.language)))
    return DONE if len(results) == len(lines) else FAILED


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "chat": chat,
    "index": index,
    "ask": ask,
    "search": search,
    "names": names,
    "compare": compare,
    "events": events,
    "timeline": timeline,
    "conversations": talks,
    "eval": evaluate,
}


@contextlib.contextmanager
def _opened(
    settings: Settings,
    reading: bool = False,
    retry: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Assistant]:
    """The assistant over the index in step; what the sync had to mend is said on stderr.

    `reading`: where another process (the window, say) holds the index, it is read as that one keeps it.
    """
    try:
        assistant = open_assistant(settings, _progress(settings.language), retry=retry, should_stop=should_stop)
    except VectorstoreError as error:
        if not reading:
            raise
        assistant, note = open_read_only_fallback(error, settings, _progress(settings.language))
        _complain(note)
    try:
        report = assistant.index.report
        for note in report.notes:
            _complain(say(note, settings.language) if note in SENTENCES else note)
        if not any(record.status == "indexed" for record in report.files) and not assistant.index.has_scans:
            _complain(say("corpus_empty", settings.language, path=settings.articles_at))
        if reading:
            _offer_models(assistant.models, settings.language)
        if assistant.models.remote_address:
            _complain(say("llm_leaves", settings.language, address=assistant.models.remote_address))
        yield assistant
    finally:
        assistant.close()


def _offer_models(models: Models, language: str) -> None:
    """Ask once whether a server that was found may be asked, and name it where nobody is there to say so."""
    for offer in models.unasked():
        named = {"name": offer.name, "server": offer.server, "address": offer.url}
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            _complain(say("llm_found", language, **named))
            return
        print(printable(say("llm_may_ask", language, **named)), end=" ", file=sys.stderr, flush=True)
        given = sys.stdin.readline()
        if not given:  # the input has ended: nothing was said
            return
        models.agree(offer, given.strip().casefold() in say("yes_words", language).split())
        if models.chosen is not None:
            return


def _made_of(line: Question | BadLine, make: Callable[[Question | BadLine], Made], language: str) -> Made | None:
    """What is made of one line; None where that fails, whyever, and is said: it costs no other line its answer."""
    try:
        return make(line)
    except VectorstoreError as error:
        _complain_of(line, error, language)
    except Exception:
        log.exception("line %d could not be answered", line.number)
        _complain_of(line, VectorstoreError("unexpected"), language)
    return None


def _asked(line: Question | BadLine) -> tuple[object, ...]:
    """What `Assistant.ask` is called with for one line; raises VectorstoreError("bad_line")."""
    if isinstance(line, BadLine):
        raise VectorstoreError("bad_line", detail=line.detail)
    return line.text, line.history, line.sources


def _gold(line: Question | BadLine) -> Gold:
    """What one line should be answered with; raises VectorstoreError("bad_line")."""
    if isinstance(line, BadLine):
        raise VectorstoreError("bad_line", detail=line.detail)
    try:
        return gold_from(line.gold)
    except ValueError as error:
        raise VectorstoreError("bad_line", detail=str(error)) from error


def _read(path: str) -> list[Question | BadLine]:
    try:
        return questions_of(Path(path))
    except OSError as error:
        raise VectorstoreError("cannot_read", path=path, detail=error.strerror) from error


def _counted(lines: Sequence[Question | BadLine], language: str) -> Iterator[Question | BadLine]:
    """The lines one after another, with a bar on stderr."""
    progress = _progress(language, always=True)
    for done, line in enumerate(lines):
        progress("answering", done, len(lines))
        yield line
    progress("answering", len(lines), len(lines))


def _progress(language: str, always: bool = False) -> OnProgress:
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


def _worded(error: VectorstoreError, language: str) -> str:
    return say(error.code, language, **error.values) if error.code in SENTENCES else str(error)


def _complain_of(line: Question | BadLine, error: VectorstoreError, language: str) -> None:
    """Name a line that was not answered by its number, with the reason."""
    detail = error.values["detail"] if error.code == "bad_line" else _worded(error, language).rstrip(".")
    _complain(say("bad_line", language, number=line.number, detail=detail))


def _fail(sentence: str, code: int) -> int:
    _complain(sentence)
    return code


def _complain(sentence: str) -> None:
    """One line on stderr, in the place of a bar that stands there."""
    erased = "\r\x1b[K" if sys.stderr.isatty() else ""
    print(erased + printable(" ".join(sentence.split())), file=sys.stderr, flush=True)


class _PrivateLog(logging.FileHandler):
    """A log that only its owner may read: it may name files and quote what they hold."""

    def _open(self) -> TextIO:
        return open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=open_private)


def _log_to(settings: Settings) -> None:
    """Details go to a file of this person's; where it cannot be written, the program works without."""
    handlers: list[logging.Handler] = [logging.StreamHandler()] if settings.verbose else []
    with contextlib.suppress(OSError):
        settings.log.parent.mkdir(parents=True, exist_ok=True)
        make_private(settings.log)
        handlers.append(_PrivateLog(settings.log, encoding="utf-8", delay=True))
    logging.basicConfig(
        level=logging.INFO,
        handlers=handlers or [logging.NullHandler()],
        force=True,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a log that cannot be written must not fill the terminal
    for noisy in ("httpx", "httpx2", "openai", "chromadb", "sentence_transformers", "filelock", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
