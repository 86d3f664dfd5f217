"""What belongs to an article and the search for its main content leaves out: author line, captions, headings, lists.

They are put back where the page shows them: a line stands behind the one before it that was found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from vectorstore.formats.html_metadata import BETWEEN_AUTHORS
from vectorstore.formats.html_structure import AMONG, INTRODUCED, marked_line, shown_text
from vectorstore.formats.lines import TextLine
from vectorstore.text.boilerplate import is_boilerplate, names_author
from vectorstore.text.bylines import is_byline
from vectorstore.text.paragraphs import ends_sentence, has_visible_text

_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline)(?:$|[\s_-])", re.IGNORECASE)
_CAPTION = re.compile(r"(?:^|[\s_-])caption(?:$|[\s_-])", re.IGNORECASE)
"""Names of author lines and captions, in the classes that page makers give."""

_BYLINE_WORDS = 12
"""Words of a line up to which it names an author, and does not tell of one."""
_NAME_LETTERS = 5
"""Letters from which it is a name, and no sign between two."""
_BYLINE_LINES = 12
"""Lines above an article's first sentence in which its author is named."""

_ASIDE = "aside"
"""The role of a line that is nothing but the author's name, which else is a heading of the text below it."""

_OUTSIDE = "ancestor-or-self::a or ancestor::aside or ancestor::nav or ancestor::footer"


def with_restored(
    lines: Sequence[TextLine], shown: Sequence[str], tree: Any, sign: str, heading: str, author: str
) -> list[TextLine]:
    """The lines with those that were lost of what the page shows (paragraphs with their signs).

    Only what stands between the headline, or the first line found, and the last line found is put back, and the list
    under that one. `author`: as the page states it.
    """
    all_of_it = [line for paragraph in shown for line in marked_line(paragraph, sign)]
    places = {line.text: at for at, line in reversed(list(enumerate(lines)))}
    kept = [at for at, line in enumerate(all_of_it) if line.text in places and ends_sentence(line.text)]
    if not kept:
        return list(lines)
    start = next((at for at in range(kept[0], -1, -1) if all_of_it[at].text == heading), kept[0])
    stated = author.split(BETWEEN_AUTHORS)
    names = {*stated, *_texts(tree, "//*[@rel='author' or @itemprop='author']"), *_named(tree, _AUTHOR)}
    names = {name for name in names if sum(map(str.isalpha, name)) >= _NAME_LETTERS}
    captions = {*_texts(tree, f"//figcaption[not({_OUTSIDE})]"), *_named(tree, _CAPTION)}
    headings = set(_headings(tree, sign))
    found: list[tuple[int, TextLine]] = []
    below = len(lines)  # the place of the next line that is kept
    follows = list_follows = False
    for at in range(_last_of_list(all_of_it, kept[-1], headings), start, -1):
        line = all_of_it[at]
        if line.text in places:
            below, follows, list_follows = min(below, places[line.text]), True, False
            continue
        if line.role == INTRODUCED or (line.role == AMONG and kept[0] < at < kept[-1]):
            found.append((below, TextLine(line.text)))
            follows = list_follows = True
            continue
        byline = kept[0] - _BYLINE_LINES <= at < kept[0] and _is_byline(line.text, names)
        heads_list = list_follows and (line.text in headings or line.text.endswith(":"))
        wanted = byline or heads_list or line.text in captions or (follows and line.text in headings)
        follows, list_follows = follows and wanted and not byline, False
        near = lines[max(0, below - 2) : below + 1]
        if wanted and (heads_list or not any(line.text in one.text for one in near)):
            found.append((below, line))
    result = list(lines)
    for place, line in found:
        result.insert(place, line)
    first = next(at for at, line in enumerate(result) if ends_sentence(line.text))
    return [replace(line, role=_ASIDE) if at < first and line.text in names else line for at, line in enumerate(result)]


def without_labels_below(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without those at their end that head a list of the page («مواضيع ذات صلة»), which is gone."""
    kept = list(lines)
    while kept and (kept[-1].role.startswith("h") or kept[-1].text.endswith(":")) and is_boilerplate(kept[-1].text):
        kept.pop()
    return kept


def _last_of_list(lines: Sequence[TextLine], last: int, headings: Collection[str]) -> int:
    """The last line of the lists that stand under the last line of a text, each with a heading or a line over it."""
    for at in range(last + 1, len(lines)):
        if lines[at].role == INTRODUCED:
            last = at
        elif lines[at].text not in headings and not lines[at].text.endswith(":"):
            break
    return last


def _is_byline(line: str, names: set[str]) -> bool:
    if ends_sentence(line) or len(line.split()) > _BYLINE_WORDS:
        return False
    return names_author(line) or is_byline(line) or any(name in line for name in names)


def _texts(tree: Any, path: str) -> Iterator[str]:
    return (text for one in tree.xpath(path) if has_visible_text(text := shown_text(one)))


def _named(tree: Any, names: re.Pattern[str]) -> Iterator[str]:
    for one in tree.xpath(f"//*[@class][not(*/@class)][not({_OUTSIDE.replace('-or-self', '')})]"):
        if names.search(one.get("class", "")) and has_visible_text(text := shown_text(one)):
            yield text


def _headings(tree: Any, sign: str) -> Iterator[str]:
    """The headings that are no link, as their lines read."""
    for text in _texts(tree, f"//*[self::h2 or self::h3 or self::h4][not(.//a)][not({_OUTSIDE})]"):
        yield from (line.text for line in marked_line(text, sign))
