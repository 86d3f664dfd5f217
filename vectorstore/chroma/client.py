"""A Chroma server that somebody runs: its collections, what they hold as a whole, and what can go wrong with it.

Only the address that was configured is contacted: no proxy of the environment, no redirect, no tenant service, no
telemetry. What a server answers is data like any other, so nothing in it is trusted beyond its shape. What the
collections mean stands in `shared`, who may write them in `lease`.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vectorstore.chroma.library import load_chromadb
from vectorstore.errors import VectorstoreError

if TYPE_CHECKING:
    from chromadb.api import ServerAPI
    from chromadb.api.models.Collection import Collection

TENANT = {"tenant": "default_tenant", "database": "default_database"}
"""Where `chroma run` keeps collections; it has no other place."""

CONNECT_SECONDS, QUERY_SECONDS, WRITE_SECONDS = 5.0, 5.0, 120.0
"""Seconds to wait for a connection, for the answer to a search or a small question, and for anything else. A search
that is not answered falls back to this machine's own vectors, so it must not wait long."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a shared corpus is: the server's address, the collection's name, and a token for a proxy before it."""

    url: str
    name: str = "isnad"
    token: str = field(default="", repr=False)


class ServerFault(ConnectionError):
    """A request that the server did not answer as Chroma does; `kind` says how, see `to_user_error`."""

    def __init__(self, kind: str, detail: str) -> None:
        self.kind = kind
        self.detail = detail
        super().__init__(f"{kind}: {detail}")


class Server:
    """An open connection to a server; any thread may use it."""

    def __init__(self, place: ServerAddress) -> None:
        """Prepare; nothing is contacted before the first call."""
        self.place = place
        self._wire = _Wire(place)
        self._api = _api(place, self._wire)

    def check_reachable(self) -> None:
        """Raise VectorstoreError unless a Chroma server answers here.

        Its codes: server_unreachable, server_tls, server_not_chroma, server_denied, server_failed.
        """
        with self.user_errors():
            self._api.heartbeat()

    @contextmanager
    def user_errors(self) -> Iterator[None]:
        """Turn what goes wrong with the server into errors that a person can act on."""
        from chromadb.errors import ChromaError

        try:
            yield
        except ServerFault as fault:
            raise to_user_error(fault, self.place.url) from fault
        except (ChromaError, LookupError, TypeError, ValueError) as error:
            raise to_user_error(ServerFault("failed", f"{type(error).__name__}: {error}"), self.place.url) from error

    def find(self, suffix: str = "") -> Collection | None:
        """A collection by what stands behind the common name; None where there is none."""
        from chromadb.errors import NotFoundError

        with self.user_errors():
            try:
                model = self._api.get_collection(self.place.name + suffix, **TENANT)
            except NotFoundError:
                return None
            return self._opened(model)

    def create(
        self, suffix: str, metadata: Mapping[str, str | int], space: Mapping[str, str | int] | None = None
    ) -> Collection:
        """Make a collection; raises VectorstoreError("server_failed") also where it is there already."""
        with self.user_errors():
            model = self._api.create_collection(
                self.place.name + suffix,
                metadata=dict(metadata),
                configuration={"hnsw": dict(space)} if space else None,
                **TENANT,
            )
            return self._opened(model)

    def rename(self, collection: Collection, suffix: str) -> None:
        """Give a collection, which is meant by its number and not by its name, another name; none is no harm."""
        from chromadb.errors import NotFoundError

        with self.user_errors(), suppress(NotFoundError):
            collection.modify(name=self.place.name + suffix)

    def drop(self, suffix: str) -> None:
        """Remove a collection by its name; none is no harm."""
        from chromadb.errors import NotFoundError

        with self.user_errors(), suppress(NotFoundError):
            self._api.delete_collection(self.place.name + suffix, **TENANT)

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()

    def _opened(self, model: Any) -> Collection:
        from chromadb.api.models.Collection import Collection

        # Without `embedding_function=None` Chroma puts in a default one that downloads a model.
        return Collection(client=self._api, model=model, embedding_function=None)


def to_user_error(fault: ServerFault, url: str) -> VectorstoreError:
    """The error to tell a person for a fault."""
    match fault.kind:
        case "unreachable":
            return VectorstoreError("server_unreachable", url=url, detail=fault.detail)
        case "tls":
            return VectorstoreError("server_tls", url=url, detail=fault.detail)
        case "not_chroma":
            return VectorstoreError("server_not_chroma", url=url, detail=fault.detail)
        case "denied":
            return VectorstoreError("server_denied", url=url, detail=fault.detail)
    return VectorstoreError("server_failed", url=url, detail=fault.detail)


def is_unreachable(error: VectorstoreError) -> bool:
    """Whether an error means that nothing can be got from the server now, and perhaps can again later."""
    return error.code in ("server_unreachable", "server_failed", "server_empty")


class _Wire:
    """What chromadb sends its requests through instead of its own httpx client.

    That one obeys the environment's proxies and waits without end, and chromadb raises a bare Exception for every
    answer that it does not know.
    """

    def __init__(self, place: ServerAddress) -> None:
        import httpx

        # OpenSSL's own context knows the machine's authorities and SSL_CERT_FILE; httpx brings a list of its own.
        verify = ssl.create_default_context() if place.url.startswith("https:") else True
        self._client = httpx.Client(
            trust_env=False,
            follow_redirects=False,
            verify=verify,
            headers={"Authorization": f"Bearer {place.token}"} if place.token else {},
        )
        self.headers = self._client.headers

    def request(self, method: str, url: str, **more: Any) -> Any:
        """Send one request, once more where the connection had been closed at the other end meanwhile.

        Repeating does no harm: every request of ours means the same the second time, and who creates a collection
        looks whose it is. Raises ServerFault.
        """
        import httpx

        wait = QUERY_SECONDS if method.lower() == "get" or url.endswith("/query") else WRITE_SECONDS
        timeout = httpx.Timeout(wait, connect=CONNECT_SECONDS)
        try:
            try:
                answer = self._client.request(method, url, timeout=timeout, **more)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                answer = self._client.request(method, url, timeout=timeout, **more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            said = str(error) or type(error).__name__
            raise ServerFault("tls" if _is_tls(error) else "unreachable", said) from error
        except RuntimeError as error:  # httpx where another thread has closed the client
            raise ServerFault("unreachable", str(error)) from error
        _refuse_strangers(answer)
        return answer

    def close(self) -> None:
        self._client.close()


def _is_tls(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, is one of the encryption."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _refuse_strangers(answer: Any) -> None:
    """Raise ServerFault for an answer that no Chroma server gives."""
    from chromadb.errors import error_types

    status, number = f"HTTP {answer.status_code}", answer.status_code
    if answer.has_redirect_location:
        raise ServerFault("not_chroma", f"{status} -> {answer.headers['location'][:200]}")
    if number in (401, 403, 407):
        raise ServerFault("denied", status)
    if number < 400 and "json" in answer.headers.get("content-type", ""):
        return
    try:
        said = answer.json()
    except ValueError:
        if number in (502, 503, 504):  # a proxy whose server is down
            raise ServerFault("unreachable", status) from None
        if number == 413:
            raise ServerFault("failed", status) from None
        raise ServerFault("not_chroma", status) from None
    kind = said.get("error") if isinstance(said, dict) else None
    message = str(said.get("message", ""))[:500] if isinstance(said, dict) else ""
    if kind in error_types and message:
        raise error_types[kind](message)
    raise ServerFault("failed" if kind else "not_chroma", f"{status} {message}".strip())


def _api(place: ServerAddress, wire: _Wire) -> ServerAPI:
    """chromadb's HTTP interface, without its client: that one asks for an identity and a tenant first."""
    load_chromadb()
    from chromadb.api import ServerAPI
    from chromadb.config import Settings, System

    settings = Settings(
        anonymized_telemetry=False,
        chroma_otel_collection_endpoint="",
        chroma_client_auth_provider=None,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=place.url.rstrip("/"),
        chroma_server_http_port=8000,  # asked for, and not used beside a whole address
        chroma_server_headers={},
    )
    api = System(settings).instance(ServerAPI)
    api._session.close()
    wire.headers.update(api._header)
    api._session = wire
    return api
