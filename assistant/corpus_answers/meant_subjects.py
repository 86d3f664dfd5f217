"""The articles on a general subject that they need not name: «كرة القدم» of a final, «مقالات اقتصادية» of a balance.

The encoder's cosines of a subject with whole articles say little by themselves: some texts are near to whatever is
asked. So each article is compared with what it has to other subjects, and each subject with what it has to the other
articles; what is left is told in standard deviations. Over 53 subjects of three folders of 11 to 14 articles each,
labelled by hand, 12 of them in none, on which the bounds were chosen too, what is found so has an F1 of .83; .65 to
.78 by one cosine that is centred (of the title, of the nearest passage).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.corpus_answers.folder import Folder
from assistant.lexicon.folder import (
    ABOUT_ARTICLE,
    ABOUT_FOLDER,
    ABOUT_WORDS,
    ARTICLE_KINDS,
    THIS,
    is_article_noun,
    ordinal,
)
from assistant.lexicon.numbers import word_set
from assistant.names.features import is_nation_adjective
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import tokens
from vectorstore.text.stopwords import STOPWORDS

SUBJECTS = (
    "السياسة", "الاقتصاد", "الرياضة", "كرة القدم", "الطب", "الصحة", "العلوم", "الفضاء", "التقنية", "الإنترنت",
    "التعليم", "الزراعة", "البيئة", "الطقس", "السياحة", "السفر", "الطبخ", "الدين", "القانون", "القضاء", "الجريمة",
    "الحرب", "الانتخابات", "الأدب", "الفن", "السينما", "الموسيقى", "المسرح", "التاريخ", "الآثار", "الطاقة", "النقل",
    "السيارات", "الأسرة", "العمل", "البنوك", "الحيوانات", "المياه", "الكوارث", "السكن",
)  # fmt: skip
"""Other subjects, with which an article's likeness to the one asked for is compared."""

SURE, SHARE = 1.5, 0.4
"""Standard deviations from which on an article is on the subject, and the share of the best one's that it must have."""

LEAST_ARTICLES = 5
"""Articles without which nothing can be compared."""

READ_ARTICLES, NEAREST_PASSAGES = 150, 100
"""Articles that are compared of a larger folder, beside those of the nearest passages."""

NEAREST_SENTENCES = 3
SHOWN = 20

_ADJECTIVE = re.compile(r"^\w{2,}ي(?:ه|ين|ات)?$")
_ONE = re.compile("(?:مقال|ملف|خبر|نص|تقرير|مستند)$")
_NO_SUBJECT = word_set(
    "تاليه تالي باقيه باقي متبقيه متبقي رئيسيه رئيسي اساسيه اساسي حاليه حالي ماضيه ماضي اضافيه اضافي كافيه يوميه يومي "
    "اسبوعيه شهريه سنويه اصليه اصلي حقيقيه وهميه نهائيه اخري ثانويه جزئيه كليه "
    "عربيه عربي"
)
"""Adjectives that say which articles, and not what they are about."""
_OTHERS = ABOUT_FOLDER | ABOUT_ARTICLE | ARTICLE_KINDS | STOPWORDS | THIS | _NO_SUBJECT


def subject_adjective(question: str) -> str:
    """The adjective by which articles are asked for («مقالات رياضية»), as it is written; "" where there is none."""
    found = tokens(question)
    for noun, other in zip(found, found[1:], strict=False):
        word = other.text.removeprefix("ال")
        asks = {word, other.text} & _OTHERS
        if not is_article_noun(noun.text) or asks or ordinal(other.text) or is_nation_adjective(other.text):
            continue
        agrees = word.endswith("ي") or noun.text.endswith(("ه", "ات")) or not _ONE.search(noun.text)
        if _ADJECTIVE.match(word) and agrees:
            return question[other.start : other.end]
    return ""


def asks_about(question: str) -> bool:
    """Does it ask what articles are about («عن كرة القدم»), rather than where a word stands?"""
    return any(token.text in ABOUT_WORDS for token in tokens(question))


def on_meant_subject(topic: str, folder: Folder) -> list[ArticleRecord]:
    """The articles on a subject by their meaning, the surest first; none where nothing stands out."""
    if len(folder.articles) < LEAST_ARTICLES:
        return []
    embed = folder.search.embedder.embed_query
    asked = embed(_as_article(topic))
    articles = _compared(asked, folder)
    likeness = _likeness(articles, folder, [asked, *(embed(_as_article(one)) for one in SUBJECTS if one != topic)])
    if not len(likeness):
        return []
    others = likeness[:, 1:]
    standing = likeness[:, 0] - others.mean(axis=1)
    standing = (standing - np.median(standing)) / max(float(others.std(axis=1).mean()), 1e-6)
    least = max(SURE, SHARE * float(standing.max()))
    order = np.argsort(-standing, kind="stable")
    return [articles[place] for place in order if standing[place] >= least][:SHOWN]


def _as_article(topic: str) -> str:
    return f"مقالات {topic.removeprefix('ال')}" if subject_adjective(f"مقالات {topic}") else f"مقال عن {topic}"


def _compared(asked: np.ndarray, folder: Folder) -> list[ArticleRecord]:
    """All articles, or of many those that stand for all and those of the nearest passages."""
    if len(folder.articles) <= READ_ARTICLES:
        return list(folder.articles)
    scope = [article.source for article in folder.articles] if folder.chosen else None
    near = folder.search.snapshot.search_vectors(asked, NEAREST_PASSAGES, scope)
    sources = {p.source for p in folder.search.snapshot.passages([name for name, _ in near]).values()}
    sources |= {one.source for one in folder.articles[:: len(folder.articles) // READ_ARTICLES][:READ_ARTICLES]}
    return [article for article in folder.articles if article.source in sources]


def _likeness(articles: list[ArticleRecord], folder: Folder, subjects: Sequence[np.ndarray]) -> np.ndarray:
    """How like each article is to each subject (articles, subjects): its mean, and its nearest sentences; articles
    without text are taken out of the list."""
    asked = np.array(subjects, np.float32)
    rows, kept = [], []
    for article in articles:
        passages = {
            name: one for name, one in folder.search.snapshot.passages_of(article.source).items() if one.kind == "body"
        }
        embedded = folder.search.snapshot.vectors(list(passages))
        sentences = [embedded[name].sentences.astype(np.float32) for name in passages if name in embedded]
        if not sentences or not sum(map(len, sentences)):
            continue
        mean = np.mean([one.vector for one in embedded.values()], axis=0)
        nearest = np.sort(np.concatenate(sentences) @ asked.T, axis=0)[-NEAREST_SENTENCES:].mean(axis=0)
        rows.append(asked @ (mean / max(float(np.linalg.norm(mean)), 1e-9)) + nearest)
        kept.append(article)
    articles[:] = kept
    return np.array(rows, np.float32)
