"""What was found for one question, ranked and read, and what speaks for its being an answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.answering.abstention import THRESHOLD, UNSURE, Evidence, decide_answerable, little_surer
from assistant.answering.causes import tells_cause
from assistant.answering.gathering import asks_for_list
from assistant.answering.pointed_at import prefer_pointed_at
from assistant.answering.sayings import said_first, tells_saying
from assistant.answering.sentence_ranking import Place, Sentence, rank_sentences
from assistant.answering.table_cells import settle_rows, tells_cell
from assistant.answering.who_is import described_first, has_who
from assistant.question.followup import Standalone
from assistant.question.query import Query
from assistant.retrieval.reader import Reader
from assistant.retrieval.rerank import MAX_READ_PASSAGES, prefer_quoted, rerank
from assistant.retrieval.searcher import CANDIDATE_PASSAGES, Search
from vectorstore.types import Hit

READ_PASSAGES = 12
"""Passages whose sentences are candidates."""


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval and ranking brought for one question.

    `anew`: what was quoted before and answers this question by other words (`answers_anew`).
    """

    query: Query
    hits: Sequence[Hit]
    ranked: list[Sentence]
    decided: bool = True
    anew: frozenset[Place] = frozenset()


def find(
    search: Search,
    reader: Reader | None,
    standalone: Standalone,
    sources: Collection[str] | None,
    limit: int = READ_PASSAGES,
    said: str = "",
    talked_of: str = "",
) -> Found:
    """The passages and sentences for one question, ranked and read, before anything is decided on them.

    `said`: the text of the answer that the question goes on from; the articles that it quotes are preferred.
    `talked_of`: that of the last answer, where the question goes on from none; the same counts less.
    """
    query = search.query(standalone.question, standalone.context)
    vector = search.embedder.embed_query(query.text)
    limit = max(limit, MAX_READ_PASSAGES)
    hits = search.rank(query, vector, CANDIDATE_PASSAGES if said or talked_of else limit, sources)
    if said:
        hits = prefer_quoted(hits, said)[:limit]
    elif talked_of:
        hits = prefer_pointed_at(search, query, hits, talked_of)[:limit]
    found = rerank(query, hits, reader)
    candidates = [hit for hit in found.hits if not found.readings or hit.passage.id in found.readings]
    candidates = candidates[:READ_PASSAGES]
    embedded = search.vectors([hit.passage.id for hit in candidates])
    vectors = {id: item.sentences for id, item in embedded.items()}
    ranked = rank_sentences(query, vector, candidates, vectors, found.readings, search.headings(candidates))
    settled = settle_rows(query, ranked, asks_for_list(query.asked))
    return Found(query, found.hits[:limit], described_first(query, said_first(query, settled)))


def evidence_of(found: Found, search: Search) -> Evidence:
    """What speaks for an answer; a cell of a table whose row and column the question tells is one, and so is the cause
    of what is asked, in the words of the question, where nothing that it names is lacking. Of a name that is asked for
    what the articles have is at least near."""
    evidence = decide_answerable(found.query, found.hits, found.ranked, search.passage_count)
    if not evidence.answers and is_told_outright(found, evidence, search):
        return replace(evidence, probability=THRESHOLD)
    if evidence.lacks_no_name and has_who(found.query, found.ranked):
        return replace(evidence, probability=max(evidence.probability, UNSURE))
    return evidence


def is_doubtful(found: Found, evidence: Evidence, search: Search) -> bool:
    """Is this little surer to answer than what is refused, and does only how sure the reader is speak for it?"""
    return little_surer(found.query, found.ranked, evidence) and not is_told_outright(found, evidence, search)


def is_told_outright(found: Found, evidence: Evidence, search: Search) -> bool:
    """Does the form of the text show that it answers, however sure the reader is?"""
    if tells_cell(found.query, found.ranked):
        return True
    if not evidence.lacks_no_name:
        return False
    return tells_cause(found.ranked, found.query, search) or tells_saying(found.query, found.ranked)
