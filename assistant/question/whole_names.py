"""The whole name of a person of whom only a part is known for a name: «بتول عبد الرازق», not «عبد الرازق»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.question.nouns import Noun, has_article
from vectorstore.text.arabic import fold, tokens


def whole_name(noun: Noun, former: str, people: Sequence[str]) -> Noun:
    """A name as one of these people has it, whose first or last words it is and who stands whole in the question
    before."""
    if not noun.name:
        return noun
    part, asked = _words(noun.text), f" {' '.join(_words(former))} "
    longer = [name for name in people if part in (_words(name)[-len(part) :], _words(name)[: len(part)])]
    longer = [name for name in longer if len(_words(name)) > len(part)]
    wholes = list(dict.fromkeys(name for name in longer if f" {' '.join(_words(name))} " in asked))
    return replace(noun, text=wholes[0], behind="") if len(wholes) == 1 else noun


def women_by_name(nouns: Sequence[Noun]) -> list[Noun]:
    """The nouns, with a woman known for a person where a verb says that she is one and her last name is known for a
    person's («متى توفيت بتول حداد؟»)."""

    def is_one(noun: Noun) -> bool:
        if not noun.female or noun.several or noun.person is not None or has_article(fold(noun.text)):
            return False
        return any(other.person and _may_be_given(noun.text, other.text) for other in nouns)

    return [replace(noun, person=True) if is_one(noun) else noun for noun in nouns]


def _may_be_given(text: str, last: str) -> bool:
    """Is what stands before the last name one that she may be given («بتول حداد», not «وثيقة السلطان وشيوخ القرى»)?"""
    if not text.endswith(f" {last}") or last.startswith("و"):
        return False
    return not any(has_article(word) for word in _words(text[: -len(last)]))


def _words(text: str) -> list[str]:
    return [token.text for token in tokens(text)]
