"""What a passage costs, and whether it costs more in a larger folder: one JSON line for each size.

    python -m benchmarks.scale FOLDER --passages 1000 10000 100000 300000 [--seed 0] [--work DIR] [--model-passages 200]

FOLDER gives the sentences (`benchmarks.corpus`). Each size is indexed in a process of its own, then opened in a
second one. Vectors are drawn (`benchmarks.drawn`), because embedding takes the same time for every passage: it is
measured apart, with the bundled model on some passages of the same corpus, and the seconds in which vectors were
drawn are taken out of the others. The parts of a time are exclusive: the lexical rows, written within the ledger's
transactions, are not counted as the ledger's.

Keys: `index` (seconds without embedding; peak memory; parts in seconds), `disk_mb`, `start` (the index opened with
nothing changed and the search half built; memory after the questions), `question` (milliseconds, each part's own
median and 95th percentile), `sync` (seconds for one file), `recall` (of the approximate search, against exact),
`embedding` (the bundled model: passages/s, milliseconds for a question).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpus import articles, sentences_of, write
from vectorstore.formats.documents import read_documents
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Passage

ROOT = Path(__file__).parent.parent
QUESTIONS = 100
QUESTION_WORDS = range(4, 9)
BEFORE = 3_600
"""Seconds by which the files are made to look older: an index does not trust the date of one just written."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", type=Path, help="where corpora and indexes are made (default: a temporary folder)")
    parser.add_argument("--model-passages", type=int, default=200, help="embedded with the real model; 0: none")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        embedding: dict[str, Any] = {}
        for passages in options.passages:
            corpus = Path(work) / "corpus"
            made = make(options.folder, corpus, passages, options.seed)
            if options.model_passages and not embedding:
                embedding = embedding_speed(corpus, options.model_passages)
            print(json.dumps({**measure(corpus, Path(work)), **made, "embedding": embedding}), flush=True)
            shutil.rmtree(corpus)


def make(folder: Path, corpus: Path, passages: int, seed: int) -> dict[str, Any]:
    """Write the corpus of one size, its files an hour old."""
    count = write(corpus, articles(sentences_of(folder), passages, seed))
    old = time.time() - BEFORE
    for path in corpus.rglob("*.txt"):
        os.utime(path, (old, old))
    return {"files": count, "corpus_mb": round(sum(path.stat().st_size for path in corpus.rglob("*.txt")) / 1e6, 1)}


def measure(corpus: Path, work: Path) -> dict[str, Any]:
    """Index a corpus, open it, ask, and sync: each process's report, together."""
    index = work / "index"
    asked = work / "questions.json"
    asked.write_text(json.dumps(questions(corpus), ensure_ascii=False), encoding="utf-8")
    made = stage("index", corpus, index)
    served = stage("serve", corpus, index, asked)
    shutil.rmtree(index)
    first = {"passages": made.pop("passages"), "vectors": "drawn", "vocabulary": served.pop("vocabulary")}
    return {**first, **made, **served}


def stage(name: str, *paths: Path) -> dict[str, Any]:
    """Run a stage in a process of its own; raises CalledProcessError, its message on stderr, where it fails."""
    command = [sys.executable, "-m", "benchmarks.stages", name, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def questions(corpus: Path, count: int = QUESTIONS, seed: int = 0) -> list[str]:
    """Questions in the words of the corpus: some neighbouring words of a passage each, spread over the files."""
    draw = random.Random(seed).random
    paths = sorted(corpus.rglob("*.txt"))
    found = []
    for number in range(count):
        text = paths[number * len(paths) // count].read_text(encoding="utf-8")
        words = text.partition("\n\n")[2].split()
        length = QUESTION_WORDS.start + int(len(QUESTION_WORDS) * draw())
        first = int((len(words) - length) * draw())
        found.append(f"ماذا عن {' '.join(words[first : first + length])}؟")
    return found


def passages_of(corpus: Path, count: int) -> list[Passage]:
    """The first passages of a folder, as they are indexed."""
    found: list[Passage] = []
    for path in sorted(corpus.rglob("*.txt")):
        for document in read_documents(path, path.relative_to(corpus).as_posix()):
            if isinstance(document, Document):
                found += split_passages(document)
        if len(found) >= count:
            break
    return found[:count]


def embedding_speed(corpus: Path, count: int) -> dict[str, Any]:
    """The bundled model on some passages with their sentences, and on questions."""
    from vectorstore.embedding.embedder import load_embedder

    embedder = load_embedder()
    passages = passages_of(corpus, count)
    embedder.embed_passages(passages[:8])
    started = time.perf_counter()
    embedder.embed_passages(passages)
    seconds = time.perf_counter() - started
    asked = questions(corpus, 30)
    waits = sorted(seconds_of(embedder.embed_query, asked))
    return {
        "model": embedder.fingerprint, "passages": len(passages), "passages_per_s": round(len(passages) / seconds, 2),
        "question_ms": round(waits[len(waits) // 2] * 1000, 1),
    }  # fmt: skip


def seconds_of(run: Any, values: Sequence[Any]) -> Iterator[float]:
    """How long a call takes for each value."""
    for value in values:
        started = time.perf_counter()
        run(value)
        yield time.perf_counter() - started


if __name__ == "__main__":
    main()
