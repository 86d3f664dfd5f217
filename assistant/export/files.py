"""A document as the bytes of a file, by its format, and a name for that file."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.export.document import ExportDocument, harmless, on_one_line
from assistant.export.html import html
from assistant.export.markdown import markdown
from assistant.export.pdf import pdf
from assistant.export.word import word
from vectorstore.controls import UNQUOTED, UNSAFE_IN_JSON
from vectorstore.errors import VectorstoreError

MAX_NAME_BYTES = 120
"""Bytes of a file's name before its ending: an Arabic letter is two, and some systems take no more than 255."""

_UNSAFE_IN_NAMES = re.compile(r'[<>:"/\\|?*«»“”\x00-\x1f]+')
"""What one system or another takes in no name, and quotation marks, which are read as part of a command."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE | re.ASCII)
"""Names that are devices on Windows."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a document is written, and what a browser is told of it."""

    media_type: str
    write: Callable[[ExportDocument], bytes]


def _json(document: ExportDocument) -> bytes:
    return (json_line(document.data) + "\n").encode("utf-8")


FORMATS: Mapping[str, Format] = {
    "md": Format("text/markdown; charset=utf-8", markdown),
    "html": Format("text/html; charset=utf-8", html),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
    "pdf": Format("application/pdf", pdf),
    "json": Format("application/json", _json),
}
"""By the ending of the file's name."""


def write(document: ExportDocument, ending: str) -> bytes:
    """The bytes of the file. Raises VectorstoreError: "export_format" where there is no such format."""
    if ending not in FORMATS:
        raise VectorstoreError("export_format", suffix=ending, formats=" ".join(f".{known}" for known in FORMATS))
    return FORMATS[ending].write(harmless(document))


def file_name(document: ExportDocument, ending: str) -> str:
    """A name for the file that says what is in it, and that every system takes: words, a dot, the ending."""
    words = _UNSAFE_IN_NAMES.sub(" ", unicodedata.normalize("NFC", UNQUOTED.sub("", on_one_line(document.title))))
    stem = " ".join(words.split()).strip(" .-؟!،")
    cut = stem.encode("utf-8")[:MAX_NAME_BYTES].decode("utf-8", "ignore")
    if len(cut) < len(stem):
        cut = cut.rpartition(" ")[0] or cut
    stem = cut.strip(" .-")
    return f"{'isnad' if not stem or _RESERVED.fullmatch(stem) else stem}.{ending}"


def json_line(fields: Mapping[str, object]) -> str:
    """One line of JSON in readable Arabic; what could steer a terminal is escaped, its value the same."""
    text = json.dumps(fields, ensure_ascii=False)
    return UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
