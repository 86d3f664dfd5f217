"""What flows from a question to a cited answer: small frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vectorstore.types import Hit, Remark, Span

AnswerKind = Literal["talk", "corpus", "answer", "abstention"]
"""What a reply is: talk, an answer about the folder itself, an answer from the articles, or none."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of a conversation, with the text of its answer where there is one."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """`quote` is exactly `document.text[start:end]` of the file `source`.

    `also`: this file says what an earlier marker's sentence says, so its quote is not repeated as a line.
    `answer`: the part of the quote that answers, as a span of the same file inside `[start, end)`, where the
    reader found one; `further_answers`: such as answer further parts of the question. `date` (ISO 8601: a day, a month
    or a year) and `page`, from 1, are the article's where it states them. `remarks`: what of its file was not read.
    `ocr`: the quote was read from a picture of its page, and is perhaps not what stands there, word for word.
    """

    marker: int
    source: str
    title: str
    start: int
    end: int
    quote: str
    also: bool = False
    answer: Span | None = None
    date: str = ""
    page: int | None = None
    remarks: tuple[Remark, ...] = ()
    ocr: bool = False
    further_answers: tuple[Span, ...] = ()

    @property
    def answers(self) -> tuple[Span, ...]:
        """All that is set off in the quote, in the order of the text."""
        return _in_order(self.answer, self.further_answers)


def _in_order(answer: Span | None, further: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(sorted((answer, *further))) if answer else ()


def _quote_json(citation: Citation) -> dict[str, object]:
    """A quote and its place, as in an answer line."""
    return {"source": citation.source, "start": citation.start, "end": citation.end, "quote": citation.quote}


def _spans_json(spans: tuple[Span, ...]) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in spans]


@dataclass(frozen=True, slots=True)
class Standing:
    """In how many of the `sources` that tell of the same event a statement was found: `found`, its own among them.

    `statement`: its span in the file of the line's first citation, the sentence or the clause that answers.
    `citations`: the sentence of each other source that says it, verified; their markers are 0. Copies of one report
    count once. A source in which it was not found need not be silent on it. `contrary`: the sentence of each other
    source that says the same of another number or day, or denies it, its words that differ as the answer.
    """

    statement: Span
    found: int
    sources: int
    citations: tuple[Citation, ...] = ()
    contrary: tuple[Citation, ...] = ()

    @property
    def elsewhere(self) -> tuple[Citation, ...]:
        """What the other sources say to it, in the order in which it is shown."""
        return self.citations + self.contrary

    def as_json(self, marker: int) -> dict[str, object]:
        """One item of `corroboration` in an answer line; `marker`: of the citation that it stands in."""
        return {
            "marker": marker, "statement": {"start": self.statement[0], "end": self.statement[1]},
            "found": self.found, "sources": self.sources,
            "citations": [_quote_json(citation) for citation in self.citations],
            "contrary": [_quote_json(citation) for citation in self.contrary],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of an answer: a quote as it is shown (white space folded), its markers, and a note.

    `note` names the file, and further files that say the same («ورد أيضًا في …»). `answer` is the part that
    answers, a span of `text`, where the reader found one, `further_answers` are such for further parts of the question.
    `quoted` is False for a sentence that a language model worded and verification found in the quotes. `standing`: in
    how many sources it stands, where several tell of the event. `beside`: it is not said to answer, only near what
    does; such lines come last.
    """

    text: str
    markers: tuple[int, ...]
    note: str
    answer: Span | None = None
    quoted: bool = True
    standing: Standing | None = None
    beside: bool = False
    further_answers: tuple[Span, ...] = ()

    @property
    def answers(self) -> tuple[Span, ...]:
        """All that is set off in the line, in the order of the text."""
        return _in_order(self.answer, self.further_answers)


@dataclass(frozen=True, slots=True)
class EventGroup:
    """The lines of an answer that are about one event, where the question fits several; of a reply about the folder
    those of one kind, with its name for `title`.

    `title`, `place`, `day`: what the event's card states, empty where the articles do not. `sources`: the articles
    that tell of it, to which the question is limited by asking it of this event alone. `markers`: the first of each
    line.
    """

    title: str
    place: str
    day: str
    sources: tuple[str, ...]
    markers: tuple[int, ...]

    def as_json(self) -> dict[str, object]:
        """One item of `groups` in an answer line."""
        return {
            "title": self.title or None, "place": self.place or None, "day": self.day or None,
            "sources": list(self.sources), "markers": list(self.markers),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Generation:
    """What a language model did for an answer: `read` of `found` passages fitted into its window.

    `written` sentences were checked, `removed` says how many failed by reason; none of them was shown. `note` is the
    code of the sentence that is told beside the answer (`messages.MODEL`), where there is something to tell: why
    there are quotes instead, or that the model stopped midway.
    """

    model: str
    read: int = 0
    found: int = 0
    written: int = 0
    removed: tuple[tuple[str, int], ...] = ()
    note: str = ""

    @property
    def removed_count(self) -> int:
        return sum(count for _, count in self.removed)

    def as_json(self) -> dict[str, object]:
        return {
            "model": self.model, "passages_read": self.read, "passages_found": self.found, "written": self.written,
            "removed": dict(self.removed), "note": self.note or None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person gets: `text` is the whole answer with its markers, `lines` the same in parts.

    `standalone` is the question as it was understood after the conversation; `variants` the spellings that
    were searched beside the question's own; `nearest`, under an abstention and where one is doubted, passages that are
    NOT an answer.

    `answerer` is `extractive` or the name of the language model that worded the lines; `generation` says what such a
    model did, also where it failed and the lines are quotes. `about` is empty for a question to the articles; `lead`
    stands before the lines of the two others: what is said in a talk, or a fact of the folder's ledger.

    `groups` is empty but where the question fits several events, or the reply tells of several kinds of changes: then
    each line stands in one of them, in order.

    `state` is empty in a whole answer; in a part of a
    stream it may be the code of what is being done meanwhile (`messages.MODEL`), and the lines so far may be none.
    """

    question: str
    standalone: str
    language: str
    text: str
    lines: tuple[Line, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    abstained: bool
    answerer: str
    seconds: float
    variants: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    generation: Generation | None = None
    state: str = ""
    about: Literal["", "talk", "corpus"] = ""
    lead: str = ""
    groups: tuple[EventGroup, ...] = ()

    @property
    def kind(self) -> AnswerKind:
        """What kind of reply this is; a question to the articles is answered or not."""
        return self.about or ("abstention" if self.abstained else "answer")

    @property
    def beside_markers(self) -> frozenset[int]:
        """The markers of what stands beside what answers, and on no line that does."""
        answering = {marker for line in self.lines if not line.beside for marker in line.markers}
        return frozenset(marker for line in self.lines for marker in line.markers if marker not in answering)

    def as_json(self, passages: int = 5) -> dict[str, object]:
        """The answer line of the command line and the batch files, without an id (see the README)."""
        beside = self.beside_markers
        return {
            "question": self.question,
            "answer": self.text,
            "kind": self.kind,
            "abstained": self.abstained,
            "answerer": self.answerer,
            "seconds": round(self.seconds, 4),
            "citations": [
                {
                    "marker": c.marker,
                    "source": c.source,
                    "start": c.start,
                    "end": c.end,
                    "quote": c.quote,
                    **({"answer": {"start": c.answer[0], "end": c.answer[1]}} if c.answer else {}),
                    **({"further_answers": _spans_json(c.further_answers)} if c.further_answers else {}),
                    **({"beside": True} if c.marker in beside else {}),
                    **({"date": c.date} if c.date else {}),
                    **({"page": c.page} if c.page is not None else {}),
                    **({"ocr": True} if c.ocr else {}),
                    **({"remarks": {one.code: one.detail for one in c.remarks}} if c.remarks else {}),
                }
                for c in self.citations
            ],
            **({"nearest": [_quote_json(c) for c in self.nearest]} if self.nearest else {}),
            "passages": [
                {"source": h.passage.source, "start": h.passage.start, "end": h.passage.end, "score": h.score}
                for h in self.hits[:passages]
            ],
            **({"groups": [group.as_json() for group in self.groups]} if self.groups else {}),
            **({"corroboration": standing} if (standing := self._standing()) else {}),
            **({"generation": self.generation.as_json()} if self.generation else {}),
        }

    def _standing(self) -> list[dict[str, object]]:
        return [line.standing.as_json(line.markers[0]) for line in self.lines if line.standing]


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim that `text` stands at [start, end) of a file; nothing is shown before it is verified.

    `answer`: the part of it that answers, a span of the file; `further_answers`: as of a `Citation`.
    """

    source: str
    title: str
    start: int
    end: int
    text: str
    also: bool = False
    answer: Span | None = None
    further_answers: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before verification: what would be shown, and the quotes that it rests on.

    `quoted` is False where the text is not the first quote itself but a wording of what the quotes say. `group`: the
    heading that it stands below, in a reply that has some. `beside`: as of the `Line` that it becomes.
    """

    text: str
    quotes: tuple[Quote, ...]
    quoted: bool = True
    group: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What talk or the folder's ledger has to say, before verification: a sentence or two, and drafts with quotes.

    `drafts` pass through `answering.citations.verify_and_number` like those of any answer. `nearest`: as of an
    `Answer`, verified when they were found.
    """

    about: Literal["talk", "corpus"]
    lead: str
    drafts: tuple[Draft, ...] = ()
    nearest: tuple[Citation, ...] = ()
