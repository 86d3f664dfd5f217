"""Of words that run over several clauses, the piece that is asked for.

«1.4 مليون دينار، تتكفّل البلدية بـ600 ألف دينار» for «كم تدفع البلدية؟»: the amount whose clause has the verb of the
question or who does it. Where nothing tells the pieces apart the words are left as they are, and so are lists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.lexicon.clauses import ABOUT, EARLIER, FORMER, OPENERS, OPENING_ANYWHERE, OR_FOR, THAT
from assistant.lexicon.interrogatives import INTERROGATIVES
from assistant.lexicon.measures import CHANGING, MEASURING
from assistant.lexicon.pronouns import ADVERBIAL
from assistant.lexicon.speech_verbs import OPINIONS, SAYING_FORMS
from assistant.question.answer_fit import AMOUNTS, asked_kind, fits
from assistant.question.answer_type import holds_number
from assistant.question.number_phrases import begins_number, is_number, number_phrases
from assistant.question.word_forms import holds_money, holds_share
from vectorstore.text.arabic import Token, fold, stem, tokens, words
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

_STOP = re.compile(r"[،,؛;](?=\s|$)|(?<!\d):(?=\s|$)|(?<!\d\s)(?<=\s)[–—-](?=\s)|[.!؟?](?=\s|$)")
_EDGES = " \t\n،,؛;:.()[]«»\"“”–—-"
_AND_VERB = re.compile(r"و[يت]\w{3,}$")
_HOW_MANY = frozenset(f"{join}كم" for join in ("", "و", "ب", "وب"))
_VERBS = MEASURING | CHANGING | SAYING_FORMS
_LEAST_WORDS = 3
"""Words of a part that may run over a clause («مينيتي أن الحدود»)."""

_LETTER = 2
"""Letters of the name of one («سي»)."""

_LEAST_CLAUSE = 3
"""Words of what is cut off; less may be a further item of a list («ثلاثة رجال، وامرأة»)."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words of a found part within one clause; `former`: of what another one has taken the place of."""

    span: Span
    clause: Span
    former: bool


def asked_piece(question: str, sentence: str, start: int, end: int) -> Span | None:
    """The piece of a sentence's part that the question asks for; None where the part is one, or none is surely it."""
    kind = asked_kind(question)
    if kind not in (*AMOUNTS, "person", "place") or len(sentence[start:end].split()) < _LEAST_WORDS:
        return None
    found = tokens(sentence)
    if kind == "money" and (only := _sum(sentence, found, start, end)):
        return only
    if kind in AMOUNTS:
        return _amount(question, sentence, _pieces(sentence, found, start, end, joined=True), found, end)
    return _first_name(question, sentence, _pieces(sentence, found, start, end, joined=False), found)


def _pieces(sentence: str, found: Sequence[Token], start: int, end: int, joined: bool) -> list[_Piece]:
    """The part in pieces, by the clauses of its sentence; `joined`: a word with «و» that is no number begins one."""
    begins = {0}
    begins |= {match.end() for match in _STOP.finditer(sentence)}
    begins |= {token.start for token in found if token.text in OPENERS}
    begins |= {token.start for at, token in enumerate(found) if _is_that(sentence, found, at)}
    former = {found[at].start for at, _ in formers(sentence, found)}
    begins |= former
    if joined:
        begins |= {token.start for token in found if _joins(token.text)}
    bounds = [*sorted(begins), len(sentence)]
    made = []
    for begin, stop in zip(bounds, bounds[1:], strict=False):
        at, to = max(begin, start), min(stop, end)
        text = sentence[at:to]
        if at < to and tokens(text):
            at += len(text) - len(text.lstrip(_EDGES))
            to -= len(text) - len(text.rstrip(_EDGES))
            made.append(_Piece((at, to), (begin, stop), begin in former))
    return made


def formers(sentence: str, found: Sequence[Token]) -> list[tuple[int, int]]:
    """Where what was so before begins («بدلا من 700 متر»), a place of a token, and where its clause ends, of a
    character."""
    made = []
    for phrase in FORMER:
        *opening, last = phrase.split()
        for at in range(len(found) - len(opening)):
            told = [token.text for token in found[at : at + len(opening) + 1]]
            if told[:-1] != opening or not (told[-1] == last or (last == "ب" and told[-1].startswith(last))):
                continue
            stop = _STOP.search(sentence, found[at].end)
            end = stop.start() if stop else len(sentence)
            if phrase != OR_FOR or not EARLIER.isdisjoint(words(sentence[found[at].end : end])):
                made.append((at, end))
    return made


def _amount(
    question: str, sentence: str, pieces: Sequence[_Piece], found: Sequence[Token], end: int
) -> Span | None:
    """The only amount of the pieces that fits, or that of the clause which has most of what the question says."""
    said = words(question)
    if len(pieces) < 2 or sum(word in _HOW_MANY for word in said) > 1:  # «كم كان … وكم صار؟»
        return None
    amounts = [(piece, span) for piece in pieces if (span := _number(sentence, piece.span, found, said))]
    fitting = [(piece, span) for piece, span in amounts if fits(question, sentence[span[0] : span[1]])]
    if not fitting:
        return None
    fitting = [one for one in fitting if not one[0].former] or fitting
    if any(_begins_with_number(piece.span, found) for piece, _ in fitting[1:]):
        return None  # a list
    if len(fitting) == 1:
        piece, span = fitting[0]
        rest = [token for token in found if pieces[0].span[0] <= token.start < end and not _within(token, piece.span)]
        return span if len(rest) >= _LEAST_CLAUSE else None
    return _by_clause(question, sentence, fitting)


def _begins_with_number(span: Span, found: Sequence[Token]) -> bool:
    return next((is_number(token.text) for token in found if _within(token, span) and token.text != "و"), False)


def _sum(sentence: str, found: Sequence[Token], start: int, end: int) -> Span | None:
    """The only sum beside a share («9 في المئة إلى 148 مليون ريال»)."""
    told = [span for at, span in number_phrases(sentence, found) if start <= span[0] and span[1] <= end]
    sums = [span for span in told if holds_money(fold(sentence[slice(*span)]))]
    shared = any(holds_share(fold(sentence[slice(*span)])) for span in told)
    return sums[0] if len(sums) == 1 and shared and len(told) == 2 else None


def _by_clause(question: str, sentence: str, fitting: Sequence[tuple[_Piece, Span]]) -> Span | None:
    head, whole = asked_words(question)
    for asked in (head, whole):
        shared = [len(asked & cores(sentence[slice(*piece.clause)])) for piece, _ in fitting]
        best = max(shared)
        if best and shared.count(best) == 1:
            return fitting[shared.index(best)][1]
    return None


def _number(sentence: str, span: Span, found: Sequence[Token], said: Collection[str]) -> Span | None:
    """From the first number of a piece, and what belongs to it, to its end; None without one that was not `said`."""
    inside = [token for token in found if _within(token, span)]
    first = next((at for at, t in enumerate(inside) if begins_number(inside, at) and t.text not in said), None)
    if first is None:
        return None
    while first and inside[first - 1].text in ABOUT:
        first -= 1
    while inside[first].text in PREPOSITIONS:
        first += 1
    last = len(inside) - 1
    while last > first and (inside[last].text in PREPOSITIONS or inside[last].text in STOPWORDS):
        last -= 1
    end = inside[last].end
    told = sentence[inside[first].start : end + 1]
    return inside[first].start, end + (told.endswith(")") and "(" in told)


def _first_name(question: str, sentence: str, pieces: Sequence[_Piece], found: Sequence[Token]) -> Span | None:
    """What stands before a clause that is opened within the part («جورج عيسى إن موكله …»).

    Not where the clause has more of the question, unless it is what somebody says; and «البلدان التي رعت التمرد» is
    one, as no stop stands before the relative.
    """
    for at, piece in enumerate(pieces[1:], start=1):
        before, first = pieces[at - 1], next(n for n, token in enumerate(found) if token.start >= piece.clause[0])
        opener = found[first]
        if _is_that(sentence, found, first):
            cut = _said_by(sentence, pieces[0])
        else:
            stopped = bool(_STOP.search(sentence, before.span[1], piece.span[0] + 1))
            opens = opener.text in OPENERS and (stopped or opener.text in OPENING_ANYWHERE) and at + 1 == len(pieces)
            cut = opens and _has_more(question, sentence, (pieces[0].clause[0], before.span[1]), piece.clause)
        if cut:
            return _without_tail(sentence, pieces[0].span[0], before.span[1], found)
    return None


def _said_by(sentence: str, piece: _Piece) -> bool:
    """Stands a verb of saying before the first piece, which is who speaks? «يعتقد الناس أن …» holds it itself."""
    before, inside = sentence[piece.clause[0] : piece.span[0]], sentence[slice(*piece.span)]
    return any(map(_is_saying, words(before))) and not any(map(_is_saying, words(inside)))


def _is_saying(word: str) -> bool:
    return word in OPINIONS or (word[0] in "وف" and word[1:] in OPINIONS)


def _has_more(question: str, sentence: str, one: Span, other: Span) -> bool:
    """Has the one clause at least as many words of the question as the other?"""
    asked = asked_words(question)[1]
    return len(asked & cores(sentence[slice(*one)])) >= len(asked & cores(sentence[slice(*other)]))


def _without_tail(sentence: str, start: int, end: int, found: Sequence[Token]) -> Span | None:
    """Without particles and verbs of saying at its end; «أحمد علي» ends with a name, written unlike «على»."""
    inside = [token for token in found if start <= token.start < end]
    while inside and (inside[-1].text in STOPWORDS or _is_saying(inside[-1].text)):
        if len(inside) > 1 and sentence[inside[-1].start : inside[-1].end] == "علي":
            break
        inside.pop()
    return (start, inside[-1].end) if inside else None


def _is_that(sentence: str, found: Sequence[Token], at: int) -> bool:
    """«إن», «أنه», «بأن»; «آن», «بان» and «سي إن إن» are names, and «بعد أن» opens no speech."""
    token, beside = found[at], [found[near].text for near in (at - 1, at + 1) if 0 <= near < len(found)]
    written = sentence[token.start : token.end]
    if token.text not in THAT or "آ" in written or not (token.text[0] == "ا" or "أ" in written or "إ" in written):
        return False
    letters = any(word in THAT or (len(word) == _LETTER and word not in STOPWORDS) for word in beside)
    return not letters and not (at and found[at - 1].text in ADVERBIAL)


def _joins(word: str) -> bool:
    """Is it a verb with «و», as far as its form tells («وتعيش», «وبلغ»)?"""
    return bool(_AND_VERB.match(word) or (word[0] == "و" and word[1:] in _VERBS)) and not holds_number(word)


def _within(token: Token, span: Span) -> bool:
    return span[0] <= token.start < span[1]


def asked_words(question: str) -> tuple[set[str], set[str]]:
    """What is said of what is asked for: the words up to the first preposition behind the one that asks; and all."""
    found = [token.text for token in tokens(question)]
    asks = next((at for at, word in enumerate(found) if word.lstrip("وفب") in INTERROGATIVES), 0)
    stop = next((at for at in range(asks + 2, len(found)) if found[at] in PREPOSITIONS), len(found))
    return cores(" ".join(found[:stop])), cores(" ".join(found))


def cores(text: str) -> set[str]:
    return {verb_core(token.text) for token in tokens(text) if token.text not in STOPWORDS and len(token.text) > 2}


def verb_core(word: str) -> str:
    """A word without what is written onto it and the letters by which a verb is conjugated, as far as one may guess."""
    bare = stem(word)
    bare = re.sub(r"^[وف]?ب?[يتن](?=\w{3})", "", bare)
    return re.sub(r"(?<=\w{3})(?:ت|وا|نا)$", "", bare)
