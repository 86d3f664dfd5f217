"""Questions and claims written for passages of news, which no free Arabic set has.

`written.jsonl` holds a line for a passage: the hash of its text (which stands in `../shared/training/data`: Tunisian
radio news of the ANT corpus in `weakneg`, news and travel of FLORES in `belebele`, Wikipedia in `mlqa`), answered
questions with the words of the passage that answer, questions about its very subject that it does not answer (an
attribute it is silent on, a wrong premise), claims it supports, in other words, and claims that only sound so
(opposites, exchanged roles, plans told as done). Arabic as it is written and spoken, and English over Arabic.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

WRITTEN = Path(__file__).parent / "written.jsonl"
SET, ENGLISH_SET = "written", "written-en"
TEXTS = ("weakneg", "belebele", "mlqa", "tydi-ar")

LONGEST = 750
"""Characters of a passage whose claims are learned from: of a longer one the end would not be read."""

_ARABIC = re.compile("[\u0621-\u064a]")


def question_rows(shared: Path) -> Iterator[tuple[str, dict]]:
    """The name of the set, and the questions as lines of the form of `training/data`."""
    for row, passage in _with_passages(shared):
        for number, (question, answer) in enumerate([*row["answered"], *((q, "") for q in row["unanswered"])]):
            found = [{"text": answer, "start": passage["context"].find(answer)}] if answer else []
            head = {"id": f"{row['text']}/{number}", "context": passage["context"], "title": passage["title"]}
            head |= {"held": row.get("held", False)}
            name = SET if _ARABIC.search(question) else ENGLISH_SET
            yield name, {**head, "question": question, "answers": found}


def claim_rows(shared: Path) -> Iterator[dict]:
    """The claims as `training.claims_data` writes its own."""
    for row, passage in _with_passages(shared):
        if len(passage["context"]) <= LONGEST:
            for supported, claims in ((1, row["true"]), (0, row["false"])):
                for claim in claims:
                    language = "ar" if _ARABIC.search(claim) else "en-ar"
                    yield {"claim": claim, "context": passage["context"], "supported": supported, "kind": SET,
                           "language": language, "set": SET, "title": passage["title"]}  # fmt: skip


def _with_passages(shared: Path) -> Iterator[tuple[dict, dict]]:
    known: dict[str, dict] = {}
    for name in TEXTS:
        path = shared / f"training/data/{name}.jsonl.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for row in map(json.loads, lines):
                    known.setdefault(hashlib.sha256(row["context"].encode()).hexdigest()[:16], row)
    for row in map(json.loads, WRITTEN.read_text(encoding="utf-8").splitlines()):
        if row["text"] in known:
            yield row, known[row["text"]]
