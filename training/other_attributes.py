"""Questions for what a paragraph does not tell of its own subject.

No Arabic set has questions that people wrote to be unanswerable, and what a reader of news asks in vain is mostly of
this kind: the article is about the very person or place, and silent on the attribute. They are made from two questions
of one set, whose subjects are exchanged: «ما اسم زوجة نابليون؟» and a paragraph on إديسون give «ما اسم زوجة إديسون؟».
A question whose other words mostly stand in the paragraph is left out, since the paragraph may tell that.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.question.answer_type import expected_type
from training.reader_data import Data, Example, runs_of
from vectorstore.text.arabic import stems

SHORTEST = 4
"""Characters of a subject: shorter ones are parts of other words."""

MOST_SHARED = 0.5
"""Of the content words beside the subject, how many may stand in the paragraph."""

TRIES = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question and the name in it that it is about; `kind` of the name: a title's or an answer's."""

    example: Example
    subject: str
    kind: tuple[str, str]


class OtherAttributes:
    """Called with a generator: unanswerable examples, at most one for each question that has a subject."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._kinds: dict[str, str] = {}
        for example in (e for examples in data.train.values() for e in examples):
            kind = expected_type(example.question)
            for start, end in example.answers[:1] if kind in ("person", "place") else ():
                text = data.paragraphs[example.paragraph][start:end]
                if len(text.split()) <= 3 and not any(map(str.isdigit, text)):
                    self._kinds[text.strip(" .،,؛:")] = kind
        self._pools: dict[tuple[str, str], list[_Asked]] = defaultdict(list)
        for name, examples in data.train.items():
            if name == "hardneg":  # the questions of two other sets again
                continue
            for asked in filter(None, (self._asked(name.removesuffix("-none"), e) for e in examples)):
                self._pools[asked.kind].append(asked)

    def _asked(self, name: str, example: Example) -> _Asked | None:
        title = re.sub(r"\s*\(.*\)$", "", self._data.titles[example.paragraph])
        if len(title) >= SHORTEST and title in example.question:
            return _Asked(example, title, (name, "title"))
        for run in reversed(runs_of(example.question)):  # the longest first
            if len(run) >= SHORTEST and run in self._kinds:
                return _Asked(example, run, (name, self._kinds[run]))
        return None

    def __call__(self, rng: random.Random) -> Iterator[Example]:
        for pool in self._pools.values():
            for asked in pool:
                for other in (rng.choice(pool) for _ in range(TRIES)):
                    question = self._exchanged(asked, other)
                    if question:
                        at = asked.example
                        yield Example(f"{at.id}/{other.example.id}", at.set, question, at.paragraph, ())
                        break

    def _exchanged(self, asked: _Asked, other: _Asked) -> str | None:
        """The other's question about this one's subject; None where the paragraph may answer it."""
        if other.subject == asked.subject or asked.subject in other.example.question:
            return None
        text = self._data.paragraphs[asked.example.paragraph]
        if not set(stems(asked.subject)) & set(stems(text)):
            return None
        rest = set(stems(other.example.question.replace(other.subject, " ")))
        if not rest or len(rest & set(stems(text))) > MOST_SHARED * len(rest) or len(rest) < 2:
            return None
        pattern = rf"(?<!\w){re.escape(other.subject)}(?!\w)"
        question, times = re.subn(pattern, lambda _: asked.subject, other.example.question)
        return question if times else None
