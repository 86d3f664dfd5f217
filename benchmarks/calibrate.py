"""Where the constants of fusion, sentence ranking and abstention come from.

    python -m benchmarks.calibrate fusion    FOLDER …
    python -m benchmarks.calibrate sentences FOLDER …
    python -m benchmarks.calibrate abstention FOLDER … [--cross-validate FOLDER]

A FOLDER holds `corpus/` and `questions.jsonl` ({"id", "question", "source", "answers", "answerable", "sources"?});
its index is kept in `index/` beside them. Fit on training sets only (ARCD train, XQuAD); a question that names
its right file is also asked without that file, which makes an unanswerable one. Prints; changes nothing.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from assistant.answering import abstention, sentence_ranking
from assistant.answering.found import READ_PASSAGES
from assistant.evaluate import folded
from assistant.opening import open_assistant
from assistant.retrieval import lexical_scores
from assistant.retrieval.query_adapter import adapt_query
from assistant.retrieval.searcher import DENSE_UNIT
from assistant.settings import settings_from

CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Case:
    """One question over one set of candidates: features of its sentences, which answer, and the evidence."""

    gold: str
    sources: list[str]
    dense: np.ndarray
    lexical: np.ndarray
    features: np.ndarray
    right: np.ndarray
    evidence: tuple[float, ...]
    answerable: bool


def cases(folder: Path, with_gold_left_out: bool = False) -> Iterator[Case]:
    """The cases of a prepared folder; with `with_gold_left_out` each also without its right file."""
    arguments = {"corpus": str(folder / "corpus"), "index": str(folder / "index")}
    assistant = open_assistant(settings_from(arguments, {}))
    searcher = assistant.searcher
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        with searcher.reading() as search:
            query, size = search.query(asked["question"]), search.passage_count
            vector = search.embedder.embed_query(query.text)
            found = search.rank(query, vector, CANDIDATES, asked.get("sources"))
            vectors = search.snapshot.vectors([hit.passage.id for hit in found])
        for without in (False, True) if with_gold_left_out and asked.get("source") else (False,):
            hits = [hit for hit in found if not (without and hit.passage.source == asked["source"])]
            passages = [hit.passage for hit in hits]
            rows = {id: item.sentences for id, item in vectors.items()}
            ranked = sentence_ranking.rank_sentences(query, vector, hits[:READ_PASSAGES], rows)
            if not ranked:
                continue
            answers = [folded(answer) for answer in asked.get("answers") or []]
            right = [s.source == asked.get("source") and any(a in folded(s.text) for a in answers) for s in ranked]
            sought = adapt_query(vector, searcher.embedder.fingerprint)
            whole = [float(vectors[p.id].vector @ sought) for p in passages]
            best = [float((rows[p.id] @ sought).max()) for p in passages]
            counts = lexical_scores.count_terms(query, passages)
            scores = (
                lexical_scores.stem_scores(query, counts),
                lexical_scores.gram_scores(counts),
                lexical_scores.document_scores(query, counts, [passage.source for passage in passages]),
            )
            yield Case(
                asked.get("source", ""),
                [p.source for p in passages],
                np.array([whole, best]),
                np.array(scores),
                np.array([s.features for s in ranked]),
                np.array(right),
                abstention.measure_evidence(query, hits[:READ_PASSAGES], ranked, size),
                asked["answerable"] and not without,
            )
    assistant.close()


def ndcg(found: Sequence[Case], sentence_share: float, shares: Sequence[float], unit: float) -> float:
    """nDCG@10 over whole files of one setting of the fusion."""
    total = 0.0
    for case in found:
        dense = (1 - sentence_share) * case.dense[0] + sentence_share * case.dense[1]
        score = dense / DENSE_UNIT + np.array(shares) @ case.lexical / unit
        order = dict.fromkeys(case.sources[i] for i in np.argsort(-score, kind="stable"))
        rank = list(order).index(case.gold) if case.gold in order else 10
        total += 1 / math.log2(rank + 2) if rank < 10 else 0.0
    return total / len(found)


def fusion(sets: dict[str, list[Case]]) -> None:
    """The grid over how much each score counts."""
    shares = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (0.15, 0.45, 0.4), (0.1, 0.3, 0.6), (0.1, 0.6, 0.3))
    for setting in itertools.product((0, 0.4, 0.7), shares, (0.06, 0.08, 0.1, 0.12)):
        print(*setting, {name: round(ndcg(found, *setting), 4) for name, found in sets.items()})


def sentence_weights(sets: dict[str, list[Case]]) -> None:
    """Conditional logit by L-BFGS over standardised features; and how often the best k hold the answer."""
    found = [case for cases_ in sets.values() for case in cases_ if case.right.any()]
    every = np.concatenate([case.features for case in found])
    scale = every.std(0) + 1e-6
    rows = [(torch.tensor(c.features / scale, dtype=torch.float32), torch.tensor(c.right)) for c in found]
    weights = torch.zeros(every.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = [(features @ weights, right) for features, right in rows]
        total = torch.stack([torch.logsumexp(s, 0) - torch.logsumexp(s[right], 0) for s, right in scores]).mean()
        total = total + 1e-3 * (weights**2).sum()
        total.backward()
        return total

    optimizer.step(loss)
    fitted = weights.detach().numpy() / scale
    print({name: round(float(value), 2) for name, value in zip(sentence_ranking.FEATURES, fitted, strict=True)})
    for label, values in (("fitted", fitted), ("in use", sentence_ranking.WEIGHTS)):
        ranks = [int(np.flatnonzero(c.right[np.argsort(-(c.features @ values), kind="stable")])[0]) for c in found]
        print(label, {k: round(float(np.mean([rank < k for rank in ranks])), 3) for k in (1, 2, 3, 4)})


def balanced(predicted: np.ndarray, truth: np.ndarray) -> float:
    """Mean of: answered when answerable, abstained when not."""
    return float(predicted[truth].mean() + (~predicted[~truth]).mean()) / 2


def abstention_weights(sets: dict[str, list[Case]], held: str | None) -> None:
    """Logistic regression on the evidence; `held`: a set cross-validated over its two halves."""
    columns = [abstention.FEATURES.index(name) for name in ("sentence_cosine", "near_coverage", "unknown_name")]

    def matrix(found: Sequence[Case]) -> tuple[np.ndarray, np.ndarray]:
        return np.array([c.evidence for c in found])[:, columns], np.array([c.answerable for c in found])

    def model() -> LogisticRegression:
        return LogisticRegression(C=10, class_weight="balanced", max_iter=5000)

    parts = [matrix(found) for found in sets.values()]
    X, y = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    alike = np.concatenate([np.full(len(part[1]), len(y) / len(part[1])) for part in parts])
    scale = X.std(0) + 1e-6
    fitted = model().fit(X / scale, y, sample_weight=alike)
    print("weights", (fitted.coef_ / scale).round(2), "bias", fitted.intercept_.round(2))
    for name, (features, truth) in zip(sets, parts, strict=True):
        print(name, "balanced accuracy in sample", round(balanced(fitted.predict(features / scale), truth), 3))
    if held:
        features, truth = matrix(sets[held])
        half = np.arange(len(truth)) % 2 == 0
        scale = features.std(0) + 1e-6
        accuracies = []
        for trained in (half, ~half):
            fitted = model().fit(features[trained] / scale, truth[trained])
            accuracies.append(balanced(fitted.predict(features[~trained] / scale), truth[~trained]))
        print(held, "balanced accuracy, cross-validated", round(float(np.mean(accuracies)), 3))


def main() -> None:
    """Parse the command line and print the asked-for table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("fusion", "sentences", "abstention"))
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cross-validate", type=Path)
    options = parser.parse_args()
    folders = [*options.folders, *([options.cross_validate] if options.cross_validate else [])]
    sets = {str(folder): list(cases(folder, options.what == "abstention")) for folder in dict.fromkeys(folders)}
    if options.what == "fusion":
        fusion(sets)
    elif options.what == "sentences":
        sentence_weights(sets)
    else:
        abstention_weights(sets, str(options.cross_validate) if options.cross_validate else None)


if __name__ == "__main__":
    main()
