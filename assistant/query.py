"""A question becomes a query: its language, its words with their spellings in the corpus, their weights."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vectorstore.text.arabic import fold, stem, tokens
from vectorstore.text.language import Language, language_of
from vectorstore.text.name_keys import TELLING, Spellings, consonants, foreign, native_shaped, skeleton
from vectorstore.text.stopwords import STOPWORDS

RARE = 20
"""Passages of a word up to which it is compared with others of Arabic shape by its place. Beyond, the few passages
that `Searcher.neighbours` reads say little about «theirs alone»; and in a large corpus every common word shares its
key with dozens of others, which made half of the time of a question."""

NEIGHBOUR_SHARE = 0.2
"""A neighbour that stands in more of the passages than this is no evidence that two names are one."""

_NAMED_AFTER = frozenset(
    (
        "شركه", "شركت", "موقع", "تطبيق", "مدينه", "جزيره", "دوله", "بلده", "قريه",
        "ولايه", "محافظه", "صحيفه", "جريده", "وكاله", "قناه", "مجله", "جامعه", "منظمه",
        "حركه", "حزب", "جماعه", "مؤسسه", "بنك", "مصرف", "نهر", "جبل", "السيد",
        "السيده", "الدكتور", "الرئيس", "الملك", "الامير",
    )
)  # fmt: skip
"""Nouns that a proper name follows: «شركة أبل», «مدينة ليون»."""
_NO_NAME = re.compile("^ال|^[يتنس]|ت$")
"""What follows such a noun without being its name: an adjective with the article, a verb («شركة حضرت»)."""

_ONE_LETTER = re.compile("^[وف]?[بلك](?=.{3})")
_ABOUT_ARTICLE = re.compile(
    "\\b(?:ال)?(?:نشر|نشرت|كاتب|كاتبه|محرر|مؤلف|كتب|كتبت|تحرير|اعداد)\\b.*\\b(?:ال)?(?:مقال|مقاله|خبر|تقرير|ماده|نص)\\b"
    "|\\b(?:published|publication|author|wrote|written|byline|publi[ée]|auteur)\\b.*|\\barticle\\b.*\\b(?:date|dated)\\b"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question.

    `words` are other spellings of it in every form that the corpus has (clitics attached, halves of a name
    written as two words), `names` the same as a person would name them; `frequency` is the number of passages
    that have the word in any form, and `weight` its inverse document frequency, scaled down for words that
    come from the conversation before (`asked` is then false).
    """

    text: str
    stem: str
    words: frozenset[str]
    names: tuple[str, ...]
    frequency: int
    weight: float
    name: bool
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """What retrieval and the composer work on; `text` is what the embedder reads.

    `about_article`: the question is about the article itself (its date, its author), which stands in the
    lines around the text.
    """

    text: str
    language: Language
    terms: tuple[Term, ...]
    variants: tuple[str, ...]
    about_article: bool = False


class Corpus(Protocol):
    """What building a query asks of an index."""

    spellings: Spellings
    passage_count: int

    def document_frequency(self, terms: Collection[str], column: str = "stems") -> Mapping[str, int]: ...

    def neighbours(self, word: str) -> Collection[str]: ...

    def followers(self, word: str) -> Collection[str]: ...


def build_query(question: str, corpus: Corpus, context: str = "", context_weight: float = 0.5) -> Query:
    """The query of a question that stands alone; words of `context` (the turn before) count for less."""
    language = language_of(question)
    terms = _terms(question, corpus, 1.0)
    known = {term.stem for term in terms}
    if context:
        terms += [term for term in _terms(context, corpus, context_weight) if term.stem not in known]
    variants = dict.fromkeys(name for term in terms for name in term.names)
    about_article = bool(_ABOUT_ARTICLE.search(fold(question)))
    return Query(f"{context} {question}".strip(), language, tuple(terms), tuple(variants), about_article)


def inverse_frequency(frequency: float, total: int) -> float:
    """BM25's inverse document frequency (Robertson & Zaragoza 2009), never negative."""
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _terms(question: str, corpus: Corpus, scale: float) -> list[Term]:
    found = tokens(question)
    words = [(token.text, question[token.start : token.end]) for token in found]
    content = [(word, raw) for word, raw in words if word not in STOPWORDS and any(map(str.isalnum, word))]
    stems = _known_stems([word for word, _ in content], corpus)
    frequency = corpus.document_frequency(set(stems.values()))
    terms: list[Term] = []
    seen: set[str] = set()
    for position, (word, raw) in enumerate(content):
        if stems[word] in seen:
            continue
        seen.add(stems[word])
        around = {content[i][0] for i in (position - 1, position + 1) if 0 <= i < len(content)}
        names = _spellings(word, raw, around, frequency.get(stems[word], 0), corpus)
        forms = {form for name in names for half in name.split() for form in corpus.spellings.written(half)} - {word}
        spelled = corpus.document_frequency(forms, "words") if forms else {}
        count = min(corpus.passage_count, frequency.get(stems[word], 0) + sum(spelled.values()))
        weight = scale * inverse_frequency(count, max(corpus.passage_count, 1))
        before = content[position - 1][0] if position else ""
        is_name = _is_name(word, raw, before)
        terms.append(
            Term(word, stems[word], frozenset(forms), tuple(sorted(names)), count, weight, is_name, scale == 1.0)
        )
    return terms


def _is_name(word: str, raw: str, before: str) -> bool:
    """Does the word look like a name: by its capital, by its shape, or because a word such as «company» names it?"""
    if word.isascii():
        return raw[:1].isupper()
    named = before in _NAMED_AFTER and not _NO_NAME.search(word)
    return len(word) > 2 and (named or not native_shaped(word, clitics=True))


def _known_stems(words: Sequence[str], corpus: Corpus) -> dict[str, str]:
    """Each word's stem; where the corpus lacks it, the stem without a preposition written onto it, if it has that.

    Light stemming leaves ب ل ك on («لأوروبا»), because most words that begin with them are their own.
    """
    stems = {word: stem(word) for word in words}
    without = {word: stem(_ONE_LETTER.sub("", word)) for word in words if _ONE_LETTER.match(word)}
    known = corpus.document_frequency({*stems.values(), *without.values()})
    return {
        word: without[word] if own not in known and without.get(word) in known else own for word, own in stems.items()
    }


def _spellings(word: str, raw: str, around: Collection[str], frequency: int, corpus: Corpus) -> set[str]:
    """Other names in the corpus that this word may be a spelling of (two words for one written apart)."""
    if word.isascii():
        return _of_latin_name(word, raw, around, corpus)
    if frequency or any(base in corpus.spellings for base in corpus.spellings.bases(word)):
        found = _of_known_word(word, corpus)
    else:
        found = _of_unknown_word(word, around, corpus)
    # a spelling of a spelling is one too: إيشيا leads to إيسكيا, and only that to إسكيا
    found |= {again for other in found for again in _of_known_word(other, corpus)}
    bare = {corpus.spellings.bases(other)[-1] for other in found} | _joined(word, corpus)
    return bare - set(corpus.spellings.bases(word))


def _of_latin_name(word: str, raw: str, around: Collection[str], corpus: Corpus) -> set[str]:
    if not raw[:1].isupper():
        return set()
    return {
        other
        for other in corpus.spellings.same_key(word)
        if consonants(skeleton(other)) >= TELLING
        or (skeleton(other).startswith("A") and foreign((other,)))
        or _next_to_one_of(other, around, corpus)
    }


def _of_known_word(word: str, corpus: Corpus) -> set[str]:
    spellings = corpus.spellings
    base = spellings.bases(word)[-1]
    found = set()
    for other in _comparable(base, spellings.same_key(word) - {base}, spellings):
        if spellings.with_article(base) != spellings.with_article(other) or stem(base) == stem(other):
            continue
        telling = consonants(skeleton(other)) >= TELLING + 2 * spellings.with_article(base)
        if (telling and foreign((base, other))) or _in_the_same_place(base, other, corpus):
            found.add(other)
    return found


def _comparable(base: str, others: Collection[str], spellings: Spellings) -> list[str]:
    """Those words that may be a spelling of `base`: two of Arabic shape only where both are rare."""
    native = native_shaped(base)
    plain = [other for other in others if native and native_shaped(other)]
    counts = spellings.frequency([base, *plain]) if plain else {}
    common = {word for word in plain if max(counts.get(word, 0), counts.get(base, 0)) > RARE}
    kept = [other for other in others if other not in common]
    spellings.learn([base, *kept])
    return kept


def _of_unknown_word(word: str, around: Collection[str], corpus: Corpus) -> set[str]:
    return {
        other
        for other in corpus.spellings.same_key(word)
        if (consonants(skeleton(other)) >= TELLING and foreign((word, other)))
        or _next_to_one_of(other, around, corpus)
    }


def _joined(word: str, corpus: Corpus) -> set[str]:
    """«فيس بوك» for «فيسبوك»: only where the articles have the two words side by side."""
    base = corpus.spellings.bases(word)[-1]
    if len(base) < 5 or not foreign((base,)):
        return set()
    return {f"{a} {b}" for a, b in corpus.spellings.halves(base) if b in corpus.followers(a)}


def _in_the_same_place(word: str, other: str, corpus: Corpus) -> bool:
    """Do both stand next to the same telling word, and is one of them a foreign name or that place theirs alone?"""
    shared = set(corpus.neighbours(word)) & set(corpus.neighbours(other))
    if not _telling(shared, corpus):
        return False
    if not native_shaped(word) or not native_shaped(other):
        return True
    return any(set(corpus.followers(near)) == {word, other} for near in shared)


def _next_to_one_of(word: str, around: Collection[str], corpus: Corpus) -> bool:
    """Does the corpus have the word next to a neighbour that it has in the question, in some spelling?"""
    beside = set(corpus.neighbours(word))
    shared = beside & set(around)
    for name in around:
        if not native_shaped(name):
            shared |= {other for other in corpus.spellings.same_key(name) & beside if not native_shaped(other)}
    return _telling(shared, corpus)


def _telling(shared: Collection[str], corpus: Corpus) -> bool:
    if not shared:
        return False
    limit = max(2, NEIGHBOUR_SHARE * corpus.passage_count)
    counts = corpus.document_frequency(shared, "words")
    return any(count <= limit for count in counts.values())
