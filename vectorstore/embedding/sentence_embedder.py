"""Any sentence-transformers model as an `Embedder`, with the prompts that the model itself defines.

torch and sentence-transformers are imported inside the loader alone: they take seconds and half a gigabyte, and only
`--model` needs them.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.embedding.pooling import batches_by_length, embedded_text, pool_spans, readable, unit
from vectorstore.errors import VectorstoreError
from vectorstore.types import Embedded, Passage

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_CHARACTERS = 2_500
"""Characters of a batch with its padding, about four passages; larger ones were not faster on two cores."""


class SentenceEmbedder:
    """An Embedder over a loaded SentenceTransformer, with the prompts that the model itself defines."""

    def __init__(self, model: SentenceTransformer, fingerprint: str, *, alone_weight: float) -> None:
        self.fingerprint = fingerprint
        self.dimension = int(model.get_embedding_dimension())
        self._model = model
        self._alone_weight = alone_weight
        # Tokenizers of transformers are changed by each call and serve one caller at a time. A batch holds the lock
        # for a fraction of a second, so that a question need not wait for an index.
        self._lock = threading.Lock()
        self._prompt = _document_prompt(model)
        self._pools_by_mean = _pools_by_mean(model)

    def embed_query(self, text: str) -> np.ndarray:
        with self._lock:
            return unit(self._model.encode_query(readable(text), show_progress_bar=False))

    def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        lengths = [len(embedded_text(passage)) for passage in passages]
        embedded: dict[int, Embedded] = {}
        for batch in batches_by_length(lengths, BATCH_CHARACTERS):
            embedded.update(zip(batch, self._embed_batch([passages[index] for index in batch]), strict=True))
        return [embedded[index] for index in range(len(passages))]

    def _embed_batch(self, passages: Sequence[Passage]) -> list[Embedded]:
        texts = [embedded_text(passage) for passage in passages]
        rows = self._forward(texts)
        pooled: list[list[np.ndarray | None]] = []
        wanted: list[str] = []
        for passage, text, row in zip(passages, texts, rows, strict=True):
            shift = len(self._prompt) + len(text) - len(passage.text) - passage.start
            spans = [(start + shift, end + shift) for start, end in passage.sentences]
            vectors: list[np.ndarray | None] = [None] * len(spans)
            if "offset_mapping" in row:
                vectors = pool_spans(np.asarray(row["token_embeddings"]), np.asarray(row["offset_mapping"]), spans)
            pooled.append(vectors)
            for span, vector in zip(passage.sentences, vectors, strict=True):
                if vector is None or self._alone_weight:
                    wanted.append(readable(passage.sentence(span)))
        alone = iter(self._encode_alone(wanted))
        embedded = []
        for vectors, row in zip(pooled, rows, strict=True):
            sentences = np.zeros((len(vectors), self.dimension), np.float32)
            for place, vector in enumerate(vectors):
                if vector is None:
                    sentences[place] = next(alone)
                elif self._alone_weight:
                    sentences[place] = unit(vector + self._alone_weight * next(alone))
                else:
                    sentences[place] = vector
            embedded.append(Embedded(unit(row["sentence_embedding"].numpy()), sentences))
        return embedded

    def _forward(self, texts: list[str]) -> list[dict[str, Any]]:
        """One forward pass: per text its `sentence_embedding`, and for late pooling tokens and offsets."""
        with self._lock:
            rows = self._model.encode_document(texts, batch_size=len(texts), output_value=None, show_progress_bar=False)
            if self._pools_by_mean:
                self._add_offsets(texts, rows)
        return rows

    def _add_offsets(self, texts: Sequence[str], rows: list[dict[str, Any]]) -> None:
        """Where each token stands in the prompted text, from tokenizers that know it (the fast ones)."""
        if not getattr(self._model.tokenizer, "is_fast", False):
            return
        prompted = [self._prompt + text for text in texts]
        found = self._model.tokenizer(
            prompted, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True
        )["offset_mapping"]
        for row, offsets in zip(rows, found, strict=True):
            if len(offsets) == int(row["attention_mask"].sum()):
                row["token_embeddings"] = row["token_embeddings"][row["attention_mask"].bool()]
                row["offset_mapping"] = np.array(offsets)

    def _encode_alone(self, texts: list[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for batch in batches_by_length(list(map(len, texts)), BATCH_CHARACTERS):
            with self._lock:
                vectors[batch] = self._model.encode_document(
                    [texts[index] for index in batch], batch_size=len(batch), show_progress_bar=False
                )
        return unit(vectors)


def _document_prompt(model: SentenceTransformer) -> str:
    """The prefix that `encode_document` puts before a text."""
    for name in ("document", "passage", "corpus", model.default_prompt_name):
        if name is not None and name in model.prompts:
            return model.prompts[name]
    return ""


def _pools_by_mean(model: SentenceTransformer) -> bool:
    """Is the vector of a text nothing but the normalised mean of its tokens' vectors?"""
    names = [type(module).__name__ for module in model]
    known = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
    return names in known and model[1].pooling_mode == "mean"


def load_folder(model: str, folder: Path) -> SentenceTransformer:
    """The model in a folder; VectorstoreError `model_missing`, by the name it was asked for, where it is none."""
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise VectorstoreError("model_missing", name=model) from error
