"""«من قال ذلك؟»: asked who said what the last answer quotes, by itself, that its words are all to search for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.compose import goes_on_speaking
from assistant.conversation.former import AnswerAgain
from assistant.conversation.set_off import QUOTED_LINE, answering_part, quotes_in
from assistant.lexicon.pronouns import RELATIVES, WHAT_HAPPENED
from assistant.lexicon.speech_verbs import GIVING_THE_WORD, SAYING_FORMS
from assistant.question.followup import Standalone
from assistant.question.nouns import owner_of, unjoined
from assistant.types import Answer, Turn
from vectorstore.text.arabic import fold, tokens

_IN_LATIN = re.compile(
    r"^(?:and |but |so |et )?(?:who (?:said|says|stated|claimed|told) (?:you )?(?:that|this|it|so)"
    r"|qui (?:a dit|a déclaré|dit) (?:cela|ca|ça))\W*$"
)
_SO = ("هكذا", "هيك", "كده", "هالشي")

_SAYING = (SAYING_FORMS | {form for verb in GIVING_THE_WORD for form in (verb, verb + "ت")}) - {"بين"}
"""«بين» is mostly «between»."""

_ACCORDING = frozenset(("بحسب", "حسب", "وفق", "وفقا"))

_BY_EVENT = re.compile(r"^● ", re.M)
"""The heading of an event in an answer (`answering.render`)."""

MAX_STATED_WORDS = 30
"""Words of the quote that are asked about: it is found by fewer, and the reader is to see the article's as well."""


def asks_who_said(question: str) -> bool:
    """Is the speaker of what was just told all that is asked for?"""
    if _IN_LATIN.match(fold(question).strip()):
        return True
    found = [token for token in tokens(question) if token.text not in (*RELATIVES, "هو", "هي")]
    if len(found) < 2 or unjoined(found[0].text) != "من":
        return False
    owned = owner_of(question, found[1])
    verb = owned["noun"] if owned else found[1].text
    rest = [token.text for token in found[2:]]
    return verb in SAYING_FORMS and (rest == [] if owned else len(rest) == 1 and rest[0] in (*WHAT_HAPPENED, *_SO))


def who_said(question: str, history: Sequence[Turn], answered: AnswerAgain) -> Standalone | None:
    """The question for the speaker of the first that the last answer quotes of anybody; None where it asks something
    else, or quotes nobody."""
    if not history or not asks_who_said(question):
        return None
    last = history[-1].answer or ""
    last = last if QUOTED_LINE.search(last) else answered(history).text
    said = next(filter(is_said, quotes_in(answering_part(last))), "")
    return Standalone(asked_of(said)) if said else None


def told_by_event(question: str, history: Sequence[Turn], answered: AnswerAgain) -> Answer | None:
    """The last answer, where it was given by event and its speakers are all that is asked for."""
    if not history or not asks_who_said(question) or not _BY_EVENT.search(history[-1].answer or ""):
        return None
    last = answered(history)
    return last if last.groups else None


def asked_of(quote: str) -> str:
    """The question for the speaker of a quote."""
    return f"من قال: «{' '.join(quote.split()[:MAX_STATED_WORDS])}»؟"


def is_said(quote: str) -> bool:
    """Does somebody say it, and not the article itself?"""
    words = {form for token in tokens(quote) for form in (token.text, token.text.removeprefix("و"))}
    return goes_on_speaking(quote) or bool(words & (_SAYING | _ACCORDING))
