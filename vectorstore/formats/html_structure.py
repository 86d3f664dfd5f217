"""Headings, tables and numbers of lists of a page, kept through the search for its main content.

`trafilatura` gives back text without levels of headings, its tables without empty or spanning cells, and the items of
all lists alike. So before it looks, every row of a table becomes a paragraph of its own, and headings, rows and
numbered items begin with a sign that the page does not use; when its lines come back, the signs say what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from vectorstore.formats.docx_numbering import note_number
from vectorstore.formats.lines import TextLine, heading, split_lines
from vectorstore.formats.tables import Cell, table_lines

_SIGNS = range(0x2801, 0x2900)
"""Patterns of Braille: printable, so that no library takes them out, and hardly ever in a page."""

_ROW, ITEM = "r", "i"
LISTED = INTRODUCED, AMONG = "k", "m"
"""Before the items of a list that may be lost: one that a line introduces right in the element of the text, and one
that may be of the text where sentences stand on both sides; also the roles of their lines."""
_NUMBERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_STARTS = ("p", "div", "span", "b", "strong", *_HEADINGS)
"""Elements that the text of an item may begin in."""

_SOURCE = ("—", "–", "-")
"""What stands before whoever said a quotation."""
_DASH = "- "
"""What `trafilatura` writes before items."""
_PARAGRAPHS = ("p", "li", "dt", "dd", "td", "th", "blockquote", "figcaption", "div", "h1", "h2", "h3", "h4", "h5", "h6")
_INLINE_NAMES = """
a abbr acronym b bdi bdo big cite data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time
tt u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_PLAIN = ("span", "font")
"""Elements that without a name only say how letters look, and may end within a word: mail and office programs write a
paragraph so."""
_PARAGRAPH = 80
"""Characters from which such elements are a paragraph; below, they may be an author beside a day."""
_MOST_INLINE = 500
"""Elements in a paragraph that are made one text: the time grows with their square."""
_SPOKEN = 0.5
"""Share of links in a paragraph's text below which they are words of it, and not a list of links."""
_MAX_SPAN = 1000  # what HTML allows over columns


def free_sign(text: str) -> str:
    """A character that does not stand in the text; empty where it has them all."""
    used = set(text)
    return next((sign for sign in map(chr, _SIGNS) if sign not in used), "")


def join_inline(tree: Any) -> None:
    """Make each paragraph one text: of a short page `trafilatura` makes a line of every element that stands in one.

    What is struck out in a paragraph goes, quotations get the marks that a page shows around them.
    """
    for element in tree.iter("div", "header"):
        _set_apart(element)
    for element in list(tree.iter(*_PARAGRAPHS)):
        if any(one.tag not in _INLINE and one.tag not in ("br", "img") for one in element.iterdescendants()):
            continue
        inside = list(islice(element.iterdescendants(), _MOST_INLINE + 1))
        if not inside or len(inside) > _MOST_INLINE:
            continue
        shown = len("".join(element.itertext()))
        linked = sum(len("".join(one.itertext())) for one in inside if one.tag == "a")
        spoken = len((element.text or "") + "".join(one.tail or "" for one in element))
        if shown >= _PARAGRAPH:
            spoken += sum(len("".join(one.itertext())) for one in element if one.tag in _PLAIN and not one.get("class"))
        if linked >= _SPOKEN * shown or (element.tag == "div" and spoken < _SPOKEN * shown):
            continue
        for one in inside:
            if one.tag == "del":
                one.drop_tree()
            elif one.tag in _INLINE:
                _quote(one)
                one.drop_tag()


def _set_apart(element: Any) -> None:
    """A space between parts of a line that a page's style sets apart: author, day and hour of an article, each an
    element with a name and nothing between them."""
    parts = list(element)
    if len(parts) < 2 or (element.text or "").strip() or any((one.tail or "").strip() for one in parts):
        return
    if all(one.tag in _INLINE and (one.tag in ("a", "time") or one.get("class")) for one in parts):
        for one in parts[:-1]:
            one.tail = one.tail or " "


def _quote(element: Any) -> None:
    if element.tag != "q":
        return
    element.text = f"«{element.text or ''}"
    if len(element):
        element[-1].tail = f"{element[-1].tail or ''}»"
    else:
        element.text += "»"


def mark_structure(tree: Any, sign: str) -> None:
    """Put the sign before every heading, and paragraphs with it in the place of every table."""
    for element in tree.iter(*_HEADINGS):
        if sign:
            element.text = f"{sign}{element.tag[1]}{element.text or ''}"
    for items in tree.iter("ol"):
        # those with a class are menus, comments and posts: their style says that no number is shown
        if sign and not items.get("class") and "none" not in items.get("style", ""):
            inside = next(items.iterancestors("td", "th"), None) is not None  # the row has a sign of its own
            _number_items(items, "" if inside else f"{sign}{ITEM}")
    for items in tree.xpath("//ol | //ul"):
        _open_sections(items)
    for source in tree.xpath("//blockquote//cite[not(ancestor::p or *)]"):  # else it is a heading of what follows
        if (text := shown_text(source)) and not text.startswith(_SOURCE):
            source.text = f"{_SOURCE[0]} {text}"
    for figure in tree.xpath("//figure[.//table]"):  # in a figure `trafilatura` sees a picture with its caption
        figure.tag = "div"
    for terms in tree.xpath("//dl[not(.//a or .//table or .//dl)]"):
        _pair_terms(terms)
    for table in reversed(tree.xpath("//table")):
        _replace(table, sign)


def marked_line(line: str, sign: str) -> Iterator[TextLine]:
    """The line without its sign, and what the sign said of it."""
    if sign and line.startswith(f"{_DASH}{sign}{ITEM}"):
        line = line.removeprefix(_DASH)
    if sign and line.startswith(sign):
        role, line = line[1:2], line[2:]
        dash = _DASH if role in LISTED and not line.startswith(f"{sign}{ITEM}") else ""
        line = line.replace(f"{sign}{ITEM}", " ").replace(sign, "")
        if role in LISTED:
            yield from (TextLine(f"{dash}{one.text}", role) for one in split_lines(line))
            return
        yield from split_lines(line, "row" if role == _ROW else heading(int(role)) if role in "123456" else "")
    else:
        yield from split_lines(line.replace(f"{sign}{ITEM}", " ").replace(sign, "") if sign else line)


def _number_items(items: Any, sign: str) -> None:
    """Put a sign and the number that is shown before each item that has text."""
    elements = items.xpath("./li")
    step = -1 if items.get("reversed") is not None else 1
    number = _count(items.get("start"), len(elements) if step < 0 else 1) - step
    for item in elements:
        number = _count(item.get("value"), number + step)
        place = item_start(item)
        if "".join(place.itertext()).strip():
            shown = note_number(_NUMBERS.get(items.get("type", ""), "decimal"), number)
            before, text = "", place.text or ""
            if sign and place.tag in _HEADINGS:  # which has a sign of its own
                before, text = text[: len(sign)], text[len(sign) :]
            place.text = f"{before or sign}{shown}. {text.lstrip()}"


def item_start(item: Any) -> Any:
    """The element within an item of a list that its text begins in."""
    place = item
    while not (place.text or "").strip() and len(place) and place[0].tag in _STARTS:
        place = place[0]
    return place


def _open_sections(items: Any) -> None:
    """Make blocks of a list whose items are sections, each a heading with its text: else its line would hold both."""
    headed = [item.xpath("./*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]") for item in items]
    if not headed or not all(len(found) == 1 and found[0].getnext() is not None for found in headed):
        return
    if not any(found.xpath(".//a") for (found,) in headed):
        for element in [items, *items]:
            element.tag = "div"


def _count(value: str | None, default: int) -> int:
    value = (value or "").strip()
    return int(value) if value.removeprefix("-").isdecimal() and value.isascii() and len(value) < 8 else default


def _pair_terms(terms: Any) -> None:
    """Put a term and what is said of it on one line, as a page shows them side by side; questions keep a line."""
    term = None
    for element in list(terms.iter("dt", "dd")):
        if element.tag == "dd" and term is not None and term.tag == "dt":
            name = " ".join(term.text_content().split()).rstrip(" :：")
            if name and not name.endswith(("؟", "?")):
                first = element[0] if len(element) and not (element.text or "").strip() else element
                first.text = f"{name}: {(first.text or '').lstrip()}"
                term.drop_tree()
        term = element
    for element in [terms, *terms.iter("dt", "dd")]:
        element.tag = "div" if element is terms else "p"


def _replace(table: Any, sign: str) -> None:
    from lxml import etree

    captions = [" ".join(one.text_content().split()) for one in table.xpath("./caption")]
    lines = [*map(TextLine, captions), *table_lines(*_rows(table))]
    tail, parent = table.tail, table.getparent()
    if parent is None:
        return
    box = etree.Element("div")
    for line in lines:
        paragraph = etree.SubElement(box, "p")
        paragraph.text = f"{sign}{_ROW}{line.text}" if line.role and sign else line.text
    box.tail = tail
    parent.replace(table, box)


def _rows(table: Any) -> tuple[list[list[Cell]], int | None]:
    """The cells of a table by row, and how many of the first rows its head has; None where it has no head."""
    rows, head = [], 0
    for row in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        rows.append([_cell(cell) for cell in row.xpath("./td | ./th")])
        head += row.getparent().tag == "thead"
    return rows, head or None


def _cell(cell: Any) -> Cell:
    text = " ".join(_pieces(cell))
    return Cell(text, _span(cell.get("colspan")), _span(cell.get("rowspan")), cell.tag == "th")


def _pieces(cell: Any) -> Iterable[str]:
    return (" ".join(piece.split()) for piece in cell.itertext())


def _span(value: str | None) -> int:
    value = (value or "").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def shown_text(element: Any) -> str:
    """The text of an element on one line."""
    return " ".join(element.text_content().split())
