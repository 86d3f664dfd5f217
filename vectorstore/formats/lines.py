"""What the readers of all formats make first: lines with what each of them is; and the text that they become.

A line of the result stands between blank lines, and what a reader knows of it (heading, row of a table, running head)
goes along as a mark over exactly that line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from vectorstore.formats.authors import author_told
from vectorstore.text.paragraphs import has_visible_text
from vectorstore.types import FILE_DATE, MAX_TEXT_CHARACTERS, Extracted, Mark, Refusal, Remark

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph without line ends; `role` is that of a `types.Mark`, or empty for plain text."""

    text: str
    role: str = ""


def split_lines(text: str, role: str = "") -> Iterator[TextLine]:
    """The lines of a paragraph that show something, white space folded."""
    for line in text.split("\n"):
        if has_visible_text(line := " ".join(line.split())):
            yield TextLine(line, role)


def heading(level: int) -> str:
    """The role of a heading, level 1 to 6; deeper ones count as the sixth."""
    return f"h{min(max(level, 1), 6)}"


def join_lines(lines: Iterable[TextLine]) -> tuple[str, tuple[Mark, ...]]:
    """One text, and a mark for every line that has a role.

    >>> join_lines([TextLine("بدل السفر", "h2"), TextLine("خمسون دينارا.")])
    ('بدل السفر\\n\\nخمسون دينارا.', ((0, 9, 'h2'),))
    """
    pieces, marks, at = [], [], 0
    for line in lines:
        pieces.append(line.text)
        if line.role:
            marks.append((at, at + len(line.text), line.role))
        at += len(line.text) + len(BETWEEN)
    return BETWEEN.join(pieces), tuple(marks)


def extracted(
    lines: Iterable[TextLine],
    source: str,
    title: str = "",
    date: str = "",
    url: str = "",
    pages: Sequence[Sequence[TextLine]] = (),
    made: str = "",
    author: str = "",
    remarks: Sequence[Remark] = (),
) -> Extracted | Refusal:
    """The text of a file, or the refusal of one that shows nothing (`empty`) or too much (`too_large`).

    `pages`: the same lines by page, where the format has pages. `date`: when the article appeared; `made`: when the
    file was, which is another day. `author`: as the file states it. `remarks`: what else is known of the file.
    """
    kept, size = [], 0
    for line in lines:
        kept.append(line)
        size += len(line.text) + len(BETWEEN)
        if size > MAX_TEXT_CHARACTERS:
            return Refusal(source, "too_large", f"> {MAX_TEXT_CHARACTERS // 1_000_000} M characters")
    if not kept:
        return Refusal(source, "empty")
    text, marks = join_lines(kept)
    sizes = (sum(len(line.text) + len(BETWEEN) for line in page) for page in pages[:-1])
    starts = tuple(accumulate(sizes, initial=0)) if pages else ()
    pages_at = tuple(min(at, len(text)) for at in starts)
    told = (*remarks, *((Remark(FILE_DATE, made),) if made else ()), *author_told(author))
    return Extracted(text, title, date, url, pages=pages_at, marks=marks, remarks=told)
