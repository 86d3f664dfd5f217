"""What stands over what: headings, the questions of an FAQ, tables of contents, running heads and page numbers.

A reader that knows them (Word, HTML, Markdown) marks them. In a text without marks a heading is a short line between
blank lines that ends no sentence and has a paragraph under it, a question of an FAQ a line that asks and has an
answer under it; both only where a text has several, since one such line in a news article is as often a caption,
or a question that its writer asks himself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vectorstore.text.arabic import fold, strip_clitics, words
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.bylines import is_byline
from vectorstore.text.lexicon import ARABIC_ORDINALS, CONTENTS_HEADINGS, DIVISIONS, REPORTING_VERBS
from vectorstore.text.page_lines import find_page_lines
from vectorstore.text.paragraphs import TERMINATORS, ends_sentence, is_emphasised
from vectorstore.types import Span

QUESTION_LEVEL = 7
"""The level of a question of an FAQ: it stands under every heading, whose levels go from 1 to 6."""

UNMARKED_LEVEL = 3
"""The level of a heading that is known by its looks alone: under Markdown's and Word's larger ones."""

MIN_HEADINGS = 2
"""Headings, or questions, from which a text without marks counts as one that is made of parts."""

MIN_CLOSE_QUESTIONS = 3
"""The same for questions that no blank line sets apart."""

_HEADING_WORDS = 8
_MOST_UNDER_TITLE = 4
"""Lines under the title, of author, place and day, below which the first heading may stand."""

_QUESTION_WORDS = 30
_MOST_QUESTION_WORDS = 80
"""The same where its marks or the name before it say that it is an interviewer's."""

_CONTENTS_WORDS = 15
_PROSE_WORDS = 4

_LEADERS = re.compile(r"(?:[.…·_]\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})$|^(?:\d{1,4})\s*(?:[.…·_]\s?){4,}")
_ENDS_IN_NUMBER = re.compile(r"(\S.*?)[\s.…·_|:–-]+(\d{1,4})$")
_MARKDOWN = re.compile(r"(#{1,6})\s+\S")
_NUMBERED = re.compile(r"^\W*\d{1,3}\s*[.):–-]\s*")
_RULE = re.compile(r"\s*([=*_~#─━═-])(?:\s?\1){2,}\s*")
_HEADLINE_WORDS = 20
_LONGEST_DIVISION = 100
_ARTICLE = max(DIVISIONS.values())
_ORDINALS = "|".join(re.findall(r"[^\W\d]+", ARABIC_ORDINALS))
_ORDINAL = rf"ال(?:{_ORDINALS}|عشر[وي]ن|ثلاث[وي]ن|مئه|مائه)"
_DIVISION = re.compile(
    rf"[#*\s]*(?:ال)?(?P<name>{'|'.join(DIVISIONS)})\s+(?:رقم\s+)?"
    rf"(?:[(\[]?\s*(?:\d{{1,4}}|[ivxlc]{{1,7}})\s*[)\]]?|"
    rf"[(\[]?{_ORDINAL}(?:\s+(?:(?:و|بعد\s+)ال\w+|عشره?))*[)\]]?)"
    r"(?:\s*[:.–-]*|\s*[:–-]\s*[^\W\d]+(?:\s+[^\W\d]+){0,7}\s*:?)"
)
"""«المادة (3)», «الباب الثاني: العقوبات», «Article 12», and nothing else on the line."""
_ASKS = re.compile(r"(?:س|سؤال|السؤال|q|question)\s*\d*\s*[:：.)-]\s*\S")
_SPEAKER = re.compile(r"\W*([^\W\d][^:：\n.،؟?!]{0,30}?)\s*[:：](?=\s)")
_ANSWERS = re.compile(r"(?:ج|جواب|الجواب|الاجابه|a|answer|reponse)\s*\d*\s*[:：.)-]\s*\S")


@dataclass(frozen=True, slots=True)
class Outline:
    """By index of a paragraph: the level of headings, 1 to 6, or of questions, 7; and which are contents or page lines.

    `contents` are lines of a table of contents, its heading included; `page_lines` running heads and page numbers.
    """

    levels: Mapping[int, int]
    contents: frozenset[int]
    page_lines: frozenset[int]


def find_outline(
    text: str, spans: Sequence[Span], lines: Sequence[str], marked: Mapping[int, str], pages: Sequence[int] = ()
) -> Outline:
    """The outline of a text by its paragraphs; `marked`: what a reader knows of some of them (`types.Mark`)."""
    contents = {i for i, role in marked.items() if role == "contents"} | _contents(lines, marked)
    page_lines = {i for i, role in marked.items() if role == "aside"} | find_page_lines(spans, lines, pages)
    free = [i for i in range(len(lines)) if i not in contents and i not in page_lines]
    levels = {i: int(role[1]) for i, role in marked.items() if re.fullmatch("h[1-6]", role) and i not in contents}
    if len(levels) < MIN_HEADINGS:  # a title, and perhaps headings that nobody marked
        plain = [i for i in free if i not in marked]
        found = _markdown(lines, free) or _divisions(lines, plain) or _below_rules(lines, plain)
        levels = {**(found or _headings_by_looks(text, spans, lines, free, marked)), **levels}
    levels |= _questions(text, spans, lines, [i for i in free if i not in levels and i not in marked])
    return Outline(
        _with_text_below(levels, len(lines), contents | page_lines), frozenset(contents), frozenset(page_lines)
    )


def _with_text_below(levels: Mapping[int, int], count: int, aside: set[int]) -> dict[int, int]:
    """The headings under which a paragraph stands before the next one of their level or a higher one."""
    kept: dict[int, int] = {}
    lowest = 0  # the deepest level that a heading may have here to have text under it
    for index in range(count - 1, -1, -1):
        level = levels.get(index)
        if level is None:
            lowest = lowest if index in aside else QUESTION_LEVEL
        elif lowest >= level:
            kept[index] = level
            lowest = level - 1
    return dict(sorted(kept.items()))


def _markdown(lines: Sequence[str], free: Sequence[int]) -> dict[int, int]:
    found = {i: _MARKDOWN.match(lines[i]) for i in free}
    return {i: len(match[1]) for i, match in found.items() if match and "\n" not in lines[i]}


def _divisions(lines: Sequence[str], free: Sequence[int]) -> dict[int, int]:
    """Lines that are nothing but the number of a part of a law, contract or book, with its name beside or below it."""
    short = (i for i in free if len(lines[i]) <= _LONGEST_DIVISION)
    found = {i: DIVISIONS[match["name"]] for i in short if (match := _DIVISION.fullmatch(fold(lines[i]).strip()))}
    if len(found) < MIN_HEADINGS:
        return {}
    # «الباب الأول», and under it «أحكام عامة», before the first article
    named = {i + 1: level + 1 for i, level in found.items() if level < _ARTICLE and found.get(i + 2, 0) > level}
    return {**{i: level for i, level in named.items() if i in free and may_head(lines[i])}, **found}


def is_division(line: str) -> bool:
    """Is a line nothing but the number of a part of a law, contract or book?"""
    return len(line) <= _LONGEST_DIVISION and bool(_DIVISION.fullmatch(fold(line).strip()))


def _below_rules(lines: Sequence[str], free: Sequence[int]) -> dict[int, int]:
    """Headlines of the further articles of a text that holds several, with a drawn line between each and the next."""
    found = [
        i
        for i in free
        if i and i + 1 < len(lines) and _RULE.fullmatch(lines[i - 1]) and 2 < len(words(lines[i])) <= _HEADLINE_WORDS
        and not ends_sentence(lines[i]) and lines[i].rstrip()[-1] not in "،,؛;:"
    ]  # fmt: skip
    return dict.fromkeys(found, 1) if len(found) >= MIN_HEADINGS else {}


def _headings_by_looks(
    text: str, spans: Sequence[Span], lines: Sequence[str], free: Sequence[int], marked: Mapping[int, str]
) -> dict[int, int]:
    """Short lines set apart by blank ones, with a paragraph under them and none left open above; the title is none."""
    found = []
    for place, index in enumerate(free):
        after = free[place + 1] if place + 1 < len(free) else None
        if place == 0 or after != index + 1 or index in marked or not is_set_apart(text, spans, index):
            continue
        above = lines[free[place - 1]]
        between = [lines[i] for i in free[1:place]] if place <= _MOST_UNDER_TITLE else [above]
        right_under = free[0] == index - place and all(is_boilerplate(one) or is_byline(one) for one in between)
        if right_under and is_byline(lines[index]):
            continue
        closed = ends_sentence(above) or right_under
        if closed and _is_text(lines[after]) and may_head(lines[index]) and not is_boilerplate(lines[index]):
            found.append(index)
    return dict.fromkeys(found, UNMARKED_LEVEL) if len(found) >= MIN_HEADINGS else {}


def may_head(line: str) -> bool:
    """Is a line short and unfinished, as headings are?"""
    found = words(line)
    if not 0 < len(found) <= _HEADING_WORDS or line.rstrip()[-1] in f'{TERMINATORS}،,؛;)»"”' or "|" in line:
        return False
    if line.startswith("— "):
        return False  # whoever said the quotation above
    # «بدل السفر:» heads what follows, «وقال أيضا:» announces somebody's words
    return line.rstrip()[-1] != ":" or not any(strip_clitics(word).startswith(REPORTING_VERBS) for word in found)


def _is_text(line: str) -> bool:
    return ends_sentence(line) and len(words(line)) >= _PROSE_WORDS


def _questions(text: str, spans: Sequence[Span], lines: Sequence[str], free: Sequence[int]) -> dict[int, int]:
    """Questions with answers right under them: set apart from what stands above, or told by «س:» and «ج:»."""
    following = set(free)
    spoken, found, close, longer = [], [], [], []
    interviewer = _interviewer(lines, free)
    for index in free:
        if index + 1 not in following or not 2 <= len(words(lines[index])) <= _MOST_QUESTION_WORDS:
            continue
        if _ends_asking(lines[index]) and (
            is_emphasised(text, spans[index]) or (interviewer and _speaker(lines[index]) == interviewer)
        ):
            found.append(index)
            continue
        if len(words(lines[index])) > _QUESTION_WORDS:
            continue
        if _ASKS.match(fold(lines[index])) and _ANSWERS.match(fold(lines[index + 1])):
            spoken.append(index)
        elif _is_question(lines[index]) and not _is_question(lines[index + 1]):
            (found if is_set_apart(text, spans, index) else close).append(index)
        elif _ends_asking(lines[index]) and not _ends_asking(lines[index + 1]) and is_set_apart(text, spans, index):
            longer.append(index)
    # without blank lines only where a third of all lines ask: an article that asks now and then is no FAQ
    count = len(found) + len(close)
    found += close if count >= MIN_CLOSE_QUESTIONS and 3 * count >= len(free) else []
    # «غادرت حلب فجأة. لماذا؟» is the interviewer's where most else that is asked is
    found += longer if len(found) >= MIN_CLOSE_QUESTIONS and 4 * len(found) >= len(free) else []
    asked = spoken + (found if len(found) + len(spoken) >= MIN_HEADINGS else [])
    return dict.fromkeys(asked, QUESTION_LEVEL)


def _interviewer(lines: Sequence[str], free: Sequence[int]) -> str:
    """The name before a colon of whoever does nothing but ask in a text, more than once («الضفة: لماذا عدت؟»)."""
    spoken: dict[str, list[bool]] = {}
    for index in free:
        if name := _speaker(lines[index]):
            spoken.setdefault(name, []).append(_ends_asking(lines[index]))
    asking = [name for name, asks in spoken.items() if len(asks) >= MIN_HEADINGS and all(asks)]
    return asking[0] if len(asking) == 1 else ""


def _speaker(line: str) -> str:
    found = _SPEAKER.match(line)
    return " ".join(words(found[1])) if found else ""


def _ends_asking(line: str) -> bool:
    return line.rstrip().endswith(("؟", "?"))


def _is_question(line: str) -> bool:
    """One question and nothing else; a quotation is somebody's speech."""
    bare = _NUMBERED.sub("", line.strip())
    return bare.endswith(("؟", "?")) and not any(mark in bare[:-1] for mark in ".؟?!…") and bare[0] not in '"«“'


def is_set_apart(text: str, spans: Sequence[Span], index: int) -> bool:
    """Does a paragraph begin the text, or stand below a blank line?"""
    return index == 0 or _blank(text, spans, index)


def _blank(text: str, spans: Sequence[Span], index: int) -> bool:
    return text[spans[index - 1][1] : spans[index][0]].replace("\r\n", "\n").count("\n") > 1


def _contents(lines: Sequence[str], marked: Mapping[int, str]) -> set[int]:
    """Lines of a table of contents: those with leaders, and runs of lines that end in rising numbers of pages.

    A run counts below a heading that says so, or where half of its lines stand again as paragraphs of the text.
    """
    found = {i for i, line in enumerate(lines) if len(line) <= 200 and _LEADERS.search(fold(line))}
    whole = Counter(" ".join(fold(line).strip("# ").split()) for line in lines if len(line) <= 200)
    for run in _numbered_runs(lines, marked):
        above = run[0][0] - 1
        headed = above >= 0 and " ".join(words(lines[above])) in CONTENTS_HEADINGS
        again = sum(" ".join(name.split()) in whole for _, name, _ in run)
        if headed or (len(run) >= MIN_HEADINGS and 2 * again >= len(run)):
            found |= {index for index, _, _ in run}
    return found | {i - 1 for i in found if i and " ".join(words(lines[i - 1])) in CONTENTS_HEADINGS}


def _numbered_runs(lines: Sequence[str], marked: Mapping[int, str]) -> list[list[tuple[int, str, int]]]:
    """Neighbouring short lines that end in numbers none of which is less than the one before: index, words, number."""
    runs: list[list[tuple[int, str, int]]] = []
    for index, line in enumerate(lines):
        folded = fold(line).strip() if len(line) <= 200 and index not in marked else ""
        match = _ENDS_IN_NUMBER.fullmatch(folded)
        if match is None or len(words(line)) > _CONTENTS_WORDS:
            continue
        entry = (index, match[1].strip("# .…·_|:–-"), int(match[2]))
        if runs and runs[-1][-1][0] == index - 1 and runs[-1][-1][2] <= entry[2]:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs
