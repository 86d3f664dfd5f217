"""Every word of the window itself, in Arabic and English.

Sentences about answers and errors are `assistant.messages`'; this is the furniture: buttons, labels, hints.
Both languages stand in the page side by side and the style sheet shows one, so that the switch needs no
round trip, loses no conversation and does not flash.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from assistant.messages import say
from assistant.ui.html.escape import escape_text, plain_name

LANGUAGES = ("ar", "en")

LABELS: dict[str, tuple[str, str]] = {
    "name": ("إسناد", "Isnad"),
    "tagline": ("اسأل مقالاتك، واقرأ الجواب بمصدره", "Ask your articles, read the answer with its source"),
    "how": (
        "كل جواب اقتباس حرفي من المقالات. اضغط رقم المصدر لتقرأ المقال كاملًا وفيه الاقتباس مظلَّلًا.",
        "Every answer quotes the articles word for word. Click a source number to read the whole article"
        " with the quote highlighted.",
    ),
    "how_worded": (
        "كل جملة من الجواب مسندة إلى مقال وفُحصت عليه. اضغط رقم المصدر لتقرأ المقال كاملًا وفيه الاقتباس مظلَّلًا.",
        "Every sentence of an answer rests on an article and was checked against it. Click a source number to read the"
        " whole article with the quote highlighted.",
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
        "ضع ملفات ‎.txt .md .html .pdf .docx .jsonl‎ في هذا المجلد:",
        "Put .txt, .md, .html, .pdf, .docx or .jsonl files into this folder:",
    ),
    "filter": ("ابحث باسم ملف أو عنوان مقال", "Search by file name or title"),
    "none_found": ("لا ملف بهذا الاسم أو العنوان.", "No file has such a name or title."),
    "about_index": ("عن الفهرس", "About the index"),
    "folder": ("المجلد", "Folder"),
    "indexed": ("المقروء", "Read"),
    "refused": ("غير المقروء", "Not read"),
    "passages": ("المقاطع", "Passages"),
    "characters": ("الحروف", "Characters"),
    "index_size": ("حجم الفهرس", "Index on disk"),
    "model": ("نموذج التضمين", "Embedding model"),
    "bundled_model": ("المرفق بالبرنامج", "the bundled one"),
    "synced": ("آخر تحديث", "Last update"),
    "sync_now": ("زامن الآن", "Sync now"),
    "try_refused": ("أعد قراءة ما لم يُقرأ", "Try the unread files again"),
    "add_files": ("أضف ملفات", "Add files"),
    "drop_here": ("أو اسحب الملفات وأفلتها في النافذة.", "Or drop files anywhere in this window."),
    "only_every": ("الكل", "All"),
    "only_refused": ("لم تُقرأ", "Not read"),
    "only_chosen": ("المختارة", "Chosen"),
    "choose_how": ("علّم ملفات لتسأل عنها وحدها.", "Tick files to ask about them alone."),
    "choose_found": ("اختر كل ما وُجد", "Choose all that were found"),
    "choose_none": ("ألغِ الاختيار", "Choose none"),
    "read": ("مقروء", "read"),
    "read_partly": ("مقروء جزئيًّا", "read in part"),
    "models": ("صياغة الأجوبة", "How answers are worded"),
    "models_how": (
        "بلا نموذج يكون الجواب اقتباسات حرفية. ومع نموذج لغوي يُصاغ بكلماته، وتُفحص كل جملة على المقالات قبل عرضها.",
        "Without a model, an answer is word-for-word quotes. With one it is worded, and each sentence is checked against the"
        " articles before it is shown.",
    ),
    "model_none": ("بلا نموذج (اقتباسات)", "No model (quotes)"),
    "model_nothing": ("لم نجد نموذجًا على هذا الجهاز.", "No model was found on this machine."),
    "model_remote": ("خارج هذا الجهاز", "not on this machine"),
    "looking": ("نبحث…", "Looking…"),
    "copy_url": ("نسخ العنوان", "Copy address"),
    "original": ("الملف الأصلي", "Original file"),
    "remove": ("إزالة", "Remove"),
    "previous": ("السابق", "Previous"),
    "next": ("التالي", "Next"),
    "search_all": ("ابحث في الكل", "Search all"),
    "no_news": ("لا جديد في المجلد.", "Nothing new in the folder."),
    "paused": ("أوقفتَ المزامنة؛ ما تمّ منها محفوظ.", "You stopped the sync; what it had done is kept."),
    "resume": ("تابع", "Go on"),
    "soon": ("بقي أقل من دقيقة", "less than a minute left"),
    "stop_sync": ("أوقف", "Stop"),
    "uploading": ("يُضاف:", "Adding:"),
    "uploaded": ("أُضيف:", "Added:"),
    "removed": ("أُزيل:", "Removed:"),
    "folders_not": ("لا تُضاف المجلدات؛ افتحها وأضف ملفاتها.", "Folders are not added; open them and add their files."),
    "drop": ("أفلت الملفات هنا لتُضاف إلى المقالات", "Drop the files here to add them to the articles"),
    "remove_title": ("إزالة هذا الملف من المقالات؟", "Remove this file from the articles?"),
    "remove_how": (
        "يُنقل الملف إلى المجلد المخفي ‎.isnad-removed‎ داخل مجلد المقالات، ويُمحى نصّه من الفهرس.",
        "The file moves to the hidden folder .isnad-removed inside the folder of articles; the index forgets its text.",
    ),
    "remove_yes": ("إزالة", "Remove"),
    "undo": ("تراجع", "Undo"),
    "dismiss": ("إخفاء", "Dismiss"),
    "scope_gone": (
        "لم تعد الملفات التي اخترتها موجودة. اختر غيرها أو ابحث في الكل.",
        "The files you chose are no longer there. Choose others, or search all.",
    ),
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
    "within": {"ar": "بحثنا في", "en": "Searched only", "fr": "Recherche limitée à"},
    "also": {"ar": "ورد أيضًا في", "en": "Also in", "fr": "Aussi dans"},
}
"""Labels inside an answer: they speak the language of its question, whatever the window's is."""


def both(key: str) -> str:
    """A label in both languages as HTML; the style sheet shows the page's."""
    return in_both(*(escape(text) for text in LABELS[key]))


def in_both(arabic: str, english: str) -> str:
    """Two pieces of HTML of which the page shows one."""
    return (
        f'<span class="in-ar" lang="ar" dir="rtl">{arabic}</span>'
        f'<span class="in-en" lang="en" dir="ltr">{english}</span>'
    )


def said(code: str, sentence: Callable[..., str] = say, **values: object) -> str:
    """A sentence of `assistant.messages` in both languages as HTML; paths and names in it stand isolated.

    `sentence` finds it: `say`, or `why_refused` for the reason of a refusal.
    """
    kept = {key: f"\u2068{plain_name(str(value))}\u2069" for key, value in values.items()}
    return in_both(*(escape(sentence(code, language, **kept)) for language in LANGUAGES))


def facts(date: str, page: int | None, language: str = "") -> str:
    """The date of an article and the page of a quote, as far as they are known, as HTML.

    In the page's language, or in that of the answer that it stands in.
    """
    told = [f'<bdi dir="ltr">{escape_text(date)}</bdi>'] if date else []
    if page is not None:
        spoken = [say("page", one, page=page) for one in ([language] if language else LANGUAGES)]
        told.append(spoken[0] if language else in_both(*spoken))
    return "".join(f"<span>{fact}</span>" for fact in told)


def answer_label(key: str, language: str) -> str:
    """A label inside an answer, as HTML."""
    words = ANSWER_LABELS[key]
    return escape(words.get(language, words["en"]))
