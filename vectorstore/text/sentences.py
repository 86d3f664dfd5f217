"""Sentences of Arabic, Latin and mixed text as exact slices.

A sentence ends at . ؟ ? ! … and, between two longer parts, at ؛ ; never inside a number (80.5), after an
initial or abbreviation (د. م.), or inside a quotation or bracket of ordinary length. A quotation that is not
closed, or is very long, does not count, so that one stray mark cannot swallow a paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from vectorstore.text.lexicon import CLAUSE_OPENERS, SPEECH_PARTICIPLES
from vectorstore.text.paragraphs import CLOSERS, paragraph_spans, trim
from vectorstore.text.script import LETTERS
from vectorstore.types import Span

LONG_SENTENCE_CHARACTERS = 450
"""Characters from which a sentence is cut at the full stops inside its quotation, or before a clause.

News agencies hang three statements on one full stop («…، واصفة …، علماً أن …، فيما …»); each can be quoted.
"""

MAX_SENTENCE_CHARACTERS = 700
"""Characters that no sentence exceeds: an answer of at most 700 must be able to show any of them."""

_LONGEST_QUOTE = 400
_DEEPEST_NESTING = 8
_AHEAD, _BEHIND = 60, 200  # characters after and before a mark that decide about it
_LONGEST_SEARCHED = 10_000  # longer than any sentence: cut anywhere, without looking for quotations in it
_MOST_MARKS = 60  # more marks than that on one letter are no writing, and are cut anywhere
_CUT_PART = 100  # a quotation is cut only where both parts say something by themselves
_SEMICOLON_PART = 40  # «الأول؛ الثاني؛ الثالث» is a list in one sentence
_ELLIPSIS_WORDS = 5  # «لكن... لا أحد يعلم» hesitates, it does not end

_MARK = re.compile(
    rf"[.؟?!…۔؛](?<![.؟?!…۔].)(?:(?<=؛)|(?<!؛)[.؟?!…۔]*+)[{re.escape(CLOSERS)}]*+(?:\[\d+\])*+"
    rf"(?=\s|$|[{LETTERS}«“(])",
    re.DOTALL,
)
"""A run of marks or one ؛, and no mark of a run before it (a ؛ may be). That is asked behind its first mark: a pattern
that begins with a class of characters is looked for by these alone, two to three times as fast."""
_HEADING_MARKS = re.compile(r"#{1,6}[ \t]+(?=\w|[«\"“(])")
_PAIRS = {"«": "»", "(": ")", "[": "]", "‹": "›", "{": "}"}
_LETTERS = r"[^\W\d_]\u0640?"
_INITIAL = re.compile(rf"(?:^|[\s(«“\"\-])(?:و)?(?:{_LETTERS}\.)*{_LETTERS}$")
_ARABIC_LETTER = re.compile(f"[{LETTERS}]")
_LATIN_LETTER = re.compile(r"(?:^|[^\w.])[A-Z]$")  # «الكروموسوم Y.» ends a sentence where Arabic follows
_YEAR_LETTER = re.compile(r"\d\s*(?:ق\s?\.?\s?)?(?:م|هـ|ه)$")
_LETTER_NAMES = "آر|ار|إس|اس|إم|ام|إل|ال|إن|إف|إتش|إيه|بي|تي|جي|جيه|دي|سي|كي|يو|دبليو"
"""Latin letters as Arabic writes them: one is an initial («دبليو. بوش»), several a name («بي بي سي.»)."""
_SPELLED_INITIAL = re.compile(rf"(?:^|\s)(?!(?:{_LETTER_NAMES})\s)\S+\s+(?:{_LETTER_NAMES})$")
_ABBREVIATIONS = (
    "أ.د", "Dr", "Mr", "Mrs", "Ms", "Prof", "St", "No", "vs", "Gen", "Sen", "Rep", "Gov", "Jr", "Sr", "Mme", "Mlle",
    "p", "pp", "cf", "تـ", "ص",
)  # fmt: skip
_ABBREVIATION = re.compile(rf"(?:^|[\s(«“\"])(?:{'|'.join(map(re.escape, _ABBREVIATIONS))})$")
_UNSURE = (*_LETTER_NAMES.split("|"), *_ABBREVIATIONS, "\u0640", "\n")
"""Ends by which a full stop may stand for something else, beside one letter alone: `_is_border` then looks closer. With
«ـ», which may follow a letter, and the end of a line, which its patterns pass over."""
_NUMBERING = re.compile(r"\W*\d{1,2}")
_ENDS_IN_WORD = re.compile(r"(?:[\u0620-\u065f\u0670]{3}|[\d٪%)])[\"”»)]?\s?$")
"""After these a mark ends a sentence even where the space after it is missing («انتهى.وقال»)."""
_CLAUSE = re.compile(
    r"[،,؛;](?=\s+(?:علما|كما\b|إلا أن|الا ان|"
    rf"{'|'.join(CLAUSE_OPENERS)}|و?(?:{'|'.join(SPEECH_PARTICIPLES)})|وقد|وكانت?|وقالت?|و[أا]ضافت?|"
    r"و[أا]كدت?|و[أا]شارت?|but\b|while\b|whereas\b|although\b|mais\b|tandis\b))"
)
_PAUSE = re.compile(r"[،,;؛:](?=\s)|\s[–—-](?=\s)")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a whole document in order: exact slices without white space around them."""
    return [span for start, end in paragraph_spans(text) for span in sentences_within(text, start, end)]


def sentences_within(text: str, start: int, end: int) -> list[Span]:
    """The sentences of one paragraph, which is the slice `[start, end)` of a text; a heading's `#` are in none."""
    if (marks := _HEADING_MARKS.match(text, start, end)) is not None:
        start = marks.end()
    paragraph = text[start:end]
    quotes = quotation_spans(paragraph)
    found: list[Span] = []
    begin = 0
    for border in [*_borders(paragraph, quotes), len(paragraph)]:
        span = trim(paragraph, begin, border)
        if span[0] < span[1]:
            found += _shortened(paragraph, span)
        begin = border
    return [(start + a, start + b) for a, b in found]


def quotation_spans(paragraph: str) -> list[Span]:
    """Quotations and brackets of ordinary length, in order, closing marks included, nested ones merged.

    Straight and curly quotation marks are told apart by what stands beside them, since both are also typed
    the wrong way round; a mark without a partner is left out.
    """
    found: list[Span] = []
    brackets: list[tuple[int, str]] = []  # position and the mark that will close it
    opened = {"straight": -1, "curly": -1}
    for match in re.finditer(r"[\"“”«»()\[\]‹›{}]", paragraph):
        index, mark = match.start(), match.group()
        if mark in '"“”':
            kind = "straight" if mark == '"' else "curly"
            if opened[kind] < 0 or _reopens(paragraph, index):
                opened[kind] = index if _may_open(paragraph, index) else -1
            else:
                found.append((opened[kind], index + 1))
                opened[kind] = -1
        elif mark in _PAIRS:
            brackets = [*brackets[-_DEEPEST_NESTING:], (index, _PAIRS[mark])]
        elif places := [place for place, (_, closer) in enumerate(brackets) if closer == mark]:
            found.append((brackets[places[-1]][0], index + 1))
            del brackets[places[-1] :]
    return _merged(sorted(span for span in found if span[1] - span[0] <= _LONGEST_QUOTE))


def _may_open(paragraph: str, index: int) -> bool:
    after = paragraph[index + 1 : index + 2]
    return after.isalnum() or (after != "" and after in "«([#@")


def _reopens(paragraph: str, index: int) -> bool:
    """Does a mark within a quotation open one, so that the one before was never closed?"""
    return _may_open(paragraph, index) and (index == 0 or paragraph[index - 1].isspace())


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _borders(paragraph: str, quotes: list[Span]) -> Iterator[int]:
    begin = 0
    for match in _MARK.finditer(paragraph):
        around = bisect_left(quotes, (match.start(), 0)) - 1
        if around >= 0 and match.end() < quotes[around][1]:
            continue
        if _is_border(paragraph, begin, match):
            yield match.end()
            begin = match.end()


def _is_border(paragraph: str, begin: int, match: re.Match[str]) -> bool:
    """Does the mark end the sentence that started at `begin`?"""
    before = paragraph[max(begin, match.start() - _BEHIND) : match.start()].lstrip()
    after = paragraph[match.end() : match.end() + _AHEAD]
    mark = match.group().rstrip(CLOSERS)
    if not after.strip():
        return True
    following = after.lstrip()[0]
    glued = not after[0].isspace()
    if before[-1:] in ("(", "[") or not any(map(str.isalnum, before)):
        return False
    if mark == "؛":
        return len(before) >= _SEMICOLON_PART and len(after) >= _SEMICOLON_PART and not glued
    if mark in ("…", "...", ".."):
        return len(before.split()) >= _ELLIPSIS_WORDS and not glued and not following.islower()
    if following in "،,:;" or ("." in mark and following.islower()):
        return False
    if mark != ".":
        return True
    if glued and (following in "()" or not _ENDS_IN_WORD.search(before)):
        return False
    near = before[-_AHEAD // 2 :]
    if not near.endswith(_UNSURE) and not _ends_in_one_letter(near):
        return not _NUMBERING.fullmatch(before)  # an ordinary word, as nearly always
    if _YEAR_LETTER.search(near) or (_LATIN_LETTER.search(near) and _ARABIC_LETTER.match(following)):
        return True
    initial = _INITIAL.search(near) or _SPELLED_INITIAL.search(near)
    return not (initial or _ABBREVIATION.search(near) or _NUMBERING.fullmatch(before))


def _ends_in_one_letter(near: str) -> bool:
    """Could the end be one letter alone, or behind a digit, a full stop or an «and»? What is false is certain."""
    before = near[-2:-1]
    return not before.isalpha() or before == "و"


def _shortened(paragraph: str, span: Span) -> list[Span]:
    """The sentence itself, or its parts where it is too long to be shown as one.

    A loop, and each part shorter than what it was cut from: no text is too long for it, whatever stands there.
    """
    found: list[Span] = []
    waiting = [span]
    while waiting:
        start, end = waiting.pop()
        cut = _cut(paragraph, start, end)
        if cut is None:
            found.append((start, end))
            continue
        parts = (trim(paragraph, start, cut), trim(paragraph, cut, end))
        waiting += [part for part in reversed(parts) if part[0] < part[1]]
    return found


def _cut(paragraph: str, start: int, end: int) -> int | None:
    """Where a sentence is cut in two; None where it is short enough, or cannot be cut and may be shown as it is."""
    length = end - start
    if length <= LONG_SENTENCE_CHARACTERS:
        return None
    places = _cuts(paragraph, start, end) if length <= _LONGEST_SEARCHED else []
    if not places:
        return None if length <= MAX_SENTENCE_CHARACTERS else _pause(paragraph, start, end)
    middle = start + length // 2
    return min(places, key=lambda place: abs(place - middle))


def _cuts(paragraph: str, start: int, end: int) -> list[int]:
    """Where a long sentence may be cut: after full stops in its quotations, else before its clauses."""
    first, last = start + _CUT_PART, end - _CUT_PART
    stops = [
        match.end()
        for match in _MARK.finditer(paragraph, start, end)
        if match.group()[0] in ".؟?!" and first <= match.end() <= last and _is_border(paragraph, start, match)
    ]
    if stops:
        return stops
    quotes = [(start + a, start + b) for a, b in quotation_spans(paragraph[start:end])]
    clauses = [match.end() for match in _CLAUSE.finditer(paragraph, first, last)]
    return [place for place in clauses if not any(a < place < b for a, b in quotes)]


def _pause(paragraph: str, start: int, end: int) -> int:
    """Where to cut an endless sentence: at a comma near its middle, else at a space, else in the middle."""
    middle, quarter = (start + end) // 2, (end - start) // 4
    low, high = middle - quarter, middle + quarter
    for pattern in (_PAUSE, re.compile(r"\s")):
        places = [match.end() for match in pattern.finditer(paragraph, low, high)]
        if places:
            return min(places, key=lambda place: abs(place - middle))
    near = range(middle, middle + _MOST_MARKS)
    return next((place for place in near if not unicodedata.combining(paragraph[place])), middle)
