"""What a shared corpus costs: the server's memory and disk, filling it, following it, asking it. One JSON line a size.

    python -m benchmarks.shared FOLDER --passages 1000 20000 60000 [--seed 0] [--work DIR]

FOLDER gives the sentences (`benchmarks.corpus`), vectors are drawn (`benchmarks.drawn`). Each size has a `chroma run`
of its own on this machine, one indexer and one window, in one process; so times are those of two cores shared by all
three and of a network without delay.

Keys: `embed` (seconds until the ledger has everything; not the server's), `fill` (seconds to put it on the server),
`server` (megabytes: `rss` before and after, `restarted` after a restart and one question, `disk`), `window` (seconds to
fetch everything for the first time, megabytes of its copy), `question` (milliseconds of the dense half, median: by the
server, and by the window's own vectors), `look` (milliseconds of one look where nothing changed), `change` (seconds
from the sync of one changed file to its being on the server, and in the window).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpus import articles, sentences_of, write
from benchmarks.drawn import Drawn
from benchmarks.stages import indexed_words
from vectorstore.chroma.client import Server, ServerAddress
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.opening import IndexSource, open_index
from vectorstore.replication.roles import Replica
from vectorstore.sync.sync import LazyEmbedder

QUESTIONS = 50
MEGABYTE = 1 << 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", type=Path, help="where everything is made (default: a temporary folder)")
    options = parser.parse_args()
    for passages in options.passages:
        with tempfile.TemporaryDirectory(dir=options.work) as work:
            write(Path(work) / "corpus", articles(sentences_of(options.folder), passages, options.seed))
            print(json.dumps(measure(Path(work))), flush=True)


def measure(work: Path) -> dict[str, Any]:
    """All figures of one size; `work` holds the corpus."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place, model, corpus = ServerAddress(f"http://127.0.0.1:{port}"), Drawn(), work / "corpus"
    server = started(work / "server", place)
    try:
        before = rss(server)
        embed, alone = timed(lambda: opened(IndexSource(corpus, work / "index"), model))
        alone.close()
        fill, indexer = timed(lambda: opened(IndexSource(corpus, work / "index", place), model))
        fetch, window = timed(lambda: opened(IndexSource(None, work / "window", place), model))
        asked = [model.embed_query(name) for name in indexed_words(work / "window")[:QUESTIONS]]
        found = {
            "passages": passages_in(window),
            "embed": round(embed, 1),
            "fill": round(fill, 1),
            "window": {"fetch": round(fetch, 1), "mb": size(work / "window")},
            "question": {"server": asking(window, asked), "own": asking(window, asked, alone=True)},
            "look": looking(place, window, model.fingerprint),
            "change": change(corpus, indexer, window),
        }
        after = rss(server)
        indexer.close()
        stop(server)
        disk = size(work / "server")
        server = started(work / "server", place)
        window.sync()
        asking(window, asked[:1])
        window.close()
        found["server"] = {"rss": [before, after], "restarted": rss(server), "disk": disk}
        return found
    finally:
        stop(server)


def opened(source: IndexSource, model: Drawn) -> Index:
    return open_index(source, LazyEmbedder(lambda: model, model.fingerprint))


def passages_in(window: Index) -> int:
    with window.reading() as snapshot:
        return snapshot.passage_count


def asking(window: Index, asked: list[np.ndarray], alone: bool = False) -> float:
    """Milliseconds of the dense half of a question, median."""
    window._store_is_current = not alone
    with window.reading() as snapshot:
        snapshot.search_vectors(asked[0], 60)
        spent = [timed(lambda vector=vector: snapshot.search_vectors(vector, 60))[0] for vector in asked]
    window._store_is_current = True
    return round(1000 * statistics.median(spent), 1)


def looking(place: ServerAddress, window: Index, fingerprint: str) -> float:
    eye = Replica(place, fingerprint)
    spent = [timed(lambda: eye.look(window._reader))[0] for _ in range(QUESTIONS)]
    eye.close()
    return round(1000 * statistics.median(spent), 1)


def change(corpus: Path, indexer: Index, window: Index) -> dict[str, float]:
    """Seconds until one changed file is on the server, and until the window shows it."""
    changed = next(corpus.rglob("*.txt"))
    changed.write_text(changed.read_text("utf-8") + "\n\nوصلت سفينة القمح إلى الميناء مساء أمس.", encoding="utf-8")
    began = time.perf_counter()
    indexer.sync()
    put = time.perf_counter() - began
    while window._reader.revision != indexer._reader.revision or not window._store_is_current:
        time.sleep(0.02)
    return {"server": round(put, 2), "window": round(time.perf_counter() - began, 2)}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def started(folder: Path, place: ServerAddress) -> subprocess.Popen:
    program = shutil.which("chroma", path=str(Path(sys.executable).parent))
    port = place.url.rpartition(":")[2]
    call = [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", port]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(call, env={**os.environ, "ANONYMIZED_TELEMETRY": "False"}, **silent)
    eye = Server(place)
    while True:
        try:
            eye.check_reachable()
        except VectorstoreError:
            time.sleep(0.1)
        else:
            eye.close()
            return server


def stop(server: subprocess.Popen) -> None:
    server.kill()
    server.wait()


def rss(server: subprocess.Popen) -> int:
    """Megabytes of memory that a process holds; Linux tells."""
    told = Path(f"/proc/{server.pid}/status").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS")) // 1024


def size(folder: Path) -> int:
    """Megabytes of the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // MEGABYTE


if __name__ == "__main__":
    main()
