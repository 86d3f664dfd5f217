"""What the indexer does: makes a server hold exactly what its ledger holds (see `shared`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.chroma.builds import CHECKED_SAMPLES
from vectorstore.chroma.client import Server
from vectorstore.chroma.collection import HNSW_SETTINGS, Store
from vectorstore.chroma.errors import StoreBroken
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.writer import Ledger
from vectorstore.replication.lease import Lease
from vectorstore.replication.manifest import (
    ARTICLES,
    NAMES_AT_ONCE,
    PIECES_AT_ONCE,
    CorpusState,
    as_user_error,
    check_compatible,
    is_complete,
    list_pieces,
    parse_state,
    write_state,
)
from vectorstore.replication.packing import SCHEMA, PackedArticle, pack, package_key
from vectorstore.types import OnProgress

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection


def push(ledger: Ledger, server: Server, lease: Lease, on_progress: OnProgress) -> Store:
    """Make the server hold exactly what the ledger holds, and return the collection to search.

    Raises VectorstoreError: model_mismatch, server_newer, server_taken, server_locked, and what being away raises.
    """
    lease.check()
    articles = _articles(ledger, server)
    passages = server.find() or server.create("", {"articles": server.place.name + ARTICLES}, HNSW_SETTINGS)
    store, state = Store.of(passages), parse_state(articles)
    assert state is not None  # `_articles` has looked
    name = f"server:{passages.id}"
    followed = ledger.get("store") == name
    trusted = followed and bool(state.ready) and state.revision == ledger.get("store_revision")
    if trusted and state.revision == ledger.revision:
        return store
    wanted = {package_key(source, *made): source for source, made in ledger.all_article_versions().items()}
    there = list_pieces(server, articles)
    if not followed and not _same_corpus(wanted, there):
        raise VectorstoreError("server_taken", url=server.place.url, name=server.place.name)
    write_state(server, articles, replace(state, ready=0))
    if not followed:
        with ledger.transaction():
            ledger.set("store", name)
            ledger.set("store_model", "")  # no folder of Chroma's is current any more
            ledger.set("store_revision", "")
    try:
        _put_articles(ledger, server, lease, articles, wanted, there, on_progress)
        _put_passages(ledger, store, trusted, on_progress)
        samples = ledger.sample(CHECKED_SAMPLES)
        store.check(ledger.count(), samples)
    except StoreBroken as error:
        raise as_user_error(error, server) from error
    lease.check()
    dimension = len(samples[0].vector) if samples else 0
    now = CorpusState(
        SCHEMA, ledger.get("fingerprint") or "", dimension, ledger.revision, 1, len(wanted), ledger.count()
    )
    write_state(server, articles, now)
    with ledger.transaction():
        ledger.mark_applied()
        ledger.set("store_revision", now.revision)
    return store


def _articles(ledger: Ledger, server: Server) -> Collection:
    """The collection of articles, made where it is missing; refuses what another program, version or model filled."""
    articles, fingerprint = server.find(ARTICLES), ledger.get("fingerprint") or ""
    if articles is None:
        if server.find() is not None:
            raise VectorstoreError("server_taken", url=server.place.url, name=server.place.name)
        empty = CorpusState(SCHEMA, fingerprint, 0, "", 0, 0, 0)
        return server.create(ARTICLES, asdict(empty))
    check_compatible(parse_state(articles), fingerprint, server)
    return articles


def _same_corpus(wanted: Iterable[str], there: Iterable[str]) -> bool:
    """Whether most articles on the server are of this folder: somebody's whole corpus is not replaced by another."""
    ours = {key.partition("-")[0] for key in wanted}
    theirs = [key.partition("-")[0] for key in there]
    return 2 * sum(where in ours for where in theirs) >= len(theirs)


def _put_articles(
    ledger: Ledger,
    server: Server,
    lease: Lease,
    articles: Collection,
    wanted: dict[str, str],
    there: dict[str, list[str]],
    on_progress: OnProgress,
) -> None:
    gone = [name for key, names in there.items() if key not in wanted for name in names]
    with server.user_errors():
        for first in range(0, len(gone), NAMES_AT_ONCE):
            articles.delete(ids=gone[first : first + NAMES_AT_ONCE])
    missing = [(key, source) for key, source in wanted.items() if not is_complete(there.get(key, ()))]
    made_by = {source: made for source, (_, made) in ledger.all_article_versions().items()} if missing else {}
    pieces = (piece for key, source in missing for piece in _pieces(ledger, key, source, made_by[source]))
    done: set[str] = set()
    while batch := list(islice(pieces, PIECES_AT_ONCE)):
        lease.check()
        with server.user_errors():
            articles.upsert(
                ids=[name for name, _, _ in batch],
                embeddings=np.array([[_place_of(name)] for name, _, _ in batch], np.float32),
                metadatas=[{"source": source, "piece": piece} for _, source, piece in batch],
            )
        done.update(source for _, source, _ in batch)
        on_progress("share", len(done), len(missing))


def _put_passages(ledger: Ledger, store: Store, trusted: bool, on_progress: OnProgress) -> None:
    """Passages by what is pending where the server is known to be as the ledger left it, else by their names."""
    wanted, gone = ledger.pending()
    if not trusted:
        # An id names a text, and one model makes one vector of it: an id that is there is right.
        known, have = set(ledger.ids()), store.ids()
        wanted, gone = sorted(known.difference(have).union(wanted)), sorted(have - known)
    store.delete(gone)
    for done in store.upsert(ledger.stored_by_id(wanted)):
        on_progress("store", done, len(wanted))


def _pieces(ledger: Ledger, key: str, source: str, made_by: str) -> Iterator[tuple[str, str, str]]:
    """The records of an article: name, source and content of each."""
    document = ledger.document(source)
    passages = [row.passage for row in ledger.stored(source)]
    vectors = ledger.embedded(passage.id for passage in passages)
    model, _, rules = made_by.rpartition(" ")
    parcel = PackedArticle(
        document, (model, rules), tuple(passages), tuple(vectors[passage.id] for passage in passages)
    )
    pieces = pack(parcel)
    for number, piece in enumerate(pieces):
        yield f"{key}.{number}.{len(pieces)}", source, piece


def _place_of(name: str) -> float:
    """Some vector that Chroma wants of every record; equal ones would clog its graph."""
    return int.from_bytes(hashlib.sha256(name.encode("ascii")).digest()[:3]) / (1 << 24)
