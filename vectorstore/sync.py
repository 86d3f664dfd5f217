"""The folder against the ledger: what is new is read, split, embedded and written; what is gone is erased.

The only writer of the ledger. It is safe to be killed anywhere: vectors are committed batch by batch,
and a file's passages together with their lexical rows in one transaction, so that the next run finds
each file either as it was or as it is, and embeds again at most the batch that was cut off.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vectorstore.arabic import NORMALISER_VERSION
from vectorstore.documents import find_files, read_document
from vectorstore.embeddings import Embedder
from vectorstore.errors import VectorstoreError
from vectorstore.ledger import Ledger, vector_key
from vectorstore.ledger_reader import FileRecord, FileState, Stamp
from vectorstore.passages import SPLITTER_VERSION, split
from vectorstore.types import Document, Passage, Refusal

Progress = Callable[[str, int, int], None]

BATCH = 64
"""Passages embedded and committed at once: what a kill can cost, and enough to keep a model busy."""

GROUP_PASSAGES = 8 * BATCH
GROUP_CHARACTERS = 4_000_000
"""Files are read ahead until they have so many passages or characters, so that small files share batches."""

RACY_NS = 2_000_000_000
"""A file changed within two seconds (FAT's clock step) of being read may change again unseen: hash it."""

RULES = f"{SPLITTER_VERSION}.{NORMALISER_VERSION}"
"""What passages and lexical rows are made by; when it changes, files are split and indexed again."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync found; every file of the folder counts once in added, changed, unchanged or refused.

    `notes`: codes of what else was done: rebuilt_version, rebuilt_corrupt, model_changed, chroma_rebuilt.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    refused: int
    notes: tuple[str, ...]
    files: tuple[FileRecord, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sync did to the ledger, for those who must follow it."""

    report: SyncReport
    added: tuple[str, ...]
    """Files whose passages are new; meaningful where nothing `shrunk`."""
    shrunk: bool
    """Whether passages were taken out or got other vectors."""


class Model:
    """The embedder, loaded when it is first needed and then kept."""

    def __init__(self, load: Callable[[], Embedder], fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._load = load
        self._embedder: Embedder | None = None

    def embedder(self) -> Embedder:
        """The loaded model; raises VectorstoreError("model_mismatch") where it is not the announced one."""
        if self._embedder is None:
            embedder = self._load()
            if embedder.fingerprint != self.fingerprint:
                raise VectorstoreError("model_mismatch", name=self.fingerprint, dimension=embedder.dimension)
            self._embedder = embedder
        return self._embedder


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the folder that must be read, with what the ledger has of it."""

    path: Path
    source: str
    known: FileState | None


@dataclass(frozen=True, slots=True)
class Survey:
    """The folder compared with the ledger, before anything is changed."""

    read: tuple[Found, ...]
    touched: tuple[tuple[str, Stamp], ...]
    gone: tuple[str, ...]
    unchanged: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read, ready to be written to the ledger; no document: it vanished meanwhile."""

    found: Found
    stamp: Stamp | None
    document: Document | Refusal | None
    passages: tuple[Passage, ...]


def sync(corpus: Path, ledger: Ledger, model: Model, on_progress: Progress) -> Outcome:
    """Bring the ledger to what the folder holds.

    Raises VectorstoreError("corpus_missing") and whatever loading the model raises before anything is
    changed; sqlite3 errors leave every file either as it was or as it is.
    """
    if not corpus.is_dir():
        raise VectorstoreError("corpus_missing", path=str(corpus))
    survey = compare(corpus, ledger, model.fingerprint, on_progress)
    if _must_embed(survey, ledger, model.fingerprint):
        model.embedder()
    if not (survey.read or survey.gone or survey.touched or ledger.get("unfinished")):
        # Nothing is written, not even a date: an index that is up to date opens on a full disk, too.
        return _outcome(ledger, survey, counts={}, added=(), shrunk=False)
    before = ledger.revision
    with ledger.transaction():
        ledger.set("unfinished", "yes")
        if "model_changed" in survey.notes:
            ledger.set("fingerprint", "")  # vectors of two models now stand side by side: no one may search
        for source in survey.gone:
            ledger.forget(source)
        for source, stamp in survey.touched:
            ledger.touch(source, stamp)
    shrunk = ledger.revision != before
    counts, added = Counter[str](), []
    for item in _bring(survey, ledger, model, on_progress):
        counts[_kind(item)] += 1
        if item.passages:
            added.append(item.found.source)
        shrunk = shrunk or (item.found.known is not None and item.found.known.status == "indexed")
    _finish(ledger, corpus, model.fingerprint)
    return _outcome(ledger, survey, counts, tuple(added), shrunk)


def _outcome(
    ledger: Ledger, survey: Survey, counts: Mapping[str, int], added: tuple[str, ...], shrunk: bool
) -> Outcome:
    files = ledger.files()
    report = SyncReport(
        added=counts.get("added", 0),
        changed=counts.get("changed", 0),
        removed=len(survey.gone) + counts.get("removed", 0),
        unchanged=len(survey.unchanged) + counts.get("unchanged", 0),
        refused=sum(record.status == "refused" for record in files),
        notes=survey.notes,
        files=files,
    )
    return Outcome(report, added, shrunk)


def compare(corpus: Path, ledger: Ledger, fingerprint: str, on_progress: Progress) -> Survey:
    """Which files must be read, which only look different, which are gone; changes nothing."""
    states = ledger.states()
    read, touched, unchanged, seen = [], [], [], set()
    paths = find_files(corpus)
    for done, path in enumerate(paths):
        on_progress("scan", done, len(paths))
        source = _source(path, corpus)
        known = states.get(source)
        stamp = _stamp(path)
        if stamp is None or source in seen:
            continue
        seen.add(source)
        if (
            known is None
            or (known.embedder, known.splitter) != (fingerprint, RULES)
            or known.reason == "unreadable"
        ):
            read.append(Found(path, source, known))
        elif _looks_same(known.stamp, stamp):
            unchanged.append(source)
        elif known.sha256 and known.sha256 == _sha256(path):
            unchanged.append(source)
            touched.append((source, stamp))
        else:
            read.append(Found(path, source, known))
    on_progress("scan", len(paths), len(paths))
    old = [found.known for found in read if found.known]
    notes = []
    if any(known.embedder != fingerprint for known in old):
        notes.append("model_changed")
    if any(known.splitter != RULES for known in old):
        notes.append("rebuilt_version")
    kept = tuple(source for source in unchanged if states[source].status == "indexed")
    return Survey(tuple(read), tuple(touched), tuple(sorted(set(states) - seen)), kept, tuple(notes))


def _must_embed(survey: Survey, ledger: Ledger, fingerprint: str) -> bool:
    """Whether some passage to come has no vector yet; reads files only up to the first such passage."""
    for found in survey.read:
        item = _read(found)
        keys = [vector_key(fingerprint, passage) for passage in item.passages]
        if len(ledger.known_keys(keys)) < len(set(keys)):
            return True
    return False


def _bring(survey: Survey, ledger: Ledger, model: Model, on_progress: Progress) -> Iterator[Read]:
    """Read, embed and write the files, a group at a time; yields each as it is written."""
    group: list[Read] = []
    passages = characters = 0
    total = len(survey.read)
    for done, found in enumerate(survey.read, 1):
        on_progress("files", done - 1, total)
        group.append(item := _read(found))
        passages += len(item.passages)
        characters += sum(passage.end - passage.start for passage in item.passages)
        if done == total or passages >= GROUP_PASSAGES or characters >= GROUP_CHARACTERS:
            _embed(group, ledger, model, on_progress)
            for one in group:
                _write(one, ledger, model.fingerprint)
            yield from group
            group, passages, characters = [], 0, 0
    if total:
        on_progress("files", total, total)


def _embed(group: list[Read], ledger: Ledger, model: Model, on_progress: Progress) -> None:
    """Make the vectors that a group of files lacks; each batch is committed as soon as it is there."""
    wanted = {vector_key(model.fingerprint, passage): passage for item in group for passage in item.passages}
    known = ledger.known_keys(wanted)
    missing = [(key, passage) for key, passage in wanted.items() if key not in known]
    for first in range(0, len(missing), BATCH):
        on_progress("embed", first, len(missing))
        batch = missing[first : first + BATCH]
        embedder = model.embedder()
        made = embedder.embed_passages([passage for _, passage in batch])
        if len(made) != len(batch) or any(one.vector.shape != (embedder.dimension,) for one in made):
            raise VectorstoreError("model_mismatch", name=model.fingerprint, dimension=embedder.dimension)
        with ledger.transaction():
            ledger.add_vectors(zip((key for key, _ in batch), made, strict=True))
    if missing:
        on_progress("embed", len(missing), len(missing))


def _write(item: Read, ledger: Ledger, fingerprint: str) -> None:
    with ledger.transaction():
        if item.stamp is None or item.document is None:
            ledger.forget(item.found.source)
        elif isinstance(item.document, Refusal):
            ledger.put_refusal(item.document, item.stamp, (fingerprint, RULES))
        else:
            ledger.put_document(item.document, item.stamp, (fingerprint, RULES), item.passages)


def _finish(ledger: Ledger, corpus: Path, fingerprint: str) -> None:
    with ledger.transaction():
        ledger.drop_orphans()
        ledger.set("unfinished", "")
        ledger.set("corpus", str(corpus.absolute()))
        ledger.set("fingerprint", fingerprint)
        ledger.set("rules", RULES)
        ledger.set("synced", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))


def _kind(item: Read) -> str:
    """In which count of the report a file goes; refused ones are counted from the ledger."""
    if item.document is None:
        return "removed" if item.found.known else "vanished"
    if isinstance(item.document, Refusal):
        return "refused"
    if item.found.known is None or item.found.known.status != "indexed":
        return "added"
    return "unchanged" if item.found.known.sha256 == item.document.sha256 else "changed"


def _read(found: Found) -> Read:
    """Read and split one file."""
    stamp = _stamp(found.path)
    if stamp is None:
        return Read(found, None, None, ())
    if found.source != found.path.as_posix()[-len(found.source) :]:
        refusal = Refusal(found.source, "unreadable", "the name of the file is not valid UTF-8")
        return Read(found, stamp, refusal, ())
    document = read_document(found.path, found.source)
    passages = tuple(split(document)) if isinstance(document, Document) else ()
    return Read(found, stamp, document, passages)


def _source(path: Path, corpus: Path) -> str:
    """The path inside the folder with `/`; bytes that are no UTF-8 are spelt out."""
    return path.relative_to(corpus).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _stamp(path: Path) -> Stamp | None:
    now = time.time_ns()
    try:
        looks = path.stat()
    except OSError:
        return None
    return Stamp(looks.st_size, looks.st_mtime_ns, looks.st_ctime_ns, now)


def _looks_same(known: Stamp, now: Stamp) -> bool:
    """Whether a file can be taken for unchanged without reading it."""
    same = (known.size, known.mtime_ns, known.ctime_ns) == (now.size, now.mtime_ns, now.ctime_ns)
    return same and known.mtime_ns < known.read_ns - RACY_NS


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
