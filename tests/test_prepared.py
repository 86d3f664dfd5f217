"""Networks kept as they are prepared: taken from the disk where they fit, and passed over where anything is amiss."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from vectorstore.embedding import prepared
from vectorstore.embedding.bundled_embedder import NETWORK_FILE
from vectorstore.embedding.engine import MAX_STREAMS, Network
from vectorstore.embedding.heaps import give_back

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    before = list(prepared._kept_in)
    prepared.keep_prepared(tmp_path / "networks")
    yield tmp_path / "networks"
    prepared._kept_in[:] = before


WORDS = {
    "words": np.random.default_rng(1).normal(size=(1, 16, 384)).astype(np.float32),
    "mask": np.ones((1, 16), np.int64),
}
"""Words that are drawn, as the encoder takes them."""


def states(most_streams: int = MAX_STREAMS) -> np.ndarray:
    """What the bundled encoder makes of them."""
    network = Network(NETWORK_FILE, most_streams)
    found = network.run(WORDS)[0]
    network.close()
    return found


def test_a_kept_network_gives_the_same_and_damaged_or_strange_ones_are_made_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = states()
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == kept.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(prepared, "_write", None)  # would fail if it were made anew
    assert np.array_equal(states(), expected)
    monkeypatch.undo()
    half = len(whole) // 2
    for other in (b"", whole[:40], whole[:half], whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :]):
        kept.write_bytes(other)
        assert np.array_equal(states(), expected)
        assert list(folder.iterdir()) == [kept]
        assert prepared._read(kept, whole[: prepared.DIGEST_BYTES]) is not None


def test_what_openvino_does_not_take_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = states()
    monkeypatch.setattr(prepared, "_read", lambda place, key: b"no network")
    assert np.array_equal(states(), expected)


def test_a_folder_that_takes_nothing_costs_only_time(folder: Path) -> None:
    folder.write_text("here is a file", encoding="utf-8")
    assert states().shape == (1, 16, 384)
    assert folder.read_text(encoding="utf-8") == "here is a file"


def test_what_is_kept_serves_any_number_of_streams(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = states()
    monkeypatch.setattr(prepared, "_write", None)  # would fail if it were made anew
    assert np.array_equal(states(most_streams=1), expected)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is read")
def test_a_kept_network_holds_nothing_of_its_file_and_runs_on_when_that_is_gone(folder: Path) -> None:
    expected = states()
    (kept,) = folder.iterdir()
    network = Network(NETWORK_FILE)
    give_back()
    smaps = Path("/proc/self/smaps").read_text(encoding="utf-8").rpartition(str(kept))[2]
    assert int(smaps.partition("Rss:")[2].split()[0]) == 0
    kept.unlink()
    assert np.array_equal(network.run(WORDS)[0], expected)
    network.close()
