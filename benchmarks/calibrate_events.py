"""Fit what says whether two articles tell of the same happening, and measure the grouping on labelled articles.

    python -m benchmarks.calibrate_events make ../shared/benchmarks/news MADE
    python app.py index --corpus MADE --index MADE_INDEX
    python -m benchmarks.calibrate_events fit MADE MADE_INDEX
    python -m benchmarks.calibrate_events measure FOLDER INDEX tests/same_events.json

`make` cuts each article in two that share no sentence, and drops a fifth of what is left of either: two reports of one
happening. Different articles are different happenings there, the few that are not count against the fit.
`measure` knows pairs by the stems of the file names: `same` lists groups, `related` groups that are left out of the
count because whether they are one happening is a matter of taste.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from assistant.opening import open_assistant
from assistant.retrieval.searcher import Search
from assistant.settings import settings_from
from assistant.sources import likeness
from assistant.sources.happenings import group, join, likely_pairs, portraits_of
from assistant.sources.portraits import Portrait

KEPT_SHARE, LINES_TOGETHER, MIN_LINES = 0.8, 2, 8
SIZES = ((6, 60), (15, 30), (40, 8))
"""Articles in the smaller corpora that are drawn, and how many: what is rare must be told in small ones, too."""

THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8)


def make(articles: Path, out: Path) -> None:
    """Write the made corpus: NAMEa.txt and NAMEb.txt for each article."""
    out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(5)
    for path in sorted(articles.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if len(lines) < MIN_LINES:
            continue
        halves: tuple[list[str], list[str]] = ([], [lines[0]])
        for number, line in enumerate(lines[1:]):
            halves[number // LINES_TOGETHER % 2].append(line)
        for name, half in zip("ba", halves, strict=True):
            kept = [line for number, line in enumerate(half) if number < 2 or rng.random() < KEPT_SHARE]
            (out / f"{path.stem}{name}.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")


@contextmanager
def reading(corpus: str, index: str) -> Iterator[Search]:
    """A search over an indexed folder."""
    settings = settings_from({"corpus": corpus, "index": index, "llm": "none"}, os.environ)
    assistant = open_assistant(settings, lambda *_: None)
    try:
        with assistant.searcher.reading() as search:
            yield search
    finally:
        assistant.close()


def features(portraits: Sequence[Portrait]) -> tuple[np.ndarray, np.ndarray]:
    """The features of all pairs, and which of them are halves of one article."""
    rarity = likeness.rarity_of(portraits)
    rows = [
        (
            likeness._nearest_sentences(one, other),
            likeness.shared(likeness.weigh(one.words, rarity.words), likeness.weigh(other.words, rarity.words)),
            likeness.shared(likeness.weigh(one.names, rarity.names), likeness.weigh(other.names, rarity.names)),
        )
        for one, other in itertools.combinations(portraits, 2)
    ]
    same = [_article(one) == _article(other) for one, other in itertools.combinations(portraits, 2)]
    return np.array(rows), np.array(same)


def fit(portraits: Sequence[Portrait]) -> None:
    """Print the weights, and the pairwise precision and recall of the grouping at several thresholds."""
    rng = random.Random(3)
    names = sorted({_article(one) for one in portraits})
    drawn = [set(names)] + [set(rng.sample(names, size)) for size, times in SIZES for _ in range(times)]
    corpora = [[one for one in portraits if _article(one) in kept] for kept in drawn]
    parts = [features(corpus) for corpus in corpora]
    rows, same = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=1.0).fit(scaler.transform(rows), same)
    weights = model.coef_[0] / scaler.scale_
    print("weights", weights.round(2), "bias", round(float(model.intercept_[0] - weights @ scaler.mean_), 2))
    pairs = likely_pairs(portraits, likeness.rarity_of(portraits))
    truth = {_pair(a, b) for a, b in itertools.combinations([one.source for one in portraits], 2) if a[:-5] == b[:-5]}
    for threshold in THRESHOLDS:
        print(threshold, _told(_joined(portraits, join(len(portraits), pairs, threshold)), truth, set()))


def measure(portraits: Sequence[Portrait], labels: Path) -> None:
    """Print pairwise precision and recall of the grouping, and what was wrong."""
    given = json.loads(labels.read_text(encoding="utf-8"))
    same, related = (
        {_pair(a, b) for members in given[kind] for a, b in itertools.combinations(members, 2)}
        for kind in ("same", "related")
    )
    found = {_pair(stem_of(a), stem_of(b)) for a, b in _joined(portraits, group(portraits))}
    here = {stem_of(one.source) for one in portraits}
    same = {pair for pair in same if set(pair) <= here}
    print(_told(found, same, related - same))
    print("wrong", sorted(found - same - related), "missed", sorted(same - found))


def _told(found: set[tuple[str, str]], same: set[tuple[str, str]], aside: set[tuple[str, str]]) -> str:
    counted = found - aside
    right = len(counted & same)
    return (
        f"precision {right / max(1, len(counted)):.3f} recall {right / max(1, len(same)):.3f} "
        f"({right} right of {len(counted)} joined, {len(same)} labelled; {len(found & aside)} related)"
    )


def _joined(portraits: Sequence[Portrait], groups: Sequence[Sequence[int]]) -> set[tuple[str, str]]:
    return {
        _pair(portraits[a].source, portraits[b].source)
        for members in groups
        for a, b in itertools.combinations(members, 2)
    }


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def stem_of(source: str) -> str:
    """«001» of 001_da2813e40e58db49.txt, «n001» of n001.txt."""
    return Path(source).stem.split("_")[0]


def _article(one: Portrait) -> str:
    return one.source[: -len("a.txt")]


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    if command == "make":
        make(Path(paths[0]), Path(paths[1]))
    else:
        with reading(paths[0], paths[1]) as opened:
            drawn = portraits_of(opened)
            if command == "fit":
                fit(drawn)
            else:
                measure(drawn, Path(paths[2]))
