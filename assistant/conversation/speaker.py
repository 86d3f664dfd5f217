"""«من قال ذلك؟»: asked who said what the last answer quotes, by itself, that its words are all to search for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversation.former import AnswerAgain
from assistant.conversation.set_off import QUOTED_LINE, quotes_in
from assistant.lexicon.pronouns import RELATIVES, WHAT_HAPPENED
from assistant.lexicon.speech_verbs import GIVING_THE_WORD, SAYING_FORMS
from assistant.question.followup import Standalone
from assistant.question.nouns import owner_of, unjoined
from assistant.types import Turn
from vectorstore.text.arabic import fold, tokens

_IN_LATIN = re.compile(
    r"^(?:and |but |so |et )?(?:who (?:said|says|stated|claimed|told) (?:you )?(?:that|this|it|so)"
    r"|qui (?:a dit|a déclaré|dit) (?:cela|ca|ça))\W*$"
)
_SO = ("هكذا", "هيك", "كده", "هالشي")

_SAYING = SAYING_FORMS | {form for verb in GIVING_THE_WORD for form in (verb, verb + "ت")}

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
    quotes = quotes_in(last if QUOTED_LINE.search(last) else answered(history).text)
    said = next(filter(_is_said, quotes), "")
    return Standalone(f"من قال: «{' '.join(said.split()[:MAX_STATED_WORDS])}»؟") if said else None


def _is_said(quote: str) -> bool:
    """Does somebody say it, and not the article itself?"""
    words = {form for token in tokens(quote) for form in (token.text, token.text.removeprefix("و"))}
    return bool(words & _SAYING)
