"""Does a question lean on the one before it, and which words of that one does it lean on?

Two logistic regressions over what can be seen in the two questions, without a corpus; fitted by
`benchmarks/calibrate_followups.py` on follow-ups that are made of paragraphs with several questions
(`training/followups.py`), in Arabic and in English.
"""

from __future__ import annotations

import math
import re

import numpy as np

from assistant.lexicon.interrogatives import AFTER_PREPOSITION, INTERROGATIVES, LATIN_INTERROGATIVES
from vectorstore.text.arabic import Token, fold, stem, tokens
from vectorstore.text.language import language_of
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

LEANING = (
    "asks_nothing", "words", "one_word", "two_words", "three_words", "points_back", "ending", "ending_h", "name",
    "definite", "figure", "said_before", "this", "ends_open", "new_name", "copula",
)  # fmt: skip
"""What is looked at in a question, see `leaning_features`."""

CARRIED = (
    "first", "last", "name", "definite", "beside_name", "behind_preposition", "behind_asking", "verb_shaped", "figure",
    "words", "few_asked", "place",
)  # fmt: skip
"""What is looked at in a word of the question before, see `carried_features`."""

LEANING_ARABIC = np.array(
    [0.63, -0.33, 2.17, 0.25, -0.05, 1.65, 1.2, 1.0, -1.85, -1.81, -0.61, -0.38, -0.35, 1.07, 0.93, -0.17]
)
LEANING_LATIN = np.array(
    [0.03, -3.28, 1.19, 0.57, 0.1, 3.65, 0.0, 0.0, -3.21, 0.0, 0.43, 1.24, -0.34, -0.15, 1.93, 0.0]
)
LEANING_BIAS_ARABIC, LEANING_BIAS_LATIN = -0.05, 0.86
LEANS = 0.65
"""Probability from which a question leans on the one before it.

Over follow-ups made of paragraphs that were not fitted on, without the «و» before them, .34 of the Arabic and .70 of
the English ones lean, of the same questions as they were written .014 and .024; by the rule that stood here before .14
and .48, and .057 and .013. Of other questions .05 and .07 do, many of which do not say whom they are about («أين
وُلد؟»).
"""

CARRIED_ARABIC = np.array([-0.42, 0.28, 0.55, 0.35, 0.27, 0.13, -0.24, -0.65, -0.27, -0.24, 0.87, 0.27])
CARRIED_LATIN = np.array([-0.05, 0.04, 1.57, 0.0, -0.15, 0.1, -0.01, 0.0, 0.32, -0.75, 0.83, -0.08])
CARRIED_BIAS_ARABIC, CARRIED_BIAS_LATIN = -0.7, -0.88
CARRIES = 0.3
"""Probability from which a word is taken along. Of two questions about one paragraph the second has .40 (English .30)
of the words of the first; area under the curve on held-out paragraphs .69 in both languages."""

_ASKS = f"{'|'.join(INTERROGATIVES)}|(?:{'|'.join((*PREPOSITIONS, 'ب', 'ل'))}) ?(?:{'|'.join(AFTER_PREPOSITION)})"
_ASKS_ANYWHERE = re.compile(f"(?:^|\\s)[وف]?(?:{_ASKS})\\b|\\b(?:{'|'.join(LATIN_INTERROGATIVES)}|did|does|is|was)\\b")
_JOINED = re.compile(rf"^(?:[وف] ?(?=(?:{_ASKS})\b)|(?:and|but|so|et|mais|alors)\b)")
_POINTS_BACK = re.compile(
    r"\b(?:ذلك|تلك|ذاك|المذكوره?|نفسه|نفسها|عنه|عنها|فيه|فيها|له|لها|به|بها|منه|منها|اليه|اليها|عليه|عليها|لهم|عنهم|"
    r"منهم|بهم|فيهم|معه|معها|معهم|لديه|لديها|لديهم|بينهم|بينهما|كلاهما|لهما|he|she|it|they|him|her|them|his|hers|its|"
    r"their|there|then|il|elle|ils|elles|lui|leur|celui-ci|cela|ça)\b"
)
_COPULA = re.compile(r"(?<=\s)(?:هو|هي|هم|هما)\b")
_THIS = re.compile(r"\b(?:هذا|هذه|هؤلاء|هذان|هذين)\b|\b(?:this|that|these|those)\b")
_ENDING = re.compile(r"\w{3,}(?:ها|هم|هما)$")
_ENDING_H = re.compile("\\w{3,}[^ا]ه$")
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_IMPERFECT = re.compile("^[يت]\\w{3,}")


def content_words(question: str) -> list[Token]:
    """The words of a question that say something."""
    return [token for token in tokens(question) if token.text not in STOPWORDS]


def leaning_features(question: str, former: str) -> np.ndarray:
    """What speaks for or against `question` leaning on `former`, float (len(LEANING),), without its «و» or «And»."""
    folded = _JOINED.sub("", fold(question).strip()).strip()
    latin = language_of(question) != "ar"
    content = content_words(question)
    said = {stem(token.text) for token in content_words(former)}
    names = [token for token in content if _is_name(token, question)]
    count = len(content)
    written = [_MARKS.sub("", question[token.start : token.end]) for token in content]
    return np.array([
        not _ASKS_ANYWHERE.search(folded),
        min(count, 8) / 8,
        count <= 1,
        count == 2,
        count == 3,
        bool(_POINTS_BACK.search(folded)),
        not latin and any(_ENDING.search(token.text) for token in content),
        not latin and any(_ENDING_H.search(word) for word in written),
        bool(names),
        sum(token.text.startswith("ال") for token in content) / 4,
        any(token.text[0].isdigit() for token in content),
        sum(stem(token.text) in said for token in content) / max(count, 1),
        bool(_THIS.search(folded)),
        bool(tokens(question)) and tokens(question)[-1].text in (*PREPOSITIONS, "of", "in", "to", "from", "by"),
        any(stem(token.text) not in said for token in names),
        bool(_COPULA.search(folded)),
    ], float)  # fmt: skip


def leans(question: str, former: str) -> float:
    """How likely it is that `question` cannot be understood without `former`, by its own words."""
    arabic = language_of(question) == "ar"
    weights, bias = (LEANING_ARABIC, LEANING_BIAS_ARABIC) if arabic else (LEANING_LATIN, LEANING_BIAS_LATIN)
    return _logistic(float(weights @ leaning_features(question, former)) + bias)


def carried(former: str, question: str) -> list[tuple[Token, float]]:
    """Each content word of `former` that `question` lacks, in order, with how likely the talk goes on about it."""
    content = content_words(former)
    if not content:
        return []
    arabic = language_of(former) == "ar"
    weights, bias = (CARRIED_ARABIC, CARRIED_BIAS_ARABIC) if arabic else (CARRIED_LATIN, CARRIED_BIAS_LATIN)
    own = {stem(token.text) for token in content_words(question)}
    logits = carried_features(former, question) @ weights + bias
    return [
        (token, _logistic(float(logit)))
        for token, logit in zip(content, logits, strict=True)
        if stem(token.text) not in own
    ]


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def carried_features(former: str, question: str) -> np.ndarray:
    """What each content word of `former` is like, float (words, len(CARRIED))."""
    found, content = tokens(former), content_words(former)
    places = [found.index(token) for token in content]
    own = {stem(token.text) for token in content_words(question)}
    new = len(own - {stem(token.text) for token in content})
    names = [_is_name(token, former) for token in content]
    rows = []
    for i, (token, place) in enumerate(zip(content, places, strict=True)):
        before = found[place - 1].text if place else ""
        beside = (i > 0 and places[i - 1] == place - 1 and names[i - 1]) or (
            i + 1 < len(content) and places[i + 1] == place + 1 and names[i + 1]
        )
        rows.append([
            i == 0, i == len(content) - 1, names[i], token.text.startswith("ال"), beside, before in PREPOSITIONS or
            before in ("in", "of", "for", "to", "by", "from", "with", "about"), bool(_ASKS_ANYWHERE.fullmatch(before)),
            bool(_IMPERFECT.match(token.text)), token.text[0].isdigit(), min(len(content), 10) / 10, new <= 1,
            i / max(len(content) - 1, 1),
        ])  # fmt: skip
    return np.array(rows, float).reshape(len(rows), len(CARRIED))


def _is_name(token: Token, text: str) -> bool:
    if token.text.isascii():
        return token.start > 0 and text[token.start].isupper()
    return len(token.text) > 3 and not is_native_shaped(token.text, clitics=True)
