"""What is looked for by words: a typed line as clauses of words and phrases, without regard to any corpus.

The language is that of search boxes, in Arabic and English: neighbouring words must all stand in a passage; «أو»
(`OR`, `|`) between two terms makes either of them enough; `-` or `NOT` in front of one keeps out what has it; words in
quotation marks («…», "…") are a phrase. `AND`, `&` and a lone «و» say what holds anyway. There are no brackets, so that
a pattern is flat: every clause, an alternative of each, and nothing excluded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vectorstore.errors import VectorstoreError
from vectorstore.text.arabic import fold, words
from vectorstore.text.stopwords import STOPWORDS

MAX_CHARACTERS = 1_000
"""Characters of a pattern; a paragraph pasted whole is a question and no pattern."""

MAX_TERMS = 32
"""Words and phrases of a pattern: each may have two dozen spellings, all in one query of the index."""

OR = frozenset({"OR", "|", "||", "أو", "او"})
AND = frozenset({"AND", "&", "&&", "و"})
NOT = frozenset({"NOT"})

_PIECE = re.compile(
    r"""\s*(?P<minus>[-\u2212\u2013])?(?:(?P<open>[«“„"”])(?P<phrase>[^»“”"]*)(?:[»“”"]|$)|(?P<word>[^\s«»“”„"]+))|\s+|."""
)


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand side by side, particles included; `text` is what was typed. One word is no phrase."""

    text: str
    words: tuple[str, ...]

    @property
    def content(self) -> tuple[str, ...]:
        """The words that an index holds: without particles."""
        return tuple(word for word in self.words if word not in STOPWORDS)

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """Every clause must be met, by one of its terms, and no term of `excluded` may stand there.

    `ignored`: particles that stood alone; they are in nearly every passage and in no index.
    """

    clauses: tuple[tuple[Term, ...], ...]
    excluded: tuple[Term, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that are looked for, in their order."""
        return tuple(term for clause in self.clauses for term in clause)


def parse_pattern(text: str) -> Pattern:
    """A typed line as a pattern; raises VectorstoreError("search_too_long").

    >>> pattern = parse_pattern('«شركات الإنترنت» غوغل أو فيسبوك -تويتر')
    >>> [[term.words for term in clause] for clause in pattern.clauses]
    [[('شركات', 'الانترنت')], [('غوغل',), ('فيسبوك',)]]
    >>> [term.words for term in pattern.excluded]
    [('تويتر',)]
    """
    if len(text) > MAX_CHARACTERS:
        raise VectorstoreError("search_too_long", characters=MAX_CHARACTERS, words=MAX_TERMS)
    clauses: list[list[Term]] = []
    excluded: list[Term] = []
    ignored: list[str] = []
    either = negated = False
    for match in _PIECE.finditer(text):
        typed, quoted = match["word"], match["phrase"] is not None
        if not quoted and not typed:
            continue
        if not quoted and not match["minus"] and typed in OR | AND | NOT:
            either = (typed in OR and bool(clauses)) or (either and typed in NOT)
            negated = typed in NOT or (negated and typed not in OR | AND)
            continue
        term = _term(match["phrase"] if quoted else typed)
        out, negated = negated or bool(match["minus"]), False
        if not term.content:
            ignored += [term.text] if term.words else []
        elif out:
            excluded.append(term)
            either = False
        elif either:
            clauses[-1].append(term)
            either = False
        else:
            clauses.append([term])
    if sum(map(len, clauses)) + len(excluded) > MAX_TERMS:
        raise VectorstoreError("search_too_long", characters=MAX_CHARACTERS, words=MAX_TERMS)
    return Pattern(tuple(map(tuple, clauses)), tuple(excluded), tuple(dict.fromkeys(ignored)))


def _term(text: str) -> Term:
    """One word, or several that belong together: «covid-19» is two words side by side."""
    return Term(" ".join(text.split()), tuple(words(text)))


def date_bound(text: str) -> str:
    """A day, a month or a year as ISO 8601 («٢٠١٧-٠٥», «2017/5/22»); raises VectorstoreError("no_date")."""
    match = re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", fold(text).strip())
    year, month, day = match.groups() if match else ("", "", "")
    if not year or not 1 <= int(month or 1) <= 12 or not 1 <= int(day or 1) <= 31:
        raise VectorstoreError("no_date", value=text)
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def in_period(date: str, since: str, until: str) -> bool:
    """Does a date of a file (a day, a month or a year) lie in a period, or its month or year meet it?

    Empty bounds are open; an article without a date lies in no period that has a bound.
    """
    if not (since or until):
        return True
    return bool(date) and date >= since[: len(date)] and (not until or date[: len(until)] <= until)
