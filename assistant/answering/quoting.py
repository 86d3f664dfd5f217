"""What is quoted of what was found, once it is decided that the articles answer, and what is nearest where they do not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

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
from assistant.answering.compose import add_news, choose_sentences, to_drafts, without_unfit
from assistant.answering.each_part import with_words_of_each
from assistant.answering.found import Found
from assistant.answering.gathering import asks_for_list, keep_to_subject, prefer_lists
from assistant.answering.interviews import interviewer_first, quoted_questions, without_bylines
from assistant.answering.item_lists import MAX_LIST_CHARACTERS, ItemList, asked_list, beside_item, item_drafts
from assistant.answering.render import frame_of, render_text
from assistant.answering.sentence_ranking import Sentence, prefer_amounts, prefer_telling
from assistant.answering.surest import with_surest
from assistant.answering.table_cells import beside_cell
from assistant.answering.taken_back import quotes_with_denial
from assistant.messages import say
from assistant.retrieval.searcher import Search
from assistant.types import Answer, Citation, Quote
from vectorstore.types import Document

MARKED_CHARACTERS = 100
"""As many for a line's marks, markers and file."""

NEAREST_SENTENCES = 3
"""Quotes under a refusal, and for whoever doubts an answer."""


def quote_found(
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
    further = add_news(chosen, ranked, said, found.anew) if said and filled else chosen
    every = bool(lists or parts or beyond or found.query.about_article) or further != chosen
    chosen = with_words_of_each(without_unfit(further, [part.query for part in parts or (found,)]), parts)
    chosen = chosen if every else with_surest(chosen, ranked, found.query)
    language = answer.language
    note = partial(also_in, language=language)
    answering = None
    if chosen and not every:
        aside = [*beside_cell(found.query, chosen), *beside_item(chosen, search)]
        chosen = [s for s in chosen if s not in aside]
        answering = count_answering(chosen)
        chosen += [replace(s, answer=None) for s in dict.fromkeys(aside)]
    longer = quotes_with_denial(chosen, found.query.asked, search) | quoted_questions(chosen, search)
    drafts = to_drafts(chosen, ranked, bool(said or parts), answering, longer)
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
    asked = found.query.asked
    ranked = prefer_lists(found.ranked) if lists else prefer_amounts(prefer_telling(found.ranked, asked), asked)
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


def nearest(ranked: Sequence[Sentence], document: Callable[[str], Document]) -> tuple[Citation, ...]:
    """The nearest sentences, under an abstention: verified quotes, but no answer."""
    quotes = [Quote(s.source, s.hit.passage.title, *s.span, s.text) for s in ranked if s.hit.passage.kind == "body"]
    tried = [(quote, verified_source(quote, document)) for quote in quotes[: 2 * NEAREST_SENTENCES]]
    kept = [(quote, article) for quote, article in tried if article][:NEAREST_SENTENCES]
    return tuple(cite(i, quote, article) for i, (quote, article) in enumerate(kept, 1))
