"""Answers that are lists: what a sentence names, and the sentences that bring something new to what was named.

A list stands in one sentence, which then tells several things of a kind side by side, or its items are spread over
sentences and articles. So a sentence that lists is preferred, and a further one is taken where it names what none
before it does (after maximal marginal relevance, Carbonell & Goldstein 1998, with new items in the place of likeness).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant.answering.false_premise import files_with
from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.interrogatives import ASK_LIST
from assistant.lexicon.listing import (
    AMONG_THEM,
    EACH_OF,
    ITEMS_FOLLOW,
    LIKE,
    PLURAL_SHAPES,
    PLURAL_SHAPES_OF_THINGS,
)
from assistant.question.answer_type import holds_time
from assistant.question.query import Query
from assistant.question.territories import is_place_name
from assistant.retrieval.searcher import Search
from vectorstore.text.arabic import fold, stem, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

MAX_ITEM_WORDS = 5
MIN_LISTED = 3
"""Items side by side from which a sentence is said to list."""

LISTING_GAIN = 1.0
"""Logits for a sentence that lists, where a list is asked for."""

NEW_ITEM_GAIN, MAX_NEW_ITEMS = 0.5, 3
"""Logits for each thing that a further sentence names and none before it does, and how many of them count. These three
are a judgement: no set at hand has questions whose answers are spread over several sentences."""

PART_MARGIN = 6.0
"""Where a question has parts or asks for a list, what a further sentence would answer with may score this much (a logit
of the reader) below the surest of all: its other signs are nearness and shared words, which what only stands beside the
answer has, too. Of the further sentences of 307 questions about the seeds and the news that ask for one thing 13 % have
the answer up to 6 below, 7 % from there on.
"""

SUBJECT_MARGIN = 3.0
"""Logits that the best sentence of the articles with all names of a question may score below the best of any. A
judgement: a list of another event is worth less than a shorter one of the right event."""

_BEFORE = f"^[وف]?(?:(?:{'|'.join(PREPOSITIONS)}) )?"
_LIST_ASKED = re.compile(
    rf"^[وف]?(?:{'|'.join(ASK_LIST)})\b|\bاسماء\b|{_BEFORE}من ?(?:هم|هن)\b|^[وف]?من ال\w{{3,}}(?:ات|ون)\b"
    rf"|{_BEFORE}(?:ما|[بل]?اي) ?(?:(?:هي|هم) )?"
    rf"(?:\w{{2,}}(?:ات|ون|ين)\b|(?:ال)?(?:{'|'.join(PLURAL_SHAPES)})\b|(?:ال)?\w+ (?:التي|الذين|الاعضاء)\b)"
    rf"|{_BEFORE}ما ?(?:هي )?(?:ال)?(?:{'|'.join(PLURAL_SHAPES_OF_THINGS)})\b"
    r"|\b(?:list|name all|what are|who are|who were|what were)\b|\b(?:which|what) (?!is\b|was\b|does\b|has\b)[a-z]+s\b"
    r"|\b(?:quels|quelles|citez|énumérez)\b"
)
_BORDERS = re.compile(r"[،,؛;:()\[\]«»“”\"–—]+|\s+(?=و\S{2})|\s+(?:and|ou|et)\s+|\s+-\s+")
_ITEMS_FOLLOW = re.compile(rf"\b(?:{'|'.join((*ITEMS_FOLLOW, *AMONG_THEM, *EACH_OF, LIKE))})\b")
_FIRST_ITEM = re.compile(r"\s+(\w+(?:\s+(?!و)\w+){0,2}?)(?=[،,]|\s+و\S{2})")  # at most three words
_JOINED = re.compile("^[وف](?=.{2})")


def asks_for_list(question: str) -> bool:
    """Does the question ask for several things of one kind?"""
    return bool(_LIST_ASKED.search(fold(question).strip()))


def listed_items(sentence: str) -> frozenset[str]:
    """The things that a sentence tells side by side, each by the stems of its words; empty where it lists nothing."""
    runs: list[list[str]] = []
    for stretch in _stretches(fold(sentence)):
        runs.append([])
        for piece in _BORDERS.split(stretch):
            words = [token.text for token in tokens(piece or "")]
            if not words:
                continue
            said = [word for word in words if word not in STOPWORDS and _JOINED.sub("", word) not in STOPWORDS]
            if len(words) > MAX_ITEM_WORDS:
                runs.append([])
            elif said:
                runs[-1].append(" ".join(stem(_JOINED.sub("", word)) for word in said))
    return frozenset(item for run in runs if len(set(run)) >= MIN_LISTED for item in run)


def _stretches(sentence: str) -> Iterator[str]:
    """A folded sentence, cut where the things of a list begin."""
    begin = 0
    for match in _ITEMS_FOLLOW.finditer(sentence):
        if _begins_list(match.group(), sentence[: match.start()].rstrip(), sentence[match.end() :]):
            yield sentence[begin : match.start()]
            begin = match.end()
    yield sentence[begin:]


def _begins_list(word: str, before: str, after: str) -> bool:
    """Do the things of a list begin after the word, which may have another meaning, too?"""
    if word in ITEMS_FOLLOW:
        return True
    if word in AMONG_THEM:
        return before.endswith(("،", ",", ":")) or after.lstrip().startswith(("،", ",", ":"))
    first = _FIRST_ITEM.match(after)
    words = first[1].split() if first else []
    if not words or not STOPWORDS.isdisjoint(words):
        return False
    if word in EACH_OF:
        # that a word has a native shape tells no name from a verb
        return words[0].startswith("ال") or is_place_name(words[0]) or not is_native_shaped(words[0])
    return any(map(str.isalnum, before))


def named(sentence: Sentence) -> frozenset[str]:
    """Names of foreign shape and figures of a sentence, by their stems, and what it lists."""
    found = {
        word.stem
        for word in sentence.words
        if not word.stop and (word.text[0].isdigit() or not is_native_shaped(word.text, clitics=True))
    }
    return frozenset(found | listed_items(sentence.text))


def sure_enough(ranked: Sequence[Sentence]) -> list[Sentence]:
    """Those whose part the reader would answer with, as far as `PART_MARGIN` below the surest; all without a reader."""
    surest = max((s.part_logit for s in ranked), default=0.0)
    return [s for s in ranked if s.part_logit >= surest - PART_MARGIN]


def prefer_lists(ranked: Sequence[Sentence]) -> list[Sentence]:
    """The ranking for a question that asks for several things: sentences that list come before others as good.

    Not those that list something else, as the reader sees it (`sure_enough`).
    """
    sure = {s.place for s in sure_enough(ranked)}
    raised = [
        replace(s, score=s.score + LISTING_GAIN) if s.place in sure and len(listed_items(s.text)) >= MIN_LISTED else s
        for s in ranked
    ]
    return sorted(raised, key=lambda s: -s.score)


def keep_to_subject(
    ranked: Sequence[Sentence], query: Query, search: Search, sources: Collection[str] | None
) -> list[Sentence]:
    """The ranking without articles that lack a name of the question, where one that has all of them answers nearly as
    well (`SUBJECT_MARGIN`): who came to the meeting of Ischia is not told by a dinner in Luxembourg.

    A name counts in any form and spelling, a country by its adjective too (`false_premise.files_with`).
    """
    # «الأسبوع» has the shape of a foreign name
    names = [term for term in query.terms if (term.name and not holds_time(term.text)) or is_place_name(term.text)]
    found = [files for term in names if (files := files_with(term, search, sources))]
    about = frozenset.intersection(*found) if found else frozenset()
    kept = [sentence for sentence in ranked if sentence.source in about]
    return kept if kept and kept[0].score >= ranked[0].score - SUBJECT_MARGIN else list(ranked)


def new_item_gain(sentence: Sentence, told: Collection[str]) -> float:
    """Logits for what a further sentence names beside what was `told`: the question's words, and what came before."""
    return NEW_ITEM_GAIN * min(MAX_NEW_ITEMS, len(named(sentence) - frozenset(told)))
