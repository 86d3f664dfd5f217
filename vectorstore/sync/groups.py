"""A group of parts of files, embedded together and written together; a file that fails in it fails alone.

Small files share batches of the model and transactions. Where one of these fails, its passages and files are tried one
by one: what fails then is that file's refusal. A model that cannot even embed a plain word is not a file's fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from vectorstore.embedding.embedder import Embedder
from vectorstore.errors import VectorstoreError
from vectorstore.formats.documents import unexpected_refused
from vectorstore.ledger.keys import vector_key
from vectorstore.ledger.writer import Ledger
from vectorstore.sync.batches import FileBatch
from vectorstore.types import Embedded, Passage, Refusal

EMBEDDING_BATCH = 64
"""Passages embedded and committed at once: what a kill can cost, and enough to keep a model busy."""

PROBE = Passage("", 0, 4, "كلمة", "", "body", ((0, 4),))
"""What any model embeds that works at all."""

Failures = dict[str, Refusal]
"""The files that failed, with what is told of each."""


@dataclass(slots=True)
class Work:
    """How much of the whole work is done; how many passages it has is guessed from what was read of it by now."""

    bytes_total: int
    bytes_read: int = 0
    passages_read: int = 0
    passages_done: int = 0
    failures: Failures = field(default_factory=dict)

    def read(self, part: FileBatch) -> None:
        """Count a part that was read."""
        self.passages_read += len(part.passages)
        self.bytes_read += part.found.size if part.is_last else 0

    @property
    def passages_total(self) -> int:
        """Passages that all files have, as far as one can tell by now."""
        if not self.bytes_read:
            return self.passages_read
        return max(self.passages_read, round(self.passages_read * self.bytes_total / self.bytes_read))


def embed_group(
    group: Sequence[FileBatch],
    work: Work,
    ledger: Ledger,
    load: Callable[[], Embedder],
    fingerprint: str,
    tell: Callable[[], None],
    should_stop: Callable[[], bool],
) -> bool:
    """Make the vectors that a group lacks, each batch committed as soon as it is there; False where stopped.

    Files that cannot be embedded are among `work.failures` afterwards. Raises VectorstoreError("model_mismatch"), and
    what a model raises that does not work.
    """
    wanted = {vector_key(fingerprint, passage): passage for part in group for passage in part.passages}
    files = {passage.source: part.found.file for part in group for passage in part.passages}
    known = ledger.known_keys(wanted)
    missing = [(key, passage) for key, passage in wanted.items() if key not in known]
    work.passages_done += sum(len(part.passages) for part in group) - len(missing)
    for first in range(0, len(missing), EMBEDDING_BATCH):
        if should_stop():
            return False
        tell()
        batch = dict(missing[first : first + EMBEDDING_BATCH])
        made = _embedded(batch, load(), fingerprint, files, work.failures)
        with ledger.transaction():
            ledger.add_vectors(made.items())
        work.passages_done += len(batch)
    if missing:
        tell()
    # the same passage may stand in a second file
    failed = {key for key, passage in wanted.items() if files[passage.source] in work.failures}
    if failed:
        for part in group:
            lost = failed.intersection(vector_key(fingerprint, passage) for passage in part.passages)
            if len(ledger.known_keys(lost)) < len(lost):
                work.failures.setdefault(part.found.file, Refusal(part.found.file, "unexpected"))
    return True


def write_group(group: Sequence[FileBatch], ledger: Ledger, fingerprint: str, failures: Failures) -> list[FileBatch]:
    """Write parts in one transaction, or, where one fails, each in its own; the parts as they were written.

    `fingerprint`: of the model. Of a file among the `failures`, and of one that fails now, only its refusal is written.
    """

    def write_all(parts: Sequence[FileBatch]) -> bool:
        with ledger.transaction():
            for part in parts:
                _write(part, ledger, (fingerprint, part.found.versions))
        return True

    def tried(parts: Sequence[FileBatch]) -> bool | Refusal:
        return next(unexpected_refused(parts[0].found.file, map(write_all, [parts])))

    if not failures.keys() & {part.found.file for part in group} and tried(group) is True:
        return list(group)
    written: list[FileBatch] = []
    told: set[str] = set()
    for part in group:
        file = part.found.file
        if file not in failures:
            outcome = tried([part])
            if not isinstance(outcome, Refusal):
                written.append(part)
                continue
            failures[file] = outcome
        if file not in told:
            told.add(file)
            refused = _refused(part, failures[file])
            write_all([refused])
            written.append(refused)
    return written


def _embedded(
    batch: Mapping[str, Passage],
    embedder: Embedder,
    fingerprint: str,
    files: Mapping[str, str],
    failures: Failures,
) -> dict[str, Embedded]:
    """The vectors of a batch by key, without those that cannot be made; their files are noted among the failures."""

    def embed(passages: Sequence[Passage]) -> list[Embedded]:
        made = embedder.embed_passages(passages)
        if len(made) != len(passages) or any(one.vector.shape != (embedder.dimension,) for one in made):
            raise VectorstoreError("model_mismatch", name=fingerprint, dimension=embedder.dimension)
        if not all(np.isfinite(one.vector).all() and np.isfinite(one.sentences).all() for one in made):
            raise ValueError("a vector that is no number")
        return made

    def tried(passages: Sequence[Passage]) -> list[Embedded] | Refusal:
        return next(unexpected_refused(files[passages[0].source], map(embed, [passages])))

    made = tried(list(batch.values()))
    if not isinstance(made, Refusal):
        return dict(zip(batch, made, strict=True))
    embed([PROBE])  # raises where the model is at fault
    found: dict[str, Embedded] = {}
    for key, passage in batch.items():
        if files[passage.source] in failures:
            continue
        one = tried([passage])
        if isinstance(one, Refusal):
            failures[files[passage.source]] = one
        else:
            found[key] = one[0]
    return found


def _refused(part: FileBatch, refusal: Refusal) -> FileBatch:
    """The one part of a file that failed: it has no articles."""
    return replace(part, articles=(), first=True, kept=frozenset(), refusals=(refusal,), encoding="")


def _write(part: FileBatch, ledger: Ledger, made_by: tuple[str, str]) -> None:
    file = part.found.file
    if part.stamp is None:
        ledger.forget(file)
        return
    if part.first:
        ledger.open_file(file, part.stamp, part.sha256, made_by)
    for article in part.articles:
        if not article.known:
            ledger.put_document(article.document, made_by, article.passages)
    if part.kept is not None:
        ledger.close_file(file, part.encoding, part.refusals, part.kept)
