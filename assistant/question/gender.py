"""Is a name that of a woman or a man? Read off the verbs that agree with it in the articles, else off a given name.

Over the people of 123 news documents and the seeds the verbs tell it of some 70 of 300 names, and of one wrongly, a son
by what his mother says. Nouns before a name were tried: they tell twice as many and are often wrong («النائب ريم»).
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.lexicon.names import MENS_NAMES, WOMENS_NAMES
from assistant.lexicon.speech_verbs import SAYING_FORMS
from vectorstore.text.arabic import tokens

MIN_SHARE = 0.75
"""How many of the verbs that agree with a name must say the same."""

MIN_SURNAME = 4
"""Letters of a last name that is looked for by itself."""


def told_gender(name: str, texts: Iterable[str]) -> bool | None:
    """True for a name of which these texts speak in the feminine, False in the masculine, None where they do not say.

    «وقالت جابر», «وليد المعلم قال»: a verb of saying right before the name or right behind it.
    """
    sought = [token.text for token in tokens(name)]
    last = [sought[-1:]] if len(sought) > 1 and len(sought[-1]) >= MIN_SURNAME else []
    told = [said for text in texts for one in (sought, *last) if one for said in _said_of(one, text)]
    if not told:
        return None
    share = sum(told) / len(told)
    return True if share >= MIN_SHARE else False if share <= 1 - MIN_SHARE else None


def _said_of(name: list[str], text: str) -> list[bool]:
    """What the verbs beside each mention of a name in a text say of its gender."""
    found, told = tokens(text), []
    for start in range(len(found) - len(name) + 1):
        end = start + len(name)
        if [token.text for token in found[start:end]] != name:
            continue
        if start and not text[found[start - 1].end : found[start].start].strip():
            told += told_by_verb(found[start - 1].text)
        if end < len(found) and not text[found[end - 1].end : found[end].start].strip():
            told += told_by_verb(found[end].text)
    return told


def by_given_name(name: str) -> bool | None:
    """True for a name that begins with a woman's given name, False with a man's, None for any other.

    «هبة الله» may be a man, and «على ضفاف النيل» is no name.
    """
    found = tokens(name)
    first, second = ([token.text for token in found] + ["", ""])[:2]
    if second == "الله" or (first == "علي" and name[: found[0].end].endswith("ى")):
        return None
    return True if first in WOMENS_NAMES else False if first in MENS_NAMES else None


def told_by_verb(word: str) -> list[bool]:
    """Whether a verb of saying in the third person is of a woman; of any other word nothing."""
    if word not in SAYING_FORMS or word.isascii() or word.endswith("وا"):
        return []
    return [word.endswith("ت") or word.startswith("ت")]
