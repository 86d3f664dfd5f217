"""From a question to a cited answer, over an opened index with an embedder."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from assistant.answering.abstention import decide_answerable
from assistant.answering.citations import cite, verified_source, verify_and_number
from assistant.answering.compose import asked_once, choose_sentences, split_question, to_drafts
from assistant.answering.false_premise import explain, find_false_premise
from assistant.answering.render import line_by_line
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.llm.answerer import answer_context, rewrite_followup, stream_answer
from assistant.llm.selection import Models
from assistant.messages import say
from assistant.question.followup import Standalone, is_followup, stand_alone
from assistant.question.query import Query
from assistant.question.suggestions import suggest_questions
from assistant.retrieval.reader import Reader
from assistant.retrieval.rerank import MAX_READ_PASSAGES, rerank
from assistant.retrieval.searcher import Search, Searcher
from assistant.types import Answer, Citation, Quote, Turn
from vectorstore.controls import UNTYPED
from vectorstore.embedding.embedder import Embedder
from vectorstore.index import Index
from vectorstore.text.arabic import fold
from vectorstore.text.language import language_of
from vectorstore.types import Document, Hit, Passage

MAX_QUESTION_CHARACTERS = 2_000
"""Characters of a question that are read; a longer one is a pasted text, and its start says what is asked."""

READ_PASSAGES = 12
"""Passages whose sentences are candidates."""

NEAREST_SENTENCES = 3
SUGGESTING_FILES = 20

NO_MODEL = Models("none")

_NOTHING_ASKED = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval and ranking brought for one question."""

    query: Query
    hits: Sequence[Hit]
    ranked: list[Sentence]


class Assistant:
    """An opened index with a loaded embedder; safe to ask from many threads at once."""

    def __init__(
        self,
        index: Index,
        load: Callable[[], Embedder],
        load_reader: Callable[[], Reader | None] = lambda: None,
        models: Models | None = None,
    ) -> None:
        self.index = index
        self.models = models or NO_MODEL
        self._load = load
        self._load_reader = load_reader
        self._searcher: Searcher | None = None
        self._reader: Reader | None = None
        self._opening = threading.Lock()

    @property
    def searcher(self) -> Searcher:
        """The loaded search half; the first question pays for loading the model, unless `warm` was called."""
        with self._opening:
            if self._searcher is None:
                embedder = self._load()
                self._reader = self._load_reader()
                self._searcher = Searcher(self.index, embedder)
            return self._searcher

    def warm(self) -> None:
        """Load the models and run them once, so that the first question is as fast as the second."""
        self.searcher.embedder.embed_query("إسناد")
        if self._reader is not None:
            self._reader.read("إسناد", [Passage("", 0, 5, "إسناد", "", "body", ((0, 5),))])
        self.models.warm()

    def close(self) -> None:
        """Let go of the models and of the index."""
        self.models.close()
        self.index.close()

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        sources: Collection[str] | None = None,
        passages: int = 5,
    ) -> Answer:
        """One answer; `sources` limits it to these files, `passages` is how many hits it carries.

        Raises VectorstoreError("unknown_source") for a file that is not in the index.
        """
        *_, answer = self._parts(question, history, sources, passages, self.models)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), sources: Collection[str] | None = None
    ) -> Iterator[Answer]:
        """The answer line by line; each part is verified, and the last is the whole.

        While a language model is at work, parts without news come several times a second (see `Answer.state`);
        closing the iterator stops the model.
        """
        yield from self._parts(question, history, sources, 5, self.models)

    def _parts(
        self, question: str, history: Sequence[Turn], sources: Collection[str] | None, passages: int, models: Models
    ) -> Iterator[Answer]:
        started = time.perf_counter()
        asked = asked_once(UNTYPED.sub(" ", question)[:MAX_QUESTION_CHARACTERS].strip())
        language = language_of(asked)
        if _NOTHING_ASKED.fullmatch(fold(asked)):
            yield _refusal(question, Standalone(asked), language, say("empty_question", language), started)
            return
        with self.index.reading() as snapshot:
            snapshot.check_sources(sources or ())
        searcher = self.searcher
        with searcher.reading() as search:
            standalone = stand_alone(asked, history, search.spellings.__contains__, search.neighbours)
        answer = _refusal(question, standalone, language, say("abstention", language), started)
        if history and is_followup(asked):
            standalone = yield from rewrite_followup(models, answer, standalone, asked, history)
            answer = replace(answer, standalone=standalone.text)
        writes = models.chosen is not None  # may look around first, so not within the gate
        with searcher.reading() as search:  # a sync in the background swaps between answers, never inside one
            found = self.find(search, standalone, sources, max(passages, READ_PASSAGES))
            answer = replace(answer, hits=tuple(found.hits[:passages]), variants=found.query.variants)
            quotes, size = answer, search.snapshot.count_passages(sources)
            if decide_answerable(found.query, found.hits, found.ranked, size).answers:
                quotes = self._answered(search, answer, standalone, found, sources)
            if quotes.abstained:
                told = explain(answer.text, find_false_premise(found.query, search, sources), language)
                quotes = answer = replace(answer, text=told, nearest=_nearest(found.ranked, search.snapshot.document))
            data = None
            if writes and not quotes.abstained:
                best = [hit.passage for hit in found.hits[:READ_PASSAGES]]
                data = answer_context(search, best, found.ranked, searcher.spellings(), language)
        # A model may write for minutes and no swap of the index waits for that: it words what was read above.
        parts = line_by_line(quotes) if data is None else stream_answer(models, answer, standalone.text, quotes, data)
        with closing(parts):
            for part in parts:
                yield replace(part, seconds=time.perf_counter() - started)

    def suggestions(self, language: str = "ar", count: int = 4) -> list[str]:
        """First questions that the articles are known to answer, drawn from the articles themselves."""
        with self.index.reading() as snapshot:
            sources = [record.source for record in snapshot.articles(SUGGESTING_FILES)]
            drawn = list(suggest_questions(map(snapshot.document, sources), language))
        found: list[str] = []
        for tried, question in enumerate(drawn):
            if len(found) >= count or tried >= 3 * count:
                break
            *_, answer = self._parts(question, (), None, 1, NO_MODEL)
            if not answer.abstained:
                found.append(question)
        return found

    def find(
        self, search: Search, standalone: Standalone, sources: Collection[str] | None, limit: int = READ_PASSAGES
    ) -> Found:
        """The passages and sentences for one question, ranked and read, before anything is decided on them."""
        query = search.query(standalone.question, standalone.context)
        vector = search.embedder.embed_query(query.text)
        found = rerank(query, search.rank(query, vector, max(limit, MAX_READ_PASSAGES), sources), self._reader)
        candidates = [hit for hit in found.hits if not found.readings or hit.passage.id in found.readings]
        candidates = candidates[:READ_PASSAGES]
        embedded = search.snapshot.vectors([hit.passage.id for hit in candidates])
        vectors = {id: item.sentences for id, item in embedded.items()}
        ranked = rank_sentences(query, vector, candidates, vectors, found.readings)
        return Found(query, found.hits[:limit], ranked)

    def _answered(
        self, search: Search, answer: Answer, standalone: Standalone, found: Found, sources: Collection[str] | None
    ) -> Answer:
        weight = sum(term.weight for term in found.query.terms) or 1.0
        shares = {term.stem: term.weight / weight for term in found.query.terms}
        parts = split_question(standalone.question)
        rankings = []
        if len(parts) > 1:
            for i, part in enumerate(parts):
                context = standalone.context if i == 0 else parts[0] if is_followup(part) else ""
                rankings.append(self.find(search, Standalone(part, context), sources, READ_PASSAGES).ranked)
        chosen = choose_sentences(found.ranked, shares, rankings)
        language = answer.language
        note = partial(_also_in, language=language)
        lines, citations, text = verify_and_number(to_drafts(chosen, found.ranked), search.snapshot.document, note)
        if not lines:
            return answer
        if language != "ar":
            text = say("answer_frame", language) + "\n" + text
        return replace(answer, lines=lines, citations=citations, text=text, abstained=False)


def _nearest(ranked: Sequence[Sentence], document: Callable[[str], Document]) -> tuple[Citation, ...]:
    """The nearest sentences, under an abstention: verified quotes, but no answer."""
    quotes = [Quote(s.source, s.hit.passage.title, *s.span, s.text) for s in ranked if s.hit.passage.kind == "body"]
    tried = [(quote, verified_source(quote, document)) for quote in quotes[: 2 * NEAREST_SENTENCES]]
    kept = [(quote, article) for quote, article in tried if article][:NEAREST_SENTENCES]
    return tuple(cite(i, quote, article) for i, (quote, article) in enumerate(kept, 1))


def _also_in(citations: Sequence[Citation], language: str) -> str:
    """The file of a quote, and those that say the same."""
    first, *others = citations
    text = first.source
    if others:
        text += say("also_in", language, sources=say("list_comma", language).join(c.source for c in others))
    return text


def _refusal(question: str, standalone: Standalone, language: str, text: str, started: float) -> Answer:
    return Answer(
        question=question,
        standalone=standalone.text,
        language=language,
        text=text,
        lines=(),
        citations=(),
        hits=(),
        abstained=True,
        answerer="extractive",
        seconds=time.perf_counter() - started,
    )
