"""What no reader of a page sees is taken out of its tree (scripts, hidden elements, menus), before its main content is
looked for; tables that only lay out the page are opened, since what looks for it sees figures in them.
"""

from __future__ import annotations

import re
from typing import Any

from vectorstore.formats.html_structure import join_inline
from vectorstore.formats.raised import lower_raised

_UNSEEN = """
//script[not(@type="application/ld+json")] | //style | //template | //noscript | //svg | //iframe | //object | //embed
| //*[contains(concat(' ', @class, ' '), ' mw-editsection ')] | //*[@hidden]
| //input[@type="hidden"] | //dialog[not(@open)]
"""

_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![\d.])", re.IGNORECASE
)

_CONSENT = re.compile(r"cookie|consent|gdpr", re.IGNORECASE)

_LAYOUT_INSIDE = """
.//p[2] | .//h1 | .//h2 | .//table
| .//br[following-sibling::node()[not(self::text()[not(normalize-space())])][1][self::br]]
"""
"""What makes a cell a part of the page, and its table no table of figures: two line ends together stand for a blank
line."""

_LONGEST_CELL = 300
"""Characters of a cell from which it holds an article's text, not a figure or a name."""

_MOST = 0.5
"""Share of a page's text from which an element is the page, whatever its name or style says."""


def prune(tree: Any) -> None:
    """Take out what is not seen, and open the tables that lay out the page."""
    for element in [*tree.xpath(_UNSEEN), *tree.xpath('//script[@type="application/ld+json"]')]:
        drop(element)
    for element in tree.iter("sup"):
        lower_raised(element)
    join_inline(tree)
    all_of_it = len(tree.text_content())
    doubtful = [one for one in tree.xpath("//*[@style]") if _UNSEEN_STYLE.search(one.get("style", ""))]
    doubtful += [
        one
        for one in tree.xpath("//div | //section | //aside")
        if _CONSENT.search(f"{one.get('id', '')} {one.get('class', '')}") and not one.xpath(".//article | .//h1")
    ]
    for element in doubtful:
        # what holds most of the page is shown by a script, or a frame of the page with a telling name
        if len(element.text_content()) < _MOST * all_of_it:
            drop(element)
    for table in tree.xpath("//table"):
        cells = table.xpath("./tr/td | ./tbody/tr/td")
        if any(cell.xpath(_LAYOUT_INSIDE) or len(cell.text_content()) > _LONGEST_CELL for cell in cells):
            for part in (table, *table.xpath("./tbody | ./tr | ./tbody/tr"), *cells):
                part.tag = "div"
                part.attrib.clear()
    for menu in tree.xpath("//div | //ul | //ol | //p | //td"):
        if menu.getparent() is not None and _is_menu(menu):
            menu.drop_tree()


def drop(element: Any) -> None:
    """Take an element out with all that it holds; the page itself and what was taken out already stay."""
    if element.getparent() is not None and element.tag not in ("html", "body"):
        element.drop_tree()


def _is_menu(element: Any) -> bool:
    """Are two or more links nearly all that an element shows?"""
    links = element.xpath(".//a")
    if len(links) < 2 or element.xpath(".//h1"):
        return False
    shown = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in links)
    return shown > 0 and linked >= 0.9 * shown
