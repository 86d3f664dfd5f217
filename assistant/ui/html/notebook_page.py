"""The notebook as HTML: the link at a quote that keeps it, and the list of what was kept."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.export.links import passage_fragment
from assistant.history.notebook import Held, Note, digest
from assistant.ui.html.escape import NOTHING, escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.keeping import when
from assistant.ui.html.labels import both, facts

_KEEP = Markup('<a class="quiet keep" role="button" href="#keep={}&amp;is={}">{}</a>')

_ROW = Markup(
    '<li class="note" data-key="{key}"><div class="from">{star}{named}{when}</div>{told}{quote}{text}'
    '<span class="payload" hidden>{words}</span><span class="payload" hidden>{marks}</span>'
    '{tags}<div class="deeds">{deeds}</div></li>'
)
_STAR = Markup('<button type="button" class="quiet star" data-deed="star" aria-pressed="{}"><span class="sr">{}</span>')
_STAR_SIGN = Markup('<i aria-hidden="true">{}</i></button>')
_DEED = Markup('<button type="button" class="quiet" data-deed="{}">{}</button>')
_OFF = Markup('<button type="button" class="quiet" data-deed="{}" disabled>{}</button>')
_TAG = Markup('<button type="button" class="kind" data-tag="{}" aria-pressed="{}"><bdi {}>{}</bdi>{}</button>')


def keep_link(source: str, start: int, quote: str) -> Markup:
    """The link that keeps a quote; it names the place and what stands there, and `notebook.js` asks for the rest.

    In both languages whatever the answer's is, since it belongs to the window.
    """
    place = passage_fragment(source, start, start + len(quote)).removeprefix("#article=")
    return _KEEP.format(place, digest(quote), both("note_keep"))


def listing(
    notes: Sequence[Held], tags: Sequence[tuple[str, int]], tag: str, star: bool, more: int | None
) -> Markup:
    """The notes with the choices above them; `tags` with the number of notes of each, `tag` and `star` are chosen.

    `more`: how many notes are to be asked for next, None where all are there.
    """
    choices = [_choice("", both("note_all"), not tag and not star), _star_choice(star)]
    choices += [_choice(name, escape_text(name), name == tag, name, count) for name, count in tags]
    head = Markup('<div class="choices" role="group">{}</div>').format(Markup().join(choices))
    if not notes:
        empty = both("notebook_none_chosen" if tag or star else "notebook_none")
        return Markup('{}<p class="none">{}</p>').format(head if tag or star else NOTHING, empty)
    last = len(notes) - 1
    rows = Markup().join(_row(one, place == 0, place == last) for place, one in enumerate(notes))
    button = Markup('<button type="button" class="more plain-line" data-more="{}">{}</button>')
    further = NOTHING if more is None else button.format(more, both("search_more"))
    return Markup('{}<ol class="notes">{}</ol>{}').format(head, rows, further)


def _choice(name: str, shown: Markup, chosen: bool, text: str = "", count: int = 0) -> Markup:
    number = Markup(' <span class="figure">{}</span>').format(count) if count else NOTHING
    spoken = tongue(text) if text else NOTHING
    return _TAG.format(escape_exact(plain_name(name)), str(chosen).lower(), spoken, shown, number)


def _star_choice(chosen: bool) -> Markup:
    return Markup('<button type="button" class="kind" data-starred="" aria-pressed="{}">{}</button>').format(
        str(chosen).lower(), both("note_starred")
    )


def _row(one: Held, first: bool, last: bool) -> Markup:
    note = one.note
    star = _STAR.format(str(note.star).lower(), both("note_star")) + _STAR_SIGN.format("★" if note.star else "☆")
    moves = (("up", first, both("note_up")), ("down", last, both("note_down")))
    deeds = [_DEED.format("write", both("note_write"))]
    deeds += [(_OFF if off else _DEED).format(way, label) for way, off, label in moves]
    deeds.append(_DEED.format("delete", both("talk_delete")))
    return _ROW.format(
        key=escape_exact(note.key), star=star, named=_named(note) if note.source else NOTHING, when=when(note.made),
        told=_told(one), quote=_quote(one) if note.source else NOTHING, text=_text(note),
        words=escape_exact(note.text), marks=escape_exact("، ".join(note.tags)), tags=_tags(note),
        deeds=Markup().join(deeds),
    )  # fmt: skip


def _named(note: Note) -> Markup:
    title = NOTHING
    if note.title:
        title = Markup("<strong {}>{}</strong>").format(tongue(note.title), escape_text(note.title))
    told = facts(note.date, note.page, scanned=note.ocr)
    return title + file_name(note.source) + (Markup('<span class="facts">{}</span>').format(told) if told else NOTHING)


def _told(one: Held) -> Markup:
    why = {"changed": both("note_is_changed"), "gone": both("note_is_gone")}.get(one.standing)
    return Markup('<p class="overtaken">{}</p>').format(why) if why else NOTHING


def _quote(one: Held) -> Markup:
    """The quote as a link to its place, in quotation marks for as long as it stands there."""
    note = one.note
    shown = escape_text(note.quote)
    if one.standing in ("changed", "gone"):
        return Markup('<p class="quoted changed" {}>{}</p>').format(tongue(note.quote), shown)
    place = passage_fragment(note.source, note.start, note.end)
    return Markup('<p class="quoted" {}><a class="open-quote" href="{}">«{}»</a></p>').format(
        tongue(note.quote), place, shown
    )


def _text(note: Note) -> Markup:
    if not note.text:
        return NOTHING
    return Markup('<p class="own" {}>{}</p>').format(tongue(note.text), escape_text(note.text))


def _tags(note: Note) -> Markup:
    if not note.tags:
        return NOTHING
    row = Markup('<li><button type="button" class="quiet" data-tag="{}"><bdi {}>{}</bdi></button></li>')
    rows = Markup().join(row.format(escape_exact(plain_name(tag)), tongue(tag), escape_text(tag)) for tag in note.tags)
    return Markup('<ul class="tags">{}</ul>').format(rows)
