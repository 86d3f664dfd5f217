"""The words of a sentence that give a cause of what was said, and those that give the contrary of one.

«وعزت الشركة هذا التراجع إلى سببين: …»: a verb or a noun of causing, something that resumes what is explained
(«هذا», «ذلك», «السبب», «قراره»), and behind a preposition the cause. Such a sentence has few of a question's words and
no «لأن».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.lexicon.reasons import (
    BECAUSE,
    BROUGHT_ABOUT_BY,
    CAUSE_NOUNS,
    CONCEDING,
    DENYING,
    GOES_BACK,
    GROUNDED,
    GROUNDED_ON,
    IN_THESE_WORDS,
    JUSTIFIED,
    LAID_TO,
    LEADING,
    LED_TO,
    NO_CAUSE_WITH_BA,
    OBJECTING,
    OWING_TO,
    POINTING,
    RESULTING,
    SENT_BACK,
    SURELY_LAID_TO,
    UNKNOWN_CAUSE,
)
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.answer_type import holds_time
from vectorstore.text.arabic import Token, fold, tokens, words
from vectorstore.types import Span

LATEST_BEGIN = 3
"""Words before the verb from which a sentence explains something of its own rather than the one before it."""

LONGEST_CAUSE = 30
"""Words of a cause; a longer one ends with its first clause."""

FEWEST_CAUSE_WORDS = 3
"""Words of a clause before what came of it; «نعم، فاستقال» gives no cause."""

RESULT_WORDS = 4
"""Words behind «ما أدى» of which one may be what is asked about."""

OBJECTED_WORDS = 2
"""So many words behind «لكن» something stands right behind it."""


def _any_of(*words: str) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _upto(count: int) -> str:
    return rf"(?:\w+ ){{0,{count}}}?"


_THIS = rf"(?:{_any_of(*POINTING)})(?: (?P<what>ال\w+)(?: ال\w+)?)?"
_OWNED = r"(?!ال)(?P<own>\w{2,}?)(?:ه|ها|هم|هما)(?!\w)"
_BECAUSE = rf"(?:{_any_of(*OWING_TO, *BROUGHT_ABOUT_BY)}|لان\w*)".replace("ه|", "[هة]|")
_OF_THAT = r"(?: (?:في|وراء) (?:ذلك|هذا ال\w+|هذه ال\w+))?"
_THAT = rf"(?:{_upto(4)}(?:ان|انه|انها|انهم) )?"
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
        rf"^[وف]?عن (?:سبب|اسباب|دوافع) (?:{_THIS}|{_OWNED}) {_upto(4)}(?:{_any_of(*SAYING_FORMS)}) {_THAT}(?P<cause>)",
        rf"(?<= ان )(?P<what>ال\w+) (?:جاء|جاءت|ياتي|تاتي) {_upto(1)}{_BECAUSE} (?P<cause>)",
    )
)
_ANOTHER = r"(?P<what>(?:(?!ال|[وف]?(?:ان|عن|من|في|الي|علي) )\w{3,} )?ال\w{2,})"
"""What is explained, named by a noun: «القرار», «تراجع المبيعات»."""
_OF_A_THING = (
    re.compile(
        rf"(?:^|(?<= ))[وف]?(?P<by>{_any_of(*SURELY_LAID_TO, *SENT_BACK)}) {_upto(8)}(?:اسباب |سبب )?{_ANOTHER} الي "
        r"(?P<cause>)"
    ),
    re.compile(
        # «سبّب الإعصار خسائر» looks like it, but for «كان» or a copula
        rf"^[وف]?(?P<was>(?:كان|كانت) )?(?P<by>{_any_of(*CAUSE_NOUNS)}) {_ANOTHER} "
        r"(?:(?:هو|هي|كان|كانت) (?:ان )?|ان |(?(was)(?!ال|لل)|(?!)))"
        rf"(?P<cause>)(?!(?:{_any_of(*UNKNOWN_CAUSE)}) )"
    ),
)
_OF_AN_ACT = (
    re.compile(
        rf"(?:^|(?<= ))[وف]?(?P<by>{_any_of(*JUSTIFIED)}) {_upto(8)}{_ANOTHER} "
        rf"(?:بان )?(?P<cause>(?<=بان )|(?!(?:{_any_of(*NO_CAUSE_WITH_BA)}) )ب\w{{2,}})"
    ),
    re.compile(
        rf"^[وف]?عن (?:سبب|اسباب|دوافع) {_ANOTHER} {_upto(4)}(?P<by>{_any_of(*SAYING_FORMS)}) {_THAT}(?P<cause>)"
    ),
)
_GROUNDED_ON = _any_of(*GROUNDED_ON).replace("ه ", "[هة] ")
_GROUND = re.compile(
    rf"(?:^|(?<= ))[وف]?(?:(?:{_any_of(*GROUNDED)}) {_upto(4)}الي|{_GROUNDED_ON}) (?!{_any_of(*POINTING)})(?P<cause>)"
)
_JUSTIFYING = _any_of(*JUSTIFIED).replace("ة", "ه")
_SAID_SO = re.compile(
    rf"[\"”»]\s*(?:[،,.]\s*)?[وف]?(?:{_any_of(*IN_THESE_WORDS)}) (?:{_JUSTIFYING}) (?:\w+ ){{0,4}}?"
    rf"(?:{_OWNED}|{_THIS}|ال\w+)"
)
_SAYS_SO = re.compile(
    rf"\b[وف]?(?:{_JUSTIFYING}) (?:\w+ ){{0,4}}?(?:{_OWNED}|{_THIS}|ال\w+)(?: \w+)?\s*:\s*[\"“«]"
)
_ASKS_PROOF = re.compile(
    r"^\W*[وف]?(?:ما|اي) (?:هو |هي |كان |كانت |ابرز |اهم )?(?:ال)?"
    r"(?:دليل|ادله|برهان|براهين|حجه|قرينه|قرائن|اثبات|اثباتات)\b"
    r"(?! (?:ال)?(?:هاتف|سياح\w*|مستخدم|استخدام|استعمال|وداع)\b)|"
    r"\b(?:علام|(?:علي|الي) (?:ماذا|م|اي شيء|اي اساس|اي دليل)|بناء علي (?:ماذا|اي)) "
    r"\w*(?:ستند|دين|دان|حكم|(?:عتمد|بن[يت])(?=.{0,80}(?:حكم|قاض|قضا|قرار|ادان|لجن|تقرير|دراس|باحث|نتيج|نتائج|خبير|خبراء)))|"
    r"^\W*[وف]?(?:(?:كيف|بماذا|بم) (?:[تي]?ثبت|اثبت)|كيف (?:ادين|ادان|دان))"
)
"""«بماذا أدين الوزير؟» asks of what, and «على ماذا تعتمد السياحة؟» for no proof."""
_DENIES = re.compile(rf"[وف]?(?:{_any_of(*DENYING)}) ")
"""«وتنفي الشركة ذلك وتعزو الحادث إلى عطل» is another's view than the one before it."""
_CAME_OF_IT = re.compile(rf"[،,؛]\s+(?:ف(?=\w\w)|(?:{_any_of(*LED_TO)}) (?:{_any_of(*LEADING)})\b ?)")
"""Between a cause and what came of it: «…، فسقطت التهمة», «…، ما أدى إلى سقوط التهمة»."""
_BEGINS_CLAUSE = re.compile(rf"^\W*(?:و(?=ال|ل[مان]\b)|[وف]?(?:{_any_of(*OBJECTING)})\b\W*)")
_AROUND = " .،؛,!\n\t\"”“»«"
_SOURCE = re.compile(r"[،,] (?:بحسب|حسب|وفق|وفقا|كما|علي حد|قائلا|قائله)\b")
_CLAUSE = re.compile(r"[،,؛]")

_BEGINS_CAUSE = re.compile(rf"\b[وف]?(?:{'|'.join(BECAUSE)})\b")
_CONCEDES = re.compile(rf"\b[وف]?(?:علي ال)?(?:{_any_of(*CONCEDING)})\b")
_RESULTS = re.compile(rf"\b[وف]?(?:{_any_of(*RESULTING)})\b(?! ان)")
_OBJECTS = re.compile(rf"\b[وف]?(?:{_any_of(*OBJECTING)})\b")


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause that a sentence gives: its words (a span of the sentence), and the noun behind «هذا», or owned («رحيلهم»,
    without its ending), that resumes what it is of, where there is one. `of_before`: it is of what the sentence before
    tells.

    `named`: what it is of is no «هذا», but a noun alone («القرار», «تراجع المبيعات») that may be something else: of a
    thing, or of an act, where the noun may be whoever explains it («بررت وزارة الصحة …»). `by`: its verb."""

    span: Span
    what: str = ""
    of_before: bool = True
    named: Literal["", "thing", "act"] = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence as the patterns read it: its words, each with a space behind it, and where each begins there."""

    sentence: str
    found: tuple[Token, ...]
    text: str
    starts: tuple[int, ...]

    def cause(self, match: re.Match[str], named: Literal["", "thing", "act"] = "") -> Cause | None:
        """What stands behind a match, where that is no time."""
        if match.start("cause") not in self.starts:
            return None
        first, begin = self.starts.index(match.start("cause")), self.text.count(" ", 0, match.start())
        span = self.found[first].start, _end(self.sentence, self.found[first].start)
        if holds_time(" ".join(self.text[match.start("cause") :].split()[:2])) or span[1] <= span[0]:
            return None
        what, own, by = (match.groupdict().get(group) or "" for group in ("what", "own", "by"))
        of_before = (begin <= LATEST_BEGIN or "السبب" in match[0]) and not _DENIES.match(self.text)
        return Cause(span, what or own, of_before, named, by)


def find_cause(sentence: str) -> Cause | None:
    """The cause that a sentence gives of something that it resumes; None where it gives none."""
    read = _read(sentence)
    told = _first_cause(read, _CAUSES) or _in_quotation(sentence)
    return told or _first_cause(read, _OF_A_THING, "thing") or _first_cause(read, _OF_AN_ACT, "act")


def find_ground(sentence: str) -> Cause | None:
    """The proof or the ground that a sentence says something rests on («استندت المحكمة إلى رسالة»)."""
    return _first_cause(_read(sentence), (_GROUND,))


def find_cause_before(sentence: str, came: Callable[[str], bool]) -> Span | None:
    """The words of a sentence before what came of them, where that says that it `came` (a folded word of it).

    «لم تجد اللجنة صلة بين الأمرين، فسقطت التهمة»: the verb right behind «ف», or one of the words behind «ما أدى».
    """
    folded = fold(sentence)
    if len(folded) != len(sentence):
        return None
    for match in _CAME_OF_IT.finditer(folded):
        behind = words(_CLAUSE.split(folded[match.end() :])[0])[: RESULT_WORDS if match[0].strip("،,؛ ") != "ف" else 1]
        if not any(map(came, behind)):
            continue
        start = max((cut.end() for cut in _CLAUSE.finditer(folded, 0, match.start())), default=0)
        start += len(found[0]) if (found := _BEGINS_CLAUSE.match(folded[start : match.start()])) else 0
        start += len(sentence[start:]) - len(sentence[start:].lstrip(_AROUND))
        end = len(sentence[: match.start()].rstrip(_AROUND))
        if len(words(sentence[start:end])) >= FEWEST_CAUSE_WORDS:
            return start, end
    return None


def asks_for_proof(question: str) -> bool:
    """Does a question ask what proves something, or what somebody went by?"""
    return bool(_ASKS_PROOF.search(fold(question)))


def _first_cause(
    read: _Read, patterns: Sequence[re.Pattern[str]], named: Literal["", "thing", "act"] = ""
) -> Cause | None:
    matches = (pattern.search(read.text) for pattern in patterns)
    return next((cause for match in matches if match and (cause := read.cause(match, named))), None)


def _read(sentence: str) -> _Read:
    found = tuple(tokens(sentence))
    starts, text = [], ""
    for one in found:
        starts.append(len(text))
        # a noun in «ة» owns nothing, and folded it looks as if it did
        text += f"{one.text[:-1]}ة " if sentence[one.start : one.end].endswith("ة") else f"{one.text} "
    return _Read(sentence, found, text, tuple(starts))


def _in_quotation(sentence: str) -> Cause | None:
    """What somebody says, of which the sentence says that it gives the cause: «"…"، هكذا تفسر قرارها»."""
    folded = fold(sentence)
    if len(folded) != len(sentence):
        return None
    if (behind := _SAYS_SO.search(folded)) is not None:
        span = behind.end(), behind.end() + len(sentence[behind.end() :].rstrip(_AROUND))
        begins = len(words(folded[: behind.start()])) <= LATEST_BEGIN
        return Cause(span, _resumed(behind), begins) if span[0] < span[1] else None
    if (before := _SAID_SO.search(folded)) is not None:
        start = len(sentence) - len(sentence.lstrip(_AROUND))
        end = len(sentence[: before.start()].rstrip(_AROUND))
        return Cause((start, end), _resumed(before)) if start < end else None
    return None


def _resumed(match: re.Match[str]) -> str:
    """The noun with which a match resumes something («هذا القرار», «قرارها»)."""
    return match["what"] or match["own"] or ""


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
