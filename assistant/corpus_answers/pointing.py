"""Where a question about the folder only points to what it is about: «كم مقالا يتحدث عنها؟», «في أي مقال ذُكرت؟».

The pronoun of a word for mentioning is that of somebody whom the talk is about; those of other words are mostly the
articles' own («اعطني عناوينها»). Whom it stands for is told elsewhere (`understanding`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus_answers.mentions import subject
from assistant.lexicon.folder import ABOUT_WORDS, MENTIONING, RELATIVE_WORDS, is_article_noun
from assistant.lexicon.interrogatives import ASK_PLACE, SPOKEN_PLACE
from assistant.lexicon.pronouns import BEFORE_NOUN, RELATIVES
from assistant.question.taken_up import WITH_PRONOUN
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.stopwords import STOPWORDS

_ABOUT = ("عن", "حول")
_ABOUT_BEHIND_VERB = ("علي", "ب")
"""«تتكلم عليه», «تتعلق به»; by themselves they may be of anything."""

_OF_THOSE = re.compile(
    r"\W*[وف]?(?:ايها|(?:اي|انهي)(?: واحده?)? (?:منها|فيها)) (?:(?:هو|هي) )?"
    r"|\W*which(?: one)? of (?:them|these|those) (?:(?:is|are) )?"
)

_OBJECT = re.compile("^(?P<verb>\\w{3,}?)(?P<pronoun>هما|هم|ها|ه)$")
_BEFORE_ENGLISH = frozenset(("about", "mention", "mentions", "mentioned", "mentioning", "of", "on", "name", "names"))
_ENGLISH = {"him": "he", "her": "she"}
_STANDS = ("انذكر", "يرد", "ترد", "مذكور", "مذكوره")
_MENTIONED = frozenset((*(verb + ending for verb in ("ذكر", "ورد") for ending in ("", "ت")), *_STANDS))
_COUNTING = ("اي", "كم", "كام", "انهي")
_RELATIVES = (*RELATIVES, *RELATIVE_WORDS)
_WHERE = frozenset((*ASK_PLACE, *SPOKEN_PLACE, "هل", "اي", "كم", "مره", "مرات", "في", "هو", "هي"))
_OTHERS = frozenset(("اخر", "اخري", "غيره", "غيرها"))


@dataclass(frozen=True, slots=True)
class Pointing:
    """`[start, end)` of the question stands for `before` and the noun that `pronoun` stands for."""

    start: int
    end: int
    before: str
    pronoun: str

    def named(self, question: str, noun: str) -> str:
        """The question with the noun that is meant."""
        before = self.before.removesuffix("ـ")
        before += " " if before and before == self.before else ""
        return question[: self.start] + before + noun + question[self.end :]


def asking_of(pronoun: str) -> tuple[str, str, str]:
    """A plain question with this pronoun, and what stands before and behind the noun where that is written out."""
    if pronoun.isascii():
        return f"What did {pronoun} do?", "What did ", " do?"
    return f"وما الأخبار عن{pronoun}؟", "وما الأخبار عن ", "؟"


def pointing(question: str) -> Pointing | None:
    """What of a question about the folder points to its subject; None where nothing does."""
    found = tokens(question)
    for place, token in enumerate(found):
        before = found[place - 1].text if place else ""
        if token.text in _ENGLISH and before in _BEFORE_ENGLISH:
            return Pointing(token.start, token.end, "", _ENGLISH[token.text])
        told = _behind_particle(question, found, place) or _object(question, found, place)
        if told is not None:
            return told
    return _only_mentioned(question, found)


def of_those_listed(question: str) -> str:
    """«أي منها يتحدث عن الزلزال؟» as «أي مقال يتحدث عن الزلزال؟»; "" where it asks nothing of the kind."""
    asked = _OF_THOSE.match(fold(question))
    said = tokens(question)[len(asked[0].split()) :] if asked else []
    if not said or not (said[0].text in MENTIONING or said[0].text in ABOUT_WORDS):
        return ""
    is_about = " is" if said[0].text in ABOUT_WORDS else ""
    asks = f"which article{is_about} " if said[0].text.isascii() else "أي مقال "
    return asks + question[said[0].start :]


def _behind_particle(question: str, found: Sequence[Token], place: int) -> Pointing | None:
    """«تتحدث عنها», «تتعلق به»."""
    token = found[place]
    match = WITH_PRONOUN.match(token.text)
    before = found[place - 1].text if place else ""
    if match is None or question[token.start : token.end].endswith("ة") or _takes_up(found, place):
        return None
    word = match["word"]
    if word not in _ABOUT and not (word in _ABOUT_BEHIND_VERB and before in MENTIONING):
        return None
    raw = question[token.start : token.end - len(match["pronoun"])]
    return Pointing(token.start, token.end, BEFORE_NOUN.get(word, raw), match["pronoun"])


def _object(question: str, found: Sequence[Token], place: int) -> Pointing | None:
    """«تذكرها», «ورد ذكره», «يرد اسمها», but not «الدول التي ذكرها المقال», where another did it."""
    token = found[place]
    match = _OBJECT.match(token.text)
    before = found[place - 1].text if place else ""
    behind = found[place + 1].text if place + 1 < len(found) else ""
    if match is None or (behind and behind not in STOPWORDS) or _takes_up(found, place):
        return None
    said = match["verb"].removeprefix("و")
    if said not in MENTIONING and not (said == "اسم" and before in _MENTIONED):
        return None
    raw = question[token.start : token.end - len(match["pronoun"])]
    return Pointing(token.start, token.end, raw, match["pronoun"])


def _takes_up(found: Sequence[Token], place: int) -> bool:
    """Is the pronoun that of what is asked for («أي دول ورد ذكرها», «ما الذي تتحدث عنه»)? Of articles it is not."""
    for at in range(place - 1, -1, -1):
        word = found[at].text.removeprefix("و")
        if word in _RELATIVES:
            return at == 0 or not is_article_noun(found[at - 1].text)
        if word in _COUNTING:
            return not is_article_noun(found[at + 1].text)
    return False


def _only_mentioned(question: str, found: Sequence[Token]) -> Pointing | None:
    """«في أي مقال ذُكرت؟», «هل وردت في مقالات أخرى؟»: who was is not said."""
    places = [place for place, token in enumerate(found) if token.text in _MENTIONED]
    if len(places) != 1 or set(subject(question).split()) - {"أخرى", "اخرى", "آخر", "اخر"}:
        return None
    place = places[0]
    around = [token.text.removeprefix("و") for token in (*found[:place], *found[place + 1 :])]
    if not all(word in _WHERE or word in _OTHERS or is_article_noun(word) for word in around):
        return None
    verb = found[place]
    female = verb.text.endswith(("ت", "ه")) or verb.text.startswith("ت")
    return Pointing(verb.start, verb.end, question[verb.start : verb.end], "ها" if female else "ه")
