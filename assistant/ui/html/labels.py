"""The words of the window itself as HTML, in Arabic and English: buttons, labels, hints, and what was said to it.

Both languages stand in the page side by side and the style sheet shows one, so that the switch needs no
round trip, loses no conversation and does not flash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from assistant.messages import STAND_IN, say, section
from assistant.ui.html.escape import escape_sentence, escape_text, plain_name
from vectorstore.types import Remark

LANGUAGES = ("ar", "en")

LABELS: dict[str, tuple[str, str]] = {key: (words["ar"], words["en"]) for key, words in section("labels").items()}
"""Arabic and English of each; `window.js` gets them all, as they are."""

SPOKEN = {
    "ar": Markup('dir="rtl" lang="ar"'),
    "en": Markup('dir="ltr" lang="en"'),
    "fr": Markup('dir="ltr" lang="fr"'),
}
"""Attributes of what is said in a language."""


def both(key: str) -> Markup:
    """A label in both languages as HTML; the style sheet shows the page's."""
    return in_both(*map(escape_sentence, LABELS[key]))


def in_both(arabic: str, english: str) -> Markup:
    """Two pieces of HTML (or text, which is escaped) of which the page shows one."""
    return _IN_BOTH.format(arabic, english)


_IN_BOTH = Markup('<span class="in-ar" lang="ar" dir="rtl">{}</span><span class="in-en" lang="en" dir="ltr">{}</span>')


def said(code: str, sentence: Callable[..., str] = say, **values: object) -> Markup:
    """A sentence of `assistant.messages` in both languages as HTML; paths and names in it stand isolated.

    `sentence` finds it: `say`, or `why_refused` for the reason of a refusal.
    """
    kept = {key: f"\u2068{plain_name(str(value))}\u2069" for key, value in values.items()}
    return in_both(*(escape_sentence(sentence(code, language, **kept)) for language in LANGUAGES))


def facts(
    date: str, page: int | None, language: str = "", remarks: Iterable[Remark] = (), scanned: bool = False
) -> Markup:
    """The date of an article and the page of a quote, as far as they are known, and what of it was not read, as HTML.

    `scanned`: the quote was read from a picture, which is said first.

    In the page's language, or in that of the answer that it stands in.
    """
    told: list[str] = []
    if scanned:
        told.append(escape_text(say("ocr_quote", language)) if language else said("ocr_quote"))
    told += [in_figures(escape_text(date))] if date else []
    if page is not None:
        spoken = [say("page", one, page=page) for one in ([language] if language else LANGUAGES)]
        told.append(spoken[0] if language else in_both(*spoken))
    for one in remarks:
        told.append(escape_text(say(one.code, language, detail=one.detail)) if language else remarked(one))
    return Markup().join(Markup("<span>{}</span>").format(fact) for fact in told)


def remarked(remark: Remark) -> Markup:
    """What is to be known of a file, in both languages."""
    return said(remark.code, detail=remark.detail)


def in_figures(text: str) -> Markup:
    """HTML of a date, a path or another figure, which runs from left to right in whatever stands around it."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def answer_label(key: str, language: str) -> Markup:
    """A label inside an answer, as HTML."""
    words = section("answer_labels")[key]
    return escape_sentence(words.get(language, words[STAND_IN]))
