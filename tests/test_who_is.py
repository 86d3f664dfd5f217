"""«من هو …؟»: what stands beside the name is set off, and what has the name is near."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.answering.who_is import described_first, has_who
from assistant.question.query import Query
from assistant.question.who_asked import name_asked, name_places
from assistant.retrieval.searcher import Search
from tests.one_article import searching
from vectorstore.types import Hit

ARTICLE = """حريق في سوق الصفارين

اندلع الحريق فجرا بعدما رأى كمال الراوي دخانا كثيفا فوق السوق، فاتصل كمال الراوي بالإطفاء.

وقال مدير الدفاع المدني المهندس فؤاد الزغبي إن النار التهمت عشرين دكانا. وروت سعاد الكيلاني، وهي بائعة نحاس، أن
الدخان دخل من السقف. ولم يصب سوى الحارس نعيم الحداد، أما كمال الراوي فقد غادر قبل وصول الجميع.

وغنى في حفل التبرع للشاعر أحمد ناجي لحن الفنان سمير قباني.
"""


def _asked(search: Search, question: str) -> tuple[Query, list[Sentence]]:
    """The query, and the ranking of the article's sentences for it."""
    hits = [Hit(p, 1.0) for p in search.snapshot.passages_of("مقال.md").values() if p.kind == "body"]
    vectors = {id: one.sentences for id, one in search.vectors([hit.passage.id for hit in hits]).items()}
    query = search.query(question)
    return query, described_first(query, rank_sentences(query, search.embedder.embed_query(question), hits, vectors))


def _set_off(search: Search, question: str) -> str:
    """The words that say who it is, "" where none are known to."""
    _, ranked = _asked(search, question)
    part = ranked[0].answer
    return ranked[0].hit.passage.sentence(part) if part else ""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("من هو فؤاد الزغبي؟", "مدير الدفاع المدني المهندس"),
        ("ومن هي سعاد الكيلاني؟", "وهي بائعة نحاس"),
        ("مين هو نعيم الحداد", "الحارس"),
        ("من هو سمير قباني؟", "الفنان"),  # the poet is somebody else
    ],
)
def test_the_words_beside_the_name_say_who_it_is(tmp_path: Path, question: str, told: str) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert _set_off(search, question) == told


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "question",
    [
        "من هو كمال الراوي؟",  # he saw it and called, and no article says who he is
        "من هو أحمد الزغبي؟",  # another Zoghbi
        "من هو مدير الدفاع المدني؟",
        "متى تكلم فؤاد الزغبي؟",
    ],
)
def test_nobody_is_told_to_be_what_stands_beside_another_name(tmp_path: Path, question: str) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert _set_off(search, question) == ""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("من هو فؤاد الزغبي؟", ("فؤاد", "الزغبي")),
        ("ومن هي سعاد؟", ()),  # a word that may be an ordinary one
        ("من هو الفائز بالجائزة؟", ()),
        ("من هو صاحب الدكان؟", ()),
        ("من هو فؤاد الزغبي في رأي التجار؟", ()),
        ("من رأى الدخان؟", ()),
    ],
)
def test_a_name_is_asked_for_where_the_question_has_nothing_else(
    tmp_path: Path, question: str, name: tuple[str, ...]
) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert name_asked(search.query(question)) == name


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("وصل أحمد سالم أمس، ثم غادر أحمد سالم.", 2),
        ("التقيت بأحمد سالم، المدير المالي.", 1),
        ("وصل أحمد سالم الكعبي أمس.", 0),
        ("وصل محمد أحمد سالم أمس.", 0),
        ("وصل أحمد ثم سالم.", 0),
    ],
)
def test_a_name_is_not_found_within_a_longer_one(text: str, places: int) -> None:
    assert len(name_places(("احمد", "سالم"), text)) == places


@pytest.mark.usefixtures("quick")
def test_what_has_the_name_is_near_though_nothing_says_who_it_is(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert has_who(*_asked(search, "من هو كمال الراوي؟"))
        assert not has_who(*_asked(search, "من هو كمال الزغبي؟"))
