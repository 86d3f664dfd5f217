"""How the row of a table stands in an extracted text, «heading: cell | heading: cell | heading: —».

`vectorstore.formats.tables` writes such lines; here is what reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vectorstore.types import Span

CELL_MARK = " | "
HEADING_MARK = ": "
EMPTY_CELL = "—"


@dataclass(frozen=True, slots=True)
class RowCell:
    """One cell of a row: what stands over it and what in it, either may be empty; `span`: of its text in the line."""

    heading: str
    text: str
    span: Span = field(default=(0, 0), compare=False)


def row_cells(line: str) -> list[RowCell]:
    """The cells of a row in order; none for a line that is no row with headings.

    >>> row_cells("الوجهة: تل الياسمين | الدرجة الثانية: —")[1]
    RowCell(heading='الدرجة الثانية', text='', span=(41, 42))
    """
    found = []
    end = -len(CELL_MARK)
    for piece in line.split(CELL_MARK):
        end += len(CELL_MARK) + len(piece)
        heading, mark, text = piece.partition(HEADING_MARK)
        heading, text = (heading, text) if mark else ("", piece)
        last = end - len(text) + len(text.rstrip())
        span = (last - len(text.strip()), last)
        found.append(RowCell(heading.strip(), "" if text.strip() == EMPTY_CELL else text.strip(), span))
    told = len(found) > 1 or not found[0].text  # «heading: cell» alone may be any sentence with a colon
    return found if told and any(cell.heading for cell in found) else []
