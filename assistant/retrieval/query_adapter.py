"""The vector of a question, turned towards the passages that answer it.

What is asked in quite other words than the article's, or in another language, lies further from its answer than from
passages that share its words: a linear map of the question's vector (a query adapter), added to it, brings it nearer.
Passages keep their vectors, so that no index changes.
`training/train_query_adapter.py` fits it; figures: `assistant/weights/query_adapter.md`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from vectorstore.embedding.embedder import is_bundled

WEIGHTS_FILE = Path(__file__).parent.parent / "weights" / "query_adapter.npz"


def adapt_query(vector: np.ndarray, fingerprint: str) -> np.ndarray:
    """The vector (d,) of a question, of unit length, as passages are sought by it.

    `fingerprint`: the embedder's; another encoder than the bundled one has vectors that the map knows nothing of, and
    they stay as they are.
    """
    if not is_bundled(fingerprint):
        return vector
    turned = vector + vector @ _load()
    return turned / np.linalg.norm(turned)


@lru_cache(maxsize=1)
def _load() -> np.ndarray:
    """The map, float32 (d, d), by which a row vector is multiplied."""
    with np.load(WEIGHTS_FILE) as arrays:
        return arrays["map"].astype(np.float32)
