"""A list is answered by sentences that list, and by further ones only where they name something new."""

import numpy as np
import pytest

from assistant.answering.compose import SCORE_MARGIN, choose_sentences
from assistant.answering.gathering import asks_for_list, listed_items, prefer_lists
from assistant.answering.sentence_ranking import Sentence
from assistant.retrieval.lexical_scores import tokenize
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
     "ما هي الولايات المشاركة؟", "Which companies attended?", "What are the names of the delegates?"],
)  # fmt: skip
def test_a_question_for_several_things_is_known(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    ["ما عاصمة اليمن؟", "ما هي عاصمة دولة اليمن؟", "من حضر المعرض؟", "كم شركة حضرت؟", "What is the capital?"],
)
def test_a_question_for_one_thing_is_no_list(question: str) -> None:
    assert not asks_for_list(question)


def test_what_stands_side_by_side_is_listed() -> None:
    assert len(listed_items("حضر المعرض مندوبون من جميع الشركات ومنها هوندا وتويوتا وجاغوار لاند روفر.")) == 3
    assert not listed_items("حضر الوزير المعرض وقال إنه سيعود في العام المقبل إلى المدينة نفسها.")


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
