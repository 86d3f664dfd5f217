"""A file of records, one JSON object a line (`.jsonl`): an article each, read line by line.

Keys: `text` (needed), `title`, `id`, `date`, `url`; others are ignored. A record is named `file.jsonl#id`. Its
id is made of letters, digits, `.`, `_` and `-`; what else stands in it becomes `_`. A record without an id has
its line number, and one whose name is taken gets `~2`, `~3`, … behind it: no article is lost to a bad id.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from vectorstore.controls import UNSTORABLE
from vectorstore.formats.authors import author_told
from vectorstore.formats.mojibake import find_mojibake
from vectorstore.text.layout import find_blocks, title_of
from vectorstore.text.paragraphs import has_visible_text
from vectorstore.text.publication_date import parse_date
from vectorstore.types import Document, Refusal

MAX_LINE_BYTES = 16 * 1024 * 1024
"""Bytes of one record: as much as is held in memory at a time."""

MAX_REFUSALS = 1000
"""Bad lines that are named one by one; the rest is counted."""

PROBED_LINES = 100
"""A file whose first lines, so many, are all bad is not one of records."""

_LONGEST_ID = 120
_UNSAFE = re.compile(r"[^\w.-]")


def clean(text: str) -> str:
    """The text without what neither SQLite nor UTF-8 takes, NULs and lone surrogates: U+FFFD in their place."""
    return UNSTORABLE.sub("\ufffd", text)


def read_jsonl(path: Path, source: str) -> Iterator[Document | Refusal]:
    """The articles of a file in order, a bad line as a refusal that names it; one refusal where none can be read."""
    taken: dict[str, int] = {}
    waiting: list[Refusal] | None = []  # bad lines before the first good one
    refused = 0
    try:
        with path.open("rb") as file:
            for number, line in _lines(file):
                found = _record(line, number, source, taken)
                if isinstance(found, Document):
                    yield from waiting or ()
                    waiting = None
                    yield found
                    continue
                refused += 1
                if waiting is not None:
                    waiting.append(found)
                    if len(waiting) >= PROBED_LINES:
                        break
                elif refused <= MAX_REFUSALS:
                    yield found
    except OSError as error:
        yield Refusal(source, "unreadable", error.strerror or type(error).__name__)
        return
    if waiting:
        yield Refusal(source, "no_records", f"{waiting[0].detail}: {waiting[0].reason}")
    elif waiting is not None:
        yield Refusal(source, "empty")
    elif refused > MAX_REFUSALS:
        yield Refusal(source, "bad_records", str(refused - MAX_REFUSALS))


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line that is not blank; None for one that is too long, which is skipped unread."""
    number = 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line


def _record(line: bytes | None, number: int, source: str, taken: dict[str, int]) -> Document | Refusal:
    fields = _fields(line)
    if isinstance(fields, str):
        name = _free(str(number), taken)
        return Refusal(f"{source}#{name}", fields, f"line {number}")
    name = _free(_name(fields.get("id")) or str(number), taken)
    text, told = find_mojibake(clean(fields["text"]))
    named = fields.get("title")
    named = " ".join(find_mojibake(clean(named))[0].split()) if isinstance(named, str) else None
    title = title_of(text, find_blocks(text)) if named is None else named
    date, url = parse_date(fields.get("date")), fields.get("url")
    url = clean(url.strip()) if isinstance(url, str) and re.match(r"\s*https?://\S+\s*$", url) else ""
    author = author_told(writer if isinstance(writer := fields.get("author"), str) else "")
    content = json.dumps([title, text, date, url, *(one.detail for one in author)]).encode("ascii")
    return Document(
        f"{source}#{name}", text, title, hashlib.sha256(content).hexdigest(), "utf-8", date=date, url=url, record=name,
        remarks=(*told, *author),
    )  # fmt: skip


def _fields(line: bytes | None) -> dict[str, Any] | str:
    """The keys of a record, or the reason for which it is none."""
    if line is None:
        return "line_too_long"
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return "undecodable"
    except (ValueError, RecursionError):
        return "no_json"
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        return "no_text_field"
    return fields if has_visible_text(fields["text"]) else "empty"


def _name(given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        return ""
    return _UNSAFE.sub("_", clean(str(given)).strip())[:_LONGEST_ID]


def _free(name: str, taken: dict[str, int]) -> str:
    """The name, or with the first number behind it that makes it the only one of the file."""
    taken[name] = count = taken.get(name, 0) + 1
    return name if count == 1 else f"{name}~{count}"
