"""How long a search by words takes over a large index: milliseconds, by the kind of pattern.

    python -m benchmarks.corpus FOLDER CORPUS --passages 100000
    python -m benchmarks.stages index CORPUS INDEX
    python -m benchmarks.searching INDEX [--searches 100] [--seed 0]

Patterns are words and neighbouring words of the passages, drawn; `frequent` draws from the hundred words that stand in
most of them. Each is searched once, with its twenty hits and all counts. `first` is the first search of a process,
which reads where every passage stands. `processor` is the time on the processor, which other programs do not change.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from vectorstore.ledger.reader import LedgerReader
from vectorstore.opening import LEDGER
from vectorstore.search import CachedLedger, Snapshot
from vectorstore.text.pattern import parse_pattern
from vectorstore.word_search.request import WordSearch

DRAWN_PASSAGES = 400
FREQUENT_WORDS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--searches", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(json.dumps(measure(options.index, options.searches, options.seed), ensure_ascii=False))


def measure(index_dir: Path, searches: int, seed: int) -> dict[str, Any]:
    """Median, 95th percentile and longest wait by kind of pattern, and the same on the processor."""
    draws = patterns(index_dir, random.Random(seed))
    with closing(LedgerReader(index_dir / LEDGER)) as reader:
        cached = CachedLedger(reader, index_dir)

        def search(typed: str, limits: Mapping[str, Any]) -> tuple[float, float]:
            snapshot = Snapshot(cached, lambda: None, lambda: None)
            started, busy = time.perf_counter(), time.process_time()
            snapshot.find(WordSearch(parse_pattern(typed), **limits))
            return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - busy)

        found: dict[str, Any] = {"passages": reader.count(), "first": round(search(draws["word"][0](), {})[0], 1)}
        for name, (draw, limits) in draws.items():
            waits, busy = zip(*(search(draw(), limits) for _ in range(searches)), strict=True)
            found[name] = {"wall": spread(waits), "processor": spread(busy)}
    return found


def spread(milliseconds: tuple[float, ...]) -> list[float]:
    """Median, 95th percentile and longest, milliseconds."""
    ordered = sorted(milliseconds)
    return [round(ordered[min(int(len(ordered) * part), len(ordered) - 1)], 1) for part in (0.5, 0.95, 1.0)]


def patterns(index_dir: Path, chance: random.Random) -> dict[str, tuple[Callable[[], str], Mapping[str, Any]]]:
    """Kinds of pattern: what draws one, and the limits that go with it."""
    with closing(sqlite3.connect(f"{(index_dir / LEDGER).absolute().as_uri()}?mode=ro", uri=True)) as connection:
        some = "SELECT text FROM passages WHERE kind = 'body' ORDER BY id LIMIT ?"
        texts = [text.split() for (text,) in connection.execute(some, (DRAWN_PASSAGES,))]
        most = (
            "SELECT t.term FROM terms t JOIN term_counts c ON c.id = t.id WHERE t.kind = 'words'"
            " ORDER BY c.passages DESC LIMIT ?"
        )
        frequent = [term for (term,) in connection.execute(most, (FREQUENT_WORDS,))]

    def words(count: int) -> Iterator[str]:
        for _ in range(count):
            yield chance.choice(chance.choice(texts))

    def phrase(length: int) -> str:
        text = chance.choice(texts)
        first = chance.randrange(max(1, len(text) - length))
        return f"«{' '.join(text[first : first + length])}»"

    return {
        "word": (lambda: next(words(1)), {}),
        "word, exact": (lambda: next(words(1)), {"near": False}),
        "two words": (lambda: " ".join(words(2)), {}),
        "either of two": (lambda: " أو ".join(words(2)), {}),
        "phrase of two": (lambda: phrase(2), {}),
        "phrase of four": (lambda: phrase(4), {}),
        "word without phrase": (lambda: f"{next(words(1))} -{phrase(2)}", {}),
        "word, by date": (lambda: next(words(1)), {"order": "date"}),
        "frequent": (lambda: chance.choice(frequent), {}),
        "frequent, limited": (lambda: chance.choice(frequent), {"formats": ("txt",), "since": "1999"}),
    }


if __name__ == "__main__":
    main()
