"""The extractive composer: it chooses sentences and quotes them, and never writes one of its own.

The best sentence comes first; a further one is taken where it is nearly as good, where it has words of the
question that the ones before it lack, or where the question has a part that they do not answer. A
sentence of another file that says the same becomes a further marker, not a repetition.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from assistant.answering.another import tells_another
from assistant.answering.citations import MAX_ANSWER_CHARACTERS
from assistant.answering.gathering import named, new_item_gain, sure_enough
from assistant.answering.render import clean_quote
from assistant.answering.sentence_ranking import Place, Sentence
from assistant.lexicon.speech_verbs import GOING_ON
from assistant.question.answer_fit import fits
from assistant.question.answer_type import expected_type
from assistant.question.causes import is_no_cause
from assistant.question.query import Query
from assistant.question.relation import is_of_another, tells_relation
from assistant.types import Draft, Quote
from vectorstore.text.arabic import fold, stems
from vectorstore.types import Passage, Span

MAX_SENTENCES = 4
SCORE_MARGIN = 1.6
"""A further sentence may score this much (a logit) below the best one.

Sentences shown and questions whose answer is among them, on ARCD train / XQuAD-ar, by the sentence ranking alone:
.5: 1.5 / 1.2 and 78 / 83 %; 1.0: 1.7 / 1.4 and 82 / 87 %; 1.6: 2.0 / 1.7 and 87 / 91 %. With the reader, on 477
questions of MLQA, TyDi and Belebele among others' paragraphs: .5: 1.2 and 77 %; 1.0: 1.4 and 81 %; 1.6: 1.6 and 83 %;
2.2: 1.8 and 86 %. People are better served by a second quote that may answer than by a first that alone does not.
"""

QUOTED_MARGIN = 1.0
"""What was just quoted falls behind what scores this much less (`demote_quoted`)."""

NEWS_MARGIN = 3.0
"""The same for the one sentence that was not quoted yet, where all others were: a judgement, that who asks on has read
the quote already and loses little by a further one."""

COVERAGE_GAIN = 2.0
"""Logits for having, by weight, all of the question's words that the chosen sentences lack."""

SAME_COSINE, SAME_WORDS, SAME_LENGTH = 0.88, 0.5, 0.35
"""Two sentences of different files say the same when their vectors are this near, this share of the shorter
one's words stands in the longer one, and so does this share of the longer one's in the shorter."""

MAX_CONTEXT_CHARACTERS = 450
"""Characters up to which a sentence takes along the one before it that names its speaker."""

_CONTINUES = re.compile(
    r"^(?:[\"«“]\s*)?(?:و|ف|كما |ثم )?"
    rf"(?:{'|'.join(GOING_ON)})(?:ت|وا|ه|ها)?\s*"
    r"(?:[:،\"«“(]|(?:ان|انه|انها|انهم|الي ان|علي ان|في|قائلا|قائله|بالقول|ايضا|نسبه|ل[اه]\w+)\b)"
)
_DIGITS = re.compile(r"\d+(?:[.,:/]\d+)*")


def choose_sentences(
    ranked: Sequence[Sentence],
    shares: Mapping[str, float],
    parts: Sequence[Sequence[Sentence]] = (),
    lists: bool = False,
    filled: bool = True,
) -> list[Sentence]:
    """At most `MAX_SENTENCES` sentences, best first.

    `shares`: the weight of each word (stem) of the question, together 1; `parts`: for a question of several
    parts, each part's own ranking; `lists`: it asks for several things of one kind; `filled`: further ones are
    taken from the ranking of the whole question, which it must answer for that.
    """
    if not ranked:
        return []
    chosen = _of_each_part(parts, ranked) or [ranked[0]]
    floor = ranked[0].score - SCORE_MARGIN
    further = sure_enough(ranked[:40]) if parts or lists else ranked[:40]
    while filled and len(chosen) < MAX_SENTENCES:
        covered = frozenset().union(*(s.covered for s in chosen))
        rest = [s for s in further if not any(_overlaps(s, c) or says_same(s, c) for c in chosen)]
        gains = [s.score + COVERAGE_GAIN * sum(shares.get(w, 0) for w in s.covered - covered) for s in rest]
        if lists:
            told = {*shares, *(item for s in chosen for item in named(s))}
            gains = [gain + new_item_gain(s, told) for gain, s in zip(gains, rest, strict=True)]
        if not rest or max(gains) < floor:
            break
        chosen.append(rest[int(np.argmax(gains))])
    return chosen[:MAX_SENTENCES]


def _of_each_part(parts: Sequence[Sequence[Sentence]], ranked: Sequence[Sentence]) -> list[Sentence]:
    """A sentence for each part of a question, but for those that what is chosen answers, too.

    A part by itself lacks what the question says elsewhere. So of the sentences that are about as good for it, and that
    the reader is about as sure of, that one is taken which stands highest for the whole question (`ranked`).
    """
    chosen: list[Sentence] = []
    standing = {sentence.place: sentence.score for sentence in ranked}
    firsts = {part[0].place for part in parts if part}
    for part in filter(None, parts):
        fresh = [s for s in part if all(not _overlaps(s, other) for other in chosen)]
        before = next((other for other in chosen if other.place == part[0].place), None)
        if before:  # with the same words it answers one of the two alone
            fresh = [s for s in fresh if _same_answer(before, part[0]) and s.score >= part[0].score - NEWS_MARGIN]
        if not fresh:
            continue
        own = [s for s in sure_enough(fresh) if s.place == part[0].place or s.place not in firsts] or fresh[:1]
        near = [s for s in own if s.score >= own[0].score - SCORE_MARGIN]
        # beside a sentence that answers another part, the whole question is nearest to that part
        chosen.append(max(near, key=lambda s: s.part_logit if before else standing.get(s.place, -math.inf)))
    return chosen


def _same_answer(one: Sentence, other: Sentence) -> bool:
    """Do the words set off for two questions in a sentence share any of their characters?"""
    return bool(one.answer and other.answer and one.answer[0] < other.answer[1] and other.answer[0] < one.answer[1])


def _overlaps(one: Sentence, other: Sentence) -> bool:
    return one.source == other.source and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def says_same(one: Sentence, other: Sentence) -> bool:
    """Do sentences of two files report the same? Numbers that differ are news, so they never do."""
    if one.source == other.source or float(one.vector @ other.vector) < SAME_COSINE:
        return False
    if set(_DIGITS.findall(fold(one.text))) != set(_DIGITS.findall(fold(other.text))):
        return False
    first, second = ({word.stem for word in s.words if not word.stop} for s in (one, other))
    shared, lengths = len(first & second), sorted((len(first), len(second)))
    return shared >= SAME_WORDS * lengths[0] and shared >= SAME_LENGTH * lengths[1]


def demote_quoted(
    ranked: Sequence[Sentence],
    said: str,
    beyond: bool = False,
    news: frozenset[str] = frozenset(),
    exchanged: bool = False,
    asked: str = "",
    anew: Collection[Place] = (),
) -> list[Sentence]:
    """The ranking for a question that goes on from an answer.

    What was quoted in it comes after what is nearly as good, or not at all where one asks what else there is
    (`beyond`). It falls further behind (`NEWS_MARGIN`) where it has none of the words that are `news` in this question
    (stems) and another sentence has («وماذا طلب منهم؟» after a question on the meeting itself), and it never comes as a
    further quote: only first, where its words answer this question too. `exchanged`: `news` is a name in the place of
    another one; what has it counts as not quoted, for a list of both is quoted for either. `asked`: the question by
    itself; as far falls what was quoted where its words do not fit that («ومن يحرسها؟» of a quote of how many steps it
    has), and those of another sentence do. What stands in `anew` falls nowhere: other words of it answer this question.
    `said`: the text of that answer, whose quotes stand as `clean_quote` writes them. Over 90 follow-ups made of ARCD
    train (two questions about a paragraph, the second without the words of the first) the sentence that answers is
    quoted for 71 instead of 68 and comes first for 64 instead of 58 by `QUOTED_MARGIN` alone, without the rest.
    """
    new = [s for s in ranked if s.text.strip()]
    if beyond:
        return [s for s in new if clean_quote(s.text) not in said]
    quoted = {s.place for s in new if clean_quote(s.text) in said and not (exchanged and news & s.covered)}
    told = any(news & s.covered for s in new if s.place not in quoted)
    fitted = any(part_fits(s, asked) for s in new if s.place not in quoted)

    def margin(sentence: Sentence) -> float:
        if sentence.place in anew:
            return 0.0
        old_news = told and not news & sentence.covered
        unfit = fitted and sentence.answer is not None and not part_fits(sentence, asked)
        return NEWS_MARGIN if old_news or unfit else QUOTED_MARGIN

    lowered = [replace(s, score=s.score - margin(s)) if s.place in quoted else s for s in new]
    lowered.sort(key=lambda s: -s.score)
    return [s for at, s in enumerate(lowered) if not at or s.place not in quoted]


def part_fits(sentence: Sentence, asked: str) -> bool:
    """Are the words that the reader found in it of the form that is asked for?"""
    return bool(asked and sentence.answer and fits(asked, sentence.hit.passage.sentence(sentence.answer)))


def without_unfit(chosen: Sequence[Sentence], queries: Sequence[Query]) -> list[Sentence]:
    """The sentences, of whose words none are set off that fit none of the questions, or that only say one again.

    `queries`: one, or those of its parts. «إيسكيا» is no answer to who came to «إسكيا», nor the loser to who won. Where
    one of the sentences says whose wife somebody is, who stands in another one is not set off as her.
    """

    def unfit(sentence: Sentence, part: Span) -> bool:
        return not any(may_answer(query, sentence, part, chosen) for query in queries)

    return [replace(s, answer=None) if s.answer and unfit(s, s.answer) else s for s in chosen]


def may_answer(query: Query, sentence: Sentence, part: Span, chosen: Sequence[Sentence]) -> bool:
    """May these words of a sentence be what is asked for, beside the other sentences that are `chosen`?"""
    passage, asked = sentence.hit.passage, query.asked
    words, before = passage.sentence(part), passage.sentence((sentence.span[0], part[0]))
    found, spelled = set(stems(words)), {stem for name in query.variants for stem in stems(name)}
    again = found & spelled and found <= spelled | set(stems(asked))
    if again or is_of_another(asked, before, sentence.text) or tells_another(asked, sentence, part):
        return False
    if expected_type(asked) == "reason" and is_no_cause(before, words):
        return False
    told = any(tells_relation(asked, s.text) for s in chosen)
    return fits(asked, words) and (not told or bool(tells_relation(asked, sentence.text)))


def add_news(
    chosen: Sequence[Sentence], ranked: Sequence[Sentence], said: str, anew: Collection[Place] = ()
) -> list[Sentence]:
    """What was chosen, and the best of what was not quoted yet where all of it was: that alone would be no answer.

    `said`, `anew`: as `demote_quoted` takes them.
    """
    if not chosen or not all(clean_quote(s.text) in said and s.place not in anew for s in chosen):
        return list(chosen)
    floor = chosen[0].score - NEWS_MARGIN
    new = (
        s
        for s in ranked
        if s.score >= floor
        and clean_quote(s.text) not in said
        and not any(_overlaps(s, other) or says_same(s, other) for other in chosen)
    )
    return [*chosen, *itertools.islice(new, 1)][-MAX_SENTENCES:]


def to_drafts(
    chosen: Sequence[Sentence],
    ranked: Sequence[Sentence],
    once: bool = False,
    answering: int | None = None,
    longer: Mapping[Place, Quote] = MappingProxyType({}),
) -> list[Draft]:
    """What to show: each chosen sentence with its speaker, and the files that say the same.

    `once`: a speaker who is named in a quote before is not quoted again. `answering`: so many of the chosen, the
    first ones, carry the answer, the others stand beside it (`beside.count_answering`); None: all of them. `longer`: by
    place, the quotes of those that need the sentence before or behind them (`interviews.quoted_questions`,
    `taken_back.quotes_with_denial`).
    """
    made = []
    places = {sentence.place for sentence in chosen}
    taken: list[Place] = []
    for place, sentence in enumerate(chosen):
        replied = longer.get(sentence.place)
        span = (replied.start, replied.end) if replied else with_speaker(sentence.hit.passage, sentence.span)
        if once and not replied and any(at == sentence.source and s < span[1] and span[0] < e for at, (s, e) in taken):
            span = sentence.span
        if any(source == sentence.source and start <= span[0] and span[1] <= end for source, (start, end) in taken):
            continue
        taken.append((sentence.source, span))
        quote = replied or replace(
            _quote(sentence.hit.passage, span), answer=sentence.answer, further_answers=sentence.further_answers
        )
        also: dict[str, Quote] = {}
        for other in ranked[:40]:
            if other.source not in also and other.place not in places and says_same(sentence, other):
                also[other.source] = _quote(other.hit.passage, other.span, also=True)
        beside = answering is not None and place >= answering
        made.append(Draft(quote.text, (quote, *list(also.values())[:2]), beside=beside))
    return made


def with_speaker(passage: Passage, span: Span) -> Span:
    """The span, begun earlier where the sentence goes on speaking («وأضاف …») and does not say who."""
    position = passage.sentences.index(span)
    start = span[0]
    while position > 0 and goes_on_speaking(passage.sentence(passage.sentences[position])):
        position -= 1
        if span[1] - passage.sentences[position][0] > MAX_CONTEXT_CHARACTERS:
            break
        start = passage.sentences[position][0]
    return start, span[1]


def goes_on_speaking(sentence: str) -> bool:
    """Does a sentence begin with what somebody further says («وأضاف …»), who is named before it?"""
    return bool(_CONTINUES.match(fold(sentence).lstrip()))


def _quote(passage: Passage, span: Span, also: bool = False) -> Quote:
    text = passage.sentence(span)
    if len(text) > MAX_ANSWER_CHARACTERS - 100:
        text = text[: MAX_ANSWER_CHARACTERS - 100].rsplit(None, 1)[0]
    return Quote(passage.source, passage.title, span[0], span[0] + len(text), text, also)
