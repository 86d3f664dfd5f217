"""The tokenizer that answers, against `tokenizers` over the same pieces: the same numbers at the same places."""

from __future__ import annotations

import functools
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vectorstore.embedding.bundled_e5 import build_tokenizer
from vectorstore.embedding.e5_weights import Weights, read_weights, weights_path
from vectorstore.embedding.unigram import MAX_PIECE_CHARACTERS, Unigram

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ROOT = Path(__file__).parent.parent
ODD = (
    "", " ", "  ", "   ", "a", " a", "  a", "a  b", "a   b  ", "a ", "▁a", "▁▁a ▁ b", "a\x00b", "سطر\nثان",
    "😀😀x", "<s> x</s>", "<unk>😀", "𐎀𐎁 𐎀", "ا" * 500, "abc" * 200, " " * 100 + "نص", "東京都の人口", "ـــتطويل وﻷﻻ ﷲ",
)  # fmt: skip
ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئًٌَُِّْ٠١٢٣،؛؟ـ" + "abcdEFG0123.,-«»()%" + "▁\n\t\u200f😀𐎀東" + " " * 12


@functools.cache
def weights() -> Weights:
    path = weights_path()
    assert path is not None
    return read_weights(path)


@functools.cache
def library() -> Tokenizer:
    tokenizer = build_tokenizer(weights())
    tokenizer.no_truncation()
    return tokenizer


@functools.cache
def own() -> Unigram:
    return Unigram(weights().pieces, weights().unknown)


def assert_same_tokens(text: str) -> None:
    """What both make of a text, without the frame that the library puts around it."""
    expected = library().encode(text)
    ids, offsets = own().encode(text)
    assert ids.tolist() == own().numbers(text) == expected.ids[1:-1], text
    assert [tuple(place) for place in offsets.tolist()] == expected.offsets[1:-1], text


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_have_the_tokens_of_the_library(text: str) -> None:
    assert_same_tokens(text)


def test_half_a_character_is_unknown_and_no_error() -> None:
    ids, offsets = own().encode("نص \ud800")
    assert ids.tolist()[-1] == weights().unknown and offsets.tolist()[-1] == [3, 4]


def test_articles_have_the_tokens_of_the_library() -> None:
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted((ROOT / "seeds").rglob("*.txt"))]
    assert texts
    for text in texts:
        assert_same_tokens(" ".join(text.split()))
        assert_same_tokens(text)


def test_drawn_texts_have_the_tokens_of_the_library() -> None:
    rng = random.Random(20261126)
    for _ in range(2000):
        assert_same_tokens("".join(rng.choices(ALPHABET, k=rng.randrange(60))))


def test_no_piece_is_longer_than_is_looked_for() -> None:
    assert max(len(piece) for piece, _ in weights().pieces) == MAX_PIECE_CHARACTERS


def test_a_token_that_begins_a_word_begins_with_its_space() -> None:
    text = "كتب  علي"
    _, offsets = own().encode(text)
    assert [text[start:end] for start, end in offsets.tolist()] == ["كتب", " علي"]
