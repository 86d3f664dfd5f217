"""People, places and organisations found in the news, against labels by hand: exact spans of words, by kind.

    python -m benchmarks.names --shared ../shared [--part seen] [--corpus]

`--part seen` scores the articles that the tagger was trained on: it says nothing but that the labels are read right.
`--corpus` reads the other news, too, and takes what all of them tell of an article's doubtful names (`names.doubtful`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.names.doubtful import Found, with_doubtful
from assistant.names.tagger import KINDS, load_tagger
from vectorstore.text.arabic import tokens
from vectorstore.text.sentences import sentence_spans
from vectorstore.types import Span

LABELS = Path(__file__).parent.parent / "tests" / "names.jsonl"
Labelled = tuple[int, int, str]
"""Places of the first and behind the last word, and the kind."""


def articles(shared: Path, part: str) -> Iterator[tuple[str, list[Labelled]]]:
    """The labelled articles: text, and the names by the places of their words."""
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        labelled = json.loads(line)
        if labelled["part"] == part:
            text = (shared / "benchmarks" / "news" / f"{labelled['file']}.txt").read_text(encoding="utf-8")
            yield text, [(*_words(text, (start, end)), kind) for start, end, kind, _ in labelled["names"]]


def _words(text: str, span: Span) -> Span:
    """The places of the words that a span of a text touches."""
    inside = [i for i, word in enumerate(tokens(text)) if word.start < span[1] and word.end > span[0]]
    return inside[0], inside[-1] + 1


def score(shared: Path, part: str, find: Callable[[str], Sequence[tuple[Span, str]]]) -> dict[str, tuple[float, ...]]:
    """Precision, recall and F1 by kind, of all together, and of spans whatever their kind."""
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    for text, names in articles(shared, part):
        gold, said = set(names), {(*_words(text, span), kind) for span, kind in find(text)}
        for kind in KINDS:
            of_gold, of_said = ({one for one in side if one[2] == kind} for side in (gold, said))
            for name in (kind, "all"):
                right[name] += len(of_gold & of_said)
                wanted[name] += len(of_gold)
                found[name] += len(of_said)
        spans = {one[:2] for one in gold}, {one[:2] for one in said}
        right["any kind"] += len(spans[0] & spans[1])
        wanted["any kind"] += len(spans[0])
        found["any kind"] += len(spans[1])
    return {kind: _figures(right[kind], found[kind], wanted[kind]) for kind in (*KINDS, "all", "any kind")}


def _figures(right: int, found: int, wanted: int) -> tuple[float, ...]:
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def by_tagger(text: str) -> list[tuple[Span, str]]:
    tagger = load_tagger()
    assert tagger is not None
    return [(one.span, one.kind) for one in tagger.mentions(text, sentence_spans(text))]


def by_corpus(shared: Path) -> Callable[[str], Sequence[tuple[Span, str]]]:
    """What finds the names of a text of the news as one of all the news."""
    tagger = load_tagger()
    assert tagger is not None
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "benchmarks" / "news").glob("*.txt"))]
    read = {text: tagger.read(text, sentence_spans(text)) for text in texts}
    sides = [
        {text: [Found(text[slice(*o.span)], o.kind, o.span) for o in both[side]] for text, both in read.items()}
        for side in (0, 1)
    ]
    found = with_doubtful(*sides)
    return lambda text: [(one.span, one.kind) for one in found[text]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--part", default="held out")
    parser.add_argument("--corpus", action="store_true")
    options = parser.parse_args()
    find = by_corpus(options.shared) if options.corpus else by_tagger
    for kind, (precision, recall, f1) in score(options.shared, options.part, find).items():
        print(f"{kind:<14} {precision:.2f} {recall:.2f} {f1:.2f}")


if __name__ == "__main__":
    main()
