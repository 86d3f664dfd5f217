"""A question of a conversation becomes one that stands alone.

Whether it leans on the one before is decided by a few words that can say nothing alone («وماذا عن», «ومتى») and else by
a model (`question.leaning`). A new question is left as it is and takes nothing from the history. One that leans takes
along what the talk is about: the words of the question before that such questions mostly go on about. A bare name
(«وفايسبوك؟») takes the place of its like in the question before (`question.exchange`), and who asks for more («ومن
أيضا؟») asks the same again. What is shown of it is written out (`question.in_full`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np

from assistant.messages import say
from assistant.question.answered_noun import answer_noun, asks_for_kin, noun_of_answer
from assistant.question.carried import carried_words, phrases_of
from assistant.question.counted_like import exchange_counted
from assistant.question.demonstratives import demonstrative_in, named_out
from assistant.question.dependence import asks_for_more, bare_name, is_followup, may_say_all
from assistant.question.exchange import exchange
from assistant.question.gender import by_given_name
from assistant.question.in_english import exchange_english, in_full_english, points_to_who
from assistant.question.in_full import InFull, in_full, points_back
from assistant.question.kin import agreeing, kin_asked, needs_person, other_kin
from assistant.question.leaning import leans
from assistant.question.noun_phrases import nouns_of
from assistant.question.nouns import NamesIn, Noun, has_article
from assistant.question.of_its_kind import exchange_like, is_full_name
from assistant.question.of_two import verb_of_two
from assistant.question.whole_names import whole_name, women_by_name
from assistant.types import Turn
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.language import language_of

TITLE = re.compile('[«"“]([^«»"“”]{2,60})[»"”]')
"""What stands in quotation marks."""

MAX_HISTORY_TURNS = 10
"""Turns of history that are looked at: a chain of follow-ups longer than this has lost its beginning."""

PART_LEANS = 0.5
"""The same threshold as `leaning.LEANS` for what was asked in one breath: a part mostly leans on the first."""

COMMA = "، "
"""Between the stretches that make a context."""


@dataclass(frozen=True, slots=True)
class Standalone:
    """`question` is what is asked, `context` the words of earlier questions that it leans on (or "").

    `shown`: the same as one would ask it alone. `beyond`: what else there is, so that what was quoted already is no
    answer. `name`: the bare name that took the place of another one; `common`: it is a noun («السائق») and of the
    same talk. `nouns`: what the talk is about, the last first; `after`: the questions that are named beside it,
    because something in it still points back. `before`: what the question before asked, as it was looked for.
    """

    question: str
    context: str = ""
    shown: str = ""
    beyond: bool = False
    name: str = ""
    common: bool = False
    nouns: tuple[Noun, ...] = ()
    after: tuple[str, ...] = ()
    before: str = ""

    @property
    def text(self) -> str:
        """One line that a person can check the understanding by."""
        written = self.shown or self.question
        if not self.after:
            return written
        language = language_of(written)
        said = "؛ " if language == "ar" else "; "
        return say("understood_after", language, question=written, before=said.join(self.after))

    @property
    def goes_on(self) -> bool:
        """Does it take anything from the conversation?"""
        return bool(self.context or self.shown or self.beyond or self.name)


Told = Callable[[int, str], str]
"""The words that answered a turn, counted from the first, whose question was understood so; "" where there are none."""

SurerAlone = Callable[[int, Standalone], bool]
"""Is the question behind a turn, counted from the first, surer answered by itself than as it would go on from it?"""

People = Callable[[int], Sequence[str]]
"""The people whom the answer to a turn, counted from the first, names, in their order."""

Quotes = Callable[[int], Sequence[str]]
"""What the answer to a turn, counted from the first, quotes, in its order."""


def stand_alone(
    question: str,
    history: Sequence[Turn],
    known: Callable[[str], bool] = lambda word: True,
    alike: Callable[[str], Collection[str]] = lambda word: (),
    embed: Callable[[str], np.ndarray] | None = None,
    told: Told = lambda turn, question: "",
    names_in: NamesIn = lambda text: (),
    told_gender: Callable[[str], bool | None] = lambda name: None,
    surer_alone: SurerAlone = lambda turn, in_talk: False,
    people: People = lambda turn: (),
    is_person: Callable[[str], bool | None] = lambda text: None,
    quotes: Quotes = lambda turn: (),
) -> Standalone:
    """The question as it stands alone after the history (oldest turn first).

    `known(word)`: does the corpus have this word? `alike(word)`: words that stand beside it in the corpus, as
    the names of a list do, and `embed(text)`, a vector of unit length: they tell which name of the earlier question a
    bare name replaces. `told`, `names_in` (the spans of the names in a text), `told_gender` (of a name, True for a
    woman's, None where nothing tells), `people`, `is_person` (of a noun, None where nothing tells) and `quotes` tell
    what a pronoun stands for. `surer_alone` is asked where the words of a question leave open whether it goes on.
    """
    earlier, before = Standalone(""), ""
    first = max(0, len(history) - MAX_HISTORY_TURNS)
    for place, turn in enumerate((*history[first:], Turn(question)), first):
        look = _Looking(
            known, alike, embed, cache(partial(told, place - 1)), names_in, told_gender,
            partial(surer_alone, place - 1), partial(people, place - 1), is_person, partial(quotes, place - 1),
        )
        before = _looked_for(earlier)
        earlier = _resolve(turn.question, earlier, look)
    return replace(earlier, before=before)


@dataclass(frozen=True, slots=True)
class _Looking:
    """What can be asked of the corpus and of the answer before, see `stand_alone`."""

    known: Callable[[str], bool]
    alike: Callable[[str], Collection[str]]
    embed: Callable[[str], np.ndarray] | None
    told: Callable[[str], str]
    names_in: NamesIn
    told_gender: Callable[[str], bool | None]
    surer_alone: Callable[[Standalone], bool]
    people: Callable[[], Sequence[str]]
    is_person: Callable[[str], bool | None]
    quotes: Callable[[], Sequence[str]]


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
    return Standalone(part, COMMA.join(phrases_of(first, carried_words(first, part))))


def _resolve(question: str, earlier: Standalone, look: _Looking) -> Standalone:
    # a part of a question that was exchanged or carried is looked at as it was asked then
    former = _looked_for(earlier)
    if not earlier.question or not (is_followup(question, former) or verb_of_two(question, look.known)):
        named, noun = _named_out(question, earlier, look)
        past = tuple(_people_before(earlier, look))
        return Standalone(question, noun, named, nouns=past) if named else Standalone(question, nouns=past)
    if asks_for_more(question):
        return replace(earlier, beyond=True)
    bare, preposition = bare_name(question, look.known)
    if bare:
        written = bool(earlier.shown) and not earlier.after
        base, context = (earlier.shown, "") if written else (earlier.question, earlier.context)
        if kin_asked(bare):
            return _of_other_kin(bare, base, context, earlier, look)
        like = "" if preposition else _of_like(bare, base, look)
        english = exchange_english(bare, base) if language_of(base) == "en" else ""
        replaced = like or english or exchange(bare, base, preposition, look.known, look.alike, look.embed)
        if replaced:
            after = earlier.after if context else ()
            return Standalone(replaced, context, name=bare, common=bool(like), after=after)
    written, nouns = _written_out(question, earlier, look)
    if written.whole and language_of(question) == "en":  # English has a word for each: none is written onto another
        question = written.text
    kept = carried_words(earlier.question, question)
    before = [phrase for phrase in earlier.context.split(COMMA) if phrase]  # what was carried once stays
    phrases = dict.fromkeys([*before, *phrases_of(earlier.question, kept)])
    told = (noun for noun in written.nouns if noun.past or (noun.answers and (noun.pair or not noun.several)))
    meant = [noun.text for noun in told]
    after = () if written.whole else (*earlier.after, earlier.shown or earlier.question)
    in_talk = Standalone(question, COMMA.join([*phrases, *meant]), written.text, nouns=tuple(nouns), after=after)
    return Standalone(question) if may_say_all(question, former) and look.surer_alone(in_talk) else in_talk


def _looked_for(standalone: Standalone) -> str:
    return f"{standalone.context} {standalone.question}".strip()


def _of_like(bare: str, base: str, look: _Looking) -> str:
    counted = exchange_counted(bare, base, look.known)
    return counted or exchange_like(bare, base, look.known, partial(_named, look), look.is_person)


def _of_other_kin(bare: str, base: str, context: str, earlier: Standalone, look: _Looking) -> Standalone:
    """«وابنتها؟» after a question for the kin of somebody, or on herself: the same asked of her daughter."""
    former = Standalone(base, context, nouns=earlier.nouns, after=earlier.after)
    asked = other_kin(bare, base, look.known)
    if asked and not kin_asked(bare, within=asked):
        return Standalone(asked, context or base, asked, nouns=earlier.nouns)
    asked = asked or exchange(bare, base, "", look.known, look.alike, look.embed) or f"من هو {bare}؟"
    written, nouns = _written_out(agreeing(asked), former, look)
    after = () if written.whole else (*earlier.after, base)
    return Standalone(asked, context or base, written.text, nouns=tuple(nouns), after=after)


def _people_before(earlier: Standalone, look: _Looking) -> list[Noun]:
    """Whom the talk was about, before a question that does not go on from it: «والدها» may still be of one of them."""
    if not earlier.question:
        return []
    nouns = [*nouns_of(earlier.shown or earlier.question, look.known, look.names_in), *earlier.nouns]
    told = [replace(noun, person=look.is_person(noun.text)) if noun.person is None else noun for noun in nouns]
    persons = (noun for noun in women_by_name(told) if noun.person)
    return list(dict.fromkeys(replace(noun, answers=False, person=True, past=True, behind="") for noun in persons))


def _named_out(question: str, earlier: Standalone, look: _Looking) -> tuple[str, str]:
    """A question with the name of what it points to by «هذه الشركة», and that name; two "" for any other."""
    former = earlier.shown or earlier.question
    if not former or demonstrative_in(question) is None or "en" in (language_of(question), language_of(former)):
        return "", ""
    answered = answer_noun(former, look.told, look.known, look.names_in)
    nouns = [*([answered] if answered else []), *nouns_of(former, look.known, look.names_in)]
    nouns = [_known_better(noun, look) for noun in nouns]
    return named_out(question, former, look.quotes(), nouns, look.names_in)


def _written_out(question: str, earlier: Standalone, look: _Looking) -> tuple[InFull, list[Noun]]:
    """The question with nouns in the place of what points back, and what the talk is about from now on."""
    former = earlier.shown or earlier.question
    if language_of(question) == "en":
        answered = _who_answered(former, look) if points_to_who(question, former) else None
        return in_full_english(question, former, answered), [answered] if answered else []
    if language_of(question) != "ar" or language_of(former) != "ar":
        return InFull(question, False), []
    nouns = [*nouns_of(former, look.known, look.names_in), *(replace(noun, answers=False) for noun in earlier.nouns)]
    named, _ = _named_out(question, earlier, look)
    question = named or question
    if not points_back(question, look.known):
        return InFull(question, bool(named)), nouns
    answered = answer_noun(former, look.told, look.known, look.names_in) or _kin_named(former, look)
    nouns = [*([answered] if answered else []), *nouns]
    people = [*look.people(), *(noun.text for noun in earlier.nouns if noun.person or noun.name)]
    nouns = [whole_name(noun, former, people) for noun in nouns]
    nouns = women_by_name([_known_better(noun, look) for noun in nouns])
    if needs_person(question) and not any(noun.person is not False for noun in nouns):
        nouns += [replace(noun, person=True) for noun in _only_ones(look.people(), look)]
    found = in_full(question, former, nouns, look.known)
    return found, list(dict.fromkeys([*found.nouns, *nouns]))


def _who_answered(former: str, look: _Looking) -> Noun | None:
    """Who answered an English question that asks which person did something, as the article calls him."""
    noun = noun_of_answer(look.told(former), look.known, look.names_in, person=True)
    noun = noun and _known_better(noun, look)
    return noun if noun and noun.person is not False and not noun.several else None


def _kin_named(former: str, look: _Looking) -> Noun | None:
    """«هل لها أولاد؟»: the one person whom the answer names and the question does not."""
    if not asks_for_kin(former):
        return None
    asked = {token.text for token in tokens(former)}
    others = [name for name in look.people() if not any(_forms_of(token) & asked for token in tokens(name))]
    return Noun(others[0], None, False, answers=True, name=True, person=True) if len(others) == 1 else None


def _named(look: _Looking, text: str) -> list[tuple[int, int]]:
    """The spans of the names in a text, and of what the answer before has in quotation marks, whole or its first words
    («واحة نجد للأغذية»)."""
    words = [title.split() for quote in look.quotes() for title in TITLE.findall(quote)]
    titles = {" ".join(one[:end]) for one in words for end in {len(one), *range(2, len(one))}}
    return [*look.names_in(text), *(match.span() for title in titles for match in re.finditer(re.escape(title), text))]


def _forms_of(token: Token) -> set[str]:
    """A word of a name, and the same with «لـ» before it."""
    return {token.text, f"ل{token.text}"}


def _known_better(noun: Noun, look: _Looking) -> Noun:
    """A noun with what the articles tell of it beyond its own form."""
    if noun.female is None and not noun.several:
        told = look.told_gender(noun.text)
        named = by_given_name(noun.text) if told is None and (noun.name or noun.answers) else None
        noun = replace(noun, female=named if told is None else told)
    if noun.person is None:
        told = look.is_person(noun.text)
        named = is_full_name(noun.text) and not has_article(tokens(noun.text)[1].text)  # «نور الصباح»
        noun = replace(noun, person=True if told is None and named else told)
    return noun


def _only_ones(people: Sequence[str], look: _Looking) -> list[Noun]:
    """The man, the woman whom an answer names: nobody of whom another one may as well be meant."""
    nouns = [_known_better(Noun(name, None, False, name=True), look) for name in people]
    sure = [one for one in nouns if one.female is not None]
    return [one for one in sure if sum(other.female in (one.female, None) for other in nouns) == 1]
