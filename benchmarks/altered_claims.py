"""Sentences with their meaning kept or broken by rule, to measure `assistant.verification.verify`.

From the public question sets (SQuAD's format): each sentence of a paragraph is reworded lightly, and damaged in the
ways in which a language model goes wrong. Rules make mistakes: some damaged sentences happen to be true still, and
some reworded ones lose something, so the shares measured are lower bounds.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.lexicon.numbers import months
from assistant.question.answer_type import expected_type
from vectorstore.text.arabic import fold
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.passages import split_passages
from vectorstore.text.similarity import gram_similarity
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Document, Passage

_NUMBER = re.compile(r"(?<![\d.,/\-\[A-Za-z])\d{1,4}(?![\d.,/\-]\d|\d|[A-Za-z])")
_CLEAN = re.compile("[\u0640\u200b-\u200f\u202a-\u202e\ufeff]")
_ENGLISH_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*")
_HEDGES = tuple(
    re.compile(rf"(?<!\w){pattern}(?!\w)\s*")
    for pattern in (
        "[وف]?قد(?=\\s[يت])", "[وف]?ربما", "[وف]?يمكن أن", "[وف]?من (?:المتوقع|المحتمل|الممكن|المرجح) أن",
        "may", "might", "could", "probably", "perhaps",
    )
)  # fmt: skip
_SHARES = (
    ("(?:ال)?بعض", "كل"), ("معظم", "كل"), ("العديد من", "كل"), ("(?:ال)?كثير من", "كل"), ("عدد من", "كل"),
    ("some", "all"), ("most", "all"), ("many", "all"), ("several", "all"),
)  # fmt: skip
_IMPERFECT = re.compile("^ي[\u0621-\u064a]{3,}$")
_OTHER_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as passages, its article, and the questions on it with their first answers."""

    article: str
    text: str
    passages: tuple[Passage, ...]
    asked: tuple[tuple[str, str], ...]

    @property
    def sentences(self) -> list[str]:
        return [passage.sentence(span) for passage in self.passages for span in passage.sentences]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim about a paragraph: is it supported, and which rule made it?"""

    kind: str
    supported: bool
    claim: str
    paragraph: int


def paragraphs(path: Path) -> list[Paragraph]:
    """The paragraphs of a question set, each split into passages as a file of its own would be."""
    found = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = _CLEAN.sub("", paragraph["context"]).strip()
            passages = split_passages(Document(f"{len(found)}.txt", text, "", "", "utf-8"))
            asked = tuple((qa["question"], qa["answers"][0]["text"]) for qa in paragraph["qas"] if qa["answers"])
            found.append(Paragraph(article["title"], text, tuple(passages), asked))
    return found


def pairs(
    found: Sequence[Paragraph], per_paragraph: int, rng: random.Random, told: Sequence[Paragraph] = ()
) -> Iterator[Pair]:
    """Claims about each paragraph; `told`: the same paragraphs in the claims' language, where it is another one."""
    spoken = told or found
    names = [_names(paragraph) for paragraph in spoken]
    for number, paragraph in enumerate(spoken):
        sentences = [s for s in paragraph.sentences if 6 <= len(s.split()) <= 45]
        for sentence in rng.sample(sentences, min(per_paragraph, len(sentences))):
            for kind, claim in _kept(sentence, bool(told)):
                yield Pair(kind, True, claim, number)
            shorter = [claim for kind, claim in _kept(sentence, bool(told)) if kind == "clause"]
            base = rng.choice([sentence, *shorter])
            for kind, claim in _broken(base, number, spoken, names, rng):
                if fold(claim) != fold(base):
                    yield Pair(kind, False, claim, number)
        if not told:
            yield from _stated(paragraph, number, per_paragraph, rng)


def _stated(paragraph: Paragraph, number: int, most: int, rng: random.Random) -> Iterator[Pair]:
    """Questions with their answers as statements, and with the answer to another question that asks for the same."""
    asked = [(question, answer) for question, answer in paragraph.asked if statement(question, answer)]
    for question, answer in rng.sample(asked, min(2 * most, len(asked))):
        yield Pair("statement", True, statement(question, answer), number)
        kind = expected_type(question)
        others = [
            other
            for asks, other in paragraph.asked
            if kind and expected_type(asks) == kind and not _alike(other, answer) and fold(other) not in fold(question)
        ]
        if others and (claim := statement(question, rng.choice(others))):
            yield Pair("answer to another question", False, claim, number)


def _kept(sentence: str, english: bool) -> Iterator[tuple[str, str]]:
    """The sentence in other words that say the same, or a part of it that stands alone."""
    if english:
        yield "whole", sentence
    else:
        spelled = re.sub("[أإآ]", "ا", sentence).replace("ة ", "ه ").replace("ى ", "ي ")
        if spelled != sentence:
            yield "spelling", spelled
        foreign = [
            w for w in re.findall("[\u0621-\u064a]+", sentence) if "غ" in w[1:-1] and not is_native_shaped(fold(w))
        ]
        if foreign:
            yield "spelling of a name", sentence.replace(foreign[0], foreign[0].replace("غ", "ج"))
        if re.search(r"\d", sentence):
            yield "digits", " ".join(sentence.translate(_OTHER_DIGITS).split()[:-1])
        for month, value in months().items():
            others = [
                other for other, same in months().items() if same == value and other != month and not other.isascii()
            ]
            if value < 13 and others and re.search(rf"\d (?:{month}) \d", fold(sentence)):
                yield "month by another name", re.sub(rf"(?<=\d ){month}(?= \d)", others[0], fold(sentence))
                break
        for verb, other in (("قال", "أكد"), ("قالت", "أكدت"), ("وقال", "وأضاف"), ("أكد", "قال"), ("أوضح", "قال")):
            if _holds(sentence, verb):
                yield "verb of saying", _put(sentence, verb, other)
                break
    bare = re.sub(r"\s*\([^()]*\)", "", sentence)
    if bare != sentence and len(bare.split()) >= 5:
        yield "brackets", bare
    parts = re.split("[،,؛;] ", sentence)
    if len(parts) > 1:
        kept = parts[0] if len(parts) == 2 else "، ".join(parts[:-1])
        if len(kept.split()) >= 6:
            yield "clause", kept.rstrip(".") + "."


def _names(paragraph: Paragraph) -> list[str]:
    """What the paragraph names: answers to who and where, Arabic words of no Arabic pattern, English capitals."""
    found = {}
    for question, answer in paragraph.asked:
        answer = answer.strip(' .،,؛:«»"()')
        if (
            expected_type(question) in ("person", "place")
            and 1 <= len(answer.split()) <= 3
            and not re.search(r"\d", answer)
        ):
            found[answer] = None
    found.update(dict.fromkeys(_ENGLISH_NAME.findall(paragraph.text)))
    for word in re.findall("[\u0621-\u064a]{4,}", paragraph.text):
        if fold(word) not in STOPWORDS and not is_native_shaped(fold(word), clitics=True):
            found[word] = None
    return list(found)


def _broken(
    base: str, number: int, found: Sequence[Paragraph], names: Sequence[list[str]], rng: random.Random
) -> Iterator[tuple[str, str]]:
    """The sentence with one thing damaged."""
    paragraph = found[number]
    figures = _NUMBER.findall(base)
    if figures:
        old = rng.choice(figures)
        yield "number", _put(base, old, _other_number(old, rng))
        present = [other for other in _NUMBER.findall(paragraph.text) if other != old and len(other) == len(old)]
        if present:
            yield "number of the paragraph", _put(base, old, rng.choice(present))
    month = next((m for m in months() if len(m) > 3 and not m.isascii() and f" {m} " in f" {base} "), None)
    if month:
        other = rng.choice([m for m, v in months().items() if v < 13 and v != months()[month] and not m.isascii()])
        yield "month", _put(base, month, other)
    own = [name for name in names[number] if _holds(base, name)]
    if own:
        old = rng.choice(own)
        same = [n for n in names[number] if not _alike(n, old) and not _holds(base, n)]
        others = [
            n
            for i in range(len(found))
            if found[i].article != paragraph.article
            for n in rng.sample(names[i], min(1, len(names[i])))
        ]
        others = [
            n for n in others if n.startswith("ال") == old.startswith("ال") and fold(n) not in fold(paragraph.text)
        ]
        if same:
            yield "name of the paragraph", _put(base, old, rng.choice(same))
        if others:
            yield "name of elsewhere", _put(base, old, rng.choice(others))
        if len(own) > 1:
            one, other = rng.sample(own, 2)
            if not _alike(one, other):
                yield "roles", _put(_put(_put(base, one, "\0"), other, one), "\0", other)
    yield from _negated(base)
    yield from _overstated(base)
    yield from _exchanged_word(base, paragraph, found, rng)
    parts = re.split(r"[،,؛;] ?(?=و|فيما|بينما|كما|while|and|but)", base)
    if len(parts) > 1 and all(len(part.split()) >= 5 for part in parts[:2]):
        one, other = parts[0].split(), parts[1].split()
        yield "parts crossed", " ".join([*one[: (len(one) + 1) // 2], *other[(len(other) + 1) // 2 :]])
    yield from _mixed(base, number, found, rng)


def _overstated(base: str) -> Iterator[tuple[str, str]]:
    """What may be told as what is, and some as all."""
    for pattern in _HEDGES:
        if pattern.search(base):
            yield "doubt taken out", pattern.sub("", base, count=1)
            break
    for pattern, every in _SHARES:
        if re.search(rf"(?<!\w){pattern}(?!\w)", base):
            yield "some as all", re.sub(rf"(?<!\w){pattern}(?!\w)", every, base, count=1)
            return
    plural = re.search("(?<= )ال[\u0621-\u064a]{3,}(?:ون|ين|ات)(?!\\w)", base)
    if plural and not re.search("(?:كل|جميع|كافة|بعض|من) $", base[: plural.start()]):
        yield "some as all", f"{base[: plural.start()]}جميع {base[plural.start() :]}"


def _exchanged_word(
    base: str, paragraph: Paragraph, found: Sequence[Paragraph], rng: random.Random
) -> Iterator[tuple[str, str]]:
    """One ordinary word for another of its shape, from another article."""
    words = _ordinary(base)
    others = _ordinary(rng.choice([other for other in found if other.article != paragraph.article]).text)
    if words:
        old = rng.choice(words)
        same = [w for w in others if _shape(w) == _shape(old) and fold(w) not in fold(paragraph.text)]
        same = [w for w in same if not _alike(w, old)]
        if same:
            yield "word exchanged", _put(base, old, rng.choice(same))


def _ordinary(text: str) -> list[str]:
    found = re.findall(r"(?<!\w)(?:[\u0621-\u064a]{4,}|[a-z]{5,})(?!\w)", text)
    return [w for w in found if fold(w) not in STOPWORDS and (w.isascii() or is_native_shaped(fold(w)))]


def _shape(word: str) -> tuple[str, str]:
    if word.isascii():
        return "", word[-2:]
    start = next((clitic for clitic in ("وال", "بال", "لل", "ال", "ي", "ت") if word.startswith(clitic)), "")
    return start, next((end for end in ("ات", "ين", "ون", "ية", "ة") if word.endswith(end)), "")


def _negated(base: str) -> Iterator[tuple[str, str]]:
    words = base.split()
    for i, word in enumerate(words):
        if (
            word.removeprefix("و") in ("لم", "لا", "لن", "ليس", "ليست", "غير", "دون", "عدم")
            and words[i + 1 : i + 2]
            and not re.match("[يت]?زال|سيما|بد", words[i + 1])
        ):
            yield "negation taken out", " ".join(words[:i] + words[i + 1 :])
            break
        if word in ("not", "never") or word == "no":
            yield "negation taken out", " ".join(words[:i] + words[i + 1 :])
            break
    else:
        changes: dict[str, str] = {"كان": "لم يكن", "كانت": "لم تكن", "هو": "ليس", "هي": "ليست", "وكان": "ولم يكن",
                                   "is": "is not", "was": "was not", "are": "are not", "were": "were not",
                                   "has": "has not",
                                   "had": "had not", "can": "cannot", "will": "will not"}  # fmt: skip
        for i, word in enumerate(words):
            if word in changes:
                yield "negation put in", " ".join([*words[:i], changes[word], *words[i + 1 :]])
                return
        for i, word in enumerate(words):
            if _IMPERFECT.match(word) and (not i or words[i - 1] not in ("أن", "لم", "لن", "لا", "قد")):
                yield "negation put in", " ".join([*words[:i], "لا", *words[i:]])
                return


def _mixed(base: str, number: int, found: Sequence[Paragraph], rng: random.Random) -> Iterator[tuple[str, str]]:
    """A sentence of another paragraph of the article, and halves of two sentences joined."""
    paragraph = found[number]
    others = [s for p in found if p.article == paragraph.article and p is not paragraph for s in p.sentences]
    others = [s for s in others if 6 <= len(s.split()) <= 45 and fold(s) not in fold(paragraph.text)]
    if others:
        yield "other paragraph", rng.choice(others)
    rest = [s for s in paragraph.sentences if len(s.split()) >= 8 and base[:15] not in s]
    if rest:
        one, other = base.split(), rng.choice(rest).split()
        yield "halves joined", " ".join([*one[: len(one) // 2], *other[len(other) // 2 :]])


def _put(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text, count=1)


def _holds(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _alike(one: str, other: str) -> bool:
    """Do two names share a word, or are they forms of one (الأوروبي, الأوروبية)?"""
    return any(gram_similarity(a, b) >= 0.3 or a in b or b in a for a in fold(one).split() for b in fold(other).split())


def _other_number(number: str, rng: random.Random) -> str:
    if len(number) == 4 and number[0] in "12":
        return str(int(number) + rng.choice([-1, 1]) * rng.randint(1, 40))
    other = number
    while other == number:
        other = str(rng.randint(10 ** (len(number) - 1), 10 ** len(number) - 1))
    return other


def _placed(answer: str) -> str:
    return "" if _PLACED.match(answer) else "في "


_RULES: tuple[tuple[str, Callable[[re.Match[str], str], str]], ...] = (
    (r"^(?:متى|في أي عام|في أي سنة) (.+)$", lambda m, a: f"{m[1]} {'' if a.startswith('عام') else _placed(a)}{a}"),
    (r"^(?:أين|اين) (.+)$", lambda m, a: f"{m[1]} {_placed(a)}{a}"),
    (r"^كم عدد (.+)$", lambda m, a: f"عدد {m[1]} {a}"),
    (r"^(?:من|ما) (?:هو|هي) (.+)$", lambda m, a: f"{m[1]}: {a}"),
    (r"^من (?:الذي )?(\S+ .+)$", lambda m, a: f"{a} {m[1]}"),
    (r"^ما (?:اسم|عدد|نسبة|عاصمة) (.+)$", lambda m, a: f"{m[0].split()[1]} {m[1]}: {a}"),
)  # fmt: skip


_ASKS = re.compile(r"(?<!\w)[وف]?(?:كم|متى|أين|اين|كيف|ماذا|لماذا|هل|أي|اي|من هو|من هي|ما هي|ما هو)(?!\w)")
_PLACED = re.compile("(?:في|بين|خلال|قبل|بعد|منذ|على|من|إلى|داخل|قرب|عند|تحت|فوق|عبر|بال|حول|شمال|جنوب|شرق|غرب)")
MAX_ANSWER_WORDS = 8


def statement(question: str, answer: str) -> str:
    """«أين تقع مصر؟» and «شمال أفريقيا» as «تقع مصر شمال أفريقيا.»; empty where no rule fits or none comes of it.

    No sentence: an answer with brackets or other signs, or long, or a question that asks for a second thing.
    """
    asked = re.sub(r"[\s؟?]+ال?$", "", question.strip(" -؟?.\t")).strip(" -؟?.")
    said = answer.strip(' .،,؛:«»"()')
    if len(said.split()) > MAX_ANSWER_WORDS or re.search(r"[^\w\s%٪.,/-]", said) or fold(said) in fold(asked):
        return ""
    if set(said.split()) & {word for word in asked.split() if fold(word) not in STOPWORDS}:
        return ""
    for pattern, build in _RULES:
        match = re.match(pattern, asked)
        if match:
            return "" if _ASKS.search(match[1]) else build(match, said) + "."
    return ""
