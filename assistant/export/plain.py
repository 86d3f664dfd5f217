"""A document as plain text: what is copied, and pasted where nothing else is understood."""

from __future__ import annotations

from assistant.export.document import ExportDocument, Footnote, Paragraph, Table, facts_of, harmless, joined


def plain_text(document: ExportDocument, *, places: bool = True) -> str:
    """Its paragraphs with the numbers of their footnotes, a line each, and the footnotes below; without its title.

    `places`: footnotes name the characters, too.
    """
    document = harmless(document)
    body = [line for block in document.blocks for line in _lines(block)]
    below = [
        f"[{number}] {note_text(note, document.language, places)}" for number, note in enumerate(document.footnotes, 1)
    ]
    return "\n".join([*body, "", *below] if below else body)


def note_text(note: Footnote, language: str, places: bool = True) -> str:
    """What a footnote says, on one line."""
    kept = [fact.text for fact in facts_of(note, language) if places or fact.kind != "characters"]
    said = joined(kept, language)
    return f"{said}: «{note.quote}»" if note.quote else said


def _lines(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Table):
        return ["\n".join(marked(one) for cell in row for one in cell) + "\n" for row in block.rows]
    return [marked(block)]


def marked(paragraph: Paragraph) -> str:
    """A paragraph with the numbers of its footnotes in brackets."""
    numbers = "".join(f"[{number}]" for number in paragraph.notes)
    return f"{paragraph.text} {numbers}" if numbers else paragraph.text
