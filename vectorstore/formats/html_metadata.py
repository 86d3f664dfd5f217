"""What a page says of itself: title, site, date of publication and address, in its `meta` elements, JSON-LD and marks.

Only what is stated counts: nothing is guessed from addresses or copyright lines.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from vectorstore.formats.html_structure import shown_text
from vectorstore.formats.junk_title import is_junk_title
from vectorstore.text.publication_date import only_date, parse_date

_PUBLISHED_NAMES = """
article:published_time article.published og:published_time og:article:published_time datepublished date pubdate
publishdate publish-date publish_date published dc.date dc.date.issued dc.date.created dcterms.date dcterms.issued
dcterms.created parsely-pub-date sailthru.date cxenseparse:recs:publishtime citation_publication_date citation_date
publication_date publication-date publicationdate datecreated
"""
_DATE_NAMES = frozenset(_PUBLISHED_NAMES.split())
"""Names of `meta` elements that say when a page was published, as htmldate and site makers list them."""
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"]+?)\s*-->")
BETWEEN_AUTHORS = "، "
"""Between the names of several authors."""

_DEEPEST = 40
_AROUND_JSON = re.compile(
    r"^\s*(?:/\*\s*)?<!\[CDATA\[(?:\s*\*/)?|(?:/\*\s*)?\]\]>(?:\s*\*/)?\s*$|^\s*//[^\n]*\n|\n\s*//[^\n]*$"
)
"""What XHTML puts around a script."""

_PARAGRAPH_END = re.compile(r"</p\s*>|<br[\s/]*>", re.IGNORECASE)
_ELEMENT = re.compile(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)


def page_metadata(tree: Any, head: bytes) -> dict[str, str]:
    """`title`, `site`, `author`, `date`, `url` and `body` (the article's text), as a page states them.

    `head`: its first bytes.
    """
    found: dict[str, list[str]] = {"title": [], "site": [], "author": [], "date": [], "url": [], "body": []}
    for element in tree.xpath("//meta[@content]"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = " ".join(element.get("content", "").split())
        if name in _DATE_NAMES:
            found["date"].append(parse_date(content))
        elif name in ("author", "article:author") and not content.startswith(("http://", "https://")):
            found["author"].append(content)
        elif name in ("og:title", "og:url", "og:site_name"):
            found[{"og:title": "title", "og:url": "url", "og:site_name": "site"}[name]].append(content)
    for thing in _linked_data(tree):
        found["title"].append(html.unescape(_string(thing.get("headline"))))
        found["date"].append(parse_date(thing.get("datePublished")))
        found["url"].append(_string(thing.get("url")))
        found["author"].append(BETWEEN_AUTHORS.join(_names(thing.get("author"))))
        body = thing.get("articleBody")
        found["body"].append(_shown(body) if isinstance(body, str) else "")
    found["date"] += _stated_days(tree)
    found["title"] += [shown_text(title) for title in tree.xpath("//head/title")[:1]]
    found["title"] = [title for title in found["title"] if not is_junk_title(title)]
    found["url"] = [*tree.xpath("//link[@rel='canonical']/@href"), *found["url"]]
    saved = _SAVED_FROM.search(head)
    found["url"] += [saved[1].decode("utf-8", "replace")] if saved else []
    found["url"] = [url.strip() for url in found["url"] if re.match(r"https?://\S+$", url.strip())]
    return {name: next((value for value in values if value), "") for name, values in found.items()}


def _stated_days(tree: Any) -> list[str]:
    """The day that the page's own text says it was published on: by its microdata, then by its first <time>.

    A time outside of the article counts where it says that it is the publication's, and all such times name one day.
    """
    for one in tree.xpath("//*[@itemprop='datePublished' or @pubdate]"):
        values = (one.get("datetime"), one.get("content"), shown_text(one))
        if date := next(filter(None, map(parse_date, filter(None, values))), ""):
            return [date]
    times = tree.xpath("(//article | //main)//time/@datetime")
    if times:
        return [parse_date(times[0])]
    return [
        only_date(map(parse_date, tree.xpath("//time[contains(concat(' ', @class, ' '), ' published ')]/@datetime")))
    ]


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page that are published works."""
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            yield from _works(json.loads(_AROUND_JSON.sub("", script.text_content()), strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _works(thing: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(thing, list):
        for one in thing:
            yield from _works(one, depth + 1)
    elif isinstance(thing, dict):
        if "datePublished" in thing or "headline" in thing:
            yield thing
        for inner in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _works(thing.get(inner), depth + 1)


def _shown(body: str) -> str:
    """The text of an article as metadata state it, without the elements and entities that some write into it."""
    return html.unescape(_ELEMENT.sub("", _PARAGRAPH_END.sub("\n", body)))


def _names(authors: object) -> Iterator[str]:
    """The names of the authors of a work, who are one or several, each a name or a thing that has one."""
    for author in authors if isinstance(authors, list) else [authors]:
        if name := _string(author.get("name") if isinstance(author, dict) else author):
            yield html.unescape(name)


def _string(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
