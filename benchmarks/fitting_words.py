"""How often right answers are taken to fit what is asked for, and what a reader finds elsewhere is not.

    python -m benchmarks.fitting_words ../shared [--read 130]

`gold`: the answers of ARCD test, MLQA, TyDi, and the dev questions about the news and the seeds; a question counts
where any of its answers fits. `--read N`: N questions of ARCD test that say what they ask for are read, by the bundled
reader, in their own paragraph and in another one: of the parts found right (F1 above .5), wrong (F1 0) and elsewhere,
the share that is kept.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.question.answer_fit import asked_kind, fits
from assistant.retrieval.reader import load_reader
from benchmarks.false_premises import rows, squad
from training.reader_figures import overlap
from vectorstore.text.passages import split_passages
from vectorstore.types import Document

SEED = 1
RIGHT_F1 = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--read", type=int, default=0)
    options = parser.parse_args()
    for name, asked in gold(options.shared):
        kept = [any(fits(question, answer) for answer in answers) for question, answers in asked if answers]
        print(f"gold {name}: {sum(kept)} of {len(kept)} fit ({sum(kept) / len(kept):.3f})", flush=True)
    if options.read:
        read(options.shared / "benchmarks/arcd-test.json", options.read)


def gold(shared: Path) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Questions and their answers, by set."""
    yield "arcd test", [(question, answers) for question, _, answers in squad(shared / "benchmarks/arcd-test.json")]
    for name in ("mlqa", "tydi-ar"):
        yield name, [(question, answers) for question, _, answers in rows(shared, name)]
    for name in ("news_dev", "questions_dev"):
        lines = (shared / f"eval/{name}.jsonl").read_text("utf-8").splitlines()
        yield name, [(asked["question"], asked["answers"] or []) for asked in map(json.loads, lines)]


def read(benchmark: Path, limit: int) -> None:
    """Print what is kept of the parts that a reader finds in the right paragraph and in another."""
    rng, reader = random.Random(SEED), load_reader()
    asked = [one for one in squad(benchmark) if asked_kind(one[0]) != "other"]
    contexts = sorted({context for _, context, _ in squad(benchmark)})
    rng.shuffle(asked)
    found: dict[str, list[bool]] = {"right": [], "wrong": [], "elsewhere": []}
    for question, context, answers in asked[:limit]:
        part = best_part(reader, question, context)
        score = overlap(part, answers)
        if score > RIGHT_F1 or not score:
            found["right" if score else "wrong"].append(fits(question, part))
        other = rng.choice([text for text in contexts if text != context])
        found["elsewhere"].append(fits(question, best_part(reader, question, other)))
    for name, kept in found.items():
        print(f"{name}: {sum(kept)} of {len(kept)} kept")


def best_part(reader, question: str, context: str) -> str:
    """The part of a text that the reader would give as the answer."""
    readings = reader.read(question, split_passages(Document("p.txt", context, "", "0" * 64, "utf-8")))
    parts: Sequence[tuple[tuple[int, int], float]] = [
        part for reading in readings for part in zip(reading.spans, reading.scores, strict=True)
    ]
    (start, end), _ = max(parts, key=lambda part: part[1])
    return context[start:end]


if __name__ == "__main__":
    main()
