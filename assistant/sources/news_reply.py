"""«ما الجديد؟» asked in a conversation: what the record of changes has since a day or the last look, as a reply.

Each article that came, changed or moved is a line with its source, and so is each new sentence in which a person says
something; of an article that is gone only the number is known. What is asked of one subject is answered by the
sentences about it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant.corpus_answers.folder import Folder, named_by_title
from assistant.corpus_answers.listing import LISTED
from assistant.corpus_answers.mentions import find_mentions, mention_draft, subject
from assistant.lexicon.days import BESIDE_DAYS, NEWS_WORDS
from assistant.messages import say
from assistant.names.register import Name
from assistant.question.query import Term
from assistant.retrieval.lexical_scores import coverage, tokenize
from assistant.sources.days_back import find_day
from assistant.sources.news import ArticleNews, News, Since, Wanted, find_news
from assistant.sources.visits import since_day
from assistant.types import Citation, Draft, Quote, Reply
from vectorstore.ledger.changes import ArticleChange

SAID = 8
"""Statements that a reply quotes; `since` tells all of them."""

KNOWN_BEFORE = 3
"""Articles that had a subject already, shown where nothing is new about it."""

_ASKING = NEWS_WORDS | BESIDE_DAYS
_LEFT_TO_RIGHT = "\u200e"
"""Before a date behind Arabic letters, which would turn its parts around."""


def since_asked(question: str, last: Since, today: date | None = None) -> tuple[Since, str]:
    """From when on a question asks for news, and what it is about, empty for everything; `last` where it names no day.

    Raises VectorstoreError("no_date") for a day before this machine's time.
    """
    found = find_day(question, today or date.today())
    since, rest = last, question
    if found is not None:
        day, (start, end) = found
        since, rest = since_day(day), f"{question[:start]} {question[end:]}"
    return since, subject(rest, _ASKING)


def answer_news(question: str, last: Since, folder: Folder) -> Reply | None:
    """The reply; None where the subject is in no article, so that it is one to the articles after all."""
    since, topic = since_asked(question, last)
    wanted = Wanted({article.source for article in folder.articles} if folder.chosen else None)
    if topic:
        changed = [one for one in folder.search.snapshot.changes(since.number, since.at_ns) if wanted.has(one)]
        about = _about(topic, changed, folder)
        if about is None:
            return None
        wanted = about
    news = find_news(folder.search.snapshot, since, folder.names, None, wanted)
    drafts = _drafts(news, folder)
    told = _told(news, since, topic, folder)
    if topic and not drafts:
        drafts = _known_before(topic, folder)
        told += " " + say("folder_news_before", folder.language) if drafts else ""
    return Reply("corpus", told, tuple(drafts))


def _about(topic: str, changed: Sequence[ArticleChange], folder: Folder) -> Wanted | None:
    """What of some changes is about a subject, by its words and by the names that it may mean."""
    names = folder.names.meant(topic) if folder.names is not None else []
    terms = find_mentions(folder.search.query(topic), folder)[1]
    if not (names or terms):
        return None
    sources = {one.source for one in changed if one.source}
    part = replace(folder, articles=[one for one in folder.articles if one.source in sources], chosen=True)
    mentioning = {mention.article.source for mention in find_mentions(folder.search.query(topic), part)[0]}
    mentioning |= {source for name in names for source in name.places if source in sources}
    return Wanted(mentioning, _is_about(terms, names), [name for name in names if name.kind == "person"])


def _is_about(terms: Sequence[Term], names: Sequence[Name]) -> Callable[[str], bool]:
    """Has a sentence the rarest word of the subject, in any of its forms, or one of the names?"""
    spellings = {text for name in names for text, _ in name.spellings}

    def found(sentence: str) -> bool:
        return bool(coverage(terms[:1], tokenize(sentence))[1]) or any(text in sentence for text in spellings)

    return found


def _told(news: News, since: Since, topic: str, folder: Folder) -> str:
    """From when on, and how much of each kind there is; what is not known is said."""
    language = folder.language
    when = say("folder_news_ever", language)
    if since.at_ns:
        when = say("folder_news_day", language, day=datetime.fromtimestamp(since.at_ns / 1e9).date().isoformat())
    elif news.last and not news.none:
        when = say("news_since_visit", language)
    if topic:
        when = say("folder_news_about", language, when=when, name=topic)
    counted = [
        f"{say(code, language)} ({len(found)})"
        for code, found in (
            ("news_added", news.added), ("news_changed", news.changed), ("news_moved", news.moved),
            ("news_removed", news.removed),
        )
        if found
    ]  # fmt: skip
    counts = say("list_comma", language).join(counted) or say("folder_news_none", language)
    parts = [say("folder_news", language, when=when, counts=counts)]
    if news.none and not since.at_ns:
        parts.append(say("news_no_visit", language))
    if not news.reaches_back:
        parts.append(say("news_recorded", language, when=f"{_LEFT_TO_RIGHT}{news.recorded[:10]}"))
    if max(map(len, (news.added, news.changed, news.moved))) > LISTED:
        parts.append(say("folder_first", language, count=LISTED))
    if news.statements is None and (news.added or news.changed):
        parts.append(say("folder_names_later", language))
    return " ".join(parts)


def _drafts(news: News, folder: Folder) -> list[Draft]:
    """The lines below their headings, each sentence once."""
    language, drafts = folder.language, []
    for code, found in (("news_added", news.added), ("news_changed", news.changed), ("news_moved", news.moved)):
        drafts += [replace(draft, group=say(code, language)) for one in found[:LISTED] for draft in _lines(one, folder)]
    shown = {_place(draft.quotes[0]) for draft in drafts}
    said = [one.citation for one in news.statements or () if _place(one.citation) not in shown]
    said = _each_once(said)
    heading = say("news_statements", language) + (f" ({SAID}/{len(said)})" if len(said) > SAID else "")
    return drafts + [replace(_quoted(one), group=heading) for one in said[:SAID]]


def _lines(one: ArticleNews, folder: Folder) -> list[Draft]:
    """A new article by its title, or by its sentence about what is asked; a changed one by what is new in it."""
    article = folder.numbered(one.source)
    if one.quotes and (one.fresh or one.about):
        return [_quoted(quote) for quote in one.quotes]
    return [named_by_title(folder, article)] if article is not None else []


def _known_before(topic: str, folder: Folder) -> list[Draft]:
    mentions, terms = find_mentions(folder.search.query(topic), folder)
    return [mention_draft(mention, terms, folder) for mention in mentions[:KNOWN_BEFORE]]


def _quoted(one: Citation) -> Draft:
    return Draft(one.quote, (Quote(one.source, one.title, one.start, one.end, one.quote),))


def _place(one: Citation | Quote) -> tuple[str, int, int]:
    return one.source, one.start, one.end


def _each_once(found: Collection[Citation]) -> list[Citation]:
    return list({_place(one): one for one in found}.values())
