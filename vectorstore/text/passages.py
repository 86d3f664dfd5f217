"""A document becomes passages of a few sentences: exact slices, and together all of its text.

Passages end where paragraphs end if that is near, and only then between two sentences of a paragraph. Title
and page boilerplate are passages of their own, so that ranking can treat them differently and none is lost. So are
comments, headings and the questions of an FAQ, and what stands under these has them in its `title`: search and reading
see «title › heading» and the paragraph, a quote is the paragraph alone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from vectorstore.text.layout import Block, find_blocks
from vectorstore.text.sentences import MAX_SENTENCE_CHARACTERS, sentences_within
from vectorstore.types import PATH_MARK, Document, Passage, PassageKind, Span

SPLITTER_VERSION = 6
"""Raised whenever the same file would be split differently: an index made before is then stale."""

MAX_PASSAGE_CHARACTERS = 600
"""Characters that several sentences together do not exceed: some 100 words, well within 512 word pieces."""

ENOUGH_CHARACTERS = 250
"""Characters from which a passage ends with its paragraph; shorter paragraphs share one."""

MAX_SENTENCES = 5
MAX_BOILERPLATE_CHARACTERS = 300
MAX_HEADING_CHARACTERS = 160
"""Of each heading that is told beside a passage."""

_HIGHEST_TOLD = 3  # headings that are told beside a passage: the nearest ones


def split_passages(document: Document) -> list[Passage]:
    """The passages of a document in order."""
    found = []
    parts = _placed(document, find_blocks(document.text, document.marks, document.pages))
    for (kind, title, _), run in itertools.groupby(parts, key=lambda one: (one[0].kind, one[1], _alone(one[0]))):
        spans = [(part, _sentences(document, part)) for part, _ in run]
        groups = _body_groups(spans) if kind == "body" else _line_groups(spans)
        found += [_passage(document, kind, title, group) for group in groups]
    return found


def _placed(document: Document, parts: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with the title of its passage: the document's, and the headings that stand over it."""
    above: list[tuple[int, str]] = []
    for part in parts:
        if part.level:
            above = [one for one in above if one[0] < part.level]
        names = [name for _, name in above[-_HIGHEST_TOLD:] if name != document.title]
        yield part, "" if part.kind == "title" else PATH_MARK.join([document.title, *names]).strip()
        if part.level:
            above.append((part.level, heading_name(document.text[part.start : part.end])))


def heading_name(text: str) -> str:
    """A heading as it is told beside the passages under it: on one line, without its marks, and not too long."""
    return " ".join(text.strip("#=-•* \ufeff").split())[:MAX_HEADING_CHARACTERS]


def _alone(part: Block) -> int:
    """What tells a block that shares its passage with no other one; the same for all that may share theirs."""
    return part.start if part.dated or part.level or part.comment else -1


def _sentences(document: Document, part: Block) -> list[Span]:
    """The sentences of a block; a row of a table is one, whatever marks stand in its cells, and so is a comment: its
    first words say whose it is."""
    if (part.row or part.comment) and part.end - part.start <= MAX_SENTENCE_CHARACTERS:
        return [(part.start, part.end)]
    return sentences_within(document.text, part.start, part.end)


def _passage(document: Document, kind: PassageKind, title: str, sentences: Sequence[Span]) -> Passage:
    start, end = sentences[0][0], sentences[-1][1]
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
