"""A document as Markdown with footnotes (`[^1]`), as GitHub, Pandoc and Obsidian read them."""

from __future__ import annotations

import re
from html import escape

from assistant.export.document import ExportDocument, Footnote, Paragraph, Table, facts_of, joined, runs_left_to_right
from assistant.export.links import passage_link
from assistant.messages import say

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$^&@]|:(?=//)|=(?==)|(?<=www)\.", re.IGNORECASE)
"""What can begin something in one dialect or another; each is preceded by a backslash, and so is what it is."""

_OPENING = re.compile(r"^(?:[-+]|\d+(?=[.)]))")
"""What would begin a list at the start of a line."""


def markdown(document: ExportDocument) -> bytes:
    """UTF-8; a paragraph that runs the other way than the document stands in a `<div>` of its own direction."""
    language = document.language
    parts = ["# " + escaped(document.title)]
    for block in document.blocks:
        if isinstance(block, Table):
            parts.append(_table(block))
        elif runs_left_to_right(block, language) == (language == "ar"):
            parts.append(f'<div dir="{"ltr" if language == "ar" else "rtl"}">\n\n{_paragraph(block)}\n\n</div>')
        else:
            parts.append(_paragraph(block))
    parts += [f"[^{number}]: {_note(note, document)}" for number, note in enumerate(document.footnotes, 1)]
    if language == "ar":
        parts = ['<div dir="rtl" lang="ar">', *parts, "</div>"]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    kept = _MARKS.sub(r"\\\g<0>", text)
    return _OPENING.sub(_unlisted, kept)


def _unlisted(match: re.Match[str]) -> str:
    opening = match.group()
    return f"\\{opening}" if not opening.isdigit() else "".join(f"&#{ord(digit)};" for digit in opening)


def _paragraph(paragraph: Paragraph) -> str:
    text = escaped(paragraph.text) + "".join(f"[^{number}]" for number in paragraph.notes)
    return {"heading": "## ", "quote": "> ", "further": "> "}.get(paragraph.kind, "") + text


def _table(table: Table) -> str:
    def row(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |"

    rows = [row(["<br>".join(_cell(one) for one in cell) for cell in cells]) for cells in table.rows]
    return "\n".join([row([escaped(name) for name in table.head]), row(["---"] * len(table.head)), *rows])


def _cell(paragraph: Paragraph) -> str:
    return escaped(paragraph.text) + "".join(f"[^{number}]" for number in paragraph.notes)


def _note(note: Footnote, document: ExportDocument) -> str:
    said = escaped(joined([fact.text for fact in facts_of(note, document.language)], document.language))
    if note.quote:
        said += f": «{escaped(note.quote)}»"
    if link := passage_link(document.window, note.file, note.start, note.end):
        said += f" [{escaped(say('open_passage', document.language))}](<{escape(link, quote=False)}>)"
    return said
