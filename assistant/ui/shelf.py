"""What one visitor looks at and has chosen in the corpus page, as values; every change makes a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from assistant.ui.catalogue import EVERY


@dataclass(frozen=True, slots=True)
class Shelf:
    """The part of the list that is shown: the words searched for, which files, the page of them (from 0).

    `unfolded` is the key of a file whose articles are listed below it, `inside` the page of those.
    """

    words: str = ""
    kind: str = EVERY
    page: int = 0
    unfolded: str = ""
    inside: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """The files that questions are limited to; none chosen means all of them.

    `lost` are chosen files that the index no longer holds: they are told once.
    """

    sources: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources)

    def flip(self, source: str) -> Scope:
        """With a file chosen, or no longer."""
        return Scope(self.sources ^ {source})

    def add(self, sources: Iterable[str]) -> Scope:
        """With further files chosen."""
        return Scope(self.sources | frozenset(sources))

    def known(self, names: Collection[str]) -> Scope:
        """With only the files that are there, the others named as lost."""
        gone = self.sources.difference(names)
        return replace(self, sources=self.sources - gone, lost=tuple(sorted(gone))) if gone else self
