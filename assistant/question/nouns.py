"""The nouns that a pronoun of the next question may stand for: those of a question, and the one that was answered.

A noun of a question begins behind its verb, a preposition or a copula and goes on as far as one can be sure: names side
by side, nouns with the article, a noun in construct with what follows it. Its gender and number are read off its
endings; a foreign name may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.interrogatives import AFTER_PREPOSITION, INTERROGATIVES
from assistant.lexicon.pronouns import COPULAS, LIKE_DEFINITE, RELATIVES, WHAT_HAPPENED
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

Known = Callable[[str], bool]
"""Does the corpus have this folded word?"""

NamesIn = Callable[[str], Collection[tuple[int, int]]]
"""The spans of the names in a text."""

MAX_NOUN_WORDS = 7
MAX_NAME_WORDS = 2
"""Words of a noun that takes the place of a pronoun; names side by side behind a verb beyond which they may be two."""

_OWNED = re.compile("^(?P<noun>\\w{3,}?)(?P<pronoun>هما|هم|ها|(?<!ا)ه)$")
_GLUED = re.compile("^[بلك](?=\\w{4})")
_PLURAL = re.compile("(?:ات|ون|ين|اء)$")
_ASKING = frozenset((*INTERROGATIVES, *AFTER_PREPOSITION))
_ASKS_NOUN = re.compile("^[وف]?(?:(?:ب|ل)?من|ما|(?:في |الي |من )?(?:اين|اي)|باي|لاي)(?!\\w)")
_ASKS_PLACE = re.compile("^[وف]?(?:(?:الي|من) )?(?:اين|where)\\b")
_COUNTING = frozenset(("كم", "اي", "باي", "لاي"))
_QUOTATION = re.compile('["«»“”]')
_BREAK = re.compile(r"[^\w\s\"«»“”'’ـ\u064b-\u0652\-]")


@dataclass(frozen=True, slots=True)
class Noun:
    """`female`, `several`: as its endings say, None where they do not. `behind`: the preposition before it, or "".

    `answers`: it is what the question before asked for. `sure`: it is surely one noun.
    """

    text: str
    female: bool | None
    several: bool
    behind: str = ""
    answers: bool = False
    sure: bool = True

    def agrees(self, pronoun: str) -> bool:
        """May this pronoun («ه», «ها», «هم», «هما») stand for it?"""
        if pronoun in ("هم", "هما"):
            return self.several and not (pronoun == "هم" and self.female)
        if pronoun == "ها":
            return self.female is True if self.several else self.female is not False
        return not self.several and self.female is not True


def unjoined(word: str) -> str:
    """A word that asks, or a preposition, without the «و» or «ف» that joins it; any other as it is."""
    function = (*_ASKING, *PREPOSITIONS, *COPULAS)
    return word[1:] if word not in function and word[:1] in ("و", "ف") and word[1:] in function else word


def has_article(word: str) -> bool:
    """Is it a noun with the article, and no verb that begins like one («التقى»)?"""
    return word.startswith("ال") and word not in LIKE_DEFINITE


def owner_of(text: str, token: Token) -> re.Match[str] | None:
    """The noun, or verb, and the pronoun that is written onto it; None where there is none («مجموعة»)."""
    if has_article(token.text) or text[token.start : token.end].endswith("ة"):
        return None
    return _OWNED.match(token.text)


def nouns_of(question: str, known: Known, names_in: NamesIn) -> list[Noun]:
    """The nouns of a question that may be meant by the next one, in order; not the one that is asked for."""
    found = tokens(question)
    named = names_of(question, found, known, names_in)
    start, verb = _begin(found)
    runs: list[tuple[int, int]] = []
    for place in range(start, len(found)):
        token = found[place]
        if not _may_belong(question, found, place, verb):
            continue
        last = found[place - 1] if runs and runs[-1][1] == place else None
        if last is not None and _goes_on(question, last, token, named):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    made = [_noun(question, found, run, verb, named, known) for run in runs]
    within = [
        _noun(question, found, (last, end), -1, named, known)  # «بريطانيا» of «نهج بريطانيا»
        for first, end in runs
        if first < (last := _last_name(found, first, end, named)) < end
    ]
    # never the subject of a verb: it is what the other is of
    return [noun for noun in (*made, *(replace(one, behind="من") for one in within if one)) if noun is not None]


def _last_name(found: Sequence[Token], first: int, end: int, named: Collection[int]) -> int:
    """Where the name with which a noun ends begins; `end` where it ends with none."""
    while end > first and found[end - 1].start in named:
        end -= 1
    return end


def noun_of_answer(part: str, known: Known, names_in: NamesIn, person: bool) -> Noun | None:
    """What was set off in an answer, as a noun without what is written onto it; None where it is none."""
    bare = part.strip(" \t\n،,.;؛:()[]«»\"“”'")
    found = tokens(bare)
    while found and found[0].text in (*PREPOSITIONS, "ان"):
        found = found[1:]
    broken = _BREAK.search(bare, found[0].end if found else 0)
    if broken:  # «جزيرة إيسكيا (جنوبي إيطاليا)»
        found = [token for token in found if token.end <= broken.start()]
    names = [span for span in names_in(bare) if person and not has_article(fold(bare[span[0] : span[1]]))]
    if names and len(found) > 3:  # «مستشارها ومدير السياسة العامة نيكلاس لوندبلاد»: the name alone
        start, end = names[0]
        found = [token for token in found if start <= token.start < end]
    if not found or len(found) > MAX_NOUN_WORDS or any(owner_of(bare, token) for token in found):
        return None
    text = bare[found[0].start : found[-1].end]
    if person and any(character.isdigit() for character in text):
        return None
    first = found[0].text
    begins_name = bool(names) and names[0][0] == found[0].start
    glued = _GLUED.match(first) and not begins_name and (known(first[1:]) or text.split()[0].endswith("ة"))
    if glued or (first[0] in "وف" and len(first) > 4 and known(first[1:])):
        text = text[1:]
    told = _as_noun(_QUOTATION.sub("", text), known, names_in)
    if told is None or (person and any(token.text in PREPOSITIONS for token in found)):
        return None
    who = names or told.several or has_article(found[0].text)  # «لاعب فريق كرة سلة» names nobody
    return replace(told, answers=True) if who or not person else None


def _as_noun(text: str, known: Known, names_in: NamesIn) -> Noun | None:
    found = tokens(text)
    if not found:
        return None
    named = names_of(text, found, known, names_in)
    female, several = _form(text, found, named, known)
    return Noun(text, female, several)


def _begin(found: Sequence[Token]) -> tuple[int, int]:
    """The first word that may be a noun, and the place of the verb (-1 without one)."""
    place = 0
    while place < len(found) and unjoined(found[place].text) in (*_ASKING, *PREPOSITIONS):
        place += 1
    asks = unjoined(found[place - 1].text) if place else ""
    if place < len(found) and found[place].text in COPULAS:
        counted = asks in _COUNTING
        return place + 1 + counted, -1
    if not place or place >= len(found) or has_article(found[place].text):
        return place, -1
    if asks in _COUNTING and place + 1 < len(found):
        counted = asks != "كم" or found[place].text.endswith(("ا", "ه"))
        # «أي محكمة تنظر», «كم راكبا سقط»: the noun, then the verb; «كم عمر توم دالي»: the noun alone
        return (place + 2, place + 1) if counted else (place + 1, -1)
    return place + 1, place


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
    if _BREAK.search(question[last.end : token.start]):
        return False
    one, two = last.start in named, token.start in named
    definite = has_article(last.text), has_article(token.text)
    if one:
        return two or (token.text[0] == "و" and token.start + 1 in named)
    if all(definite):
        return True
    return two or definite[1] or not (definite[0] or token.text.startswith(("ي", "ب", "ل")))


def names_of(text: str, found: Sequence[Token], known: Known, names_in: NamesIn) -> set[int]:
    """Where the words that are names begin: as the tagger has them, countries and cities, and words that no pattern of
    the language fits."""
    spans = list(names_in(text))
    named = set()
    for token in found:
        word = token.text
        if any(start <= token.start < end for start, end in spans) or is_territory(word):
            named.add(token.start)
        elif text[token.start : token.end].endswith("ة") or owner_of(text, token):
            continue
        elif len(word) > 2 and not has_article(word) and not word[0].isdigit():
            foreign = text[token.start].isupper() if word.isascii() else not is_native_shaped(word, clitics=True)
            if foreign or (len(word) > 4 and known(word) and not known("ال" + word) and _stands_bare(found, token)):
                named.add(token.start)
    return named


def _stands_bare(found: Sequence[Token], token: Token) -> bool:
    """Behind the verb of a question, with a preposition or nothing behind it: a name, if the corpus knows no article
    to it («من التقى كازنوف في …», «أين عقد مينيتي …»)."""
    place = found.index(token)
    before = unjoined(found[place - 2].text) if place > 1 else ""
    return before in _ASKING


def _noun(
    question: str, found: Sequence[Token], run: tuple[int, int], verb: int, named: Collection[int], known: Known
) -> Noun | None:
    first, end = run
    words = list(found[first:end])
    if not words or len(words) > MAX_NOUN_WORDS:
        return None
    start, behind = words[0].start, unjoined(found[first - 1].text) if first else ""
    behind = "" if behind not in PREPOSITIONS or (first == 1 and behind == "من") else behind
    glued = _GLUED.match(words[0].text)
    if glued and not is_territory(words[0].text) and known(words[0].text[1:]) and not known("ال" + words[0].text):
        start, behind = start + 1, behind or words[0].text[0]
    text = question[start : words[-1].end]
    female, several = _form(text, tokens(text), {at - start for at in named}, known)
    if 0 <= verb == first - 1 and not several and not is_person_asked(question):
        female = female or is_of_woman(found[verb].text)  # «قالت أمبر راد»: a verb agrees with its subject behind it
    two = len(words) > MAX_NAME_WORDS and first == verb + 1 and all(word.start in named for word in words)
    alone = words[0].start not in named and not has_article(words[0].text) and len(words) == 1
    return Noun(text, female, several, behind, sure=not (two or alone))


def is_of_woman(verb: str) -> bool:
    """Is this verb of the third person, before its subject, that of a woman or of one thing that is feminine?"""
    return verb.startswith("ت") or verb.endswith("ت")


def _form(text: str, found: Sequence[Token], named: Collection[int], known: Known) -> tuple[bool | None, bool]:
    """Gender and number of a noun by its first word; several names joined are several."""
    head, raw = found[0].text, text[found[0].start : found[0].end]
    joined = any(t.text[0] == "و" and len(t.text) > 3 and (known(t.text[1:]) or t.text == "و") for t in found[1:])
    joined = joined or any(t.text == "و" for t in found[1:])
    if is_territory(head):
        return True, joined
    if raw.endswith("ة"):
        return True, False
    if found[0].start in named:
        return None, joined
    several = joined or bool(_PLURAL.search(head)) or (head.endswith("ي") and known(head[:-1] + "ون"))
    return (True if head.endswith("ات") else None if head.endswith("اء") else False), several


def answer_noun(former: str, told: Callable[[str], str], known: Known, names_in: NamesIn) -> Noun | None:
    """What the question before asked for, by the words of its answer; None where it asked for no person, place or
    thing, or was not answered."""
    if not _ASKS_NOUN.match(fold(former).strip()):
        return None
    person = is_person_asked(former)
    noun = noun_of_answer(told(former), known, names_in, person)
    if noun is None:
        return None
    if noun.female is None and person:
        noun = replace(noun, female=_asked_gender(former))
    return replace(noun, behind="في") if is_place_asked(former) else noun


def _asked_gender(former: str) -> bool | None:
    """«من هي …», «من التي …», «من انتخبت …»: a woman; None where the question does not say."""
    found = [token.text for token in tokens(former)][1:4]
    if not found:
        return None
    if found[0] in ("هي", "التي") or (found[0].endswith("ت") and len(found[0]) > 3 and len(found) < 2):
        return True
    return False if found[0] in ("هو", "الذي") else None


def is_person_asked(question: str) -> bool:
    """Does the question ask who?"""
    first = tokens(question)[:1]
    return bool(first) and unjoined(first[0].text) in ("من", "بمن", "لمن", "who", "whom")


def is_place_asked(question: str) -> bool:
    """Does the question ask where?"""
    return bool(_ASKS_PLACE.match(fold(question)))
