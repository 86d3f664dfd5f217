"""Which passages the reader reads, and what that does to their order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.question.query import Query
from assistant.retrieval.reader import Reader, Reading
from vectorstore.types import Hit

MAX_READ_PASSAGES = 16
"""Passages that are read at most: the best by fusion.

Over 427 Arabic questions of five sets (dev, news_dev, `benchmarks/questions`), 100 of them unanswerable, with the
seventh reader and the decision fitted for 16, at most 16, 12 and 8 in rounds of 4: decided rightly 364, 364 and 363,
right ones answered 280, 278 and 276, unanswerable ones answered 16, 14 and 13, area under the curve .970, .970 and
.968. What is asked in quite other words than the article's needs them: of 140 such questions of ten sets the passage
that answers is among the first 8 for .76, among the first 16 for .89; of all 846 for .95 and .98.
"""

BATCH = 4
"""Passages read before looking whether one of them answers for sure; rounds of 8 decide the same and take longer."""

CONFIDENT_PROBABILITY = 0.9
"""Probability of being answered from which no further round is read."""

READ_WEIGHT, READ_WEIGHT_FRENCH = 0.1, 0.3
LOGIT_RANGE = 8.0
"""A passage's fused score rises by this weight times its logit of being answered, which is counted from `-READ_RANGE`
and at most to `LOGIT_RANGE`; what is not read rises by nothing.

nDCG@10 over held-out questions, Arabic on ARCD / XQuAD and English on XQuAD-ar, for the weights 0, .1, .3 and 1:
.890 .892 .882 .870 / .985 .987 .987 .982 / .883 .926 .933 .920 (`benchmarks/calibrate_reader.py`). A question in
another script has no words in common with the passages; there the reader knows more than fusion does. With the Arabic
for its words (`question.glosses`) an English one has: over 200 such, for the weights 0, .05, .1, .2 and .3, .945 .951
.948 .943 .926, the right paragraph first for .875 .895 .885 .875 .840.
"""


QUOTED_ARTICLE_GAIN = 1.0
"""By how much the fused score of a passage rises for a question that goes on from an answer which quoted its article:
about a logit for its sentences, so that another article that answers better is still quoted. A judgement, since in the
follow-ups that are made of paragraphs (`training/followups.py`) the next answer is always in the same one."""


TALKED_OF_GAIN = 0.75
"""The same for a question that leans on nothing and names nothing, amid a conversation («من اكتشف التزوير؟»).

Asked of news_dev without its names behind an answer from the article, 28 of 34 questions had it first without a gain,
32 with .5, 33 with .75 or more. As they are behind one from another article, 47 of 56 had the right one first with any
up to 1.5. The price is paid where articles tell of one event: of questions_dev 41 of 46 had the right one first behind
another's without a gain, 37 with .75; once they were read, the best sentence answered 14 of the 17 without a name with
none, 15 with .5 or .75, and 13 with 1.0.
"""


@dataclass(frozen=True, slots=True)
class Reranked:
    """Hits in their new order, and the readings by passage id."""

    hits: tuple[Hit, ...]
    readings: Mapping[str, Reading]


def rerank(query: Query, hits: Sequence[Hit], reader: Reader | None) -> Reranked:
    """Read the best hits, in rounds, and put them in order again; without a reader they stay as they are."""
    if reader is None:
        return Reranked(tuple(hits), {})
    variants = {term.stem: term.words for term in query.terms if term.words}
    readings: dict[str, Reading] = {}
    for at in range(0, min(len(hits), MAX_READ_PASSAGES), BATCH):
        passages = [hit.passage for hit in hits[at : min(at + BATCH, MAX_READ_PASSAGES)]]
        found = reader.read(query.text, passages, variants)
        readings |= {passage.id: reading for passage, reading in zip(passages, found, strict=True)}
        if any(probability(reading.answered) >= CONFIDENT_PROBABILITY for reading in found):
            break
    weight = READ_WEIGHT_FRENCH if query.language == "fr" else READ_WEIGHT
    ordered = sorted(
        (replace(hit, score=hit.score + score_boost(readings.get(hit.passage.id), weight)) for hit in hits),
        key=lambda hit: (-hit.score, hit.passage.source, hit.passage.start),
    )
    return Reranked(tuple(ordered), readings)


def prefer_quoted(hits: Sequence[Hit], said: str, gain: float = QUOTED_ARTICLE_GAIN) -> list[Hit]:
    """The hits, best first, with those raised whose article was quoted in an answer, which names it behind each quote.

    `said`: the text of that answer, as `answering.render.render_text` writes it.
    """
    raised = [
        replace(hit, score=hit.score + gain) if f"— {hit.passage.source}" in said else hit
        for hit in hits
    ]
    return sorted(raised, key=lambda hit: (-hit.score, hit.passage.source, hit.passage.start))


def score_boost(reading: Reading | None, weight: float) -> float:
    """What being read adds to a passage's score, never less than nothing; the reading's own weight comes first."""
    if reading is None:
        return 0.0
    weight = weight if reading.weight is None else reading.weight
    return weight * (max(-LOGIT_RANGE, min(LOGIT_RANGE, reading.answered)) + LOGIT_RANGE)


def probability(logit: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))
