"""The pages of names as HTML: all people, places and organisations with their counts, and one of them in quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from assistant.messages import say
from assistant.names.register import Name, Register
from assistant.names.tagger import KINDS
from assistant.names.told import Told
from assistant.ui.html import briefing_page
from assistant.ui.html.escape import NOTHING, escape_exact, escape_text, plain_name, tongue
from assistant.ui.html.labels import LANGUAGES, both, in_both
from assistant.ui.html.plurals import counted
from assistant.ui.html.search_page import OF_KIND, SPACES, cards
from vectorstore.word_search.request import WordHit

SHOWN, UNFOLDED = 24, 400
"""Names of each kind that are shown at once, and those that unfold below them."""

_CHIP = Markup(
    '<li><button type="button" class="kind" data-names="{}"><span {}>{}</span> '
    '<span class="figure">{:,}</span></button></li>'
)
_KIND = Markup(
    '<section class="of-kind"><h3>{} <span class="figure">{:,}</span></h3><ul class="chips">{}</ul>{}</section>'
)
_REST = Markup('<details><summary>{}</summary><ul class="chips">{}</ul></details>')


def preparing() -> Markup:
    """While the names are still being found."""
    return Markup('<div class="none" role="status"><p>{}</p></div>').format(both("preparing"))


def gone() -> Markup:
    """A name that no article has any more."""
    return Markup('<div class="none"><strong>{}</strong></div>{}').format(both("names_gone"), _back())


def listing(known: Register) -> Markup:
    """All names by kind, those of most articles first, with in how many articles each stands."""
    if not known.names:
        return Markup('<div class="none"><strong>{}</strong></div>').format(both("names_none"))
    kinds = [(kind, names) for kind in KINDS if (names := known.of_kind(kind))]
    head = Markup('<h3 class="named" tabindex="-1">{}</h3><p class="aside">{}</p>')
    return head.format(both("names_title"), both("names_how")) + Markup().join(
        _KIND.format(both(OF_KIND[kind]), len(names), _chips(names[:SHOWN]), _rest(names[SHOWN:UNFOLDED]))
        for kind, names in kinds
    )


def _chips(names: Sequence[Name]) -> Markup:
    return Markup().join(_chip(name, name.articles) for name in names)


def _chip(name: Name, count: int) -> Markup:
    return _CHIP.format(name.key, tongue(name.text), _line(name.text), count)


def _rest(names: Sequence[Name]) -> Markup:
    return _REST.format(both("names_rest"), _chips(names)) if names else NOTHING


_PAGE = Markup(
    '<article class="name"><h3 class="named" tabindex="-1" {way}>{text}</h3>'
    '<p class="aside">{kind} · {counts}</p>{written}<p class="ways">'
    '<button type="button" class="quiet" data-find="{key}" data-text="{exact}">{find}</button>{brief}{back}</p>'
    "{who}{said}{said_of}{beside}{articles}</article>"
)


def page(told: Told, hits: Mapping[str, Sequence[WordHit]]) -> Markup:
    """One name: who it is, what it said, what others said, with whom and where; `hits` by part."""
    name = told.name
    others = [text for text, _ in name.spellings if text != name.text]
    written = Markup('<p class="aside">{} {}</p>').format(both("name_spelled"), _line("، ".join(others)))
    beside = NOTHING
    if told.beside:
        chips = Markup().join(_chip(other, count) for other, count in told.beside)
        beside = Markup('<section><h4>{}</h4><ul class="chips">{}</ul></section>').format(both("name_with"), chips)
    return _PAGE.format(
        way=tongue(name.text), text=_line(name.text), exact=escape_exact(plain_name(name.text)),
        kind=both(OF_KIND[name.kind]), counts=_counts(name),
        written=written if others else NOTHING, key=name.key, find=both("names_filter"), back=_back(),
        brief=briefing_page.button(f"name-{name.key}"),
        who=_part("name_who_is", hits["who"]), said=_part("name_has_said", hits["said"]),
        said_of=_part("name_is_said", hits["said_of"]), beside=beside, articles=_part("name_in", hits["in"]),
    )  # fmt: skip


def _counts(name: Name) -> Markup:
    def spoken(language: str) -> str:
        articles = counted(name.articles, "articles", language)
        return say("name_stands", language, articles=articles, mentions=f"{name.mentions:,}")

    return in_both(*map(spoken, LANGUAGES))


def _part(heading: str, hits: Sequence[WordHit]) -> Markup:
    if not hits:
        return NOTHING
    return Markup('<section><h4>{}</h4><ol class="hits">{}</ol></section>').format(both(heading), cards(hits))


def _back() -> Markup:
    return Markup('<button type="button" class="quiet" data-names="">{}</button>').format(both("names_all"))


def _line(text: str) -> Markup:
    return escape_text(SPACES.sub(" ", text))
