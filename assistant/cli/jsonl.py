"""Files of questions and of answers, a JSON object a line (the contract stands in the README)."""

from __future__ import annotations

import codecs
import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.types import Turn
from vectorstore.errors import VectorstoreError


@dataclass(frozen=True, slots=True)
class Question:
    """One line: what is asked, after which turns, of which files (None: all); `gold` is the whole line.

    `id` is given back as it was; a line without one is called by its number.
    """

    number: int
    id: object
    text: str
    history: tuple[Turn, ...]
    sources: tuple[str, ...] | None
    gold: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no question, by its number (from 1) and what is wrong with it."""

    number: int
    detail: str


def questions_of(path: Path) -> list[Question | BadLine]:
    """The questions of a JSONL file in order; empty lines are skipped. OSError where it cannot be read."""
    # only line feeds end a line of JSONL; splitlines would also cut at U+2028 inside a string
    lines = path.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
    return [_question(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _question(number: int, line: bytes) -> Question | BadLine:
    try:
        found = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return BadLine(number, f"JSON: {error}")
    if not isinstance(found, dict) or not isinstance(found.get("question"), str):
        return BadLine(number, '"question" is missing or is not a string')
    history, sources = found.get("history") or [], found.get("sources")
    if not isinstance(history, list) or not all(_is_turn(turn) for turn in history):
        return BadLine(number, '"history" is not a list of {"question", "answer"}')
    if sources is not None and not (isinstance(sources, list) and all(isinstance(s, str) for s in sources)):
        return BadLine(number, '"sources" is not a list of file names')
    turns = tuple(Turn(turn["question"], turn.get("answer")) for turn in history)
    chosen = None if sources is None else tuple(sources)
    return Question(number, found.get("id", number), found["question"], turns, chosen, found)


def _is_turn(turn: object) -> bool:
    """Is it {"question"} or {"question", "answer"}, each a string? An answer may be null."""
    return (
        isinstance(turn, dict) and isinstance(turn.get("question"), str) and isinstance(turn.get("answer"), str | None)
    )


@contextlib.contextmanager
def answers_file(path: str) -> Iterator[Callable[[str], None]]:
    """Writes lines to a file that appears whole or not at all: beside it first, then moved into place."""
    target = Path(path)
    beside = target.with_name(target.name + ".part")

    def failed(error: OSError) -> VectorstoreError:
        return VectorstoreError("cannot_write", path=path, detail=error.strerror)

    try:
        out = beside.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise failed(error) from error

    def write(line: str) -> None:
        try:
            out.write(line + "\n")
        except OSError as error:
            raise failed(error) from error

    try:
        yield write
        try:
            out.close()
            beside.replace(target)
        except OSError as error:
            raise failed(error) from error
    finally:
        with contextlib.suppress(OSError):  # closing a file on a full disk fails once more
            out.close()
        beside.unlink(missing_ok=True)
