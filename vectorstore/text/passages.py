"""A document becomes passages of a few sentences: exact slices, and together all of its text.

Passages end where paragraphs end if that is near, and only then between two sentences of a paragraph. Title
and page boilerplate are passages of their own, so that ranking can treat them differently and none is lost.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from vectorstore.text.layout import Block, find_blocks
from vectorstore.text.sentences import sentences_within
from vectorstore.types import Document, Passage, PassageKind, Span

SPLITTER_VERSION = 2
"""Raised whenever the same file would be split differently: an index made before is then stale."""

MAX_PASSAGE_CHARACTERS = 600
"""Characters that several sentences together do not exceed: some 100 words, well within 512 word pieces."""

ENOUGH_CHARACTERS = 250
"""Characters from which a passage ends with its paragraph; shorter paragraphs share one."""

MAX_SENTENCES = 5
MAX_BOILERPLATE_CHARACTERS = 300


def split_passages(document: Document) -> list[Passage]:
    """The passages of a document in order."""
    found = []
    parts = find_blocks(document.text)
    for key, run in itertools.groupby(parts, key=lambda part: (part.kind, part.start if part.dated else -1)):
        kind = key[0]
        paragraphs = list(run)
        spans = [(part, sentences_within(document.text, part.start, part.end)) for part in paragraphs]
        groups = _body_groups(spans) if kind == "body" else _line_groups(spans)
        found += [_passage(document, kind, group) for group in groups]
    return found


def _passage(document: Document, kind: PassageKind, sentences: Sequence[Span]) -> Passage:
    start, end = sentences[0][0], sentences[-1][1]
    title = "" if kind == "title" else document.title
    return Passage(document.source, start, end, document.text[start:end], title, kind, tuple(sentences))


def _body_groups(paragraphs: Sequence[tuple[Block, list[Span]]]) -> Iterator[list[Span]]:
    """Sentences of neighbouring paragraphs put together into passages."""
    group: list[Span] = []
    for block, sentences in paragraphs:
        if group and not _fits(group, sentences):
            yield group
            group = []
        if not group and not _fits([], sentences):
            *whole, group = _evenly(sentences)
            yield from whole
        else:
            group = group + sentences
        if not block.heading and _length(group) >= ENOUGH_CHARACTERS:
            yield group
            group = []
    if group:
        yield group


def _line_groups(paragraphs: Sequence[tuple[Block, list[Span]]]) -> Iterator[list[Span]]:
    """Lines of page boilerplate put together: short ones say little by themselves."""
    group: list[Span] = []
    for _, sentences in paragraphs:
        if group and sentences[-1][1] - group[0][0] > MAX_BOILERPLATE_CHARACTERS:
            yield group
            group = []
        group = group + sentences
    if group:
        yield group


def _evenly(sentences: Sequence[Span]) -> list[list[Span]]:
    """A long paragraph in parts of about the same length, none of several sentences too long."""
    parts = max(math.ceil(_length(sentences) / MAX_PASSAGE_CHARACTERS), math.ceil(len(sentences) / MAX_SENTENCES))
    wanted = _length(sentences) / parts
    groups: list[list[Span]] = []
    group: list[Span] = []
    for sentence in sentences:
        middle = (sentence[0] + sentence[1]) / 2
        full = group and (middle - group[0][0] > wanted or not _fits(group, [sentence]))
        if full:
            groups.append(group)
            group = []
        group.append(sentence)
    return [*groups, group]


def _fits(group: Sequence[Span], sentences: Sequence[Span]) -> bool:
    both = [*group, *sentences]
    return _length(both) <= MAX_PASSAGE_CHARACTERS and len(both) <= MAX_SENTENCES


def _length(sentences: Sequence[Span]) -> int:
    return sentences[-1][1] - sentences[0][0] if sentences else 0
