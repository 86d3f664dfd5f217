"""Numbers in words, with the agreement that Arabic asks for: counts, sizes, and what a sync changed."""

from __future__ import annotations

from assistant.ui.html.labels import answer_label, both, in_both
from vectorstore.ledger.rows import SyncReport

Forms = tuple[str, str, str, str, str]
"""A counted noun in CLDR's Arabic categories: one, two, few (3–10), many (11–99), other (100, 101, 102, 200, …)."""

_FILES = {
    "ar": ("ملف آخر", "ملفين آخرين", "{n} ملفات أخرى", "{n} ملفًّا آخر", "{n} ملف آخر"),
    "en": ("1 other file", *["{n} other files"] * 4),
    "fr": ("1 autre fichier", *["{n} autres fichiers"] * 4),
}
_COUNTS: dict[str, tuple[Forms, Forms]] = {
    "articles": (
        ("مقال واحد", "مقالان", "{n} مقالات", "{n} مقالًا", "{n} مقال"),
        ("1 article", *["{n} articles"] * 4),
    ),
    "files": (
        ("ملف واحد", "ملفان", "{n} ملفات", "{n} ملفًّا", "{n} ملف"),
        ("1 file", *["{n} files"] * 4),
    ),
    "passages": (
        ("مقطع واحد", "مقطعان", "{n} مقاطع", "{n} مقطعًا", "{n} مقطع"),
        ("1 passage", *["{n} passages"] * 4),
    ),
    "characters": (
        ("حرف واحد", "حرفان", "{n} حروف", "{n} حرفًا", "{n} حرف"),
        ("1 character", *["{n} characters"] * 4),
    ),
    "refused": (
        ("ملف واحد لم يُقرأ", "ملفان لم يُقرآ", "{n} ملفات لم تُقرأ", "{n} ملفًّا لم يُقرأ", "{n} ملف لم يُقرأ"),
        ("1 file was not read", *["{n} files were not read"] * 4),
    ),
    "lost": (
        (
            "لم يعد ملف مختار موجودًا:",
            "لم يعد ملفان مختاران موجودين:",
            "لم تعد {n} ملفات مختارة موجودة:",
            "لم يعد {n} ملفًّا مختارًا موجودًا:",
            "لم يعد {n} ملف مختار موجودًا:",
        ),
        ("1 chosen file is no longer there:", *["{n} chosen files are no longer there:"] * 4),
    ),
    "minutes": (
        ("بقي نحو دقيقة", "بقي نحو دقيقتين", "بقي نحو {n} دقائق", "بقي نحو {n} دقيقة", "بقي نحو {n} دقيقة"),
        ("about a minute left", *["about {n} minutes left"] * 4),
    ),
    "hours": (
        ("بقي نحو ساعة", "بقي نحو ساعتين", "بقي نحو {n} ساعات", "بقي نحو {n} ساعة", "بقي نحو {n} ساعة"),
        ("about an hour left", *["about {n} hours left"] * 4),
    ),
    "of_files": (
        ("ملف واحد", "ملفين", "{n} ملفات", "{n} ملفًّا", "{n} ملف"),
        ("1 file", *["{n} files"] * 4),
    ),
}
_SIZES = (("بايت", "B"), ("ك.ب", "KB"), ("م.ب", "MB"), ("غ.ب", "GB"), ("ت.ب", "TB"))
_CHANGES: dict[str, tuple[Forms, Forms]] = {
    "added": (
        ("أُضيف {noun}", "أُضيف {noun}", "أُضيفت {noun}", "أُضيف {noun}", "أُضيف {noun}"),
        ("{noun} added",) * 5,
    ),
    "changed": (
        ("تغيّر {noun}", "تغيّر {noun}", "تغيّرت {noun}", "تغيّر {noun}", "تغيّر {noun}"),
        ("{noun} changed",) * 5,
    ),
    "moved": (
        ("نُقل {noun}", "نُقل {noun}", "نُقلت {noun}", "نُقل {noun}", "نُقل {noun}"),
        ("{noun} moved",) * 5,
    ),
    "removed": (
        ("حُذف {noun}", "حُذف {noun}", "حُذفت {noun}", "حُذف {noun}", "حُذف {noun}"),
        ("{noun} removed",) * 5,
    ),
    "unread": (
        ("لم يُقرأ {noun}", "لم يُقرأ {noun}", "لم تُقرأ {noun}", "لم يُقرأ {noun}", "لم يُقرأ {noun}"),
        ("{noun} not read",) * 5,
    ),
}
_ALONE: tuple[Forms, Forms] = (("واحد", "اثنان", "{n}", "{n}", "{n}"), ("{n}",) * 5)
"""A number whose noun was just said: «أُضيف مقالان وحُذف واحد»."""


def plural(number: int, forms: Forms) -> str:
    """The form of a counted noun that goes with a number, after CLDR's Arabic plural rules."""
    return _form(number, forms).format(n=f"{number:,}")


def _form(number: int, forms: Forms) -> str:
    rest = number % 100
    if number in (1, 2):
        return forms[number - 1]
    return forms[2] if 3 <= rest <= 10 else forms[3] if rest >= 11 else forms[4]


def count_other_files(number: int, language: str) -> str:
    """«ملفين آخرين», «2 other files»."""
    return plural(number, _FILES.get(language, _FILES["en"]))


def count(number: int, noun: str) -> str:
    """«5 مقالات», «ملفان لم يُقرآ», … in both languages as HTML; `noun` is a key of `_COUNTS`."""
    return in_both(*(plural(number, forms) for forms in _COUNTS[noun]))


def count_articles(number: int) -> str:
    """«5 مقالات», in both languages; «لا مقالات» for none."""
    return count(number, "articles") if number else both("no_articles")


def size(number: int) -> str:
    """A number of bytes in the unit that fits it, in both languages as HTML."""
    power = min(max(number.bit_length() - 1, 0) // 10, len(_SIZES) - 1)
    value = number / 1024**power
    written = f"{value:,.0f}" if power == 0 or value >= 100 else f"{value:,.1f}"
    return in_both(*(f"{written} {unit}" for unit in _SIZES[power]))


def time_left(seconds: float) -> str:
    """«بقي نحو 3 دقائق», in both languages as HTML; an estimate, so in the coarsest unit that says something."""
    if seconds < 50:
        return both("soon")
    minutes = round(seconds / 60)
    return count(minutes, "minutes") if minutes < 90 else count(round(minutes / 60), "hours")


def scope_count(chosen: int, total: int) -> str:
    """«البحث في 3 من 120 ملفًّا», in both languages."""
    arabic, english = (plural(total, forms) for forms in _COUNTS["of_files"])
    return in_both(f"البحث في {chosen:,} من {arabic}", f"Searching {chosen:,} of {english}")


def within(chosen: int, total: int, language: str) -> str:
    """What an answer was limited to, in its own language: «بحثنا في 3 من 120 ملفًّا»."""
    forms = _COUNTS["of_files"]
    if language == "fr":
        return f"{answer_label('within', language)} {chosen:,} fichier(s) sur {total:,}"
    counts = plural(total, forms[0] if language == "ar" else forms[1])
    return f"{answer_label('within', language)} {chosen:,} {'من' if language == 'ar' else 'of'} {counts}"


def changes(report: SyncReport, unread: int, single: bool) -> str:
    """What a sync changed, in both languages as HTML; empty where it changed nothing.

    `unread` is how many files were newly refused. `single`: every file is one article, so that the files may
    be called articles.
    """
    numbers = {
        "added": report.added - report.moved,
        "changed": report.changed,
        "moved": report.moved,
        "removed": report.removed - report.moved,
    }
    told = [(what, number) for what, number in numbers.items() if number > 0]
    spoken = []
    for language, comma in ((0, " و"), (1, ", ")):
        parts, said = [], ""
        for what, number in [*told, *([("unread", unread)] if unread > 0 else [])]:
            noun = "articles" if single and what != "unread" else "files"
            words = _COUNTS[noun][language] if noun != said else _ALONE[language]
            parts.append(_form(number, _CHANGES[what][language]).format(noun=plural(number, words)))
            said = noun
        spoken.append(comma.join(parts))
    return in_both(*(f"{text}." for text in spoken)) if spoken[0] else ""
