"""Questions, windows and negatives that the reader learns from.

A group is one question with what it is read against: a window of sentences that holds the answer, where
there is one, and windows and altered questions that teach the difference: passages that both indexes take
for near, other windows of the right paragraph, and false premises (a name, place, number or date of the
question exchanged for another of its kind that the window does not hold).
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.question.answer_type import expected_type
from vectorstore.text.arabic import fold, stems, words
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.sentences import sentence_spans
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

WINDOW = 600
"""Characters of a window at most: the longest passage of the product (`vectorstore.text.passages`)."""

NEAR = 8
"""Passages that each index proposes as hard negatives."""

HELD_OUT = 0.15
"""Share of the articles of ARCD train and XQuAD that are not trained on."""

SHARES = {"arcd": 0.22, "xquad-ar": 0.26, "xquad-en-ar": 0.14, "xquad-en": 0.06, "squad": 0.17, "squad-none": 0.15}
"""How often a group is drawn from each set: Arabic passages two times in three, though there are fewer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a paragraph; `answers` are spans in it, none where it does not answer."""

    id: str
    set: str
    question: str
    paragraph: int
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One pair to read: `span` of the answer in `text`, None where the text does not answer."""

    question: str
    text: str
    title: str
    span: Span | None


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
    """ARCD train, XQuAD (Arabic, English, English over Arabic) and the half of SQuAD 2.0's dev set."""
    data = Data()
    squad = _articles(shared / "training/squad2-dev-half.json")
    arabic, english = (_articles(shared / f"benchmarks/xquad.{language}.json") for language in ("ar", "en"))
    arcd = _articles(shared / "benchmarks/arcd-train.json")
    # SQuAD's articles are in part XQuAD's: what is held out of one must not be learned from the other
    apart = {article["title"] for article in squad}
    held = _held_out(arcd, set(), seed) | _held_out(arabic, apart, seed)
    wording = {qa["id"]: qa["question"] for a in english for p in a["paragraphs"] for qa in p["qas"]}
    for name, articles, language in (
        ("arcd", arcd, "ar"),
        ("xquad-ar", arabic, "ar"),
        ("xquad-en", english, "en"),
        ("squad", squad, "en"),
    ):
        for article in articles:
            title = article["title"].replace("_", " ") if language == "en" or name == "arcd" else ""
            kept = data.held if article["title"] in held else data.train
            for paragraph in article["paragraphs"]:
                number = data.add(paragraph["context"], title, language)
                for example in _examples(paragraph, name, number):
                    kept[example.set].append(example)
                    if name == "xquad-ar":
                        translated = wording[example.id].strip()
                        kept["xquad-en-ar"].append(
                            Example(example.id, "xquad-en-ar", translated, number, example.answers)
                        )
    return data


def _articles(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["data"]


def _held_out(articles: Sequence[dict], apart: set[str], seed: int) -> set[str]:
    titles = sorted({article["title"] for article in articles} - apart)
    return set(random.Random(seed).sample(titles, round(HELD_OUT * len(articles))))


def _examples(paragraph: dict, name: str, number: int) -> Iterator[Example]:
    text = paragraph["context"]
    for qa in paragraph["qas"]:
        spans = {(a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]}
        found = tuple(sorted(_trimmed(text, span) for span in spans)) if not qa.get("is_impossible") else ()
        set_name = name if found else f"{name}-none"
        yield Example(str(qa["id"]), set_name, qa["question"].strip(" -\t\n"), number, found)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def window(data: Data, paragraph: int, span: Span | None, rng: random.Random) -> Span:
    """Neighbouring sentences of at most `WINDOW` characters, around `span` where one is given."""
    sentences = data.sentences[paragraph]
    if span is None:
        first = last = rng.randrange(len(sentences))
    else:
        inside = [i for i, s in enumerate(sentences) if s[0] < span[1] and span[0] < s[1]]
        first, last = (inside[0], inside[-1]) if inside else (0, len(sentences) - 1)
    wanted = rng.uniform(150, WINDOW)
    while True:
        options = [i for i in (first - 1, last + 1) if 0 <= i < len(sentences)]
        rng.shuffle(options)
        for option in options:
            low, high = min(first, option), max(last, option)
            if sentences[high][1] - sentences[low][0] <= WINDOW:
                first, last = low, high
                break
        else:
            break
        if sentences[last][1] - sentences[first][0] >= wanted:
            break
    start, end = sentences[first][0], sentences[last][1]
    return (min(start, span[0]), max(end, span[1])) if span else (start, end)


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
        for kind in ("person", "place"):
            pool = self._pools.get((language, kind), [])
            options += [
                (phrase, pool)
                for phrase in self._answers[language, kind]
                if len(phrase) > 3 and (re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", question))
            ]
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


def _script(text: str) -> str:
    return "ar" if re.search("[\u0621-\u064a]", text) else "en"


def _other_number(number: str, rng: random.Random) -> str:
    if len(number) == 4 and number[0] in "12":
        return str(int(number) + rng.choice([-1, 1]) * rng.randint(1, 40))
    return str(rng.randint(10 ** (len(number) - 1), 10 ** len(number) - 1))


def near_passages(data: Data, embed_questions, embed_passages) -> dict[tuple[str, str], list[int]]:
    """For each example (set, id) the paragraphs that both indexes find near and that do not answer it.

    Only paragraphs of its passages' language; one is out where it has the answer's words or is the right one.
    """
    vectors = embed_passages(data.paragraphs)
    lexical = {language: _Bm25(data, language) for language in ("ar", "en")}
    folded = [fold(text) for text in data.paragraphs]
    found = {}
    examples = [e for sets in (data.train, data.held) for group in sets.values() for e in group]
    questions = embed_questions([example.question for example in examples])
    for example, question in zip(examples, questions, strict=True):
        language = data.languages[example.paragraph]
        members = lexical[language].members
        dense = [members[i] for i in np.argsort(-(vectors[members] @ question))[: NEAR + 4]]
        near = dict.fromkeys([*dense, *lexical[language].best(example.question, NEAR + 4)])
        texts = [fold(data.paragraphs[example.paragraph][s:e]) for s, e in example.answers]
        found[example.set, example.id] = [
            number
            for number in near
            if number != example.paragraph
            and data.paragraphs[number] != data.paragraphs[example.paragraph]
            and not any(text in folded[number] for text in texts)
        ]
    return found


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
        scores = np.zeros(len(self.members))
        for term in set(stems(question)):
            postings = self._postings.get(term, [])
            rarity = np.log(1 + (len(self.members) - len(postings) + 0.5) / (len(postings) + 0.5))
            for row, weight in postings:
                scores[row] += rarity * weight
        return [self.members[i] for i in np.argsort(-scores)[:limit] if scores[i] > 0]


def group(
    data: Data, example: Example, near: Sequence[int], premises: FalsePremises, rng: random.Random
) -> list[Reading]:
    """What one question is read against; the first reading answers it where `example` has an answer."""
    readings = []

    def read(paragraph: int, span: Span, question: str = example.question, answer: Span | None = None) -> None:
        title = data.titles[paragraph] if rng.random() < 0.5 else ""
        start, end = span
        inside = (answer[0] - start, answer[1] - start) if answer else None
        readings.append(Reading(question, data.paragraphs[paragraph][start:end], title, inside))

    if not example.answers:
        read(example.paragraph, window(data, example.paragraph, None, rng))
        if near and rng.random() < 0.5:
            read(other := rng.choice(near), window(data, other, None, rng))
        return readings
    answer = rng.choice(example.answers)
    right = window(data, example.paragraph, answer, rng)
    read(example.paragraph, right, answer=answer)
    text = data.paragraphs[example.paragraph]
    if near:
        read(other := rng.choice(near), window(data, other, None, rng))
    if rng.random() < 0.5:
        span = window(data, example.paragraph, None, rng)
        if fold(text[answer[0] : answer[1]]) not in fold(text[span[0] : span[1]]):
            read(example.paragraph, span)
        elif len(near) > 1:
            read(other := rng.choice(near), window(data, other, None, rng))
    if rng.random() < 0.6:
        altered = premises.alter(example.question, text[right[0] : right[1]], rng)
        if altered:
            read(example.paragraph, right, question=altered)
    return readings
