"""What a question takes for granted and no article says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.false_premise import FalsePremise, find_false_premise
from assistant.retrieval.searcher import Search, Searcher
from tests.fakes import WordLengths
from vectorstore.opening import IndexSource, open_index

ARTICLES = {
    "a.txt": "اجتمع ممثلو شركة غوغل مع الوزراء في جزيرة إسكيا عام 2017.\n\nوحضرت فيسبوك الاجتماع في لوكسمبورغ أيضا.",
    "b.txt": "زار الوزير برنار كازنوف مدينة سان فرانسيسكو عام 2015.\n\nوالتقى كازنوف ممثلين عن جوجل هناك.",
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    corpus: Path = tmp_path_factory.mktemp("corpus")
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    model = WordLengths()
    index = open_index(IndexSource(corpus, tmp_path_factory.mktemp("index") / "index"), model.lazy())
    with Searcher(index, model).reading() as opened:
        yield opened
    index.close()


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("من مثّل ياهو في إسكيا؟", FalsePremise(absent=("ياهو",))),
        ("ماذا حدث في إسكيا عام 1998؟", FalsePremise(absent=("1998",))),
        ("هل زار كازنوف لوكسمبورغ؟", FalsePremise(apart=("كازنوف", "لوكسمبورغ"))),
        ("من مثّل غوغل في إسكيا؟", FalsePremise()),
        ("ما رأي كازنوف في غوغل؟", FalsePremise()),  # b.txt writes جوجل
        ("ما المسافة بين الشارعين؟", FalsePremise()),  # no names at all
    ],
)
def test_names_that_no_article_has_or_has_together_are_told(search: Search, question: str, premise: FalsePremise):
    assert find_false_premise(search.query(question), search) == premise


def test_only_the_chosen_files_count(search: Search):
    query = search.query("من التقى كازنوف؟")
    assert find_false_premise(query, search) == FalsePremise()
    assert find_false_premise(query, search, ["a.txt"]) == FalsePremise(absent=("كازنوف",))
