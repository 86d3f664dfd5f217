"""A document as one HTML file that loads nothing: footnotes below, each paragraph in its own direction."""

from __future__ import annotations

from markupsafe import Markup, escape

from assistant.answering.render import in_pieces
from assistant.export.document import (
    ExportDocument,
    Footnote,
    Paragraph,
    Table,
    facts_of,
    is_left_to_right,
    runs_left_to_right,
)
from assistant.export.links import passage_link
from assistant.messages import say

_STYLE = Markup("""
:root { color-scheme: light dark; }
body { margin: 0; font: 1.0625rem/1.9 "IBM Plex Sans Arabic", "Noto Sans Arabic", "Segoe UI", Tahoma, sans-serif; }
main { max-width: 44rem; margin-inline: auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.6; }
h2 { font-size: 1.2rem; line-height: 1.6; margin-block: 2rem .5rem; }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid #0f5c63; }
blockquote p { margin: 0; }
.further { border-color: #888; }
.aside, .further, .notes { font-size: .9rem; opacity: .85; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #888; padding: .4rem .7rem; text-align: start; vertical-align: top; }
td p, td blockquote { margin: .2rem 0; }
sup { line-height: 0; unicode-bidi: isolate; }
.notes li:target, :target > sup { background: #fbe7a1; color: #201f1c; }
@page { margin: 2cm; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  a { color: inherit; text-decoration: none; }
  .back, .open { display: none; }
  blockquote, li, tr { break-inside: avoid; }
  h1, h2 { break-after: avoid; }
}
""")

_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}" dir="{dir}">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="referrer" content="no-referrer">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n'
    "<body>\n<main>\n<h1 {title_dir}>{title}</h1>\n{blocks}\n{notes}\n</main>\n</body>\n</html>\n"
)


def html(document: ExportDocument) -> bytes:
    """UTF-8; scripts are forbidden in it, and there are none."""
    seen: set[int] = set()
    return _PAGE.format(
        language=document.language,
        dir="rtl" if document.language == "ar" else "ltr",
        title=document.title,
        title_dir=_direction(document.title, document),
        style=_STYLE,
        blocks=Markup("\n").join(_block(block, document, seen) for block in document.blocks),
        notes=_notes(document),
    ).encode("utf-8")


def _direction(text: str, document: ExportDocument) -> Markup:
    return _way(is_left_to_right(text, document.language))


def _way(left_to_right: bool) -> Markup:
    """For a screen reader too: what runs from right to left here is Arabic."""
    return Markup('dir="ltr"' if left_to_right else 'dir="rtl" lang="ar"')


def _block(block: Paragraph | Table, document: ExportDocument, seen: set[int]) -> Markup:
    if isinstance(block, Paragraph):
        return _paragraph(block, document, seen)
    head = Markup().join(Markup('<th scope="col">{}</th>').format(name) for name in block.head)
    rows = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup().join(
                Markup("<td>{}</td>").format(Markup().join(_paragraph(one, document, seen) for one in cell))
                for cell in row
            )
        )
        for row in block.rows
    )
    return Markup("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>").format(head, rows)


_SHAPES = {
    "heading": Markup("<h2 {}>{}{}</h2>"),
    "paragraph": Markup("<p {}>{}{}</p>"),
    "quote": Markup("<blockquote {}><p>{}{}</p></blockquote>"),
    "further": Markup('<blockquote class="further" {}><p>{}{}</p></blockquote>'),
    "aside": Markup('<p class="aside" {}>{}{}</p>'),
    "source": Markup('<p class="aside" {}>{}{}</p>'),
}


def _paragraph(paragraph: Paragraph, document: ExportDocument, seen: set[int]) -> Markup:
    """`seen`: footnotes that were mentioned before, whose way back leads to the first mention."""
    marks = []
    for number in paragraph.notes:
        name = Markup("") if number in seen else Markup(' id="ref-{}"').format(number)
        seen.add(number)
        marks.append(Markup('<a href="#note-{0}"{1}><sup>[{0}]</sup></a>').format(number, name))
    way = _way(runs_left_to_right(paragraph, document.language))
    return _SHAPES[paragraph.kind].format(way, _emphasised(paragraph), Markup().join(marks))


def _emphasised(paragraph: Paragraph) -> Markup:
    found, pieces = Markup("<strong>{}</strong>"), in_pieces(paragraph.text, paragraph.found)
    return Markup().join(found.format(piece) if is_part else escape(piece) for piece, is_part in pieces)


def _notes(document: ExportDocument) -> Markup:
    if not document.footnotes:
        return Markup("")
    rows = Markup("\n").join(_note(number, note, document) for number, note in enumerate(document.footnotes, 1))
    heading = say("sources", document.language).rstrip(": ")
    return Markup('<section>\n<h2>{}</h2>\n<ol class="notes">\n{}\n</ol>\n</section>').format(heading, rows)


def _note(number: int, note: Footnote, document: ExportDocument) -> Markup:
    """Each thing that is said stands isolated, so that a Latin file name does not reorder the figures beside it."""
    language = document.language
    said = escape(say("list_comma", language)).join(
        Markup("<bdi {}>{}</bdi>").format(_direction(fact.text, document), fact.text)
        for fact in facts_of(note, language)
    )
    if note.quote:
        said += Markup(": <span {}>«{}»</span>").format(_direction(note.quote, document), note.quote)
    if link := passage_link(document.window, note.file, note.start, note.end):
        said += Markup(' <a class="open" href="{}">{}</a>').format(link, say("open_passage", language))
    back = Markup(' <a class="back" href="#ref-{}" aria-label="{}">↩</a>').format(number, say("back_to_text", language))
    return Markup('<li id="note-{}">{}{}</li>').format(number, said, back)
