"""What a page is called: by its one main heading, or by the title that it states without the name of its site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Any

from vectorstore.formats.html_structure import shown_text
from vectorstore.formats.lines import TextLine
from vectorstore.text.arabic import fold, words
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.layout import MIN_TITLE_WORDS
from vectorstore.text.paragraphs import ends_sentence, has_visible_text

_TOLD = 0.5
"""Share of a heading's longer words from which the article below speaks of it."""
_PARTICLE_LETTERS = 3
_SITE = re.compile(r" (?:header|masthead|logo|(?:site|blog|page)[-_]?(?:title|name|header|branding)) ", re.IGNORECASE)
"""Names of the head of a site, in the ids and classes that page makers give."""
_MOST_UP = 6
_LINES_ABOVE = 8
"""Lines over a text's first sentence in which its headline stands."""


def find_headline(tree: Any, title: str) -> Any | None:
    """The page's one main heading, or where that is missing or the site's name the one that its title has in it; None
    if neither is sure."""
    shown = [one for one in tree.xpath("//h1") if has_visible_text(shown_text(one))]
    names_site = bool(shown) and all(map(_is_of_site, shown))
    fewest = 1 if names_site else 2
    smaller = [
        one for one in tree.xpath("//h2 | //h3") if len(shown_text(one).split()) > fewest and shown_text(one) in title
    ]
    if shown and not (names_site and smaller):
        return shown[0] if len(set(map(shown_text, shown))) == 1 else None
    return max(smaller, key=lambda one: len(shown_text(one)), default=None)


def _is_of_site(heading: Any) -> bool:
    """Is a main heading a link to the first page, or in the head that all pages of a site have? So is its name."""
    links = "".join(shown_text(link) for link in heading.iter("a"))
    if links and links.replace(" ", "") == shown_text(heading).replace(" ", ""):
        return True
    around = [heading, *islice(heading.iterancestors(), _MOST_UP)]
    return any(_SITE.search(f" {one.get('id', '')} {one.get('class', '')} ") for one in around)


def heading_above(shown: Sequence[TextLine], lines: Sequence[TextLine]) -> str:
    """The nearest heading that a page shows over the first sentence found, if it is long enough for a headline."""
    first = next((line.text for line in lines if ends_sentence(line.text)), "")
    at = next((at for at, line in enumerate(shown) if first and line.text == first), 0)
    near = reversed(shown[max(0, at - _LINES_ABOVE) : at])
    found = next((line.text for line in near if line.role in ("h1", "h2", "h3")), "")
    return found if len(found.split()) >= MIN_TITLE_WORDS[0] and not is_boilerplate(found) else ""


def title_of_page(meta: dict[str, str], heading: str, lines: Sequence[TextLine], above: str) -> str:
    """The stated title without the name of the site: the page's heading where one is part of the other, or where the
    article speaks of what the heading says, or else the line or the heading `above` it, and of nothing in the title, as
    one for all pages of a site."""
    title = meta["title"]
    if heading and (not title or heading in title or (title in heading and len(title) > len(heading) // 2)):
        return heading
    heading = heading or _line_above(lines) or above
    if heading:
        told = {word for line in lines if ends_sentence(line.text) for word in words(fold(line.text))}
        if _share_told(heading, told) >= _TOLD and _share_told(title, told) == 0:
            return heading
    if meta["site"]:
        title = re.sub(rf"\s*[|\-–—:]\s*{re.escape(meta['site'])}\s*$", "", title)
    return title


def _line_above(lines: Sequence[TextLine]) -> str:
    """The first line above an article's sentences that is long enough for a headline; empty where there is none."""
    above = takewhile(lambda line: not ends_sentence(line.text), lines)
    return next((line.text for line in above if len(line.text.split()) >= MIN_TITLE_WORDS[0]), "")


def _share_told(title: str, told: set[str]) -> float:
    """The share of the longer words of a title that are among those of an article."""
    longer = [word for word in words(fold(title)) if len(word) > _PARTICLE_LETTERS]
    return sum(word in told for word in longer) / max(len(longer), 1)
