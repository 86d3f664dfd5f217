"""What only a headline says, and by what means something was done, are quoted where nothing else answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.sentence_ranking import Sentence
from assistant.answering.surest import with_surest
from assistant.question.answer_fit import asks_how, fits
from assistant.question.query import Query
from tests.fakes import WordLengths
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

TITLE = "مدرسة الجسر تفوز بكأس الشطرنج بفارق 37 نقطة"
FIRST = "فازت مدرسة الجسر بكأس الشطرنج في مباراة حضرها 900 شخص."
MEANS = "وكشف غشاش في الدور الثاني حين سقط هاتف من كمه."
TEXT = f"{TITLE}\n\n{FIRST} وتقع المدرسة على ارتفاع ستين مترا. {MEANS}\n"


def sentences(**parts: tuple[str, float]) -> dict[str, Sentence]:
    """The sentences of the article by their first word; the reader's parts of those that are named, and how sure."""
    found = {}
    for passage in split_passages(Document("شطرنج.txt", TEXT, TITLE, "", "utf-8")):
        (rows,) = WordLengths().embed_passages([passage])
        for span, vector in zip(passage.sentences, rows.sentences, strict=True):
            one = Sentence(Hit(passage, 1.0), span, passage.sentence(span), (), vector, (), frozenset(), 5.0)
            found[one.text.split()[0]] = one
    for word, (part, logit) in parts.items():
        start = TEXT.index(part)
        found[word] = replace(found[word], answer=(start, start + len(part)), part_logit=logit)
    return found


def asked(question: str) -> Query:
    return Query(question, "ar", (), ())


def firsts(chosen: list[Sentence]) -> list[str]:
    return [sentence.text.split()[0] for sentence in chosen]


def test_a_headline_is_quoted_where_nothing_in_the_text_answers() -> None:
    found = sentences(مدرسة=("37 نقطة", 19.0))
    chosen = with_surest([found["فازت"]], list(found.values()), asked("بكم نقطة فازت مدرسة الجسر؟"))
    assert firsts(chosen) == ["فازت", "مدرسة"]


@pytest.mark.parametrize(("logit", "added"), [(10.0, True), (18.0, False)])
def test_a_headline_is_quoted_beside_what_the_reader_is_less_sure_of(logit: float, added: bool) -> None:
    found = sentences(مدرسة=("37 نقطة", 19.0), فازت=("900 شخص", logit))
    chosen = with_surest([found["فازت"]], list(found.values()), asked("بكم نقطة فازت مدرسة الجسر؟"))
    assert ("مدرسة" in firsts(chosen)) == added


@pytest.mark.parametrize(
    ("question", "part", "logit"),
    [
        ("أين تقع مدرسة الجسر؟", "37 نقطة", 5.0),  # the reader is not sure
        ("لماذا فازت مدرسة الجسر؟", "بكأس الشطرنج", 19.0),  # a headline gives no reasons
        ("ما نسبة الفائزين؟", "بكأس الشطرنج", 19.0),  # of another form
    ],
)
def test_a_headline_that_does_not_fit_is_not_added(question: str, part: str, logit: float) -> None:
    found = sentences(مدرسة=(part, logit))
    assert firsts(with_surest([found["فازت"]], list(found.values()), asked(question))) == ["فازت"]


def test_how_is_answered_with_the_means() -> None:
    found = sentences(وكشف=("سقط هاتف من كمه", 14.0))
    ranked = list(found.values())
    assert firsts(with_surest([found["فازت"]], ranked, asked("كيف عرف الغشاش؟"))) == ["وكشف", "فازت"]
    assert firsts(with_surest([found["فازت"]], ranked, asked("من الغشاش؟"))) == ["فازت"]
    unsure = sentences(وكشف=("سقط هاتف من كمه", 4.0))
    assert firsts(with_surest([unsure["فازت"]], list(unsure.values()), asked("كيف عرف الغشاش؟"))) == ["فازت"]


@pytest.mark.parametrize("words", ["على عمق ستة أمتار", "ستين مترا", "40 سنتيمترا", "خمسة كيلومترات"])
def test_a_length_alone_is_no_way_of_doing(words: str) -> None:
    assert not fits("كيف عثر الغواصون على السفينة؟", words)
    assert fits("كم عمق السفينة؟", words)


@pytest.mark.parametrize("words", ["بواسطة غواصين", "حين سقطت عنزة", "على بعد مترين من الصخرة", "قفزا فوق السياج"])
def test_what_says_more_than_a_length_may_be_one(words: str) -> None:
    assert asks_how("كيف عثر الغواصون على السفينة؟") and fits("كيف عثر الغواصون على السفينة؟", words)
    assert not asks_how("أين عثر الغواصون على السفينة؟")
