"""What a passage does not support though nearly all its words stand there: the claims of `claims_data` that are false."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.altered_claims import _alike, _ordinary, _shape
from training import claims_words as told
from training.claims_true import _LIST, _SAID, _SAID_ENGLISH, Claim, Window, holds, put, shortened, told_as_statement
from vectorstore.text.arabic import fold, words
from vectorstore.text.stopwords import STOPWORDS

_NUMBER = re.compile(r"(?<![\d.,/\-\[A-Za-z])\d{1,4}(?![\d.,/\-]\d|\d|[A-Za-z\]])")
_SCALES = (("مليون", "مليار"), ("مليار", "مليون"), ("ألف", "مليون"), ("million", "billion"), ("billion", "million"),
           ("آلاف", "ملايين"), ("thousand", "million"), ("hundred", "thousand"))  # fmt: skip
_DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "Monday", "Tuesday", "Wednesday",
         "Thursday", "Friday", "Saturday", "Sunday")  # fmt: skip
_DETAIL = re.compile(
    r"^(?:بسبب|بعد|خلال|بهدف|من أجل|نتيجة|رغم|بحضور|عبر|ضمن|بالتعاون|في عام|في مدينة|عام|على الرغم|بالقرب|منذ|قبل|"
    r"because|after|during|in order|despite|in \d|before|near|since|at the|by the|with the) "
)
_IMPERFECT = re.compile("و?[يت][\u0621-\u064a]{3,}$")
_BEFORE_NO_VERB = frozenset(["أن", "لم", "لن", "لا", "قد", "كي", "حتى", "ل", "في", "من", "إلى", "على", "عن", "و", "أو", "كل", "بعد", "قبل", "ما"])
_COPULA = re.compile(r" (?:هو|هي|كان|كانت|يقع|تقع|يعتبر|تعتبر|يعد|تعد|is|was|are|were|has|had|became|est|était|a été) ")


@dataclass(slots=True)
class Elsewhere:
    """What other passages hold, by language: names by kind, details, sentences, ordinary words by shape."""

    names: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    details: dict[str, list[str]] = field(default_factory=dict)
    ordinary: dict[tuple[str, tuple[str, str]], list[str]] = field(default_factory=dict)


def detail(sentence: str) -> str:
    """What stands behind the last comma, where it tells a reason, time or place; empty where not."""
    parts = re.split("[،,] ", sentence.rstrip(".؟!؛ "))
    last = parts[-1] if len(parts) > 1 else ""
    return last if _DETAIL.match(last) and 3 <= len(last.split()) <= 10 else ""


def broken(base: str, window: Window, elsewhere: Elsewhere, rng: random.Random) -> Iterator[Claim]:
    """A true claim with one thing damaged, in every way that offers; some come out as they were."""
    yield from _numbers(base, window, rng)
    yield from _names(base, window, elsewhere, rng)
    yield from _answers(base, window, rng)
    yield from _details(base, window, elsewhere, rng)
    if window.language in ("ar", "en"):
        yield from _words(base, window, elsewhere, rng)
        yield from _negated(base)
        yield from _speakers(base, window, elsewhere, rng)
        yield from _only(base, window.language, rng)


def broken_apart(window: Window, elsewhere: Elsewhere, rng: random.Random) -> Iterator[Claim]:
    """False claims that are no damaged true ones: of beside the window, crossed from two sentences, wrong answers."""
    held = _content(window.text)
    for sentence in rng.sample(window.beside, min(2, len(window.beside))):
        claim = rng.choice([sentence, *(claim for _, claim in shortened(sentence))])
        said = _content(claim)
        if len(said - held) >= max(3, len(said) * 0.4):
            yield "beside the window", claim
    yield from _crossed(window, rng)
    for one in window.asked:
        others = [o for o in one.others if not _overlap(o, one.answer) and fold(o) not in fold(one.question)]
        if others:
            kind, claim = told_as_statement(one.question, rng.choice(others), rng)
            yield f"{kind}, wrong" if one.answer else "unanswerable with an answer", claim


def _content(text: str) -> set[str]:
    return {word for word in words(text) if word not in STOPWORDS}


def _overlap(one: str, other: str) -> bool:
    """Do they share a word that says something, or is one in the other?"""
    first, second = fold(one), fold(other)
    return bool(other) and (first in second or second in first or bool(_content(one) & _content(other)))


def _numbers(base: str, window: Window, rng: random.Random) -> Iterator[Claim]:
    latin = base.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789"))
    found = list(_NUMBER.finditer(latin))
    if found:
        match = rng.choice(found)
        value, size = int(match[0]), len(match[0])
        near = value + rng.choice((-1, 1)) * rng.choice((1, 1, 2, 3, 5, 10))
        if near <= 0:
            near = value + 3
        far = rng.randint(10 ** (size - 1), 10**size - 1) if size < 4 else value + rng.choice((-1, 1)) * rng.randint(11, 90)
        script = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩") if base != latin and window.language == "ar" else {}
        for kind, new in (("number near", near), ("number", far)):
            yield kind, base[: match.start()] + str(new).translate(script) + base[match.end() :]
        other = [n for n in _NUMBER.findall(window.text) if len(n) == size and n not in latin]
        if other:
            yield "number of the window", base[: match.start()] + rng.choice(other) + base[match.end() :]
        if len(found) > 1 and found[0][0] != found[-1][0]:
            one, two = found[0], found[-1]
            yield (
                "numbers exchanged",
                base[: one.start()] + latin[two.start() : two.end()] + base[one.end() : two.start()]
                + latin[one.start() : one.end()] + base[two.end() :],
            )  # fmt: skip
    for table in (told.ARABIC_NUMBERS, told.ENGLISH_NUMBERS):
        for word in (w for w in table if holds(base, w)):
            same = [o for o in table if table[o] != table[word] and _ending(o) == _ending(word) and (table[o] > 10) == (table[word] > 10)]
            if same:
                yield "number word", put(base, word, rng.choice(same))
                break
    for one, other in _SCALES:
        if holds(base, one):
            yield "scale", put(base, one, other)
            break
    for group in (tuple(told.MONTHS), told.ENGLISH_MONTHS, tuple(told.MONTHS.values())):
        for month in group:
            if month in base and re.search(rf"(?:\d |شهر |in |In ){month}(?!\w)", base):
                yield "month", put(base, month, rng.choice([o for o in group if o != month]))
    for day in _DAYS:
        if holds(base, f"يوم {day}") or (day.isascii() and holds(base, day)):
            yield "day", put(base, day, rng.choice([o for o in _DAYS if o != day and o.isascii() == day.isascii()]))
            break


def _ending(word: str) -> str:
    return next((end for end in ("ون", "ين", "ة") if word.endswith(end)), "")


def _names(base: str, window: Window, elsewhere: Elsewhere, rng: random.Random) -> Iterator[Claim]:
    own = [(name, kind) for name, kind in window.names if holds(base, name)]
    if not own:
        return
    if len(own) > 1:
        for _ in range(4):
            (one, kind), (other, same) = rng.sample(own, 2)
            if kind == same and not _alike(one, other) and not _listed(base, one, other):
                yield "roles exchanged", put(put(put(base, one, "\0"), other, one), "\0", other)
                break
    old, kind = rng.choice(own)
    beside = [n for n, k in window.names if k == kind and not holds(base, n) and not _alike(n, old)]
    if beside:
        yield "name of the window", put(base, old, rng.choice(beside))
    pool = elsewhere.names.get((window.language, kind), [])
    for new in rng.sample(pool, min(8, len(pool))):
        if fold(new) not in fold(window.text) and new.startswith("ال") == old.startswith("ال") and not _alike(new, old):
            yield "name of elsewhere", put(base, old, new)
            return


def _listed(base: str, one: str, other: str) -> bool:
    """Do the two stand in one list, where their order says nothing?"""
    first, second = sorted((base.find(one), base.find(other)))
    between = base[first:second]
    rest = [w for w in between.split()[1:] if w not in ("و", "and", "et", "و/أو", "أو", "or")]
    plain = re.split(r"[،,]| و| and | et ", between)
    return len(rest) < 2 or (all(len(part.split()) <= 3 for part in plain) and len(plain) > 1)


def _answers(base: str, window: Window, rng: random.Random) -> Iterator[Claim]:
    """An answer to a question that stands in the claim for an answer of its kind to another."""
    for one in window.asked:
        if one.answer and len(one.answer) > 2 and holds(base, one.answer) and fold(one.answer) not in fold(one.question):
            others = [o for o in one.others if not holds(base, o) and not _overlap(o, one.answer)]
            if others:
                yield "answer exchanged", put(base, one.answer, rng.choice(others).strip(" .،,"))
                return


def _details(base: str, window: Window, elsewhere: Elsewhere, rng: random.Random) -> Iterator[Claim]:
    pool = elsewhere.details.get(window.language, [])
    held = _content(window.text)
    for new in rng.sample(pool, min(6, len(pool))):
        said = _content(new)
        if said and len(said & held) <= len(said) * 0.3:
            if rng.random() < 0.5 and re.search("[،,] ", base):
                first, mark, rest = re.split("([،,] )", base, maxsplit=1)
                yield "detail added", f"{first} {new}{mark}{rest}"
            else:
                yield "detail added", f"{base.rstrip('.،؛ ')} {new}."
            return


def _words(base: str, window: Window, elsewhere: Elsewhere, rng: random.Random) -> Iterator[Claim]:
    """Opposites, limits (some as all, before as after), an ordinary word for another."""
    names = " ".join(name for name, _ in window.names)
    found = [w for w in told.OPPOSITES if holds(base, w) and not holds(names, w)]
    if found:
        word = rng.choice(found)
        yield "opposite", put(base, word, told.OPPOSITES[word])
    limits = [pair for pair in told.LIMITS if holds(base, pair[0])]
    if limits:
        yield "limit exchanged", put(base, *rng.choice(limits))
    elif (
        (match := re.search("(?<=[^\\W\\d] )ال[\u0621-\u064a]{3,}(?:ون|ين|ات)(?!\\w)", base))
        and not re.search("(?:كل|جميع|كافة|بعض|من|بين) $", base[: match.start()])
        and not holds(names, match[0])
    ):
        yield "some as all", f"{base[: match.start()]}جميع {base[match.start() :]}"
    ordinary = [w for w in _ordinary(base) if not holds(names, w)]
    if ordinary:
        old = rng.choice(ordinary)
        pool = elsewhere.ordinary.get((window.language, _shape(old)), [])
        for new in rng.sample(pool, min(5, len(pool))):
            if fold(new) not in fold(window.text) and not _alike(new, old):
                yield "word exchanged", put(base, old, new)
                return


def _negated(base: str) -> Iterator[Claim]:
    """A negation put in, or the one that stands there taken out."""
    parts = base.split()
    for i, word in enumerate(parts[:-1]):
        after = parts[i + 1]
        if word in told.ARABIC_NEGATIONS and not re.match("[يت]?[زظ]ال|سيما|بد|يزل|إلا|أحد", after) and "إلا" not in parts:
            yield "negation taken out", " ".join([*parts[:i], *parts[i + 1 :]])
            return
        if word in ("not", "never", "cannot") and after not in ("only", "until", "just"):
            yield "negation taken out", " ".join([*parts[:i], *(["can"] if word == "cannot" else []), *parts[i + 1 :]])
            return
    for i, word in enumerate(parts[:-1]):
        before, after = parts[i - 1] if i else "", parts[i + 1]
        changed = told.NEGATED.get(word) or told.DENIED.get(word)
        if changed and before not in _BEFORE_NO_VERB and after not in ("not", "only", "it"):
            if word == "قد" or (word in ("هو", "هي", "وهو", "وهي") and i == len(parts) - 2):
                continue
            yield "negation put in", " ".join([*parts[:i], changed, *parts[i + 1 :]])
            return
    for i, word in enumerate(parts[:-1]):
        if _IMPERFECT.match(word) and not word.endswith(("ة", "ات")) and (not i or parts[i - 1] in ("التي", "الذي", "حيث", "كما", "أنها", "أنه")):
            joined = "و" if word.startswith("و") else ""
            yield "negation put in", " ".join([*parts[:i], joined + "لا", word.removeprefix("و"), *parts[i + 1 :]])
            return


def _speakers(base: str, window: Window, elsewhere: Elsewhere, rng: random.Random) -> Iterator[Claim]:
    match = _SAID.match(base) or _SAID_ENGLISH.match(base) or re.match("(?:بحسب|According to) (?P<who>[^،,]{3,60})[،,] ", base)
    if match:
        who = match["who"]
        others = [n for n, k in window.names if k != "place" and not holds(who, n) and not _alike(n, who)]
        others = others or elsewhere.names.get((window.language, "person"), [])
        if others:
            yield "another speaker", base[: match.start("who")] + rng.choice(others) + base[match.end("who") :]


def _only(base: str, language: str, rng: random.Random) -> Iterator[Claim]:
    """A part of a list told as the whole."""
    match = _LIST.search(base)
    two = re.search("(?<=\\w)(?P<two> و[\u0621-\u064a]{4,})(?=[ .،])", base) if language == "ar" else None
    if match:
        word = " فقط." if language == "ar" else " only."
        yield "part as the whole", base[: match.start()] + word
    elif two and rng.random() < 0.5 and len(base[: two.start()].split()) > 3:
        yield "part as the whole", f"{base[: two.start()]} فقط{base[two.end() :]}"


def _crossed(window: Window, rng: random.Random) -> Iterator[Claim]:
    """The subject of one sentence with the predicate of another, and halves of two clauses."""
    sentences = [rng.choice([s, *(claim for _, claim in shortened(s))]) for s in window.sentences]
    halves = [(s[: m.start()], s[m.start() :]) for s in sentences if (m := _COPULA.search(s)) and m.start() < 60]
    if len(halves) > 1:
        one, other = rng.sample(halves, 2)
        if len(other[1].split()) > 2 and not _overlap(one[0], other[0]):
            yield "predicate of another sentence", one[0] + other[1]
    if len(sentences) > 1:
        one, other = (s.split() for s in rng.sample(sentences, 2))
        if min(len(one), len(other)) >= 8:
            yield "halves joined", " ".join([*one[: len(one) // 2], *other[len(other) // 2 :]])


def pools(windows: Sequence[Window]) -> Elsewhere:
    """What the windows hold, for those of others."""
    found = Elsewhere()
    for window in windows:
        for name, kind in window.names:
            found.names.setdefault((window.language, kind), []).append(name)
        for sentence in window.sentences:
            if told_detail := detail(sentence):
                found.details.setdefault(window.language, []).append(told_detail)
        if window.language in ("ar", "en"):
            for word in _ordinary(window.text)[:6]:
                found.ordinary.setdefault((window.language, _shape(word)), []).append(word)
    return found
