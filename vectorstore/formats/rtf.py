"""Rich Text Format becomes its paragraphs and tables (through striprtf, which knows code pages and groups)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from vectorstore.formats.lines import TextLine, extracted, split_lines
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.types import Extracted, Refusal

_START = b"{\\rtf"
_TITLE = re.compile(r"\{\\title ([^{}]{1,400})\}")


def read_rtf(path: Path, source: str) -> Extracted | Refusal:
    """The text of a document; refusals: damaged, empty, too_large."""
    from striprtf.striprtf import rtf_to_text

    data = path.read_bytes()
    if not data.lstrip().startswith(_START):
        return Refusal(source, "damaged", "not RTF")
    raw = data.decode("latin-1")
    try:
        text = rtf_to_text(_marked(raw), errors="replace")
    except (ValueError, LookupError, IndexError) as error:
        return Refusal(source, "damaged", type(error).__name__)
    stated = _TITLE.search(raw[:20_000])
    title = " ".join(rtf_to_text("{\\rtf1" + _page(raw) + stated[1] + "}", errors="replace").split()) if stated else ""
    return extracted(_lines(text.split("\n")), source, title)


_CELL, _ROW = "\x1f", "\x1e"
"""Between cells and after rows, for the time between striprtf and here: what it writes itself may be text, too."""


def _marked(raw: str) -> str:
    """The ends of cells and rows as characters that no text has."""
    raw = re.sub(r"\\(?:nest)?cell(?![a-z])", r"\\'1f", raw)
    return re.sub(r"\\(?:nest)?row(?![a-z])", r"\\'1e\\par ", raw)


def _page(raw: str) -> str:
    """The code page that the document names."""
    found = re.search(r"\\ansicpg\d{1,5}", raw[:2_000])
    return found[0] + " " if found else ""


def _lines(paragraphs: Iterable[str]) -> Iterator[TextLine]:
    """The paragraphs in order, rows of a table put together."""
    rows: list[list[Cell]] = []
    begun = ""  # a row whose cells hold several paragraphs
    for paragraph in paragraphs:
        if _ROW in paragraph:
            cells = (begun + paragraph).replace(_ROW, "").split(_CELL)
            rows.append([Cell(" ".join(cell.split())) for cell in cells[:-1]])
            begun = ""
        elif _CELL in paragraph:
            begun += paragraph + " "
        else:
            if paragraph.strip() and not begun:
                yield from table_lines(rows)
                rows = []
            if begun:
                begun += paragraph + " "
            else:
                yield from split_lines(paragraph)
    yield from table_lines(rows)
    yield from split_lines(begun.replace(_CELL, " "))
