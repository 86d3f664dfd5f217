"""A letter says which files came with it, since they are not read."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.messages import say
from vectorstore.formats.documents import read_documents
from vectorstore.types import ATTACHMENTS_UNREAD, Document, Remark

TEXT = "أرفق لكم محضر اجتماع لجنة المياه الذي انعقد في الكرك يوم الأحد الماضي، وجدول الكلفة."


def letter() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = "سعاد <s@example.org>", "محضر لجنة المياه"
    made.set_content(TEXT)
    return made


def told(folder: Path, made: EmailMessage) -> tuple[Remark, ...]:
    return read(folder, made.as_bytes()).remarks


def read(folder: Path, data: bytes) -> Document:
    path = folder / "رسالة.eml"
    path.write_bytes(data)
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document), found
    assert TEXT in found.text
    return found


def test_the_attachments_of_a_letter_are_named_and_not_read(tmp_path: Path) -> None:
    made = letter()
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="محضر الاجتماع.pdf")
    made.add_attachment("الكلفة;42\n", subtype="csv", filename="الكلفة.csv")
    found = read(tmp_path, made.as_bytes())
    assert found.remarks == (Remark(ATTACHMENTS_UNREAD, "محضر الاجتماع.pdf, الكلفة.csv"),)
    assert not found.remarks[0].is_loss
    assert "42" not in found.text


def test_a_letter_without_attachments_says_nothing_of_them(tmp_path: Path) -> None:
    made = letter()
    made.add_alternative(f"<p>{TEXT}</p><img src='cid:logo'>", subtype="html")
    page = made.get_payload()[1]
    page.add_related(b"GIF89a", "image", "gif", cid="<logo>", filename="logo.gif")
    made.make_mixed()
    signature = EmailMessage()
    signature["Content-Type"] = 'application/pkcs7-signature; name="smime.p7s"'
    signature["Content-Disposition"] = "attachment"
    made.attach(signature)
    assert told(tmp_path, made) == ()


def test_a_letter_that_came_with_a_letter_is_named_by_its_subject_and_its_words_are_not_the_letter_s(
    tmp_path: Path,
) -> None:
    inner = EmailMessage()
    inner["Subject"] = "كلفة الخزان"
    inner.set_content("بلغت كلفة الخزان تسعين ألف دينار.")
    inner.add_attachment(b"x", maintype="application", subtype="zip", filename="داخلي.zip")
    made = letter()
    made.add_attachment(inner)
    found = read(tmp_path, made.as_bytes())
    assert found.remarks == (Remark(ATTACHMENTS_UNREAD, "كلفة الخزان"),)
    assert "تسعين" not in found.text


def test_an_attachment_without_a_name_is_told_by_its_kind(tmp_path: Path) -> None:
    made = letter()
    made.add_attachment(b"x", maintype="application", subtype="zip")
    assert told(tmp_path, made) == (Remark(ATTACHMENTS_UNREAD, "application/zip"),)


def test_many_attachments_are_counted_and_long_names_cut(tmp_path: Path) -> None:
    made = letter()
    for number in range(14):
        made.add_attachment(b"x", maintype="image", subtype="png", filename=f"{'صورة' * 60} {number}.png")
    (found,) = told(tmp_path, made)
    assert found.detail.endswith("… (+4)") and len(found.detail) < 10 * 85


@pytest.mark.parametrize("name", ["تقرير\u202efdp.exe", "a\x1b[31m.pdf", "a\u2066b.pdf", "a\r\n b.pdf", "\x00.pdf"])
def test_what_steers_a_line_is_no_part_of_a_name(tmp_path: Path, name: str) -> None:
    made = letter()
    made.add_attachment(b"x", maintype="application", subtype="pdf", filename="اسم.pdf")
    data = made.as_bytes().replace(b"filename*=utf-8''%D8%A7%D8%B3%D9%85.pdf", f'filename="{name}"'.encode())
    assert name.encode() in data
    (found,) = read(tmp_path, data).remarks
    assert found.detail and found.detail.isprintable()


def test_the_person_is_told_in_the_list_of_files_and_the_name_stays_text() -> None:
    from assistant.ui.html.labels import remarked

    shown = str(remarked(Remark(ATTACHMENTS_UNREAD, "<img src=x onerror=alert(1)>.pdf")))
    assert "<img" not in shown and "&lt;img" in shown
    for language in ("ar", "en"):
        assert "محضر.pdf" in say(ATTACHMENTS_UNREAD, language, detail="محضر.pdf")
