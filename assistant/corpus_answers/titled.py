"""People of the folder by what they are called there: «من الوزراء المذكورون؟» are those beside whom «وزير» stands.

A broken plural has the consonants of its singular (وزراء, وزير; قضاة, قاض; أطباء, طبيب), and a sound one has them
before its ending, so that no list of plurals is needed; only what stands in an article as the office of a person is
compared, and only where the question asks for an office that the lexicon has. Below them stand the offices of that kind
beside which no name was found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.corpus_answers.folder import Folder, quoted_sentence
from assistant.lexicon.folder import ABOUT_FOLDER, is_article_noun
from assistant.lexicon.names import BEFORE_BODIES, BEFORE_PLACES, BODIES, ORDINARY, ROLES, TRANSLATED
from assistant.names.register import Name, Register
from assistant.question.beside_name import beside_name
from assistant.types import Draft
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import stem, tokens, words
from vectorstore.types import Passage, Span

SHOWN_PEOPLE = 20
LEAST_CONSONANTS = 2
LOOKED_AT_PASSAGES = 500
"""Passages that have the noun of an office and are looked through for those without a name."""

_ARTICLE = re.compile("^[وفبك]?(?:ال|لل)")
_ENDING = re.compile("(?<=..)(?:ون|ين|ات|ان|ه)$")
_WEAK = re.compile("[اويىءئؤ]")
_TWICE = re.compile(r"(.)\1")
_JOINED = re.compile("^[وفبل](?=.{3})")
_NO_PEOPLE = BODIES | BEFORE_BODIES | BEFORE_PLACES
"""Nouns of the lexicon's roles that are no person's."""


def consonants(word: str) -> str:
    """The consonants of a folded noun without its article and ending, doubled ones once; they are those of its plural.

    >>> consonants("الوزراء") == consonants("وزير"), consonants("القضاه") == consonants("قاضي")
    (True, True)
    """
    bare = _ENDING.sub("", _ARTICLE.sub("", word))
    first = bare[:1] if bare[:1] in ("و", "ي") else ""
    return _TWICE.sub(r"\1", first + _WEAK.sub("", bare[len(first) :]))


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    known = {consonants(role) for role in (ROLES | ORDINARY) - _NO_PEOPLE if not role.isascii()}
    return frozenset(one for one in known if len(one) >= LEAST_CONSONANTS)


def roles_asked(question: str, others: Collection[str]) -> frozenset[str]:
    """The consonants of the offices that a question for names asks for; empty where it asks for none.

    `others`: folded words, without what is written onto them, that ask for another kind of name.
    """
    asked: set[str] = set()
    for word in words(question):
        bare = _ARTICLE.sub("", word.removeprefix("و"))
        if word.isascii():
            translated = TRANSLATED.get(word) or TRANSLATED.get(word.removesuffix("s")) or ()
            asked |= {key for one in translated if (key := consonants(one)) in _roles()}
        elif not (bare in ABOUT_FOLDER or word in ABOUT_FOLDER or bare in others or is_article_noun(word)):
            asked |= {consonants(word)} & _roles()
    return frozenset(asked)


def called_so(
    folder: Folder, known: Register, articles: Sequence[ArticleRecord], roles: Collection[str]
) -> tuple[Draft, ...]:
    """A line a person with the office as it stands in an article, over the sentence that says it."""
    sources = [article.source for article in articles]
    drafts = []
    for name, _ in known.counted(sources):
        if name.kind == "person" and (draft := _called(folder, name, sources, roles)) is not None:
            drafts.append(draft)
        if len(drafts) == SHOWN_PEOPLE:
            break
    return tuple([*drafts, *_held_by_others(folder, sources, roles, drafts)][:SHOWN_PEOPLE])


def _held_by_others(
    folder: Folder, sources: Sequence[str], roles: Collection[str], told: Sequence[Draft]
) -> Iterator[Draft]:
    """The sentences with an office of which nobody was told («وزير الصحة»), by its noun and the word behind it."""
    nouns = {role for role in ROLES | ORDINARY if not role.startswith("ال") and consonants(role) in roles}
    index = folder.search.snapshot
    scope = sources if folder.chosen or len(sources) < len(folder.articles) else None
    found = index.search_text({stem(noun) for noun in nouns}, nouns, LOOKED_AT_PASSAGES, scope)
    known = {pair for draft in told for pair in _offices_in(draft.text, roles)}
    passages = index.passages([name for name, _ in found]).values()
    for passage in sorted(passages, key=lambda one: (one.source, one.start)):
        for span in passage.sentences if passage.kind == "body" else ():
            here = _offices_in(passage.sentence(span), roles) - known
            if here:
                known |= here
                yield quoted_sentence(passage, span)


def _offices_in(text: str, roles: Collection[str]) -> frozenset[tuple[str, str]]:
    """The offices of these roles in a text, as the role and the stem of the word with the article behind it."""
    said = words(text)
    return frozenset(
        (min(_keys(word) & set(roles)), stem(field))
        for word, field in pairwise(said)
        if field.startswith("ال") and not word.startswith("ال") and _keys(word) & set(roles)
    )


def _called(folder: Folder, name: Name, sources: Sequence[str], roles: Collection[str]) -> Draft | None:
    for passage, span, place in _sentences_with(folder, name, sources):
        text = passage.sentence(span)
        told = beside_name(text, tokens(text), place)
        if told is None:
            continue
        if _is_of(words(text[told[0] : place[0]] + " " + text[place[1] : told[1]]), roles):
            quote = quoted_sentence(passage, span)
            return Draft(text[slice(*told)], quote.quotes, quoted=False)
    return None


def _is_of(said: Sequence[str], roles: Collection[str]) -> bool:
    """Is one of the words beside a name such an office, and not that of which another one is («نائب الوزير»)?"""
    before = ""
    for word in said:
        of_another = word.startswith("ال") and not before.startswith("ال") and bool(_keys(before) & _roles())
        if not of_another and _keys(word) & set(roles):
            return True
        before = word
    return False


def _keys(word: str) -> frozenset[str]:
    return frozenset(consonants(form) for form in (word, _JOINED.sub("", word)))


def _sentences_with(folder: Folder, name: Name, sources: Sequence[str]) -> Iterator[tuple[Passage, Span, Span]]:
    """The sentences with the name: passage, span in the file, and where the name stands in the sentence."""
    for source in sources:
        for start, end in name.places.get(source, ()):
            for passage in folder.passages(source):
                for span in passage.sentences:
                    if span[0] <= start and end <= span[1]:
                        yield passage, span, (start - span[0], end - span[0])
