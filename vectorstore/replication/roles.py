"""The two sides of a shared corpus as `index` uses them: who fills the server, and who follows it.

`Publisher` stands where a folder of Chroma's stands otherwise, behind a ledger that follows the folder of articles.
`Replica` stands where that folder stands: its ledger follows the server, whose collection it searches.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from vectorstore.chroma.builds import CHECKED_SAMPLES, OpenBuild
from vectorstore.chroma.client import Server, ServerAddress
from vectorstore.chroma.collection import Store
from vectorstore.chroma.errors import StoreBroken
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import SyncReport
from vectorstore.ledger.writer import Ledger
from vectorstore.replication.lease import Lease
from vectorstore.replication.manifest import ARTICLES, as_user_error, check_compatible, parse_state, read_state
from vectorstore.replication.pull import pull
from vectorstore.replication.push import push
from vectorstore.types import OnProgress


class Publisher:
    """The right to fill a server, and the connection to it."""

    def __init__(self, place: ServerAddress, fingerprint: str) -> None:
        """Connect and take the lease; raises VectorstoreError (see `server`, `lease` and `shared.check_compatible`)."""
        self._server = Server(place)
        try:
            self._server.check_reachable()
            if (articles := self._server.find(ARTICLES)) is not None:
                check_compatible(parse_state(articles), fingerprint, self._server)  # before anything is embedded
            self._lease = Lease(self._server)
        except VectorstoreError:
            self._server.close()
            raise

    def update_collection(self, ledger: Ledger, on_progress: OnProgress) -> OpenBuild:
        """Make the server hold what the ledger holds; see `filling.push`.

        Collections that keep failing (a kill of the server while it saves breaks them) are made anew from the ledger;
        windows meanwhile answer from theirs.
        """
        try:
            return self._bring(ledger, on_progress)
        except VectorstoreError as error:
            if error.code != "server_failed":
                raise
        try:
            return self._bring(ledger, on_progress)
        except VectorstoreError as error:
            if error.code != "server_failed":
                raise
        self._lease.check()
        self._server.drop(ARTICLES)
        self._server.drop("")
        return self._bring(ledger, on_progress)

    def _bring(self, ledger: Ledger, on_progress: OnProgress) -> OpenBuild:
        return _opened(push(ledger, self._server, self._lease, on_progress), ledger, self._server)

    def close(self) -> None:
        """Let the next indexer in."""
        self._lease.release()
        self._server.close()


class Replica:
    """A connection to a server whose corpus is followed."""

    def __init__(self, place: ServerAddress, fingerprint: str) -> None:
        """Prepare; nothing is contacted before `pull`."""
        self._server = Server(place)
        self._fingerprint = fingerprint

    def check_reachable(self) -> None:
        """Raise VectorstoreError unless the server is there."""
        self._server.check_reachable()

    def look(self, reader: LedgerReader) -> str:
        """`same` where there is nothing to fetch, `busy` while an indexer is at work, else `changed`.

        One small request. Raises what being away raises.
        """
        state = read_state(self._server)
        if state is not None and not state.ready:
            return "busy"
        return "same" if state is not None and state.revision == reader.get("store_revision") else "changed"

    def pull(self, ledger: Ledger, on_progress: OnProgress) -> SyncReport:
        """Bring the ledger to what the server holds; see `following.pull`."""
        before = {record.source: record for record in ledger.files()}
        changed = pull(ledger, self._server, self._fingerprint, on_progress)
        after = {record.source: record for record in ledger.files()} if changed else before
        same = sum(before.get(source) == record for source, record in after.items())
        return SyncReport(
            added=len(after.keys() - before.keys()),
            changed=len(after.keys() & before.keys()) - same,
            removed=len(before.keys() - after.keys()),
            unchanged=same,
            refused=0,
            notes=(),
            files=tuple(after.values()),
        )

    def update_collection(self, ledger: Ledger, on_progress: OnProgress) -> OpenBuild:
        """The collection to search."""
        found = self._server.find()
        if found is None:
            raise VectorstoreError("server_empty", url=self._server.place.url, name=self._server.place.name)
        return _opened(Store.of(found), ledger, self._server)

    def close(self) -> None:
        """Let go of the connection."""
        self._server.close()


class Poller:
    """Calls something every so many seconds, in a thread of its own, until it is stopped."""

    def __init__(self, look: Callable[[], None], seconds: float) -> None:
        self._look, self._seconds = look, seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="isnad-following", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Return when it will not be called any more."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            self._look()


def _opened(store: Store, ledger: LedgerReader, server: Server) -> OpenBuild:
    """A collection of a server, with whether a sample of passages finds itself in it."""
    samples = ledger.sample(CHECKED_SAMPLES)
    try:
        sound = store.count_self_hits(samples) == len(samples)
    except StoreBroken as error:
        raise as_user_error(error, server) from error
    return OpenBuild(store, (), healed=False, sound=sound, settled=True)
