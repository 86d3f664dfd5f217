"""What an interviewer asked, quoted with a reply that says little by itself, and who he was.

«محق!» under «قال الناقد إن النهاية مستوردة. كيف ترد؟» tells nothing alone, nor does «نعم» in an FAQ: who replies so
leaves to the question what the reply is of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.sentence_ranking import Sentence, placed
from assistant.lexicon.replies import REPLIES
from assistant.question.query import Query
from assistant.retrieval.searcher import Search
from assistant.types import Quote
from vectorstore.text.arabic import fold, stems
from vectorstore.text.boilerplate import is_date_line, names_author
from vectorstore.text.bylines import is_byline
from vectorstore.types import Passage, Span

FEWEST_WORDS = 4
"""Content words from which a reply says something by itself: those that the ranking takes for short have fewer."""

MAX_CHARACTERS = 450
"""Characters of a question with its reply: as many as a sentence takes along with its speaker."""

LEAD = 0.1
"""Logits by which a byline that is asked for comes before the best of the text."""

_ASKS = re.compile(r"[؟?]\W*$|^\W*(?:س|سؤال|السؤال)\s*[:：]")
_REPLY = re.compile(rf"^\W*(?:ج\s*[:：]\s*)?(?:{'|'.join(REPLIES)})\s*(?:[،,.!:؛…–-]|$)")
_LABEL = re.compile(r"^\W*(?:ج|س)\s*[:：]")

_INTERVIEW = r"(?:ال)?(?:حوار|مقابله|لقاء|حديث)"
_ASKS_INTERVIEWER = re.compile(
    rf"\b(?:من|مين|منو|منهو)\b.*\b(?:اجري|اجرت|ادار|ادارت|سجل|عمل|عملت|سوي|سوت) {_INTERVIEW}\b"
    r"|^\W*[وف]?(?:من|مين|منو)(?: (?:هو|هي|الذي|التي|اللي|الصحف\w+|الصحاف\w+))* (?:حاور|قابل)(?:ت|ه|ها|ته|تها)?\b"
    r"|\bwho (?:interviewed|conducted the interview)\b"
)
_INTERVIEWED = re.compile(rf"^\W*(?:حاور|اجر|التق|{_INTERVIEW}\b|interview)")
_OF_LINES = re.compile(
    r"\b[وف]?(?:ال)?(?:كتب\w{0,2}|[يت]كتب\w{0,2}|كاتب\w?|مؤلف\w?|الف\w?|حاور\w{0,3}|قابل\w{0,3}|اجر[يت]\w?|اعد\w{0,2}|معد\w?|"
    r"ترجم\w{0,2}|مترجم\w?|محرر\w?|حرر\w?|مراسل\w?|صحف\w+|صحاف\w+|صحيف\w+|قسم|عنوان|جريده|مجله|وكاله|موقع|صور\w?|تصوير|بقلم|توقيع|وقع\w?|"
    r"نشر\w{0,2}|صدر\w?|تاريخ|تحديث|مقال\w{0,3}|تقرير\w?|author\w*|wrote|written|publish\w*|interview\w*|dated?)\b"
)
"""Words of a question that a line around a text may answer."""


def without_bylines(ranked: Sequence[Sentence], query: Query) -> list[Sentence]:
    """The ranking without the lines that say who wrote an article and when, unless something of that is asked.

    «بقلم: هدى الرفاعي» is near to what Huda thinks, and tells nothing of it.
    """
    if query.about_article or _OF_LINES.search(fold(query.asked)):
        return list(ranked)
    kept = [s for s in ranked if s.hit.passage.kind != "boilerplate" or not _is_signature(s.text)]
    return kept or list(ranked)


def interviewer_first(ranked: Sequence[Sentence], query: Query, search: Search) -> list[Sentence]:
    """The ranking for a question who made an interview: the line that names him.

    It is that of the best article, or of one that its title shows to be about what is asked.
    """
    if not ranked or not _ASKS_INTERVIEWER.search(fold(query.asked)):
        return list(ranked)
    asked = {term.stem for term in query.terms}
    about = (s for s in ranked if s is ranked[0] or asked.intersection(stems(s.hit.passage.title)))
    for source in dict.fromkeys(s.source for s in about):
        for passage, span in _signatures(source, search):
            line = passage.sentence(span)
            if not _INTERVIEWED.search(fold(line)):
                continue
            name = span[0] + max(line.find(":"), line.find("：")) + 1
            name += len(line[name - span[0] :]) - len(line[name - span[0] :].lstrip())
            (embedded,) = search.vectors([passage.id]).values()
            told = placed(ranked[0], passage, span, (name, span[1]), embedded.sentences)
            others = [replace(s, answer=None) for s in ranked if s.place != told.place]
            return [replace(told, score=ranked[0].score + LEAD), *others]
    return list(ranked)


def quoted_questions(chosen: Sequence[Sentence], search: Search) -> dict[tuple[str, Span], Quote]:
    """By place, quotes of the sentences that say little by themselves, begun with what was asked right before them.

    What is set off in one says more than that somebody is right.
    """
    quotes = {}
    for sentence in chosen:
        passage, (_, end) = sentence.hit.passage, sentence.span
        start = _question_before(passage, sentence.span, search) if _says_little(sentence) else None
        if start is None or end - start > MAX_CHARACTERS:
            continue
        part = sentence.answer if sentence.answer and not _only_agrees(passage.sentence(sentence.answer)) else None
        whole = search.snapshot.document(passage.source).text
        start -= len(whole[:start]) - len(whole[:start].rstrip("*_"))  # the marks around a question are a pair
        text = whole[start:end]
        quotes[sentence.place] = Quote(
            passage.source, passage.title, start, end, text,
            answer=part, further_answers=sentence.further_answers if part else (),
        )  # fmt: skip
    return quotes


def _only_agrees(part: str) -> bool:
    found = fold(part).strip(" .،!«»\"")
    return found in REPLIES and found not in ("نعم", "لا")


def _says_little(sentence: Sentence) -> bool:
    folded = fold(_LABEL.sub("", sentence.text))
    return bool(_REPLY.match(folded)) or sum(not word.stop for word in sentence.words) < FEWEST_WORDS


def _question_before(passage: Passage, span: Span, search: Search) -> int | None:
    """Where the question begins that stands right before a sentence; None where none does."""
    at = passage.sentences.index(span)
    if at:
        before = passage.sentences[at - 1]
        return before[0] if _ASKS.search(passage.sentence(before)) else None
    if not _ASKS.search(passage.headings):
        return None
    over = [p for p in search.snapshot.passages_of(passage.source).values() if p.end <= passage.start]
    return over[-1].start if over and over[-1].kind == "outline" else None


def _signatures(source: str, search: Search) -> list[tuple[Passage, Span]]:
    """The lines around an article that say who made it and when."""
    around = (p for p in search.snapshot.passages_of(source).values() if p.kind == "boilerplate")
    return [(p, span) for p in around for span in p.sentences if _is_signature(p.sentence(span))]


def _is_signature(line: str) -> bool:
    return is_byline(line) or names_author(line) or is_date_line(line)
