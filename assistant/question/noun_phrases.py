"""Where the nouns of a question begin and end, and what they are.

A noun of a question begins behind its verb, a preposition or a copula and goes on as far as one can be sure: names side
by side, nouns with the article, a noun in construct with what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.lexicon.people import KINSMEN, KINSWOMEN, LIVED_HE, LIVED_SHE
from assistant.lexicon.pronouns import COPULAS, OF_DOING, RELATIVES, WHAT_HAPPENED
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.nouns import (
    ASKING,
    BREAK,
    COUNTING,
    GLUED,
    MAX_NOUN_WORDS,
    Known,
    NamesIn,
    Noun,
    has_article,
    is_of_woman,
    is_person_asked,
    names_of,
    noun_form,
    owner_of,
    person_told,
    unjoined,
)
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

MAX_NAME_WORDS = 2
"""Names side by side behind a verb beyond which they may be two."""

_LEAST_SECOND = 4

_NOUN_OF_DOING = re.compile("^ت(?:\\w\\wي\\wا?|\\w{0,2}ا\\w{1,2}ا?|\\w{3}[ها]?|\\w+ات)$")
"""Nouns of doing («تنفيذ», «تعاون», «تهدئه», «تقدم») that begin as a verb in the present does."""

_LIVED = LIVED_HE | LIVED_SHE


def nouns_of(question: str, known: Known, names_in: NamesIn) -> list[Noun]:
    """The nouns of a question that may be meant by the next one, in order; not the one that is asked for."""
    found = tokens(question)
    named, spans = names_of(question, found, known, names_in), set(names_in(question))
    start, verb = _begin(found, known)
    runs: list[tuple[int, int]] = []
    for place in range(start, len(found)):
        token = found[place]
        if not _may_belong(question, found, place, verb) or _is_second_verb(question, found, place, verb, named, known):
            continue
        last = found[place - 1] if runs and runs[-1][1] == place else None
        if last is not None and _goes_on(question, last, token, named):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    made = [_noun(question, found, run, verb, named, known) for run in runs]
    made = [
        replace(noun, sure=True) if noun and (found[first].start, found[end - 1].end) in spans else noun
        for noun, (first, end) in zip(made, runs, strict=True)
    ]  # «سلمى أبو ريا» is one name, though it may be two
    within = [
        _noun(question, found, (last, end), -1, named, known)  # «بريطانيا» of «نهج بريطانيا»
        for first, end in runs
        if first < (last := _last_name(found, first, end, named)) < end
    ]
    # never the subject of a verb: it is what the other is of
    single = [noun for noun in (*made, *(replace(one, behind="من") for one in within if one)) if noun is not None]
    pairs = [
        pair
        for (one, first), (other, second) in pairwise(zip(made, runs, strict=True))
        if one and other and (pair := _pair(question, found, first, second, one))
    ]
    return [*(replace(noun, pair=noun.several and _is_joined(noun.text)) for noun in single), *pairs]


def _pair(
    question: str, found: Sequence[Token], first: tuple[int, int], second: tuple[int, int], one: Noun
) -> Noun | None:
    """Two nouns with the article, one right behind the other and joined to it («النقابة والشركة»)."""
    last, word = found[first[1] - 1], found[second[0]]
    if first[1] != second[0] or not word.text.startswith("وال") or BREAK.search(question[last.end : word.start]):
        return None
    if not has_article(found[first[0]].text):
        return None
    behind = unjoined(found[first[0] - 1].text) if first[0] else ""
    text = question[found[first[0]].start : found[second[1] - 1].end]
    return Noun(text, False, True, one.behind or ("بين" if behind == "بين" else ""), pair=True)


def _is_joined(text: str) -> bool:
    """«فيشمان وبيكلز»: two, the second joined to the first."""
    return sum(token.text[0] == "و" for token in tokens(text)[1:]) == 1


def _last_name(found: Sequence[Token], first: int, end: int, named: Collection[int]) -> int:
    """Where the name with which a noun ends begins; `end` where it ends with none."""
    while end > first and found[end - 1].start in named:
        end -= 1
    return end


def _begin(found: Sequence[Token], known: Known) -> tuple[int, int]:
    """The first word that may be a noun, and the place of the verb (-1 without one)."""
    place = 0
    while place < len(found) and unjoined(found[place].text) in (*ASKING, *PREPOSITIONS):
        place += 1
    asks = unjoined(found[place - 1].text) if place else ""
    if place < len(found) and found[place].text in COPULAS:
        counted = asks in COUNTING
        return place + 1 + counted, -1
    if not place or place >= len(found) or has_article(found[place].text):
        return place, -1
    if asks == "من" and found[place].text in (*KINSMEN, *KINSWOMEN):  # «من زوج نادية الشريف؟»
        return place, -1
    if asks in COUNTING and place + 1 < len(found):
        counted = asks not in ("كم", "بكم") or found[place].text.endswith(("ا", "ه"))
        counted = counted or (asks == "بكم" and place + 2 < len(found) and _is_done(found[place + 1].text, known))
        # «أي محكمة تنظر», «كم راكبا سقط»: the noun, then the verb; «كم عمر توم دالي»: the noun alone
        return (place + 2, place + 1) if counted else (place + 1, -1)
    return place + 1, place


def _is_done(word: str, known: Known) -> bool:
    """Is it a verb in the perfect («بكم صوت مر القانون؟»), as other forms of it tell that the articles have?"""
    return not word.endswith("ه") and not known(f"ال{word}") and (known(f"ي{word}") or known(f"{word}ت"))


def _is_second_verb(
    question: str, found: Sequence[Token], place: int, verb: int, named: Collection[int], known: Known
) -> bool:
    """«لماذا ذهبت تستلم الوسام؟», but not «لماذا أوقفت تنفيذ القرار؟»: right behind the verb, of its person, and no
    word that the articles have with the article."""
    word = found[place].text
    if not 0 <= verb == place - 1 or len(word) < _LEAST_SECOND or found[place].start in named:
        return False
    did = found[verb].text
    denied = verb > 0 and found[verb - 1].text in ("لم", "لن")  # «لم تذهب تستلم»
    if did[0] in "يت" and not denied:
        return False
    person = did[0] if denied else "ت" if did.endswith("ت") else "ي"
    if word[0] != person or question[: found[place].end].endswith("ة"):
        return False
    return not known(f"ال{word}") and not (person == "ت" and _NOUN_OF_DOING.match(word))


def _may_belong(question: str, found: Sequence[Token], place: int, verb: int) -> bool:
    word = found[place].text
    before = found[place - 1].text if place else ""
    if word in STOPWORDS or word in RELATIVES or word in WHAT_HAPPENED or word in COPULAS or place == verb:
        return False
    if owner_of(question, found[place]):
        return False
    if has_article(word) and place and owner_of(question, found[place - 1]):
        return place > 1 and found[place - 2].text in RELATIVES  # «مؤتمره الصحفي», but «الذي وقعته الدولة»
    return before not in RELATIVES and not (before in COPULAS and place > 1 and found[place - 2].text in RELATIVES)


def _goes_on(question: str, last: Token, token: Token, named: Collection[int]) -> bool:
    """Do these two neighbours belong to one noun?"""
    if BREAK.search(question[last.end : token.start]):
        return False
    one, two = last.start in named, token.start in named
    definite = has_article(last.text), has_article(token.text)
    if one:
        return two or (token.text[0] == "و" and token.start + 1 in named)
    if all(definite):
        return True
    return two or definite[1] or not (definite[0] or token.text.startswith(("ي", "ب", "ل")))


def _noun(
    question: str, found: Sequence[Token], run: tuple[int, int], verb: int, named: Collection[int], known: Known
) -> Noun | None:
    first, end = run
    words = list(found[first:end])
    if not words or len(words) > MAX_NOUN_WORDS:
        return None
    start, behind = words[0].start, unjoined(found[first - 1].text) if first else ""
    behind = "" if behind not in PREPOSITIONS or (first == 1 and behind == "من") else behind
    glued = GLUED.match(words[0].text)
    if glued and not is_territory(words[0].text) and known(words[0].text[1:]) and not known("ال" + words[0].text):
        start, behind = start + 1, behind or words[0].text[0]
    text = question[start : words[-1].end]
    female, several = noun_form(text, tokens(text), {at - start for at in named}, known)
    asks_noun = verb > 0 and unjoined(found[verb - 1].text) == "ما"  # «ما رأي إسراء …»: no verb
    if 0 <= verb == first - 1 and not several and not asks_noun and not is_person_asked(question):
        # «قالت أمبر راد»: a verb agrees with its subject behind it
        female = female or is_of_woman(found[verb].text, known)
    relative = found[end].text if end < len(found) and has_article(words[0].text) else ""
    if relative in ("الذي", "التي") and not several:  # «الفروع التي»
        female = relative == "التي"
    if first and found[first - 1].text in OF_DOING and has_article(words[0].text) and is_person_asked(question):
        behind = behind or "من"  # as what another noun is of: never a subject
    two = len(words) > MAX_NAME_WORDS and first == verb + 1 and all(word.start in named for word in words)
    alone = words[0].start not in named and not has_article(words[0].text) and len(words) == 1
    name = words[0].start in named
    person = person_told(words[0].text)
    lived = name and 0 <= verb == first - 1 and found[verb].text in _LIVED
    if person is None and (lived or (first == 2 and is_person_asked(question) and found[1].text in ("هو", "هي"))):
        person = True  # «متى ولد …؟», «من هي …؟»
    bare = len(words) > 1 and not any(has_article(word.text) for word in words)
    if person is None and bare and 0 <= verb == first - 1 and found[verb].text in SAYING_FORMS:
        person = True  # «ماذا قالت حواء إسحق؟», but not «إدارة المدرسة»
    return Noun(text, female, several, behind, sure=not (two or alone), name=name, person=person)
