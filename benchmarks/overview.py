"""What the pages over the whole corpus cost at a size: names, happenings, their cards, the briefing. JSON, a line each.

    python -m benchmarks.corpus FOLDER CORPUS --passages 10000
    python -m benchmarks.stages index CORPUS INDEX
    python -m benchmarks.overview CORPUS INDEX [--names-seconds 240]

Vectors are drawn (`benchmarks.drawn`), so which articles tell of one happening means nothing; only the time does. Names
are read for so many seconds and no longer, by the clock; the rate tells what the rest takes. `processor` counts this
process alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path
from typing import Any

from assistant.names.found import NamesFound
from assistant.names.register import register
from assistant.names.variants import candidates, join_variants
from assistant.pipeline import Assistant
from assistant.sources.cards import event_card
from assistant.sources.subjects import brief
from benchmarks.drawn import Drawn
from vectorstore.opening import IndexSource, open_index
from vectorstore.sync.sync import LazyEmbedder

CARDS = 20


class Clock:
    """The seconds of a stage by the clock and of the processor, printed with what it did."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._started = time.perf_counter(), time.process_time()

    def tell(self, **told: Any) -> None:
        seconds, processor = time.perf_counter() - self._started[0], time.process_time() - self._started[1]
        memory = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
        print(
            json.dumps(
                {"stage": self._stage, **told, "seconds": round(seconds, 2), "processor": round(processor, 2),
                 "peak_mb": memory}
            ), flush=True,
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--names-seconds", type=float, default=240.0)
    options = parser.parse_args()
    drawn = Drawn()
    index = open_index(IndexSource(options.corpus, options.index), LazyEmbedder(lambda: drawn, drawn.fingerprint))
    assistant = Assistant(index, lambda: drawn)
    assistant.warm()
    with index.reading() as snapshot:
        articles, passages = len(snapshot.article_keys()), snapshot.passage_count
    until = time.perf_counter() + options.names_seconds
    clock = Clock("names found")
    found = NamesFound(index).read(should_stop=lambda: time.perf_counter() > until)
    with index.reading() as snapshot:
        read = sum(len(snapshot.document(source).text.split()) for source in found)
    clock.tell(passages=passages, articles=articles, read=len(found), words=read)
    clock = Clock("register")
    plain = register(found)
    clock.tell(names=len(plain.names), mentions=sum(name.mentions for name in plain.names))
    clock = Clock("variants")
    with index.reading() as snapshot:
        known = join_variants(plain, snapshot)
    clock.tell(pairs=sum(1 for _ in candidates(plain.names)), joined=len(plain.names) - len(known.names))
    clock = Clock("survey")
    seen = assistant.views.survey()
    assert seen is not None, "the corpus changed"
    clock.tell(read=seen.read, total=seen.total, events=len(seen.events), dated=seen.dated_total)
    clock = Clock("cards")
    with assistant.searcher.reading() as search:
        made = [event_card(search, "ar", sources, known) for sources in seen.events[:CARDS]]
    clock.tell(cards=len(made), articles=sum(map(len, seen.events[:CARDS])))
    clock = Clock("briefing")
    with assistant.searcher.reading() as search:
        told = brief(search, seen, known, None, "ar")
    clock.tell(items=sum(len(section.items) for section in told.sections))
    index.close()


if __name__ == "__main__":
    main()
