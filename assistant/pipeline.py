"""From a question to a cited answer, over an opened index with an embedder."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

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
from assistant.retrieval.reader import Reader, Reading
from assistant.retrieval.rerank import MAX_READ_PASSAGES, rerank
from assistant.retrieval.searcher import Searcher
from assistant.types import Answer, Citation, Quote, Turn
from vectorstore.controls import UNTYPED
from vectorstore.embedding.embedder import Embedder
from vectorstore.index import Index
from vectorstore.ledger.rows import ArticleRecord, FileRecord, IndexFacts, SyncReport
from vectorstore.text.arabic import fold
from vectorstore.text.language import language_of
from vectorstore.types import Document, Hit, Passage

MAX_QUESTION_CHARACTERS = 2_000
"""Characters of a question that are read; a longer one is a pasted text, and its start says what is asked."""

READ_PASSAGES = 12
"""Passages whose sentences are candidates."""

REFRESH_AT_ONCE_PASSAGES = 5_000
"""Passages up to which a question waits for the words of changed articles (a tenth of a second); in larger
indexes, where it takes up to 3 s, it goes by the words of before once or twice more."""

NEAREST_SENTENCES = 3
SUGGESTING_FILES = 20

NO_MODEL = Models("none")

_NOTHING_ASKED = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class _Found:
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
        self._renewing = threading.Lock()

    @property
    def report(self) -> SyncReport:
        """What the sync at opening found and did."""
        return self.index.report

    @property
    def shared(self) -> bool:
        """Whether the articles come from a server that many share, and no folder of this machine is behind them."""
        return self.index.corpus is None

    @property
    def read_only(self) -> bool:
        """Whether another process keeps the index up to date."""
        return self.index.read_only

    @property
    def searcher(self) -> Searcher:
        """The loaded search half; the first question pays for loading the model, unless `warm` was called."""
        with self._opening:
            if self._searcher is None:
                embedder = self._load()
                self._reader = self._load_reader()
                self._searcher = Searcher(self.index, embedder)
                return self._searcher
        if self._searcher.revision != self.index.revision:
            if self._searcher.passage_count <= REFRESH_AT_ONCE_PASSAGES:
                self.refresh()
            elif not self._renewing.locked():
                threading.Thread(target=self.refresh, name="isnad-renewing", daemon=True).start()
        return self._searcher

    def refresh(self) -> None:
        """Learn the words of the articles again where a sync has changed them; questions go on meanwhile.

        A background sync calls it before it tells of its changes; a question does so by itself, too.
        """
        with self._renewing:
            known = self._searcher
            if known is not None and known.revision != self.index.revision:
                self._searcher = Searcher(self.index, known.embedder)

    def warm(self) -> None:
        """Load the models and run them once, so that the first question is as fast as the second."""
        self.searcher.embedder.embed_query("إسناد")
        if self._reader is not None:
            self._reader.read("إسناد", [Passage("", 0, 5, "إسناد", "", "body", ((0, 5),))])
        self.models.warm()

    def files(self) -> tuple[FileRecord, ...]:
        return self.index.files()

    def articles(self, limit: int, offset: int = 0, file: str | None = None) -> tuple[ArticleRecord, ...]:
        """A stretch of the articles, of one file or of all, sorted by source."""
        return self.index.articles(limit, offset, file)

    def facts(self) -> IndexFacts:
        """What is known of the index as a whole."""
        return self.index.facts()

    def document(self, source: str) -> Document:
        """The whole text of an indexed article; raises VectorstoreError("unknown_source")."""
        return self.index.document(source)

    def close(self) -> None:
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
        self.index.check_sources(sources or ())
        searcher = self.searcher
        standalone = stand_alone(asked, history, searcher.spellings.__contains__, searcher.neighbours)
        answer = _refusal(question, standalone, language, say("abstention", language), started)
        if history and is_followup(asked):
            standalone = yield from rewrite_followup(models, answer, standalone, asked, history)
            answer = replace(answer, standalone=standalone.text)
        writes = models.chosen is not None  # may look around first, so not within the gate
        with self.index.reading():  # a sync in the background swaps between answers, never inside one
            found = self._find(standalone, sources, max(passages, READ_PASSAGES))
            answer = replace(answer, hits=tuple(found.hits[:passages]), variants=found.query.variants)
            quotes = answer
            if decide_answerable(found.query, found.hits, found.ranked, self.searcher.passage_count).answers:
                quotes = self._answered(answer, standalone, found, sources)
            if quotes.abstained:
                told = explain(answer.text, find_false_premise(found.query, searcher, sources), language)
                quotes = answer = replace(answer, text=told, nearest=self._nearest(found.ranked))
            best = [hit.passage for hit in found.hits[:READ_PASSAGES]]
            data = answer_context(searcher, best, found.ranked, language) if writes and not quotes.abstained else None
        # A model may write for minutes and no swap of the index waits for that: it words what was read above.
        parts = line_by_line(quotes) if data is None else stream_answer(models, answer, standalone.text, quotes, data)
        with closing(parts):
            for part in parts:
                yield replace(part, seconds=time.perf_counter() - started)

    def suggestions(self, language: str = "ar", count: int = 4) -> list[str]:
        """First questions that the articles are known to answer, drawn from the articles themselves."""
        sources = [record.source for record in self.articles(SUGGESTING_FILES)]
        found: list[str] = []
        for tried, question in enumerate(suggest_questions(map(self.document, sources), language)):
            if len(found) >= count or tried >= 3 * count:
                break
            *_, answer = self._parts(question, (), None, 1, NO_MODEL)
            if not answer.abstained:
                found.append(question)
        return found

    def _find(self, standalone: Standalone, sources: Collection[str] | None, limit: int) -> _Found:
        searcher = self.searcher
        query = searcher.query(standalone.question, standalone.context)
        vector = searcher.embedder.embed_query(query.text)
        found = rerank(query, searcher.rank(query, vector, max(limit, MAX_READ_PASSAGES), sources), self._reader)
        candidates = [hit for hit in found.hits if not found.readings or hit.passage.id in found.readings]
        ranked = self._rank_sentences(query, vector, candidates[:READ_PASSAGES], found.readings)
        return _Found(query, found.hits[:limit], ranked)

    def _rank_sentences(
        self, query: Query, vector: np.ndarray, hits: Sequence[Hit], readings: Mapping[str, Reading]
    ) -> list[Sentence]:
        vectors = {id: e.sentences for id, e in self.index.vectors([hit.passage.id for hit in hits]).items()}
        return rank_sentences(query, vector, hits, vectors, readings)

    def _answered(
        self, answer: Answer, standalone: Standalone, found: _Found, sources: Collection[str] | None
    ) -> Answer:
        weight = sum(term.weight for term in found.query.terms) or 1.0
        shares = {term.stem: term.weight / weight for term in found.query.terms}
        parts = split_question(standalone.question)
        rankings = []
        if len(parts) > 1:
            for i, part in enumerate(parts):
                context = standalone.context if i == 0 else parts[0] if is_followup(part) else ""
                rankings.append(self._find(Standalone(part, context), sources, READ_PASSAGES).ranked)
        chosen = choose_sentences(found.ranked, shares, rankings)
        language = answer.language
        note = partial(_also_in, language=language)
        lines, citations, text = verify_and_number(to_drafts(chosen, found.ranked), self.document, note)
        if not lines:
            return answer
        if language != "ar":
            text = say("answer_frame", language) + "\n" + text
        return replace(answer, lines=lines, citations=citations, text=text, abstained=False)

    def _nearest(self, ranked: Sequence[Sentence]) -> tuple[Citation, ...]:
        """The nearest sentences, under an abstention: verified quotes, but no answer."""
        quotes = [
            Quote(s.source, s.hit.passage.title, *s.span, s.text) for s in ranked if s.hit.passage.kind == "body"
        ]
        kept = [
            (q, article) for q in quotes[: 2 * NEAREST_SENTENCES] if (article := verified_source(q, self.document))
        ][:NEAREST_SENTENCES]
        return tuple(cite(i, q, article) for i, (q, article) in enumerate(kept, 1))


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
