"""How often a name is rightly and wrongly said to stand in no article, and how often a near spelling is offered.

    python -m benchmarks.false_premises ../shared WORK [--sets arcd mlqa xquad news seeds] [--show]

Over the paragraphs of ARCD train, 600 of MLQA, XQuAD-ar, the news and the seeds, with their own Arabic questions, asked

- `as it is`: whatever is said to be absent is said wrongly, as far as the question comes from its paragraph (a few
  questions do name what no paragraph has: `--show` prints them);
- `exchanged`: a name of the question is another one, no part of which stands in the corpus: absence is said rightly
  where that name, or a word of it, and nothing else is told;
- `misspelled`: a word of a name has one letter too many, too few or another: right where the corpus's spelling is
  offered.

Names are the answers to questions of who and where in ARCD test, MLQA and TyDi, so that nothing depends on how the
program knows a name. Vectors are drawn: no premise depends on them. Whether the question is answered is not looked at;
in use a premise is told beside abstentions alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.false_premise import find_false_premise
from assistant.question.answer_type import expected_type
from assistant.question.dialect import written_form
from assistant.retrieval.searcher import Search, Searcher
from benchmarks.drawn import Drawn
from vectorstore.opening import IndexSource, open_index
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.text.arabic import fold, strip_clitics, tokens
from vectorstore.text.language import language_of

SEED = 3
SETS = ("arcd", "mlqa", "xquad", "news", "seeds")
MLQA_PARAGRAPHS = 600
LETTERS = "بتجحدرسعفقكلمنهوي"
LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set, and the names that may stand in its place."""

    texts: Mapping[str, str]
    questions: Sequence[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--show", action="store_true", help="print every line that is wrong")
    options = parser.parse_args()
    names = names_of(options.shared)
    for name in options.sets:
        asked = read_set(options.shared, name)
        corpus = options.work / name / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        for file, text in asked.texts.items():
            (corpus / file).write_text(text, encoding="utf-8")
        index = open_index(IndexSource(corpus, options.work / name / "index"), LazyEmbedder(Drawn, Drawn.fingerprint))
        with Searcher(index, Drawn()).reading() as search:
            measure(name, asked, names, search, options.show)
        index.close()


def measure(name: str, asked: Asked, names: Sequence[str], search: Search, show: bool) -> None:
    """Print the shares of one set."""
    rng = random.Random(SEED)
    whole = fold("\n".join(asked.texts.values()))
    absent = [other for other in names if not any(strip_clitics(part) in whole for part in fold(other).split())]
    told = [(question, premise(question, search)) for question in asked.questions]
    wrong = [(question, found.absent) for question, found in told if found.absent]
    pairs = [(question, found.apart) for question, found in told if found.apart]
    near = [(question, found.near) for question, found in told if found.near]
    print(
        f"{name}: {len(told)} questions as they are: absent {len(wrong)}, apart {len(pairs)}, near spelling {len(near)}"
    )
    altered = list(exchanged(asked.questions, names, absent, rng))
    right = [(new, found) for _, new, found in ((q, new, premise(q, search)) for q, new in altered)]
    said = sum(is_right(new, found.absent) for new, found in right)
    offered = [(new, found.near) for new, found in right if found.near]
    print(
        f"  exchanged {len(right)}: absence said {said}, else {sum(bool(f.absent) for _, f in right) - said}, "
        f"near spelling offered wrongly {len(offered)}"
    )
    spoiled = [(old, new, premise(q, search)) for q, old, new in misspelled(asked.questions, names, whole, rng)]
    good = [(old, new) for old, new, found in spoiled if any(fold(old) in fold(other) for _, other in found.near)]
    bad = [(old, new, found.near) for old, new, found in spoiled if found.near and (old, new) not in good]
    lost = [(old, new) for old, new, found in spoiled if found.absent and not found.near]
    print(f"  misspelled {len(spoiled)}: near spelling right {len(good)}, wrong {len(bad)}, said absent {len(lost)}")
    if show:
        for title, rows in (
            ("WRONG", wrong),
            ("APART", pairs),
            ("NEAR", near),
            ("OFFERED", offered),
            ("BAD", bad),
            ("LOST", lost),
        ):
            for row in rows:
                print("   ", title, *row)
        for new, found in right:
            if not is_right(new, found.absent):
                print("    MISSED", new, "|", found)


def premise(question: str, search: Search):
    """What is told of a question that stands alone."""
    return find_false_premise(search.query(written_form(question, search.spellings.__contains__)), search)


def is_right(new: str, absent: Sequence[str]) -> bool:
    """Is something of the name told, and nothing else?"""
    parts = {strip_clitics(part) for part in fold(new).split()} | set(fold(new).split())
    return bool(absent) and all(parts & {*fold(a).split(), *map(strip_clitics, fold(a).split())} for a in absent)


def exchanged(
    questions: Sequence[str], names: Sequence[str], absent: Sequence[str], rng: random.Random
) -> Iterator[tuple[str, str]]:
    """Questions in which a name is one that the corpus lacks, and that name."""
    for question in questions:
        for name in sorted(names, key=len, reverse=True):
            if f" {name} " in f" {question.rstrip('؟? ')} " and absent:
                other = rng.choice(absent)
                yield f" {question.rstrip('؟? ')} ".replace(f" {name} ", f" {other} ").strip() + "؟", other
                break


def misspelled(
    questions: Sequence[str], names: Sequence[str], whole: str, rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    """Questions in which a word of a name has one letter more, less or another, that word, and what became of it."""
    parts = {part for name in names for part in name.split() if len(part) >= LEAST_LETTERS}
    for question in questions:
        found = [token for token in tokens(question) if question[token.start : token.end] in parts]
        if not found or not (token := rng.choice(found)).text.isalpha() or token.text not in whole:
            continue
        word = question[token.start : token.end]
        place = rng.randrange(1, len(word))
        letter = rng.choice(LETTERS)
        start, end = word[:place], word[place:]
        new = rng.choice(
            (start + end[1:], start + letter + end, start + letter + end[1:], start[:-1] + end[0] + start[-1] + end[1:])
        )
        if fold(new) not in whole:
            yield question[: token.start] + new + question[token.end :], word, new


def names_of(shared: Path) -> list[str]:
    """Answers of one or two words to questions of who and where."""
    found = set()
    for question, _, answers in (
        *squad(shared / "benchmarks/arcd-test.json"),
        *rows(shared, "mlqa"),
        *rows(shared, "tydi-ar"),
    ):
        if expected_type(question) in ("person", "place"):
            found |= {a.strip(' .،"') for a in answers}
    return sorted(
        name for name in found
        if len(name.split()) <= 2 and all(len(p) > 2 and p.isalpha() and not p.startswith("ال") for p in name.split())
    )  # fmt: skip


def read_set(shared: Path, name: str) -> Asked:
    """The paragraphs by file name, and the Arabic questions."""
    if name in ("news", "seeds"):
        folder = shared / ("benchmarks/news" if name == "news" else "seeds")
        lines = (shared / f"eval/{'news' if name == 'news' else 'questions'}_dev.jsonl").read_text("utf-8").splitlines()
        asked = [json.loads(line) for line in lines]
        kept = [q["question"] for q in asked if q["answerable"] and q["lang"] == "ar" and not q.get("history")]
        return Asked({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}, kept)
    found = {
        "arcd": lambda: squad(shared / "benchmarks/arcd-train.json"),
        "xquad": lambda: squad(shared / "benchmarks/xquad.ar.json"),
        "mlqa": lambda: rows(shared, "mlqa"),
    }[name]()
    texts, questions = {}, []
    for question, context, _ in found:
        if context not in texts:
            if name == "mlqa" and len(texts) == MLQA_PARAGRAPHS:
                continue
            texts[context] = f"p{len(texts):05d}.txt"
        if language_of(question) == "ar":
            questions.append(question)
    return Asked({file: text for text, file in texts.items()}, questions)


def squad(path: Path) -> list[tuple[str, str, list[str]]]:
    """Question, paragraph and answers of a file as SQuAD's."""
    return [
        (qa["question"].strip(), paragraph["context"], [answer["text"] for answer in qa["answers"]])
        for article in json.loads(path.read_text("utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    ]


def rows(shared: Path, name: str) -> list[tuple[str, str, list[str]]]:
    """The same of a training set."""
    with gzip.open(shared / f"training/data/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        read = map(json.loads, lines)
        return [(row["question"], row["context"], [answer["text"] for answer in row["answers"]]) for row in read]


if __name__ == "__main__":
    main()
