"""The same folders by Isnad and by LangChain's own pieces: what each takes, and what each finds.

    python -m pip install -r benchmarks/requirements.txt
    python -m pip install --no-deps langchain-huggingface==1.2.3
    python -m benchmarks.peers speed FOLDER --passages 10000 100000 [--work DIR] [--model-passages 300]
    python -m benchmarks.peers quality PREPARED [--work DIR]

`speed`: a corpus made of FOLDER's sentences (`benchmarks.corpus`) is indexed, opened, asked and changed by both, each
stage in a process of its own; one JSON line for a size. Vectors are drawn on both sides and their seconds taken out;
embedding is measured apart on the same passages (Isnad's with its sentence vectors, LangChain's chunks without) and
added per passage in `whole`. LangChain has no sync: one changed file is deleted from Chroma, added again, and BM25 made
anew, as it is at each start.
`quality`: nDCG@10 over PREPARED's `corpus/` and `questions.jsonl` (one article a file), real vectors on both sides,
Isnad's ranking without its reader. Ratios are theirs by ours: above 1 Isnad is ahead.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import langchain_pieces as theirs
from benchmarks.clock import measured
from benchmarks.e5_folder import write_folder
from benchmarks.scale import ROOT, embedding_speed, make, measure, passages_of, questions, seconds_of
from benchmarks.stages import beside_embedding, peak_memory, percentile

ANSWERS = 10
"""Passages that LangChain is asked for; Isnad proposes 60 from each list."""

RANKED = 50
"""Passages from which articles are ranked, and what each list proposes."""


def index_stage(corpus: Path, folder: Path, _: str) -> dict[str, Any]:
    """Read, split, embed (drawn) and store a folder, and make its BM25."""
    embeddings = theirs.DrawnEmbeddings()
    plan = {
        "reading": [(theirs, "read")],
        "embedding": [(theirs.DrawnEmbeddings, "embed_documents")],
        "chroma": [(theirs, "open_store"), (theirs, "add")],
        "lexical": [(theirs, "lexical")],
    }
    with measured(plan) as taken:
        chunks = theirs.read(corpus)
        theirs.add(theirs.open_store(folder, embeddings), chunks)
        theirs.lexical(chunks, ANSWERS)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    found = {**beside_embedding(taken), "memory_mb": peak_memory()}
    return {"passages": len(chunks), "index": found, "disk_mb": round(size / 1e6, 1)}


def serve_stage(corpus: Path, folder: Path, asked: str) -> dict[str, Any]:
    """Open it in a new process, ask, and bring in one changed file."""
    started = time.perf_counter()
    store = theirs.open_store(folder, theirs.DrawnEmbeddings())
    retriever = theirs.ensemble(store, theirs.lexical(theirs.stored_chunks(store), ANSWERS), ANSWERS)
    opening = time.perf_counter() - started
    texts = json.loads(Path(asked).read_text(encoding="utf-8"))
    retriever.invoke(texts[-1])
    waits = list(seconds_of(retriever.invoke, texts))
    memory = peak_memory()
    paths = sorted(corpus.rglob("*.txt"))
    middle = paths[len(paths) // 2]
    started = time.perf_counter()
    store.delete(where={"source": middle.relative_to(corpus).as_posix()})
    theirs.add(store, theirs.read(corpus, [middle]))
    theirs.lexical(theirs.stored_chunks(store), ANSWERS)
    changing = time.perf_counter() - started
    return {
        "start": {"seconds": round(opening, 2), "memory_mb": memory},
        "question": {"p50": percentile(waits, 0.5), "p95": percentile(waits, 0.95)},
        "sync": {"changed": {"seconds": round(changing, 3)}},
    }


def embed_stage(corpus: Path, model: Path, count: str) -> dict[str, Any]:
    """HuggingFaceEmbeddings over the first passages of a corpus, and over questions."""
    embeddings = theirs.real_embeddings(model)
    texts = [passage.text for passage in passages_of(corpus, int(count))]
    embeddings.embed_documents(texts[:8])
    started = time.perf_counter()
    embeddings.embed_documents(texts)
    seconds = time.perf_counter() - started
    waits = list(seconds_of(embeddings.embed_query, questions(corpus, 30)))
    return {"passages_per_s": round(len(texts) / seconds, 2), "question_ms": percentile(waits, 0.5)}


STAGES: dict[str, Callable[[Path, Path, str], dict[str, Any]]] = {
    "index": index_stage, "serve": serve_stage, "embed": embed_stage
}  # fmt: skip


def stage(name: str, corpus: Path, folder: Path, extra: object = "") -> dict[str, Any]:
    """Run a stage in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.peers", name, str(corpus), str(folder), str(extra)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def speed(folder: Path, sizes: Sequence[int], work: Path, model_passages: int) -> Iterable[dict[str, Any]]:
    """One line for each size: both sides and the ratios."""
    model = write_folder(work / "model")
    embedding: dict[str, Any] = {}
    for passages in sizes:
        corpus = work / f"corpus-{passages}"
        make(folder, corpus, passages, 0)
        asked = work / "questions.json"
        if not embedding:
            embedding["isnad"] = embedding_speed(corpus, model_passages)
            embedding["langchain"] = stage("embed", corpus, model, model_passages)
        ours = measure(corpus, work)
        peer = work / f"peer-{passages}"
        other = {**stage("index", corpus, peer), **stage("serve", corpus, peer, asked)}
        sides = {"isnad": ours, "langchain": other}
        for name, side in sides.items():
            per_passage = side["index"]["seconds"] / side["passages"]
            side["index"]["ms_per_passage"] = round(per_passage * 1000, 3)
            side["index"]["whole_ms_per_passage"] = round(
                (per_passage + 1 / embedding[name]["passages_per_s"]) * 1000, 3
            )
        line = {"passages": passages, "vectors": "drawn", **sides, "embedding": embedding}
        yield {**line, "ratios": ratios(ours, other, **embedding)}


def ratios(
    ours: dict[str, Any], other: dict[str, Any], isnad: dict[str, Any], langchain: dict[str, Any]
) -> dict[str, float]:
    """Theirs by ours, where less is better: above 1 Isnad is ahead. The last two are the real model's speed."""
    whole = [side["question"].get("retrieval_p50", side["question"]["p50"]) for side in (ours, other)]

    def both(*keys: str) -> float:
        one, two = ours, other
        for key in keys:
            one, two = one[key], two[key]
        return round(float(two) / max(float(one), 1e-9), 2)

    return {
        "stores_per_passage": both("index", "ms_per_passage"),
        "embedding_per_passage": round(isnad["passages_per_s"] / langchain["passages_per_s"], 2),
        "indexing_per_passage": both("index", "whole_ms_per_passage"),
        "index_memory": both("index", "memory_mb"),
        "start": both("start", "seconds"),
        "start_memory": both("start", "memory_mb"),
        "one_file_changed": both("sync", "changed", "seconds"),
        "question_embedding": round(langchain["question_ms"] / isnad["question_ms"], 2),
        "question_p50": round((whole[1] + langchain["question_ms"]) / (whole[0] + isnad["question_ms"]), 2),
        "retrieval_p50": round(other["question"]["p50"] / ours["question"]["retrieval_p50"], 2),
        "retrieval_p95": round(other["question"]["p95"] / ours["question"]["retrieval_p95"], 2),
        "disk": round(other["disk_mb"] / sum(ours["disk_mb"].values()), 2),
    }


def quality(prepared: Path, work: Path) -> dict[str, Any]:
    """nDCG@10 of both over one prepared folder."""
    from assistant.opening import open_assistant
    from assistant.settings import settings_from

    lines = (prepared / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    golds = [(row["question"], row["source"]) for row in map(json.loads, lines)]
    assistant = open_assistant(
        settings_from({"corpus": str(prepared / "corpus"), "index": str(work / "index"), "reader": "none"}, {})
    )
    searcher = assistant.searcher

    def ours(question: str) -> list[str]:
        with searcher.reading() as search:
            query = search.query(question)
            hits = search.rank(query, search.embedder.embed_query(query.text), RANKED)
        return [hit.passage.source for hit in hits]

    chunks = theirs.read(prepared / "corpus")
    store = theirs.open_store(work / "peer", theirs.real_embeddings(write_folder(work / "model")))
    theirs.add(store, chunks)
    words = theirs.lexical(chunks, RANKED)
    retrievers = {
        "langchain": theirs.ensemble(store, words, RANKED),
        "langchain, Chroma alone": store.as_retriever(search_kwargs={"k": RANKED}),
        "langchain, BM25Retriever alone": words,
    }
    found = {"isnad": ndcg(ours, golds)}
    for name, retriever in retrievers.items():
        found[name] = ndcg(
            lambda question, retriever=retriever: [hit.metadata["source"] for hit in retriever.invoke(question)], golds
        )
    assistant.close()
    return {"questions": len(golds), "files": len({source for _, source in golds}), "ndcg@10": found}


def ndcg(sources: Callable[[str], list[str]], golds: Sequence[tuple[str, str]]) -> float:
    """Mean nDCG@10 of the right article, which ranks where its first passage stands."""
    total = 0.0
    for question, gold in golds:
        order = list(dict.fromkeys(sources(question)))[:10]
        total += 1 / math.log2(order.index(gold) + 2) if gold in order else 0.0
    return round(total / len(golds), 4)


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in STAGES:
        name, corpus, folder, extra = sys.argv[1:]
        print(json.dumps(STAGES[name](Path(corpus), Path(folder), extra)))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("speed", "quality"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--work", type=Path, help="where everything is made (default: a temporary folder)")
    parser.add_argument("--model-passages", type=int, default=300, help="embedded with the real model by each side")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        if options.what == "quality":
            print(json.dumps(quality(options.folder, Path(work))))
        else:
            for line in speed(options.folder, options.passages, Path(work), options.model_passages):
                print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
