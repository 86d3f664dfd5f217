"""Where the weights come from by which a question is answered or not, once the reader has read.

    python -m benchmarks.calibrate_abstention WORK NAME=CORPUS,QUESTIONS.jsonl … [--check NAME=CORPUS,QUESTIONS.jsonl …]
        [--columns FEATURE …] [--ridge 1] [--diagram docs/reliability.svg]

Asks each set once and keeps its evidence in WORK (`benchmarks.evidence`; NAME alone: what is kept). Then, for Arabic
questions and for those in other scripts, prints

- what the weights in use do on each set, and on those of `--check`, which nothing is fitted to;
- weights fitted to all sets, with the least and the greatest that leaving out each set in turn gives, and what those
  that were fitted to all other sets do on each;
- what other biases beside the weights in use would do;
- the row that the fit would put into `assistant/answering/abstention.py`.

Fitted are the columns of a `Script` or of `--columns`, by logistic regression with a ridge on the weights in standard
deviations (of the yes and no of `lacking` in whole weights: what is so of few questions has a small deviation, and
would be trusted for it); every other column keeps its weight in use. Kinds weigh alike, and so do sets; of other
scripts, of which a set has some ten questions, kinds alone.

What is in use is not what is printed: it was rounded between the fits and what was there before, some of it is a
judgement (the docstring of each row says which), and the biases are chosen by hand from the table of biases, where what
is balanced and what is decided rightly are both near their best. Changes no constant.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from assistant.answering import abstention
from assistant.answering.lacking import LACKING
from benchmarks.diagram import reliability
from benchmarks.evidence import RIGHT_WITHIN, EvidenceSet, gather

RIDGE = 1.0
BIAS_STEPS = np.arange(-1.5, 1.51, 0.25)
"""Biases that are tried, from the one in use."""

Sets = Mapping[str, EvidenceSet]
Model = tuple[np.ndarray, float]
"""A weight for each of `abstention.FEATURES`, and a bias."""


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """The questions that a row of weights decides, the columns that are fitted for it, and whether sets weigh alike."""

    label: str
    constant: str
    arabic: bool
    used: Model
    columns: tuple[str, ...]
    by_set: bool


SCRIPTS = (
    Script(
        "Arabic", "READ_ARABIC", True, (abstention.WEIGHTS_READ_ARABIC, abstention.BIAS_READ_ARABIC),
        ("first_read", "read", "names", "figures", "first_unfit", "unknown_name", "large_corpus", *LACKING), True,
    ),
    Script(
        "other scripts", "READ_LATIN", False, (abstention.WEIGHTS_READ_LATIN, abstention.BIAS_READ_LATIN),
        ("sentence_cosine", "read", "first_read", "part", "known_coverage"), False,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision does on questions: counts, and the area under the curve (nan for questions of one kind)."""

    right_answered: int
    right: int
    answered: int
    answerable: int
    wrongly_answered: int
    unanswerable: int
    area: float

    @property
    def balanced(self) -> float:
        """Mean of the shares of what is answerable and answered, and unanswerable and refused."""
        if not self.answerable or not self.unanswerable:
            return float("nan")
        return (self.answered / self.answerable + 1 - self.wrongly_answered / self.unanswerable) / 2

    @property
    def decided(self) -> float:
        """The share of all questions that are answered with a right sentence among the first, or rightly refused."""
        refused = self.unanswerable - self.wrongly_answered
        return (self.right_answered + refused) / (self.answerable + self.unanswerable)

    def __str__(self) -> str:
        return (
            f"right answered {self.right_answered}/{self.right}  answerable {self.answered}/{self.answerable}"
            f"  unanswerable {self.wrongly_answered}/{self.unanswerable}  balanced {self.balanced:.3f}"
            f"  decided and right {self.decided:.3f}  AUC {self.area:.3f}"
        )


def fit(sets: Sequence[EvidenceSet], columns: Sequence[str], held: np.ndarray, ridge: float, by_set: bool) -> Model:
    """Weights of these columns, those of the others as in `held`, and a bias.

    The unanswerable ones of a set (all sets together unless `by_set`) weigh as much as the answerable ones.
    """
    places = [abstention.FEATURES.index(name) for name in columns]
    weights = held.astype(float)
    weights[places] = 0.0
    evidence = np.vstack([one.evidence for one in sets])
    truths = [one.answerable for one in sets]
    truth = np.concatenate(truths)
    counted = np.concatenate([_alike(each) for each in (truths if by_set else [truth])])
    counted *= len(truth) / counted.sum()
    rest, matrix = evidence @ weights, evidence[:, places]
    scale = matrix.std(0)
    scale[(scale < 1e-6) | np.isin(columns, LACKING)] = 1.0

    def loss(values: np.ndarray) -> float:
        logits = rest + matrix @ (values[:-1] / scale) + values[-1]
        return float((counted * (np.logaddexp(0, logits) - truth * logits)).sum() + ridge * (values[:-1] ** 2).sum())

    found = minimize(loss, np.zeros(len(places) + 1), method="BFGS").x
    weights[places] = found[:-1] / scale
    return weights, float(found[-1])


def _alike(truth: np.ndarray) -> np.ndarray:
    """How much each question weighs for both kinds to weigh the same."""
    return np.where(truth, 0.5 / max(1, truth.sum()), 0.5 / max(1, (~truth).sum()))


def fit_others(sets: Sets, columns: Sequence[str], held: np.ndarray, ridge: float, by_set: bool) -> dict[str, Model]:
    """For each set, what is fitted to all the others."""
    return {
        name: fit([one for other, one in sets.items() if other != name], columns, held, ridge, by_set) for name in sets
    }


def outcome(found: EvidenceSet, logits: np.ndarray) -> Outcome:
    """What is decided by logits, (n,), one for each question of a set."""
    truth, answers = found.answerable, logits >= 0
    right = found.right & truth
    return Outcome(
        int((answers & right).sum()), int(right.sum()), int((answers & truth).sum()), int(truth.sum()),
        int((answers & ~truth).sum()), int((~truth).sum()),
        float(roc_auc_score(truth, logits)) if 0 < truth.sum() < len(truth) else float("nan"),
    )  # fmt: skip


def outcomes(sets: Sets, models: Mapping[str, Model]) -> tuple[dict[str, Outcome], Outcome]:
    """What each set's model does on it, and all of them on all questions as if they were one set."""
    logits = {name: found.evidence @ models[name][0] + models[name][1] for name, found in sets.items()}
    each = {name: outcome(found, logits[name]) for name, found in sets.items()}
    return each, outcome(joined(list(sets.values())), np.concatenate(list(logits.values())))


def joined(sets: Sequence[EvidenceSet]) -> EvidenceSet:
    """Several sets as one."""
    arrays = ([getattr(one, name) for one in sets] for name in ("evidence", "answerable", "right", "arabic"))
    return EvidenceSet(sets[0].features, *map(np.concatenate, arrays), sum(one.left_out for one in sets))


def report(title: str, sets: Sets, models: Mapping[str, Model]) -> None:
    """Print what is decided in each set, the mean of the sets, and all questions together."""
    each, together = outcomes(sets, models)
    print(title)
    for name, one in each.items():
        print(f"  {name:10} {one}")
    balanced, decided, area = means(list(each.values()))
    print(f"  {'mean':10} balanced {balanced:.3f}  decided and right {decided:.3f}  AUC {area:.3f}")
    print(f"  {'together':10} {together}")


def means(each: Sequence[Outcome]) -> tuple[float, float, float]:
    """Balanced, decided and right, and area under the curve, the mean of the sets, of those that have them."""
    rows = np.array([(one.balanced, one.decided, one.area) for one in each])
    return tuple(
        float(column[~np.isnan(column)].mean()) if not np.isnan(column).all() else float("nan") for column in rows.T
    )


def report_biases(sets: Sets, used: Model) -> None:
    """Print what the weights in use would do with other biases."""
    print("biases beside the weights in use (balanced of each set; means)")
    for bias in used[1] + BIAS_STEPS:
        each, together = outcomes(sets, dict.fromkeys(sets, (used[0], bias)))
        balanced, decided, _ = means(list(each.values()))
        print(
            f"  {bias:7.2f}", " ".join(f"{one.balanced:.2f}" for one in each.values()),
            f" balanced {balanced:.3f}  decided and right {decided:.3f}  together right answered"
            f" {together.right_answered}/{together.right}, unanswerable {together.wrongly_answered}",
        )  # fmt: skip


def calibrate(script: Script, sets: Sets, columns: Sequence[str], ridge: float) -> None:
    """Print all that is said of one script about these sets."""
    report("weights in use", sets, dict.fromkeys(sets, script.used))
    whole = fit(list(sets.values()), columns, script.used[0], ridge, script.by_set)
    others = fit_others(sets, columns, script.used[0], ridge, script.by_set) if len(sets) > 1 else {}
    print(f"fitted, ridge {ridge:g}, the other columns held: in use, to all sets, least and greatest without one set")
    for name in (*columns, "bias"):
        used, fitted, *left = (_value(model, name) for model in (script.used, whole, *others.values()))
        print(f"  {name:16} {used:7.2f} {fitted:7.2f}", f"  {min(left):.2f} to {max(left):.2f}" if left else "")
    if others:
        report("each set by what is fitted to all others", sets, others)
    report_biases(sets, script.used)
    row = ", ".join(f"{weight:.4g}" for weight in whole[0].round(2))
    print(f"WEIGHTS_{script.constant} = np.array([{row}])\nBIAS_{script.constant} = {whole[1]:.2f}")


def _value(model: Model, name: str) -> float:
    return model[1] if name == "bias" else float(model[0][abstention.FEATURES.index(name)])


def draw(sets: Sequence[EvidenceSet], path: Path) -> None:
    """How often what was given a probability by the weights in use was answerable, each set weighing alike."""
    given, truth, weight = [], [], []
    for script in SCRIPTS:
        for found, part in ((one, one.part(script.arabic)) for one in sets):
            given.append(1 / (1 + np.exp(-(part.evidence @ script.used[0] + script.used[1]))))
            truth.append(part.answerable)
            weight.append(np.full(len(part), 1 / len(found)))
    path.write_text(reliability(*map(np.concatenate, (given, truth, weight))), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line; ask, fit and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("sets", nargs="*", metavar="NAME=CORPUS,QUESTIONS.jsonl")
    parser.add_argument("--check", nargs="*", default=[], metavar="NAME=CORPUS,QUESTIONS.jsonl")
    parser.add_argument("--columns", nargs="*", choices=abstention.FEATURES, metavar="FEATURE")
    parser.add_argument("--ridge", type=float, default=RIDGE)
    parser.add_argument("--diagram", type=Path)
    options = parser.parse_args(arguments)
    fitted, checked = (dict(gather(named, options.work) for named in part) for part in (options.sets, options.check))
    for name, found in (*fitted.items(), *checked.items()):
        print(f"{name}: {len(found)} questions, {found.left_out} left out; right: within the first {RIGHT_WITHIN}")
    for script in SCRIPTS:
        sets, others = (
            {name: part for name, one in named.items() if len(part := one.part(script.arabic))}
            for named in (fitted, checked)
        )
        if sets or others:
            print(f"\n{script.label}")
        if sets:
            calibrate(script, sets, options.columns or script.columns, options.ridge)
        if others:
            report("weights in use, sets that nothing is fitted to", others, dict.fromkeys(others, script.used))
    if options.diagram:
        draw([*fitted.values(), *checked.values()], options.diagram)


if __name__ == "__main__":
    main()
