"""A question becomes a query: its language, its words with their spellings in the corpus, their weights."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.lexicon.names import NAMED_AFTER
from assistant.question.glosses import NO_MEANING, is_abbreviation, meaning
from assistant.question.name_variants import Corpus, find_variants
from assistant.question.territories import is_place_name, stand_ins
from vectorstore.text.arabic import fold, stem, tokens
from vectorstore.text.language import Language, language_of
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

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
    written as two words), and the Arabic for an English word; `names` the spellings as a person would name them;
    `frequency` is the number of passages
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
    """What retrieval and the composer work on; `text` is what the embedder reads, the turn before among it.

    `asked`: the question alone, which says what kind of answer is wanted. `about_article`: the question is about the
    article itself (its date, its author), which stands in the lines around the text.
    """

    text: str
    language: Language
    terms: tuple[Term, ...]
    variants: tuple[str, ...]
    about_article: bool = False
    question: str = ""

    @property
    def asked(self) -> str:
        return self.question or self.text


def build_query(question: str, corpus: Corpus, context: str = "", context_weight: float = 0.5) -> Query:
    """The query of a question that stands alone; words of `context` (the turn before) count for less."""
    language = language_of(question)
    terms = _terms(question, corpus, 1.0)
    known = {term.stem for term in terms}
    if context:
        terms += [term for term in _terms(context, corpus, context_weight) if term.stem not in known]
    variants = dict.fromkeys(name for term in terms for name in term.names)
    about_article = bool(_ABOUT_ARTICLE.search(fold(question)))
    return Query(f"{context} {question}".strip(), language, tuple(terms), tuple(variants), about_article, question)


def inverse_frequency(frequency: float, total: int) -> float:
    """BM25's inverse document frequency (Robertson & Zaragoza 2009), never negative."""
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _terms(question: str, corpus: Corpus, scale: float) -> list[Term]:
    found = tokens(question)
    words = [(token.text, question[token.start : token.end]) for token in found]
    english = language_of(question) == "en"
    content = [
        (word, raw)
        for word, raw in words
        if (word not in STOPWORDS or (english and is_abbreviation(raw))) and any(map(str.isalnum, word))
    ]
    stems, frequency = _known_stems([word for word, _ in content], corpus)
    terms: list[Term] = []
    seen: set[str] = set()
    for position, (word, raw) in enumerate(content):
        if stems[word] in seen:
            continue
        seen.add(stems[word])
        beside = [content[i] for i in (position - 1, position + 1) if 0 <= i < len(content)]
        around = {other for other, _ in beside}
        meant = meaning(word, raw, corpus.spellings) if english else NO_MEANING
        # of the two words of «Michael Bond» neither is an ordinary one
        within_name = not meant.sure and any(_one_name(raw, other, question, corpus) for other in beside)
        names = find_variants(
            word, raw, around, frequency.get(stems[word], 0), corpus, NO_MEANING if within_name else meant
        )
        halves = {half for name in names for half in name.split()}
        forms = {form for half in halves for form in corpus.spellings.surface_forms(half)} - {word}
        if meant.sure or all(is_native_shaped(name, clitics=True) for name in names):
            forms |= meant.words
        spelled = corpus.document_frequency(forms, "words") if forms else {}
        count = min(corpus.passage_count, frequency.get(stems[word], 0) + sum(spelled.values()))
        weight = scale * inverse_frequency(count, max(corpus.passage_count, 1))
        before = content[position - 1][0] if position else ""
        is_name = _is_name(word, raw, before) or _is_place(word, count, corpus)
        terms.append(
            Term(word, stems[word], frozenset(forms), tuple(sorted(names)), count, weight, is_name, scale == 1.0)
        )
    return terms


def _one_name(raw: str, other: tuple[str, str], question: str, corpus: Corpus) -> bool:
    """Do two English words stand side by side with capitals, and means the other nothing but itself?"""
    word, beside = other
    if not (raw[:1].isupper() and beside[:1].isupper()):
        return False
    if f"{raw} {beside}" not in question and f"{beside} {raw}" not in question:
        return False
    meant = meaning(word, beside, corpus.spellings)
    return not (meant.sure or meant.words) or bool(corpus.spellings.same_key(word) & meant.words)


def _is_name(word: str, raw: str, before: str) -> bool:
    """Does the word look like a name: by its capital, by its shape, or because a word such as «company» names it?"""
    if word.isascii():
        return raw[:1].isupper()
    named = before in NAMED_AFTER and not _NO_NAME.search(word)
    return len(word) > 2 and (named or not is_native_shaped(word, clitics=True))


def _is_place(word: str, count: int, corpus: Corpus) -> bool:
    """Is it a country or a city? One that no passage has counts where none has anything that may stand for it."""
    if word.isascii() or not is_place_name(word):
        return False
    return count > 0 or not corpus.document_frequency({stem(other) for other in stand_ins(word) if " " not in other})


def _known_stems(words: Sequence[str], corpus: Corpus) -> tuple[dict[str, str], Mapping[str, int]]:
    """Each word's stem; where the corpus lacks it, the stem without a preposition written onto it, if it has that.

    And in how many passages each stem stands. Light stemming leaves ب ل ك on («لأوروبا»), because most words that begin
    with them are their own.
    """
    stems = {word: stem(word) for word in words}
    without = {word: stem(_ONE_LETTER.sub("", word)) for word in words if _ONE_LETTER.match(word)}
    known = corpus.document_frequency({*stems.values(), *without.values()})
    found = {
        word: without[word] if own not in known and without.get(word) in known else own for word, own in stems.items()
    }
    return found, known
