"""The register of an index's names, made again when the index has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.names.found import NamesFound
from assistant.names.register import Name, Register, register
from assistant.names.told import Told, tell
from assistant.names.variants import join_variants
from assistant.names.written import perhaps_written, without_title, written_name
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

    def meant(self, typed: str, on_progress: OnProgress = lambda stage, done, total: None) -> list[Name]:
        """The names that somebody may mean by what he types; where none is known, his words as they stand in the texts.

        Raises VectorstoreError: unknown_name where they stand nowhere, or unknown_name_perhaps where an Arabic word may
        be what he writes in Latin letters.
        """
        known = self.register(on_progress)
        with self._index.reading() as snapshot:
            rest = typed
            while rest:
                if meant := known.meant(rest):
                    return meant
                if written := written_name(snapshot, rest):
                    return [written]
                rest = without_title(rest)
            perhaps = perhaps_written(snapshot, typed)
        if perhaps:
            raise VectorstoreError("unknown_name_perhaps", name=typed, words=", ".join(perhaps))
        raise VectorstoreError("unknown_name", name=typed)

    def articles_of(
        self, typed: str, on_progress: OnProgress = lambda stage, done, total: None
    ) -> tuple[str, ...]:
        """The articles that name what is meant; raises as `meant` does."""
        return tuple(sorted({source for name in self.meant(typed, on_progress) for source in name.places}))

    def told(self, name: Name) -> Told:
        """What is told of a name that was meant."""
        known = self.at_hand or self.register()
        with self._index.reading() as snapshot:
            return tell(snapshot, known, name)

    def tell(self, key: str) -> Told | None:
        """What is told of a name of the register as it was last made; None for one that is not there."""
        known = self.at_hand or self.register()
        name = known.by_key.get(key)
        return self.told(name) if name is not None else None
