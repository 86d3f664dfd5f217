"""What stands beside a name in a sentence: who it is, and whether a verb of saying has it for its subject.

Who somebody is, is told only where the article sets it beside the name: an office before it («وزير الداخلية الإيطالي
ماتيو سالفيني»), or a noun behind a comma («بيكيرت، رئيسة …»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.names import AUTHORITIES, BEFORE_BODIES, BODIES, PLACE_NOUNS, ROLES
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.territories import is_place_name
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

MAX_OFFICE_WORDS = 8
"""Words between an office, or a verb of saying, and the name."""

MAX_APPOSITION_CHARACTERS = 160

_ACCORDING = frozenset(("بحسب", "حسب", "وفق", "وفقا"))
_STOPS = re.compile(r"[،,؛;:.!؟?()\[\]\"“”«»–—\n]|\s-\s")
WHO_IS = frozenset(("وهو", "وهي", "الذي", "التي"))
"""Words behind a name and its comma before who it is."""
_PART_OF_OFFICE = frozenset(("باسم",))
_DEFINITE = re.compile("[وفبك]?(?:ال|لل)")
_BODIES = BODIES | AUTHORITIES | BEFORE_BODIES | PLACE_NOUNS


def beside_name(text: str, found: Sequence[Token], name: Span) -> Span | None:
    """The words that say who somebody is, with the name; None where none do. `name` and the result: spans of `text`."""
    first = next((i for i, word in enumerate(found) if word.end > name[0]), len(found))
    start = _office_before(text, found, first, name[1])
    if start is not None:
        return found[start].start, name[1]
    behind = text[name[1] :]
    opening = re.match(r"\s*[،,(–-]\s*", behind)
    if opening is None:
        return None
    rest = behind[opening.end() :]
    ends = _STOPS.search(rest)
    phrase = rest[: ends.start() if ends else len(rest)].rstrip()
    words = tokens(phrase)
    if not words or len(phrase) > MAX_APPOSITION_CHARACTERS:
        return None
    start_word = words[1].text if words[0].text in WHO_IS and len(words) > 1 else words[0].text
    if not is_role(start_word) and words[0].text not in ("وهو", "وهي"):
        return None
    if words[0].text not in WHO_IS and len(words) < 2:
        return None
    return name[0], name[1] + opening.end() + len(phrase)


def _office_before(text: str, found: Sequence[Token], first: int, end: int) -> int | None:
    """The place of the first word of an office that stands directly before the name, whose text ends at `end`."""
    start = None
    for place in range(first - 1, max(-1, first - 1 - MAX_OFFICE_WORDS), -1):
        word = found[place].text
        behind = found[place + 1].start if place + 1 < len(found) else found[place].end
        between = text[found[place].end : behind]
        if place == first - 1 and between.strip() in ("،", ",") and re.match(r"\s*[،,]", text[end:]):
            between = ""  # «وزير الداخلية الإيطالية، مينيتي، …»
        if _STOPS.search(between) or word in SAYING_FORMS or word[0].isdigit():
            break
        if (word in PREPOSITIONS or word in STOPWORDS) and word not in _PART_OF_OFFICE:
            break
        if not is_role(word):
            continue
        behind = [one.text for one in found[place + 1 : first if start is None else start + 1]]
        if _goes_on(word, behind) if start is None else not _is_whole_body(word) and _is_same_phrase(word, behind):
            start = place
    return start


def _goes_on(noun: str, behind: Sequence[str]) -> bool:
    """Do the words between a noun and a name go on with the noun, but for a given name («الداخلية الألماني توماس»)?

    Not «للشاعر أحمد رامي لحنها الموسيقار»: what stands behind what is definite, or behind a name, is another's.
    """
    begun = "" if _has_article(noun) else "b*"
    return bool(re.fullmatch(f"{begun}d*(?:l[bld]*|b{{0,2}})", _shape(behind)))


def _is_same_phrase(noun: str, behind: Sequence[str]) -> bool:
    """Do the words behind a noun go on with it up to the last of them, another noun before the same name?

    «نائب رئيس», «الأمين العام لحزب», «مدير المدرسة الأستاذ», «رئيس بلدية نابلس المهندس»; not «رئيس الوزراء وزير»: what
    is definite ends what was begun without the article.
    """
    begun = "" if _has_article(noun) else "b*"
    return bool(re.fullmatch(f"{begun}d*(?:l[bld]*)?", _shape(behind)))


def _has_article(noun: str) -> bool:
    return bool(_DEFINITE.match(noun)) and noun[1:] not in ROLES  # «للاعب» is for any player


def _shape(written: Sequence[str]) -> str:
    """A letter a word: `d` if it is definite, `l` if it may be tied to the words before, `b` for any other."""

    def letter(word: str) -> str:
        if _DEFINITE.match(word) or is_place_name(word):
            return "d"
        return "l" if word[0] in "لبو" or word in _PART_OF_OFFICE else "b"

    return "".join(map(letter, written))


def _is_whole_body(word: str) -> bool:
    """«الشركة», which is nobody's office, and unlike «شركة» no beginning of one."""
    return bool(_DEFINITE.match(word)) and is_body(word)


def is_body(word: str) -> bool:
    """Is it a noun for a body or a place, which is what no person is?"""
    return _DEFINITE.sub("", word, count=1) in _BODIES


def is_role(word: str) -> bool:
    """Is it a noun for what somebody or something is, with or without the article?"""
    bare = re.sub("^[وفبلك]?(?:ال|لل)", "", word)
    return bare in ROLES or word in ROLES or word.removeprefix("ل") in ROLES


def speaks(text: str, found: Sequence[Token], name: Span) -> bool:
    """Has a verb of saying the name for its subject? («قال … زئيف إن», «زئيف قال», «زئيف: «…»», «وفقا لزئيف»)"""
    first = next((i for i, word in enumerate(found) if word.end > name[0]), len(found))
    last = next((i for i, word in enumerate(found) if word.end >= name[1]), len(found) - 1)
    begin = first
    office = _office_before(text, found, first, name[1])
    if office is not None:
        begin = office
    elif first and found[first - 1].text in ("السيد", "السيده"):
        begin = first - 1
    if begin and not _STOPS.search(text[found[begin - 1].end : found[begin].start]):
        before = found[begin - 1].text
        if before in SAYING_FORMS or before in _ACCORDING or before == "لـ":
            return True
        if before == "ل" and begin > 1 and found[begin - 2].text in _ACCORDING:
            return True
    behind = re.sub(r"^\s*،[^،.:\"«]{1,120}،", "", text[found[last].end :]) if last < len(found) else ""
    if re.match(r"\s*:\s*[\"“«]", behind):
        return True
    following = tokens(behind)[:1]
    if not following or _STOPS.search(behind[: following[0].start]):
        return False
    return following[0].text in SAYING_FORMS and not following[0].text.startswith("و")  # «… وقال»: somebody else did
