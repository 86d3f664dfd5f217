"""What an open index shows of its articles side by side: each view reads one state of it, and none writes a word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.names.known import KnownNames
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Searcher
from assistant.sources.briefing import Briefing
from assistant.sources.cards import EventCard, event_card, find_events
from assistant.sources.comparison import Comparison, compare
from assistant.sources.news import News, Since, Wanted, find_news
from assistant.sources.subjects import Subject, brief, meant
from assistant.sources.survey import Survey, survey
from assistant.sources.visits import Visits, since_of
from assistant.types import Turn
from assistant.understanding import Understanding, as_asked, last_turns
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.text.language import language_of
from vectorstore.types import OnProgress


@dataclass(frozen=True, slots=True)
class Views:
    """`searcher` and `reader` load the models when they are first asked for; safe for many threads."""

    index: Index
    searcher: Callable[[], Searcher]
    reader: Callable[[], Reader | None]
    understanding: Understanding
    names: KnownNames
    visits: Visits

    def compare(
        self, question: str, history: Sequence[Turn] = (), sources: Collection[str] | None = None
    ) -> Comparison:
        """What each article says to the question, side by side (`sources.comparison`).

        Raises VectorstoreError("unknown_source") for a file that is not in the index.
        """
        asked = as_asked(question)
        history = last_turns(history)
        known = self.names.at_hand
        with self.searcher().reading() as search:
            search.snapshot.check_sources(sources or ())
            asked, history, sources = self.understanding.limited(search, asked, history, sources)
            standalone = self.understanding.alone(search, asked, history, sources=sources)
            return compare(search, self.reader(), question, standalone, language_of(asked), sources, known)

    def events(self, language: str = "ar") -> tuple[EventCard, ...]:
        """The happenings that the articles tell of, those of most articles first (`sources.cards`)."""
        known = self.names.soon()
        with self.searcher().reading() as search:
            return find_events(search, language, known)

    def survey(
        self, on_progress: OnProgress = lambda *_: None, should_stop: Callable[[], bool] = lambda: False
    ) -> Survey | None:
        """The happenings and the dated sentences of the corpus (`sources.survey`); None where it was stopped or the
        corpus changed."""
        return survey(self.searcher().reading, on_progress, should_stop)

    def event_cards(self, happenings: Sequence[Sequence[str]], language: str = "ar") -> list[EventCard]:
        """A card for each of these happenings of a survey; one whose articles are gone has none."""
        cards = []
        known = self.names.soon()
        for sources in happenings:
            with self.searcher().reading() as search:
                try:
                    card = event_card(search, language, sources, known)
                except VectorstoreError:  # one of its articles was removed since
                    card = None
            cards += [card] if card else []
        return cards

    def brief(self, asked: str = "", language: str = "ar", on_progress: OnProgress = lambda *_: None) -> Briefing:
        """A briefing of a name or a happening by its words, or of all articles (`sources.briefing`).

        It reads the whole corpus first. Raises VectorstoreError("nothing_to_brief") where no article is about that.
        """
        known = self.names.register(on_progress)
        found = self._whole_survey(on_progress)
        with self.searcher().reading() as search:
            return brief(search, found, known, meant(search, found, known, asked), language)

    def brief_of(self, subject: Subject, found: Survey, language: str = "ar") -> Briefing:
        """The briefing of a subject of a survey; raises VectorstoreError where its articles are gone."""
        known = self.names.soon()
        with self.searcher().reading() as search:
            return brief(search, found, known, subject, language)

    def since(self, when: str = "last", person: str = "", on_progress: OnProgress = lambda *_: None) -> News:
        """What changed since a day («2026-03-03», «3 مارس 2026», «أمس») or since the last look (`sources.news`).

        Looking at «last» is remembered as a look. It reads the whole corpus first. Raises VectorstoreError: no_date,
        unknown_name, unknown_name_perhaps.
        """
        known = self.names.register(on_progress)
        people = self.names.meant(person) if person else None
        found = self._whole_survey(on_progress)
        asked = since_of(when, self.visits)
        if asked.last:
            asked = self.visits.looked(anew=True)
        with self.index.reading() as snapshot:
            return find_news(snapshot, asked, known, found, Wanted(people=people))

    def news(self, asked: Since, found: Survey | None = None) -> News:
        """What changed, as far as is known at once: without what people say where their names are still to be read."""
        known = self.names.soon()
        with self.index.reading() as snapshot:
            return find_news(snapshot, asked, known, found)

    def _whole_survey(self, on_progress: OnProgress) -> Survey:
        found = None
        while found is None:  # the corpus changed while it was read
            found = self.survey(on_progress)
        return found
