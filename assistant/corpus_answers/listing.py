"""Lists of the folder's articles, how many there are, and what the ledger and the lines around a text say of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus_answers.folder import Folder, named_by_title, quoted_sentence
from assistant.lexicon.folder import AUTHOR_WORDS, PUBLISHER_WORDS
from assistant.lexicon.interrogatives import ASK_PLACE, SPOKEN_PERSON, SPOKEN_PLACE
from assistant.messages import say
from assistant.types import Draft, Reply
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import fold, words
from vectorstore.text.boilerplate import names_author
from vectorstore.text.bylines import is_byline
from vectorstore.text.publication_date import days_in
from vectorstore.types import AUTHOR, Passage, Span

LISTED = 20
"""Articles that a list shows; how many there are more is said."""

FIRST_BY_DATE = 3
DATED_BY_TEXT = 200
"""Articles without a date of their own whose texts are searched for one."""

BYLINE_WORDS = 8
"""Words of a line around a text that may name its author, paper or date."""

_AUTHOR = re.compile(
    "|".join((*AUTHOR_WORDS, "محرر", "صاحب"))
    + rf"|\b[وف]?(?:{'|'.join(SPOKEN_PERSON)})\b"  # a word of its own: not in «مينيتي»
    r"|\b(?:who|author|wrote|written|qui|auteur|ecrit)\b"
)
_DATE = re.compile(r"متي|وقتاش|فوقاش|تاريخ|\b(?:when|date|quand)\b")
"""«متي» stands in «امتي» and «ايمتي», too."""
_TITLE = re.compile(r"(?:عنوان)|\b(?:title|titre|headline)\b")
_PLACE = re.compile(
    "|".join((*PUBLISHER_WORDS, "صحيفه", "موقع", "نشر هذا"))
    + rf"|\b[وف]?(?:{'|'.join((*ASK_PLACE, *SPOKEN_PLACE))})\b"
    r"|\b(?:where|published|publisher|source|url|ou|newspaper|paper|journal|magazine)\b"
)
_LENGTH = re.compile(r"(?:كم كلمه|طول|حجم)|\b(?:how long|length|words)\b")


def listed(folder: Folder) -> Reply:
    """The articles by their titles, the first twenty, and how many there are."""
    return Reply("corpus", _total("folder_list", folder), _items(folder, folder.articles))


def counted(folder: Folder) -> Reply:
    """How many articles there are; the first of them below, so that one sees what was counted."""
    return Reply("corpus", _total("folder_count", folder), _items(folder, folder.articles[:5]))


def by_date(folder: Folder, newest: bool) -> Reply:
    """The newest or oldest by date of publication; where that is not known, by the dates that stand in the texts."""
    dated = sorted((a for a in folder.articles if a.date), key=lambda a: a.date, reverse=newest)
    unknown = [article for article in folder.articles if not article.date]
    code = "folder_newest" if newest else "folder_oldest"
    language = folder.language
    lead = say(code, language, date=dated[0].date) if dated else say("folder_undated", language)
    drafts = list(_items(folder, dated[: FIRST_BY_DATE if unknown else 1 + FIRST_BY_DATE]))
    if unknown:
        in_text = sorted(
            (found for article in unknown[:DATED_BY_TEXT] if (found := _date_in_text(folder, article, newest))),
            key=lambda item: item[0], reverse=newest,
        )  # fmt: skip
        if dated:
            lead += " " + say("folder_dates_missing", language, count=len(unknown), total=len(folder.articles))
        if in_text:
            lead += " " + say("folder_dates_in_text", language, day=in_text[0][0])
            drafts += [draft for _, draft in in_text[:FIRST_BY_DATE]]
    return Reply("corpus", lead, tuple(drafts))


def _date_in_text(folder: Folder, article: ArticleRecord, newest: bool) -> tuple[str, Draft] | None:
    """The latest (or earliest) whole date that stands in an article, with its sentence."""
    found: list[tuple[str, Passage, Span]] = []
    for passage in folder.passages(article.source):
        for span in passage.sentences:
            found += [(day, passage, span) for day in days_in(passage.sentence(span))]
    if not found:
        return None
    day, passage, span = (max if newest else min)(found, key=lambda item: item[0])
    return day, quoted_sentence(passage, span)


def asks_of_article(question: str) -> bool:
    """Does a question ask for something that is told of an article itself: title, author, date, paper or length?"""
    folded = fold(question)
    return any(asked.search(folded) for asked in (_AUTHOR, _DATE, _TITLE, _PLACE, _LENGTH))


def described(question: str, articles: Sequence[ArticleRecord], folder: Folder) -> Reply:
    """Title, author, date or paper of the articles named: from the ledger, and the lines around the text as quotes."""
    folded = fold(question)
    language = folder.language
    told: list[str] = []
    drafts: list[Draft] = []
    with_lines: list[str] = []
    for article in articles[:LISTED]:
        drafts.append(named_by_title(folder, article))
        if _TITLE.search(folded) and not article.title:
            told.append(say("folder_no_title", language, source=article.source))
        if _DATE.search(folded):
            told.append(
                say("folder_date", language, source=article.source, date=article.date)
                if article.date
                else say("folder_no_date", language, source=article.source)
            )
        if _PLACE.search(folded) and article.url:
            told.append(say("folder_url", language, source=article.source, url=article.url))
        if _LENGTH.search(folded):
            length = len(words(folder.search.snapshot.document(article.source).text))
            told.append(say("folder_length", language, source=article.source, count=length))
        if (_AUTHOR.search(folded) or _PLACE.search(folded) or _DATE.search(folded)) and not _TITLE.search(folded):
            lines = _around(folder, article)
            drafts += lines
            told += (author := _stated_author(folder, article) if _AUTHOR.search(folded) else [])
            if not lines and not author and not article.url and not _DATE.search(folded):
                told.append(say("folder_no_byline", language, source=article.source))
            if lines:
                with_lines.append(article.source)
    if with_lines:
        told.append(say("folder_byline", language, source=say("list_comma", language).join(with_lines)))
    return Reply("corpus", " ".join(dict.fromkeys(told)) or say("folder_title", language), tuple(drafts))


def described_all(question: str, folder: Folder) -> Reply | None:
    """The author, date or title of whatever article has one; None where the question asks for nothing of these."""
    folded = fold(question)
    language, total = folder.language, len(folder.articles)
    if _TITLE.search(folded):
        return listed(folder)
    told, drafts = [], []
    if _DATE.search(folded):
        dated = sorted((article for article in folder.articles if article.date), key=lambda article: article.date)
        told.append(say("folder_dates_known", language, count=len(dated), total=total))
        told += [say("folder_date", language, source=one.source, date=one.date) for one in dated[:LISTED]]
        drafts += _items(folder, dated)
    if _AUTHOR.search(folded) or (_PLACE.search(folded) and not drafts):
        lines = [found for article in folder.articles[:DATED_BY_TEXT] if (found := _around(folder, article))]
        code = "folder_bylines" if lines else "folder_no_bylines"
        asked = folder.articles[:DATED_BY_TEXT] if _AUTHOR.search(folded) else ()
        authors = [said for article in asked for said in _stated_author(folder, article)]
        if lines or not authors:
            told.append(say(code, language, count=len(lines), total=total))
        told += authors[:LISTED]
        drafts += [draft for found in lines[:LISTED] for draft in found]
    return Reply("corpus", " ".join(told), tuple(drafts)) if told else None


def _stated_author(folder: Folder, article: ArticleRecord) -> list[str]:
    """Whom an article's file names as its author, which its text may not do."""
    remarks = folder.search.snapshot.document(article.source).remarks
    return [
        say("folder_author", folder.language, source=article.source, author=one.detail)
        for one in remarks if one.code == AUTHOR
    ]  # fmt: skip


def _around(folder: Folder, article: ArticleRecord) -> list[Draft]:
    """The lines around an article's text that name author, paper or day; behind them short ones, which might."""
    named, short = [], []
    for passage in folder.passages(article.source):
        if passage.kind != "boilerplate":
            continue
        for span in passage.sentences:
            line = passage.sentence(span)
            if is_byline(line) or names_author(line):
                named.append(quoted_sentence(passage, span))
            elif len(passage.sentences) <= 2 and 2 <= len(words(line)) <= BYLINE_WORDS:
                short.append(quoted_sentence(passage, span))
    return [*named, *short][:3]


def _items(folder: Folder, articles: Sequence[ArticleRecord]) -> tuple[Draft, ...]:
    return tuple(named_by_title(folder, article) for article in articles[:LISTED])


def _total(code: str, folder: Folder) -> str:
    language, total = folder.language, len(folder.articles)
    lead = say(code, language, count=total)
    if folder.chosen:
        lead += " " + say("folder_chosen", language)
    if code == "folder_list" and total > LISTED:
        lead += " " + say("folder_first", language, count=LISTED)
    return lead
