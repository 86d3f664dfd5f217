"""What the articles say to a question that stands alone: search, read, rank, decide, and quote or refuse."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answering.abstention import THRESHOLD, UNSURE, Evidence, decide_answerable
from assistant.answering.asked_in_text import replies_first
from assistant.answering.beside import count_answering
from assistant.answering.causes import causes_first
from assistant.answering.citations import (
    MAX_ANSWER_CHARACTERS,
    also_in,
    cite,
    verified_source,
    verify_and_number,
)
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
from assistant.answering.interviews import interviewer_first, quoted_questions, without_bylines
from assistant.answering.item_lists import MAX_LIST_CHARACTERS, ItemList, asked_list, beside_item, item_drafts
from assistant.answering.pointed_at import prefer_pointed_at
from assistant.answering.render import clean_quote, frame_of, render_text
from assistant.answering.sentence_ranking import Sentence, prefer_telling, rank_sentences
from assistant.answering.surest import with_surest
from assistant.answering.table_cells import asks_empty_cell, beside_cell, settle_rows, tells_cell
from assistant.messages import say
from assistant.question.conjuncts import conjuncts, each_of
from assistant.question.followup import Standalone, stand_alone_part
from assistant.question.nouns import NamesIn
from assistant.question.parts import compares, split_question
from assistant.question.query import Query
from assistant.retrieval.reader import Reader
from assistant.retrieval.rerank import MAX_READ_PASSAGES, prefer_quoted, rerank
from assistant.retrieval.searcher import CANDIDATE_PASSAGES, Search
from assistant.types import Answer, Citation, Quote
from vectorstore.text.arabic import tokens
from vectorstore.types import Document, Hit

READ_PASSAGES = 12
"""Passages whose sentences are candidates."""

MARKED_CHARACTERS = 100
"""As many for a line's marks, markers and file."""

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
    return Found(query, found.hits[:limit], settle_rows(query, ranked, asks_for_list(query.asked)))


def answer_from_articles(
    search: Search,
    reader: Reader | None,
    answer: Answer,
    standalone: Standalone,
    sources: Collection[str] | None,
    passages: int,
    said: str,
    names_in: NamesIn = lambda text: (),
    talked_of: str = "",
) -> tuple[Answer, Answer, Found]:
    """The refusal that `answer` would be, with what was found; the quotes that answer, or that refusal; what was found.

    `answer`: a refusal so far; `passages`: hits that it carries; `said`: as for `find`; `names_in`:
    the spans of the names in a text, by which a question that joins two is known; `talked_of`: as for `find`.
    """
    # another name may well stand in another article
    limit, said_there = max(passages, READ_PASSAGES), "" if standalone.name else said
    found = find(search, reader, standalone, sources, limit, said_there, talked_of)
    answer = replace(answer, hits=tuple(found.hits[:passages]), variants=found.query.variants)
    quotes = answer
    part = quote_division(search, standalone.question, answer, sources, said)
    if part is not None:
        return answer, part, found
    evidence = _evidence(found, search)
    asked = _found_parts(search, reader, standalone, sources, names_in, talked_of)
    joined = [] if asked else _found_joined(search, reader, standalone, sources, names_in, evidence.answers)
    parts = _answered_parts(asked, search, evidence.answers)
    whole = not parts or len(parts) == len(asked)  # else what is said to the rest of it is no answer
    lacking = [] if whole else [part.query.asked for part in asked if part not in parts]
    parts = parts or joined
    if not evidence.answers:
        found = replace(found, decided=bool(parts)) if whole else parts[0]
    if found.decided and not asks_empty_cell(found.query, found.ranked):
        ranked = _with_news(found, standalone, said) if said else found.ranked
        filled = evidence.answers or not whole  # else the ranking of the whole question was judged not to answer
        filled = filled and not (len(parts) > 1 and _of_each(standalone.question, search, names_in))
        told = replace(answer, lead=_tell_lacking(lacking, answer.language))
        quotes = _answered(search, told, replace(found, ranked=ranked), parts, sources, said, filled, standalone.beyond)
    if quotes.abstained:
        premise = find_false_premise(found.query, search, sources)
        quotes, found = _as_was_meant(search, reader, answer, standalone, premise, found, sources)
    if quotes.abstained:
        near = evidence.unsure or evidence.answers  # which found no line that held
        ranked = replies_first(found.ranked, found.query.asked)
        near_quotes = nearest(ranked, search.snapshot.document) if near else ()
        language = answer.language
        told = say("unsure", language) if near_quotes else answer.text
        told = explain(told, premise, language, chosen=sources is not None)
        told = told if search.passage_count else say("folder_empty", language)
        quotes = answer = replace(answer, text=told, nearest=near_quotes)
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
    search: Search, reader: Reader | None, standalone: Standalone, sources: Collection[str] | None,
    names_in: NamesIn = lambda text: (), talked_of: str = "",
) -> list[Found]:  # fmt: skip
    """What was found for each part of a question that asks for several things; nothing for any other."""
    known = search.spellings.__contains__
    parts = split_question(standalone.question)
    alone = [Standalone(parts[0], standalone.context)]
    alone += [stand_alone_part(part, parts[0], known, search.company) for part in parts[1:]]
    if len(parts) < 2:
        alone = [Standalone(one, standalone.context) for one in each_of(standalone.question, known, names_in)]
    return [find(search, reader, part, sources, talked_of=talked_of) for part in alone]


def _of_each(question: str, search: Search, names_in: NamesIn) -> bool:
    """Does it ask the same of several, so that what is near to the whole of it says nothing of the one or the other?"""
    return compares(question) or bool(each_of(question, search.spellings.__contains__, names_in))


def _tell_lacking(asked: Sequence[str], language: str) -> str:
    """The parts of a question that the articles do not answer; "" where there are none."""
    quoted = say("list_comma", language).join(f"«{clean_quote(one)}»" for one in asked)
    return say("part_lacking", language, parts=quoted) if asked else ""


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
    if not (parts or beyond) and filled and (asked := asked_list(found.query, found.ranked, search)):
        return _listed(answer, asked, search)
    weight = sum(term.weight for term in found.query.terms) or 1.0
    shares = {term.stem: term.weight / weight for term in found.query.terms}
    lists = not parts and asks_for_list(found.query.text)
    ranked = _quotable(found, search, sources, lists)
    # two parts mostly have two subjects, which no one article has the names of
    parts = [replace(part, ranked=_of_subject(part, search, sources)) for part in parts]
    chosen = choose_sentences(ranked, shares, [part.ranked for part in parts], lists, filled)
    further = add_news(chosen, ranked, said) if said and filled else chosen
    every = bool(lists or parts or beyond or found.query.about_article) or further != chosen
    chosen = without_unfit(further, [part.query for part in parts or (found,)])
    chosen = chosen if every else with_surest(chosen, ranked, found.query)
    language = answer.language
    note = partial(also_in, language=language)
    answering = None
    if chosen and not every:
        aside = [*beside_cell(found.query, chosen), *beside_item(chosen, search)]
        chosen = [s for s in chosen if s not in aside]
        answering = count_answering(chosen)
        chosen += [replace(s, answer=None) for s in dict.fromkeys(aside)]
    asked_before = quoted_questions(chosen, search)
    drafts = to_drafts(chosen, ranked, bool(said or parts), answering, asked_before)
    own = sum(len(draft.text) + MARKED_CHARACTERS for draft in drafts[: len(parts)])  # none of them is left out
    lines, citations, _ = verify_and_number(drafts, search.snapshot.document, note, max(MAX_ANSWER_CHARACTERS, own))
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


def _quotable(found: Found, search: Search, sources: Collection[str] | None, lists: bool) -> list[Sentence]:
    """The ranking that is quoted from, once it is decided that something answers."""
    ranked = prefer_lists(found.ranked) if lists else prefer_telling(found.ranked, found.query.asked)
    ranked = interviewer_first(without_bylines(ranked, found.query), found.query, search)
    if lists:
        ranked = keep_to_subject(ranked, found.query, search, sources)
    return causes_first(replies_first(ranked, found.query.asked), found.query, search)


def _listed(answer: Answer, asked: ItemList, search: Search) -> Answer:
    """The items of a list, all of them or the first of so many."""
    note = partial(also_in, language=answer.language)
    lines, citations, _ = verify_and_number(item_drafts(asked), search.snapshot.document, note, MAX_LIST_CHARACTERS)
    if not lines:
        return answer
    code = "listed" if len(lines) == len(asked.items) else "listed_first"
    told = say(code, answer.language, shown=len(lines), items=len(asked.items))
    lead = "\n".join(filter(None, (answer.lead, told)))
    return replace(answer, lines=lines, citations=citations, text=render_text(lines, lead), lead=lead, abstained=False)


def _of_subject(part: Found, search: Search, sources: Collection[str] | None) -> list[Sentence]:
    """The ranking of a part of a question, as that of a whole one of its kind."""
    ranked = prefer_lists(part.ranked) if asks_for_list(part.query.text) else part.ranked
    ranked = keep_to_subject(without_bylines(ranked, part.query), part.query, search, sources)
    return causes_first(replies_first(ranked, part.query.asked), part.query, search)


def _evidence(found: Found, search: Search) -> Evidence:
    """What speaks for an answer; a cell of a table whose row and column the question tells is one."""
    evidence = decide_answerable(found.query, found.hits, found.ranked, search.passage_count)
    if not evidence.answers and tells_cell(found.query, found.ranked):
        return replace(evidence, probability=THRESHOLD)
    return evidence


def _answered_parts(parts: Sequence[Found], search: Search, answers: bool) -> list[Found]:
    """Those parts of a question that the articles answer; what leans on the first part falls with it.

    Where the whole of it `answers` those that may be answered, or for which an article is nearest that answers another:
    «كم كانت كلفة السفن وكم صارت؟». All where none may.
    """
    if answers:
        sure = [part for part in parts if _evidence(part, search).probability >= UNSURE]
        about = {part.ranked[0].source for part in sure}
        kept = [part for part in parts if part in sure or (part.ranked and part.ranked[0].source in about)]
        return kept or list(parts)
    answered = [part for part in parts if _evidence(part, search).answers]
    if answered[:1] == list(parts[:1]):
        return answered
    return [part for part in answered if all(term.asked for term in part.query.terms)]


def nearest(ranked: Sequence[Sentence], document: Callable[[str], Document]) -> tuple[Citation, ...]:
    """The nearest sentences, under an abstention: verified quotes, but no answer."""
    quotes = [Quote(s.source, s.hit.passage.title, *s.span, s.text) for s in ranked if s.hit.passage.kind == "body"]
    tried = [(quote, verified_source(quote, document)) for quote in quotes[: 2 * NEAREST_SENTENCES]]
    kept = [(quote, article) for quote, article in tried if article][:NEAREST_SENTENCES]
    return tuple(cite(i, quote, article) for i, (quote, article) in enumerate(kept, 1))
