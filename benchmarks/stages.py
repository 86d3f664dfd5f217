"""One stage of `benchmarks.scale` in a process of its own, so that its memory is its own; prints one JSON object.

    python -m benchmarks.stages index|serve CORPUS INDEX [QUESTIONS]

`index` makes the index of a folder. `serve` opens it with nothing changed, asks the questions of a JSON list, then
changes, adds and removes one file each, with a sync after each.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from assistant.pipeline import Assistant
from assistant.retrieval.searcher import Search, Searcher
from benchmarks.clock import Plan, Taken, measured
from benchmarks.drawn import Drawn
from vectorstore.chroma import builds, collection
from vectorstore.chroma.library import load_chromadb
from vectorstore.formats import documents
from vectorstore.index import Index
from vectorstore.ledger import lexical, reader, terms, writer
from vectorstore.opening import LEDGER, IndexSource, open_index
from vectorstore.search import Snapshot
from vectorstore.sync import batches, listing, scan
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.text import passages

WRITING: Plan = {
    "scan": [(scan, "diff_folder"), (listing, "name_files")],
    "reading": [documents, passages, batches],
    "embedding": [(Drawn, "embed_passages")],
    "lexical": [lexical, terms],
    "ledger": [writer, reader],
    "chroma": [collection, builds],
}
"""Who does what while an index is brought in step; `lexical` runs inside the ledger's transactions."""

ASKING: Plan = {
    "embedding": [(Drawn, "embed_query")],
    "query": [(Search, "query")],
    "vectors": [(Snapshot, "search_vectors")],
    "lexical": [(Snapshot, "search_text"), (Snapshot, "document_frequency")],
    "fusion": [(Search, "rank")],
    "answer": [(Assistant, "ask")],
}
"""Who does what for a question. `query`: its terms and the other spellings of its names."""

RECALL_AT = 10
RECALL_QUESTIONS = 50


def index_stage(corpus: Path, index_dir: Path) -> dict[str, Any]:
    """Make the index of a folder; that chromadb is imported counts as little as with `peers`."""
    drawn = Drawn()
    load_chromadb()
    with measured(WRITING) as taken:
        index = open_index(IndexSource(corpus, index_dir), LazyEmbedder(lambda: drawn, drawn.fingerprint))
    with index.reading() as snapshot:
        count = snapshot.passage_count
    index.close()
    found = beside_embedding(taken)
    on_disk = {"ledger": 0, "chroma": 0}
    for path in index_dir.rglob("*"):
        if path.is_file():
            on_disk["chroma" if "chroma" in path.relative_to(index_dir).parts else "ledger"] += path.stat().st_size
    return {
        "passages": count,
        "index": {**found, "passages_per_s": round(count / found["seconds"], 1), "memory_mb": peak_memory()},
        "disk_mb": {name: round(size / 1e6, 1) for name, size in on_disk.items()},
    }


def serve_stage(corpus: Path, index_dir: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Open an index with nothing changed, ask, and sync one file at a time; that chromadb is imported counts as little
    as with `peers`."""
    drawn = Drawn()
    load_chromadb()
    wanted = [no_model]
    with measured(WRITING) as opening:
        index = open_index(IndexSource(corpus, index_dir), LazyEmbedder(lambda: wanted[-1](), drawn.fingerprint))
    wanted.append(lambda: drawn)  # from here on files change
    started = time.perf_counter()
    with Searcher(index, drawn).reading():
        pass
    searching = time.perf_counter() - started
    found: dict[str, Any] = {
        "vocabulary": len(indexed_words(index_dir)),
        "start": {
            "seconds": round(opening.seconds + searching, 2),
            "open": round(opening.seconds, 2),
            "searcher": round(searching, 2),
            "processor": round(opening.processor, 2),
            "parts": rounded(opening.parts),
        },
    }
    assistant = Assistant(index, lambda: drawn)
    assistant.warm()
    found["question"] = ask(assistant, questions)
    found["start"]["memory_mb"] = peak_memory()
    found["sync"] = sync_one_file(corpus, index)
    found["serve_memory_mb"] = peak_memory()
    found["recall"] = recall(index, index_dir, drawn, questions)
    assistant.close()
    return found


def ask(assistant: Assistant, questions: Sequence[str]) -> dict[str, Any]:
    """Milliseconds of a question, whole, until its passages are ranked, and by part: median and 95th percentile."""
    taken: list[Taken] = []
    answered = 0
    assistant.ask(questions[-1])
    for question in questions:
        with measured(ASKING) as one:
            answered += not assistant.ask(question).abstained
        taken.append(one)
    found: dict[str, Any] = {"questions": len(questions), "answered": answered}
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        found[name] = percentile([one.seconds for one in taken], share)
        found[f"{name}_processor"] = percentile([one.processor for one in taken], share)
        searching = [one.seconds - one.parts["answer"] for one in taken]
        found[f"retrieval_{name}"] = percentile(searching, share)
        parts = {part: [one.parts[part] for one in taken] for part in taken[0].parts}
        found[f"{name}_parts"] = {part: percentile(values, share) for part, values in parts.items()}
    return found


def sync_one_file(corpus: Path, index: Index) -> dict[str, Any]:
    """One sync with nothing changed, and one each after a file was changed, added and removed."""
    paths = sorted(corpus.rglob("*.txt"))
    middle, added = paths[len(paths) // 2], corpus / "added.txt"
    with index.reading() as snapshot:
        before = snapshot.passage_count
    text = middle.read_text(encoding="utf-8")
    found = {"unchanged": one_sync(index)}
    more = "\nفقرة جديدة أضيفت إلى المقال بعد فهرسته، وفيها كلمات قليلة لا غير.\n"
    middle.write_text(text + more, encoding="utf-8", newline="")
    found["changed"] = one_sync(index)
    added.write_text("عنوان مقال جديد في المجلد\n\n" + text.partition("\n\n")[2], encoding="utf-8", newline="")
    found["added"] = one_sync(index)
    added.unlink()
    found["removed"] = one_sync(index)
    middle.write_text(text, encoding="utf-8", newline="")
    found["changed_back"] = one_sync(index)
    with index.reading() as snapshot:
        assert snapshot.passage_count == before, "the syncs left other passages than there were"
    return found


def one_sync(index: Index) -> dict[str, Any]:
    with measured(WRITING) as taken:
        index.sync()
    return beside_embedding(taken)


def recall(index: Index, index_dir: Path, drawn: Drawn, questions: Sequence[str]) -> dict[str, float]:
    """Share of the exact nearest passages that `Snapshot.search_vectors` finds, over some questions."""
    with closing(reader.LedgerReader(index_dir / LEDGER)) as opened:
        ids, matrix = opened.vectors(drawn.dimension)
    shares = []
    for question in questions[:RECALL_QUESTIONS]:
        vector = drawn.embed_query(question)
        exact = {ids[place] for place in np.argpartition(-(matrix @ vector), RECALL_AT)[:RECALL_AT]}
        with index.reading() as snapshot:
            found = {name for name, _ in snapshot.search_vectors(vector, RECALL_AT)}
        shares.append(len(exact & found) / RECALL_AT)
    return {f"at_{RECALL_AT}": round(statistics.mean(shares), 3)}


def indexed_words(index_dir: Path) -> list[str]:
    """Every word as written that the passages have."""
    with closing(sqlite3.connect(index_dir / LEDGER)) as connection:
        counted = "SELECT t.term FROM terms t JOIN term_counts c ON c.id = t.id WHERE t.kind = 'words'"
        return [row[0] for row in connection.execute(counted)]


def beside_embedding(taken: Taken) -> dict[str, Any]:
    """Seconds without those in which vectors were drawn, and the parts, which name them; the same of the processors."""
    drawing = taken.processor_parts["embedding"]
    return {
        "seconds": round(taken.seconds - taken.parts["embedding"], 3),
        "parts": rounded(taken.parts),
        "processor": round(taken.processor - drawing, 3),
        "processor_parts": rounded(taken.processor_parts),
    }


def rounded(parts: dict[str, float]) -> dict[str, float]:
    return {part: round(seconds, 3) for part, seconds in parts.items()}


def percentile(seconds: Sequence[float], share: float) -> float:
    """In milliseconds."""
    return round(float(np.quantile(seconds, share)) * 1000, 2)


def peak_memory() -> float:
    """The most memory that this process had at once, in MB.

    From Linux's own count for this program; what `getrusage` says may be the parent's.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return round(int(line.split()[1]) * 1024 / 1e6, 1)
    import resource

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if os.uname().sysname == "Darwin" else 1e3), 1)


def no_model() -> Drawn:
    raise AssertionError("an index with nothing changed asked for the model")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=("index", "serve"))
    parser.add_argument("corpus", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path, nargs="?")
    options = parser.parse_args()
    if options.stage == "index":
        found = index_stage(options.corpus, options.index)
    else:
        found = serve_stage(options.corpus, options.index, json.loads(options.questions.read_text(encoding="utf-8")))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
