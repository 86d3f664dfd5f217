"""How the row of a table stands in an extracted text, «heading: cell | heading: cell | heading: —».

`vectorstore.formats.tables` writes such lines; here is what reads them.
"""

from __future__ import annotations

from dataclasses import dataclass

CELL_MARK = " | "
HEADING_MARK = ": "
EMPTY_CELL = "—"


@dataclass(frozen=True, slots=True)
class RowCell:
    """One cell of a row: what stands over it and what in it, either may be empty."""

    heading: str
    text: str


def row_cells(line: str) -> list[RowCell]:
    """The cells of a row in order; none for a line that is no row with headings.

    >>> row_cells("الوجهة: تل الياسمين | الدرجة الثانية: —")[1]
    RowCell(heading='الدرجة الثانية', text='')
    """
    found = []
    for piece in line.split(CELL_MARK):
        heading, mark, text = piece.partition(HEADING_MARK)
        heading, text = (heading, text) if mark else ("", piece)
        found.append(RowCell(heading.strip(), "" if text.strip() == EMPTY_CELL else text.strip()))
    told = len(found) > 1 or not found[0].text  # «heading: cell» alone may be any sentence with a colon
    return found if told and any(cell.heading for cell in found) else []
