"""What a window does: makes its own ledger hold exactly what a server holds (see `shared`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from vectorstore.chroma.client import Server
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.keys import vector_key
from vectorstore.ledger.rows import Stamp
from vectorstore.ledger.writer import Ledger
from vectorstore.replication.manifest import (
    ARTICLES,
    PIECES_AT_ONCE,
    CorpusState,
    check_compatible,
    is_complete,
    list_pieces,
    parse_state,
    read_state,
)
from vectorstore.replication.packing import BrokenPackage, PackedArticle, package_key, unpack
from vectorstore.types import OnProgress

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

MAX_TRIES = 3
"""How often a window begins anew because the indexer was at work meanwhile, before it waits for the next look."""


class StateMoved(Exception):
    """The collections changed while they were read; nothing was taken over, and the next look tries again."""


def pull(ledger: Ledger, server: Server, fingerprint: str, on_progress: OnProgress) -> bool:
    """Bring a window's ledger to what the server holds; whether it changed.

    A ledger that was whole before changes in one transaction; one that is filled for the first time keeps what it
    has got when it is cut off. Raises VectorstoreError: model_mismatch, server_newer, server_empty, and what being
    away raises.
    """
    for _ in range(MAX_TRIES):
        articles = server.find(ARTICLES)
        state = None if articles is None else parse_state(articles)
        if articles is None or state is None:
            raise VectorstoreError("server_empty", url=server.place.url, name=server.place.name)
        check_compatible(state, fingerprint, server)
        complete = bool(ledger.get("store_revision"))
        if not state.ready:
            if complete:
                return False
            raise VectorstoreError("server_empty", url=server.place.url, name=server.place.name)
        if complete and state.revision == ledger.revision:
            return False
        try:
            if complete:
                with ledger.transaction():
                    _take(ledger, server, articles, nullcontext, on_progress)
                    _end(ledger, server, state)
            else:
                _take(ledger, server, articles, ledger.transaction, on_progress)
                with ledger.transaction():
                    _end(ledger, server, state)
        except StateMoved:
            continue
        return True
    if not ledger.get("store_revision"):
        raise VectorstoreError("server_failed", url=server.place.url, detail="it keeps changing while it is read")
    return False


def _take(
    ledger: Ledger,
    server: Server,
    articles: Collection,
    step: Callable[[], AbstractContextManager[None]],
    on_progress: OnProgress,
) -> None:
    """Take out the articles that are gone and put in those that are missing, each batch within a `step`."""
    there = {key: names for key, names in list_pieces(server, articles).items() if is_complete(names)}
    here = {package_key(source, *made): source for source, made in ledger.all_article_versions().items()}
    touched = set()
    with step():
        for key, source in here.items():
            if key not in there:
                touched.add(ledger.document(source).file)
                ledger.forget_document(source)
    missing = [names for key, names in there.items() if key not in here]
    done = 0
    for group in _groups(missing):
        parcels = _parcels(server, articles, group)
        with step():
            touched.update(_write(ledger, parcels))
        done += len(group)
        on_progress("fetch", done, len(missing))
    with step():
        for file in touched:
            if ledger.article_versions(file):
                ledger.recount(file)
            else:
                ledger.forget(file)


def _write(ledger: Ledger, parcels: Sequence[PackedArticle]) -> set[str]:
    """Put articles into the ledger as a sync does; the files that they stand in."""
    files: dict[str, str] = {}
    for parcel in parcels:
        document, model = parcel.document, parcel.made_by[0]
        keys = (vector_key(model, passage) for passage in parcel.passages)
        ledger.add_vectors(zip(keys, parcel.vectors, strict=True))
        if document.file not in files:
            size = len(document.text.encode("utf-8", "surrogatepass"))
            ledger.open_file(document.file, Stamp(size, 0, 0, 0), document.sha256, parcel.made_by)
        files[document.file] = document.encoding
        ledger.put_document(document, parcel.made_by, parcel.passages)
    for file, encoding in files.items():
        ledger.close_file(file, encoding, (), ledger.article_versions(file))
    return set(files)


def _end(ledger: Ledger, server: Server, state: CorpusState) -> None:
    """Note whose state the ledger holds now, if the server still holds it; inside a transaction."""
    if (
        read_state(server) != state
        or len(ledger.all_article_versions()) != state.articles
        or ledger.count() != state.passages
    ):
        raise StateMoved
    ledger.drop_orphans()
    ledger.set("unfinished", "")
    ledger.set("fingerprint", state.fingerprint)
    ledger.set("revision", state.revision)
    ledger.set("store_revision", state.revision)
    ledger.set("synced", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))


def _groups(missing: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Articles together, as long as their pieces fit into one answer."""
    group: list[Sequence[str]] = []
    for names in missing:
        if group and sum(map(len, group)) + len(names) > PIECES_AT_ONCE:
            yield group
            group = []
        group.append(names)
    if group:
        yield group


def _parcels(server: Server, articles: Collection, group: Sequence[Sequence[str]]) -> list[PackedArticle]:
    """Fetch and open parcels; raises Moved where a piece is gone or no parcel comes out."""
    names = [name for one in group for name in one]
    pieces: dict[str, str] = {}
    with server.user_errors():
        for first in range(0, len(names), PIECES_AT_ONCE):
            got = articles.get(ids=names[first : first + PIECES_AT_ONCE], include=["metadatas"])
            pieces.update((name, str(told["piece"])) for name, told in zip(got["ids"], got["metadatas"], strict=True))
    try:
        return [unpack([pieces[name] for name in one]) for one in group]
    except (KeyError, BrokenPackage) as error:
        raise StateMoved from error
