"""The reader: pairs, spans, and the trained network over Arabic passages."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval import reader as reader_module
from assistant.retrieval.reader import MAX_ANSWER_TOKENS, UNREAD_LOGIT, NetworkReader, best_parts, load_reader
from assistant.retrieval.reader_network import MATCHED, MAX_PAIR_TOKENS, PASSAGE, PairEncoder
from training.build_engine import float_reader
from vectorstore.embedding.e5_weights import read_weights, weights_path
from vectorstore.errors import VectorstoreError
from vectorstore.text.passages import split_passages
from vectorstore.text.sentences import sentence_spans
from vectorstore.types import Document, Passage

RIVER = "يبلغ طول نهر النيل نحو 6650 كيلومترا. يصب النهر في البحر المتوسط. وأقيم عليه السد العالي عام 1970."
MUSEUM = "افتتحت الوزيرة ليلى حداد المتحف الوطني في عمّان سنة 2006. وبلغت كلفته أربعة ملايين دينار."


def passage(text: str, title: str = "", start: int = 0) -> Passage:
    spans = tuple((a + start, b + start) for a, b in sentence_spans(text))
    return Passage("a.txt", start, start + len(text), text, title, "body", spans)


@pytest.fixture(scope="module")
def encoder() -> PairEncoder:
    return PairEncoder(read_weights(weights_path()))


@pytest.fixture(scope="module")
def trained() -> NetworkReader:
    return load_reader()


def test_tokens_of_the_passage_know_their_place_and_others_have_none(encoder: PairEncoder):
    pair = encoder.encode("كم يبلغ طول النيل؟", RIVER, "أنهار أفريقيا")
    inside = pair.offsets[pair.offsets[:, 0] >= 0]
    assert "".join(RIVER[a:b] for a, b in inside) == RIVER.replace(" ", "")
    assert (pair.types[pair.offsets[:, 0] >= 0] >= PASSAGE).all()


def test_words_that_stand_on_both_sides_are_marked_on_both(encoder: PairEncoder):
    pair = encoder.encode("متى أقيم سد على النيل؟", RIVER)
    marks = [(a, b) for (a, b), kind in zip(pair.offsets, pair.types, strict=True) if a >= 0 and kind & MATCHED]
    assert "".join(RIVER[a:b] for a, b in marks) == "النيلوأقيمالسد"
    asked = pair.types[pair.types < PASSAGE]
    assert 0 < (asked & MATCHED).sum() < len(asked)


def test_another_spelling_of_a_name_counts_as_a_match_only_where_it_is_given(encoder: PairEncoder):
    text = "أوفدت جوجل مديرها القانوني."
    without = encoder.encode("من أوفدت غوغل؟", text)
    given = encoder.encode("من أوفدت غوغل؟", text, variants={"غوغل": {"جوجل"}})
    assert (given.types & MATCHED).sum() > (without.types & MATCHED).sum()


def test_a_text_of_any_length_fits(encoder: PairEncoder):
    for question, text in (("؟", ""), ("لماذا " * 400, RIVER), ("أين يصب النيل؟", RIVER * 60), ("\u0000", "ﷺ ﷺ")):
        pair = encoder.encode(question, text)
        assert 0 < len(pair.ids) <= MAX_PAIR_TOKENS
        assert len(pair.ids) == len(pair.types) == len(pair.offsets)
        assert pair.offsets.max() <= len(text)


@pytest.mark.parametrize("seed", range(20))
def test_the_part_given_has_the_highest_expected_overlap_of_all(seed: int):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(3, 12))  # all of its parts are among the likely ones
    starts = np.arange(count) * 3
    offsets = np.stack([starts, starts + 2], 1)
    offsets[:2] = -1
    logits = rng.normal(size=(count, 2)) * 2
    first, last = sorted(int(place) for place in rng.integers(0, 3 * count, 2))
    usable = [i for i in range(count) if offsets[i, 0] >= first and offsets[i, 1] <= last and offsets[i, 0] >= 0]
    pairs = [(i, j) for i, j in itertools.product(usable, usable) if 0 <= j - i < MAX_ANSWER_TOKENS]
    (span, score), *_ = best_parts(logits, offsets, first, last)
    if not pairs:
        assert (span, score) == ((first, first), UNREAD_LOGIT)
        return
    chance = {(i, j): math.exp(logits[i, 0] + logits[j, 1]) for i, j in pairs}

    def expected(pair: tuple[int, int]) -> float:
        tokens = set(range(pair[0], pair[1] + 1))
        return sum(
            weight * 2 * len(tokens & set(range(i, j + 1))) / (len(tokens) + j - i + 1)
            for (i, j), weight in chance.items()
        )

    given = next(pair for pair in pairs if (offsets[pair[0], 0], offsets[pair[1], 1]) == span)
    assert expected(given) == pytest.approx(max(map(expected, pairs)))
    assert score == pytest.approx(max(logits[i, 0] + logits[j, 1] for i, j in pairs))


def test_further_parts_have_no_token_of_a_better_one():
    offsets = np.stack([np.arange(6) * 3, np.arange(6) * 3 + 2], 1)
    logits = np.array([[5.0, 0], [0, 5], [-9, -9], [4, 4], [-9, -9], [-20, -20]])
    assert [part for part, _ in best_parts(logits, offsets, 0, 20)] == [(0, 5), (9, 11)]  # the last are unlikely


def test_without_its_file_the_reader_says_so(tmp_path: Path):
    with pytest.raises(VectorstoreError) as raised:
        load_reader(tmp_path / "reader.xml")
    assert raised.value.code == "reader_missing"


def test_a_damaged_file_is_refused(tmp_path: Path):
    damaged = tmp_path / "reader.xml"
    damaged.write_bytes(reader_module.NETWORK_FILE.read_bytes())
    damaged.with_suffix(".bin").write_bytes(reader_module.NETWORK_FILE.with_suffix(".bin").read_bytes()[:100_000])
    with pytest.raises(VectorstoreError) as raised:
        load_reader(damaged)
    assert raised.value.code == "reader_missing"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("كم يبلغ طول نهر النيل؟", "6650"),
        ("أين يصب نهر النيل؟", "البحر المتوسط"),
        ("متى أقيم السد العالي؟", "1970"),
        ("من افتتحت المتحف الوطني؟", "ليلى"),
        ("Where does the Nile flow into?", "البحر المتوسط"),
    ],
)
def test_the_answer_stands_in_the_best_part_of_the_right_passage(trained: NetworkReader, question: str, answer: str):
    passages = [passage(RIVER), passage(MUSEUM, start=500)]
    readings = trained.read(question, passages)
    best = max(range(2), key=lambda i: readings[i].answered)
    assert answer in passages[best].text
    (start, end), _ = max(zip(readings[best].spans, readings[best].scores, strict=True), key=lambda item: item[1])
    assert answer in passages[best].text[start - passages[best].start : end - passages[best].start]


@pytest.mark.slow
def test_every_part_lies_in_its_sentence_whatever_else_is_read(trained: NetworkReader):
    text = (RIVER + "\n\n" + MUSEUM + "\n\n") * 6
    passages = split_passages(Document("a.txt", text, "عنوان", "0" * 64, "utf-8"))
    together = trained.read("متى افتتح المتحف؟", passages)
    assert len(together) == len(passages) > 3
    for found, where in zip(together, passages, strict=True):
        assert len(found.spans) == len(found.scores) == len(where.sentences)
        for (start, end), (first, last) in zip(found.spans, where.sentences, strict=True):
            assert first <= start <= end <= last
    alone = trained.read("متى افتتح المتحف؟", passages[1:2])[0]
    # the 8 bits of what the layers hand on are scaled over all that is read together
    assert alone.answered == pytest.approx(together[1].answered, abs=0.15)


def test_what_was_read_for_a_question_is_not_read_again(trained: NetworkReader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader_module, "KEPT_READINGS", 3)
    read, passes = trained._all_logits, []
    monkeypatch.setattr(trained, "_all_logits", lambda pairs: passes.append(len(pairs)) or read(pairs))
    river, museum = passage(RIVER), passage(MUSEUM)
    first = trained.read("كم يبلغ طول النيل يا ترى؟", [river])
    both = trained.read("كم يبلغ طول النيل يا ترى؟", [museum, river, river])
    assert both[1:] == [*first, *first] and passes == [1, 1], "the museum alone"
    trained.read("كم يبلغ طول النيل يا ترى؟", [river], {"نيل": ("النيلين",)})
    trained.read("من افتتح المتحف يا ترى؟", [museum])
    trained.read("كم يبلغ طول النيل يا ترى؟", [museum])
    assert passes == [1, 1, 1, 1, 1], "with other spellings, for another question, and when it was long ago"


@pytest.mark.slow
def test_eight_bits_read_as_the_full_precision_does(trained: NetworkReader):
    full = float_reader()
    passages = [passage(RIVER), passage(MUSEUM)]
    for question in ("أين يصب نهر النيل؟", "كم بلغت كلفة المتحف؟", "من هو رئيس البرازيل؟"):
        for one, other in zip(trained.read(question, passages), full.read(question, passages), strict=True):
            assert one.answered == pytest.approx(other.answered, abs=0.3)
