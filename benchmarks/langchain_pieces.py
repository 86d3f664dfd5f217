"""Search over a folder as LangChain's own pieces do it, put together as its documentation does.

RecursiveCharacterTextSplitter with Arabic marks among its separators and passages of the same greatest length as
ours; Chroma through langchain-chroma, cosine; BM25Retriever as it comes (words between spaces); EnsembleRetriever
with equal weights. The embedder is given: HuggingFaceEmbeddings with the model's prompts, or drawn vectors.

Needs benchmarks/requirements.txt.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ |= {"ANONYMIZED_TELEMETRY": "False", "LANGSMITH_TRACING": "false", "HF_HUB_OFFLINE": "1"}

from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.drawn import Drawn
from vectorstore.text.passages import MAX_PASSAGE_CHARACTERS

SEPARATORS = ["\n\n", "\n", "؟ ", "! ", ". ", "؛ ", "، ", " ", ""]


class DrawnEmbeddings(Embeddings):
    """The drawn vectors as LangChain asks for them: lists of floats."""

    def __init__(self) -> None:
        self._drawn = Drawn()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._drawn.embed_query(text).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._drawn.embed_query(text).tolist()


def real_embeddings(folder: Path) -> Embeddings:
    """HuggingFaceEmbeddings over a folder of `benchmarks.e5_folder`, with the prompts that it leaves out by itself."""
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(
        model_name=str(folder),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"prompt_name": "document", "normalize_embeddings": True},
        query_encode_kwargs={"prompt_name": "query", "normalize_embeddings": True},
    )


def read(corpus: Path, paths: list[Path] | None = None) -> list[Document]:
    """The files of a folder as chunks, each with its source and where it starts."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=MAX_PASSAGE_CHARACTERS,
        chunk_overlap=0,
        separators=SEPARATORS,
        keep_separator="end",
        add_start_index=True,
    )
    documents = [
        Document(path.read_text(encoding="utf-8"), metadata={"source": path.relative_to(corpus).as_posix()})
        for path in paths or sorted(corpus.rglob("*.txt"))
    ]
    return splitter.split_documents(documents)


def open_store(folder: Path, embeddings: Embeddings) -> Chroma:
    """The collection of a folder, made where it is missing."""
    return Chroma(
        "articles", embeddings, persist_directory=str(folder), collection_configuration={"hnsw": {"space": "cosine"}}
    )


def add(store: Chroma, chunks: list[Document], batch: int = 5_000) -> None:
    """Embed and add chunks; Chroma refuses more than 5,461 at once."""
    for first in range(0, len(chunks), batch):
        store.add_documents(chunks[first : first + batch])


def stored_chunks(store: Chroma, page: int = 5_000) -> list[Document]:
    """All chunks of a store, which a new process needs to make its BM25 again."""
    found: list[Document] = []
    while True:
        rows = store.get(limit=page, offset=len(found))
        if not rows["ids"]:
            return found
        pairs = zip(rows["documents"], rows["metadatas"], strict=True)
        found += [Document(text, metadata=metadata) for text, metadata in pairs]


def lexical(chunks: list[Document], k: int) -> BM25Retriever:
    return BM25Retriever.from_documents(chunks, k=k)


def ensemble(store: Chroma, words: BM25Retriever, k: int) -> EnsembleRetriever:
    """Both lists of `k`, fused by reciprocal rank with equal weights."""
    return EnsembleRetriever(retrievers=[words, store.as_retriever(search_kwargs={"k": k})], weights=[0.5, 0.5])
