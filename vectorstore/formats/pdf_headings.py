"""Headlines and headings of a PDF, told by the look of their letters: larger than the text is, or bold.

The largest on the first page with text is the headline; the sizes below it are levels of headings, at most five, and
short bold lines in the text's own size one more. Where much of the text is large, as on a poster, size tells nothing;
where much of it is bold, that does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice

from vectorstore.formats.bold import BOLD, MOST_BOLD, may_head_in_bold, with_bold_headings
from vectorstore.formats.lines import TextLine, heading
from vectorstore.formats.pdf_lines import GlyphLine, Line
from vectorstore.text.arabic import fold, words
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.layout import MAX_TITLE_CHARACTERS
from vectorstore.text.paragraphs import ends_sentence

TITLE = "title"

_LARGER = 1.07
"""Share of the text's size from which letters are a heading's: Word's third level is written in 12 over text in 11."""

_MOST_LARGE = 0.4
"""Share of a text's characters that may be large where size tells headings; of slides a third is their titles."""

_AS_LARGE = 0.95
"""Share of the text's size from which bold letters may be a heading's."""

_APART = 2.0
"""Sizes that two lines of one heading stand apart at most."""

_PARTICLE_LETTERS = 3


Look = tuple[int, bool]
"""How letters look: their size in half points, as exact as programs write it, and whether they are bold."""


def heading_looks(pages: Sequence[Sequence[Line]]) -> dict[Look, str]:
    """By its look, the role of what is written so; empty where no look tells anything."""
    counted: Counter[int] = Counter()
    bold = 0
    for page in pages:
        for line, text in page:
            if line.place is None:
                counted[half_points(line)] += len(text)
                bold += len(text) if line.bold else 0
    total = counted.total()
    passed = accumulate(counted[size] for size in sorted(counted))
    usual = next((size for size, so_far in zip(sorted(counted), passed, strict=True) if 2 * so_far >= total), 0)
    large = _by_size(pages, counted, usual)
    looks = {(size, bold): role for size, role in large.items() for bold in (False, True)}
    if bold <= MOST_BOLD * total:
        level = heading(sum(role != TITLE for role in large.values()) + 2)
        looks |= {(size, True): level for size in counted if size not in large and size >= _AS_LARGE * usual}
    return looks


def _by_size(pages: Sequence[Sequence[Line]], counted: Counter[int], usual: int) -> dict[int, str]:
    """By size in half points, the role of what is larger than the text, which is written in the `usual` size."""
    large = sorted((size for size in counted if size >= _LARGER * usual), reverse=True)
    if not large or sum(counted[size] for size in large) > _MOST_LARGE * counted.total():
        return {}
    first = next((page for page in pages if page), ())
    sizes = [(half_points(line), text) for line, text in first if line.place is None and _may_be_headline(text)]
    # one large word over more of them is rather the name of a paper
    wordy = [size for size, text in sizes if size in large and len(words(text)) > 1]
    largest = max(wordy or [size for size, _ in sizes], default=0)
    roles = {largest: TITLE} if largest in large else {}
    below = [size for size in large if size not in roles]
    return roles | {size: heading(level) for level, size in enumerate(below, 2)}


def half_points(line: GlyphLine) -> int:
    return round(2 * line.size)


def look_of(line: GlyphLine) -> Look:
    return half_points(line), line.bold is True


def is_one_heading(before: GlyphLine, line: GlyphLine, looks: Mapping[Look, str]) -> bool:
    """Are two lines one heading, which is broken where its maker liked?"""
    # in any weight: large letters, which are seldom text
    same = half_points(before) == half_points(line) and (half_points(line), False) in looks
    near = 0 < before.baseline - line.baseline <= _APART * line.size
    return same and near and min(before.right, line.right) > max(before.left, line.left)


def role_of(look: Look, text: str, looks: Mapping[Look, str]) -> str:
    """The role of a paragraph of that look, `BOLD` where the text around it must tell it; empty for text, however large
    or bold."""
    if look[1] and (look[0], False) not in looks:
        return BOLD if look in looks and may_head_in_bold(text) else ""
    wordy = len(text) <= MAX_TITLE_CHARACTERS and any(len(word) > 1 and word.isalpha() for word in words(text))
    return looks.get(look, "") if wordy and (not ends_sentence(text) or text.rstrip()[-1] in "؟?!") else ""


def with_one_title(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """The paragraphs with the first headline as the text's, and those of its size below it as headings."""
    seen = False
    found = []
    for page in pages:
        found.append([])
        for line in page:
            found[-1].append(replace(line, role="h1") if seen and line.role == TITLE else line)
            seen = seen or line.role == TITLE
    return found


def with_headings_in_bold(
    pages: Sequence[Sequence[TextLine]], looks: Mapping[Look, str], author: str
) -> list[list[TextLine]]:
    """The paragraphs with those that are bold in the text's own size as headings, or as text; `author`: as the file
    states it."""
    role = next((role for (size, bold), role in looks.items() if bold and (size, False) not in looks), "")
    lines = iter(with_bold_headings([line for page in pages for line in page], role, author))
    return [list(islice(lines, len(page))) for page in pages]


def title_shown(stated: str, pages: Sequence[Sequence[TextLine]]) -> str:
    """The title that a file states, empty where the page's own headline says it, or where the text knows nothing of
    what is stated: then it is the name of a template or of a file."""
    headline = next((line.text for page in pages for line in page if line.role == TITLE), "")
    if not headline or not stated:
        return stated
    if " ".join(words(fold(headline))) in " ".join(words(fold(stated))):
        return ""
    longer = {word for word in words(fold(stated)) if len(word) >= _PARTICLE_LETTERS}
    told = any(not longer.isdisjoint(words(fold(line.text))) for page in pages for line in page)
    return stated if told else ""


def _may_be_headline(text: str) -> bool:
    return any(map(str.isalpha, text)) and not is_boilerplate(text) and not ends_sentence(text)
