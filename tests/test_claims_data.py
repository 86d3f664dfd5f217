"""Each way of making a claim does what its name says."""

from __future__ import annotations

import random

import pytest

from training import claims_false
from training.claims_crossed import Glosses, latin, to_arabic, to_english
from training.claims_data import claims
from training.claims_true import Asked, Window, kept, reworded, shortened, told_as_statement
from vectorstore.text.arabic import fold

SENTENCES = (
    "قال أحمد الخطيب إن الشركة وظفت 80 عاملا في عام 1987، حيث كان الطلب مرتفعا.",
    "بدأ المشروع في 15 يونيو 2004، ولم يحصل سمير حداد على تمويل من بيروت (لبنان).",
    "التقى كريم منصور في القاهرة وفدا كبيرا كان يقوده سمير حداد.",
    "زار الوفد عمان، دمشق، والقاهرة بعد المؤتمر.",
    "ارتفع عدد بعض الموظفين بنسبة 12% خلال ثلاثة أعوام.",
)
NAMES = (
    ("أحمد الخطيب", "person"), ("سمير حداد", "person"), ("كريم منصور", "person"),
    ("بيروت", "place"), ("القاهرة", "place"), ("دمشق", "place"), ("عمان", "place"),
)  # fmt: skip
BESIDE = "توفي مؤسس المصنع الأول بعد حريق دمر مخازن القطن قرب الميناء."
ELSEWHERE = claims_false.Elsewhere(
    {("ar", "person"): ["جون فرانك"], ("ar", "place"): ["طوكيو"]}, {"ar": ["بسبب عاصفة ثلجية شديدة"]}, {}
)


@pytest.fixture
def passage() -> Window:
    asked = (Asked("متى بدأ المشروع؟", "15 يونيو 2004", ("عام 1987",)), Asked("من مول المشروع؟", "", ("كريم منصور",)))
    return Window(" ".join(SENTENCES), SENTENCES, (BESIDE,), "ar", "", True, NAMES, asked)


def _true(passage: Window, sentence: int, kind: str) -> list[str]:
    rng = random.Random(1)
    found = [*shortened(SENTENCES[sentence]), *reworded(SENTENCES[sentence], passage, rng)]
    return [claim for made, claim in found if made == kind]


def _false(passage: Window, sentence: int, kind: str) -> set[str]:
    rounds = [claims_false.broken(SENTENCES[sentence], passage, ELSEWHERE, random.Random(seed)) for seed in range(60)]
    return {claim for found in rounds for made, claim in found if made == kind}


@pytest.mark.parametrize(
    ("sentence", "kind", "part"),
    [
        (0, "trailing clause dropped", "في عام 1987."),
        (1, "brackets dropped", "من بيروت."),
        (0, "year", "في سنة 1987"),
        (0, "century", "في القرن العشرين"),
        (0, "digits", "٨٠ عاملا في عام ١٩٨٧"),
        (0, "reported speech", "بحسب أحمد الخطيب، الشركة وظفت"),
        (0, "verb of saying", "صرح أحمد الخطيب بأن الشركة"),
        (0, "word order", "أحمد الخطيب قال أن الشركة"),
        (1, "month", None),
        (1, "date", "في 15/6/2004"),
        (4, "number in digits", "خلال 3 أعوام"),
        (4, "denial of the opposite", "لم ينخفض عدد"),
        (4, "synonyms", "زاد عدد"),
    ],
)
def test_a_true_claim_says_the_same_in_other_words(passage, sentence, kind, part):
    found = _true(passage, sentence, kind)
    if part is None:  # «15 يونيو 2004،» has no word behind its year, «15 يونيو 2004 » would
        rng = random.Random(1)
        found = [c for k, c in reworded("بدأ في 15 يونيو 2004 مشروع كبير.", passage, rng) if k == kind]
        part = "15 حزيران 2004"
    assert any(part in claim or part.replace("15/6/2004", "2004-06-15") in claim for claim in found), found


@pytest.mark.parametrize(
    ("sentence", "kind", "part"),
    [
        (1, "name of the window", "من القاهرة"),
        (1, "name of elsewhere", "جون فرانك"),
        (2, "roles exchanged", "التقى سمير حداد في القاهرة وفدا كبيرا كان يقوده كريم منصور"),
        (0, "another speaker", "قال كريم منصور إن"),
        (0, "numbers exchanged", "وظفت 1987 عاملا في عام 80"),
        (1, "negation taken out", "ويحصل"),
        (2, "negation put in", "لم يكن يقوده"),
        (4, "limit exchanged", "عدد كل الموظفين"),
        (4, "opposite", "انخفض عدد"),
        (3, "part as the whole", "عمان فقط"),
        (3, "detail added", "بسبب عاصفة ثلجية شديدة"),
    ],
)
def test_a_false_claim_differs_in_the_thing_it_is_named_for(passage, sentence, kind, part):
    found = _false(passage, sentence, kind)
    if kind == "negation taken out":
        part = "سمير حداد على تمويل"
        assert all("لم يحصل" not in claim for claim in found)
    assert any(part in claim for claim in found), found


def test_a_number_changed_is_another_number(passage):
    for kind in ("number", "number near"):
        found = _false(passage, 0, kind)
        assert found
        assert not any("80 عاملا في عام 1987" in claim for claim in found)


def test_two_names_of_one_list_are_not_exchanged(passage):
    assert not _false(passage, 3, "roles exchanged")


def test_a_question_and_its_answer_become_a_statement():
    kind, claim = told_as_statement("متى ولد أحمد الخطيب؟", "1879", random.Random(2))
    assert (kind, claim) == ("statement", "ولد أحمد الخطيب في 1879.")
    kind, claim = told_as_statement("When was the bridge built?", "1879", random.Random(2))
    assert (kind, claim) == ("statement", "The bridge was built in 1879.")


def test_wrong_answers_and_sentences_beside_the_window_are_false(passage):
    found = [one for seed in range(30) for one in claims_false.broken_apart(passage, ELSEWHERE, random.Random(seed))]
    assert ("beside the window", BESIDE) in found
    assert any(kind.endswith("wrong") and "1987" in claim for kind, claim in found)
    assert any(kind == "unanswerable with an answer" and "كريم منصور" in claim for kind, claim in found)


def test_a_window_has_as_many_true_claims_as_false_ones_and_the_false_ones_do_not_stand_in_it(passage):
    from collections import Counter

    made = claims(passage, ELSEWHERE, Counter(), random.Random(3))
    assert sum(supported for supported, _, _ in made) * 2 == len(made) > 0
    for supported, _, claim in made:
        assert supported or fold(claim).rstrip(".") not in fold(passage.text)


def test_verbatim_sentences_are_kept_as_they_are(passage):
    assert {claim for kind, claim in kept(passage, random.Random(4)) if kind == "verbatim"} <= set(SENTENCES)


def test_words_are_glossed_and_names_spelled():
    glosses = Glosses({"شركه": ["company"]}, {"company": ["الشركة"]})
    assert to_english("أعلن ماركو في الشركة", glosses, 1.0, random.Random(1)) == "announced Marku in the company"
    assert to_arabic("The company was not in Berlin", glosses, random.Random(1)).startswith("الشركة كان لا في")
    assert latin("مينيتي") == "Miniti"
