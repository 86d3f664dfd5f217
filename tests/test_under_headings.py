"""What stands under a heading answers what the heading asks, and a part that is named by its number is found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.division_names import Division, asked_division, opening_division
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.question.answer_type import says_why
from assistant.question.definition import defined_term, defines
from assistant.question.query import Query, Term
from assistant.settings import settings_from
from vectorstore.text.arabic import fold, stem, words
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

LAW = """قانون تنظيم صيد الأسماك في بحيرة النورس
الباب الأول: أحكام عامة
المادة الأولى
يسري هذا القانون على البحيرة وعلى المستنقعات التي حولها. ولا يسري على أحواض التربية.
المادة الثانية
الصياد: كل من يصيد السمك بقارب أو من الشاطئ لقاء أجر.
الباب الثاني: الرخص
المادة الثالثة
تُمنح الرخصة لمن أتم الثامنة عشرة. وتُجدد كل ثلاث سنوات.
المادة الرابعة
يُوقف الصيد كله بين فبراير ومايو حماية للبيوض.
صدر في 4 أكتوبر 2016.
"""


def ask(tmp_path: Path, question: str, **files: str) -> list[str]:
    """The lines of the answer from a folder of these files."""
    folder = tmp_path / "folder"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    values = {"corpus": str(folder), "index": str(tmp_path / "index"), "llm": "none"}
    assistant: Assistant = open_assistant(settings_from(values, {"HOME": str(tmp_path)}))
    try:
        return [line.text for line in assistant.ask(question).lines]
    finally:
        assistant.close()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("ماذا تقول المادة 3؟", ["تُمنح الرخصة لمن أتم الثامنة عشرة. وتُجدد كل ثلاث سنوات."]),
        ("ما نص المادة الثانية؟", ["الصياد: كل من يصيد السمك بقارب أو من الشاطئ لقاء أجر."]),
        (
            "ما نص الباب الثاني من قانون الصيد؟",
            [
                "تُمنح الرخصة لمن أتم الثامنة عشرة. وتُجدد كل ثلاث سنوات.",
                "يُوقف الصيد كله بين فبراير ومايو حماية للبيوض. صدر في 4 أكتوبر 2016.",
            ],
        ),
    ],
)
def test_a_part_that_is_named_by_its_number_is_quoted_whole(tmp_path: Path, question: str, lines: list[str]) -> None:
    assert ask(tmp_path, question, law=LAW) == lines


@pytest.mark.usefixtures("quick")
def test_of_two_laws_the_one_is_quoted_whose_title_the_question_names(tmp_path: Path) -> None:
    other = LAW.replace("صيد الأسماك في بحيرة النورس", "حراسة الغابات").replace("الثامنة عشرة", "الحادية والعشرين")
    lines = ask(tmp_path, "ماذا تقول المادة الثالثة من قانون الغابات؟", law=LAW, other=other)
    assert lines == ["تُمنح الرخصة لمن أتم الحادية والعشرين. وتُجدد كل ثلاث سنوات."]


@pytest.mark.usefixtures("quick")
def test_a_part_that_opens_a_paragraph_ends_where_the_next_one_opens(tmp_path: Path) -> None:
    contract = (
        "عقد إيجار دكان في سوق العطارين\n\n"
        "البند الأول: يؤجر المالك الدكان سنتين. ويُجدد العقد باتفاق الطرفين.\n\n"
        "البند الثاني: الأجرة تسعون دينارًا في الشهر. وتُدفع في أوله.\n\n"
        "البند الثالث: لا يجوز للمستأجر أن يؤجر الدكان لغيره.\n"
    )
    assert ask(tmp_path, "اشرح البند 2", contract=contract) == [
        "البند الثاني: الأجرة تسعون دينارًا في الشهر. وتُدفع في أوله."
    ]


def test_a_question_on_what_stands_in_a_part_asks_for_more_than_its_text() -> None:
    assert asked_division(fold("ما نص المادة الحادية عشرة؟")) == (Division("ماده", 11), frozenset())
    asked = asked_division(fold("كم الغرامة في المادة (8)؟"))
    assert asked is not None and asked[1] == {"الغرامه"}
    assert asked_division(fold("ما الفرق بين المادة 4 والمادة 5؟")) is None
    assert asked_division(fold("ما المادة التي صنعت منها السفينة؟")) is None


def test_a_sentence_that_names_a_part_does_not_open_it() -> None:
    assert opening_division(fold("المادة (5): يعاقب المخالف.")) == Division("ماده", 5)
    assert opening_division(fold("## الفصل الثالث")) == Division("فصل", 3)
    assert opening_division(fold("المادة 5 من الدستور تكفل ذلك.")) is None


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("ما المقصود بالمستأجر؟", "المستأجر: من يدفع الأجرة.", True),
        ("ما تعريف المستأجر في القانون؟", "المستأجر هو من يدفع الأجرة.", True),
        ("ما المقصود بإعادة التدوير؟", "يُقصد بإعادة التدوير كل تحويل للنفايات إلى مواد نافعة.", True),
        ("عرّف العربون", "أما العربون فهو مبلغ يدفع مقدمًا.", True),
        ("ما المقصود بالمستأجر؟", "العين: ما يتسلمه المستأجر بالمعنى المقصود هنا.", False),
        ("ما تعريف المستأجر؟", "المستأجر الثاني: من يحل محل الأول.", False),
        ("ما موقف المستأجر من الزيادة؟", "المستأجر: من يدفع الأجرة.", False),
        ("ما هو رأي المستأجر في رفع الأجرة؟", "المستأجر: من يدفع الأجرة.", False),
    ],
)
def test_a_definition_begins_with_the_very_term(question: str, sentence: str, told: bool) -> None:
    term = defined_term(question)
    assert bool(term and defines(term, sentence)) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("ويعود ذلك إلى خلاف على الحدود.", True),
        ("وكان السبب نفاد التمويل.", True),
        ("فقد اشترط المالك دفع سنتين.", True),
        ("وعاد الوفد إلى المدينة مساء.", False),
        ("وكان الوزير قد وصل صباحًا.", False),
        ("وافق المجلس على الطلب.", False),
    ],
)
def test_a_sentence_that_begins_with_the_reason_is_told(sentence: str, told: bool) -> None:
    assert says_why(sentence) == told


def ranked(text: str, question: str) -> list[Sentence]:
    """The sentences of a text as a question ranks them that is as near to each of them."""
    passages = [one for one in split_passages(Document("نص.md", text, "", "", "utf-8")) if one.kind == "body"]
    near = np.array([1.0, 0.0], np.float32)
    vectors = {passage.id: np.stack([near] * len(passage.sentences)) for passage in passages}
    terms = tuple(Term(word, stem(word), frozenset(), (), 1, 1.0, False) for word in words(question)[1:])
    return rank_sentences(Query(question, "ar", terms, ()), near, [Hit(passage, 1.0) for passage in passages], vectors)


def texts(found: Sequence[Sentence]) -> list[str]:
    return [sentence.text for sentence in found]


def test_the_reason_comes_before_the_sentence_that_names_what_it_is_the_reason_of() -> None:
    text = "رفض المجلس عرض شركة النوارس لرعاية الفريق. فقد اشترطت أن يُكتب اسمها على الواجهة. وشكر المجلس الحضور."
    assert texts(ranked(text, "لماذا رفض المجلس عرض شركة النوارس؟"))[0].startswith("فقد اشترطت")
    assert texts(ranked(text, "متى رفض المجلس عرض شركة النوارس؟"))[0].startswith("رفض المجلس")


FAQ = """# أسئلة عن النادي

## هل يُرد الاشتراك عند الانسحاب؟

نعم، كاملًا في الأسبوع الأول.

## كم تبلغ رسوم الانسحاب؟

يدفع من أراد الانسحاب من النادي عشرين دينارًا عن كل شهر.
"""


def test_the_words_of_the_heading_count_for_the_sentence_under_it() -> None:
    assert texts(ranked(FAQ, "هل يرد الاشتراك عند الانسحاب؟"))[0] == "نعم، كاملًا في الأسبوع الأول."
    assert texts(ranked(FAQ, "كم رسوم الانسحاب؟"))[0].startswith("يدفع من أراد")


def test_the_heading_over_a_passage_brings_its_sentences_nearer_to_the_question() -> None:
    (first, *_) = [one for one in split_passages(Document("نص.md", FAQ, "", "", "utf-8")) if one.kind == "body"]
    question, away = np.array([1.0, 0.0], np.float32), np.array([[0.0, 1.0]], np.float32)
    query = Query("أيعاد الاشتراك؟", "ar", (), ())

    def score(headings: dict[str, np.ndarray]) -> float:
        return rank_sentences(query, question, [Hit(first, 1.0)], {first.id: away}, None, headings)[0].score

    assert score({first.id: question[None]}) > score({first.id: away}) == score({})
