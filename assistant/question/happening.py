"""«ومتى؟», «متى كان ذلك؟», «ومع من؟»: asked when, where, how, why or with whom it was that the question before tells
of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.interrogatives import AFTER_PREPOSITION, ASK_PLACE, ASK_REASON, ASK_TIME, INTERROGATIVES
from assistant.lexicon.measures import MONEY_WORDS, TIME_UNITS, UNIT_WORDS
from assistant.lexicon.pronouns import ADVERBIAL, COPULAS, HAPPENING, WHAT_HAPPENED
from assistant.lexicon.reasons import ASKS_REASON_AGAIN
from assistant.question.answer_type import expected_type
from assistant.question.nouns import Noun, has_article
from vectorstore.text.arabic import Token, fold, normalise, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS, WITHOUT_CONTENT

OF_CLAUSES = (*ASK_TIME, *ASK_PLACE, "كيف")
"""Words that ask when, where and how."""

_TIMES = (*sorted(TIME_UNITS, key=len, reverse=True), "عام", "وقت")
_PLACES = ("مدينه", "مكان", "جزيره")
_ASKS_WHEN = (
    f"(?:(?:{'|'.join(PREPOSITIONS)}) )?(?:{'|'.join((*OF_CLAUSES, ASK_REASON[0]))}"
    f"|اي (?:{'|'.join((*_TIMES, *_PLACES, 'تاريخ', 'بلد'))})"
    f"|[بل]اي (?:{'|'.join((*_TIMES, 'تاريخ', 'ثمن', 'سعر', 'سبب', 'طريقه'))})|بكم"
    f"|(?:(?:{'|'.join((*PREPOSITIONS, *ADVERBIAL))}) |[بل])(?:من|كم (?:{'|'.join(_TIMES)}))|كم مره)"
)
_HAPPENED = re.compile(
    f"^[وف]?(?P<asks>{_ASKS_WHEN})(?: (?:{'|'.join(HAPPENING)})\\w{{0,2}} (?:{'|'.join(WHAT_HAPPENED)}))?\\W*$"
)
_MONEY = re.compile(f"(?:{'|'.join(MONEY_WORDS)})")
_CLAUSE = re.compile(
    rf"^[وف]?(?P<asks>(?:(?:{'|'.join(PREPOSITIONS)}) اي|[بل]اي) \w+|بكم"
    rf"|(?:(?:{'|'.join(PREPOSITIONS)}) )?(?:{'|'.join((*OF_CLAUSES, ASK_REASON[0]))}|من|هل))"
    r" (?P<rest>\w+ .*)$"
)


def asks_of_happening(question: str) -> re.Match[str] | None:
    """The question as one that asks only that; its group `asks` counts in the folded question without its ends."""
    return _HAPPENED.match(fold(question).strip())


def asks_only_why(question: str) -> bool:
    """«ليه؟», «لماذا ذلك؟», «وما السبب؟»: is why all that is asked?"""
    said = {word for token in tokens(question) for word in (token.text, token.text[1:])}
    rest = [token.text for token in tokens(question) if token.text not in STOPWORDS]
    again = {*ASKS_REASON_AGAIN, *HAPPENING, *WHAT_HAPPENED, *ASK_REASON}
    whys = expected_type(question) == "reason" or bool(said & set(ASKS_REASON_AGAIN))
    return whys and all(word in again or word[1:] in again for word in rest)


def happened(question: str, former: str, nouns: Sequence[Noun]) -> str:
    """«ومتى؟», «متى كان ذلك؟» asked of what the question before tells; "" where that cannot be said so.

    «أين التقت ديوك راد؟»: «ومتى التقت ديوك راد؟». Who asked who did something learned that: he is put behind the verb.
    """
    asks, normalised = asks_of_happening(question), normalise(former)
    clause = _CLAUSE.match(normalised.text.strip())
    if not asks or not clause:
        return ""
    rest = former[[*normalised.offsets, len(former)][clause.start("rest")] :].strip()
    found = tokens(rest)
    verb = found[0].text
    if verb in WITHOUT_CONTENT or has_article(verb) or verb in (*COPULAS, *INTERROGATIVES, *AFTER_PREPOSITION):
        return ""
    if clause["asks"] == "بكم" and _is_counted(found[0], rest):
        return ""
    end = asks.end("asks") - asks.start("asks")
    at = fold(question).strip().index(asks["asks"])
    opening = question.strip()[: at + end]
    if clause["asks"] == "من":
        who = next((noun for noun in nouns if noun.answers and not noun.several), None)
        if who is not None and len(found) > 1 and _is_object(rest, found):
            rest = f"{rest[: found[0].end]} {who.text}{rest[found[0].end :]}"
    return f"{opening} {rest.rstrip('؟? .')}؟"


def _is_counted(token: Token, rest: str) -> bool:
    """«بكم سنة», «بكم دينار»: behind «بكم» no verb, but what it counts."""
    return token.text in UNIT_WORDS or rest[token.start : token.end].endswith("ة") or bool(_MONEY.match(token.text))


def _is_object(rest: str, found: Sequence[Token]) -> bool:
    """Is what stands behind the verb hardly its subject: a noun with a further one behind it, or with the article?"""
    second = found[1].text
    if second in PREPOSITIONS:
        return True
    return second.startswith("ال") or (len(found) > 2 and found[2].text.startswith("ال"))
