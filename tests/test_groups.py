"""One file that fails, wherever it does: the others that were read, embedded and written with it go on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import WordLengths
from tests.test_sync import MARKET, SCHOOL, TRAIN, Folder, long_text
from vectorstore.ledger import lexical
from vectorstore.sync import batches
from vectorstore.types import Embedded, Passage

BAD = "كلمة معطوبة في خبر لا يقبله النموذج."


class Choosy(WordLengths):
    """A model that fails over one word, in the way that is asked of it."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self.way = way

    def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        bad = ["معطوبة" in passage.text for passage in passages]
        if any(bad) and self.way == "raises":
            raise RuntimeError("index out of range in self")
        made = super().embed_passages(passages)
        if self.way == "no number":
            made = [
                Embedded(one.vector * np.nan, one.sentences) if is_bad else one
                for one, is_bad in zip(made, bad, strict=True)
            ]
        return made


@pytest.fixture
def folder(tmp_path: Path):
    made = Folder(tmp_path)
    for source, text in (("أول.txt", TRAIN), ("سوق.txt", MARKET), ("مدرسة.txt", SCHOOL)):
        made.write(source, text)
    yield made
    made.ledger.close()


def statuses(folder: Folder) -> dict[str, tuple[str, str]]:
    return {record.source: (record.status, record.reason) for record in folder.ledger.files()}


GOOD = {"أول.txt": ("indexed", ""), "سوق.txt": ("indexed", ""), "مدرسة.txt": ("indexed", "")}


@pytest.mark.parametrize("way", ["raises", "no number"])
def test_a_passage_that_the_model_cannot_embed_is_the_refusal_of_its_file(folder: Folder, way: str) -> None:
    folder.write("جيد ثم معطوب.txt", f"{long_text(1)}\n\n{BAD}")
    folder.embedder = Choosy(way)
    assert folder.counts() == (3, 0, 0, 0, 1)
    assert statuses(folder) == {**GOOD, "جيد ثم معطوب.txt": ("refused", "unexpected")}
    assert folder.ledger.document("جيد ثم معطوب.txt") is None
    folder.ledger.check()
    folder.write("جيد ثم معطوب.txt", long_text(1))
    assert folder.counts() == (1, 0, 0, 3, 0)


def test_a_model_that_embeds_nothing_is_no_files_fault(folder: Folder) -> None:
    class Broken(WordLengths):
        def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
            raise RuntimeError("no engine")

    folder.sync()
    folder.write("سوق.txt", f"{MARKET} وزاد الطلب.")
    folder.embedder = Broken()
    with pytest.raises(RuntimeError, match="no engine"):
        folder.sync()
    assert folder.ledger.document("سوق.txt").text == MARKET
    assert folder.ledger.count() == 3


def test_a_file_whose_words_cannot_be_indexed_is_refused_and_the_others_are_written(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("معطوب.txt", BAD)
    indexed = lexical.indexed_terms

    def failing(passage: Passage) -> tuple[list[str], list[str]]:
        if "معطوبة" in passage.text:
            raise RecursionError("maximum recursion depth exceeded")
        return indexed(passage)

    with monkeypatch.context() as patched:
        patched.setattr(lexical, "indexed_terms", failing)
        assert folder.counts() == (3, 0, 0, 0, 1)
    assert statuses(folder) == {**GOOD, "معطوب.txt": ("refused", "unexpected")}
    assert folder.ledger.search_words([], ["القطار"], 5, None)
    folder.ledger.check()


def test_a_file_of_many_parts_that_fails_in_the_middle_leaves_nothing_behind(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_PASSAGES", 3)
    lines = [json.dumps({"id": str(n), "text": BAD if n == 40 else f"{TRAIN} {n}"}) for n in range(80)]
    folder.write("سجل.jsonl", "\n".join(lines))
    folder.embedder = Choosy("raises")
    assert folder.counts() == (3, 0, 0, 0, 1)
    assert statuses(folder) == {**GOOD, "سجل.jsonl": ("refused", "unexpected")}
    assert folder.ledger.count() == 3
    folder.ledger.check()
    assert folder.counts() == (0, 0, 0, 3, 1)


def test_a_file_whose_last_part_holds_nothing_is_listed_with_its_encoding(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_PASSAGES", 1)
    folder.write("سجل.jsonl", json.dumps({"id": "1", "text": TRAIN}))
    folder.sync()
    (record,) = [record for record in folder.ledger.files() if record.source == "سجل.jsonl"]
    assert (record.status, record.encoding) == ("indexed", "utf-8")
