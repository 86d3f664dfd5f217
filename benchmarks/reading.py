"""How well the reader finds the answer in the right paragraph, and how fast it reads.

    python -m benchmarks.reading ../shared/benchmarks/arcd-test.json [--limit N] [--reader FILE.xml|FILE.safetensors]

What is shipped is read with unless another network is named; a `.safetensors`, as training leaves it, runs in float32.

Exact match and F1 as SQuAD 1.1 scores them: the paragraph is split into passages as the product does it, all
are read, and the part with the best score is compared with the gold answers. One line of JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from assistant.retrieval.reader import NETWORK_FILE, load_reader
from training.build_engine import float_reader
from training.reader_figures import exact, overlap
from vectorstore.text.passages import split_passages
from vectorstore.types import Document


def main() -> None:
    """Parse the command line, read, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("benchmark", type=Path, help="a file in the format of SQuAD 1.1")
    parser.add_argument("--reader", type=Path, default=NETWORK_FILE)
    parser.add_argument("--limit", type=int, help="the first N questions")
    args = parser.parse_args()
    trained = args.reader.suffix == ".safetensors"
    reader = float_reader(args.reader) if trained else load_reader(args.reader)
    paragraphs = [p for a in json.loads(args.benchmark.read_text(encoding="utf-8"))["data"] for p in a["paragraphs"]]
    asked = [(qa, paragraph["context"]) for paragraph in paragraphs for qa in paragraph["qas"]][: args.limit]
    matches, overlaps, read = 0.0, 0.0, 0
    began = time.perf_counter()
    for qa, context in asked:
        passages = split_passages(Document("p.txt", context, "", "0" * 64, "utf-8"))
        found = reader.read(qa["question"], passages)
        read += len(passages)
        parts = [part for reading in found for part in zip(reading.spans, reading.scores, strict=True)]
        (start, end), _ = max(parts, key=lambda part: part[1])
        golds = [answer["text"] for answer in qa["answers"]]
        matches += exact(context[start:end], golds)
        overlaps += overlap(context[start:end], golds)
    seconds = time.perf_counter() - began
    figures = {"questions": len(asked), "em": matches / len(asked), "f1": overlaps / len(asked)}
    print(json.dumps({**figures, "passages_per_second": read / seconds}))


if __name__ == "__main__":
    main()
