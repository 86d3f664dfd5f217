"""What is meant: talk, a question about the folder, or a question to the articles.

A multinomial logistic regression over the bundled encoder's vector of the question, pieces of its words, and a few
cues; `training/train_intent.py` fits it to the phrases of `training/intents.jsonl` and to public fact questions, and
says how it was measured. Names of files and what stands in quotation marks are masked first: what is asked about a
title is not what the title says.

A question to the articles that were taken for talk would get no answer, so the two other kinds need a clear majority
(`THRESHOLD`). It decides from the words alone and knows neither the articles nor the conversation.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.lexicon.days import BESIDE_DAYS, COUNTS, DAYS_BACK, NEWS_WORDS, PAIRS, SPANS
from assistant.lexicon.folder import (
    ABOUT_ARTICLE,
    ARTICLE_NOUNS,
    LAST,
    MENTIONING,
    ORDINALS,
    STANDING,
    THIS,
    is_article_noun,
)
from assistant.lexicon.interrogatives import (
    ARABIZI_INTERROGATIVES,
    ASK_PERSON,
    ASK_PLACE,
    ASK_REASON,
    ASK_TIME,
    SPOKEN_PERSON,
    SPOKEN_PLACE,
    SPOKEN_REASON,
    SPOKEN_TIME,
)
from assistant.lexicon.numbers import word_set
from assistant.question.asked_for import asks_for_what_it_has
from assistant.question.bare_interrogative import asks_barely
from assistant.question.other_programs import names_another_program
from assistant.question.territories import is_territory
from assistant.question.third_person import speaks_of_another
from vectorstore.text.arabic import fold, words
from vectorstore.text.calendar_names import weekday_numbers
from vectorstore.text.language import language_of
from vectorstore.text.stopwords import STOPWORDS

Kind = Literal["talk", "corpus", "question"]

WEIGHTS_FILE = Path(__file__).parent.parent / "weights" / "intent.npz"

THRESHOLD = 0.6
"""How likely talk and the folder together must be. Cross-validated, .0075 of public fact questions are then taken for
either, and .89 of talk and .93 of questions about the folder are recognised; other thresholds stand in
`assistant/weights/intent.md`."""

HASHED_PIECES = 2048
"""Columns that the pieces of words are hashed into; collisions are rare among the few thousand pieces of questions."""

MAX_CHARACTERS = 300
"""Characters that are looked at: talk is short, and a longer text is about something."""

FILE_NAME = re.compile(r"(?<![\w.])[\w.\-]*\w\.(?:txt|md|html?|pdf|docx|jsonl)(?:#\w+)?(?!\w)", re.IGNORECASE)
_STEM_NAME = re.compile(r"(?<!\w)(?:\d{2,}_\w{4,}|[a-z]+[_-]\w*\d\w*)(?!\w)", re.IGNORECASE)
_QUOTED = re.compile('«[^»]*»|“[^”]*”|"[^"]*"|„[^“]*“')

_ARABIZI = re.compile(r"\b(?:[a-z]+[2356789]+[a-z]*|[2356789]+[a-z]{2,})\b")
_ASKS_IN_ARABIZI = re.compile(rf"\W*(?:{'|'.join(ARABIZI_INTERROGATIVES)})\s+[a-z]")
_LATIN_WORD = re.compile(r"\b[a-z']+\b")
_ORDINARY_DIGITS = re.compile(
    r"\b(?:[a-z]\d{1,3}|\d+(?:st|nd|rd|th|g|k|m|km|kg|am|pm|er|e|eme)|[a-z]+-?\d{2,4}|mp[34])\b"
)
_NO_FUNCTION_WORDS = re.compile(
    r"\b(?:the|is|are|was|were|what|who|how|when|where|why|which|you|your|do|does|did|of|in|on|at|for|and|to|please|"
    r"le|la|les|des|du|un|une|est|sont|qui|que|quoi|quel\w*|comment|combien|pourquoi|tu|vous|je|il|et|pour|dans)\b"
)
_ARTICLE = f"(?:{'|'.join(noun for noun in ARTICLE_NOUNS if noun != 'تقرير')})"
"""But «تقرير», which is mostly a report that an article tells of."""
_CUES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|\s)[وفبلك]?(?:ال|هال)?{_ARTICLE}\w{{0,2}}(?:\s|$)|\b(?:articles?|files?|documents?|fichiers?|texts?)\b",
        r"\b[وفبل]?(?:ال|هال)?(?:مجلد|مجموعه)\w*|\b(?:folder|corpus|dossier)\b",
        r"\b(?:عند|لدي|مع)ك\b|\b(?:you|your|tu|toi|vous|ton|tes|vos|votre)\b",
        r"\b(?:انت|نتا|انتا|حضرتك|ايها)\b",
        r"\b(?:جواب|اجاب|رد|سؤال)\w*|\b(?:answer|reponse|question)\b",
        r"x\.txt",
        r"«»",
        r"\b(?:ال)?(?:اول|ثاني|تاني|ثالث|تالت|رابع|خامس|سادس|سابع|اخير)\w?\b|\b(?:first|second|third|last|premier|dernier)\b",
        r"^\W*[وف]?(?:من|ما|ماذا|متي|اين|كم|كيف|لماذا|هل|اي|بم|علام|عم|مين|شو|وش|ايش|ليش|فين|وين|كام|قديش|ليه)\b",
        r"^\W*(?:who|what|when|where|why|how|which|qui|que|quel\w*|quand|combien|pourquoi|ou)\b",
        r"\b(?:لخص|ملخص|خلاص|اوجز|موجز|اختص|زبد)\w*|\b(?:summar\w*|resum\w*|sum up)\b",
        r"\b[يت](?:ذكر|تحدث|تناول|تكلم|حكي)\w*|\b(?:ذكر|ورد|مذكور)\w*|\b(?:mention\w*|about|parl\w+)\b",
        r"\b(?:احدث|اقدم|اخر)\b|\b(?:newest|latest|oldest|recent)\b",
        r"[?؟]",
        r"(\w)\1\1",
        r"[a-z]",
    )
)
CUES = len(_CUES) + 4

_WHO = frozenset((*ASK_PERSON, *SPOKEN_PERSON, "who", "qui"))
_WHEN_AND_WHERE = frozenset((*ASK_PLACE, *ASK_TIME, *ASK_REASON, *SPOKEN_PLACE, *SPOKEN_TIME, *SPOKEN_REASON))
_OF_PROGRAMS = frozenset(("ability", "identity", "language", "smalltalk", "wellbeing", "mentions"))
"""Classes for which a question about a program is taken. «أي موقع» is asked of where an article came out, too, and
«تطبيق رائع» praises."""

_STANDS = re.compile(rf"(?:{'|'.join(STANDING)}|انذكر|(?:ب?ال|لل)?مجلد)")
"""Words of what the folder has."""

_WHATEVER = word_set("الاشياء الامور المعلومات المواضيع الموضوعات الاضافات التطورات القصص")
"""Nouns for whatever the folder tells («ما الأشياء الجديدة؟»)."""

_THE_NEW = frozenset(("الجديد", "الجديده", "الجداد", "الجدد"))
_POINTS_TO_ARTICLE = frozenset((*THIS, *LAST, *ORDINALS, "x", "txt", "folder", "corpus", "dossier", "مجلد"))


@dataclass(frozen=True, slots=True)
class Intent:
    """`sub`: the finer class («summary_one», «thanks», «fact» or «arabizi»); `probability`: the kind's."""

    kind: Kind
    sub: str
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class IntentModel:
    """`classes` are «kind/sub»; weights (classes, features) with the encoder's vector in front, and without it."""

    classes: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    weights_alone: np.ndarray
    bias_alone: np.ndarray


def classify(text: str, vector: np.ndarray | None, model: IntentModel | None = None) -> Intent:
    """What is meant by a question; `vector` is the bundled encoder's of `masked(text)`, None for another encoder."""
    model = model or load_model()
    logits = _logits(text, vector, model)
    chances = np.exp(logits - logits.max())
    chances /= chances.sum()
    by_kind: dict[Kind, list[tuple[float, str]]] = {"talk": [], "corpus": [], "question": []}
    for name, chance in zip(model.classes, chances, strict=True):
        by_kind[_kind(name)].append((float(chance), name.partition("/")[2]))
    totals = {kind: sum(chance for chance, _ in found) for kind, found in by_kind.items()}
    kind = "question" if 1 - totals["question"] < THRESHOLD else max(("talk", "corpus"), key=totals.__getitem__)
    sub = max(by_kind[kind])[1]
    if (kind == "corpus" and asks_of_something_else(sub, text)) or (kind == "talk" and _is_no_talk(sub, text)):
        kind, sub = "question", max(by_kind["question"])[1]
    return Intent(kind, sub, totals[kind])


MOST_OF_SUBJECT = 3
"""Words of what a question for what is new is about («ما الجديد عن وزير الداخلية الفرنسي؟»); one that says more asks
for a fact, in which something new is named: three of some 590 of ARCD test, the seeds and the news were taken for the
former without this, all three in whole sentences."""


def _names_subject(word: str) -> bool:
    """Is a folded word neither of a day nor of what is new, nor one that only joins?"""
    forms = {word, word.removeprefix("و"), word.removeprefix("و").removeprefix("ال"), word.removeprefix("لل")}
    return not (forms & (NEWS_WORDS | BESIDE_DAYS | STOPWORDS) or forms & {*SPANS, *DAYS_BACK, *PAIRS, *COUNTS})


def _asks_who_is_new(said: list[str]) -> bool:
    """Does it ask who, and name neither a day («من مبارح شو الجديد؟») nor an article («من كتب المقالات الجديدة؟»)?

    «من المدرب الجديد؟» asks for whoever is new in an office, which an article tells.
    """
    if not said or said[0].removeprefix("و") not in _WHO:
        return False
    bare = [word.removeprefix("و").removeprefix("ال") for word in said]
    beside = BESIDE_DAYS | {*SPANS, *DAYS_BACK, *PAIRS, *weekday_numbers()}
    return not any(
        {word, one} & (beside | _POINTS_TO_ARTICLE) or is_article_noun(word)
        for word, one in zip(said[1:], bare[1:], strict=True)
    )


def _says_which_is_new(said: list[str]) -> bool:
    """Does it say «new» only of something («هل الملعب الجديد مغطى؟»), and of no article, day or saying?"""
    new = [place for place, word in enumerate(said) if word.removeprefix("و") in _THE_NEW]
    return bool(new) and all(
        place and said[place - 1].startswith("ال") and _names_subject(said[place - 1])
        and not (is_article_noun(said[place - 1]) or said[place - 1] in _WHATEVER)
        for place in new
    )  # fmt: skip


def asks_of_something_else(sub: str, text: str) -> bool:
    """Is what was taken for a question of this class asked of something that has a name and is called no article?

    «من كتب المعلقات؟», «من ترجم الإلياذة؟». What is asked of an article names it as one in all but one of the 148
    phrases of its class (`training/intents.jsonl`), and none about the language of the talk begins with «who».
    """
    said = words(masked(text))
    if sub == "since":
        many = len([word for word in said if _names_subject(word)]) > MOST_OF_SUBJECT
        return many or _asks_who_is_new(said) or _says_which_is_new(said)
    if sub == "mentions" and said and {said[0], said[0].removeprefix("و")} & _WHEN_AND_WHERE:
        return not any(
            is_article_noun(word) or word in _POINTS_TO_ARTICLE or word in MENTIONING or _STANDS.match(word)
            for word in said
        )
    if sub in ("list", "titles", "smalltalk") and asks_for_what_it_has(said):
        return True
    if sub in _OF_PROGRAMS and names_another_program(text):
        return not any(
            is_article_noun(word) or word in _POINTS_TO_ARTICLE or word in MENTIONING or _STANDS.match(word)
            for word in said
        )
    if sub == "language":
        return bool(said) and said[0].removeprefix("و") in _WHO
    if sub != "metadata" or "«»" in masked(text) or looks_arabizi(text):
        return False
    bare = [word.removeprefix("و").removeprefix("ال") for word in said]
    if any(is_article_noun(word) or one in _POINTS_TO_ARTICLE for word, one in zip(said, bare, strict=True)):
        return False
    return any(word not in STOPWORDS and one not in ABOUT_ARTICLE for word, one in zip(said, bare, strict=True))


def _is_no_talk(sub: str, text: str) -> bool:
    """Was taken for talk what is asked of something with a name, of a country, of somebody who is not there, or of what
    was said before?

    Of the 1,190 phrases of talk (`training/intents.jsonl`) none is such a one.
    """
    said = words(masked(text))
    of_place = any(is_territory(word) for word in said if not word.isascii())
    return of_place or asks_of_something_else(sub, text) or speaks_of_another(text) or asks_barely(text)


def _kind(name: str) -> Kind:
    return name.partition("/")[0]


def _logits(text: str, vector: np.ndarray | None, model: IntentModel) -> np.ndarray:
    rest = features(text)
    if vector is None or len(vector) + len(rest) != model.weights.shape[1]:
        return model.weights_alone @ rest + model.bias_alone
    return model.weights @ np.concatenate([vector, rest]) + model.bias


@lru_cache(maxsize=1)
def load_model(path: Path = WEIGHTS_FILE) -> IntentModel:
    """The trained weights, read once."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return IntentModel(
        tuple(map(str, arrays["classes"])),
        *(arrays[name].astype(np.float32) for name in ("weights", "bias", "weights_alone", "bias_alone")),
    )


def masked(text: str) -> str:
    """The question with names of files and quoted titles taken out: what the encoder reads for its intent."""
    return _STEM_NAME.sub("x.txt", FILE_NAME.sub("x.txt", _QUOTED.sub("«»", text)))[:MAX_CHARACTERS].strip()


def features(text: str) -> np.ndarray:
    """Hashed pieces of the words (unit length) and cues of a question, float32 (HASHED_PIECES + CUES,)."""
    folded = fold(masked(text)).strip()
    hashed = np.zeros(HASHED_PIECES, np.float32)
    for piece in _pieces(folded):
        code = zlib.crc32(piece.encode("utf-8"))
        hashed[code % HASHED_PIECES] += 1.0 if code & 0x80000000 else -1.0
    length = float(np.linalg.norm(hashed)) or 1.0
    count = len(folded.split())
    cues = [
        *(float(bool(cue.search(folded))) for cue in _CUES),
        min(count, 12) / 12,
        float(count <= 2),
        float(count >= 6),
        float(looks_arabizi(text)),
    ]
    return np.concatenate([hashed / length, np.array(cues, np.float32)])


def looks_arabizi(text: str) -> bool:
    """Is it Arabic in Latin letters, told by a word that asks («shu», «meen»), or by digits («3andak», «9addesh»)?

    «G7», «F16», «2nd» and «covid19» are no such words, and who writes «the» or «est» writes English or French.
    """
    folded = fold(text)
    if language_of(text) == "ar" or _NO_FUNCTION_WORDS.search(folded):
        return False
    if _ASKS_IN_ARABIZI.match(folded):
        return True
    words = _ARABIZI.findall(_ORDINARY_DIGITS.sub(" ", folded))
    return bool(words) and len(words) * 8 >= len(_LATIN_WORD.findall(folded))


def _pieces(folded: str) -> list[str]:
    """Words, pairs of words, and pieces of two to four letters with the word's ends marked."""
    words = re.findall(r"\w+|«»|[^\w\s]", folded)
    pieces = [*words, *(f"{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))]
    for word in words:
        marked = f"<{word}>"
        pieces += [marked[i : i + n] for n in (2, 3, 4) for i in range(len(marked) - n + 1)]
    return pieces
