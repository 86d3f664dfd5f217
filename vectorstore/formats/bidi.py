"""Arabic as it is drawn back into the order in which it is written.

PDF files place glyphs: most hold an Arabic line as it looks, from left to right, some as it is written. A line
that is drawn from left to right is read here from the right, with what runs the other way in it (Latin words,
numbers) turned round again: the inverse of the Unicode bidirectional algorithm (UAX 9) for lines of one
direction with runs of the other. A drawn line may stand for two written ones («Chrome 115» and «115 Chrome»
look the same within Arabic): then a name comes before its number, and a number before its unit.

A glyph is a string: a ligature, or a letter with its marks, is one, in its written order, and stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

from vectorstore.text.script import PRESENTATION_FORMS, Side, side

_INSIDE_NUMBERS = frozenset(".,:/٫٬")
_BEFORE_NUMBERS = frozenset("+$€£¥₪#")
_AFTER_NUMBERS = frozenset("%٪‰°")
_INSIDE_LATIN = frozenset(".,:;/-_@?=&#%~+'’*!")
_UNIT_NAMES = """
mm cm m km g kg mg t l ml w kw mw gw kwh mwh gwh v hz khz mhz ghz kb mb gb tb bps kbps mbps gbps px dpi fps am pm usd
eur gbp aed sar egp ppm ppb bar mbar psi pa kpa mpa hpa db rpm mph j kj mj cal kcal kv kva mva twh ha ft lb oz
km/h m/s m/h kg/m l/s l/min mg/l mb/s gb/s kwh/m
"""
_UNITS = frozenset(_UNIT_NAMES.split())
_MOSTLY = 2
"""Latin letters to one of Arabic above which a line is mostly Latin."""
_ARABIC_MARKS = frozenset("،؛؟«»")
_STOPS = frozenset(".,;:!?،؛؟")
_ENDS = frozenset(".!؟")
_PAIRS = (("([{«‹", ")]}»›"), ("“‘", "”’"))
"""Opening and closing marks that may stand the wrong way round: readers turn quotation marks that files do not."""

_TURNED_NOTE = re.compile(r"\](\d{1,3}(?:\s*[,،]\s*\d{1,3})*)\[")

_ARABIC_NUMBER = re.compile("[\u0660-\u0669]")
_FORMS = re.compile(f"[{PRESENTATION_FORMS}]")


def is_right_to_left(glyphs: Sequence[str], *, arabic: bool) -> bool:
    """Does a line run from the right? On an `arabic` page every line does that is not wholly Latin, nor Latin at both
    ends with its stops where Latin has them: that is one of a Latin paragraph with Arabic words."""
    sides = [side(glyph) for glyph in glyphs]
    if arabic:
        marks = _marks_behind_latin(glyphs, sides)
        if "rtl" not in sides:  # words of the line before, whose full stop stands on the left
            return ("ltr" not in sides and marks <= 0) or (marks < 0 and sides[0] == "neutral")
        ends = {sides[at] for at in (0, -1) if glyphs[at] not in _STOPS}
        mostly = sides.count("ltr") > _MOSTLY * sides.count("rtl")  # a number at an end is of either
        return marks <= 0 or not ends <= ({"ltr", "number"} if mostly else {"ltr"}) or ends == {"number"}
    return sides.count("rtl") > sides.count("ltr")


def _marks_behind_latin(glyphs: Sequence[str], sides: Sequence[Side]) -> int:
    """How many more stops stand on the right of a Latin letter or a number than on its left, each with nothing on its
    other side: they end a word that runs from the left there, and here one of a line that runs from the right."""
    found = 0
    latin = ("ltr", "number")
    for at, glyph in enumerate(glyphs):
        if glyph not in _STOPS:
            continue
        before, after = at > 0 and sides[at - 1] in latin, at + 1 < len(glyphs) and sides[at + 1] in latin
        alone = at + 1 == len(glyphs) or glyphs[at + 1].isspace(), not at or glyphs[at - 1].isspace()
        found += (before and alone[0]) - (after and alone[1])
    return found


def stands_from_left(lines: Sequence[Sequence[str]]) -> bool:
    """Were the Arabic lines of a page set as paragraphs that run from the left, as programs do where nobody says
    otherwise? Then the full stop of such a line stands on its right, at its first word, and nothing at its last."""
    lean = 0
    for glyphs in lines:
        if len(glyphs) > 2:
            first = glyphs[-1] in _ENDS and side(glyphs[-2]) == "rtl"
            last = glyphs[0] in _ENDS and side(glyphs[1]) == "rtl"
            lean += first - last
    return lean > 0


def to_logical(glyphs: Sequence[str], *, arabic: bool, from_left: bool = False) -> list[str]:
    """The glyphs of a line, given from left to right as they are drawn, in their written order.

    `from_left`: the line is one of a paragraph that runs from the left, whatever its words do.
    """
    right_to_left = not from_left and is_right_to_left(glyphs, arabic=arabic)
    if not right_to_left:
        glyphs = _with_whole_numbers(glyphs)
    sides = _resolved(glyphs, "rtl" if right_to_left else "ltr")
    runs = [
        (way, [glyph for _, glyph in run]) for way, run in groupby(zip(sides, glyphs, strict=True), lambda one: one[0])
    ]
    order: list[str] = []
    for way, run in reversed(runs) if right_to_left else runs:
        order += reversed(run) if way == "rtl" else _with_unit(run) if right_to_left else run
    return order


def _with_whole_numbers(glyphs: Sequence[str]) -> list[str]:
    """The glyphs of a Latin line with each number that runs with the Arabic words around it (UAX 9, N1) as one, so that
    «١٤ أبريل ١٤٣٤» is drawn with its year on the left, and their digits from the left: those in Arabic digits, and
    others where an Arabic word stands on the right and none of Latin on the left (W2)."""
    sides = [side(glyph) for glyph in glyphs]
    found: list[str] = []
    runs = False
    for at, glyph in enumerate(glyphs):
        after = sides[at + 1] if at + 1 < len(glyphs) else ""
        inside = runs and glyph in _INSIDE_NUMBERS and after == "number"
        behind = runs and glyph in _AFTER_NUMBERS
        if sides[at] == "number" and not runs:
            runs = bool(_ARABIC_NUMBER.match(glyph)) or _is_after_arabic(sides, at)
            found.append(glyph)
        elif runs and (sides[at] == "number" or inside or behind):
            found[-1] += glyph
        else:
            runs = False
            found.append(glyph)
    return found


def _is_after_arabic(sides: Sequence[Side], at: int) -> bool:
    """Is a number of a line that runs from the left drawn on the left of an Arabic word, which it follows then?"""
    strong = ("ltr", "rtl")
    before = next((one for one in reversed(sides[:at]) if one in strong), "")
    after = next((one for one in sides[at:] if one in strong), "")
    return after == "rtl" and before != "ltr"


def _resolved(glyphs: Sequence[str], base: Side) -> list[Side]:
    """Which way each glyph runs: numbers run as Latin does, and what stands between takes its neighbours' way.

    A hyphen between numbers is not of them after Arabic letters (UAX 9, W4), so that «1990-1995» is drawn from
    the right; a point, comma, colon or slash is. A percent sign is drawn on either side, and written behind.
    """
    sides = [side(glyph) for glyph in glyphs]
    if base == "ltr":
        sides = ["rtl" if _runs_with_arabic(sides, glyphs, at) else one for at, one in enumerate(sides)]
    count = len(glyphs)
    for at in range(count):
        if sides[at] == "neutral" and not glyphs[at].isspace():
            before, after = sides[at - 1] if at else "", sides[at + 1] if at + 1 < count else ""
            number = glyphs[at] in _INSIDE_NUMBERS and before == after == "number"
            sign = (glyphs[at] in _BEFORE_NUMBERS and after == "number" and not _is_price(glyphs, sides, at, base)) or (
                glyphs[at] in _AFTER_NUMBERS and before == "number"
            )
            latin = glyphs[at] in _INSIDE_LATIN and {before, after} <= {"ltr", "number"} and "ltr" in (before, after)
            if number or sign or latin:
                sides[at] = "ltr" if latin else "number"
    for at in _latin_brackets(glyphs, sides):
        sides[at] = "ltr"
    _join(glyphs, sides, base)
    return ["ltr" if one == "number" else one for one in sides]


def _latin_brackets(glyphs: Sequence[str], sides: Sequence[Side]) -> list[int]:
    """The places of brackets around Latin behind a Latin word, «Siemens (SIE)»: they run as it does (UAX 9, N0).

    Older programs draw the closing one on the other side of the word.
    """
    found: list[int] = []
    opened: list[int] = []
    for at, glyph in enumerate(glyphs):
        if sides[at] == "rtl":
            opened.clear()
        elif glyph == "(":
            opened.append(at)
        elif glyph == ")" and opened:
            first = opened.pop()
            before = next((sides[i] for i in range(first - 1, -1, -1) if not glyphs[i].isspace()), "")
            if before == "ltr":
                found += [first, at]
    return found


def _is_price(glyphs: Sequence[str], sides: Sequence[Side], at: int, base: Side) -> bool:
    """Is a sign on the left of a number that of its currency, behind an Arabic word? Then it is written behind the
    number (UAX 9, W2 and N1): «35$» is drawn so, and «$35» with the sign on the right."""
    strong = next((one for one in sides[at:] if one in ("ltr", "rtl")), "")
    return base == "rtl" and unicodedata.category(glyphs[at]) == "Sc" and strong == "rtl"


def _runs_with_arabic(sides: Sequence[Side], glyphs: Sequence[str], at: int) -> bool:
    """The same of the numbers that `_with_whole_numbers` made."""
    if sides[at] != "number":
        return False
    return bool(_ARABIC_NUMBER.match(glyphs[at])) or _is_after_arabic(sides, at)


def _join(glyphs: Sequence[str], sides: list[Side], base: Side) -> None:
    """Neutrals between two of one way go that way; all others go the line's."""
    at, count = 0, len(glyphs)
    while at < count:
        end = at
        while end < count and sides[end] == "neutral":
            end += 1
        if end > at:
            around = {sides[at - 1] if at else base, sides[end] if end < count else base}
            between = glyphs[at:end]
            # «Apple، Google» runs from the left, its comma too; on the left of a word that ends one from the right
            listed = between[0] in _STOPS and len(between) > 1 and all(map(str.isspace, between[1:]))
            latin = "ltr" in around and "rtl" not in around and (listed or not _ARABIC_MARKS.intersection(between))
            if latin and end < count and sides[at - 1 if at else 0] == "ltr":
                # in «Chrome 115-120» the numbers run as the word does (UAX 9, W7), and «BBC 2020-2018» stands for
                # «2018-2020 BBC»
                rises = _range_from(glyphs, sides, end)
                latin = rises is not False
                if rises:
                    sides[end : end + 20] = _as_latin(sides[end : end + 20])
            sides[at:end] = ["ltr" if latin else "rtl" if around == {"rtl"} else base] * (end - at)
        at = max(end, at + 1)


def _as_latin(sides: Sequence[Side]) -> list[Side]:
    """The sides with those of the two numbers that they begin with, and of the hyphen between them, as Latin's."""
    first = next((at for at, one in enumerate(sides) if one != "number"), len(sides))
    last = next((at for at, one in enumerate(sides) if at > first and one != "number"), len(sides))
    return ["ltr"] * last + list(sides[last:])


def _range_from(glyphs: Sequence[str], sides: Sequence[Side], at: int) -> bool | None:
    """Does the number of a place rise to one behind a hyphen, or fall? None where there are no two such numbers."""
    found = re.match(r"(\d{1,9})[-–](\d{1,9})(?!\d)", "".join(glyphs[at : at + 20]))
    if found is None or sides[at] != "number":
        return None
    return int(found[1]) < int(found[2])


def _with_unit(glyphs: Sequence[str]) -> list[str]:
    """A run from left to right; a number at its right end comes first where the word before it is its unit."""
    text = "".join(glyphs)
    found = re.fullmatch(r"([^\W\d_]+(?:/[^\W\d_]+)?)(\s+)(\d[\d.,]*)", text)
    if found and found[1].casefold() in _UNITS and len(text) == len(glyphs):
        return [*found[3], *found[2], *found[1]]
    return list(glyphs)


def mirror_brackets(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """The texts with brackets and quotation marks turned round, each kind where most of it stands the wrong way.

    An opening mark has a space before it and none behind it.
    """
    whole = "\n".join(text for page in texts for text in page)
    table: dict[int, str] = {}
    for openers, closers in _PAIRS:
        before_words = re.findall(rf"(?<!\S)[{re.escape(openers + closers)}](?=\w)", whole)
        behind_words = re.findall(rf"(?<=\w)[{re.escape(openers + closers)}](?!\w)", whole)
        wrong = sum(mark in closers for mark in before_words) + sum(mark in openers for mark in behind_words)
        if wrong * 2 > len(before_words) + len(behind_words):
            table |= str.maketrans(openers + closers, closers + openers)
    return [[_one_by_one(text.translate(table)) for text in page] for page in texts]


def _one_by_one(text: str) -> str:
    """A bracket that opens behind a word or closes before one was turned alone, at the border of two scripts."""
    text = _TURNED_NOTE.sub(r"[\1]", text)
    openers, closers = _PAIRS[0]
    for wrong, right in (*zip(openers, closers, strict=True), *zip(closers, openers, strict=True)):
        place = r"(?<=\w){}(?=[\s.,،؛:]|$)" if wrong in openers else r"(?<!\S){}(?=\w)"
        text = re.sub(place.format(re.escape(wrong)), right, text)
    return text


def letters(glyph: str) -> str:
    """A glyph with presentation forms as the letters that they show, in written order."""
    if _FORMS.search(glyph):
        # the forms of marks alone are a space with the marks over it
        return "".join(unicodedata.normalize("NFKC", one).lstrip() if one > "\ufb00" else one for one in glyph)
    return glyph
