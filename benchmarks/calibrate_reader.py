"""Where the constants that weigh the reader come from.

    python -m benchmarks.calibrate_reader SHARED --folders FOLDER …
    python -m benchmarks.calibrate_reader SHARED --folders FOLDER … --reranker NAME_OR_FOLDER

SHARED is the folder with `benchmarks/` and `training/`. A FOLDER is prepared as for `benchmarks.calibrate`; of its
questions only those are used that the reader was not trained on (`training.reader_data`, held out by article).
Prints how passages and sentences are ordered by weight; changes nothing. With a reranker in the reader's place each
question is also asked with a name or number exchanged (a false premise, unanswerable though its passage is there); it
first fits what the model's numbers mean and how much they weigh, and keeps that beside its files, where
`assistant.retrieval.reranker` reads it. The decision to answer is fitted by `benchmarks.calibrate_abstention`.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from assistant.answering import sentence_ranking
from assistant.answering.found import READ_PASSAGES
from assistant.evaluate import folded
from assistant.opening import open_assistant
from assistant.question.query import Query
from assistant.retrieval import rerank
from assistant.retrieval.reader import Reader, Reading, load_reader
from assistant.retrieval.reranker import Calibration, find_reranker, load_reranker, write_calibration
from assistant.settings import settings_from
from training.reader_data import FalsePremises, read_data
from training.reader_stream import SEED
from vectorstore.types import Hit

CANDIDATES = 60
WEIGHTS = (0.1, 0.3, 0.6, 1.0)


@dataclass(frozen=True, slots=True)
class Case:
    """One question, what fusion found, and what the reader read of the first `reading.MAX_READ_PASSAGES`."""

    kind: str
    source: str
    answers: tuple[str, ...]
    answerable: bool
    query: Query
    vector: np.ndarray
    hits: tuple[Hit, ...]
    readings: Mapping[str, Reading]
    vectors: Mapping[str, np.ndarray]


def cases(
    folder: Path, held: set[str], alter: Callable[[str, str], str | None] | None, reader: Reader
) -> Iterator[Case]:
    """The cases of a prepared folder: each held-out question, and its altered form where one was found."""
    arguments = {"corpus": str(folder / "corpus"), "index": str(folder / "index"), "reader": "none"}
    assistant = open_assistant(settings_from(arguments, {}))
    searcher = assistant.searcher
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        if str(asked["id"]) not in held:
            continue
        with assistant.index.reading() as snapshot:
            text = snapshot.document(asked["source"]).text if asked.get("source") else ""
        other = alter(asked["question"], text) if alter and text else None
        for question in (asked["question"], *([other] if other else [])):
            with searcher.reading() as search:
                query = search.query(question)
                vector = search.embedder.embed_query(query.text)
                hits = search.rank(query, vector, CANDIDATES, asked.get("sources"))
                best = [hit.passage for hit in hits[: rerank.MAX_READ_PASSAGES]]
                embedded = search.snapshot.vectors([passage.id for passage in best])
            variants = {term.stem: term.words for term in query.terms if term.words}
            found = reader.read(query.text, best, variants)
            yield Case(
                "altered" if question == other else "asked",
                asked.get("source", ""),
                tuple(folded(answer) for answer in asked.get("answers") or []),
                asked["answerable"] and question != other,
                query,
                vector,
                tuple(hits),
                {passage.id: r for passage, r in zip(best, found, strict=True)},
                {id: item.sentences for id, item in embedded.items()},
            )
    assistant.close()


def reordered(case: Case, weight: float | None = None, limit: float = rerank.LOGIT_RANGE) -> list[Hit]:
    """The hits in the order that `assistant.retrieval.rerank` gives them, or would with another weight."""
    usual = rerank.READ_WEIGHT_FRENCH if case.query.language == "fr" else rerank.READ_WEIGHT

    def score(hit: Hit) -> float:
        found = case.readings.get(hit.passage.id)
        if found is None:
            return hit.score
        own = usual if found.weight is None else found.weight
        used = own if weight is None else weight
        return hit.score + used * (max(-limit, min(limit, found.answered)) + limit)

    return sorted((replace(hit, score=score(hit)) for hit in case.hits), key=lambda hit: -hit.score)


def ndcg(found: Sequence[Case], weight: float, limit: float) -> float:
    """nDCG@10 over whole files."""
    total = 0.0
    for case in found:
        files = list(dict.fromkeys(hit.passage.source for hit in reordered(case, weight, limit)))
        rank = files.index(case.source) if case.source in files else 10
        total += 1 / math.log2(rank + 2) if rank < 10 else 0.0
    return total / len(found)


def ranked(case: Case) -> list[sentence_ranking.Sentence]:
    """The sentences of the best read passages, best first, with the weights in use."""
    hits = [hit for hit in reordered(case) if hit.passage.id in case.readings]
    return sentence_ranking.rank_sentences(case.query, case.vector, hits[:READ_PASSAGES], case.vectors, case.readings)


def sentences(found: Sequence[Case], old: np.ndarray = sentence_ranking.WEIGHTS) -> Iterator[np.ndarray]:
    """For each case (n, 4) of its sentences: the score without the reader, its two logits, whether it answers."""
    for case in found:
        yield np.array([
            (
                float(np.dot(old, s.features)), s.part_logit, s.passage_logit,
                s.source == case.source and any(answer in folded(s.text) for answer in case.answers),
            )
            for s in ranked(case)
        ])  # fmt: skip


def sentence_weights(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Conditional logit of three weights: of the score without the reader, and of its two logits.

    `rows`: for each question (n, 4), the fourth column 1 for sentences that answer.
    """
    usable = [row for row in rows if len(row) and row[:, 3].any()]
    inputs = [(torch.tensor(row[:, :3], dtype=torch.float32), torch.tensor(row[:, 3] > 0)) for row in usable]
    weights = torch.tensor([0.5, 0.5, 0.5], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = [(features @ weights, right) for features, right in inputs]
        total = torch.stack([torch.logsumexp(s, 0) - torch.logsumexp(s[right], 0) for s, right in scores]).mean()
        total.backward()
        return total

    optimizer.step(loss)
    fitted = weights.detach().numpy()
    in_use = sentence_ranking.WEIGHTS_READ
    for label, values in (("without", np.array([1.0, 0, 0])), ("fitted", fitted), ("in use", in_use)):
        ranks = [int(np.flatnonzero(right.numpy()[np.argsort(-(x.numpy() @ values))])[0]) for x, right in inputs]
        within = {k: round(float(np.mean(np.array(ranks) < k)), 3) for k in (1, 2, 3)}
        print(f"  {label}: right sentence within", within)
    return fitted


def fitted_line(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Factor and bias that make logits of a reranker's numbers (n,) (Platt 1999); `right` (n,): does it answer?"""
    spread = float(scores.std()) or 1.0
    fitted = LogisticRegression(C=1e6, max_iter=5000).fit(scores[:, None] / spread, right)
    return float(fitted.coef_[0, 0]) / spread, float(fitted.intercept_[0])


def calibrated(sets: Mapping[str, list[Case]]) -> tuple[Calibration, dict[str, list[Case]]]:
    """What a reranker's numbers mean and weigh, fitted on every passage that it has seen; the cases read with that.

    The weight is the one with the best nDCG@10, the mean over the sets.
    """
    cases = [case for found in sets.values() for case in found]
    seen = [(case, hit) for case in cases for hit in case.hits if hit.passage.id in case.readings]
    factor, bias = fitted_line(
        np.array([case.readings[hit.passage.id].answered for case, hit in seen]),
        np.array([
            case.answerable and hit.passage.source == case.source
            and any(answer in folded(hit.passage.text) for answer in case.answers)
            for case, hit in seen
        ]),
    )  # fmt: skip

    def read(weight: float) -> dict[str, list[Case]]:
        def told(reading: Reading) -> Reading:
            return replace(reading, answered=factor * reading.answered + bias, weight=weight)

        return {
            name: [replace(case, readings={id: told(r) for id, r in case.readings.items()}) for case in found]
            for name, found in sets.items()
        }

    asked = {name: [case for case in found if case.kind == "asked"] for name, found in read(0.0).items()}

    def quality(weight: float) -> float:
        return float(np.mean([ndcg(found, weight, rerank.LOGIT_RANGE) for found in asked.values()]))

    weight = max(WEIGHTS, key=quality)
    return Calibration(factor, bias, weight), read(weight)


def main() -> None:
    """Parse the command line, fit what a reranker says, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--folders", nargs="+", type=Path, required=True)
    parser.add_argument("--reranker")
    options = parser.parse_args()
    data = read_data(options.shared, SEED)
    held = {example.id for examples in data.held.values() for example in examples}
    reader, alter = load_reader(), None
    if options.reranker:
        reader = load_reranker(options.reranker, reader, Calibration())
        alter = partial(FalsePremises(data).alter, rng=random.Random(SEED))
    sets = {str(folder): list(cases(folder, held, alter, reader)) for folder in options.folders}
    if options.reranker:
        calibration, sets = calibrated(sets)
        if calibration.factor <= 0:
            raise SystemExit(f"{options.reranker} scores no higher what answers: {calibration}")
        write_calibration(find_reranker(options.reranker), calibration)
        print(calibration)
    report(sets)


def report(sets: Mapping[str, list[Case]]) -> None:
    """Both tables."""
    asked = {name: [case for case in found if case.kind == "asked"] for name, found in sets.items()}
    print("nDCG@10 by weight and range of the reader's logit")
    for weight, limit in ((0, 1), *((w, r) for w in WEIGHTS for r in (4.0, 8.0))):
        print(" ", weight, limit, {name: round(ndcg(found, weight, limit), 4) for name, found in asked.items()})
    print("sentences: weights of the old score, of the span, of the passage")
    for name, found in {**asked, "all": [case for part in asked.values() for case in part]}.items():
        print(" ", name, sentence_weights(list(sentences(found))).round(3))


if __name__ == "__main__":
    main()
