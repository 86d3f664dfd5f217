"""An assistant that quotes one article: a stand-in with the real calls, for tests of the window around it."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

from assistant.llm.selection import Models
from assistant.pipeline import Assistant
from assistant.sources.news import Since
from assistant.types import Answer, Citation, Line, Turn
from assistant.ui.backend import Backend, BackendState, _catalogue_of
from assistant.ui.catalogue import Catalogue
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.rows import ArticleRecord, FileRecord, IndexFacts, SyncReport
from vectorstore.types import Document

ATTACK = "<img src=x onerror=alert(1)>"
ARTICLE = "أعلن الوزير الاتفاق.\n\nوقال مينيتي إن الاتفاق خطوة أولى. وانتهى الخبر."
QUOTE = "وقال مينيتي إن الاتفاق خطوة أولى."
SETTLE_SECONDS = 600


def citation(marker: int = 1, source: str = "خبر.txt", also: bool = False, quote: str = QUOTE) -> Citation:
    start = ARTICLE.find(quote)
    return Citation(marker, source, "عنوان الخبر", start, start + len(quote), quote, also)


def an_answer(question: str = "ماذا قال مينيتي؟", **changes: object) -> Answer:
    made = Answer(
        question=question,
        standalone=question,
        language="ar",
        text=f"«{QUOTE}» [1] — خبر.txt",
        lines=(Line(QUOTE, (1,), "خبر.txt"),),
        citations=(citation(),),
        hits=(),
        abstained=False,
        answerer="extractive",
        seconds=0.1,
    )
    return replace(made, **changes)


def record(source: str, status: str = "indexed", reason: str = "", title: str = "عنوان") -> FileRecord:
    return FileRecord(source, status, reason, "", "utf-8", title, 1, 10)


class Unnamed:
    """The names of an assistant whose article has none."""

    at_hand = None

    def register(self, **_: object) -> None:
        """None are found."""


class Unvisited:
    """The last looks of an index that nobody has looked at before."""

    def looked(self) -> Since:
        return Since(last=True, none=True)


@dataclass
class Reader:
    """An assistant that quotes one article, and the question before it; `pause` are seconds per answer."""

    files_: Sequence[FileRecord] = (record("خبر.txt"),)
    pause: float = 0.0
    asked: list[tuple[str, list[Turn]]] = field(default_factory=list)
    searched: list[list[str] | None] = field(default_factory=list)
    report: SyncReport = field(default_factory=lambda: SyncReport(1, 0, 0, 0, 0, (), ()))
    read_only: bool = False
    shared: bool = False
    loaded: bool = True
    needs_ocr: bool = False
    models: Models = field(default_factory=lambda: Models("none"))
    names: Unnamed = field(default_factory=Unnamed)
    visits: Unvisited = field(default_factory=Unvisited)

    @property
    def index(self) -> Reader:
        """It is its own index, and its own snapshot of that."""
        return self

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        yield self

    def articles(self, limit: int, offset: int = 0, file: str | None = None) -> Sequence[ArticleRecord]:
        kept = [
            ArticleRecord(f.source, f.source, f.title, f.date, "", f.characters)
            for f in self.files_
            if f.status == "indexed" and file in (None, f.source)
        ]
        return kept[offset : offset + limit]

    def facts(self) -> IndexFacts:
        return IndexFacts("نموذج", "2026-11-25T02:00:00Z", 3 << 20)

    def files(self) -> Sequence[FileRecord]:
        return self.files_

    @property
    def views(self) -> Reader:
        """It is its own view of its articles; those that a test looks at stand in a class of its own."""
        return self

    @property
    def suggestions(self) -> Reader:
        return self

    def after(self, sources: Sequence[str], asked: Collection[str], language: str, count: int = 2) -> list[str]:
        """It has no question to go on with."""
        return []

    def document(self, source: str) -> Document:
        if source not in {record.source for record in self.files_}:
            raise VectorstoreError("unknown_source", source=source)
        return Document(source, ARTICLE, "عنوان الخبر", "", "utf-8")

    def passages_of(self, source: str) -> dict[str, object]:
        return {}

    def first(self, language: str) -> list[str]:
        return ["ماذا قال الوزير؟", "متى أُعلن؟"] if language == "ar" else ["What did the minister say?"]

    def stream(
        self, question: str, history: Sequence[Turn], sources: Collection[str] | None = None, when: str = ""
    ) -> Iterator[Answer]:
        self.asked.append((question, list(history)))
        self.searched.append(None if sources is None else sorted(sources))
        time.sleep(self.pause)
        if question == "خطأ":
            raise VectorstoreError("unknown_source", source=ATTACK)
        if question == "عطل":
            raise ZeroDivisionError("secret")
        yield an_answer(question, text=question)
        yield an_answer(question, text=f"{question} | {history[-1].question if history else ''}")

    def warm(self) -> None:
        pass

    def close(self) -> None:
        pass


class Pointing(Reader):
    """A reader that also says which words of its quote answer."""

    def stream(
        self, question: str, history: Sequence[Turn], sources: Collection[str] | None = None, when: str = ""
    ) -> Iterator[Answer]:
        part = "خطوة أولى"
        (line,), (cited,) = an_answer().lines, an_answer().citations
        at, start = QUOTE.index(part), ARTICLE.index(part)
        yield an_answer(
            question,
            lines=(replace(line, answer=(at, at + len(part))),),
            citations=(replace(cited, answer=(start, start + len(part))),),
        )


class StillDesk:
    """What the handlers need of a desk, over an assistant that is open already: nothing is started, nothing closed."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.following = SimpleNamespace(stopping=threading.Event())

    def catalogue(self) -> Catalogue:
        return _catalogue_of(self.assistant.index)

    def state(self) -> BackendState:
        return BackendState(opened=True, settled=True, has_files=True)


def opened(assistant: Reader) -> Backend:
    return settle(Backend(lambda on_progress: assistant, Path("."), watch=False))


def settle(desk: Backend) -> Backend:
    """Start it, and wait until it is open and its models are loaded, which takes a busy machine a minute."""
    desk.greeted()
    desk.start()
    end = time.monotonic() + SETTLE_SECONDS
    while not desk.state().settled:
        assert time.monotonic() < end, "it does not open"
        time.sleep(0.01)
    return desk
