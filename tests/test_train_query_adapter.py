"""The training of the map that turns a question's vector, on vectors that are drawn."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch

from training.train_query_adapter import Pairs, figures, fit, read_vectors, write_vectors


def drawn(width: int = 64, passages: int = 60, asked: int = 200) -> Pairs:
    """Passages of two sentences; each question is its first one and twice that with every coordinate moved."""
    torch.manual_seed(1)
    sentences = torch.nn.functional.normalize(torch.randn(2 * passages, width), dim=1)
    whole = torch.nn.functional.normalize(sentences[::2] + sentences[1::2], dim=1)
    own = torch.arange(passages).repeat_interleave(asked)
    questions = (sentences[::2] + 2 * sentences[::2].roll(1, dims=1))[own] + 0.2 * torch.randn(len(own), width)
    held = own % 6 == 0
    of = torch.arange(passages).repeat_interleave(2)
    return Pairs(torch.nn.functional.normalize(questions, dim=1), own, held, whole, sentences, of)


def test_questions_of_passages_that_were_held_out_come_nearer_to_them():
    pairs = drawn()
    held = torch.nonzero(pairs.held)[:, 0]
    before = figures(pairs, held, torch.zeros(64, 64))
    after = figures(pairs, held, fit(pairs))
    assert after[0] > before[0] + 0.005


def test_a_right_passage_that_is_nearest_has_the_first_rank():
    pairs = drawn()
    same = dataclasses.replace(pairs, questions=pairs.sentences[::2][pairs.own])
    assert figures(same, torch.arange(len(same.own)), torch.zeros(64, 64))[0] > 0.9


def test_vectors_that_were_kept_are_read_as_they_were(tmp_path: Path):
    write_vectors(tmp_path / "vectors.npz", {"ARCD test": drawn(), "learned": drawn(passages=7)})
    again = read_vectors(tmp_path / "vectors.npz")
    assert list(again) == ["ARCD test", "learned"]
    for name, passages in (("ARCD test", 60), ("learned", 7)):
        for field in dataclasses.fields(Pairs):
            assert torch.equal(getattr(again[name], field.name), getattr(drawn(passages=passages), field.name))
