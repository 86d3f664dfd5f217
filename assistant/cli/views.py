"""The commands that show the articles side by side: what they say, the happenings and days, briefings, what is new."""

from __future__ import annotations

import argparse
from dataclasses import replace

from assistant.cli.briefing import briefing_text
from assistant.cli.console import DONE, opened, progress_bar
from assistant.cli.export import ending_of, export_to, window_at
from assistant.cli.report import printable
from assistant.cli.side_by_side import comparison_text, events_text, timeline_text
from assistant.cli.since import news_text
from assistant.export.answers import comparison_document
from assistant.export.briefings import briefing_document
from assistant.export.files import json_line
from assistant.export.links import addresses_in
from assistant.settings import Settings
from vectorstore.errors import VectorstoreError


def compare(parsed: argparse.Namespace, settings: Settings) -> int:
    """What each article says to a question."""
    if not parsed.question.strip():
        raise VectorstoreError("no_question")
    if parsed.export:
        ending_of(parsed.export)
    with opened(settings, reading=True) as assistant:
        table = assistant.views.compare(parsed.question)
        if parsed.export:
            addresses = addresses_in(assistant.index)
            export_to(parsed.export, comparison_document(table, addresses, window_at(settings)))
    print(json_line(table.as_json()) if parsed.json else printable(comparison_text(table)))
    return DONE


def events(parsed: argparse.Namespace, settings: Settings) -> int:
    """The happenings that the articles tell of."""
    with opened(settings, reading=True) as assistant:
        cards = assistant.views.events(settings.language)
    if parsed.json:
        print(json_line({"events": [card.as_json() for card in cards]}))
    else:
        print(printable(events_text(cards, settings.language)))
    return DONE


def timeline(parsed: argparse.Namespace, settings: Settings) -> int:
    """The dated sentences of the articles, earliest first."""
    with opened(settings, reading=True) as assistant:
        found = None
        while found is None:  # the corpus changed while it was read
            found = assistant.views.survey()
    if parsed.json:
        told = {"moments": [one.as_json() for one in found.dated], "articles": found.total, "read": found.read}
        print(json_line({**told, "sentences": found.dated_total}))
    else:
        print(printable(timeline_text(found, settings.language)))
    return DONE


def brief(parsed: argparse.Namespace, settings: Settings) -> int:
    """A briefing of all articles, of a name or of an event."""
    if parsed.export:
        ending_of(parsed.export)
    with opened(replace(settings, llm="none"), reading=True) as assistant:
        made = assistant.views.brief(parsed.about, settings.language, progress_bar(settings.language))
        if parsed.export:
            export_to(parsed.export, briefing_document(made, addresses_in(assistant.index), window_at(settings)))
    print(json_line(made.as_json()) if parsed.json else printable(briefing_text(made)))
    return DONE


def since(parsed: argparse.Namespace, settings: Settings) -> int:
    """What changed in the corpus since a day or the last look."""
    with opened(replace(settings, llm="none"), reading=True) as assistant:
        news = assistant.views.since(parsed.when, parsed.person, progress_bar(settings.language))
    print(json_line(news.as_json()) if parsed.json else printable(news_text(news, settings.language)))
    return DONE
