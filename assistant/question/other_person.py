"""Is a person who was found surely not the one that is asked for by what he is to another («ما اسم ابنة …؟»)?

By what grammar tells of him where he is named: his sex («تاجر اسمه …»), what else he is to somebody («زوجته …»), or
that he is the one whose kin is asked for. What tells nothing of him is let pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.names import OFFICE_NOUNS, ROLES
from assistant.lexicon.people import KINSFOLK, KINSMEN, KINSWOMEN, NO_PERSONS, SAME_KIN, kin_of
from assistant.question.answered_noun import asked_kin
from assistant.question.gender import by_given_name, told_by_verb
from assistant.question.nouns import has_article, owner_of, unjoined
from assistant.question.relation import of_whom, tells_relation
from vectorstore.text.arabic import Token, fold, stem, tokens
from vectorstore.text.stopwords import STOPWORDS

_HIS_NAME = frozenset(("اسمه", "واسمه", "يدعي", "ويدعي", "المدعو", "يسمي", "لقبه"))
_HER_NAME = frozenset(("اسمها", "واسمها", "تدعي", "وتدعي", "المدعوه", "تسمي", "لقبها"))
_CHILD_OF = {"بن": False, "بنت": True}
_ASKED = re.compile(r"^\W*[وف]?(?:من|ما|اي)(?: (?:هو|هي|كان|كانت|يكون|تكون))*(?: اسم)? (\w+)")
MAX_TITLE = 3
"""Words between a verb and the name of its subject, or of a title, before that name."""
NEAR_NAME = 6
"""Words before and behind a name that may say what else he is («ابنتها … قالت إن أمها …» tells of two)."""


def is_other_person(question: str, sentence: str, start: int, end: int) -> bool:
    """Is what stands in a sentence from `start` to `end` somebody else than who is asked for?"""
    kin = asked_kin(question)
    if kin in KINSFOLK:
        return False
    asked = kin in KINSWOMEN if kin else _asked_woman(question)
    found = tokens(sentence)
    within = [place for place, token in enumerate(found) if start <= token.start < end]
    if asked is None or not within:
        return bool(within) and _is_beside_the_office(question, found, within)
    told = _sex(sentence, found, within)
    if told is not None and told != asked:
        return True
    if not kin:
        return False
    return _is_of_other_kin(question, kin, sentence, found, within) or _is_owner(question, sentence, start, end)


def _asked_woman(question: str) -> bool | None:
    """True where a woman is asked for by what she is («ما اسم محامية …؟»); a man's noun may be hers as well.

    «مدربه» is whoever trains him, and «محافظة» no governor.
    """
    asked = _ASKED.search(fold(question))
    noun = asked[1].removeprefix("ال") if asked else ""
    if noun in NO_PERSONS or noun[:-1] not in ROLES | OFFICE_NOUNS:
        return None
    written = (question[token.start : token.end] for token in tokens(question) if token.text.endswith(noun))
    return True if next(written, "").endswith("ة") else None


def _sex(sentence: str, found: Sequence[Token], within: Sequence[int]) -> bool | None:
    """True where a sentence tells a woman of the name in it, False where a man, None where it tells neither or both.

    «ليلى بن علي» has a family name, and «زوج المستشارة سامي» is not the one with the title.
    """
    first, inside = within[0], [found[place].text for place in within]
    before, kin = found[first - 1].text if first else "", _kin_named(sentence, found, within)[0]
    told = (
        next((_CHILD_OF[word] for word in inside[1:] if word in _CHILD_OF), None),
        before in _HER_NAME if before in _HIS_NAME | _HER_NAME else None,
        kin in KINSWOMEN if kin else None,
        _is_woman_by_title(sentence, found, first) or _sex_by_verb(sentence, found, first),
        by_given_name(sentence[found[first].start : found[within[-1]].end]),
    )
    sexes = {sex for sex in told if sex is not None}
    return sexes.pop() if len(sexes) == 1 else None


def _kin_named(sentence: str, found: Sequence[Token], within: Sequence[int]) -> tuple[str, int]:
    """The kin, with whose it is, that stands before a name and its titles or begins it («ابنه الطبيب سعيد»), and the
    place of its first word; "" without one.

    Of two in construct it is the first: «ابنة عمه …» is a daughter of his uncle's. «زوجه» is his wife.
    """
    before = within[0] - 1
    while before > max(0, within[0] - 1 - MAX_TITLE) and has_article(found[before].text):
        if sentence[found[before].end : found[before + 1].start].strip():
            break
        before -= 1
    for place in (within[0], before):
        if place < 0 or place + 1 == len(found) or (place == within[0] and len(within) < 2):
            continue
        owned = owner_of(sentence, found[place])
        kin = kin_of(owned["noun"]) if owned else ""
        if kin not in KINSMEN | KINSWOMEN or sentence[found[place].end : found[place + 1].start].strip():
            continue
        if kin == "زوج" and owned["pronoun"] == "ه":
            kin = "زوجه"
        joined = place and not sentence[found[place - 1].end : found[place].start].strip()
        construct = kin_of(found[place - 1].text) if joined else ""
        return construct or kin, place - bool(construct)
    return "", 0


def _is_woman_by_title(sentence: str, found: Sequence[Token], first: int) -> bool:
    """«المستشارة الألمانية …»: a title in the feminine, nothing between it and the name but what agrees with it."""
    for place in range(first - 1, max(-1, first - 1 - MAX_TITLE), -1):
        token = found[place]
        if not sentence[token.start : token.end].endswith("ة") or sentence[token.end : found[place + 1].start].strip():
            return False
        if not (article := _article(token.text)):
            return False
        if token.text[article:-1] in ROLES | OFFICE_NOUNS and token.text[article:] not in NO_PERSONS:
            return not (place and _is_construct(found[place - 1].text))
    return False


def _is_construct(word: str) -> bool:
    """Is it a noun of somebody's, who is named behind the owner («زوج المستشارة سامي»)?"""
    bare = unjoined(word)
    return not has_article(bare) and (bool(kin_of(bare)) or bare in ROLES or bare in OFFICE_NOUNS)


def _article(word: str) -> int:
    """How long the article of a word is, with what joins it; 0 without one."""
    return next((len(begin) for begin in ("ال", "وال", "فال") if word.startswith(begin)), 0)


def _sex_by_verb(sentence: str, found: Sequence[Token], first: int) -> bool | None:
    """By a verb of saying right before a name and its titles («قال القاضي …»)."""
    for place in range(first - 1, max(-1, first - 2 - MAX_TITLE), -1):
        word = found[place].text
        if sentence[found[place].end : found[place + 1].start].strip():
            return None
        if told := told_by_verb(word):
            return told[0]
        if not (has_article(word) or word in ROLES):
            return None
    return None


def _is_of_other_kin(
    question: str, asked: str, sentence: str, found: Sequence[Token], within: Sequence[int]
) -> bool:
    """Is the name of other kin («زوجته …» of a daughter), and is near it nothing told of such as is asked?"""
    kin, place = _kin_named(sentence, found, within)
    if not kin or SAME_KIN.get(kin, kin) == SAME_KIN.get(asked, asked):
        return False
    first = within[0]
    near = (*found[max(0, first - NEAR_NAME) : place], *found[first + 1 : within[-1] + 1 + NEAR_NAME])
    rest = " ".join(token.text for token in near)
    return tells_relation(question, rest) is False


def _is_owner(question: str, sentence: str, start: int, end: int) -> bool:
    """Has it the name of the one whose kin is asked for, where nothing else of the sentence tells of any?

    A kunya and a father in a name tell of none («أبو الحسن علي بن يحيى»), nor a name like «ابن بطوطة».
    """
    whose = [stem(token.text) for token in tokens(of_whom(question)) if not _is_title(token.text)]
    named = [stem(token.text) for token in tokens(sentence[start:end])]
    if not whose or not set(whose).issubset(named):
        return False
    rest = f"{sentence[:start]} {sentence[end:]}"
    found = tokens(rest)
    told = " ".join(
        token.text
        for token, behind in zip(found, (*found[1:], None), strict=True)
        if owner_of(rest, token) or not kin_of(unjoined(token.text)) or (behind and stem(behind.text) in whose)
    )
    return tells_relation(question, told) is False


def _is_title(word: str) -> bool:
    return word in STOPWORDS or (has_article(word) and word.removeprefix("ال") in ROLES)


def _is_beside_the_office(question: str, found: Sequence[Token], within: Sequence[int]) -> bool:
    """Is she named by another office, joined to that of a man which is asked for («الرئيس … والمستشارة …»)?"""
    asked = _ASKED.search(fold(question))
    office = asked[1].removeprefix("ال") if asked else ""
    if office not in OFFICE_NOUNS:
        return False
    first = within[0]
    for place in range(first - 1, max(-1, first - 1 - MAX_TITLE), -1):
        word = found[place].text
        if not word.endswith("ه"):
            return False
        if word.startswith("وال") and word[3:-1] in OFFICE_NOUNS - {office}:
            return any(stem(token.text) == stem(office) for token in found[:place])
    return False
