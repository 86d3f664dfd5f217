"""A verb in the dual, of two who were named before: «متى تزوجا؟» is «متى تزوجت ليلى وحسام؟»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.interrogatives import ASK_REASON
from assistant.lexicon.people import KINSMEN, KINSWOMEN
from assistant.question.answered_noun import asked_kin
from assistant.question.gender import by_given_name
from assistant.question.happening import OF_CLAUSES
from assistant.question.nouns import Known, Noun, has_article, unjoined
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

_BEFORE_VERB = frozenset((*OF_CLAUSES, *ASK_REASON, "هل", "ماذا", "بماذا", "لماذا"))
_WHICH = frozenset(("اي", "ايه"))
_MASDAR = re.compile(r"ت\w{2}ي\w$")
"""«تحديدا» is no verb: a noun of doing, like «تزويج»."""

LEAST_STEM = 3
"""Letters of a verb without the ending of two; «دعا» has none."""

_ENDS_IN_YA = ("توفي", "لقي", "بقي", "رضي", "نسي", "عمي")
"""Verbs that keep their last letter by themselves; others are written with «ى» («التقى»)."""


@dataclass(frozen=True, slots=True)
class VerbOfTwo:
    """A verb in the dual; `alone`: as it is written before a subject, a man or a woman."""

    token: Token
    his: str
    hers: str


def verb_of_two(question: str, known: Known) -> VerbOfTwo | None:
    """The verb of two people, or things, that the question does not name; None without one.

    Behind a word that asks, nothing but a preposition behind it; the corpus has the verb without the ending («تزوج»).
    """
    found = tokens(question)
    for place, token in enumerate(found):
        if _may_be(found, place) and (verb := _of_two(question, token, known)):
            return verb
    return None


def the_two(former: str, nouns: Sequence[Noun]) -> Noun | None:
    """Who the two are: a pair of the question before, or whose kin it asked for with the one that answered it."""
    pairs = [noun for noun in nouns if noun.several and not (noun.past or noun.behind) and noun.pair]
    if pairs:
        first = pairs[0].text.split()[0]
        return replace(pairs[0], female=first.endswith("ة") or bool(by_given_name(first)))
    answers = [noun for noun in nouns if noun.answers and not noun.several and noun.person is not False]
    others = [noun for noun in nouns if noun.name and not (noun.answers or noun.several or noun.past)]
    kin = asked_kin(former)
    if not others or kin not in KINSMEN | KINSWOMEN:
        return None
    one = others[0]
    if answers:
        return Noun(f"{one.text} و{answers[0].text}", one.female, True, answers=True, pair=True)
    female = {"زوج": True, "زوجه": False}.get(kin, one.female)
    if female is None:
        return None
    stem = kin[:-1] + "ت" if kin in KINSWOMEN and kin.endswith("ه") else kin
    return Noun(f"{one.text} و{stem}{'ها' if female else 'ه'}", female, True, pair=True)


def _may_be(found: Sequence[Token], place: int) -> bool:
    """Does it stand where a verb does: behind «متى», «هل», «في أي سنة», and no subject behind it?"""
    before = unjoined(found[place - 1].text) if place else ""
    which = place > 2 and found[place - 2].text in _WHICH and unjoined(found[place - 3].text) in PREPOSITIONS
    behind = found[place + 1].text if place + 1 < len(found) else ""
    return (before in _BEFORE_VERB or which) and (not behind or behind in (*PREPOSITIONS, "معا", "ايضا", "بعد", "قبل"))


def _of_two(question: str, token: Token, known: Known) -> VerbOfTwo | None:
    raw, word = question[token.start : token.end], token.text
    if word in STOPWORDS or has_article(word[:-1]) or is_territory(word):
        return None
    if raw.endswith("ان") and word[0] in "يت" and _is_verb(word[:-2], known):
        bare = raw[:-2]
        return VerbOfTwo(token, "ي" + bare[1:], "ت" + bare[1:])
    if not raw.endswith("ا") or word.endswith(("ها", "وا")) or len(word) <= LEAST_STEM:
        return None
    if word.endswith("تا") and _is_verb(word[:-2], known):
        return VerbOfTwo(token, raw[:-2], raw[:-1])
    if "ً" in raw or _MASDAR.match(word[:-1]):
        return None
    if not _is_verb(word[:-1], known) or known("ال" + word[:-1]):  # «كتابا», «شرطيا»
        return None
    his = raw[:-1]
    if fold(his).endswith("ي") and fold(his) not in _ENDS_IN_YA:
        if len(his) == LEAST_STEM:  # «آسيا»
            return None
        return VerbOfTwo(token, f"{his[:-1]}ى", f"{his[:-1]}ت")
    return VerbOfTwo(token, his, f"{his}ت")


def _is_verb(word: str, known: Known) -> bool:
    return known(word) or known("و" + word)
