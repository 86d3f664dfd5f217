"""The passages that a question is about, best first, and what the reader makes of them.

Doors: `searcher.Searcher`, `rerank`, `reranker`, `langchain.IsnadRetriever`.
"""
