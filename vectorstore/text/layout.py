"""The parts of an article's page: its title, its body and what surrounds it.

Decided from the whole file, since the same short line is a label above an article, a heading within it and a
button below it. A file of one paragraph has no title and no boilerplate: there is nothing to surround.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from vectorstore.text.arabic import fold, words
from vectorstore.text.boilerplate import is_boilerplate, is_date_line, starts_boilerplate_run
from vectorstore.text.bylines import begins_as_headline, is_byline, is_month_line, may_be_headline
from vectorstore.text.code_units import arabic_share
from vectorstore.text.lexicon import SUBJECT_LABELS
from vectorstore.text.outline import QUESTION_LEVEL, find_outline, is_division
from vectorstore.text.paragraphs import TERMINATORS, ends_sentence, paragraph_spans, trim
from vectorstore.text.sentences import sentences_within
from vectorstore.types import Mark, PassageKind, Span

MAX_TITLE_CHARACTERS = 160
MIN_TITLE_WORDS = (4, 2)
MAX_REMEMBERED_CHARACTERS = 1_000_000
"""Characters of a text up to which its blocks are kept until the next one."""

_LABEL_WORDS = 4
"""Fewer words than this, above the article and without a full stop, are a label, not a sentence."""

_LABEL_WORDS_BELOW = 3
"""The same below the article, where a last sentence may lack its full stop."""

_PROSE_WORDS = 12
"""A paragraph of so many words is prose even where its writer left out the full stop."""

_HEADING_WORDS = 6

_AFTER_ARTICLE_WORDS = 20
"""Lines of fewer words without a full stop, below the first button under an article, belong to the page."""

_SUBJECT = re.compile(rf"\W*(?:{'|'.join(SUBJECT_LABELS)})\s*[:/]\s*[:/]?\s*\S")
"""The line of an official letter that says what it is about."""
_LABEL_MARK = re.compile(r"[:/：／]\s*[:/：／]?")

_FOREIGN_SHARE = 0.8
"""In the 2,119 paragraphs of 123 news articles no line is so; without the rule one question more of 60 on the
development articles gets an answer that it should not."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its span in the document, and whether it is a heading of what follows.

    `level`: 1 to 6 for a heading that the outline is made of, 7 for a question of an FAQ, 0 for all else; `row`: of a
    table; `comment`: somebody's on the text.
    """

    start: int
    end: int
    kind: PassageKind
    heading: bool = False
    dated: bool = False
    level: int = 0
    row: bool = False
    comment: bool = False


def find_blocks(text: str, marks: Sequence[Mark] = (), pages: Sequence[int] = ()) -> list[Block]:
    """The paragraphs of a document in order, each with its part in the page; `marks`, `pages`: as in `Document`."""
    find = _find_blocks_again if len(text) <= MAX_REMEMBERED_CHARACTERS else _find_blocks
    return list(find(text, tuple(marks), tuple(pages)))


def _find_blocks(text: str, marks: tuple[Mark, ...], pages: tuple[int, ...]) -> tuple[Block, ...]:
    spans = _marked_spans(text, marks)
    lines = [text[start:end] for start, end in spans]
    marked = _marked(spans, marks)
    kinds: list[PassageKind] = ["body"] * len(spans)
    if len(spans) > 1:
        kinds = _kinds(text, spans, lines)
    kinds = ["body" if marked.get(i) in ("row", "comment") else kind for i, kind in enumerate(kinds)]
    outline = find_outline(text, spans, lines, marked, pages)
    known = _known_title(marked, kinds, lines)
    if known is not None:
        kinds = ["title" if i == known else "body" if kind == "title" else kind for i, kind in enumerate(kinds)]
    for index in (*outline.levels, *outline.contents):
        asks = outline.levels.get(index) == QUESTION_LEVEL
        kinds[index] = "title" if kinds[index] == "title" and not asks else "outline"
    for index in outline.page_lines:
        kinds[index] = "boilerplate"
    if "body" not in kinds:
        kinds, outline = ["body"] * len(spans), replace(outline, levels={})
    return tuple(
        Block(
            start,
            end,
            kind,
            heading=kind == "body" and _is_heading(lines, kinds, index),
            dated=kind == "boilerplate" and _says_when(lines[index]),
            level=outline.levels.get(index, 0) if kind == "outline" else 0,
            row=marked.get(index) == "row",
            comment=marked.get(index) == "comment",
        )
        for index, ((start, end), kind) in enumerate(zip(spans, kinds, strict=True))
    )


def _says_when(line: str) -> bool:
    """Is a line above or below an article one that may say its day or its month?"""
    return is_date_line(line) or is_byline(line) or is_month_line(line)


_find_blocks_again = lru_cache(maxsize=1)(_find_blocks)
"""A file is read for its title and date, and split a moment later."""


def _marked_spans(text: str, marks: Sequence[Mark]) -> list[Span]:
    """The paragraphs of a text; what is marked is one by itself, whatever stands beside it."""
    spans = paragraph_spans(text)
    if not marks:
        return spans
    borders = sorted({border for start, end, _ in marks for border in (start, end)})
    found = []
    for start, end in spans:
        inside = borders[bisect_right(borders, start) : bisect_left(borders, end)]
        pieces = (trim(text, *piece) for piece in zip([start, *inside], [*inside, end], strict=True))
        found += [piece for piece in pieces if piece[0] < piece[1]]
    return found


def _marked(spans: Sequence[Span], marks: Sequence[Mark]) -> Mapping[int, str]:
    """By index of a paragraph, what the mark that it lies in says."""
    starts = [mark[0] for mark in marks]
    found = {}
    for index, (start, end) in enumerate(spans):
        place = bisect_right(starts, start) - 1
        if place >= 0 and end <= marks[place][1]:
            found[index] = marks[place][2]
    return found


def _known_title(marked: Mapping[int, str], kinds: Sequence[PassageKind], lines: Sequence[str]) -> int | None:
    """The paragraph that a reader knows to be the title; the largest letters of a letter are its office's name."""
    if marked.get(0) == "h1":
        return 0
    known = next((i for i, role in marked.items() if role == "title"), None)
    about = any(kind == "title" and _SUBJECT.match(fold(line)) for kind, line in zip(kinds, lines, strict=True))
    return None if about else known


def title_of(text: str, parts: Sequence[Block]) -> str:
    """The title of an article on one line; empty where the file has none."""
    first = next((i for i, part in enumerate(parts) if part.kind == "title"), len(parts))
    title = " ".join(text[part.start : part.end] for part in takewhile(lambda one: one.kind == "title", parts[first:]))
    if _SUBJECT.match(fold(title)):
        title = _LABEL_MARK.split(title, maxsplit=1)[-1]
    return " ".join(title.strip("#= \ufeff").split())


def _kinds(text: str, spans: Sequence[Span], lines: Sequence[str]) -> list[PassageKind]:
    arabic = arabic_share(text) > 0.5
    boilerplate = [is_boilerplate(line) or (arabic and _is_foreign(line)) for line in lines]
    prose = [not boilerplate[i] and _is_prose(line) and not is_byline(line) for i, line in enumerate(lines)]
    if not any(prose):
        return ["boilerplate" if found else "body" for found in boilerplate]
    first, last = prose.index(True), len(prose) - 1 - prose[::-1].index(True)
    title = _title_index(text, spans, lines, boilerplate, first)
    if title is not None and title == first:
        first = next((i for i in range(title + 1, len(prose)) if prose[i]), title)
    below = _first_below(lines, boilerplate)
    kinds: list[PassageKind] = []
    for index, line in enumerate(lines):
        fewest = _LABEL_WORDS if index < first else _LABEL_WORDS_BELOW if index > last else 0
        short = len(words(line)) < fewest or is_byline(line) or is_month_line(line)
        label = fewest and short and not _is_finished(line)
        page = index > below and len(words(line)) < _AFTER_ARTICLE_WORDS and not _is_finished(line)
        if index == title or (title is not None and title + 1 == index and _has_two_lines(text, spans, lines, title)):
            kinds.append("title")
        else:
            kinds.append("boilerplate" if boilerplate[index] or label or page else "body")
    return kinds


def _title_index(
    text: str, spans: Sequence[Span], lines: Sequence[str], boilerplate: Sequence[bool], first: int
) -> int | None:
    """The paragraph that is the headline: the first above the article that may be one.

    A section's name may stand above it, so a line of two or three words is taken only without a longer one.
    """
    bylines = {i for i in range(first + 1) if is_byline(lines[i]) and (i or not begins_as_headline(lines[i]))}
    above = [i for i in range(min(first + 1, len(lines) - 1)) if not boilerplate[i] and i not in bylines]
    found = _first_title(text, spans, lines, boilerplate, above)
    # «محضر اجتماع مجلس الأمناء – الرباط – 5 مايو 2024» is a title where no other line is one
    if found is None and 0 in bylines and not boilerplate[0] and may_be_headline(lines[0]):
        found = _first_title(text, spans, lines, boilerplate, [0])
    return found


def _first_title(
    text: str, spans: Sequence[Span], lines: Sequence[str], boilerplate: Sequence[bool], above: Sequence[int]
) -> int | None:
    for index in above:
        if len(lines[index]) <= MAX_TITLE_CHARACTERS and _SUBJECT.match(fold(lines[index])):
            return index
    for fewest in MIN_TITLE_WORDS:
        for index in above:
            if len(lines[index].split()) >= fewest:
                if _may_be_title(text, spans, lines, boilerplate, index):
                    return index
                break  # the article has begun
    return None


def _may_be_title(
    text: str, spans: Sequence[Span], lines: Sequence[str], boilerplate: Sequence[bool], index: int
) -> bool:
    """Is a paragraph short, unfinished as sentences go, and set apart from what follows?"""
    line, (start, end) = lines[index], spans[index]
    after = next((i for i in range(index + 1, len(lines)) if not boilerplate[i] and not is_byline(lines[i])), None)
    if len(line) > MAX_TITLE_CHARACTERS or line.rstrip()[-1] in ".…،,:;؛" or after is None:
        return False
    if len(sentences_within(text, start, end)) > 1:
        return False
    if _has_two_lines(text, spans, lines, index):
        return True
    blank_line = text[end : spans[index + 1][0]].count("\n") > 1
    if blank_line or after > index + 1 or line.startswith("#") or is_division(lines[after]):
        return True
    # nothing but its shortness sets it apart: a digit after it is rather a formula or list broken over lines
    return len(lines[after]) > 1.5 * len(line) and not lines[after][0].isdigit()


def _has_two_lines(text: str, spans: Sequence[Span], lines: Sequence[str], index: int) -> bool:
    """Is a headline broken in two, with no blank line between, over a paragraph much longer than either?

    Of four words or more: a letter's «السيد المدير» over «تحية طيبة وبعد» is none, nor are two lines of a poem.
    """
    if index + 2 >= len(lines) or text[spans[index][1] : spans[index + 1][0]].count("\n") > 1:
        return False
    two = lines[index : index + 2]
    if sum(map(len, two)) > MAX_TITLE_CHARACTERS or any(one.rstrip()[-1] in f"{TERMINATORS}،,:;؛" for one in two):
        return False
    if is_byline(two[1]) or is_boilerplate(two[1]) or is_division(two[1]):
        return False
    if min(len(words(one)) for one in two) < MIN_TITLE_WORDS[0]:
        return False
    below = next((one for one in lines[index + 2 :] if not is_boilerplate(one) and not is_byline(one)), "")
    division = is_division(below) and index + 3 < len(lines)
    return division or (_is_prose(below) and ends_sentence(below) and len(below) > 1.5 * max(map(len, two)))


def _is_prose(line: str) -> bool:
    count = len(words(line))
    return count >= _PROSE_WORDS or (count >= _LABEL_WORDS and ends_sentence(line))


def _is_finished(line: str) -> bool:
    """Is a line a sentence or, in Markdown, a heading, and so no label of the page?"""
    return ends_sentence(line) or line.startswith("#")


def _first_below(lines: Sequence[str], boilerplate: Sequence[bool]) -> int:
    """The first line of page below the last paragraph that ends as sentences do; past the end if none."""
    finished = [i for i, line in enumerate(lines) if ends_sentence(line) and not boilerplate[i]]
    if not finished:
        return len(lines)
    return next((i for i in range(finished[-1] + 1, len(lines)) if starts_boilerplate_run(lines[i])), len(lines))


def _is_heading(lines: Sequence[str], kinds: Sequence[PassageKind], index: int) -> bool:
    line = lines[index]
    followed = index + 1 < len(lines) and kinds[index + 1] == "body"
    return followed and len(words(line)) <= _HEADING_WORDS and not ends_sentence(line)


def _is_foreign(line: str) -> bool:
    """Is a line in an Arabic article written in another script, as captions of agency photographs are?"""
    return any(map(str.isalpha, line)) and arabic_share(line) < 1 - _FOREIGN_SHARE
