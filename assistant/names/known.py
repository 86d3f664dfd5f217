"""The register of an index's names, made again when the index has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.names.found import NamesFound
from assistant.names.register import Register, register
from assistant.names.told import Told, tell
from assistant.names.variants import join_variants
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.types import OnProgress

SOON_ARTICLES = 200
"""Articles that are read for names while somebody waits: some ten seconds at most."""


class KnownNames:
    """The names of one open index; safe for many threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._found = NamesFound(index)
        self._making = threading.Lock()
        self._made: tuple[str, Register] | None = None

    def forget_gone(self) -> None:
        """Erase what is kept of articles that are no longer there (see `NamesFound.forget_gone`)."""
        self._found.forget_gone()

    @property
    def at_hand(self) -> Register | None:
        """The register as it was last made, at once; None where none was made yet."""
        made = self._made
        return made[1] if made is not None else None

    def register(
        self,
        on_progress: OnProgress = lambda stage, done, total: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Register:
        """The names of the present state; reads the articles that nobody has read (see `NamesFound.read`)."""
        with self._making:
            return self._present(on_progress, should_stop)

    def soon(self) -> Register | None:
        """The register where it takes a moment: at once, or where few articles are still to be read.

        Else the last one, or None. Never called where a snapshot is held: it asks for one itself.
        """
        if not self._making.acquire(blocking=False):  # it is being made
            return self.at_hand
        try:
            return self._present() if self._found.unread() <= SOON_ARTICLES else self.at_hand
        finally:
            self._making.release()

    def _present(
        self,
        on_progress: OnProgress = lambda stage, done, total: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Register:
        with self._index.reading() as snapshot:
            revision = snapshot.revision
        if self._made is None or self._made[0] != revision:
            made = register(self._found.read(on_progress, should_stop))
            if should_stop():
                return made
            with self._index.reading() as snapshot:
                made = join_variants(made, snapshot)
            self._made = revision, made
        return self._made[1]

    def articles_of(
        self, typed: str, on_progress: OnProgress = lambda stage, done, total: None
    ) -> tuple[str, ...]:
        """The articles that name what is meant; raises VectorstoreError("unknown_name") where none does."""
        meant = self.register(on_progress).meant(typed)
        if not meant:
            raise VectorstoreError("unknown_name", name=typed)
        return tuple(sorted({source for name in meant for source in name.places}))

    def tell(self, key: str) -> Told | None:
        """What is told of a name of the register as it was last made; None for one that is not there."""
        known = self.at_hand or self.register()
        name = known.by_key.get(key)
        if name is None:
            return None
        with self._index.reading() as snapshot:
            return tell(snapshot, known, name)
