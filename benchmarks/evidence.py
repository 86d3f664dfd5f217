"""What the decision to answer sees of questions with known answers, kept so that reading them once is enough.

A set is named NAME=CORPUS,QUESTIONS.jsonl: a folder of articles, and questions in the form that `app.py eval` reads
(`question`, `answers`, `answerable`, and where there are any `history` and `sources`). Its evidence is kept in
WORK/NAME.npz, arrays alone. A set that is asked for again is taken from there unless `abstention.FEATURES`, the file of
questions or the weights of the reader have changed since; a change of the articles or of how a feature is measured is
not noticed: delete the file. NAME alone is what is kept, whatever it was made of.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from assistant.answering import abstention
from assistant.evaluate import folded
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.question.followup import stand_alone
from assistant.retrieval.reader import WEIGHTS_FILE
from assistant.settings import settings_from
from assistant.types import Turn

RIGHT_WITHIN = 3
"""The answer counts as found where one of so many first sentences has it: no answer shows more."""


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceSet:
    """The evidence on n questions, in the order of their file.

    `evidence`: (n, features) floats, `features` their names. Each of these is (n,) of bool: `answerable`, whether the
    articles answer it; `right`, whether one of the first `RIGHT_WITHIN` sentences holds an answer; `arabic`, whether
    the weights for Arabic decide. `left_out`: questions for which nothing was found or read, which no weight here
    decides. `made_of`: see `fingerprint`.
    """

    features: tuple[str, ...]
    evidence: np.ndarray
    answerable: np.ndarray
    right: np.ndarray
    arabic: np.ndarray
    left_out: int = 0
    made_of: str = ""

    def __len__(self) -> int:
        return len(self.answerable)

    def part(self, arabic: bool) -> EvidenceSet:
        """The questions in Arabic alone, or those in other scripts."""
        kept = self.arabic == arabic
        return replace(
            self, evidence=self.evidence[kept], answerable=self.answerable[kept], right=self.right[kept],
            arabic=self.arabic[kept],
        )  # fmt: skip


def gather(named: str, work: Path) -> tuple[str, EvidenceSet]:
    """Name and evidence of a set, kept in `work` or asked now (some seconds a question).

    SystemExit with a sentence where NAME alone is given and nothing is kept, or what is kept has other features.
    """
    name, _, paths = named.partition("=")
    kept = work / f"{name}.npz"
    if not paths:
        if not kept.is_file():
            raise SystemExit(f"{kept} is not there: give {name}=CORPUS,QUESTIONS.jsonl once.")
        return name, load(kept)
    corpus, _, file = paths.partition(",")
    questions, made_of = Path(file), fingerprint(Path(file))
    if kept.is_file():
        with np.load(kept) as arrays:
            same = str(arrays["made_of"]) == made_of
        if same:
            return name, load(kept)
    work.mkdir(parents=True, exist_ok=True)
    place = hashlib.sha256(str(Path(corpus).resolve()).encode()).hexdigest()[:8]
    assistant = open_assistant(
        settings_from({"corpus": corpus, "index": str(work / f"index-{place}"), "llm": "none"}, {})
    )
    try:
        assistant.warm()
        found = replace(ask(assistant, questions), made_of=made_of)
    finally:
        assistant.close()
    save(kept, found)
    return name, found


def ask(assistant: Assistant, questions: Path) -> EvidenceSet:
    """The evidence on each line of a file of questions, as `Assistant.find` gives it."""
    rows, right, answerable, arabic, left_out = [], [], [], [], 0
    for line in questions.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        history = [Turn(turn["question"], turn.get("answer")) for turn in asked.get("history") or []]
        with assistant.searcher.reading() as search:
            standalone = stand_alone(asked["question"], history, search.spellings.__contains__, search.neighbours)
            found = assistant.find(search, standalone, set(asked["sources"]) if asked.get("sources") else None)
            size = search.passage_count
        if not any(sentence.answer for sentence in found.ranked):
            left_out += 1
            continue
        rows.append(abstention.measure_evidence(found.query, found.hits, found.ranked, size))
        answers = [folded(answer) for answer in asked.get("answers") or []]
        first = [folded(sentence.text) for sentence in found.ranked[:RIGHT_WITHIN]]
        right.append(any(answer in text for answer in answers for text in first))
        answerable.append(bool(asked.get("answerable", True)))
        arabic.append(found.query.language == "ar")
    return EvidenceSet(
        abstention.FEATURES, np.array(rows).reshape(-1, len(abstention.FEATURES)), np.array(answerable, bool),
        np.array(right, bool), np.array(arabic, bool), left_out,
    )  # fmt: skip


def save(path: Path, found: EvidenceSet) -> None:
    """Write its arrays; no pickle."""
    np.savez(path, **{name: np.array(value) for name, value in asdict(found).items()})


def load(path: Path) -> EvidenceSet:
    """Read what `save` wrote; SystemExit where its features are not those that are measured now."""
    with np.load(path) as arrays:
        features = tuple(arrays["features"].tolist())
        if features != abstention.FEATURES:
            raise SystemExit(f"{path} has other features than are measured now; delete it and ask the questions again.")
        kinds = (arrays[name] for name in ("evidence", "answerable", "right", "arabic"))
        return EvidenceSet(features, *kinds, int(arrays["left_out"]), str(arrays["made_of"]))


def fingerprint(questions: Path) -> str:
    """A digest of what evidence is made of: the names of the features, the questions, the weights of the reader."""
    digest = hashlib.sha256("\n".join(abstention.FEATURES).encode())
    for path in (questions, WEIGHTS_FILE):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
