"""Is a sentence that a language model wrote supported by the passages that it cites?

Every number, date and name of it must stand in a cited sentence (or two neighbouring ones) and belong there to the
same thing; what it denies must be denied there; nobody may have changed places; and what is left, its meaning, must
be close: by the words that it shares with the cited sentence and by the similarity of their vectors. A sentence in
another script than the passages is compared by its numbers, its names in their spellings, negation, and vectors.

In doubt a sentence is not supported: a wrong rejection costs wording, a wrong acceptance an untrue statement under a
source's name. What this module does not do: write, repair or show sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.alignment import Alignment, align, exchanged, replaced
from assistant.citations import Quote
from assistant.figures import Figure, agrees, figures
from assistant.kinship import Word, bases, kin, read
from assistant.name_words import SAYS
from assistant.names import name_places, same
from assistant.polarity import contradicts, contradicts_across, overstates
from assistant.query import language_of
from vectorstore.arabic import fold
from vectorstore.embeddings import Embedder
from vectorstore.spelling import Spellings
from vectorstore.types import Passage, Span

FEATURES = ("cosine", "coverage", "ordered", "novel", "replaced")
WEIGHTS = np.array([8.0, 12.0, 3.0, -1.0, -1.0])
BIAS = -18.0
THRESHOLD = 0.5

ACROSS_COSINE = 0.88
NAMES_ACROSS = 0.5
WINDOWS = 8
NEAREST_WORDS = 4

_MARKERS = re.compile(r"[\[【［{(]\s*(?:[\d٠-٩۰-۹]+\s*[,،]?\s*)+[\]】］})]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_QUESTION = re.compile(r"[?؟]\s*[\"»”)]*\s*$")
_PAUSE = re.compile("[،,؛;:.؟!]")
_JOINS = frozenset(
    ["و", "ثم", "كما", "حيث", "بينما", "فيما", "اذ", "لكن", "ولكن", "بل", "وذلك", "ان", "انه", "انها", "انهم", "that", "and", "but", "while", "which", "where", "who", "as"]
)
_GLUE = SAYS | frozenset(
    ["وفقا", "وفق", "بحسب", "according", "تم", "يتم", "المقال", "المقالات", "النص", "النصوص", "المصدر", "المصادر", "المقطع", "يعد", "تعد", "يعتبر", "تعتبر", "وجود", "يوجد", "توجد", "article", "articles", "source", "sources", "passage", "text", "also", "however"]
)
"""Words that a retelling adds without adding a fact."""
_YEAR_WORDS = frozenset(["عام", "سنه", "العام", "سنة", "لعام", "عاما", "شهر", "يوم", "تاريخ", "بتاريخ", "year"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason`: empty, or the first thing that failed: number, name, negation, meaning, language, empty.

    `quotes`: the passage sentences that it rests on, best first, verbatim slices; none where it is not supported.
    """

    supported: bool
    reason: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    names: frozenset[int]
    content: tuple[int, ...]
    vector: np.ndarray


@dataclass(frozen=True, slots=True)
class _Source:
    """One sentence of a passage, or two neighbours: their spans, and the place of the second's first word."""

    passage: Passage
    spans: tuple[Span, ...]
    text: str
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    vector: np.ndarray
    second: int


def verify(
    sentence: str,
    passages: Sequence[Passage],
    vectors: Mapping[str, np.ndarray],
    embedder: Embedder,
    spellings: Spellings | None,
) -> Verdict:
    """Is the sentence supported by these passages, and by which of their sentences?

    `passages`: those that it cites, or all that were read for a sentence without keys. `vectors`: by passage id, one
    row of unit length for each sentence. `spellings`: of the corpus, to tell names from nouns; None where unknown.
    """
    text = _MARKERS.sub(" ", sentence).strip()
    words = read(text)
    same_text = _verbatim(read(sentence), passages) or _verbatim(words, passages)
    if same_text:
        return Verdict(True, "", same_text)
    if not any(word.content for word in words):
        return _failed("empty")
    letters = _LETTER.findall(text)
    if len(_OTHER_SCRIPT.findall(text)) > 0.1 * len(letters):
        return _failed("language")
    if _QUESTION.search(text):
        return _failed("meaning")
    found = figures(text)
    singles = list(_sources(passages, vectors))
    standing = [figure for source in singles for figure in source.figures]
    if any(not _stands(figure, standing) for figure in found):
        return _failed("number")
    names = name_places(text, words, spellings)
    arabic = language_of(text) == "ar"
    everything = [word for source in singles for word in source.words]
    if arabic == (language_of(" ".join(p.text for p in passages)) == "ar") and any(
        not _named(words[place].text, everything) for place in names
    ):
        return _failed("name")
    claim = _Claim(text, words, found, names, _content(words, found, names), _embed(text, embedder))
    return _best(claim, singles, arabic)


def _failed(reason: str) -> Verdict:
    return Verdict(False, reason, ())


def _verbatim(words: Sequence[Word], passages: Sequence[Passage]) -> tuple[Quote, ...]:
    """The sentences of one passage, next to each other, whose words these are, all of them and no others."""
    wanted = [word.text for word in words]
    for passage in passages:
        read_ = [[word.text for word in read(passage.sentence(span))] for span in passage.sentences]
        for first in range(len(read_)):
            joined: list[str] = []
            for last in range(first, len(read_)):
                joined = joined + read_[last]
                if joined == wanted and wanted:
                    return tuple(_quote(passage, span) for span in passage.sentences[first : last + 1])
                if len(joined) >= len(wanted):
                    break
    return ()


def _quote(passage: Passage, span: Span) -> Quote:
    return Quote(passage.source, passage.title, span[0], span[1], passage.sentence(span))


def _embed(text: str, embedder: Embedder) -> np.ndarray:
    """The vector of the claim as a passage: E5 embeds questions otherwise, and a claim is compared with sentences."""
    alone = Passage("", 0, len(text), text, "", "body", ((0, len(text)),))
    return embedder.embed_passages([alone])[0].sentences[0]


def _content(words: Sequence[Word], found: Sequence[Figure], names: frozenset[int]) -> tuple[int, ...]:
    """The places of the words that say something, figures (compared by value) left out."""
    spans = [(figure.start, figure.end) for figure in found]
    return tuple(
        place
        for place, word in enumerate(words)
        if place in names or (word.content and not any(a < word.end and word.start < b for a, b in spans))
    )


def _sources(passages: Sequence[Passage], vectors: Mapping[str, np.ndarray]) -> Iterator[_Source]:
    for passage in passages:
        rows = vectors[passage.id].astype(np.float32)
        for i, span in enumerate(passage.sentences):
            text = passage.sentence(span)
            yield _Source(passage, (span,), text, read(text), figures(text), rows[i], 0)


def _pairs(singles: Sequence[_Source]) -> Iterator[_Source]:
    """Neighbouring sentences as one source."""
    for one, other in zip(singles, singles[1:], strict=False):
        if one.passage is other.passage:
            start, end = one.spans[0][0], other.spans[0][1]
            text = one.passage.sentence((start, end))
            vector = one.vector + other.vector
            unit = vector / max(float(np.linalg.norm(vector)), 1e-12)
            words = read(text)
            border = len(read(one.text))
            yield _Source(one.passage, (*one.spans, *other.spans), text, words, figures(text), unit, border)


def _stands(figure: Figure, found: Sequence[Figure]) -> bool:
    return any(agrees(figure, other) for other in found)


def _named(word: str, found: Sequence[Word]) -> bool:
    """Does the name stand among these words, in some spelling, also as two words («فيس بوك»)?"""
    if any(same(word, other.text) for other in found):
        return True
    return any(same(word, one.text + other.text) for one, other in zip(found, found[1:], strict=False))


def _best(claim: _Claim, singles: Sequence[_Source], arabic: bool) -> Verdict:
    """The verdict on the likeliest sources: supported by the best that supports it, else why the best does not."""
    sources = [*singles, *_pairs(singles)]
    judged = []
    for source in _likeliest(claim, sources, arabic):
        if (language_of(source.text) == "ar") == arabic:
            score, reason = judge(claim, source)
        else:
            score, reason = judge_across(claim, source)
        # a pair has at least what its sentences have: only where one of them is not enough
        judged.append((not reason, score - 0.02 * (len(source.spans) - 1), source, reason))
    if not judged:
        return _failed("meaning")
    supported, _, source, reason = max(judged, key=lambda item: item[:2])
    if not supported:
        return _failed(reason)
    spans = sorted(source.spans, key=lambda span: -_shared(claim, source.passage.sentence(span)))
    return Verdict(True, "", tuple(_quote(source.passage, span) for span in spans))


def _shared(claim: _Claim, text: str) -> int:
    found = read(text)
    return sum(any(kin(claim.words[place].text, word.text) for word in found) for place in claim.content)


def _likeliest(claim: _Claim, sources: Sequence[_Source], arabic: bool) -> list[_Source]:
    """The sources nearest by shared words and by vector."""
    forms = {base for place in claim.content for base in bases(claim.words[place].text)}

    def near(source: _Source) -> float:
        there = {base for word in source.words for base in bases(word.text)}
        return float(source.vector @ claim.vector) * 2 + len(forms & there) / max(1, len(forms))

    return sorted(sources, key=near, reverse=True)[:WINDOWS]


def judge(claim: _Claim, source: _Source) -> tuple[float, str]:
    """How near a source in the claim's own script is, 0 to 1, and what speaks against it (empty: nothing)."""
    found = align(claim.words, source.words, claim.content)
    novel = [place for place in found.novel if claim.words[place].text.removeprefix("و") not in _GLUE]
    exchanges = replaced(claim.words, source.words, found)
    score = weigh(features(claim, source, found, novel, exchanges))
    if any(not bound(figure, claim, source, found) for figure in claim.figures):
        return score, "number"
    if any(not _named(claim.words[place].text, source.words) for place in claim.names):
        return score, "name"
    there = name_places(source.text, source.words, None)
    if exchanged(claim.words, source.words, found, claim.names):
        return score, "name"
    if any(set(places) & there for place, places in exchanges if place in novel):
        return score, "name"
    if contradicts(claim.words, source.words, found.places):
        return score, "negation"
    if overstates(claim.words, source.words, found.places):
        return score, "negation"
    if score < THRESHOLD or (source.second and not joined(claim, source, found, there)):
        return score, "meaning"
    return score, ""


def features(
    claim: _Claim,
    source: _Source,
    found: Alignment,
    novel: Sequence[int],
    exchanges: Sequence[tuple[int, tuple[int, ...]]],
) -> tuple[float, ...]:
    """What the meaning is judged by, in the order of `FEATURES`."""
    counted = [place for place in found.content if place in found.places or place in novel]
    covered = sum(found.strength.get(place, 0.0) for place in counted) / max(1, len(counted))
    return (
        float(source.vector @ claim.vector),
        covered,
        len(found.ordered) / max(1, len(found.places)),
        float(len(novel)),
        float(sum(place in novel for place, _ in exchanges)),
    )


def weigh(values: Sequence[float]) -> float:
    """The probability that a claim with these features says what the source says."""
    return float(1 / (1 + np.exp(-(np.dot(WEIGHTS, values) + BIAS))))


def bound(figure: Figure, claim: _Claim, source: _Source, found: Alignment) -> bool:
    """Does the source have this figure, next to the word that it belongs to in the claim?

    A count belongs to the word after it («20 وزيرا»), a date to the one before («ولد عام 1950»).
    """
    standing = [other for other in source.figures if agrees(figure, other)]
    if not standing:
        return False
    before = [p for p in claim.content if claim.words[p].end <= figure.start and claim.words[p].text not in _YEAR_WORDS]
    after = [p for p in claim.content if claim.words[p].start >= figure.end and claim.words[p].text not in _YEAR_WORDS]
    timely = _is_timely(figure)
    anchors = [*before[-1:], *after[:1]] if timely else [*after[:1], *before[-1:]]
    rivals = [other for other in source.figures if _is_timely(other) == timely or other in standing]
    for anchor in anchors:
        if anchor in found.places:
            place = source.words[found.places[anchor]]
            distance = {o: _distance(source.words, place, o) for o in rivals}
            nearest = min(distance.values())
            return any(agrees(figure, other) for other, far in distance.items() if far == nearest)
    return not anchors


def _is_timely(figure: Figure) -> bool:
    """Does it say when, as dates do and numbers that look like years?"""
    year = figure.kind == "number" and not figure.unit and figure.value.denominator == 1 and 1000 <= figure.value <= 2100
    return year or figure.kind in ("date", "weekday", "decade")


def _distance(words: Sequence[Word], place: Word, figure: Figure) -> int:
    """Words between a word and a figure."""
    low, high = min(place.end, figure.end), max(place.start, figure.start)
    return sum(low <= word.start and word.end <= high for word in words)


def joined(claim: _Claim, source: _Source, found: Alignment, names: frozenset[int]) -> bool:
    """May the claim's words come from two sentences: one part from each, with a joint between them?

    Two halves of different sentences make a statement that nobody made. So the claim either has a pause or a
    conjunction where it goes from one to the other, or takes from the first only the name that the second goes on with.
    """
    sides = [(place, found.places[place] >= source.second) for place in sorted(found.places)]
    changes = [(a[0], b[0]) for a, b in zip(sides, sides[1:], strict=False) if a[1] != b[1]]
    if len({side for _, side in sides}) < 2:
        return True
    only_names = all(place in claim.names or claim.words[place].text in SAYS for place, side in sides if not side)
    if only_names:
        there = [place for place in names if place >= source.second]
        return all(any(same(source.words[p].text, claim.words[q].text) for q in claim.names) for p in there)
    if len(changes) > 1:
        return False
    before, after = changes[0]
    between = fold(claim.text)[claim.words[before].end : claim.words[after].start]
    first = claim.words[before + 1].text
    return bool(_PAUSE.search(between)) or first in _JOINS or first.startswith("و")


def judge_across(claim: _Claim, source: _Source) -> tuple[float, str]:
    """The same for a source in another script, whose words cannot be compared."""
    score = float(source.vector @ claim.vector)
    if any(not _stands(figure, source.figures) for figure in claim.figures):
        return score, "number"
    known = [place for place in claim.names if _named(claim.words[place].text, source.words)]
    if claim.names and len(known) < NAMES_ACROSS * len(claim.names):
        return score, "name"
    if contradicts_across(claim.words, source.words):
        return score, "negation"
    return score, "" if score >= ACROSS_COSINE else "meaning"
