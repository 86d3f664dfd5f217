"""An HTML page becomes the text of its article, with the title, date and address that the page states.

`trafilatura` finds the main content. Before it, what no reader of the page sees is taken out (`html_unseen`), and
headings and the rows of tables are marked (`html_structure`). Title, date and address are read here, from
metadata and the article's own date line: `trafilatura` would guess a date from addresses and copyright lines. Nothing
is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from vectorstore.formats.authors import author_told
from vectorstore.formats.encoding import BINARY_STARTS, lines_told, looks_like_arabic_prose, read_text
from vectorstore.formats.html_lists import BESIDE, mark_lists
from vectorstore.formats.html_metadata import page_metadata
from vectorstore.formats.html_restored import with_restored, without_labels_below
from vectorstore.formats.html_structure import free_sign, mark_structure, marked_line, shown_text
from vectorstore.formats.html_title import find_headline, heading_above, title_of_page
from vectorstore.formats.html_unseen import drop, prune
from vectorstore.formats.lines import TextLine, join_lines, split_lines
from vectorstore.text.boilerplate import is_date_line
from vectorstore.text.paragraphs import ends_sentence, has_visible_text
from vectorstore.text.publication_date import find_published, only_date
from vectorstore.types import Extracted, Refusal, Remark

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a page must name its encoding; HTML asks for the first 1024."""

_OFFICE = re.compile(r"office|microsoft word|pandoc", re.IGNORECASE)
"""Programs that save a document as a page: nothing surrounds its text, so that no main content is looked for."""

_BLOCK_NAMES = """
address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3
h4 h5 h6 header hr li main nav ol p pre section table td th tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_LINE_ENDS = re.compile(r"[\r\n]+")

_SENTENCE_WORDS = 6
_MOST_UP = 12
"""Elements around a headline among which the one is looked for that holds a sentence, too."""
_MOST_OWN = 12
"""Lines of the element around a headline, from which it is the page, and not what stands under the headline."""

_DATE_LINES = 6
"""Lines at either end of an article in which its own date line may stand."""

_COMPARED_BLOCKS = 3_000
"""Elements up to which `trafilatura` compares its result with two other extractors; its comparison takes a time that
grows with the square of the paragraphs, and an article has not so many."""


def read_html(data: bytes, source: str) -> Extracted | Refusal:
    """The article of a page; its visible text where no main content is found, a refusal where it shows nothing."""
    found = _told_page(data)
    if isinstance(found, str):
        return Refusal(source, found)
    text, encoding, remarks = found
    tree = parse_page(text)
    if tree is None:
        return Refusal(source, "empty")
    meta = page_metadata(tree, data[:_HEAD])
    office = any(_OFFICE.search(one) for one in tree.xpath("//meta[@name='generator' or @name='Generator']/@content"))
    sign = free_sign(text)
    prune(tree)
    headline = find_headline(tree, meta["title"])
    heading = "" if headline is None else shown_text(headline)
    lines = _shown_lines(tree, sign) if office else _main_lines(tree, sign, headline)
    shown = visible_text(tree).split("\n\n")
    if not office:
        mark_lists(tree, sign, [line.text for line in lines])
        listed = visible_text(tree).split("\n\n")
        lines = with_restored(lines, listed, tree, sign, heading, meta["author"])
        lines = without_labels_below(lines)
    above = heading_above([line for one in shown for line in marked_line(one, sign)], lines)
    title = title_of_page(meta, heading, lines, above)
    lines = lines or list(split_lines(meta.get("body", "")))  # a page that a script would have filled
    if title and lines and title not in " ".join(line.text for line in lines[:2]):
        lines = [TextLine(title), *lines]
    article, marks = join_lines(lines)
    if not has_visible_text(article):
        return Refusal(source, "empty")
    date = meta.get("date") or _date_line(article) or _date_above(shown, lines)
    told = (*remarks, *author_told(meta["author"]))
    return Extracted(article, title, date, meta.get("url", ""), encoding, marks=marks, remarks=told)


def parse_page(text: str) -> Any | None:
    """The tree of a page, comments aside; None where it has none."""
    import lxml.html
    from lxml import etree

    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def visible_lines(text: str) -> list[TextLine]:
    """All that a page shows, with its headings and tables; for pages that hold nothing but their text."""
    tree = parse_page(text)
    if tree is None:
        return []
    prune(tree)
    return _shown_lines(tree, free_sign(text))


def _shown_lines(tree: Any, sign: str) -> list[TextLine]:
    mark_structure(tree, sign)
    return [line for paragraph in visible_text(tree).split("\n") for line in marked_line(paragraph, sign)]


def decode_page(data: bytes) -> tuple[str, str] | str:
    """The text of a page and its encoding, or the reason for a refusal.

    What is UTF-8 is read so whatever the page says; then the page's own word counts, then `decode`'s test
    for Windows-1256.
    """
    found = _told_page(data)
    return found if isinstance(found, str) else found[:2]


def _told_page(data: bytes) -> tuple[str, str, tuple[Remark, ...]] | str:
    """The same with what is to be known of it; lines are those of the file."""
    if data.startswith(BINARY_STARTS):
        return "binary"
    found = read_text(data)
    named = _CHARSET.search(data[:_HEAD])
    if not named or (isinstance(found, tuple) and found[1] != "windows-1256") or found in ("empty", "binary"):
        return found
    encoding = named[1].decode("ascii", "replace").lower()
    encoding = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "cp1256": "windows-1256"}.get(
        encoding, encoding
    )
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return found
    if text.count("\ufffd") > len(text) // 100:
        return found  # it is not what it says
    if encoding == "windows-1252":
        arabic = data.decode("windows-1256", "replace")
        if looks_like_arabic_prose(re.sub(r"<[^>]*>", " ", arabic)):
            return arabic, "windows-1256", ()
    unread = lines_told(text)
    return text, encoding, (Remark("bytes_unread", unread),) if unread else ()


def _main_lines(tree: Any, sign: str, headline: Any | None) -> list[TextLine]:
    """The main content, line by line; all that is visible where there is none.

    What stands right under the headline belongs to it: a short article beside long columns of others, or the words
    between a headline and a picture, are not what the search for the main content takes.
    """
    mark_structure(tree, sign)
    lines = _found_lines(tree, sign)
    own = [] if headline is None else _under_headline(headline, sign)
    said = [line for line in own if ends_sentence(line.text) and len(line.text.split()) >= _SENTENCE_WORDS]
    if not said or _holds(lines, said[0]):
        return lines
    around = set(headline.iterancestors())
    for element in tree.xpath("//aside | //div | //section | //ul"):
        if BESIDE.search(f"{element.get('id', '')} {element.get('class', '')}") and element not in around:
            drop(element)
    without = _found_lines(tree, sign)
    if _holds(without, said[0]):
        return without
    if len(own) > _MOST_OWN:
        return lines
    known = {line.text for line in own}
    return [*own, *(line for line in lines if line.text not in known)]


def _holds(lines: list[TextLine], said: TextLine) -> bool:
    return any(said.text in line.text or line.text in said.text for line in lines if ends_sentence(line.text))


def _found_lines(tree: Any, sign: str) -> list[TextLine]:
    import trafilatura
    from lxml import etree

    content = etree.tostring(tree, encoding="unicode", method="html")
    many = sum(1 for _ in tree.iter("p", "div", "li", "span", "h2", "h3", "h4")) > _COMPARED_BLOCKS
    found = trafilatura.extract(content, include_comments=False, with_metadata=False, fast=many) or ""
    lines = [line for paragraph in found.split("\n") for line in marked_line(paragraph, sign)]
    headed = not many or any(line.role.startswith("h") for line in lines) or next(tree.iter("h2", "h3"), None) is None
    if lines and headed:
        return lines
    # without the comparison it loses the headings of a page that has no frame around its article
    return [line for paragraph in visible_text(tree).split("\n") for line in marked_line(paragraph, sign)]


def visible_text(tree: Any) -> str:
    """Everything that a page shows, a block a paragraph."""
    body = tree.find("body")
    pieces: list[str] = []
    kept = 0  # elements open in which line ends are shown as such
    for event, element in _walk(tree if body is None else body):
        end = event == "end"
        pieces += ["\n"] if element.tag in _BLOCKS else []
        kept += (element.tag == "pre") * (-1 if end else 1)
        text = (element.tail if end else element.text) or ""
        pieces.append(text if kept else _LINE_ENDS.sub(" ", text))
    lines = (" ".join(line.split()) for line in "".join(pieces).replace("\r", "\n").split("\n"))
    return "\n\n".join(line for line in lines if has_visible_text(line))


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    return etree.iterwalk(tree, events=("start", "end"))


def _under_headline(headline: Any, sign: str) -> list[TextLine]:
    """What the smallest element around a headline shows that has more text than it."""
    for box in islice(headline.iterancestors(), _MOST_UP):
        if box.tag in ("body", "html"):
            break
        shown = [line for paragraph in visible_text(box).split("\n") for line in marked_line(paragraph, sign)]
        if any(ends_sentence(line.text) and len(line.text.split()) >= _SENTENCE_WORDS for line in shown):
            return shown
    return []


def _date_above(shown: Sequence[str], lines: list[TextLine]) -> str:
    """The same of the lines that the page shows right above the article's first sentence, which are no part of it."""
    first = next((line.text for line in lines if ends_sentence(line.text)), "")
    at = next((at for at, line in enumerate(shown) if first and line.startswith(first)), 0)
    return only_date(find_published(line) for line in shown[max(0, at - _DATE_LINES) : at] if is_date_line(line))


def _date_line(text: str) -> str:
    """The date of the line at the article's head or foot that is nothing but a date; empty unless there is one."""
    lines = [line for line in text.split("\n") if has_visible_text(line)]
    near = lines if len(lines) <= 2 * _DATE_LINES else [*lines[:_DATE_LINES], *lines[-_DATE_LINES:]]
    return only_date(find_published(line) for line in near if is_date_line(line))
