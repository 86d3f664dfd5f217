"""What a question that goes on means, written out: the noun in the place of its pronoun, the subject behind its verb.

«وماذا طلب منهم؟» after «من التقى كازنوف؟» is «وماذا طلب كازنوف من ممثلي الشركات؟». A pronoun takes the first noun that
agrees with it (`antecedent`): what the question before asked for and its answer set off, then the nouns of that
question, then those of questions before it. One of which nothing agrees stays, and the question before is named behind
it, in brackets. «متى كان ذلك؟» is left to `question.happening`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.lexicon.interrogatives import ASK_PLACE, ASK_TIME
from assistant.lexicon.people import DONE_TO_THINGS, LIVED_HE, LIVED_SHE, PERSONS, is_of_person, kin_of
from assistant.lexicon.pronouns import BEFORE_NOUN, COPULAS, INSTEAD, RELATIVES, THERE, WHAT_HAPPENED
from assistant.question.antecedent import antecedent, may_do
from assistant.question.demonstratives import demonstrative_in
from assistant.question.happening import asks_of_happening, happened
from assistant.question.left_out import ends_clause, is_done_to, is_last_copula, lacks_subject
from assistant.question.nouns import Known, Noun, has_article, owner_of, unjoined
from assistant.question.of_two import VerbOfTwo, the_two, verb_of_two
from assistant.question.taken_up import DAMMA, WITH_PRONOUN, is_of_who, pronoun_of, takes_up
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

_IMPERFECT = re.compile("^[يت]\\w{3,}$")
_BEFORE_PERSONS = ("ل", "مع", "لدي", "عند")
"""What stands before one who is given, met or owns something, seldom before the place where it happened."""

_PLURAL_VERB = re.compile("(?:وا|ون)$")
_FEMININE = re.compile(r"^(?![وف]?ت\w\wيت$)\w{3,}(?<![او])ت$")
"""A noun before its pronoun whose «ت» is a «ة»; not a plural («هجمات»), «ملكوت» or «توقيت»."""

_LIKE_DUAL = re.compile(r"\w{3}(?<!و)[اً]{1,2}$")
"""A verb of two, or an adverb («متى تحديدا؟»), as it is written; «أنشأ» and «دعا» are of one."""


@dataclass(slots=True)
class _Rewriting:
    """What has been decided of a question so far: edits of it as (start, end, text), and the nouns they use."""

    edits: list[tuple[int, int, str]] = field(default_factory=list)
    bound: dict[str, Noun] = field(default_factory=dict)
    subject: Noun | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class InFull:
    """The question written out; `whole`: nothing in it points back any more. `nouns`: those that were put in."""

    text: str
    whole: bool
    nouns: tuple[Noun, ...] = ()


def points_back(question: str, known: Known = lambda word: True) -> bool:
    """Has the question a pronoun, or a verb without its subject, that a noun could stand for?"""
    found = tokens(question)
    if asks_of_happening(question) or verb_of_two(question, known) or demonstrative_in(question) is not None:
        return True
    return any(
        WITH_PRONOUN.match(token.text)
        or token.text in THERE
        or (token.text not in STOPWORDS and owner_of(question, token))
        or lacks_subject(question, found, place)
        or is_last_copula(found, place)
        for place, token in enumerate(found)
    )


def in_full(question: str, former: str, nouns: Sequence[Noun], known: Known) -> InFull:
    """An Arabic question with the nouns in place of what points back; `former`: the question before, written out."""
    asked = happened(question, former, nouns)
    if asked:
        return InFull(asked, True, tuple(noun for noun in nouns if noun.text in asked))
    found, made = tokens(question), _Rewriting()
    if len({pronoun for token in found if (pronoun := pronoun_of(question, token)) in ("ه", "ها")}) > 1:
        nouns = [noun for noun in nouns if noun.female is not None]  # he and she: who may be either is neither
    two = verb_of_two(question, known)
    for place, token in enumerate(found):
        if two and token == two.token:
            _put_two(made, two, the_two(former, nouns))
        elif token.text in THERE:
            _put_place(made, token, nouns)
        elif is_last_copula(found, place):
            _put_predicate(made, token, nouns, known)
        elif is_of_who(question, found, place):
            made.whole = False
        elif itself := takes_up(question, found, place, known):
            _put_doer(made, question, found, place, nouns)
        elif itself is None:
            made.whole = False
        elif match := WITH_PRONOUN.match(token.text):
            _put_behind_particle(made, question, token, match, nouns)
        elif (owned := owner_of(question, token)) and _is_owned(token, owned, known):
            _put_owner(made, question, found, place, owned, nouns, known)
        elif lacks_subject(question, found, place):
            if is_done_to(question, found, place, nouns):
                continue
            if _LIKE_DUAL.search(question[token.start : token.end]):
                made.whole = False
            else:
                _put_subject(made, token, _may_be_done_to(question, found, place, nouns))
        elif token.text in WHAT_HAPPENED:
            made.whole = False
    text = question
    for start, end, put in sorted(made.edits, reverse=True):
        text = text[:start] + put + text[end:]
    return InFull(text, made.whole and bool(made.edits), tuple(dict.fromkeys(_told(made))))


def _told(made: _Rewriting) -> list[Noun]:
    """The nouns that were used, with the gender that the pronoun they took told of them."""
    told = {"ه": False, "ها": True}
    bound = [replace(n, female=told.get(p, n.female)) if not n.several else n for p, n in made.bound.items()]
    return [*bound, *([made.subject] if made.subject and made.subject not in made.bound.values() else [])]


# -- what is put where -----------------------------------------------------------------------------


def _put_behind_particle(
    made: _Rewriting, question: str, token: Token, match: re.Match[str], nouns: Sequence[Noun]
) -> None:
    pronoun, word = match["pronoun"], match["word"]
    if question[token.start : token.end].endswith("ة"):
        return
    noun = made.bound.get(pronoun)
    if noun is None and made.subject is not None and made.subject.agrees(pronoun):
        noun = _instead(question, token, nouns, made.subject, pronoun)
        if noun is None:
            made.whole = False  # somebody else, and nobody knows who
            return
    persons = word in _BEFORE_PERSONS
    if noun is None and pronoun == "هما":  # who answers is mostly the one who did it
        noun = next((one for one in nouns if one.pair and one.behind and not one.past), None)
    noun = noun or antecedent(nouns, lambda one: one.agrees(pronoun) and not (persons and one.answers and one.behind))
    if noun is None:
        made.whole = False
    elif pronoun not in made.bound:
        raw = question[token.start : token.end]
        joined = match["joined"]
        before = joined + BEFORE_NOUN[word] if word in BEFORE_NOUN else raw[: len(raw) - len(pronoun)] + " "
        made.edits.append((token.start, token.end, _joined(before, noun.text)))
        made.bound[pronoun] = noun


def _instead(question: str, token: Token, nouns: Sequence[Noun], subject: Noun, pronoun: str) -> Noun | None:
    """«ماذا اقترح بدلا منه؟»: never whoever does it, but the thing that the question before tells of."""
    before = [one.text for one in tokens(question) if one.end <= token.start]
    if not before or before[-1] not in INSTEAD:
        return None
    things = [noun for noun in nouns if noun.text != subject.text and noun.person is not True]
    return antecedent(things, lambda one: one.agrees(pronoun) and not one.behind)


def _joined(before: str, noun: str) -> str:
    """«لـ» before a noun with the article is «للـ»."""
    if before.endswith("لـ"):
        return before[:-1] + (noun[1:] if noun.startswith("ال") else noun)
    return before[:-1] + noun if before.endswith("بـ") else before + noun


def _is_owned(token: Token, owned: re.Match[str], known: Known) -> bool:
    if token.text in STOPWORDS:
        return False
    bare = owned["noun"].removeprefix("و")
    forms = (form for noun in (owned["noun"], bare) for form in (noun, noun[:-1] + "ه"))
    if not known(token.text) or kin_of(owned["noun"]) or bare in PERSONS:
        return True
    return any(map(known, forms)) or known("ال" + bare)


def _put_owner(
    made: _Rewriting, question: str, found: Sequence[Token], place: int, owned: re.Match[str], nouns: Sequence[Noun],
    known: Known,
) -> None:  # fmt: skip
    token, pronoun = found[place], owned["pronoun"]
    before = found[place - 1].text if place else ""
    if before in RELATIVES and _may_resume(before, pronoun):  # «الذي ذكره»: somebody did what is before it
        if ends_clause(found, place):
            _put_subject(made, token, nouns, owned["noun"])
        return
    if place > 1 and _IMPERFECT.match(before) and before not in STOPWORDS and found[place - 2].text in ("ان", "متي"):
        _put_subject(made, found[place - 1], nouns)  # «أن تصدر قرارها»: its own
        return
    noun = _pick_owner(nouns, owned["noun"], pronoun)
    if pronoun in made.bound or (noun is not None and noun == made.subject):
        return  # said already: «كيف رجعت موريس إلى بيتها»
    certain = not place or unjoined(before) in (*PREPOSITIONS, "ما", "من", "اي", *COPULAS)
    if noun is None or not (certain or ends_clause(found, place)):
        made.whole = False
        return
    raw = question[token.start : token.end - len(pronoun)]
    raw = question[token.start : token.start + len(raw)]
    stem = fold(raw)
    if stem.endswith("و") and not known(stem) and not kin_of(stem):
        made.whole = False
        return
    surely_noun = not place or (unjoined(before) in PREPOSITIONS and unjoined(before) != "من")  # «من كتبته؟»
    made.edits.append((token.start, token.end, f"{before_owner(raw, known, surely_noun)} {noun.text}"))
    made.bound[pronoun] = noun


def _pick_owner(nouns: Sequence[Noun], owned: str, pronoun: str) -> Noun | None:
    """Whose this is: kin a person's, and what mostly a person has («عقده») that of the person of the question before,
    if there is one, rather than of a club that answered it."""
    person = bool(kin_of(owned))
    if not person and is_of_person(owned):
        people = [noun for noun in nouns if noun.person and not noun.past]
        noun = antecedent(people, lambda one: one.agrees(pronoun))
        if noun is not None:
            return noun
    return antecedent(nouns, lambda one: one.agrees(pronoun), person=person)


def _may_resume(relative: str, pronoun: str) -> bool:
    """May a pronoun stand for what a relative does? Not in «الفريق الذي طورها»."""
    return not ((relative == "الذي" and pronoun == "ها") or (relative == "التي" and pronoun == "ه"))


def before_owner(raw: str, known: Known, surely_noun: bool = False) -> str:
    """A noun that a pronoun was written onto, as it stands before its owner: «مدرست» «مدرسة», «بناؤ» «بناء».

    What is written otherwise at the end of a word: a «ة», a «ى», and a hamza without its seat. `surely_noun`: it is no
    verb («كتبت»), so that a «ت» is mostly a «ة» where no article has either word.
    """
    stem = fold(raw)
    singular = stem[:-1] + "ه"
    if raw.endswith("ت") and not known(stem) and (known(singular) or kin_of(stem) or is_of_person(singular)):
        return raw[:-1] + "ة"
    if surely_noun and not known(stem) and _FEMININE.search(stem):
        return raw[:-1] + "ة"
    if raw.endswith(("اؤ", "ائ")):
        return raw[:-1] + "ء"
    if raw.endswith(("ؤ", "ئ")) and not known(stem):
        return next((raw[:-1] + end for end in "أء" if known(fold(raw[:-1] + end))), raw)
    if raw.endswith("ا") and not known(stem) and known(stem[:-1] + "ي"):
        return raw[:-1] + "ى"
    return raw


def _put_subject(made: _Rewriting, token: Token, nouns: Sequence[Noun], verb: str = "") -> None:
    verb = (verb or token.text).removeprefix("و")
    noun = made.subject
    if noun is None and not _PLURAL_VERB.search(verb):
        lived = verb in LIVED_HE or verb in LIVED_SHE
        # a factory may work, too, where nobody is there who could
        noun = (antecedent(nouns, may_do(verb), person=True) if lived else None) or antecedent(nouns, may_do(verb))
        if noun is not None:
            made.edits.append((token.end, token.end, f" {_as_subject(noun.text)}"))
    made.subject = noun
    made.whole = made.whole and noun is not None


def _may_be_done_to(question: str, found: Sequence[Token], place: int, nouns: Sequence[Noun]) -> Sequence[Noun]:
    """Those nouns that a verb may be said of: no person where it tells what is done to things («متى أُمّم؟»).

    Such a verb without its mark is in the passive where nobody is there who does it to anything: behind «متى», «أين».
    """
    verb = found[place]
    if verb.text.removesuffix("ت") not in DONE_TO_THINGS:
        return nouns
    marked = question[verb.start + 1 : verb.start + 2] == DAMMA
    if not marked and unjoined(found[place - 1].text) not in (*ASK_TIME, *ASK_PLACE):
        return nouns
    asked_who = any(noun.answers and noun.person is not False for noun in nouns)
    things = [noun for noun in nouns if not (noun.person or (asked_who and noun.answers))]
    return things or nouns


def _put_two(made: _Rewriting, verb: VerbOfTwo, noun: Noun | None) -> None:
    """«متى تزوجا؟» as «متى تزوجت ليلى وحسام؟»: before its subject a verb is not in the dual."""
    made.subject = noun
    made.whole = made.whole and noun is not None
    if noun is not None:
        written = verb.hers if noun.female else verb.his
        made.edits.append((verb.token.start, verb.token.end, f"{written} {noun.text}"))


def _put_doer(made: _Rewriting, question: str, found: Sequence[Token], place: int, nouns: Sequence[Noun]) -> None:
    """Who did what the pronoun at `place` takes up, where the question does not say: «كم لقبا فازت أنس جابر به»."""
    if not ends_clause(found, place):
        return
    owned = None if WITH_PRONOUN.match(found[place].text) else owner_of(question, found[place])
    verb = found[place] if owned else found[place - 1]
    if verb.text in (*STOPWORDS, *RELATIVES) or has_article(verb.text):
        return
    _put_subject(made, verb, nouns, owned["noun"] if owned else "")


def _put_place(made: _Rewriting, token: Token, nouns: Sequence[Noun]) -> None:
    noun = antecedent([noun for noun in nouns if noun.behind == "في"], lambda _: True)
    if noun is None:
        made.whole = False
        return
    made.edits.append((token.start, token.end, f"في {noun.text}"))
    made.bound["هناك"] = noun


def _put_predicate(made: _Rewriting, token: Token, nouns: Sequence[Noun], known: Known) -> None:
    pronoun = {"هو": "ه", "هي": "ها"}.get(token.text, token.text)
    noun = antecedent(nouns, lambda one: one.agrees(pronoun))
    if noun is None:
        made.whole = False
        return
    made.edits.append((token.start, token.end, _as_subject(noun.text, known)))
    made.bound[pronoun] = noun


def _as_subject(noun: str, known: Known = lambda word: False) -> str:
    """«ممثلي الشركات» as a subject: «ممثلو الشركات»."""
    head = tokens(noun)[0]
    if head.text.endswith("ي") and known(head.text[:-1] + "ون"):
        return noun[: head.end - 1] + "و" + noun[head.end :]
    return noun
