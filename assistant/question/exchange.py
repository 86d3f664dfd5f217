"""A name that is all there is of a question («ووزير ألمانيا؟») takes the place of its like in the question before.

Which words it replaces is a choice among all stretches of that question, by a conditional logit that was fitted on
questions which differ in one stretch («ما هي عاصمة إيران؟», «ما هي عاصمة مالطا؟») by
`benchmarks/calibrate_followups.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from assistant.lexicon.interrogatives import AFTER_PREPOSITION, INTERROGATIVES
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.of_its_kind import is_ordinal
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, stem, tokens
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

FEATURES = (
    "longer", "shorter", "both_names", "one_name", "both_definite", "one_definite", "asked_for", "last", "same_ending",
    "likeness", "same_preposition", "shared_word", "verb_shaped", "breaks_name", "figures", "capitals",
)  # fmt: skip

MAX_SPAN_WORDS = 4

_ASKING = frozenset((*INTERROGATIVES, *AFTER_PREPOSITION))


def spans_of(question: str) -> list[tuple[int, int]]:
    """The stretches of words that a name may replace: places of the first token and behind the last one."""
    found = tokens(question)
    said = [token.text not in STOPWORDS for token in found]
    return [
        (i, j)
        for i in range(len(found))
        for j in range(i + 1, min(i + MAX_SPAN_WORDS, len(found)) + 1)
        if said[i] and said[j - 1]
    ]


def span_features(
    name: str,
    question: str,
    spans: Sequence[tuple[int, int]],
    embed: Callable[[str], np.ndarray],
    preposition: str = "",
) -> np.ndarray:
    """What each stretch of the question has in common with the name, float (spans, len(FEATURES)).

    `embed`: a text's vector of unit length; `preposition`: with which the name was given («وفي باريس؟»).
    """
    found, new = tokens(question), tokens(name)
    vector = embed(name)
    texts = [question[found[i].start : found[j - 1].end] for i, j in spans]
    near = np.array([float(embed(text) @ vector) for text in texts])
    near = (near - near.mean()) * 10 if len(near) else near
    stems = {stem(token.text) for token in new}
    rows = []
    for (i, j), likeness in zip(spans, near, strict=True):
        words = found[i:j]
        before = found[i - 1].text if i else ""
        names = _named(words, question), _named(new, name)
        definite = words[0].text.startswith("ال"), new[0].text.startswith("ال")
        beside = [token for token in (found[i - 1 : i] + found[j : j + 1]) if token.text not in STOPWORDS]
        ends = words[-1].text[-1], new[-1].text[-1]
        rows.append([
            max(0, len(words) - len(new)), max(0, len(new) - len(words)), all(names), names[0] != names[1],
            all(definite), definite[0] != definite[1], before in _ASKING or i == 0, j == len(found),
            ends[0] == ends[1], likeness, bool(preposition) and before == preposition,
            bool(stems & {stem(token.text) for token in words}),
            words[0].text[0] in "يت" and len(words[0].text) > 3 and before in _ASKING,
            names[0] and _named(beside, question),
            words[0].text[0].isdigit() == new[0].text[0].isdigit(),
            _capital(words[0], question) and _capital(new[0], name),
        ])  # fmt: skip
    return np.array(rows, float).reshape(len(rows), len(FEATURES))


def _is_place(words: Sequence[str]) -> bool:
    """Are these words, whole, a country or a city of the table?"""
    return is_territory(" ".join(words))


def _capital(token: Token, text: str) -> bool:
    return token.text.isascii() and text[token.start].isupper()


def _named(words: Sequence[Token], text: str) -> bool:
    return any(
        _capital(t, text) if t.text.isascii() else len(t.text) > 2 and not is_native_shaped(t.text, clitics=True)
        for t in words
    )


WEIGHTS = np.array([-0.7, -0.4, 1.71, 0.3, 0.75, -0.29, -2.41, 1.37, 0.53, 0.25, 1.77, -0.31, -0.66, 0.06, -0.29, 0.37])
"""Conditional logit over 260 pairs of questions that differ in one stretch of words, out of 11 stretches each. Held
out, exactly that stretch is chosen for .39 of them, by likeness of the vectors alone for .17; of the others many
replace as much («كنيسة نوثردام» by «القديس ماركو» where only «نوثردام» was)."""

BESIDE, BESIDE_ANOTHER = 3.0, 1.5
"""What it counts that the corpus has name and word side by side, as in a list, and that both stand beside a third name
(«غوغل وتويتر», «تويتر ومايكروسوفت»). Judgements: the questions that the weights were fitted on have no corpus."""

SPEAKER, BOTH_PLACES = 2.0, 2.0
"""What it counts that a word stands behind a verb of saying, where the speaker is named («ماذا قال مينيتي عن …؟»), and
that name and word are both countries or cities. Judgements too."""

LEAST_CHANCE = 0.4
"""Probability below which nothing is exchanged, and the question before is taken along instead."""


def _beside(token: Token, question: str, beside: Collection[str], alike: Callable[[str], Collection[str]]) -> float:
    """What it counts that a word stands in one row with the name whose own company is `beside`."""
    if token.text in beside:
        return BESIDE
    if not beside or not _named([token], question):
        return 0.0
    shared = {word for word in alike(token.text) if word in beside and not is_native_shaped(word, clitics=True)}
    return BESIDE_ANOTHER if shared else 0.0


def _end_of_noun(found: Sequence[Token], place: int, count: int) -> int:
    """Behind the words of a noun and what it is of: those with the article («وزير التعليم العالي»), or as many as the
    name has that takes its place, up to a particle («وزير ألمانيا عن»)."""
    end = place + 1
    while end < len(found) and found[end].text.startswith(("ال", "وال")):
        end += 1
    while end < min(place + count, len(found)) and found[end].text not in STOPWORDS:
        if found[end - 1].text.startswith(("ال", "وال")):
            break
        end += 1
    return end


def exchange(
    name: str,
    question: str,
    preposition: str,
    known: Callable[[str], bool],
    alike: Callable[[str], Collection[str]],
    embed: Callable[[str], np.ndarray] | None,
) -> str:
    """The question with the name in the place of its like; "" where nothing in it is like it."""
    found, new = tokens(question), tokens(name)
    stems = [stem(token.text) for token in new]
    for place, token in enumerate(found):  # «وزير ألمانيا» for «وزير فرنسا»
        if len(new) > 1 and stem(token.text) == stems[0] and (end := _end_of_noun(found, place, len(new))) > place + 1:
            return f"{question[: token.start]}{name}{question[found[end - 1].end :]}"
    spans = [s for s in spans_of(question) if not set(stems) & {stem(t.text) for t in found[s[0] : s[1]]}]
    spans = [s for s in spans if not is_ordinal(found[s[0] : s[1]]) or is_ordinal(new) or name[0].isdigit()]
    if not spans:
        return ""
    beside = set().union(*(alike(token.text) for token in new))
    likeness = [_beside(token, question, beside, alike) for token in found]
    logits = np.array([max(likeness[i:j]) / (j - i) for i, j in spans])
    if _is_place([token.text for token in new]):
        logits += [BOTH_PLACES * _is_place([token.text for token in found[i:j]]) for i, j in spans]
    elif not preposition:
        logits += [SPEAKER * (i > 0 and found[i - 1].text in SAYING_FORMS) for i, _ in spans]
    if embed is not None:
        logits += span_features(name, question, spans, embed, preposition) @ WEIGHTS
    elif not logits.any():
        return ""
    chances = np.exp(logits - logits.max())
    chances /= chances.sum()
    best = int(np.argmax(chances))
    if chances[best] < LEAST_CHANCE:
        return ""
    first, last = found[spans[best][0]], found[spans[best][1] - 1]
    # a preposition written onto the first word stays («لفرنسا» → «لألمانيا»)
    glued = len(first.text) > 3 and first.text[0] in "بلك" and not known(first.text) and known(first.text[1:])
    return f"{question[: first.start + glued]}{name}{question[last.end :]}"
