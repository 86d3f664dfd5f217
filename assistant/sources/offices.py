"""Where articles about one happening differ in what somebody is, or in who was there.

Both need the register of names, which knows that two spellings are one person. Two offices differ where their nouns do
over one field («قاضي المحكمة العليا», «مرشح المحكمة العليا»), or the field over one noun («وزيرة الداخلية», «وزير الأمن
الداخلي»); a shorter form of the same office is none. Lists of who was there differ only where each claims to be whole.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.lexicon.names import AUTHORITIES, OFFICE_NOUNS, SAME_OFFICE
from assistant.lexicon.numbers import word_set
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.names.register import Register
from assistant.question.beside_name import beside_name
from assistant.sources.said import Difference, Said, quote_of
from assistant.verification.claims import has_name
from assistant.verification.names import nation_key
from assistant.verification.word_match import base_forms
from vectorstore.text.arabic import Token, fold, stem, tokens, words
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

MAX_OFFICE_WORDS = 8
"""Words of an office that stands behind a name without a comma («إلين ديوك القائمة بأعمال …»)."""

MEETING_COSINE = 0.88
"""Cosine of two sentences on who was there from which they may tell of one meeting."""

_RANKS = word_set("نائب قائم مساعد وكيل مرشح")
"""Nouns before an office that make another of it; alone, they are one."""

_SAME_FIELD = {stem("الحكومه"): stem("الوزراء")}
"""Nouns for one field."""

_NO_FIELD = (
    {stem(word) for word in ["رسمي", "اول", "سابق", "حالي", "جديد", "اعلي", "عام", "شؤون", "الشؤون"]}
    | word_set("باسم باعمال اعمال")
    | {stem(word) for word in AUTHORITIES}
)
"""Stems of words of an office that do not say of what."""

_HAS_ARTICLE = re.compile("[وفبك]?ال|[وف]?لل")
_ENDS = re.compile(r"[.؟!؛،,:\n()\[\]\"“”«»]|\s[-–—]\s")

_ATTENDED = word_set("حضر حضرت حضروا حضرها حضره بحضور شارك شاركت شاركوا بمشاركه")
_ABSENT = word_set("غاب غابت تغيب تغيبت")
_NOT = word_set("لم دون بدون عدم")
_ATTENDING = word_set("يحضر تحضر يحضرون يشارك تشارك يشاركون")
_NOT_ALL = word_set(
    "مثل بينهم بينها منهم ومنهم منها ومنها ابرزهم ابرزها سيما اخرون واخرون اخرين واخرين غيرهم وغيرهم غيرها وغيرها"
)
"""Words by which a list says that it is not the whole."""


@dataclass(frozen=True, slots=True)
class _Office:
    """An office of a person in one sentence: its noun, the rank before it, the stems of its field.

    `place`: its span in the file.
    """

    said: Said
    place: Span
    noun: str
    rank: str
    field: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _List:
    """Who was there by one sentence, or was not: by the key of each name its kind and how it is written there.

    `where`: the places that the sentence names.
    """

    said: Said
    place: Span
    there: Mapping[str, tuple[str, str]]
    absent: bool
    where: frozenset[str]


@dataclass(frozen=True, slots=True)
class People:
    """What an article says of the offices of each person, by the key of the name, and of who was there."""

    offices: Mapping[str, Sequence[_Office]]
    lists: Sequence[_List]


def people_of(article: Sequence[Said], known: Register) -> People:
    """The people of the sentences of an article, read once for all that it is held against."""
    return People(_offices(article, known), _lists(article, known))


def people_differ(one: People, other: People) -> Iterator[Difference]:
    """The differences of office and of attendance between two articles of one happening."""
    yield from _offices_differ(one.offices, other.offices)
    yield from _lists_differ(one.lists, other.lists)


def named_in(said: Said, known: Register) -> Iterator[tuple[str, str, Span]]:
    """The names of a sentence, in order: key, kind, and the place in its text."""
    source, (start, end) = said.passage.source, said.span
    found = []
    for key in known.by_article.get(source, ()):
        name = known.by_key[key]
        written = {text for text, _ in name.spellings}
        for place in name.places[source]:
            inside = place[0] - start, place[1] - start
            if start <= place[0] and place[1] <= end and said.text[slice(*inside)] in written:  # else it has changed
                found.append((place[0], key, name.kind, inside))
    yield from ((key, kind, place) for _, key, kind, place in sorted(found))


def _offices(article: Sequence[Said], known: Register) -> dict[str, list[_Office]]:
    """The offices of each person of an article, by the key of the name."""
    found: dict[str, list[_Office]] = {}
    for said in article:
        written = tokens(said.text)
        named = list(named_in(said, known))
        people = [name for _, kind, name in named if kind == "person"]
        for key, kind, name in named:
            place = _office_place(said.text, written, name, people) if kind == "person" else None
            office = _read_office(said, written, place) if place else None
            if office is not None:
                found.setdefault(key, []).append(office)
    return found


def _office_place(text: str, written: Sequence[Token], name: Span, people: Sequence[Span]) -> Span | None:
    """Where the words stand that say what somebody is, without the name: before it, behind a comma, or right behind,
    where they are not the office of the next of the `people`."""
    beside = beside_name(text, written, name)
    if beside is not None and beside[0] == name[0]:
        return name[1], beside[1]
    if beside is not None:
        before = [word for word in written if word.start < beside[0]][-2:]
        acting = len(before) == 2 and _noun(before[0].text) == "قائم" and before[1].text == "باعمال"
        return (before[0].start if acting else beside[0]), name[0]
    before = _before(text, written, name)
    if before is not None:
        return before, name[0]
    behind = [word for word in written if word.start >= name[1]][:MAX_OFFICE_WORDS]
    if not behind or text[name[1] : behind[0].start].strip() or not any(w.text.startswith("ال") for w in behind[:2]):
        return None
    if _noun(behind[0].text) not in OFFICE_NOUNS | _RANKS or behind[0].text[0] in "لب":
        return None
    last = name[1]
    for word in behind:
        if _ENDS.search(text[last : word.start]) or word.text in SAYING_FORMS or word.text in STOPWORDS:
            break
        last = word.end
    return None if any(name[1] < start <= last + 1 for start, _ in people) else (name[1], last)


def _before(text: str, written: Sequence[Token], name: Span) -> int | None:
    """Where an office begins that stands right before the name, a preposition written onto it («بقاضي …») or a comma
    behind it."""
    start, last = None, name[0]
    for word in [word for word in written if word.end <= name[0]][: -MAX_OFFICE_WORDS - 1 : -1]:
        between = text[word.end : last]
        if last == name[0] and between.strip() == "،":
            between = ""
        if _ENDS.search(between) or word.text in SAYING_FORMS or word.text in STOPWORDS:
            break
        last = word.start
        if _noun(word.text) in OFFICE_NOUNS | _RANKS:
            start = word.start
    return start


def _read_office(said: Said, written: Sequence[Token], place: Span) -> _Office | None:
    """The noun, rank and field of an office; None where it could be any: without a field and the article."""
    inside = [word for word in written if place[0] <= word.start and word.end <= place[1]]
    nouns = [i for i, word in enumerate(inside) if _noun(word.text) in OFFICE_NOUNS | _RANKS]
    if not nouns:
        return None
    first = nouns[0]
    held = next((i for i in nouns if _noun(inside[i].text) not in _RANKS), first)
    behind = [word for word in inside[held + 1 :] if not nation_key(word.text) and word.text not in STOPWORDS]
    field = tuple(_SAME_FIELD.get(part, part) for word in behind if (part := _field(word.text)) not in _NO_FIELD)
    if not field and not _HAS_ARTICLE.match(inside[held].text):
        return None
    span = (said.span[0] + inside[first].start, said.span[0] + inside[-1].end)
    rank = _noun(inside[first].text) if held > first else ""
    noun = _noun(inside[held].text)
    return _Office(said, span, SAME_OFFICE.get(noun, noun), rank, field or ("",))


def _field(word: str) -> str:
    """The stem of a word of a field, without the preposition of one that says nothing («لشؤون الأمن»)."""
    whole = f"ال{word}" if word.startswith("و") and not word.startswith("وال") else word  # «وزراء» begins with no «and»
    bare = stem(whole.removeprefix("لل") if whole.startswith("لل") else whole)
    inner = stem(word[1:]) if word.startswith("ل") else ""
    return inner if inner in _NO_FIELD else bare


def _noun(word: str) -> str:
    """A noun for an office without article and clitic, in its masculine form."""
    bare = re.sub("^[وفبلك]?(?:ال|لل)", "", word).removesuffix("ه")
    return bare[1:] if bare[:1] in "لوب" and bare[1:] in OFFICE_NOUNS | _RANKS else bare


def _offices_differ(
    one: Mapping[str, Sequence[_Office]], other: Mapping[str, Sequence[_Office]]
) -> Iterator[Difference]:
    for key in one.keys() & other.keys():
        pairs = list(itertools.product(one[key], other[key]))
        if any(_is_one_office(a, b) for a, b in pairs):
            continue  # both know this office of theirs
        for a, b in pairs:
            if _differ(a, b):
                yield Difference("office", (a.place, b.place), (quote_of(a.said), quote_of(b.said)))
                break


def _is_one_office(one: _Office, other: _Office) -> bool:
    return (one.rank, one.noun, one.field[0]) == (other.rank, other.noun, other.field[0])


def _differ(one: _Office, other: _Office) -> bool:
    """Another noun or rank over one field, or another field of one noun. A minister's is told by its first word; of
    others a word of the field may be left out."""
    if not (one.field[0] and other.field[0]):  # «الرئيس», «نائب الرئيس»
        ranks = {one.rank, other.rank}
        return one.field == other.field and one.noun == other.noun and len(ranks) > 1 and "قائم" not in ranks
    if one.field[0] == other.field[0]:
        return one.noun != other.noun or one.rank != other.rank
    same = one.noun == other.noun and one.rank == other.rank
    return same and (one.noun == "وزير" or not set(one.field) & set(other.field))


def _lists(article: Sequence[Said], known: Register) -> list[_List]:
    """Who was there by each verb that says so, or who was not: the names behind it, up to the next such verb."""
    found = []
    for said in article:
        written = tokens(said.text)
        verbs = [i for i, word in enumerate(written) if _attending(word.text) & (_ATTENDED | _ABSENT | _ATTENDING)]
        if not verbs or any(word.text in _NOT_ALL for word in written):
            continue
        named = list(named_in(said, known))
        where = frozenset(key for key, kind, _ in named if kind == "place")
        for verb, following in itertools.zip_longest(verbs, verbs[1:]):
            until = len(said.text) if following is None else written[following].start
            names = [one for one in named if one[1] != "place" and written[verb].end <= one[2][0] < until]
            if not names:
                continue
            absent = bool(_attending(written[verb].text) & _ABSENT) or any(
                word.text.removeprefix("و") in _NOT for word in written[max(0, verb - 1) : verb]
            )
            place = (said.span[0] + names[0][2][0], said.span[0] + names[-1][2][1])
            there = {key: (kind, said.text[slice(*at)]) for key, kind, at in names}
            found.append(_List(said, place, there, absent, where))
    return found


def _attending(word: str) -> frozenset[str]:
    """A verb without what is written onto it («وحضرها», «تحضره»)."""
    return frozenset(form for base in base_forms(word) for form in (base, re.sub("(?<=...)(?:ه|ها)$", "", base)))


def _lists_differ(one: Sequence[_List], other: Sequence[_List]) -> Iterator[Difference]:
    for a, b in itertools.product(one, other):
        if float(a.said.vector @ b.said.vector) < MEETING_COSINE or a.said.years != b.said.years:
            continue
        if a.where and b.where and not a.where & b.where:
            continue  # two meetings
        shared = a.there.keys() & b.there.keys()
        if a.absent != b.absent:
            differ = bool(shared)
        else:
            kinds = {kind for kind, _ in a.there.values()} & {kind for kind, _ in b.there.values()}
            left, right = ({key for key, (kind, _) in side.there.items() if kind in kinds} for side in (a, b))
            apart = [
                *(_is_missing(a, key, b) for key in left - right),
                *(_is_missing(b, key, a) for key in right - left),
            ]
            differ = not a.absent and bool(shared) and min(len(left), len(right)) > 1 and any(apart)
        if differ and fold(a.said.text) != fold(b.said.text):
            yield Difference("attended", (a.place, b.place), (quote_of(a.said), quote_of(b.said)))


def _is_missing(one: _List, key: str, other: _List) -> bool:
    """Is a name of one list nowhere in the other's sentence, where the tagger may have overlooked it?"""
    return not all(has_name(word, other.said.words) for word in words(one.there[key][1]))
