"""What the reader learns from; needs the public sets, which are not part of the product."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from training.followups import content_words, make_followups
from training.reader_data import WINDOW, Data, FalsePremises, Reading, group, read_data, window
from training.reader_figures import exact, overlap
from vectorstore.text.arabic import fold, words

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="module")
def data() -> Data:
    if not (SHARED / "training").is_dir():
        pytest.skip("the public sets are not beside this checkout")
    return read_data(SHARED, seed=1)


def test_what_is_held_out_is_not_trained_on(data: Data):
    held, trained = ([e for sets in part.values() for e in sets] for part in (data.held, data.train))
    assert {e.question for e in held if e.answers}.isdisjoint(e.question for e in trained)
    right = {data.paragraphs[e.paragraph] for e in held if e.answers}
    assert right.isdisjoint(data.paragraphs[e.paragraph] for e in trained)
    assert all(len(data.held[name]) > 100 for name in ("arcd", "mlqa", "tydi-ar", "belebele"))


def test_no_question_of_the_benchmark_is_trained_on(data: Data):
    assert data.held["xquad-ar"] and not data.train["xquad-ar"]
    benchmark = {data.paragraphs[e.paragraph] for e in data.held["xquad-ar"]}
    assert benchmark.isdisjoint(data.paragraphs[e.paragraph] for sets in data.train.values() for e in sets)


def test_every_answer_is_a_slice_of_its_paragraph(data: Data):
    for sets in (data.train, data.held):
        for example in (e for examples in sets.values() for e in examples):
            for start, end in example.answers:
                text = data.paragraphs[example.paragraph][start:end]
                assert text and text == text.strip()


def test_a_window_holds_the_answer_and_is_no_longer_than_a_passage(data: Data):
    rng = random.Random(2)
    for example in rng.sample(data.train["mlqa"], 200):
        answer = example.answers[0]
        start, end = window(data, example.paragraph, answer, rng)
        assert start <= answer[0] and answer[1] <= end
        sentences = [s for s in data.sentences[example.paragraph] if start <= s[0] and s[1] <= end]
        assert end - start <= WINDOW or len(sentences) <= 2


def test_an_exchanged_name_is_not_in_the_text(data: Data):
    premises, rng = FalsePremises(data), random.Random(3)
    altered = 0
    for example in rng.sample(data.train["mlqa"] + data.train["squad"], 400):
        text = data.paragraphs[example.paragraph]
        question = premises.alter(example.question, text, rng)
        if question is not None:
            altered += 1
            new = set(words(question)) - set(words(example.question))
            assert new and not new & set(words(text))
    assert altered > 100


def test_in_a_group_only_the_first_reading_is_answered(data: Data):
    premises, rng = FalsePremises(data), random.Random(4)
    for example in rng.sample(data.train["arcd"], 100) + rng.sample(data.train["squad-none"], 50):
        near = [i for i in range(3) if not any(
            fold(data.paragraphs[example.paragraph][a:b]) in fold(data.paragraphs[i]) for a, b in example.answers
        )]  # fmt: skip
        first, *others = group(data, example, near, premises, rng)
        assert bool(first.span) == bool(example.answers)
        assert all(reading.span is None for reading in others)
        if first.span:
            assert first.text[slice(*first.span)] in {
                data.paragraphs[example.paragraph][a:b] for a, b in example.answers
            }


def test_a_reading_that_is_not_answered_holds_no_answer_of_its_own_question(data: Data):
    premises, rng = FalsePremises(data), random.Random(5)
    cut = 0
    for example in rng.sample(data.train["mlqa"], 200):
        for reading in group(data, example, [], premises, rng)[1:]:
            if reading.question != example.question:
                continue  # a false premise, asked of the window that answers the true one
            whole = data.paragraphs[example.paragraph]
            cut += reading.text not in whole
            assert not all(fold(whole[start:end]) in fold(reading.text) for start, end in example.answers)
    assert cut, "no window from whose middle the answering sentence was taken out"


def test_what_is_trained_gives_the_numbers_of_what_runs():
    """The packed pass in bfloat16, of pairs of unequal length, beside the padded one in float32."""
    torch = pytest.importorskip("torch")
    from assistant.retrieval.reader_network import PairEncoder, build_network
    from training.packed_forward import PackedReader
    from training.train_reader import collate
    from vectorstore.embedding.e5_weights import read_weights, weights_path

    weights = read_weights(weights_path())
    torch.manual_seed(0)
    network, encoder = build_network(weights), PairEncoder(weights)
    network.requires_grad_(True)
    readings = [
        Reading("أين عقد الاجتماع؟", "عقد وزراء الداخلية اجتماعهم في جزيرة إيشيا قبالة نابولي.", "", None),
        Reading(
            "من وقع الاتفاق؟",
            "وقعت الشركات الاتفاق يوم الجمعة. وقال الوزير إنها وعدت بحذف المحتوى.",
            "اتفاق",
            None,
        ),
    ]
    batch, pairs = collate(encoder, readings, torch.device("cpu"))
    with torch.inference_mode():
        spans, answered = network(*batch)
        packed_spans, packed_answered = PackedReader(network)(pairs)
    inside = spans > -1e3
    assert torch.equal(packed_spans[:, : spans.shape[1]] > -1e3, inside)
    assert torch.allclose(packed_spans[:, : spans.shape[1]][inside], spans[inside], atol=0.05)
    assert torch.allclose(packed_answered, answered, atol=0.05)


def test_the_mean_of_two_readers_is_the_mean_of_what_their_bytes_stand_for():
    torch = pytest.importorskip("torch")
    from training.average_readers import average

    def reader(row: list[int], scale: float, bias: float):
        matrix = torch.tensor([row], dtype=torch.int8)
        return {"m": matrix, "m.scale": torch.tensor([scale]), "b": torch.tensor([bias]).half()}

    one, other = reader([127, -127], 0.01, 1.0), reader([127, 0], 0.03, 3.0)
    mean = average(one, other)
    assert torch.allclose(mean["m"].float() * mean["m.scale"][:, None], torch.tensor([[2.54, -0.635]]), atol=0.011)
    assert mean["b"].item() == 2.0
    with pytest.raises(ValueError, match="different networks"):
        average(one, {"m": other["m"]})


def test_figures_leave_punctuation_marks_and_articles_aside():
    assert exact("«البحر المتوسّط».", ["البحر المتوسط"]) == 1
    assert exact("The Nile", ["Nile"]) == 1
    assert overlap("البحر الأبيض المتوسط", ["البحر المتوسط"]) == pytest.approx(0.8)
    assert overlap("القاهرة", ["البحر المتوسط"]) == 0


def test_a_follow_up_leaves_out_what_the_question_before_it_said():
    paragraph = "اليمن دولة عاصمتها صنعاء، ومساحة اليمن 527 ألف كيلومتر مربع، ونشيد اليمن الوطني كتبه عبد الله نعمان."
    asked = [("ما هي عاصمة الجمهورية اليمنية؟", ["صنعاء"]), ("كم مساحة الجمهورية اليمنية؟", ["527"])]
    made = list(make_followups({paragraph: asked}, random.Random(1)))
    assert {x.full for x in made} == {question for question, _ in asked}
    for x in made:
        assert "اليمني" not in x.question and "اليمني" in x.former
        said = [t.text for t, again in zip(content_words(x.former), x.carried, strict=True) if again]
        assert said == ["الجمهوريه", "اليمنيه"]


def test_questions_that_share_nothing_make_no_follow_up():
    asked = [("ما هي عاصمة اليمن؟", ["صنعاء"]), ("من كتب النشيد الوطني؟", ["عبد الله نعمان"])]
    assert not list(make_followups({"نص": asked}, random.Random(1)))
