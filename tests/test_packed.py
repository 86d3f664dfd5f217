"""How the ledger keeps vectors and texts: small, and what comes back is what was put in."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import SEEDS
from vectorstore.formats.documents import read_documents
from vectorstore.ledger.packed import between, pack, packed_together, unpack, unpacked_together, whole_text
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Embedded, Passage


def units(count: int, dimension: int = 384) -> np.ndarray:
    drawn = np.random.default_rng(5).normal(size=(count, dimension)) + 0.7  # with much in common, as real ones have
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def test_a_cosine_with_a_packed_vector_is_that_with_the_vector_to_a_thousandth() -> None:
    vectors = units(200)
    packed = pack(vectors)
    assert len(packed) == vectors.size
    found = unpack(packed, 384)
    off = vectors[:100] @ (found - vectors)[100:].T
    assert off.std() < 5e-4 and np.abs(off).max() < 2e-3
    assert (found * vectors).sum(axis=1).min() > 0.9999


@pytest.mark.parametrize("kind", ["<f4", "<f2"])
def test_what_was_unpacked_packs_to_the_same_bytes(kind: str) -> None:
    packed = pack(units(50))
    assert pack(unpack(packed, 384).astype(kind)) == packed


def test_a_vector_of_zeroes_and_one_number_alone_are_kept() -> None:
    rows = np.array([[0.0, 0.0, 0.0], [0.0, -1.0, 0.0]], np.float32)
    assert np.array_equal(unpack(pack(rows), 3), rows)
    assert unpack(pack(np.zeros((0, 3))), 3).shape == (0, 3)


def test_bytes_of_no_whole_number_of_vectors_are_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        unpack(b"1234", 3)


def test_every_article_is_its_passages_and_what_stands_between_them() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        (article,) = read_documents(path, path.name)
        assert isinstance(article, Document)
        passages = split_passages(article)
        rest = between(article.text, passages)
        assert not "".join(rest).strip("\ufeff \n\r\t")
        assert whole_text(rest, [passage.text for passage in passages]) == article.text


def test_passages_that_overlap_are_out_of_order_or_are_no_slices_are_refused() -> None:
    def one(start: int, text: str) -> Passage:
        return Passage("أ.txt", start, start + len(text), text, "", "body", ((start, start + len(text)),))

    text = "سافر القطار. وصل القطار."
    assert between(text, [one(0, "سافر القطار."), one(13, "وصل القطار.")]) == ["", " ", ""]
    assert between(text, []) == [text]
    for wrong in ([one(13, "وصل"), one(0, "سافر")], [one(0, "سافر القطار."), one(5, "القطار")], [one(0, "وصل")]):
        with pytest.raises(ValueError, match="no slice"):
            between(text, wrong)
    with pytest.raises(ValueError, match="zip"):
        whole_text(["", ""], ["سافر", "القطار"])


def test_vectors_packed_together_are_the_bytes_of_each_one_whatever_their_number_and_length() -> None:
    some = [("أ", Embedded(units(1)[0], units(3))), ("ب", Embedded(units(2)[1], units(1)))]
    strange = [*some, ("ج", Embedded(units(1, 16)[0], units(2, 16))), ("د", Embedded(units(1)[0], np.zeros((0, 384))))]
    for rows in (some, strange, []):
        apart = [(key, (pack(made.vector), pack(made.sentences))) for key, made in rows]
        assert list(packed_together(rows)) == apart


@pytest.mark.parametrize("dimensions", [(8, 8, 8), (8, 4, 8)])
def test_vectors_unpacked_together_are_those_unpacked_one_by_one(dimensions: tuple[int, ...]) -> None:
    rows = [(pack(units(1, d)), pack(units(number, d))) for number, d in enumerate(dimensions)]
    for (vector, sentences), made in zip(rows, unpacked_together(rows), strict=True):
        assert np.array_equal(made.vector, unpack(vector, len(vector))[0])
        assert np.array_equal(made.sentences, unpack(sentences, len(vector)))
    assert unpacked_together([]) == []
