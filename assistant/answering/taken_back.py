"""What the next sentence of an article takes back is quoted with it.

«ذكرت رسائل متداولة أن المدارس ستغلق أسبوعين. ونفت الوزارة ذلك.» The first sentence has the words of a question and is
true of nobody; quoted alone it says of the article what the article denies. The second says nothing alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.reasons import CORRECTING, DENYING, OBJECTING, RULING_OUT, TAKING_BACK, WHAT_WAS_SAID
from assistant.retrieval.searcher import Search
from assistant.types import Quote
from vectorstore.text.arabic import fold
from vectorstore.types import Span

MAX_CHARACTERS = 500
"""Characters of both sentences together."""

APART = 3
"""Characters between two sentences that follow each other, a new paragraph among them."""

_SAID = rf"(?<!بعد )(?<!قبل )(?<!منذ )(?<!مع )ب?(?:{'|'.join(WHAT_WAS_SAID)})\b"
_SAID_ALONE = rf"(?!ب?هذ[اه] (?!(?:{'|'.join(WHAT_WAS_SAID)})\b)\w){_SAID}"
_WORDS = r"\b\W+(?:\w+\W+){0,5}?"
_AGAINST = (
    rf"(?:(?:{'|'.join((*DENYING, *CORRECTING))}){_WORDS}{_SAID}"
    rf"|(?:{'|'.join(RULING_OUT)}){_WORDS}{_SAID_ALONE}|(?:{'|'.join(TAKING_BACK)}){_WORDS}عن {_SAID})"
)
_OBJECTS = rf"^\W*و?(?:{'|'.join(OBJECTING)})\w{{0,3}}\b"
_TAKES_BACK = re.compile(rf"^\W*[وف]?{_AGAINST}|{_OBJECTS}(?:\W+\w+){{0,12}}?(?<!لم)(?<!لا)(?<!لن)\W+{_AGAINST}")
"""Of 3,200 sentences of the seeds, the news and the folders of newcomers five, all of them such."""
_GOES_AGAINST = re.compile(_OBJECTS)
_ASKS_WHETHER = re.compile(r"^\W*[وف]?(?:هل|ا(?=صحيح\b|حقا\b))")


def takes_back(sentence: str) -> bool:
    """Does a sentence say of what stands before it that somebody denies it, doubts it or puts it right?"""
    return bool(_TAKES_BACK.search(fold(sentence)))


def _speaks_against(sentence: str, whether: bool) -> bool:
    return takes_back(sentence) or (whether and bool(_GOES_AGAINST.search(fold(sentence))))


def quotes_with_denial(chosen: Sequence[Sentence], question: str, search: Search) -> dict[tuple[str, Span], Quote]:
    """By place, the quotes of the sentences that the next one of their article takes back, with that one; and of those
    that take something back, with what it is.

    Where is asked whether something is so, also with a next sentence that only goes against it («غير أن …»).
    """
    quotes = {}
    whether = bool(_ASKS_WHETHER.search(fold(question)))
    for sentence in chosen:
        passage, (start, end) = sentence.hit.passage, sentence.span
        if passage.kind != "body":
            continue
        passages = [p for p in search.snapshot.passages_of(passage.source).values() if p.kind == "body"]
        spans = [span for one in passages for span in one.sentences]
        at = spans.index(sentence.span)
        before, behind = spans[at - 1 : at] if at else [], spans[at + 1 : at + 2]
        text = search.snapshot.document(passage.source).text
        first, last = start, end
        if before and takes_back(sentence.text):
            first = before[0][0]
        elif behind and _speaks_against(text[slice(*behind[0])], whether):
            last = behind[0][1]
        kept = [span for span in (*before, sentence.span, *behind) if first <= span[0] and span[1] <= last]
        follow = all(two[0] - one[1] <= APART for one, two in itertools.pairwise(kept))
        if len(kept) > 1 and follow and last - first <= MAX_CHARACTERS:
            quotes[sentence.place] = Quote(
                passage.source, passage.title, first, last, text[first:last],
                answer=sentence.answer, further_answers=sentence.further_answers,
            )  # fmt: skip
    return quotes
