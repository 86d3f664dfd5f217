"""Digits above the line make no other number of the one before them, in whatever format they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office_files import book, open_document, word
from tests.test_formats_office import lines_of
from vectorstore.formats.raised import raised

SHOWN = "وصل في خريف 1956[1]، وكان عدد السكان نحو 10^6 في مساحة 350 م2."


def word_run(text: str, above: bool = False) -> str:
    properties = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' if above else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


WORD = word(
    f"<w:p>{word_run('وصل في خريف 1956')}{word_run('1', True)}{word_run('، وكان عدد السكان نحو 10')}"
    f"{word_run('6', True)}"
    f"{word_run(' في مساحة 350 م')}{word_run('2', True)}{word_run('.')}</w:p>"
)
SUPER = (
    '<text:style text:name="T1"><text:text-properties text:text-position="super 58%"/></text:style>'
    '<text:style text:name="T2"><text:text-properties text:text-position="sub 58%"/></text:style>'
)
PAGE = "وصل في خريف 1956<a><sup>1</sup></a>، وكان عدد السكان نحو 10<sup>6</sup> في مساحة 350 م<sup><i>2</i></sup>."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("تقرير.docx", WORD),
        (
            "تقرير.odt",
            open_document(
                '<text:p>وصل في خريف 1956<text:span text:style-name="T1">1</text:span>، وكان عدد السكان نحو '
                '10<text:span text:style-name="T1">6</text:span> في مساحة 350 م<text:span '
                'text:style-name="T1">2</text:span>.</text:p>',
                styles=SUPER,
            ),
        ),
        ("كتاب.epub", book(f"<p>{PAGE}</p>")),
    ],
)
def test_a_note_of_a_number_and_a_power_stay_apart_from_the_number(tmp_path: Path, name: str, data: bytes) -> None:
    assert lines_of(tmp_path, name, data) == [SHOWN]


def test_a_page_writes_them_as_the_other_formats_do(tmp_path: Path) -> None:
    page = f"<html><body><article><h1>رحلة إلى معان</h1><p>{PAGE}</p></article></body></html>"
    assert SHOWN in lines_of(tmp_path, "رحلة.html", page)


@pytest.mark.parametrize(
    ("before", "text", "shown"),
    [
        ("في عام ١٩٥٦", "٣", "[٣]"),
        ("شحنته 10", "-19", "^-19"),
        ("بلغ 110", "2", "[2]"),
        ("نص الاتفاق", "1", "[1]"),
        ("نص الاتفاقِ", "2", "[2]"),
        ("قال الوزير.", "3", "[3]"),
        ("مساحته 3 كم", "2", "2"),
        ("ألف كيلومتر", "2", "2"),
        ("ألف متر", "٣", "٣"),
        ("x", "2", "2"),
        ("Ca", "2+", "2+"),
        ("CO", "2", "2"),
        ("le 1", "er", "er"),
        ("في عام 1956", "[4]", "[4]"),
        ("", "1", "1"),
    ],
)
def test_what_is_raised_is_told_by_what_stands_before_it(before: str, text: str, shown: str) -> None:
    assert raised(before, text) == shown
