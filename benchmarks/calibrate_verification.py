"""Where the constants of `assistant.verification.verify` come from, and how well it does with them.

    python -m benchmarks.calibrate_verification ../shared/benchmarks [--reader] [--fit] [--sentences 2] [--show KIND]

Claims made by rule (`benchmarks.altered_claims`) about the paragraphs of ARCD train and XQuAD-ar, and English ones
about XQuAD-ar. Every second article of each set is for fitting, the others are reported. Prints; changes nothing.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.retrieval.reader import load_reader
from assistant.verification import verify
from assistant.verification.claims import whole
from assistant.verification.entailment import Support, read_again
from assistant.verification.judge import Judgement
from assistant.verification.verify import Verdict
from benchmarks.altered_claims import Pair, Paragraph, pairs, paragraphs
from vectorstore.embedding.embedder import Embedder, load_embedder
from vectorstore.text.arabic import words
from vectorstore.text.name_keys import NameVariants, lookup_keys
from vectorstore.types import Embedded, Passage

SEED = 20261125


@dataclass(frozen=True, slots=True)
class Tried:
    """One claim with what was found: a verdict before any comparison, or the sources compared."""

    set: str
    fitting: bool
    pair: Pair
    found: Verdict | list[Judgement]
    @property
    def supported(self) -> bool:
        return (self.found if isinstance(self.found, Verdict) else verify.decide(self.found)).supported


class PassageWords:
    """The vocabulary of some passages, looked up as an index looks up its own."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._counts = Counter(word for passage in passages for word in set(words(passage.text)))
        self._by_key: dict[str, set[str]] = defaultdict(set)
        for word in self._counts:
            for key in lookup_keys(word):
                self._by_key[key].add(word)

    def document_frequency(self, terms: Collection[str], kind: str = "words") -> dict[str, int]:
        """In how many passages each of the words stands; those that stand in none are left out."""
        return {term: self._counts[term] for term in terms if term in self._counts}

    def words_by_key(self, key: str) -> Collection[str]:
        """The words that are looked up under a spelling key."""
        return self._by_key.get(key, ())


def vectors(found: Sequence[Paragraph], embedder: Embedder, cache: Path | None) -> dict[str, np.ndarray]:
    """The sentence vectors of all passages, kept in `cache` for the next run where one is named."""
    passages = [passage for paragraph in found for passage in paragraph.passages]
    if cache and cache.exists():
        with np.load(cache) as kept:
            if all(passage.id in kept for passage in passages):
                return {passage.id: kept[passage.id] for passage in passages}
    made = {p.id: e.sentences for p, e in zip(passages, embedder.embed_passages(passages), strict=True)}
    if cache:
        np.savez(cache, **made)
    return made


def tried(
    name: str, found: Sequence[Paragraph], told: Sequence[Paragraph], embedder: Embedder, options,
    support: Support | None = None,
) -> list[Tried]:  # fmt: skip
    """Every claim about a set, examined."""
    cache = options.cache / f"{name.split()[0]}.npz" if options.cache else None
    rows = vectors(found, embedder, cache)
    passages = [passage for paragraph in found for passage in paragraph.passages]
    spellings = NameVariants(PassageWords(passages))
    articles = list(dict.fromkeys(paragraph.article for paragraph in found))
    fitting = set(articles[::2])
    made = [p for p in pairs(found, options.sentences, random.Random(SEED), told) if not p.paragraph % options.every]
    known = _Remembered(embedder, [pair.claim for pair in made])
    result = []
    for pair in made:
        paragraph = found[pair.paragraph]
        examined = verify.examine(pair.claim, paragraph.passages, rows, known, spellings)
        if support and not isinstance(examined, Verdict):
            examined = read_again(verify.without_markers(pair.claim), examined, support)
        result.append(Tried(name, paragraph.article in fitting, pair, examined))
    return result


class _Remembered:
    """An embedder that has read all claims beforehand, many at a time."""

    def __init__(self, embedder: Embedder, claims: Sequence[str]) -> None:
        alone = [whole(claim) for claim in dict.fromkeys(map(verify.without_markers, claims)) if claim]
        self.fingerprint, self.dimension, self.embed_query = (
            embedder.fingerprint,
            embedder.dimension,
            embedder.embed_query,
        )
        self._known = {p.text: e for p, e in zip(alone, embedder.embed_passages(alone), strict=True)}
        self._embed = embedder.embed_passages

    def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Vectors of passages; those of whole claims as they were read."""
        known = [self._known.get(p.text) if len(p.sentences) == 1 else None for p in passages]
        return [e or self._embed([p])[0] for p, e in zip(passages, known, strict=True)]


def report(found: Sequence[Tried]) -> None:
    """Per kind: how many were accepted (supported) or rejected (damaged), and why."""
    kinds: dict[tuple[bool, str], list[Tried]] = defaultdict(list)
    for item in found:
        kinds[not item.pair.supported, item.pair.kind].append(item)
    for (damaged, kind), items in sorted(kinds.items()):
        right = sum(item.supported != damaged for item in items)
        why: Counter[str] = Counter()
        for item in items:
            verdict = item.found if isinstance(item.found, Verdict) else verify.decide(item.found)
            why[verdict.reason or "supported"] += 1
        word = "rejected" if damaged else "accepted"
        print(f"  {kind:26s} {word} {right / len(items):6.1%} of {len(items):4d}  {dict(why.most_common())}")
    for damaged, word in ((False, "supported accepted"), (True, "damaged rejected")):
        shares = [np.mean([i.supported != damaged for i in items]) for (d, _), items in kinds.items() if d == damaged]
        print(f"  {word}, mean of the kinds: {np.mean(shares):.3f}")
    for damaged, word in ((False, "supported accepted"), (True, "damaged rejected")):
        items = [item for item in found if item.pair.supported != damaged]
        if items:
            print(f"  {word}: {np.mean([item.supported != damaged for item in items]):.3f} of {len(items)}")


def fit(found: Sequence[Tried]) -> None:
    """Across scripts: logistic regression over the best source that nothing else speaks against."""
    rows, truth = [], []
    for item in found:
        kept = [] if isinstance(item.found, Verdict) else [j for j in item.found if not j.objections]
        if kept:
            rows.append(max(kept, key=lambda judged: judged.score).features)
            truth.append(item.pair.supported)
    X, y = np.array(rows), np.array(truth)
    scale = X.std(0) + 1e-6
    fitted = LogisticRegression(C=10, max_iter=5000).fit(X / scale, y)
    print("weights", (fitted.coef_[0] / scale).round(2), "bias", fitted.intercept_.round(2), "from", len(y))
    scores = fitted.predict_proba(X / scale)[:, 1]
    every = sum(item.pair.supported for item in found), sum(not item.pair.supported for item in found)
    for threshold in np.arange(0.3, 1, 0.05):
        kept, passed = np.sum(scores[y] >= threshold), np.sum(scores[~y] >= threshold)
        print(f"  threshold {threshold:.2f}: accepted {kept / every[0]:.3f}, let through {passed / every[1]:.3f}")


def sweep(found: Sequence[Tried]) -> None:
    """In one script: what other thresholds would accept and let through, all other rules as they are."""
    for coverage, cosine, weakest in itertools.product((0.5, 0.6, 0.7, 0.8), (0.8, 0.86, 0.88, 0.9), (0.25, 0.5, 0.6)):
        least = (cosine, coverage, weakest)
        right: dict[bool, list[bool]] = {True: [], False: []}
        for item in found:
            supported = item.supported
            if not isinstance(item.found, Verdict):
                supported = any(
                    not judged.objections and all(v >= t for v, t in zip(judged.features, least, strict=True))
                    for judged in item.found
                )
            right[item.pair.supported].append(supported)
        kept, passed = np.mean(right[True]), np.mean(right[False])
        print(f"  coverage {coverage} cosine {cosine} weakest {weakest}: accepted {kept:.3f}, let through {passed:.4f}")


def main() -> None:
    """Parse the command line, try every claim, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=2, help="sentences of each paragraph")
    parser.add_argument("--every", type=int, default=1, help="of so many paragraphs one, for a shorter run")
    parser.add_argument("--sets", nargs="+", default=["arcd", "xquad-ar", "xquad-en"])
    parser.add_argument("--reader", action="store_true", help="with the reader's say")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--show", help="print the claims of this kind (or all) that were judged wrongly")
    options = parser.parse_args()
    embedder = load_embedder()
    support = load_reader().support if options.reader else None
    arabic, english = (paragraphs(options.folder / f"xquad.{language}.json") for language in ("ar", "en"))
    sets = {"arcd": (paragraphs(options.folder / "arcd-train.json"), ()), "xquad-ar": (arabic, ())}
    sets["xquad-en"] = (arabic, english)
    results: dict[str, list[Tried]] = {}
    for name in options.sets:
        found, told = sets[name]
        results[name] = tried("xquad-ar across" if told else name, found, told, embedder, options, support)
    for across in (False, True) if options.fit else ():
        fitting = [i for name, items in results.items() if (name == "xquad-en") == across for i in items if i.fitting]
        if fitting:
            print("across scripts" if across else "in one script")
            (fit if across else sweep)(fitting)
    for name, items in results.items():
        print(name, "held out")
        report([item for item in items if not item.fitting])
        for item in items:
            if options.show in (item.pair.kind, "all") and item.supported != item.pair.supported:
                verdict = item.found if isinstance(item.found, Verdict) else verify.decide(item.found)
                print(f"--- {item.pair.kind}: {verdict.reason or [q.text for q in verdict.quotes]}\n{item.pair.claim}")


if __name__ == "__main__":
    main()
