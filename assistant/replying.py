"""The replies that need no answer from the articles: to talk, and to questions about the folder itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, partial

from assistant.answering.found import find
from assistant.answering.quoting import NEAREST_SENTENCES, nearest
from assistant.conversation.former import AnswerAgain, asked_by, last_citing, pointed_to, sources_of
from assistant.conversation.talk import ABOUT_LAST_ANSWER, say_again, show_basis, show_more, show_nearest, small_talk
from assistant.corpus_answers.answer import answer_about_folder
from assistant.corpus_answers.bearers import bearer_asked, bearers
from assistant.corpus_answers.folder import open_folder
from assistant.corpus_answers.pointing import asking_of, pointing
from assistant.names.known import KnownNames
from assistant.question.followup import Standalone
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Searcher
from assistant.sources.disagreement import Disagreement, answer_disagreement, disagreement_asked
from assistant.sources.news_reply import answer_news
from assistant.sources.visits import Visits, since_of
from assistant.types import Quote, Reply, Turn
from assistant.understanding import Understanding

ASKING_NAMES = frozenset({"names", "mentions", "about", "since"})
"""Questions about the folder that its people, places and organisations are asked for."""


@dataclass(frozen=True, slots=True)
class Replying:
    """`searcher` and `reader` load the models when they are first asked for; safe for many threads.

    `answers`: for the files that a conversation is limited to, what finds its last answer again.
    """

    searcher: Callable[[], Searcher]
    reader: Callable[[], Reader | None]
    understanding: Understanding
    names: KnownNames
    visits: Visits
    answers: Callable[[Collection[str] | None], AnswerAgain]

    def reply(
        self, asked: str, history: Sequence[Turn], sources: Collection[str] | None, language: str, when: str
    ) -> Reply | None:
        """The reply to talk or to a question about the folder; None for a question to the articles."""
        intent = self.understanding.intent(asked)
        if intent.kind == "talk" and intent.sub in ABOUT_LAST_ANSWER:
            return self._about_last_answer(intent.sub, history, sources, language)
        if intent.kind == "talk":
            return small_talk(intent.sub, language)
        if intent.kind != "talk" and (again := self._of_folder_again(asked, history, sources)):
            named = self.understanding.intent(again)
            asked, intent = again, named if named.kind == "corpus" else intent
        told = disagreement_asked(asked)
        if told is not None and (reply := self._disagreement(told, history, sources, language)) is not None:
            return reply
        if (name := bearer_asked(asked)) and (reply := self._bearers(name, sources, language)) is not None:
            return reply
        if intent.kind == "question":
            return None
        names = self.names.soon() if intent.sub in ASKING_NAMES else None
        since = (since_of(when, self.visits) if when else self.visits.next()) if intent.sub == "since" else None
        with self.searcher().reading() as search:
            former = cache(partial(last_citing, history, self.understanding.intent, self.answers(sources)))
            cited, before = lambda: sources_of(former()), lambda: asked_by(former())
            folder = open_folder(search, language, sources, cited, names, before)
            if since is not None:
                return answer_news(asked, since, folder)
            return answer_about_folder(intent.sub, asked, folder)

    def _of_folder_again(self, asked: str, history: Sequence[Turn], sources: Collection[str] | None) -> str:
        """`understanding.folder_again` and, of a question that points, `folder_named`, with what the corpus knows."""
        if not history:
            return ""
        intent = self.understanding.intent
        if intent(asked).kind == "question":
            with self.searcher().reading() as search:
                return self.understanding.folder_again(search, asked, history)
        told = pointing(asked)
        if told is None:
            return ""
        before = pointed_to(asking_of(told.pronoun)[0], history, intent, self.answers(sources))
        with self.searcher().reading() as search:
            return self.understanding.folder_named(search, asked, history, sources, before)

    def _bearers(self, name: str, sources: Collection[str] | None, language: str) -> Reply | None:
        names = self.names.soon()
        with self.searcher().reading() as search:
            return bearers(name, open_folder(search, language, sources, names=names))

    def _disagreement(
        self, asked: Disagreement, history: Sequence[Turn], sources: Collection[str] | None, language: str
    ) -> Reply | None:
        former = last_citing(history, self.understanding.intent, self.answers(sources))
        before = former.standalone if former is not None and not former.about else ""
        with self.searcher().reading() as search:
            return answer_disagreement(search, self.reader(), asked, before, language, sources, self.names.at_hand)

    def _about_last_answer(
        self, sub: str, history: Sequence[Turn], sources: Collection[str] | None, language: str
    ) -> Reply:
        """More of, the ground of, or again the answer to the last question of the conversation that was no talk."""
        while history and self.understanding.intent(history[-1].question).kind == "talk":
            history = history[:-1]
        if not history:
            return small_talk(sub, language)
        former = self.answers(sources)(history)
        if sub == "repeat":
            return say_again(former, language)
        if sub == "doubt" and former.kind == "corpus":  # what else is nearest to «كم مقالا عندك؟» is nothing
            return small_talk(sub, language)
        shown = {(c.source, c.start) for c in former.citations}
        with self.searcher().reading() as search:
            if sub == "unclear":
                return show_more(former, search, language)
            ranked = find(search, self.reader(), Standalone(former.standalone), sources).ranked
            if former.kind == "abstention" and former.hits:
                return show_nearest(former, former.nearest or nearest(ranked, search.snapshot.document), language)
        others = [s for s in ranked if (s.source, s.span[0]) not in shown and s.hit.passage.kind == "body"]
        quotes = [Quote(s.source, s.hit.passage.title, *s.span, s.text) for s in others[:NEAREST_SENTENCES]]
        return show_basis(former, quotes, language)
