"""A list that stands in an article line by line, and whether a question asks for it as a whole.

Items are lines behind marks of one kind, or short lines below one that ends in a colon, or right below a heading. The
reader finds one of them, since each answers in part; where the question asks for what the line or the heading over them
names, all of them are the answer, in their order. A question with a word that only some items have asks for these.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.gathering import asks_for_list
from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.interrogatives import ASK_LIST
from assistant.question.answer_type import expected_type
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import tokenize
from assistant.retrieval.searcher import Search
from assistant.types import Draft, Quote
from assistant.verification.word_match import SAME_ROOT_SIMILARITY, word_similarity
from vectorstore.text.arabic import fold
from vectorstore.text.tables import row_cells
from vectorstore.types import PATH_MARK, Document, Passage, Span

MIN_ITEMS, MIN_UNMARKED_ITEMS = 2, 3
MAX_ITEMS = 10
"""Items that are shown; how many there are is said."""

MAX_LIST_CHARACTERS = 1_600
"""Of an answer that is a list: some ten lines."""

MAX_UNMARKED_CHARACTERS = 160
"""Of an item without a mark: a longer line is a paragraph."""

MAX_DOCUMENT_CHARACTERS = 1_000_000
"""Of an article in which lists are looked for: all its lines are gone through."""

LOOKED_AT = 12
"""The best sentences, in or over whose list the question may be answered."""

MOST_OF_IT = 0.5
"""Share of the question's words that the articles have, by weight, in the list of the best sentence or over it."""

_MARKS = (
    ("bullet", re.compile(r"[-–—•*▪◦●‣·]\s+(?=\S)")),
    ("number", re.compile(r"[(\[]?\d{1,2}\s?[.)\]–-]+\s*(?=\S)")),
    ("letter", re.compile(r"[(\[]?[^\W\d_]\s?[.)\]–-]\s*(?=\S)")),
)
_LEADS = (":", "：")
_MANNER = re.compile(r"^[وف]?(?:كيف|how|comment)\b")
_ELATIVE = re.compile(r"ا\w{2,3}")
"""«أهم», «أبرز»: the noun that is asked for stands behind it."""
_WHAT = re.compile(rf"^[وف]?(?:ما|ماذا|ماهي|{'|'.join(ASK_LIST)}|what|which)\b")


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items of a list, whole lines of the document in their order, and what stands over them.

    `over`: the sentence that leads to it, and the heading above; `title`: where it stands, as of a passage.
    """

    source: str
    title: str
    over: str
    items: tuple[Span, ...]
    texts: tuple[str, ...]
    lead: Span | None = None
    numbered: bool = False

    def has(self, sentence: Sentence) -> bool:
        """Is the sentence one of its items, or the one that leads to them?"""
        spans = self.items if self.lead is None else (*self.items, self.lead)
        return sentence.source == self.source and any(a <= sentence.span[0] < b for a, b in spans)


def asked_list(query: Query, ranked: Sequence[Sentence], search: Search) -> ItemList | None:
    """The list that the question asks for as a whole; None where it asks for none, or for some of its items.

    The list of the best sentence is preferred; that of another has to have all that is asked in it or over it.
    """
    if not (asks_for_list(query.asked) or _WHAT.search(fold(query.asked)) or _MANNER.search(fold(query.asked))):
        return None
    found: list[ItemList] = []
    for sentence in ranked[:LOOKED_AT]:
        if sentence.hit.passage.kind == "body" and not any(one.has(sentence) for one in found):
            found += filter(None, [list_around(sentence, search)])
    if query.language != "ar":  # none of its words can be looked for
        near = [one for one in found if all(map(one.has, ranked[:MIN_ITEMS]))]
        return near[0] if near and asks_for_list(query.asked) else None
    asked = _asked(query)
    known = [term for term in asked if term.frequency]
    wanted = [one for one in found if _asks_for(query, one)]
    first = next((one for one in wanted if one.has(ranked[0]) and _share(known, one) >= MOST_OF_IT), None)
    return first or next((one for one in wanted if _share(asked, one) == 1.0), None)


def beside_item(chosen: Sequence[Sentence], search: Search) -> list[Sentence]:
    """Of the chosen sentences, the best one first, those of its list that have fewer of the question's words."""
    fewer = [one for one in chosen[1:] if one.source == chosen[0].source and one.covered < chosen[0].covered]
    around = list_around(chosen[0], search) if fewer else None
    return [one for one in fewer if around is not None and around.has(one)]


def list_around(sentence: Sentence, search: Search) -> ItemList | None:
    """The list that a sentence is an item of, or leads to; in a book none is looked for."""
    document = search.snapshot.document(sentence.source)
    if len(document.text) > MAX_DOCUMENT_CHARACTERS or not _may_list(document.text, sentence.span):
        return None
    passages = sorted(search.snapshot.passages_of(sentence.source).values(), key=lambda one: one.start)
    return find_list(document, passages, sentence.span)


def find_list(document: Document, passages: Sequence[Passage], span: Span) -> ItemList | None:
    """The list in whose lines, or in the line that leads to it, the span lies. `passages`: all of it, in order."""
    lines = list(_lines(document.text, passages))
    at = next((i for i, (line, _) in enumerate(lines) if line[0] <= span[0] < line[1]), None)
    if at is None:
        return None
    texts = [document.text[start:end] for (start, end), _ in lines]
    if texts[at].endswith(_LEADS):
        at += int(span[0] >= _last_sentence(lines[at][0], passages)[0])
    if at >= len(lines):
        return None
    kind, passage = _mark(texts[at]), lines[at][1]

    def belongs(i: int) -> bool:
        return lines[i][1].title == passage.title and lines[i][1].kind == "body" and _is_item(texts[i], kind)

    if not belongs(at):
        return None
    first = last = at
    while first > 0 and belongs(first - 1) and not (kind == "number" and _number(texts[first]) == 1):
        first -= 1
    while last + 1 < len(lines) and belongs(last + 1) and not (kind == "number" and _number(texts[last + 1]) == 1):
        last += 1
    above = first - 1
    led = above >= 0 and lines[above][1].title == passage.title and texts[above].endswith(_LEADS)
    headed = above >= 0 and lines[above][1].kind == "outline"
    if last - first + 1 < (MIN_ITEMS if kind else MIN_UNMARKED_ITEMS) or not (kind or led or headed):
        return None
    heading = f" {passage.title}".rpartition(PATH_MARK)[2].strip()
    lead = _last_sentence(lines[above][0], passages) if led else None
    return ItemList(
        document.source, passage.title, f"{document.text[slice(*lead)]}\n{heading}" if lead else heading,
        tuple(line for line, _ in lines[first : last + 1]), tuple(texts[first : last + 1]), lead, kind == "number",
    )  # fmt: skip


def item_drafts(asked: ItemList) -> list[Draft]:
    """The items to show, each with its quote."""
    pairs = list(zip(asked.items, asked.texts, strict=True))[:MAX_ITEMS]
    return [Draft(text, (Quote(asked.source, asked.title, *span, text),)) for span, text in pairs]


def _may_list(text: str, span: Span) -> bool:
    """Does the line of a sentence look like an item or like what leads to one? Told without its passages."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[0])
    line = text[start : end if end >= 0 else len(text)].strip()
    return line.endswith(_LEADS) or _is_item(line, _mark(line))


def _lines(text: str, passages: Sequence[Passage]) -> Iterator[tuple[Span, Passage]]:
    """The lines of a document that have something in them, each with the passage that it begins in."""
    starts = [passage.start for passage in passages]
    start = 0
    for line in text.splitlines(keepends=True):
        left = start + len(line) - len(line.lstrip())
        at = bisect_right(starts, left) - 1
        if line.strip() and at >= 0:
            yield (left, left + len(line.strip())), passages[at]
        start += len(line)


def _last_sentence(line: Span, passages: Sequence[Passage]) -> Span:
    """What leads to a list, where a paragraph ends with it."""
    starts = [start for passage in passages for start, _ in passage.sentences if line[0] <= start < line[1]]
    return max(starts, default=line[0]), line[1]


def _is_item(text: str, kind: str) -> bool:
    if text.endswith(_LEADS) or row_cells(text):
        return False
    return _mark(text) == kind and (bool(kind) or len(text) <= MAX_UNMARKED_CHARACTERS)


def _mark(text: str) -> str:
    """The kind of the mark that a line begins with; empty where it has none."""
    return next((name for name, pattern in _MARKS if pattern.match(text)), "")


def _number(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else 0


def _asked(query: Query) -> list[Term]:
    """The words of the question itself, but for a verb that asks for a list."""
    asked = [term for term in query.terms if term.asked]
    return asked[1:] if asked and asked[0].text.removeprefix("و") in ASK_LIST else asked


def _asks_for(query: Query, one: ItemList) -> bool:
    """Does the question ask for what stands over the list, and for no item of it alone?"""
    question, asked = fold(query.asked), _asked(query)
    if _MANNER.search(question):
        named = one.numbered
    elif asks_for_list(query.asked):
        named = bool(_in(asked, one.over))
    else:  # «ما شروط …», «ما أهم معالم …», of which only the line over the list says that they are several
        head = asked[1:2] if asked and _ELATIVE.fullmatch(asked[0].text) else asked[:1]
        named = expected_type(query.asked) in ("other", "reason") and bool(_in(head, one.over))
    told = _in(asked, f"{one.over}\n{one.title}")
    only = [term for term in asked if term.stem not in told]
    having = [_in(only, text) for text in one.texts]
    if any(_is_term(asked, text) for text in one.texts):
        return False
    return named and not any(0 < sum(term.stem in stems for stems in having) <= len(having) / 2 for term in only)


def _is_term(asked: Sequence[Term], item: str) -> bool:
    """Does an item tell what one of the question's words means or how much it is («المستهلك: كل شخص …»)?"""
    label, colon, _ = item.partition(":")
    words = tokenize(label)
    return bool(colon and words) and all(
        any(word_similarity(term.text, word.text) == 1.0 for term in asked) for word in words
    )


def _share(terms: Sequence[Term], one: ItemList) -> float:
    """How much of the words, by weight, stands in a list or over it."""
    told = _in(terms, "\n".join((one.over, one.title, *one.texts)))
    weight = sum(1.0 + term.weight for term in terms)
    return sum(1.0 + term.weight for term in terms if term.stem in told) / weight if weight else 0.0


def _in(terms: Sequence[Term], text: str) -> frozenset[str]:
    """The words, by their stems, that stand in a text in any form of their roots or spelling."""
    words = {word.text for word in tokenize(text)}
    return frozenset(
        term.stem
        for term in terms
        if term.words & words or any(word_similarity(term.text, word) >= SAME_ROOT_SIMILARITY for word in words)
    )
