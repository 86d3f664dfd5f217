"""Comparisons that were made a moment ago: whoever opens a quote of a table and comes back finds it as it was."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from assistant.pipeline import Assistant
from assistant.sources.comparison import Comparison
from assistant.types import Turn

KEPT = 16
"""Tables that are kept, of all visitors together."""


class Comparisons:
    """The last tables, each for one state of the index."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Comparison] = OrderedDict()
        self._changing = threading.Lock()

    def find(
        self, assistant: Assistant, question: str, history: Sequence[Turn], sources: Sequence[str] | None
    ) -> Comparison:
        """What each article says to the question, made once; raises as `Views.compare` does."""
        with assistant.index.reading() as snapshot:
            revision = snapshot.revision
        key = (revision, question, tuple(history), None if sources is None else tuple(sources))
        with self._changing:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = assistant.views.compare(question, history, sources)
        with self._changing:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made
