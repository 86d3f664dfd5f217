"""The process that reads hostile formats: `python -m vectorstore.formats.sandbox_worker`, started by
`vectorstore.formats.sandbox`.

One JSON object a line in, `{"path", "source", "format"}`, and one a line out: the fields of `Extracted`, those of a
`PageImage` or a `PagePicture` (format `page` or `picture`, with its `number`), or `{"reason", "detail"}`. A PDF may
come with `scans`, the paragraphs of pages that were read optically, a Word or OpenDocument file with the wish for its
`comments`. Parsers of all formats but plain text run here and nowhere else, so that a crash, a hang or a blow-up of one
of them costs this process and not the program. It limits its own memory, opens no connection, starts no program, and
ends when its parent does.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from vectorstore.formats.docx import read_docx
from vectorstore.formats.epub import read_epub
from vectorstore.formats.html import read_html
from vectorstore.formats.mail import read_eml, read_mhtml
from vectorstore.formats.odf import read_odf
from vectorstore.formats.page_image import PageImage, PagePicture, draw_page, draw_picture
from vectorstore.formats.pdf import read_pdf
from vectorstore.formats.pptx import read_pptx
from vectorstore.formats.rtf import read_rtf
from vectorstore.formats.spreadsheets import read_csv, read_xlsx
from vectorstore.types import MAX_TEXT_CHARACTERS, Extracted, Refusal

MEMORY_BYTES = 2 << 30
"""Bytes of address space: libraries map some 400 MB, the largest tree of a page within its limit 700 MB more."""

PROCESSOR_SECONDS = 120
"""Of processor time for one file; the parent's clock (`extractor.SECONDS`) ends those that merely wait."""

_FORBIDDEN = frozenset(
    (
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
    )
)


Made = Extracted | PageImage | PagePicture | Refusal


def extract(path: Path, source: str, kind: str) -> Extracted | Refusal:
    """One file by its format's reader."""
    return _READERS[kind](path, source)


def _html(path: Path, source: str) -> Extracted | Refusal:
    return read_html(path.read_bytes(), source)


_READERS: dict[str, Callable[[Path, str], Extracted | Refusal]] = {
    "html": _html, "pdf": read_pdf, "docx": read_docx, "pptx": read_pptx, "xlsx": read_xlsx, "odf": read_odf,
    "epub": read_epub, "eml": read_eml, "mhtml": read_mhtml, "rtf": read_rtf, "csv": read_csv,
}  # fmt: skip


_WITH_COMMENTS: dict[str, Callable[..., Extracted | Refusal]] = {"docx": read_docx, "odf": read_odf}


def main() -> None:
    """Answer requests until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the parent, which ends this process if it wants
    sys.addaudithook(_stay_inside)
    sys.excepthook = _last_words(answers)
    _limit_memory()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        request = json.loads(requests.get())
        _limit_processor()
        _answer(answers, _made(request))


def _made(request: dict[str, Any]) -> Made:
    path, source, kind = Path(request["path"]), request["source"], request["format"]
    if kind == "page":
        return draw_page(path, source, request["number"])
    if kind == "picture":
        return draw_picture(path, source, request["number"])
    if scans := request.get("scans"):
        return read_pdf(path, source, {int(number): texts for number, texts in scans.items()})
    if request.get("comments") and kind in _WITH_COMMENTS:
        return _WITH_COMMENTS[kind](path, source, comments=True)
    return extract(path, source, kind)


def _listen(stream: BinaryIO, requests: queue.SimpleQueue[bytes]) -> None:
    """Take requests; the end of the input is the end of the parent, and so of this process, whatever it does."""
    for line in stream:
        requests.put(line)
    os._exit(0)


def _answer(answers: BinaryIO, found: Made) -> None:
    if isinstance(found, Extracted) and len(found.text) > MAX_TEXT_CHARACTERS:
        found = Refusal("", "too_large", f"> {MAX_TEXT_CHARACTERS // 1_000_000} M characters")
    kept = {"reason": found.reason, "detail": found.detail} if isinstance(found, Refusal) else asdict(found)
    answers.write(json.dumps(kept).encode("ascii") + b"\n")
    answers.flush()


def _last_words(answers: BinaryIO) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Names the error that ends this process: whatever a parser raises over a file, the file is at fault."""

    def say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        reason = "too_complex" if issubclass(kind, (MemoryError, RecursionError)) else "damaged"
        _answer(answers, Refusal("", reason, kind.__name__))
        sys.__excepthook__(kind, error, trace)

    return say


def _stay_inside(event: str, arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"a document must not cause {event}")


def _limit_memory() -> None:
    """Where the system has such limits (Linux, macOS); elsewhere the limits on sizes must do."""
    if sys.platform != "win32":
        import resource

        for limit, value in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CORE, 0)):
            hard = resource.getrlimit(limit)[1]
            wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (wanted, hard))


def _limit_processor() -> None:
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        wanted = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


if __name__ == "__main__":
    main()
