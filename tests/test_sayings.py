"""«ماذا قال …؟» is answered where he is who speaks, of what he is asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering.sayings import said_first, tells_saying
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.question.query import Query
from assistant.question.saying import asked_saying
from assistant.retrieval.searcher import Search
from tests.one_article import searching
from vectorstore.types import Hit

ARTICLE = """جسر الوادي يغلق شهرين

قال مدير الطرق المهندس فؤاد الزغبي إن الجسر سيغلق شهرين لأن دعائمه تشققت.
ووصفت رئيسة البلدية سعاد الكيلاني القرار بأنه متأخر.

وسئلت الكيلاني بعد الجلسة عن الكلفة فقالت: "لن يدفع السكان قرشا واحدا". وأضافت أن الدولة وعدت بمليوني دينار.

لكن الصيدلي كمال الراوي أكد لنا أن الجسر آمن، وأن الكلفة ستزيد.

أما التاجر نعيم الحداد فرأى أن الزغبي لا يسمع لأحد. وصرحت أخته قائلة: "سنخسر الموسم كله".
"""


def _asked(search: Search, question: str) -> tuple[Query, list[Sentence]]:
    """The query, and the ranking of the article's sentences for it."""
    hits = [Hit(p, 1.0) for p in search.snapshot.passages_of("مقال.md").values() if p.kind == "body"]
    vectors = {id: one.sentences for id, one in search.vectors([hit.passage.id for hit in hits]).items()}
    query = search.query(question)
    return query, rank_sentences(query, search.embedder.embed_query(question), hits, vectors)


def _told(search: Search, question: str) -> str:
    """The sentence in which he speaks of what is asked, "" where none is known to be one."""
    query, ranked = _asked(search, question)
    ranked = said_first(query, ranked)
    return ranked[0].text if tells_saying(query, ranked) else ""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("ماذا قال فؤاد الزغبي عن الجسر؟", "قال مدير الطرق"),
        ("وماذا قال الزغبي عن دعائم الجسر؟", "قال مدير الطرق"),
        ("ماذا قال المهندس فؤاد الزغبي مدير الطرق عن تشقق الدعائم؟", "قال مدير الطرق"),
        ("ماذا قالت سعاد الكيلاني عن الكلفة بعد الجلسة؟", "وسئلت الكيلاني"),
    ],
)
def test_the_sentence_in_which_he_speaks_of_it_answers(tmp_path: Path, question: str, begins: str) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert _told(search, question).startswith(begins)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "question",
    [
        "ماذا قال فؤاد الزغبي عن رواتب العمال؟",  # he speaks, of something else
        "ماذا قال نعيم الحداد عن دعائم الجسر؟",  # another speaks of that
        "ماذا قالت سعاد الكيلاني وزيرة السياحة عن الكلفة؟",  # she is somebody else
        "متى قال فؤاد الزغبي إن الجسر سيغلق؟",
        "كم سيغلق الجسر؟",
    ],
)
def test_what_he_does_not_say_is_not_told_to_be_his_words(tmp_path: Path, question: str) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert _told(search, question) == ""


@pytest.mark.usefixtures("quick")
def test_who_goes_on_speaking_was_named_before(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        query, ranked = _asked(search, "ماذا قالت رئيسة البلدية سعاد الكيلاني عن وعد الدولة؟")
        assert tells_saying(query, [s for s in ranked if s.text.startswith("وأضافت")])
        query, _ = _asked(search, "ماذا قال نعيم الحداد عن وعد الدولة؟")
        assert not tells_saying(query, [s for s in ranked if s.text.startswith("وأضافت")])


@pytest.mark.usefixtures("quick")
def test_who_is_only_spoken_of_does_not_speak(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        query, ranked = _asked(search, "ماذا قال الزغبي؟")
        of_him = next(s for s in ranked if s.text.startswith("أما التاجر"))
        assert not tells_saying(query, [of_him])


@pytest.mark.usefixtures("quick")
def test_the_words_set_off_begin_with_what_is_said(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        query, ranked = _asked(search, "ماذا قال فؤاد الزغبي عن الجسر؟")
        said = next(s for s in ranked if s.text.startswith("قال مدير"))
        start, end = said.span
        office = start + said.text.index("المهندس")
        first = said_first(query, [replace(said, answer=(office, end))])[0]
        assert first.answer is not None
        assert said.hit.passage.sentence(first.answer).startswith("الجسر سيغلق")


@pytest.mark.usefixtures("quick")
def test_what_is_said_is_set_off_where_the_reader_found_nothing(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        for question, begins, told in (
            ("ماذا قال كمال الراوي عن الجسر؟", "لكن الصيدلي", "الجسر آمن"),
            ("ماذا قالت سعاد الكيلاني عن الكلفة؟", "وسئلت الكيلاني", "لن يدفع السكان قرشا واحدا"),
        ):
            query, ranked = _asked(search, question)
            first = said_first(query, [s for s in ranked if s.text.startswith(begins)])[0]
            assert first.answer is not None
            assert first.hit.passage.sentence(first.answer) == told


@pytest.mark.usefixtures("quick")
def test_what_he_says_of_it_stands_before_what_he_says_of_something_else(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        query, ranked = _asked(search, "ماذا قالت سعاد الكيلاني عن الدولة؟")
        hers = sorted(ranked, key=lambda s: not s.text.startswith("وسئلت الكيلاني"))
        assert said_first(query, hers)[0].text.startswith("وأضافت أن الدولة")
        others = [replace(s, answer=s.span) for s in hers]
        assert [s.answer is None for s in said_first(query, others) if s.text.startswith("أما التاجر")] == [True]


@pytest.mark.usefixtures("quick")
def test_a_question_is_taken_apart_into_who_and_what_and_when(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        saying = asked_saying(search.query("ماذا قالت سعاد الكيلاني رئيسة البلدية للصحفيين عن كلفة الجسر بعد الجلسة؟"))
        assert saying is not None
        told = [[term.text for term in terms] for terms in (saying.speaker, saying.office, saying.about)]
        assert told == [["سعاد", "الكيلاني"], ["رئيسه", "البلديه"], ["كلفه", "الجسر"]]
        assert {term.text for term in saying.occasion} == {"للصحفيين", "الجلسه"}
        english = asked_saying(search.query("What did Fouad Zoghbi say about the bridge?"))
        assert english is not None
        assert [term.text for term in english.speaker] == ["fouad", "zoghbi"]
        assert [term.text for term in english.about] == ["bridge"]


@pytest.mark.usefixtures("quick")
def test_what_somebody_wrote_is_not_asked_as_what_he_said(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert asked_saying(search.query("ماذا كتبت سعاد الكيلاني؟")) is None
        assert asked_saying(search.query("ماذا قالت سعاد الكيلاني؟")) is not None
