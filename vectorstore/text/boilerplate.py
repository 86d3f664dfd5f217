"""What surrounds an article on a news page: share buttons, comment and subscribe lines, bylines, image names.

Rules for single lines, general for Arabic and Latin news sites. They decide only what is ranked down, nothing
is thrown away: the date of an article often stands in such a line. A line that reads as a sentence is never
boilerplate by its first words alone («اشترك اللاعب في المباراة.»).

In 123 news articles without their pages, 2,119 paragraphs, no rule of this module fires: none takes text for a
button or label.
"""

from __future__ import annotations

import functools
import re

from vectorstore.text.access_notes import is_access_note
from vectorstore.text.arabic import fold, words
from vectorstore.text.calendar_names import month_words
from vectorstore.text.lexicon import AUTHOR_LABELS, BASMALA, PREPOSITIONS, SHARE_LABELS
from vectorstore.text.paragraphs import ends_sentence, has_visible_text

_LABEL_WORDS = 15
"""More words than this, and only a line that starts like «اقرأ أيضا:» is still a label."""

_LONGEST_LINE = 400
"""Longer lines are text, and are not searched."""

_AUTHOR_START = rf"(?:{'|'.join((*AUTHOR_LABELS, *SHARE_LABELS))}|مراسل(?:ه|نا)?)\s*[:：/-]|بقلم "
_NAMES_AUTHOR = re.compile(rf"\W*(?:{_AUTHOR_START})")

_START = re.compile(
    r"\W*(?:"
    r"التعليقات(?:$|\s*[:(\d]| (?:المنشوره|مغلقه|لا تعبر))|(?:اترك|اضف|اكتب) (?:تعليق|ردا)|(?:لا توجد |"
    r"\d+ )?تعليقات?$|"
    r"مشاركه (?:عبر|علي|المقال|الخبر)|مشاركه$|شارك(?:ها|وا|نا)?(?: (?:عبر|علي|المقال|الخبر|الصفحه|هذا|رايك)|"
    r"$)|"
    r"حجم الخط|تكبير الخط|تصغير الخط|طباعه(?: (?:الصفحه|المقال|الخبر))?$|ارسال? (?:الي صديق|بالبريد)|"
    r"نسخ الرابط|رابط مختصر|حفظ$|"
    r"تابعنا|تابعونا|(?:اشترك|سجل|انضم) (?:معنا|الان|في (?:ال)?(?:نشر|قنا|خدم|قائم))|"
    r"(?:ال)?نشره (?:ال)?(?:بريديه|اخباريه)|"
    r"(?:المصدر|المصادر|وسوم|الوسوم|كلمات (?:مفتاحيه|دلاليه|البحث)|مواضيع|الكلمات (?:المفتاحيه|"
    r"الدلاليه))\s*(?:[:：|-]|$)|"
    r"(?:مقالات|مواضيع|اخبار|مواد|قصص) (?:ذات|متعلقه|مرتبطه|مشابهه)|قد يعجبك|قد يهمك|الاكثر (?:قراءه|مشاهده|"
    r"تعليقا|شيوعا)$|"
    r"اعلانا?ت?$|جميع الحقوق|حقوق (?:النشر|الطبع)|الرئيسيه(?:\s*[>»/|›]|$)|(?:شاهد|اقرا|طالع) المزيد|المزيد$|"
    r"(?:اخر (?:تحديث|تعديل)|تاريخ (?:النشر|الاضافه)|تم (?:النشر|التحديث)|نشر (?:في|بتاريخ))\s*[:：\d]|"
    rf"{_AUTHOR_START}|"
    r"(?:subscribe|follow us|sign up|log ?in|advertisement|sponsored|read (?:more|also)|see also|"
    r"leave a (?:comment|reply)|"
    r"published|updated|posted|publie|all rights reserved|copyright|abonnez|lire aussi)\b|©|by [a-z. -]+$|"
    r"photo ?:|image ?:|source ?:"
    r")"
)
_SHORT_START = re.compile(
    r"\W*(?:share|related|comments?|tags?|print|e-?mail|home|menu|next|previous|newsletter|partager|"
    r"commentaires|publicite)\b"
)
_SHORT_WORDS = 4
"""Headlines may begin with these words too («Home prices fall again»); buttons are shorter."""

_ALSO = re.compile(
    r"\W*(?:(?:اقرا|اقراي|طالع|شاهد|انظر|وانظر) (?:ايضا|كذلك)|للمزيد|read also|lire aussi|see also)\s*[:：]"
)
_ALSO_BARE = re.compile(r"\W*(?:اقرا|طالع|شاهد) (?:ايضا|كذلك)\W*")
_FILE_OR_ADDRESS = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|bmp|mp[34]|avi|pdf|docx?)|(?:https?://|www\.)\S+|\S+@\S+\.\w+",
    re.IGNORECASE,
)
_LINK_WORDS = 3  # «اقرأ أيضا:» alone announces a list, with a headline beside it it is the whole link
_BULLET = re.compile(r"[•·▪●○*+–—-]\s*\S+(?:\s+\S+){0,2}")
_DATE_WORDS = 4
"""Words beside the date, such as a weekday or the paper's name; with more it is a sentence with a date."""
_IN_A_SENTENCE = frozenset((*PREPOSITIONS, "ان", "عام", "in", "on", "since", "en", "le"))


@functools.cache
def _date_pattern() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, month_words()), key=len, reverse=True))
    return re.compile(
        rf"\d{{4}}\s*[-/.]\s*\d{{1,2}}\s*[-/.]\s*\d{{1,2}}|\d{{1,2}}\s*[-/.]\s*\d{{1,2}}\s*[-/.]\s*\d{{2,4}}"
        rf"|\d{{1,2}},?\s+(?:{months})\w*.*\d{{4}}|(?:{months})\w*\s+\d{{1,2}},?\s+\d{{4}}"
    )


def is_boilerplate(line: str) -> bool:
    """Is a line a label, button, address, image name or date wherever in a page it stands?"""
    if len(line) > _LONGEST_LINE:
        return False
    folded = fold(line).strip()
    count = len(words(line))
    if (
        not count
        or _FILE_OR_ADDRESS.fullmatch(line.strip())
        or _ALSO.match(folded)
        or _ALSO_BARE.fullmatch(folded)
        or folded.strip(" .*_-") == BASMALA
        or is_access_note(line)
    ):
        return has_visible_text(line)
    if ends_sentence(line) or count > _LABEL_WORDS:
        return False
    if count < _SHORT_WORDS and _SHORT_START.match(folded):
        return True
    return bool(_START.match(folded)) or _is_short_bullet(line, count) or is_date_line(line)


def names_author(line: str) -> bool:
    """Does a short line begin as those do that say who wrote an article («كتب: …»)?"""
    return len(line) <= _LONGEST_LINE and not ends_sentence(line) and bool(_NAMES_AUTHOR.match(fold(line).strip()))


def is_date_line(line: str) -> bool:
    """A line of a date and little else, as «الجريدة - ثقافةالاثنين 2020/3/16»."""
    beside, dates = _date_pattern().subn(" ", fold(line))
    if not dates or ends_sentence(line):
        return False
    names = [word for word in words(beside) if not word.isdigit()]
    return len(names) <= _DATE_WORDS and not _IN_A_SENTENCE.intersection(names)


def starts_boilerplate_run(line: str) -> bool:
    """Is it boilerplate that more of it follows, unlike a single «اقرأ أيضا: …» between two paragraphs?"""
    return is_boilerplate(line) and not (_ALSO.match(fold(line)) and len(words(line)) > _LINK_WORDS)


def _is_short_bullet(line: str, count: int) -> bool:
    return count <= 1 and bool(_BULLET.fullmatch(line.strip()))
