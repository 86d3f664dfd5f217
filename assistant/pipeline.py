"""From a question to a cited answer, over an opened index with an embedder."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.answering.articles import answer_from_articles
from assistant.answering.found import READ_PASSAGES, Found, find
from assistant.answering.reasons import answer_why
from assistant.answering.render import line_by_line
from assistant.answering.replies import refusal, with_reply
from assistant.conversation.former import AnswerAgain, cites_quoted, last_said, pointed_to, said_before
from assistant.conversation.set_off import quotes_in
from assistant.conversation.speaker import told_by_event, who_said
from assistant.conversation.talk import small_talk
from assistant.corpus_answers.answerable import AnswerableQuestions
from assistant.llm.answerer import answer_context, rewrite_followup, stream_answer
from assistant.llm.generate import AnswerContext
from assistant.llm.selection import Models
from assistant.messages import say
from assistant.names.known import KnownNames
from assistant.question.followup import Standalone
from assistant.question.happening import asks_only_why
from assistant.question.intent import looks_arabizi
from assistant.question.typed import asks_nothing, has_picture
from assistant.replying import Replying
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search, Searcher
from assistant.sources.corroboration import corroborate
from assistant.sources.several import answer_by_event
from assistant.sources.speakers import answer_speakers
from assistant.sources.views import Views
from assistant.sources.visits import Visits
from assistant.types import Answer, Reply, Turn
from assistant.understanding import Understanding, as_asked, last_turns, names_in
from assistant.verification.entailment import Support
from vectorstore.embedding.embedder import Embedder
from vectorstore.embedding.heaps import give_back
from vectorstore.index import Index
from vectorstore.text.language import language_of
from vectorstore.types import Passage

NO_MODEL = Models("none")


@dataclass(frozen=True, slots=True)
class _Question:
    """A question to the articles, and what of the conversation it leans on.

    `asked` and `history` are in the written language, `sources` the files that it is limited to. `goes_on`: it is
    understood by what was said before: `before`, the answer that it points back to with its quotes, or "". `about`:
    what the talk is about, where the question leaves that open. `by_event`: the answer whose speakers are asked for.
    """

    asked: str
    history: Sequence[Turn]
    sources: Collection[str] | None
    standalone: Standalone
    goes_on: bool
    before: str
    about: str
    by_event: Answer | None


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
        self.names = KnownNames(index)
        self.visits = Visits(index)
        self._load = load
        self._load_reader = load_reader
        self._searcher: Searcher | None = None
        self._reader: Reader | None = None
        self._opening = threading.Lock()
        self.understanding = Understanding(lambda: self.searcher, lambda: self._reader)
        self.views = Views(
            index, lambda: self.searcher, lambda: self._reader, self.understanding, self.names, self.visits
        )
        self._replying = Replying(
            lambda: self.searcher, lambda: self._reader, self.understanding, self.names, self.visits, self._answers
        )
        self.suggestions = AnswerableQuestions(index, self._is_answered)

    @property
    def searcher(self) -> Searcher:
        """The loaded search half; the first question pays for loading the model, unless `warm` was called."""
        with self._opening:
            if self._searcher is None:
                with ThreadPoolExecutor(1, thread_name_prefix="isnad-loading") as beside:
                    reader = beside.submit(self._load_reader)
                    embedder = self._load()
                self._reader = reader.result()
                self._searcher = Searcher(self.index, embedder)
            return self._searcher

    @property
    def loaded(self) -> bool:
        """Whether the models that search and read are in memory, so that a question is not kept waiting for them."""
        return self._searcher is not None

    def warm(self) -> None:
        """Load the models and run them once, so that the first question is as fast as the second."""
        self.searcher.embedder.embed_query("إسناد")
        if self._reader is not None:
            self._reader.read("إسناد", [Passage("", 0, 5, "إسناد", "", "body", ((0, 5),))])
        self.models.warm()
        give_back()

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
        when: str = "",
    ) -> Answer:
        """One answer; `sources` limits it to these files, `passages` is how many hits it carries.

        `when`: since when «what is new?» asks where it names no day, as in `Views.since`; empty for the last look.

        In how many sources it stands is another matter, `corroborated`. Raises VectorstoreError("unknown_source") for a
        file that is not in the index.
        """
        *_, answer = self._parts(question, history, sources, passages, self.models, when)
        return answer

    def corroborated(self, answer: Answer) -> Answer:
        """The answer with the standing of its lines, as the index is now: what changed meanwhile has none.

        `seconds` stay those in which it was answered: nobody who only wants the answer waits for this.
        """
        if answer.abstained or answer.about:
            return answer
        with self.searcher.reading() as search:
            return corroborate(search, answer, self.support)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        sources: Collection[str] | None = None,
        when: str = "",
    ) -> Iterator[Answer]:
        """The answer line by line; each part is verified, and the last is the whole. `when` as in `ask`.

        While a language model is at work, parts without news come several times a second (see `Answer.state`);
        closing the iterator stops the model. In how many sources a line stands comes last: nobody waits for it.
        """
        answer = None
        for answer in self._parts(question, history, sources, 5, self.models, when):
            yield answer
        if answer is not None and (told := self.corroborated(answer)) is not answer:
            yield told
        give_back()

    def _parts(
        self, question: str, history: Sequence[Turn], sources: Collection[str] | None, passages: int, models: Models,
        when: str = "",
    ) -> Iterator[Answer]:  # fmt: skip
        started = time.perf_counter()
        asked, history = self.understanding.of_her(as_asked(question), last_turns(history))
        language = language_of(asked)
        if asks_nothing(asked):
            answer = refusal(question, asked, language, say("empty_question", language), started)
            yield self._told(answer, small_talk("emoji", language)) if has_picture(asked) else answer
            return
        with self.index.reading() as snapshot:
            snapshot.check_sources(sources or ())
        searcher = self.searcher
        reply = self._replying.reply(self.understanding.asked(asked), history, sources, language, when)
        if reply is not None:
            told = self._told(refusal(question, asked, language, "", started), reply)
            yield from _timed(line_by_line(told), started)
            return
        meant = self._meant(searcher, asked, history, sources)
        if looks_arabizi(meant.asked) or self.understanding.intent(meant.asked).sub == "arabizi":
            refused = say("arabizi", "ar") + "\n" + say("arabizi", "en")
            yield refusal(question, meant.standalone.text, language, refused, started)
            return
        answer = refusal(question, meant.standalone.text, language, say("abstention", language), started)
        if meant.by_event is not None:
            with searcher.reading() as search:
                told = answer_speakers(search, self._reader, answer, meant.by_event)
            if told is not None:
                yield from _timed(line_by_line(told), started)
                return
        if meant.goes_on:
            standalone = yield from rewrite_followup(models, answer, meant.standalone, meant.asked, meant.history)
            answer, meant = replace(answer, standalone=standalone.text), replace(meant, standalone=standalone)
        writes = models.chosen is not None  # may look around first, so not within the gate
        answer, quotes, data = self._quoted(searcher, answer, meant, passages, writes)
        # A model may write for minutes and no swap of the index waits for that: it words what was read above.
        parts = (
            line_by_line(quotes)
            if data is None
            else stream_answer(models, replace(answer, standalone=quotes.standalone), quotes.standalone, quotes, data)
        )
        yield from _timed(parts, started)

    def _meant(
        self, searcher: Searcher, asked: str, history: Sequence[Turn], sources: Collection[str] | None
    ) -> _Question:
        """What a question to the articles asks, and what of the conversation it leans on."""
        before = pointed_to(asked, history, self.understanding.intent, self._answers(sources))
        with searcher.reading() as search:
            asked, history, sources = self.understanding.limited(search, asked, history, sources)
            standalone = self.understanding.alone(search, asked, history, before, sources)
            about = self.understanding.talked_of(search, asked, history)
        by_event = told_by_event(asked, history, self._answers(sources))
        speaker = None if by_event else who_said(asked, history, self._answers(sources))
        standalone = speaker or standalone
        goes_on = standalone.goes_on and not speaker
        return _Question(asked, history, sources, standalone, goes_on, before, about, by_event)

    def _quoted(
        self, searcher: Searcher, answer: Answer, meant: _Question, passages: int, writes: bool
    ) -> tuple[Answer, Answer, AnswerContext | None]:
        """The refusal that `answer` would be, with what was found; the quotes that answer, or that refusal; and what a
        model may word of them, None where none `writes`, or there is nothing to be worded.

        `passages`: hits that the answer carries.
        """
        standalone, goes_on = meant.standalone, meant.goes_on
        last, said, known = "", "", self.names.at_hand
        if goes_on and (standalone.context or standalone.beyond or standalone.name):
            last = last_said(meant.history, meant.before, self._answers(meant.sources))
            said = said_before(meant.history, last)
        about = "" if goes_on else meant.about
        with searcher.reading() as search:  # a sync in the background swaps between answers, never inside one
            answer, quotes, found = answer_from_articles(
                search, self._reader, answer, standalone, meant.sources, passages, said, names_in, about
            )
            if self._reader is not None and quotes_in(last) and asks_only_why(meant.asked):
                quotes = answer_why(search, self._reader, answer, standalone, found, last)
            if not (goes_on or cites_quoted(quotes, about)):  # the last: it is asked of what the talk is about
                quotes = answer_by_event(search, self._reader, quotes, standalone, found, meant.sources, known)
            if not writes or quotes.abstained or quotes.groups:
                return answer, quotes, None
            best = [hit.passage for hit in found.hits[:READ_PASSAGES]]
            language = answer.language
            data = answer_context(search, best, found.ranked, searcher.spellings(), language, self.support)
            return answer, quotes, data

    def _answers(self, sources: Collection[str] | None) -> AnswerAgain:
        """Finds the answer to the last question of a conversation again: what it cited is not handed back to us."""

        def answered(history: Sequence[Turn]) -> Answer:
            *_, answer = self._parts(history[-1].question, history[:-1], sources, 1, NO_MODEL)
            return answer

        return answered

    def _is_answered(self, question: str) -> bool:
        *_, answer = self._parts(question, (), None, 1, NO_MODEL)
        return not answer.abstained

    def _told(self, answer: Answer, reply: Reply) -> Answer:
        with self.index.reading() as snapshot:
            return with_reply(answer, reply, snapshot.document)

    def find(self, search: Search, standalone: Standalone, sources: Collection[str] | None, said: str = "") -> Found:
        """`answering.found.find` with this assistant's reader."""
        return find(search, self._reader, standalone, sources, said=said)

    @property
    def support(self) -> Support | None:
        """What reads a claim beside a text; None without a reader."""
        return self._reader.support if self._reader is not None else None


def _timed(parts: Generator[Answer, None, None], started: float) -> Iterator[Answer]:
    """The parts of an answer, each with the seconds in which it came."""
    with closing(parts):
        for part in parts:
            yield replace(part, seconds=time.perf_counter() - started)
