"""Pages that are pictures, read optically one after another when everything else is indexed, and kept.

What was read of a page is appended to a file of its own beside the ledger, named by the hash of the PDF, as soon as it
is read: a kill costs one page, and neither a new version of the index nor a copy of the PDF another hour. The next sync
reads the PDF again with what is kept of its pages.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from vectorstore.formats.documents import KIND_BY_SUFFIX, PDF
from vectorstore.formats.ocr import Lines, Stopped, Tesseract, find_tesseract, read_picture, scanned_paragraphs
from vectorstore.formats.page_image import portable_graymap
from vectorstore.formats.sandbox import EXTRACTOR
from vectorstore.ledger.rows import FileRecord, Stamp
from vectorstore.private import open_private
from vectorstore.sync.further import Folders
from vectorstore.sync.stamps import file_sha256, file_stamp, is_unchanged
from vectorstore.sync.stopping import Stopped as BrokenOff
from vectorstore.sync.stopping import interrupting
from vectorstore.types import PAGES_UNREAD, OnProgress, Refusal

FOLDER = "ocr"
"""Inside the folder of the index."""

SUFFIX = ".jsonl"

PAGES_AT_ONCE = 20
"""Pages of a file after which what they say is put into the index: a book of 500 takes half an hour."""

MAX_SHOWN = 3
"""How often the index is asked to read the same pages in, which is stopped by whoever stops it."""

WHOLLY_UNREAD = frozenset({"no_text", "scrambled"})
"""Why a PDF is refused all of whose pages may be read optically."""

DIGEST_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What was read of the page `number` (from 1) of a file of `pages`; without lines it stays unread, by `by`."""

    number: int
    pages: int
    lines: Lines
    confidence: float
    by: str


def kept_pages(index_dir: Path, sha256: str) -> dict[int, KeptPage]:
    """What is kept of a file's pages by number; lines that are damaged or half written are passed over."""
    found: dict[int, KeptPage] = {}
    with suppress(OSError), _file_of(index_dir, sha256).open("r", encoding="utf-8", errors="replace") as file:
        for line in file:
            digest, _, told = line.rstrip("\n").partition(" ")
            if digest == _digest(told):
                page = json.loads(told)
                lines = tuple((number, text) for number, text in page["lines"])
                found[page["number"]] = KeptPage(**{**page, "lines": lines})
    return found


def keep_page(index_dir: Path, sha256: str, page: KeptPage) -> None:
    """Add what was read of a page; raises OSError."""
    place = _file_of(index_dir, sha256)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    told = json.dumps(asdict(page), ensure_ascii=True)
    with open(place, "ab+", opener=open_private) as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":  # a kill cut it off
                file.write(b"\n")
        file.write(f"{_digest(told)} {told}\n".encode("ascii"))


def scans_of(index_dir: Path) -> Callable[[str], Mapping[int, Sequence[str]]]:
    """Finds the paragraphs of the pages of a file that were read, by the hash of the file."""

    def paragraphs(sha256: str) -> Mapping[int, Sequence[str]]:
        pages = kept_pages(index_dir, sha256)
        return scanned_paragraphs({number: page.lines for number, page in pages.items() if page.lines})

    return paragraphs


def forget_others(index_dir: Path, known: Callable[[], Collection[str]]) -> None:
    """Erase what was read of files that are not in the folder any more; `known` tells the hashes of those that are."""
    with suppress(OSError):
        read = list(os.scandir(index_dir / FOLDER))
        there = known() if read else ()
        for entry in read:
            if entry.name.removesuffix(SUFFIX) not in there:
                os.unlink(entry.path)


def unread_pages(record: FileRecord) -> frozenset[int] | None:
    """The pages of a file that were not read; None for all of them."""
    if record.status != "indexed":
        return None if is_wholly_unread(record) else frozenset()
    return next((one.numbers for one in record.remarks if one.code == PAGES_UNREAD), frozenset())


def is_wholly_unread(record: FileRecord) -> bool:
    """Whether it is a PDF that was refused because none of its pages could be read."""
    return record.reason in WHOLLY_UNREAD and is_pdf(record.source)


def needs_reader(files: Sequence[FileRecord]) -> bool:
    """Whether some of the files have pages that only tesseract could read, and it is not installed."""
    return any(map(is_waiting, files)) and find_tesseract() is None


class ScanReader:
    """Reads what there is to be read optically in the folders, some pages at a time; knows what it need not look at."""

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._settled: dict[str, tuple[Stamp, str]] = {}
        self._shown: Counter[tuple[str, frozenset[int]]] = Counter()

    def read_some(
        self,
        folders: Folders,
        files: Sequence[FileRecord],
        on_progress: OnProgress,
        should_stop: Callable[[], bool],
    ) -> frozenset[str]:
        """Read the next pages of the first file that has some; the file, where the index must read it again.

        Nothing where all is read, where there is no tesseract, and where `should_stop` says so, which is asked ten
        times a second. Raises OSError where a page cannot be kept.
        """
        waiting = list(filter(is_waiting, files))
        engine = find_tesseract() if waiting else None
        for record in waiting if engine is not None else ():
            if should_stop():
                break
            path = folders.path_of(record.source)
            stamp = file_stamp(path)
            before, by = self._settled.get(record.source, (None, ""))
            if stamp is None or (by == engine.name and _looks(before) == _looks(stamp)):
                continue
            with suppress(Stopped, BrokenOff):
                if self._read_file(_Scan(path, record, stamp, file_sha256(path)), engine, on_progress, should_stop):
                    return frozenset({record.source})
        return frozenset()

    def _read_file(
        self, scan: _Scan, engine: Tesseract, on_progress: OnProgress, should_stop: Callable[[], bool]
    ) -> bool:
        """Read the next pages of a file; whether it has pages that the index does not know yet."""
        kept = kept_pages(self._index_dir, scan.sha256)
        unread = unread_pages(scan.record)
        read = number = 0
        whole = max((page.pages for page in kept.values()), default=0)
        wanted = sorted(unread) if unread is not None else list(range(1, (whole or 1) + 1))
        while read < PAGES_AT_ONCE and number < len(wanted):
            page = kept.get(at := wanted[number])
            if page is None or not (page.lines or page.by == engine.name):
                on_progress("ocr", number, len(wanted))
                page = _read_page(scan, at, engine, should_stop)
                if not is_unchanged(scan.stamp, scan.sha256, scan.path):
                    return False
                keep_page(self._index_dir, scan.sha256, page)
                kept[at] = page
                read += 1
            if unread is None and len(wanted) < page.pages:
                wanted = list(range(1, page.pages + 1))
            number += 1
        on_progress("ocr", number, len(wanted))
        good = frozenset(at for at in wanted if at in kept and kept[at].lines)
        self._shown[scan.sha256, good] += 1
        if good and self._shown[scan.sha256, good] <= MAX_SHOWN:
            return True
        if number == len(wanted):
            self._settled[scan.record.source] = (scan.stamp, engine.name)
        return False


@dataclass(frozen=True, slots=True)
class _Scan:
    """A file whose pages are read: how it looked and its hash before."""

    path: Path
    record: FileRecord
    stamp: Stamp
    sha256: str


def _read_page(scan: _Scan, number: int, engine: Tesseract, should_stop: Callable[[], bool]) -> KeptPage:
    """Draw a page and read it; one that cannot be drawn stays unread. Raises Stopped, or that of `stopping`."""
    with interrupting(should_stop) as interrupter, interrupter.armed():
        image = EXTRACTOR.draw(scan.path, scan.record.source, number)
    picture = None if isinstance(image, Refusal) else portable_graymap(image)
    if picture is None:
        return KeptPage(number, 0, (), 0.0, engine.name)
    page = read_picture(engine, picture, image.dots_per_inch, should_stop)
    return KeptPage(number, image.pages, page.lines, page.confidence, engine.name)


def is_waiting(record: FileRecord) -> bool:
    """Whether some pages of a file were not read that optical reading could read."""
    return is_pdf(record.source) and unread_pages(record) != frozenset()


def is_pdf(file: str) -> bool:
    """Whether a file, by its name, has pages that may be pictures."""
    return KIND_BY_SUFFIX.get(PurePosixPath(file).suffix.lower()) == PDF


def _looks(stamp: Stamp | None) -> tuple[int, ...]:
    return (stamp.size, stamp.mtime_ns, stamp.ctime_ns) if stamp is not None else ()


def _file_of(index_dir: Path, sha256: str) -> Path:
    return index_dir / FOLDER / f"{sha256}{SUFFIX}"


def _digest(told: str) -> str:
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=DIGEST_CHARACTERS // 2).hexdigest()
