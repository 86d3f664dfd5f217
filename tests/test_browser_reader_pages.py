"""The original of an article in a real browser: its page beside the text, or its text, and the file to be saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pdf_files import pdf
from tests.reader_window import DAM, IN_SIGHT, PHONE, axe, browser, find, ready, violations  # noqa: F401 - the fixtures
from tests.test_browser import NARROW, WIDE, ask
from tests.test_browser_corpus import row, visit  # noqa: F401 - the fixture
from tests.test_formats_docx import made

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    pages = [["يصف هذا التقرير بناء السد."], [DAM], ["ويكتمل العمل في الصيف."]]
    (folder / "تقرير.pdf").write_bytes(pdf(pages))
    (folder / "مذكرة.docx").write_bytes(
        made("قررت لجنة المكتبات في حمص شراء خمسة آلاف كتاب جديد.", heading="مذكرة اللجنة")
    )
    (folder / "خبر.txt").write_text(
        "افتتاح الحديقة الكبيرة في المدينة\n\nThe park is open.\n\nافتُتحت الحديقة.", "utf-8"
    )
    return folder


def open_dam(page: object) -> None:
    row(page, "تقرير.pdf").locator(".choice").click() if page.is_visible("#corpus") else None
    reply = ask(page, "كم بلغت تكلفة السد الجديد على الوادي؟")
    reply.locator(".marker").first.click()
    ready(page)


def drawn(page: object, number: int) -> None:
    page.wait_for_function(
        "n => { const one = document.querySelector('#opened .paper img');"
        " return one && one.complete && one.naturalWidth > 0 && one.src.endsWith(`/${n}`); }",
        arg=number,
    )


def test_the_cited_page_is_drawn_beside_the_text_and_turned(visit: Callable) -> None:  # noqa: F811
    page = visit()
    open_dam(page)
    page.click("#opened .do-sheet")
    drawn(page, 2)
    assert page.locator("#opened .turned").inner_text() == "صفحة 2 من 3"
    assert page.get_attribute("#opened .paper img", "alt") == "الصفحة الأصلية: صفحة 2 من 3"
    text, sheet = (page.locator(f"#opened {part}").bounding_box() for part in (".text", ".sheet"))
    assert text["width"] > 300 and sheet["width"] > 300 and abs(text["y"] - sheet["y"]) < 2
    page.wait_for_function(IN_SIGHT, arg="#quote")
    after = page.locator("#opened .turning .step").last
    after.focus()
    page.keyboard.press("Enter")
    drawn(page, 3)
    assert after.is_disabled()
    assert page.evaluate("document.activeElement.closest('#opened .turning') !== null")  # the focus stays in the sheet
    page.keyboard.press("Enter")
    drawn(page, 2)
    page.click("#opened .do-sheet")
    assert page.locator("#opened .sheet").count() == 0


def test_on_a_phone_the_page_takes_the_place_of_the_text(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    open_dam(page)
    page.click("#opened .do-sheet")
    drawn(page, 2)
    assert not page.is_visible("#opened .text")
    assert page.locator("#opened .paper img").bounding_box()["width"] > 300
    page.click("#opened .do-find")
    page.wait_for_selector("#find-words")
    assert page.is_visible("#opened .text")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_page_that_cannot_be_drawn_is_said_and_the_file_is_there_to_be_saved(visit: Callable, corpus: Path) -> None:  # noqa: F811
    page = visit()
    open_dam(page)
    page.route("**/isnad/page/**", lambda route: route.fulfill(status=404, body="not found"))
    page.click("#opened .do-sheet")
    page.wait_for_selector("#opened .paper .failure:has-text('تعذّر رسم هذه الصفحة')")
    with page.expect_download() as saving:
        page.click("#opened a:has-text('تنزيل الأصل')")
    assert saving.value.suggested_filename == "تقرير.pdf"


@pytest.mark.parametrize("name", ["خبر.txt", "مذكرة.docx"])
def test_any_other_file_is_read_in_the_panel_and_its_original_saved(visit: Callable, corpus: Path, name: str) -> None:  # noqa: F811
    page = visit()
    row(page, name).locator("a.name").click()
    ready(page)
    assert page.locator("#opened .do-sheet").count() == 0
    assert page.locator("#opened .aside:has-text('برنامج مكتب')").count() == name.endswith(".docx")
    assert page.locator("#opened .text").inner_text().strip()
    with page.expect_download() as saving:
        page.click("#opened a.original")
    assert Path(saving.value.path()).read_bytes() == (corpus / name).read_bytes()
    assert "monospace" not in page.locator("#opened .text").evaluate("text => getComputedStyle(text).fontFamily")
    if name.endswith(".txt"):
        ways = page.locator("#opened .text > div").evaluate_all(
            "all => all.map(one => getComputedStyle(one).direction)"
        )
        assert ways == ["rtl", "ltr", "rtl"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_with_the_original_page_beside(visit: Callable, axe: str, size: dict[str, int]) -> None:  # noqa: F811
    page = visit(size)
    open_dam(page)
    page.click("#opened .do-sheet")
    drawn(page, 2)
    assert violations(page, axe) == []
