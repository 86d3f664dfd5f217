"""Which one of several of a kind a question asks for («الربع الثاني», «المدير المالي»), where a text has only others.

Who asks for the second quarter is not answered by what was earned in the third one, nor who asks for the financial
director by the name of the executive one. Of 8,787 questions of ARCD, MLQA, TyDi and XQuAD with their paragraphs 233
have an ordinal, and the paragraphs of two of these only others of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from assistant.lexicon.names import OFFICE_KINDS, OFFICE_NOUNS
from assistant.lexicon.numbers import IN_SERIES, ORDINALS, TENS
from vectorstore.text.arabic import fold, stem, words
from vectorstore.text.stopwords import STOPWORDS

BEHIND_NOUN = 3
"""Words from a noun to its ordinal («دورة مهرجان المنارة التاسعة»), and from an office to what kind of one it is."""

BEFORE_NOUN = 2
"""The same from an ordinal before its noun («ثاني أكبر جولة»)."""

_ARTICLE = re.compile(r"^[وفبلك]?(?:ال|لل)")
_ONE_LETTER = re.compile(r"^[وفبلك](?=\w{3})")
_ASKS_OFFICE = re.compile(
    r"^\W*[وف]?(?:من|ما|اي)(?: (?:هو|هي|كان|كانت|يكون|تكون|يشغل|تشغل|شغل|شغلت|يتولي|تتولي|تولي|تولت))*"
    rf"(?: (?:اسم|منصب))* (?:ال)?(?:{'|'.join(sorted(OFFICE_NOUNS))})ه? (?:ال)?({'|'.join(sorted(OFFICE_KINDS))})ه?\b"
)


def knows_only_others(question: str, text: str) -> bool:
    """Has a text another ordinal of what is asked for by one, or no office of the kind that is asked for?"""
    return _has_other_ordinals(question, text) or _lacks_office(question, text)


def _has_other_ordinals(question: str, text: str) -> bool:
    """Has it the noun of the question with other ordinals alone?

    «تحوتمس الثاني» is a name. The first of what comes in no fixed series is called by other words as well («باكورة
    أعماله»).
    """
    asked: dict[str, int] = {}
    for number, noun, between in _ordinals(words(question)):
        if _ARTICLE.match(between) and (number > 1 or _bare(noun) in IN_SERIES):
            asked[stem(noun)] = number
    found = words(text) if asked else []
    told = _by_noun(_ordinals(found))
    before = _by_noun(_ordinals(found, before=True))
    again = [noun for noun in asked if noun in told]
    return bool(again) and not any(asked[noun] in told[noun] | before.get(noun, set()) for noun in again)


def _by_noun(ordinals: Iterator[tuple[int, str, str]]) -> Mapping[str, set[int]]:
    numbers: dict[str, set[int]] = defaultdict(set)
    for number, noun, _ in ordinals:
        numbers[stem(noun)].add(number)
    return numbers


def _ordinals(found: Sequence[str], before: bool = False) -> Iterator[tuple[int, str, str]]:
    """The ordinals with an article among some words, each with every noun that it may belong to and its neighbour.

    `before`: those without one, that stand before their noun («ثاني جولة») or right behind it («مرة ثانية»).
    """
    for place, word in enumerate(found):
        number = ORDINALS.get(_bare(word))
        if number is None or before == bool(_ARTICLE.match(word)):
            continue
        behind = next((_bare(near) for near in found[place + 1 :][:2] if near != "و"), "")
        number += 10 if behind in ("عشر", "عشره") else TENS.get(behind, 0)
        near = found[max(0, place - (1 if before else BEHIND_NOUN)) : place]
        near = [*near, *found[place + 1 :][:BEFORE_NOUN]] if before else near
        yield from ((number, noun, near[-1]) for noun in near if noun not in STOPWORDS)


def _lacks_office(question: str, text: str) -> bool:
    """Is an office of some kind asked for («المدير المالي»), and stands nothing of that kind behind any office?"""
    asked = _ASKS_OFFICE.search(fold(question))
    if asked is None:
        return False
    found, forms = [_bare(word) for word in words(text)], {asked[1], f"{asked[1]}ه", f"{asked[1]}ا"}
    return not any(
        _is_office(word) and not forms.isdisjoint(found[place + 1 :][:BEHIND_NOUN]) for place, word in enumerate(found)
    )


def _is_office(word: str) -> bool:
    """«المديرة», «لرئيسها»."""
    return any(form.startswith(noun) for form in (word, _ONE_LETTER.sub("", word)) for noun in OFFICE_NOUNS)


def _bare(word: str) -> str:
    return _ARTICLE.sub("", word)
