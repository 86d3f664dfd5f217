"""The folder against the ledger: what is new is read, split, embedded and written; what is gone is erased.

The only writer of the ledger. It is safe to be killed anywhere: vectors are committed batch by batch,
and the passages of a group of files together with their lexical rows in one transaction, so that the next run finds
each article either as it was or as it is, and embeds again at most the batch that was cut off.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from vectorstore.embedding.embedder import Embedder
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.keys import vector_key
from vectorstore.ledger.rows import SyncReport, unchanged_report
from vectorstore.ledger.writer import Ledger
from vectorstore.sync.batches import BATCH_PASSAGES, FileBatch, read_batches
from vectorstore.sync.further import Folders
from vectorstore.sync.groups import Work, embed_group, write_group
from vectorstore.sync.scan import PIPELINE_VERSIONS, FolderDiff, diff_folder, identity_key
from vectorstore.sync.stamps import folder_identity
from vectorstore.sync.stopping import Interrupter, Stopped, interrupting
from vectorstore.types import OnProgress

GROUP_CHARACTERS = 4_000_000
"""Files are read ahead until they have so many passages or characters, so that small files share batches; a file
that holds more is written in parts."""


class LazyEmbedder:
    """The embedder, loaded when it is first needed and then kept."""

    def __init__(self, load: Callable[[], Embedder], fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._load = load
        self._embedder: Embedder | None = None

    def load(self) -> Embedder:
        """The loaded model; raises VectorstoreError("model_mismatch") where it is not the announced one."""
        if self._embedder is None:
            embedder = self._load()
            if embedder.fingerprint != self.fingerprint:
                raise VectorstoreError("model_mismatch", name=self.fingerprint, dimension=embedder.dimension)
            self._embedder = embedder
        return self._embedder


def sync(
    folders: Folders,
    ledger: Ledger,
    model: LazyEmbedder,
    on_progress: OnProgress,
    should_stop: Callable[[], bool] = lambda: False,
    retry: bool = False,
    again: frozenset[str] = frozenset(),
    comments: bool = False,
) -> SyncReport:
    """Bring the ledger to what the folders hold.

    `should_stop` is asked between batches, and ten times a second while a file is read: what is done by then stays,
    and the next sync goes on from there.
    `retry`: files that were refused are read again, whatever they look like; `again`: so are these files. `comments`:
    what people wrote beside a text is read too; files that were read the other way are read again.
    Raises VectorstoreError("corpus_missing") and whatever loading the model raises before anything is
    changed; sqlite3 errors leave every article either as it was or as it is.
    """
    with interrupting(should_stop) as interrupter:
        try:
            with interrupter.armed():
                survey = diff_folder(folders, ledger, model.fingerprint, on_progress, retry, again, comments)
            _refuse_gone(survey)
            _refuse_emptied(survey, ledger, retry)
            if _must_embed(survey, ledger, model.fingerprint, interrupter):
                model.load()
        except Stopped:
            return unchanged_report(ledger.files(), ("stopped",))
        return _follow(survey, ledger, model, on_progress, should_stop, interrupter)


def _follow(
    survey: FolderDiff,
    ledger: Ledger,
    model: LazyEmbedder,
    on_progress: OnProgress,
    should_stop: Callable[[], bool],
    interrupter: Interrupter,
) -> SyncReport:
    """Make the changes that a survey found; see `sync`."""
    if not (survey.read or survey.gone or survey.moved or survey.touched or ledger.get("unfinished")):
        # Nothing is written, not even a date: an index that is up to date opens on a full disk, too.
        return _report(ledger, survey, counts={})
    states = ledger.states() if survey.gone else {}
    left = Counter(states[file].sha256 for file in survey.gone if states[file].sha256)
    with ledger.transaction():
        ledger.set("unfinished", "yes")
        if "model_changed" in survey.notes:
            ledger.set("fingerprint", "")  # vectors of two models now stand side by side: no one may search
        for file in survey.gone:
            ledger.forget(file)
        for file, stamp in survey.touched:
            ledger.touch(file, stamp)
        for move in survey.moved:
            ledger.move(move.old, move.file, move.stamp)
    counts, done = Counter(added=len(survey.moved), moved=len(survey.moved)), 0
    with suppress(Stopped):
        for part in _bring(survey, ledger, model, on_progress, should_stop, interrupter):
            if part.is_last:
                done += 1
                counts[kind := _kind(part)] += 1
                if kind == "added" and left[part.sha256] > 0:
                    left[part.sha256] -= 1
                    counts["moved"] += 1
    stopped = done < len(survey.read)
    if not stopped:
        _finish(ledger, survey, model.fingerprint)
    report = _report(ledger, survey, counts)
    return replace(report, notes=(*survey.notes, "stopped")) if stopped else report


def _refuse_gone(survey: FolderDiff) -> None:
    """Raise where a folder is not the one any more that was surveyed: its files are not gone, it is."""
    looked_at = ((survey.corpus, survey.folder), *((one.path, identity) for one, identity in survey.further))
    for folder, identity in looked_at:
        if folder_identity(folder) != identity:
            raise VectorstoreError("corpus_missing", path=str(folder))


def _refuse_emptied(survey: FolderDiff, ledger: Ledger, retry: bool) -> None:
    """Raise where an empty folder stands in the place of the one that was indexed: a drive is not connected.

    A folder that is the same one was emptied by somebody, and is followed; so is any at the wish of a person,
    who asked to `retry`.
    """
    found = survey.read or survey.moved or survey.unchanged or survey.touched
    if found or retry or not survey.gone or ledger.get("folder") == repr(survey.folder):
        return
    if next(os.scandir(survey.corpus), None) is None:
        raise VectorstoreError("corpus_emptied", path=str(survey.corpus), files=len(survey.gone))


def _report(ledger: Ledger, survey: FolderDiff, counts: Mapping[str, int]) -> SyncReport:
    files = ledger.files()
    return SyncReport(
        added=counts.get("added", 0),
        changed=counts.get("changed", 0),
        removed=len(survey.gone) + len(survey.moved) + counts.get("removed", 0),
        unchanged=len(survey.unchanged) + counts.get("unchanged", 0),
        refused=sum(record.status == "refused" for record in files),
        notes=survey.notes,
        files=files,
        moved=counts.get("moved", 0),
    )


def _must_embed(survey: FolderDiff, ledger: Ledger, fingerprint: str, interrupter: Interrupter) -> bool:
    """Whether some passage to come has no vector yet; reads files only up to the first such passage."""
    for found in survey.read:
        for part in interrupter.each(read_batches(found, ledger, fingerprint)):
            keys = [vector_key(fingerprint, passage) for passage in part.passages]
            if len(ledger.known_keys(keys)) < len(set(keys)):
                return True
    return False


def _bring(
    survey: FolderDiff,
    ledger: Ledger,
    model: LazyEmbedder,
    on_progress: OnProgress,
    should_stop: Callable[[], bool],
    interrupter: Interrupter,
) -> Iterator[FileBatch]:
    """Read, embed and write the files, a group of parts at a time; yields each as it is written."""
    group: list[FileBatch] = []
    passages = characters = 0
    total = len(survey.read)
    work = Work(sum(found.size for found in survey.read))

    def tell() -> None:
        on_progress("embed", work.passages_done, work.passages_total)

    for done, found in enumerate(survey.read, 1):
        on_progress("files", done - 1, total)
        for part in interrupter.each(read_batches(found, ledger, model.fingerprint)):
            if part.stamp is None or any(refusal.reason == "unreadable" for refusal in part.refusals):
                _refuse_gone(survey)
            group.append(part)
            work.read(part)
            passages += len(part.passages)
            characters += sum(passage.end - passage.start for passage in part.passages)
            if (done == total and part.is_last) or passages >= BATCH_PASSAGES or characters >= GROUP_CHARACTERS:
                if should_stop() or not embed_group(
                    group, work, ledger, model.load, model.fingerprint, tell, should_stop
                ):
                    return
                yield from write_group(group, ledger, model.fingerprint, work.failures)
                group, passages, characters = [], 0, 0
                if found.file in work.failures:
                    break  # whatever else the file holds: it is refused as a whole
    if total:
        on_progress("files", total, total)


def _finish(ledger: Ledger, survey: FolderDiff, fingerprint: str) -> None:
    with ledger.transaction():
        ledger.drop_orphans()
        ledger.set("unfinished", "")
        ledger.set("corpus", str(survey.corpus.absolute()))
        ledger.set("folder", repr(survey.folder))
        for one, identity in survey.further:
            ledger.set(identity_key(one), repr(identity))
        ledger.set("fingerprint", fingerprint)
        ledger.set("rules", PIPELINE_VERSIONS)
        ledger.set("synced", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))


def _kind(part: FileBatch) -> str:
    """In which count of the report a file goes; refused ones are counted from the ledger."""
    known = part.found.known
    if part.stamp is None:
        return "removed" if known else "vanished"
    if not part.kept:
        return "refused"
    if known is None or known.status == "refused":
        return "added"
    return "unchanged" if known.sha256 == part.sha256 and not part.found.again else "changed"
