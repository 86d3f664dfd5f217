"""Answers that no sentence of the articles was ranked for: a refusal, and a reply to talk or about the folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from assistant.answering.citations import also_in, reply_groups, verify_and_number
from assistant.answering.render import render_groups, render_text
from assistant.types import Answer, Reply
from vectorstore.types import Document

MAX_REPLY_CHARACTERS = 8_000
"""Characters of what is told about the folder: a list of twenty titles with their files."""


def refusal(question: str, standalone: str, language: str, text: str, started: float) -> Answer:
    """An answer that says `text` and quotes nothing; `started`: by `time.perf_counter`."""
    return Answer(
        question=question,
        standalone=standalone,
        language=language,
        text=text,
        lines=(),
        citations=(),
        hits=(),
        abstained=True,
        answerer="extractive",
        seconds=time.perf_counter() - started,
    )


def with_reply(answer: Answer, reply: Reply, document: Callable[[str], Document]) -> Answer:
    """The answer as a reply says it, its quotes verified; it abstains where it quotes nothing, as every answer does.

    `document`: the article of a source, as `Snapshot.document` gives it.
    """
    note = partial(also_in, language=answer.language)
    lines, citations, _ = verify_and_number(reply.drafts, document, note, MAX_REPLY_CHARACTERS)
    groups = reply_groups(reply.drafts, lines, citations)
    language = answer.language
    text = render_groups(groups, lines, reply.lead, language) if groups else render_text(lines, reply.lead, language)
    return replace(
        answer, about=reply.about, lead=reply.lead, lines=lines, citations=citations, text=text, groups=groups,
        nearest=reply.nearest, abstained=reply.about == "talk" and not citations,
    )  # fmt: skip
