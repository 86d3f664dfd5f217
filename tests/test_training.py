"""What the reader learns from; needs the public sets, which are not part of the product."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import numpy as np
import pytest

from training.draw_readings import ALTERED, RIGHT, WINDOW, WRONG, Batch, Readings, batch_of, pair, window
from training.followups import content_words, make_followups
from training.other_attributes import OtherAttributes
from training.pack_readings import Packer
from training.packed_readings import Packed, Ragged, load, save
from training.reader_data import Data, FalsePremises, read_data
from training.reader_figures import exact, overlap
from vectorstore.text.arabic import words

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
        start, end = window(data.sentences[example.paragraph], answer, rng)
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


@pytest.fixture(scope="module")
def some(data: Data) -> Data:
    """Forty questions of three sets, with the paragraphs of all."""
    kept = {name: random.Random(4).sample(data.train[name], 40) for name in ("mlqa", "arcd", "squad-none")}
    numbers = sorted({e.paragraph for examples in kept.values() for e in examples})
    part = Data()
    for number in numbers:
        part.add(data.paragraphs[number], data.titles[number], data.languages[number])
    for name, examples in kept.items():
        part.train[name] = [dataclasses.replace(e, paragraph=numbers.index(e.paragraph)) for e in examples]
    return part


@pytest.fixture(scope="module")
def packed(some: Data) -> Packed:
    packer = Packer(some)
    packer.add_examples(processes=1)
    packer.add_claims(CLAIMS, held=False)
    return packer.packed()


CLAIMS = [
    {"claim": claim, "context": "وقعت الشركات الاتفاق يوم الجمعة.", "supported": told, "kind": "any", "language": "ar"}
    for claim, told in (("وقعت الشركات الاتفاق.", 1), ("لم توقع الشركات الاتفاق.", 0))
]


def test_in_a_group_only_the_first_reading_is_answered(packed: Packed):
    readings, rng = Readings(packed), random.Random(4)
    for row in range(len(packed.examples)):
        first, *others = readings.group(row, rng)
        assert (first.role == RIGHT) == bool(len(packed.answers[row]))
        assert all(other.role != RIGHT and other.target == (-1, -1) and not other.label for other in others)
        if first.role == RIGHT and first.target[0] >= 0:
            ids = packed.ids[packed.examples[row][2]]
            told = first.ids[first.target[0] : first.target[1] + 1].tolist()
            assert any(ids[at : at + len(told)].tolist() == told for at in range(len(ids)))


def both_kinds(packed: Packed) -> list[int]:
    """The examples of one paragraph that answers some of its questions, and one more that it is said not to answer."""
    told = next(row for row in range(len(packed.examples)) if len(packed.answers[row]))
    return [row for row, example in enumerate(packed.examples) if example[2] == packed.examples[told][2]]


def unanswered(packed: Packed, row: int) -> Packed:
    """The same, with a question of the paragraph of `row` that has no answer there."""
    asked = np.array([[packed.examples[row][0], packed.examples[-1][1], packed.examples[row][2], 0]], np.int32)
    answers = Ragged.of([*(packed.answers[n] for n in range(len(packed.answers))), []], np.uint16)
    return dataclasses.replace(packed, examples=np.concatenate((packed.examples, asked)), answers=answers)


def test_side_by_side_a_question_without_an_answer_is_read_over_a_window_that_answers_another(packed: Packed):
    answered = both_kinds(packed)
    more = unanswered(packed, answered[0])
    groups = Readings(more).side_by_side([*answered, len(more.examples) - 1], random.Random(3))
    assert [[one.role for one in group] for group in groups] == [[RIGHT]] * len(answered) + [[WRONG]]
    (silent,) = groups[-1]
    spans = [more.answers[row][:2].astype(int) for row in answered]
    ids, starts = more.ids[more.examples[answered[0]][2]], more.starts[more.examples[answered[0]][2]].astype(int)
    told = [ids[(starts >= start) & (starts < end)].tobytes() for start, end in spans]
    assert any(answer in silent.ids.astype(ids.dtype).tobytes() for answer in told)


def test_the_questions_of_a_passage_are_told_apart_by_their_difference_alone():
    torch = pytest.importorskip("torch")
    from training.reader_losses import _asked

    batch = {"roles": torch.tensor([RIGHT, WRONG, RIGHT]), "asked": torch.tensor([0, 0, 1])}
    assert _asked(torch.tensor([2.0, 2.0, -9.0]), batch).item() == pytest.approx(np.log(2))
    assert _asked(torch.tensor([9.0, -9.0, -9.0]), batch).item() < 1e-6
    assert _asked(torch.tensor([1.0, 1.0, 1.0]), batch | {"asked": torch.tensor([-1, -1, -1])}).item() == 0


def test_every_passage_has_its_turn_before_one_has_it_again(packed: Packed):
    pytest.importorskip("torch")
    from training.reader_stream import Schedule, Stream

    written = dataclasses.replace(packed, sets=tuple(name.replace("mlqa", "written") for name in packed.sets))
    stream = Stream(written, Schedule(passages=1), 0)
    paragraphs = {int(example[2]) for example in written.examples if written.sets[example[0]] == "written"}
    turns = [stream.turn(number) for number in range(2 * len(paragraphs))]
    for round_of in (turns[: len(paragraphs)], turns[len(paragraphs) :]):
        assert {int(written.examples[rows[0]][2]) for rows in round_of} == paragraphs


def test_a_false_premise_is_read_in_the_window_that_answers_the_true_question(packed: Packed):
    readings, rng, seen = Readings(packed), random.Random(5), 0
    for row in range(len(packed.examples)):
        for other in readings.group(row, rng)[1:]:
            if other.role == ALTERED:
                seen += 1
                assert len(packed.altered[row]) == 1
    assert seen > 10


def test_a_packed_pair_is_the_one_that_the_product_reads(packed: Packed, some: Data):
    from assistant.retrieval.reader_network import MAX_PAIR_TOKENS, PairEncoder
    from vectorstore.embedding.e5_weights import read_weights, unpack_blocks, weights_path

    weights = read_weights(weights_path())
    encoder, read, asked = PairEncoder(weights), 0, [e for examples in some.train.values() for e in examples]
    for row, example in enumerate(asked):
        text = some.paragraphs[example.paragraph]
        kept = np.arange(len(packed.ids[example.paragraph]))
        ids, types, _ = pair(packed, int(packed.examples[row][1]), example.paragraph, kept, title=False)
        product = encoder.encode(example.question, text)
        if len(product.ids) == MAX_PAIR_TOKENS:
            continue  # cut: longer than any passage
        read += 1
        assert np.array_equal(types, product.types)
        ours = unpack_blocks(packed.tensors["emb.word"].reshape(packed.shape.vocabulary, -1)[ids])
        theirs = unpack_blocks(weights.tensors["emb.word"].reshape(weights.shape.vocabulary, -1)[product.ids])
        assert np.array_equal(ours, theirs)
    assert read > 50


def test_what_is_packed_is_the_same_after_it_was_saved(packed: Packed, tmp_path: Path):
    save(packed, tmp_path / "readings.npz")
    again = load(tmp_path / "readings.npz")
    assert again.sets == packed.sets and again.shape == packed.shape
    assert np.array_equal(again.ids.values, packed.ids.values) and np.array_equal(again.claims, packed.claims)
    assert np.array_equal(again.tensors["l0.q.w"], packed.tensors["l0.q.w"])


def test_a_question_for_another_attribute_names_the_subject_of_its_paragraph(data: Data):
    made = list(OtherAttributes(data)(random.Random(1)))
    asked = {e.question for examples in data.train.values() for e in examples}
    assert len(made) > 5_000
    assert all(not e.answers for e in made)
    assert sum(e.question in asked for e in made) < 0.02 * len(made)


def test_what_is_trained_gives_the_numbers_of_what_runs(packed: Packed):
    """The packed pass in bfloat16, of pairs of unequal length, beside the padded one in float32."""
    torch = pytest.importorskip("torch")
    from training.train_reader import Schedule, Trainer, forward, start

    network = start(packed, "cpu")
    readings = Readings(packed)
    drawn = [readings.group(row, random.Random(row)) for row in range(4)] + [readings.claim(0, random.Random(1))]
    batch = {name: torch.from_numpy(getattr(batch_of(drawn), name)) for name in Batch.__slots__}
    trainer = Trainer(network, Schedule())
    found = forward(trainer.packed, batch)
    sizes = batch["sizes"].tolist()
    padded = [torch.nn.utils.rnn.pad_sequence(batch[name].split(sizes), batch_first=True) for name in ("ids", "types")]
    mask = (torch.arange(max(sizes))[None] < batch["sizes"][:, None]).long()
    with torch.inference_mode():
        spans, answered, supported = network(*padded, mask)
    inside = spans > -1e3
    assert torch.equal(found.spans[:, : spans.shape[1]] > -1e3, inside)
    assert torch.allclose(found.spans[:, : spans.shape[1]][inside], spans[inside], atol=0.05)
    assert torch.allclose(found.answered, answered, atol=0.05)
    assert torch.allclose(found.supported, supported, atol=0.05)


def test_a_step_lessens_every_loss_of_the_batch_that_it_saw(packed: Packed):
    torch = pytest.importorskip("torch")
    from training.train_reader import Schedule, Trainer, start

    answered = both_kinds(packed)
    more = unanswered(packed, answered[0])
    readings = Readings(more)
    asked = readings.side_by_side([*answered, len(more.examples) - 1], random.Random(3))
    drawn = asked + [readings.group(row, random.Random(row)) for row in range(6)]
    drawn += [readings.claim(row, random.Random(1)) for row in (0, 1)]
    batch = {name: torch.from_numpy(getattr(batch_of(drawn, [0] * len(asked)), name)) for name in Batch.__slots__}
    trainer = Trainer(start(packed, "cpu"), Schedule(rate=3e-4, head_rate=1e-3))
    first = trainer.step(batch, 0, 0.5)
    for step in range(1, 8):
        last = trainer.step(batch, step, 0.5)
    assert all(after < before for before, after in zip(first, last, strict=True))


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
        average({"m": one["m"]}, other)


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
