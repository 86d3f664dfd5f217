"""The names of every article, found once and kept beside the index by the hash of the text.

What is kept is derived and may be thrown away at any time: a line of JSON a text, appended as it is read, so that an
article that has not changed is never read again, and a run that was cut goes on. It is no table of the ledger, because
the ledger is the truth and knows nothing of what a model of this package thinks; a new tagger then costs no rebuilding.
"""

from __future__ import annotations

import json
import logging
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from assistant.names.doubtful import Found, with_doubtful
from assistant.names.tagger import KINDS, WEIGHTS, Mention, Tagger, load_tagger
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.private import open_private
from vectorstore.search import Snapshot
from vectorstore.types import OnProgress

log = logging.getLogger(__name__)

FILE = "names.jsonl"
REVISION = 4
"""Raised when the same text would get other names although the weights are the same."""


class NamesFound:
    """What was found in the texts of one index; safe for many threads, of which one reads at a time."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._path = index.folder / FILE
        self._reading = threading.Lock()
        self._known: dict[str, bytes] | None = None

    def read(
        self,
        on_progress: OnProgress = lambda stage, done, total: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Mapping[str, Sequence[Found]]:
        """The names by article, of every article that the index holds now; reads those that nobody has read.

        Articles that come or change meanwhile are met the next time. Some 10,000 words a second. What an article leaves
        doubtful is among them where the others tell that it is a name.
        """
        tagger = load_tagger()
        with self._reading:
            known = self._load()
            with self._index.reading() as snapshot:
                keys = snapshot.article_keys()
            if tagger is not None:
                new = [source for source, key in keys.items() if key not in known]
                self._read_new(tagger, {source: keys[source] for source in new}, on_progress, should_stop)
            self._drop_dead(known, frozenset(keys.values()))
            read = {source: _found(known[key]) for source, key in keys.items() if key in known}
        return with_doubtful({source: sure for source, (sure, _) in read.items()}, {s: d for s, (_, d) in read.items()})

    def forget_gone(self) -> None:
        """Erase the names of texts that the index no longer holds: what was deleted from the folder is gone here, too.

        `read` does so as well; this is for whoever opens an index that was brought in step by another program.
        """
        with self._reading:
            if self._index.read_only or not self._path.exists():
                return
            with self._index.reading() as snapshot:
                alive = frozenset(snapshot.article_keys().values())
            self._drop_dead(self._load(), alive)

    def unread(self) -> int:
        """How many articles nobody has read for names."""
        with self._reading:
            known = self._load()
            with self._index.reading() as snapshot:
                return sum(key not in known for key in snapshot.article_keys().values())

    def _read_new(
        self,
        tagger: Tagger,
        new: Mapping[str, str],
        on_progress: OnProgress,
        should_stop: Callable[[], bool],
    ) -> None:
        """Find the names of the articles that nobody has read, by source, and keep them by the hash of their text."""
        known = self._load()
        with self._appending() as file:
            for done, (source, key) in enumerate(new.items()):
                if should_stop():
                    return
                on_progress("naming", done, len(new))
                try:
                    with self._index.reading() as snapshot:
                        known[key] = _line(key, *_names(snapshot, source, tagger))
                except VectorstoreError:  # it went meanwhile
                    continue
                if file is not None:
                    file.write(known[key])
        if new:
            on_progress("naming", len(new), len(new))

    def _load(self) -> dict[str, bytes]:
        """What is kept, by text; a file of another tagger, or one that is damaged, is begun anew."""
        if self._known is None:
            self._known = {}
            lines = _lines(self._path)
            if lines[:1] == [_header()]:
                for line in lines[1:]:
                    if line.endswith(b"\n") and (key := _key(line)):
                        self._known[key] = line
            else:
                self._write_anew({})
        return self._known

    @contextmanager
    def _appending(self) -> Iterator[IO[bytes] | None]:
        """The file to add to; None where nothing can be written."""
        with ExitStack() as opened:
            file = None
            if not self._index.read_only:
                try:
                    file = opened.enter_context(open(self._path, "ab", opener=open_private))
                except OSError as error:
                    log.info("names are not kept: %s", error)
            yield file

    def _drop_dead(self, known: dict[str, bytes], alive: frozenset[str]) -> None:
        dead = known.keys() - alive
        for key in dead:
            del known[key]
        if dead:
            self._write_anew(known)

    def _write_anew(self, known: Mapping[str, bytes]) -> None:
        if self._index.read_only:  # the file is another process's
            return
        try:
            with open(self._path, "ab", opener=open_private) as file:
                length = file.tell()
            with open(self._path, "r+b") as file:
                file.write(bytes(length))  # no name that is forgotten stays in the blocks that are given back
                file.flush()
                file.seek(0)
                file.truncate()
                file.writelines([_header(), *known.values()])
        except OSError as error:
            log.info("names are not kept: %s", error)


def _header() -> bytes:
    return json.dumps({"names": f"{REVISION}.{zlib.crc32(WEIGHTS.read_bytes())}"}).encode() + b"\n"


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines(keepends=True)
    except OSError:
        return []


def _key(line: bytes) -> str:
    """The text that a line is of; empty where it is no such line."""
    try:
        return json.loads(line)[0] if _found(line) is not None else ""
    except (ValueError, TypeError, KeyError, IndexError):
        return ""


def _names(snapshot: Snapshot, source: str, tagger: Tagger) -> tuple[list[Found], list[Found]]:
    """The names in the text of an article, without what surrounds it, and what may be one."""
    passages = snapshot.passages_of(source).values()
    spans = sorted({span for p in passages if p.kind != "boilerplate" for span in p.sentences})
    text = snapshot.document(source).text

    def found(mentions: Sequence[Mention]) -> list[Found]:
        return [Found(text[slice(*one.span)], one.kind, one.span) for one in mentions]

    sure, doubtful = tagger.read(text, spans)
    return found(sure), found(doubtful)


def _line(key: str, *found: Sequence[Found]) -> bytes:
    rows = [[[one.span[0], one.span[1], KINDS.index(one.kind), one.text] for one in part] for part in found]
    return json.dumps([key, *rows], ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _found(line: bytes) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """The names of a line, and what may be one."""
    _, *parts = json.loads(line)
    sure, doubtful = (
        tuple(Found(str(text), KINDS[kind], (int(start), int(end))) for start, end, kind, text in rows)
        for rows in parts
    )
    return sure, doubtful
