"""A corpus that many windows share through one Chroma server: what is put there, and how a window follows it.

Under one name a server holds two collections: the passages with their vectors and metadata, which are searched, and
the articles as parcels (see `parcel`), from which a window fills a ledger of its own with the same code that the
indexer filled its ledger with. A parcel's name changes with its content, so the names alone say what is missing and
what is too much: `put` and `follow` compare them, and both can be repeated and be cut off anywhere.

While an indexer is at work the collections are marked as not ready, and no window follows: it goes on answering from
the last whole state, and takes the next one in one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.errors import VectorstoreError
from vectorstore.generations import SAMPLES
from vectorstore.lease import Lease
from vectorstore.ledger import Ledger, vector_key
from vectorstore.ledger_rows import Stamp
from vectorstore.parcel import SCHEMA, Parcel, ParcelBroken, pack, parcel_key, unpack
from vectorstore.server import ARTICLES, Server, ServerFault, State, named, state_of
from vectorstore.store import SPACE, Store, StoreBroken
from vectorstore.survey import Progress

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

PAGE = 5_000
"""Names asked for at once; 60,000 were listed in 0.3 s."""

PIECES = 32
"""Pieces of parcels in one request, at most half a megabyte each."""

TRIES = 3
"""How often a window begins anew because the indexer was at work meanwhile, before it waits for the next look."""


class Moved(Exception):
    """The collections changed while they were read; nothing was taken over, and the next look tries again."""


# -- the indexer -----------------------------------------------------------------------------------


def put(ledger: Ledger, server: Server, lease: Lease, on_progress: Progress) -> Store:
    """Make the server hold exactly what the ledger holds, and return the collection to search.

    Raises VectorstoreError: model_mismatch, server_newer, server_taken, server_locked, and what being away raises.
    """
    lease.check()
    articles = _articles(ledger, server)
    passages = server.find() or server.create("", {"articles": server.place.name + ARTICLES}, SPACE)
    store, state = Store.of(passages), state_of(articles)
    assert state is not None  # `_articles` has looked
    name = f"server:{passages.id}"
    followed = ledger.get("store") == name
    trusted = followed and bool(state.ready) and state.revision == ledger.get("store_revision")
    if trusted and state.revision == ledger.revision:
        return store
    wanted = {parcel_key(source, *made): source for source, made in ledger.versions().items()}
    there = _there(server, articles)
    if not followed and not _same_corpus(wanted, there):
        raise VectorstoreError("server_taken", url=server.place.url, name=server.place.name)
    server.note(articles, replace(state, ready=0))
    if not followed:
        with ledger.transaction():
            ledger.set("store", name)
            ledger.set("store_model", "")  # no folder of Chroma's is current any more
            ledger.set("store_revision", "")
    try:
        _put_articles(ledger, server, lease, articles, wanted, there, on_progress)
        _put_passages(ledger, store, trusted, on_progress)
        samples = ledger.sample(SAMPLES)
        store.check(ledger.count(), samples)
    except StoreBroken as error:
        raise of_store(error, server) from error
    lease.check()
    dimension = len(samples[0].vector) if samples else 0
    now = State(SCHEMA, ledger.get("fingerprint") or "", dimension, ledger.revision, 1, len(wanted), ledger.count())
    server.note(articles, now)
    with ledger.transaction():
        ledger.settle()
        ledger.set("store_revision", now.revision)
    return store


def _articles(ledger: Ledger, server: Server) -> Collection:
    """The collection of articles, made where it is missing; refuses what another program, version or model filled."""
    articles, fingerprint = server.find(ARTICLES), ledger.get("fingerprint") or ""
    if articles is None:
        if server.find() is not None:
            raise VectorstoreError("server_taken", url=server.place.url, name=server.place.name)
        empty = State(SCHEMA, fingerprint, 0, "", 0, 0, 0)
        return server.create(ARTICLES, {name: getattr(empty, name) for name in State.__slots__})
    must_fit(state_of(articles), fingerprint, server)
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
    on_progress: Progress,
) -> None:
    gone = [name for key, names in there.items() if key not in wanted for name in names]
    with server.told():
        for first in range(0, len(gone), PAGE):
            articles.delete(ids=gone[first : first + PAGE])
    missing = [(key, source) for key, source in wanted.items() if not whole(there.get(key, ()))]
    made_by = {source: made for source, (_, made) in ledger.versions().items()} if missing else {}
    pieces = (piece for key, source in missing for piece in _pieces(ledger, key, source, made_by[source]))
    done: set[str] = set()
    while batch := list(islice(pieces, PIECES)):
        lease.check()
        with server.told():
            articles.upsert(
                ids=[name for name, _, _ in batch],
                embeddings=np.array([[_place_of(name)] for name, _, _ in batch], np.float32),
                metadatas=[{"source": source, "piece": piece} for _, source, piece in batch],
            )
        done.update(source for _, source, _ in batch)
        on_progress("share", len(done), len(missing))


def _put_passages(ledger: Ledger, store: Store, trusted: bool, on_progress: Progress) -> None:
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
    parcel = Parcel(document, (model, rules), tuple(passages), tuple(vectors[passage.id] for passage in passages))
    pieces = pack(parcel)
    for number, piece in enumerate(pieces):
        yield f"{key}.{number}.{len(pieces)}", source, piece


def _place_of(name: str) -> float:
    """Some vector that Chroma wants of every record; equal ones would clog its graph."""
    return int.from_bytes(hashlib.sha256(name.encode("ascii")).digest()[:3]) / (1 << 24)


# -- a window --------------------------------------------------------------------------------------


def follow(ledger: Ledger, server: Server, fingerprint: str, on_progress: Progress) -> bool:
    """Bring a window's ledger to what the server holds; whether it changed.

    A ledger that was whole before changes in one transaction; one that is filled for the first time keeps what it
    has got when it is cut off. Raises VectorstoreError: model_mismatch, server_newer, server_empty, and what being
    away raises.
    """
    for _ in range(TRIES):
        articles = server.find(ARTICLES)
        state = None if articles is None else state_of(articles)
        if articles is None or state is None:
            raise VectorstoreError("server_empty", url=server.place.url, name=server.place.name)
        must_fit(state, fingerprint, server)
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
        except Moved:
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
    on_progress: Progress,
) -> None:
    """Take out the articles that are gone and put in those that are missing, each batch within a `step`."""
    there = {key: names for key, names in _there(server, articles).items() if whole(names)}
    here = {parcel_key(source, *made): source for source, made in ledger.versions().items()}
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
            if not ledger.made_from(file):
                ledger.forget(file)


def _write(ledger: Ledger, parcels: Sequence[Parcel]) -> set[str]:
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
        ledger.close_file(file, encoding, (), ledger.made_from(file))
    return set(files)


def _end(ledger: Ledger, server: Server, state: State) -> None:
    """Note whose state the ledger holds now, if the server still holds it; inside a transaction."""
    if server.state() != state or len(ledger.versions()) != state.articles or ledger.count() != state.passages:
        raise Moved
    ledger.drop_loose()
    ledger.set("unfinished", "")
    ledger.set("fingerprint", state.fingerprint)
    ledger.set("revision", state.revision)
    ledger.set("store_revision", state.revision)


def _groups(missing: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Articles together, as long as their pieces fit into one answer."""
    group: list[Sequence[str]] = []
    for names in missing:
        if group and sum(map(len, group)) + len(names) > PIECES:
            yield group
            group = []
        group.append(names)
    if group:
        yield group


def _parcels(server: Server, articles: Collection, group: Sequence[Sequence[str]]) -> list[Parcel]:
    """Fetch and open parcels; raises Moved where a piece is gone or no parcel comes out."""
    names = [name for one in group for name in one]
    pieces: dict[str, str] = {}
    with server.told():
        for first in range(0, len(names), PIECES):
            got = articles.get(ids=names[first : first + PIECES], include=["metadatas"])
            pieces.update(
                (name, str(told["piece"])) for name, told in zip(got["ids"], got["metadatas"], strict=True)
            )
    try:
        return [unpack([pieces[name] for name in one]) for one in group]
    except (KeyError, ParcelBroken) as error:
        raise Moved from error


# -- both ------------------------------------------------------------------------------------------


def must_fit(state: State | None, fingerprint: str, server: Server) -> None:
    """Raise VectorstoreError where the collections are another program's, a newer version's or another model's."""
    if state is None:
        raise VectorstoreError("server_taken", url=server.place.url, name=server.place.name)
    if state.schema > SCHEMA:
        raise VectorstoreError("server_newer", url=server.place.url, version=state.schema)
    if state.fingerprint != fingerprint:
        raise VectorstoreError("server_other_model", url=server.place.url, name=state.fingerprint)


def of_store(error: StoreBroken, server: Server) -> VectorstoreError:
    """The error to tell a person where the collection that is searched failed."""
    fault = error.__cause__
    if not isinstance(fault, ServerFault):
        fault = ServerFault("failed", str(error))
    return named(fault, server.place.url)


def _there(server: Server, articles: Collection) -> dict[str, list[str]]:
    """The records of every article on the server, in the order of their pieces, by the article's key."""
    names: list[str] = []
    with server.told():
        while page := articles.get(limit=PAGE, offset=len(names), include=[])["ids"]:
            names += page
    found: dict[str, list[tuple[int, str]]] = {}
    for name in dict.fromkeys(names):
        key, number, _ = name.rsplit(".", 2)
        found.setdefault(key, []).append((int(number), name))
    return {key: [name for _, name in sorted(pieces)] for key, pieces in found.items()}


def whole(names: Sequence[str]) -> bool:
    """Whether these are all the records of an article."""
    return bool(names) and len(names) == int(names[0].rpartition(".")[2])
