"""Who bears a name: the people of a family, and nobody else."""

from collections.abc import Iterator

import pytest

from assistant.corpus_answers.bearers import bearer_asked
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import settings_from


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("من يحمل اسم الحداد في المقالات؟", "الحداد"), ("كم شخصا اسمه الشريف؟", "الشريف"),
        ("من الأشخاص الذين اسمهم خليفة؟", "خليفة"), ("هل هناك من يحمل لقب العامري؟", "العامري"),
        ("مين اسمها ليلى عندك؟", "ليلى"), ("كم امرأة تسمى هدى؟", "هدى"), ("من يدعى سامي؟", "سامي"),
        ("ما اسم الرواية؟", ""), ("من يحمل كأس البطولة؟", ""), ("ما اسم زوج الوزيرة؟", ""),
        ("من كتب اسمه على الجدار؟", ""), ("من يدعى للمشاركة؟", ""), ("لماذا لا يذكر اسمه أحد؟", ""),
    ],
)  # fmt: skip
def test_a_question_for_those_of_a_name_is_told_from_one_for_a_name(question: str, name: str) -> None:
    assert bearer_asked(question) == name


ARTICLES = {
    "أ.txt": "افتتح المهندس سامي البستاني الجسر الجديد. وحضرت الطبيبة لمى البستاني الحفل.",
    "ب.txt": "قال الشاعر خليل البستاني إن البستاني الذي يسقي الحديقة صديقه. وأنشد نديم الراوي قصيدة.",
    "ج.txt": "وصل القطار في موعده. وقال المدير فؤاد سلامة إن الرحلات ستزيد.",
}


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("family")
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("family index") / "index"
    opened = open_assistant(
        settings_from({"corpus": str(corpus), "index": str(index), "reader": "none", "llm": "none"}, {})
    )
    yield opened
    opened.close()


@pytest.mark.slow
def test_the_people_of_a_name_are_told_each_with_the_sentence_that_names_him(family: Assistant) -> None:
    answer = family.ask("من يحمل اسم البستاني في المقالات؟")
    told = {line.text for line in answer.lines}
    assert answer.kind == "corpus" and told == {"سامي البستاني", "لمى البستاني", "خليل البستاني"} and "3" in answer.lead
    for citation in answer.citations:
        assert ARTICLES[citation.source][citation.start : citation.end] == citation.quote
    assert {line.text for line in family.ask("كم شخصا اسمه البستاني وأين يعمل؟").lines} == told


@pytest.mark.slow
def test_a_name_that_stands_nowhere_is_said_to_and_no_other(family: Assistant) -> None:
    assert "لا يذكر أي مقال «القرني»" in family.ask("من يحمل اسم القرني؟").text
    assert "لا يذكر" not in family.ask("من يحمل اسم سلامة؟").text
