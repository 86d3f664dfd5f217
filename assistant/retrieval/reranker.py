"""A larger model in the reader's place: a CrossEncoder of sentence-transformers says which passages answer.

It gives one number for a question and a passage, and no words: the parts that are set off still come from the bundled
reader, and nothing is set off where that is not used. Its numbers mean something else with every model, so they are
brought to the reader's measure by a line that `benchmarks/calibrate_reader.py --reranker` fits and keeps beside the
model's files; without it a number is taken for the logit that such models are trained to give.

torch is imported when the model is loaded and not before: whoever names none never waits for it.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.retrieval.reader import UNREAD_LOGIT, Reader, Reading
from assistant.verification.entailment import Support
from vectorstore.embedding.model_folder import find_model_folder
from vectorstore.embedding.pooling import embedded_text, readable
from vectorstore.errors import VectorstoreError
from vectorstore.types import Passage

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

CALIBRATION_FILE = "isnad-reranker.json"
"""Beside the model's `config.json`: the fields of a `Calibration`."""

MAKER = "cross-encoder"
"""Whose model on the hub a name without one is."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """From a model's number to a logit of being answered, `factor` times it plus `bias`, and what that weighs.

    `weight`: by how much a passage's fused score rises with each unit of the logit (see `rerank.score_boost`). At 1 the
    model's order is followed nearly everywhere, which is what somebody wants who names one.
    """

    factor: float = 1.0
    bias: float = 0.0
    weight: float = 1.0

    def logits(self, scores: np.ndarray) -> np.ndarray:
        return self.factor * scores + self.bias


class Reranker:
    """A Reader whose `answered` is a CrossEncoder's, and whose parts are those of the reader beneath it."""

    def __init__(self, model: CrossEncoder, reader: Reader | None, calibration: Calibration) -> None:
        self._model = model
        self._reader = reader
        self.support: Support | None = reader.support if reader else None
        self._calibration = calibration
        self._lock = threading.Lock()  # tokenizers of transformers serve one caller at a time

    def read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None = None
    ) -> list[Reading]:
        readings = self._reader.read(question, passages, variants) if self._reader else list(map(_unread, passages))
        logits = self._calibration.logits(self.scores(question, passages))
        return [
            replace(reading, answered=float(logit), weight=self._calibration.weight)
            for reading, logit in zip(readings, logits, strict=True)
        ]

    def scores(self, question: str, passages: Sequence[Passage]) -> np.ndarray:
        """The model's own numbers (n,) for a question with each of the passages."""
        import torch

        pairs = [(readable(question), embedded_text(passage)) for passage in passages]
        with self._lock:
            return np.asarray(
                self._model.predict(pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False), np.float64
            )


def _unread(passage: Passage) -> Reading:
    """Of a passage that only the reranker sees: no part of any sentence."""
    return Reading(
        UNREAD_LOGIT,
        tuple((start, start) for start, _ in passage.sentences),
        (UNREAD_LOGIT,) * len(passage.sentences),
    )


def find_reranker(name: str, *, allow_download: bool = False) -> Path:
    """The folder of a reranker on this machine, by itself or by its name on the hub.

    VectorstoreError `reranker_missing` where there is none, `reranker_unfit` where a model is there that scores no
    pairs: one without the layer that does would be given one at random, and put the passages in any order.
    """
    folder = find_model_folder(name, MAKER, allow_download=allow_download)
    if folder is None:
        raise VectorstoreError("reranker_missing", name=name)
    kinds = _read_object(folder / "config.json").get("architectures")
    told = _read_object(folder / "config_sentence_transformers.json").get("model_type")
    named = [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list) else []
    if told != "CrossEncoder" and not any(kind.endswith("ForSequenceClassification") for kind in named):
        raise VectorstoreError("reranker_unfit", name=name)
    return folder


def load_reranker(name: str, reader: Reader | None, calibration: Calibration | None = None) -> Reranker:
    """Load a reranker over the reader that finds the parts; takes seconds, and memory as the model is large.

    `calibration`: None for the one that is kept with the model, or the plain one. VectorstoreError as `find_reranker`,
    `reranker_unfit` also for a model that gives several numbers or cannot be loaded, `calibration_damaged`.
    """
    folder = find_reranker(name)
    calibration = calibration or read_calibration(folder)
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        single = model.num_labels == 1
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged or unknown model makes of it
        raise VectorstoreError("reranker_unfit", name=name) from error
    if not single:
        raise VectorstoreError("reranker_unfit", name=name)
    return Reranker(model, reader, calibration)


def read_calibration(folder: Path) -> Calibration:
    """What was kept with a model, or the plain one; VectorstoreError `calibration_damaged`."""
    path = folder / CALIBRATION_FILE
    if not path.exists():
        return Calibration()
    kept = _read_object(path)
    values = [kept.get(key) for key in ("factor", "bias", "weight")]
    numbers = [float(value) for value in values if type(value) in (int, float) and math.isfinite(value)]
    if len(numbers) < len(values) or numbers[0] <= 0:
        raise VectorstoreError("calibration_damaged", path=path)
    return Calibration(*numbers)


def write_calibration(folder: Path, calibration: Calibration) -> None:
    """Keep it with the model."""
    text = json.dumps(asdict(calibration), indent=2)
    (folder / CALIBRATION_FILE).write_text(text + "\n", encoding="utf-8")


def _read_object(path: Path) -> dict[str, object]:
    """A JSON file's object; empty where it is none or cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
