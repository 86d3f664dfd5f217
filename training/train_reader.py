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
import time
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch.utils.data import DataLoader

from assistant.retrieval.reader_network import build_network
from training.packed_forward import Logits, PackedReader
from training.packed_readings import Packed, load
from training.reader_losses import losses
from training.reader_measures import measures
from training.reader_stream import SEED, Schedule, Stream

WARM_UP, DECAY = 0.06, 0.01
HEADS = ("span.", "pooled.", "answered.", "claim_")
PARTS = 4
"""Forward passes of a step on the processor, each of pairs of similar length: less padding."""


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
            row = {"step": step, "seconds": round(time.time() - began)}
            row |= measures(trainer.average, packed) if schedule.measured else {}
            with (out / "curve.jsonl").open("a") as curve:
                curve.write(json.dumps(row) + "\n")
            print(row, flush=True)
            if network.answered.weight.device.type == "cpu":
                trainer.save(out / "checkpoint.safetensors", step, minutes)
        if last:
            break
    return trainer.average


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
