"""What the articles say to a question that stands alone: search, read, rank, decide, and quote or refuse."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answering.abstention import UNSURE
from assistant.answering.answers_anew import answering_anew
from assistant.answering.asked_in_text import replies_first
from assistant.answering.compose import demote_quoted
from assistant.answering.divisions import quote_division
from assistant.answering.false_premise import (
    FalsePremise,
    ask_whether_meant,
    corrected,
    explain,
    find_false_premise,
)
from assistant.answering.found import READ_PASSAGES, Found, evidence_of, find, is_doubtful, is_told_outright
from assistant.answering.not_told import find_untold, is_untold
from assistant.answering.nothing_set_off import as_unsure, sets_nothing_off
from assistant.answering.quoting import nearest, quote_found
from assistant.answering.render import clean_quote
from assistant.answering.table_cells import asks_empty_cell
from assistant.messages import say
from assistant.question.conjuncts import conjuncts, each_of
from assistant.question.followup import Standalone, stand_alone_part
from assistant.question.nouns import NamesIn
from assistant.question.parts import compares, split_question
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search
from assistant.types import Answer
from vectorstore.text.arabic import tokens


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
    limit, said_there = max(passages, READ_PASSAGES), "" if standalone.name and not standalone.common else said
    found = find(search, reader, standalone, sources, limit, said_there, talked_of)
    answer = replace(answer, hits=tuple(found.hits[:passages]), variants=found.query.variants)
    quotes = answer
    part = quote_division(search, standalone.question, answer, sources, said)
    if part is not None:
        return answer, part, found
    evidence = evidence_of(found, search)
    untold = find_untold(found.query, found.ranked)
    asked = _found_parts(search, reader, standalone, sources, names_in, talked_of)
    joined = [] if asked else _found_joined(search, reader, standalone, sources, names_in, evidence.answers)
    parts = _answered_parts(asked, search, evidence.answers)
    whole = not parts or len(parts) == len(asked)  # else what is said to the rest of it is no answer
    lacking = [] if whole else [part.query.asked for part in asked if part not in parts]
    parts = parts or joined
    if not evidence.answers:
        found = replace(found, decided=bool(parts)) if whole else parts[0]
    if found.decided and not asks_empty_cell(found.query, found.ranked):
        again = _with_news(found, reader, standalone, said) if said else found
        filled = evidence.answers or not whole  # else the ranking of the whole question was judged not to answer
        filled = filled and not (len(parts) > 1 and _of_each(standalone.question, search, names_in))
        doubtful = not (lacking or parts) and is_doubtful(again, evidence, search)
        told = replace(answer, lead=_tell_doubt(lacking, doubtful, answer.language))
        quotes = quote_found(search, told, again, parts, sources, said, filled, standalone.beyond)
        several = lacking or parts or standalone.beyond
        if not several and sets_nothing_off(found, quotes) and not is_told_outright(again, evidence, search):
            quotes = as_unsure(answer, quotes, again.query, bool(said))
        if not several and untold is not None and is_untold(quotes, untold, found.query):
            quotes = answer
    if quotes.abstained:
        premise = find_false_premise(found.query, search, sources)
        quotes, found = _as_was_meant(search, reader, answer, standalone, premise, found, sources)
    if quotes.abstained:
        near = evidence.unsure or evidence.answers  # which found no line that held
        quotes = answer = _explained(search, answer, premise, found, near, chosen=sources is not None)
    return answer, quotes, found


def _explained(
    search: Search, answer: Answer, premise: FalsePremise, found: Found, near: bool, *, chosen: bool
) -> Answer:
    """The refusal with why there is no answer, and with the sentences that are nearest, where they are `near`.

    `chosen`: the articles searched are not all.
    """
    ranked = replies_first(found.ranked, found.query.asked)
    language = answer.language
    if untold := find_untold(found.query, ranked):
        ranked = [untold, *(s for s in ranked if s is not untold)]
    near_quotes = nearest(ranked, search.snapshot.document) if near or untold else ()
    told = say("not_told" if untold else "unsure", language) if near_quotes else answer.text
    told = explain(told, premise, language, chosen=chosen)
    told = told if search.passage_count else say("folder_empty", language)
    return replace(answer, text=told, nearest=near_quotes)


def _with_news(found: Found, reader: Reader | None, standalone: Standalone, said: str) -> Found:
    """What was found for a question that goes on from an answer: what was quoted comes behind what it asks anew."""
    named = {token.text for token in tokens(standalone.name)}
    asked = (term for term in found.query.terms if term.asked and (not named or term.text in named))
    news = frozenset(term.stem for term in asked)
    asked, before = found.query.asked, "" if named else standalone.before
    anew = answering_anew(reader, asked, before, found.ranked, said)
    ranked = demote_quoted(found.ranked, said, standalone.beyond, news, bool(named), asked, anew)
    return replace(found, ranked=ranked, anew=anew)


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
    if not evidence_of(tried, search).answers:
        return answer, found
    told = replace(
        answer, lead=ask_whether_meant(premise, answer.language), standalone=meant.text,
        hits=tuple(tried.hits[: max(1, len(answer.hits))]), variants=tried.query.variants,
    )  # fmt: skip
    return quote_found(search, told, tried, _found_parts(search, reader, meant, sources), sources), tried


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


def _tell_doubt(lacking: Sequence[str], doubtful: bool, language: str) -> str:
    """The parts of a question that the articles do not answer, or that what is quoted may be no answer; else ""."""
    if lacking:
        quoted = say("list_comma", language).join(f"«{clean_quote(one)}»" for one in lacking)
        return say("part_lacking", language, parts=quoted)
    return say("doubtful", language) if doubtful else ""


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
    answering = [part for part in found if evidence_of(part, search).answers]
    return answering if len(answering) > 1 and (answered or len(answering) == len(found)) else []


def _answered_parts(parts: Sequence[Found], search: Search, answers: bool) -> list[Found]:
    """Those parts of a question that the articles answer; what leans on the first part falls with it.

    Where the whole of it `answers` those that may be answered, or for which an article is nearest that answers another:
    «كم كانت كلفة السفن وكم صارت؟». All where none may.
    """
    if answers:
        sure = [part for part in parts if evidence_of(part, search).probability >= UNSURE]
        about = {part.ranked[0].source for part in sure}
        kept = [part for part in parts if part in sure or (part.ranked and part.ranked[0].source in about)]
        return kept or list(parts)
    answered = [part for part in parts if evidence_of(part, search).answers]
    if answered[:1] == list(parts[:1]):
        return answered
    return [part for part in answered if all(term.asked for term in part.query.terms)]
