"""A document whose title has no style and whose sections have: the first section's heading is not its title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office_files import open_document, paragraph, word
from vectorstore.formats.documents import read_documents
from vectorstore.text.passages import split_passages
from vectorstore.types import Document

TITLE = "تقرير عن واقع الإنارة في صفاقس"
TEXT = (
    "أعلنت البلدية أن أشغال تجديد شبكة الإنارة ستنطلق الأسبوع المقبل وتستمر ثلاثة أشهر.",
    "وقال رئيسها إن الأشغال ستكلف ستة ملايين دينار تدفعها البلدية من ميزانيتها.",
)
Lines = list[tuple[str, int]]
"""Each with its level as a heading, 0 for text."""

Made = Callable[[Lines], tuple[str, bytes]]
SECTIONS = (("مقدمة", TEXT[0]), ("كلفة المشروع", TEXT[1]))


def of_word(lines: Lines) -> tuple[str, bytes]:
    styled = (paragraph(text, f'<w:pStyle w:val="Heading{level}"/>' if level else "") for text, level in lines)
    return "أ.docx", word("".join(styled))


def of_writer(lines: Lines) -> tuple[str, bytes]:
    tags = (
        f'<text:h text:outline-level="{level}">{text}</text:h>' if level else f"<text:p>{text}</text:p>"
        for text, level in lines
    )
    return "أ.odt", open_document("".join(tags))


def read(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    (found,) = read_documents(folder / name, name)
    assert isinstance(found, Document), found
    return found


def sections(level: int = 1) -> Lines:
    return [line for heading, text in SECTIONS for line in ((heading, level), (text, 0))]


@pytest.mark.parametrize("made", [of_word, of_writer])
def test_the_line_above_the_sections_is_the_title(tmp_path: Path, made: Made) -> None:
    found = read(tmp_path, *made([(TITLE, 0), ("كتبت: منى الطرابلسي", 0), *sections()]))
    assert found.title == TITLE
    assert [one.title for one in split_passages(found) if one.kind == "body"] == [
        f"{TITLE} › مقدمة", f"{TITLE} › كلفة المشروع",
    ]  # fmt: skip


@pytest.mark.parametrize("made", [of_word, of_writer])
@pytest.mark.parametrize(
    "above",
    [
        [(TITLE, 1)],
        [("وزارة التجهيز والإسكان التونسية", 0), (TITLE, 1)],
        [("منى الطرابلسي", 0), (TITLE, 1)],
        [(TEXT[1], 0), (TITLE, 1), ("12 أكتوبر 2022", 0)],
    ],
)
@pytest.mark.parametrize("level", [1, 2])
def test_a_first_heading_over_no_text_of_its_own_is_the_title(
    tmp_path: Path, made: Made, above: Lines, level: int
) -> None:
    assert read(tmp_path, *made([*above, *sections(level)])).title == TITLE


def test_the_only_main_heading_is_the_title_over_its_text(tmp_path: Path) -> None:
    letterhead = ("وزارة التجهيز والإسكان التونسية", 0)
    assert read(tmp_path, *of_word([letterhead, (TITLE, 1), (TEXT[1], 0), *sections(2)])).title == TITLE
