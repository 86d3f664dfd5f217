"""A corpus that many windows share through one Chroma server: how it lies there, and what does not fit to it.

Under one name a server holds two collections: the passages with their vectors, texts and metadata, which are searched,
and the articles as parcels (see `parcel`), from which a window fills a ledger of its own with the same code that the
indexer filled its ledger with. A parcel's name changes with its content, so the names alone say what is missing and
what is too much: `filling` and `following` compare them, and both can be repeated and be cut off anywhere.

While an indexer is at work the collections are marked as not ready, and no window follows: it goes on answering from
the last whole state, and takes the next one in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from vectorstore.chroma.client import Server, ServerFault, to_user_error
from vectorstore.chroma.errors import StoreBroken
from vectorstore.errors import VectorstoreError
from vectorstore.replication.packing import SCHEMA

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

NAMES_AT_ONCE = 5_000
"""Names asked for at once; 60,000 were listed in 0.3 s."""

PIECES_AT_ONCE = 32
"""Pieces of parcels in one request, at most half a megabyte each."""


def check_compatible(state: CorpusState | None, fingerprint: str, server: Server) -> None:
    """Raise VectorstoreError where the collections are another program's, a newer version's or another model's."""
    if state is None:
        raise VectorstoreError("server_taken", url=server.place.url, name=server.place.name)
    if state.schema > SCHEMA:
        raise VectorstoreError("server_newer", url=server.place.url, version=state.schema)
    if state.fingerprint != fingerprint:
        raise VectorstoreError("server_other_model", url=server.place.url, name=state.fingerprint)


def as_user_error(error: StoreBroken, server: Server) -> VectorstoreError:
    """The error to tell a person where the collection that is searched failed."""
    fault = error.__cause__
    if not isinstance(fault, ServerFault):
        fault = ServerFault("failed", str(error))
    return to_user_error(fault, server.place.url)


def list_pieces(server: Server, articles: Collection) -> dict[str, list[str]]:
    """The records of every article on the server, in the order of their pieces, by the article's key."""
    names: list[str] = []
    with server.user_errors():
        while page := articles.get(limit=NAMES_AT_ONCE, offset=len(names), include=[])["ids"]:
            names += page
    found: dict[str, list[tuple[int, str]]] = {}
    for name in dict.fromkeys(names):
        key, number, _ = name.rsplit(".", 2)
        found.setdefault(key, []).append((int(number), name))
    return {key: [name for _, name in sorted(pieces)] for key, pieces in found.items()}


def is_complete(names: Sequence[str]) -> bool:
    """Whether these are all the records of an article."""
    return bool(names) and len(names) == int(names[0].rpartition(".")[2])


ARTICLES, WRITER = "-articles", "-writer"
"""What is put behind the collection's name to name the two others; passages and vectors are under the name itself."""


@dataclass(frozen=True, slots=True)
class CorpusState:
    """What the collections hold as a whole; `ready` is 0 while an indexer is at work in them.

    `revision` is that of the indexer's ledger, `schema` the version of the records' form.
    """

    schema: int
    fingerprint: str
    dimension: int
    revision: str
    ready: int
    articles: int
    passages: int


def parse_state(articles: Collection) -> CorpusState | None:
    """The notes of the collection of articles; None where they are not ours."""
    noted = articles.metadata or {}
    values = {one.name: noted.get(one.name) for one in fields(CorpusState)}
    if not all(isinstance(value, str | int) for value in values.values()):
        return None
    return CorpusState(**values)


def read_state(server: Server) -> CorpusState | None:
    """What the collections hold, in one small request; None where nobody has filled them yet."""
    articles = server.find(ARTICLES)
    return None if articles is None else parse_state(articles)


def write_state(server: Server, articles: Collection, state: CorpusState) -> None:
    """Write down what the collections hold."""
    with server.user_errors():
        articles.modify(metadata=asdict(state))
