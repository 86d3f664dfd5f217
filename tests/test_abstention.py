"""What the decision to answer rests on: each piece of evidence by itself, and which way it speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.abstention import (
    FEATURES,
    MAX_FIT_GAP_LOGITS,
    MAX_PART_LOGIT,
    NOTHING_KNOWN,
    USUAL_PART_LOGIT,
    Evidence,
    decide_answerable,
    little_surer,
)
from assistant.answering.sentence_ranking import Sentence
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import tokenize
from tests.fakes import WordLengths
from vectorstore.text.arabic import fold, stem
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

TEXT = "افتتح الوزير مرصد جبل الرند عام 2019. ويبلغ قطر مرآته 3 أمتار، وصنعتها شركة كازيوبا."
QUESTION = "متى افتتح مرصد الرند؟"


def query(question: str, unknown: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> Query:
    """A question whose words all stand in the corpus, but for the unknown ones."""
    words = [fold(word.strip("؟")) for word in question.split()][1:]
    terms = tuple(
        Term(word, stem(word), frozenset(), (), 0 if word in unknown else 3, 1.0, word in names) for word in words
    )
    return Query(question, "ar", terms, ())


def decided(
    asked: Query, size: int = 100, read: float = 2.0, cosine: float = 0.85, text: str = TEXT, title: str = "",
    part: float = 8.0,
) -> Evidence:
    """The decision over the one passage, of which a reader is so sure that it answers."""
    (passage,) = split_passages(Document("مرصد.txt", text, title, "", "utf-8"))
    hit = Hit(passage, 1.0, cosine, 0.5)
    (rows,) = WordLengths().embed_passages([passage])
    ranked = [
        Sentence(
            hit, span, passage.sentence(span), tokenize(passage.sentence(span)), vector,
            tuple([cosine] + [0.5] * 20), frozenset(), 1.0, answer=span, part_logit=part, passage_logit=read,
        )
        for span, vector in zip(passage.sentences, rows.sentences, strict=True)
    ]  # fmt: skip
    return decide_answerable(asked, [hit], ranked, size)


def value(evidence: Evidence, name: str) -> float:
    return evidence.features[FEATURES.index(name)]


def read_as_sure(part: float) -> list[Sentence]:
    """A passage's sentence, whose words that would answer have this logit."""
    (passage,) = split_passages(Document("مرصد.txt", TEXT, "", "", "utf-8"))
    (rows,) = WordLengths().embed_passages([passage])
    span = passage.sentences[0]
    return [
        Sentence(
            Hit(passage, 1.0), span, passage.sentence(span), (), rows.sentences[0], (), frozenset(), 1.0, answer=span,
            part_logit=part,
        )
    ]  # fmt: skip


def test_an_answer_is_little_surer_than_a_refusal_by_its_probability_and_by_how_sure_its_words_are() -> None:
    asked = query(QUESTION)
    assert little_surer(asked, read_as_sure(USUAL_PART_LOGIT), Evidence((), 0.6))
    assert not little_surer(asked, read_as_sure(USUAL_PART_LOGIT), Evidence((), 0.9))
    assert not little_surer(asked, read_as_sure(20.0), Evidence((), 0.6))
    assert little_surer(asked, read_as_sure(4.0), Evidence((), 0.8))
    unread = [replace(one, answer=None) for one in read_as_sure(4.0)]
    assert not little_surer(asked, unread, Evidence((), 0.6)), "without a reader nothing tells"


def test_nothing_found_is_not_answered() -> None:
    assert not decide_answerable(query(QUESTION), [], [], 100).answers


def test_a_question_that_the_passage_covers_is_answered_and_one_far_from_it_is_not() -> None:
    assert decided(query(QUESTION), cosine=0.9).answers
    assert not decided(query("كم سعر الخبز في السوق القديم؟"), cosine=0.75, read=-5.0).answers


@pytest.mark.parametrize(
    ("feature", "plain", "other"),
    [
        ("figures", "من افتتح مرصد الرند عام 2019؟", "من افتتح مرصد الرند عام 2021؟"),
        ("names", "من صنع مرآة كازيوبا؟", "من صنع مرآة نوفاليس؟"),
    ],
)
def test_a_name_or_number_that_the_passage_lacks_speaks_against_it(feature: str, plain: str, other: str) -> None:
    named = ("كازيوبا", "نوفاليس")
    one, two = decided(query(plain, names=named)), decided(query(other, names=named))
    assert value(one, feature) == 1.0
    assert value(two, feature) == 0.0
    assert two.probability < one.probability


@pytest.mark.parametrize(
    "question",
    [
        "من افتتح المرصد في ٢٠١٩؟",  # the digits of the other script
        "من افتتح مرصد الأمتار 3 في 8 مايو؟",  # words: «ثمانية»
    ],
)
def test_a_number_counts_in_words_and_other_digits_too(question: str) -> None:
    text = TEXT.replace("كازيوبا", "كازيوبا في ثمانية أعوام")
    assert value(decided(query(question), text=text), "figures") == 1.0


def test_a_weekday_is_no_number_and_a_separated_one_is() -> None:
    asked = query("من افتتح مرصد الرند يوم 5 يونيو؟")
    assert value(decided(asked, text=TEXT.replace("كازيوبا", "كازيوبا يوم الجمعة 8 يونيو")), "figures") == 0.0
    asked = query("من افتتح مرصد الرند أمام 136,000 زائر؟")
    assert value(decided(asked, text=TEXT.replace("كازيوبا", "كازيوبا أمام 136 ألف زائر")), "figures") == 1.0


def test_a_number_counts_in_the_title_of_the_article_too() -> None:
    asked = query("من افتتح مرصد الرند في بطولة 2025؟")
    assert value(decided(asked), "figures") == 0.0
    assert value(decided(asked, title="بطولة 2025 تبدأ"), "figures") == 1.0


def test_a_passage_in_another_language_lacks_nothing() -> None:
    asked = query("إلى أي حزب ينتمي كازنوف؟")
    english = "France's Minister of the Interior Bernard Cazeneuve speaks at the State Department in Washington, DC."
    assert value(decided(asked), "kind_lacking") == 1.0
    assert value(decided(asked, text=english), "kind_lacking") == 0.0


def test_a_name_that_no_article_has_speaks_more_than_one_that_this_passage_lacks() -> None:
    names = ("نوفاليس",)
    lacking = decided(query("من صنع مرآة نوفاليس؟", names=names))
    unknown = decided(query("من صنع مرآة نوفاليس؟", unknown=names, names=names))
    assert value(unknown, "unknown_name") == 1.0
    assert unknown.probability < lacking.probability


def test_where_no_part_is_of_the_form_that_is_asked_for_it_is_hardly_answered() -> None:
    text = "افتتح الوزير مرصد جبل الرند. وصنعت مرآته شركة كازيوبا."
    who, price = (decided(query(q), text=text) for q in ("من صنع مرآة مرصد الرند؟", "بكم بيعت مرآة مرصد الرند؟"))
    assert (value(who, "fit_gap"), value(who, "first_unfit")) == (0.0, 0.0)
    assert (value(price, "fit_gap"), value(price, "first_unfit")) == (MAX_FIT_GAP_LOGITS, 1.0)
    assert who.probability > price.probability


@pytest.mark.parametrize(
    ("feature", "there", "lacking"),
    [
        ("place_lacking", "متى افتتح مرصد الرند؟", "متى افتتح مرصد الرند في برلين؟"),
        ("kind_lacking", "ما الشركة التي صنعت مرآة الرند؟", "ما الجامعة التي صنعت مرآة الرند؟"),
        ("speaker_lacking", "ماذا قال الوزير عن الرند؟", "ماذا قال نوفاليس عن الرند؟"),
        ("relation_lacking", "من صنع مرآة مرصد الرند؟", "من هو محامي مرصد الرند؟"),
    ],
)
def test_what_the_passage_lacks_of_what_is_asked_speaks_against_it(feature: str, there: str, lacking: str) -> None:
    one, two = (decided(query(asked, names=("نوفاليس",))) for asked in (there, lacking))
    assert (value(one, feature), value(two, feature)) == (0.0, 1.0)
    assert two.probability < one.probability


def test_of_a_question_of_two_parts_no_passage_lacks_anything() -> None:
    asked = query("متى افتتح مرصد الرند، وإلى أي حزب ينتمي الوزير؟")
    assert value(decided(asked), "kind_lacking") == 0.0


def test_the_surer_the_reader_is_of_the_passage_and_the_fewer_passages_there_are_the_likelier_an_answer() -> None:
    asked = query(QUESTION)
    assert decided(asked, read=3.0).probability > decided(asked, read=-3.0).probability
    assert decided(asked, size=100).probability > decided(asked, size=3_000).probability
    assert decided(asked, size=3_000).probability == pytest.approx(decided(asked, size=300_000).probability, abs=0.01)


def test_words_of_the_turn_before_are_no_evidence() -> None:
    asked = query(QUESTION)
    with_context = replace(asked, terms=(*asked.terms, Term("كوكب", "كوكب", frozenset(), (), 0, 0.5, True, False)))
    assert decided(with_context).features == decided(asked).features


def in_english(*words: tuple[str, str]) -> Query:
    """A question in English; of each word its Arabic in the corpus, "" where that has none."""
    terms = tuple(
        Term(word, word, frozenset({arabic} if arabic else ()), (), 3 if arabic else 0, 1.0, False)
        for word, arabic in words
    )
    return Query("Who opened the observatory?", "en", terms, ())


def test_of_an_english_question_the_passage_of_the_answer_has_the_words_that_the_corpus_knows() -> None:
    all_there = decided(in_english(("opened", "افتتح"), ("observatory", "مرصد"), ("whimsical", "")))
    half = decided(in_english(("closed", "اغلق"), ("observatory", "مرصد"), ("whimsical", "")))
    none = decided(in_english(("closed", "اغلق"), ("harbour", "ميناء")))
    assert [value(one, "known_coverage") for one in (all_there, half, none)] == [1.0, 0.5, 0.0]
    assert all_there.probability > half.probability > none.probability


def test_words_that_no_article_has_in_arabic_and_other_languages_speak_neither_way() -> None:
    assert value(decided(in_english(("whimsical", ""))), "known_coverage") == NOTHING_KNOWN
    for other in (replace(in_english(("a", "مرصد")), language="fr"), query(QUESTION)):
        assert value(decided(other), "known_coverage") == NOTHING_KNOWN


def test_the_surer_the_reader_is_of_the_words_that_answer_in_english_the_likelier_they_do() -> None:
    asked = in_english(("observatory", "مرصد"))
    sure, unsure = decided(asked, part=18.0), decided(asked, part=2.0)
    assert value(sure, "part") == 18.0 and sure.probability > unsure.probability
    assert value(decided(asked, part=90.0), "part") == MAX_PART_LOGIT
