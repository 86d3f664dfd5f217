"""What the reader learns from, as arrays: the trainer draws from them as fast as a graphics card reads, and needs
neither the tokenizer nor the whole word table.

`python -m training.pack_readings` makes the file; `training.draw_readings` draws from it. All texts are token numbers
(renumbered to the pieces that occur), with the stem of the content word over each token, and for paragraphs the
place of each token and each sentence in characters.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vectorstore.embedding.e5_weights import Shape, Weights

BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
"""32 numbers of the bundled file, which packs matrices in 4 bits (`vectorstore.embedding.e5_weights`)."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of unequal length behind each other; row i lies between `ends[i]` and `ends[i + 1]`."""

    values: np.ndarray
    ends: np.ndarray

    def __getitem__(self, row: int) -> np.ndarray:
        return self.values[self.ends[row] : self.ends[row + 1]]

    def __len__(self) -> int:
        return len(self.ends) - 1

    @classmethod
    def of(cls, rows: Sequence[Sequence[int] | np.ndarray], dtype: type) -> Ragged:
        ends = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64)))
        values = np.concatenate([np.asarray(row, dtype) for row in rows]) if len(rows) else np.zeros(0, dtype)
        return cls(values.astype(dtype), ends.astype(np.uint32))


@dataclass(frozen=True, slots=True)
class Packed:
    """The arrays. Stems are 0 where a token is no content word.

    `ids`, `stems`, `starts`, `lengths`, `sentences`: of each paragraph (sentences as start, end, start, end …);
    `title_ids`, `title_stems`; `question_ids`, `question_stems`: questions and claims. `examples` (n, 4): set,
    question, paragraph, held out or not; `answers`: start, end, … in characters for each example; `altered`: questions
    with a false premise, `near`: paragraphs that do not answer, for each example. `claims` (m, 7): question, paragraph,
    start, end, supported, kind, held out. `frame`: numbers of the tokens that begin, end and pad.
    """

    sets: tuple[str, ...]
    kinds: tuple[str, ...]
    ids: Ragged
    stems: Ragged
    starts: Ragged
    lengths: Ragged
    sentences: Ragged
    title_ids: Ragged
    title_stems: Ragged
    question_ids: Ragged
    question_stems: Ragged
    examples: np.ndarray
    answers: Ragged
    altered: Ragged
    near: Ragged
    claims: np.ndarray
    frame: np.ndarray
    query_prompt: np.ndarray
    passage_prompt: np.ndarray
    shape: Shape
    tensors: Mapping[str, np.ndarray]

    def weights(self) -> Weights:
        """The bundled encoder's, with the rows of the word table that occur; without the tokenizer."""
        begin, end, padding = (int(number) for number in self.frame)
        return Weights(self.shape, (), begin, end, padding, 0, {}, self.tensors)


def save(packed: Packed, path: Path) -> None:
    """Write the arrays (NumPy's compressed archive; no pickle)."""
    arrays: dict[str, np.ndarray] = {"shape": np.array(dataclasses.astuple(packed.shape))}
    for part in dataclasses.fields(packed):
        value = getattr(packed, part.name)
        if isinstance(value, Ragged):
            arrays |= {f"{part.name}.values": value.values, f"{part.name}.ends": value.ends}
        elif isinstance(value, np.ndarray):
            arrays[part.name] = value
        elif isinstance(value, tuple) and part.name in ("sets", "kinds"):
            arrays[part.name] = np.array(value)
    # records are written as bytes: an archive without pickles takes no structured types of every version
    arrays |= {f"w.{name}": np.ascontiguousarray(tensor).view(np.uint8) for name, tensor in packed.tensors.items()}
    np.savez_compressed(path, **arrays)


def load(path: Path) -> Packed:
    """Read what `save` wrote."""
    with np.load(path) as archive:
        arrays = {name: archive[name] for name in archive.files}
    named = zip(dataclasses.fields(Shape), arrays["shape"], strict=True)
    shape = Shape(*(float(value) if part.name == "epsilon" else int(value) for part, value in named))
    tensors = {name[2:]: _tensor(name[2:], value) for name, value in arrays.items() if name.startswith("w.")}
    found: dict[str, object] = {"shape": shape, "tensors": tensors}
    for part in dataclasses.fields(Packed):
        if f"{part.name}.values" in arrays:
            found[part.name] = Ragged(arrays[f"{part.name}.values"], arrays[f"{part.name}.ends"])
        elif part.name in ("sets", "kinds"):
            found[part.name] = tuple(str(name) for name in arrays[part.name])
        elif part.name in arrays and part.name != "shape":
            found[part.name] = arrays[part.name]
    return Packed(**found)


def _tensor(name: str, value: np.ndarray) -> np.ndarray:
    matrix = name == "emb.word" or name.split(".")[1:] in ([m, "w"] for m in ("q", "k", "v", "ao", "fi", "fo"))
    return value.reshape(-1).view(BLOCK if matrix else np.dtype("<f4"))
