"""Who wrote an article is told by what its file states, where its text does not, and accounts are nobody's names."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from assistant.opening import open_assistant
from assistant.settings import Settings
from tests.office_files import open_document, zipped
from tests.pdf_files import font
from vectorstore.formats.authors import author_told
from vectorstore.formats.documents import read_documents
from vectorstore.types import AUTHOR, Document

AUTHOR_NAME = "سلمى العاني"
SAID = "أعلنت الوزارة أن السد امتلأ للمرة الثالثة منذ إنشائه."


@pytest.mark.parametrize("name", [AUTHOR_NAME, "د. إلياس سلامة", "O'Brien, Anne-Marie", "سلمى العاني، هاني ديب"])
def test_a_name_of_two_words_or_more_is_an_author(name: str) -> None:
    assert [(one.code, one.detail, one.is_loss) for one in author_told(f" {name}\n")] == [(AUTHOR, name, False)]


@pytest.mark.parametrize(
    "name",
    ["", "user", "Administrator", "python-docx", "Windows User", "Apache POI", "HP Inc.", "مستخدم ويندوز", "ليلى",
     "salim@alghad.jo", "Lenovo T480", "https://a.org/b c", "Un Known Author", "C:\\Users\\Ali Ahmad", "ا " * 60],
)  # fmt: skip
def test_what_programs_and_accounts_are_called_is_no_author(name: str) -> None:
    assert author_told(name) == ()


def word_file() -> bytes:
    file, out = docx.Document(), io.BytesIO()
    file.core_properties.author = AUTHOR_NAME
    file.add_paragraph(SAID)
    file.save(out)
    return out.getvalue()


def pdf_file() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setAuthor(AUTHOR_NAME)
    canvas.setFont(font(), 13)
    canvas.drawRightString(500, 700, "".join(reversed(SAID)))
    canvas.save()
    return out.getvalue()


def odt_file() -> bytes:
    import zipfile

    parts = zipfile.ZipFile(io.BytesIO(open_document(f"<text:p>{SAID}</text:p>")))
    kept = {name: parts.read(name) for name in parts.namelist()}
    return zipped(kept | {"meta.xml": f'<m xmlns:m="m"><m:initial-creator>{AUTHOR_NAME}</m:initial-creator></m>'})


PAGE = f'<head><meta name="author" content="{AUTHOR_NAME}"></head><body><article><h1>السد</h1><p>{SAID}</p></article>'
RICH = f"{{\\rtf1{{\\info{{\\author {AUTHOR_NAME}}}}}{SAID}\\par}}"
FILES = {
    "أ.docx": word_file,
    "أ.odt": odt_file,
    "أ.pdf": pdf_file,
    "أ.html": PAGE.encode,
    "أ.md": f"---\ntitle: السد\nauthor: {AUTHOR_NAME}\n---\n\n{SAID}\n".encode,
    "أ.jsonl": json.dumps({"text": SAID, "author": AUTHOR_NAME}).encode,
    "أ.rtf": "".join(f"\\u{ord(one)}?" if ord(one) > 127 else one for one in RICH).encode,
}


@pytest.mark.parametrize("name", FILES)
def test_the_author_whom_a_file_states_is_known(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name]())
    (found,) = read_documents(tmp_path / name, name)
    assert isinstance(found, Document) and SAID in found.text
    assert [one.detail for one in found.remarks if one.code == AUTHOR] == [AUTHOR_NAME]


@pytest.mark.slow
def test_who_wrote_an_article_is_told_where_only_its_file_says_it(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "السد.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "articles" / "القطار.txt").write_text("وصل القطار إلى المحطة صباح أمس.", encoding="utf-8")
    assistant = open_assistant(replace(settings, corpus=tmp_path / "articles", index=tmp_path / "index"))
    try:
        for question in ("من كتب المقال عن السد؟", "من كتب المقالات؟"):
            lead = assistant.ask(question, []).lead
            assert AUTHOR_NAME in lead and "لا يذكر" not in lead
        assert AUTHOR_NAME not in assistant.ask("من كتب القطار.txt؟", []).lead
    finally:
        assistant.close()
