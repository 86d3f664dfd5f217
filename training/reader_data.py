"""The questions and paragraphs that the reader learns from, and what is made of them before any is drawn: false
premises (a name, place, number or date of the question exchanged for another of its kind, which the text does not hold)
and passages that BM25 takes for near. `training.draw_readings` draws.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.question.answer_type import expected_type
from training import written
from vectorstore.text.arabic import fold, stems, words
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.sentences import sentence_spans
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

NEAR = 8
"""Passages that BM25 proposes as hard negatives."""

HELD_OUT = {"arcd": 0.15, "mlqa": 0.25, "tydi-ar": 0.3, "belebele": 0.2, "belebele-none": 0.2, "written": 0.1}
"""Share of the articles of a set that are not trained on: the curve and the calibrations need unseen questions."""

SETS = (
    "mlqa", "tydi-ar", "belebele", "belebele-en", "belebele-none", "hardneg", "weakneg", "squad", "tydi", "pquad",
    "heq", "piaf", "qamr",
)  # fmt: skip
"""Of `training/data`, beside ARCD train. A set's unanswerable questions go by its name with «-none» behind it."""

LANGUAGES = {"squad": "en", "tydi": "other", "qamr": "en", "pquad": "fa", "heq": "he", "piaf": "fr"}
"""Of a set's passages; Arabic where a set is not named. Near passages are sought within a language."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a paragraph; `answers` are spans in it, none where it does not answer."""

    id: str
    set: str
    question: str
    paragraph: int
    answers: tuple[Span, ...]


@dataclass(slots=True)
class Data:
    """All sets: paragraphs with their sentences, and examples by set, trained on or held out."""

    paragraphs: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    sentences: list[list[Span]] = field(default_factory=list)
    train: dict[str, list[Example]] = field(default_factory=lambda: defaultdict(list))
    held: dict[str, list[Example]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str, title: str, language: str) -> int:
        self.paragraphs.append(text)
        self.titles.append(title)
        self.languages.append(language)
        self.sentences.append(sentence_spans(text) or [(0, len(text))])
        return len(self.paragraphs) - 1


def read_data(shared: Path, seed: int) -> Data:
    """ARCD train, the sets of `training/data` and what was written; XQuAD, a benchmark, as a set held out whole.

    A text that is held out of one set is so of every one; a question asked of it is dropped elsewhere.
    """
    data = Data()
    rows = [("arcd", row) for row in squad_rows(shared / "benchmarks/arcd-train.json")]
    for name in SETS:
        path = shared / f"training/data/{name}.jsonl.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                rows += [(name, json.loads(line)) for line in lines]
    rows += written.question_rows(shared)
    held = {_subject(row) for name, row in rows if _drawn(_subject(row), seed) < HELD_OUT.get(name, 0)}
    held |= {_subject(row) for _, row in rows if row.get("held")}
    texts = {row["context"] for _, row in rows if _subject(row) in held}
    asked = {row["question"].strip() for _, row in rows if row["answers"] and row["context"] in texts}
    rows += [("xquad-ar", row) for row in squad_rows(shared / "benchmarks/xquad.ar.json")]
    numbers: dict[tuple[str, str], int] = {}
    for name, row in rows:
        key = row["context"], LANGUAGES.get(name, "ar")
        if key not in numbers:
            numbers[key] = data.add(row["context"], row.get("title", "").replace("_", " "), key[1])
        apart = name == "xquad-ar" or row["context"] in texts
        if row["question"].strip() in asked and not apart:
            continue
        example = _example(row, name, numbers[key])
        (data.held if apart else data.train)[example.set].append(example)
    return data


def squad_rows(path: Path) -> Iterator[dict]:
    """A file of SQuAD's form as lines of the others' form."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                answers = [{"text": a["text"], "start": a["answer_start"]} for a in qa["answers"]]
                head = {"id": str(qa["id"]), "question": qa["question"], "context": paragraph["context"]}
                yield {**head, "answers": answers, "title": article["title"]}


def _subject(row: dict) -> str:
    return row.get("title") or row["context"]


def _drawn(subject: str, seed: int) -> float:
    return zlib.crc32(f"{seed} {subject}".encode()) % 1000 / 1000


def _example(row: dict, name: str, number: int) -> Example:
    spans = {(answer["start"], answer["start"] + len(answer["text"])) for answer in row["answers"]}
    found = tuple(sorted(span for span in (_trimmed(row["context"], s) for s in spans) if span[0] < span[1]))
    set_name = name if found or name in ("hardneg", "weakneg", "belebele-none") else f"{name}-none"
    return Example(row["id"], set_name, row["question"].strip(" -\t\n"), number, found)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class FalsePremises:
    """Exchanges what a question names for something else of its kind."""

    _ENGLISH_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
    _NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,])")

    def __init__(self, data: Data) -> None:
        self._answers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for examples in data.train.values():
            for example in examples:
                language = _script(example.question)
                self._names[language].update(self._named(example.question, language))
                kind = expected_type(example.question)
                for start, end in example.answers[:1] if kind in ("person", "place") else ():
                    text = data.paragraphs[example.paragraph][start:end]
                    if len(text.split()) <= 3 and not any(map(str.isdigit, text)):
                        self._answers[_script(text), kind].add(text.strip(" .،,؛:"))
        self._pools = {key: sorted(pool) for key, pool in (self._answers | self._names).items()}

    def alter(self, question: str, text: str, rng: random.Random) -> str | None:
        """The question with one thing exchanged that the text then does not hold; None where nothing offers."""
        language = _script(question)
        options: list[tuple[str, list[str]]] = [
            (number, [_other_number(number, rng) for _ in range(8)]) for number in self._NUMBER.findall(question)
        ]
        runs = runs_of(question)
        for kind in ("person", "place"):
            pool = self._pools.get((language, kind), [])
            options += [(run, pool) for run in runs if len(run) > 3 and run in self._answers[language, kind]]
        options += [(name, self._pools.get(language, [])) for name in self._named(question, language)]
        held = set(words(text))
        present = [(old, pool) for old, pool in options if pool and held & set(words(old))] or options
        rng.shuffle(present)
        for old, pool in present:
            for _ in range(6):
                new = rng.choice(pool) if pool else old
                same_article = old.startswith("ال") == new.startswith("ال")
                if not same_article or set(words(new)) & (held | set(words(question))):
                    continue
                altered = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _, new=new: new, question, count=1)
                if altered != question:
                    return altered
        return None

    def _named(self, question: str, language: str) -> list[str]:
        """What looks like a name: capitals in English; in Arabic words of no Arabic pattern."""
        if language == "en":
            return self._ENGLISH_NAME.findall(question)
        found = [word.strip("؟?،,.:؛«»\"'()[]") for word in question.split()]
        return [
            word
            for word in found
            if len(word) > 3
            and word.isalpha()
            and not word.isascii()
            and fold(word) not in STOPWORDS
            and not is_native_shaped(fold(word), clitics=True)
        ]


def runs_of(question: str) -> list[str]:
    """Runs of up to three words, punctuation at their ends aside, in the order of their length."""
    found = [word.strip("؟?،,.:؛«»\"'()[]") for word in question.split()]
    return list(dict.fromkeys(" ".join(found[i : i + n]) for n in (1, 2, 3) for i in range(len(found) - n + 1)))


def _script(text: str) -> str:
    return "ar" if re.search("[\u0621-\u064a]", text) else "en"


def _other_number(number: str, rng: random.Random) -> str:
    if len(number) == 4 and number[0] in "12":
        return str(int(number) + rng.choice([-1, 1]) * rng.randint(1, 40))
    return str(rng.randint(10 ** (len(number) - 1), 10 ** len(number) - 1))


class NearPassages:
    """Paragraphs of the same language that BM25 finds near a question and that do not answer it."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._lexical = {language: _Bm25(data, language) for language in set(data.languages)}

    def __call__(self, example: Example) -> list[int]:
        """At most `NEAR`, nearest first; one is out where it has the answer's words or is the right one."""
        data, text = self._data, self._data.paragraphs[example.paragraph]
        answers = [fold(text[start:end]) for start, end in example.answers]
        near = self._lexical[data.languages[example.paragraph]].best(example.question, NEAR + 4)
        apart = [n for n in near if n != example.paragraph and data.paragraphs[n] != text]
        return [n for n in apart if not any(answer in fold(data.paragraphs[n]) for answer in answers)][:NEAR]


class _Bm25:
    """Okapi BM25 (k1 1.2, b .75) over the stems of one language's paragraphs."""

    def __init__(self, data: Data, language: str) -> None:
        self.members = [i for i, found in enumerate(data.languages) if found == language]
        counts = [Counter(stems(data.paragraphs[i])) for i in self.members]
        sizes = np.array([sum(count.values()) for count in counts])
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, count in enumerate(counts):
            for term, times in count.items():
                weight = times * 2.2 / (times + 1.2 * (0.25 + 0.75 * sizes[row] / sizes.mean()))
                self._postings[term].append((row, weight))

    def best(self, question: str, limit: int) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for term in sorted(set(stems(question))):
            postings = self._postings.get(term, [])
            if len(postings) > len(self.members) / 10:  # says nothing, and costs most of the time
                continue
            rarity = math.log(1 + (len(self.members) - len(postings) + 0.5) / (len(postings) + 0.5))
            for row, weight in postings:
                scores[row] += rarity * weight
        return [self.members[i] for i in sorted(scores, key=lambda row: (-scores[row], row))[:limit]]
