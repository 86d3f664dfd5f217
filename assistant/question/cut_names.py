"""A name that the reader's words cut in two is set off whole: «صبري عبد المقصود», not «صبري عبد».
"""

from __future__ import annotations

from assistant.lexicon.numbers import word_set
from vectorstore.text.arabic import tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

_BEFORE_NAMES = word_set("عبد ابو ابي ابا ابن بن")
"""Words of a name behind which another one always stands."""
_NO_FATHER = word_set("عبد ابو ابي ابا")
"""Those that begin a name; behind «بن» another one begins."""


def whole_names(question: str, sentence: str, start: int, end: int) -> Span | None:
    """The part from `start` to `end` with the rest of the name that it ends or begins in; None where it cuts none."""
    found = tokens(sentence)
    within = [at for at, token in enumerate(found) if start <= token.start and token.end <= end]
    if not within:
        return None
    first, last, part = within[0], within[-1], (start, end)
    behind = found[last + 1].text if last + 1 < len(found) else ""
    name = first < last and behind not in (*PREPOSITIONS, *STOPWORDS) and behind[:1] != "و"  # «له ابن في الجامعة»
    if name and behind and found[last].text in _BEFORE_NAMES and _beside(sentence, end, found[last + 1].start):
        end = found[last + 1].end
    before = found[first - 1] if first else None
    if before and before.text in _NO_FATHER and _beside(sentence, before.end, start):
        verb = sentence[before.start : before.end].endswith("ى")  # «أبى الوزير»
        start = start if verb else before.start
    return (start, end) if (start, end) != part else None


def _beside(sentence: str, end: int, start: int) -> bool:
    """Stands nothing but a space between two words?"""
    return not sentence[end:start].strip()
