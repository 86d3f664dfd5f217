"""What somebody wants a briefing of, by the words that he types: a name, a happening, or all there is."""

from __future__ import annotations

from assistant.corpus_answers.folder import open_folder
from assistant.corpus_answers.mentions import find_mentions
from assistant.names.register import Name, Register
from assistant.retrieval.searcher import Search
from assistant.sources.briefing import Briefing
from assistant.sources.briefs import brief_corpus, brief_event, brief_name
from assistant.sources.survey import Survey
from vectorstore.errors import VectorstoreError
from vectorstore.text.arabic import words

NEAREST_PASSAGES = 40

MIN_SHARE = 0.5
"""Share of the words that are typed, by their weight, that stand together in an article about what is meant."""

Subject = Name | tuple[str, ...] | None
"""A name, the articles of a happening, or all of the corpus."""


def meant(search: Search, found: Survey, known: Register, typed: str) -> Subject:
    """The subject of some words; raises VectorstoreError("nothing_to_brief") where no article is about them."""
    if not typed.strip():
        return None
    names = known.meant(typed)
    if names:
        return names[0]
    folder = open_folder(search, "ar")
    query = search.query(typed)
    mentions, kept = find_mentions(query, folder) if words(typed) else ([], ())
    weight = sum(term.weight for term in query.terms)
    having = {mention.article.source for mention in mentions}
    if not having or sum(term.weight for term in kept) < MIN_SHARE * weight:
        raise VectorstoreError("nothing_to_brief", name=typed)
    hits = search.rank(query, search.embedder.embed_query(query.text), NEAREST_PASSAGES, sorted(having))
    nearest = [*(hit.passage.source for hit in hits), *sorted(having)]
    for source in nearest:
        for members in found.events:
            if source in members:
                return members
    raise VectorstoreError("nothing_to_brief", name=typed)


def brief(search: Search, found: Survey, known: Register | None, subject: Subject, language: str) -> Briefing:
    """The briefing of a subject (`sources.briefing`)."""
    if subject is None:
        return brief_corpus(search, found, known, language)
    if isinstance(subject, Name):
        assert known is not None, "a name is of a register"
        return brief_name(search, found, known, subject, language)
    return brief_event(search, found, subject, known, language)
