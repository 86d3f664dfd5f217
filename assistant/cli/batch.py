"""Many questions from a file: answered into another, or compared with what should have been answered.

One line that fails, whyever, costs no other line its answer.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from assistant.cli.console import DONE, FAILED, complain, opened, progress_bar, worded
from assistant.cli.jsonl import BadLine, Question, answers_file, questions_of
from assistant.cli.report import printable, quality_text
from assistant.evaluate import Gold, Result, gold_from, score_answer
from assistant.export.files import json_line
from assistant.messages import say
from assistant.settings import Settings
from vectorstore.errors import VectorstoreError

Made = TypeVar("Made")

log = logging.getLogger("isnad")


def ask_many(parsed: argparse.Namespace, settings: Settings) -> int:
    lines = _read(parsed.questions)
    if _is_one_file(parsed.out, parsed.questions):
        raise VectorstoreError("out_is_in", path=parsed.out)
    bad = 0
    with opened(settings, reading=True) as assistant, answers_file(parsed.out) as write:
        assistant.warm()

        def answered(line: Question | BadLine) -> str:
            answer = assistant.corroborated(assistant.ask(*_asked(line), parsed.passages))
            return json_line({"id": line.id, **answer.as_json(parsed.passages)})

        for line in _counted(lines, settings.language):
            made = _made_of(line, answered, settings.language)
            if made is None:
                bad += 1
            else:
                write(made)
    return FAILED if bad else DONE


def _is_one_file(path: str, other: str) -> bool:
    """Do two paths lead to one file? One that cannot be a file's name leads to none."""
    try:
        return Path(path).samefile(other)
    except OSError:
        return False


def evaluate(parsed: argparse.Namespace, settings: Settings) -> int:
    """Ask the questions of a file with gold answers and print the table."""
    lines = _read(parsed.gold)
    with opened(settings, reading=True) as assistant:
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
    progress = progress_bar(language, always=True)
    for done, line in enumerate(lines):
        progress("answering", done, len(lines))
        yield line
    progress("answering", len(lines), len(lines))


def _complain_of(line: Question | BadLine, error: VectorstoreError, language: str) -> None:
    """Name a line that was not answered by its number, with the reason."""
    detail = error.values["detail"] if error.code == "bad_line" else worded(error, language).rstrip(".")
    complain(say("bad_line", language, number=line.number, detail=detail))
