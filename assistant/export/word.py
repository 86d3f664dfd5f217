"""A document as a Word file: real footnotes, right to left by paragraph and by run.

python-docx has the package and its styles; footnotes it does not know, so their part is written here. All text goes
through `_escaped` into XML; no field holds any of it.
"""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape as _escaped
from xml.sax.saxutils import quoteattr

from assistant.answering.render import in_pieces
from assistant.export.document import (
    ExportDocument,
    Footnote,
    Paragraph,
    Table,
    facts_of,
    is_left_to_right,
    joined,
    runs_left_to_right,
)
from assistant.export.links import passage_link
from assistant.messages import say

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_LANGUAGES = {"ar": "ar-SA", "fr": "fr-FR"}

_STYLES = {
    "heading": "Heading2", "paragraph": "Normal", "quote": "IsnadQuote", "further": "IsnadFurther",
    "aside": "IsnadAside", "source": "IsnadAside",
}  # fmt: skip

_OWN_STYLES = (
    '<w:style {ns} w:type="paragraph" w:customStyle="1" w:styleId="IsnadQuote"><w:name w:val="Isnad quote"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="120" w:after="120"/>'
    '<w:ind w:start="360" w:end="0"/></w:pPr></w:style>',
    '<w:style {ns} w:type="paragraph" w:customStyle="1" w:styleId="IsnadFurther"><w:name w:val="Isnad further quote"/>'
    '<w:basedOn w:val="IsnadQuote"/><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>',
    '<w:style {ns} w:type="paragraph" w:customStyle="1" w:styleId="IsnadAside"><w:name w:val="Isnad aside"/>'
    '<w:basedOn w:val="Normal"/><w:rPr><w:color w:val="595959"/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
    "</w:style>",
    '<w:style {ns} w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/></w:pPr>'
    '<w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:style>',
    '<w:style {ns} w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
)

_LINK = '<w:rPr><w:color w:val="0F5C63"/><w:u w:val="single"/>'
_A4 = (11906, 16838)
"""Twentieths of a point."""

_FONT = "Arial"
"""Every Word has it, with Arabic letters; others put their own in its place."""


def word(document: ExportDocument) -> bytes:
    """The bytes of a `.docx`."""
    import docx
    from docx.oxml import parse_xml

    file = docx.Document()
    _set_up(file, document)
    body = file.element.body
    title = Paragraph(document.title, "heading")
    seen: set[int] = set()
    made = [_paragraph(title, document, seen, style="Heading1"), *(_block(b, document, seen) for b in document.blocks)]
    if document.blocks and isinstance(document.blocks[-1], Table):
        made.append(f"<w:p {_NAMESPACES}/>")  # Word wants a paragraph below a table
    for xml in made:
        body.insert(len(body) - 1, parse_xml(xml))  # before the section's own properties, which stand last
    if document.footnotes:
        _add_footnotes(file, document)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _set_up(file: Any, document: ExportDocument) -> None:
    """Names, fonts, paper and directions of the whole file."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    core = file.core_properties
    core.title, core.author, core.comments = document.title[:250], "إسناد · Isnad", ""
    core.language = document.language
    styles = file.styles.element
    for style in _OWN_STYLES:
        styles.append(parse_xml(style.format(ns=_NAMESPACES)))
    language = _LANGUAGES.get(document.language, "en-US")
    latin = language if document.language != "ar" else "en-US"
    for name, points in (("Normal", 12), ("Heading 1", 17), ("Heading 2", 14)):
        properties = file.styles[name].element.get_or_add_rPr()
        for child in list(properties):
            properties.remove(child)
        bold = "<w:b/><w:bCs/>" if name != "Normal" else ""
        for child in parse_xml(
            f'<w:rPr {_NAMESPACES}><w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}"/>{bold}'
            f'<w:sz w:val="{2 * points}"/><w:szCs w:val="{2 * points}"/>'
            f'<w:lang w:val="{latin}" w:bidi="{_LANGUAGES["ar"]}"/></w:rPr>'
        ):
            properties.append(child)
    for side, twentieths in zip(("w", "h"), _A4, strict=True):
        file.sections[0]._sectPr.pgSz.set(qn(f"w:{side}"), str(twentieths))
    if document.language == "ar":
        section = file.sections[0]._sectPr
        place = next((child for child in section if child.tag.endswith(("}docGrid", "}printerSettings"))), None)
        bidi = parse_xml(f"<w:bidi {_NAMESPACES}/>")
        section.append(bidi) if place is None else place.addprevious(bidi)


def _block(block: Paragraph | Table, document: ExportDocument, seen: set[int]) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block, document, seen)
    head = tuple((Paragraph(name),) for name in block.head)
    rows = "".join(
        "<w:tr>"
        + ("<w:trPr><w:tblHeader/></w:trPr>" if number == 0 else "")
        + "".join(
            f"<w:tc><w:tcPr/>{''.join(_paragraph(one, document, seen, number == 0) for one in cell) or '<w:p/>'}</w:tc>"
            for cell in row
        )
        + "</w:tr>"
        for number, row in enumerate((head, *block.rows))
    )
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    visual = "<w:bidiVisual/>" if document.language == "ar" else ""
    grid = "<w:gridCol/>" * len(block.head)
    return (
        f'<w:tbl {_NAMESPACES}><w:tblPr>{visual}<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{borders}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _paragraph(
    paragraph: Paragraph, document: ExportDocument, seen: set[int], bold: bool = False, style: str = ""
) -> str:
    """`seen`: footnotes that were mentioned before: Word takes one reference each, and a field for any further one."""
    right = not runs_left_to_right(paragraph, document.language)
    runs = [_run(piece, right, bold or is_part) for piece, is_part in in_pieces(paragraph.text, paragraph.found)]
    for place, number in enumerate(paragraph.notes):
        if place:  # or two numbers would read as one
            runs.append(_superscript(f"<w:t>{say('list_comma', document.language).strip()}</w:t>", right))
        runs.append(_again(number, right) if number in seen else _reference(number, right))
        seen.add(number)
    style = style or _STYLES[paragraph.kind]
    bidi = "<w:bidi/>" if right else '<w:bidi w:val="0"/>'
    return f'<w:p {_NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{"".join(runs)}</w:p>'


def _run(text: str, right: bool, bold: bool = False) -> str:
    if not text:
        return ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    side = "<w:rtl/>" if right else ""
    return f'<w:r><w:rPr>{weight}{side}</w:rPr><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>'


def _superscript(content: str, right: bool) -> str:
    side = "<w:rtl/>" if right else ""
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/>{side}</w:rPr>{content}</w:r>'


def _reference(number: int, right: bool) -> str:
    mark = f'w:id="{number}" w:name="_note{number}"'
    reference = _superscript(f'<w:footnoteReference w:id="{number}"/>', right)
    return f'<w:bookmarkStart {mark}/>{reference}<w:bookmarkEnd w:id="{number}"/>'


def _again(number: int, right: bool) -> str:
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> NOTEREF _note{number} \\f \\h </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{number}</w:t>", '<w:fldChar w:fldCharType="end"/>',
    )  # fmt: skip
    return "".join(_superscript(part, right) for part in parts)


def _add_footnotes(file: Any, document: ExportDocument) -> None:
    """The part with the footnotes, beside the two lines that Word draws above them."""
    from docx.opc.constants import RELATIONSHIP_TYPE as TYPES
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, b"", file.part.package)
    notes = []
    for number, note in enumerate(document.footnotes, 1):
        link = passage_link(document.window, note.file, note.start, note.end)
        relation = part.relate_to(link, TYPES.HYPERLINK, is_external=True) if link else ""
        notes.append(_note(number, note, document, relation))
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f"<w:r><w:{mark}/></w:r></w:p></w:footnote>"
        for kind, number, mark in (
            ("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"),
        )
    )  # fmt: skip
    part._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {_NAMESPACES}>{lines}{"".join(notes)}'
        "</w:footnotes>"
    ).encode()
    file.part.relate_to(part, TYPES.FOOTNOTES)
    drawn = f'<w:footnotePr {_NAMESPACES}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    settings = file.settings.element
    after = next((child for child in settings if child.tag.endswith(("}endnotePr", "}compat"))), None)
    settings.append(parse_xml(drawn)) if after is None else after.addprevious(parse_xml(drawn))


def _note(number: int, note: Footnote, document: ExportDocument, relation: str) -> str:
    """A footnote with its number, what it says, and the way to its passage."""
    language, right = document.language, document.language == "ar"
    runs = [_superscript("<w:footnoteRef/>", right), _run(" ", right)]
    runs.append(_run(joined([fact.text for fact in facts_of(note, language)], language), right))
    if note.quote:
        runs += [_run(": ", right), _run(f"«{note.quote}»", not is_left_to_right(note.quote, language))]
    if relation:
        opened = _run(say("open_passage", language), right).replace("<w:rPr>", _LINK, 1)
        runs += [_run(" ", right), f"<w:hyperlink r:id={quoteattr(relation)}>{opened}</w:hyperlink>"]
    bidi = "<w:bidi/>" if right else '<w:bidi w:val="0"/>'
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/>{bidi}</w:pPr>{"".join(runs)}</w:p>'
        "</w:footnote>"
    )
