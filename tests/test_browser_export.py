"""Taking away, in a real browser: the menu and its files, what is copied and printed, a link into an article."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.ui.backend import Backend
from tests.test_browser import (  # noqa: F401 - the fixtures
    NARROW,
    QUESTION,
    address,
    ask,
    browser,
    desk,
    visit,
    wait_in_view,
)
from tests.test_export import shown_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def saved(page: object, key: str) -> tuple[str, bytes]:
    """Name and bytes of the file that a button of the menu brings."""
    with page.expect_download() as waiting:
        page.click(f"#exporting .formats button:nth-child({key})")
    download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes()


def test_an_answer_and_the_conversation_are_saved_in_every_format(visit: Callable, desk: Backend) -> None:  # noqa: F811
    page = visit()
    reply = ask(page, QUESTION)
    assert page.evaluate("performance.getEntriesByName(location.origin + '/isnad/export.js').length") == 0
    reply.locator(".act.export").click()
    page.wait_for_selector("#exporting[open]")
    assert page.locator("#exporting h2").inner_text() == "تصدير هذا الجواب"
    made = [saved(page, number) for number in range(1, 6)]
    assert [name.rpartition(".")[2] for name, _ in made] == ["docx", "pdf", "html", "md", "json"]
    assert {name.rpartition(".")[0] for name, _ in made} == {"من وقّع الاتفاق مع شركات الإنترنت"}
    quote = desk.assistant.ask(QUESTION).lines[0].text
    assert zipfile.ZipFile(io.BytesIO(made[0][1])).testzip() is None and made[1][1].startswith(b"%PDF")
    assert quote in shown_in(made[2][1], "html") and quote in made[3][1].decode("utf-8")
    assert json.loads(made[4][1])["citations"][0]["source"].endswith(".txt")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#export-0"
    ask(page, "ماذا قال مينيتي؟").locator('a[href="#export-all"]').click()
    name, data = saved(page, 5)
    assert name == "محادثة من وقّع الاتفاق مع شركات الإنترنت.json"
    assert len(json.loads(data)["conversation"]) == 2


def test_a_copied_answer_has_its_footnotes(visit: Callable, desk: Backend) -> None:  # noqa: F811
    page = visit()
    reply = ask(page, QUESTION)
    reply.locator(".act.copy").click()
    page.wait_for_selector(".act.copy[data-said]")
    lines = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n").split("\n")
    answer = desk.assistant.ask(QUESTION)
    assert lines[0] == f"«{answer.lines[0].text}» [1]"
    below = lines[lines.index("") + 1 :]
    assert below[0].startswith(f"[1] {answer.citations[0].title}") and answer.citations[0].source in below[0]


def test_a_copied_link_opens_its_passage_and_leaves_the_address_clean(
    visit: Callable, address: str  # noqa: F811
) -> None:
    page = visit()
    ask(page, QUESTION).locator(".line .marker").first.click()
    page.wait_for_selector("#quote")
    quoted = page.locator("#quote").inner_text()
    page.click("#panel .do-copy-link")
    page.wait_for_selector("#panel .do-copy-link[data-said]")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}#article=")
    other = page.context.new_page()
    other.goto(link)
    other.wait_for_selector("#quote", timeout=30_000)
    assert other.locator("#quote").inner_text() == quoted
    wait_in_view(other, "#quote")
    assert other.evaluate("location.hash") == ""
    other.goto(f"{address}#article=..%2Fsecret&from=0&to=9")
    other.reload()
    other.wait_for_selector("#opened .none")


def test_only_the_conversation_is_printed_and_a_source_in_full(visit: Callable) -> None:  # noqa: F811
    page = visit()
    ask(page, QUESTION)
    reply = ask(page, "ماذا قال مينيتي؟")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in ("#bar", "#panel", "#composer", "#chat .actions"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("#chat .asked").count() == 2 and page.locator("#chat .asked").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    cut = "quotes => quotes.some(q => q.scrollHeight > q.clientHeight + 1)"
    assert not page.locator(".card q").evaluate_all(cut)
    page.emulate_media(media="screen")
    page.evaluate("window.print = () => { window.printed = document.documentElement.dataset.print; "
                  "window.rows = document.querySelectorAll('.printed').length; }")
    reply.locator(".act.export").first.click()
    page.click("#exporting .formats button:last-child")
    assert page.evaluate("[window.printed, window.rows]") == ["answer", 2]
    assert page.locator(".printed").count() == 0


def test_the_menu_fits_a_phone_speaks_english_and_says_why_there_is_nothing(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    page.click("#bar .do-language")
    ask(page, "شكرا").locator(".act.export").click()
    dialog = page.locator("#exporting")
    box = dialog.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert dialog.locator("h2").inner_text() == "Export this answer"
    assert all(one["height"] >= 44 for one in (b.bounding_box() for b in dialog.locator("button").all()))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    name, data = saved(page, 4)
    assert name.endswith(".md") and "على الرحب" in data.decode("utf-8")
