"""A folder whose articles state who wrote them and when: months, offices, figures, an author by his subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.corpus_answers.periods import periods_in
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Turn
from tests.fakes import now

ARTICLES = {
    "1.txt": """جسر المدينة القديم يغلق ستة أشهر
بقلم سلمى الحداد
صحيفة الضفة – 12 مارس 2024

أعلن وزير الأشغال سامر الخطيب إغلاق الجسر القديم ستة أشهر لترميمه، وقال إن الكلفة تبلغ 40 مليون ليرة.

وشكا أصحاب المتاجر من القرار. ويعبر الجسر كل يوم نحو 9 آلاف سيارة.
""",
    "2.txt": """تجار السوق: ترميم الجسر يكلف ضعف ما أعلن
بقلم وائل منصور
صحيفة النهر – 20 مارس 2024

قال رئيس غرفة التجارة فادي نصار إن كلفة ترميم الجسر القديم تبلغ 80 مليون ليرة، لا 40 مليونا.

ورأى القاضي المتقاعد كريم عودة أن العقد يخالف القانون.
""",
    "3.txt": """مهرجان الزيتون يفتتح دورته العاشرة
بقلم سلمى الحداد
صحيفة الضفة – 3 تشرين الأول 2023

قالت وزيرة الثقافة نادية السالم إن مهرجان الزيتون جذب 300 مزارع. واعتذر عن الحضور وزير السياحة.

وتوزع لجنة المهرجان خمس جوائز يوم الجمعة.
""",
}


@pytest.fixture(scope="module")
def opened(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("dated")
    (home / "articles").mkdir()
    for name, text in ARTICLES.items():
        (home / "articles" / name).write_text(text, encoding="utf-8")
    assistant = open_assistant(replace(settings, corpus=home / "articles", index=home / "index"))
    yield assistant
    assistant.close()


def asked(assistant: Assistant, question: str, *history: str) -> Answer:
    answer = assistant.ask(question, [Turn(one) for one in history])
    for citation in answer.citations:
        assert now(assistant.index).document(citation.source).text[citation.start : citation.end] == citation.quote
    return answer


def cited(answer: Answer) -> list[str]:
    return [citation.source for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "holds", "not_"),
    [
        ("ما المقالات التي نُشرت في مارس؟", "2024-03-12", "2024-04-01"),
        ("مقالات آذار 2024", "2024-03-12", "2023-03-12"),
        ("شو في مقالات بتشرين الأول؟", "2023-10-03", "2023-11-03"),
        ("مقالات كانون الثاني", "2024-01-09", "2023-12-09"),
        ("كم مقالا نُشر عام 2023؟", "2023-10-03", "2024-10-03"),
        ("المقالات المؤرخة في 12 مارس 2024", "2024-03-12", "2024-03-13"),
        ("which articles came out in October 2023?", "2023-10-03", "2023-09-03"),
        ("مقالات يوليوز", "2025-07-15", ""),
    ],
)
def test_a_question_names_a_day_a_month_or_a_year(question: str, holds: str, not_: str) -> None:
    (period,) = periods_in(question)
    assert period.holds(holds) and not period.holds(not_)


def test_a_date_that_is_known_to_the_year_alone_lies_in_no_month() -> None:
    (month,), (year,) = periods_in("مقالات مارس 2024"), periods_in("مقالات عام 2024")
    assert year.holds("2024") and not month.holds("2024") and month.holds("2024-03")


def test_what_names_no_time_has_no_period() -> None:
    assert periods_in("ما المقالات التي تذكر المدينة القديمة؟") == []


@pytest.mark.slow
def test_the_articles_of_a_month_are_those_that_came_out_in_it(opened: Assistant) -> None:
    march = asked(opened, "ما هي المقالات التي نُشرت في مارس؟")
    assert march.kind == "corpus" and cited(march) == ["1.txt", "2.txt"] and "2 من 3" in march.lead
    assert cited(asked(opened, "أي المقالات نُشر في تشرين الأول 2023؟")) == ["3.txt"]
    assert "0 من 3" in asked(opened, "ما المقالات المنشورة في يناير؟").lead


@pytest.mark.slow
def test_a_month_alone_takes_the_place_of_the_one_asked_of_before(opened: Assistant) -> None:
    before = "ما هي المقالات التي نُشرت في مارس؟"
    assert cited(asked(opened, "وفي تشرين الأول؟", before)) == ["3.txt"]
    assert cited(asked(opened, "وفي آذار؟", before, "وفي تشرين الأول؟")) == ["1.txt", "2.txt"]


@pytest.mark.slow
def test_who_wrote_an_article_is_told_by_its_subject(opened: Assistant) -> None:
    answer = asked(opened, "من كتب مقال مهرجان الزيتون؟")
    assert set(cited(answer)) == {"3.txt"} and "سلمى الحداد" in answer.text
    assert "وائل منصور" in asked(opened, "مين كتب المقال عن تجار السوق؟").text


@pytest.mark.slow
def test_the_ministers_are_those_beside_whom_their_office_stands(opened: Assistant) -> None:
    opened.names.soon()
    answer = asked(opened, "من الوزراء المذكورون؟")
    assert "وزير الأشغال سامر الخطيب" in answer.text and "وزيرة الثقافة نادية السالم" in answer.text
    assert "واعتذر عن الحضور وزير السياحة" in answer.text  # of whom no name is told
    assert "فادي نصار" not in answer.text


@pytest.mark.slow
def test_the_figures_of_an_article_are_its_sentences_that_have_some(opened: Assistant) -> None:
    answer = asked(opened, "أعطني أرقام المقال الأول")
    assert set(cited(answer)) == {"1.txt"} and "40 مليون" in answer.text and "9 آلاف" in answer.text
    assert "أصحاب المتاجر" not in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("question", ["هل تتفق المقالات على العدد؟", "هل تختلف المقالات في الكلفة؟"])
def test_whether_the_articles_agree_is_asked_of_those_of_the_last_answer(opened: Assistant, question: str) -> None:
    answer = asked(opened, question, "كم تبلغ كلفة ترميم الجسر القديم؟")
    assert sorted(set(cited(answer))) == ["1.txt", "2.txt"]
    assert "40 مليون" in answer.text and "80 مليون" in answer.text


@pytest.mark.slow
def test_no_article_without_the_subject_fills_a_place_of_a_comparison(opened: Assistant) -> None:
    assert "3.txt" not in cited(asked(opened, "قارن بين ما تقوله المقالات عن الجسر القديم"))
