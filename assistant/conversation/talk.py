"""Replies to talk: a sentence or two, and about the last answer its quotes again, with what stands around them.

Nothing here is known of the articles but what verified quotes say; each draft passes through verification.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages import say
from assistant.retrieval.searcher import Search
from assistant.types import Answer, Citation, Draft, Quote, Reply
from vectorstore.types import Passage

ABOUT_LAST_ANSWER = frozenset({"unclear", "doubt", "repeat"})
"""Classes of talk that lean on the answer before."""

AROUND_CHARACTERS = 600
"""Characters of the article that are shown around a quote."""

EXPLAINED_QUOTES = 2


def small_talk(sub: str, language: str) -> Reply:
    """The fitting sentence; `sub` is a class of `question.intent` under «talk»."""
    return Reply("talk", say(f"talk_{sub}", language))


def show_more(former: Answer, search: Search, language: str) -> Reply:
    """The article around the last answer's quotes."""
    cited = _answering(former) or former.nearest
    if not cited:
        return Reply("talk", say("talk_unclear", language))
    drafts = [_around(citation, search) for citation in cited[:EXPLAINED_QUOTES] if not citation.also]
    code = "talk_more" if former.citations else "talk_no_answer_before"
    return Reply("talk", say(code, language), tuple(dict.fromkeys(drafts)))


def show_basis(former: Answer, next_best: Sequence[Quote], language: str) -> Reply:
    """What the last answer rests on, without what stood beside it, and the sentences that came next."""
    if not former.citations:
        return Reply("talk", say("talk_doubt", language))
    shown = [_again(citation) for citation in _answering(former)[:EXPLAINED_QUOTES]]
    others = [Draft(quote.text, (quote,)) for quote in next_best[:EXPLAINED_QUOTES]]
    return Reply("talk", say("talk_basis", language, count=len(shown)), tuple(shown + others))


def show_nearest(former: Answer, nearest: Sequence[Citation], language: str) -> Reply:
    """That the articles answer no more than before, and what is nearest in them, which is no answer."""
    refusal = former.text if former.language == language else say("abstention", language)
    return Reply("talk", say("talk_still_none", language, refusal=refusal), nearest=tuple(nearest))


def say_again(former: Answer, language: str) -> Reply:
    """The last answer's quotes once more."""
    beside = former.beside_markers
    drafts = [_again(one, one.marker in beside) for one in former.citations if not one.also]
    return Reply("talk", say("talk_again" if drafts else "talk_repeat", language), tuple(drafts))


def _answering(former: Answer) -> list[Citation]:
    """What an answer cites, without what stands beside it."""
    return [citation for citation in former.citations if citation.marker not in former.beside_markers]


def _again(citation: Citation, beside: bool = False) -> Draft:
    quote = Quote(
        citation.source, citation.title, citation.start, citation.end, citation.quote,
        answer=citation.answer, further_answers=citation.further_answers,
    )  # fmt: skip
    return Draft(quote.text, (quote,), beside=beside)


def _around(citation: Citation, search: Search) -> Draft:
    """A quote with the sentences before and behind it, as far as they fit."""
    passages = list(search.snapshot.passages_of(citation.source).values())
    spans = [span for passage in passages if passage.kind == "body" for span in passage.sentences]
    inside = [i for i, span in enumerate(spans) if span[0] < citation.end and citation.start < span[1]]
    if not inside:
        return _again(citation)
    first, last = inside[0], inside[-1]
    text = search.snapshot.document(citation.source).text
    while True:
        fits = [
            (a, b)
            for a, b in ((first, last + 1), (first - 1, last))
            if a >= 0 and b < len(spans) and spans[b][1] - spans[a][0] <= AROUND_CHARACTERS
        ]
        if not fits:
            break
        first, last = fits[0] if last - inside[-1] <= inside[0] - first else fits[-1]
    start, end = spans[first][0], spans[last][1]
    return Draft(text[start:end], (Quote(citation.source, _title(passages), start, end, text[start:end]),))


def _title(passages: Sequence[Passage]) -> str:
    return passages[0].article_title if passages else ""
