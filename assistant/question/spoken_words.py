"""The words of content of a question as people speak it become those of the articles.

A table of frequent ones (`lexicon.spoken_words`) and the regular forms: a verb with «ب», «ك» or «عم» before it
(«بيعزف»), with «ح», «ه» or «رح» for what will be, what was done to somebody («اتسرق», «انطعن»), «ه» written «و»
(«جسمو»), «ما …ش»; these only where the articles have the word that would be left. Where no word that asks
or binds is a spoken one only nouns of the table are looked for («كم واحد حضر الماتش؟»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from assistant.lexicon.interrogatives import (
    ASK_PLACE,
    SPOKEN_MANNER,
    SPOKEN_NUMBER,
    SPOKEN_PERSON,
    SPOKEN_PLACE,
    SPOKEN_REASON,
    SPOKEN_THING,
    SPOKEN_TIME,
)
from assistant.lexicon.spoken_words import BELONGING, BORN, JUSSIVES, LASTING, NOUNS, OTHERS, OWNED, WEEKDAYS
from assistant.question.counted import is_person
from assistant.question.dialect import is_spoken
from vectorstore.text.arabic import fold, tokens

_BEFORE = re.compile("^(و?)([بلكفع]?(?:ال)?|لل)(?=.{2})")
_WHOSE = re.compile("(?<=.{2})(ها|هم|هن|ه|نا|و)$")
_APART = {"عال": "على ال", "فال": "في ال", "ف": "في ", "ع": "على "}
_PER_HUNDRED = re.compile(r"^(?:[بف]|في)?ال(?:ميه|مايه)$")
_PROGRESSIVE = re.compile(r"^(?:ب|ك|كا)(?=[يتن].{2,})")
_FUTURE = re.compile(r"^[حه](?=[يتن].{2,})")
_PRESENT = re.compile(r"^[يتن].{2,}")
_WHICH = ("انهي", "انهو")
"""Behind a preposition; else it ended («أنهى»)."""
_WHERE_TO = frozenset((*SPOKEN_PLACE, *ASK_PLACE, "لوين", "لفين", *(f"و{word}" for word in SPOKEN_PLACE)))
_WHEN_AND_WHERE = frozenset((*SPOKEN_PLACE, *SPOKEN_TIME))
_WHY_AND_HOW = frozenset((*SPOKEN_REASON, *SPOKEN_MANNER))
_PREPOSITIONS = ("في", "علي", "الي", "عن")
LEAST_VERB = 3
"""A verb in the present with more letters («يقول») may be known by its root alone; «نود» would be by «ود»."""

_ASKS = frozenset((*SPOKEN_REASON, *SPOKEN_PERSON, *SPOKEN_MANNER, *SPOKEN_THING, "اللي", "يلي"))
_SOUND_ROOT = 3

_DENIED = re.compile(r"^ما(.{2,}?)ش$")


def in_written_words(question: str, known: Callable[[str], bool]) -> str:
    """The question with written words in place of the spoken ones.

    `known(word)`: do the articles have this folded word? One that they have, and not the written one, stays.
    """
    found = tokens(question)
    which = any(token.text in _WHICH and before.text in _PREPOSITIONS for before, token in pairwise(found))
    spoken = is_spoken(question) or which or any(token.text in BELONGING for token in found)
    spoken = spoken or [token.text for token in found[:1] if token.text in ("جم", *_WHICH)] != []
    denied = _denied([token.text for token in found], known) if spoken else {}
    pieces, at = [], 0
    for place, token in enumerate(found):
        before = found[place - 1].text if place else ""
        behind = found[place + 1].text if place + 1 < len(found) else ""
        if spoken:
            new = denied.get(place) or _written(token.text, before, behind, known)
        else:
            new = _if_known(_noun(token.text), token.text, known)
        if new is not None:
            pieces += [question[at : token.start], new]
            at = token.end if new else min(token.end + 1, len(question))
    return "".join([*pieces, question[at:]])


def _denied(said: Sequence[str], known: Callable[[str], bool]) -> dict[int, str]:
    """«ليش ما راحت؟», «ليه ما حضرش؟»: behind a word that asks, and before what was done, «ما» is «لم»."""
    told: dict[int, str] = {}
    for place in range(1, len(said) - 1):
        if said[place] != "ما" or not _ASKS & {said[place - 1], said[place - 1].removeprefix("و")}:
            continue
        verb = said[place + 1].removesuffix("ش")
        verb = OTHERS.get(verb) or verb
        stem, ending = next(((verb[: -len(end)], end) for end in ("وا", "ت") if verb.endswith(end)), (verb, ""))
        done = JUSSIVES.get(fold(stem)) or (f"ي{stem}" if len(stem) == _SOUND_ROOT and known(f"ي{stem}") else "")
        if done:
            told |= {place: "لم", place + 1: f"ت{done[1:]}" if ending == "ت" else done + ending}
    return told


def _written(word: str, before: str, behind: str, known: Callable[[str], bool]) -> str | None:
    """What stands for a word in the written language, None where it stays, "" where nothing does."""
    if _PER_HUNDRED.match(word):
        return "المئة" if before == "في" else "في المئة"
    went = word == "راح" and before in _WHERE_TO and known(behind) and not known(f"ي{behind[1:]}")  # «وين راح تياغو؟»
    if word in ("عم", "رح", "راح") and before and _PRESENT.match(behind) and not went:
        return "" if word == "عم" else "سوف"
    if word in _WHICH and before in _PREPOSITIONS:
        return "أي"
    if before == "يوم" and word in WEEKDAYS:
        return WEEKDAYS[word]
    if word in BELONGING and before and behind:
        return ""
    if not (before or behind):
        return None
    made = behind.startswith("ال") and not is_person(behind.removeprefix("ال"))  # «وين خلقت المشكلة؟»
    if word in BORN and not made and _WHEN_AND_WHERE & {before, before.removeprefix("و")}:
        return BORN[word]
    if (verb := _PROGRESSIVE.sub("", word)) in LASTING and before.removeprefix("و") in SPOKEN_NUMBER:
        return LASTING[verb]
    joined = word[:1] if word[:1] in "وف" and len(word) > 4 and word[1:] in OTHERS else ""  # «فورا» is none
    told = OTHERS.get(word.removeprefix(joined)) or _of_table(word)
    new = joined + told if told else _noun(word)
    if new is not None:
        return _if_known(new, word, known)
    if word.endswith("و") and _WHY_AND_HOW & {before, before.removeprefix("و")} and known(word[:-1]):
        return f"{word}ا"  # «ليش تأخرو الفرق؟»
    return None if known(word) else _regular(word, known)


def _if_known(new: str | None, word: str, known: Callable[[str], bool]) -> str | None:
    """What would stand for a word, where the articles do not have that word alone."""
    return None if new is None or (known(word) and not any(map(known, fold(new).split()))) else new


def _of_table(word: str) -> str | None:
    """«بيروح», «كيشوف»: a verb of the table with what is written before it in the present."""
    verb = _PROGRESSIVE.sub("", word)
    return OTHERS.get(verb) if verb != word and verb[0] in "يت" else None


def _noun(word: str) -> str | None:
    """A noun of the table with what is written onto it."""
    opening = _BEFORE.match(word)
    for start in (opening.end(), opening.end(1), 0) if opening else (0,):
        onto, rest = word[:start], word[start:]
        for noun, whose in ((rest, ""), *((rest[: m.start()], m[1]) for m in _WHOSE.finditer(rest))):
            table = NOUNS | OWNED if whose else NOUNS
            written = table.get(noun) or (table.get(f"{noun[:-1]}ه") if whose and noun.endswith("ت") else None)
            if written is not None:
                return _joined(onto, written, whose.replace("و", "ه"))
    return None


def _joined(onto: str, noun: str, whose: str) -> str:
    """«بال» and «مباراة», «فلوس» and «هم»."""
    joined = "و" if onto[:1] == "و" else ""
    onto = onto.removeprefix(joined)
    onto = _APART.get(onto, onto)
    if onto.endswith("ال") and (" " in noun or noun == "امرأة"):
        onto, noun = (onto, "مرأة") if noun == "امرأة" else (onto[:-2], noun)
    if whose and noun.endswith("ة"):
        noun = f"{noun[:-1]}ت"
    return f"{joined}{onto}{noun}{whose}"


def _regular(word: str, known: Callable[[str], bool]) -> str | None:
    """A form that a dialect makes in its own way, where the articles have what written Arabic makes of it."""
    for shape, put in ((_PROGRESSIVE, ""), (_FUTURE, "س")):
        rest = shape.sub("", word)
        if rest != word and not known(f"ال{word}"):  # «بنود», where they have «البنود»
            forms = (rest, f"{rest}ون", *([rest[1:]] if len(rest) > LEAST_VERB else []))
            return put + re.sub("و$", "وا", rest) if any(map(known, forms)) else None
    if match := _DENIED.match(word):
        return f"لم {match[1]}" if known(match[1]) else None
    done = word[2:] if word.startswith(("ات", "ان")) and len(word) > 4 else ""
    if done and word.startswith("ات") and known(f"ت{done}"):
        return f"ت{done}"
    if len(done) == 3 and known(done):
        return done
    if word.startswith(("فال", "عال")) and len(word) > 5:
        return f"{_APART[word[:3]]}{word[3:]}"
    whose = f"{word[:-1]}ه" if word.endswith("و") and len(word) > 3 else ""
    bare = _BEFORE.sub("", whose)
    return whose if whose and any(map(known, (whose, whose[:-1], bare, bare[:-1]))) else None
