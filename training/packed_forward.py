"""The reader's forward pass as it is trained: no padding outside attention, in bfloat16 over float32 masters.

The tokens of all pairs lie behind each other, so that every matrix product is over true tokens; only attention
is padded, to the longest pair of its part. The numbers are those of `assistant.retrieval.reader_network`, which
keeps the parameters: `PackedReader` computes with bfloat16 copies and hands their gradients back (mixed precision
with master weights, Micikevicius et al. 2018, arXiv:1710.03740). On two cores this takes .42 of the time of the
library's padded pass under autocast with its fused attention, whose backward pass is slow for short pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional

from assistant.retrieval.reader_network import MAX_PAIR_TOKENS, PASSAGE, Pair

OUTSIDE = -1e4


class PackedReader:
    """Forward passes over a network's parameters; `copy_masters` after each update of them."""

    def __init__(self, network: torch.nn.Module) -> None:
        self._network = network
        config = network.encoder.config
        self._layers, self._heads = config.num_hidden_layers, config.num_attention_heads
        self._epsilon = config.layer_norm_eps
        self._masters = {name: p for name, p in network.named_parameters() if p.requires_grad}
        self._copies = {n: p.detach().bfloat16().requires_grad_() for n, p in self._masters.items()}

    def copy_masters(self) -> None:
        with torch.no_grad():
            torch._foreach_copy_(list(self._copies.values()), list(self._masters.values()))

    def hand_back_gradients(self) -> None:
        """Moves the gradients of the copies to the masters, in float32."""
        for name, master in self._masters.items():
            copy = self._copies[name]
            master.grad = None if copy.grad is None else copy.grad.float()
            copy.grad = None

    def __call__(self, pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of spans (b, MAX_PAIR_TOKENS, 2), `OUTSIDE` where no passage is, and of being answered (b,)."""
        device = self._network.answered.weight.device
        lengths = [len(pair.ids) for pair in pairs]
        ids, types = (
            torch.from_numpy(np.concatenate(part)).to(device)
            for part in ([pair.ids for pair in pairs], [pair.types for pair in pairs])
        )
        places = torch.cat([torch.arange(n) for n in lengths]).to(device)
        rows = torch.repeat_interleave(torch.arange(len(pairs)), torch.tensor(lengths)).to(device)
        states = self._encode(ids, types, places, rows, lengths)
        return self._heads_of(states.float(), types >= PASSAGE, places, rows, len(pairs))

    def _encode(
        self, ids: torch.Tensor, types: torch.Tensor, places: torch.Tensor, rows: torch.Tensor, lengths: list[int]
    ) -> torch.Tensor:
        longest = max(lengths)
        slots = rows * longest + places
        mask = torch.zeros(len(lengths), 1, 1, longest, dtype=torch.bfloat16, device=ids.device)
        for row, length in enumerate(lengths):
            mask[row, ..., length:] = OUTSIDE
        embeddings = self._network.encoder.embeddings
        with torch.no_grad():
            words = embeddings.word_embeddings(ids[None].cpu())[0].to(ids.device)
            words = (words + embeddings.position_embeddings.weight[places]).bfloat16()
        states = self._norm(
            words + self._copies["encoder.embeddings.token_type_embeddings.weight"][types], "encoder.embeddings."
        )
        for number in range(self._layers):
            states = self._layer(states, f"encoder.encoder.layer.{number}.", slots, mask)
        return states

    def _layer(self, states: torch.Tensor, layer: str, slots: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, longest, width = mask.shape[0], mask.shape[-1], states.shape[1]

        def by_head(name: str) -> torch.Tensor:
            projected = self._linear(states, f"{layer}attention.self.{name}.")
            padded = projected.new_zeros(rows * longest, width).index_copy(0, slots, projected)
            return padded.view(rows, longest, self._heads, -1).transpose(1, 2)

        query, key, value = map(by_head, ("query", "key", "value"))
        scores = (query * (width // self._heads) ** -0.5) @ key.transpose(2, 3) + mask
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows * longest, width)[slots]
        states = self._norm(
            states + self._linear(mixed, f"{layer}attention.output.dense."), f"{layer}attention.output."
        )
        inner = functional.gelu(self._linear(states, f"{layer}intermediate.dense."))
        return self._norm(states + self._linear(inner, f"{layer}output.dense."), f"{layer}output.")

    def _heads_of(
        self, states: torch.Tensor, passage: torch.Tensor, places: torch.Tensor, rows: torch.Tensor, count: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        spans = self._linear(states, "span.").masked_fill(~passage[:, None], OUTSIDE)
        table = states.new_full((count * MAX_PAIR_TOKENS, 2), OUTSIDE)
        table = table.index_copy(0, rows * MAX_PAIR_TOKENS + places, spans).view(count, MAX_PAIR_TOKENS, 2)
        sums = states.new_zeros(count, states.shape[1]).index_add(0, rows[passage], states[passage])
        tokens = torch.bincount(rows[passage], minlength=count).clamp(min=1)
        pooled = functional.gelu(self._linear(torch.cat((states[places == 0], sums / tokens[:, None]), -1), "pooled."))
        return table, self._linear(pooled, "answered.").squeeze(-1)

    def _linear(self, states: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._copies[f"{name}weight"], self._copies[f"{name}bias"]
        return functional.linear(states, weight.to(states.dtype), bias.to(states.dtype))

    def _norm(self, states: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._copies[f"{name}LayerNorm.weight"], self._copies[f"{name}LayerNorm.bias"]
        return functional.layer_norm(states, weight.shape, weight, bias, self._epsilon)
