"""The folder in a real browser: listed, searched, followed, added to and taken from, and asked in part.

The real assistant over three small articles in a folder of the test's own, with the embedder of `fakes`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant import opening
from assistant.llm.discovery import Offer
from assistant.settings import Settings
from assistant.types import Generation
from assistant.ui.backend import Backend
from assistant.ui.window import claim, create_app, server_config
from tests.fake_assistant import Reader, an_answer
from tests.fakes import WordLengths
from tests.test_browser import NARROW, WIDE, ask, browser  # noqa: F401 - the fixture
from tests.test_ui_server import served
from vectorstore.sync.folder import REMOVED_FOLDER
from vectorstore.types import Embedded, Passage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARTICLES = {
    "حدائق.txt": "افتتاح حدائق جديدة في المدينة\n\nأعلنت البلدية افتتاح ثلاث حدائق جديدة في المدينة خلال العام المقبل.",
    "مكتبة.txt": "إغلاق المكتبة القديمة في الحي\n\nأغلقت الوزارة المكتبة القديمة في الحي بعد خمسين عامًا من العمل.",
    "زلزال.txt": "هزة أرضية خفيفة في الجنوب\n\nضربت هزة أرضية خفيفة مدن الجنوب مساء السبت ولم تقع أي أضرار.",
}
NEW = "وصول القطار السريع إلى الشمال\n\nوصل القطار السريع إلى مدن الشمال لأول مرة منذ عشرين عامًا."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "فارغ.txt").write_text("", encoding="utf-8")
    return folder


@pytest.fixture
def visit(browser: object, quick: WordLengths, corpus: Path) -> Iterator[Callable[..., object]]:  # noqa: F811
    """Opens the window over the folder."""
    import uvicorn

    settings = Settings(
        corpus, corpus.parent / "index", corpus.parent / "log", reader="none", llm="none",
        folders=corpus.parent / "folders.json",
    )  # fmt: skip
    desk = Backend(lambda on_progress: opening.open_assistant(settings, on_progress), corpus, may_change=True)
    listener = claim("127.0.0.1", 0)
    server = uvicorn.Server(
        server_config(create_app(desk, settings))
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    desk.start()
    contexts = []

    def open_window(size: dict[str, int] = WIDE) -> object:
        contexts.append(browser.new_context(viewport=size))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.goto(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        page.wait_for_selector("#corpus .files", state="attached")
        page.wait_for_function("() => !document.querySelector('.try .blank')")  # the folder is watched from now on
        return page

    yield open_window
    for context in contexts:
        context.close()
    server.should_exit = True
    thread.join(10)
    listener.close()
    desk.close()


def row(page: object, name: str) -> object:
    return page.locator("#corpus .files > li").filter(has_text=name)


def wait_for_files(page: object, number: int) -> None:
    page.wait_for_function("n => document.querySelectorAll('#corpus .files > li').length === n", arg=number)


def test_the_corpus_page_lists_searches_and_opens(visit: Callable) -> None:
    page = visit()
    wait_for_files(page, 4)
    assert "الملف فارغ" in row(page, "فارغ.txt").inner_text()
    page.locator("#corpus .totals summary").click()
    assert "حجم الفهرس" in page.locator("#corpus .totals").inner_text()
    page.fill("#filter :is(textarea, input)", "المكتبه")  # as it is typed, folded
    wait_for_files(page, 1)
    row(page, "مكتبة.txt").locator("a.name").click()
    page.wait_for_selector("#opened .opened")
    assert "أغلقت الوزارة" in page.locator("#opened .text").inner_text()
    page.click("#opened .back")
    page.wait_for_selector("#corpus .files")
    assert page.locator("#filter :is(textarea, input)").input_value() == "المكتبه"


def test_a_question_is_limited_to_a_ticked_file_and_freed_again_by_keyboard(visit: Callable) -> None:
    page = visit()
    row(page, "زلزال.txt").locator(".choice").focus()
    page.keyboard.press("Space")
    page.wait_for_selector("#limits .scope")
    assert "البحث في 1 من 3 ملفات" in page.locator("#limits").inner_text()
    page.wait_for_function("() => document.activeElement.getAttribute('aria-checked') === 'true'")
    reply = ask(page, "ماذا أعلنت البلدية عن حدائق المدينة؟")
    assert "بحثنا في 1 من 3 ملفات" in reply.inner_text() and "حدائق.txt" not in reply.inner_text()
    page.click('#limits a[href="#choose-none"]')
    page.wait_for_function("() => !document.querySelector('#limits .scope')")
    assert "بحثنا في" not in ask(page, "ماذا أعلنت البلدية عن حدائق المدينة؟").inner_text()


def test_what_changes_in_the_folder_is_followed_and_said(visit: Callable, corpus: Path) -> None:
    page = visit()
    row(page, "زلزال.txt").locator(".choice").click()
    page.wait_for_selector("#limits .scope")
    (corpus / "قطار.txt").write_text(NEW, encoding="utf-8")
    page.wait_for_selector("#corpus .file:has-text('قطار.txt')")
    assert "أُضيف مقال واحد." in page.locator("#bar .live").inner_text()
    assert "4 مقالات" in page.locator("#bar .count").inner_text()
    (corpus / "زلزال.txt").unlink()
    page.wait_for_selector("#limits [role=status]:has-text('زلزال.txt')")
    assert page.locator("#limits .scope").count() == 0


def test_a_folder_that_goes_away_is_said_and_so_is_its_return(visit: Callable, corpus: Path) -> None:
    page = visit()
    corpus.rename(corpus.parent / "away")
    page.wait_for_selector("#bar .live .failure:has-text('لا يوجد مجلد مقالات')")
    assert "حدائق.txt" in ask(page, "ماذا أعلنت البلدية عن حدائق المدينة؟").text_content()  # from the state before
    (corpus.parent / "away").rename(corpus)
    page.wait_for_function("() => !document.querySelector('#bar .live .failure')")
    wait_for_files(page, 4)


def test_a_file_is_added_removed_after_a_question_and_put_back(visit: Callable, corpus: Path) -> None:
    page = visit()
    file = {"name": "قطار.txt", "mimeType": "text/plain", "buffer": NEW.encode()}
    page.set_input_files("#chooser", [file, {**file, "name": "برنامج.exe"}])
    page.wait_for_selector("#tray .wrong:has-text('نوع الملف غير مدعوم')")
    page.wait_for_selector("#corpus .file:has-text('قطار.txt')")
    row(page, "قطار.txt").locator(".remove").click()
    page.wait_for_selector("#removal[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#removal:not([open])", state="attached")
    assert (corpus / "قطار.txt").exists()  # nothing is done before it was confirmed
    row(page, "قطار.txt").locator(".remove").click()
    page.click("#removal .yes")
    page.wait_for_function(
        "() => ![...document.querySelectorAll('#corpus .file')].some(f => f.textContent === 'قطار.txt')"
    )
    assert (corpus / REMOVED_FOLDER / "قطار.txt").exists() and not (corpus / "قطار.txt").exists()
    page.click("#tray .undo")
    page.wait_for_selector("#corpus .file:has-text('قطار.txt')")
    assert (corpus / "قطار.txt").read_text(encoding="utf-8") == NEW


def test_files_are_dropped_onto_the_window(visit: Callable, corpus: Path) -> None:
    page = visit()
    dropped = page.evaluate_handle(
        "text => { const held = new DataTransfer(); held.items.add(new File([text], 'قطار.txt')); return held; }", NEW
    )
    page.dispatch_event("body", "dragenter", {"dataTransfer": dropped})
    page.wait_for_selector("html.dropping")
    page.dispatch_event("body", "drop", {"dataTransfer": dropped})
    page.wait_for_selector("#corpus .file:has-text('قطار.txt')")
    assert (corpus / "قطار.txt").read_text(encoding="utf-8") == NEW
    assert page.locator("html.dropping").count() == 0


def test_a_file_that_was_mended_is_read_again_on_request(visit: Callable, corpus: Path) -> None:
    page = visit()
    page.click("#corpus .do-retry-refused")
    page.wait_for_selector("#bar .live .note:has-text('لا جديد في المجلد')")
    (corpus / "فارغ.txt").write_text(NEW, encoding="utf-8")
    page.click("#corpus .do-sync")
    page.wait_for_function("() => !document.querySelector('#corpus .files > .refused')")


def test_a_long_sync_shows_how_far_it_is_is_stopped_and_goes_on(
    visit: Callable, corpus: Path, quick: WordLengths, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit()
    gate, slow = threading.Event(), WordLengths.embed_passages

    def embed(model: WordLengths, passages: Sequence[Passage]) -> list[Embedded]:
        gate.wait(1)  # seconds a batch, until the test lets it run
        return slow(model, passages)

    monkeypatch.setattr(WordLengths, "embed_passages", embed)
    sentences = (f"أعلنت البلدية رقم {n} افتتاح حديقة جديدة في الحي رقم {n} من المدينة القديمة." for n in range(3_000))
    (corpus / "طويل.txt").write_text("\n\n".join(sentences), encoding="utf-8")
    page.wait_for_selector("#bar .progress")
    page.click("#bar .do-stop-sync")
    page.wait_for_selector("#bar .do-resume")
    assert "أوقفتَ المزامنة" in page.locator("#bar .live").inner_text()
    assert page.locator("#corpus .file:has-text('طويل.txt')").count() == 0
    gate.set()
    page.click("#bar .do-resume")
    page.wait_for_selector("#corpus .file:has-text('طويل.txt')")


def test_the_original_file_is_saved_and_read_in_the_panel_alone(visit: Callable) -> None:
    page = visit()
    with page.expect_download() as saving:
        row(page, "حدائق.txt").locator("a:has-text('تنزيل الأصل')").click()
    assert saving.value.suggested_filename == "حدائق.txt"
    row(page, "حدائق.txt").locator("a.name").click()
    page.wait_for_selector("#opened .text:has-text('ثلاث حدائق')")
    assert page.locator("#opened .text > div").first.evaluate("text => getComputedStyle(text).direction") == "rtl"


def test_a_further_folder_is_named_in_the_settings_and_let_go_with_a_way_back(visit: Callable, corpus: Path) -> None:
    archive = corpus.parent / "أرشيف <img>"
    archive.mkdir()
    (archive / "قطار.txt").write_text(NEW, encoding="utf-8")
    page = visit(NARROW)
    page.click("#bar .do-settings")
    page.wait_for_selector(f"#settings .folders bdi:text-is('{corpus}')")
    page.fill("#settings .folders input", "/no/such/folder")
    page.press("#settings .folders input", "Enter")
    page.wait_for_selector("#settings .folders .failure:has-text('لا يوجد مجلد')")
    page.fill("#settings .folders input", str(archive))
    page.press("#settings .folders input", "Enter")
    page.wait_for_selector(f"#settings .folders bdi:text-is('{archive}')")
    assert page.evaluate("document.querySelector('#settings').scrollWidth <= innerWidth")
    page.wait_for_selector("#corpus .file:has-text('أرشيف <img>/قطار.txt')", state="attached")
    page.click("#settings .folders li button")
    page.wait_for_selector("#settings .folders .told button")
    page.wait_for_function(
        "() => ![...document.querySelectorAll('#corpus .file')].some(one => one.textContent.includes('قطار'))"
    )
    page.keyboard.press("Enter")  # the way back has the focus
    page.wait_for_selector(f"#settings .folders li bdi:text-is('{archive}')")
    page.reload()
    page.wait_for_selector("#corpus .file:has-text('أرشيف <img>/قطار.txt')", state="attached")
    page.click("#bar .do-settings")
    page.wait_for_selector(f"#settings .folders li bdi:text-is('{archive}')")


def test_the_corpus_page_fits_a_narrow_screen(visit: Callable) -> None:
    page = visit({"width": 360, "height": 740})
    page.click("#bar .count")
    page.wait_for_selector("#corpus .files")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    widest = page.evaluate("Math.max(...[...document.querySelectorAll('#corpus *')].map(e => e.scrollWidth))")
    assert widest <= 360


class Worded(Reader):
    """A reader whose answers a language model worded, after a while in which it only reads."""

    def stream(self, question: str, *_: object) -> Iterator[object]:
        yield an_answer(question, lines=(), citations=(), state="llm_waiting", text="")
        self.gate.wait(20)
        done = Generation("qwen", read=6, found=12, written=3, removed=(("numbers", 2),))
        yield an_answer(question, answerer="qwen", generation=done)


def test_a_model_is_chosen_and_its_answers_say_what_it_did(
    browser: object, settings: Settings, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    reader = Worded()
    reader.gate = threading.Event()
    here, away = Offer("http://127.0.0.1:9", "qwen", "Ollama"), Offer("https://models.example", "big", "")
    monkeypatch.setattr(reader.models, "offers", lambda: (here, away))
    with served(settings, reader) as address:
        page = browser.new_context(viewport=WIDE).new_page()
        page.goto(address)
        page.wait_for_selector("#isnad .count.do-list")
        page.click("#bar .do-models")
        page.locator("#models label").filter(has_text="big").click()
        page.wait_for_selector("#bar .leaves")
        assert "https://models.example" in page.locator("#bar .leaves").inner_text()
        page.locator("#models label").filter(has_text="qwen").click()
        page.wait_for_function("() => !document.querySelector('#bar .leaves')")
        assert reader.models.chosen == here
        page.click("#models .no")
        page.fill("#question textarea", "ماذا قال؟")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#chat .pending:has-text('ينتظر النموذج اللغوي')")
        reader.gate.set()
        page.wait_for_selector("#chat .worded")
        told = page.locator("#chat .worded").inner_text()
        assert "qwen" in told and "6" in told and "12" in told and "2" in told
        page.context.close()
