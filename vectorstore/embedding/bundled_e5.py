"""The bundled multilingual-e5-small: its tokenizer, and its network in float32 for training and for comparison.

XLM-R's tokenizer, and a `transformers` BertModel from the 4-bit weights in `e5_weights`. The word table, 250,037 rows
of which a text needs some hundred, stays packed in the mapped file. What answers questions is not this network but the
one that `training/build_engine.py` makes of it (`bundled_embedder`, `engine`).

torch and sentence-transformers are imported inside the functions that build, since that takes seconds; the product
calls none of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.embedding.e5_weights import Weights, read_weights, unpack_blocks

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule
    from tokenizers import Tokenizer
    from torch import Tensor
    from transformers import BertModel

PROMPTS = {"query": "query: ", "document": "passage: "}
"""The prefixes that the model was trained with (model card of intfloat/multilingual-e5-small)."""


def build_tokenizer(weights: Weights) -> Tokenizer:
    """XLM-R's tokenizer: Unigram over the pieces, words marked by `▁`, `<s>` and `</s>` around the text.

    The normalisation map is applied before (`CharacterMap`): it is a table of characters, which the normalisers
    of the library do not take.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(weights.pieces), unk_id=weights.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    begin, end = weights.pieces[weights.begin][0], weights.pieces[weights.end][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, weights.begin), (end, weights.end)]
    )
    tokenizer.enable_truncation(weights.shape.positions)
    return tokenizer


def load_bundled(path: Path) -> SentenceTransformer:
    """The model in float32 as a SentenceTransformer."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize

    return SentenceTransformer(
        modules=[_input_module(read_weights(path)), Normalize()],
        prompts=PROMPTS,
        device="cpu",
        similarity_fn_name="cosine",
    )


class CharacterMap:
    """Applies the file's normalisation map: a table from one character to none, one or several."""

    def __init__(self, table: Mapping[int, str]) -> None:
        self._table = table
        self._uneven = frozenset(chr(code) for code, target in table.items() if len(target) != 1)

    def __call__(self, text: str) -> tuple[str, np.ndarray | None]:
        """The normalised text, and for each of its characters and its end the index in `text`.

        None stands for the identity, which is the usual case.
        """
        normalised = text.translate(self._table)
        if self._uneven.isdisjoint(text):
            return normalised, None
        counts = [len(self._table.get(ord(character), " ")) for character in text]
        return normalised, np.append(np.repeat(np.arange(len(text)), counts), len(text))


def _state(weights: Weights) -> dict[str, np.ndarray]:
    """The tensors under the names of transformers' BertModel, unpacked; all but the word table."""
    tensors, hidden = weights.tensors, weights.shape.hidden
    state = {
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    linear = {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
    }  # fmt: skip
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(weights.shape.layers):
        prefix = f"encoder.layer.{layer}."
        for short, name in linear.items():
            bias = tensors[f"l{layer}.{short}.b"]
            state[f"{prefix}{name}.weight"] = unpack_blocks(tensors[f"l{layer}.{short}.w"]).reshape(len(bias), -1)
            state[f"{prefix}{name}.bias"] = bias
        for short, name in norms.items():
            state[f"{prefix}{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            state[f"{prefix}{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    return state


def build_transformer(weights: Weights) -> BertModel:
    """A transformers BertModel with the weights, in float32; its word table is the packed one and cannot be trained."""
    import torch
    from transformers import BertConfig, BertModel

    class PackedEmbedding(torch.nn.Module):
        """Rows of a 4-bit table, unpacked when asked for."""

        def __init__(self, table: np.ndarray) -> None:
            super().__init__()
            self.table = table

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return torch.from_numpy(unpack_blocks(self.table[ids.numpy()]))

    shape = weights.shape
    config = BertConfig(
        vocab_size=1,  # the table of the library is replaced below
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=0,
        attn_implementation="sdpa",
    )
    with torch.device("meta"):  # no random weights only to throw them away
        model = BertModel(config, add_pooling_layer=False)
    model.set_input_embeddings(PackedEmbedding(weights.tensors["emb.word"].reshape(shape.vocabulary, -1)))
    model.embeddings.position_ids = torch.arange(shape.positions).expand(1, -1)
    model.embeddings.token_type_ids = torch.zeros(1, shape.positions, dtype=torch.long)
    state = {name: torch.from_numpy(np.array(tensor)) for name, tensor in _state(weights).items()}
    model.load_state_dict(state, assign=True)
    model.eval().requires_grad_(False)
    return model


def _input_module(weights: Weights) -> InputModule:
    """The module that sentence-transformers runs: text to mean-pooled and token embeddings."""
    import torch
    from sentence_transformers.base.modules import InputModule

    class BundledE5(InputModule):
        """Tokens of the prompted text, the transformer, and the mean over all tokens."""

        def __init__(self, weights: Weights) -> None:  # not by closure, which would keep the pieces in memory
            super().__init__()
            self.model = build_transformer(weights)
            self.tokenizer = build_tokenizer(weights)
            self.normaliser = CharacterMap(weights.normalisation)
            self.padding = weights.padding
            self.max_seq_length = weights.shape.positions

        def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: Any) -> dict[str, Tensor]:
            texts, origins = zip(*(self.normaliser((prompt or "") + text) for text in inputs), strict=True)
            encodings = self.tokenizer.encode_batch(list(texts))
            longest = max(len(encoding.ids) for encoding in encodings)
            ids = np.full((len(encodings), longest), self.padding)
            mask = np.zeros_like(ids)
            offsets = np.zeros((*ids.shape, 2), np.int64)
            for row, (encoding, origin) in enumerate(zip(encodings, origins, strict=True)):
                length = len(encoding.ids)
                ids[row, :length] = encoding.ids
                mask[row, :length] = 1
                offsets[row, :length] = encoding.offsets if origin is None else origin[np.array(encoding.offsets)]
            arrays = {"input_ids": ids, "attention_mask": mask, "offset_mapping": offsets}
            return {name: torch.from_numpy(array) for name, array in arrays.items()}

        def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
            mask = features["attention_mask"]
            tokens = self.model(input_ids=features["input_ids"], attention_mask=mask).last_hidden_state
            weight = mask.unsqueeze(-1).to(tokens.dtype)
            pooled = (tokens * weight).sum(1) / weight.sum(1)
            return {**features, "token_embeddings": tokens, "sentence_embedding": pooled}

        def get_embedding_dimension(self) -> int:
            return self.model.config.hidden_size

        def save(self, output_path: str, *_: Any, **__: Any) -> None:
            raise NotImplementedError("the bundled model is built from its package's file and not saved")

    return BundledE5(weights)
