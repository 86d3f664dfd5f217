"""The mean of two readers' weights: what two runs from one beginning have in common, without what either took by heart.

    python -m training.average_readers ONE.safetensors OTHER.safetensors --weight .85 --out reader.safetensors

Model soups (Wortsman et al. 2022, arXiv:2203.05482): two fine-tunings that start from the same weights, the heads'
random ones included (one seed, `training.train_reader`), lie in one valley, and their mean does better than either, at
the cost of one. Both files are those that `training.train_reader` writes; a head that only the first has is taken as it
is.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

SCALE = ".scale"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", type=Path, nargs=2)
    parser.add_argument("--weight", type=float, default=0.5, help="of the first, from 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    one, other = (load_file(str(path)) for path in args.readers)
    save_file(average(one, other, args.weight), str(args.out))


def average(
    one: Mapping[str, torch.Tensor], other: Mapping[str, torch.Tensor], weight: float = 0.5
) -> dict[str, torch.Tensor]:
    """The weighted mean of every tensor, packed as the two are: where a row has a scale, in 8 bits.

    ValueError where the second has tensors that the first does not have.
    """
    if other.keys() - one.keys():
        raise ValueError(f"two readers of different networks: {sorted(other.keys() - one.keys())[:3]}")
    found = {}
    for name in one:
        if name.endswith(SCALE):
            continue
        mean = _unpacked(one, name)
        if name in other:
            mean = weight * mean + (1 - weight) * _unpacked(other, name)
        if name + SCALE in one:
            scale = mean.abs().amax(1, keepdim=True).clamp(min=1e-12) / 127
            found[name + SCALE] = scale.squeeze(1)
            found[name] = (mean / scale).round().clamp(-127, 127).to(torch.int8)
        else:
            found[name] = mean.half()
    return {name: tensor.contiguous() for name, tensor in found.items()}


def _unpacked(reader: Mapping[str, torch.Tensor], name: str) -> torch.Tensor:
    value = reader[name].float()
    return value * reader[name + SCALE][:, None] if name + SCALE in reader else value


if __name__ == "__main__":
    main()
