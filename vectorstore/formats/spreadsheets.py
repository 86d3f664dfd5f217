"""Spreadsheets: a workbook of Excel (through openpyxl, which knows its dates and number formats) and a CSV file.

A sheet is a table under a heading, its name; a row a line. What a formula last gave is read, and no formula is
computed: one that no program has computed yet stands there itself, since its cell is not empty. In a large workbook
merged cells are read as they stand, one cell and empty ones: openpyxl knows them only where it holds the whole sheet in
memory.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice, product
from pathlib import Path
from typing import Any

from vectorstore.formats.encoding import decode
from vectorstore.formats.lines import TextLine, extracted
from vectorstore.formats.package import TRANSITIONAL, Package, local, parse_xml, read_package, stated_properties
from vectorstore.formats.records import record_lines
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.types import Extracted, Refusal

MAX_CELL_CHARACTERS = 131_072
"""Of one cell of a CSV file: four times what Excel holds; a file with a longer one is no table."""

WHOLE_SHEETS_BYTES = 12 << 20
"""Bytes of all sheets up to which a workbook is held in memory, and its merged cells are known."""

MAX_PLACES = 20_000_000
"""Rows times columns of all sheets: one cell at the far end of a sheet makes it billions."""

MAX_COVERED = 500_000
"""Places covered by merged cells that are known as such."""

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DELIMITERS = ",;\t|"
_PROBED_ROWS = 50


def read_xlsx(path: Path, source: str) -> Extracted | Refusal:
    """The text of a workbook; refusals: encrypted, damaged, bomb, empty, too_large."""
    return read_package(path, source, lambda package: _workbook(path, package, source))


def _workbook(path: Path, package: Package, source: str) -> Extracted | Refusal:
    import openpyxl

    sheets = [name for name in package.names if name.endswith((".xml", ".rels"))]
    if any(b"<!DOCTYPE" in package.head(name) for name in sheets):
        return Refusal(source, "damaged", "DOCTYPE")  # no workbook has one, and openpyxl's parser would expand it
    size = sum(package.size(name) for name in sheets if "/worksheets/" in name)
    strict = b"purl.oclc.org" in package.head("xl/workbook.xml")
    file = _transitional(package) if strict else path
    try:
        return _read_book(openpyxl, file, size > WHOLE_SHEETS_BYTES, package, source)
    except (SyntaxError, TypeError, AttributeError, IndexError) as error:  # what it raises over XML that is no sheet
        return Refusal(source, "damaged", type(error).__name__)


def _read_book(
    openpyxl: Any, file: Path | io.BytesIO, large: bool, package: Package, source: str
) -> Extracted | Refusal:
    book = openpyxl.load_workbook(file, read_only=large, data_only=True, keep_links=False)
    try:
        if sum((sheet.max_row or 0) * (sheet.max_column or 0) for sheet in book.worksheets) > MAX_PLACES:
            return Refusal(source, "too_large", f"> {MAX_PLACES // 1_000_000} M cells")
        title, created, author = stated_properties(package)
        formulas = _not_computed(package) if not large else {}
        lines = (line for sheet in book.worksheets for line in _sheet(sheet, formulas.get(sheet.title, {})))
        return extracted(lines, source, title, made=created, author=author)
    finally:
        book.close()


def _transitional(package: Package) -> io.BytesIO:
    """The same workbook with the namespaces that openpyxl knows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in package.names:
            data = package.read(name)
            for strict, transitional in TRANSITIONAL:
                data = data.replace(strict, transitional)
            archive.writestr(name, data)
    out.seek(0)
    return out


def _not_computed(package: Package) -> dict[str, dict[str, str]]:
    """By sheet and place of a cell, the formulas that were saved without what they give."""
    targets = {one.id: one.target for one in package.relations("xl/workbook.xml")}
    book = package.xml("xl/workbook.xml")
    found: dict[str, dict[str, str]] = {}
    for sheet in [] if book is None else book.iter():
        name = next((value for key, value in sheet.attrib.items() if key.endswith("relationships}id")), "")
        if local(sheet) != "sheet" or b"<f" not in (data := package.read(targets.get(name, ""))):
            continue
        root = parse_xml(data)
        for cell in [] if root is None else root.iter(f"{_S}c"):
            formula, given = cell.find(f"{_S}f"), cell.find(f"{_S}v")
            if formula is not None and formula.text and (given is None or not given.text):
                found.setdefault(sheet.get("name") or "", {})[cell.get("r") or ""] = f"={formula.text}"
    return found


def _sheet(sheet: Any, formulas: Mapping[str, str]) -> Iterator[TextLine]:
    if sheet.sheet_state != "visible":
        return
    spans, covered = _spans(sheet)
    rows = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [
            Cell(
                _value(cell) or formulas.get(getattr(cell, "coordinate", ""), ""),
                *spans.get((number, column), (1, 1)),
                head=bool(getattr(cell, "font", None) and cell.font.b),
            )
            for column, cell in enumerate(row, 1)
            if (number, column) not in covered
        ]
        while cells and not cells[-1].text:
            cells.pop()
        rows.append(cells)
    filled = [row for row in rows if row]
    lines = list(record_lines(filled) or table_lines(filled))
    if lines:
        yield TextLine(" ".join(sheet.title.split()) or "1", "h2")
        yield from lines


def _spans(sheet: Any) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """By row and column, from 1: how many columns and rows a cell spans; and the places that another one covers."""
    spans, covered = {}, set()
    for area in getattr(getattr(sheet, "merged_cells", None), "ranges", ()):
        spans[area.min_row, area.min_col] = (area.max_col - area.min_col + 1, area.max_row - area.min_row + 1)
        rows = range(area.min_row, min(area.max_row, sheet.max_row) + 1)
        columns = range(area.min_col, min(area.max_col, sheet.max_column) + 1)
        places = islice(product(rows, columns), max(0, MAX_COVERED - len(covered)))
        covered.update(place for place in places if place != (area.min_row, area.min_col))
    return spans, covered


def _value(cell: Any) -> str:
    """What a cell shows, as far as it says something: days in ISO 8601, shares in per cent, numbers unrounded."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        share = "%" in (cell.number_format or "")
        return f"{value * 100:.12g}%" if share else f"{value:.15g}"
    return str(value)


def read_csv(path: Path, source: str) -> Extracted | Refusal:
    """The rows of a text file with separators; refusals: those of a plain text, damaged, too_large."""
    found = decode(path.read_bytes())
    if isinstance(found, str):
        return Refusal(source, found)
    text, encoding = found
    text = text.removeprefix("\ufeff")
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        rows = [[Cell(cell.strip()) for cell in row] for row in _reader(text, _delimiter(text)) if row]
    except csv.Error as error:
        large = "field limit" in str(error)
        return Refusal(source, "too_large" if large else "damaged", "> 131072" if large else "CSV")
    made = extracted(record_lines(rows) or table_lines(rows), source)
    return made if isinstance(made, Refusal) else Extracted(made.text, encoding=encoding, marks=made.marks)


def _reader(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The separator by which the first rows have the most cells, as many in nearly every row."""

    def likeness(delimiter: str) -> tuple[float, int]:
        try:
            counts = [len(row) for row in islice(_reader(text, delimiter), _PROBED_ROWS) if row]
        except csv.Error:
            return (0.0, 0)
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) / len(counts) if usual > 1 else 0.0, usual)

    return max(_DELIMITERS, key=likeness)
