"""Which batches a run of the reader reads, and in what order: its schedule, how often each set is drawn, the stream."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch.utils.data import IterableDataset

from training.draw_readings import Batch, Drawn, Readings, batch_of
from training.packed_readings import Packed
from training.written import SET

SEED = 20261124
"""Of the heads' first weights: runs that are to be averaged share it (`training.average_readers`)."""

AVERAGE = 0.998
"""Decay of the running mean of the weights, which is what is kept (Polyak & Juditsky 1992)."""

SHARES = {
    **{"mlqa": 0.17, "tydi-ar": 0.06, "arcd": 0.05, "belebele": 0.05, "belebele-en": 0.02, "belebele-none": 0.03},
    **{"written": 0.07, "written-none": 0.04, "written-en": 0.03, "crossed": 0.03, "swapped": 0.05},
    **{"hardneg": 0.03, "weakneg": 0.02, "squad": 0.08, "squad-none": 0.07, "tydi": 0.05, "pquad": 0.05},
    **{"pquad-none": 0.04, "heq": 0.02, "heq-none": 0.01, "piaf": 0.02, "qamr": 0.01},
}
"""How often a group is drawn from each set. One in five is a question that a text about the very thing does not answer:
such as people wrote (SQuAD 2.0, PQuAD, HeQ, `training.written`), and `training.other_attributes`."""

BY_HAND = 5
"""How much oftener a claim that was written by hand is drawn than its number says."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a run goes. `groups`, `claims`: of a step; `rate`, `head_rate`: AdamW's at their height, of which `left`
    stays at the end (for a trunk from which runs branch off); `frozen`: so many of the lowest layers stay as they are,
    which spares most of the backward pass; `by_hand`: how much oftener than `SHARES` says `training.written` is
    drawn; `average`: decay of the running mean that is kept; `passages`: of so many of `training.written` all
    questions are read side by side in each step; `measured` 0 leaves out the held-out figures, minutes on two cores."""

    seed: int = SEED
    steps: int = 3000
    minutes: float = 1e9
    groups: int = 16
    claims: int = 8
    rate: float = 1.5e-4
    head_rate: float = 7e-4
    left: float = 0.0
    dropout: float = 0.0
    workers: int = 1
    frozen: int = 0
    by_hand: float = 1.0
    average: float = AVERAGE
    passages: int = 0
    measured: int = 1


class Stream(IterableDataset):
    """Batches of a schedule, drawn beside the training; each depends on the seed and its number alone."""

    def __init__(self, packed: Packed, schedule: Schedule, first: int) -> None:
        self._readings, self._schedule, self._first = Readings(packed), schedule, first
        held = packed.examples[:, 3] > 0
        numbers = {name: np.flatnonzero((packed.examples[:, 0] == n) & ~held) for n, name in enumerate(packed.sets)}
        self._pools = {name: pool for name, pool in numbers.items() if len(pool) and name in SHARES}
        by_hand = np.concatenate([[], *(pool for name, pool in numbers.items() if name.startswith(SET))]).astype(int)
        paragraphs = packed.examples[by_hand, 2]
        self._passages = [by_hand[paragraphs == number].tolist() for number in np.unique(paragraphs)]
        free = packed.claims[:, 6] == 0
        by_kind = [np.flatnonzero((packed.claims[:, 5] == kind) & free) for kind in range(len(packed.kinds))]
        self._claims = [pool for pool in by_kind if len(pool)]
        by_hand = [kind.endswith(f" {SET}") for kind, pool in zip(packed.kinds, by_kind, strict=True) if len(pool)]
        self._weights = [len(p) ** 0.5 * (BY_HAND if w else 1) for p, w in zip(self._claims, by_hand, strict=True)]

    def __iter__(self) -> Iterator[dict[str, torch.Tensor]]:
        info = torch.utils.data.get_worker_info()
        number, count = (info.id, info.num_workers) if info else (0, 1)
        for step in range(self._first + number, 10**9, count):
            batch = self._batch(step, random.Random(f"{self._schedule.seed} {step}"))
            yield {name: torch.from_numpy(getattr(batch, name)) for name in Batch.__slots__}

    def _batch(self, step: int, rng: random.Random) -> Batch:
        names = list(self._pools)
        drawn: list[list[Drawn]] = []
        asked: list[int] = []
        for number in range(self._schedule.passages):
            groups = self._readings.side_by_side(self.turn(step * self._schedule.passages + number), rng)
            drawn, asked = drawn + groups, asked + [number] * len(groups)
        by_hand = self._schedule.by_hand
        shares = [SHARES[name] * (by_hand if name.startswith(SET) else 1) for name in names]
        for name in rng.choices(names, shares, k=self._schedule.groups):
            drawn.append(self._readings.group(int(rng.choice(self._pools[name])), rng))
        for pool in rng.choices(self._claims, self._weights, k=self._schedule.claims) if self._claims else ():
            drawn.append(self._readings.claim(int(rng.choice(pool)), rng))
        return batch_of(drawn, asked)

    def turn(self, number: int) -> list[int]:
        """The examples of a passage: every passage has its turn before one has it again."""
        rounds, place = divmod(number, len(self._passages))
        return random.Random(f"{self._schedule.seed} round {rounds}").sample(self._passages, len(self._passages))[place]
