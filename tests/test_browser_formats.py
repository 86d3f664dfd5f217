"""A folder of every format in a real browser: listed, asked, opened at the quote, and the file itself at its page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pdf_files import pdf
from tests.test_browser import ask, browser  # noqa: F401 - the fixture
from tests.test_browser_corpus import row, visit, wait_for_files  # noqa: F401 - the fixture
from tests.test_formats_docx import made

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MUSEUM = "افتتح المحافظ متحف الطيران في أسوان وفيه 42 طائرة قديمة."
DAM = "بلغت تكلفة السد الجديد على الوادي 310 ملايين دولار."
BOOKS = "قررت لجنة المكتبات في حمص شراء خمسة آلاف كتاب جديد."
PAGE = f"""<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>متحف الطيران</title>
<meta property="article:published_time" content="2021-03-14T10:00:00Z"></head>
<body><nav><a href="/">الرئيسية</a></nav><article><h1>متحف الطيران</h1><p>{MUSEUM}</p></article></body></html>"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "متحف.html").write_text(PAGE, encoding="utf-8")
    (folder / "تقرير.pdf").write_bytes(pdf([["يصف هذا التقرير بناء السد."], [DAM], ["ويكتمل العمل في الصيف."]]))
    (folder / "مذكرة.docx").write_bytes(made(BOOKS, heading="مذكرة اللجنة"))
    records = [
        {"id": f"خبر-{n}", "title": f"مباراة رقم {n}", "text": f"فاز الفريق رقم {n} في المباراة الأخيرة."}
        for n in range(30)
    ]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (folder / "مباريات.jsonl").write_text(lines, encoding="utf-8")
    (folder / "صورة.png").write_bytes(b"\x89PNG")
    return folder


def test_every_format_is_listed_and_a_file_of_many_articles_unfolds(visit: Callable) -> None:  # noqa: F811
    page = visit()
    wait_for_files(page, 5)
    assert "33 مقالًا" in page.locator("#bar .count").inner_text()
    assert "2021-03-14" in row(page, "متحف.html").inner_text()
    refused = row(page, "صورة.png").inner_text()
    assert "نوع الملف غير مدعوم" in refused and ".docx" in refused
    row(page, "مباريات.jsonl").locator("a.name").click()
    page.wait_for_selector("#corpus a:has-text('مباراة رقم 12')")
    page.locator("#corpus a:has-text('مباراة رقم 12')").click()
    page.wait_for_selector("#opened .text:has-text('فاز الفريق رقم 12')")


@pytest.mark.parametrize(
    ("name", "question", "quote", "fact"),
    [("متحف.html", "كم طائرة قديمة في متحف الطيران في أسوان؟", MUSEUM, "2021-03-14"),
     ("تقرير.pdf", "كم بلغت تكلفة السد الجديد على الوادي؟", DAM, "ص 2"),
     ("مذكرة.docx", "كم كتاب جديد قررت لجنة المكتبات في حمص شراء؟", BOOKS, "مذكرة اللجنة")],
)  # fmt: skip
def test_a_quote_from_any_format_is_opened_where_it_stands(
    visit: Callable, name: str, question: str, quote: str, fact: str  # noqa: F811
) -> None:
    page = visit()
    row(page, name).locator(".choice").click()
    page.wait_for_selector("#limits .scope")
    reply = ask(page, question)
    reply.locator(".cited summary").click()
    assert fact in (card := reply.locator(".card.cite").first.inner_text())
    assert "2019-03-14" not in card  # the day on which the Word file was made is not the article's
    reply.locator(".card.cite a.open").first.click()
    page.wait_for_selector("#opened #quote")
    assert " ".join(page.locator("#quote").inner_text().split()) == quote
    assert fact in page.locator("#opened").inner_text()
    link = page.locator("#opened a.original").get_attribute("href")
    assert link.endswith("#page=2") == name.endswith(".pdf")
    answered = page.request.get(page.url.rstrip("/") + link.partition("#")[0])
    shown = answered.headers["content-disposition"].partition(";")[0]
    assert (answered.status, shown) == (200, "inline" if name.endswith(".pdf") else "attachment")


def test_what_became_of_a_file_is_said_in_the_language_that_is_switched_to(visit: Callable) -> None:  # noqa: F811
    page = visit()
    file = {"name": "جديد.html", "mimeType": "text/html", "buffer": PAGE.encode()}
    page.set_input_files("#chooser", [file])
    page.wait_for_selector("#tray p:has-text('جديد.html')")
    page.wait_for_selector("#corpus .file:has-text('جديد.html')")
    page.wait_for_selector("#tray p:has-text('أُضيف:')")
    page.click("#bar .do-language")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    told = page.locator("#tray").inner_text()
    assert "Added:" in told and "أُضيف" not in told
