"""What the articles say to a question that stands alone: search, read, rank, decide, and quote or refuse."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answering.abstention import Evidence, decide_answerable
from assistant.answering.beside import count_answering
from assistant.answering.citations import also_in, cite, verified_source, verify_and_number
from assistant.answering.compose import add_news, choose_sentences, demote_quoted, to_drafts, without_unfit
from assistant.answering.divisions import quote_division
from assistant.answering.false_premise import (
    FalsePremise,
    ask_whether_meant,
    corrected,
    explain,
    find_false_premise,
)
from assistant.answering.gathering import asks_for_list, keep_to_subject, prefer_lists
from assistant.answering.item_runs import run_of_items
from assistant.answering.render import frame_of, render_text
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.answering.table_cells import asks_empty_cell
from assistant.messages import say
from assistant.question.conjuncts import conjuncts
from assistant.question.followup import Standalone, stand_alone_part
from assistant.question.nouns import NamesIn
from assistant.question.parts import split_question
from assistant.question.query import Query
from assistant.retrieval.reader import Reader
from assistant.retrieval.rerank import MAX_READ_PASSAGES, prefer_quoted, rerank
from assistant.retrieval.searcher import CANDIDATE_PASSAGES, Search
from assistant.types import Answer, Citation, Quote
from vectorstore.text.arabic import tokens
from vectorstore.types import Document, Hit

READ_PASSAGES = 12
"""Passages whose sentences are candidates."""

NEAREST_SENTENCES = 3
"""Quotes under a refusal, and for whoever doubts an answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval and ranking brought for one question."""

    query: Query
    hits: Sequence[Hit]
    ranked: list[Sentence]
    decided: bool = True


def find(
    search: Search,
    reader: Reader | None,
    standalone: Standalone,
    sources: Collection[str] | None,
    limit: int = READ_PASSAGES,
    said: str = "",
) -> Found:
    """The passages and sentences for one question, ranked and read, before anything is decided on them.

    `said`: the text of the answer that the question goes on from; the articles that it quotes are preferred.
    """
    query = search.query(standalone.question, standalone.context)
    vector = search.embedder.embed_query(query.text)
    limit = max(limit, MAX_READ_PASSAGES)
    hits = search.rank(query, vector, CANDIDATE_PASSAGES if said else limit, sources)
    if said:
        hits = prefer_quoted(hits, said)[:limit]
    found = rerank(query, hits, reader)
    candidates = [hit for hit in found.hits if not found.readings or hit.passage.id in found.readings]
    candidates = candidates[:READ_PASSAGES]
    embedded = search.vectors([hit.passage.id for hit in candidates])
    vectors = {id: item.sentences for id, item in embedded.items()}
    ranked = rank_sentences(query, vector, candidates, vectors, found.readings, search.headings(candidates))
    return Found(query, found.hits[:limit], ranked)


def answer_from_articles(
    search: Search,
    reader: Reader | None,
    answer: Answer,
    standalone: Standalone,
    sources: Collection[str] | None,
    passages: int,
    said: str,
    names_in: NamesIn = lambda text: (),
) -> tuple[Answer, Answer, Found]:
    """The refusal that `answer` would be, with what was found; the quotes that answer, or that refusal; what was found.

    `answer`: a refusal so far; `passages`: hits that it carries; `said`: as for `find`; `names_in`:
    the spans of the names in a text, by which a question that joins two is known.
    """
    # another name may well stand in another article
    found = find(search, reader, standalone, sources, max(passages, READ_PASSAGES), "" if standalone.name else said)
    answer = replace(answer, hits=tuple(found.hits[:passages]), variants=found.query.variants)
    quotes = answer
    part = quote_division(search, standalone.question, answer, sources, said)
    if part is not None:
        return answer, part, found
    evidence = _evidence(found, search)
    parts = _found_parts(search, reader, standalone, sources)
    joined = [] if parts else _found_joined(search, reader, standalone, sources, names_in, evidence.answers)
    asked = len(parts)
    if not evidence.answers:
        parts = _answered_parts(parts, search)
    whole = not parts or len(parts) == asked  # else what is said to the rest of it is no answer
    parts = parts or joined
    if not evidence.answers:
        found = replace(found, decided=bool(parts)) if whole else parts[0]
    if found.decided and not asks_empty_cell(found.query, found.ranked):
        ranked = _with_news(found, standalone, said) if said else found.ranked
        filled = evidence.answers or not whole  # else the ranking of the whole question was judged not to answer
        quotes = _answered(
            search, answer, replace(found, ranked=ranked), parts, sources, said, filled, standalone.beyond
        )
    if quotes.abstained:
        premise = find_false_premise(found.query, search, sources)
        quotes, found = _as_was_meant(search, reader, answer, standalone, premise, found, sources)
    if quotes.abstained:
        near = evidence.unsure or evidence.answers  # which found no line that held
        nearest = _nearest(found.ranked, search.snapshot.document) if near else ()
        language = answer.language
        told = say("unsure", language) if nearest else answer.text
        told = explain(told, premise, language, chosen=sources is not None)
        told = told if search.passage_count else say("folder_empty", language)
        quotes = answer = replace(answer, text=told, nearest=nearest)
    return answer, quotes, found


def _with_news(found: Found, standalone: Standalone, said: str) -> list[Sentence]:
    """The ranking for a question that goes on from an answer: what was quoted comes behind what it asks anew."""
    named = {token.text for token in tokens(standalone.name)}
    asked = (term for term in found.query.terms if term.asked and (not named or term.text in named))
    news = frozenset(term.stem for term in asked)
    return demote_quoted(found.ranked, said, standalone.beyond, news, exchanged=bool(named))


def _as_was_meant(
    search: Search, reader: Reader | None, answer: Answer, standalone: Standalone, premise: FalsePremise, found: Found,
    sources: Collection[str] | None,
) -> tuple[Answer, Found]:  # fmt: skip
    """The answer to the question with the names that the articles have in place of misspelled ones, and what was
    found for it; `answer` and `found` as they are where nothing is near or nothing answers that one either."""
    if not premise.near:
        return answer, found
    meant = replace(standalone, question=corrected(standalone.question, premise))
    tried = find(search, reader, meant, sources)
    if not _evidence(tried, search).answers:
        return answer, found
    told = replace(
        answer, lead=ask_whether_meant(premise, answer.language), standalone=meant.text,
        hits=tuple(tried.hits[: max(1, len(answer.hits))]), variants=tried.query.variants,
    )  # fmt: skip
    return _answered(search, told, tried, _found_parts(search, reader, meant, sources), sources), tried


def _found_parts(
    search: Search, reader: Reader | None, standalone: Standalone, sources: Collection[str] | None
) -> list[Found]:
    """What was found for each part of a question that asks for several things; nothing for any other."""
    parts = split_question(standalone.question)
    if len(parts) < 2:
        return []
    alone = [Standalone(parts[0], standalone.context)]
    alone += [stand_alone_part(part, parts[0], search.spellings.__contains__, search.company) for part in parts[1:]]
    return [find(search, reader, part, sources) for part in alone]


def _found_joined(
    search: Search, reader: Reader | None, standalone: Standalone, sources: Collection[str] | None, names_in: NamesIn,
    answered: bool,
) -> list[Found]:  # fmt: skip
    """What was found for each of the things that a question joins with «و», as far as the articles answer it.

    At least two of them must be, and where the whole question is not `answered` all: what is said of one of two may be
    of the two together.
    """
    asked = conjuncts(standalone.question, search.spellings.__contains__, names_in)
    found = [find(search, reader, Standalone(one, standalone.context), sources) for one in asked]
    answering = [part for part in found if _evidence(part, search).answers]
    return answering if len(answering) > 1 and (answered or len(answering) == len(found)) else []


def _answered(
    search: Search, answer: Answer, found: Found, parts: Sequence[Found], sources: Collection[str] | None,
    said: str = "", filled: bool = True, beyond: bool = False,
) -> Answer:  # fmt: skip
    """The quotes that answer; `answer` where none holds. `filled`: as for `choose_sentences`.

    `beyond`: it asks what else there is, so that all of them answer, as those of a list and of several parts do.
    """
    weight = sum(term.weight for term in found.query.terms) or 1.0
    shares = {term.stem: term.weight / weight for term in found.query.terms}
    lists = not parts and asks_for_list(found.query.text)
    ranked = prefer_lists(found.ranked) if lists else found.ranked
    if lists:
        ranked = keep_to_subject(ranked, found.query, search, sources)
    # two parts mostly have two subjects, which no one article has the names of
    parts = [replace(part, ranked=_of_subject(part, search, sources)) for part in parts]
    chosen = choose_sentences(ranked, shares, [part.ranked for part in parts], lists, filled)
    further = add_news(chosen, ranked, said) if said and filled else chosen
    if not (parts or said) and (items := run_of_items(found.query.asked, chosen, ranked)):
        further = items
    every = bool(lists or parts or beyond or found.query.about_article) or further != chosen
    chosen = without_unfit(further, [part.query for part in parts or (found,)])
    language = answer.language
    note = partial(also_in, language=language)
    answering = None if every or not chosen else count_answering(chosen)
    drafts = to_drafts(chosen, ranked, once=bool(said or parts), answering=answering)
    lines, citations, _ = verify_and_number(drafts, search.snapshot.document, note)
    if not lines:
        return answer
    if lists and len(lines) > 1:
        files = len({citation.source for citation in citations})
        told = say("gathered", language, sentences=len(lines), articles=files)
        lead = "\n".join(filter(None, (answer.lead, told)))
        return replace(
            answer, lines=lines, citations=citations, text=render_text(lines, lead), lead=lead, abstained=False
        )
    text = render_text(lines, "\n".join(filter(None, (answer.lead, frame_of(lines, language)))), language)
    return replace(answer, lines=lines, citations=citations, text=text, abstained=False)


def _of_subject(part: Found, search: Search, sources: Collection[str] | None) -> list[Sentence]:
    """The ranking of a part of a question, as that of a whole one of its kind."""
    ranked = prefer_lists(part.ranked) if asks_for_list(part.query.text) else part.ranked
    return keep_to_subject(ranked, part.query, search, sources)


def _evidence(found: Found, search: Search) -> Evidence:
    return decide_answerable(found.query, found.hits, found.ranked, search.passage_count)


def _answered_parts(parts: Sequence[Found], search: Search) -> list[Found]:
    """Those parts of a question that the articles answer; what leans on the first part falls with it."""
    answered = [part for part in parts if _evidence(part, search).answers]
    if answered[:1] == list(parts[:1]):
        return answered
    return [part for part in answered if all(term.asked for term in part.query.terms)]


def _nearest(ranked: Sequence[Sentence], document: Callable[[str], Document]) -> tuple[Citation, ...]:
    """The nearest sentences, under an abstention: verified quotes, but no answer."""
    quotes = [Quote(s.source, s.hit.passage.title, *s.span, s.text) for s in ranked if s.hit.passage.kind == "body"]
    tried = [(quote, verified_source(quote, document)) for quote in quotes[: 2 * NEAREST_SENTENCES]]
    kept = [(quote, article) for quote, article in tried if article][:NEAREST_SENTENCES]
    return tuple(cite(i, quote, article) for i, (quote, article) in enumerate(kept, 1))
