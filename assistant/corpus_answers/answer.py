"""One question about the folder, answered: which of the ways it is, and what is said where nothing fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.answering.sentence_ranking import rank_sentences
from assistant.corpus_answers.figures import figure_sentences
from assistant.corpus_answers.folder import Folder, named_by_title, quoted_sentence
from assistant.corpus_answers.lengths import by_length, length_asked
from assistant.corpus_answers.listing import LISTED, asks_of_article, by_date, counted, described, described_all, listed
from assistant.corpus_answers.meant_subjects import asks_about, on_meant_subject, subject_adjective
from assistant.corpus_answers.mentions import as_written, find_mentions, mention_draft, subject
from assistant.corpus_answers.named import KIND_WORDS, name_drafts, naming
from assistant.corpus_answers.periods import of_period
from assistant.corpus_answers.references import is_described, named_articles, named_files, says_which
from assistant.corpus_answers.subjects import (
    MEANT_ARTICLES,
    NEAREST_PASSAGES,
    about_subject,
    having,
    most_about,
    on_subject,
    stems_of,
)
from assistant.corpus_answers.summary import article_vectors, choose_representative, summarise
from assistant.corpus_answers.timeline import dated_sentences
from assistant.corpus_answers.titled import called_so, roles_asked
from assistant.lexicon.folder import ABOUT_ARTICLE, FIGURE_WORDS, asks_of_one
from assistant.messages import say
from assistant.question.query import Query
from assistant.types import Draft, Reply
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import fold

FEW_ARTICLES = 8
"""Articles up to which each of them is shown where all are asked about."""

FREQUENT_NAMES = 8
"""Names that several articles share, told where somebody asks what they are about."""

READ_ARTICLES = 300
"""Articles whose vectors are compared to find those that stand for all."""

COMPARED_ARTICLES = 5
"""Articles that are set side by side; none is taken to fill a place."""


_TWO_SENTENCES = re.compile(r"(?:جملتين|سطرين|جملتان)|\b(?:two|2|deux) (?:sentences|lines|phrases)\b")
_ONE_SENTENCE = re.compile(
    r"(?:جمله واحده|سطر واحد|بسطر|في سطر|في جمله)|\b(?:one|un|une) (?:sentence|line|phrase|ligne)\b"
)
ABOUT_ALL = frozenset({"list", "titles", "count", "newest", "oldest", "about", "dated"})
"""Ways that ask about no article in particular."""
_BY_SUBJECT = frozenset({"list", "titles", "count", "about", "mentions", "metadata"})
"""Those that may ask for the articles of a kind («المقالات الرياضية»)."""
_OF_ALL = frozenset({"list", "titles", "count", "about"})
"""Those that ask for all of them, and not for those on a subject."""


def answer_about_folder(sub: str, question: str, folder: Folder) -> Reply | None:
    """The reply to a question whose intent is `sub`; None where it turns out to be one to the articles.

    `sub` is a class of `question.intent` under «corpus».
    """
    if not folder.articles:
        return Reply("corpus", say("folder_empty", folder.language))
    if which := length_asked(question):
        return by_length(which, folder)
    adjective = subject_adjective(question) if sub in _BY_SUBJECT else ""
    of_articles = fold(adjective).endswith("ه") or not asks_of_article(question)  # not «من كتب المقال العلمي؟»
    if adjective and of_articles and (reply := _of_subject(adjective, folder)) is not None:
        return reply
    if sub in _OF_ALL and is_described(question):  # «اعطني المقالات التي تتحدث عن الجسر»
        sub = "mentions"
    named = [] if sub in ABOUT_ALL else named_articles(question, folder)
    if sub == "mentions" and named_files(question, folder.articles):
        sub = "names"
    elif sub == "mentions" and len(named) > 1:
        sub = "compare"
    if sub == "summary_all" and named:
        sub = "summary_one"
    return _WAYS[sub](question, named, folder)


def _summary_one(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply | None:
    others: Sequence[ArticleRecord] = ()
    if not named and (topic := subject(question)):
        meant = most_about(topic, folder)
        named, others = meant[:1], meant[1:]
    if not named:
        return _which(folder)
    folded = fold(question)
    count = 2 if _TWO_SENTENCES.search(folded) else 1 if _ONE_SENTENCE.search(folded) else 0
    drafts = [draft for one in named[:3] for draft in summarise(folder, one.source, *([count] if count else []))]
    names = say("list_comma", folder.language).join(one.title or one.source for one in named[:3])
    lead = say("folder_summary", folder.language, name=names)
    if others:
        also = say("list_comma", folder.language).join(f"«{one.title or one.source}»" for one in others)
        lead = f"{say('folder_perhaps', folder.language, names=also)} {lead}"
    return Reply("corpus", lead, tuple(drafts))


def _summary_all(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply:
    articles = list(folder.articles)
    if len(articles) > LISTED:
        articles = [article for article, _ in _representatives(folder, LISTED // 2)]
    drafts = tuple(draft for one in articles for draft in summarise(folder, one.source, 1))
    code = "folder_summary_some" if len(articles) < len(folder.articles) else "folder_summary_all"
    return Reply("corpus", say(code, folder.language, count=len(articles), total=len(folder.articles)), drafts)


def _about(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply:
    """What the articles are about: each by its lead where they are few, else those that stand for the others."""
    language = folder.language
    counts = folder.names.counted([article.source for article in folder.articles]) if folder.names else []
    names = [(name.text, count) for name, count in counts[:FREQUENT_NAMES] if count > 1]
    lead = ""
    if names:
        listed_names = say("list_comma", language).join(f"{name} ({count})" for name, count in names)
        lead = " " + say("folder_frequent", language, names=listed_names)
    if len(folder.articles) <= FEW_ARTICLES:
        drafts = [draft for one in folder.articles for draft in summarise(folder, one.source, 1)]
        return Reply("corpus", say("folder_about", language) + lead, tuple(drafts))
    chosen = [named_by_title(folder, article) for article, _ in _representatives(folder, FEW_ARTICLES)]
    told = say("folder_about_some", language, count=len(chosen), total=len(folder.articles))
    return Reply("corpus", told + lead, tuple(chosen))


def _mentions(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply | None:
    topic = subject(question)
    if not topic:
        return listed(folder)
    language = folder.language
    query = folder.search.query(topic)
    found, terms = find_mentions(query, folder)
    named_in = naming(folder, folder.names, topic) if folder.names else {}
    mentioning = {mention.article.source: mention_draft(mention, terms, folder) for mention in found[:LISTED]}
    meant = on_meant_subject(topic, folder) if _is_general(query, question, named_in) else []
    drafts = dict(sorted({**named_in, **mentioning}.items()))
    if not drafts and meant:
        return _shown_by_meaning(topic, meant, folder, unsaid=True)
    if not drafts:
        nearest = about_subject(topic, folder)[:1]
        lead = say("folder_not_mentioned", language, name=topic)
        return Reply("corpus", lead, tuple(named_by_title(folder, article) for article in nearest) if nearest else ())
    counted_words = {term.text for term in terms}
    left_out = [term.text for term in query.terms if term.text not in counted_words]
    name = topic if not left_out else as_written(topic, counted_words)
    total = len({mention.article.source for mention in found} | named_in.keys())
    lead = say("folder_mentions", language, name=name or topic, count=total, total=len(folder.articles))
    if total > LISTED:
        lead += " " + say("folder_first", language, count=LISTED)
    beside = [article for article in meant if article.source not in drafts]
    if beside:
        also = say("list_comma", language).join(f"«{one.title or one.source}»" for one in beside)
        lead = f"{say('folder_meant', language, name=topic, names=also)} {lead}"
    shown = [named_by_title(folder, article) for article in beside]
    return Reply("corpus", lead, (*shown, *tuple(drafts.values())[:LISTED]))


def _is_general(query: Query, question: str, named_in: Mapping[str, Draft]) -> bool:
    """Is a subject asked for that articles may be about without naming it, and nothing with a name of its own?"""
    return asks_about(question) and not named_in and not any(term.name for term in query.terms)


def _of_subject(adjective: str, folder: Folder) -> Reply | None:
    """The articles of a kind («رياضية»); None where none stands out."""
    meant = on_meant_subject(adjective, folder)
    return _shown_by_meaning(adjective, meant, folder) if meant else None


def _shown_by_meaning(topic: str, meant: Sequence[ArticleRecord], folder: Folder, unsaid: bool = False) -> Reply:
    code = "folder_meant_unsaid" if unsaid else "folder_meant_alone"
    told = say(code, folder.language, name=topic, count=len(meant), total=len(folder.articles))
    return Reply("corpus", told, tuple(named_by_title(folder, article) for article in meant))


def _names(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply | None:
    if folder.names is None:
        return Reply("corpus", say("folder_names_later", folder.language))
    if roles := roles_asked(question, KIND_WORDS):
        people = called_so(folder, folder.names, list(named) or folder.articles, roles)
        return Reply("corpus", say("folder_called_so", folder.language), people) if people else None
    drafts = name_drafts(folder, folder.names, list(named) or folder.articles, question)
    return Reply("corpus", say("folder_names" if drafts else "folder_no_names", folder.language), drafts)


def _figures(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply | None:
    """The sentences with figures of the articles named, or of the one on a subject; None where neither is told."""
    topic = "" if named else subject(question, FIGURE_WORDS)
    articles = list(named) or (most_about(topic, folder)[:1] if topic else [])
    if not articles:
        return None if topic else _which(folder)
    drafts = figure_sentences(folder, articles)
    shown = drafts or tuple(named_by_title(folder, article) for article in articles[:1])
    return Reply("corpus", say("folder_figures" if drafts else "folder_no_figures", folder.language), shown)


def _timeline(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply:
    topic = "" if named else subject(question)
    told = topic and find_mentions(folder.search.query(topic), folder)[0]
    articles = list(named) or (about_subject(topic, folder)[:1] if told else list(folder.articles))
    drafts = dated_sentences(folder, articles)
    if not drafts:
        shown = tuple(named_by_title(folder, article) for article in articles[:1])
        return Reply("corpus", say("folder_no_days", folder.language), shown)
    return Reply("corpus", say("folder_timeline", folder.language), drafts)


def _compare(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply | None:
    """What each of the articles says nearest to the question; whether they agree is the reader's to see.

    Where none are named they are those of the last answer («هل تتفق المقالات على العدد؟»), if what is asked stands in
    at least two of them, and else those that have the subject. None where fewer than two have it.
    """
    topic, asked, articles = subject(question), question, list(named)
    if len(articles) < 2:
        before = [one for source in folder.last_cited() if (one := folder.numbered(source))]
        same = stems_of(topic) <= stems_of(folder.last_asked())  # «هل تختلف في الكلفة؟» after «كم كلف الجسر؟»
        kept = before if same else having(topic, before, folder)
        if len(kept) > 1:
            articles, asked = kept, f"{folder.last_asked()} {topic}"
        elif topic:
            articles = having(topic, about_subject(topic, folder), folder)
        else:
            articles = list(folder.articles) if len(folder.articles) <= COMPARED_ARTICLES else []
    drafts = [draft for one in articles[:COMPARED_ARTICLES] for draft in _nearest(asked, one, folder)]
    return Reply("corpus", say("folder_compare", folder.language), tuple(drafts)) if len(drafts) > 1 else None


def _described(question: str, named: Sequence[ArticleRecord], folder: Folder) -> Reply | None:
    if named and not asks_of_article(question) and subject(question):
        return None  # «ماذا قال الوزير بحسب 002.txt؟»
    topic = subject(question, ABOUT_ARTICLE)
    if topic and not named_articles(question, folder, pointed=False):
        named = on_subject(topic, folder) or named  # «من كتب المقال عن البنك المركزي؟»
        if not named and says_which(question):
            return _unknown_article(topic, folder)
    if named:
        return described(question, named, folder)
    return (None if asks_of_one(fold(question)) else described_all(question, folder)) or _which(folder)


def _unknown_article(topic: str, folder: Folder) -> Reply:
    """No article is the one that the question describes; the nearest ones to it."""
    near = on_meant_subject(topic, folder)[:MEANT_ARTICLES] or most_about(topic, folder)
    shown = tuple(named_by_title(folder, article) for article in near)
    return Reply("corpus", say("folder_unknown_article", folder.language, name=topic), shown)


def _which(folder: Folder) -> Reply:
    """Which article is meant? With those there are."""
    shown = tuple(named_by_title(folder, article) for article in folder.articles[:FEW_ARTICLES])
    return Reply("corpus", say("folder_which", folder.language), shown)


def _nearest(question: str, article: ArticleRecord, folder: Folder) -> list[Draft]:
    """The sentence of an article that answers a question best, as sentences are ranked for any answer."""
    search = folder.search
    query = search.query(subject(question) or question)
    vector = search.embedder.embed_query(query.text)
    hits = search.rank(query, vector, NEAREST_PASSAGES, [article.source])
    hits = [hit for hit in hits if hit.passage.kind == "body"]
    embedded = search.snapshot.vectors([hit.passage.id for hit in hits])
    ranked = rank_sentences(query, vector, hits, {name: found.sentences for name, found in embedded.items()})
    return [quoted_sentence(best.hit.passage, best.span) for best in ranked[:1]]


def _representatives(folder: Folder, count: int) -> list[tuple[ArticleRecord, int]]:
    """Articles that stand for all, with how many are nearest to each."""
    step = max(1, len(folder.articles) // READ_ARTICLES)
    articles = list(folder.articles)[::step][:READ_ARTICLES]
    vectors = article_vectors(folder, [article.source for article in articles])
    return [(articles[place], near) for place, near in choose_representative(vectors, count)]


_WAYS: dict[str, Callable[[str, Sequence[ArticleRecord], Folder], Reply | None]] = {
    "list": lambda question, named, folder: listed(folder),
    "titles": lambda question, named, folder: listed(folder),
    "count": lambda question, named, folder: counted(folder),
    "newest": lambda question, named, folder: by_date(folder, newest=True),
    "oldest": lambda question, named, folder: by_date(folder, newest=False),
    "dated": lambda question, named, folder: of_period(question, folder) or by_date(folder, newest=True),
    "about": _about,
    "summary_all": _summary_all,
    "summary_one": _summary_one,
    "mentions": _mentions,
    "names": _names,
    "timeline": _timeline,
    "compare": _compare,
    "figures": _figures,
    "metadata": _described,
}
