"""The words that are set off are of the form asked for, and say what their sentence says."""

from __future__ import annotations

import pytest

from assistant.answering.asked_part import asked_part
from assistant.question.asked_form import of_asked_form
from assistant.question.counted import counted_instead
from assistant.question.cut_names import whole_names
from assistant.question.denied_words import with_denial
from assistant.question.query import Query
from assistant.retrieval.reader import Reading
from vectorstore.text.passages import split_passages
from vectorstore.types import Document

QUAKE = "وقعت الهزة في الساعة الرابعة صباحا على عمق 11 كيلومترا شرقي البلدة."


def _set_off(query: Query, text: str, *parts: str) -> str:
    """What is set off where a reader would answer with these parts of a text, the first one best."""
    (passage,) = split_passages(Document("p.txt", text, "", "0" * 64, "utf-8"))
    spans = [(text.index(part), text.index(part) + len(part)) for part in parts]
    reading = Reading(9.0, (spans[0],), (8.0,), further=(tuple(spans[1:]),))
    found = asked_part(query, passage, 0, reading)
    assert found is not None
    return text[slice(*found)]


def _query(question: str, before: str = "") -> Query:
    return Query(f"{before} {question}".strip(), "ar", (), (), question=question)


def test_words_of_the_form_of_the_question_before_are_not_what_is_asked_now() -> None:
    depth, hour = "عمق 11 كيلومترا", "الساعة الرابعة صباحا"
    assert _set_off(_query("ومتى حصل ذلك؟", "على أي عمق وقعت الهزة؟"), QUAKE, depth, hour) == hour
    assert _set_off(_query("وعلى أي عمق؟", "متى وقعت الهزة؟"), QUAKE, depth, hour) == depth


def test_a_question_read_alone_keeps_what_the_reader_is_surest_of() -> None:
    assert _set_off(_query("متى حصل ذلك؟"), QUAKE, "عمق 11 كيلومترا", "الساعة الرابعة صباحا") == "عمق 11 كيلومترا"


@pytest.mark.parametrize(
    ("question", "is_of_it", "is_not"),
    [
        ("ومتى حصل؟", "الساعة الرابعة و12 دقيقة", "11 كيلومترا"),
        ("ومتى ولد؟", "عام 1954", "أربعة أبناء"),
        ("من نفى ذلك؟", "هيفاء بوجيري", "1120 موظفا"),
        ("من يتهم؟", "زوجته", "حصته من الماء"),
        ("من قال ذلك؟", "أنا بالارين", "إلى المدينة"),
        ("من قال ذلك؟", "علي سالم", "1120 موظفا"),
        ("من قال ذلك؟", "نائل صبري", "حين وصل"),
        ("من قال ذلك؟", "نائل صبري", "ثم سافر"),
        ("من قال ذلك؟", "رئيس النقابة", "لا يعتزم تسريح أحد"),
        ("أين ولدت؟", "مدينة صور", "21 عاما"),
        ("كم لترا يحصل عليه اللاجئ؟", "سبعة لترات", "سبعة أيام"),
        ("بكم؟", "ستة ملايين يورو", "الأحد 26 يوليو 2026"),
        ("كم زاد عددهم؟", "340 طفلا", "3 فبراير"),
        ("بكم بيعت؟", "ثلاثة ملايين دينار", "سبعة أيام"),
    ],
)
def test_the_form_of_words_is_told(question: str, is_of_it: str, is_not: str) -> None:
    assert of_asked_form(question, is_of_it) is True
    assert of_asked_form(question, is_not) is False


def test_a_question_that_says_no_form_has_none() -> None:
    assert of_asked_form("ما رأيه في القرار؟", "غير موفق") is None
    assert of_asked_form("من أسس المصنع ومتى؟", "عام 1946") is None  # it asks for two things


def test_a_noun_without_its_ending_is_counted_where_the_sentence_counts_it() -> None:
    sentence = "وأعقبتها 37 هزة ارتدادية بلغت أقواها 4.3 درجات."
    start = sentence.index("4.3")
    told = counted_instead("كم هزة جاءت بعدها؟", sentence, start, start + len("4.3 درجات"))
    assert told is not None
    assert sentence[slice(*told)] == "37 هزة"


def test_an_age_that_an_ordinal_tells_is_set_off() -> None:
    text = "وقُتل في الحادث شاب في الحادية والعشرين هو علي ناجي، وأصيب ثلاثة."
    assert _set_off(_query("كم كان عمر علي ناجي؟"), text, "ثلاثة") == "في الحادية والعشرين"
    assert _set_off(_query("كم شخصا أصيب؟"), text, "ثلاثة") == "ثلاثة"


def test_a_name_that_is_cut_in_two_is_set_off_whole() -> None:
    sentence = "وقال رئيس النقابة صبري عبد المقصود إن أبا بكر حاضر."
    for part, whole in (
        ("صبري عبد", "صبري عبد المقصود"),
        ("المقصود", "عبد المقصود"),
        ("بكر", "أبا بكر"),
    ):
        start = sentence.index(part)
        told = whole_names("من قال ذلك؟", sentence, start, start + len(part))
        assert told is not None
        assert sentence[slice(*told)] == whole
    for said, part in (("له ابن في الجامعة", "له ابن"), ("أبى الوزير الحضور", "الوزير")):
        assert whole_names("من؟", said, said.index(part), said.index(part) + len(part)) is None
    start = sentence.index("صبري")
    assert whole_names("من قال ذلك؟", sentence, start, start + len("صبري عبد المقصود")) is None


@pytest.mark.parametrize(
    ("question", "sentence", "part", "whole"),
    [
        (
            "هل رفضت البلدية التبرعات؟",
            "ونفى رئيس البلدية أن تكون قد رفضت تبرعات الأهالي، مؤكدا أنها وصلت.",
            "رفضت تبرعات",
            "نفى رئيس البلدية أن تكون قد رفضت تبرعات",
        ),
        ("متى يفتح المتحف؟", "أما المتحف فلن يفتح للزوار قبل عام 2028.", "قبل عام 2028", "لن يفتح للزوار قبل عام 2028"),
        ("هل شمل السائقين؟", "ولم يشمل الاتفاق مطلب السائقين.", "مطلب السائقين", "لم يشمل الاتفاق مطلب السائقين"),
        ("هل ستباع الأرض؟", "ونفت الشركة نيتها بيع الأرض.", "بيع الأرض", "نفت الشركة نيتها بيع الأرض"),
    ],
)
def test_what_is_denied_is_set_off_with_what_denies_it(question: str, sentence: str, part: str, whole: str) -> None:
    start = sentence.index(part)
    told = with_denial(question, sentence, start, start + len(part))
    assert told is not None
    assert sentence[slice(*told)] == whole


@pytest.mark.parametrize(
    ("question", "sentence", "part"),
    [
        ("ماذا نفى الوزير؟", "ونفى الوزير وجود خلاف مع الشركة.", "وجود خلاف"),  # that is what is asked
        ("هل تضرر المركز؟", "ولم يتضرر المركز لأنه بني عام 2019.", "بني عام 2019"),  # another clause
        ("هل كان في البيت؟", "ونفى المتهم التهم وقال إنه كان في البيت.", "كان في البيت"),
        ("هل مات أحد تحت الجسر؟", "انهار الجسر بعد ما مات شخصان.", "شخصان"),  # «ما» is «what»
        ("من المتحدثة باسم الشركة؟", "ونفت المتحدثة باسم الشركة ليلى قاسم الخبر.", "ليلى قاسم"),
        ("متى وصل الفريق؟", "لم ينم اللاعبون ووصل الفريق قبل الفجر.", "قبل الفجر"),
        ("هل بقي ماء؟", "ولم يبق في النهر سوى خيط من الماء.", "خيط من الماء"),  # so much is left
        ("كم بلغت خسائره؟", "ولم يعوض أحد خسائره البالغة ستة آلاف دينار.", "ستة آلاف دينار"),
    ],
)
def test_what_is_not_denied_is_set_off_alone(question: str, sentence: str, part: str) -> None:
    start = sentence.index(part)
    assert with_denial(question, sentence, start, start + len(part)) is None
