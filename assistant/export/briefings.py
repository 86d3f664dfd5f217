"""A briefing as a neutral document: its sections as headings, each sentence with its footnote."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.render import clean_quote
from assistant.export.answers import AddressOf, no_address
from assistant.export.document import ExportDocument, Footnote, Paragraph
from assistant.export.links import host_of
from assistant.messages import say
from assistant.sources.briefing import Briefing, Item, Section, cited_in
from assistant.types import Citation
from vectorstore.types import Span


def briefing_title(briefing: Briefing) -> str:
    """What stands above it, in its language."""
    title = " ".join(briefing.title.split())
    return say("brief_of", briefing.language, title=title) if title else say("brief_all", briefing.language)


def briefing_document(briefing: Briefing, address_of: AddressOf = no_address, window: str = "") -> ExportDocument:
    """A briefing under its title; its JSON is what `brief --json` prints."""
    language = briefing.language
    blocks = [Paragraph(say("brief_how", language), "aside")]
    if briefing.read < briefing.articles:
        blocks.append(Paragraph(say("brief_read", language, read=briefing.read, articles=briefing.articles), "aside"))
    for section in briefing.sections:
        blocks += _section(section, language)
    notes = tuple(_footnote(one, address_of) for one in cited_in(briefing).values())
    return ExportDocument(briefing_title(briefing), language, tuple(blocks), notes, briefing.as_json(), window)


def _section(section: Section, language: str) -> Iterator[Paragraph]:
    yield Paragraph(say(section.code, language), "heading")
    for item in section.items:
        if label := label_of(item, language):
            yield Paragraph(label, "aside")
        yield from map(_quote, item.citations)
    if section.silent:
        yield Paragraph(silent_of(section, language), "aside")
    if section.is_cut:
        yield Paragraph(say("brief_some", language, shown=len(section.items), total=section.total), "aside")
    if not section.items and not section.silent:
        yield Paragraph(say(f"{section.code}_none", language), "aside")


def label_of(item: Item, language: str) -> str:
    """The words above a sentence: a name or a day, and how it comes to be here."""
    words = " ".join(item.label.split())
    return " · ".join(part for part in (words, say(item.code, language) if item.code else "") if part)


def silent_of(section: Section, language: str) -> str:
    """What of a happening no article states."""
    what = say("list_comma", language).join(say(code, language) for code in section.silent)
    return say("brief_silent", language, what=what)


def _quote(citation: Citation) -> Paragraph:
    return Paragraph(f"«{clean_quote(citation.quote)}»", "quote", (citation.marker,), _found(citation))


def _found(citation: Citation) -> tuple[Span, ...]:
    """Where the part that the section is about stands in the paragraph, whose white space is folded."""
    if citation.answer is None:
        return ()
    start, end = (place - citation.start for place in citation.answer)
    before, part = citation.quote[:start], " ".join(citation.quote[start:end].split())
    begin = len(clean_quote(before + ".")) - 1 if before.strip() else 0  # the full stop keeps a space before the part
    shown = clean_quote(citation.quote)
    return ((begin + 1, begin + 1 + len(part)),) if part and shown[begin:].startswith(part) else ()


def _footnote(citation: Citation, address_of: AddressOf) -> Footnote:
    return Footnote(
        citation.source, citation.start, citation.end, citation.title, host_of(address_of(citation.source)),
        citation.date, citation.page, "", citation.ocr, citation.remarks,
    )  # fmt: skip
