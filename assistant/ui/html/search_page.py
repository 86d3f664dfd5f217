"""The search page as HTML: the form, what was found with its counts, and the states without hits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.messages import say
from assistant.names.register import Name
from assistant.names.tagger import KINDS
from assistant.ui.catalogue import key_of
from assistant.ui.html.escape import NOTHING, escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.labels import LABELS, LANGUAGES, both, facts, in_both, in_figures, said
from assistant.ui.html.plurals import counted
from vectorstore.text.pattern import MAX_CHARACTERS
from vectorstore.types import Span
from vectorstore.word_search.excerpt import excerpt_of
from vectorstore.word_search.request import Findings, WordHit, WordSearch

FACETS = ("dates", "formats", "files")
"""In the order in which they are shown; what tells hits apart by least room comes first."""

NAMES_OF_KIND = 8
"""Names of each kind that a search may be narrowed to, those of most of the articles found."""

OF_KIND = {"person": "names_people", "place": "names_places", "organisation": "names_organisations"}
"""What each kind of names is called."""

SPACES = re.compile(r"\s+")

_FIELD = Markup(
    '<div class="field"><label for="{name}">{label}</label>'
    '<input id="{name}" type="text" inputmode="numeric" dir="ltr" maxlength="10" placeholder="2017-05" /></div>'
)

_FRAME = Markup(
    '<section class="seeking"><header><h2>{title}</h2>'
    '<button type="button" class="quiet to-names" data-names="">{names}</button>'
    '<button type="button" class="quiet leave do-seek">{back}</button></header>'
    '<form role="search" class="seek-form"><div class="seek-line"><label class="sr" for="seek-words">{words}</label>'
    '<input id="seek-words" type="search" maxlength="{most}" autocomplete="off" enterkeyhint="search" />'
    '<button type="submit" class="plain">{go}</button></div>'
    '<details class="limit-fold" open><summary>{limits}</summary><div class="limits">'
    '<label class="tick"><input id="seek-exact" type="checkbox" />{exact}</label>'
    '<div class="field"><label for="seek-order">{order}</label><select id="seek-order">{orders}</select></div>'
    "{since}{until}</div></details></form>"
    '<p class="told" role="status"></p><div class="found-list">{state}</div></section>'
)


def frame() -> Markup:
    """The page before anything was searched for; `search.js` puts what was found into `.found-list`."""
    option = Markup('<option value="{}" data-ar="{}" data-en="{}">{}</option>')
    orders = Markup().join(
        option.format(value, *LABELS[key], LABELS[key][0])  # an option holds no markup: `search.js` writes its language
        for value, key in (("relevance", "by_relevance"), ("date", "by_date"))
    )
    return _FRAME.format(
        title=both("search_title"),
        names=both("names_open"),
        back=both("search_back"),
        words=both("search_words"),
        most=MAX_CHARACTERS,
        go=both("search_go"),
        limits=both("search_limits"),
        exact=both("search_exact"),
        order=both("search_order"),
        orders=orders,
        since=_FIELD.format(name="seek-since", label=both("search_since")),
        until=_FIELD.format(name="seek-until", label=both("search_until")),
        state=nothing_asked(),
    )


def nothing_asked(typed: str = "") -> Markup:
    """How one searches, before there is anything to show; and that what was typed holds no word to look for."""
    why = Markup('<p class="why">{}</p>').format(said("no_words")) if typed.strip() else NOTHING
    rows = (
        ("search_words_example", "search_words_how"), ("search_phrase_example", "search_phrase_how"),
        ("search_either_example", "search_either_how"), ("search_without_example", "search_without_how"),
    )  # fmt: skip
    row = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    listed = Markup().join(row.format(both(example), both(how)) for example, how in rows)
    how = Markup('<div class="seek-how">{}<dl>{}</dl><p class="aside">{}</p></div>')
    return how.format(why, listed, both("search_near"))


def preparing() -> Markup:
    """While there is no index yet."""
    return Markup('<div class="none"><p>{}</p></div>').format(both("preparing"))


@dataclass(frozen=True, slots=True)
class NameChips:
    """Names in the articles that were found, each with in how many, and the keys of those it is narrowed to."""

    counted: Sequence[tuple[Name, int]] = ()
    pressed: Collection[str] = ()


def results(
    found: Findings, wanted: WordSearch, titles: Mapping[str, str], names: NameChips = NameChips()
) -> Markup:
    """How many there are, what they can be narrowed to, and the first of them; `titles` of files by their path."""
    notes = _notes(found, wanted)
    if not found.total:
        none = Markup('<div class="none"><strong>{}</strong>{}{}</div>')
        return none.format(both("search_none"), notes, _ways_out(wanted))
    summary = in_both(*(_summary(found, language) for language in LANGUAGES))
    return Markup('<p class="summary">{}</p>{}{}<ol class="hits">{}</ol>{}').format(
        summary, notes, _facets(found, wanted, titles, names), cards(found.hits), _next(found, wanted)
    )


def more(found: Findings, wanted: WordSearch) -> Markup:
    """The hits that follow those which the page has already, and the button for more of them."""
    return Markup('<ol class="hits">{}</ol>{}').format(cards(found.hits), _next(found, wanted))


def _summary(found: Findings, language: str) -> str:
    files = counted(found.files, "of_files", language)
    if not found.complete:
        return say("found_more_in", language, passages=f"{found.total:,}", files=files)
    return say("found_in", language, passages=counted(found.total, "passages", language), files=files)


def _notes(found: Findings, wanted: WordSearch) -> Markup:
    """What else was looked for, and what could not be."""
    listed = (
        ("also_searched", found.also), ("not_in_articles", found.missing), ("not_searched", wanted.pattern.ignored),
    )  # fmt: skip
    note = Markup('<p class="aside">{}</p>')
    return Markup().join(note.format(said(code, words="، ".join(words))) for code, words in listed if words)


def _ways_out(wanted: WordSearch) -> Markup:
    """What to do where nothing was found: fewer limits, other spellings."""
    ways = []
    if not wanted.near:
        ways.append(("widen", "search_widen"))
    if _is_narrowed(wanted):
        ways.append(("free", "search_free"))
    button = Markup('<button type="button" class="quiet" data-seek="{}">{}</button>')
    return Markup('<p class="ways">{}</p>').format(Markup().join(button.format(way, both(key)) for way, key in ways))


def _is_narrowed(wanted: WordSearch) -> bool:
    return bool(wanted.sources or wanted.formats or wanted.since or wanted.until or wanted.articles is not None)


def _facets(found: Findings, wanted: WordSearch, titles: Mapping[str, str], names: NameChips) -> Markup:
    """The passages counted by date, format and file, the articles by name, as buttons that narrow the search to one.
    """
    rows = []
    within = _period(wanted)
    pressed_of = {"dates": set(within), "formats": set(wanted.formats), "files": set(wanted.sources)}
    for facet, key in zip(FACETS, ("facet_date", "facet_format", "facet_file"), strict=True):
        counts, pressed = found.facets.get(facet, ()), pressed_of[facet]
        if facet == "dates" and within:  # the way back to the year and to all dates stands before what is in it
            deeper = [one for one in counts if len(one[0]) > len(within[-1])]
            counts = (*((period, found.total) for period in within), *deeper)
        parts = len(counts) + bool(facet == "dates" and found.undated)  # what has no date is the other part
        if not counts or (parts < 2 and not pressed & {value for value, _ in counts}):
            continue
        chips = Markup().join(
            _chip(facet, value, titles.get(value, ""), number, value in pressed) for value, number in counts
        )
        rows.append(_FACET.format(both(key), chips))
    rows += _named(names)
    free = NOTHING
    if _is_narrowed(wanted):
        free = Markup('<button type="button" class="quiet" data-seek="free">{}</button>').format(both("search_free"))
    if not rows:
        return free
    return Markup('<details class="facets"><summary>{}</summary>{}</details>{}').format(
        both("search_narrow"), Markup().join(rows), free
    )


def _period(wanted: WordSearch) -> tuple[str, ...]:
    """The year, the month and the day that a search is narrowed to, as far as it is narrowed to one."""
    if wanted.since != wanted.until:
        return ()
    parts = wanted.since.split("-") if wanted.since else []
    return tuple("-".join(parts[: number + 1]) for number in range(len(parts)))


def _named(names: NameChips) -> list[Markup]:
    """A row for each kind of names: those of most articles, and those that are chosen."""
    rows = []
    for kind in KINDS:
        of_kind = [(name, count) for name, count in names.counted if name.kind == kind]
        shown = [one for place, one in enumerate(of_kind) if place < NAMES_OF_KIND or one[0].key in names.pressed]
        chips = Markup().join(
            _CHIP.format("names", name.key, str(name.key in names.pressed).lower(), _line(name.text), count)
            for name, count in shown
        )
        if chips:
            rows.append(_FACET.format(both(OF_KIND[kind]), chips))
    return rows


def _chip(facet: str, value: str, title: str, number: int, pressed: bool) -> Markup:
    shown = in_figures(escape_text(value or "—"))
    if facet == "files":
        titled = Markup('<span class="file" {}>{}</span>')
        shown = titled.format(tongue(title), _line(title)) if title.strip() else file_name(value)
    named = key_of(value) if facet == "files" else escape_exact(plain_name(value))
    return _CHIP.format(facet, named, str(pressed).lower(), shown, number)


_FACET = Markup('<div class="facet"><h3>{}</h3><div class="chips">{}</div></div>')
_CHIP = Markup(
    '<button type="button" class="kind" data-facet="{}" data-value="{}" aria-pressed="{}">{} '
    '<span class="figure">{:,}</span></button>'
)


def cards(hits: Sequence[WordHit]) -> Markup:
    """Passages, each a link that opens its article there."""
    return Markup().join(map(_card, hits))


_CARD = Markup(
    '<li class="card hit"><a class="open" href="#found-{file}-{article}-{start}-{end}-{first}-{last}">'
    '<span class="head" {way}>{title}<span class="where">{name}{facts}</span></span>'
    "<q {tongue}>{before}{text}{after}</q></a></li>"
)


def _card(hit: WordHit) -> Markup:
    """One passage: where it stands, and its words around those that were found."""
    passage = hit.passage
    shown, spans = excerpt_of(hit)
    first, last = hit.spans[0] if hit.spans else (0, 0)
    text = passage.text[shown[0] - passage.start : shown[1] - passage.start]
    title = NOTHING
    if passage.title.strip():
        title = Markup("<strong>{}</strong>").format(_marked(passage.title, 0, hit.title_spans))
    told = facts(hit.date, hit.page)
    return _CARD.format(
        file=key_of(hit.file), article=key_of(passage.source), start=passage.start, end=passage.end,
        first=first, last=last, way=tongue(passage.title or text), title=title, name=file_name(passage.source),
        facts=Markup('<span class="facts">{}</span>').format(told) if told else NOTHING,
        tongue=tongue(text), text=_marked(text, shown[0], spans),
        before="…" if shown[0] > passage.start else "", after="…" if shown[1] < passage.end else "",
    )  # fmt: skip


def _marked(text: str, offset: int, spans: Sequence[Span]) -> Markup:
    """A text on one line with some spans of it marked; they count from `offset` characters before it."""
    pieces, place = [], 0
    for start, end in spans:
        found = _line(text[start - offset : end - offset])
        pieces += [_line(text[place : start - offset]), Markup("<mark>{}</mark>").format(found)]
        place = end - offset
    return Markup().join([*pieces, _line(text[place:])])


def _line(text: str) -> Markup:
    return escape_text(SPACES.sub(" ", text))


def _next(found: Findings, wanted: WordSearch) -> Markup:
    """The button that fetches the hits after these, where there are any."""
    shown = wanted.offset + len(found.hits)
    if shown >= found.total:
        return NOTHING
    return Markup('<button type="button" class="more plain-line" data-seek="more" data-skip="{}">{}</button>').format(
        shown, both("search_more")
    )
