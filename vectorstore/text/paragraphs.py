"""Paragraphs of a plain text: which line ends are paragraph ends, and which are only wraps.

Some files keep a paragraph on a line, some wrap their lines at a width; a file of the second kind is known by
its lines: those that are followed by another are nearly all as wide as the widest, and few of them end a
sentence. A blank line ends a paragraph, unless the line before it cannot be an end («… وصل الوفد إلى»).
Nothing is altered: a paragraph is a slice of the text, with the line ends that stand in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from vectorstore.text.arabic import words
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.types import Span

TERMINATORS = ".؟?!…۔"
CLOSERS = "\"”»›)]}’'“*"
"""“ is here since some keyboards close with it, and * since it ends what is emphasised."""

_ENDS = tuple(TERMINATORS)
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff\u200b"

MIN_WRAP_CHARACTERS = 40
MAX_WRAP_CHARACTERS = 200
"""Characters between which a width counts as a wrap: lists have shorter lines, paragraphs longer ones."""

_WRAPPED_WIDTH = 0.75
"""Wrapped lines fill at least this share of the width in the median (letters are unequally wide)."""

_WRAPPED_OPEN = 0.6
"""Share of the lines followed by another one that end no sentence, from which a file counts as wrapped."""

_FULL = 0.8
"""A line whose words and the next line's first word fill this share of the width was wrapped there."""

_TAG_BEFORE = re.compile(
    r"""<[A-Za-z][\w:.-]{0,30}(?:\s+[\w:.-]{1,30}\s*=\s*(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'))+\s*/?>"""
)
_TAG_BEHIND = re.compile(r"</[A-Za-z][\w:.-]{0,30}>$")
"""What corpora write around a segment («<seg id="1">نص</seg>»), which is nothing that the article says."""

_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=[^\s*_])([^*_]{0,2000})(?<=[^\s*_])\1", re.DOTALL)
"""Marks around all of a paragraph, by which Markdown and messages say that it is bold or italic."""

_ASKED = re.compile(r"[ \t]*(\*{2,3}|__)(?=[^\s*_])[^*_\r\n]{1,600}[؟?]\1(?=[ \t]+[^\s*_])")

_LONGEST_TAG = 40
"""Characters at the end in which a closing tag is looked for."""

# with these two lines of 123 news articles are joined, once and wrongly («… أي تي في», a name that ends so)
_CANNOT_END_WORDS = """
بين ان انه انها التي الذي الذين نحو ضد حول عبر بعد قبل او ثم قد لم لن لا
the of and in to a an at by for with le la les de des du et dans
"""
CANNOT_END = frozenset((*PREPOSITIONS, *_CANNOT_END_WORDS.split()))
"""Words that no line, sentence or name ends with."""


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space, BOM and zero-width spaces at its ends, and without tags with attributes or marks of
    emphasis around it; empty where nothing remains.

    >>> trim('<seg id="1">نص</seg>', 0, 20)
    (12, 14)
    """
    start, end = _without_blanks(text, start, end)
    while text.startswith("<", start) and (tag := _TAG_BEFORE.match(text, start, end)) is not None:
        start, end = _without_blanks(text, tag.end(), end)
        if (closing := _TAG_BEHIND.search(text[max(start, end - _LONGEST_TAG) : end])) is not None:
            start, end = _without_blanks(text, start, end - len(closing[0]))
    if text.startswith(("*", "_"), start) and (emphasis := _EMPHASIS.fullmatch(text, start, end)) is not None:
        return emphasis.span(2)
    return start, end


def is_emphasised(text: str, span: Span) -> bool:
    """Do marks of emphasis stand around a paragraph, which `trim` leaves out?"""
    return span[0] > 0 and text[span[0] - 1] in "*_" and text[span[1] : span[1] + 1] == text[span[0] - 1]


def _without_blanks(text: str, start: int, end: int) -> Span:
    piece = text[start:end].rstrip(_BLANK)
    return start + len(piece) - len(piece.lstrip(_BLANK)), start + len(piece)


def has_visible_text(text: str) -> bool:
    """Does a text show anything: any character but white space and invisible controls?"""
    return any(not character.isspace() and unicodedata.category(character) != "Cf" for character in text)


def ends_sentence(text: str) -> bool:
    """Does a line end as sentences do, closing quotes and brackets aside?"""
    return text.rstrip().rstrip(CLOSERS).endswith(_ENDS)


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs of a text in order, each an exact slice without white space around it."""
    lines = _lines(text)
    width = wrap_width(text, lines)
    joined: list[Span] = []
    for index, line in enumerate(lines):
        if index and _continues(text, lines[index - 1], line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
    return joined


def wrap_width(text: str, lines: Sequence[Span]) -> int:
    """The width in characters at which a file wraps its lines; 0 if its lines are whole paragraphs."""
    width = max((end - start for start, end in lines), default=0)
    if not MIN_WRAP_CHARACTERS <= width <= MAX_WRAP_CHARACTERS:
        return 0
    followed = [line for line, after in pairwise(lines) if _breaks(text, line, after) == 1]
    if not followed or median(end - start for start, end in followed) < _WRAPPED_WIDTH * width:
        return 0
    open_ends = sum(not ends_sentence(text[start:end]) for start, end in followed)
    return width if open_ends >= _WRAPPED_OPEN * len(followed) else 0


def _lines(text: str) -> list[Span]:
    spans = (trim(text, *piece) for match in _LINE.finditer(text) for piece in _asked_and_told(text, *match.span()))
    return [span for span in spans if has_visible_text(text[slice(*span)])]


def _asked_and_told(text: str, start: int, end: int) -> list[Span]:
    """A line, or where it begins with a question that is emphasised («**لماذا؟** لأن …») that and the reply."""
    found = _ASKED.match(text, start, end)
    return [(start, found.end()), (found.end(), end)] if found else [(start, end)]


def _breaks(text: str, line: Span, after: Span) -> int:
    """Line ends between two lines: 1 for neighbours, more where blank lines stand between them."""
    return len(re.findall(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", text[line[1] : after[0]]))


def _continues(text: str, line: Span, after: Span, width: int) -> bool:
    """Does the second line go on with the sentence or paragraph of the first?"""
    breaks = _breaks(text, line, after)
    if breaks > 2:
        return False
    before, following = text[slice(*line)], text[slice(*after)]
    filled = len(before) + 1 + len(following.split(maxsplit=1)[0]) >= _FULL * width
    if breaks == 1 and width:
        return filled
    if ends_sentence(before) or not ends_sentence(following):
        return False
    if width and filled:
        return True
    last = words(before[-40:])[-1:]
    return before[-1].isalpha() and bool(last) and last[0] in CANNOT_END and len(before) >= MIN_WRAP_CHARACTERS
