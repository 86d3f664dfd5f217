"""Names that stand in a few articles, by shape alone, for the card of a happening: foreign words, «شركة …», «منظمة …».

Arabic names that are ordinary words are missed, and it cannot tell a person from a place; `assistant.names` can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.corpus_answers.folder import Folder
from assistant.lexicon.names import BODIES, PERSONAL_TITLES
from assistant.lexicon.numbers import months
from assistant.question.suggestions import find_speakers
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.name_keys import NameVariants, is_native_shaped
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Passage, Span

READ_ARTICLES = 300
"""Articles whose texts are read for names."""

NAME_WORDS = 3
MAX_NAME_LETTERS = 11
"""Letters of a word that may be a name; longer ones are words run together."""

_NO_NAME_START, _NO_NAME_END = ("ال", "لل", "و", "ب", "ل"), ("ها", "هم")


@dataclass(slots=True)
class _Name:
    """One name while it is counted: how it is first written, where, and how often."""

    text: str
    passage: Passage
    span: Span
    sources: set[str] = field(default_factory=set)
    count: int = 0


def find_names(folder: Folder, articles: Sequence[ArticleRecord]) -> list[_Name]:
    """Names of the articles: those of most articles first, then the most frequent."""
    spellings = folder.search.spellings
    names: dict[tuple[str, ...], _Name] = {}
    for article in articles[:READ_ARTICLES]:
        for passage in folder.passages(article.source):
            if passage.kind == "boilerplate":
                continue
            for span in passage.sentences:
                sentence = passage.sentence(span)
                for key, text in [*names_in(sentence, spellings), *_called(sentence)]:
                    name = names.setdefault(key, _Name(text, passage, span))
                    name.sources.add(article.source)
                    name.count += 1
    return sorted(_joined(names).values(), key=lambda name: (-len(name.sources), -name.count, name.text))


def names_in(sentence: str, spellings: NameVariants) -> Iterable[tuple[tuple[str, ...], str]]:
    """The names of a sentence: their bare words, and how they are written."""
    run: list[tuple[str, Token]] = []
    found = tokens(sentence)
    for place, token in enumerate(found):
        apart = run and sentence[run[-1][1].end : token.start].strip(" ")
        base = _bare_name(token, sentence, spellings)
        if run and (apart or not base or len(run) >= NAME_WORDS or token.text.startswith("و")):
            yield _named(run, sentence)
            run = []
        if base:
            run.append((base, token))
        elif token.text in BODIES and place + 1 < len(found) and found[place + 1].text.startswith("ال"):
            behind = found[place + 1]
            if sentence[token.end : behind.start] == " " and behind.text not in STOPWORDS:
                yield (token.text, behind.text), sentence[token.start : behind.end]
    if run:
        yield _named(run, sentence)


def _called(sentence: str) -> Iterable[tuple[tuple[str, ...], str]]:
    """Two bare words behind an office («رئيس الوزراء زوران زئيف») or a verb of saying: a person of whatever shape."""
    for name, _ in find_speakers(sentence):
        yield tuple(token.text for token in tokens(name)), name
    found = tokens(sentence)
    for place, token in enumerate(found[:-2]):
        if token.text.removeprefix("و") not in PERSONAL_TITLES:
            continue
        first = place + 1
        while first < min(place + 4, len(found) - 1) and found[first].text.startswith("ال"):
            first += 1
        pair = found[first : first + 2]
        together = len(pair) == 2 and sentence[token.end : pair[1].start].replace(" ", "").isalpha()
        if together and all(3 < len(word.text) < MAX_NAME_LETTERS and _plain(word.text) for word in pair):
            yield tuple(word.text for word in pair), sentence[pair[0].start : pair[1].end]


def _plain(word: str) -> bool:
    return word not in STOPWORDS and not word.startswith(_NO_NAME_START) and not word.endswith(_NO_NAME_END)


def _named(run: Sequence[tuple[str, Token]], sentence: str) -> tuple[tuple[str, ...], str]:
    first = run[0][1]
    cut = len(first.text) - len(run[0][0])  # a conjunction or preposition written onto the name
    return tuple(base for base, _ in run), sentence[first.start + max(cut, 0) : run[-1][1].end]


def _bare_name(token: Token, sentence: str, spellings: NameVariants) -> str:
    """The word of a name without what is written onto it, "" for any other word."""
    word = token.text
    if word.isascii():
        return word if sentence[token.start].isupper() and len(word) > 1 else ""
    if len(word) < 4 or word in STOPWORDS or word.startswith(("ال", "لل", "وال", "بال")):
        return ""
    base = spellings.base_forms(word)[-1]
    if not 4 <= len(base) <= MAX_NAME_LETTERS or base in STOPWORDS or base in months() or base.endswith(_NO_NAME_END):
        return ""
    if any(is_native_shaped(form, clitics=True) for form in (word, base)):
        return ""
    return "" if spellings.takes_article(base) else base


def _joined(names: dict[tuple[str, ...], _Name]) -> dict[tuple[str, ...], _Name]:
    """A name of one word that is part of exactly one longer name counts as that one."""
    longer: dict[str, list[tuple[str, ...]]] = {}
    for key in names:
        for word in key if len(key) > 1 else ():
            longer.setdefault(word, []).append(key)
    kept = dict(names)
    for key in [key for key in names if len(key) == 1 and len(longer.get(key[0], ())) == 1]:
        (whole,) = longer[key[0]]
        kept[whole].sources |= names[key].sources
        kept[whole].count += names[key].count
        del kept[key]
    return kept
