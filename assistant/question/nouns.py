"""A noun that a pronoun of the next question may stand for: which words are one, and what agrees with it.

Its gender and number are read off its endings; a foreign name may be anybody's. Where those of a question begin and end
is found in `noun_phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.lexicon.interrogatives import AFTER_PREPOSITION, INTERROGATIVES
from assistant.lexicon.people import KINSFOLK, KINSWOMEN, LIVED_HE, NO_PERSONS, PERSONS, are_women, kin_of
from assistant.lexicon.pronouns import COPULAS, LIKE_DEFINITE
from assistant.question.gender import by_given_name
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import is_native_shaped

Known = Callable[[str], bool]
"""Does the corpus have this folded word?"""

NamesIn = Callable[[str], Collection[tuple[int, int]]]
"""The spans of the names in a text."""

MAX_NOUN_WORDS = 7
"""Words of a noun that takes the place of a pronoun."""

_OWNED = re.compile("^(?P<noun>\\w{3,}?|[وف]?(?:ام|جد|عم))(?P<pronoun>هما|هم|ها|(?<!ا)ه)$")
_DUAL = re.compile("^ال\\w{3,}(?:ين|ان)\\b")
"""«الطرفين», which «هما» alone stands for; «البستان» ends so as well, and no «هما» is said of it."""

GLUED = re.compile("^[بلك](?=\\w{4})")
_PLURAL = re.compile("(?:ات|ون|ين|اء)$")
ASKING = frozenset((*INTERROGATIVES, *AFTER_PREPOSITION))
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
            things = self.female is True and self.person is not True  # «الموظفات» are «هن»
            return things if self.several else self.female is not False
        return not self.several and self.female is not True


def unjoined(word: str) -> str:
    """A word that asks, or a preposition, without the «و» or «ف» that joins it; any other as it is."""
    function = (*ASKING, *PREPOSITIONS, *COPULAS)
    return word[1:] if word not in function and word[:1] in ("و", "ف") and word[1:] in function else word


def has_article(word: str) -> bool:
    """Is it a noun with the article, and no verb that begins like one («التقى»)?"""
    return word.startswith("ال") and word not in LIKE_DEFINITE


def owner_of(text: str, token: Token) -> re.Match[str] | None:
    """The noun, or verb, and the pronoun that is written onto it; None where there is none («مجموعة»)."""
    if has_article(token.text) or text[token.start : token.end].endswith("ة"):
        return None
    return _OWNED.match(token.text)


def as_noun(text: str, known: Known, names_in: NamesIn) -> Noun | None:
    found = tokens(text)
    if not found:
        return None
    named = names_of(text, found, known, names_in)
    female, several = noun_form(text, found, named, known)
    return Noun(text, female, several, name=found[0].start in named, person=person_told(found[0].text))


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
    return before in ASKING


def is_of_woman(verb: str, known: Known) -> bool:
    """Is this verb of the third person, before its subject, that of a woman or of one thing that is feminine?

    «قالت», «تعود»; «تم» and «تحدث» may be a man's, for there is «يتحدث».
    """
    if verb in LIVED_HE:
        return False
    return verb.endswith("ت") or (verb.startswith("ت") and len(verb) > 3 and not known("ي" + verb))


def person_told(head: str) -> bool | None:
    """Is a noun with this folded first word a person? None where the word does not tell."""
    bare = head[2:] if has_article(head) else head
    if (is_territory(head) and by_given_name(head) is None) or bare in NO_PERSONS:
        return False
    return True if kin_of(bare) or bare in PERSONS or are_women(bare) else None


def noun_form(text: str, found: Sequence[Token], named: Collection[int], known: Known) -> tuple[bool | None, bool]:
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
