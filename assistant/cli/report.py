"""Answers, the ledger and the quality table as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.answering.render import clean_quote, in_pieces
from assistant.evaluate import Result, by_type, quality_table
from assistant.messages import REFUSALS, say, why_refused
from assistant.settings import Settings
from assistant.types import Answer, Citation, Generation, Line
from vectorstore.controls import STEERING
from vectorstore.ledger.rows import IndexFacts, SyncReport

COUNTS = ("added", "changed", "moved", "removed", "unchanged", "refused")

MAX_LISTED_FILES = 200
"""Indexed files up to which the text lists every one; of more, only those with something to say."""

BOLD, PLAIN = "\x1b[1m", "\x1b[22m"
"""What a terminal understands as bold and as bold no more; added to text that `printable` has cleaned."""


def printable(text: str) -> str:
    """Text that cannot steer a terminal: no escape sequences, no overrides of direction."""
    return STEERING.sub("", text)


def one_line(text: str) -> str:
    """Text that cannot pretend to be the next line."""
    return " ".join(printable(text).split())


def answer_text(answer: Answer, bold: bool = False) -> str:
    """The answer, its numbered sources, and what a reader should know about how it was found.

    `bold` sets off the parts that answer, for a terminal; without it nothing steers one.
    """
    language = answer.language
    parts = []
    if answer.citations and answer.about != "corpus":  # whose lines are the articles themselves
        parts += ["", say("sources", language), *(_source(c, language) for c in answer.citations)]
    if answer.nearest:
        parts += [
            "",
            say("nearest", language),
            *(f"{_source(c, language)}\n    {clean_quote(c.quote)}" for c in answer.nearest),
        ]
    notes = [told for line in answer.lines if (told := _standing(answer, line))]
    if answer.variants:
        notes.append(say("also_searched", language, words=say("list_comma", language).join(answer.variants)))
    if answer.standalone != answer.question.strip():
        notes.append(say("understood", language, question=answer.standalone))
    if answer.generation is not None:
        notes += _worded(answer.generation, answer.answerer, language)
    rest = printable("\n".join(["", *parts, *([""] if notes else []), *notes]) if parts or notes else "")
    return (_set_off(answer) if bold else printable(answer.text)) + rest


def _standing(answer: Answer, line: Line) -> str:
    """In how many sources a line's statement stands, and what the others say; nothing where none does."""
    standing = line.standing
    cited = next((c for c in answer.citations if c.marker in line.markers[:1]), None)
    if standing is None or cited is None or not standing.elsewhere:
        return ""
    start, end = (place - cited.start for place in standing.statement)
    agreeing = say(
        "standing_told", answer.language, marker=cited.marker, found=standing.found, sources=standing.sources,
        statement=one_line(clean_quote(cited.quote[start:end])),
    )  # fmt: skip
    differing = say("standing_differs_told", answer.language, marker=cited.marker)
    told = ((agreeing, standing.citations), (differing, standing.contrary))
    return "\n".join("\n".join([head, *map(_elsewhere, quotes)]) for head, quotes in told if quotes)


def _elsewhere(citation: Citation) -> str:
    return f"    «{one_line(clean_quote(citation.quote))}» ({one_line(citation.source)})"


def _worded(generation: Generation, answerer: str, language: str) -> list[str]:
    """What a language model did for the answer, and what went wrong, a sentence each."""
    model = one_line(generation.model)
    told = []
    if answerer == generation.model:
        counts = {"read": generation.read, "found": generation.found, "removed": generation.removed_count}
        told.append(say("llm_worded", language, model=model, **counts))
    if generation.note:
        told.append(say(generation.note, language, model=model))
    return told


def _set_off(answer: Answer) -> str:
    """The text of the answer, harmless, with the parts that answer in bold."""
    text, done = printable(answer.text), 0
    for line in answer.lines:
        pieces = [(printable(piece), is_part) for piece, is_part in in_pieces(line.text, line.answers)]
        whole = f"«{''.join(piece for piece, _ in pieces)}»"
        at = text.find(whole, done)
        if at < 0:
            continue
        bold = f"«{''.join(f'{BOLD}{piece}{PLAIN}' if is_part else piece for piece, is_part in pieces)}»"
        text = text[:at] + bold + text[at + len(whole) :]
        done = at + len(bold)
    return text


def _source(citation: Citation, language: str) -> str:
    place = f"[{citation.marker}] {citation.source} ({citation.start}–{citation.end})"
    page = say("page", language, page=citation.page) if citation.page is not None else ""
    told = [say(one.code, language, detail=one.detail) for one in citation.remarks]
    scanned = say("ocr_quote", language) if citation.ocr else ""
    return one_line(" · ".join(part for part in (place, scanned, page, citation.date, citation.title, *told) if part))


def ledger_text(report: SyncReport, settings: Settings, facts: IndexFacts) -> str:
    """Per file its status, passages, and the reason of a refusal; then the totals. Refused files come first."""
    language = settings.language
    lines = []
    indexed = [record for record in report.files if record.status == "indexed"]
    listed = indexed if len(indexed) <= MAX_LISTED_FILES else [record for record in indexed if record.reason]
    for record in [*(record for record in report.files if record.status != "indexed"), *listed]:
        if record.status == "indexed":
            parts = [
                say("indexed", language),
                say("passages", language, count=record.passages),
                *([record.date] if record.date else []),
                record.encoding,
                *(say(one.code, language, detail=one.detail) for one in record.remarks),
            ]
            if record.reason in REFUSALS:
                parts.append(why_refused(record.reason, language, source=record.source, detail=record.detail))
        else:
            reason = why_refused(record.reason, language, source=record.source, detail=record.detail)
            parts = [say("refused", language), reason]
        lines.append(one_line(" · ".join([record.source, *parts])))
    if len(listed) < len(indexed):
        lines.append(say("not_listed", language, count=len(indexed) - len(listed)))
    passages = sum(record.passages for record in report.files)
    counts = {name: getattr(report, name) for name in COUNTS}
    return "\n".join(
        [
            *lines,
            say("totals", language, files=len(report.files), passages=passages, refused=report.refused),
            say("changes", language, **counts),
            say("index_at", language, path=settings.index),
            say("index_facts", language, size=f"{facts.bytes / 1e6:.1f}", model=facts.model, synced=facts.synced),
            *([say("shared_at", language, url=settings.chroma_url)] if settings.chroma_url else []),
        ]
    )


def ledger_json(
    report: SyncReport, settings: Settings, facts: IndexFacts, further: Sequence[Path]
) -> dict[str, object]:
    """The same for a program."""
    return {
        "corpus": str(settings.corpus),
        "further": [str(folder) for folder in further],
        "index": str(settings.index),
        "model": facts.model,
        "synced": facts.synced,
        "bytes": facts.bytes,
        "chroma_url": settings.chroma_url,
        **{name: getattr(report, name) for name in COUNTS},
        "totals": {
            "files": len(report.files),
            "indexed": sum(record.status == "indexed" for record in report.files),
            "articles": sum(record.articles for record in report.files if record.status == "indexed"),
            "passages": sum(record.passages for record in report.files),
            "characters": sum(record.characters for record in report.files),
        },
        "notes": list(report.notes),
        "files": [asdict(record) for record in report.files],
    }


def quality_text(results: Sequence[Result], language: str) -> str:
    """The quality table: a measure a line, then the accuracy of each type of question."""
    measures = [f"{name:<20} {value:>6.3f}" for name, value in quality_table(results).items()]
    types = [f"{name:<20} {value:>6.3f}  ({count})" for name, (count, value) in by_type(results).items()]
    return "\n".join([f"{'questions':<20} {len(results):>6}", *measures, "", say("by_type", language), *types])
