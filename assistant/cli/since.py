"""What is new in the corpus, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.render import clean_quote
from assistant.cli.report import one_line
from assistant.messages import say
from assistant.sources.news import ArticleNews, News
from assistant.types import Citation


def news_text(news: News, language: str) -> str:
    """A block for each kind of change; when an article was indexed stands apart from when it was published."""
    lines = [told_since(news, language)]
    if not news.reaches_back:
        lines.append(say("news_recorded", language, when=news.recorded))
    for code, found in (
        ("news_added", news.added), ("news_changed", news.changed), ("news_moved", news.moved),
        ("news_removed", news.removed),
    ):  # fmt: skip
        lines += _group(code, found, language)
    if news.statements:
        lines += ["", f"{say('news_statements', language)} ({len(news.statements)})"]
        lines += [f"    {one_line(one.name.text)}: {_quote(one.citation)}" for one in news.statements]
    if news.events:
        lines += ["", f"{say('news_events', language)} ({len(news.events)})"]
        for one in news.events:
            known = say("news_event_known" if one.known else "news_event_new", language)
            lines += [f"    {known}: {_quote(one.title)}", *(f"        {one_line(source)}" for source in one.added)]
    if not (news.added or news.changed or news.moved or news.removed):
        lines.append(say("news_nothing", language))
    if news.read < news.total:
        lines.append(say("news_cut", language, read=news.read, total=news.total))
    return "\n".join(lines)


def told_since(news: News, language: str) -> str:
    """From when on this is, in one sentence."""
    if news.none:
        return say("news_no_visit", language)
    return say("news_since_visit", language) if news.last else say("news_since", language, when=news.since)


def _group(code: str, found: Sequence[ArticleNews], language: str) -> list[str]:
    if not found:
        return []
    lines = ["", f"{say(code, language)} ({len(found)})"]
    for one in found:
        published = say("news_published", language, when=one.published or say("not_stated", language))
        indexed = say("news_gone_at" if code == "news_removed" else "news_indexed", language, when=one.indexed)
        name = one.source or say("news_nameless", language)
        named = [name, one.title] if one.title else [name]
        lines.append("    " + one_line(" · ".join([*named, published, indexed])))
        if one.before:
            lines.append("        " + say("news_before", language, source=one_line(one.before)))
        if code == "news_changed":
            lines.append("        " + say("news_sentences", language, fresh=one.fresh, gone=one.gone))
        lines += [f"        «{one_line(clean_quote(quote.quote))}»" for quote in one.quotes]
    return lines


def _quote(one: Citation) -> str:
    return f"«{one_line(clean_quote(one.quote))}» ({one_line(one.source)})"
