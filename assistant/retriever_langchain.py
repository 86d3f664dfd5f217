"""The LangChain retriever under the name by which the README has given it out; it lives in `assistant.retrieval`."""

from assistant.retrieval.langchain import IsnadRetriever

__all__ = ["IsnadRetriever"]
