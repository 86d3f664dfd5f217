"""The engine: networks as they are shipped, and a process that answers without torch."""

from __future__ import annotations

import hashlib
import mmap
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import openvino
import pytest

from assistant.retrieval import reader
from vectorstore.embedding import bundled_embedder, eight_bits
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.engine import LENGTH_STEP, Network, padded_length
from vectorstore.embedding.heaps import give_back, seldom_read

ROOT = Path(__file__).parent.parent
NETWORKS = {
    "encoder": (bundled_embedder.NETWORK_FILE, weights_path()),
    "reader": (reader.NETWORK_FILE, reader.WEIGHTS_FILE),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_was_built_from_the_weights_that_are_here(name: str) -> None:
    network, source = NETWORKS[name]
    told = ElementTree.parse(network).find("rt_info/isnad/source_sha256")
    assert told is not None and told.get("value") == hashlib.sha256(source.read_bytes()).hexdigest(), (
        f"build it again: python -m training.build_engine --shared ../shared --only {name}"
    )


def test_a_batch_is_padded_to_a_step_and_never_beyond_the_places_there_are() -> None:
    assert [padded_length(length, 512) for length in (1, LENGTH_STEP, LENGTH_STEP + 1, 505, 512)] == [
        LENGTH_STEP, LENGTH_STEP, 2 * LENGTH_STEP, 512, 512,
    ]  # fmt: skip


@pytest.mark.parametrize("content", [None, b"", b"<net", "نص".encode()])
def test_what_is_no_network_is_an_error_of_its_file(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "network.xml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OSError, match=r"network\.xml"):
        Network(path)


@pytest.mark.slow
def test_callers_side_by_side_get_their_own_results() -> None:
    network = Network(bundled_embedder.NETWORK_FILE)
    drawn = np.random.default_rng(1).normal(size=(12, 1, 16, 384)).astype(np.float32)
    mask = np.ones((1, 16), np.int64)

    def states(words: np.ndarray) -> np.ndarray:
        return network.run({"words": words, "mask": mask})[0]

    for together, alone in zip(network.map(states, drawn), map(states, drawn), strict=True):
        assert np.allclose(together, alone, atol=1e-4)


WINDOW = """
import sys, threading, uvicorn
from pathlib import Path
from assistant.opening import open_assistant
from assistant.settings import settings_from
from assistant.ui.backend import Backend
from assistant.ui.window import claim, create_app

settings = settings_from({"corpus": sys.argv[1], "index": sys.argv[2], "llm": "none"}, {"HOME": sys.argv[2]})
desk = Backend(lambda on_progress: open_assistant(settings, on_progress), settings.corpus, watch=False)
listener = claim("127.0.0.1", 0)
server = uvicorn.Server(uvicorn.Config(create_app(desk, settings), log_level="warning"))
served = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
served.start()
desk.start()
desk.greeted()
assert desk.wait(300), "the index did not open"
answer = desk.assistant.ask("كم يبلغ طول نهر النيل؟")
server.should_exit = True
served.join(30)
desk.close()
assert not answer.abstained, answer.text
print(sorted({"torch", "transformers", "sentence_transformers", "openvino_telemetry"} & {
    name for name, module in sys.modules.items() if module is not None}), "openvino" in sys.modules)
"""
"""Serves the window, asks the assistant behind it, and says what was imported."""


@pytest.mark.slow
def test_the_window_answers_a_question_without_torch(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "نهر.txt").write_text("نهر النيل\n\nيبلغ طول نهر النيل نحو 6650 كيلومترا.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, corpus, tmp_path / "index"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == "[] True"


@pytest.mark.skipif(sys.platform != "linux", reason="tells what is in memory")
def test_pages_of_a_file_that_is_seldom_read_are_given_back_and_can_be_read_again(tmp_path: Path) -> None:
    place = tmp_path / "أوزان"
    place.write_bytes(b"\7" * (8 << 20))

    def in_memory() -> int:
        part = Path("/proc/self/smaps").read_text(encoding="utf-8").partition(str(place))[2]
        return int(part.partition("Rss:")[2].split()[0])

    with place.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        seldom_read(mapped)
        assert mapped[:].count(7) == len(mapped)
        assert in_memory() == 8 << 10
        give_back()
        assert in_memory() == 0
        assert mapped[-1] == 7


def test_products_of_8_bits_come_out_right_whatever_the_processor() -> None:
    core = openvino.Core()

    assert eight_bits._multiplies_rightly(core, "CPU", eight_bits.right_settings(core, "CPU"))
