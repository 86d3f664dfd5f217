"""Several readers from one beginning, their mean, and one that learns from all of them: the run for a graphics card.

    python -m training.train_together --readings readings.npz --out /tmp/readers --teachers 4 --steps 1400 --taught 2000

1. `--teachers` runs that differ in what they draw (`training.train_reader`), 2. the mean of their weights (model soup,
Wortsman et al. 2022, arXiv:2203.05482), 3. from there a run that learns the teachers' mean logits beside the labels
(distillation). OUT/curve.jsonl and OUT/N/curve.jsonl have the figures; OUT/{soup,taught}-{a,b}.safetensors are the two
to choose from. A teacher that is there already is not trained again, so that a cut run goes on.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import json
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file

from training.packed_readings import load
from training.reader_measures import measures
from training.train_reader import SEED, Schedule, packed_weights, start, train

RATES = (1.0, 1.5, 0.75)
"""Of the teachers in turn, times `--rate`: unlike runs give a better mean."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readings", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teachers", type=int, default=4)
    parser.add_argument("--steps", type=int, default=1400, help="of each teacher")
    parser.add_argument("--minutes", type=float, default=1e9, help="of each teacher at most")
    parser.add_argument("--taught", type=int, default=2000, help="steps of the one that learns from them")
    parser.add_argument("--until", type=float, default=1e9, help="seconds from the start when all must be over")
    parser.add_argument("--groups", type=int, default=128)
    parser.add_argument("--claims", type=int, default=96)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--workers", type=int, default=14)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    began = time.time()
    packed = load(args.readings)
    schedule = Schedule(
        groups=args.groups, claims=args.claims, rate=args.rate, head_rate=5 * args.rate,
        dropout=args.dropout, workers=args.workers, steps=args.steps, minutes=args.minutes,
    )  # fmt: skip

    def note(name: str, network: torch.nn.Module) -> None:
        row = {"run": name, "seconds": round(time.time() - began)} | measures(network, packed)
        print(row, flush=True)
        with (args.out / "curve.jsonl").open("a") as curve:
            curve.write(json.dumps(row) + "\n")

    teachers: list[torch.nn.Module] = []
    for number in range(args.teachers):
        kept = args.out / f"{number}" / "reader.safetensors"
        if kept.exists():
            teachers.append(start(packed, args.device, kept))
            continue
        rate = args.rate * RATES[number % len(RATES)]
        own = dataclasses.replace(schedule, seed=SEED + 1 + number, rate=rate, head_rate=5 * rate)
        teachers.append(train(packed, start(packed, args.device), own, (), kept.parent, 10**9))
        save_file(packed_weights(teachers[-1]), str(kept))
    soup = mean(teachers)
    note("soup", soup)
    _write(soup, args.out, "soup")
    if not args.taught:
        return
    left = (args.until - (time.time() - began)) / 60
    own = dataclasses.replace(schedule, seed=SEED - 1, steps=args.taught, minutes=left, rate=args.rate / 2)
    taught = train(packed, mean(teachers), own, teachers, args.out / "taught", 10**9)
    note("taught", taught)
    _write(taught, args.out, "taught")
    both = mean([soup, taught])
    note("soup and taught", both)


def mean(networks: Sequence[torch.nn.Module]) -> torch.nn.Module:
    """A network with the mean of every parameter; trainable where the first one is."""
    found = copy.deepcopy(networks[0])
    with torch.no_grad():
        for name, parameter in found.named_parameters():
            parameter.copy_(torch.stack([dict(n.named_parameters())[name] for n in networks]).mean(0))
    return found


def _write(network: torch.nn.Module, out: Path, name: str) -> None:
    """In two files, so that neither is too large to be carried."""
    state = packed_weights(network)
    names = sorted(state)
    half = [n for n in names if any(f"layer.{number}." in n for number in range(6))]
    save_file({n: state[n] for n in half}, str(out / f"{name}-a.safetensors"))
    save_file({n: state[n] for n in names if n not in half}, str(out / f"{name}-b.safetensors"))


if __name__ == "__main__":
    main()
