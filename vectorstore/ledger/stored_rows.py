"""Rows as the ledger stores them: of an article, of a passage, and the hash behind each. Functions over a connection,
inside a transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import astuple

from vectorstore.ledger.digests import row_digest
from vectorstore.ledger.keys import pipeline_version, vector_key
from vectorstore.ledger.packed import between
from vectorstore.types import Document, Passage, Refusal

MAX_REFUSALS_TOLD = 5
"""Refused records of a file that are told one by one; of the others, their number."""


def outcome(refusals: Sequence[Refusal], kept: Collection[str]) -> tuple[str, str, str]:
    """What became of a file of which these articles are `kept`: status, reason and detail.

    A file without any article is refused, for the first reason that its reader gave.
    """
    reason, detail = (refusals[0].reason, refusals[0].detail) if refusals else ("", "")
    if kept and refusals:
        told = "; ".join(refusal.detail or refusal.reason for refusal in refusals[:MAX_REFUSALS_TOLD])
        reason = "some_refused"
        detail = f"{len(refusals)}: {told}{'; …' if len(refusals) > MAX_REFUSALS_TOLD else ''}"
    return "indexed" if kept else "refused", reason or ("" if kept else "empty"), detail


def document_row(document: Document, made_by: tuple[str, str], passages: Sequence[Passage]) -> tuple[object, ...]:
    """The row of an article; `passages`: slices of its text, in order."""
    return (
        document.source, document.file, document.record, document.sha256, pipeline_version(made_by),
        document.title, document.date, document.url, json.dumps(document.pages),
        json.dumps(between(document.text, passages)), len(document.text),
        json.dumps([astuple(one) for one in document.remarks]), len(passages),
    )  # fmt: skip


def passage_row(rowid: int, ordinal: int, passage: Passage, made_by: tuple[str, str]) -> tuple[object, ...]:
    """The row of a passage; `ordinal`: its place in the article, from 0."""
    return (
        rowid, passage.id, passage.source, ordinal, passage.start, passage.end, passage.kind,
        passage.text, passage.title, json.dumps(passage.sentences), vector_key(made_by[0], passage),
    )  # fmt: skip


def insert(connection: sqlite3.Connection, table: str, *rows: Sequence[object]) -> None:
    """Add rows, each with its hash behind it."""
    signed = [(*row, row_digest(row)) for row in rows]
    places = ",".join("?" * len(signed[0])) if signed else ""
    connection.executemany(f"INSERT INTO {table} VALUES ({places})", signed)


def sign(connection: sqlite3.Connection, table: str, column: str, value: str) -> None:
    """Hash a row anew after it was changed."""
    row = connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,)).fetchone()
    if row is not None:
        connection.execute(f"UPDATE {table} SET digest = ? WHERE {column} = ?", (row_digest(row[:-1]), value))
