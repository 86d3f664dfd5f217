"""The nouns that a pronoun of the next question may stand for: those of a question, and the one that was answered.

A noun of a question begins behind its verb, a preposition or a copula and goes on as far as one can be sure: names side
by side, nouns with the article, a noun in construct with what follows it. Its gender and number are read off its
endings; a foreign name may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.lexicon.interrogatives import AFTER_PREPOSITION, INTERROGATIVES
from assistant.lexicon.people import KINSFOLK, KINSMEN, KINSWOMEN, LIVED_HE, LIVED_SHE, NO_PERSONS, PERSONS, kin_of
from assistant.lexicon.pronouns import COPULAS, LIKE_DEFINITE, OF_DOING, RELATIVES, WHAT_HAPPENED
from assistant.question.gender import by_given_name
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, tokens
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

_OWNED = re.compile("^(?P<noun>\\w{3,}?|[وف]?(?:ام|جد|عم))(?P<pronoun>هما|هم|ها|(?<!ا)ه)$")
_DUAL = re.compile("^ال\\w{3,}(?:ين|ان)\\b")
"""«الطرفين», which «هما» alone stands for; «البستان» ends so as well, and no «هما» is said of it."""

GLUED = re.compile("^[بلك](?=\\w{4})")
_PLURAL = re.compile("(?:ات|ون|ين|اء)$")
_ASKING = frozenset((*INTERROGATIVES, *AFTER_PREPOSITION))
_LIVED = LIVED_HE | LIVED_SHE
COUNTING = frozenset(("كم", "بكم", "اي", "باي", "لاي"))
BREAK = re.compile(r"[^\w\s\"«»“”'’ـ\u064b-\u0652\-]")


@dataclass(frozen=True, slots=True)
class Noun:
    """`female`, `several`: as its endings say, None where they do not. `behind`: the preposition before it, or "".

    `answers`: it is what the question before asked for. `sure`: it is surely one noun. `name`: it begins with a name.
    `person`: whether it is one, None where nothing tells. `past`: of a question that this one does not go on from.
    `pair`: two nouns that are joined («النقابة والشركة»).
    """

    text: str
    female: bool | None
    several: bool
    behind: str = ""
    answers: bool = False
    sure: bool = True
    name: bool = False
    person: bool | None = None
    past: bool = False
    pair: bool = False

    def agrees(self, pronoun: str) -> bool:
        """May this pronoun («ه», «ها», «هم», «هما») stand for it?"""
        if pronoun == "هما":
            return self.several or bool(_DUAL.search(self.text))
        if pronoun == "هم":
            return self.several and not self.female
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
    named, spans = names_of(question, found, known, names_in), set(names_in(question))
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


def as_noun(text: str, known: Known, names_in: NamesIn) -> Noun | None:
    found = tokens(text)
    if not found:
        return None
    named = names_of(text, found, known, names_in)
    female, several = _form(text, found, named, known)
    return Noun(text, female, several, name=found[0].start in named, person=_person(found[0].text))


def _begin(found: Sequence[Token]) -> tuple[int, int]:
    """The first word that may be a noun, and the place of the verb (-1 without one)."""
    place = 0
    while place < len(found) and unjoined(found[place].text) in (*_ASKING, *PREPOSITIONS):
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
    if BREAK.search(question[last.end : token.start]):
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
        if word[0] == "و" and any(start == token.start + 1 for start, _ in spans):
            named.add(token.start + 1)
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
    glued = GLUED.match(words[0].text)
    if glued and not is_territory(words[0].text) and known(words[0].text[1:]) and not known("ال" + words[0].text):
        start, behind = start + 1, behind or words[0].text[0]
    text = question[start : words[-1].end]
    female, several = _form(text, tokens(text), {at - start for at in named}, known)
    if 0 <= verb == first - 1 and not several and not is_person_asked(question):
        # «قالت أمبر راد»: a verb agrees with its subject behind it
        female = female or is_of_woman(found[verb].text, known)
    if first and found[first - 1].text in OF_DOING and has_article(words[0].text) and is_person_asked(question):
        behind = behind or "من"  # as what another noun is of: never a subject
    two = len(words) > MAX_NAME_WORDS and first == verb + 1 and all(word.start in named for word in words)
    alone = words[0].start not in named and not has_article(words[0].text) and len(words) == 1
    name = words[0].start in named
    person = _person(words[0].text)
    lived = name and 0 <= verb == first - 1 and found[verb].text in _LIVED
    if person is None and (lived or (first == 2 and is_person_asked(question) and found[1].text in ("هو", "هي"))):
        person = True  # «متى ولد …؟», «من هي …؟»
    return Noun(text, female, several, behind, sure=not (two or alone), name=name, person=person)


def is_of_woman(verb: str, known: Known) -> bool:
    """Is this verb of the third person, before its subject, that of a woman or of one thing that is feminine?

    «قالت», «تعود»; «تم» and «تحدث» may be a man's, for there is «يتحدث».
    """
    if verb in LIVED_HE:
        return False
    return verb.endswith("ت") or (verb.startswith("ت") and len(verb) > 3 and not known("ي" + verb))


def _person(head: str) -> bool | None:
    """Is a noun with this folded first word a person? None where the word does not tell."""
    bare = head[2:] if has_article(head) else head
    if (is_territory(head) and by_given_name(head) is None) or bare in NO_PERSONS:
        return False
    return True if kin_of(bare) or bare in PERSONS else None


def _form(text: str, found: Sequence[Token], named: Collection[int], known: Known) -> tuple[bool | None, bool]:
    """Gender and number of a noun by its first word; several names joined are several."""
    head, raw = found[0].text, text[found[0].start : found[0].end]
    joined = any(t.text[0] == "و" and len(t.text) > 3 and (known(t.text[1:]) or t.text == "و") for t in found[1:])
    joined = joined or any(t.text == "و" or (t.text[0] == "و" and t.start + 1 in named) for t in found[1:])
    if is_territory(head) and by_given_name(text) is None:
        return True, joined
    if (kin := kin_of(head)) and found[0].start not in named:
        return kin in KINSWOMEN, joined or kin in KINSFOLK
    if raw.endswith("ة"):
        pair = joined and found[0].start in named  # «هالة ونادر»
        return (None if pair else True), pair
    if found[0].start in named:
        return None, joined
    several = joined or _is_plural(head, known) or (head.endswith("ي") and known(head[:-1] + "ون"))
    return (True if head.endswith("ات") else None if head.endswith("اء") else False), several


def _is_plural(head: str, known: Known) -> bool:
    """«وزراء», for there are «الوزراء», but not «شيماء»; «المسؤولون», for there is «مسؤول», but not «القانون»."""
    if not _PLURAL.search(head):
        return False
    if head.endswith("اء"):
        return has_article(head) or known("ال" + head)
    bare = head.removeprefix("ال") if has_article(head) else head
    return head.endswith("ات") or known(bare[:-2]) or known("ال" + bare[:-2])


def is_person_asked(question: str) -> bool:
    """Does the question ask who?"""
    first = tokens(question)[:1]
    return bool(first) and unjoined(first[0].text) in ("من", "بمن", "لمن", "who", "whom")
