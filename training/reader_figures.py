"""Exact match and F1 of an answer, as SQuAD 1.1 scores them, with Arabic punctuation and marks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence


def exact(answer: str, golds: Sequence[str]) -> float:
    """1 where the answer is one of the golds, punctuation, marks and English articles aside."""
    return float(any(_plain(answer) == _plain(gold) for gold in golds))


def overlap(answer: str, golds: Sequence[str]) -> float:
    """The best F1 over words against one of the golds."""
    return max(_f1(_plain(answer), _plain(gold)) for gold in golds)


def _plain(text: str) -> list[str]:
    kept = (
        " " if unicodedata.category(c)[0] in "PS" else c
        for c in text.lower()
        if not (unicodedata.category(c) == "Mn" or c == "\u0640")
    )
    return re.sub(r"\b(?:a|an|the)\b", " ", "".join(kept)).split()


def _f1(answer: list[str], gold: list[str]) -> float:
    common = sum((Counter(answer) & Counter(gold)).values())
    if not common:
        return float(answer == gold)
    precision, recall = common / len(answer), common / len(gold)
    return 2 * precision * recall / (precision + recall)
