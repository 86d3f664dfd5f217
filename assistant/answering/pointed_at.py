"""«ماذا قالت الشركة؟» amid a conversation: the company is the one of the article that is talked about, if that has one.

A noun with the article, and nothing with it that would tell which one, is known to who asks and who is asked: by what
was just read. So the article of the last answer is meant where it has every word of such a question.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.nouns import has_article
from assistant.question.query import Query
from assistant.retrieval.rerank import TALKED_OF_GAIN, prefer_quoted
from assistant.retrieval.searcher import Search
from vectorstore.text.arabic import stems
from vectorstore.types import Hit

POINTED_AT_GAIN = 2.5
"""By how much the fused score of a passage rises where its article is pointed at.

Of 18 questions about the news that were written for this, each behind an answer from its article, 14 had that article
first with `TALKED_OF_GAIN`, 15 with 1.5, 16 with 2.5; of 18 that begin something new 16 with any. Of the 214 questions
of dev and `benchmarks/questions` that name nothing an article has every word of 7, of two another one than theirs;
behind that one they are answered as rightly up to 3.5.
"""


def prefer_pointed_at(search: Search, query: Query, hits: Sequence[Hit], talked_of: str) -> list[Hit]:
    """The hits, best first, with those raised of what is talked of: more where the question surely points there.

    `talked_of`: the text of the last answer, for a question that names nothing.
    """
    articles = dict.fromkeys(hit.passage.source for hit in hits if f"— {hit.passage.source}" in talked_of)
    pointed_at = _pointed_at(search, query, list(articles))
    if not pointed_at:
        return prefer_quoted(hits, talked_of, TALKED_OF_GAIN)
    return prefer_quoted(hits, "\n".join(f"— {source}" for source in pointed_at), POINTED_AT_GAIN)


def _pointed_at(search: Search, query: Query, articles: Sequence[str]) -> list[str]:
    """Those of the articles that have all that the question says, if it says of anything that it is known."""
    asked = [term for term in query.terms if term.text not in SAYING_FORMS]
    if query.language != "ar" or not any(has_article(term.text) for term in asked):
        return []
    wanted = {term.stem for term in asked}
    return [source for source in articles if wanted <= set(stems(search.snapshot.document(source).text))]
