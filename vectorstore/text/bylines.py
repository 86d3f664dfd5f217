"""Lines that say who wrote an article, where, for which paper and when.

«القاهرة – كتب: كريم سالم – مجلة الستار – 2 أكتوبر 2022»: such a line is made of fields between dashes, bars or commas,
each of which is a day, an author behind a word that says so, or a place, a paper or a name: a few words without a
preposition or a number. A sentence with a date in it, a caption, a quotation and an item of a list are made otherwise.
Whether a line is one depends on where it stands, too: only above or below an article's text is it asked (`layout`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from vectorstore.text.arabic import fold, words
from vectorstore.text.calendar_names import islamic_month_numbers, month_numbers, weekday_numbers
from vectorstore.text.lexicon import AUTHOR_LABELS, PAPERS, REPORTING_VERBS, SHARE_LABELS
from vectorstore.text.paragraphs import CANNOT_END, ends_sentence
from vectorstore.text.publication_date import find_published, is_month

_LONGEST = 200
_MOST_WORDS = 24
_PLAIN_WORDS = 5
"""Words of a field that is a place, a paper or a name."""

_NAME_WORDS = (2, 6)
_SHORT_WORDS = 6  # fires nowhere in 123 news articles, once in 22 other documents: a table's header, wrongly

_FIELD_BORDER = re.compile(r"\s+[-–—]+\s*|\s*[–—]\s+|\s*[|•·]\s*|\s+/\s+")
_PART_BORDER = re.compile(r"\s*[،,]\s*")
_BULLET = re.compile(r"[-–—•·▪●○+]\s|[*]\s|\(?\d{1,3}\s?[).]\s")
_BRACKETED = re.compile(r"\s*\(([^()]*)\)")
_AROUND = " \t\u200e\u200f*_()[]【】-–—|"

_WRITERS = "|".join(AUTHOR_LABELS) + (
    r"|كتب(?:ه|ها|وا)|اعد(?:ه|ها|ت|ته|تها)?|اعداد و(?:تقديم|تحرير|حوار|تصوير)|حاور(?:ه|ها|هم|ت|ته|تها)|"
    r"التق(?:اه|اها|ته|تها)|اجر[يت] ?(?:ال)?(?:حوار|مقابله|لقاء)|اجر(?:اه|اها|ته|تها)|ترجم(?:ه|ها|ته|تها)|"
    r"نقل(?:ه|ها|ته|تها) الي العربيه|(?:ال)?(?:كاتب|صحفي|صحافي|محرر|مراسل|موفد|مندوب)(?:ه|نا|تنا)?|"
    r"by|par|text|texte|words|reporting by|interview(?:ed)? by"
)
_GENRES = "|".join((*SHARE_LABELS, "تقرير", "تحقيق", "استطلاع", "متابعه", "تغطيه", "حوار", "مقابله", "لقاء"))
"""Words before an author with which a headline may begin as well («تقرير: غزة عطشى»)."""

_AUTHOR, _GENRE = (
    re.compile(rf"(?:من |و)?(?:{labels})(?:\s[^\W\d]+){{0,3}}\s*[:：/]\s*(?P<name>\S.*)")
    for labels in (_WRITERS, _GENRES)
)
"""«كتب: …», «مراسلنا في بيروت: …»: the author behind a colon or a stroke."""
_VERB = re.compile(
    r"(?:كتب(?:ت|ه|ها)?|بقلم|اعد(?:ه|ها|ته|تها)|حاور(?:ه|ها|ته|تها)|التق(?:اه|اها|ته|تها)|by|par)\s+(?P<name>\S.*)"
)
"""«كتبت سلمى الحداد»: a verb before a name, which a sentence may begin with as well."""
_CORRESPONDENT = re.compile(r"(?:مراسل|موفد|مندوب|مكتب)(?:ه|نا|تنا|و|ين)?\s+\S.*")
_WRITTEN_WHEN = re.compile(
    r"(?:نشرت?|تاريخ النشر|التاريخ|تاريخ|بتاريخ|حررت?|الموافق|اخر تحديث|تحديث|published|posted|updated)"
    r"(?:\s+(?:في|بتاريخ|يوم|on))?\s*[:：]?\s*"
)
_CLOCK = re.compile(
    r"(?:الساعه\s*)?\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:صباحا|مساء|ظهرا|فجرا|ص|م|am|pm)?\b"
    r"(?:\s*(?:غرينتش|gmt|utc|بتوقيت \w+))?"
)
_ISSUE = re.compile(r"(?:ال)?(?:عدد|السنه|المجلد|issue|vol|no)\.?\s*(?:رقم\s*)?[:(]?\s*\d{1,6}\)?")
_PAPER = re.compile(
    rf"\b(?:و?(?:ال)?(?:{'|'.join(PAPERS)}|موقع|وكالات|يوميه|اسبوعيه|نشره|شبكه|بوابه|اذاعه)|"
    r"رويترز|ا ف ب|د ب ا|ا ب|خاص|afp|reuters|ap|dpa)\b"
)
_TAKEN_FROM = re.compile(r"(?:نقلا )?عن ")
_PICTURE = re.compile(
    r"\b(?:ال)?(?:صوره?|ارشيف(?:يه)?|لقطه|مشهد|رسم|كاريكاتير|خريطه|فيديو|غلاف|لوحه|عدسه|photo|picture|image|file|map)\b"
)
"""Words of captions; «تصوير: …» names a person, and is none."""

_TITLE_WORDS = """
الدكتور الدكتوره الشيخ الاستاذ الاستاذه المهندس المهندسه الزميل الزميله الاديب الشاعر الكاتب الكاتبه الصحفي الصحافي
الصحفيه الصحافيه المحامي السيد السيده الاب العميد اللواء الباحث الباحثه المحرر المحرره المحررون القسم
"""
_TITLES = frozenset(_TITLE_WORDS.split())
"""Words with the article that a name may begin with."""

_SENTENCE_WORDS = """
ما هل كيف لماذا متي اين هذا هذه ذلك تلك كان كانت هو هي هم لكن عام سنه الموعد المكان الزمان
is are was of to and on since at from la les le des est une un dans
"""
_PARTICLES = frozenset(
    (
        *(word for word in CANNOT_END if not word.isascii()),
        *REPORTING_VERBS, *(f"{verb}ت" for verb in REPORTING_VERBS), *_SENTENCE_WORDS.split(),
    )
)  # fmt: skip
"""Words that stand in sentences and headings, and in no name of a person, a place or a paper but rarely."""

_IN_FIELD = r"[^\W\d][\w\u064b-\u0652.’' ]*"  # «عمّان» with its mark, too
_PLACE_AND_NAME = re.compile(rf"{_IN_FIELD}\s[-–—|/]\s*{_IN_FIELD}")


def is_byline(line: str) -> bool:
    """Is a line nothing but author, place, paper and day, or some of these? Asked above and below an article alone."""
    return _is_short_byline(line) or bool(_kinds(line))


def may_be_headline(line: str) -> bool:
    """May a byline be a headline for want of another line? It names no paper, and no author by a word for one."""
    kinds = _kinds(line)
    return bool(kinds) and "author" not in kinds and (len(kinds) == 1 or not _PAPER.search(fold(line)))


def begins_as_headline(line: str) -> bool:
    """Is it a word for a kind of article and perhaps a name, as headlines begin, too («تقرير: غزة عطشى»)?"""
    return _kinds(line) == {"genre"}


def byline_date(line: str) -> str:
    """The day or month in such a line, in ISO 8601; empty where it has none, or one that can be read in two ways."""
    return find_published(line) if "day" in _kinds(line) else ""


def is_month_line(line: str) -> bool:
    """Is a line a month with its year, and nothing else but a word for publishing («نشر في أكتوبر 2022»)?"""
    return len(line) <= _LONGEST and is_month(_WRITTEN_WHEN.sub("", fold(line).strip(_AROUND), count=1))


def _is_short_byline(line: str) -> bool:
    """«الدوحة – الجزيرة نت»: two fields and no day."""
    bare = line.strip()
    return len(words(bare)) <= _SHORT_WORDS and not ends_sentence(bare) and bool(_PLACE_AND_NAME.fullmatch(bare))


@functools.lru_cache(maxsize=256)
def _kinds(line: str) -> frozenset[str]:
    """What the fields of a line are, `author`, `genre`, `day`, `number` and `plain`; empty where it is no byline."""
    bare = line.strip()
    if not bare or len(bare) > _LONGEST or "\n" in bare or _BULLET.match(bare) or ends_sentence(bare.strip(_AROUND)):
        return frozenset()
    folded = fold(bare)
    if len(words(folded)) > _MOST_WORDS or any(mark in folded for mark in "؟?!؛;…"):
        return frozenset()
    folded = _BRACKETED.sub(lambda found: found[0] if _month().match(found[1]) else f" – {found[1]} – ", folded)
    fields = [field for field in _FIELD_BORDER.split(folded) if field.strip(_AROUND)]
    kinds = [kind for field in fields for kind in _kinds_of_field(field, len(fields) > 1)]
    found = frozenset(kinds)
    if "" in found or ("plain" in found and _PICTURE.search(folded)):
        return frozenset()
    labelled = not found.isdisjoint(("author", "genre"))
    of_paper = bool(_PAPER.search(folded)) and len(kinds) > 1
    dated = "day" in found and "plain" in found and kinds.count("day") == 1
    return found if labelled or of_paper or dated else frozenset()


def _kinds_of_field(field: str, beside: bool) -> Sequence[str]:
    """What a field is, or its parts between commas are; `beside`: it is not the whole line."""
    field = field.strip(_AROUND)
    if (whole := _kind(field, beside)) or not _PART_BORDER.search(field):
        return (whole,)
    if _is_day(_PART_BORDER.sub(" ", field)):
        return ("day",)
    # «الخميس، 7 مارس 2024»: the day of the week belongs to what follows
    return [_kind(part, True) for part in _joined(_PART_BORDER.split(field))]


def _joined(parts: Sequence[str]) -> list[str]:
    """The parts, a day of the week with the day behind it."""
    joined: list[str] = []
    for part in filter(None, parts):
        if joined and joined[-1].removeprefix("ال") in weekday_numbers() and _is_day(part):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _kind(field: str, beside: bool) -> str:
    if _is_day(field):
        return "day"
    if _ISSUE.fullmatch(field) or _CLOCK.fullmatch(field):
        return "number"
    for kind, labelled in (("author", _AUTHOR), ("genre", _GENRE)):
        if found := labelled.fullmatch(field):
            return kind if all(is_name(one, 1) for one in _PART_BORDER.split(found["name"])) else ""
    if found := _VERB.fullmatch(field):
        return "author" if is_name(found["name"], _NAME_WORDS[0]) else ""
    if beside and _CORRESPONDENT.fullmatch(field) and len(words(field)) <= _PLAIN_WORDS:
        return "author"
    if beside and _PAPER.search(field):
        field = _TAKEN_FROM.sub("", field)
    return "plain" if _is_plain(field) else ""


def is_name(text: str, fewest: int) -> bool:
    """May words be a person's name, or two: letters alone, none that sentences have, and at first no noun with «ال»?"""
    found = words(text)
    if not fewest <= len(found) <= _NAME_WORDS[1] or re.search(r"[^\w\s.’'`\u064b-\u0652-]|\d", text):
        return False
    return (not found[0].startswith("ال") or found[0] in _TITLES) and not _PARTICLES.intersection(found)


def _is_plain(field: str) -> bool:
    found = words(field)
    if not 0 < len(found) <= _PLAIN_WORDS or re.search(r"[:：=<>%#\d]|\.\s", field):
        return False
    return not _PARTICLES.intersection(found)


@functools.cache
def _month() -> re.Pattern[str]:
    names = sorted({*month_numbers(), *islamic_month_numbers()}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b\.?")


@functools.cache
def _beside_month() -> re.Pattern[str]:
    """The words that a day is written with beside its month."""
    weekdays = "|".join(map(re.escape, weekday_numbers()))
    return re.compile(
        rf"\b(?:ال)?(?:{weekdays})\b|\b(?:الموافق ل?|من|يوم|عام|سنه|في|هـ|ه|م|of)\b|"
        r"(?<=\d)(?:هـ|ه|م|er|st|nd|rd|th)\b"
    )


def _is_day(field: str) -> bool:
    """Is a field a day with its month, and nothing else but the year, the day of the week and the hour?"""
    bare = _CLOCK.sub(" ", _WRITTEN_WHEN.sub("", field, count=1))
    without_month, months = _month().subn(" ", bare)
    if _beside_month().sub(" ", without_month).strip(" /.،,()-–:[]0123456789"):
        return False
    numbers = len(re.findall(r"\d+", bare))
    return numbers >= 3 or (numbers > 0 and months > 0)
