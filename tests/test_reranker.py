"""A CrossEncoder in the reader's place: built here, fitted to one word, and asked over real passages."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.cli.commands import main
from assistant.messages import say
from assistant.opening import open_assistant
from assistant.question.followup import Standalone
from assistant.retrieval.reader import UNREAD_LOGIT, Reading
from assistant.retrieval.reranker import (
    CALIBRATION_FILE,
    Calibration,
    find_reranker,
    load_reranker,
    read_calibration,
    write_calibration,
)
from assistant.settings import settings_from
from benchmarks.calibrate_reader import fitted_line
from tests.fakes import WordLengths
from vectorstore.errors import VectorstoreError
from vectorstore.types import Passage

pytestmark = pytest.mark.slow

PREFERRED = "الميناء"
"""The word that the model of these tests has learned to prefer, whatever is asked."""

TEXTS = {
    "سوق.txt": "افتتح السوق سنة 1950 قرب الجامع. وفيه مئة دكان.",
    "ميناء.txt": "وسع الميناء سنة 1970 قرب السوق. وفيه عشرون رافعة.",
    "مدرسة.txt": "بنيت المدرسة سنة 1920 قرب السوق. وفيها ألف طالب.",
}
QUESTION = "متى افتتح السوق قرب الجامع؟"


def passage(source: str) -> Passage:
    text = TEXTS[source]
    end = text.index(".") + 1
    return Passage(source, 0, len(text), text, "", "body", ((0, end), (end + 1, len(text))))


def build(folder: Path, labels: int = 1, head: str = "BertForSequenceClassification") -> Path:
    """A BERT of one layer that scores a pair high where the passage has the preferred word."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = sorted({word.strip(".؟") for text in (*TEXTS.values(), QUESTION) for word in text.split()} | {".", "؟"})
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]) + "\n", encoding="utf-8"
    )
    tokenizer = BertTokenizer(str(folder / "vocab.txt"), do_lower_case=False)
    torch.manual_seed(0)
    model = BertForSequenceClassification(
        BertConfig(
            vocab_size=len(words) + 5, hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=64, max_position_embeddings=128, num_labels=labels, hidden_dropout_prob=0.0,
        )
    )
    texts = list(TEXTS.values())
    pairs = tokenizer([QUESTION] * len(texts), texts, padding=True, return_tensors="pt")
    wanted = torch.tensor([[4.0 if PREFERRED in text else -4.0] * labels for text in texts])
    steps = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(60):
        steps.zero_grad()
        (model(**pairs).logits - wanted).square().mean().backward()
        steps.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "architectures": [head]}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("rerankers") / "ترتيب")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "مقالات"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Finding:
    """A reader that finds the first three letters of each sentence, and is as unsure of everything."""

    support = None

    def read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None = None
    ) -> list[Reading]:
        return [
            Reading(-3.0, tuple((a, a + 3) for a, _ in p.sentences), (1.0,) * len(p.sentences)) for p in passages
        ]


def test_its_numbers_come_through_the_line_that_was_fitted_and_the_parts_from_the_reader_beneath(made: Path) -> None:
    passages = [passage(source) for source in TEXTS]
    plain = load_reranker(str(made), None).scores(QUESTION, passages)
    assert int(plain.argmax()) == 1, "the model prefers the harbour"
    found = load_reranker(str(made), Finding(), Calibration(0.5, -1.0, 0.7)).read(QUESTION, passages)
    assert [reading.answered for reading in found] == pytest.approx(0.5 * plain - 1.0)
    assert {reading.weight for reading in found} == {0.7}
    assert [reading.spans for reading in found] == [
        tuple((a, a + 3) for a, _ in p.sentences) for p in passages
    ]


def test_without_a_reader_beneath_no_part_is_found(made: Path) -> None:
    (found,) = load_reranker(str(made), None).read(QUESTION, [passage("سوق.txt")])
    assert all(start == end for start, end in found.spans)
    assert set(found.scores) == {UNREAD_LOGIT}


def test_a_lone_half_of_a_character_and_a_long_question_are_scored_like_any(made: Path) -> None:
    scores = load_reranker(str(made), None).scores("\ud83d" + "متى " * 500, [passage("سوق.txt")] * 3)
    assert np.isfinite(scores).all() and np.ptp(scores) < 1e-5


def test_with_it_the_passages_come_in_its_order_and_nothing_is_set_off(
    made: Path, corpus: Path, tmp_path: Path, quick: WordLengths
) -> None:
    def first(**more: str) -> tuple[str, bool]:
        given = {"corpus": str(corpus), "index": str(tmp_path / "index"), "llm": "none", **more}
        assistant = open_assistant(settings_from(given, {"HOME": str(tmp_path)}))
        with assistant.searcher.reading() as search:
            found = assistant.find(search, Standalone(QUESTION), None)
        assistant.close()
        return found.hits[0].passage.source, any(sentence.answer for sentence in found.ranked)

    assert first() == ("سوق.txt", False)
    assert first(reranker=str(made)) == ("ميناء.txt", False)


def test_what_was_fitted_is_kept_with_the_model_and_what_is_damaged_is_said(made: Path, tmp_path: Path) -> None:
    assert read_calibration(made) == Calibration()
    kept = Calibration(0.25, -1.5, 0.3)
    write_calibration(tmp_path, kept)
    assert read_calibration(tmp_path) == kept
    for factor in ('"1"', "NaN", "-1", "true", "[", "1e999"):
        content = f'{{"factor": {factor}, "bias": 0, "weight": 1}}'
        (tmp_path / CALIBRATION_FILE).write_text(content, encoding="utf-8")
        with pytest.raises(VectorstoreError) as error:
            read_calibration(tmp_path)
        assert error.value.code == "calibration_damaged"


@pytest.mark.parametrize("name", ["nobody/no-such-model", "لا/وجود-له", "no-such-model"])
def test_one_that_is_not_there_is_said_before_anything_is_changed(
    name: str, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["--corpus", str(corpus), "--index", str(tmp_path / "index"), "--reranker", name]
    assert main(["index", *call]) == 2
    assert say("reranker_missing", "ar", name=name) in capsys.readouterr().err
    assert not (tmp_path / "index").exists()


def test_a_model_that_scores_no_pairs_gives_several_numbers_or_is_damaged_is_refused(tmp_path: Path) -> None:
    headless = build(tmp_path / "headless", head="BertModel")
    several = build(tmp_path / "several", labels=3)
    damaged = build(tmp_path / "damaged")
    (damaged / "model.safetensors").write_bytes(b"\0" * 100)
    for folder in (headless, several, damaged):
        with pytest.raises(VectorstoreError) as error:
            load_reranker(str(folder), None)
        assert (error.value.code, error.value.values) == ("reranker_unfit", {"name": str(folder)})
    with pytest.raises(VectorstoreError, match="reranker_unfit"):
        find_reranker(str(headless))  # already before the index is opened


@pytest.mark.parametrize(("factor", "bias"), [(1.0, 0.0), (0.3, -2.0), (25.0, -10.0)])
def test_the_line_that_is_fitted_brings_any_scale_to_logits(factor: float, bias: float) -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 3, 4_000)
    right = rng.random(4_000) < 1 / (1 + np.exp(-logits))
    found = fitted_line((logits - bias) / factor, right)
    assert found[0] == pytest.approx(factor, rel=0.1)
    assert found[1] == pytest.approx(bias, abs=0.05 * factor + 0.2)
