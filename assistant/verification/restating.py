"""Does a sentence of one article say what a stretch of another's says? Stricter in facts, more lenient in wording.

`verify` guards against a model that retells badly, and takes a claim that leaves its source's order for damaged. Two
reporters order the same facts in their own ways, so here order counts only where it tells who did what. Every figure
and name of the statement must stand in the other sentence, nothing may be denied there, and nearly all of its words
must have kin there, or some of them and a network that has read both must say so. Vectors alone never decide.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from assistant.lexicon.names import GIVEN_NAMES, TITLES
from assistant.lexicon.numbers import word_set
from assistant.lexicon.quantifiers import BOUNDS, SOME
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.lexicon.synonyms import ADDING_NOTHING, LIGHT_NOUNS, LIGHT_VERBS, bare_noun, one_for_all
from assistant.verification.alignment import (
    Alignment,
    Unit,
    align,
    find_units,
    number_stays_with_word,
    roles_swapped,
    substitutions,
)
from assistant.verification.claims import Claim, Source, has_name, has_number
from assistant.verification.judge import RUN_WORDS
from assistant.verification.names import name_positions, nation_key
from assistant.verification.negation import contradicts, overstates
from assistant.verification.numbers import Figure, find_figures
from assistant.verification.word_match import ClaimWord, base_forms, claim_words, word_similarity
from vectorstore.text.language import language_of
from vectorstore.text.name_keys import NameVariants, phonetic_key

MIN_COSINE, MIN_COVERAGE, MIN_WEAKEST = 0.86, 0.85, 0.75
"""The cosine of statement and sentence, the share of the statement's words that the sentence has, each as far as it is
kin, and the same in the `judge.RUN_WORDS` words in a row where it is lowest. By hand labels of statements of reports on
one event (`tests/corroboration.json`; figures in `docs/figures.md`). A clause is less like a long sentence that says it
than a sentence would be, and vectors decide little: no sentence of the news that agrees in all else is of another one.
"""

MIN_READ_COVERAGE = 0.35
"""The share of a statement's words from which a network is asked at all, a judgement: below it a logit above 3.3 would
be needed, and where so few words are shared the head is seldom so sure."""

SAME_WEIGHTS, SAME_BIAS = np.array([4.24, 0.51]), -2.69
"""What the share of a statement's words, and the logit that a sentence supports it, tell together: logistic regression
over pairs of headlines and written claims that the reader's head was not trained on, 974 that pass the rules
(`python -m benchmarks.calibrate_corroboration ../shared`, the sixth reader; the seventh gives 4.24, .49 and -2.49, with
which more of both kinds would pass, the eighth 4.16, .43 and -2.42). The logit of the other direction would weigh .07.
"""

MIN_SAME = 0.62
"""The probability from which a sentence says it. By folds some 260 of 796 headlines that say the same have it, and 60
of 1,472 that do not, many of them made to differ in a word. Of reports on one event (40 sentences beside 1,990
statements pass the rules, read by hand) all 18 above it say the same, and the highest of the others that does not has
.53; of no one event the highest have .61 and .53.
"""

MIN_WORDS = 3
"""Content words and figures of a statement beside its names, its speech verbs and the titles before names: «أعلن وزير
الداخلية الإيطالي» says nothing that could be found again."""

MIN_KEY_LETTERS = 3
"""Letters of the spelling key of a name that another article on the event may write otherwise («إسكيا», «إيشيا»)."""

MIN_VOUCHING = 2
"""Other names of a statement that a sentence has, from which one with the same consonants is that name, too. A
judgement: where three names meet, the third is not by chance another one written nearly alike."""

LIGHT_REACH = 5
"""Words behind a verb such as «لقي» among which its noun is looked for."""

ELATIVE_REACH = 3
"""Words behind «أكثر» among which the noun of an elative is looked for."""

_ELATIVE = re.compile("[وفبل]?(?:ال)?ا[^ايوى].{1,2}")
_TITLES = TITLES | word_set("الداخليه الخارجيه الدفاع الدوله المتحدث الرسمي باسم")
_QUOTES = re.compile('["“”«»‹›]')
_JOINING = word_set("كل تضم يضم تشمل يشمل تتالف يتالف تتكون يتكون") | ADDING_NOTHING


def read_statement(text: str, vector: np.ndarray, spellings: NameVariants | None) -> Claim | None:
    """A stretch of an article as it is looked for elsewhere; None where it says too little. `vector`: (d,), unit."""
    words, figures = claim_words(text), find_figures(text)
    names = name_positions(text, words, spellings)
    units = find_units(words, figures, names)
    # what is a name by its quotation marks alone («في مهمة "العرقلة"») is also said
    plain = name_positions(_QUOTES.sub(" ", text), words, spellings) if _QUOTES.search(text) else names
    if sum(unit.place < 0 or _says_something(words, unit.place, plain) for unit in units) < MIN_WORDS:
        return None
    return Claim(text, words, figures, names, frozenset(), units, vector, language_of(text) == "ar")


def may_restate(statement: Claim, source: Source) -> bool:
    """Does the source say the same as far as words, figures and names tell? Its vector is compared by the caller."""
    found = agree(statement, source)
    return found is not None and is_worded_alike(statement, source, found)


def agree(statement: Claim, source: Source) -> Alignment | None:
    """Their words side by side; None where a figure, a name, who did what, or a denial is another one."""
    if source.arabic != statement.arabic:
        return None
    if any(not _stands(figure, statement, source) for figure in statement.figures):
        return None
    if not _are_named(statement, source):
        return None
    found = align(*_in_one_wording(statement.units, find_units(source.words, source.figures)))
    for index, unit in enumerate(statement.units):
        if unit.figure and not number_stays_with_word(index, found):
            return None
    if roles_swapped(statement.words, source.words, found, statement.names) and not _is_list(statement):
        return None
    if contradicts(statement.words, source.words, found.places):
        return None
    # who says it of some of them only says no more than who says it without that word
    said = [replace(word, text="-") if base_forms(word.text) & SOME else word for word in statement.words]
    overstated = all(overstates(words, source.words, found.places) for words in (statement.words, said))
    return None if overstated else found


def _in_one_wording(one: Sequence[Unit], other: Sequence[Unit]) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """The units of both, with one word for all that say the same («مندوبون», «ممثلون») where the other has it not."""

    pairs = [(a.word, b.word) for a in one for b in other if a.word and b.word]
    both = {word for pair in pairs if word_similarity(*pair) == 1.0 for word in pair}
    said = {one_for_all(word) for word in both}

    def worded(units: Sequence[Unit]) -> tuple[Unit, ...]:
        meant = [one_for_all(unit.word) if unit.word else "" for unit in units]
        return tuple(
            unit if unit.word in both or word in said else replace(unit, word=word)
            for unit, word in zip(units, meant, strict=True)
        )

    return worded(one), worded(other)


def _are_named(statement: Claim, source: Source) -> bool:
    """Does the source have every name? Both tell of one event, so a short one with the same consonants is that one,
    too, where it stands behind the same word («جزيرة إيسكيا», «جزيرة إسكيا») or other names are there beside it."""
    missing = [place for place in statement.names if not has_name(statement.words[place].text, source.words)]
    vouched = len(statement.names) - len(missing) >= MIN_VOUCHING
    return all(_is_spelled_otherwise(statement.words, place, source, vouched) for place in missing)


def _is_spelled_otherwise(words: Sequence[ClaimWord], place: int, source: Source, vouched: bool) -> bool:
    name = words[place].text
    keys = {key for base in base_forms(name) if len(key := phonetic_key(base)) >= MIN_KEY_LETTERS}
    if not keys or not place or name.isascii() or nation_key(name) or base_forms(name) & GIVEN_NAMES:
        return False  # of a country every spelling is known already
    return any(
        (vouched or word_similarity(words[place - 1].text, before.text) == 1.0)
        and not (nation_key(word.text) or base_forms(word.text) & GIVEN_NAMES)
        and any(phonetic_key(base) in keys for base in base_forms(word.text))
        for before, word in zip(source.words, source.words[1:], strict=False)
    )


def _is_light(words: Sequence[ClaimWord], place: int) -> bool:
    """Does the verb here say nothing without the noun behind it («لقي 384 شخصا مصرعهم»)?"""
    if not base_forms(words[place].text) & LIGHT_VERBS:
        return False
    return any(bare_noun(word.text) in LIGHT_NOUNS for word in words[place + 1 : place + 1 + LIGHT_REACH])


def _makes_an_elative(place: int, statement: Claim, source: Source, found: Alignment) -> bool:
    """Is this «أكثر» part of an elative that the source writes as one word («أكثر … أهمية», «أهم»)?"""
    near = (found.places.get(i) for i in range(place + 1, place + 1 + ELATIVE_REACH))
    one_word = any(there is not None and _ELATIVE.fullmatch(source.words[there].text) for there in near)
    return place not in found.places and statement.words[place].text.endswith("اكثر") and one_word


def is_worded_alike(statement: Claim, source: Source, found: Alignment) -> bool:
    """Have nearly all of its words kin there, and no run of them fewer?"""
    counted = _counted(statement, source, found)
    strengths = [_strength(place, statement, source, found) for place in counted]
    lost = [place for place, strength in zip(counted, strengths, strict=True) if not strength]
    if any(not _is_definite(statement, place) for place in lost):
        return False  # it may be the verb: «رفضت» for «وقعت»
    share, weakest = coverage(statement, source, found)
    return share >= MIN_COVERAGE and weakest >= MIN_WEAKEST


def is_left_to_reading(statement: Claim, source: Source, found: Alignment) -> bool:
    """Are enough of its words there to ask a network that reads both whether the rest says the same?

    Not where one word stands for one other: the network takes «ارتفعت» for «انخفضت» and «قتل» for «أصيب». A word that
    stands elsewhere in the source, or has a synonym there, has nothing in its place.
    """
    made = [one for one in substitutions(source.words, found) if len(one.source) == 1]
    times, taken = Counter(one.source for one in made), set(found.places.values())
    lost = {place for place in _counted(statement, source, found) if not _strength(place, statement, source, found)}
    if any(times[one.source] == 1 and one.place in lost and one.source[0] not in taken for one in made):
        return False
    return coverage(statement, source, found)[0] >= MIN_READ_COVERAGE


def same_probability(share: float, logit: float) -> float:
    """How likely a sentence says a statement, by the share of its words there and a network's logit."""
    odds = float(SAME_WEIGHTS @ (share, logit)) + SAME_BIAS
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def coverage(statement: Claim, source: Source, found: Alignment) -> tuple[float, float]:
    """The share of its words that the source has, and that of the run with the fewest. Names always count."""
    strengths = [_strength(place, statement, source, found) for place in _counted(statement, source, found)] or [0.0]
    runs = [strengths[i : i + RUN_WORDS] for i in range(max(1, len(strengths) - RUN_WORDS + 1))]
    return sum(strengths) / len(strengths), min(sum(run) / len(run) for run in runs)


def _counted(statement: Claim, source: Source, found: Alignment) -> list[int]:
    apart = _JOINING | SAYING_FORMS
    return [
        place
        for place in found.content
        if not base_forms(statement.words[place].text) & apart
        and not _is_light(statement.words, place)
        and not _makes_an_elative(place, statement, source, found)
    ]


def _strength(place: int, statement: Claim, source: Source, found: Alignment) -> float:
    """How far a word has kin there: in its place, or as the same word or name anywhere."""
    if place in statement.names:
        return 1.0
    if place in found.strength:
        return found.strength[place]
    said = statement.words[place].text
    return float(
        any(
            word_similarity(said, word.text) == 1.0 or one_for_all(said) == one_for_all(word.text)
            for word in source.words
        )
    )


def _is_definite(statement: Claim, place: int) -> bool:
    return statement.words[place].text.lstrip("وفبك").startswith(("ال", "لل"))


def _says_something(words: Sequence[ClaimWord], place: int, names: Collection[int]) -> bool:
    return place not in names and not base_forms(words[place].text) & (SAYING_FORMS | _TITLES)


def _stands(figure: Figure, statement: Claim, source: Source) -> bool:
    """Is the figure there, as exact or as rough as here («نحو 80» is not «أكثر من 80»)?"""
    here = _bound(statement.words, figure)
    return any(has_number(figure, [other]) and _bound(source.words, other) == here for other in source.figures)


def _bound(words: Sequence[ClaimWord], figure: Figure) -> frozenset[str]:
    before = [word.text for word in words if word.end <= figure.start][-2:]
    return frozenset(bound for text in before for bound in base_forms(text) & BOUNDS)


def _is_list(statement: Claim) -> bool:
    """Do the names stand in one list, in which no order tells who did what?"""
    places = sorted(statement.names)
    inside = [place for place in range(places[0], places[-1] + 1) if place not in statement.names] if places else []
    between = [statement.words[place] for place in inside]
    return len(places) > 2 and all(not word.content or base_forms(word.text) & _JOINING for word in between)
