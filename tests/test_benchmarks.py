"""The instruments themselves: the same corpus every time, parts that add up, a line for each size."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from benchmarks import clock, corpus, scale, searching, stages, tables
from benchmarks.drawn import DIMENSION, Drawn
from tests.conftest import SEEDS
from vectorstore.formats.documents import read_documents
from vectorstore.ledger.keys import vector_key
from vectorstore.sync import scan, sync
from vectorstore.text.passages import split_passages
from vectorstore.types import Passage

SENTENCES = corpus.sentences_of(SEEDS)


def passages_of(article: corpus.Article, folder: Path) -> list[Passage]:
    (document,) = read_documents(folder / f"{article.name}.txt", f"{article.name}.txt")
    return split_passages(document)


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for run in ("1", "2"):  # words are kept in sets, whose order follows the hash seed
        out = tmp_path / run
        command = [sys.executable, "-m", "benchmarks.corpus", str(SEEDS), str(out), "--passages", "60"]
        environment = {**os.environ, "PYTHONHASHSEED": run}
        subprocess.run(command, cwd=scale.ROOT, env=environment, check=True, capture_output=True)
        written.append({path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*.txt"))})
    assert written[0] == written[1]
    assert len(written[0]) > 3


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one_and_another_seed_another_corpus() -> None:
    small, large = (list(corpus.articles(SENTENCES, passages)) for passages in (50, 90))
    assert small[:-1] == large[: len(small) - 1]
    assert small[0] != next(corpus.articles(SENTENCES, 50, seed=1))


def test_every_paragraph_becomes_one_passage_and_no_two_are_embedded_as_one(tmp_path: Path) -> None:
    made = list(corpus.articles(SENTENCES, 300))
    corpus.write(tmp_path, iter(made))
    assert (tmp_path / f"{made[3].name}.txt").read_text(encoding="utf-8") == made[3].text
    found = [passages_of(article, tmp_path) for article in made]
    whole = sum(map(len, found))
    assert abs(whole - 300) <= 6
    exact = sum(
        tuple(passage.text for passage in passages) == (article.title, *article.paragraphs)
        for article, passages in zip(made, found, strict=True)
    )
    assert exact >= 0.9 * len(made)
    assert len({vector_key("model", passage) for passages in found for passage in passages}) == whole


def test_rare_words_come_back_in_other_spellings_so_that_the_vocabulary_grows() -> None:
    assert corpus.respelled("إيسكيا", 0) == "إيسكيا"
    spellings = {corpus.respelled("إيسكيا", number) for number in range(100)}
    assert len(spellings) > 90
    assert corpus.respelled("إيسكيا", 7) == corpus.respelled("إيسكيا", 7)
    words = [
        len({word for article in corpus.articles(SENTENCES, passages) for word in article.text.split()})
        for passages in (200, 400, 800)
    ]
    assert words[0] < 0.9 * words[1] < 0.9 * 0.9 * words[2]


def test_a_corpus_can_be_one_file_of_records(tmp_path: Path) -> None:
    made = list(corpus.articles(SENTENCES, 40))
    assert corpus.write_records(tmp_path / "articles.jsonl", iter(made)) == len(made)
    records = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["title"], row["text"]) for row in records] == [
        (article.title, "\n\n".join(article.paragraphs)) for article in made
    ]
    assert len({row["id"] for row in records}) == len(made)


def test_a_folder_with_too_few_sentences_is_refused_with_their_number(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("جملة واحدة قصيرة لا تكفي لصنع مجموعة كبيرة من المقالات.", encoding="utf-8")
    with pytest.raises(ValueError, match="has 1 usable"):
        corpus.sentences_of(tmp_path)


def test_drawn_vectors_are_the_same_everywhere_and_nearer_where_words_are_shared() -> None:
    texts = ("افتتح الوزير معرض الكتاب في المدينة", "زار الوزير معرض الكتاب اليوم", "هبطت أسعار القمح بعد الحصاد")
    one, near, far = (Drawn().embed_query(text) for text in texts)
    assert one.shape == (DIMENSION,)
    assert np.allclose([one @ one, near @ near, far @ far], 1)
    assert np.array_equal(one, Drawn().embed_query(texts[0]))
    assert one @ near > one @ far + 0.03
    assert 0.6 < one @ far < 0.9
    text = " ".join(texts)
    spans = ((0, len(texts[0])), (len(texts[0]) + 1, len(text)))
    made = Drawn().embed_passages([Passage("a.txt", 0, len(text), text, "", "body", spans)])
    assert made[0].sentences.shape == (2, DIMENSION)


class Shop:
    """Something to be measured: each step takes one tick of the clock."""

    @property
    def stock(self) -> int:
        return 3

    def rows(self) -> Iterator[int]:
        yield from range(self.stock)

    def sell(self, fetch: Iterator[int]) -> int:
        with self.open():
            return sum(fetch)

    @contextmanager
    def open(self) -> Iterator[None]:
        yield


def test_time_counts_for_the_innermost_part_and_the_wrapping_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count()
    monkeypatch.setattr(clock.time, "perf_counter", lambda: float(next(ticks)))
    before = dict(vars(Shop))
    plan = {"rows": [(Shop, "rows")], "shop": [Shop]}
    with clock.measured(plan) as taken:
        assert Shop().sell(Shop().rows()) == 3
    assert dict(vars(Shop)) == before
    assert taken.parts["rows"] > 0
    assert taken.parts["shop"] > 0
    assert sum(taken.parts.values()) == taken.seconds


def test_a_function_is_measured_under_every_name_by_which_it_was_imported() -> None:
    def names() -> list[object]:
        return [module.diff_folder for module in (sync, scan)]

    (original,) = set(names())
    with clock.measured(stages.WRITING):
        (wrapped,) = set(names())
        assert wrapped is not original
    assert set(names()) == {original}


@pytest.mark.slow
def test_scale_prints_a_line_with_all_keys_whose_parts_add_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["scale", str(SEEDS), "--passages", "200", "--work", str(tmp_path), "--model-passages", "0"]
    monkeypatch.setattr(sys, "argv", arguments)
    scale.main()
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert found.keys() >= {
        "passages", "vectors", "vocabulary", "index", "disk_mb", "start", "question", "sync", "recall", "files",
        "embedding",
    }  # fmt: skip
    assert found["vectors"] == "drawn"
    assert 195 <= found["passages"] <= 205
    assert found["index"]["parts"].keys() == {
        "scan", "reading", "embedding", "lexical", "ledger", "chroma", "other"
    }  # fmt: skip
    for timed in (found["index"], *found["sync"].values()):
        parts = sum(timed["parts"].values()) - timed["parts"]["embedding"]
        assert parts == pytest.approx(timed["seconds"], abs=0.01)
        worked = timed["processor_parts"]
        assert sum(worked.values()) - worked["embedding"] <= timed["processor"] + 0.01
    assert all(found["index"]["parts"][part] > 0 for part in ("reading", "embedding", "lexical", "ledger", "chroma"))
    assert found["question"]["p50_parts"].keys() == {
        "embedding", "query", "vectors", "lexical", "fusion", "answer", "other"
    }  # fmt: skip
    assert 0 < found["question"]["retrieval_p50"] < found["question"]["p50"] <= found["question"]["p95"]
    assert found["disk_mb"]["ledger"] > 0 < found["disk_mb"]["chroma"]
    assert found["recall"]["at_10"] == 1
    assert not list(tmp_path.iterdir())
    head, rule, *rows = tables.scale_table([found, found])
    assert head == f"| passages, vectors drawn | {found['passages']} | {found['passages']} |"
    assert {row.count("|") for row in (rule, *rows)} == {4}


@pytest.mark.slow
def test_the_peer_finds_what_it_was_given_and_ranks_are_scored_as_they_should(tmp_path: Path) -> None:
    pytest.importorskip("langchain_chroma", reason="needs benchmarks/requirements.txt")
    pytest.importorskip("langchain_classic", reason="needs benchmarks/requirements.txt")
    pytest.importorskip("rank_bm25", reason="needs benchmarks/requirements.txt")
    from benchmarks import langchain_pieces, peers

    articles, asked = tmp_path / "articles", tmp_path / "questions.json"
    corpus.write(articles, corpus.articles(SENTENCES, 60))
    asked.write_text(json.dumps(scale.questions(articles, 5)), encoding="utf-8")
    made = peers.index_stage(articles, tmp_path / "chroma", "")
    assert 40 <= made["passages"] <= 80
    served = peers.serve_stage(articles, tmp_path / "chroma", str(asked))
    assert served["question"]["p50"] > 0 < served["sync"]["changed"]["seconds"]
    store = langchain_pieces.open_store(tmp_path / "chroma", langchain_pieces.DrawnEmbeddings())
    chunks = langchain_pieces.stored_chunks(store)
    assert len(chunks) == made["passages"]
    retriever = langchain_pieces.ensemble(store, langchain_pieces.lexical(chunks, 5), 5)
    assert retriever.invoke(chunks[7].page_content)[0].page_content == chunks[7].page_content
    ranked = {"أين؟": ["a.txt", "a.txt", "b.txt"], "متى؟": ["c.txt"]}
    assert peers.ndcg(ranked.__getitem__, [("أين؟", "b.txt"), ("متى؟", "a.txt")]) == round(1 / np.log2(3) / 2, 4)


def test_searches_are_timed_by_the_kind_of_their_pattern(tmp_path: Path) -> None:
    made = corpus.articles(SENTENCES, 40)
    corpus.write(tmp_path / "corpus", made)
    stages.index_stage(tmp_path / "corpus", tmp_path / "index")
    found = searching.measure(tmp_path / "index", 3, 0)
    assert found["passages"] >= 40 and len(found) == 12
    for kind in ("word", "phrase of two", "frequent, limited"):
        middle, late, longest = found[kind]["wall"]
        assert 0 < middle <= late <= longest
    assert searching.spread((4.0, 1.0, 3.0, 2.0)) == [3.0, 4.0, 4.0]
