"""Comments that people wrote beside a text, which are talk about it and no part of it: read where a person asks for it.

A comment becomes lines of its own at the place where it hangs, each behind «تعليق من …», so that no quote of it can be
taken for the text: a long one goes on in a further line, which says so again.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from vectorstore.formats.lines import TextLine
from vectorstore.text.sentences import sentence_spans
from vectorstore.text.tables import CELL_MARK
from vectorstore.types import COMMENTS_UNREAD, Remark

COMMENT = "comment"
"""The role of the lines, as in `types.Mark`."""

MAX_COMMENT_CHARACTERS = 500
"""Of one line: a passage holds it, and a quote shows it whole."""

MAX_AUTHOR_CHARACTERS = 80


def comment_lines(author: str, lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """The lines of a comment, each behind the name of who wrote it.

    >>> [line.text for line in comment_lines("سلمى", [TextLine("من أين هذا الرقم؟")])]
    ['تعليق من سلمى: من أين هذا الرقم؟']
    """
    name = _plain(author)[:MAX_AUTHOR_CHARACTERS].rstrip(" :：")
    label = f"تعليق من {name}:" if name else "تعليق:"
    for line in lines:
        for piece in _pieces(_plain(line.text)):
            yield TextLine(f"{label} {piece}", COMMENT)


def with_or_without(
    lines: Sequence[TextLine], count: int, *, wanted: bool
) -> tuple[list[TextLine], tuple[Remark, ...]]:
    """The lines with the comments among them, or without, and then the remark that there are so many."""
    if wanted or not count:
        return list(lines), ()
    return [line for line in lines if line.role != COMMENT], (Remark(COMMENTS_UNREAD, str(count)),)


def _plain(text: str) -> str:
    """On one line, without what stands between the cells of a table."""
    return " ".join(text.split()).replace(CELL_MARK, " / ")


def _pieces(text: str) -> Iterator[str]:
    """A text in parts that a line can hold, cut between its sentences where it can be."""
    piece = ""
    for start, end in sentence_spans(text):
        for part in textwrap.wrap(text[start:end], MAX_COMMENT_CHARACTERS, break_on_hyphens=False):
            if piece and len(piece) + 1 + len(part) > MAX_COMMENT_CHARACTERS:
                yield piece
                piece = ""
            piece = f"{piece} {part}".strip()
    if piece:
        yield piece
