"""Tables of a Word document: which rows and cells they have, and how far those reach.

What stands in a cell is read in `docx`, for it may hold all that a document does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from vectorstore.formats.docx_numbering import W
from vectorstore.formats.docx_styles import value
from vectorstore.formats.package import local
from vectorstore.formats.tables import Cell


def head_rows(rows: Sequence[Any]) -> int | None:
    """How many rows at its top a table says to be its head; None where it says nothing."""
    head = 0
    while head < len(rows) and rows[head].find(f"{W}trPr/{W}tblHeader") is not None:
        head += 1
    return head or None


def children(element: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those in content controls and tracked insertions among them."""
    for child in element:
        if local(child) == name:
            deleted = f"{W}{name}Pr/{W}{'del' if name == 'tr' else 'cellDel'}"
            if child.find(deleted) is None:
                yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from children(child, name)


def across(cell: Any) -> int:
    """Columns that a cell reaches over."""
    told = value(cell.find(f"{W}tcPr/{W}gridSpan"))
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 1


def spanned(cells: list[list[Any]], grid: list[list[Cell]]) -> list[list[Cell]]:
    """The grid with cells that go on in the row below (`vMerge`) counted once, in the row where they begin."""
    open_at: dict[int, tuple[int, int, int]] = {}  # by column: row and place of the cell that began, and its rows
    kept: list[list[Cell | None]] = []
    for row, line in zip(cells, grid, strict=True):
        out: list[Cell | None] = list(line)
        column = 0
        for place, cell in enumerate(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and value(merge) != "restart" and column in open_at:
                begun, at, rows = open_at[column]
                open_at[column] = (begun, at, rows + 1)
                first = kept[begun][at]
                assert first is not None
                kept[begun][at] = Cell(first.text, first.across, rows + 1, first.head)
                out[place] = None
            elif merge is not None:
                open_at[column] = (len(kept), place, 1)
            else:
                open_at.pop(column, None)
            column += line[place].across
        kept.append(out)
    return [[cell for cell in row if cell is not None] for row in kept]
