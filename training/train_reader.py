"""Train the reader on the bundled encoder, seeded and resumable.

    python -m training.train_reader --shared ../shared --out /tmp/reader --steps 3000

Every `--save-every` steps the state goes to OUT/checkpoint.safetensors, from which the same command goes on
(a step's batch depends on the seed and its number alone), and a line to OUT/curve.jsonl. At the end
OUT/reader.safetensors holds the averaged weights, in 8 bits with a scale for each row.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from assistant.retrieval.reader import best_span
from assistant.retrieval.reader_network import Pair, PairEncoder, build_network
from training.packed_forward import PackedReader
from training.reader_data import SHARES, Data, FalsePremises, NearPassages, Reading, group, read_data
from training.reader_figures import exact, overlap
from vectorstore.embedding.e5_weights import read_weights, weights_path

SEED = 20261124
GROUPS = 16
"""Questions in a step; with their negatives some 42 pairs."""

RATE, HEAD_RATE, WARM_UP, DECAY = 1.5e-4, 7e-4, 0.06, 0.01
AVERAGE = 0.998
"""Decay of the running mean of the weights, which is what is kept (Polyak & Juditsky 1992)."""

PARTS = 4
"""Forward passes of a step, each of pairs of similar length: less padding."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="the folder with training/ and benchmarks/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--minutes", type=float, default=1e9, help="so long at most: the rate then falls by the clock")
    parser.add_argument("--stop-at", type=int, help="stop after this step, to go on later")
    parser.add_argument("--save-every", type=int, default=250)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    weights = read_weights(weights_path())
    data = read_data(args.shared, SEED)
    near = NearPassages(data)
    premises = FalsePremises(data)
    encoder = PairEncoder(weights)
    torch.manual_seed(SEED)
    network = build_network(weights).to(args.device)
    trainer = Trainer(network)
    step = trainer.resume(args.out / "checkpoint.safetensors")
    began, losses = time.time(), []
    held = _held_readings(data, near, premises)
    while step < (args.stop_at or args.steps):
        rng = random.Random(f"{SEED} {step}")
        groups = [_draw(data, near, premises, rng) for _ in range(GROUPS)]
        progress = max(step / args.steps, (trainer.minutes + (time.time() - began) / 60) / args.minutes)
        losses.append(trainer.step(encoder, groups, step, min(progress, 1)))
        step += 1
        if progress >= 1:
            args.steps = step
        if step % 50 == 0:
            mean = np.mean(losses[-50:], 0).round(3).tolist()
            print(f"{step}/{args.steps} {time.time() - began:.0f} s loss {mean}", flush=True)
        if step % args.save_every == 0 or step == args.steps:
            trainer.save(args.out / "checkpoint.safetensors", step, trainer.minutes + (time.time() - began) / 60)
            row = {"step": step, "seconds": round(time.time() - began), "loss": np.mean(losses[-200:], 0).tolist()}
            row |= {name: measure(trainer.average, encoder, readings) for name, readings in held.items()}
            with (args.out / "curve.jsonl").open("a") as curve:
                curve.write(json.dumps(row) + "\n")
            print(row, flush=True)
            save_file(packed(trainer.average), str(args.out / "reader.safetensors"))


def _draw(data: Data, near: NearPassages, premises: FalsePremises, rng: random.Random) -> list[Reading]:
    name = rng.choices(list(SHARES), list(SHARES.values()))[0]
    example = rng.choice(data.train[name])
    return group(data, example, near(example), premises, rng)


def _held_readings(data: Data, near: NearPassages, premises: FalsePremises) -> dict[str, list[list[Reading]]]:
    """A fixed choice of groups of the articles kept out, by set."""
    found = {}
    for name in ("arcd", "mlqa", "tydi-ar", "xquad-ar"):
        rng = random.Random(f"{SEED} {name}")
        chosen = rng.sample(data.held[name], min(100, len(data.held[name])))
        found[name] = [group(data, e, near(e), premises, rng) for e in chosen]
    return found


class Trainer:
    """A network, its running mean and its optimiser's state."""

    def __init__(self, network: torch.nn.Module) -> None:
        self.network, self.minutes = network, 0.0
        for name, parameter in network.named_parameters():
            parameter.requires_grad_("embeddings.position" not in name)
        self.average = copy.deepcopy(network).eval()
        heads = ("span.", "pooled.", "answered.")
        self.named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        self.packed = PackedReader(network)
        self.optimiser = torch.optim.AdamW(
            [
                {"params": [p for n, p in self.named if n.startswith(heads)], "rate": HEAD_RATE},
                {"params": [p for n, p in self.named if not n.startswith(heads)], "rate": RATE},
            ],
            weight_decay=DECAY,
            fused=True,
        )

    def step(
        self, encoder: PairEncoder, groups: list[list[Reading]], step: int, progress: float
    ) -> tuple[float, float, float]:
        """One update, `progress` of the way (0 to 1); returns the three losses: span, ranking, answered."""
        scale = min(1, progress / WARM_UP) * (1 - progress)
        for part in self.optimiser.param_groups:
            part["lr"] = part["rate"] * max(scale, 1e-3)
        pairs = [encoder.encode(r.question, r.text, r.title) for found in groups for r in found]
        losses = _losses(*_forward(self.packed, pairs), groups, pairs)
        sum(losses).backward()
        self.packed.hand_back_gradients()
        torch.nn.utils.clip_grad_norm_([p for _, p in self.named], 1.0)
        self.optimiser.step()
        self.packed.copy_masters()
        decay = min(AVERAGE, (step + 1) / (step + 10))
        with torch.no_grad():
            for kept, new in zip(self.average.parameters(), self.network.parameters(), strict=True):
                kept.lerp_(new, 1 - decay)
        return tuple(float(loss.detach()) for loss in losses)

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


def collate(encoder: PairEncoder, readings: list[Reading], device: torch.device) -> tuple[tuple, list[Pair]]:
    """Padded ids, types and mask (b, n), and the pairs."""
    pairs = [encoder.encode(r.question, r.text, r.title) for r in readings]
    longest = max(len(pair.ids) for pair in pairs)
    ids, types, mask = (np.zeros((len(pairs), longest), np.int64) for _ in range(3))
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = pair.ids
        types[row, : len(pair.ids)] = pair.types
        mask[row, : len(pair.ids)] = 1
    return tuple(torch.from_numpy(part).to(device) for part in (ids, types, mask)), pairs


def _forward(packed: PackedReader, pairs: list[Pair]) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits in the order of the pairs, which are read in parts of similar length."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
    found = [packed([pairs[i] for i in part]) for part in np.array_split(order, PARTS)]
    back = torch.from_numpy(np.argsort(order))
    spans, answered = (torch.cat(part) for part in zip(*found, strict=True))
    return spans[back], answered[back]


def _losses(spans: torch.Tensor, answered: torch.Tensor, groups: list[list[Reading]], pairs: list[Pair]) -> tuple:
    """Span and ranking losses are softmaxes over all that a question is read against.

    For spans this is the shared normalisation of Clark & Gardner 2018 (arXiv:1710.10723), which makes the
    logits of different passages comparable.
    """
    span_losses, rankings = [], []
    row = 0
    for found in groups:
        rows = [row + i for i, reading in enumerate(found) if reading.question == found[0].question]
        target = _tokens_of(pairs[row], found[0].span) if found[0].span else None
        if target:
            for side in (0, 1):
                logits = spans[rows, :, side].flatten()
                span_losses.append(torch.logsumexp(logits, 0) - logits[target[side]])
            if len(rows) > 1:
                rankings.append(torch.logsumexp(answered[rows], 0) - answered[row])
        row += len(found)
    labels = torch.tensor([float(r.span is not None) for found in groups for r in found], device=answered.device)
    zero = spans.sum() * 0
    return (
        torch.stack(span_losses).mean() if span_losses else zero,
        0.5 * torch.stack(rankings).mean() if rankings else zero,
        torch.nn.functional.binary_cross_entropy_with_logits(answered, labels),
    )


def _tokens_of(pair: Pair, span: tuple[int, int]) -> tuple[int, int] | None:
    """First and last token of a span of the text; None where the text was cut before it."""
    inside = np.flatnonzero((pair.offsets[:, 0] < span[1]) & (pair.offsets[:, 1] > span[0]))
    if not len(inside) or pair.offsets[inside[-1], 1] < span[1]:
        return None
    return int(inside[0]), int(inside[-1])


@torch.inference_mode()
def measure(network: torch.nn.Module, encoder: PairEncoder, groups: list[list[Reading]]) -> dict[str, float]:
    """EM and F1 of the span in the right window, how often it ranks first, AUC of being answered."""
    rows: list[tuple[int, Reading, float, str]] = []
    flat = sorted(((g, r) for g, found in enumerate(groups) for r in found), key=lambda item: len(item[1].text))
    for at in range(0, len(flat), 16):
        part = flat[at : at + 16]
        batch, pairs = collate(encoder, [reading for _, reading in part], network.answered.weight.device)
        with _bfloat16(batch[0].device):
            spans, answered = network(*batch)
        for (g, reading), pair, logits, score in zip(part, pairs, spans, answered.tolist(), strict=True):
            rows.append((g, reading, score, _given(reading.text, logits, pair)))
    right = [(r.text[slice(*r.span)], text) for _, r, _, text in rows if r.span]
    positive = np.array([score for _, r, score, _ in rows if r.span])
    negative = np.array([score for _, r, score, _ in rows if not r.span])
    best = {g: max((score, r.span is not None) for h, r, score, _ in rows if h == g)[1] for g in range(len(groups))}
    return {
        "em": float(np.mean([exact(text, [gold]) for gold, text in right])),
        "f1": float(np.mean([overlap(text, [gold]) for gold, text in right])),
        "first": float(np.mean(list(best.values()))),
        "auc": float(np.mean(positive[:, None] > negative[None])),
    }


def _given(text: str, logits: torch.Tensor, pair: Pair) -> str:
    start, end = best_span(logits.float().cpu().numpy(), pair.offsets, 0, len(text))[0]
    return text[start:end]


def packed(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """The trained tensors: matrices of the encoder in 8 bits with a scale for each row, all else in float16."""
    state = {}
    for name, tensor in network.named_parameters():
        if not tensor.requires_grad:
            continue
        value = tensor.detach().float().cpu()
        if value.ndim == 2 and name.startswith("encoder.encoder."):
            scale = value.abs().amax(1, keepdim=True) / 127
            state[f"{name}.scale"] = scale.squeeze(1)
            state[name] = (value / scale).round().clamp(-127, 127).to(torch.int8)
        else:
            state[name] = value.half()
    return {name: tensor.contiguous() for name, tensor in state.items()}


def _bfloat16(device: torch.device):
    usable = device.type == "cuda" or torch.backends.mkldnn.is_available()
    return torch.autocast(device.type, torch.bfloat16) if usable else nullcontext()


if __name__ == "__main__":
    main()
