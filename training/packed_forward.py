"""The reader's forward pass as it is trained: no padding outside attention, in bfloat16 over float32 masters, or in
float32 on a processor that would only imitate bfloat16. Layers that are not trained get no gradients.

The tokens of all pairs lie behind each other, so that every matrix product is over true tokens; only attention
is padded, to the longest pair of its part, and on a graphics card not even that. The numbers are those of
`assistant.retrieval.reader_network`, which keeps the parameters: `PackedReader` computes with bfloat16 copies and
hands their gradients back (mixed precision with master weights, Micikevicius et al. 2018, arXiv:1710.03740). On two
cores this takes .42 of the time of the library's padded pass under autocast with its fused attention, whose backward
pass is slow for short pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from assistant.retrieval.reader_network import LEAST_WORD, MAX_PAIR_TOKENS, PASSAGE
from vectorstore.embedding.e5_weights import unpack_blocks

OUTSIDE = -1e4


@dataclass(frozen=True, slots=True)
class Logits:
    """Of b pairs: spans (b, MAX_PAIR_TOKENS, 2), `OUTSIDE` where no passage is; answered and supported (b,)."""

    spans: torch.Tensor
    answered: torch.Tensor
    supported: torch.Tensor


class PackedReader:
    """Forward passes over a network's parameters; `copy_masters` after each update of them."""

    def __init__(self, network: torch.nn.Module, dropout: float = 0.0) -> None:
        self._network, self.dropout = network, dropout
        config = network.encoder.config
        self._layers, self._heads = config.num_hidden_layers, config.num_attention_heads
        self._epsilon = config.layer_norm_eps
        self.device = network.answered.weight.device
        self._kind = torch.bfloat16 if self.device.type == "cuda" or _multiplies_bfloat16() else torch.float32
        self._masters = {name: p for name, p in network.named_parameters() if p.requires_grad}
        every = network.named_parameters()
        self._copies = {
            n: p.detach().to(self._kind, copy=True).requires_grad_(p.requires_grad)
            for n, p in every
            if "embeddings.position" not in n
        }
        table = network.encoder.embeddings.word_embeddings.table
        self._table = table if self.device.type == "cpu" else torch.from_numpy(unpack_blocks(table)).to(self.device)

    def copy_masters(self) -> None:
        with torch.no_grad():
            torch._foreach_copy_([self._copies[name] for name in self._masters], list(self._masters.values()))

    def hand_back_gradients(self) -> None:
        """Moves the gradients of the copies to the masters, in float32."""
        for name, master in self._masters.items():
            copy = self._copies[name]
            master.grad = None if copy.grad is None else copy.grad.float()
            copy.grad = None

    def __call__(self, ids: torch.Tensor, types: torch.Tensor, sizes: torch.Tensor) -> Logits:
        """Logits of pairs behind each other: `ids`, `types` (tokens,), `sizes` (b,) on the processor."""
        ids, types = ids.to(self.device, non_blocking=True), types.to(self.device, non_blocking=True)
        ends = torch.cumsum(sizes, 0)
        places = (torch.arange(len(ids)) - torch.repeat_interleave(ends - sizes, sizes)).to(self.device)
        rows = torch.repeat_interleave(torch.arange(len(sizes)), sizes).to(self.device)
        on_card = self.device.type == "cuda"
        attention = _packed_attention(sizes, self.device) if on_card else _Padded(sizes, rows, places, self._kind)
        states = self._states(ids, types, places, attention)
        return self._heads_of(states.float(), types >= PASSAGE, places, rows, len(sizes))

    def _states(self, ids: torch.Tensor, types: torch.Tensor, places: torch.Tensor, attention) -> torch.Tensor:
        embeddings = self._network.encoder.embeddings
        with torch.no_grad():
            if isinstance(self._table, np.ndarray):
                words = torch.from_numpy(unpack_blocks(self._table[ids.numpy()]))
            else:
                words = self._table[ids]
            words = (words + embeddings.position_embeddings.weight[places]).to(self._kind)
        states = self._norm(
            words + self._copies["encoder.embeddings.token_type_embeddings.weight"][types], "encoder.embeddings."
        )
        for number in range(self._layers):
            states = self._layer(self._drop(states), f"encoder.encoder.layer.{number}.", attention)
        return states

    def _drop(self, states: torch.Tensor) -> torch.Tensor:
        return functional.dropout(states, self.dropout) if self.dropout else states

    def _layer(self, states: torch.Tensor, layer: str, attention) -> torch.Tensor:
        parts = (self._linear(states, f"{layer}attention.self.{name}.") for name in ("query", "key", "value"))
        mixed = attention(*(part.view(len(states), self._heads, -1) for part in parts)).reshape(states.shape)
        states = self._norm(
            states + self._drop(self._linear(mixed, f"{layer}attention.output.dense.")), f"{layer}attention.output."
        )
        inner = functional.gelu(self._linear(states, f"{layer}intermediate.dense."))
        return self._norm(states + self._drop(self._linear(inner, f"{layer}output.dense.")), f"{layer}output.")

    def _heads_of(
        self, states: torch.Tensor, passage: torch.Tensor, places: torch.Tensor, rows: torch.Tensor, count: int
    ) -> Logits:
        spans = self._linear(states, "span.").masked_fill(~passage[:, None], OUTSIDE)
        table = states.new_full((count * MAX_PAIR_TOKENS, 2), OUTSIDE)
        table = table.index_copy(0, rows * MAX_PAIR_TOKENS + places, spans).view(count, MAX_PAIR_TOKENS, 2)
        read, asked = (self._mean(states[side], rows[side], count) for side in (passage, ~passage))
        first = states[places == 0]
        pooled = functional.gelu(self._linear(torch.cat((first, read), -1), "pooled."))
        whole = functional.gelu(self._linear(torch.cat((first, read, asked), -1), "claim_pooled."))
        words = self._linear(states, "claim_word.").squeeze(-1)[~passage]
        least = states.new_zeros(count).index_add(0, rows[~passage], torch.exp(-words.clamp(min=LEAST_WORD)))
        supported = self._linear(whole, "claim_whole.").squeeze(-1) - torch.log1p(least)
        return Logits(table, self._linear(pooled, "answered.").squeeze(-1), supported)

    @staticmethod
    def _mean(states: torch.Tensor, rows: torch.Tensor, count: int) -> torch.Tensor:
        sums = states.new_zeros(count, states.shape[1]).index_add(0, rows, states)
        return sums / torch.bincount(rows, minlength=count).clamp(min=1)[:, None]

    def _linear(self, states: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._copies[f"{name}weight"], self._copies[f"{name}bias"]
        return functional.linear(states, weight.to(states.dtype), bias.to(states.dtype))

    def _norm(self, states: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._copies[f"{name}LayerNorm.weight"], self._copies[f"{name}LayerNorm.bias"]
        return functional.layer_norm(states, weight.shape, weight, bias, self._epsilon)


class _Padded:
    """Attention of each pair within itself, (tokens, heads, d) to the same, padded to the longest of the pairs."""

    def __init__(self, sizes: torch.Tensor, rows: torch.Tensor, places: torch.Tensor, kind: torch.dtype) -> None:
        self._rows, self._longest = len(sizes), int(sizes.max())
        self._slots = rows * self._longest + places
        outside = torch.arange(self._longest)[None] >= sizes[:, None]
        self._mask = (outside.to(kind) * OUTSIDE)[:, None, None].to(rows.device)

    def __call__(self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
        def by_head(part: torch.Tensor) -> torch.Tensor:
            padded = part.new_zeros(self._rows * self._longest, *part.shape[1:]).index_copy(0, self._slots, part)
            return padded.view(self._rows, self._longest, *part.shape[1:]).transpose(1, 2)

        scores = (by_head(query) * query.shape[-1] ** -0.5) @ by_head(key).transpose(2, 3) + self._mask
        mixed = (scores.softmax(-1) @ by_head(value)).transpose(1, 2)
        return mixed.reshape(self._rows * self._longest, *query.shape[1:])[self._slots]


def _multiplies_bfloat16() -> bool:
    """Whether the processor has instructions for it; one that has none takes longer than with float32."""
    return torch.ops.mkldnn._is_mkldnn_bf16_supported()


def _packed_attention(sizes: torch.Tensor, device: torch.device):
    """The same without padding, by the library's kernel for sequences of unequal length."""
    from torch.nn.attention.varlen import varlen_attn

    longest = int(sizes.max())
    borders = functional.pad(torch.cumsum(sizes, 0), (1, 0)).to(device, torch.int32)

    def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
        return varlen_attn(query.contiguous(), key.contiguous(), value.contiguous(), borders, borders, longest, longest)

    return attend
