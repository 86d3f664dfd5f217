"""The same retrieval for LangChain: a BaseRetriever whose documents say where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.retrieval.searcher import Searcher


class IsnadRetriever(BaseRetriever):
    """Passages for a question; `page_content` is exactly `text[start:end]` of the file `source`.

    `searcher` is `Assistant.searcher`; `k` passages are returned, best first, from the files of `sources`
    alone where that is given. Metadata: source, start, end, title, score, dense and lexical scores.
    """

    searcher: Any
    k: int = 5
    sources: Sequence[str] | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        searcher: Searcher = self.searcher
        with searcher.reading() as search:
            asked = search.query(query)
            hits = search.rank(asked, search.embedder.embed_query(asked.text), self.k, self.sources)
        return [
            Document(
                page_content=hit.passage.text,
                metadata={
                    "source": hit.passage.source,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "title": hit.passage.title,
                    "score": hit.score,
                    "dense": hit.dense,
                    "lexical": hit.lexical,
                },
            )
            for hit in hits
        ]
