"""Batches for the reader from packed arrays: groups of what one question is read against, and claims.

A group is one question with windows and altered questions that teach the difference: a window with the answer, one of a
passage that BM25 takes for near, another window of the right paragraph, the window without the sentences that
answer, and a false premise (a name, place, number or date exchanged for another of its kind). Pairs are put together as
`assistant.retrieval.reader_network.PairEncoder` does it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.retrieval.reader_network import MATCHED, MAX_PAIR_TOKENS, MAX_QUESTION_TOKENS, PASSAGE, QUESTION
from training.packed_readings import Packed

WINDOW = 600
"""Characters of a window at most: the longest passage of the product (`vectorstore.text.passages`)."""

RIGHT, WRONG, ALTERED, CLAIM = 1, 0, 2, 3
"""A pair's role: the window that answers; one that does not; a false premise; a claim with its passage."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One pair: ids and types of n tokens, the first and last token of the answer (-1 without), role and label."""

    ids: np.ndarray
    types: np.ndarray
    target: tuple[int, int]
    role: int
    label: int


@dataclass(frozen=True, slots=True)
class Batch:
    """b pairs behind each other: `ids`, `types` (tokens,); `targets` (b, 2); all else (b,). `asked`: the number of the
    passage whose questions are read side by side, -1 where a pair is of none."""

    ids: np.ndarray
    types: np.ndarray
    sizes: np.ndarray
    targets: np.ndarray
    roles: np.ndarray
    labels: np.ndarray
    groups: np.ndarray
    asked: np.ndarray


def batch_of(groups: Sequence[Sequence[Drawn]], asked: Sequence[int] = ()) -> Batch:
    """Groups as one batch; pairs of a group stand together. The first `len(asked)` groups are of such passages."""
    pairs = [pair for found in groups for pair in found]
    sizes = [len(found) for found in groups]
    return Batch(
        ids=np.concatenate([p.ids for p in pairs]).astype(np.int64),
        types=np.concatenate([p.types for p in pairs]).astype(np.int64),
        sizes=np.array([len(p.ids) for p in pairs]),
        targets=np.array([p.target for p in pairs]),
        roles=np.array([p.role for p in pairs]),
        labels=np.array([p.label for p in pairs], np.float32),
        groups=np.repeat(np.arange(len(groups)), sizes),
        asked=np.repeat([*asked, *[-1] * (len(groups) - len(asked))], sizes).astype(np.int64),
    )


def pair(
    packed: Packed, question: int, paragraph: int, kept: np.ndarray, title: bool
) -> tuple[np.ndarray, np.ndarray, int]:
    """Ids, types and the place of the first of the `kept` tokens; cut at the end to `MAX_PAIR_TOKENS`."""
    begin, end, _ = packed.frame
    asked = packed.question_ids[question][: MAX_QUESTION_TOKENS - 2 - len(packed.query_prompt)]
    asked_stems = packed.question_stems[question][: len(asked)]
    before = len(packed.passage_prompt)
    parts, stems = [packed.passage_prompt], [np.zeros(before, np.uint32)]
    if title:
        parts.append(packed.title_ids[paragraph])
        stems.append(packed.title_stems[paragraph])
        before += len(parts[-1])
    read = np.concatenate([*parts, packed.ids[paragraph][kept]])
    read_stems = np.concatenate([*stems, packed.stems[paragraph][kept]])
    lead = len(packed.query_prompt) + 1
    first = np.concatenate(([begin], packed.query_prompt, asked, [end]))
    room = MAX_PAIR_TOKENS - len(first) - 1
    read, read_stems = read[:room], read_stems[:room]
    found = np.isin(asked_stems, read_stems) & (asked_stems > 0)
    matched = np.isin(read_stems, asked_stems) & (read_stems > 0)
    types = np.full(len(first) + len(read) + 1, PASSAGE)
    types[: len(first)] = QUESTION
    types[lead : lead + len(asked)] += MATCHED * found
    types[len(first) : -1] += MATCHED * matched
    return np.concatenate((first, read, [end])), types, len(first) + before


def window(sentences: Sequence[Sequence[int]], span: tuple[int, int] | None, rng: random.Random) -> tuple[int, int]:
    """Neighbours of the (n, 2) sentences, at most `WINDOW` characters, around `span` where one is given: start, end."""
    if span is None:
        first = last = rng.randrange(len(sentences))
    else:
        inside = [i for i, (start, end) in enumerate(sentences) if start < span[1] and span[0] < end]
        first, last = (inside[0], inside[-1]) if inside else (0, len(sentences) - 1)
    wanted = rng.uniform(150, WINDOW)
    while True:
        options = [i for i in (first - 1, last + 1) if 0 <= i < len(sentences)]
        rng.shuffle(options)
        for option in options:
            low, high = min(first, option), max(last, option)
            if sentences[high][1] - sentences[low][0] <= WINDOW:
                first, last = low, high
                break
        else:
            break
        if sentences[last][1] - sentences[first][0] >= wanted:
            break
    start, end = sentences[first][0], sentences[last][1]
    return (min(start, span[0]), max(end, span[1])) if span else (start, end)


class Readings:
    """Groups and claims of packed arrays."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed

    def _sentences(self, paragraph: int) -> list[list[int]]:
        return self.packed.sentences[paragraph].reshape(-1, 2).tolist()

    def _inside(self, paragraph: int, start: int, end: int) -> np.ndarray:
        starts = self.packed.starts[paragraph].astype(int)
        return np.flatnonzero((starts >= start) & (starts + self.packed.lengths[paragraph] <= end))

    def _drawn(
        self,
        question: int,
        paragraph: int,
        kept: np.ndarray,
        role: int,
        rng: random.Random,
        span: tuple[int, int] | None = None,
    ) -> Drawn:
        ids, types, first = pair(self.packed, question, paragraph, kept, rng.random() < 0.5)
        target = (-1, -1)
        if span:
            starts = self.packed.starts[paragraph].astype(int)[kept]
            ends = starts + self.packed.lengths[paragraph][kept]
            inside = np.flatnonzero((starts < span[1]) & (ends > span[0]))
            whole = len(inside) and ends[inside[-1]] >= span[1] and first + inside[-1] < len(ids) - 1
            target = (first + int(inside[0]), first + int(inside[-1])) if whole else target
        return Drawn(ids, types, target, role, int(role == RIGHT))

    def group(self, example: int, rng: random.Random) -> list[Drawn]:
        """What an example's question is read against; the first pair answers it where the example has an answer."""
        packed = self.packed
        _, question, paragraph, _ = packed.examples[example]
        near, answers = packed.near[example], packed.answers[example].reshape(-1, 2).astype(int)
        found: list[Drawn] = []

        def read(other: int, start: int, end: int, role: int = WRONG, asked: int = question, span=None) -> None:
            found.append(self._drawn(asked, other, self._inside(other, start, end), role, rng, span))

        def read_near() -> None:
            other = int(near[rng.randrange(len(near))])
            read(other, *window(self._sentences(other), None, rng))

        if not len(answers):
            read(paragraph, *window(self._sentences(paragraph), None, rng))
            if len(near) and rng.random() < 0.5:
                read_near()
            return found
        answer = tuple(answers[rng.randrange(len(answers))].tolist())
        start, end = window(self._sentences(paragraph), answer, rng)
        read(paragraph, start, end, RIGHT, span=answer)
        if len(near):
            read_near()
        if rng.random() < 0.5:
            other = window(self._sentences(paragraph), None, rng)
            if not self._holds(paragraph, answer, self._inside(paragraph, *other)):
                read(paragraph, *other)
            elif len(near) > 1:
                read_near()
        if rng.random() < 0.3:
            rest = self._without(paragraph, (start, end), answer)
            if len(rest) and not self._holds(paragraph, answer, rest):
                found.append(self._drawn(question, paragraph, rest, WRONG, rng))
        if len(packed.altered[example]) and rng.random() < 0.85:
            read(paragraph, start, end, ALTERED, asked=int(rng.choice(packed.altered[example])))
        return found

    def side_by_side(self, examples: Sequence[int], rng: random.Random) -> list[list[Drawn]]:
        """Every question of one paragraph, each a group of one pair: those it does not answer over a window that
        answers another, so that neither the window nor its length tells them apart."""
        packed = self.packed
        answers = {e: packed.answers[e].reshape(-1, 2).astype(int).tolist() for e in examples}
        told = [tuple(span) for found in answers.values() for span in found]
        groups = []
        for example in examples:
            _, question, paragraph, _ = packed.examples[example]
            span = tuple(rng.choice(answers[example] or told or [None]) or ()) or None
            kept = self._inside(paragraph, *window(self._sentences(paragraph), span, rng))
            right = (RIGHT, rng, span) if answers[example] else (WRONG, rng)
            groups.append([self._drawn(question, paragraph, kept, *right)])
        return groups

    def _without(self, paragraph: int, read: tuple[int, int], answer: tuple[int, int]) -> np.ndarray:
        """Tokens of a window without the sentences of the answer: all about the thing asked, and silent on it."""
        inside = [s for s in self._sentences(paragraph) if read[0] <= s[0] and s[1] <= read[1]]
        kept = [s for s in inside if s[1] <= answer[0] or answer[1] <= s[0]]
        return np.concatenate([self._inside(paragraph, *s) for s in kept]) if kept else np.zeros(0, int)

    def _holds(self, paragraph: int, answer: tuple[int, int], kept: np.ndarray) -> bool:
        """Whether the answer's tokens stand in the kept ones too, here or once more."""
        ids = self.packed.ids[paragraph].astype(np.uint32)
        starts = self.packed.starts[paragraph].astype(int)
        needle = ids[(starts < answer[1]) & (starts + self.packed.lengths[paragraph] > answer[0])].tobytes()
        hay = ids[kept].tobytes()
        at = hay.find(needle)
        while at >= 0 and at % 4:  # bytes of two tokens
            at = hay.find(needle, at + 1)
        return at >= 0 and bool(needle)

    def claim(self, row: int, rng: random.Random) -> list[Drawn]:
        """A claim with its passage, as a group of one."""
        question, paragraph, start, end, supported, _, _ = (int(v) for v in self.packed.claims[row])
        drawn = self._drawn(question, paragraph, self._inside(paragraph, start, end), CLAIM, rng)
        return [Drawn(drawn.ids, drawn.types, drawn.target, CLAIM, supported)]
