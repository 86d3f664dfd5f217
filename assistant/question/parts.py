"""A question that asks for several things, as the questions that it is made of.

«من حضر اللقاء ومتى؟» asks twice, «قارن بين موقف بريطانيا وموقف فرنسا» and «أيهما أبعد: بادنج أم جاوة؟» ask the same of
two. The parts are searched for and answered each by itself; whatever is not surely of this kind stays one question.
"""

from __future__ import annotations

import re

from assistant.lexicon.interrogatives import (
    AFTER_PREPOSITION,
    BEFORE_INTERROGATIVES,
    LATIN_INTERROGATIVES,
    SURE_INTERROGATIVES,
)
from assistant.lexicon.measures import SIZES, SUMS
from assistant.question.answer_fit import asked_kind
from vectorstore.text.arabic import fold, normalise, words
from vectorstore.text.lexicon import PREPOSITIONS

MAX_PARTS = 4

# a preposition alone begins a part, too: «… وفي مدينة …»
_ASKS = (
    f"{'|'.join(SURE_INTERROGATIVES)}|(?:{'|'.join(('باي', *PREPOSITIONS))}) ?(?:{'|'.join(AFTER_PREPOSITION)})?"
    f"|(?:{'|'.join(BEFORE_INTERROGATIVES)}) (?:{'|'.join(AFTER_PREPOSITION)})"
)
_LATIN = "|".join(LATIN_INTERROGATIVES)
_ASKS_FOR_ONE = "كم|ما|ماذا|متي|اين|كيف|لماذا"
_NO_PART = r"(?!من (?:دون|غير|قبل|خلال|اجل|بين|حيث|بعد)\b)"
_TWO_WORDS, _LAST_WORD = r"\s+\S+\s+\S+", r"\s+[^\s؟?]+\s*[؟?.]*\s*$"
_PARTS = re.compile(
    rf"[،,؛;:]?\s+و{_NO_PART}(?=(?:{_ASKS})\b{_TWO_WORDS}|(?:{_ASKS_FOR_ONE}){_LAST_WORD})"
    rf"|[,;]?\s+(?:and|et)\s+(?=(?:{_LATIN})\b)"
)
_JOINED = re.compile("^(?:و|and |et )", re.IGNORECASE)

_ASKS_ALONE = "من|متي|اين|لماذا|كيف|كم"
_SHORT_LAST = re.compile(
    rf"(?<=\S)[،,]?\s+و({_ASKS_ALONE})\s*[؟?.]*\s*$|(?<=\S),?\s+(?:and|et)\s+({_LATIN})\s*[?.]*\s*$"
)
_SHORT_FIRST = re.compile(
    rf"^(?P<one>{_ASKS_ALONE})\s+و(?P<two>{_ASKS_ALONE})\s+(?P<rest>\S+\s+\S.*)$"
    rf"|^(?P<first>{_LATIN})\s+(?:and|et)\s+(?P<second>{_LATIN})\s+(?P<left>\S+\s+\S.*)$"
)
_COMPARED = re.compile(
    r"^(?:قارن|وازن|ما (?:هو |هي )?(?:الفرق|الاختلاف|الفروق|(?:وجه|اوجه) (?:الاختلاف|الشبه)))\s+(?:لي\s+)?بين\s+"
    r"(?P<pair>\S.*)$"
    r"|^(?:compare|what is the difference between|what(?:'s| are) the differences? between)\s+(?P<two>\S.*)$"
)
_OTHER = re.compile(r"[،,]?\s+و(?=\S{3}|ما\s)|\s+(?:and|with)\s+")
_ABOUT = re.compile(
    r"\s+(?:في|من حيث|من|عن|حول|بشان|تجاه|ازاء|بخصوص|خلال|بحسب)\s|\s+(?:in|on|about|regarding|towards?|over|during)\s"
)
_OR = re.compile(
    r"^(?:ايهما|ايهم|اي|من|which|who)\s+(?P<asked>[^:،,]*?)\s*[:،,]\s*(?P<one>\S.*?)\s+(?:ام|او|or)\s+(?P<other>\S.*)$"
)
_ELATIVE = r"(?:ال)?ا(?!ل)\w{2,3}(?: \w+ا)?"
"""«أكبر», «الأقدم», «أكثر عددا»."""
_OR_PLAIN = re.compile(
    rf"^(?:(?:ايهما|ايهم)\s+(?P<asked>(?:هو |هي )?{_ELATIVE})"
    r"|(?:من|اي)\s+(?P<which>(?:هو |هي )?الا\w{2,3}(?: \w+ا)?))"
    r"\s+(?P<one>\S.*?)\s+(?:ام|او)\s+(?P<other>\S.*)$"
)
"""The same without a stop between what is asked and the two: «أيهما أكبر كذا أم كذا؟»."""
_OR_LAST = re.compile(
    r"^(?P<one>\S+(?: \S+){0,4}?)\s+(?:ام|او)\s+(?P<other>\S+(?: \S+){0,4}?)\s*[:،,]\s*(?:ايهما|ايهم|من منهما)\s+"
    r"(?P<asked>\S[^:،,]*)$"
)
_OF_BOTH = re.compile(
    r"[،,]?\s+(?:و(?=(?:" + _ASKS + r")\b)|and\s).*\b(?:كل منهما|كليهما|كلا منهما|منهما|فيهما|each|both)\b.*$"
)


def split_question(question: str) -> list[str]:
    """The parts of a question that asks for several things, each as it stands; else the question alone.

    A part may lean on the first one («ومتى؟»).
    """
    normalised = normalise(question)
    for split in (_compared, _either, _short):
        borders = split(normalised.text)
        if borders:
            offsets = [*normalised.offsets, len(question)]
            parts = [" ".join(question[offsets[a] : offsets[b]].strip(" ،,؛;:؟?") for a, b in part) for part in borders]
            sums = split is _either and all(map(_is_sum, parts))
            return [f"كم بلغت {part.partition(' ')[2]}" for part in parts] if sums else parts
    cuts = [match.start() for match in _PARTS.finditer(normalised.text) if match.start() > 8]
    if not cuts or len(normalised.text[cuts[0] :].split()) < 2:
        return [question]
    ends = [0, *(normalised.offsets[cut] for cut in cuts), len(question)]
    parts = [question[start:end].strip(" ،,؛;") for start, end in zip(ends, ends[1:], strict=False)]
    # the «و» that joins a part to the one before is not the part's own
    return [parts[0], *(_JOINED.sub("", part) for part in parts[1:])][:MAX_PARTS]


def _is_sum(part: str) -> bool:
    """«أكبر ودائع الزبائن» asks how much they are, which a number tells; «أكبر مصر» may ask anything."""
    elative, _, noun = fold(part).partition(" ")
    first = noun.split()[0].removeprefix("ال") if noun.split() else ""
    known = first in SUMS or asked_kind(f"كم {first}") in ("money", "share", "measure")
    return elative.removeprefix("ال") in SIZES and bool(first) and known


def asked_once(question: str) -> str:
    """The question without clauses that only say its first one again («من …؟ ومن …؟»); any other as it stands."""
    parts = split_question(question)
    return parts[0] if len(parts) > 1 and len({tuple(words(part)) for part in parts}) == 1 else question


Borders = list[list[tuple[int, int]]]
"""Of each part the stretches of the normalised question that it is made of."""


def _compared(text: str) -> Borders:
    """«قارن بين موقف بريطانيا وموقف فرنسا من الاتفاق»: what is said of the one, and of the other."""
    found = _COMPARED.match(text)
    if not found:
        return []
    start, end = found.span("pair" if found["pair"] else "two")
    cut = _OTHER.search(text, start)
    if not cut:
        return []
    about = _ABOUT.search(text, cut.end())
    tail = [(about.start(), end)] if about else []
    return [[(start, cut.start()), *tail], [(cut.end(), about.start() if about else end), *tail]]


def _either(text: str) -> Borders:
    """«أيهما أبعد: بادنج أم جاوة؟»: the same asked of both."""
    found = _OR.match(text) or _OR_PLAIN.match(text)
    if not found:
        last = _OR_LAST.match(text.rstrip(" ؟?."))
        return [[last.span("asked"), last.span(one)] for one in ("one", "other")] if last else []
    both = _OF_BOTH.search(text, found.start("other"))
    end = both.start() if both else len(text)
    asked = found.span("which" if "which" in found.re.groupindex and found["which"] else "asked")
    return [[asked, found.span("one")], [asked, (found.start("other"), end)]]


def compares(question: str) -> bool:
    """Does it ask what is said of two, «قارن بين …», or which of two is more?"""
    text = normalise(question).text
    return bool(_compared(text) or _either(text))


def _short(text: str) -> Borders:
    """«متى وأين عُقد الاجتماع؟», and «من حضر الاجتماع ومتى؟», whose last part leans on the first."""
    first = _SHORT_FIRST.match(text)
    if first:
        one, two, rest = ("one", "two", "rest") if first["one"] else ("first", "second", "left")
        return [[first.span(one), first.span(rest)], [first.span(two), first.span(rest)]]
    last = _SHORT_LAST.search(text)
    if last and len(text[: last.start()].split()) > 1:
        return [[(0, last.start())], [last.span(1 if last[1] else 2)]]
    return []
