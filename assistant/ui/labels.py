"""Every word of the window itself, in Arabic and English.

Sentences about answers and errors are `assistant.messages`'; this is the furniture: buttons, labels, hints.
Both languages stand in the page side by side and the style sheet shows one, so that the switch needs no
round trip, loses no conversation and does not flash.
"""

from __future__ import annotations

from html import escape

from assistant.messages import say
from assistant.ui.markup import plain_name

LANGUAGES = ("ar", "en")

LABELS: dict[str, tuple[str, str]] = {
    "name": ("إسناد", "Isnad"),
    "tagline": ("اسأل مقالاتك، واقرأ الجواب بمصدره", "Ask your articles, read the answer with its source"),
    "how": (
        "كل جواب اقتباس حرفي من المقالات. اضغط رقم المصدر لتقرأ المقال كاملًا وفيه الاقتباس مظلَّلًا.",
        "Every answer quotes the articles word for word. Click a source number to read the whole article"
        " with the quote highlighted.",
    ),
    "try": ("جرّب أن تسأل", "Try asking"),
    "placeholder": ("اكتب سؤالك هنا…", "Type your question…"),
    "question_box": ("السؤال", "Question"),
    "send": ("إرسال", "Send"),
    "stop": ("إيقاف", "Stop"),
    "stopped": ("أوقفتَ الجواب.", "You stopped this answer."),
    "retry": ("إعادة السؤال", "Ask again"),
    "edit": ("تعديل السؤال", "Edit question"),
    "copy_answer": ("نسخ الجواب", "Copy answer"),
    "clear": ("محادثة جديدة", "New conversation"),
    "editing": ("تعدّل سؤالًا سابقًا؛ ما بعده سيُحذف عند الإرسال.", "Editing an earlier question; what follows it goes when you send."),
    "cancel": ("إلغاء", "Cancel"),
    "other_language": ("English", "العربية"),
    "switch_language": ("التبديل إلى الإنجليزية", "Switch to Arabic"),
    "switch_theme": ("المظهر الفاتح أو الداكن", "Light or dark appearance"),
    "articles": ("المقالات", "Articles"),
    "panel": ("لوحة المقال", "Article panel"),
    "conversation": ("المحادثة", "Conversation"),
    "close": ("إغلاق", "Close"),
    "all_articles": ("كل المقالات", "All articles"),
    "copy": ("نسخ الاقتباس مع مصدره", "Copy quote with source"),
    "copied": ("نُسخ", "Copied"),
    "copy_failed": ("تعذّر النسخ", "Could not copy"),
    "to_quote": ("إلى الاقتباس", "To the quote"),
    "excerpt": ("المقال طويل جدًّا؛ هذا ما حول الاقتباس.", "A very long article; this is the part around the quote."),
    "searching": ("نبحث في المقالات…", "Searching the articles…"),
    "waiting": ("نُعدّ الفهرس، وسيأتي الجواب حالما يجهز.", "Preparing the index; the answer comes as soon as it is ready."),
    "preparing": ("نُعدّ المقالات", "Preparing the articles"),
    "no_articles": ("لا مقالات", "No articles"),
    "empty": ("لا مقالات بعد", "No articles yet"),
    "empty_how": (
        "ضع ملفات ‎.txt‎ أو ‎.md‎ في هذا المجلد ثم أعد التشغيل:",
        "Put .txt or .md files into this folder and start again:",
    ),
    "more_articles": ("لا تُعرض هنا إلا أولى المقالات؛ والبحث يشملها كلها.", "Only the first articles are listed; the search covers all."),
    "gone": ("لم يعد هذا المصدر متاحًا.", "This source is no longer available."),
    "lost": (
        "انقطع الاتصال بالبرنامج. تحقّق أنه ما زال يعمل، ثم حدّث الصفحة.",
        "The connection to the program is lost. Check that it is still running, then reload this page.",
    ),
    "failed": ("حدث خطأ غير متوقع. أعد المحاولة.", "Something went wrong. Please try again."),
}  # fmt: skip

ANSWER_LABELS: dict[str, dict[str, str]] = {
    "sources": {"ar": "المصادر", "en": "Sources", "fr": "Sources"},
    "source": {"ar": "المصدر", "en": "Source", "fr": "Source"},
    "searched": {"ar": "بحثنا أيضًا عن:", "en": "Also searched for:", "fr": "Recherché aussi :"},
    "understood": {"ar": "فهمنا السؤال:", "en": "Understood as:", "fr": "Compris comme :"},
    "not_answer": {"ar": "ليست إجابة", "en": "Not an answer", "fr": "Pas une réponse"},
    "nearest": {"ar": "أقرب ما في المقالات", "en": "Nearest passages", "fr": "Passages les plus proches"},
    "also": {"ar": "ورد أيضًا في", "en": "Also in", "fr": "Aussi dans"},
}
"""Labels inside an answer: they speak the language of its question, whatever the window's is."""

_FILES = {
    "ar": ("ملف آخر", "ملفين آخرين", "{n} ملفات أخرى", "{n} ملفًّا آخر"),
    "en": ("1 other file", "{n} other files", "{n} other files", "{n} other files"),
    "fr": ("1 autre fichier", "{n} autres fichiers", "{n} autres fichiers", "{n} autres fichiers"),
}
_ARTICLES = {
    "ar": ("مقال واحد", "مقالان", "{n} مقالات", "{n} مقالًا"),
    "en": ("1 article", "{n} articles", "{n} articles", "{n} articles"),
}
_REFUSED = {
    "ar": ("ملف واحد لم يُقرأ", "ملفان لم يُقرآ", "{n} ملفات لم تُقرأ", "{n} ملفًّا لم يُقرأ"),
    "en": (
        "1 file was not read",
        "{n} files were not read",
        "{n} files were not read",
        "{n} files were not read",
    ),
}


def both(key: str) -> str:
    """A label in both languages as HTML; the style sheet shows the page's."""
    return in_both(*(escape(text) for text in LABELS[key]))


def in_both(arabic: str, english: str) -> str:
    """Two pieces of HTML of which the page shows one."""
    return (
        f'<span class="in-ar" lang="ar" dir="rtl">{arabic}</span>'
        f'<span class="in-en" lang="en" dir="ltr">{english}</span>'
    )


def said(code: str, **values: object) -> str:
    """A sentence of `assistant.messages` in both languages as HTML; paths and names in it stand isolated."""
    kept = {key: f"\u2068{plain_name(str(value))}\u2069" for key, value in values.items()}
    return in_both(*(escape(say(code, language, **kept)) for language in LANGUAGES))


def answer_label(key: str, language: str) -> str:
    """A label inside an answer, as HTML."""
    words = ANSWER_LABELS[key]
    return escape(words.get(language, words["en"]))


def counted(number: int, forms: tuple[str, str, str, str]) -> str:
    """The Arabic forms of a counted noun: one, two, three to ten, more (99 and 103 take different ones)."""
    rest = number % 100
    if number == 1:
        form = forms[0]
    elif number == 2:
        form = forms[1]
    elif 3 <= rest <= 10:
        form = forms[2]
    else:
        form = forms[3]
    return form.format(n=f"{number:,}")


def count_other_files(number: int, language: str) -> str:
    """«ملفين آخرين», «2 other files»."""
    return counted(number, _FILES.get(language, _FILES["en"]))


def count_articles(number: int) -> str:
    """«5 مقالات», in both languages."""
    if number == 0:
        return both("no_articles")
    return in_both(counted(number, _ARTICLES["ar"]), counted(number, _ARTICLES["en"]))


def count_refused(number: int) -> str:
    """«ملفان لم يُقرآ», in both languages."""
    return in_both(counted(number, _REFUSED["ar"]), counted(number, _REFUSED["en"]))
