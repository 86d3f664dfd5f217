"""A large Arabic corpus, made by recombining the sentences of a folder: for measuring speed, not quality.

    python -m benchmarks.corpus FOLDER OUT --passages 10000 [--seed 0] [--jsonl]

Each article keeps to one subject (neighbouring sentences of the folder) with some sentences from elsewhere, has a
headline and several paragraphs, each of the length that makes one passage. Words that the folder has only once,
names for the most part, are written otherwise in most articles, so that the vocabulary goes on growing with the
corpus as it does in a real one, and no two passages are the same. From NoMIRACL's passages it has 60,000 words in .6
million, 232,000 in 6 and 441,000 in 18 million, rather more than newspapers (arXiv:1611.04033: three million in 1,500
million, which is some 260,000 in 18 million if the number grows with the power .55 of the length), so that what depends
on the vocabulary is not measured too small.

The same folder, number and seed give the same bytes on any machine, and a smaller corpus is the beginning of a
larger one. What it says makes no sense; do not measure answers with it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vectorstore.text.sentences import sentence_spans

SENTENCE = range(40, 281)
"""Characters of the sentences that are used: what two to four of fill a passage."""

PARAGRAPH = range(320, 561)
"""Characters of a paragraph: one passage, never joined with the next (250) or cut in two (600)."""

PARAGRAPHS = range(3, 12)
"""Paragraphs of an article; with its headline 8 passages on average."""

SUBJECT = 40
"""Neighbouring sentences that count as one subject."""

ELSEWHERE = 0.25
"""Share of an article's sentences that are not of its subject."""

TAIL = 0.8
"""P(a rare word's spelling has a number above n) = (n + 1) ** -TAIL: from m uses about m ** (1 / (1 + TAIL)) words."""

FOLDER_FILES = 1_000
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
_RARE = re.compile("[\u0621-\u064a]{4,}")


@dataclass(frozen=True, slots=True)
class Article:
    """One made article: its place in the folder, its headline and its paragraphs."""

    name: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The file: headline and paragraphs with empty lines between."""
        return "\n\n".join((self.title, *self.paragraphs)) + "\n"


def sentences_of(folder: Path) -> list[str]:
    """The sentences of a folder's text files that can stand anywhere, in order; ValueError where they are too few."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.txt")) + sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8-sig")
        for start, end in sentence_spans(text):
            sentence = " ".join(text[start:end].split())
            if len(sentence) in SENTENCE and sentence[0].isalpha() and sentence[-1] in ".؟!" and _is_plain(sentence):
                found[sentence] = None
    if len(found) < 20:
        raise ValueError(f"{folder} has {len(found)} usable sentences; 20 are the least")
    return list(found)


def articles(sentences: Sequence[str], passages: int, seed: int = 0) -> Iterator[Article]:
    """Articles of so many passages together (headlines are passages, too); the last one is cut to fit."""
    counts = Counter(word for sentence in sentences for word in _RARE.findall(sentence))
    rare = {word for word, count in counts.items() if count == 1}
    number, left = 0, passages
    while left > 0:
        made = _article(sentences, rare, number, random.Random(f"{seed} {number}"))
        if left < 1 + len(made.paragraphs):
            # a headline with nothing under it would be no headline: the one passage too much is not made
            made = Article(made.name, made.title, made.paragraphs[: max(1, left - 1)])
        yield made
        left -= 1 + len(made.paragraphs)
        number += 1


def write(folder: Path, made: Iterator[Article]) -> int:
    """Write articles below a folder, a thousand to a sub-folder; returns their number."""
    count = 0
    for count, article in enumerate(made, 1):  # noqa: B007
        path = folder / f"{article.name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article.text, encoding="utf-8", newline="")
    return count


def write_records(path: Path, made: Iterator[Article]) -> int:
    """Write articles as the lines of one `.jsonl` file; returns their number."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for count, article in enumerate(made, 1):  # noqa: B007
            record = {
                "id": article.name.rpartition("/")[2], "title": article.title, "text": "\n\n".join(article.paragraphs)
            }  # fmt: skip
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return count


def _article(sentences: Sequence[str], rare: set[str], number: int, chance: random.Random) -> Article:
    draw = chance.random  # the one method whose numbers are promised to stay the same
    # some subjects are written about more than others
    subject = int(len(sentences) * draw() ** 1.5) // SUBJECT * SUBJECT
    near = sentences[subject : subject + SUBJECT]
    spelling: dict[str, str] = {}

    def written(match: re.Match[str]) -> str:
        word = match.group()
        if word in rare and word not in spelling:
            spelling[word] = respelled(word, int((1 - draw()) ** (-1 / TAIL)) - 1)
        return spelling.get(word, word)

    def sentence() -> str:
        pool = sentences if draw() < ELSEWHERE else near
        return pool[int(len(pool) * draw())]

    headline = " ".join(sentence().rstrip(".؟!").split()[:8]).rstrip("،؛:,")
    paragraphs = []
    for _ in range(PARAGRAPHS.start + int(len(PARAGRAPHS) * draw())):
        text = sentence()
        while len(text) < PARAGRAPH.start:
            added = sentence()
            if len(text) + len(added) < PARAGRAPH.stop:
                text += " " + added
        paragraphs.append(_RARE.sub(written, text))
    name = f"{number // FOLDER_FILES:03d}/{number:06d}"
    return Article(name, f"{_RARE.sub(written, headline)} - العدد {number + 1}", tuple(paragraphs))


def respelled(word: str, number: int) -> str:
    """The spelling of a word with a number; 0 is the word itself. Others have a clitic or two other letters."""
    if number == 0:
        return word
    digest = hashlib.sha256(f"{word} {number}".encode()).digest()
    clitic = "" if word.startswith(("ال", "لل", "و")) else ("", "و", "ب", "ل", "ال", "وال")[digest[0] % 6]
    first = 1 + digest[1] % (len(word) - 2)
    second = 1 + digest[2] % (len(word) - 2)
    letters = list(word)
    letters[first], letters[second] = LETTERS[digest[3] % len(LETTERS)], LETTERS[digest[4] % len(LETTERS)]
    return clitic + "".join(letters)


def _is_plain(sentence: str) -> bool:
    """Does a sentence keep its borders beside any other: nothing quoted or bracketed, one mark at its end?"""
    return not any(mark in sentence for mark in '"“”«»()[]{}…') and not re.search(r"[.؟!؛](?=\s)", sentence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--passages", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jsonl", action="store_true", help="one file, OUT/articles.jsonl")
    options = parser.parse_args()
    made = articles(sentences_of(options.folder), options.passages, options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    count = write_records(options.out / "articles.jsonl", made) if options.jsonl else write(options.out, made)
    print(f"{count} articles, {options.passages} passages in {options.out}")


if __name__ == "__main__":
    main()
