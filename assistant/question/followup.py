"""A question of a conversation becomes one that stands alone.

Whether it leans on the one before is decided by a few words that can say nothing alone («وماذا عن», «ومتى») and else by
a model (`question.leaning`). A new question is left as it is and takes nothing from the history. One that leans takes
along what the talk is about: the words of the question before that such questions mostly go on about. A bare name
(«وفايسبوك؟») takes the place of its like in the question before (`question.exchange`), and who asks for more («ومن
أيضا؟») asks the same again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.lexicon.interrogatives import (
    AFTER_PREPOSITION,
    ASK_NUMBER,
    ASK_PLACE,
    ASK_REASON,
    ASK_TIME,
    INTERROGATIVES,
    LATIN_INTERROGATIVES,
)
from assistant.question.exchange import exchange
from assistant.question.leaning import CARRIES, LEANS, carried, content_words, leans
from assistant.types import Turn
from vectorstore.text.arabic import Token, fold, stem, strip_clitics, tokens, words
from vectorstore.text.language import language_of
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

MAX_HISTORY_TURNS = 6
"""Turns of history that are looked at: a chain of follow-ups longer than this has lost its beginning."""

MAX_BARE_WORDS = 3
"""Content words up to which a question that leans on nothing visible may still be a bare name."""

JOINED_LEANS = 0.15
"""The threshold for a question that begins with «و»: it goes on, unless it surely says all by itself."""

PART_LEANS = 0.5
"""The same threshold as `leaning.LEANS` for what was asked in one breath: a part mostly leans on the first."""

COMMA = "، "
"""Between the stretches that make a context."""

MIN_CONTEXT_WORDS, MAX_CONTEXT_WORDS = 3, 8
"""Content words of the questions before that are taken along, the likeliest."""

_ASKS = f"{'|'.join(INTERROGATIVES)}|(?:{'|'.join((*PREPOSITIONS, 'ب', 'ل'))}) ?(?:{'|'.join(AFTER_PREPOSITION)})"
_LEADS = re.compile(f"^[وف] ?(?:{_ASKS})\\b")
_WHAT_ABOUT = re.compile("^[وف]?(?:ماذا عن|ما عن|بشان)\\b|^(?:and )?(?:what|how) about\\b|^et (?:pour |de )?")
_REGARDING = re.compile("^[وف]?بالنسبه ل")
_JOINED = re.compile("^[وف](?=\\w{3})")
_JOINED_PREPOSITION = re.compile(f"^[وف]?(?:{'|'.join(PREPOSITIONS)}|in|at|for|from)$")
_JOINED_SHORT = re.compile(f"^[وف](?=(?:{'|'.join(PREPOSITIONS)})$)")
_ASKS_ANYWHERE = re.compile(f"(?:^|\\s)[وف]?(?:{_ASKS})\\b")
_LEADS_LATIN = re.compile(r"^(?:and|but|so|et|mais|alors)\b")
_ASKS_LATIN = re.compile(rf"\b(?:{'|'.join(LATIN_INTERROGATIVES)}|did|does|do|is|are|was|were|has|have|can)\b")
_MORE = re.compile(
    "^[وف]?(?:ايضا|غيره|غيرها|غيرهم|غيرهما|اخر|اخري|اخرون|اخرين|كذلك|else|other|others|autre|autres|encore)$"
)
_OBJECT = re.compile("^[وف]?\\w{3,}(?:ها|هم|هما)$")
_OWNED = re.compile("^(?P<noun>\\w{3,})(?:ها|هم|هما|(?<![ةا])ه)$")
_WITH_PRONOUN = re.compile("^(?P<joined>[وف]?)(?P<word>في|عن|من|علي|الي|مع|لدي|بين|ل|ب)(?:ه|ها|هم|هما)$")
_FULL = {"علي": "على ", "الي": "إلى ", "لدي": "لدى ", "ل": "لـ", "ب": "بـ"}
_ASKED = re.compile(
    f"^[وف]?(?:{'|'.join((*ASK_TIME, *ASK_PLACE, *ASK_REASON, *ASK_NUMBER, 'ما', 'ماذا', 'كيف', 'اي'))})$"
)
_VERB_FOLLOWS = frozenset(("متي", "اين", "كيف", "لماذا", "كم", "ماذا"))


@dataclass(frozen=True, slots=True)
class Standalone:
    """`question` is what is asked, `context` the words of earlier questions that it leans on (or "").

    `shown`: the same as one would ask it alone, where that can be written. `beyond`: what else there is, so that what
    was quoted already is no answer. `name`: the bare name that took the place of another one.
    """

    question: str
    context: str = ""
    shown: str = ""
    beyond: bool = False
    name: str = ""

    @property
    def text(self) -> str:
        """One line that a person can check the understanding by."""
        return self.shown or (f"{self.question} ({self.context})" if self.context else self.question)


def stand_alone(
    question: str,
    history: Sequence[Turn],
    known: Callable[[str], bool] = lambda word: True,
    alike: Callable[[str], Collection[str]] = lambda word: (),
    embed: Callable[[str], np.ndarray] | None = None,
) -> Standalone:
    """The question as it stands alone after the history (oldest turn first).

    `known(word)`: does the corpus have this word? `alike(word)`: words that stand beside it in the corpus, as
    the names of a list do, and `embed(text)`, a vector of unit length: they tell which name of the earlier question a
    bare name replaces.
    """
    earlier = Standalone("")
    for turn in (*history[-MAX_HISTORY_TURNS:], Turn(question)):
        earlier = _resolve(turn.question, earlier, known, alike, embed)
    return earlier


def stand_alone_part(
    part: str, first: str, known: Callable[[str], bool], alike: Callable[[str], Collection[str]]
) -> Standalone:
    """A further part of a question as it stands alone: it leans on the first where it well may («في أي عام توفي؟»)."""
    if not is_followup(part, first) and leans(part, first) < PART_LEANS:
        return Standalone(part)
    bare, preposition = bare_name(part, known)
    replaced = exchange(bare, first, preposition, known, alike, None) if bare else ""
    if replaced:
        return Standalone(replaced)
    return Standalone(part, COMMA.join(_phrases(first, _carried_words(first, part))))


def _resolve(
    question: str,
    earlier: Standalone,
    known: Callable[[str], bool],
    alike: Callable[[str], Collection[str]],
    embed: Callable[[str], np.ndarray] | None,
) -> Standalone:
    # a part of a question that was exchanged or carried is looked at as it was asked then
    former = f"{earlier.context} {earlier.question}".strip()
    if not earlier.question or not is_followup(question, former):
        return Standalone(question)
    if asks_for_more(question):
        return replace(earlier, beyond=True)
    bare, preposition = bare_name(question, known)
    if bare:
        replaced = exchange(bare, earlier.question, preposition, known, alike, embed)
        if replaced:
            return Standalone(replaced, earlier.context, name=bare)
    kept = _carried_words(earlier.question, question)
    before = [phrase for phrase in earlier.context.split(COMMA) if phrase]  # what was carried once stays
    subject = [*before, *_phrases(earlier.question, _without_what_was_asked(earlier.question, kept))]
    phrases = dict.fromkeys([*before, *_phrases(earlier.question, kept)])
    shown = _with_nouns(question, list(dict.fromkeys(subject)), list(phrases), known)
    return Standalone(question, COMMA.join(phrases), shown)


def is_followup(question: str, former: str = "") -> bool:
    """Does the question need `former`, the one before it?"""
    folded = fold(question).strip()
    content = content_words(question)
    if not content or _WHAT_ABOUT.search(folded) or asks_for_more(question):
        return True
    if language_of(question) != "ar":
        asks = _ASKS_LATIN.search(folded)
        if _LEADS_LATIN.search(folded) or (not asks and len(content) <= MAX_BARE_WORDS):
            return True
        if language_of(question) == "fr":  # of which nothing was fitted: it counts as English where it says little
            return len(content) <= MAX_BARE_WORDS + 1 and leans(question, former) >= LEANS
    elif not _ASKS_ANYWHERE.search(folded) and len(content) <= MAX_BARE_WORDS:
        return True
    joined = _LEADS.search(folded) or folded.startswith("وال")
    return leans(question, former) >= (JOINED_LEANS if joined else LEANS)


def asks_for_more(question: str) -> bool:
    """«ومن أيضا؟», «who else?»: nothing is said but that there may be more."""
    found = [token.text for token in tokens(question)]
    rest = [word for word in found if word not in STOPWORDS or _MORE.match(word)]
    return any(map(_MORE.match, found)) and all(map(_MORE.match, rest))


def bare_name(question: str, known: Callable[[str], bool]) -> tuple[str, str]:
    """The name that is all there is of a question («وفايسبوك؟», «وماذا عن تويتر؟»), and its preposition; or two ""."""
    folded = fold(question)
    about = _WHAT_ABOUT.search(folded)
    if not about and (_ASKS_ANYWHERE.search(folded) or _ASKS_LATIN.search(folded)):
        return "", ""
    about = about or _REGARDING.search(folded)
    opening = folded[: about.end()] if about else ""
    glued = bool(opening) and opening[-1] == "ل" and not folded[about.end() :].startswith(" ")  # «بالنسبة لتويتر»
    found = tokens(question)[len(opening.split()) - glued :]
    content = [token for token in found if token.text not in STOPWORDS]
    if not content or len(content) > MAX_BARE_WORDS:
        return "", ""
    start = content[0].start + glued
    without = _JOINED.sub("", content[0].text)
    if not glued and without != content[0].text and (known(without) or not known(content[0].text)):
        start += 1
    before = [token.text for token in found if token.end <= start]
    preposition = before[-1] if before and _JOINED_PREPOSITION.match(before[-1]) else ""
    return question[start : content[-1].end], _JOINED_SHORT.sub("", preposition)


def _carried_words(former: str, question: str) -> list[Token]:
    """The words of the question before that this one goes on about, in their order."""
    weighed = carried(former, question)
    if not content_words(question):  # «متى كان ذلك؟» says nothing itself: it is about all of it
        return [token for token, _ in weighed]
    likeliest = sorted((chance for _, chance in weighed), reverse=True)[:MAX_CONTEXT_WORDS]
    least = max(min([CARRIES, *likeliest[:MIN_CONTEXT_WORDS]]), likeliest[-1]) if likeliest else CARRIES
    return [token for token, chance in weighed if chance >= least]


def _phrases(former: str, kept: Sequence[Token]) -> list[str]:
    """The stretches of the question before that these words make."""
    runs: list[tuple[int, int]] = []
    for token in kept:
        between = former[runs[-1][1] : token.start] if runs else ""
        if runs and len(between.split()) <= 1 and not re.search(r"[^\w\s]", between):
            runs[-1] = (runs[-1][0], token.end)
        else:
            runs.append((token.start, token.end))
    return [former[start:end] for start, end in runs]


def _without_what_was_asked(former: str, kept: Sequence[Token]) -> Sequence[Token]:
    """Without the word behind the one that asked («كم عمر …», «متى تأسست …»), where there is more."""
    found = tokens(former)
    behind = {b.start for a, b in zip(found, found[1:], strict=False) if _ASKED.match(a.text)}
    return [token for token in kept if token.start not in behind] or kept


def _may_be(phrase: str, female: bool) -> bool:
    """May a pronoun of this gender stand for what begins with this word? A foreign name may be anybody's."""
    head, raw = tokens(phrase)[0], phrase.split()[0]
    if raw.endswith(("ة", "اء", "ات")):
        return female
    return not female or not (head.text.startswith("ال") or is_native_shaped(head.text))


def _is_of_several(phrase: str, known: Callable[[str], bool]) -> bool:
    """Is somebody else named behind a preposition written onto the name («كازنوف بممثلي الشركات»)? Then «منهم» may be
    either."""
    return any(
        token.text[0] in "بل" and len(token.text) > 3 and not known(token.text) and known(token.text[1:])
        for token in tokens(phrase)[1:]
    )


def _with_nouns(question: str, phrases: Sequence[str], carried: Sequence[str], known: Callable[[str], bool]) -> str:
    """The question with the noun in the place of its pronoun, where it has one and there is no doubt about the noun.

    Else what it is about stands in brackets behind it: `phrases`, or all that is `carried` where the question itself
    says nothing («متى كان ذلك؟»).
    """
    behind = phrases if content_words(question) else carried
    aside = f"{question} ({COMMA.join(behind)})" if behind else ""
    if len(phrases) != 1 or language_of(question) != "ar" or _is_of_several(phrases[0], known):
        return aside
    found = tokens(question)
    for place, token in enumerate(found):
        preposition = _WITH_PRONOUN.match(token.text)
        raw = question[token.start : token.end]
        if not _may_be(phrases[0], token.text.endswith("ها")):
            continue
        if preposition and not raw.endswith("ة"):
            word = preposition["word"]
            written = preposition["joined"] + _FULL.get(word, word + " ") + phrases[0]
        else:
            owned = _OWNED.match(token.text)
            verb = place and found[place - 1].text.lstrip("وف") in _VERB_FOLLOWS
            if not owned or raw.endswith("ة") or verb or token.text in STOPWORDS or token.text[0] in "يت":
                continue
            noun = raw[: len(raw) - (len(token.text) - len(owned["noun"]))]
            if noun.endswith("ت") and known(fold(noun[:-1] + "ة")) and not known(fold(noun)):
                noun = noun[:-1] + "ة"
            if not known(fold(noun)):
                continue
            written = f"{noun} {phrases[0]}"
        return f"{question[: token.start]}{written}{question[token.end :]}"
    return aside


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
    asked = [word for word in _words(_LEADS_LATIN.sub("", fold(question))) if not _OBJECT.match(word)]
    new = [word for word in _words(rewritten) if not _forms(word) & known]
    return not new and all(_forms(word) & kept for word in asked)


def _forms(word: str) -> set[str]:
    """A word as it may be met with another conjunction, preposition, article or ending."""
    return {word, stem(word), stem(strip_clitics(word)), stem(_JOINED.sub("", word))}


def _words(question: str) -> list[str]:
    return [token.text for token in content_words(question)]
