"""The folders of `benchmarks/folders`: what their questions are to be answered with stands in their articles."""

from __future__ import annotations

import json

import pytest

from assistant.evaluate import folded, gold_from
from benchmarks.quality import FOLDERS, OWN_SETS
from vectorstore.formats.documents import read_documents
from vectorstore.types import Document


@pytest.fixture(scope="module", params=FOLDERS)
def folder(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """Its name, and the text of each of its articles, as they are compared."""
    found = {}
    for path in sorted(FOLDERS[request.param].iterdir()):
        for document in read_documents(path, path.name):
            assert isinstance(document, Document), f"{path.name}: {document}"
            found[path.name] = folded(document.text)
    return request.param, found


def test_every_gold_answer_stands_in_the_article_that_it_names(folder: tuple[str, dict[str, str]]) -> None:
    name, texts = folder
    sets = [place / f"{kind}.jsonl" for kind, (place, corpus) in OWN_SETS.items() if corpus == name]
    golds = [gold_from(json.loads(line)) for path in sets for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(golds) > 50
    for gold in golds:
        assert gold.answerable == bool(gold.evidence), gold.id
        for source, quote in gold.evidence:
            assert quote in texts[source], f"{gold.id}: {quote}"


def test_of_a_pair_one_question_is_answered_and_its_words_are_not_in_the_question() -> None:
    for name, (place, _) in OWN_SETS.items():
        if not name.endswith("_pairs"):
            continue
        rows = [json.loads(line) for line in (place / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        pairs: dict[str, list[bool]] = {}
        for row in rows:
            pairs.setdefault(row["id"][:-1], []).append(row["answerable"])
            assert all(folded(answer) not in folded(row["question"]) for answer in row["answers"]), row["id"]
        assert all(sorted(pair) == [False, True] for pair in pairs.values())
