"""Briefings of all articles, of one happening and of one name: which sections, of which articles."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus_answers.folder import open_folder
from assistant.corpus_answers.summary import article_vectors, choose_representative
from assistant.names.register import Name, Register
from assistant.names.told import tell
from assistant.retrieval.searcher import Search
from assistant.sources.briefing import Briefing, Item, Section, numbered
from assistant.sources.cards import MAX_MEMBERS, EventCard, event_card
from assistant.sources.cells import Conflict
from assistant.sources.sections import (
    FIGURES,
    HAPPENED,
    PEOPLE,
    differing,
    happened,
    left_open,
    numbers,
    pool_of,
    setting_off,
    stands,
    timeline,
    who,
    who_is,
)
from assistant.sources.survey import Survey
from assistant.types import Citation
from vectorstore.errors import VectorstoreError

HAPPENINGS = 8
"""Happenings, or articles that stand for others, of a corpus that a briefing goes into."""

REPRESENTED = 300
"""Articles of which some are chosen to stand for the others."""


def brief_corpus(search: Search, found: Survey, known: Register | None, language: str) -> Briefing:
    """A briefing of all articles: happenings that several tell of, then articles that stand for the rest."""
    folder = open_folder(search, language)
    several = [members for members in found.events if len(members) > 1][:HAPPENINGS]
    cards = [card for members in several if (card := event_card(search, language, members, known))]
    chosen = [_reports(card) for card in cards]
    told = {source for members in found.events if len(members) > 1 for source in members}
    rest = [one.source for one in folder.articles if one.source not in told]
    rest = rest[:: max(1, len(rest) // REPRESENTED)][:REPRESENTED]
    if len(chosen) < HAPPENINGS and rest:
        vectors = article_vectors(folder, rest)
        chosen += [[rest[place]] for place, _ in choose_representative(vectors, HAPPENINGS - len(chosen))]
    pools = [pool_of(folder, sources) for sources in chosen]
    sources = {article.source for article in folder.articles}
    sections = (
        happened(search, pools, 1),
        Section("brief_who", who(search, known, sources)),
        numbers(search, pools, 1),
        differing([one for card in cards for one in card.differences]),
        timeline(found.dated, [source for members in several for source in members], found.dated_total),
        left_open(search, pools),
    )
    return Briefing("corpus", "", language, numbered(sections), found.total, found.read)


def brief_event(
    search: Search, found: Survey, members: Sequence[str], known: Register | None, language: str
) -> Briefing:
    """A briefing of the happening that these articles tell of; raises VectorstoreError("nothing_to_brief")."""
    card = event_card(search, language, members, known)
    if card is None:
        raise VectorstoreError("nothing_to_brief", name=members[0] if members else "")
    title = card.title.text if card.title else ""
    pools = [pool_of(open_folder(search, language, set(members)), _reports(card))]
    dated = [one for one in found.dated if one.citation.source in members]
    cells = (("event_place", card.place), ("event_day", card.day), ("event_published", card.published))
    people = who(search, known, set(members)) or tuple(
        Item((setting_off(cell.citation, cell.text),), cell.text) for cell in card.named
    )
    sections = (
        happened(search, pools, HAPPENED),
        Section("brief_who", people),
        numbers(search, pools, FIGURES),
        differing(card.differences),
        timeline(dated, members, len(dated)),
        left_open(search, pools, tuple(code for code, cell in cells if cell is None)),
    )
    return Briefing("event", title, language, numbered(sections), len(members), min(len(members), MAX_MEMBERS))


def brief_name(search: Search, found: Survey, known: Register, name: Name, language: str) -> Briefing:
    """A briefing of a name of the register: sentences that have it alone."""
    told = tell(search.snapshot, known, name)
    sources = [one.source for one in told.articles][:MAX_MEMBERS]
    pools = [pool_of(open_folder(search, language, set(sources)), sources, name)]
    dated = [one for one in found.dated if _has(name, one.citation)]
    events = [members for members in found.events if len(members) > 1 and name.places.keys() & set(members)]
    cards = [card for members in events[:HAPPENINGS] if (card := event_card(search, language, members, known))]
    conflicts = [one for card in cards for one in card.differences if _concerns(name, one)]
    first = happened(search, pools, HAPPENED)
    if not first.items:  # it stands in titles and captions alone
        first = Section("brief_happened", tuple(Item((one.first,)) for one in told.articles[:HAPPENED]))
    sections = (
        first,
        Section("brief_who", who_is(told), total=len(told.who)),
        Section("brief_said", tuple(Item((one,)) for one in told.said[:PEOPLE]), total=len(told.said)),
        numbers(search, pools, FIGURES),
        differing(conflicts),
        timeline(dated, sources, len(dated)),
        left_open(search, pools),
    )
    return Briefing("name", name.text, language, numbered(sections), name.articles, len(sources))


def _reports(card: EventCard) -> list[str]:
    """The articles of a happening without the copies of others."""
    return [one.source for one in card.sources if not one.copy_of]


def _has(name: Name, *cited: Citation) -> bool:
    return any(stands(name, one.source, (one.start, one.end)) for one in cited)


def _concerns(name: Name, one: Conflict) -> bool:
    """Does a difference concern a name? Ways of writing concern the name alone that is written so."""
    if one.kind != "name":
        return _has(name, one.one.citation, one.other.citation)
    return any(
        start < end_there and start_there < end
        for cell, (start_there, end_there) in zip((one.one, one.other), one.places, strict=True)
        for start, end in name.places.get(cell.citation.source, ())
    )
