"""The folder against the ledger: what is new is read, split, embedded and written; what is gone is erased.

The only writer of the ledger. It is safe to be killed anywhere: vectors are committed batch by batch,
and the passages of a group of files together with their lexical rows in one transaction, so that the next run finds
each article either as it was or as it is, and embeds again at most the batch that was cut off.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vectorstore.documents import read_documents
from vectorstore.embeddings import Embedder
from vectorstore.errors import VectorstoreError
from vectorstore.ledger import Ledger, maker, vector_key
from vectorstore.ledger_rows import FileRecord, Stamp
from vectorstore.passages import split
from vectorstore.survey import RULES, Found, Progress, Survey, compare, sha256_of, stamp_of
from vectorstore.types import Document, Passage, Refusal

BATCH = 64
"""Passages embedded and committed at once: what a kill can cost, and enough to keep a model busy."""

GROUP_PASSAGES = 8 * BATCH
GROUP_CHARACTERS = 4_000_000
"""Files are read ahead until they have so many passages or characters, so that small files share batches; a file
that holds more is written in parts."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync found; every file of the folder counts once in added, changed, unchanged or refused.

    `moved`: of the added ones, those whose content stood at another path before. `notes`: codes of what else
    was done: rebuilt_version, rebuilt_corrupt, model_changed, chroma_rebuilt, stopped.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    refused: int
    notes: tuple[str, ...]
    files: tuple[FileRecord, ...]
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sync did to the ledger, for those who must follow it."""

    report: SyncReport
    added: tuple[str, ...]
    """Articles whose passages are new; meaningful where nothing `shrunk`."""
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
class Article:
    """A document with its passages; none of them where the ledger already has it as it is."""

    document: Document
    passages: tuple[Passage, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Articles of one file that was read, ready to be written to the ledger.

    `stamp`: how the file looked before it was read; None: it vanished. `kept`: on the last part, the sources of
    all its articles; before, None.
    """

    found: Found
    stamp: Stamp | None
    sha256: str
    articles: tuple[Article, ...]
    first: bool
    kept: frozenset[str] | None
    refusals: tuple[Refusal, ...]

    @property
    def passages(self) -> list[Passage]:
        return [passage for article in self.articles for passage in article.passages]


def sync(
    corpus: Path, ledger: Ledger, model: Model, on_progress: Progress, should_stop: Callable[[], bool] = lambda: False
) -> Outcome:
    """Bring the ledger to what the folder holds.

    `should_stop` is asked between batches: what is done by then stays, and the next sync goes on from there.
    Raises VectorstoreError("corpus_missing") and whatever loading the model raises before anything is
    changed; sqlite3 errors leave every article either as it was or as it is.
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
    states = ledger.states()
    left = Counter(states[file].sha256 for file in survey.gone if states[file].sha256)
    with ledger.transaction():
        ledger.set("unfinished", "yes")
        if "model_changed" in survey.notes:
            ledger.set("fingerprint", "")  # vectors of two models now stand side by side: no one may search
        for file in survey.gone:
            ledger.forget(file)
        for file, stamp in survey.touched:
            ledger.touch(file, stamp)
    shrunk = ledger.revision != before
    counts, added, done = Counter[str](), [], 0
    for part in _bring(survey, ledger, model, on_progress, should_stop):
        added += [article.document.source for article in part.articles if article.passages]
        shrunk = shrunk or (part.found.known is not None and part.found.known.status != "refused")
        if part.kept is not None or part.stamp is None:
            done += 1
            counts[kind := _kind(part)] += 1
            if kind == "added" and left[part.sha256] > 0:
                left[part.sha256] -= 1
                counts["moved"] += 1
    stopped = done < len(survey.read)
    if not stopped:
        _finish(ledger, corpus, model.fingerprint)
    outcome = _outcome(ledger, survey, counts, tuple(added), shrunk)
    return replace(outcome, report=replace(outcome.report, notes=(*survey.notes, "stopped"))) if stopped else outcome


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
        moved=counts.get("moved", 0),
    )
    return Outcome(report, added, shrunk)


def _must_embed(survey: Survey, ledger: Ledger, fingerprint: str) -> bool:
    """Whether some passage to come has no vector yet; reads files only up to the first such passage."""
    for found in survey.read:
        for part in _parts(found, ledger, fingerprint):
            keys = [vector_key(fingerprint, passage) for passage in part.passages]
            if len(ledger.known_keys(keys)) < len(set(keys)):
                return True
    return False


def _bring(
    survey: Survey, ledger: Ledger, model: Model, on_progress: Progress, should_stop: Callable[[], bool]
) -> Iterator[Part]:
    """Read, embed and write the files, a group of parts at a time; yields each as it is written."""
    group: list[Part] = []
    passages = characters = 0
    total = len(survey.read)
    for done, found in enumerate(survey.read, 1):
        on_progress("files", done - 1, total)
        for part in _parts(found, ledger, model.fingerprint):
            group.append(part)
            passages += len(part.passages)
            characters += sum(passage.end - passage.start for passage in part.passages)
            last = done == total and (part.kept is not None or part.stamp is None)
            if last or passages >= GROUP_PASSAGES or characters >= GROUP_CHARACTERS:
                if should_stop() or not _embed(group, ledger, model, on_progress, should_stop):
                    return
                with ledger.transaction():
                    for one in group:
                        _write(one, ledger, model.fingerprint)
                yield from group
                group, passages, characters = [], 0, 0
    if total:
        on_progress("files", total, total)


def _embed(
    group: Sequence[Part], ledger: Ledger, model: Model, on_progress: Progress, should_stop: Callable[[], bool]
) -> bool:
    """Make the vectors that a group lacks, each batch committed as soon as it is there; False where stopped."""
    wanted = {vector_key(model.fingerprint, passage): passage for part in group for passage in part.passages}
    known = ledger.known_keys(wanted)
    missing = [(key, passage) for key, passage in wanted.items() if key not in known]
    for first in range(0, len(missing), BATCH):
        if should_stop():
            return False
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
    return True


def _write(part: Part, ledger: Ledger, fingerprint: str) -> None:
    file, made_by = part.found.file, (fingerprint, RULES)
    if part.stamp is None:
        ledger.forget(file)
        return
    if part.first:
        ledger.open_file(file, part.stamp, part.sha256, made_by)
    for article in part.articles:
        if not article.known:
            ledger.put_document(article.document, made_by, article.passages)
    if part.kept is not None:
        encoding = part.articles[-1].document.encoding if part.articles else ""
        ledger.close_file(file, encoding, part.refusals, part.kept)


def _finish(ledger: Ledger, corpus: Path, fingerprint: str) -> None:
    with ledger.transaction():
        ledger.drop_loose()
        ledger.set("unfinished", "")
        ledger.set("corpus", str(corpus.absolute()))
        ledger.set("fingerprint", fingerprint)
        ledger.set("rules", RULES)
        ledger.set("synced", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))


def _kind(part: Part) -> str:
    """In which count of the report a file goes; refused ones are counted from the ledger."""
    known = part.found.known
    if part.stamp is None:
        return "removed" if known else "vanished"
    if not part.kept:
        return "refused"
    if known is None or known.status == "refused":
        return "added"
    return "unchanged" if known.sha256 == part.sha256 else "changed"


def _parts(found: Found, ledger: Ledger, fingerprint: str) -> Iterator[Part]:
    """Read and split one file, in as many parts as it needs; the last one knows all its articles."""
    stamp = stamp_of(found.path)
    if stamp is None:
        yield Part(found, None, "", (), True, None, ())
        return
    sha256 = sha256_of(found.path)
    before = ledger.made_from(found.file)
    made_by = maker((fingerprint, RULES))
    articles: list[Article] = []
    refusals: list[Refusal] = []
    kept: set[str] = set()
    first, passages = True, 0
    for document in _documents(found):
        if isinstance(document, Refusal):
            refusals.append(document)
            continue
        if document.source in kept:
            continue
        known = before.get(document.source) == (document.sha256, made_by)
        articles.append(Article(document, () if known else tuple(split(document)), known))
        kept.add(document.source)
        passages += len(articles[-1].passages)
        if passages >= GROUP_PASSAGES:
            yield Part(found, stamp, sha256, tuple(articles), first, None, ())
            articles, first, passages = [], False, 0
    yield Part(found, stamp, sha256, tuple(articles), first, frozenset(kept), tuple(refusals))


def _documents(found: Found) -> Iterator[Document | Refusal]:
    if found.file != found.path.as_posix()[-len(found.file) :]:
        yield Refusal(found.file, "unreadable", "the name of the file is not valid UTF-8")
        return
    yield from read_documents(found.path, found.file)
