"""The lines of `benchmarks.scale` or `benchmarks.peers speed` as a Markdown table.

    python -m benchmarks.scale FOLDER --passages 1000 10000 | tee lines.jsonl
    python -m benchmarks.tables lines.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Line = dict[str, Any]


def per_passage(line: Line, part: str | None = None) -> str:
    """Milliseconds of the processors for one passage, whole or for one part of the indexing."""
    index = line["index"]
    return f"{(index['processor_parts'][part] if part else index['processor']) / line['passages'] * 1000:.2f}"


def one_file(line: Line, what: str) -> str:
    """Seconds of the clock and of the processors to bring in one file."""
    done = line["sync"][what]
    return f"{done['seconds']:.2f} ({done['processor']:.2f})"


SCALE: dict[str, Callable[[Line], str]] = {
    "indexed beside embedding, passages/s": lambda line: f"{line['index']['passages_per_s']:,.0f}",
    "processor time a passage, ms": per_passage,
    "· reading and splitting": lambda line: per_passage(line, "reading"),
    "· ledger": lambda line: per_passage(line, "ledger"),
    "· Chroma": lambda line: per_passage(line, "chroma"),
    "· lexical": lambda line: per_passage(line, "lexical"),
    "peak memory, indexing / answering, MB": lambda line: (
        f"{line['index']['memory_mb']:,.0f} / {line['start']['memory_mb']:,.0f}"
    ),
    "on disk, ledger / Chroma, MB": lambda line: f"{line['disk_mb']['ledger']:,.0f} / {line['disk_mb']['chroma']:,.0f}",
    "start with nothing changed, s (processors)": lambda line: (
        f"{line['start']['seconds']:.1f} ({line['start']['processor']:.1f})"
    ),
    "question p50 / p95, ms": lambda line: f"{line['question']['p50']:.0f} / {line['question']['p95']:.0f}",
    "· of the processors": lambda line: (
        f"{line['question']['p50_processor']:.0f} / {line['question']['p95_processor']:.0f}"
    ),
    "· query, p50": lambda line: question(line, "query"),
    "· vectors, p50": lambda line: question(line, "vectors"),
    "· lexical, p50": lambda line: question(line, "lexical"),
    "· fusion, p50": lambda line: question(line, "fusion"),
    "· answer, p50": lambda line: question(line, "answer"),
    "one file changed, s (processors)": lambda line: one_file(line, "changed"),
    "one file added": lambda line: one_file(line, "added"),
    "one file removed": lambda line: one_file(line, "removed"),
    "nothing changed": lambda line: one_file(line, "unchanged"),
    "recall@10 of the vectors": lambda line: f"{line['recall']['at_10']:.3f}",
    "words in the vocabulary": lambda line: f"{line['vocabulary']:,}",
}

PEERS: dict[str, tuple[str, Callable[[Line, str], str]]] = {
    "indexing with embedding, ms a passage": (
        "indexing_per_passage", lambda line, side: f"{line[side]['index']['whole_ms_per_passage']:.1f}"
    ),
    "· embedding alone": (
        "embedding_per_passage", lambda line, side: f"{1000 / line['embedding'][side]['passages_per_s']:.1f}"
    ),
    "· without embedding": ("stores_per_passage", lambda line, side: f"{line[side]['index']['ms_per_passage']:.2f}"),
    "question with embedding, p50, ms": ("question_p50", lambda line, side: f"{whole_question(line, side):.0f}"),
    "· embedding the question": (
        "question_embedding", lambda line, side: f"{line['embedding'][side]['question_ms']:.0f}"
    ),
    "· until the passages are ranked, p50 / p95": (
        "retrieval_p50", lambda line, side: " / ".join(f"{milliseconds:.0f}" for milliseconds in ranking(line, side))
    ),
    "start in a new process, s": ("start", lambda line, side: f"{line[side]['start']['seconds']:.1f}"),
    "one file changed, s": ("one_file_changed", lambda line, side: f"{line[side]['sync']['changed']['seconds']:.2f}"),
    "peak memory, indexing, MB": ("index_memory", lambda line, side: f"{line[side]['index']['memory_mb']:,.0f}"),
    "peak memory, answering, MB": ("start_memory", lambda line, side: f"{line[side]['start']['memory_mb']:,.0f}"),
    "on disk, MB": ("disk", lambda line, side: f"{disk(line[side]['disk_mb']):,.0f}"),
}  # fmt: skip
"""By row: the name of its ratio, and what it shows of a side."""


def question(line: Line, part: str) -> str:
    return f"{line['question']['p50_parts'][part]:.1f}"


def ranking(line: Line, side: str) -> tuple[float, float]:
    """Median and 95th percentile of a question until its passages are ranked, without embedding it."""
    asked = line[side]["question"]
    return asked.get("retrieval_p50", asked["p50"]), asked.get("retrieval_p95", asked["p95"])


def whole_question(line: Line, side: str) -> float:
    return ranking(line, side)[0] + line["embedding"][side]["question_ms"]


def disk(megabytes: dict[str, float] | float) -> float:
    return sum(megabytes.values()) if isinstance(megabytes, dict) else megabytes


def scale_table(lines: Sequence[Line]) -> list[str]:
    """One column for each size."""
    rows = [["passages, vectors drawn", *(f"{line['passages']:,}" for line in lines)], ["---"] * (len(lines) + 1)]
    rows += [[name, *map(show, lines)] for name, show in SCALE.items()]
    return [f"| {' | '.join(row)} |" for row in rows]


def peers_table(lines: Sequence[Line]) -> list[str]:
    """Ours, theirs and the ratio, for each size."""
    head = [f"{line['passages']:,}: {column}" for line in lines for column in ("Isnad", "LangChain", "ratio")]
    rows = [["passages, vectors drawn", *head], ["---"] * (len(head) + 1)]
    for name, (ratio, show) in PEERS.items():
        cells = [[show(line, "isnad"), show(line, "langchain"), f"{line['ratios'][ratio]:.2f}"] for line in lines]
        rows.append([name, *(cell for three in cells for cell in three)])
    return [f"| {' | '.join(row)} |" for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lines", type=Path, help="a file of JSON lines")
    lines = [json.loads(line) for line in parser.parse_args().lines.read_text(encoding="utf-8").splitlines()]
    print("\n".join(peers_table(lines) if "ratios" in lines[0] else scale_table(lines)))


if __name__ == "__main__":
    main()
