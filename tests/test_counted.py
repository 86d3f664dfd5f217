"""What numbers count, and what a question wants counted."""

from __future__ import annotations

import pytest

from assistant.question.answer_fit import fits
from assistant.question.counted import (
    counted_instead,
    counted_nouns,
    counts_another,
    counts_nothing,
    is_thing,
    noun_asked,
)
from vectorstore.text.arabic import fold


def test_the_nouns_behind_numbers_are_what_they_count() -> None:
    assert counted_nouns(fold("واليوم تضم 140 حوضا ويعمل فيها 46 باحثا")) == ["حوضا", "باحثا"]
    assert counted_nouns(fold("41 ألف تذكرة")) == ["تذكره"]
    assert counted_nouns(fold("خمس عشرة سنة")) == ["سنه"]
    assert counted_nouns(fold("ست مدن")) == ["مدن"] and counted_nouns(fold("ست البيت")) == []
    assert counted_nouns(fold("في المدينة")) == []


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("12 في عشر سنوات", True), ("خمسة خلال 3 أشهر", True), ("عام 1990", True), ("عشر سنوات", False),
        ("مئة وعشرون ألف متر", False), ("5.2 كيلومتر", False), ("1,200 متر", False), ("3–5 سنوات", False),
        ("مدة", False),
    ],
)  # fmt: skip
def test_a_number_without_a_noun_behind_it_counts_nothing(text: str, alone: bool) -> None:
    assert counts_nothing(fold(text)) is alone


@pytest.mark.parametrize("found", ["12 في عشر سنوات", "خمسة خلال 3 أشهر", "تسعة بعد 40 ساعة"])
def test_a_number_alone_may_be_of_what_is_asked_beside_one_of_a_unit(found: str) -> None:
    assert fits("كم كتابا نشر؟", found)
    assert not fits("كم كتابا نشر؟", "عشر سنوات")


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("كم مدربا تعاقب على الفريق؟", "مدربا"), ("كام واحد شغال هناك؟", "واحد"), ("ما عدد السكان؟", "سكان"),
        ("كم عدد النسخ المباعة؟", "نسخ"), ("كم دفعوا؟", ""), ("كم عمره؟", ""), ("كم إنتاجها؟", ""),
        ("كم بلغ الناتج؟", ""),
    ],
)  # fmt: skip
def test_the_noun_that_is_asked_the_number_of(question: str, noun: str) -> None:
    assert noun_asked(fold(question)) == noun


@pytest.mark.parametrize("noun", ["حوضا", "صفا", "بيتا", "سنوات", "شركة"])
def test_nouns_for_things(noun: str) -> None:
    assert is_thing(fold(noun))


@pytest.mark.parametrize(
    "noun", ["رجلا", "طفلا", "باحثا", "عضوا", "ولدا", "امرأة", "ذكرا", "اسما", "تلميذ", "ممرضة"]
)
def test_nouns_that_may_be_for_people(noun: str) -> None:
    assert not is_thing(fold(noun))


@pytest.mark.parametrize(
    ("question", "found", "sentence", "another"),
    [
        ("كم فيلما عرض المهرجان؟", "34 دولة", "عرض المهرجان 96 فيلما من 34 دولة.", True),
        ("كم فيلما عرض المهرجان؟", "96 فيلما", "عرض المهرجان 96 فيلما من 34 دولة.", False),
        ("كم شجرة زرعت؟", "12 حديقة", "زرعت 12 حديقة.", False),
        ("ما عدد الكتب في المكتبة؟", "9 قاعات", "في المكتبة 4000 كتاب و9 قاعات.", False),
        ("كم كتابا في المكتبة؟", "9 قاعات", "في المكتبة 4000 كتاب و9 قاعات.", True),
        ("ما عدد المشاريع؟", "97 صوتا", "أقر المجلس ثلاثة مشاريع بأغلبية 97 صوتا.", False),
        ("كم طالبا رسب؟", "30 تلميذا", "رسب 30 تلميذا من 40 طالبا.", False),
        ("كم مترا طول النفق؟", "3 كيلومترات", "طول النفق 3 كيلومترات وعرضه 20 مترا.", False),
        ("كم عاما سجن؟", "18 شهرا", "سجن 18 شهرا وكان عمره 30 عاما.", False),
    ],
)  # fmt: skip
def test_what_another_number_of_the_sentence_counts(question: str, found: str, sentence: str, another: bool) -> None:
    assert counts_another(fold(question), fold(found), fold(sentence)) is another


@pytest.mark.parametrize(
    ("question", "marked", "instead"),
    [
        ("كام واحد شغال في الورشة؟", "تضم الورشة [140 حوضا] ويعمل فيها 46 باحثا من ست مدن.", "46 باحثا"),
        ("كم طالبا في المدرسة؟", "في المدرسة [18 صفا] ومئة وعشرون طالبا.", "مئة وعشرون طالبا"),
        ("كم فيلما عُرض؟", "عرض المهرجان 96 فيلما من [34 دولة].", "96 فيلما"),
        ("كم عاملا في المصنع؟", "في المصنع [60 فرنا] و40 عاملا و12 مهندسا.", ""),
        ("كم عاملا في المصنع؟", "في المصنع [60 فرنا] وحارس.", ""),
        ("كم مترا طول النفق؟", "طول النفق [3 كيلومترات] وعرضه 20 مترا.", ""),
        ("كم نائبا في المجلس؟", "أقره المجلس بأغلبية [87 صوتا] من 120 نائبا.", "120 نائبا"),
        ("كم نائبا أيد القانون؟", "أقره المجلس بأغلبية [87 صوتا] من 120 نائبا.", ""),
        ("كم عاملا أصيب؟", "أصيب [ثلاثة] من 40 عاملا.", ""),
        ("كم دفع العامل؟", "دفع [60 دينارا] مع 40 عاملا.", ""),
    ],
)
def test_the_number_of_what_is_asked_for_takes_the_place_of_another(question: str, marked: str, instead: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    sentence = marked.replace("[", "").replace("]", "")
    span = counted_instead(question, sentence, start, end)
    assert (sentence[slice(*span)] if span else "") == instead
