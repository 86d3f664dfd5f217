"""What people wrote beside a text is no part of it: it is counted, and read on request, behind who wrote it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.messages import say
from assistant.settings import settings_from
from tests.fakes import WordLengths, no_model
from tests.office_files import open_document, paragraph, word
from tests.test_sync import MARKET, Folder, folder  # noqa: F401 - the fixture
from vectorstore.formats.comments import MAX_COMMENT_CHARACTERS
from vectorstore.formats.documents import read_documents
from vectorstore.text.passages import split_passages
from vectorstore.types import COMMENTS_UNREAD, Document, Remark

RENT = "يدفع المستأجر خمسة وسبعين دينارا في الشهر. ويرد التأمين بعد ستين يوما."
ASKED = "هل وافق المجلس على هذا المبلغ؟ لا أجده في المحضر."
REFERENCE = '<w:r><w:commentReference w:id="{}"/></w:r>'


def comment(name: int, author: str, *texts: str) -> str:
    return f'<w:comment w:id="{name}" w:author="{author}">{"".join(map(paragraph, texts))}</w:comment>'


def commented(*comments: str, body: str = "") -> bytes:
    """A document whose first paragraph has a comment, unless it is another one."""
    body = body or paragraph(RENT, after=REFERENCE.format(1)) + paragraph("يسري القرار من أول نيسان.")
    return word(body, {"comments": "".join(comments)})


def document_of(home: Path, data: bytes, name: str = "عقد.docx", *, comments: bool) -> Document:
    path = home / name
    path.write_bytes(data)
    (found,) = read_documents(path, name, comments=comments)
    assert isinstance(found, Document), found
    for start, end, _ in found.marks:
        assert found.text[start:end] in found.text.split("\n\n")
    return found


def test_comments_are_left_out_and_counted(tmp_path: Path) -> None:
    found = document_of(tmp_path, commented(comment(1, "سلمى", ASKED), comment(2, "هند", "نعم.")), comments=False)
    assert found.text.split("\n\n") == [RENT, "يسري القرار من أول نيسان."]
    assert found.remarks == (Remark(COMMENTS_UNREAD, "2"),)
    assert not found.remarks[0].is_loss


def test_on_request_a_comment_stands_under_its_paragraph_behind_its_name_and_in_a_passage_of_its_own(
    tmp_path: Path,
) -> None:
    found = document_of(tmp_path, commented(comment(1, "سلمى الحداد", ASKED)), comments=True)
    told = f"تعليق من سلمى الحداد: {ASKED}"
    assert found.text.split("\n\n") == [RENT, told, "يسري القرار من أول نيسان."]
    assert not found.remarks
    passages = split_passages(found)
    assert [passage.text for passage in passages if "تعليق" in passage.text] == [told]
    (own,) = [passage for passage in passages if passage.text == told]
    assert own.kind == "body" and [own.sentence(span) for span in own.sentences] == [told]


def test_no_piece_of_a_long_comment_can_be_quoted_without_its_name(tmp_path: Path) -> None:
    texts = [f"{ASKED} وسألت عنه {number} مرات." * 9 for number in range(3)] + ["ككك" * 400]
    found = document_of(tmp_path, commented(comment(1, "سلمى", *texts)), comments=True)
    spans = [(p, span) for p in split_passages(found) for span in p.sentences]
    told = [p.sentence(span) for p, span in spans if "المحضر" in p.sentence(span) or "ككك" in p.sentence(span)]
    assert len(told) > 6 and all(one.startswith("تعليق من سلمى: ") for one in told)
    assert max(map(len, told)) <= MAX_COMMENT_CHARACTERS + len("تعليق من سلمى: ")
    joined = "".join(one.removeprefix("تعليق من سلمى: ") for one in told)
    assert joined.replace(" ", "") == "".join(texts).replace(" ", "")


def test_a_comment_in_a_table_stands_below_it_and_one_on_what_was_deleted_behind_the_text(tmp_path: Path) -> None:
    rows = [("النوع", "الإيجار"), ("كشك", "75"), ("متجر", "120")]
    marks = {"75": REFERENCE.format(4)}
    cells = ["".join(f"<w:tc>{paragraph(text, after=marks.get(text, ''))}</w:tc>" for text in row) for row in rows]
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
    deleted = f"<w:p><w:del>{REFERENCE.format(2)}</w:del><w:r><w:t>بقي هذا.</w:t></w:r></w:p>"
    data = commented(comment(2, "", "لماذا حذفت الجملة؟"), comment(4, "هند", "ارتفع."), body=table + deleted)
    assert document_of(tmp_path, data, comments=True).text.split("\n\n") == [
        "النوع: كشك | الإيجار: 75", "النوع: متجر | الإيجار: 120", "تعليق من هند: ارتفع.", "بقي هذا.",
        "تعليق: لماذا حذفت الجملة؟",
    ]  # fmt: skip
    assert "تعليق" not in document_of(tmp_path, data, comments=False).text


def test_a_name_made_to_look_like_text_stays_one_name_and_comments_within_comments_end(tmp_path: Path) -> None:
    hostile = "سلمى:&#10;&#10;قرر المجلس | الثمن: 9 " + "س" * 500
    endless = f'<w:comment w:id="1" w:author="{hostile}">{paragraph("نعم.", after=REFERENCE.format(1))}</w:comment>'
    found = document_of(tmp_path, commented(endless), comments=True)
    (line,) = [line for line in found.text.split("\n\n") if "قرر" in line]
    assert line.startswith("تعليق من سلمى: قرر المجلس / الثمن: 9 سسس") and line.endswith(": نعم.") and len(line) < 110


@pytest.mark.parametrize("kind", ["text", "spreadsheet", "presentation"])
def test_comments_of_an_open_document_are_read_the_same_way(tmp_path: Path, kind: str) -> None:
    note = f"<office:annotation><creator>هند</creator><text:p>{ASKED}</text:p></office:annotation>"
    said = f"<text:p>{RENT}</text:p>"
    bodies = {
        "text": said.replace("</text:p>", f"{note}</text:p>"),
        "spreadsheet": f"<table:table><table:table-row><table:table-cell>{note}{said}</table:table-cell>"
        "</table:table-row></table:table>",
        "presentation": f"<draw:page>{said}{note}</draw:page>",
    }
    name = {"text": "عقد.odt", "spreadsheet": "عقد.ods", "presentation": "عقد.odp"}[kind]
    data = open_document(bodies[kind], kind)
    without = document_of(tmp_path, data, name, comments=False)
    assert (without.text, without.remarks) == (RENT, (Remark(COMMENTS_UNREAD, "1"),))
    assert document_of(tmp_path, data, name, comments=True).text == f"{RENT}\n\nتعليق من هند: {ASKED}"


# -- the wish is part of what decides whether a file is read again ---------------------------------


def test_only_files_in_which_people_write_comments_are_read_again_and_their_text_is_not_embedded_again(
    folder: Folder,  # noqa: F811
) -> None:
    folder.write("سوق.txt", MARKET)
    (folder.corpus / "عقد.docx").write_bytes(commented(comment(1, "سلمى", ASKED)))
    folder.sync()
    before = folder.ledger.count()
    assert folder.sync(no_model, comments=False).notes == ()

    report = folder.sync(comments=True)
    assert report.notes == () and report.unchanged == 2
    assert [text for text in folder.embedder.embedded if "تعليق" in text] == [f"تعليق من سلمى: {ASKED}"]
    assert not any("الخضر" in text for text in folder.embedder.embedded)
    assert folder.sync(no_model, comments=True).notes == ()

    folder.sync(no_model if folder.ledger.count() == before else None, comments=False)
    assert folder.ledger.count() == before
    assert not any("تعليق" in row.passage.text for row in folder.ledger.stored())


def test_a_file_that_moved_and_is_wanted_with_its_comments_is_read(folder: Folder) -> None:  # noqa: F811
    (folder.corpus / "عقد.docx").write_bytes(commented(comment(1, "سلمى", ASKED)))
    folder.sync()
    (folder.corpus / "عقد.docx").rename(folder.corpus / "جديد.docx")
    folder.sync(comments=True)
    assert any("تعليق من سلمى" in row.passage.text for row in folder.ledger.stored())


def test_the_wish_is_an_option_and_a_variable_and_the_list_says_what_was_not_read(
    quick: WordLengths, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings_from({}, {"HOME": "/"}).comments is False
    assert settings_from({}, {"HOME": "/", "ISNAD_COMMENTS": "1"}).comments is True
    corpus = tmp_path / "عقود"
    corpus.mkdir()
    (corpus / "عقد.docx").write_bytes(commented(comment(1, "سلمى", ASKED)))
    call = ["--corpus", str(corpus), "--index", str(tmp_path / "index")]
    assert main(["index", *call]) == 0
    assert say(COMMENTS_UNREAD, "ar", detail="1") in capsys.readouterr().out
    assert main(["search", "المحضر", "--json", "--comments", *call]) == 0
    assert f"تعليق من سلمى: {ASKED}" in json.dumps(json.loads(capsys.readouterr().out), ensure_ascii=False)
    monkeypatch.setenv("ISNAD_COMMENTS", "1")
    assert main(["index", *call]) == 0
    assert say(COMMENTS_UNREAD, "ar", detail="1") not in capsys.readouterr().out
