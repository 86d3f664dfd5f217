"""Fit what tells whether two sentences that agree in figures and names say the same (`verification.restating`).

    python -m benchmarks.calibrate_corroboration ../shared [--kept rows.npz]

Pairs of headlines (ANS, its dev and test parts, each in both directions), and written claims beside the sentence of
their passage that has most of their words (`training/written.py`, the passages held out): the reader's head for claims
was trained on neither. Counted are those that pass the rules (`agree`, `is_left_to_reading`): the share of a
statement's words that the sentence has, the logit that the sentence supports it, and that of the other direction, by
folds that never part what belongs to one pair or passage. `--kept` keeps the rows, or takes them from there where the
file exists. A minute or two of two idle processors.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.retrieval.reader import load_reader
from assistant.verification.claims import Source, whole
from assistant.verification.entailment import Support
from assistant.verification.numbers import find_figures
from assistant.verification.restating import agree, coverage, is_left_to_reading, read_statement
from assistant.verification.word_match import claim_words
from training.written import WRITTEN, claim_rows
from vectorstore.text.sentences import sentence_spans

HEADLINES = "training/ans-stance-headlines.jsonl.gz"
NO_VECTOR = np.zeros(1, np.float32)
BATCH = 64
THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
SETS = ("headlines", "written")


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, sentences of which one may say it, whether that is so, and what it must not be parted from."""

    statement: str
    sentences: tuple[str, ...]
    says: bool
    group: str
    set: str


def headlines(shared: Path) -> Iterator[Pair]:
    """Both directions of the pairs that the head did not learn from."""
    with gzip.open(shared / HEADLINES, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["split"] != "train"]
    for number, row in enumerate(rows):
        for one, other in ((row["a"], row["b"]), (row["b"], row["a"])):
            yield Pair(one, (other,), row["label"] == "agree", f"h{number}", SETS[0])


def written(shared: Path) -> Iterator[Pair]:
    """The Arabic claims of the passages held out."""
    rows = map(json.loads, WRITTEN.read_text(encoding="utf-8").splitlines())
    held = {row["text"] for row in rows if row.get("held")}
    for row in claim_rows(shared):
        text = row["context"]
        if row["language"] == "ar" and hashlib.sha256(text.encode()).hexdigest()[:16] in held:
            sentences = tuple(text[start:end] for start, end in sentence_spans(text))
            yield Pair(row["claim"], sentences, bool(row["supported"]), text[:80], SETS[1])


def as_source(text: str) -> Source:
    """A text as a sentence of an article."""
    span = (0, len(text))
    return Source(whole(text), (span,), text, claim_words(text), find_figures(text), NO_VECTOR, 0, arabic=True)


def candidate(pair: Pair) -> tuple[float, str] | None:
    """The sentence that has most of the statement's words, of those that pass the rules, and their share."""
    claim = read_statement(pair.statement, NO_VECTOR, None)
    best = None
    for source in map(as_source, pair.sentences) if claim is not None else ():
        found = agree(claim, source)
        if found is not None and is_left_to_reading(claim, source, found):
            share = coverage(claim, source, found)[0]
            best = max(best or (0.0, ""), (share, source.text))
    return best


def measured(pairs: Iterable[Pair]) -> dict[str, np.ndarray]:
    """What is fitted on, a row for each pair that passes the rules, and how many pairs there were."""
    every = list(pairs)
    passing = [(pair, *best) for pair in every if (best := candidate(pair)) is not None]
    passing.sort(key=lambda one: len(one[0].statement) + len(one[2]))
    support = load_reader().support
    texts = [(pair.statement, text) for pair, _, text in passing]
    logits, back = read(support, texts), read(support, [(text, statement) for statement, text in texts])
    return {
        "share": np.array([share for _, share, _ in passing]),
        "logit": np.array(logits),
        "back": np.array(back),
        "says": np.array([pair.says for pair, *_ in passing]),
        "group": np.array([pair.group for pair, *_ in passing]),
        "set": np.array([pair.set for pair, *_ in passing]),
        "texts": np.array(texts),
        "all": np.array([[sum(p.set == s and p.says == says for p in every) for says in (True, False)] for s in SETS]),
    }


def read(support: Support, texts: Sequence[tuple[str, str]]) -> list[float]:
    """The logits of these claims and texts, some at a time."""
    return list(itertools.chain(*(support(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH))))


def fit(rows: dict[str, np.ndarray], names: Sequence[str]) -> None:
    """Print the weights of these features, and right and wrong by threshold, of each set."""
    features, says = np.column_stack([rows[name] for name in names]), rows["says"]
    likely = np.zeros(len(says))
    for train, held in GroupKFold(5).split(features, says, rows["group"]):
        model = LogisticRegression(C=10).fit(features[train], says[train])
        likely[held] = model.predict_proba(features[held])[:, 1]
    model = LogisticRegression(C=10).fit(features, says)
    print(*names, "weights", np.round(model.coef_[0], 2), "bias", np.round(model.intercept_[0], 2))
    for name, (true, false) in zip(SETS, rows["all"], strict=True):
        inside = rows["set"] == name
        print(name, "say it", true, "do not", false, "pass", (inside & says).sum(), (inside & ~says).sum())
        for least in THRESHOLDS:
            taken = inside & (likely >= least)
            print(f"  {least:.2f}: right {(taken & says).sum()} wrong {(taken & ~says).sum()}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--kept", type=Path)
    arguments = parser.parse_args()
    if arguments.kept and arguments.kept.exists():
        found = dict(np.load(arguments.kept))
    else:
        found = measured([*headlines(arguments.shared), *written(arguments.shared)])
        if arguments.kept:
            np.savez(arguments.kept, **found)
    fit(found, ("share", "logit"))
    fit(found, ("share", "logit", "back"))
