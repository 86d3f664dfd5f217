"""The words of a sentence that give a cause of what was said, and those that give the contrary of one.

«وعزت الشركة هذا التراجع إلى سببين: …»: a verb or a noun of causing, something that resumes what is explained
(«هذا», «ذلك», «السبب», «قراره»), and behind a preposition the cause. Such a sentence has few of a question's words and
no «لأن».
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.lexicon.reasons import (
    BECAUSE,
    BROUGHT_ABOUT_BY,
    CONCEDING,
    GOES_BACK,
    JUSTIFIED,
    LAID_TO,
    NO_CAUSE_WITH_BA,
    OBJECTING,
    OWING_TO,
    POINTING,
    RESULTING,
    SURELY_LAID_TO,
)
from assistant.question.answer_type import holds_time
from vectorstore.text.arabic import fold, tokens
from vectorstore.types import Span

LATEST_BEGIN = 3
"""Words before the verb from which a sentence explains something of its own rather than the one before it."""

LONGEST_CAUSE = 30
"""Words of a cause; a longer one ends with its first clause."""

OBJECTED_WORDS = 2
"""So many words behind «لكن» something stands right behind it."""


def _any_of(*words: str) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _upto(count: int) -> str:
    return rf"(?:\w+ ){{0,{count}}}?"


_THIS = rf"(?:{_any_of(*POINTING)})(?: (?P<what>ال\w+)(?: ال\w+)?)?"
_OWNED = r"(?!ال)\w{2,}(?:ه|ها|هم|هما)"
_BECAUSE = rf"(?:{_any_of(*OWING_TO, *BROUGHT_ABOUT_BY)}|لان\w*)".replace("ه|", "[هة]|")
_OF_THAT = r"(?: (?:في|وراء) (?:ذلك|هذا ال\w+|هذه ال\w+))?"
_THE_CAUSE = (
    r"السبب(?! (?:ال\w+ )?(?:لل|الذي |التي |(?:في|وراء) (?!ذلك|هذا|هذه)))"
    r"(?: (?:ال\w+ي|الرئيس|الاول|الاهم|الوحيد))?"
)
"""«السبب», of nothing that is named behind it: that of «السبب الرئيسي للوفيات» is what it says itself."""
_CAUSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<= ))[وف]?(?:{_any_of(*LAID_TO)}) {_upto(12)}(?<!علي ){_THIS} {_upto(6)}الي (?P<cause>)",
        rf"(?:^|(?<= ))[وف]?(?:{_any_of(*SURELY_LAID_TO)}) {_upto(8)}{_OWNED} {_upto(4)}الي (?P<cause>)",
        rf"(?:^|(?<= ))[وف]?(?:{_any_of(*LAID_TO)})(?:ه|ها) {_upto(6)}الي (?P<cause>)",
        rf"(?:^|(?<= ))[وف]?(?:{_any_of(*GOES_BACK)}) {_upto(2)}(?:{_THIS}|السبب{_OF_THAT}) {_upto(7)}الي (?P<cause>)",
        rf"(?:^|(?<= ))[وف]?مرد(?:ه|ها) {_upto(5)}الي (?P<cause>)",
        rf"(?:^|(?<= ))[وف]?(?:{_any_of(*JUSTIFIED)}) {_upto(8)}(?:{_THIS}|{_OWNED}) {_upto(2)}"
        rf"(?:بان )?(?P<cause>(?<=بان )|(?!(?:{_any_of(*NO_CAUSE_WITH_BA)}) )ب\w{{2,}})",
        rf"(?:^|(?<= ان ))[وف]?(?:من |احد |ابرز )?(?:{_THE_CAUSE}|سببه|سببها|اسبابه|"
        rf"(?:سبب|اسباب) (?:ذلك|هذا ال\w+|هذه ال\w+)){_OF_THAT}"
        r"(?: (?:هو|هي|كان|كانت|يعود الي|يرجع الي|يكمن في))?(?: ان)? (?P<cause>)(?!لل|الذي |التي |في |وراء )",
        rf"^[وف]?(?:(?:جاء|جاءت|كان|حدث|حصل|وقع|ياتي) )?{_THIS} {_upto(3)}{_BECAUSE} (?P<cause>)",
        rf"^[وف]?(?:جاء|جاءت|ياتي|تاتي) (?P<what>ال\w+) {_upto(2)}{_BECAUSE} (?P<cause>)",
        rf"(?<= ان )(?P<what>ال\w+) (?:جاء|جاءت|ياتي|تاتي) {_upto(1)}{_BECAUSE} (?P<cause>)",
    )
)
_SOURCE = re.compile(r"[،,] (?:بحسب|حسب|وفق|وفقا|كما|علي حد|قائلا|قائله)\b")
_CLAUSE = re.compile(r"[،,؛]")

_BEGINS_CAUSE = re.compile(rf"\b[وف]?(?:{'|'.join(BECAUSE)})\b")
_CONCEDES = re.compile(rf"\b[وف]?(?:علي ال)?(?:{_any_of(*CONCEDING)})\b")
_RESULTS = re.compile(rf"\b[وف]?(?:{_any_of(*RESULTING)})\b(?! ان)")
_OBJECTS = re.compile(rf"\b[وف]?(?:{_any_of(*OBJECTING)})\b")


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause that a sentence gives: its words (a span of the sentence), and the noun behind «هذا» that resumes what it
    is of, where there is one. `of_before`: it is of what the sentence before tells."""

    span: Span
    what: str = ""
    of_before: bool = True


def find_cause(sentence: str) -> Cause | None:
    """The cause that a sentence gives of something that it resumes; None where it gives none."""
    found = tokens(sentence)
    # a noun in «ة» owns nothing, and folded it looks as if it did
    read = [one.text[:-1] + "ة" if sentence[one.start : one.end].endswith("ة") else one.text for one in found]
    starts, text = [], ""
    for word in read:
        starts.append(len(text))
        text += f"{word} "
    for pattern in _CAUSES:
        match = pattern.search(text)
        if match is None or match.start("cause") not in starts:
            continue
        first, begin = starts.index(match.start("cause")), text.count(" ", 0, match.start())
        span = found[first].start, _end(sentence, found[first].start)
        if holds_time(" ".join(read[first : first + 2])) or span[1] <= span[0]:
            continue
        return Cause(span, match.groupdict().get("what") or "", begin <= LATEST_BEGIN or "السبب" in match[0])
    return None


def is_no_cause(before: str, words: str) -> bool:
    """Do words speak against something or come of it, by themselves or by what stands `before` them in the sentence?

    «رغم أن المبيعات ارتفعت» is no cause of lower profits, nor «بسبب ذلك استقال»; what stands behind a comma may be one.
    """
    folded, said = fold(before), fold(words).strip(" \"«»“”'،,")
    if _CONCEDES.match(said) or _RESULTS.match(said):
        return True
    for pattern, most in ((_CONCEDES, len(folded)), (_RESULTS, len(folded)), (_OBJECTS, OBJECTED_WORDS)):
        last = max((found.end() for found in pattern.finditer(folded)), default=None)
        if last is not None:
            between = folded[last:]
            if not (_CLAUSE.search(between) or _BEGINS_CAUSE.search(f"{between} {said}")):
                return len(between.split()) <= most
    return False


def _end(sentence: str, start: int) -> int:
    """Where a cause that begins there ends: with its sentence, before whoever says so, or with its clause."""
    folded = fold(sentence)  # as long as the sentence, but for marks; what is cut is looked for in both
    source = _SOURCE.search(folded, start) if len(folded) == len(sentence) else None
    end = source.start() if source else len(sentence)
    if len(sentence[start:end].split()) > LONGEST_CAUSE:
        clause = _CLAUSE.search(sentence, start + 20)
        end = clause.start() if clause else end
    return start + len(sentence[start:end].rstrip(" .،؛,!\n\t\"”»"))
