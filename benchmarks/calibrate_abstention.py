"""Where the weights come from by which an Arabic question is answered or not, once the reader has read.

    python -m benchmarks.calibrate_abstention SHARED WORK [--questions 300] [--with NAME=CORPUS,QUESTIONS.jsonl …]
        [--check NAME=CORPUS,QUESTIONS.jsonl …] [--diagram docs/reliability.svg]

SHARED is the folder with `training/data`. Of what is held out of its Arabic sets when the reader is trained
(`training.reader_data`) so many questions are drawn, the same ones every time, with other paragraphs around them. WORK
is filled with their paragraphs as a corpus and its index. Each question is asked four times, in corpora of four sizes:

- `asked`: its paragraph is there;
- `without`: it is not;
- `cut`: it is, without the sentences in which the answer stands: the same subject, and nothing that answers;
- `exchanged`: it is, and a name of the question is another one of the corpus, or a number another number.

Prints the weights of a logistic regression over `FITTED` (answerable ones weigh as much as all others together), where
the Arabic questions of each set given by `--with` weigh as much as all those drawn; the area under the curve by kind,
and what its probabilities are worth; the weights by which sentences are ranked; and for each `--check` what the weights
in use do there, `--diagram` drawing how often what was given a probability was answerable, each set weighing alike.
Changes no constant.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.answering import abstention
from assistant.answering.sentence_ranking import WEIGHTS, Sentence
from assistant.evaluate import folded
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.question.followup import Standalone, stand_alone
from assistant.settings import settings_from
from assistant.types import Turn
from benchmarks.calibrate_reader import sentence_weights
from benchmarks.diagram import reliability
from training.reader_data import read_data
from training.reader_stream import SEED as READER_SEED
from vectorstore.text.arabic import fold, tokens
from vectorstore.text.language import language_of
from vectorstore.text.sentences import sentences_within

SEED = 7
SETS = {"mlqa": 0.5, "tydi-ar": 0.2, "belebele": 0.2, "arcd": 0.1}
"""The sets that are drawn from, and their shares."""

SIZES = (5, 20, 120, 600)
"""Other files that are searched beside the question's own."""

SHARES = {"without": 0.3, "cut": 0.45, "exchanged": 0.25}
"""What each kind of unanswerable question weighs; those that are near an answer are the ones that matter."""

FITTED = ("sentence_cosine", "first_read", "names", "figures")
"""Features that moved the area under the curve; the others did not beside them."""

LEAST_LEFT = 120
"""Characters that must be left of a paragraph from which sentences were cut."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the file of its paragraph, the file of the cut one, and what answers it."""

    question: str
    file: str
    cut: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What was measured of one question, asked in one way."""

    kind: str
    features: tuple[float, ...]
    probability: float
    sentences: np.ndarray
    """(n, 4) of the ranked sentences: score without the reader, its two logits, and whether the answer stands there."""


def prepare(shared: Path, corpus: Path, number: int) -> list[Asked]:
    """Write the paragraphs of the drawn questions, whole and cut, into a folder; the same ones every time."""
    rng = random.Random(SEED)
    corpus.mkdir(parents=True, exist_ok=True)
    data, made = read_data(shared, READER_SEED), []
    for name, share in SETS.items():
        examples = [e for e in rng.sample(data.held[name], len(data.held[name])) if e.answers]
        examples = [
            e for e in examples if language_of(e.question) == "ar" and len(data.paragraphs[e.paragraph]) < 1_500
        ]
        wanted = round(number * share)
        for i, example in enumerate(examples[: 3 * wanted]):
            text = data.paragraphs[example.paragraph]
            answers = tuple(text[start:end] for start, end in example.answers)
            source, left = f"{name}-{i:04}.txt", _without_answer(text, answers)
            (corpus / source).write_text(text, encoding="utf-8")
            if wanted and left:
                wanted -= 1
                (corpus / f"cut-{source}").write_text(left, encoding="utf-8")
                made.append(Asked(example.question, source, f"cut-{source}", answers))
    rng.shuffle(made)
    return made


def _without_answer(text: str, answers: Sequence[str]) -> str:
    """The text without the sentences in which an answer stands; empty where too little is left."""
    wanted = [fold(answer).strip() for answer in answers]
    kept = [text[start:end] for start, end in sentences_within(text, 0, len(text))]
    left = [sentence for sentence in kept if not any(answer in fold(sentence) for answer in wanted)]
    return " ".join(left) if len(left) < len(kept) and sum(map(len, left)) >= LEAST_LEFT else ""


def cases(assistant: Assistant, asked: Sequence[Asked], files: Sequence[str]) -> Iterator[Case]:
    """Every question in its four ways, each among so many other files."""
    rng = random.Random(SEED)
    names = _names(assistant, asked)
    for one in asked:
        others = set(rng.sample(files, rng.choice(SIZES))) - {one.file}
        other = _exchanged(one, names, rng, assistant)
        for kind, question, own in (
            ("asked", one.question, {one.file}),
            ("without", one.question, set()),
            ("cut", one.question, {one.cut}),
            *([("exchanged", other, {one.file})] if other else []),
        ):
            evidence, ranked = measured(assistant, Standalone(question), others | own)
            if ranked:
                yield Case(kind, evidence.features, evidence.probability, _sentences(ranked, one))


def measured(
    assistant: Assistant, standalone: Standalone, sources: set[str] | None
) -> tuple[abstention.Evidence, Sequence[Sentence]]:
    """The evidence on one question with the probability in use, and the ranked sentences."""
    with assistant.searcher.reading() as search:
        found = assistant.find(search, standalone, sources)
        evidence = abstention.decide_answerable(found.query, found.hits, found.ranked, search.passage_count)
    return evidence, found.ranked


def _sentences(ranked: Sequence[Sentence], one: Asked) -> np.ndarray:
    answers = [folded(answer) for answer in one.answers]
    return np.array([
        (
            float(np.dot(WEIGHTS, s.features)), s.part_logit, s.passage_logit,
            s.source == one.file and any(answer in folded(s.text) for answer in answers),
        )
        for s in ranked
    ])  # fmt: skip


def _names(assistant: Assistant, asked: Sequence[Asked]) -> list[str]:
    """The names of all questions that some article has."""
    with assistant.searcher.reading() as search:
        terms = [term for one in asked for term in search.query(one.question).terms]
    return [term.text for term in terms if term.name and term.frequency]


def _exchanged(one: Asked, names: Sequence[str], rng: random.Random, assistant: Assistant) -> str:
    """The question with one of its names, or else one of its numbers, exchanged; empty where it has none."""
    with assistant.searcher.reading() as search:
        text = fold(search.snapshot.document(one.file).text)
    found = tokens(one.question)
    named = [token for token in found if token.text in set(names)]
    others = [name for name in rng.sample(names, min(20, len(names))) if name not in text]
    numbers = [token for token in found if token.text.isdigit()]
    if named and others:
        token, new = rng.choice(named), others[0]
    elif numbers:
        token = rng.choice(numbers)
        new = str(int(token.text) + rng.choice((-7, 3, 11)))
    else:
        return ""
    return one.question[: token.start] + new + one.question[token.end :]


def fit(found: Sequence[Case], written: Sequence[Sequence[tuple[bool, abstention.Evidence]]] = ()) -> None:
    """Print weights and bias of the features in `FITTED`, and how well they tell each kind from what is answered.

    `written`: further sets of questions, whether each is answerable and the evidence on it.
    """
    columns = [abstention.FEATURES.index(name) for name in FITTED]
    kinds = np.array([case.kind for case in found])
    matrix = np.array([case.features for case in found])[:, columns]
    truth = kinds == "asked"
    weight = np.ones(len(found))
    for kind, share in SHARES.items():
        weight[kinds == kind] = share * truth.sum() / max(1, (kinds == kind).sum())
    features, answerable, counted = [matrix], [truth], [weight / weight.sum()]
    for asked in written:
        other = np.array([one for one, _ in asked])
        features.append(np.array([evidence.features for _, evidence in asked])[:, columns])
        answerable.append(other)
        counted.append(np.where(other, 0.5 / max(1, other.sum()), 0.5 / max(1, (~other).sum())))
    every, labels, shares = map(np.concatenate, (features, answerable, counted))
    mean, scale = every.mean(0), every.std(0) + 1e-6
    shares = shares / shares.sum() * len(labels)
    model = LogisticRegression(C=0.3, max_iter=5_000).fit((every - mean) / scale, labels, sample_weight=shares)
    weights = model.coef_[0] / scale
    print(f"{truth.sum()} questions; weights", dict(zip(FITTED, weights.round(3).tolist(), strict=True)))
    print("bias", round(float(model.intercept_[0] - weights @ mean), 2))
    fitted, used = matrix @ weights, np.array([case.probability for case in found])
    for kind in SHARES:
        part = truth | (kinds == kind)
        curve, now = (roc_auc_score(truth[part], values[part]) for values in (fitted, used))
        print(f"  {kind}: area under the curve {curve:.3f} as fitted here, {now:.3f} in use")


def ask_set(corpus: Path, questions: Path, index: Path) -> list[tuple[dict, abstention.Evidence]]:
    """The lines of a file of questions to a folder, with the evidence on each."""
    assistant = _opened(corpus, index)
    found = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        history = [Turn(turn["question"], turn.get("answer")) for turn in asked.get("history") or []]
        with assistant.searcher.reading() as search:
            standalone = stand_alone(asked["question"], history, search.spellings.__contains__, search.neighbours)
        evidence, _ = measured(assistant, standalone, set(asked["sources"]) if asked.get("sources") else None)
        found.append((asked, evidence))
    assistant.close()
    return found


def check(name: str, found: Sequence[tuple[dict, abstention.Evidence]]) -> tuple[np.ndarray, np.ndarray]:
    """Print what the weights in use do on other questions; whether each is answerable, and its probability."""
    truth = np.array([asked["answerable"] for asked, _ in found])
    used = np.array([evidence.probability for _, evidence in found])
    answered, refused = (used[truth] >= abstention.THRESHOLD).mean(), (used[~truth] < abstention.THRESHOLD).mean()
    print(
        f"{name}: {len(found)} questions, answered when answerable {answered:.3f}, refused when not {refused:.3f},"
        f" balanced {(answered + refused) / 2:.3f}, area under the curve {roc_auc_score(truth, used):.3f}",
        flush=True,
    )
    return truth, used


def _opened(corpus: Path, index: Path) -> Assistant:
    assistant = open_assistant(settings_from({"corpus": str(corpus), "index": str(index), "llm": "none"}, {}))
    assistant.warm()
    return assistant


def main() -> None:
    """Parse the command line, fit, and check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--with", nargs="*", default=[], dest="written", metavar="NAME=CORPUS,QUESTIONS.jsonl")
    parser.add_argument("--check", nargs="*", default=[], metavar="NAME=CORPUS,QUESTIONS.jsonl")
    parser.add_argument("--diagram", type=Path)
    options = parser.parse_args()

    def set_of(named: str) -> tuple[str, list[tuple[dict, abstention.Evidence]]]:
        name, _, paths = named.partition("=")
        corpus, questions = map(Path, paths.split(","))
        return name, ask_set(corpus, questions, options.work / f"index-{name}")

    if options.questions:
        asked = prepare(options.shared, options.work / "corpus", options.questions)
        assistant = _opened(options.work / "corpus", options.work / "index")
        with assistant.index.reading() as snapshot:
            files = sorted(record.source for record in snapshot.files() if not record.source.startswith("cut-"))
        found = list(cases(assistant, asked, files))
        written = [
            [(line["answerable"], e) for line, e in set_of(named)[1] if language_of(line["question"]) == "ar"]
            for named in options.written
        ]
        fit(found, written)
        print("sentences", sentence_weights([case.sentences for case in found if case.kind == "asked"]).round(3))
        assistant.close()
    checked = [check(*set_of(named)) for named in options.check]
    if options.diagram and checked:
        weights = np.concatenate([np.full(len(truth), 1 / len(truth)) for truth, _ in checked])
        truth, used = map(np.concatenate, zip(*checked, strict=True))
        options.diagram.write_text(reliability(used, truth, weights), encoding="utf-8")


if __name__ == "__main__":
    main()
