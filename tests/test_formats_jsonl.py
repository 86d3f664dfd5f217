"""Files of records: an article a line."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from vectorstore.formats import jsonl
from vectorstore.formats.documents import read_documents
from vectorstore.types import Document, Refusal

TEXT = "وصل القطار إلى المحطة صباح أمس.\nوقال المدير إن الرحلة استغرقت خمسين دقيقة."


def read(folder: Path, *lines: object) -> list[Document | Refusal]:
    path = folder / "أخبار.jsonl"
    written = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return list(read_documents(path, path.name))


def test_each_record_is_an_article_with_its_own_name_text_title_date_and_address(tmp_path: Path) -> None:
    given = {
        "id": "خبر-7",
        "title": "قطار جديد",
        "text": TEXT,
        "date": "2019-03-14T09:30:00Z",
        "url": "https://x.example/7",
    }
    (document,) = read(tmp_path, given)
    assert isinstance(document, Document)
    assert document.source == "أخبار.jsonl#خبر-7"
    assert (document.file, document.record) == ("أخبار.jsonl", "خبر-7")
    assert (document.text, document.title) == (TEXT, "قطار جديد")
    assert (document.date, document.url) == ("2019-03-14", "https://x.example/7")


def test_a_record_without_an_id_has_its_line_number_and_a_repeated_id_a_number_of_its_own(tmp_path: Path) -> None:
    found = read(
        tmp_path, {"text": TEXT}, {"text": TEXT, "id": "أ"}, "", {"text": TEXT, "id": "أ"}, {"text": TEXT, "id": 1}
    )
    assert [one.source.split("#")[1] for one in found] == ["1", "أ", "أ~2", "1~2"]


def test_an_id_is_made_safe(tmp_path: Path) -> None:
    found = read(
        tmp_path, *({"text": TEXT, "id": name} for name in ("../../etc", "a b#c", "a~2", "<b>", True, "x" * 900))
    )
    names = [one.source.removeprefix("أخبار.jsonl#") for one in found]
    assert names == [".._.._etc", "a_b_c", "a_2", "_b_", "5", "x" * 120]


def test_a_bad_line_is_refused_by_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = read(
        tmp_path, "{", {"text": TEXT}, {"text": 7}, [1], {"title": "بلا نص"}, {"text": " "}, "[" * 5000, {"text": TEXT}
    )
    assert [type(one).__name__ for one in found] == ["Refusal", "Document", *["Refusal"] * 5, "Document"]
    refusals = [one for one in found if isinstance(one, Refusal)]
    assert [(one.reason, one.detail) for one in refusals] == [
        ("no_json", "line 1"),
        ("no_text_field", "line 3"),
        ("no_text_field", "line 4"),
        ("no_text_field", "line 5"),
        ("empty", "line 6"),
        ("no_json", "line 7"),
    ]
    assert len({one.source for one in found}) == len(found)


def test_a_file_without_any_record_is_one_refusal(tmp_path: Path) -> None:
    (refusal,) = read(tmp_path, *["ليس هذا سجلًّا"] * 500)
    assert (refusal.source, refusal.reason) == ("أخبار.jsonl", "no_records")
    (refusal,) = read(tmp_path, "", "")
    assert (refusal.source, refusal.reason) == ("أخبار.jsonl", "empty")


def test_many_bad_lines_are_counted_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_REFUSALS", 3)
    found = read(tmp_path, {"text": TEXT}, *["{"] * 10)
    assert len(found) == 5
    assert found[-1] == Refusal("أخبار.jsonl", "bad_records", "7")


def test_an_unchanged_record_is_recognised_wherever_it_stands(tmp_path: Path) -> None:
    one, other = {"id": "1", "text": TEXT, "more": 1}, {"id": "2", "text": TEXT + "!"}
    first = read(tmp_path, one, other)
    second = read(tmp_path, {"id": "9", "text": "خبر جديد هنا."}, other, {**one, "more": 2})
    assert [d.sha256 for d in first] == [second[2].sha256, second[1].sha256]
    for key, value in (("title", "عنوان"), ("date", "2019"), ("url", "https://x.example/"), ("text", TEXT + " ")):
        (changed,) = read(tmp_path, {**one, key: value})
        assert changed.sha256 != first[0].sha256, key


def test_what_is_no_date_or_web_address_is_left_out(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        *({"text": TEXT, "date": date} for date in ("3/4/2015", "أمس", 1552546200, {}, "2015-02-31")),
        *({"text": TEXT, "url": url} for url in ("javascript:alert(1)", "file:///etc/passwd", 5, "https://a b")),
    )
    assert {(one.date, one.url) for one in found} == {("", "")}


def test_a_mark_at_the_start_and_what_cannot_be_stored_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "ب.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "\\u0642\\u0628\\u0644 \\u0000 \\ud800 \\u202e \\ud83d\\ude80"}\r\n{"text": "\xff"}'
    )
    document, refusal = read_documents(path, path.name)
    assert document.text == "قبل \ufffd \ufffd \u202e 🚀"
    assert refusal.reason == "undecodable"


def test_a_line_that_is_too_long_is_skipped_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 300)
    long = {"text": "ط" * 1000}
    first, second, third, last = read(tmp_path, {"text": TEXT}, long, {"text": TEXT}, long)
    assert isinstance(first, Document) and isinstance(third, Document)
    assert (second.reason, second.detail, last.detail) == ("line_too_long", "line 2", "line 4")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ك.jsonl"
    line = json.dumps({"text": TEXT * 200}) + "\n"
    with path.open("w", encoding="utf-8") as file:
        file.writelines([line] * 60)
    assert path.stat().st_size > 4_000_000
    tracemalloc.start()
    count = sum(1 for _ in read_documents(path, path.name))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 60
    assert peak < 2_500_000


def test_a_record_that_was_saved_in_a_wrong_encoding_is_put_right_and_told_and_the_others_are_not(
    tmp_path: Path,
) -> None:
    garbled = TEXT.encode().decode("windows-1256", "replace")
    wrong, right = read(tmp_path, {"text": garbled, "title": garbled[:20]}, {"text": TEXT})
    assert isinstance(wrong, Document) and isinstance(right, Document)
    assert ([one.code for one in wrong.remarks] in (["repaired"], ["mojibake"])) and right.remarks == ()
    whole, _ = read(tmp_path, {"text": TEXT.encode().decode("latin-1")}, {"text": TEXT})
    assert isinstance(whole, Document) and whole.text == TEXT
    assert [one.code for one in whole.remarks] == ["repaired"]
