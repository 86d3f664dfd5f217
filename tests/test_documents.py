"""Files become documents, or refusals that say why."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from vectorstore.errors import VectorstoreError
from vectorstore.formats import documents
from vectorstore.formats.documents import read_documents
from vectorstore.sync.listing import find_files
from vectorstore.text.layout import find_blocks
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Refusal, Remark

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLE = "اتفقت دول مجموعة السبع على مكافحة الإرهاب.\r\nوقال الوزير «هذه هي الخطوة الأولى»، ثم انتهى اللقاء.\n"


def read(folder: Path, data: bytes, name: str = "مقال.txt") -> Document | Refusal:
    path = folder / name
    path.write_bytes(data)
    return only(path)


def only(path: Path) -> Document | Refusal:
    """The one thing that a file of one article gives."""
    (found,) = read_documents(path, path.name)
    return found


OLD = ("iso-8859-6", "cp720", "mac_arabic")
"""Old encodings; none of them has all of the article's punctuation."""


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (ARTICLE.encode(), ARTICLE, "utf-8"),
        (ARTICLE.encode("utf-8-sig"), "\ufeff" + ARTICLE, "utf-8-sig"),
        (ARTICLE.encode("utf-16"), ARTICLE, "utf-16"),
        (b"\xfe\xff" + ARTICLE.encode("utf-16-be"), ARTICLE, "utf-16"),
        (ARTICLE.encode("utf-16-le"), ARTICLE, "utf-16"),
        (ARTICLE.encode("utf-16-be"), ARTICLE, "utf-16"),
        (ARTICLE.encode("windows-1256"), ARTICLE, "windows-1256"),
        *((ARTICLE.encode(name, "ignore"), ARTICLE.encode(name, "ignore").decode(name), name) for name in OLD),
    ],
)
def test_each_encoding_is_read_exactly_and_named(tmp_path: Path, data: bytes, text: str, encoding: str) -> None:
    document = read(tmp_path, data)
    assert isinstance(document, Document)
    assert (document.text, document.encoding) == (text, encoding)
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\ufeff\xa0\u200f\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (b"%PDF-1.7\n" + ARTICLE.encode(), "binary"),
        ("قبل\0بعد".encode(), "binary"),
        (bytes(range(1, 9)) * 50, "binary"),
        ("L'été où les élèves ont été reçus à l'école".encode("latin-1"), "undecodable"),
        ("Съезд народных депутатов открылся в Москве".encode("windows-1251"), "undecodable"),
        (b"\xff\xfe" + ARTICLE.encode("utf-16-le")[:-1], "undecodable"),
    ],
)
def test_what_cannot_be_read_is_refused_by_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    refusal = read(tmp_path, data)
    assert isinstance(refusal, Refusal)
    assert (refusal.source, refusal.reason) == ("مقال.txt", reason)


def test_of_utf8_with_a_broken_byte_the_rest_is_read_and_its_line_told(tmp_path: Path) -> None:
    data = (SEEDS / "000_c3fbf1d02d47de8b.txt").read_bytes()
    document = read(tmp_path, data[:1001] + b"\xff" + data[1001:])
    assert isinstance(document, Document)
    assert document.encoding == "utf-8"
    assert document.remarks == (Remark("bytes_unread", str(data[:1001].count(b"\n") + 1)),)
    read_lines, lines = document.text.split("\n"), data.decode().split("\n")
    assert [one for one in read_lines if "\ufffd" not in one] == [
        line for line, one in zip(lines, read_lines, strict=True) if "\ufffd" not in one
    ]


def test_a_text_joined_of_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    lines = ["أغلقت البلدية جسر الوادي ثلاثة أيام لإصلاح أعمدته.", "وأضاف المهندس أن العمل يبدأ ليلا وينتهي فجرا."]
    path = tmp_path / "جسر.txt"
    for first, second in (("utf-8", "windows-1256"), ("windows-1256", "utf-8"), ("utf-8", "iso-8859-6")):
        path.write_bytes(lines[0].encode(first) + b"\r\n\r\n" + lines[1].encode(second) + b"\r\n")
        (found,) = read_documents(path, path.name)
        assert isinstance(found, Document), found
        old = first if first != "utf-8" else second
        assert (found.text, found.encoding) == ("\r\n\r\n".join(lines) + "\r\n", f"utf-8, {old}")
    path.write_bytes(lines[0].encode() + b"\n" + bytes(range(128, 256)))
    assert isinstance(next(read_documents(path, path.name)), Refusal)


def test_text_whose_encoding_fits_two_of_them_or_none_is_not_guessed(tmp_path: Path) -> None:
    half = ARTICLE.encode("windows-1256") + ARTICLE.encode("cp720", "ignore")
    found = read(tmp_path, half)
    assert isinstance(found, Refusal)
    assert found.reason == "undecodable"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "windows-1256"), ("utf-8", "latin-1"), ("utf-8", "mac_roman"), ("windows-1256", "windows-1252")],
)
def test_a_text_that_was_saved_in_a_wrong_encoding_is_put_right_and_told(
    tmp_path: Path, right: str, wrong: str
) -> None:
    document = read(tmp_path, ARTICLE.encode(right).decode(wrong).encode())
    assert isinstance(document, Document)
    assert document.text == ARTICLE
    assert [one.code for one in document.remarks] == ["repaired"]


def test_a_text_of_which_only_a_part_was_saved_wrongly_is_told_and_stays_as_it_is(tmp_path: Path) -> None:
    lines = [*ARTICLE.splitlines(), ARTICLE.splitlines()[0].encode().decode("windows-1256")]
    document = read(tmp_path, "\n".join(lines).encode())
    assert isinstance(document, Document)
    assert document.text == "\n".join(lines)
    assert document.remarks == (Remark("mojibake", str(len(lines))),)


def test_text_that_is_right_is_not_taken_for_one_that_was_saved_wrongly(tmp_path: Path) -> None:
    for text in (ARTICLE, "Café à l'été où les élèves ont été reçus à l'école.", "ÀÉÎÕÜ Ø Ù É", "طظ ططظ ظظط طظط"):
        document = read(tmp_path, text.encode())
        assert isinstance(document, Document)
        assert (document.text, document.remarks) == (text, ())


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_each_seed_is_read_the_same_from_windows_1256_and_utf_16(tmp_path: Path, path: Path) -> None:
    text = path.read_bytes().decode()
    kept = text.encode("windows-1256", "ignore")
    for data, encoding in ((kept, "windows-1256"), (text.encode("utf-16"), "utf-16")):
        document = read(tmp_path, data)
        assert isinstance(document, Document)
        assert document.encoding == encoding


def test_other_suffixes_are_unsupported(tmp_path: Path) -> None:
    for name in ("مقال.xyz", "صورة.jpg", "بلا لاحقة"):
        refusal = read(tmp_path, ARTICLE.encode(), name)
        assert isinstance(refusal, Refusal)
        assert refusal.reason == "unsupported"
    assert isinstance(read(tmp_path, ARTICLE.encode(), "مقال.MD"), Document)


def test_a_file_over_the_limit_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_FILE_BYTES", 100)
    refusal = read(tmp_path, b"a" * 101)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "too_large"


def test_a_file_that_vanished_or_is_a_folder_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "مجلد.txt").mkdir()
    for name in ("غائب.txt", "مجلد.txt"):
        refusal = only(tmp_path / name)
        assert isinstance(refusal, Refusal)
        assert refusal.reason == "unreadable"
        assert refusal.detail


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "سري.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    path.chmod(0)
    refusal = only(path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "unreadable"


BESIDE = ("~$مقال.docx", "Thumbs.db", "أ/desktop.ini")
"""What Office and Windows write beside files."""


def test_files_are_found_below_the_folder_in_order(tmp_path: Path) -> None:
    for name in ("ب.txt", "أ/ج.txt", "أ/د/هـ.md", ".hidden.txt", ".git/config.txt", "صورة.png", *BESIDE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE, encoding="utf-8")
    names = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)]
    assert names == ["أ/ج.txt", "أ/د/هـ.md", "ب.txt", "صورة.png"]


def test_the_parts_of_a_saved_page_are_no_articles_and_a_folder_of_that_name_alone_is_one(tmp_path: Path) -> None:
    inside = ("مقبرة_files/ad.html", "مقبرة_files/app.js", "مقبرة_files/أ/f.txt", "تقرير.files/header.htm")
    pages = ("مقبرة.html", "تقرير.HTM", "صور_files/شرح.txt", "نص_files/نص.txt", "نص.txt")
    for name in (*inside, *pages):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("نص")
    assert [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)] == sorted(pages)



def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    corpus.mkdir()
    outside.mkdir()
    for folder in (corpus, outside):
        (folder / "مقال.txt").write_text(ARTICLE, encoding="utf-8")
    (corpus / "خارج.txt").symlink_to(outside / "مقال.txt")
    (corpus / "مجلد").symlink_to(outside)
    (corpus / "حلقة").symlink_to(corpus)
    (corpus / "مكسور.txt").symlink_to(corpus / "غائب.txt")
    (corpus / "داخل.txt").symlink_to(corpus / "مقال.txt")
    assert [path.name for path in find_files(corpus)] == ["داخل.txt", "مقال.txt"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(VectorstoreError) as raised:
        find_files(tmp_path / "غائب")
    assert raised.value.code == "corpus_missing"


@pytest.mark.parametrize(
    ("start", "title"),
    [
        ("000", ""),
        (
            "001",
            '"السبع الكبار" يوقعون اتفاقا لمكافحة الإرهاب مع كبرى شركات الانترنت بينها "تويتر" و"فيسبوك"',
        ),
        ("002", '"الدول السبع" تضغط على شركات التكنولوحيا لاحتواء التطرف'),
        ("003", ""),
        ("004", "فرنسا تطلب تعاون عمالقة الإنترنت لمكافحة الإرهاب"),
    ],
)
def test_the_title_is_the_headline_or_nothing(start: str, title: str) -> None:
    (path,) = SEEDS.glob(f"{start}_*.txt")
    document = only(path)
    assert isinstance(document, Document)
    assert document.title == title


@pytest.mark.parametrize("text", ["جمال عبد الناصر (15 يناير 1918) هو ثاني رؤساء مصر", "خالد", ARTICLE])
def test_a_file_of_one_paragraph_or_without_a_headline_has_no_title(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text.encode())
    assert isinstance(document, Document)
    assert document.title == ""


def test_a_markdown_heading_is_a_title_without_its_marks(tmp_path: Path) -> None:
    document = read(tmp_path, "# الطاقة الشمسية في المغرب\n\nتنتج المغرب 580 ميغاواط من الشمس.\n".encode(), "م.md")
    assert isinstance(document, Document)
    assert document.title == "الطاقة الشمسية في المغرب"


def test_the_front_matter_of_a_markdown_file_states_its_title_and_date(tmp_path: Path) -> None:
    body = "أعلنت وزارة المياه أمس بدء ضخ المياه في خط معان.\n\nوقال الوزير إن الخط كلف 42 مليون دينار.\n"
    head = '---\ntitle: "خط معان: بدء الضخ"\nauthor: سامي الحوراني\ndate: 2021-06-13\ntags:\n  - مياه\n---\n'
    path = tmp_path / "خط.md"
    path.write_text(head + body, encoding="utf-8")
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document)
    assert (found.title, found.date, found.text) == ("خط معان: بدء الضخ", "2021-06-13", head + body)
    kinds = {part.kind for part in find_blocks(found.text, found.marks) if part.start < len(head)}
    assert kinds == {"boilerplate"}


def test_a_rule_at_the_head_of_a_markdown_file_is_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "بيان.md"
    path.write_text("---\nقال الوزير إن الخط كلف 42 مليون دينار.\n---\nوأضاف أن الضخ بدأ أمس.\n", encoding="utf-8")
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document)
    assert {part.kind for part in find_blocks(found.text, found.marks) if found.text[part.start] == "ق"} == {"body"}


def test_underlined_headings_of_a_markdown_file_stand_over_what_follows_them(tmp_path: Path) -> None:
    text = (
        "خط مياه معان\n============\n\nبدأ الضخ أمس في ثلاث مدن.\n\nالكلفة\n------\n\nبلغت الكلفة 42 مليون دينار.\n\n"
        "### التمويل\n\nموّل المشروع صندوق عربي.\n\n- بند\n---\n"
    )
    path = tmp_path / "خط.md"
    path.write_text(text, encoding="utf-8")
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document)
    assert found.title == "خط مياه معان"
    body = {passage.text: passage.title for passage in split_passages(found) if passage.kind == "body"}
    assert body["بلغت الكلفة 42 مليون دينار."] == "خط مياه معان › الكلفة"
    assert next(title for words, title in body.items() if "صندوق" in words) == "خط مياه معان › الكلفة › التمويل"
