"""Train the reader on the bundled encoder, on two cores or a graphics card; seeded and resumable.

    python -m training.train_reader --readings readings.npz --out /tmp/reader --steps 3000

`readings.npz` comes from `python -m training.pack_readings`. Every `--save-every` steps the state goes to
OUT/checkpoint.safetensors, from which the same command goes on (a step's batch depends on the seed and its number
alone), and a line to OUT/curve.jsonl. At the end OUT/reader.safetensors holds the averaged weights, in 8 bits with a
scale for each row.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.utils.data import DataLoader, IterableDataset

from assistant.retrieval.reader_network import build_network
from training.draw_readings import Batch, Drawn, Readings, batch_of
from training.packed_forward import Logits, PackedReader
from training.packed_readings import Packed, load
from training.reader_losses import losses
from training.reader_measures import measures
from training.written import SET

SEED = 20261124
"""Of the heads' first weights: runs that are to be averaged share it (`training.average_readers`)."""

SHARES = {
    **{"mlqa": 0.17, "tydi-ar": 0.06, "arcd": 0.05, "belebele": 0.05, "belebele-en": 0.02, "belebele-none": 0.03},
    **{"written": 0.07, "written-none": 0.04, "written-en": 0.03, "crossed": 0.03, "swapped": 0.05},
    **{"hardneg": 0.03, "weakneg": 0.02, "squad": 0.08, "squad-none": 0.07, "tydi": 0.05, "pquad": 0.05},
    **{"pquad-none": 0.04, "heq": 0.02, "heq-none": 0.01, "piaf": 0.02, "qamr": 0.01},
}
"""How often a group is drawn from each set. One in five is a question that a text about the very thing does not answer:
such as people wrote (SQuAD 2.0, PQuAD, HeQ, `training.written`), and `training.other_attributes`."""

WARM_UP, DECAY = 0.06, 0.01
AVERAGE = 0.998
"""Decay of the running mean of the weights, which is what is kept (Polyak & Juditsky 1992)."""

BY_HAND = 5
"""How much oftener a claim that was written by hand is drawn than its number says."""

HEADS = ("span.", "pooled.", "answered.", "claim_")
PARTS = 4
"""Forward passes of a step on the processor, each of pairs of similar length: less padding."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a run goes. `groups`, `claims`: of a step; `rate`, `head_rate`: AdamW's at their height, of which `left`
    stays at the end (for a trunk from which runs branch off); `frozen`: so many of the lowest layers stay as they are,
    which spares most of the backward pass; `by_hand`: how much oftener than `SHARES` says `training.written` is
    drawn; `average`: decay of the running mean that is kept."""

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readings", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin", type=Path, help="a reader to go on from, in place of the bundled encoder")
    parser.add_argument("--save-every", type=int, default=250)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    for name in Schedule.__annotations__:
        default = getattr(Schedule(), name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    args = parser.parse_args()
    schedule = Schedule(**{name: getattr(args, name) for name in Schedule.__annotations__})
    packed = load(args.readings)
    network = start(packed, args.device, args.begin)
    freeze(network, schedule.frozen)
    trained = train(packed, network, schedule, args.out, args.save_every)
    save_file(packed_weights(trained), str(args.out / "reader.safetensors"))


def start(packed: Packed, device: str, begin: Path | None = None) -> torch.nn.Module:
    """The network of the bundled encoder with the heads' first weights, or with those of a file that was trained."""
    torch.manual_seed(SEED)
    network = build_network(packed.weights())
    if begin is not None:
        state = load_file(str(begin))
        with torch.no_grad():
            for name, parameter in network.named_parameters():
                if name in state:
                    scale = state.get(f"{name}.scale")
                    value = state[name].float()
                    parameter.copy_(value if scale is None else value * scale[:, None])
    for name, parameter in network.named_parameters():
        parameter.requires_grad_("embeddings.position" not in name)
    return network.to(device)


def freeze(network: torch.nn.Module, layers: int) -> None:
    """Let so many of the lowest layers, and what is below them, stay as they are."""
    kept = tuple(f"encoder.encoder.layer.{number}." for number in range(layers))
    for name, parameter in network.named_parameters():
        if layers and name.startswith(("encoder.embeddings.", *kept)):
            parameter.requires_grad_(False)


def train(
    packed: Packed,
    network: torch.nn.Module,
    schedule: Schedule,
    out: Path,
    save_every: int,
) -> torch.nn.Module:
    """The network's running mean after the last step; the curve goes to `out`/curve.jsonl."""
    out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(network, schedule)
    step = trainer.resume(out / "checkpoint.safetensors")
    began, last, seen = time.time(), False, []
    stream = DataLoader(
        Stream(packed, schedule, step), batch_size=None, num_workers=schedule.workers, prefetch_factor=4
    )
    for batch in stream:
        minutes = trainer.minutes + (time.time() - began) / 60
        progress = max(step / schedule.steps, minutes / schedule.minutes)
        seen.append(trainer.step(batch, step, min(progress, 1)))
        step, last = step + 1, progress >= 1 or step + 1 == schedule.steps
        if step % 50 == 0:
            shown = torch.stack([torch.stack(values) for values in seen[-50:]]).mean(0).tolist()
            print(f"{step} {time.time() - began:.0f} s loss {[round(v, 3) for v in shown]}", flush=True)
        if step % save_every == 0 or last:
            row = {"step": step, "seconds": round(time.time() - began)} | measures(trainer.average, packed)
            with (out / "curve.jsonl").open("a") as curve:
                curve.write(json.dumps(row) + "\n")
            print(row, flush=True)
            if network.answered.weight.device.type == "cpu":
                trainer.save(out / "checkpoint.safetensors", step, minutes)
        if last:
            break
    return trainer.average


class Stream(IterableDataset):
    """Batches of a schedule, drawn beside the training; each depends on the seed and its number alone."""

    def __init__(self, packed: Packed, schedule: Schedule, first: int) -> None:
        self._readings, self._schedule, self._first = Readings(packed), schedule, first
        held = packed.examples[:, 3] > 0
        numbers = {name: np.flatnonzero((packed.examples[:, 0] == n) & ~held) for n, name in enumerate(packed.sets)}
        self._pools = {name: pool for name, pool in numbers.items() if len(pool) and name in SHARES}
        free = packed.claims[:, 6] == 0
        by_kind = [np.flatnonzero((packed.claims[:, 5] == kind) & free) for kind in range(len(packed.kinds))]
        self._claims = [pool for pool in by_kind if len(pool)]
        by_hand = [kind.endswith(f" {SET}") for kind, pool in zip(packed.kinds, by_kind, strict=True) if len(pool)]
        self._weights = [len(p) ** 0.5 * (BY_HAND if w else 1) for p, w in zip(self._claims, by_hand, strict=True)]

    def __iter__(self) -> Iterator[dict[str, torch.Tensor]]:
        info = torch.utils.data.get_worker_info()
        number, count = (info.id, info.num_workers) if info else (0, 1)
        for step in range(self._first + number, 10**9, count):
            batch = self._batch(random.Random(f"{self._schedule.seed} {step}"))
            yield {name: torch.from_numpy(getattr(batch, name)) for name in Batch.__slots__}

    def _batch(self, rng: random.Random) -> Batch:
        names = list(self._pools)
        drawn: list[list[Drawn]] = []
        by_hand = self._schedule.by_hand
        shares = [SHARES[name] * (by_hand if name.startswith(SET) else 1) for name in names]
        for name in rng.choices(names, shares, k=self._schedule.groups):
            drawn.append(self._readings.group(int(rng.choice(self._pools[name])), rng))
        for pool in rng.choices(self._claims, self._weights, k=self._schedule.claims) if self._claims else ():
            drawn.append(self._readings.claim(int(rng.choice(pool)), rng))
        return batch_of(drawn)


class Trainer:
    """A network, its running mean and its optimiser's state."""

    def __init__(self, network: torch.nn.Module, schedule: Schedule) -> None:
        self.network, self.minutes = network, 0.0
        self.average = copy.deepcopy(network).eval()
        self.named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        self.packed, self._schedule = PackedReader(network, schedule.dropout), schedule
        self.optimiser = torch.optim.AdamW(
            [
                {"params": [p for n, p in self.named if n.startswith(HEADS)], "rate": schedule.head_rate},
                {"params": [p for n, p in self.named if not n.startswith(HEADS)], "rate": schedule.rate},
            ],
            weight_decay=DECAY,
            fused=True,
        )

    def step(self, batch: dict[str, torch.Tensor], step: int, progress: float) -> tuple[torch.Tensor, ...]:
        """One update, `progress` of the way (0 to 1); the losses: span, ranking, answered, supported."""
        scale = min(1, progress / WARM_UP) * (1 - (1 - self._schedule.left) * progress)
        for part in self.optimiser.param_groups:
            part["lr"] = part["rate"] * max(scale, 1e-3)
        logits = forward(self.packed, batch)
        found = losses(logits, {name: value.to(self.packed.device) for name, value in batch.items()})
        sum(found).backward()
        self.packed.hand_back_gradients()
        torch.nn.utils.clip_grad_norm_([p for _, p in self.named], 1.0)
        self.optimiser.step()
        self.packed.copy_masters()
        decay = min(self._schedule.average, (step + 1) / (step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.network.parameters()), 1 - decay)
        return tuple(loss.detach() for loss in found)

    def save(self, path: Path, step: int, minutes: float) -> None:
        state = {"step": torch.tensor(step), "minutes": torch.tensor(minutes)}
        for name, parameter in self.named:
            state |= {
                f"now.{name}": parameter.detach(),
                **{f"{key}.{name}": value for key, value in self.optimiser.state[parameter].items()},
            }
        state |= {f"mean.{name}": p.detach() for name, p in self.average.named_parameters()}
        beside = path.with_suffix(".part")
        save_file({name: tensor.contiguous() for name, tensor in state.items()}, str(beside))
        beside.replace(path)

    def resume(self, path: Path) -> int:
        if not path.exists():
            return 0
        state = load_file(str(path))
        with torch.no_grad():
            for name, parameter in self.named:
                parameter.copy_(state[f"now.{name}"])
                self.optimiser.state[parameter] = {
                    key: state[f"{key}.{name}"].clone() for key in ("step", "exp_avg", "exp_avg_sq")
                }
            for name, parameter in self.average.named_parameters():
                parameter.copy_(state[f"mean.{name}"])
        self.packed.copy_masters()
        self.minutes = float(state["minutes"])
        return int(state["step"])


def forward(packed: PackedReader, batch: dict[str, torch.Tensor]) -> Logits:
    """Logits in the order of the pairs; the processor reads them in parts of similar length."""
    ids, types, sizes = batch["ids"], batch["types"], batch["sizes"]
    if packed.device.type != "cpu":
        return packed(ids, types, sizes)
    order = torch.argsort(sizes)
    each_ids, each_types = ids.split(sizes.tolist()), types.split(sizes.tolist())
    found = []
    for part in order.tensor_split(PARTS):
        if len(part):
            chosen = part.tolist()
            of_part = (torch.cat([each[i] for i in chosen]) for each in (each_ids, each_types))
            found.append(packed(*of_part, sizes[part]))
    back = torch.argsort(order)
    return Logits(*(torch.cat([getattr(one, name) for one in found])[back] for name in Logits.__slots__))


def packed_weights(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """The trained tensors: matrices of the encoder in 8 bits with a scale for each row, all else in float16."""
    state = {}
    for name, tensor in network.named_parameters():
        if "embeddings.position" in name:
            continue
        value = tensor.detach().float().cpu()
        if value.ndim == 2 and name.startswith("encoder.encoder."):
            scale = value.abs().amax(1, keepdim=True) / 127
            state[f"{name}.scale"] = scale.squeeze(1)
            state[name] = (value / scale).round().clamp(-127, 127).to(torch.int8)
        else:
            state[name] = value.half()
    return {name: tensor.contiguous() for name, tensor in state.items()}


if __name__ == "__main__":
    main()
