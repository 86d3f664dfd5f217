"""A question of a conversation becomes one that stands alone.

Three cases, by rule: a new question is left as it is (and takes nothing from the history); a question that
leans on the one before («وفي أي مركز يعمل؟», «كم قدّرها؟») takes that one along as context; a bare name
(«وفايسبوك؟») takes the place of its like in the question before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.lexicon.interrogatives import AFTER_PREPOSITION, INTERROGATIVES
from assistant.types import Turn
from vectorstore.text.arabic import fold, stem, strip_clitics, tokens, words
from vectorstore.text.language import language_of
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

MAX_HISTORY_TURNS = 6
"""Turns of history that are looked at: a chain of follow-ups longer than this has lost its beginning."""

MAX_BARE_WORDS = 3
"""Content words up to which a question that leans on nothing visible may still be a bare name."""

_ASKS = f"{'|'.join(INTERROGATIVES)}|(?:{'|'.join((*PREPOSITIONS, 'ب', 'ل'))}) ?(?:{'|'.join(AFTER_PREPOSITION)})"
_LEADS = re.compile(f"^[وف] ?(?:{_ASKS})\\b")
_WHAT_ABOUT = re.compile("^[وف]?(?:ماذا عن|ما عن|بالنسبه ل|بشان)\\b|^(?:and )?(?:what|how) about\\b|^et (?:pour |de )?")
_JOINED = re.compile("^[وف](?=\\w{3})")
_ASKS_ANYWHERE = re.compile(f"(?:^|\\s)[وف]?(?:{_ASKS})\\b")
_BACKWARD = re.compile(
    "\\b(?:هو|هي|هم|ذلك|تلك|هذا|هذه|ذاك|المذكور[ه]?|نفسه|نفسها|عنه|عنها|فيه|فيها|له|لها|به|بها|منه|منها|اليه|اليها|"
    "عليه|عليها|لهم|عنهم|منهم|بينهم|بينهما|كلاهما)\\b"
)
_COPULA = re.compile("^(?:من|ما) (?:هو|هي|هم|هما)\\b")
_LEADS_LATIN = re.compile(r"^(?:and|but|so|et|mais|alors)\b")
_BACKWARD_LATIN = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|their|that|this|there|il|elle|ils|elles|lui|leur|celui-ci|cela|ça)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile("^[وف]?\\w{3,}(?:ها|هم|هما)$")


@dataclass(frozen=True, slots=True)
class Standalone:
    """`question` is what is asked, `context` the words of earlier questions that it leans on (or "")."""

    question: str
    context: str = ""

    @property
    def text(self) -> str:
        """One line that a person can check the understanding by."""
        return f"{self.question} ({self.context})" if self.context else self.question


def stand_alone(
    question: str,
    history: Sequence[Turn],
    known: Callable[[str], bool] = lambda word: True,
    alike: Callable[[str], Collection[str]] = lambda word: (),
) -> Standalone:
    """The question as it stands alone after the history (oldest turn first).

    `known(word)`: does the corpus have this word? `alike(word)`: words that stand beside it in the corpus, as
    the names of a list do; they tell which name of the earlier question a bare name replaces.
    """
    earlier = Standalone("")
    for turn in (*history[-MAX_HISTORY_TURNS:], Turn(question)):
        earlier = _resolve(turn.question, earlier, known, alike)
    return earlier


def _resolve(
    question: str, earlier: Standalone, known: Callable[[str], bool], alike: Callable[[str], Collection[str]]
) -> Standalone:
    if not earlier.question or not is_followup(question):
        return Standalone(question)
    bare = bare_name(question, known)
    if bare:
        replaced = _replace(bare, earlier.question, alike)
        if replaced:
            return Standalone(replaced, earlier.context)
    # the whole chain would drown the question: what it leans on is the turn before and that one's own base
    context = " ".join(dict.fromkeys(filter(None, (earlier.context, earlier.question))))
    return Standalone(question, context)


def is_followup(question: str) -> bool:
    """Does the question need the one before it?"""
    folded = fold(question).strip()
    content = _content(question)
    if language_of(question) != "ar":
        backward = len(content) <= MAX_BARE_WORDS + 1 and _BACKWARD_LATIN.search(folded)
        return bool(_LEADS_LATIN.search(folded) or _WHAT_ABOUT.search(folded) or backward) or len(content) <= 1
    if not content or _LEADS.search(folded) or _WHAT_ABOUT.search(folded):
        return True
    if not _ASKS_ANYWHERE.search(folded) and len(content) <= MAX_BARE_WORDS:
        return True
    first_words = " ".join(_COPULA.sub("", folded).split()[:3])
    return bool(_BACKWARD.search(first_words)) or (
        len(content) <= MAX_BARE_WORDS and any(_BACKWARD.search(word) or _OBJECT.match(word) for word in content)
    )


def bare_name(question: str, known: Callable[[str], bool]) -> str:
    """The name that is all there is of a question («وفايسبوك؟», «وماذا عن تويتر؟»), else ""."""
    folded = fold(question)
    stripped = _WHAT_ABOUT.sub("", folded)
    if stripped == folded and _ASKS_ANYWHERE.search(folded):
        return ""
    content = _content(stripped)
    if not content or len(content) > MAX_BARE_WORDS:
        return ""
    first = content[0]
    without = _JOINED.sub("", first)
    if without != first and (known(without) or not known(first)):
        content[0] = without
    return " ".join(content)


def _replace(name: str, question: str, alike: Callable[[str], Collection[str]]) -> str:
    """The earlier question with the name in the place of its like; "" where nothing in it is like it."""
    beside = set().union(*(alike(word) for word in name.split()))
    best: tuple[int, int, int] | None = None
    for token in tokens(question):
        if token.text in STOPWORDS or stem(token.text) in {stem(word) for word in name.split()}:
            continue
        likeness = 2 * (token.text in beside) + (not is_native_shaped(token.text))
        if token.text in beside and (best is None or likeness > best[0]):
            best = (likeness, token.start, token.end)
    return question[: best[1]] + name + question[best[2] :] if best else ""


def same_question(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """May a rewritten question take the place of the one that was asked?

    It keeps the content words and numbers of the question, every word of it stands in the conversation (as a
    stem, or with another clitic), it is in the same language, and it asks for one thing.
    """
    if not rewritten or language_of(rewritten) != language_of(question):
        return False
    turns = history[-MAX_HISTORY_TURNS:]
    said = " ".join([question, *(f"{turn.question} {turn.answer or ''}" for turn in turns)])
    known = {form for word in words(said) for form in _forms(word)}
    kept = {form for word in words(rewritten) for form in _forms(word)}
    asked = [word for word in _content(_LEADS_LATIN.sub("", fold(question))) if not _OBJECT.match(word)]
    new = [word for word in _content(rewritten) if not _forms(word) & known]
    return not new and all(_forms(word) & kept for word in asked)


def _forms(word: str) -> set[str]:
    """A word as it may be met with another conjunction, preposition, article or ending."""
    return {word, stem(word), stem(strip_clitics(word)), stem(_JOINED.sub("", word))}


def _content(question: str) -> list[str]:
    return [token.text for token in tokens(question) if token.text not in STOPWORDS]
