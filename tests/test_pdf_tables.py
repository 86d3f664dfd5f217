"""Tables of a PDF are found where its lines and letters stand; prose, columns, verses and lists are none."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import pytest

from tests.html_pages import MUSEUM, TRAIN, WATER
from tests.pdf_files import HEIGHT, MARGIN, SIZE, WIDTH, font, placed
from tests.test_browser import BROWSERS
from vectorstore.formats.doc import find_office
from vectorstore.formats.pdf import read_pdf
from vectorstore.types import Extracted

FARES = (
    ("الوجهة", "الدرجة الأولى", "الدرجة الثانية", "المدة"),
    ("عين الغزال", "48 دينارا", "31 دينارا", "3 ساعات"),
    ("بئر السلام", "", "22 دينارا", "ساعتان"),
    ("تل الياسمين", "65 دينارا", "", "5 ساعات"),
)
ROWS = [
    "الوجهة: عين الغزال | الدرجة الأولى: 48 دينارا | الدرجة الثانية: 31 دينارا | المدة: 3 ساعات",
    "الوجهة: بئر السلام | الدرجة الأولى: — | الدرجة الثانية: 22 دينارا | المدة: ساعتان",
    "الوجهة: تل الياسمين | الدرجة الأولى: 65 دينارا | الدرجة الثانية: — | المدة: 5 ساعات",
]
BEFORE, AFTER = "نشرت هيئة القطارات أسعار التذاكر الجديدة.", "وقالت الهيئة إن حجز المقاعد يتم في المحطات."
COLUMN, ROW = 85, 24


def draw_rules(canvas: object, left: float, top: float, columns: int, rows: int) -> None:
    for at in range(columns + 1):
        canvas.line(left + at * COLUMN, top, left + at * COLUMN, top - rows * ROW)  # type: ignore[attr-defined]
    for at in range(rows + 1):
        canvas.line(left, top - at * ROW, left + columns * COLUMN, top - at * ROW)  # type: ignore[attr-defined]


def printed(folder: Path, pages: Sequence[Sequence[Sequence[str]]], rules: Callable[..., None] | None) -> Extracted:
    """Pages of a table each, drawn cell by cell, with a sentence over the first and under the last one."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1)
    right = WIDTH - MARGIN
    for number, rows in enumerate(pages):
        canvas.setFont(font(), SIZE)
        top = HEIGHT - 90
        if not number:
            canvas.drawRightString(right, HEIGHT - 60, placed(BEFORE, "visual"))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                place = right - 4 - column * COLUMN
                canvas.drawRightString(place, top - row * ROW - 16, placed(text, "visual"))
        if rules:
            rules(canvas, right - len(rows[0]) * COLUMN, top, len(rows[0]), len(rows))
        if number == len(pages) - 1:
            canvas.drawRightString(right, top - len(rows) * ROW - 30, placed(AFTER, "visual"))
        canvas.showPage()
    canvas.save()
    path = folder / "أسعار.pdf"
    path.write_bytes(out.getvalue())
    found = read_pdf(path, path.name)
    assert isinstance(found, Extracted), found
    return found


def rows_of(found: Extracted) -> list[str]:
    return [found.text[start:end] for start, end, role in found.marks if role == "row"]


@pytest.mark.parametrize("rules", [draw_rules, None], ids=["ruled", "aligned"])
def test_each_cell_of_a_table_stands_behind_its_heading_and_an_empty_one_too(
    tmp_path: Path, rules: Callable[..., None] | None
) -> None:
    found = printed(tmp_path, [FARES], rules)
    assert rows_of(found) == ROWS
    assert found.text.split("\n\n") == [BEFORE, *ROWS, AFTER]


SERVICES = (
    (("الخدمة",), ("ما يلزم لها",), ("الرسم",), ("المدة",)),
    (("تجديد الرخصة",), ("صورتان شخصيتان وشهادة من", "المختبر وإيصال بالرسم من", "أحد فروع الدائرة"), ("25 دينارا",), ("أسبوع",)),
    (("نقل الملكية", "بالوكالة"), ("وكالة مصدقة",), ("40 دينارا",), ()),
    (("بدل فاقد",), ("إعلان في صحيفتين قبل صدور", "البدل بعشرة أيام"), ("12 دينارا",), ("شهر",)),
)  # fmt: skip
SERVICE_ROWS = [
    "الخدمة: تجديد الرخصة | ما يلزم لها: صورتان شخصيتان وشهادة من المختبر وإيصال بالرسم من أحد فروع الدائرة"
    " | الرسم: 25 دينارا | المدة: أسبوع",
    "الخدمة: نقل الملكية بالوكالة | ما يلزم لها: وكالة مصدقة | الرسم: 40 دينارا | المدة: —",
    "الخدمة: بدل فاقد | ما يلزم لها: إعلان في صحيفتين قبل صدور البدل بعشرة أيام | الرسم: 12 دينارا | المدة: شهر",
]
EDGES = (0, 90, 250, 320)
LINE = 16


def printed_cells(folder: Path, rows: Sequence[Sequence[Sequence[str]]], by: str = "cell", centred: bool = False) -> Extracted:
    """A page with a table of cells with several lines, no rules, drawn cell by cell or line by line, between sentences."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1)
    canvas.setFont(font(), SIZE)
    right, top = WIDTH - MARGIN, HEIGHT - 90
    drawn: list[tuple[float, float, str]] = []
    for row in rows:
        tall = max(map(len, row))
        for column, lines in enumerate(row):
            down = (tall - len(lines)) / 2 if centred else 0
            drawn += [(top - (at + down) * LINE, right - EDGES[column], text) for at, text in enumerate(lines)]
        top -= tall * LINE + 8
    if by == "line":
        drawn.sort(key=lambda one: (-one[0], -one[1]))
    if by == "column":
        drawn.sort(key=lambda one: -one[1])
    for height, place, text in [(HEIGHT - 60, right, BEFORE), *drawn, (top - 12, right, AFTER)]:
        canvas.drawRightString(place, height, placed(text, "visual"))
    canvas.save()
    path = folder / "خدمات.pdf"
    path.write_bytes(out.getvalue())
    found = read_pdf(path, path.name)
    assert isinstance(found, Extracted), found
    return found


@pytest.mark.parametrize("centred", [False, True])
def test_cells_of_several_lines_without_rules_stand_whole_behind_their_headings(tmp_path: Path, centred: bool) -> None:
    found = printed_cells(tmp_path, SERVICES, centred=centred)
    assert rows_of(found) == SERVICE_ROWS
    assert found.text.split("\n\n") == [BEFORE, *SERVICE_ROWS, AFTER]


def test_where_it_is_not_sure_which_lines_are_one_cell_no_cell_is_said_to_be_empty(tmp_path: Path) -> None:
    one_line = [tuple((lines[0],) if lines else ("لا شيء",) for lines in row) for row in SERVICES]
    for table in (SERVICES, [*one_line, SERVICES[-1]]):
        for by in ("line", "column"):
            found = printed_cells(tmp_path, table, by)
            assert not any("—" in row or "صدور | " in row for row in rows_of(found)), by


def test_rows_of_a_sheet_that_are_drawn_in_passes_are_tied_by_their_levels(tmp_path: Path) -> None:
    """LibreOffice draws the cells of letters alone first, then those with figures and letters."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1)
    canvas.setFont(font(), SIZE)
    right = WIDTH - MARGIN
    cells = [(row, column, text) for row, cells in enumerate(FARES) for column, text in enumerate(cells)]
    for late in (False, True):
        for row, column, text in cells:
            if text and any(map(str.isdigit, text)) == late:
                canvas.drawRightString(right - column * COLUMN, HEIGHT - 60 - row * LINE, placed(text, "visual"))
    canvas.save()
    path = tmp_path / "أسعار.pdf"
    path.write_bytes(out.getvalue())
    found = read_pdf(path, path.name)
    assert isinstance(found, Extracted) and found.text.split("\n\n") == ROWS


@pytest.mark.slow
@pytest.mark.skipif(not find_office(), reason="LibreOffice is not installed")
def test_tables_that_libreoffice_prints_without_rules_are_read_row_by_row(tmp_path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    document.add_paragraph(BEFORE)
    table = document.add_table(len(SERVICES), len(SERVICES[0]))
    for row, cells in zip(table.rows, SERVICES, strict=True):
        for cell, lines in zip(row.cells, cells, strict=True):
            cell.text = " ".join(lines)
    document.add_paragraph(AFTER)
    for kind, inside, name in (("w:p", "pPr", "w:bidi"), ("w:r", "rPr", "w:rtl")):
        for element in document.element.body.iter(qn(kind)):
            getattr(element, f"get_or_add_{inside}")().append(OxmlElement(name))
    next(document.element.body.iter(qn("w:tblPr"))).append(OxmlElement("w:bidiVisual"))
    document.save(str(tmp_path / "خدمات.docx"))
    command = [find_office(), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, "pdf", "--outdir", tmp_path, tmp_path / "خدمات.docx"], check=True, timeout=300)
    found = read_pdf(tmp_path / "خدمات.pdf", "خدمات.pdf")
    assert isinstance(found, Extracted) and found.text.split("\n\n") == [BEFORE, *SERVICE_ROWS, AFTER]


def test_a_table_that_goes_on_stands_under_its_headings_on_the_next_page_too(tmp_path: Path) -> None:
    found = printed(tmp_path, [FARES[:2], FARES[2:]], draw_rules)
    assert rows_of(found) == ROWS
    assert found.text[found.pages[1] :].startswith(ROWS[1])


def test_headings_that_are_printed_again_are_no_row(tmp_path: Path) -> None:
    assert rows_of(printed(tmp_path, [FARES[:3], [FARES[0], FARES[3]]], draw_rules)) == ROWS


def test_a_cell_over_two_columns_is_one(tmp_path: Path) -> None:
    def rules(canvas: object, left: float, top: float, columns: int, rows: int) -> None:
        for at in range(rows + 1):
            canvas.line(left, top - at * ROW, left + columns * COLUMN, top - at * ROW)  # type: ignore[attr-defined]
        for at in range(columns + 1):
            from_row = 1 if at == 1 else 0  # the two columns on the left have one heading
            x = left + at * COLUMN
            canvas.line(x, top - from_row * ROW, x, top - rows * ROW)  # type: ignore[attr-defined]

    table = [("المدينة", "الركاب", ""), ("", "ذهابا", "إيابا"), ("الرمال", "12", ""), ("التل", "", "19")]
    assert rows_of(printed(tmp_path, [table], rules)) == [
        "المدينة: الرمال | الركاب / ذهابا: 12 | الركاب / إيابا: —",
        "المدينة: التل | الركاب / ذهابا: — | الركاب / إيابا: 19",
    ]


def test_verses_numbered_items_and_contents_are_no_table(tmp_path: Path) -> None:
    verses = [("قم للمعلم وفه التبجيلا", "", "كاد المعلم أن يكون رسولا")] * 4
    items = [(f"{at}.", "تغلق الأبواب ليلا") for at in range(1, 6)]
    contents = [(f"{at}", "باب الري والسدود", "", f"{at * 7}") for at in range(1, 6)]
    for table in (verses, items, contents):
        assert not printed(tmp_path, [table], None).marks


def test_a_frame_around_columns_of_prose_is_no_table(tmp_path: Path) -> None:
    long = [(text[:24], text[24:48]) for text in (WATER[0], MUSEUM[0], TRAIN[0]) for _ in range(12)]

    def frame(canvas: object, left: float, top: float, columns: int, rows: int) -> None:
        for at in range(columns + 1):
            canvas.line(left + at * COLUMN, top, left + at * COLUMN, top - rows * ROW)  # type: ignore[attr-defined]
        for at in (0, rows // 2, rows):
            canvas.line(left, top - at * ROW, left + columns * COLUMN, top - at * ROW)  # type: ignore[attr-defined]

    assert not printed(tmp_path, [long[:18]], frame).marks


def plain_pages() -> list[str]:
    """Thirty pages of what is no table: prose in one, two and three columns, lists, verses, contents, boxes."""
    texts = cycle([*WATER, *MUSEUM, *TRAIN])

    def prose(count: int) -> str:
        return "".join(f"<p>{next(texts)}</p>" for _ in range(count))

    def some(count: int) -> str:
        return " ".join(next(texts).split()[:count])

    columns = [
        f'<div style="column-count:{count};column-gap:{gap}px;text-align:{align};column-rule:{rule}">{prose(14)}</div>'
        for count in (2, 3)
        for gap in (16, 40)
        for align in ("justify", "start")
        for rule in ("none", "1px solid black")
    ]
    lists = [
        f"<{kind}>" + "".join(f"<li>{some(length)}</li>" for length in (2, 4, 3, 9, 25) * 4) + f"</{kind}>"
        for kind in ("ul", "ol", "ul", "ol")
    ]
    verses = [
        f'<div style="display:grid;grid-template-columns:{grid};gap:4px 40px">'
        + "".join(f"<span>{some(4)}</span>{star}<span>{some(4)}</span>" for _ in range(16))
        + "</div>"
        for grid, star in (("1fr 1fr", ""), ("1fr 30px 1fr", "<span>***</span>"))
    ]
    row = '<div style="display:flex;justify-content:space-between">'
    contents = "".join(
        f"{row}<span>{at}</span><span>{some(4)}</span><span>{at * 7}</span></div>" for at in range(1, 20)
    )
    box = '<div style="border:1px solid black;display:flex">'
    half = '<div style="border:1px solid black;padding:8px">'
    boxes = f"{box}{half}{prose(2)}</div>{half}{prose(2)}</div></div>{box}{prose(2)}</div>"
    terms = "<dl>" + "".join(f"<dt>{some(2)}</dt><dd>{some(14)}</dd>" for _ in range(12)) + "</dl>"
    head = f"{row}<span>رقم 12/4</span><span>صحيفة الواحات</span><span>3 أيلول</span></div><hr>{prose(6)}"
    cards = [
        f'<div style="display:grid;grid-template-columns:repeat({count},1fr);gap:{gap}px">'
        + "".join(f"<div><b>{some(2)}</b><p>{some(length)}</p></div>" for _ in range(3 * count)) + "</div>"
        for count, gap, length in ((3, 16, 9), (3, 40, 22), (4, 12, 6))
    ]
    headed = (
        '<div style="display:grid;grid-template-columns:repeat(3,1fr);gap:24px">'
        + "".join(f"<b>{some(2)}</b>" for _ in range(3)) + "".join(f"<div>{prose(2)}</div>" for _ in range(6)) + "</div>"
    )
    names = "".join(f"<div>{some(2)}</div>" for _ in range(45))
    names = f'<div style="column-count:3">{names}</div>'
    straight = [f'<div style="text-align:{align}">{prose(9)}</div>' for align in ("start", "justify") * 2]
    return [*straight, *columns, *lists, *verses, *cards, contents, boxes, terms, head, headed, names]


def test_thirty_printed_pages_of_prose_columns_and_lists_have_no_table(tmp_path: Path) -> None:
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium")
    from playwright.sync_api import sync_playwright

    pages = plain_pages()
    page_break = '<div style="break-after:page"></div>'
    html = f"<html dir=rtl lang=ar><meta charset=utf-8><body>{page_break.join(pages)}"
    root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    path = tmp_path / "صفحات.pdf"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*root, "--disable-dev-shm-usage"])
        page = browser.new_page()
        page.set_content(html)
        page.pdf(path=path, format="A4")
        browser.close()
    found = read_pdf(path, path.name)
    assert isinstance(found, Extracted) and len(found.pages) >= len(pages) >= 30
    assert not rows_of(found)
