"""Claims about passages, supported or not, for a head that reads both; see `claims_true` and `claims_false`.

    python -m training.claims_data --shared ../shared --glosses FOLDER --out train.jsonl.gz [--held held.jsonl.gz]

`FOLDER` holds `eng-ara.txt` and `ara-eng.txt` (see `claims_crossed`). Each line: claim, context (whole sentences, at most
600 characters), supported (0 or 1), kind, language ("en-ar": English over Arabic), set, title. Of each context as many
are true as false.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.names.tagger import load_tagger
from assistant.question.answer_type import expected_type
from training import claims_crossed as crossed
from training.claims_false import Elsewhere, broken, broken_apart, pools
from training.claims_true import MARKS, Asked, Claim, Window, fits, kept, surface
from training.draw_readings import WINDOW, window
from training.reader_data import Data, Example, read_data, squad_rows
from vectorstore.text.arabic import fold, words
from vectorstore.text.sentences import sentence_spans

SEED = 20261127
LINES = {"ar": 90_000, "en": 37_000, "other": 22_000}
"""Lines by language of the passage, those of headlines aside."""

CROSSED = {"ar": 0.15, "en": 0.5}
"""Share of the windows whose claims (Arabic) or passage (English) are put into the other language."""

PER_WINDOW = 3
"""True claims about a window, and as many false ones."""

_CAPITALS = re.compile(r"(?<=[\w,;:] )[A-ZÀ-ÞА-Я][\w'’-]+(?: (?:(?:of|de|van|von|du|la) )?[A-ZÀ-ÞА-Я][\w'’-]+)*")
_DIGIT = re.compile(r"\d")
_LATIN = re.compile("[A-Za-z]")


def windows(data: Data, sets: dict[str, list[Example]], language: str, rng: random.Random) -> Iterator[tuple[Window, str]]:
    """Endless windows of the passages of one language, with their set; each passage as often as the others."""
    asked: dict[int, list[Example]] = defaultdict(list)
    for examples in sets.values():
        for example in examples:
            asked[example.paragraph].append(example)
    chosen = [p for p in asked if (data.languages[p] if data.languages[p] in ("ar", "en") else "other") == language]
    tagged: dict[int, list[tuple[str, str, int]]] = {}
    while True:
        rng.shuffle(chosen)
        for paragraph in chosen:
            answered = [e for e in asked[paragraph] if e.answers]
            span = rng.choice(rng.choice(answered).answers) if answered and rng.random() < 0.5 else None
            span = window(data.sentences[paragraph], span, rng)
            if span[1] - span[0] <= WINDOW:
                if paragraph not in tagged:
                    tagged[paragraph] = _named(data, paragraph)
                found = _window(data, paragraph, span, tagged[paragraph], asked[paragraph], rng)
                if len(found.text) > 60:
                    yield found, asked[paragraph][0].set


def _named(data: Data, paragraph: int) -> list[tuple[str, str, int]]:
    """Names of a paragraph, their kinds and places: by the tagger in Arabic, by capitals where there are such."""
    text = data.paragraphs[paragraph]
    if data.languages[paragraph] == "ar" and (tagger := load_tagger()):
        found = tagger.mentions(text, data.sentences[paragraph])
        return [(text[m.span[0] : m.span[1]], m.kind, m.span[0]) for m in found if m.span[1] - m.span[0] > 2]
    return [(m[0], f"capitals {len(m[0].split())}", m.start()) for m in _CAPITALS.finditer(text) if len(m[0]) > 2]


def _window(
    data: Data, paragraph: int, span: tuple[int, int], names: Sequence[tuple[str, str, int]], asked: Sequence[Example], rng: random.Random
) -> Window:  # fmt: skip
    text, (start, end) = data.paragraphs[paragraph], span
    inside = [MARKS.sub("", text[a:b]).strip() for a, b in data.sentences[paragraph] if start <= a and b <= end]
    beside = [MARKS.sub("", text[a:b]).strip() for a, b in data.sentences[paragraph] if b <= start or end <= a]
    questions = []
    for example in rng.sample(list(asked), min(4, len(asked))):
        here = [s for s in example.answers if start <= s[0] and s[1] <= end]
        if (example.answers and not here) or example.set in ("hardneg", "weakneg"):
            continue
        answer = text[here[0][0] : here[0][1]].strip() if here else ""
        others = {text[s[0] : s[1]].strip() for e in asked if e is not example for s in e.answers[:1] if _like(example, answer, e, text[s[0] : s[1]])}
        others -= {text[s[0] : s[1]].strip() for s in example.answers}
        if not others and names and answer in [n for n, _, _ in names]:
            kind = next(k for n, k, _ in names if n == answer)
            others = {n for n, k, _ in names if k == kind and n != answer}
        questions.append(Asked(example.question, answer, tuple(sorted(others))))
    own = dict.fromkeys((MARKS.sub("", n), k) for n, k, place in names if start <= place < end)
    language = data.languages[paragraph]
    return Window(text[start:end].strip(), tuple(s for s in inside if fits(s)), tuple(s for s in beside if fits(s)), language,
                  data.titles[paragraph] if len(data.titles[paragraph]) < 60 else "", start == 0, tuple(own), tuple(questions))  # fmt: skip


def _like(one: Example, answer: str, other: Example, said: str) -> bool:
    """Does an answer to another question look like one to this?"""
    kind, same = expected_type(one.question), expected_type(other.question)
    if kind and same:
        return kind == same
    if not answer:
        return len(said.split()) <= 6
    return bool(_DIGIT.search(answer)) == bool(_DIGIT.search(said)) and abs(len(answer.split()) - len(said.split())) <= 2


def claims(found: Window, elsewhere: Elsewhere, seen: Counter[tuple[int, str]], rng: random.Random) -> list[tuple[int, str, str]]:
    """(supported, kind, claim) of a window, as many true as false; kinds that are rare so far come first."""
    if found.language == "ar" and len(_LATIN.findall(found.text)) * 2 > len(found.text):
        return []
    true = [(k, c) for k, c in kept(found, rng) if fits(c)]
    bases = [c for _, c in rng.sample(true, min(4, len(true)))]
    false: list[Claim] = []
    for base in bases:
        false += [(k, c) for k, c in broken(base, found, elsewhere, rng) if fold(c) != fold(base)]
    false += broken_apart(found, elsewhere, rng)
    folded = fold(found.text)
    false = [(k, c) for k, c in false if fits(c) and fold(c).rstrip(".") not in folded]
    picked = [_picked(1, true, seen, rng), _picked(0, false, seen, rng)]
    count = min(map(len, picked))
    for kind in [(supported, k) for supported, some in ((1, picked[0]), (0, picked[1])) for k, _ in some[:count]]:
        seen[kind] += 1
    return [(s, k, surface(c, found.language, rng)) for s, some in ((1, picked[0]), (0, picked[1])) for k, c in some[:count]]


_SHARES = {"some as all": 0.4, "verbatim": 0.5, "digits": 0.5, "question and answer": 0.8, "detail added": 0.8, "halves joined": 0.7}


def _picked(supported: int, some: Sequence[Claim], seen: Counter[tuple[int, str]], rng: random.Random) -> list[Claim]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, claim in some:
        kinds[kind].append(claim)
    order = sorted(kinds, key=lambda kind: (seen[supported, kind] + 20) / _SHARES.get(kind, 1) * rng.uniform(0.3, 1.7))
    return [(kind, rng.choice(kinds[kind])) for kind in order[:PER_WINDOW]]


def lines(
    data: Data, sets: dict[str, list[Example]], wanted: dict[str, int], glosses: crossed.Glosses | None, rng: random.Random
) -> Iterator[dict]:  # fmt: skip
    """Lines of the file, by language until there are as many as wanted."""
    for language, count in wanted.items():
        endless = windows(data, sets, language, rng)
        some = [next(endless) for _ in range(min(2000, count))]
        elsewhere, seen, made = pools([w for w, _ in some]), Counter[tuple[int, str]](), 0
        while made < count:
            found, name = some.pop() if some else next(endless)
            turned = glosses and rng.random() < CROSSED.get(language, 0)
            text = crossed.to_arabic(found.text, glosses, rng) if turned and language == "en" else found.text
            for supported, kind, claim in claims(found, elsewhere, seen, rng):
                if turned and language == "ar":
                    claim = crossed.to_english(claim, glosses, rng.choice((0.6, 1.0, 1.0)), rng)
                if len(text) <= WINDOW:
                    made += 1
                    yield _line(claim, text, supported, kind, "en-ar" if turned else found.language, name, found.title)


def _line(claim: str, text: str, supported: int, kind: str, language: str, name: str, title: str) -> dict:
    return {"claim": claim, "context": text, "supported": supported, "kind": kind, "language": language, "set": name, "title": title}


def headlines(path: Path) -> Iterator[dict]:
    """Pairs of headlines (ANS): the one as claim about the other."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        found = [row for row in map(json.loads, rows) if row["split"] == "train"]
    agreeing = sum(row["label"] == "agree" for row in found)
    apart = sorted((row for row in found if row["label"] != "agree"), key=lambda row: row["label"] != "disagree")
    for row in [*(row for row in found if row["label"] == "agree"), *apart[:agreeing]]:
        yield _line(row["b"], row["a"], int(row["label"] == "agree"), "headline", "ar", "ans", "")


def across(shared: Path, count: int, rng: random.Random) -> Iterator[dict]:
    """English claims of XQuAD's English paragraphs with the Arabic ones, window by window (three in ten: with the
    English ones); for measuring only."""
    rows = [list(squad_rows(shared / f"benchmarks/xquad.{language}.json")) for language in ("en", "ar")]
    contexts = dict(zip(*([row["context"] for row in some] for some in rows), strict=True))
    data = Data()
    sets: dict[str, list[Example]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for row in rows[0]:
        text = row["context"]
        number = numbers.setdefault(text, -1)
        if number < 0:
            number = numbers[text] = data.add(text, row["title"].replace("_", " "), "en")
        spans = tuple((a["start"], a["start"] + len(a["text"])) for a in row["answers"])
        sets["xquad-en"].append(Example(row["id"], "xquad-en", row["question"], number, spans))
    arabic = {numbers[text]: (other, sentence_spans(other)) for text, other in contexts.items()}
    by_text = {data.paragraphs[n]: n for n in arabic}
    endless = windows(data, sets, "en", rng)
    some = [next(endless) for _ in range(1500)]
    elsewhere, seen, made = pools([w for w, _ in some]), Counter[tuple[int, str]](), 0
    while made < count:
        found, _ = next(endless)
        number = next((n for text, n in by_text.items() if found.text in text), None)
        if number is None or len(arabic[number][1]) != len(data.sentences[number]):
            continue
        here = data.paragraphs[number].find(found.text)
        inside = [i for i, (a, b) in enumerate(data.sentences[number]) if here <= a and b <= here + len(found.text) + 1]
        other, spans = arabic[number]
        text = other[spans[inside[0]][0] : spans[inside[-1]][1]] if inside else ""
        if text and len(text) <= WINDOW:
            english = rng.random() < 0.3
            for supported, kind, claim in claims(found, elsewhere, seen, rng):
                made += 1
                read = (found.text, "en", "xquad-en") if english else (text, "en-ar", "xquad")
                yield _line(claim, read[0], supported, kind, *read[1:], found.title)


def belebele_across(data: Data, sets: dict[str, list[Example]], rng: random.Random) -> Iterator[dict]:
    """English questions with Arabic answers, right and of another question on the passage."""
    by_paragraph: dict[int, list[Example]] = defaultdict(list)
    for example in (*sets["belebele"], *sets["belebele-en"]):
        by_paragraph[example.paragraph].append(example)
    for example in sets["belebele-en"]:
        text = data.paragraphs[example.paragraph]
        answer = text[slice(*example.answers[0])]
        span = window(data.sentences[example.paragraph], example.answers[0], rng)
        others = {text[slice(*e.answers[0])] for e in by_paragraph[example.paragraph]} - {answer}
        others = {o for o in others if not set(words(o)) & set(words(answer))}
        if others and span[1] - span[0] <= WINDOW:
            for supported, said in ((1, answer), (0, rng.choice(sorted(others)))):
                claim = f"{example.question} {said}"
                yield _line(claim, text[span[0] : span[1]], supported, "question and answer" + ", wrong" * (not supported), "en-ar", "belebele-en", "")


def _by_context(rows: Sequence[dict], rng: random.Random) -> list[dict]:
    """The lines in a drawn order of their contexts, and drawn within each."""
    groups: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        groups[row["context"]].append(row)
    order = list(groups.values())
    rng.shuffle(order)
    return [row for group in order for row in rng.sample(group, len(group))]


def write(path: Path, rows: Sequence[dict]) -> None:
    """The lines, compressed, and their counts on the screen; those of one context together, which packs them small."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=9) as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    kinds, languages = Counter(), Counter()
    for row in rows:
        kinds[row["supported"], row["kind"]] += 1
        languages[row["language"], row["supported"]] += 1
    print(path.name, len(rows), f"{path.stat().st_size / 1e6:.1f} MB", dict(sorted(languages.items())))
    print({f"{'true' if s else 'false'} {k}": n for (s, k), n in sorted(kinds.items())})


def main() -> None:
    """Parse the command line, make the lines, write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--glosses", type=Path, help="folder of eng-ara.txt and ara-eng.txt")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--held", type=Path)
    parser.add_argument("--share", type=float, default=1, help="of the lines, for a trial")
    options = parser.parse_args()
    data, started = read_data(options.shared, 0), time.time()
    if options.out:
        rng = random.Random(SEED)
        glosses = crossed.glosses_of(options.glosses, data) if options.glosses else None
        wanted = {language: int(count * options.share) for language, count in LINES.items()}
        rows = list(lines(data, data.train, wanted, glosses, rng))
        rows += [*headlines(options.shared / "training/ans-stance-headlines.jsonl.gz"), *belebele_across(data, data.train, rng)]
        write(options.out, _by_context(rows, rng))
    if options.held:
        rng = random.Random(SEED + 1)
        held = {name: examples for name, examples in data.held.items() if name in ("arcd", "mlqa", "tydi-ar", "xquad-ar")}
        rows = [*lines(data, held, {"ar": 2200}, None, rng), *across(options.shared, 1800, rng)]
        write(options.held, rows)
    print(f"{time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
