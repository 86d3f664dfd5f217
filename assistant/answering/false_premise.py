"""What a question takes for granted and no article says: a name that none has, two names that none has together.

Told beside an abstention, so that the person knows why there is no answer. A search in the index, not a
guess: a name counts as absent only when no form and no other spelling of it stands in any article searched.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass

from assistant.answering.render import clean_quote
from assistant.messages import say
from assistant.question.query import Query, Term
from assistant.retrieval.searcher import Search
from vectorstore.text.arabic import tokens

FEW_PASSAGES = 200
"""A name that stands in more passages than this is not looked up: it says little about where it belongs."""

MAX_NAMES = 3


@dataclass(frozen=True, slots=True)
class FalsePremise:
    """`absent`: names as the question writes them; `apart`: two names that no article has both of."""

    absent: tuple[str, ...] = ()
    apart: tuple[str, str] | None = None


def find_false_premise(query: Query, search: Search, sources: Collection[str] | None = None) -> FalsePremise:
    """What the question names and the articles do not; empty where all of it stands somewhere."""
    named = {term.text: term for term in query.terms if term.asked and (term.name or term.text.isdigit())}
    files = {text: _files(term, search, sources) for text, term in named.items()}
    absent = _written(query.text, {text for text, found in files.items() if found is not None and not found})
    if absent:
        return FalsePremise(absent[:MAX_NAMES])
    known = [(text, found) for text, found in files.items() if found]
    for (one, in_one), (other, in_other) in itertools.combinations(known, 2):
        if not in_one & in_other:
            pair = _written(query.text, {one}) + _written(query.text, {other})
            return FalsePremise(apart=(pair[0], pair[1])) if len(pair) == 2 else FalsePremise()
    return FalsePremise()


def explain(abstention: str, premise: FalsePremise, language: str) -> str:
    """The abstention, and what the question names that the articles do not."""
    if premise.absent:
        names = say("list_comma", language).join(f"«{clean_quote(name)}»" for name in premise.absent)
        return f"{abstention} {say('not_mentioned', language, names=names)}"
    if premise.apart:
        name, other = (f"«{clean_quote(name)}»" for name in premise.apart)
        return f"{abstention} {say('not_together', language, name=name, other=other)}"
    return abstention


def _files(term: Term, search: Search, sources: Collection[str] | None) -> frozenset[str] | None:
    """The files that have the term in any form; None where they are too many to tell."""
    if term.frequency > FEW_PASSAGES:
        return None
    if not term.frequency:
        return frozenset()
    found = search.snapshot.search_text({term.stem}, term.words, FEW_PASSAGES, sources)
    return frozenset(passage.source for passage in search.snapshot.passages([id for id, _ in found]).values())


def _written(question: str, names: Collection[str]) -> tuple[str, ...]:
    """The names as they stand in the question, neighbours as one («تيك توك»)."""
    found = tokens(question)
    runs: list[tuple[int, int]] = []
    for near, token in enumerate(found):
        if token.text not in names:
            continue
        if runs and runs[-1][1] == near - 1:
            runs[-1] = (runs[-1][0], near)
        else:
            runs.append((near, near))
    return tuple(dict.fromkeys(question[found[first].start : found[last].end] for first, last in runs))
