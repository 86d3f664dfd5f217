"""How a reader in training does on what is held out: spans, ranking, being answered, claims."""

from __future__ import annotations

import random

import numpy as np
import torch

from training.draw_readings import ALTERED, RIGHT, WRONG, Drawn, Readings, batch_of
from training.packed_forward import PackedReader
from training.packed_readings import Packed

SETS = ("arcd", "mlqa", "tydi-ar", "xquad-ar", "written", "written-none", "belebele-none")
MOST_QUESTIONS, MOST_CLAIMS, AT_ONCE = 300, 3000, 32
LONGEST_ANSWER = 40
"""Tokens."""

FALSE_ACCEPTED = 0.02
"""Of false claims: where the share of accepted true ones is read."""


@torch.inference_mode()
def measures(network: torch.nn.Module, packed: Packed) -> dict[str, object]:
    """For each held-out set EM, F1 (tokens), how often the right window is first, and AUC of being answered beside
    other windows and beside altered questions; for claims of each language AUC and the share of true ones accepted."""
    reader = PackedReader(network)
    found: dict[str, object] = {}
    for name in SETS:
        if name in packed.sets:
            of_set = (packed.examples[:, 0] == packed.sets.index(name)) & (packed.examples[:, 3] > 0)
            chosen = random.Random(name).sample(list(np.flatnonzero(of_set)), min(MOST_QUESTIONS, int(of_set.sum())))
            rng, readings = random.Random(7), Readings(packed)
            found[name] = _questions(reader, [readings.group(int(row), rng) for row in chosen])
    held = np.flatnonzero(packed.claims[:, 6] > 0)
    if len(held):
        rng, readings = random.Random(7), Readings(packed)
        chosen = rng.sample(list(held), min(MOST_CLAIMS, len(held)))
        drawn = [readings.claim(int(row), rng) for row in chosen]
        kinds = [packed.kinds[packed.claims[row, 5]] for row in chosen]
        found["claims"] = _claims(reader, drawn, [kind.split()[0] for kind in kinds])
    return found


def _read(reader: PackedReader, groups: list[list[Drawn]]):
    for at in range(0, len(groups), AT_ONCE):
        part = batch_of(groups[at : at + AT_ONCE])
        yield part, reader(*(torch.from_numpy(getattr(part, name)) for name in ("ids", "types", "sizes")))


def _questions(reader: PackedReader, groups: list[list[Drawn]]) -> dict[str, float]:
    scores: dict[int, list[float]] = {RIGHT: [], WRONG: [], ALTERED: []}
    exact, overlaps, first = [], [], []
    for part, logits in _read(reader, groups):
        answered = logits.answered.cpu().numpy()
        for row, role in enumerate(part.roles):
            scores[int(role)].append(float(answered[row]))
            if role == RIGHT:
                beside = answered[(part.groups == part.groups[row]) & (part.roles != ALTERED)]
                first.append(answered[row] >= beside.max())
                if part.targets[row, 0] >= 0:
                    hit, share = _span(logits.spans[row].cpu().numpy(), part.targets[row])
                    exact.append(hit)
                    overlaps.append(share)
    return {
        "em": _mean(exact), "f1": _mean(overlaps), "first": _mean(first),
        "auc": area(scores[RIGHT], scores[WRONG]), "altered": area(scores[RIGHT], scores[ALTERED]),
    } if scores[RIGHT] else {"wrong": _mean(scores[WRONG])}  # fmt: skip


def _span(logits: np.ndarray, target: np.ndarray) -> tuple[bool, float]:
    """Whether the likeliest span is the target's, and F1 of their tokens."""
    both = logits[:, 0][:, None] + logits[:, 1][None]
    apart = np.arange(len(both))[None] - np.arange(len(both))[:, None]
    start, end = divmod(int(np.where((apart >= 0) & (apart < LONGEST_ANSWER), both, -1e9).argmax()), len(both))
    common = max(0, min(end, target[1]) - max(start, target[0]) + 1)
    return (start, end) == tuple(target), 2 * common / (end - start + 1 + target[1] - target[0] + 1)


def _claims(reader: PackedReader, drawn: list[list[Drawn]], languages: list[str]) -> dict[str, object]:
    supported = np.concatenate([logits.supported.cpu().numpy() for _, logits in _read(reader, drawn)])
    labels = np.array([group[0].label for group in drawn])
    found = {}
    for language in sorted(set(languages)):
        of_it = np.array([one == language for one in languages])
        true, false = (supported[of_it & (labels == label)] for label in (1, 0))
        if len(true) and len(false):
            bar = np.quantile(false, 1 - FALSE_ACCEPTED)
            found[language] = {"auc": area(true, false), "accepted": round(float((true > bar).mean()), 3)}
    return found


def area(high, low) -> float | None:
    """The area under the curve: how often one of the first is above one of the second."""
    if not len(high) or not len(low):
        return None
    high, low = np.asarray(high), np.sort(np.asarray(low))
    below = (np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")) / 2
    return round(float(below.mean() / len(low)), 4)


def _mean(values) -> float:
    return round(float(np.mean(values)), 3)
