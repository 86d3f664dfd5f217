"""The numbers that LibreOffice counts by itself («المادة (2):», «أ-», «2.1»), which stand in no text of the file.

Styles of lists say how each level counts and what is written around the number; the count is a matter of the order of
the items (OpenDocument 1.3 part 3, 5.3 and 16.30). They are written into the tree, before what they number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vectorstore.formats.docx_numbering import note_number
from vectorstore.formats.package import local

_LEVELS = 10
_COUNTED_OTHERWISE = frozenset({"list", "tracked-changes"})
"""What is inside is a part of the list, or was deleted."""

_DEEPEST_STYLE = 20
"""Styles that one may be made from, each from the next."""

_LONGEST = 200
"""Characters of what stands around a number."""

_PLACE = re.compile(r"%(\d{1,2})%")
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "ا, ب, ت, ...": "arabicAlpha", "ا, ب, ج, ...": "arabicAbjad",
}  # fmt: skip
"""What OpenDocument calls a format, and Word."""

_DIGITS = {"١, ٢, ٣, ...": "٠١٢٣٤٥٦٧٨٩", "۱, ۲, ۳, ...": "۰۱۲۳۴۵۶۷۸۹"}

Counts = dict[int, int]
"""By level, from 1, the number of its last item."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts; `pattern` has the numbers of levels as %1%, or is empty for `prefix` … `suffix`
    around the last `shown` levels. Without a `format` it has no number."""

    format: str
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    start: int = 1
    shown: int = 1


@dataclass(frozen=True, slots=True)
class _Styles:
    """Styles of lists by name, the one of headings, and of paragraphs by name which list they name and what they are
    made from."""

    lists: Mapping[str, Mapping[int, _Level]]
    outline: Mapping[int, _Level]
    paragraphs: Mapping[str, tuple[str | None, str]]

    def list_of(self, paragraph: Any) -> str | None:
        """The list that the style of a paragraph names: empty where it wants none, None where it says nothing."""
        name = _get(paragraph, "style-name")
        for _ in range(_DEEPEST_STYLE):
            if name not in self.paragraphs:
                return None
            named, name = self.paragraphs[name]
            if named is not None:
                return named
        return None


def write_numbers(body: Any, roots: Iterable[Any]) -> None:
    """Put before the paragraphs of `body` the numbers that are shown there; `roots`: of the parts that hold styles."""
    styles = _read_styles([root for root in roots if root is not None])
    by_id: dict[str | None, Counts] = {}
    by_style: dict[str, Counts] = {}
    headings: Counts = {}
    for element in body.iter():
        name = local(element)
        if name not in ("list", "h") or any(local(one) in _COUNTED_OTHERWISE for one in element.iterancestors()):
            continue
        if name == "h":
            _write_heading(element, styles, headings)
            continue
        style = _get(element, "style-name") or _style_inside(element, styles)
        counts = by_id.get(_get(element, "continue-list") or None)
        if counts is None and _get(element, "continue-numbering") == "true":
            counts = by_style.get(style)
        counts = {} if counts is None else counts
        by_style[style] = counts
        if name := _get(element, "id"):
            by_id[name] = counts
        _write_list(element, styles, style, 1, counts)


def _write_list(element: Any, styles: _Styles, style: str, level: int, counts: Counts) -> None:
    for item in element:
        if local(item) not in ("list-item", "list-header"):
            continue
        for place, child in enumerate(item):
            if local(child) == "list":
                own = _get(child, "style-name") or style
                _write_list(child, styles, own, min(level + 1, _LEVELS), counts)
            elif place == 0 and local(child) in ("p", "h") and local(item) == "list-item":
                _write(child, styles.lists.get(style, {}), level, counts, _get(item, "start-value"))


def _write_heading(element: Any, styles: _Styles, counts: Counts) -> None:
    level = min(_number(_get(element, "outline-level"), 1), _LEVELS)
    if _get(element, "is-list-header") != "true" and styles.list_of(element) != "":
        _write(element, styles.outline, level, counts, _get(element, "start-value"))


def _write(paragraph: Any, levels: Mapping[int, _Level], level: int, counts: Counts, start: str) -> None:
    """Count a paragraph and write its number; an empty one is counted, and bullets are none."""
    if level not in levels:
        return
    counts[level] = _number(start, counts[level] + 1 if level in counts else levels[level].start)
    for deeper in [one for one in counts if one > level]:
        del counts[deeper]
    label = _label(levels, level, counts)
    if label and "".join(paragraph.itertext()).strip():
        paragraph.text = f"{label} {paragraph.text or ''}"


def _label(levels: Mapping[int, _Level], level: int, counts: Counts) -> str:
    def number(other: int) -> str:
        one = levels.get(other, _Level(""))
        return _written(one.format, counts.get(other, one.start))

    own = levels[level]
    if own.pattern:
        return _PLACE.sub(lambda match: number(int(match[1])), own.pattern).strip()
    shown = [number(other) for other in range(max(1, level - own.shown + 1), level + 1)] if own.format else []
    return f"{own.prefix}{'.'.join(filter(None, shown))}{own.suffix}".strip()


def _written(form: str, count: int) -> str:
    if not form:
        return ""
    if form in _DIGITS:
        return str(count).translate(str.maketrans("0123456789", _DIGITS[form]))
    bare = form.replace("أ", "ا")  # with a hamza where another program wrote it, without where LibreOffice did
    written = note_number(_FORMATS.get(bare, "decimal"), count)
    return written if bare != form else written.replace("أ", "ا")


def _style_inside(element: Any, styles: _Styles) -> str:
    """The list that the first paragraph of a list without a style names."""
    first = next((one for one in element.iter() if local(one) in ("p", "h")), None)
    return "" if first is None else styles.list_of(first) or ""


def _read_styles(roots: Iterable[Any]) -> _Styles:
    lists, paragraphs = {}, {}
    outline: Mapping[int, _Level] = {}
    for root in roots:
        for one in root.iter():
            name = local(one)
            if name == "list-style":
                lists[_get(one, "name")] = _levels(one)
            elif name == "outline-style":
                outline = _levels(one)
            elif name == "style" and _get(one, "family") == "paragraph":
                named = next((value for key, value in one.attrib.items() if key.endswith("}list-style-name")), None)
                paragraphs[_get(one, "name")] = (named, _get(one, "parent-style-name"))
    return _Styles(lists, outline, paragraphs)


def _levels(style: Any) -> dict[int, _Level]:
    """The levels that count; those of bullets and pictures are left out."""
    found = {}
    for one in style:
        if local(one) in ("list-level-style-number", "outline-level-style"):
            level = _Level(
                _get(one, "num-format"),
                _get(one, "num-prefix")[:_LONGEST],
                _get(one, "num-suffix")[:_LONGEST],
                _get(one, "num-list-format")[:_LONGEST],
                _number(_get(one, "start-value"), 1),
                _number(_get(one, "display-levels"), 1),
            )
            if level.format or level.prefix.strip() or level.suffix.strip():
                found[_number(_get(one, "level"), 1)] = level
    return found


def _get(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _number(value: str, default: int) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else default
