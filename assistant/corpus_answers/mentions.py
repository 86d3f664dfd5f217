"""Which articles mention something: every form and spelling of its words, the first mention quoted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.corpus_answers.folder import Folder, named_by_title, quoted_sentence
from assistant.lexicon.folder import ABOUT_FOLDER, is_article_noun, ordinal
from assistant.lexicon.names import OFFICES
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import coverage, tokenize
from assistant.types import Draft
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import strip_clitics, tokens
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Passage

LOOKED_AT_PASSAGES = 5_000
"""Passages with any of the words that are looked through."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An article and the first passage of it that has the words."""

    article: ArticleRecord
    passage: Passage


def subject(question: str, asking: Collection[str] = ()) -> str:
    """What a question about the folder is about, as it is written: its words without those that ask.

    `asking`: further words that ask, folded and without what is written onto them.
    """
    asking = frozenset(asking)
    found = [
        token for token in tokens(question)
        if not (_asks(token.text) or asking & {token.text, strip_clitics(token.text)})
    ]  # fmt: skip
    runs: list[list[int]] = []
    for token in found:
        if runs and not any(map(str.isalnum, question[runs[-1][1] : token.start])):
            runs[-1][1] = token.end
        else:
            runs.append([token.start, token.end])
    return " ".join(question[start:end] for start, end in runs)


def as_written(topic: str, counted: Collection[str]) -> str:
    """The words of a subject that were counted (folded), as they are written in it."""
    return " ".join(topic[token.start : token.end] for token in tokens(topic) if token.text in counted)


def _asks(word: str) -> bool:
    return (
        word in ABOUT_FOLDER
        or (word.startswith("ال") and word[2:] in ABOUT_FOLDER)
        or word in STOPWORDS
        or is_article_noun(word)
        or ordinal(word) is not None
        or (word[:1] in "وفبل" and len(word) > 3 and word[1:] in ABOUT_FOLDER)
        or len(word) == 1
    )


def find_mentions(query: Query, folder: Folder) -> tuple[list[Mention], tuple[Term, ...]]:
    """The articles that have all words of the query, in the order of the list; and the words that were counted.

    They stand together in one passage. Words that no passage has with the rarer ones are left out, and so is an office
    beside a name: who mentions «الوزير مينيتي» may call him by his name alone.
    """
    known = [term for term in query.terms if term.frequency]
    names = [term for term in known if term.text.removeprefix("ال") not in OFFICES and term.text not in OFFICES]
    terms = sorted(names or known, key=lambda term: -term.weight)
    places = _places(terms, folder)
    kept: list[Term] = []
    passages: set[tuple[str, int]] = set()
    for term in terms:
        common = passages & set(places[term.stem]) if kept else set(places[term.stem])
        if common:
            kept.append(term)
            passages = common
    by_source: dict[str, Passage] = {}
    for key in sorted(passages):
        by_source.setdefault(key[0], places[kept[0].stem][key])
    articles = {article.source: article for article in folder.articles}
    found = [Mention(articles[source], passage) for source, passage in by_source.items() if source in articles]
    return sorted(found, key=lambda mention: mention.article.source), tuple(kept)


def _places(terms: Sequence[Term], folder: Folder) -> dict[str, dict[tuple[str, int], Passage]]:
    """For each word (stem) the passages of the text that have it, by where they stand."""
    index = folder.search.snapshot
    places: dict[str, dict[tuple[str, int], Passage]] = {}
    scope = [article.source for article in folder.articles] if folder.chosen else None
    for term in terms:
        hits = index.search_text({term.stem}, term.words, LOOKED_AT_PASSAGES, scope)
        passages = index.passages([name for name, _ in hits]).values()
        places[term.stem] = {
            (p.source, p.start): p for p in passages if p.kind != "boilerplate" and _has(term, p.text)
        }
    return places


def _has(term: Term, text: str) -> bool:
    return bool(coverage([term], tokenize(text))[1])


def mention_draft(mention: Mention, terms: Sequence[Term], folder: Folder) -> Draft:
    """The first sentence of the passage that has the words, or most of them."""
    passage = mention.passage
    if not passage.sentences:
        return named_by_title(folder, mention.article)
    counts = [len(coverage(terms, tokenize(passage.sentence(span)))[1]) for span in passage.sentences]
    return quoted_sentence(passage, passage.sentences[counts.index(max(counts))])
