"""The file of the bundled model: its format, and files that are not it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vectorstore.embedding.e5_weights import BLOCK_TYPE, read_weights, unpack_blocks, weights_path


def test_the_file_is_found_and_has_the_shape_of_the_model() -> None:
    path = weights_path()
    assert path is not None
    weights = read_weights(path)
    assert (weights.shape.hidden, weights.shape.layers, weights.shape.vocabulary) == (384, 12, 250_037)
    assert weights.pieces[weights.begin][0] == "<s>" and weights.pieces[weights.end][0] == "</s>"
    assert weights.normalisation[0xA0] == " "
    assert weights.tensors["emb.word"].size * 32 == 250_037 * 384


def test_low_nibbles_are_the_first_half_of_a_block_and_high_ones_the_second() -> None:
    blocks = np.zeros((2, 1), BLOCK_TYPE)
    blocks["scale"] = [[0.5], [2.0]]
    blocks["nibbles"][1, 0, 3] = 0xF1
    unpacked = unpack_blocks(blocks)
    assert unpacked.shape == (2, 32)
    assert set(unpacked[0]) == {-4.0}
    assert (unpacked[1, 3], unpacked[1, 19], unpacked[1, 4]) == (-14.0, 14.0, -16.0)


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="not a E5S1 file"):
        read_weights(path)


@pytest.mark.parametrize("kept", [20, 60, 5_000_000])
def test_a_file_that_ends_early_is_refused(tmp_path: Path, kept: int) -> None:
    whole = weights_path()
    assert whole is not None
    with whole.open("rb") as source:
        (tmp_path / "short.bin").write_bytes(source.read(kept))
    with pytest.raises(ValueError, match=r"short\.bin is damaged"):
        read_weights(tmp_path / "short.bin")
