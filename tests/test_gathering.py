"""A list is answered by sentences that list, and by further ones only where they name something new."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.compose import SCORE_MARGIN, choose_sentences
from assistant.answering.gathering import (
    PART_MARGIN,
    SUBJECT_MARGIN,
    asks_for_list,
    keep_to_subject,
    listed_items,
    prefer_lists,
)
from assistant.answering.sentence_ranking import Sentence
from assistant.retrieval.lexical_scores import tokenize
from assistant.retrieval.searcher import Searcher
from tests.fakes import WordLengths
from vectorstore.opening import IndexSource, open_index
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit


def sentences(*told: tuple[str, float]) -> list[Sentence]:
    """Sentences of a file each with their scores; all have a word of the question."""
    found = []
    for i, (text, score) in enumerate(told):
        (passage,) = split_passages(Document(f"{i}.txt", text, "", "", "utf-8"))
        hit = Hit(passage, 1.0)
        vector = np.eye(8, dtype=np.float32)[i]
        found.append(Sentence(hit, passage.sentences[0], text, tokenize(text), vector, (), frozenset({"معرض"}), score))
    return found


@pytest.mark.parametrize(
    "question",
    ["اذكر أسماء من حضروا المعرض", "ما الشركات التي حضرت المعرض؟", "من هم أسلاف المدرب؟", "ما أعمار الموقوفين؟",
     "ما هي الولايات المشاركة؟", "أي مسائل بحثها الوزيران؟", "ما المخاطر التي تهدد الطيور؟", "بأي أوصاف وصفه خصمه؟",
     "لأي غرضين زار المدينة؟", "ما تفاصيل الاتفاق؟", "من المشاركون في المعرض؟", "Which companies attended?",
     "What are the names of the delegates?"],
)  # fmt: skip
def test_a_question_for_several_things_is_known(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    ["ما عاصمة اليمن؟", "ما هي عاصمة دولة اليمن؟", "من حضر المعرض؟", "كم شركة حضرت؟", "ما لون القبعة؟",
     "ما مساحة البلد؟", "ما رواية الشاهد؟", "ما التوازن المطلوب؟", "أي مقاتل أُسر؟", "أي مواطن فاز؟",
     "What is the capital?"],
)  # fmt: skip
def test_a_question_for_one_thing_is_no_list(question: str) -> None:
    assert not asks_for_list(question)


def test_what_stands_side_by_side_is_listed() -> None:
    assert len(listed_items("حضر المعرض مندوبون من جميع الشركات ومنها هوندا وتويوتا وجاغوار لاند روفر.")) == 3
    assert not listed_items("حضر الوزير المعرض وقال إنه سيعود في العام المقبل إلى المدينة نفسها.")


def test_what_stands_before_the_first_thing_of_a_list_is_not_of_it() -> None:
    told = listed_items("وقد تطرق الرئيسان على الإفطار إلى مسائل بما في ذلك حقوق الإنسان وحرية الصحافة والهجرة.")
    assert len(told) == 3
    assert not any("مسائل" in item for item in told)
    assert not listed_items("وحضرت شركات مثل غوغل وتويتر.")


@pytest.mark.parametrize(
    "sentence",
    ["وقال كل من حضر إنه خائف، وغادر، ثم اتصل.", "وشكر الوزير في كلمته الطويلة أمس كل من حضر وساهم وتبرع.",
     "وقال الشاهد أمام المحكمة إن الشرطي طلب منهم الرحيل، وغادر، ثم اتصل.",
     "وعاد الجنود بعد أن هربت العائلات منها سيرا، وغادروا، ثم اتصلوا.",
     "وفي العاصمة أمس مثل المتهم أمام القاضي، وغادر، ثم اتصل.",
     "مثل المتهم أمام القاضي في العاصمة، وغادر، ثم اتصل.", "مثل المتهم أمام القاضي.", "طلب منهم الرحيل."],
)  # fmt: skip
def test_a_word_that_may_introduce_a_list_makes_none_of_what_people_do(sentence: str) -> None:
    assert not listed_items(sentence)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("وحضرت شركات مثل غوغل وفيسبوك وتويتر.", 3),
        ("وحضرت شركات مثل جاغوار لاند روفر، وهوندا، وتويوتا.", 3),
        ("وحضرت الاجتماع في المدينة شركات كثيرة بما في ذلك غوغل وفيسبوك وتويتر.", 3),
        ("وحضرت شركات، منها غوغل وفيسبوك وتويتر.", 3),
        ("وحضر الاجتماع في المدينة ثلاثة من المندوبين منهم: غوغل وفيسبوك وتويتر.", 3),
        ("ووقع الاتفاق في المدينة أمس كل من فرنسا وإيطاليا ومصر.", 3),
        ("ووقع الاتفاق في المدينة أمس كل من الوزير والسفير والمدير.", 3),
        ("وحضرت شركات بما في ذلك غوغل وتويتر.", 0),
    ],
)
def test_what_follows_such_a_word_is_listed_without_what_stands_before_it(sentence: str, count: int) -> None:
    told = listed_items(sentence)
    assert len(told) == count
    assert not any("شرك" in item or "اتفاق" in item for item in told)


def test_a_sentence_that_lists_something_else_is_not_preferred() -> None:
    plain, other = ("حضر المعرض مندوبو الشركات.", 5.0), ("من المدن باريس، ولندن، وبرلين، وروما.", 4.5)
    ranked = sentences(plain, other)
    assert prefer_lists(ranked)[0].text == other[0]  # as long as no reader knows better
    read = [replace(s, part_logit=logit) for s, logit in zip(ranked, (20.0, 20.0 - 2 * PART_MARGIN), strict=True)]
    assert prefer_lists(read)[0].text == plain[0]


def test_a_list_goes_on_with_what_the_reader_is_as_sure_of() -> None:
    first = ("حضرت المعرض هوندا، وتويوتا، وجاغوار.", 6.0)
    beside, new = ("في المعرض مطاعم ماكدونالدز وستاربكس.", 5.5), ("كانت فولفو في المعرض.", 5.0)
    ranked, shares = sentences(first, beside, new), {"معرض": 1.0}
    assert len(choose_sentences(ranked, shares, lists=True)) == 3
    sure = (20.0, 20.0 - 2 * PART_MARGIN, 20.0 - PART_MARGIN / 2)
    read = [replace(s, part_logit=logit) for s, logit in zip(ranked, sure, strict=True)]
    assert [s.text for s in choose_sentences(read, shares, lists=True)] == [first[0], new[0]]
    assert len(choose_sentences(read, shares)) == 3


def test_a_sentence_that_lists_comes_before_one_as_good() -> None:
    plain, lists = ("حضر المعرض مندوبو الشركات.", 5.0), ("حضرت المعرض هوندا، وتويوتا، وجاغوار، وفولفو.", 4.5)
    assert prefer_lists(sentences(plain, lists))[0].text == lists[0]


def test_a_further_sentence_brings_a_name_that_none_before_it_has() -> None:
    first = ("حضرت المعرض هوندا، وتويوتا، وجاغوار.", 6.0)
    again, new = (
        ("كانت تويوتا في المعرض.", 6.0 - 1.2 * SCORE_MARGIN),
        ("كانت فولفو في المعرض.", 6.0 - 1.3 * SCORE_MARGIN),
    )
    far = ("كانت بوغاتي في المعرض.", 6.0 - 4 * SCORE_MARGIN)
    ranked, shares = sentences(first, again, new, far), {"معرض": 1.0}
    assert [sentence.text for sentence in choose_sentences(ranked, shares, lists=True)] == [first[0], new[0]]
    assert [sentence.text for sentence in choose_sentences(ranked, shares)] == [first[0]]


def test_a_list_keeps_to_the_articles_that_have_the_place_it_is_asked_of(tmp_path: Path) -> None:
    told = ("حضرت غوغل وتويتر اجتماع إيسكيا.", 5.0), ("حضرت فولفو وهوندا عشاء لوكسمبورغ.", 6.0)
    (tmp_path / "corpus").mkdir()
    for i, (text, _) in enumerate((*told, ("عاد الوزير الأسبوع الماضي.", 0.0))):
        (tmp_path / "corpus" / f"{i}.txt").write_text(text, encoding="utf-8")
    model = WordLengths()
    index = open_index(IndexSource(tmp_path / "corpus", tmp_path / "index"), model.lazy())
    with Searcher(index, model).reading() as search:

        def kept(question: str, *ranked: tuple[str, float]) -> list[str]:
            found = sorted(sentences(*ranked), key=lambda s: -s.score)
            return [s.source for s in keep_to_subject(found, search.query(question), search, None)]

        assert kept("ما الشركات التي حضرت اجتماع إيسكيا؟", *told) == ["0.txt"]
        assert kept("ما الشركات التي حضرت؟", *told) == ["1.txt", "0.txt"]
        assert kept("في أي يومين من الأسبوع حضرت الشركات؟", *told, ("عاد الوزير الأسبوع الماضي.", 4.9))[0] == "1.txt"
        far = told[0][0], 6.0 - 2 * SUBJECT_MARGIN
        assert kept("ما الشركات التي حضرت اجتماع إيسكيا؟", far, told[1]) == ["1.txt", "0.txt"]
    index.close()
