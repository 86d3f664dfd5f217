"""A Word document (DOCX) becomes its paragraphs and tables in order; headers, footers and comments stay out.

A DOCX is a ZIP archive: what it says it inflates to, and what it does inflate to, is checked before
`python-docx` opens it.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vectorstore.formats.pdf import is_junk_title
from vectorstore.text.boilerplate import is_date_line
from vectorstore.text.paragraphs import has_visible_text
from vectorstore.text.publication_date import find_published, only_date
from vectorstore.types import MAX_TEXT_CHARACTERS, Extracted, Refusal, Remark

MAX_INFLATED_BYTES = 300 * 1024 * 1024
"""Bytes of all parts together, pictures included; files themselves may have 50 MB."""

MAX_XML_BYTES = 60 * 1024 * 1024
"""Bytes of one part of XML: its tree takes some ten times that."""

MAX_PARTS = 10_000
_PIECE = 1 << 20

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
"""OLE: a DOCX with a password is inside one, and so is an old DOC under a wrong name."""

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_DATE_LINES = 4
_BLOCKS = "(.//w:p | .//w:tbl)[not(ancestor::w:tbl) and not(ancestor::w:p)]"
"""Paragraphs and tables in order, those in content controls and tracked changes among them, text boxes not."""

_SHOWN = (
    "(.//w:t | .//w:tab[not(parent::w:tabs)] | .//w:br | .//w:cr | .//w:p)"
    "[not(ancestor::*[local-name()='Fallback' or local-name()='moveFrom'] or ancestor::w:r/w:rPr/w:vanish)]"
)
"""A text box is given twice, the second time for old programs; a moved text at the place that it left, too."""

_TITLE_STYLES = ("title", "heading 1", "العنوان", "عنوان 1")


def read_docx(path: Path, source: str) -> Extracted | Refusal:
    """The text of a document; refusals: encrypted, damaged, bomb, empty, too_large."""
    import docx
    from docx.opc.exceptions import OpcError

    with path.open("rb") as file:
        if file.read(4) == _COMPOUND_FILE:
            locked = _ENCRYPTED_PACKAGE in file.read()
            return Refusal(source, "encrypted") if locked else Refusal(source, "damaged", "not a DOCX")
    try:
        if grown := _grown(path):
            return Refusal(source, "bomb", grown)
        document = docx.Document(str(path))
        lines = list(_lines(document))
        properties = document.core_properties
        stated, created = properties.title or "", properties.created
    except (OpcError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError) as error:
        return Refusal(source, "damaged", type(error).__name__)
    except RuntimeError:  # what zipfile raises for a part with a password
        return Refusal(source, "encrypted")
    text = "\n\n".join(line for line, _ in lines)
    if not has_visible_text(text):
        return Refusal(source, "empty")
    if len(text) > MAX_TEXT_CHARACTERS:
        return Refusal(source, "too_large", f"> {MAX_TEXT_CHARACTERS // 1_000_000} M characters")
    stated = " ".join(stated.split())
    heading = next((line for line, style in lines[:10] if style in _TITLE_STYLES), "")
    ends = [line for line, _ in [*lines[:_DATE_LINES], *lines[-_DATE_LINES:]]]
    date = only_date(find_published(line) for line in ends if is_date_line(line))
    remarks = (Remark("file_date", created.date().isoformat()),) if created is not None else ()
    return Extracted(text, heading or ("" if is_junk_title(stated) else stated), date, remarks=remarks)


def _grown(path: Path) -> str:
    """What grows beyond measure in an archive; empty where nothing does. Raises what zipfile does on a damaged one."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            return f"> {MAX_PARTS} parts"
        total = 0
        for part in parts:
            limit = min(
                MAX_INFLATED_BYTES, MAX_XML_BYTES if part.filename.endswith((".xml", ".rels")) else MAX_INFLATED_BYTES
            )
            if part.file_size > limit:
                return f"> {limit >> 20} MB"
            total += part.file_size
        if total > MAX_INFLATED_BYTES:
            return f"> {MAX_INFLATED_BYTES >> 20} MB"
        inflated = 0
        for part in parts:
            with archive.open(part) as stream:
                while piece := stream.read(_PIECE):
                    inflated += len(piece)
                    if inflated > MAX_INFLATED_BYTES:
                        return f"> {MAX_INFLATED_BYTES >> 20} MB"
    return ""


def _lines(document: Any) -> Iterator[tuple[str, str]]:
    """The lines of the body that show something, with the names of their styles; a row of a table is a line."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for block in document.element.body.xpath(_BLOCKS):
        if block.tag.endswith("}tbl"):
            yield from ((row, "table") for row in _rows(Table(block, document)))
            continue
        style = Paragraph(block, document).style
        for line in _text(block).split("\n"):
            if has_visible_text(line := " ".join(line.split())):
                yield line, (style.name or "" if style is not None else "").lower()


def _text(element: Any) -> str:
    """What an element shows: text that was added in a tracked change is part of it, deleted or hidden text is not."""
    return "".join(
        part.text or "" if part.tag.endswith("}t") else "\n" if part.tag.endswith(("}br", "}cr", "}p")) else " "
        for part in element.xpath(_SHOWN)
    )


def _rows(table: Any) -> Iterator[str]:
    """Each row as «cell | cell»; a cell that spans several stands once."""
    for row in table.rows:
        cells: list[str] = []
        seen: set[Any] = set()
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                text = " ".join(_text(cell._tc).split())
                cells += [text] if has_visible_text(text) else []
        if cells:
            yield " | ".join(cells)
