"""Pack what the reader learns from into one file of arrays.

    python -m training.pack_readings --shared ../shared --out readings.npz [--claims CLAIMS.jsonl.gz]...

Takes the sets of `training.reader_data`, the negatives and false premises found for them, the claims that
`training.claims_data` makes, and those of `training.written`; some five minutes on two cores. The file is what
`training.train_reader` reads.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import random
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from assistant.retrieval.reader_network import PairEncoder, content_words
from training import written
from training.claims_crossed import Glosses, glosses_of, to_english
from training.other_attributes import OtherAttributes
from training.packed_readings import Packed, Ragged, save
from training.reader_data import Data, Example, FalsePremises, NearPassages, read_data
from vectorstore.embedding.bundled_e5 import PROMPTS
from vectorstore.embedding.e5_weights import read_weights, weights_path

SEED = 20261124
ALTERED_SHARE = 0.7
"""Of the answered questions, how many are tried for a false premise."""

SWAPPED = "swapped"
"""The set of questions for an attribute that the paragraph does not tell of its subject."""

CROSSED, CROSSED_SETS, CROSSED_SHARE = "crossed", ("mlqa", "tydi-ar", "arcd", "belebele", written.SET), 0.6
"""Arabic questions with their words in English, by dictionary: those who wrote English over Arabic wrote few."""

QUESTION_TOKENS, TITLE_CHARACTERS = 62, 120
BEGINNING = 24
"""Characters of a sentence by which a claim's context is found among the paragraphs."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="the folder with training/ and benchmarks/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--claims", type=Path, action="append", default=[], help="JSON lines, gzipped; for training")
    parser.add_argument("--glosses", type=Path, help="folder of eng-ara.txt and ara-eng.txt: questions in English too")
    parser.add_argument("--held-claims", type=Path, action="append", default=[], help="the same, only measured")
    args = parser.parse_args()
    began = time.time()
    data = read_data(args.shared, SEED)
    packer = Packer(data, glosses_of(args.glosses, data) if args.glosses else None)
    packer.add_examples()
    print(f"{len(packer.examples)} examples {time.time() - began:.0f} s", flush=True)
    for paths, held in ((args.claims, False), (args.held_claims, True)):
        for path in paths:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                packer.add_claims((json.loads(line) for line in lines), held)
    unseen = {data.paragraphs[e.paragraph] for examples in data.held.values() for e in examples}
    for row in written.claim_rows(args.shared):
        packer.add_claims([row], row["context"] in unseen)
    print(f"{len(packer.claims)} claims {time.time() - began:.0f} s", flush=True)
    save(packer.packed(), args.out)
    print(f"{args.out} {args.out.stat().st_size / 1e6:.1f} MB {time.time() - began:.0f} s")


class Packer:
    """Texts encoded so far; `packed` gives the arrays. The claims come after the examples."""

    def __init__(self, data: Data, glosses: Glosses | None = None) -> None:
        self._data, self._glosses = data, glosses
        self._weights = read_weights(weights_path())
        self._encoder = PairEncoder(self._weights)
        self._prompts = {prompt: self._prompt(prompt) for prompt in PROMPTS.values()}
        self._rows: dict[str, list] = defaultdict(list)
        self._known: dict[str, int] = {}
        self.examples: list[tuple[int, int, int, int]] = []
        self.claims: list[tuple[int, ...]] = []
        self.sets: list[str] = []
        self.kinds: list[str] = []
        self._added: dict[str, int] = {}
        self._by_beginning: dict[str, list[int]] = defaultdict(list)
        for number, sentences in enumerate(data.sentences):
            for start in {start for start, _ in sentences}:
                self._by_beginning[data.paragraphs[number][start : start + BEGINNING]].append(number)
        for number in range(len(data.paragraphs)):
            self._add_paragraph(number)

    def _add_paragraph(self, number: int) -> None:
        text, title = self._data.paragraphs[number], self._data.titles[number]
        ids, offsets, stems = self._tokens(PROMPTS["document"], text)
        title_ids, _, title_stems = self._tokens(PROMPTS["document"], title[:TITLE_CHARACTERS])
        sentences = self._data.sentences[number]
        for name, row in {
            "ids": ids, "stems": stems, "starts": offsets[:, 0], "lengths": offsets[:, 1] - offsets[:, 0],
            "sentences": np.asarray(sentences).reshape(-1), "title_ids": title_ids, "title_stems": title_stems,
        }.items():  # fmt: skip
            self._rows[name].append(row)

    def _tokens(self, prompt: str, text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Numbers, places and stems of a text's tokens, without the prompt and the frame."""
        ids, offsets = self._encoder.tokens(prompt, text)
        before = len(self._prompts[prompt]) + 1
        ids, offsets = ids[before:-1], offsets[before:-1].clip(min=0)
        stems = np.zeros(len(ids), np.uint32)
        for stem, start, end in content_words(text):
            stems[(offsets[:, 0] < end) & (offsets[:, 1] > start)] = zlib.crc32(stem.encode()) | 1
        return ids, offsets, stems

    def _question(self, text: str) -> int:
        if text not in self._known:
            self._known[text] = len(self._rows["question_ids"])
            ids, _, stems = self._tokens(PROMPTS["query"], text)
            self._rows["question_ids"].append(ids[:QUESTION_TOKENS])
            self._rows["question_stems"].append(stems[:QUESTION_TOKENS])
        return self._known[text]

    def _number(self, names: list[str], name: str) -> int:
        if name not in names:
            names.append(name)
        return names.index(name)

    def add_examples(self, processes: int = 2) -> None:
        """Every set, trained on and held out, with near passages and false premises."""
        data = self._data
        swapped = list(OtherAttributes(data)(random.Random(SEED)))
        crossed = crossed_questions(data, self._glosses, random.Random(SEED)) if self._glosses else []
        silent = _unanswered(data)
        chosen = [(e, False) for examples in data.train.values() for e in examples]
        chosen += [(dataclasses.replace(e, set=SWAPPED), False) for e in swapped]
        chosen += [(e, False) for e in crossed]
        chosen += [(e, True) for examples in data.held.values() for e in examples]
        examples = [example for example, _ in chosen]
        with ProcessPoolExecutor(processes, initializer=_begin, initargs=(data,)) as workers:
            found = workers.map(_beside, examples, range(len(examples)), chunksize=200)
            for (example, held), (near, altered) in zip(chosen, found, strict=True):
                row = self._number(self.sets, example.set), self._question(example.question), example.paragraph
                self.examples.append((*row, int(held)))
                self._rows["answers"].append(np.asarray(example.answers).reshape(-1))
                self._rows["near"].append(near)
                instead = silent.get((example.set, example.paragraph)) if example.answers else None
                self._rows["altered"].append([self._question(q) for q in instead or filter(None, [altered])])

    def add_claims(self, rows: Iterable[dict], held: bool) -> None:
        for row in rows:
            place = self._place(row["context"], row.get("title", ""))
            kind = self._number(self.kinds, f"{row['language']} {row['kind']}")
            question = self._question(row["claim"])
            self.claims.append((question, *place, int(row["supported"]), kind, int(held)))

    def _place(self, context: str, title: str) -> tuple[int, int, int]:
        """Paragraph, start and end of a claim's context, which is added where no paragraph holds it."""
        for number in self._by_beginning.get(context[:BEGINNING], ()):
            start = self._data.paragraphs[number].find(context)
            if start >= 0:
                return number, start, start + len(context)
        if context not in self._added:
            self._added[context] = self._data.add(context, title, "ar")
            self._add_paragraph(self._added[context])
        return self._added[context], 0, len(context)

    def packed(self) -> Packed:
        weights, rows = self._weights, self._rows
        query, passage = (self._prompts[PROMPTS[name]] for name in ("query", "document"))
        frame = np.array([weights.begin, weights.end, weights.padding])
        texts = [np.concatenate(rows[name]) for name in ("ids", "title_ids", "question_ids")]
        used = np.unique(np.concatenate([*texts, query, passage, frame]))
        number = np.zeros(weights.shape.vocabulary, np.int64)
        number[used] = np.arange(len(used))
        small = np.uint16 if len(used) < 1 << 16 else np.uint32
        kinds = {"stems": np.uint32, "title_stems": np.uint32, "question_stems": np.uint32, "near": np.uint32}
        kinds |= {"altered": np.uint32, "starts": np.uint16, "lengths": np.uint8}
        ragged = {}
        for name in rows:
            given = [number[row] for row in rows[name]] if name.endswith("ids") else rows[name]
            ragged[name] = Ragged.of(given, small if name.endswith("ids") else kinds.get(name, np.uint16))
        table = weights.tensors["emb.word"].reshape(weights.shape.vocabulary, -1)[used]
        return Packed(
            sets=tuple(self.sets), kinds=tuple(self.kinds), **ragged,
            examples=np.array(self.examples, np.int32),
            claims=np.array(self.claims, np.int32).reshape(-1, 7),
            frame=number[frame], query_prompt=number[query], passage_prompt=number[passage],
            shape=dataclasses.replace(weights.shape, vocabulary=len(used)),
            tensors={**weights.tensors, "emb.word": table.reshape(-1)},
        )  # fmt: skip

    def _prompt(self, prompt: str) -> np.ndarray:
        """The tokens of a prompt, without the frame."""
        ids, offsets = self._encoder.tokens(prompt, "ب")
        return ids[1:-1][: int(np.argmax(offsets[1:-1, 0] >= 0))]


def crossed_questions(data: Data, glosses: Glosses, rng: random.Random) -> list[Example]:
    """A share of the answered Arabic questions, in English words and the Arabic order."""
    answered = [e for name in CROSSED_SETS for e in data.train[name] if e.answers and rng.random() < CROSSED_SHARE]
    return [dataclasses.replace(e, set=CROSSED, question=to_english(e.question, glosses, 1, rng)) for e in answered]


def _unanswered(data: Data) -> dict[tuple[str, int], list[str]]:
    """By set and paragraph, questions that were written to be without an answer there: better than any exchange."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in (written.SET, written.ENGLISH_SET):
        for example in (*data.train[f"{name}-none"], *data.held[f"{name}-none"]):
            found[name, example.paragraph].append(example.question)
    return found


def _begin(data: Data) -> None:
    global _near, _premises, _data
    _data, _near, _premises = data, NearPassages(data), FalsePremises(data)


def _beside(example: Example, number: int) -> tuple[Sequence[int], str | None]:
    """Near passages of an example, and its question with a false premise, where one can be made."""
    rng = random.Random(f"{SEED} {number}")
    altered = None
    if example.answers and rng.random() < ALTERED_SHARE:
        altered = _premises.alter(example.question, _data.paragraphs[example.paragraph], rng)
    return _near(example), altered


if __name__ == "__main__":
    main()
