"""Optical reading: the picture of a page becomes lines of words, by tesseract, where that is installed.

It runs as a process of its own, at low priority, with limits on time and memory; it gets a picture that we drew, over a
pipe, and no name of a file. Each page is read twice, as Arabic and as Arabic with English (which alone is worse at
Arabic), and of each line the reading that tesseract itself is surer of is kept. A page that it is unsure of, or whose
letters make no words, stays unread: a wrong text is worse than none.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from vectorstore.text.arabic import fold
from vectorstore.text.letter_pairs import pair_cost

ARABIC, LATIN, TURNED = "ara", "eng", "osd"
"""Names of tesseract's languages; `osd` tells how a page is turned."""

OTHER_LANGUAGES = ("fas", "urd", "fra", "deu", "spa", "tur", "rus")
"""Those that a page is tried in, where they are installed, that neither Arabic nor English makes sense of."""

MOST_OTHERS = 3

PAGE_SECONDS = 90
"""Of processor time, for one reading of a page: a full one takes 1 to 5."""

CLOCK_SECONDS = 900
"""By the clock, for the same: at low priority, a busy machine leaves it little."""

MEMORY_BYTES = 2 << 30

LOOK_SECONDS = 0.1

MIN_CONFIDENCE = 78.0
"""Mean confidence (0 to 100) of a page's letters below which it stays unread. Measured on one page in two faces from
scans of 36 to 100 dots per inch: below it 7 to 73 of 100 words were right, above 75 to 96."""

MIN_LETTERS = 15
"""Letters below which a page says nothing: what tesseract sees in a photograph."""

NONSENSE_NATS = 3.5
ENOUGH_PAIRS = 60
"""As in `pdf_page`: mean cost of a pair of letters from which they are no words, and how many tell."""

RUNNING_PAGES = 3
"""Pages on which a first or last line must stand to be a running head, and more than half of all."""

_PLACES = ("/opt/homebrew/bin/tesseract", "C:/Program Files/Tesseract-OCR/tesseract.exe")
_PASSED_ON = ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT", "LD_LIBRARY_PATH")
_CONTROLS = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBER_ALONE = re.compile(r"[\W_]*\d{1,4}[\W_]*")

_LIMITED = """
import os, resource, sys
memory, seconds, *command = sys.argv[1:]
for name, value in (("AS", int(memory)), ("CPU", int(seconds)), ("CORE", 0), ("FSIZE", 0)):
    kind = getattr(resource, "RLIMIT_" + name)
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
os.nice(5)
os.execv(command[0], command)
"""
"""What turns into tesseract once it has limited itself; a function between fork and exec is unsafe beside threads."""

Lines = tuple[tuple[int, str], ...]
"""The lines of a page in reading order, each with the number of its paragraph."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed tesseract: its program and the languages that it knows, Arabic among them."""

    program: str
    languages: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a page was read by: another one may read what this one could not."""
        return "+".join(self.languages)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What was read of a page; no lines where it stays unread, with the mean confidence (0 to 100) all the same."""

    lines: Lines
    confidence: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as tesseract tells it; `confidence` is the mean of its letters', `letters` how many they are."""

    key: tuple[int, int, int]
    text: str
    confidence: float
    letters: int


class Stopped(Exception):
    """Somebody asked to stop in the middle of a page."""


def find_tesseract() -> Tesseract | None:
    """The installed one; None where there is none, or none that knows Arabic."""
    program = shutil.which("tesseract") or next((path for path in _PLACES if os.path.isfile(path)), "")
    return _asked(program) if program else None


@functools.cache
def _asked(program: str) -> Tesseract | None:
    try:
        told = subprocess.run(
            [program, "--list-langs"], stdin=subprocess.DEVNULL, capture_output=True, timeout=20, env=_environment()
        )
    except (OSError, subprocess.SubprocessError):
        return None
    languages = tuple(sorted(line.strip() for line in told.stdout.decode("utf-8", "replace").splitlines()[1:]))
    return Tesseract(program, languages) if told.returncode == 0 and ARABIC in languages else None


def read_picture(engine: Tesseract, picture: bytes, dots_per_inch: int, should_stop: Callable[[], bool]) -> ReadPage:
    """Read a picture (a PGM file). Raises Stopped, within a moment, and OSError where the program cannot be started.

    What ends the program (its limits, its time, a picture that breaks it) leaves the page unread.
    """

    def reading(languages: Sequence[str], turned: bool = False) -> list[_Line]:
        known = [one for one in languages if one in engine.languages]
        return parse_lines(_run(engine, picture, dots_per_inch, "+".join(known), turned, should_stop))

    found = surer_lines(reading([ARABIC]), reading([ARABIC, LATIN]))
    if not _is_sound(found):
        others = [one for one in OTHER_LANGUAGES if one in engine.languages][:MOST_OTHERS]
        if others or TURNED in engine.languages:
            again = reading([ARABIC, LATIN, *others], turned=TURNED in engine.languages)
            found = max(found, again, key=_confidence)
    lines = tuple((number, line.text) for number, line in _numbered(found)) if _is_sound(found) else ()
    return ReadPage(lines, round(_confidence(found), 1))


def parse_lines(table: str) -> list[_Line]:
    """The lines of tesseract's table of words, without the controls by which it turns them."""
    words: dict[tuple[int, int, int], list[tuple[str, float]]] = defaultdict(list)
    for row in table.splitlines()[1:]:
        cells = row.split("\t", 11)
        if len(cells) == 12 and cells[0] == "5" and (word := _CONTROLS.sub("", cells[11]).strip()):
            try:
                words[int(cells[2]), int(cells[3]), int(cells[4])].append((word, float(cells[10])))
            except ValueError:
                continue
    found = []
    for key, line in words.items():
        sizes = [sum(map(str.isalnum, word)) for word, _ in line]
        letters = sum(sizes)
        weighed = sum(size * sure for size, (_, sure) in zip(sizes, line, strict=True))
        found.append(_Line(key, " ".join(word for word, _ in line), weighed / letters if letters else 0.0, letters))
    return found


def surer_lines(one: Sequence[_Line], other: Sequence[_Line]) -> list[_Line]:
    """Of two readings of a page, each line as the surer one has it; the surer page where their lines differ."""
    if [line.key for line in one] != [line.key for line in other]:
        return list(max(one, other, key=_confidence))
    return [max(pair, key=lambda line: line.confidence) for pair in zip(one, other, strict=True)]


def scanned_paragraphs(pages: Mapping[int, Lines]) -> dict[int, list[str]]:
    """The paragraphs of pages that were read optically, without their numbers and running heads."""
    edges = {number: {0, len(lines) - 1} for number, lines in pages.items() if lines}
    seen = Counter(
        key for number, ends in edges.items() for key in {_running_key(pages[number][end][1]) for end in ends}
    )
    running = {key for key, count in seen.items() if count >= RUNNING_PAGES and count > len(edges) / 2}
    found: dict[int, list[str]] = {}
    for number, ends in edges.items():
        lines = pages[number]
        kept = [
            line for at, line in enumerate(lines)
            if at not in ends or not (_running_key(line[1]) in running or _NUMBER_ALONE.fullmatch(line[1]))
        ]  # fmt: skip
        paragraphs: dict[int, list[str]] = defaultdict(list)
        for paragraph, text in kept or lines:
            paragraphs[paragraph].append(text)
        found[number] = [" ".join(texts) for texts in paragraphs.values()]
    return found


def _running_key(text: str) -> str:
    return re.sub(r"[\d\W_]+", " ", fold(text)).strip()


def _numbered(lines: Sequence[_Line]) -> list[tuple[int, _Line]]:
    """The lines with the numbers of their paragraphs."""
    numbers: dict[tuple[int, int], int] = {}
    return [(numbers.setdefault(line.key[:2], len(numbers)), line) for line in lines]


def _confidence(lines: Sequence[_Line]) -> float:
    letters = sum(line.letters for line in lines)
    return sum(line.letters * line.confidence for line in lines) / letters if letters else 0.0


def _is_sound(lines: Sequence[_Line]) -> bool:
    """Whether a page may be quoted: it says something, tesseract is sure of it, and its letters make words."""
    if sum(line.letters for line in lines) < MIN_LETTERS or _confidence(lines) < MIN_CONFIDENCE:
        return False
    cost, pairs = pair_cost("\n".join(line.text for line in lines))
    return pairs < ENOUGH_PAIRS or cost <= NONSENSE_NATS * pairs


def _run(
    engine: Tesseract, picture: bytes, dots: int, languages: str, turned: bool, should_stop: Callable[[], bool]
) -> str:
    """Tesseract's table of the words of a picture; empty where it failed. Raises Stopped and OSError."""
    command = [engine.program, "stdin", "stdout", "-l", languages, "--dpi", str(dots), "--psm", "1" if turned else "3"]
    command.append("tsv")
    options: dict[str, object] = {}
    if sys.platform != "win32":
        limits = [str(MEMORY_BYTES), str(PAGE_SECONDS)]
        command = [sys.executable, "-I", "-S", "-c", _LIMITED, *limits, *command]
        options["start_new_session"] = True  # Ctrl-C is meant for us, who end it
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(), **options
    )
    feed, process.stdin = process.stdin, None  # `communicate` cannot both feed and be asked again
    threading.Thread(target=_feed, args=(feed, picture), daemon=True).start()
    try:
        for _ in range(round(CLOCK_SECONDS / LOOK_SECONDS)):
            if should_stop():
                raise Stopped
            try:
                table, _ = process.communicate(timeout=LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return table.decode("utf-8", "replace") if process.returncode == 0 else ""
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    return ""


def _feed(stream: IO[bytes] | None, picture: bytes) -> None:
    """Hand a picture over; a program that ends before it took all of it needs no more."""
    assert stream is not None
    with suppress(OSError), stream:
        stream.write(picture)


def _environment() -> dict[str, str]:
    """What tesseract may know of ours; one thread of it is enough, since a page more or less matters to nobody."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
