"""Which sentence answers: the sentences of the best passages, scored by a few features in a linear model.

The features are what can be known without reading as a person reads: how near the sentence is to the question in
meaning, how well its passage was found, how many of the question's words (by weight) stand in the sentence, in its
neighbours and in the title, whether it offers the kind of thing that is asked for, and its length. Where a reader
has read, its two logits are weighed beside them. What the headings over a sentence say, it need not say again: their
words count as its own, and where they are near to the question, it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering.asked_part import asked_part
from assistant.question.ages import tells_age
from assistant.question.answer_fit import asked_kind, asks_age, fits
from assistant.question.answer_type import AnswerType, expected_type, match_score, says_why
from assistant.question.definition import defined_term, defines
from assistant.question.query import Query
from assistant.question.relation import tells_relation
from assistant.question.word_forms import holds_money
from assistant.retrieval.lexical_scores import AnalysedWord, coverage, near_coverage, tokenize
from assistant.retrieval.reader import Reading
from vectorstore.text.arabic import fold
from vectorstore.types import Hit, Passage, Span

FEATURES = (
    "sentence_cosine", "coverage", "neighbour_coverage", "title_coverage",
    "passage_score", "offers", "short", "long", "novel", "boilerplate", "heading", "near_coverage",
)  # fmt: skip
SENTENCE_COSINE = FEATURES.index("sentence_cosine")
OFFERS = FEATURES.index("offers")

WEIGHTS = np.array([40.7, 5.7, 1.4, 2.0, 1.5, 1.4, -1.0, 0.2, 0.6, -1.0, -1.5, 6.9])
"""Conditional logit over the sentences of the best passages (McFadden 1974): which one holds the answer.

Fitted on ARCD train and XQuAD-ar together by `benchmarks/calibrate.py`. Those have neither titles nor page
boilerplate, so the four weights about these (title_coverage, short, boilerplate, heading) are a judgement. The
passage's own cosine added nothing beside its score and is not measured.
"""

WEIGHTS_READ = np.array([0.68, 0.14, 0.04])
"""The same where a reader has read: of the score above, and of the logits of the sentence's best part and of its
passage, a conditional logit of three weights on held-out questions of ARCD and XQuAD, in Arabic and English
(`benchmarks/calibrate_reader.py`), which gives .68, .24 and .07 for a reader that had learned for an hour. One that
learned from seven times as many pairs spreads its logits wider: with the last two halved the right sentence is first
for .763 of the answerable questions of six sets (dev, `benchmarks/questions`, and 210 written for this), with them
.751, doubled .732, without the reader .717.
"""

ANSWER_MARGIN_LOGITS = 1.0
"""The part that answers is named in sentences whose part scores this near the best one; elsewhere it is seldom right.

Share of shown sentences whose part overlaps an answer, on the held-out questions, by how far it scores below the best:
0: .61, up to 1: .51, 1 to 2: .18, 2 to 4: .20.
"""

TELLING_GAIN = 1.0
"""Logits for a sentence that tells the relation asked for. Of 106 sentences with the answer to such a question (ARCD,
MLQA, TyDi, XQuAD) 95 tell it, of the 546 others of their paragraphs 159: three logits, some of which the ranking has
by the question's words already."""

FIT_MARGIN = 1.6
"""How much lower a sentence may score that tells an amount of the kind asked for where the first one's part is none:
as much as a further sentence may that is quoted (`compose.SCORE_MARGIN`)."""

HEADING_SHARE = 0.5
"""How far the cosine of a sentence rises to that of the heading over it, where this one is nearer to the question.

«نعم، يعاد خلال أسبوع.» says nothing of what the question of an FAQ over it asks.
"""

DEFINITION_GAIN, REPLY_GAIN = 5.0, 3.0
"""Logits, before a reader is heard, for saying what the term means that is asked for, and for a «yes» or «no» under a
question to one that asks for it. Judgements: no set at hand has such questions; another line that names the term, or
that has the word «المقصود», is 3 above its definition at most in those that were written for this."""

REASON_LEAD = 0.1

ABOUT_ARTICLE_FACTOR = -3.0
"""A line around the text counts this many times as much, the other way, where the article itself is asked for."""

POLAR = re.compile(r"^\W*[وف]?هل\b")
_REPLY = re.compile(r"^\W*(?:نعم|لا|بلي|كلا|اجل|yes|no|oui|non)\s*[،,.:!–-]")


Place = tuple[str, Span]
"""A file and a span of its text."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence that may answer. `score` is a logit: differences between sentences are what it says.

    `answer` is the part of it that the reader would give as the answer, a span of the document, `further_answers` those
    for further parts of the question; `part_logit` and `passage_logit` say how sure the reader is of its best part and
    of its passage, 0 where none has read. Two rankings score the same sentence differently, and vectors cannot be
    compared by `==`: what says whether two are one is `place`.
    """

    hit: Hit
    span: Span
    text: str
    words: tuple[AnalysedWord, ...]
    vector: np.ndarray
    features: tuple[float, ...]
    covered: frozenset[str]
    score: float
    answer: Span | None = None
    part_logit: float = 0.0
    passage_logit: float = 0.0
    further_answers: tuple[Span, ...] = ()

    @property
    def source(self) -> str:
        return self.hit.passage.source

    @property
    def place(self) -> Place:
        """Where it stands, which is what makes it this sentence in whatever ranking."""
        return self.source, self.span


@dataclass(frozen=True, slots=True)
class _Question:
    """What the features of every sentence ask of one question: the kind of answer, its words, its best passage."""

    query: Query
    vector: np.ndarray
    kind: AnswerType
    asked: frozenset[str]
    best_score: float
    term: frozenset[str]
    polar: bool
    of_age: bool


def rank_sentences(
    query: Query,
    question: np.ndarray,
    hits: Sequence[Hit],
    vectors: Mapping[str, np.ndarray],
    readings: Mapping[str, Reading] | None = None,
    headings: Mapping[str, np.ndarray] | None = None,
) -> list[Sentence]:
    """Every sentence of the hits with its features and score, best first.

    `vectors`: by passage id, one row per sentence; `question`: the query's vector. Rows have unit length.
    `readings`: by passage id, of every hit, where a reader has read them. `headings`: by passage id, rows of the
    heading over it, as far as it was found.
    """
    asked = frozenset(word for term in query.terms for word in (term.stem, term.text))
    best = max((hit.score for hit in hits), default=0.0)
    folded = fold(query.asked)
    about = _Question(
        query, question, expected_type(query.asked), asked, best, defined_term(query.asked), bool(POLAR.match(folded)),
        asks_age(query.asked),
    )  # fmt: skip
    found = []
    for hit in hits:
        rows, reading = vectors[hit.passage.id], (readings or {}).get(hit.passage.id)
        over = _cosine((headings or {}).get(hit.passage.id), question)
        for place in range(len(hit.passage.sentences)):
            sentence = _sentence(about, hit, place, rows[place], over)
            found.append(sentence if reading is None else _read(sentence, query, reading, place))
    if about.kind == "reason":
        found = _with_reasons_first(found)
    found.sort(key=lambda s: (-s.score, s.source, s.span))
    instead = _amount_instead(found, query.asked)
    surest = max((s.part_logit for s in found), default=0.0)
    return [
        s
        if s.part_logit > surest - ANSWER_MARGIN_LOGITS
        or s is instead
        or (place == 0 and _is_of_asked_form(query.asked, s))
        else replace(s, answer=None)
        for place, s in enumerate(found)
    ]


def placed(before: Sentence, passage: Passage, span: Span, answer: Span, rows: np.ndarray) -> Sentence:
    """A sentence that the ranking may not have, as sure as another one; `rows`: the vectors of its passage's."""
    text = passage.sentence(span)
    analysed = tokenize(text)
    stems = {word.stem for word in analysed}
    return replace(
        before, hit=Hit(passage, before.hit.score), span=span, text=text, words=analysed, answer=answer,
        vector=rows[passage.sentences.index(span)], covered=before.covered & stems,
    )  # fmt: skip


def prefer_telling(ranked: Sequence[Sentence], question: str) -> list[Sentence]:
    """The ranking for a question that asks for somebody by what he is to another: what tells that comes before what is
    about as good. For what is quoted, not for whether anything answers: who is told of may be another's."""
    if tells_relation(question, "") is None:
        return list(ranked)
    raised = [replace(s, score=s.score + TELLING_GAIN) if tells_relation(question, s.text) else s for s in ranked]
    return sorted(raised, key=lambda s: -s.score)


def prefer_amounts(ranked: Sequence[Sentence], question: str) -> list[Sentence]:
    """The ranking for a question for an amount or a place: where the first sentence's part is surely none of that kind,
    one that tells such stands before it that is about as good and of the same article. For what is quoted, as with
    `prefer_telling`.

    «خسائر الأيام الثلاثة وصلت إلى أربعة ملايين درهم» before «عقد مدته خمس عشرة سنة» for «كم خسرت الشركة؟».
    """
    better = _amount_instead(ranked, question)
    return list(ranked) if better is None else [better, *(s for s in ranked if s is not better)]


def _amount_instead(ranked: Sequence[Sentence], question: str) -> Sentence | None:
    kind = asked_kind(question)
    if not ranked or kind not in ("money", "share", "count", "amount", "measure", "place"):
        return None
    first = ranked[0]
    if fits(question, _part(first)) if first.answer else kind == "place":
        return None
    near = (s for s in ranked[1:] if s.answer and s.source == first.source and s.score >= first.score - FIT_MARGIN)
    telling = (s for s in near if kind != "money" or holds_money(fold(_part(s))))
    return next((s for s in telling if fits(question, _part(s))), None)


def _with_reasons_first(found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, of which one that begins by giving a reason stands no lower than the one before it.

    «رفض المجلس العرض. فقد اشترطت الشركة …»: what is asked about is named in the first, and the answer is the second.
    """
    scores = {sentence.place: sentence.score for sentence in found}
    raised = []
    for one in found:
        spans = one.hit.passage.sentences
        at = spans.index(one.span)
        before = (one.source, spans[at - 1]) if at else None
        if before and says_why(one.text) and not says_why(one.hit.passage.sentence(before[1])):
            one = replace(one, score=max(one.score, scores[before] + REASON_LEAD))
        raised.append(one)
    return raised


def _part(sentence: Sentence) -> str:
    return sentence.hit.passage.sentence(sentence.answer) if sentence.answer else ""


def _is_of_asked_form(question: str, sentence: Sentence) -> bool:
    """Does the question say what it asks for, and may the sentence's part be that?

    «20.000 تلميذا» is set off, though the reader is surer of «20 بالمئة» elsewhere.
    """
    return bool(
        sentence.answer
        and asked_kind(question) != "other"
        and fits(question, sentence.hit.passage.sentence(sentence.answer))
    )


def _cosine(rows: np.ndarray | None, question: np.ndarray) -> float:
    """The nearest of some rows to the question; -1 where there are none."""
    return float((rows.astype(np.float32) @ question).max()) if rows is not None and len(rows) else -1.0


def _sentence(about: _Question, hit: Hit, place: int, vector: np.ndarray, over: float) -> Sentence:
    """The sentence at a place of a passage with its features, and its score without a reader.

    `over`: the cosine of the heading over it.
    """
    passage, query = hit.passage, about.query
    span = passage.sentences[place]
    text = passage.sentence(span)
    words = tokenize(text)
    said = [*words, *tokenize(passage.headings)]
    replies = place == 0 and passage.headings.endswith(("؟", "?"))
    share, covered = coverage(query.terms, said)
    beside = passage.sentences[max(0, place - 1) : place] + passage.sentences[place + 1 : place + 2]
    around = [word for near in beside for word in tokenize(passage.sentence(near))]
    with_neighbours, _ = coverage(query.terms, [*said, *around])
    with_title, _ = coverage(query.terms, [*said, *tokenize(passage.title)])
    cosine = float(vector.astype(np.float32) @ about.vector)
    content = [word for word in words if not word.stop]
    new = sum(word.stem not in about.asked for word in content)
    told_age = float(about.of_age and tells_age(text))
    features = (
        cosine + (1.0 if replies else HEADING_SHARE) * max(0.0, over - cosine),
        share,
        with_neighbours - share,
        with_title - share,
        hit.score - about.best_score,
        max(match_score(about.kind, text, [word.text for word in content], about.asked), told_age),
        float(len(content) < 4 and not (query.about_article or replies)),
        math.log1p(len(content)) / 3,
        min(1.0, new / 6),
        float(passage.kind == "boilerplate") * (ABOUT_ARTICLE_FACTOR if query.about_article else 1.0),
        float(passage.kind == "title"),
        near_coverage(query.terms, said) - share,
    )
    score = float(np.dot(WEIGHTS, features))
    if about.term and defines(about.term, text):
        score += DEFINITION_GAIN
    if about.polar and replies and _REPLY.match(fold(text)):
        score += REPLY_GAIN
    return Sentence(hit, span, text, words, vector, features, covered, score)


def _read(sentence: Sentence, query: Query, reading: Reading, place: int) -> Sentence:
    """The sentence with what a reader says of it."""
    part, passage = reading.scores[place], reading.answered
    return replace(
        sentence,
        score=float(np.dot(WEIGHTS_READ, (sentence.score, part, passage))),
        answer=asked_part(query, sentence.hit.passage, place, reading),
        part_logit=part,
        passage_logit=passage,
    )
