"""What runs in the processes of `test_crash.py`: one that indexes until it is killed, one that judges what is left."""

from __future__ import annotations

import os
import random
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import chromadb  # imported once, by the server that the other processes are forked from

from assistant.pipeline import Assistant
from tests.fakes import WordLengths, now
from tests.test_index import everything_agrees
from vectorstore.chroma import collection
from vectorstore.formats.documents import read_documents
from vectorstore.index import Index
from vectorstore.ledger.packed import pack
from vectorstore.opening import IndexSource, SyncOptions, open_index
from vectorstore.sync.listing import find_files
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.text.arabic import tokens
from vectorstore.text.passages import split_passages
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Document, Passage

PERSIST_EACH = 25
"""Passages after which Chroma writes its vector files, where a kill is aimed at that: 1,000 by default."""


def persist_often() -> None:
    """Make Chroma write its vector files all the time, and be handed few passages at once."""
    collection.UPSERT_BATCH = PERSIST_EACH
    create = chromadb.api.client.Client.create_collection

    def eager(self, name, *, configuration, **more):
        often = {"sync_threshold": PERSIST_EACH, "batch_size": PERSIST_EACH // 2}
        return create(self, name, configuration={"hnsw": {**configuration["hnsw"], **often}}, **more)

    chromadb.api.client.Client.create_collection = eager


class Logged(WordLengths):
    """Writes down every passage before its vector is handed over."""

    def __init__(self, fingerprint: str, pause: float, log: Path) -> None:
        super().__init__(fingerprint, pause=pause)
        self.log = log

    def embed_passages(self, passages):
        made = super().embed_passages(passages)
        with self.log.open("ab") as file:
            file.write("".join(f"{passage.id}\n" for passage in passages).encode("ascii"))
        return made


def work(
    corpus: Path, index_dir: Path, fingerprint: str, pause: float, often: bool, log: Path, told: Connection
) -> None:
    """Bring the index in step again and again, telling of each step, until killed."""
    if often:
        persist_often()
    embedder = Logged(fingerprint, pause, log)

    def tell(stage: str, done: int, total: int) -> None:
        told.send(stage)

    source = IndexSource(corpus, index_dir)
    index = open_index(source, LazyEmbedder(embedder.load, fingerprint), SyncOptions(tell))
    while True:
        told.send("idle")
        index.sync(tell)


def judge(corpus: Path, index_dir: Path, fingerprint: str, seed: int, ever: set[str], told: Connection) -> None:
    """Start as anybody would after a crash, and send "" where the index is what the folder holds, or what is wrong."""
    try:
        embedder = WordLengths(fingerprint)
        index = open_index(IndexSource(corpus, index_dir), LazyEmbedder(embedder.load, fingerprint))
        equals(index, corpus, embedder, ever)
        answers(index, corpus, embedder, random.Random(seed))
        index.close()
        again = open_index(IndexSource(corpus, index_dir), LazyEmbedder(no_model, fingerprint))
        assert again.report.notes == (), again.report.notes
        again.close()
        told.send("")
    except BaseException:
        told.send(traceback.format_exc())
        raise


def no_model() -> WordLengths:
    raise AssertionError("the second start had something to embed")


def equals(index: Index, corpus: Path, embedder: WordLengths, ever: set[str]) -> None:
    """Both indexes hold the folder's passages and nothing else: ids, texts, vectors, words."""
    expected = {passage.id: passage for passage in passages_of(corpus)}
    stored = {row.passage.id: row for row in index._writer.stored()}
    assert stored.keys() == expected.keys()
    assert all(stored[name].passage == passage for name, passage in expected.items())
    for name, passage in expected.items():
        assert pack(stored[name].vector) == pack(embedder.embed_query(passage.text))
    everything_agrees(index)
    index._writer.check()
    assert index._writer.pending() == ([], [])
    used = index._writer._all("SELECT count(DISTINCT vector_key) FROM passages")
    assert index._writer._all("SELECT count(*) FROM vectors") == used
    where: dict[str, set[str]] = {}
    for name, passage in expected.items():
        for token in tokens(f"{passage.title}\n{passage.text}"):
            where.setdefault(token.text, set()).add(name)
    for word in ever - STOPWORDS:
        found = {name for name, _ in now(index).search_text([], [word], 10_000)}
        assert found == where.get(word, set()), word
    files = {path.relative_to(corpus).as_posix() for path in find_files(corpus)}
    assert {record.source for record in now(index).files()} == files


def answers(index: Index, corpus: Path, embedder: WordLengths, chance: random.Random) -> None:
    """A question about one file is answered with what stands in it now."""
    path = chance.choice(find_files(corpus))
    source = path.relative_to(corpus).as_posix()
    # The stand-in for the model sees lengths of words only, and the articles differ in one name: limit it to this one.
    answer = Assistant(index, embedder.load).ask(question_of(path), sources=[source])
    text = path.read_text(encoding="utf-8")
    assert not answer.abstained, question_of(path)
    assert {citation.source for citation in answer.citations} == {source}
    assert all(text[citation.start : citation.end] == citation.quote for citation in answer.citations)
    number = text.split("الكبيرة ", 1)[1].split()[0]
    assert number in answer.text, (number, answer.text)


def question_of(path: Path) -> str:
    """What is asked about an article of `test_crash.Folder`."""
    text = path.read_text(encoding="utf-8")
    return f"كم بلغ عدد الركاب في محطة {text.split('محطة ', 1)[1].split()[0]} الكبيرة ؟"


def passages_of(corpus: Path) -> list[Passage]:
    """What the folder holds, read and split without any index."""
    found: list[Passage] = []
    for path in find_files(corpus):
        for document in read_documents(path, path.relative_to(corpus).as_posix()):
            if isinstance(document, Document):
                found += split_passages(document)
    return found


def quietly(target: Callable[..., None], *arguments: object) -> None:
    """Run in a process whose complaints nobody reads."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    target(*arguments)
