"""«لماذا تختلف المقالات في عدد القتلى؟»: what is differed on is put to each article, the answers stand side by side.

That they differ, and why, is the reader's to see: no article tells of another, and a reason that one gives would be
asked for by itself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assistant.answering.found import find
from assistant.lexicon.folder import is_article_noun, ordinal
from assistant.lexicon.interrogatives import ASK_REASON, INTERROGATIVES, LATIN_INTERROGATIVES, SPOKEN_REASON
from assistant.lexicon.numbers import word_set
from assistant.lexicon.reasons import JUSTIFIED, LAID_TO, POINTING
from assistant.lexicon.synonyms import one_for_all
from assistant.messages import say
from assistant.names.register import Register
from assistant.question.followup import Standalone
from assistant.question.intent import masked
from assistant.question.leaning import content_words
from assistant.question.nouns import unjoined
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search
from assistant.sources.comparison import Comparison, compare
from assistant.types import Citation, Draft, Quote, Reply
from assistant.verification.numbers import find_figures
from vectorstore.text.arabic import stem, tokens
from vectorstore.text.language import language_of
from vectorstore.text.lexicon import PREPOSITIONS

DIFFERING = word_set(
    "يختلف تختلف اختلف اختلفت اختلفوا مختلف مختلفه مختلفين مختلفان مختلفون مختلفتين اختلاف الاختلاف اختلافات فرق الفرق "
    "تناقض التناقض يتناقض تتناقض متناقض متناقضه متناقضان متناقضين تضارب التضارب تتضارب متضارب متضاربه متضاربين "
    "تباين التباين متباين متباينه تفاوت التفاوت متفاوته تتعارض يتعارض تعارض التعارض متعارضه "
    "يتفق تتفق يتفقان تتفقان متفقه متفقان متفقين "
    "differ differs differing different difference differences disagree disagrees agree contradict contradicts "
    "contradiction contradictory discrepancy discrepancies"
)
"""Words for difference, and for agreement, which is asked for by the same quotes."""

SEVERAL = re.compile(
    r"^[وفبل]?(?:ال|لل|هال)?(?:مقالات|مقالين|مقالان|مقالتين|مقالتان|ملفات|ملفين|ملفان|اخبار|خبرين|خبران|نصوص|نصين|نصان|"
    r"مصادر|مصدرين|مصدران|روايات|روايتين|روايتان|رقمين|رقمان|حصيلتين|حصيلتان)$|^(?:articles|files|texts|sources|reports)$"
)
"""Several articles, or what two of them say («ولماذا اختلف الرقمان؟»); «تقارير» are mostly told of by one."""

SHOWN, NEAREST = 4, 2
"""Articles that are set side by side, and sentences of one that does not answer among which a figure is looked for."""

FULL_TOPIC_WORDS = 3
"""Words of what is differed on from which it says by itself what it is of («عدد قتلى الحادث»)."""

_REASON = frozenset((*ASK_REASON[:1], *SPOKEN_REASON, "why", "pourquoi"))
_ASKING = frozenset((*INTERROGATIVES, *SPOKEN_REASON, *LATIN_INTERROGATIVES))
_THERE_IS = ("هناك", "يوجد", "توجد")
_JOINING = frozenset(_THERE_IS) | word_set("ايه شو وش لي ان هذا هذه is are there do does did the a an with each other")
_ENGLISH_BEFORE = ("about", "on", "over", "in", "of", "between", "as", "to")
_EXPLAINING = frozenset((*JUSTIFIED, *LAID_TO))
_EXPLAINED = DIFFERING | frozenset(POINTING)
"""Behind such a verb, where nobody is named who explains: «كيف تفسر الفرق؟», not «كيف فسر الوزير الفرق؟»."""
_BEFORE_TOPIC = frozenset((*PREPOSITIONS, "بين", "حول", "بشان", *_ENGLISH_BEFORE))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What articles may differ on, "" where the question before says it; `why`: the reason is asked."""

    topic: str
    why: bool


def disagreement_asked(question: str) -> Disagreement | None:
    """What a question for the difference between articles is about; None for any other question, and for one between
    articles that it names («المقال الأول والثاني»), or only points at («ما الفرق بين المقالين؟»)."""
    found = tokens(question)
    said = [unjoined(token.text) for token in found]
    if any(ordinal(word) is not None or word.isdigit() for word in said) or masked(question) != question.strip():
        return None
    if not (any(word in DIFFERING for word in said) and any(SEVERAL.match(token.text) for token in found)):
        return None
    if any(verb in _EXPLAINING and behind not in _EXPLAINED for verb, behind in itertools.pairwise(said)):
        return None
    kept: list[int] = []
    dropped = True
    for place, word in enumerate(said):
        several = bool(SEVERAL.match(found[place].text)) or is_article_noun(found[place].text)
        if several or word in DIFFERING or word in _ASKING or word in _JOINING:
            dropped = True
        elif not (dropped and word in _BEFORE_TOPIC):  # «الفرق بين», «المقالين عن»
            kept.append(place)
            dropped = False
    while kept and said[kept[-1]] in _BEFORE_TOPIC:
        kept.pop()
    topic = " ".join(question[found[place].start : found[place].end] for place in kept)
    why = any(word in _REASON for word in said)
    pointed = any(is_article_noun(token.text) for token in found)
    return Disagreement(topic, why) if topic or why or not pointed else None


def answer_disagreement(
    search: Search,
    reader: Reader | None,
    asked: Disagreement,
    former: str,
    language: str,
    sources: Collection[str] | None = None,
    known: Register | None = None,
) -> Reply | None:
    """The quotes of the articles that say it, those that differ first; None where fewer than two do.

    `former`: the question before, as it stands alone.
    """
    standalone = _put(search, asked.topic, former)
    if standalone is None:
        return None
    table = compare(search, reader, standalone.text, standalone, language, sources, known)
    drafts = [*map(_draft, _side_by_side(table)), *_figures_near(search, reader, standalone, table)][:SHOWN]
    if len(drafts) < 2:
        return None
    return Reply("corpus", say("folder_differ_why" if asked.why else "folder_compare", language), tuple(drafts))


def _put(search: Search, topic: str, former: str) -> Standalone | None:
    """What is differed on as a question; few words go on about what was asked before."""
    if not topic:
        return Standalone(former) if former else None
    first = tokens(topic)[0]
    glued = first.text[0] == "ب" and first.text not in search.spellings and first.text[1:] in search.spellings
    topic = topic[first.start + glued :]
    question = f"ما {topic}؟" if language_of(topic) == "ar" else f"What is {topic}?"
    if not former or len(content_words(topic)) >= FULL_TOPIC_WORDS:
        return Standalone(question)
    return Standalone(former) if _stems(topic) <= _stems(former) else Standalone(question, former)


def _stems(text: str) -> set[str]:
    """The stems of what a text says, those of synonyms by one of them («القتلى», «الوفيات»)."""
    return {stem(one_for_all(token.text)) for token in content_words(text)}


def _side_by_side(table: Comparison) -> list[Citation]:
    """One quote of each article: where two differ those, then the first of each other one that answers."""
    differing = [cell.citation for one in table.differences for cell in (one.one, one.other)]
    of_source: dict[str, Citation] = {}
    for citation in (*differing, *(row.citations[0] for row in table.rows if row.citations and not row.copy_of)):
        of_source.setdefault(citation.source, citation)
    return list(of_source.values())


def _figures_near(search: Search, reader: Reader | None, standalone: Standalone, table: Comparison) -> Iterator[Draft]:
    """Of the articles of the same event that do not answer the nearest sentence with a figure, if any is near."""
    if not any(row.mentioned and row.event for row in table.rows):
        return
    for row in table.rows:
        if row.mentioned or not row.event or row.copy_of:
            continue
        for sentence in find(search, reader, standalone, [row.source]).ranked[:NEAREST]:
            if any(one.kind == "number" and not one.is_date_like for one in find_figures(sentence.text)):
                quote = Quote(row.source, row.title, *sentence.span, sentence.text)
                yield Draft(quote.text, (quote,))
                break


def _draft(citation: Citation) -> Draft:
    quote = Quote(citation.source, citation.title, citation.start, citation.end, citation.quote, answer=citation.answer)
    return Draft(quote.text, (quote,))
