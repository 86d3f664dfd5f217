"""Questions to offer: drawn from the articles, and offered only where these answer them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.question.suggestions import suggest_questions
from vectorstore.index import Index
from vectorstore.text.arabic import fold

READ_FILES = 20
"""Articles that first questions are drawn from."""

TRIED_PER_QUESTION = 3
"""Questions tried for each one wanted: each costs an answer."""


@dataclass(frozen=True, slots=True)
class AnswerableQuestions:
    """`is_answered` asks a question; never called where a snapshot is held, for it asks for one itself."""

    index: Index
    is_answered: Callable[[str], bool]

    def first(self, language: str = "ar", count: int = 4) -> list[str]:
        """First questions that the articles are known to answer, drawn from the articles themselves."""
        with self.index.reading() as snapshot:
            sources = [record.source for record in snapshot.articles(READ_FILES)]
            drawn = list(suggest_questions(map(snapshot.document, sources), language))
        return self._answered(drawn, count)

    def after(self, sources: Sequence[str], asked: Collection[str], language: str, count: int = 2) -> list[str]:
        """Questions that the articles of an answer are known to answer, but for those that were `asked`."""
        with self.index.reading() as snapshot:
            there = [record.source for file in sources for record in snapshot.articles(1, 0, file)]
            drawn = [one for source in there for one in suggest_questions([snapshot.document(source)], language)]
        known = {fold(question) for question in asked}
        return self._answered([one for one in dict.fromkeys(drawn) if fold(one) not in known], count)

    def _answered(self, drawn: Sequence[str], count: int) -> list[str]:
        """The first of the questions that get an answer."""
        found: list[str] = []
        for question in drawn[: TRIED_PER_QUESTION * count]:
            if len(found) >= count:
                break
            if self.is_answered(question):
                found.append(question)
        return found
