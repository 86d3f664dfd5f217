"""An answer, a conversation, a comparison as a neutral document: quotes with footnotes, nothing added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.render import clean_quote, first_beside, frame_of, heading
from assistant.export.document import ExportDocument, Footnote, Paragraph, Table, joined
from assistant.export.links import host_of
from assistant.messages import say
from assistant.sources.comparison import Comparison, Row
from assistant.types import Answer, Citation, Line

AddressOf = Callable[[str], str]
"""The address on the web that an article states of itself, by its source; empty where it states none."""

Place = tuple[str, int, int]
"""What one footnote is of: source, start, end."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a conversation with its answer; `within`: the files that it was limited to, if any."""

    question: str
    answer: Answer
    within: tuple[str, ...] = ()


def no_address(source: str) -> str:
    """Where nobody knows the articles' own addresses."""
    return ""


def answer_document(
    asked: Asked, address_of: AddressOf = no_address, window: str = "", passages: int = 5
) -> ExportDocument:
    """One answer under its question; its JSON is the answer line of `docs/json.md`, with so many passages."""
    answer = asked.answer
    notes = _numbered(_cited(answer))
    return ExportDocument(
        asked.question, answer.language, tuple(_blocks(asked, notes)), _footnotes(notes, [answer], address_of),
        {"id": "", **answer.as_json(passages)}, window,
    )  # fmt: skip


def conversation_document(
    turns: Sequence[Asked], address_of: AddressOf = no_address, window: str = "", title: str = ""
) -> ExportDocument:
    """A conversation in order, its footnotes numbered throughout; a passage that is cited again keeps its number.

    `title`: its name where it has one; otherwise its first question is. One turn at least.
    """
    language = turns[0].answer.language
    notes = _numbered(citation for turn in turns for citation in _cited(turn.answer))
    blocks = [block for turn in turns for block in (Paragraph(turn.question, "heading"), *_blocks(turn, notes))]
    lines = [{"id": number, **turn.answer.as_json()} for number, turn in enumerate(turns, 1)]
    return ExportDocument(
        title or say("conversation_title", language, question=turns[0].question), language, tuple(blocks),
        _footnotes(notes, [turn.answer for turn in turns], address_of), {"conversation": lines}, window,
    )  # fmt: skip


def comparison_document(
    table: Comparison, address_of: AddressOf = no_address, window: str = ""
) -> ExportDocument:
    """A table of what each article says; its JSON is what `compare --json` prints."""
    language = table.language
    notes = _numbered(table.citations)
    by_marker = {citation.marker: citation for citation in table.citations}
    rows = tuple((_article(row, language), _says(row, by_marker, notes, language)) for row in table.rows)
    head = (say("column_article", language), say("column_says", language))
    blocks = [Table(head, rows)] if rows else [Paragraph(say("abstention", language))]
    if " ".join(table.standalone.split()) != " ".join(table.question.split()):
        blocks.insert(0, Paragraph(say("understood", language, question=table.standalone), "aside"))
    shown = [line.text for row in table.rows for line in row.lines]
    made = tuple(_footnote(citation, shown, address_of) for citation in notes.values())
    return ExportDocument(table.question, language, tuple(blocks), made, table.as_json(), window)


def _article(row: Row, language: str) -> tuple[Paragraph, ...]:
    """Its title where it has one, and below that what it is: its file, its date, and of which article it is a copy."""
    copied = say("copy_of", language, source=row.copy_of) if row.copy_of else ""
    told = Paragraph(joined([part for part in (row.source, row.date, copied) if part], language), "source")
    return (Paragraph(row.title), told) if row.title else (told,)


def _says(
    row: Row, by_marker: Mapping[int, Citation], notes: Mapping[Place, Citation], language: str
) -> tuple[Paragraph, ...]:
    if not row.mentioned:
        return (Paragraph(say("not_said", language), "aside"),)
    return tuple(_line(line, by_marker, notes) for line in row.lines)


def _numbered(cited: Iterable[Citation]) -> dict[Place, Citation]:
    """The citations in the order in which they are mentioned first: the number of each is its place here, from 1."""
    notes: dict[Place, Citation] = {}
    for citation in cited:
        notes.setdefault(_place(citation), citation)
    return notes


def _place(citation: Citation) -> Place:
    return citation.source, citation.start, citation.end


def _cited(answer: Answer) -> Iterable[Citation]:
    """An answer's citations as they are mentioned: line by line, then what came nearest."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    for line in answer.lines:
        yield from (by_marker[marker] for marker in line.markers if marker in by_marker)
    yield from answer.nearest


def _blocks(asked: Asked, notes: Mapping[Place, Citation]) -> Iterable[Paragraph]:
    answer, language = asked.answer, asked.answer.language
    comma = say("list_comma", language)
    if asked.within:
        yield Paragraph(say("searched_within", language, files=comma.join(asked.within)), "aside")
    if " ".join(answer.standalone.split()) != " ".join(answer.question.split()):
        yield Paragraph(say("understood", language, question=answer.standalone), "aside")
    if answer.lead or not answer.lines:
        yield Paragraph(answer.lead or answer.text)
    elif told := frame_of(answer.lines, language):
        yield Paragraph(told)
    by_marker = {citation.marker: citation for citation in answer.citations}
    titled = {group.markers[0]: heading(group, language) for group in answer.groups}
    beside = first_beside(answer.lines)
    for place, line in enumerate(answer.lines):
        if place == beside:
            yield Paragraph(say("may_help", language), "aside")
        if line.markers and line.markers[0] in titled:
            yield Paragraph(titled[line.markers[0]])
        quote = _line(line, by_marker, notes)
        yield replace(quote, kind="further") if line.beside and quote.kind == "quote" else quote
    if answer.nearest:
        yield Paragraph(say("nearest", language), "aside")
        for citation in answer.nearest:
            yield Paragraph(f"«{clean_quote(citation.quote)}»", "further", (_number(citation, notes),))
    yield from (Paragraph(told, "aside") for told in _told(answer))


def _told(answer: Answer) -> Iterable[str]:
    """What a reader must know of how it was answered: which model worded it, what else was searched."""
    done, language = answer.generation, answer.language
    if done is not None and answer.answerer == done.model:
        counts = {"read": done.read, "found": done.found, "removed": done.removed_count}
        yield say("llm_worded", language, model=done.model, **counts)
    if done is not None and done.note:
        yield say(done.note, language, model=done.model)
    if answer.variants:
        yield say("also_searched", language, words=say("list_comma", language).join(answer.variants))


def _line(line: Line, by_marker: Mapping[int, Citation], notes: Mapping[Place, Citation]) -> Paragraph:
    numbers = tuple(_number(by_marker[marker], notes) for marker in line.markers if marker in by_marker)
    if not line.quoted:
        return Paragraph(line.text, "paragraph", numbers)
    found = tuple((start + 1, end + 1) for start, end in line.answers)  # behind the quotation mark
    return Paragraph(f"«{line.text}»", "quote", numbers, found)


def _number(citation: Citation, notes: Mapping[Place, Citation]) -> int:
    return list(notes).index(_place(citation)) + 1


def _footnotes(
    notes: Mapping[Place, Citation], answers: Sequence[Answer], address_of: AddressOf
) -> tuple[Footnote, ...]:
    shown = [line.text for answer in answers for line in answer.lines if line.quoted]
    shown += [clean_quote(citation.quote) for answer in answers for citation in answer.nearest]
    return tuple(_footnote(citation, shown, address_of) for citation in notes.values())


def _footnote(citation: Citation, shown: Sequence[str], address_of: AddressOf) -> Footnote:
    """The source of a quote, and the quote itself where no line shows it."""
    quote = clean_quote(citation.quote)
    return Footnote(
        citation.source, citation.start, citation.end, citation.title, host_of(address_of(citation.source)),
        citation.date, citation.page, "" if quote in shown else quote, citation.ocr, citation.remarks,
    )  # fmt: skip
