"""A question that names two events, people, places or years with one «و», as one question for each.

«من حضر لقاء لوكسمبورغ واجتماع إسكيا؟» asks of both, «ماذا قال مينيتي وكازنوف؟» too. Two things are alike where both are
names or figures, where both begin with the same word, or where both are a noun with the name of which it is. What is
between two («بين إيطاليا وبريطانيا») is one thing. Whether the parts say more than the whole is for whoever asks them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.nouns import Known, NamesIn, has_article, names_of
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, normalise, stem, tokens
from vectorstore.text.language import language_of
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

MAX_WORDS_APART = 6
"""Words of one of the two things, from the word that both begin with."""

MAX_THINGS = 4

_BETWEEN = frozenset(("بين", "كلا", "between"))
_BOTH = re.compile(r"[،,]?\s*(?:كليهما|كلاهما|كلتيهما|معا|معًا|معاً)(?=\W*$)")
_EACH = re.compile(r"\b[بلف]?(?:كل|كلا) من (?P<things>\S.*)$")
_JOINS = re.compile(r"[،,]?\s+و\s*(?=\S)")
_TAIL = re.compile(rf"\s+(?:{'|'.join(PREPOSITIONS)}|بشان|بخصوص|تجاه|ازاء|حول)\s|\s*[؟?.!]|\s*$")
_NAME = r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*"
_THING = rf"[Tt]he {_NAME}(?: \w+)?|{_NAME}|(?:19|20)\d\d"
_ENGLISH = re.compile(rf"(?<=\s)(?P<one>{_THING}) and (?P<two>{_THING})")


def conjuncts(question: str, known: Known, names_in: NamesIn) -> list[str]:
    """The question asked of each of two or more things that it joins; nothing where it joins none."""
    if language_of(question) == "en":
        return _english(question)
    if language_of(question) != "ar":
        return []
    question = _BOTH.sub("", question)
    found = tokens(question)
    named = names_of(question, found, known, names_in)
    for place in range(2, len(found)):
        begins = _second_begins(found, place, known)
        if begins is None or any(token.text in _BETWEEN for token in found[max(0, place - 5) : place]):
            continue
        spans = _alike(found, place, begins, named | {begins} if found[place].start in named else named)
        if spans is not None:
            behind = next((at for at, token in enumerate(found) if token.start >= spans[1][1]), len(found))
            further = behind < len(found) and _second_begins(found, behind, known) is not None
            return [] if further else _asked_of_each(question, *spans, known)
    return []


def each_of(question: str, known: Known, names_in: NamesIn) -> list[str]:
    """«ماذا قال كل من مينيتي وكازنوف؟»: the question asked of each, which «كل من» says are two or more; else nothing.

    Not «كل من حضر وشارك»: one of the things at least is a name, a place or a noun with the article.
    """
    normalised = normalise(question)
    match = _EACH.search(normalised.text)
    if not match:
        return []
    begin, (at, end) = match.start(), match.span("things")
    things = [(start + at, stop + at) for start, stop in _things(normalised.text[at:end])]
    offsets = [*normalised.offsets, len(question)]
    texts = [question[offsets[start] : offsets[stop]] for start, stop in things]
    named = [names_of(text, tokens(text), known, names_in) or has_article(tokens(text)[0].text) for text in texts]
    if len(things) < 2 or not any(named):
        return []
    glued = question[offsets[begin] : offsets[begin] + 1] if normalised.text[begin] in "بل" else ""
    opening, rest = question[: offsets[begin]], question[offsets[things[-1][1]] :]
    return [f"{opening}{glued}{text}{rest}".strip() for text in texts[:MAX_THINGS]]


def _things(text: str) -> list[tuple[int, int]]:
    """Of a normalised text that begins with several things joined by «و» the span of each, up to what is asked of them.

    The last ends before a preposition, or a stop.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for join in _JOINS.finditer(text):
        found.append((start, join.start()))
        start = join.end()
    tail = _TAIL.search(text, start)
    return [*found, (start, tail.start() if tail else len(text))]


Spans = tuple[tuple[int, int], tuple[int, int]]
"""Of the question's characters: the first thing and the second, without the «و» before it."""


def _second_begins(found: Sequence[Token], place: int, known: Known) -> int | None:
    """Where the second thing begins, behind the «و» of this word; None where it joins nothing."""
    word = found[place].text
    if word == "و" and place + 1 < len(found):
        return found[place + 1].start
    rest = word[1:]
    if word[0] == "و" and len(rest) > 2 and (known(rest) or rest[0].isdigit()) and word not in STOPWORDS:
        return found[place].start + 1
    return None


def _alike(found: list[Token], place: int, begins: int, named: set[int]) -> Spans | None:
    before, second = found[:place], found[place + 1 :]
    if found[place].text != "و":
        second = [Token(found[place].text[1:], begins, found[place].end), *second]
    return (
        _same_beginning(before, second)
        or _same_preposition(before, second)
        or _two_names(before, second, named)
        or _two_of_names(before, second, named)
    )


def _same_beginning(before: Sequence[Token], second: Sequence[Token]) -> Spans | None:
    """«زلزال جاوة 2006 وزلزال بادنج 2009»"""
    head = second[0].text
    if head in STOPWORDS:
        return None
    firsts = [at for at, token in enumerate(before) if at and stem(token.text) == stem(head)]
    if not firsts or len(before) - firsts[-1] > MAX_WORDS_APART or len(second) < 2:
        return None
    first = before[firsts[-1] :]
    if len(first) < 2:
        return None
    held = {token.text for token in first}
    end = len(second)
    for at in range(2, len(second)):
        if second[at].text in PREPOSITIONS and second[at].text not in held:
            end = at  # «موقف بريطانيا وموقف فرنسا من الاتفاق»
            break
    return (first[0].start, first[-1].end), (second[0].start, second[end - 1].end)


def _same_preposition(before: Sequence[Token], second: Sequence[Token]) -> Spans | None:
    """«في 2011 وفي العام الماضي»"""
    word = second[0].text
    if word not in PREPOSITIONS or word == "من" or len(second) < 2:
        return None
    firsts = [at for at, token in enumerate(before) if at and token.text == word]
    if not firsts or not 1 < len(before) - firsts[-1] <= 4 or second[1].text in STOPWORDS:
        return None
    end = next((at for at in range(2, len(second)) if second[at].text in PREPOSITIONS), len(second))
    first = before[firsts[-1] :]
    return (first[0].start, first[-1].end), (second[0].start, second[end - 1].end)


def _two_names(before: Sequence[Token], second: Sequence[Token], named: set[int]) -> Spans | None:
    """«مينيتي وكازنوف», «براين فيشمان ونيك بيكلز», «2011 و2012»"""

    def is_name(token: Token) -> bool:
        return token.start in named or token.text.isdigit() or is_territory(token.text)

    def goes_on(token: Token) -> bool:
        joined = token.text[0] == "و" and token.start + 1 in named  # a third name
        return is_name(token) and not joined and token.text.isdigit() == second[0].text.isdigit()

    length = int(bool(second) and is_name(second[0]))
    while 0 < length < len(second) and goes_on(second[length]):
        length += 1
    first = 0
    while first < len(before) and is_name(before[-1 - first]):
        first += 1
    first = min(first, length)  # «ممثلو غوغل ومايكروسوفت»
    if not length or not first or before[-1].text.isdigit() != second[0].text.isdigit():
        return None
    return (before[-first].start, before[-1].end), (second[0].start, second[length - 1].end)


def _two_of_names(before: Sequence[Token], second: Sequence[Token], named: set[int]) -> Spans | None:
    """«لقاء لوكسمبورغ واجتماع إسكيا»: a noun and a name, twice."""

    def is_name(token: Token) -> bool:
        return token.start in named or is_territory(token.text)

    def is_noun(token: Token) -> bool:
        return not (is_name(token) or token.text in STOPWORDS or has_article(token.text))

    length = 1
    while length < len(second) and is_name(second[length]):
        length += 1
    ends = len(second) > 1 and (len(second) == 2 or second[2].text in PREPOSITIONS)
    if length == 1 and ends and is_noun(second[1]):  # a name that is not known for one
        length = 2
    first = 0
    while first < len(before) and is_name(before[-1 - first]):
        first += 1
    if length == 1 or not first or first + 1 >= len(before):
        return None
    head = before[-1 - first]
    if not is_noun(second[0]) or not is_noun(head):
        return None
    return (head.start, before[-1].end), (second[0].start, second[length - 1].end)


def _asked_of_each(question: str, one: tuple[int, int], other: tuple[int, int], known: Known) -> list[str]:
    """The question with the first thing alone and with the second in its place."""
    opening, rest = question[: one[0]], question[other[1] :]
    first = tokens(question[one[0] : one[1]])[0].text
    glued = first[0] if first[0] in "بلك" and len(first) > 4 and known(first[1:]) else ""
    second = question[other[0] : other[1]]
    if tokens(second)[0].text.startswith(glued) and known(tokens(second)[0].text[1:]):
        glued = ""
    return [f"{opening}{question[one[0] : one[1]]}{rest}".strip(), f"{opening}{glued}{second}{rest}".strip()]


def _english(question: str) -> list[str]:
    match = _ENGLISH.search(question)
    if not match or "between" in question[: match.start()].lower():
        return []
    opening, rest = question[: match.start()], question[match.end() :]
    return [f"{opening}{match[name]}{rest}" for name in ("one", "two")]
