"""Sentences and keys out of a stream, wherever it is cut and however a model writes its keys."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.llm.reply import CitedSentence, ReplyParser, strip_markup

KEYS = ("B472", "C318")


def read(text: str, size: int = 1_000, cut: bool = False) -> list[CitedSentence]:
    reader = ReplyParser(KEYS)
    found = [w for i in range(0, len(text), size) for w in reader.feed(text[i : i + size])]
    return found + list(reader.finish(cut))


def parts(text: str, **how: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(w.text, w.keys) for w in read(text, **how)]


@pytest.mark.parametrize(
    "key",
    [
        "[B472]", "[ B472 ]", "[b472]", "[B٤٧٢]", "[B۴۷۲]", "[Ｂ４７２]", "【B472】", "［B472］", "{B472}", "(B472)",
        "（B472）", "[[B472]]", "<B472>", "〔B472〕", "«B472»", "[B 472]", "[B-472]", "[المصدر: B472]", "[key: B472]",
        "[B472, Z999]", "[B472][B472]",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "place", ["قال الوزير كذا {}.", "قال الوزير كذا. {}", "قال الوزير كذا.{}\n", "قال الوزير كذا {}"]
)
def test_a_key_is_read_however_it_is_written(key: str, place: str) -> None:
    ((text, keys),) = parts(place.format(key))
    assert (text.rstrip("."), keys) == ("قال الوزير كذا", ("B472",))


def test_a_key_without_brackets_is_read_where_it_is_one_of_ours() -> None:
    assert parts("قال الوزير كذا B472. ثم مضى إلى شارع Z999.") == [
        ("قال الوزير كذا.", ("B472",)), ("ثم مضى إلى شارع Z999.", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("keys", ["[B472, C318]", "[B472،C318]", "[B472؛ C318]", "[B472 C318]", "[B472][C318]",
                                  "[B472] [C318]", "【B472】（C318）", "[B472 و C318]", "[B472/C318]"])  # fmt: skip
def test_several_keys_may_share_a_bracket_or_stand_side_by_side(keys: str) -> None:
    assert parts(f"قال الوزير كذا {keys}. وانتهى الخبر.") == [
        ("قال الوزير كذا.", ("B472", "C318")), ("وانتهى الخبر.", ()),
    ]  # fmt: skip


def test_keys_that_no_passage_has_are_dropped() -> None:
    assert read("قال كذا [Z999, X123].") == [CitedSentence("قال كذا.", ())]


@pytest.mark.parametrize("half", ["[", "[B", "[B4", "[B472", "[B472, C", "【", "(B47"])
def test_half_a_key_at_the_end_is_dropped(half: str) -> None:
    assert [text for text, _ in parts(f"قال كذا. ثم مضى {half}")] == ["قال كذا.", "ثم مضى"]


def test_a_reply_that_was_cut_loses_its_last_sentence_unless_that_is_whole() -> None:
    assert [text for text, _ in parts("قال كذا [B472].\nولم يحضر أحد من", cut=True)] == ["قال كذا."]
    assert [text for text, _ in parts("قال كذا.\nولم يحضر أحد. [B472]", cut=True)] == ["قال كذا.", "ولم يحضر أحد."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("النسبة 85.5% من الشركات. وانتهى.", ["النسبة 85.5% من الشركات.", "وانتهى."]),
        ("قال د. أحمد ذلك. ثم مضى.", ["قال د. أحمد ذلك.", "ثم مضى."]),
        ("Mr. Smith of the U.S. agreed. He left.", ["Mr. Smith of the U.S. agreed.", "He left."]),
        ("قال «انتهى الأمر.» ثم مضى.", ["قال «انتهى الأمر.»", "ثم مضى."]),
        ("هل حضر؟ نعم! حضر.", ["هل حضر؟", "نعم!", "حضر."]),
        ("- قال كذا\n- قال غيره\n\n1. وثالث", ["قال كذا", "قال غيره", "وثالث"]),
        ("(وزير الداخلية) حضر. (ثم سافر) إلى روما.", ["(وزير الداخلية) حضر.", "(ثم سافر) إلى روما."]),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    assert [found for found, _ in parts(text)] == sentences


@pytest.mark.parametrize(
    "thinking",
    ["<think>ربما كذا. أو كذا [B472].</think>", "<THINK>\nx\n</THINK>\n", "<thinking a='b'>x.</thinking>",
     "<think></think>", "<think>a</think><think>b.</think>"],
)  # fmt: skip
def test_thinking_is_left_out(thinking: str) -> None:
    assert parts(f"{thinking}قال كذا [B472].") == [("قال كذا.", ("B472",))]
    assert parts(f"{thinking}قال كذا [B472].", size=3) == [("قال كذا.", ("B472",))]


def test_thinking_without_an_end_is_left_out_with_what_follows() -> None:
    assert [text for text, _ in parts("قال كذا.\n<think>ثم. ثم.\n")] == ["قال كذا."]


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("![صورة](http://evil.example/x.png)قال كذا", "قال كذا"),
        ("![صورة](http://evil.exam", ""),
        ("قال [الوزير](https://evil.example/?q=1) كذا", "قال الوزير كذا"),
        ("قال الوزير كذا https://evil.example/a?b=c", "قال الوزير كذا"),
        ("قال www.evil.example كذا", "قال كذا"),
        ("قال evil.example/path كذا", "قال كذا"),
        ("javascript:alert(1) قال", "قال"),
        ("<img src=x onerror=alert(1)>قال <b>كذا</b>", "قال كذا"),
        ("قال <img src=x onerror=alert(1)", "قال"),
        ("&lt;script&gt;قال", "script قال"),
        ("**قال** `الوزير` __كذا__", "قال الوزير كذا"),
        ("### قال كذا", "قال كذا"),
        ("> قال كذا", "قال كذا"),
    ],
)
def test_nothing_but_plain_text_is_left(marked: str, text: str) -> None:
    assert strip_markup(marked) == text


def test_a_number_in_square_brackets_is_no_text() -> None:
    assert parts("قال كذا [1] عام [2017].") == [("قال كذا عام [2017].", ())]


REPLY = (
    "<think>لننظر. [B472]</think>\n1. **قال** الوزير كازنوف [B472] إن النسبة 85.5% [Ｂ٤٧٢، Z999].\nلم يحضر أحد.[C318] "
    "![x](http://evil.example/a.png) انظر [هنا](http://evil.example). ثم مضى د. أحمد (2017) 【C318】\n\nوانتهى [B4"
)


@settings(deadline=None)
@given(st.lists(st.integers(0, len(REPLY)), max_size=12))
def test_it_does_not_matter_where_the_stream_is_cut(cuts: list[int]) -> None:
    borders = [0, *sorted(cuts), len(REPLY)]
    reader = ReplyParser(KEYS)
    found = [w for a, b in zip(borders, borders[1:], strict=False) for w in reader.feed(REPLY[a:b])]
    assert found + list(reader.finish()) == read(REPLY)


@settings(deadline=None)
@example("</2h<", 1)
@example("قال<*/b>", 9)
@given(st.text(alphabet="قاB472[]【】().،<>think/!*\n ٤", max_size=80), st.integers(1, 9))
def test_any_stream_ends_without_keys_or_tags_in_its_sentences(text: str, size: int) -> None:
    for written in read(text, size):
        assert "B472" not in written.text.upper()
        assert set(written.keys) <= set(KEYS)
        assert "\n" not in written.text and "</" not in written.text


@pytest.mark.parametrize(
    "piece", ["<think>", "</", "<think x", "<", "<a ", "![", "a.", "</thinking", "<think>a</think>"]
)
def test_the_time_of_a_reply_grows_as_its_length_whatever_it_is_made_of(piece: str) -> None:
    """10,500 characters one by one: each is looked at a bounded number of times. It was cubic, 39 s and more."""
    reader, begun = ReplyParser(KEYS), time.process_time()
    for character in (piece * 10_500)[:10_500]:
        for _ in reader.feed(character):
            pass
        assert time.process_time() - begun < 20
    list(reader.finish())


def test_a_thought_is_closed_by_any_name_and_one_without_a_beginning_takes_what_was_before() -> None:
    assert parts("<think>أ. ب.</reasoning>قال كذا.", size=2) == [("قال كذا.", ())]
    assert parts("لننظر في الأمر</think>قال كذا.", size=2) == [("قال كذا.", ())]
    assert parts("<thinker>قال كذا.", size=1) == [("قال كذا.", ())]
