"""What a question takes for granted and no article says: a name that none has, two names that none has together.

Told beside an abstention, so that the person knows why there is no answer. A search in the index, not a
guess: a name counts as absent only when nothing that may stand for it is in any article searched: no form and no other
spelling of it, no word that has it inside where a space was lost («جامعةهارفارد»), no word that is a slip away, no
country for its capital and no capital or adjective for a country. What may as well be an ordinary word is never told.
Where a word of the articles is a slip away, that one is offered.

`benchmarks/false_premises.py` measures how often all this is right.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answering.render import clean_quote
from assistant.answering.sure_names import LEAST_LETTERS, has_ordinary_shape, is_sure_name, is_telling_name
from assistant.lexicon.names import PERSONAL_TITLES
from assistant.messages import say
from assistant.question.query import Query, Term
from assistant.question.territories import country_forms, is_place_name, stand_ins
from assistant.retrieval.searcher import Search
from vectorstore.text.arabic import Token, normalise, stem, tokens
from vectorstore.text.latin_names import may_be
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.near_spellings import near_words
from vectorstore.text.stopwords import STOPWORDS

FEW_PASSAGES = 200
"""A name that stands in more passages than this is not looked up: it says little about where it belongs."""

MAX_NAMES = 3

LEAST_ALONE, LEAST_BESIDE = 5, 4
"""Letters of a word that is compared with those of the articles; fewer where the question has the same neighbour."""

LEAST_LONG = 6
"""Letters of a word that is offered whatever its shape is, where it is one slip away."""

MAX_HOLDING = 50
"""Words of the articles that have a name inside, which are looked for in the files that are searched."""

_LATIN_ARTICLE = re.compile("^[aeiou]+l?")
"""The article within a name in Latin letters: «Abdelrahman», «Noureddine»."""

_YEAR = re.compile("1\\d{3}|20\\d{2}")
_BRACKETS = re.compile('[«»"“”()]')


@dataclass(frozen=True, slots=True)
class FalsePremise:
    """`absent`: names as the question writes them; `apart`: two names that no article has both of.

    `near`: of names that no article has, how the question writes them and how the articles write what was probably
    meant.
    """

    absent: tuple[str, ...] = ()
    apart: tuple[str, str] | None = None
    near: tuple[tuple[str, str], ...] = ()


def find_false_premise(query: Query, search: Search, sources: Collection[str] | None = None) -> FalsePremise:
    """What the question names and the articles do not; empty where all of it stands somewhere."""
    found = tokens(query.text)
    terms = {term.text: term for term in query.terms if term.asked}
    named = {token.text: terms[token.text] for i, token in enumerate(found) if _is_named(query, found, i, terms)}
    files = {text: files_with(term, search, sources) for text, term in named.items()}
    missing = [text for text, where in files.items() if where is not None and not where]
    sure = [text for text in missing if is_sure_name(query.text, found, text) and not _is_two_words(text, search)]
    reach = {text: _in_reach(text, found, search, sources) for text in sure if not named[text].frequency}
    near = {text: meant for text, words in reach.items() if (meant := _meant(words, search, sources))}
    unheard = {text for text in sure if not reach.get(text) and not _stands_within(text, search, sources)}
    absent = _written(query.text, unheard)
    if absent or near:
        offered = tuple((_written(query.text, {text})[0], other) for text, other in near.items())
        return FalsePremise(absent[:MAX_NAMES], near=offered[:MAX_NAMES])
    known = [(text, where) for text, where in files.items() if where and is_telling_name(query.text, found, text)]
    for (one, in_one), (other, in_other) in itertools.combinations(known, 2):
        if not in_one & in_other:
            pair = _written(query.text, {one}) + _written(query.text, {other})
            return FalsePremise(apart=(pair[0], pair[1])) if len(pair) == 2 else FalsePremise()
    return FalsePremise()


def explain(abstention: str, premise: FalsePremise, language: str, chosen: bool = False) -> str:
    """The abstention, and what the question names that the articles do not, `chosen` ones or all; or what is near."""
    if premise.near:
        return f"{abstention} {ask_whether_meant(premise, language)}"
    if premise.absent:
        names = say("list_comma", language).join(f"«{clean_quote(name)}»" for name in premise.absent)
        code = "not_mentioned_chosen" if chosen else "not_mentioned"
        return f"{abstention} {say(code, language, names=names)}"
    if premise.apart:
        name, other = (f"«{clean_quote(name)}»" for name in premise.apart)
        code = "not_together_chosen" if chosen else "not_together"
        return f"{abstention} {say(code, language, name=name, other=other)}"
    return abstention


def ask_whether_meant(premise: FalsePremise, language: str) -> str:
    """«هل تقصد «شارلي إيبدو»؟»: the spellings of the articles that are near those of the question."""
    names = say("list_comma", language).join(f"«{clean_quote(meant)}»" for _, meant in premise.near)
    return say("did_you_mean", language, names=names)


def corrected(question: str, premise: FalsePremise) -> str:
    """The question with the spellings of the articles in place of those that are near."""
    for written, meant in premise.near:
        question = question.replace(written, meant)
    return question


# -- is it a name? ---------------------------------------------------------------------------------


def _is_named(query: Query, found: Sequence[Token], place: int, terms: dict[str, Term]) -> bool:
    """Does a word of the question name somebody or something, by its shape or by what stands before it?"""
    term = terms.get(found[place].text)
    if term is None:
        return False
    word = term.text
    if word.isdigit():
        return bool(_YEAR.fullmatch(word))
    titled = place > 0 and found[place - 1].text in PERSONAL_TITLES and not word.startswith("ال")
    return term.name or is_place_name(word) or (titled and len(word) > LEAST_LETTERS and not word.isascii())


# -- does it stand anywhere? -----------------------------------------------------------------------


def files_with(term: Term, search: Search, sources: Collection[str] | None) -> frozenset[str] | None:
    """The files that have the term or what may stand for it; None where they are too many to tell."""
    if term.frequency > FEW_PASSAGES:
        return None
    found = _with_words({term.stem}, term.words, search, sources) if term.frequency else frozenset()
    if term.text.isdigit():
        return found
    alike = search.spellings.same_key(term.text) if term.text.isascii() else frozenset()
    forms = {form for base in alike | country_forms(term.text) for form in search.spellings.surface_forms(base)}
    if forms:
        found |= _with_words(set(), forms, search, sources)
    for phrase in stand_ins(term.text):
        found |= _with_phrase(phrase.split(), search, sources)
    return found


def _with_words(
    stems: Collection[str], forms: Collection[str], search: Search, sources: Collection[str] | None
) -> frozenset[str]:
    """The files that have any of the stems, or of the words as written."""
    found = search.snapshot.search_text(stems, forms, FEW_PASSAGES, sources)
    return frozenset(passage.source for passage in search.snapshot.passages([id for id, _ in found]).values())


def _with_phrase(words: Sequence[str], search: Search, sources: Collection[str] | None) -> frozenset[str]:
    """The files of the passages that have every word of a name."""
    ids: set[str] | None = None
    for word in words:
        found = {id for id, _ in search.snapshot.search_text({stem(word)}, (), FEW_PASSAGES, sources)}
        ids = found if ids is None else ids & found
    return frozenset(passage.source for passage in search.snapshot.passages(ids or ()).values())


def _stands_within(word: str, search: Search, sources: Collection[str] | None) -> bool:
    """Does it stand inside another word of these files, as where a space was lost («جامعةهارفارد»)?

    Whatever stands around it: «ستانفورد» within «ستانفوردشاير» is not told absent either.
    """
    if len(word) < LEAST_ALONE or word.isascii():
        return False
    holding = search.snapshot.words_with(word, MAX_HOLDING)
    return bool(holding) and bool(_with_words((), holding, search, sources))


def _is_two_words(word: str, search: Search) -> bool:
    """Is it two words of the articles, or a particle and one, written without the space («ماذايحدث», «نشرصحيفة»)?"""
    if word.isascii():
        return _is_two_in_latin(word, search)
    cuts = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 2)]
    kept = [(left, right) for left, right in cuts if len(left) > 2 or left in STOPWORDS]
    counts = search.spellings.frequency({part for pair in kept for part in pair})
    particles = [left for left, _ in kept if len(left) > LEAST_LETTERS and left in STOPWORDS]
    return bool(particles) or any((left in counts or left in STOPWORDS) and right in counts for left, right in kept)


def _is_two_in_latin(word: str, search: Search) -> bool:
    """Is it a name that Arabic writes as two words, side by side in the articles («Noureddine», نور الدين)?"""
    for cut in range(2, len(word) - 2) if word.isalpha() else ():
        ends = {word[cut:], _LATIN_ARTICLE.sub("", word[cut:])}
        for left in search.spellings.same_key(word[:cut]):
            if may_be(word[:cut], left) and any(
                may_be(end, right) for end in ends for right in search.followers(left)
            ):
                return True
    return False


def _in_reach(
    word: str, found: Sequence[Token], search: Search, sources: Collection[str] | None
) -> list[tuple[bool, int, str]]:
    """Words of the articles that are a slip away, the likeliest first: does it stand beside what the question has
    beside the name, its half slips, the word."""
    if word.isascii() or word.isdigit():
        return []
    place = next(i for i, token in enumerate(found) if token.text == word)
    around = {token.text for token in (*found[max(0, place - 1) : place], *found[place + 1 : place + 2])} - STOPWORDS
    reached = []
    for slips, other in near_words(word, search.spellings, LEAST_BESIDE):
        forms = search.spellings.surface_forms(other)
        beside = any(around & search.neighbours(form) for form in forms)
        if (beside or len(word) >= LEAST_ALONE) and (sources is None or _with_words((), forms, search, sources)):
            reached.append((beside, slips, other))
    return sorted(reached, key=lambda near: (not near[0], *near[1:]))


def _meant(near: Sequence[tuple[bool, int, str]], search: Search, sources: Collection[str] | None) -> str:
    """How the articles write what a misspelled name probably means, or nothing; `near` as `_in_reach` has it."""
    offered = [place for place in near if place[0] or _may_be_meant(place[2], search, place[1])]
    counts = search.spellings.frequency([other for *_, other in offered])
    for *_, other in sorted((not beside, slips, -counts.get(other, 0), other) for beside, slips, other in offered):
        if shown := _as_articles_write(other, search, sources):
            return shown
    return ""


def _may_be_meant(word: str, search: Search, slips: int) -> bool:
    """Is a word of the articles a name, as far as one can tell?"""
    if is_place_name(word):
        return True
    ordinary = word in STOPWORDS or has_ordinary_shape(word)
    long = len(word) >= LEAST_LONG and slips <= 2
    return not (ordinary or search.spellings.takes_article(word)) and (long or not is_native_shaped(word))


def _as_articles_write(word: str, search: Search, sources: Collection[str] | None) -> str:
    """A folded word as the first article that has it writes it; nothing where no searched article has."""
    forms = search.spellings.surface_forms(word)
    ids = [id for id, _ in search.snapshot.search_text((), forms, 1, sources)] if forms else []
    for passage in search.snapshot.passages(ids).values():
        for token in tokens(passage.text):
            if token.text in forms:
                written = passage.text[token.start : token.end]
                cut = normalise(written).offsets[len(token.text) - len(word)]
                return _BRACKETS.sub("", written[cut:])
    return ""


def _written(question: str, names: Collection[str]) -> tuple[str, ...]:
    """The names as they stand in the question, neighbours as one («تيك توك»)."""
    found = tokens(question)
    runs: list[tuple[int, int]] = []
    for near, token in enumerate(found):
        if token.text not in names:
            continue
        if runs and runs[-1][1] == near - 1:
            runs[-1] = (runs[-1][0], near)
        else:
            runs.append((near, near))
    return tuple(dict.fromkeys(question[found[first].start : found[last].end] for first, last in runs))
