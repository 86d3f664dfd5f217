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

from assistant.alignment import Alignment, Replacement, Unit, align, bound, exchanged, replaced, units
from assistant.citations import Quote
from assistant.figure_words import word_set
from assistant.figures import Figure, agrees, figures
from assistant.kinship import Word, bases, kin, read
from assistant.name_words import SAYS
from assistant.names import name_places, same
from assistant.polarity import contradicts, contradicts_across, overstates
from assistant.query import language_of
from vectorstore.arabic import fold
from vectorstore.embeddings import Embedder
from vectorstore.spelling import TELLING, Spellings, consonants, native_shaped, skeleton
from vectorstore.types import Passage, Span

FEATURES = ("cosine", "coverage", "weakest")
FEATURES_ACROSS = ("cosine", "names", "figures", "unfound")

COSINE, COVERAGE, WEAKEST = 0.86, 0.7, 0.5
RUN = 4
WEIGHTS_ACROSS = np.array([26.5, 0.0, -0.1, -1.1])
BIAS_ACROSS = -22.3
THRESHOLD_ACROSS = 0.65
NAMES_ACROSS = 0.5
WINDOWS = 8
PAIR_COST = 0.02
OTHER_SCRIPT_SHARE = 0.1

_MARKERS = re.compile(r"[\[【［{]\s*(?:[\d٠-٩۰-۹]{1,2}\s*[,،]?\s*)+[\]】］}]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_QUESTION = re.compile(r"[?؟]\s*[\"»”)]*\s*$")
_PAUSE = re.compile("[،,؛;:.؟!]")
_JOINS = word_set(
    "و ثم كما حيث بينما فيما اذ لكن ولكن بل وذلك ان انه انها انهم that and but while which where who as"
)
_GLUE = SAYS | word_set(
    "وفقا وفق بحسب according اسم لقب عدد نوع تم يتم المقال المقالات النص النصوص المصدر المصادر المقطع يعد تعد يعتبر تعتبر وجود "
    "يوجد توجد article articles source sources passage text also however"
)
"""Words that a retelling adds without adding a fact."""


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
    known: frozenset[int]
    units: tuple[Unit, ...]
    vector: np.ndarray
    arabic: bool


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
    arabic: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim beside one source: the features of their likeness, and what speaks against it whatever they are.

    `reason` is the objection, or `meaning` where the score is too low, or empty.
    """

    passage: Passage
    spans: tuple[Span, ...]
    features: tuple[float, ...]
    objection: str
    score: float
    reason: str


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
    found = examine(sentence, passages, vectors, embedder, spellings)
    return found if isinstance(found, Verdict) else decide(found)


def examine(
    sentence: str,
    passages: Sequence[Passage],
    vectors: Mapping[str, np.ndarray],
    embedder: Embedder,
    spellings: Spellings | None,
) -> Verdict | list[Judged]:
    """The likeliest sources compared one by one; or the verdict, where it needs no comparison."""
    text = _MARKERS.sub(" ", sentence).strip()
    words = read(text)
    whole = _verbatim(read(sentence), passages) or _verbatim(words, passages)
    if whole:
        return Verdict(True, "", whole)
    if not any(word.content for word in words):
        return _failed("empty")
    if len(_OTHER_SCRIPT.findall(text)) > OTHER_SCRIPT_SHARE * len(_LETTER.findall(text)):
        return _failed("language")
    if _QUESTION.search(text):
        return _failed("meaning")
    found = figures(text)
    singles = list(_sources(passages, vectors))
    if any(not _stands(figure, [f for source in singles for f in source.figures]) for figure in found):
        return _failed("number")
    names = name_places(text, words, spellings)
    arabic = language_of(text) == "ar"
    alike = [word for source in singles if source.arabic == arabic for word in source.words]
    if len(alike) == sum(len(source.words) for source in singles) and any(
        not _named(words[place].text, alike) for place in names
    ):
        return _failed("name")
    known = frozenset(place for place in names if spellings and _in_corpus(words[place].text, spellings))
    claim = _Claim(text, words, found, names, known, units(words, found, names), _embed(text, embedder), arabic)
    return [judge(claim, source) for source in _likeliest(claim, [*singles, *_pairs(singles)])]


def decide(judged: Sequence[Judged]) -> Verdict:
    """Supported by the best source that nothing speaks against, else why the best one does not support it."""
    if not judged:
        return _failed("meaning")
    # a pair has at least what its sentences have: only where one of them is not enough
    best = max(judged, key=lambda found: (not found.reason, found.score - PAIR_COST * (len(found.spans) - 1)))
    if best.reason:
        return _failed(best.reason)
    return Verdict(True, "", tuple(_quote(best.passage, span) for span in best.spans))


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


def _sources(passages: Sequence[Passage], vectors: Mapping[str, np.ndarray]) -> Iterator[_Source]:
    for passage in passages:
        rows = vectors[passage.id].astype(np.float32)
        for i, span in enumerate(passage.sentences):
            text = passage.sentence(span)
            yield _Source(passage, (span,), text, read(text), figures(text), rows[i], 0, language_of(text) == "ar")


def _pairs(singles: Sequence[_Source]) -> Iterator[_Source]:
    """Neighbouring sentences as one source."""
    for one, other in zip(singles, singles[1:], strict=False):
        if one.passage is other.passage and one.arabic == other.arabic:
            start, end = one.spans[0][0], other.spans[0][1]
            text = one.passage.sentence((start, end))
            vector = one.vector + other.vector
            unit = vector / max(float(np.linalg.norm(vector)), 1e-12)
            words = read(text)
            border = len(read(one.text))
            yield _Source(one.passage, (*one.spans, *other.spans), text, words, figures(text), unit, border, one.arabic)


def _in_corpus(word: str, spellings: Spellings) -> bool:
    """Do the articles have a word in another script that this name is surely a spelling of?"""
    return any(consonants(skeleton(o)) >= TELLING and not native_shaped(o) for o in spellings.same_key(word))


def _stands(figure: Figure, found: Sequence[Figure]) -> bool:
    return any(agrees(figure, other) for other in found)


def _named(word: str, found: Sequence[Word]) -> bool:
    """Does the name stand among these words, in some spelling, also as two words («فيس بوك»)?"""
    if any(same(word, other.text) for other in found):
        return True
    return any(same(word, one.text + other.text) for one, other in zip(found, found[1:], strict=False))


def _shared(claim: _Claim, text: str) -> int:
    found = read(text)
    return sum(any(kin(claim.words[place].text, word.text) for word in found) for place in (unit.place for unit in claim.units if unit.place >= 0))


def _likeliest(claim: _Claim, sources: Sequence[_Source]) -> list[_Source]:
    """The sources nearest by shared words and by vector."""
    forms = {base for place in (unit.place for unit in claim.units if unit.place >= 0) for base in bases(claim.words[place].text)}

    def near(source: _Source) -> float:
        there = {base for word in source.words for base in bases(word.text)}
        return float(source.vector @ claim.vector) * 2 + len(forms & there) / max(1, len(forms))

    return sorted(sources, key=near, reverse=True)[:WINDOWS]


def judge(claim: _Claim, source: _Source) -> Judged:
    """How near one source is, and what speaks against it."""
    if source.arabic != claim.arabic:
        values = features_across(claim, source)
        score, objection, spans = weigh_across(values), _objection_across(claim, source), source.spans
        near = score >= THRESHOLD_ACROSS
    else:
        found = align(claim.units, units(source.words, source.figures))
        values = features(claim, source, found)
        exchanges = tuple(item for item in replaced(source.words, found) if not _glue(claim, item.place))
        score, objection = values[0] + values[1], _objection(claim, source, found, exchanges)
        spans = tuple(sorted(source.spans, key=lambda span: -_shared(claim, source.passage.sentence(span))))
        near = all(value >= least for value, least in zip(values, (COSINE, COVERAGE, WEAKEST), strict=True))
    return Judged(source.passage, spans, values, objection, score, objection or ("" if near else "meaning"))


def _glue(claim: _Claim, place: int) -> bool:
    return bool(bases(claim.words[place].text) & _GLUE)


def _objection(claim: _Claim, source: _Source, found: Alignment, exchanges: Sequence[Replacement]) -> str:
    """What speaks against a source in the claim's own script, however alike their meaning; empty for nothing."""
    if any(unit.figure and not bound(index, found) for index, unit in enumerate(claim.units)):
        return "number"
    if any(not _named(claim.words[place].text, source.words) for place in claim.names):
        return "name"
    if exchanged(claim.words, source.words, found, claim.names):
        return "name"
    there = name_places(source.text, source.words, None)
    if any(item.place in claim.names or set(item.source) & there for item in exchanges):
        return "name"
    apart = [claim.words[place].text for place in claim.names if place not in found.places]
    if any(same(word, other.text) for word in apart for other in source.words):
        return "name"  # it stands in the source, but elsewhere or less often
    if contradicts(claim.words, source.words, found.places) or overstates(claim.words, source.words, found.places):
        return "negation"
    if any(item.sure for item in exchanges) or (source.second and not joined(claim, source, found, there)):
        return "meaning"
    return ""


def _objection_across(claim: _Claim, source: _Source) -> str:
    """The same for a source in another script, whose words cannot be aligned."""
    if any(not _stands(figure, source.figures) for figure in claim.figures):
        return "number"
    where = [_place(claim.words[place].text, source.words) for place in sorted(claim.names)]
    found = [place for place in where if place >= 0]
    missing = [place for place, there in zip(sorted(claim.names), where, strict=True) if there < 0]
    if len(found) < NAMES_ACROSS * len(where) or any(place in claim.known for place in missing):
        return "name"
    if found != sorted(found):
        return "name"  # who did what to whom cannot be told, so the order must be the source's
    return "negation" if contradicts_across(claim.words, source.words) else ""


def _place(name: str, found: Sequence[Word]) -> int:
    """Where a name stands among these words, -1 for nowhere."""
    return next((place for place, word in enumerate(found) if same(name, word.text)), -1)


def features(claim: _Claim, source: _Source, found: Alignment) -> tuple[float, ...]:
    """What the meaning is judged by, in the order of `FEATURES`.

    The cosine of the two; the share of the claim's content words that the source has, each as far as it is kin; and
    the same share in the `RUN` content words in a row where it is lowest.
    """
    counted = [place for place in found.content if place in found.places or not _glue(claim, place)]
    strengths = [found.strength.get(place, 0.0) for place in counted] or [0.0]
    runs = [strengths[i : i + RUN] for i in range(max(1, len(strengths) - RUN + 1))]
    weakest = min(sum(run) / len(run) for run in runs)
    return float(source.vector @ claim.vector), sum(strengths) / len(strengths), weakest


def features_across(claim: _Claim, source: _Source) -> tuple[float, ...]:
    """The same in the order of `FEATURES_ACROSS`: cosine, names and figures that both have (up to three), the share
    of the claim's names that were not found."""
    found = sum(_named(claim.words[place].text, source.words) for place in claim.names)
    unfound = 1 - found / len(claim.names) if claim.names else 0.0
    return float(source.vector @ claim.vector), float(min(3, found)), float(min(3, len(claim.figures))), unfound


def weigh_across(values: Sequence[float]) -> float:
    """The probability that a claim in another script says what the source says."""
    return float(1 / (1 + np.exp(-(np.dot(WEIGHTS_ACROSS, values) + BIAS_ACROSS))))


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
    return bool(_PAUSE.search(between)) or first in _JOINS or first.removeprefix("و") in SAYS
