"""Measure what is told of articles side by side on labelled ones: differences, corroboration, names in two spellings.

    python -m benchmarks.side_by_side differences FOLDER INDEX tests/same_events.json tests/differences.json
    python -m benchmarks.side_by_side corroboration FOLDER INDEX tests/same_events.json tests/corroboration.json
    python -m benchmarks.side_by_side within FOLDER INDEX tests/same_events.json
    python -m benchmarks.side_by_side variants FOLDER INDEX

FOLDER holds the seeds and the news as n001.txt and so on; labels know an article by the stem of its file. `differences`
and `corroboration` count what is found of the labelled, and print all that is found where nothing should be; `within`
prints every statement that is found in another article of its event, and `variants` every two names that are joined
because of where they stand, both to be judged by a reader.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.names.doubtful import Found, with_doubtful
from assistant.names.found import NamesFound
from assistant.names.register import Register, register
from assistant.names.tagger import load_tagger
from assistant.names.variants import candidates, is_one_name, rows_of
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.retrieval.reader import load_reader
from assistant.retrieval.searcher import Search
from assistant.settings import settings_from
from assistant.sources.corroboration import said_in
from assistant.sources.differences import find_differences, held_against
from assistant.sources.happenings import portraits_of
from assistant.sources.names_written import spelled_otherwise, written_otherwise
from assistant.sources.offices import people_differ, people_of
from assistant.sources.portraits import Portrait
from assistant.sources.said import Said, read_sentence, sentences_of
from assistant.verification.claims import Claim, embed_claim
from assistant.verification.entailment import Support
from assistant.verification.restating import read_statement
from benchmarks.calibrate_events import stem_of
from vectorstore.types import Passage

KINDS = ("number", "day", "denial", "office", "attended", "name")


@contextmanager
def opened(corpus: str, index: str) -> Iterator[Assistant]:
    """The assistant over an indexed folder, without a language model."""
    settings = settings_from({"corpus": corpus, "index": index, "llm": "none"}, os.environ)
    assistant = open_assistant(settings, lambda *_: None)
    try:
        yield assistant
    finally:
        assistant.close()


def differences(
    search: Search,
    found: Mapping[str, Sequence[Found]],
    known: Register,
    portraits: Sequence[Portrait],
    events: Path,
    labels: Path,
) -> None:
    """Print by kind how many of the labelled pairs of sentences, and of names, are told apart rightly.

    A pair is labelled by the beginnings of its two sentences, or by their texts, and by what they differ in or nothing.
    """
    by_stem = {stem_of(one.source): one for one in portraits}
    given = json.loads(labels.read_text(encoding="utf-8"))
    said = {stem: sentences_of(search, one) for stem, one in by_stem.items()}
    pairs = []
    for one, begin, other, end, kind in given["pairs"]:
        pairs.append((_beginning(said[one], begin), _beginning(said[other], end), known, kind))
    tell(search, pairs, "of articles")
    for key in ("texts", "later", "made", "unseen"):
        tell(search, [(*_typed(search, found, texts), kind) for *texts, kind in given.get(key, ())], key)
    told = []
    for members in json.loads(events.read_text(encoding="utf-8"))["same"]:
        told += find_differences(search, [by_stem[stem] for stem in members if stem in by_stem], known=known)
    names = {frozenset((one[1], one[3])) for one in given["names"]}
    spelled = {frozenset((one.one, one.other)) for one in told if one.kind == "name"}
    print("names", len(spelled & names), "right", len(spelled - names), "wrong", len(names - spelled), "missed")
    for one in told:
        print(one.kind, one.one, "/", one.other, [quote.source for quote in one.quotes])


def tell(search: Search, pairs: Sequence[tuple[Said, Said, Register, str]], what: str) -> None:
    """Print right, wrong and missed of labelled pairs by kind, and each that is wrong or missed."""
    typed = "of articles" not in what  # names of articles are counted apart
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for one, other, known, kind in pairs:
        kinds = {found.kind for found in held_against(one, other, float(one.vector @ other.vector))}
        kinds |= {found.kind for found in people_differ(people_of([one], known), people_of([other], known))}
        if "attended" in kinds:
            kinds.discard("denial")
        if typed:
            kinds |= {found.kind for found in spelled_otherwise(search, [one], [other])}
            kinds |= {found.kind for found in written_otherwise([one], [other], known)}
        for each in kinds | ({kind} - {""}):
            verdict = "right" if each == kind and each in kinds else "missed" if each == kind else "wrong"
            counts[each][verdict] += 1
            if verdict != "right":
                print(verdict, each, round(float(one.vector @ other.vector), 3), one.text, "/", other.text)
    for kind, count in counts.items():
        print(what, len(pairs), kind, dict(count))


def _beginning(sentences: Sequence[Said], begin: str) -> Said:
    return next(s for s in sentences if " ".join(s.text.split()).startswith(" ".join(begin.split())))


def _typed(search: Search, known: Mapping[str, Sequence[Found]], texts: Sequence[str]) -> tuple[Said, Said, Register]:
    """Two sentences of no article, as of two further ones, with the register of all names."""
    tagger = load_tagger()
    said, sure, doubtful = [], dict(known), {}
    for source, text in zip(("a", "b"), texts, strict=True):
        span = (0, len(text))
        passage = Passage(source, *span, text, "", "body", (span,))
        said.append(read_sentence(search, passage, span, embed_claim(text, search.embedder)))
        read = tagger.read(text, [span]) if tagger else ((), ())
        sure[source], doubtful[source] = (
            [Found(text[slice(*one.span)], one.kind, one.span) for one in names] for names in read
        )
    return said[0], said[1], register(with_doubtful(sure, doubtful))


def corroboration(
    search: Search, portraits: Sequence[Portrait], events: Path, labels: Path, support: Support | None
) -> None:
    """How many of the labelled sentences are found again in the article that says the same, and in one that does not;
    and all that are found between articles of no one event, which ought to be none."""
    by_stem = {stem_of(one.source): one for one in portraits}
    given = json.loads(labels.read_text(encoding="utf-8"))
    for key in ("statements", "later"):
        counts = {"right": 0, "missed": 0, "wrong": 0}
        for stem, begin, other, says in given.get(key, ()):
            claim = next(c for text, c in _statements(search, by_stem[stem]) if begin in text)
            found = claim is not None and said_in(search, claim, by_stem[other], support) is not None
            verdict = "wrong" if found and not says else "right" if found else "missed" if says else ""
            if verdict:
                counts[verdict] += 1
            if verdict in ("wrong", "missed"):
                near = by_stem[other].vectors @ claim.vector if claim is not None else by_stem[other].vectors[:, 0] * 0
                print(verdict, stem, other, claim is not None, round(float(near.max()), 3), begin)
        print(key, len(given.get(key, ())), counts)
    linked = _linked(events)
    rng, tried, found = random.Random(5), 0, 0
    for stem, one in by_stem.items():
        near = sorted(by_stem, key=lambda other, one=one: -float(one.vector @ by_stem[other].vector))[1:6]
        for other in [*near, *rng.sample(sorted(by_stem), 3)]:
            if other == stem or (stem, other) in linked:
                continue
            for text, claim in _statements(search, one):
                tried += claim is not None
                if claim is not None and (quote := said_in(search, claim, by_stem[other], support)):
                    found += 1
                    print(stem, other, text, "/", quote.text)
    print("of no one event: found", found, "of", tried)


def within(search: Search, portraits: Sequence[Portrait], events: Path, support: Support | None) -> None:
    """Print every statement of an article that is found in another one of its event."""
    by_stem = {stem_of(one.source): one for one in portraits}
    tried = found = 0
    for members in json.loads(events.read_text(encoding="utf-8"))["same"]:
        for stem, other in itertools.permutations([stem for stem in members if stem in by_stem], 2):
            for text, claim in _statements(search, by_stem[stem]):
                tried += claim is not None
                if claim is not None and (quote := said_in(search, claim, by_stem[other], support)):
                    found += 1
                    print(stem, other, text, "\n    /", " ".join(quote.text.split()))
    print("within one event: found", found, "of", tried)


def variants(assistant: Assistant) -> None:
    """Print the pairs of names that may be one, and which of them are joined."""
    plain = register(NamesFound(assistant.index).read())
    with assistant.index.reading() as snapshot:
        rows = rows_of(snapshot)
        pairs = [(one, other, is_one_name(one, other, rows)) for one, other in candidates(plain.names)]
    for one, other, joined in sorted(pairs, key=lambda pair: not pair[2]):
        where = [stem_of(source) for name in (one, other) for source in name.places]
        print("joined" if joined else "apart", one.kind, one.text, "/", other.text, where)
    print(len(plain.names), "names", len(pairs), "pairs", sum(joined for *_, joined in pairs), "joined")


def _linked(events: Path) -> set[tuple[str, str]]:
    given: Mapping[str, list[list[str]]] = json.loads(events.read_text(encoding="utf-8"))
    return {pair for members in [*given["same"], *given["related"]] for pair in itertools.permutations(members, 2)}


def _statements(search: Search, one: Portrait) -> Iterator[tuple[str, Claim | None]]:
    for (passage, span), vector in zip(one.sentences, one.vectors, strict=True):
        text = " ".join(passage.sentence(span).split())
        yield text, read_statement(passage.sentence(span), vector, search.spellings)


if __name__ == "__main__":
    command, corpus, index, *paths = sys.argv[1:]
    with opened(corpus, index) as ready:
        if command == "variants":
            variants(ready)
        else:
            names, found = ready.names.register(), NamesFound(ready.index).read()
            with ready.searcher.reading() as looking:
                drawn = portraits_of(looking)
                if command == "differences":
                    differences(looking, found, names, drawn, Path(paths[0]), Path(paths[1]))
                elif command == "corroboration":
                    corroboration(looking, drawn, Path(paths[0]), Path(paths[1]), load_reader().support)
                else:
                    within(looking, drawn, Path(paths[0]), load_reader().support)
