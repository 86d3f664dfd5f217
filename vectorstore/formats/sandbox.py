"""The parent's side of `vectorstore.formats.sandbox_worker`: one child process that reads hostile formats, file after
file.

It is started by the first file that needs it and reused. Whatever happens to it over a file is a refusal of
that file: `too_slow` where its time is up, `too_complex` where its memory is, `damaged` where its parser broke.
The next file gets a fresh one.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from vectorstore.formats.page_image import PageImage, PagePicture
from vectorstore.types import Extracted, Refusal, Remark

TIMEOUT_SECONDS = 150
"""By the clock, for one file. A PDF of 200 MB and 3,000 pages needs some 40 on a slow machine."""

FILES_PER_PROCESS = 500
"""After so many a fresh process is started: parsers keep some memory of every file."""

_LONGEST_ANSWER = 300_000_000
"""Bytes: the longest text that is accepted, every character spelt out in JSON, and some more."""

_ROOT = Path(__file__).parent.parent.parent

Made = Extracted | PageImage | PagePicture | Refusal


class Extractor:
    """A child process that extracts one file at a time; callers of other threads wait their turn."""

    def __init__(self, seconds: float = TIMEOUT_SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._turn = threading.Lock()
        self._closed = False

    def extract(
        self,
        path: Path,
        source: str,
        kind: str,
        scans: Mapping[int, Sequence[str]] | None = None,
        *,
        comments: bool = False,
    ) -> Extracted | Refusal:
        """The text of a file of the format `kind` (`html`, `pdf`, `docx`), or why there is none; never raises.

        `scans`: what was read optically of the pages of a PDF, see `pdf.read_pdf`; `comments`: with those of a
        document in which people write some.
        """
        request = {"path": str(path.absolute()), "source": source, "format": kind}
        more = {"scans": dict(scans)} if scans else {"comments": True} if comments else {}
        found = self._answer({**request, **more})
        return found if isinstance(found, Extracted | Refusal) else _other_kind(source)

    def draw(self, path: Path, source: str, number: int) -> PageImage | Refusal:
        """The page `number`, from 1, of a PDF as a picture; never raises."""
        found = self._answer({"path": str(path.absolute()), "source": source, "format": "page", "number": number})
        return found if isinstance(found, PageImage | Refusal) else _other_kind(source)

    def picture(self, path: Path, source: str, number: int) -> PagePicture | Refusal:
        """The page `number`, from 1, of a PDF as a person looks at it; never raises."""
        found = self._answer({"path": str(path.absolute()), "source": source, "format": "picture", "number": number})
        return found if isinstance(found, PagePicture | Refusal) else _other_kind(source)

    def _answer(self, request: dict[str, object]) -> Made:
        source = str(request["source"])
        with self._turn:
            found, fresh = self._ask(request, source)
            if isinstance(found, Refusal) and found.reason == "crashed":
                # It may be another file's doing: parsers are not always clean after a bad one.
                found = found if fresh or self._closed else self._ask(request, source)[0]
            if isinstance(found, Refusal) and found.reason == "crashed":
                return Refusal(source, "damaged", found.detail)
            return found

    def close(self) -> None:
        """End the process, in the middle of a file too, which is then refused; the next file would start another."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()
        with self._turn:
            self._closed = False
            self._end()

    def interrupt(self) -> None:
        """End the process over the file in hand, for whoever does not wait for it; the next file starts another."""
        if (process := self._process) is not None:
            process.kill()

    def _ask(self, request: dict[str, object], source: str) -> tuple[Made, bool]:
        """One try, and whether the process was new."""
        if self._files >= FILES_PER_PROCESS or (self._process is not None and self._process.poll() is not None):
            self._end()
        fresh = self._process is None
        try:
            process = self._process or self._start()
        except OSError as error:
            return Refusal(source, "unreadable", error.strerror or type(error).__name__), True
        self._files += 1
        late = threading.Event()
        timer = threading.Timer(self._seconds, lambda: (late.set(), process.kill()))
        timer.daemon = True
        timer.start()
        try:
            answer = _exchange(process, request)
        finally:
            timer.cancel()
        if late.is_set():
            self._end()
            return Refusal(source, "too_slow", f"> {self._seconds:g} s"), fresh
        if not answer:
            code = self._end()
            return Refusal(source, "crashed", f"signal {-code}" if code < 0 else f"exit {code}"), fresh
        return _found(answer, source), fresh

    def _start(self) -> subprocess.Popen[bytes]:
        # The folder that Python looks for modules in first is ours, not the one that the program was called in.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "vectorstore.formats.sandbox_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=environment,
        )
        self._files = 0
        return self._process

    def _end(self) -> int:
        """End the process where there is one; its exit code, negative for a signal."""
        process, self._process = self._process, None
        self._files = 0
        if process is None:
            return 0
        if process.poll() is None:
            process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # what was still to be sent to a process that is gone
        return process.wait()


def _exchange(process: subprocess.Popen[bytes], request: dict[str, object]) -> bytes:
    """The answer to one request; empty where the process ended over it."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        process.stdin.flush()
        answer = process.stdout.readline(_LONGEST_ANSWER)
    except (OSError, ValueError):
        return b""
    return answer if answer.endswith(b"\n") else b""


def _other_kind(source: str) -> Refusal:
    return Refusal(source, "damaged", "an answer of another kind")


def _found(answer: bytes, source: str) -> Made:
    fields = json.loads(answer)
    if "reason" in fields:
        return Refusal(source, fields["reason"], fields["detail"])
    if "packed" in fields:
        return PageImage(**fields)
    if "png" in fields:
        return PagePicture(**fields)
    marks = tuple((start, end, role) for start, end, role in fields["marks"])
    remarks = tuple(Remark(**one) for one in fields["remarks"])
    return Extracted(**{**fields, "pages": tuple(fields["pages"]), "marks": marks, "remarks": remarks})


EXTRACTOR = Extractor()
"""The one of this process. It holds nothing until a file needs it."""

atexit.register(EXTRACTOR.close)
