"""Which articles a question names."""

from __future__ import annotations

import pytest

from assistant.corpus_answers.references import is_described, limiting_articles, named_files
from vectorstore.ledger.rows import ArticleRecord

ARTICLES = [
    ArticleRecord(source, source.partition("#")[0], title, "", "", 100)
    for source, title in (
        ("001.txt", "حريق في الميناء"), ("002_ab12cd.txt", "فوز الفريق"), ("خبر.txt", ""),
        ("archive.jsonl#17", "زلزال"), ("archive.jsonl#18", "فيضان"),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("لخص 001.txt", ["001.txt"]),
        ("ما عنوان المقال 001؟", ["001.txt"]),
        ("لخص 002_ab12cd", ["002_ab12cd.txt"]),
        ("ما عنوان المقال 002؟", ["002_ab12cd.txt"]),
        ("قارن خبر.txt و001.txt", ["خبر.txt", "001.txt"]),
        ("لخص archive.jsonl#18", ["archive.jsonl#18"]),
        ("لخص archive.jsonl", ["archive.jsonl#17", "archive.jsonl#18"]),
        ("ما آخر خبر؟", []),
        ("كم عدد من شملهم 2001؟", []),
        ("لخص 0011.txt", []),
    ],
)
def test_a_file_is_named_by_its_name_or_its_number(question: str, sources: list[str]) -> None:
    assert [article.source for article in named_files(question, ARTICLES)] == sources


@pytest.mark.parametrize(
    ("question", "sources", "rest"),
    [
        ("كم جريحا سقط بحسب 001.txt؟", ["001.txt"], "كم جريحا سقط بحسب ؟"),
        ("في المقال الثاني، من سجل الهدف؟", ["002_ab12cd.txt"], "من سجل الهدف؟"),
        ("ماذا قال المقال عن الحريق؟", [], "ماذا قال المقال عن الحريق؟"),
        ("ماذا حدث عام 2001؟", [], "ماذا حدث عام 2001؟"),
    ],
)
def test_a_question_to_the_articles_is_limited_to_those_that_it_names(
    question: str, sources: list[str], rest: str
) -> None:
    named, left = limiting_articles(question, lambda: ARTICLES)
    assert ([article.source for article in named], left) == (sources, rest)


@pytest.mark.parametrize(
    ("question", "described"),
    [
        ("لخص المقال عن الحصبة", True), ("لخصلي الخبر اللي بيحكي عن القرش", True), ("لخص المقال حول الجسر", True),
        ("summarise the article about the museum", True),
        ("لخص المقال", False), ("لخص هذا المقال عن الجسر", False), ("ماذا يقول المقال عن الحصبة؟", False),
        ("لخص المقال الذي نشر في مايو", False),
    ],
)  # fmt: skip
def test_an_article_is_described_by_what_it_is_about(question: str, described: bool) -> None:
    assert is_described(question) == described
