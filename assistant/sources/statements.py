"""Do two sentences of two articles say the same, but for what they may differ in; and who says it?"""

from __future__ import annotations

from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.lexicon.synonyms import one_for_all
from assistant.sources.said import Said
from assistant.verification.alignment import align, find_units
from assistant.verification.names import is_same_name
from assistant.verification.word_match import ClaimWord, base_forms, word_similarity

MIN_COSINE = 0.94
"""Cosine from which two sentences may say the same."""

MAX_NOVEL_SHARE, MIN_CONTENT = 0.3, 4
"""Share of the shorter sentence's words that the longer one lacks, and words that it has at least."""

MAX_SPEAKER_WORDS = 8


def says_the_same(one: Said, other: Said) -> bool:
    """Have nearly all words of the shorter sentence a match in the longer one, and all its names?"""
    if float(one.vector @ other.vector) < MIN_COSINE:
        return False
    shorter, longer = sorted((one, other), key=lambda said: len(said.words))
    found = align(*(find_units(said.words, said.figures, said.names) for said in (shorter, longer)))
    novel = [place for place in found.novel if not _has_synonym(shorter.words[place], longer)]
    if len(found.content) < MIN_CONTENT or len(novel) > MAX_NOVEL_SHARE * len(found.content):
        return False
    return not any(_is_other_name(shorter, place, longer) for place in novel)


def _has_synonym(word: ClaimWord, said: Said) -> bool:
    same = one_for_all(word.text)
    return any(one_for_all(other.text) == same for other in said.words)


def _is_other_name(said: Said, place: int, other: Said) -> bool:
    word = said.words[place].text
    return place in said.names and not any(is_same_name(word, one.text) for one in other.words)


def speaks(said: Said) -> frozenset[str]:
    """The words that name who says it («قالت الحكومة المكسيكية إن …»); none where the article itself does."""
    found: set[str] = set()
    for place, word in enumerate(said.words):
        if base_forms(word.text) & SAYING_FORMS:
            behind = said.words[place + 1 : place + 1 + MAX_SPEAKER_WORDS]
            end = next((i for i, one in enumerate(behind) if one.text in ("ان", "انه", "انها", "بان")), None)
            if end is not None:
                found |= {one.text for one in behind[:end] if one.content}
    return frozenset(found)


def other_speakers(one: Said, other: Said) -> bool:
    """Do both name somebody who says it, and no word of the two is the same?"""
    here, there = speaks(one), speaks(other)
    same = any(word_similarity(a, b) or is_same_name(a, b) for a in here for b in there)
    return bool(here and there) and not same
