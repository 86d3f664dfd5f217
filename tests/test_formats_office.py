"""Presentations, workbooks, OpenDocument, books, letters, saved pages, RTF and CSV are read, or refused by name."""

from __future__ import annotations

import csv
import io
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.office_files import A, book, open_document, presentation, shape, zipped
from vectorstore.formats import doc, doc_confined, documents
from vectorstore.formats.documents import read_documents
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Refusal

ROWS = [
    ["الوجهة", "الدرجة الأولى", "الدرجة الثانية"],
    ["عين الغزال", "48 دينارا", "31 دينارا"],
    ["تل الياسمين", "65 دينارا", ""],
]
LINES = [
    "الوجهة: عين الغزال | الدرجة الأولى: 48 دينارا | الدرجة الثانية: 31 دينارا",
    "الوجهة: تل الياسمين | الدرجة الأولى: 65 دينارا | الدرجة الثانية: —",
]


def read(folder: Path, name: str, data: bytes | str) -> Document | Refusal:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (found,) = read_documents(path, name)
    return found


def lines_of(folder: Path, name: str, data: bytes | str) -> list[str]:
    found = read(folder, name, data)
    assert isinstance(found, Document), found
    for start, end, _ in found.marks:
        assert found.text[start:end] in found.text.split("\n\n")  # a mark covers exactly a line
    return found.text.split("\n\n")


def workbook(rows: list[list[object]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "الأسعار"
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_row_of_a_workbook_stands_behind_its_headings(tmp_path: Path) -> None:
    assert lines_of(tmp_path, "أ.xlsx", workbook(ROWS)) == ["الأسعار", *LINES]


def test_headings_of_two_rows_and_values_of_many_kinds(tmp_path: Path) -> None:
    from datetime import datetime

    rows = [
        ["المحطة", "الركاب", None],
        [None, "ذهابا", "إيابا"],
        ["الواحات", 1250, 0.5],
        ["الرمال", datetime(2019, 3, 14), None],
    ]
    data = workbook(rows, "B1:C1")
    assert lines_of(tmp_path, "أ.xlsx", data) == [
        "الأسعار",
        "المحطة: الواحات | الركاب / ذهابا: 1250 | الركاب / إيابا: 0.5",
        "المحطة: الرمال | الركاب / ذهابا: 2019-03-14 | الركاب / إيابا: —",
    ]


def test_a_strict_workbook_is_read(tmp_path: Path) -> None:
    strict = {}
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            data = data.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            strict[name] = data.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
    assert lines_of(tmp_path, "أ.xlsx", zipped(strict))[1:] == LINES


def test_a_formula_that_nobody_has_computed_is_no_empty_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [["البند", "المبلغ", "الضريبة"], ["حفر", 900, None], ["المجموع", "=SUM(B2:B2)", ""]]
    assert lines_of(tmp_path, "أ.xlsx", workbook(rows))[1:] == [
        "البند: حفر | المبلغ: 900 | الضريبة: —", "البند: المجموع | المبلغ: =SUM(B2:B2) | الضريبة: —",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_of_a_csv_file_is_found(tmp_path: Path, mark: str) -> None:
    text = "\n".join(mark.join(row) for row in ROWS)
    assert lines_of(tmp_path, "أ.csv", text) == LINES
    assert lines_of(tmp_path, "ب.csv", text.encode("windows-1256")) == LINES


def test_a_cell_of_a_csv_file_without_end_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, "أ.csv", "الاسم,النص\nزيد," + "س" * 200_000)
    assert isinstance(found, Refusal) and found.reason == "too_large"


def test_a_presentation_is_its_slides_in_order_with_tables_and_notes(tmp_path: Path) -> None:
    def cells(row: list[str]) -> str:
        inner = "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:txBody></a:tc>" for cell in row)
        return f"<a:tr>{inner}</a:tr>"

    table = f'<p:graphicFrame><a:graphic xmlns:a="{A}"><a:tbl>{"".join(map(cells, ROWS))}</a:tbl></a:graphic></p:graphicFrame>'
    first = shape("خطة القطارات", "title") + shape("تبدأ الرحلات في أيلول.") + shape("7", "sldNum")
    data = presentation(first, shape("الأسعار", "title") + table, notes="ذكّر الحضور بالموعد.")
    assert lines_of(tmp_path, "أ.pptx", data) == [
        "خطة القطارات", "تبدأ الرحلات في أيلول.", "ذكّر الحضور بالموعد.", "الأسعار", *LINES,
    ]  # fmt: skip
    document = read(tmp_path, "أ.pptx", data)
    assert isinstance(document, Document)
    assert (document.title, document.page(document.text.index("الأسعار"))) == ("خطة القطارات", 2)


def test_an_open_document_has_headings_tables_and_notes_and_no_deleted_text(tmp_path: Path) -> None:
    def cells(row: list[str]) -> str:
        inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        return f"<table:table-row>{inner}</table:table-row>"

    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>القرار 318.</text:p></text:note-body></text:note>"
    body = (
        "<text:tracked-changes><text:p>محذوف</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">لائحة السوق</text:h>'
        f"<text:p>أصدرت البلدية<text:s/>لائحة.{note}</text:p><table:table>{''.join(map(cells, ROWS))}</table:table>"
    )
    assert lines_of(tmp_path, "أ.odt", open_document(body)) == [
        "لائحة السوق",
        "أصدرت البلدية لائحة.",
        "[1] القرار 318.",
        *LINES,
    ]


def test_a_spreadsheet_of_a_million_repeated_empty_cells_is_its_few_full_ones(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    row = f"<table:table-row><table:table-cell><text:p>الاسم</text:p></table:table-cell><table:table-cell><text:p>السن</text:p></table:table-cell>{empty}</table:table-row>"
    more = row.replace("الاسم", "زيد").replace("السن", "41")
    nothing = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    data = open_document(f'<table:table table:name="العاملون">{row}{more}{nothing}</table:table>', "spreadsheet")
    assert lines_of(tmp_path, "أ.ods", data) == ["العاملون", "الاسم: زيد | السن: 41"]


def test_a_book_is_its_chapters_without_its_table_of_contents(tmp_path: Path) -> None:
    data = book(
        "<h1>الفصل الأول</h1><p>بدأت الحكاية في القرية.</p>", "<h1>الفصل الثاني</h1><p>ثم سافر.</p>", title="حكاية"
    )
    assert lines_of(tmp_path, "أ.epub", data) == ["الفصل الأول", "بدأت الحكاية في القرية.", "الفصل الثاني", "ثم سافر."]
    document = read(tmp_path, "أ.epub", data)
    assert isinstance(document, Document) and document.title == "حكاية"


def test_a_letter_is_its_subject_and_text_and_its_attachments_are_not_read(tmp_path: Path) -> None:
    letter = (
        "From: سعاد <s@example.org>\r\nSubject: =?utf-8?b?2YXZiNi52K8g2KfZhNin2KzYqtmF2KfYuQ==?=\r\nDate: Thu, 14 Mar 2019 09:30:00 +0300\r\n"
        'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>لا يُقرأ مرتين.</p>\r\n'
        "--x\r\nContent-Type: text/plain; charset=windows-1256\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + "نجتمع يوم الأحد.".encode("windows-1256") + (
        "\r\n--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nملحق\r\n--x--\r\n".encode()
    )  # fmt: skip
    lines = lines_of(tmp_path, "أ.eml", letter)
    assert (lines[0], lines[-1]) == ("موعد الاجتماع", "نجتمع يوم الأحد.")
    document = read(tmp_path, "أ.eml", letter)
    assert isinstance(document, Document) and (document.title, document.date) == ("موعد الاجتماع", "2019-03-14")
    assert "ملحق" not in document.text and "مرتين" not in document.text


def test_a_page_saved_as_one_file_is_its_article(tmp_path: Path) -> None:
    page = "<html><head><title>خبر</title></head><body><p>افتتح الوزير المتحف الجديد في المدينة صباح اليوم.</p></body></html>"
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/n/1\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="y"\r\n\r\n--y\r\nContent-Type: text/html\r\n\r\n'
        f"{page}\r\n--y\r\nContent-Type: image/png\r\n\r\nx\r\n--y--\r\n"
    )
    document = read(tmp_path, "أ.mhtml", saved)
    assert isinstance(document, Document), document
    assert document.url == "https://example.org/n/1" and "افتتح الوزير المتحف" in document.text


def test_rich_text_in_an_arabic_code_page_keeps_its_tables(tmp_path: Path) -> None:
    def escaped(text: str) -> str:
        return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("windows-1256"))

    rows = "".join("\\trowd " + "".join(f"\\intbl {escaped(cell)}\\cell " for cell in row) + "\\row\n" for row in ROWS)
    data = (
        "{\\rtf1\\ansi\\ansicpg1256\\deff0 "
        + escaped("أسعار القطار.")
        + "\\par\n"
        + rows
        + "\\pard "
        + escaped("انتهى.")
        + "\\par}"
    )
    assert lines_of(tmp_path, "أ.rtf", data) == ["أسعار القطار.", *LINES, "انتهى."]


def test_the_table_of_a_markdown_file_is_rows_and_the_rest_stands_as_it_is(tmp_path: Path) -> None:
    table = "\n".join("| " + " | ".join(row) + " |" for row in [ROWS[0], ["---"] * 3, *ROWS[1:]])
    document = read(
        tmp_path, "أ.md", f"# الأسعار\n\nنشرت الهيئة الأسعار.\n\n{table}\n\n```\n| أ | ب |\n|---|---|\n```\n"
    )
    assert isinstance(document, Document)
    assert document.text.startswith("# الأسعار\n\nنشرت الهيئة الأسعار.\n\n" + "\n".join(LINES) + "\n\n```\n| أ | ب |")
    assert [document.text[start:end] for start, end, _ in document.marks] == LINES
    plain = "# عنوان\n\nنص بلا جدول | وخط.\n---\n"
    assert read(tmp_path, "ب.md", plain).text == plain  # type: ignore[union-attr]


@pytest.mark.parametrize("suffix", ["pptx", "xlsx", "odt", "epub"])
def test_what_is_no_archive_or_a_bomb_is_refused_by_name(tmp_path: Path, suffix: str) -> None:
    bomb = zipped({"content.xml": b" " * (70 << 20), "xl/workbook.xml": b" " * (70 << 20)})
    for reason, data in (("damaged", b"no archive"), ("bomb", bomb), ("empty", b"")):
        found = read(tmp_path, f"أ.{suffix}", data)
        assert isinstance(found, Refusal) and found.reason == reason


def test_an_encrypted_open_document_is_refused_by_name(tmp_path: Path) -> None:
    found = read(tmp_path, "أ.odt", open_document("<text:p>س</text:p>", encrypted=True))
    assert isinstance(found, Refusal) and found.reason == "encrypted"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    many = '<!DOCTYPE d [<!ENTITY a "ها"><!ENTITY b "' + "&a;" * 100 + '"><!ENTITY c "' + "&b;" * 100 + '">]>'
    content = open_document("<text:p>قال: &c;</text:p>")
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = many.encode() + parts["content.xml"]
    found = read(tmp_path, "أ.odt", zipped(parts))
    assert isinstance(found, Refusal) or "هاها" not in found.text


def test_an_archive_is_named_as_not_read(tmp_path: Path) -> None:
    assert read(tmp_path, "أ.zip", zipped({"a.txt": "نص"})) == Refusal("أ.zip", "archive", ".zip")


def test_an_old_word_document_is_refused_where_no_office_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_office", lambda: "")
    found = read(tmp_path, "أ.doc", b"\xd0\xcf\x11\xe0 old")
    assert isinstance(found, Refusal) and (found.source, found.reason) == ("أ.doc", "needs_office")


def test_an_old_word_document_goes_through_the_office_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.office_files import paragraph, word

    made = tmp_path / "made.docx"
    made.write_bytes(word(paragraph("نص قديم.")))
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\ncp "{made}" "$2/in.docx"\n')
    program.chmod(0o755)
    monkeypatch.setattr(doc, "find_office", lambda: str(program))
    found = read(tmp_path, "أ.doc", b"\xd0\xcf\x11\xe0 old")
    assert isinstance(found, Document) and (found.source, found.text) == ("أ.doc", "نص قديم.")
    program.write_text("#!/bin/sh\nsleep 60\n")
    monkeypatch.setattr(doc, "CONVERSION_SECONDS", 0.2)
    late = read(tmp_path, "أ.doc", b"\xd0\xcf\x11\xe0 old")
    assert isinstance(late, Refusal) and late.reason == "too_slow"


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set on POSIX systems")
def test_the_office_program_has_limits_and_sees_nothing_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, seen = tmp_path / "soffice", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\n(ulimit -v; ulimit -t; ulimit -n; ulimit -c; env) > "{seen}"\n')
    program.chmod(0o755)
    monkeypatch.setattr(doc, "find_office", lambda: str(program))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ISNAD_CHROMA_TOKEN", "secret")
    read(tmp_path, "أ.doc", b"\xd0\xcf\x11\xe0 old")
    memory, processor, files, core, *environment = seen.read_text().splitlines()
    if sys.platform.startswith("linux"):
        assert int(memory) == doc_confined.MEMORY_BYTES // 1024
    assert (int(processor), int(files), int(core)) == (doc_confined.PROCESSOR_SECONDS, doc_confined.OPEN_FILES, 0)
    assert not any("PROXY" in line or "secret" in line or line == f"HOME={Path.home()}" for line in environment)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux takes the network away")
def test_the_office_program_has_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if subprocess.run(["unshare", "-Urn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system lets a user have no network of their own")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        program = tmp_path / "soffice"
        script = f"import socket; socket.create_connection(('127.0.0.1', {listener.getsockname()[1]}), 2)"
        program.write_text(f"#!{sys.executable}\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(doc, "find_office", lambda: str(program))
        read(tmp_path, "أ.doc", b"\xd0\xcf\x11\xe0 old")
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.slow
@pytest.mark.skipif(not doc.find_office(), reason="LibreOffice is not installed")
def test_an_old_word_document_is_read_through_the_real_office_program(tmp_path: Path) -> None:
    lines = ["افتتح المتحف يوم الأحد.", "عدد القاعات 12 قاعة."]
    text = "\\par ".join("".join(f"\\u{ord(one)}?" for one in line) for line in lines)
    (tmp_path / "made.rtf").write_text(f"{{\\rtf1\\ansi\\uc1 {text}}}", encoding="ascii")
    profile = (tmp_path / "profile").as_uri()
    made = [doc.find_office(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc:MS Word 97"]
    subprocess.run([*made, "--outdir", tmp_path, tmp_path / "made.rtf"], check=True, capture_output=True, timeout=120)
    data = (tmp_path / "made.doc").read_bytes()
    assert data.startswith(b"\xd0\xcf\x11\xe0")
    assert lines_of(tmp_path, "قديم.doc", data) == lines


def test_another_format_under_the_name_of_an_old_word_document_is_read_as_what_it_is(tmp_path: Path) -> None:
    from tests.office_files import paragraph, word

    assert lines_of(tmp_path, "أ.doc", word(paragraph("نص جديد."))) == ["نص جديد."]
    assert lines_of(tmp_path, "ب.doc", "{\\rtf1\\ansi\\ansicpg1256 \\'e4\\'d5.}") == ["نص."]
    assert "افتتح المتحف" in "".join(
        lines_of(tmp_path, "ج.doc", "<html><body><p>افتتح المتحف اليوم.</p></body></html>")
    )


def test_every_suffix_that_is_read_has_a_limit(tmp_path: Path) -> None:
    assert set(documents.KIND_BY_SUFFIX.values()) == set(documents.MAX_BYTES_BY_KIND)


def test_a_letter_of_any_office_program_has_the_day_of_its_date_line_and_no_title_of_a_program(tmp_path: Path) -> None:
    lines = ["فتح طريق بديل في لواء الشوبك", "عمان، 14 حزيران 2021", "أرجو الموافقة على فتح طريق بديل يخدم قرية نجل."]
    text = "".join(f"<text:p>{line}</text:p>" for line in lines)
    written = "\\par ".join("".join(f"\\u{ord(one)}?" for one in line) for line in lines)
    rtf = "{\\rtf1\\ansi{\\info{\\title Microsoft Word - Document1}} " + written + "\\par}"
    for name, data in (("كتاب.odt", open_document(text)), ("كتاب.rtf", rtf)):
        found = read(tmp_path, name, data)
        assert isinstance(found, Document)
        assert (found.title, found.date) == (lines[0], "2021-06-14")


def test_of_rtf_deleted_words_are_left_out_and_raised_digits_stay_apart(tmp_path: Path) -> None:
    def coded(text: str) -> str:
        return "".join(f"\\u{ord(one)}?" for one in text)

    said = (
        f"{{{coded('يبدأ في ')}}}{{{coded('أيلول')}}}{{\\deleted\\revauthdel1\\revdttmdel-14 {coded('تموز')}}}"
        f"{{{coded(' عام ')}}}{{\\loch\n2021}}{{\\loch\\super\\loch\n1}}{{{coded('.')}}}"
    )
    assert lines_of(tmp_path, "خطة.rtf", f"{{\\rtf1\\ansi {said}\\par}}") == ["يبدأ في أيلول عام 2021[1]."]


def test_a_quoted_letter_stays_apart_from_the_answer_and_its_lines_go_on(tmp_path: Path) -> None:
    wrapped = "> ورد في النسخة الأولى من التقرير أن الكلفة تبلغ أربعة وعشرين\n> مليون دينار فقط.\n>\n> هيئة التحرير\n"
    opening = "في يوم الأحد الثالث عشر من حزيران 2021 كتبت هيئة تحرير الصحيفة:\n"
    letter = f"Subject: x\nContent-Type: text/plain; charset=utf-8\n\nالكلفة 42 مليونا.\n\n{opening}{wrapped}"
    assert lines_of(tmp_path, "رد.eml", letter)[1:] == [
        "الكلفة 42 مليونا.",
        opening.strip(),
        "> ورد في النسخة الأولى من التقرير أن الكلفة تبلغ أربعة وعشرين مليون دينار فقط.",
        ">",
        "> هيئة التحرير",
    ]


ARTICLES = [
    ["رقم", "العنوان", "الكاتب", "النص"],
    [
        "1",
        "بدء ضخ المياه في خط معان",
        "سامي الحوراني",
        "أعلنت وزارة المياه أمس بدء ضخ المياه في خط الأنابيب الجديد الذي يغذي ثلاث مدن في محافظة معان بعد عشر سنوات.\n"
        "وقال وزير المياه محمد النجار إن المشروع كلف 42 مليون دينار وسيخدم نحو 180 ألف نسمة في المدن وما حولها من القرى "
        "والبوادي، وإنه يعمل بالطاقة الشمسية.",
    ],
    [
        "2",
        "افتتاح مكتبة عامة في السلط",
        "",
        "افتتح رئيس بلدية السلط مساء أمس المكتبة العامة الجديدة في حي الجدعة بحضور عدد من الكتاب والناشرين من المدينة.\n"
        "وتضم المكتبة 12 ألف كتاب نقلت من المكتبة القديمة التي أغلقت قبل سنتين، وقاعة للأطفال وأخرى للمحاضرات تتسع كل "
        "منهما لثمانين شخصا في وقت واحد.",
    ],
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_that_are_articles_are_read_as_articles(tmp_path: Path, kind: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(ARTICLES)
    lines = lines_of(tmp_path, f"أخبار.{kind}", out.getvalue() if kind == "csv" else workbook(ARTICLES))
    first, second = (row[3].split("\n") for row in ARTICLES[1:])
    assert lines[kind == "xlsx" :] == [
        "بدء ضخ المياه في خط معان", "رقم: 1 | الكاتب: سامي الحوراني", *first,
        "افتتاح مكتبة عامة في السلط", "رقم: 2 | الكاتب: —", *second,
    ]  # fmt: skip


def test_an_open_document_that_is_one_file_of_xml_is_read_and_its_pictures_are_no_text(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("meta", "meta"))
    )
    flat = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {spaces} office:mimetype="text"><office:meta>'
        "<meta:creation-date>2024-03-05T10:00:00</meta:creation-date></office:meta><office:body><office:text>"
        '<text:h text:outline-level="1">تقرير المياه</text:h><text:p>وصلت المضخات إلى البلدية.<draw:frame><draw:image>'
        "<office:binary-data>iVBORw0KGgo=</office:binary-data></draw:image></draw:frame></text:p>"
        "</office:text></office:body></office:document>"
    )
    assert lines_of(tmp_path, "تقرير.fodt", flat.encode()) == ["تقرير المياه", "وصلت المضخات إلى البلدية."]
    typed = flat.replace("?>\n", '?>\n<!-- حُفظ -->\n<!DOCTYPE office:document PUBLIC "-//OASIS//DTD" "office.dtd">\n', 1)
    assert lines_of(tmp_path, "تقرير.fodt", typed.encode()) == ["تقرير المياه", "وصلت المضخات إلى البلدية."]


def test_slides_of_libreoffice_have_titles_pages_and_notes_and_no_numbers_and_feet(tmp_path: Path) -> None:
    def frame(text: str, place: str) -> str:
        return f'<draw:frame presentation:class="{place}"><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>'

    around = frame("<text:page-number>7</text:page-number>", "page-number") + frame("ورشة القطارات", "footer")
    slides = (
        frame("خطة القطارات", "title") + frame("تبدأ الرحلات في أيلول.", "outline") + around,
        frame("الأسعار", "title")
        + frame("سعر التذكرة 48 دينارا في الدرجة الأولى.", "outline")
        + around
        + f"<presentation:notes>{frame('ذكّر الحضور بالموعد.', 'notes')}{frame('2', 'page-number')}</presentation:notes>",
    )
    data = open_document("".join(f"<draw:page>{slide}</draw:page>" for slide in slides), "presentation")
    assert lines_of(tmp_path, "أ.odp", data) == [
        "خطة القطارات", "تبدأ الرحلات في أيلول.", "الأسعار", "سعر التذكرة 48 دينارا في الدرجة الأولى.",
        "ذكّر الحضور بالموعد.",
    ]  # fmt: skip
    document = read(tmp_path, "أ.odp", data)
    assert isinstance(document, Document)
    assert (document.title, document.page(document.text.index("الأسعار"))) == ("خطة القطارات", 2)
    assert (document.text.index("الأسعار"), document.text.index("الأسعار") + 7, "h2") in document.marks


def test_the_day_on_the_first_slide_is_that_of_the_presentation(tmp_path: Path) -> None:
    data = presentation(shape("خطة القطارات", "title") + shape("14 آذار 2022"), shape("تبدأ الرحلات في أيلول."))
    document = read(tmp_path, "أ.pptx", data)
    assert isinstance(document, Document) and document.date == "2022-03-14"


@pytest.mark.parametrize("name", ["Title", "P4"])
def test_a_paragraph_in_the_style_of_a_title_is_the_title_and_not_the_first_heading(tmp_path: Path, name: str) -> None:
    style = '<style:style xmlns:style="s" style:name="P4" style:family="paragraph" style:parent-style-name="Title"/>'
    body = (
        f'<text:p text:style-name="{name}">سكة حديد <text:span>العقبة</text:span></text:p>'
        '<text:h text:outline-level="1">المقدمة</text:h><text:p>تمتد السكة 40 كيلومترا بين المدينتين.</text:p>'
        '<text:h text:outline-level="1">الكلفة</text:h><text:p>تبلغ الكلفة 300 مليون دينار.</text:p>'
    )
    document = read(tmp_path, "أ.odt", open_document(body, styles=style))
    assert isinstance(document, Document) and document.title == "سكة حديد العقبة"
    assert [passage.title for passage in split_passages(document) if passage.kind == "body"] == [
        "سكة حديد العقبة › المقدمة", "سكة حديد العقبة › الكلفة",
    ]  # fmt: skip


def test_a_letter_whose_plain_part_only_points_to_its_page_is_read_from_the_page(tmp_path: Path) -> None:
    from email.message import EmailMessage

    page = f"<h2>محضر الاجتماع</h2><p>{'يسلم التحقيق عن السدود في 20 تموز. ' * 3}</p>"
    for plain, wanted in (("شاهد الرسالة في المتصفح", "يسلم التحقيق"), ("يسلم التحقيق عن السدود في 20 تموز.\n" * 3, "يسلم")):
        letter = EmailMessage()
        letter["Subject"] = "محضر"
        letter.set_content(plain)
        letter.add_alternative(page, subtype="html")
        lines = lines_of(tmp_path, "أ.eml", letter.as_bytes())
        assert any(line.startswith(wanted) for line in lines) and "شاهد" not in " ".join(lines)
        assert ("محضر الاجتماع" in lines) == plain.startswith("شاهد")
