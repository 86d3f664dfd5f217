"""Is a sentence that a language model wrote supported by the passages that it cites?

Every number, date and name of it must stand in a cited sentence (or two neighbouring ones) and belong there to the
same thing; what it denies must be denied there; nobody may have changed places; and what is left, its meaning, must
be close: by the words that it shares with the cited sentence and by the similarity of their vectors. A sentence in
another script than the passages is compared by its numbers, its names in their spellings, negation, and vectors. Where
a reader is, it reads what the rules leave open (`entailment`).

In doubt a sentence is not supported: a wrong rejection costs wording, a wrong acceptance an untrue statement under a
source's name. What this module does not do: write, repair or show sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.types import Quote
from assistant.verification.alignment import find_units
from assistant.verification.claims import (
    Claim,
    embed_claim,
    has_name,
    has_number,
    is_known_name,
    nearest_sources,
    paired_sources,
    single_sources,
)
from assistant.verification.entailment import Support, read_again
from assistant.verification.judge import Judgement, judge_claim
from assistant.verification.names import name_positions
from assistant.verification.numbers import find_figures
from assistant.verification.word_match import ClaimWord, claim_words
from vectorstore.embedding.embedder import Embedder
from vectorstore.text.language import language_of
from vectorstore.text.name_keys import NameVariants
from vectorstore.types import Passage, Span

PAIR_COST = 0.02
"""A pair of neighbours has at least what its sentences have, so it must be this much nearer than one of them."""

OTHER_SCRIPT_SHARE = 0.1
"""Letters of a third script from which a claim cannot be checked."""

MAX_CLAIM_CHARACTERS = 1_000
"""Characters; no sentence of an article is longer than 700, and comparing takes time with the square of the length."""

_MARKERS = re.compile(r"[\[【［{]\s*+(?:[\d٠-٩۰-۹]\s*+[,،]?\s*+)++[\]】］}]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_QUESTION = re.compile(r"[?؟]\s*[\"»”)]*\s*$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason`: empty, or the first thing that failed: number, name, negation, meaning, language, empty.

    `quotes`: the passage sentences that it rests on, best first, verbatim slices; none where it is not supported.
    """

    supported: bool
    reason: str
    quotes: tuple[Quote, ...]


def verify(
    sentence: str,
    passages: Sequence[Passage],
    vectors: Mapping[str, np.ndarray],
    embedder: Embedder,
    spellings: NameVariants | None,
    support: Support | None = None,
) -> Verdict:
    """Is the sentence supported by these passages, and by which of their sentences?

    `passages`: those that it cites, or all that were read for a sentence without keys. `vectors`: by passage id, one
    row of unit length for each sentence. `spellings`: of the corpus, to tell names from nouns; None where unknown.
    `support`: what reads a claim beside a text; None where there is none.
    """
    found = examine(sentence, passages, vectors, embedder, spellings)
    if isinstance(found, Verdict):
        return found
    return decide(read_again(without_markers(sentence), found, support) if support else found)


def examine(
    sentence: str,
    passages: Sequence[Passage],
    vectors: Mapping[str, np.ndarray],
    embedder: Embedder,
    spellings: NameVariants | None,
) -> Verdict | list[Judgement]:
    """The likeliest sources compared one by one; or the verdict, where it needs no comparison."""
    text = without_markers(sentence)
    words = claim_words(text)
    whole = _verbatim(claim_words(sentence), passages) or _verbatim(words, passages)
    if whole:
        return Verdict(True, "", whole)
    if not any(word.content for word in words):
        return _failed("empty")
    if len(text) > MAX_CLAIM_CHARACTERS:
        return _failed("meaning")
    if len(_OTHER_SCRIPT.findall(text)) > OTHER_SCRIPT_SHARE * len(_LETTER.findall(text)):
        return _failed("language")
    if _QUESTION.search(text):
        return _failed("meaning")
    found = find_figures(text)
    singles = list(single_sources(passages, vectors))
    if any(not has_number(figure, [f for source in singles for f in source.figures]) for figure in found):
        return _failed("number")
    names = name_positions(text, words, spellings)
    arabic = language_of(text) == "ar"
    alike = [word for source in singles if source.arabic == arabic for word in source.words]
    if len(alike) == sum(len(source.words) for source in singles) and any(
        not has_name(words[place].text, alike) for place in names
    ):
        return _failed("name")
    known = frozenset(place for place in names if spellings and is_known_name(words[place].text, spellings))
    claim = Claim(
        text, words, found, names, known, find_units(words, found, names), embed_claim(text, embedder), arabic
    )
    return [judge_claim(claim, source) for source in nearest_sources(claim, [*singles, *paired_sources(singles)])]


def without_markers(sentence: str) -> str:
    """The sentence without «[1]» and the like."""
    return _MARKERS.sub(" ", sentence).strip()


def decide(judged: Sequence[Judgement]) -> Verdict:
    """Supported by the best source that nothing speaks against, else why the best one does not support it."""
    if not judged:
        return _failed("meaning")
    # a pair has at least what its sentences have: only where one of them is not enough
    best = max(judged, key=lambda found: (not found.reason, found.score - PAIR_COST * (len(found.spans) - 1)))
    if best.reason:
        return _failed(best.reason)
    return Verdict(True, "", tuple(_quote(best.passage, span) for span in best.spans))


def _failed(reason: str) -> Verdict:
    return Verdict(False, reason, ())


def _verbatim(words: Sequence[ClaimWord], passages: Sequence[Passage]) -> tuple[Quote, ...]:
    """The sentences of one passage, next to each other, whose words these are, all of them and no others."""
    wanted = [word.text for word in words]
    for passage in passages:
        read_ = [[word.text for word in claim_words(passage.sentence(span))] for span in passage.sentences]
        for first in range(len(read_)):
            joined: list[str] = []
            for last in range(first, len(read_)):
                joined = joined + read_[last]
                if joined == wanted and wanted:
                    return tuple(_quote(passage, span) for span in passage.sentences[first : last + 1])
                if len(joined) >= len(wanted):
                    break
    return ()


def _quote(passage: Passage, span: Span) -> Quote:
    return Quote(passage.source, passage.title, span[0], span[1], passage.sentence(span))
