"""A briefing as text for a terminal: its sections, each sentence with its number, and the sources below."""

from __future__ import annotations

from assistant.export.briefings import briefing_document, briefing_title
from assistant.export.document import Paragraph
from assistant.export.plain import marked, note_text
from assistant.sources.briefing import Briefing


def briefing_text(briefing: Briefing) -> str:
    """The page as lines; what is quoted is indented below its heading."""
    document = briefing_document(briefing)
    lines = [briefing_title(briefing)]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(f"\n{block.text}" if block.kind == "heading" else f"    {marked(block)}")
    notes = [f"[{number}] {note_text(note, briefing.language)}" for number, note in enumerate(document.footnotes, 1)]
    return "\n".join([*lines, "", *notes] if notes else lines)
