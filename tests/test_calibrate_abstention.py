"""The weights of the decision to answer are found again where the evidence was made with known ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.abstention import BIAS_READ_ARABIC, FEATURES, WEIGHTS_READ_ARABIC
from benchmarks.calibrate_abstention import SCRIPTS, calibrate, fit, fit_others, joined, main, means, outcome
from benchmarks.evidence import EvidenceSet, save

COLUMNS = ("read", "first_read", "first_unfit", "place_lacking")
TRUE = {"read": 1.2, "first_read": 0.4, "first_unfit": -2.0, "place_lacking": -1.0}
NOTHING = np.zeros(len(FEATURES))


def place(name: str) -> int:
    return FEATURES.index(name)


def made(seed: int, number: int = 400, sign: float = 1.0) -> EvidenceSet:
    """Questions whose answers follow `TRUE`, or with -1 the opposite."""
    rng = np.random.default_rng(seed)
    evidence = np.zeros((number, len(FEATURES)))
    for name in ("read", "first_read"):
        evidence[:, place(name)] = rng.normal(0, 2, number)
    for name in ("first_unfit", "place_lacking"):
        evidence[:, place(name)] = rng.random(number) < 0.4
    evidence[:, place("figures")] = 1.0
    logits = sign * sum(evidence[:, place(name)] * weight for name, weight in TRUE.items())
    truth = rng.random(number) < 1 / (1 + np.exp(-logits))
    return of(evidence, truth)


def of(evidence: np.ndarray, truth: Sequence[bool] | np.ndarray, right: Sequence[bool] | None = None) -> EvidenceSet:
    answerable = np.array(truth, bool)
    return EvidenceSet(
        FEATURES, evidence, answerable, answerable if right is None else np.array(right, bool),
        np.ones(len(answerable), bool),
    )  # fmt: skip


def test_the_fit_finds_the_weights_that_the_evidence_was_made_with() -> None:
    weights, _ = fit([made(1), made(2), made(3)], COLUMNS, NOTHING, 1.0, True)
    for name, true in TRUE.items():
        assert weights[place(name)] == pytest.approx(true, abs=0.35)
    assert list(np.argsort(weights[[place(name) for name in COLUMNS]])) == [2, 3, 1, 0]


def test_what_is_not_fitted_keeps_its_weight_and_what_is_the_same_everywhere_gets_none() -> None:
    held = NOTHING.copy()
    held[place("read")], held[place("sentence_cosine")] = 1.2, 6.0
    weights, _ = fit([made(1), made(2)], ("first_read", "figures"), held, 1.0, True)
    assert weights[place("read")] == 1.2 and weights[place("sentence_cosine")] == 6.0
    assert weights[place("figures")] == pytest.approx(0, abs=1e-3)
    assert held[place("first_read")] == 0, "what is in use was changed"


def test_what_a_passage_lacks_is_trusted_less_for_being_rare_than_another_column() -> None:
    evidence, truth = np.zeros((320, len(FEATURES))), np.arange(320) % 2 == 0
    for name in ("place_lacking", "unknown_name"):
        evidence[1:4:2, place(name)] = 1  # two questions, both unanswerable
    found = of(evidence, truth)
    lacking, unknown = (fit([found], (name,), NOTHING, 1.0, True)[0] for name in ("place_lacking", "unknown_name"))
    assert unknown[place("unknown_name")] < lacking[place("place_lacking")] - 1 < -1


def test_sets_and_kinds_weigh_alike_whatever_their_size() -> None:
    one, other = made(1), made(2, 150)
    refused = np.flatnonzero(~other.answerable)
    more = np.concatenate([np.arange(len(other)), *[refused] * 4])
    larger = of(other.evidence[more], other.answerable[more])
    same = fit([one, other], COLUMNS, NOTHING, 0.0, True)
    assert fit([joined([one] * 5), larger], COLUMNS, NOTHING, 0.0, True)[0] == pytest.approx(same[0], abs=0.01)
    pooled = fit([joined([one] * 5), larger], COLUMNS, NOTHING, 0.0, False)[0]
    assert pooled != pytest.approx(same[0], abs=0.01)


def test_a_set_that_is_left_out_has_no_say_in_what_is_tried_on_it() -> None:
    sets = {"one": made(1), "two": made(2), "turned": made(3, sign=-1.0)}
    others = fit_others(sets, COLUMNS, NOTHING, 1.0, True)
    assert outcome(sets["turned"], sets["turned"].evidence @ others["turned"][0]).area < 0.2
    assert others["turned"][0][place("read")] > 1 > others["one"][0][place("read")]


def test_what_is_decided_is_counted_by_hand() -> None:
    truth, right = [True, True, True, False, False], [True, True, False, False, False]
    found = outcome(of(np.zeros((5, len(FEATURES))), truth, right), np.array([2.0, -1.0, 0.5, 1.0, -3.0]))
    assert (found.right_answered, found.right, found.answered, found.answerable) == (1, 2, 2, 3)
    assert (found.wrongly_answered, found.unanswerable) == (1, 2)
    assert found.balanced == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert found.decided == pytest.approx(2 / 5), "one right sentence, one refused"
    assert found.area == pytest.approx(4 / 6), "four pairs of six are in order"


def test_a_set_without_unanswerable_questions_has_no_part_in_the_mean() -> None:
    all_answered = outcome(of(np.zeros((2, len(FEATURES))), [True, True]), np.array([1.0, 1.0]))
    both = outcome(of(np.zeros((2, len(FEATURES))), [True, False]), np.array([1.0, 1.0]))
    assert means([all_answered, both]) == (0.5, 0.75, 0.5)


def test_the_command_prints_the_row_that_it_fitted_to_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, seed in (("أولى", 1), ("ثانية", 2)):
        save(tmp_path / f"{name}.npz", made(seed))
    main([str(tmp_path), "أولى", "ثانية", "--columns", *COLUMNS, "--diagram", str(tmp_path / "drawn.svg")])
    lines = capsys.readouterr().out.splitlines()
    assert "أولى: 400 questions, 0 left out; right: within the first 3" in lines
    (row,) = [line for line in lines if line.startswith("WEIGHTS_READ_ARABIC")]
    weights = np.array([float(number) for number in row[row.index("[") + 1 : row.index("]")].split(",")])
    held = np.array([name not in COLUMNS for name in FEATURES])
    assert weights[held] == pytest.approx(WEIGHTS_READ_ARABIC[held])
    assert weights[place("read")] == pytest.approx(TRUE["read"], abs=0.35)
    assert any(line.split()[0] == f"{BIAS_READ_ARABIC:.2f}" for line in lines if "balanced" in line)
    assert not any(line.startswith("WEIGHTS_READ_LATIN") for line in lines), "no question is in another script"
    assert (tmp_path / "drawn.svg").read_text(encoding="utf-8").count("<circle") >= 1


def test_one_set_alone_is_fitted_without_any_being_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    calibrate(SCRIPTS[0], {"only": made(1)}, COLUMNS, 1.0)
    printed = capsys.readouterr().out
    assert "WEIGHTS_READ_ARABIC" in printed and "fitted to all others" not in printed
