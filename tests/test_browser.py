"""The window in a real browser: the real assistant over the seeds, and one article that means harm.

Needs Chromium (or Chrome). Without one these tests skip, or fail where ISNAD_REQUIRE_BROWSER=1.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from assistant.opening import open_assistant
from assistant.settings import Settings
from assistant.types import Answer
from assistant.ui.backend import Backend
from assistant.ui.window import MAX_PARALLEL_ANSWERS, claim, create_app, server_config
from tests.conftest import SEEDS
from tests.fake_assistant import Pointing, Reader, opened, settle
from tests.fakes import now
from tests.test_ui_server import running, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ATTACK = "<img src=x onerror=alert(1)>"
MALICE = f"""{ATTACK}

أعلن المرصد التونسي أن هزة أرضية بقوة 4.7 درجات ضربت مدينة قفصة {ATTACK} مساء السبت.
<script>alert(2)</script> [رابط](https://evil.example/) ![صورة](https://evil.example/x.png) $$x^2$$ \u202eمقلوب\u202c
"""
QUESTION = "من وقّع الاتفاق مع شركات الإنترنت؟"
OFF_TOPIC = "ما هي عاصمة اليابان؟"
LEFT = "AbortError|errored out"
"""What the page says of a stream that it leaves when it is loaded anew."""

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        reason = f"no browser: none of {', '.join(BROWSERS)} is installed"
        if os.environ.get("ISNAD_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # Chromium refuses its sandbox to root, and a container's /dev/shm is small.
    root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=[*root, "--disable-dev-shm-usage"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def desk(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """The real assistant over the seeds and the article that means harm."""
    folder = tmp_path_factory.mktemp("browser")
    corpus = folder / "articles"
    shutil.copytree(SEEDS, corpus)
    (corpus / f"{ATTACK}.txt").write_text(MALICE, encoding="utf-8")
    (corpus / "فارغ.txt").write_text("", encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index", log=folder / "log")
    desk = Backend(lambda on_progress: open_assistant(settings, on_progress), corpus)
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def address(desk: Backend) -> Iterator[str]:
    import uvicorn

    listener = claim("127.0.0.1", 0)
    app = create_app(desk, Settings(SEEDS, SEEDS, SEEDS))  # only what the server reads of it: host and language
    server = uvicorn.Server(server_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    settle(desk)  # a page has half a minute to come; how long this machine reads and loads is not what is tested
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def visit(browser: object, address: str) -> Iterator[Callable[..., object]]:
    """Opens the window as a visitor of its own; at the end nobody may have left this machine or met an error."""
    contexts, hosts, complaints, dialogs = [], set(), [], []

    def note(message: object) -> None:
        if message.type in ("error", "warning"):
            told(message.text)

    def told(text: str) -> None:
        if not re.search(LEFT, text):
            complaints.append(text)

    def dismiss(dialog: object) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def open_window(size: dict[str, int] = WIDE, **options: object) -> object:
        context = browser.new_context(viewport=size, **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", note)
        page.on("pageerror", lambda error: told(str(error)))
        page.on("dialog", dismiss)
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.goto(address)
        page.wait_for_selector("#isnad .count.do-list")  # the index is open
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert hosts <= {"127.0.0.1", None}, "a request to another host"
    assert dialogs == []
    assert complaints == []


def ask(page: object, question: str) -> object:
    """The reply to a question, complete."""
    before = page.locator("#chat .asked").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(f"#chat .message-row:nth-child({2 * before + 2}) .actions")
    return page.locator("#chat .reply").last


def folded(text: str) -> str:
    return " ".join(text.split())


IN_VIEW = """selector => {
    const found = document.querySelector(selector);  // for a moment not there, while the panel is drawn anew
    if (!found) return false;
    const box = found.getBoundingClientRect();
    const around = found.closest('.text').getBoundingClientRect();
    return box.height > 0 && box.top >= around.top - 1 && box.top < Math.min(around.bottom, innerHeight);
}"""


def wait_in_view(page: object, selector: str) -> None:
    """Until the element is inside the window and inside what scrolls around it."""
    page.wait_for_function(IN_VIEW, arg=selector)


def test_a_marker_opens_its_article_with_the_quote_highlighted(visit: Callable, desk: Backend) -> None:
    page = visit()
    reply = ask(page, QUESTION)
    cited = desk.assistant.ask(QUESTION).citations
    assert not desk.assistant.ask(QUESTION).abstained
    for citation in cited:
        if citation.also:
            continue
        reply.locator(f".line .marker:has-text('{citation.marker}')").first.click()
        page.wait_for_function(
            "file => document.querySelector('#panel .title .file')?.textContent === file"
            " && document.querySelector('#quote')",
            arg=citation.source,
        )
        page.wait_for_function(
            "quote => document.querySelector('#quote')?.innerText.replace(/\\s+/g, ' ').trim() === quote",
            arg=folded(citation.quote),
        )
        wait_in_view(page, "#quote")
        article = page.locator("#panel .text").inner_text()
        assert folded(article) == folded(now(desk.assistant.index).document(citation.source).text.lstrip("\ufeff"))


def test_an_article_whose_first_letter_is_latin_is_read_from_right_to_left(visit: Callable, desk: Backend) -> None:
    page = visit()
    for source, expected in (
        ("002_729fcf7bd92e1141.txt", ["rtl"]),  # begins with «news»
        ("004_dfd3936c2d105e84.txt", ["rtl", "ltr", "rtl"]),  # the caption of its picture is English
    ):
        page.locator(f"#corpus .files a.name:has-text('{source}')").click()
        page.wait_for_selector("#opened .text")
        ways = page.locator("#opened .text > div").evaluate_all(
            "found => found.map(each => getComputedStyle(each).direction)"
        )
        assert ways == expected
        text = now(desk.assistant.index).document(source).text.lstrip("\ufeff")
        assert folded(page.locator("#opened .text").inner_text()) == folded(text)
        page.click("#opened .back")
        page.wait_for_selector("#corpus .files")


def test_the_part_that_answers_is_set_off_in_the_line_the_card_and_the_article(
    browser: object, settings: Settings
) -> None:
    quote, part = "وقال مينيتي إن الاتفاق خطوة أولى.", "خطوة أولى"
    with served(settings, Pointing()) as address:
        context = browser.new_context(viewport=WIDE)
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("#isnad .count.do-list")
        reply = ask(page, "ما الاتفاق؟")
        reply.locator(".cited summary").click()  # the card is there on demand
        page.wait_for_selector(".card q .found", state="visible")
        assert [found.inner_text() for found in reply.locator(".found").all()] == [part, part]
        reply.locator(".line .marker").click()
        page.wait_for_selector("#quote .found")
        assert page.locator("#quote").inner_text() == quote
        assert page.locator("#quote .found").inner_text() == part
        for place in (".line .found", ".card q .found", "#quote .found"):
            looks = page.locator(place).evaluate(
                "found => [getComputedStyle(found).fontWeight, getComputedStyle(found).textDecorationLine]"
            )
            assert looks == ["600", "underline"]  # seen without telling colours apart
            assert page.locator(place).is_visible()
        context.close()


def test_the_quote_is_copied_with_its_source(visit: Callable, desk: Backend) -> None:
    page = visit()
    reply = ask(page, QUESTION)
    cited = desk.assistant.ask(QUESTION).citations[0]
    reply.locator(".cited summary").click()
    reply.locator(".card .open").first.click()
    page.click("#panel .do-copy")
    page.wait_for_selector("#panel .do-copy[data-said]")
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied == f"«{cited.quote}»\n" + " — ".join(filter(None, (cited.title, cited.source)))
    reply.locator(".act.copy").click()
    page.wait_for_selector(".act.copy[data-said]")
    assert cited.source in page.evaluate("navigator.clipboard.readText()")


def test_an_abstention_offers_passages_that_are_not_an_answer(visit: Callable) -> None:
    page = visit()
    reply = ask(page, OFF_TOPIC)
    assert "لا أجد إجابة عن هذا السؤال في المقالات." in reply.inner_text()
    assert not reply.locator(".card.near").count()
    reply = ask(page, "لماذا غادرت ديوك إيطاليا؟")  # they tell of her journey, not why she left
    assert "لا أجد إجابة صريحة في المقالات؛ هذا أقرب ما فيها." in reply.inner_text()
    assert "ليست إجابة" in reply.inner_text()
    nearest = reply.locator(".card.near .open")
    assert 1 <= nearest.count() <= 3
    shown = folded(nearest.first.locator("q").text_content())
    nearest.first.click()
    page.wait_for_selector("#quote")
    assert folded(page.locator("#quote").inner_text()) == shown


def test_an_article_that_means_harm_is_shown_as_text(visit: Callable) -> None:
    page = visit()
    reply = ask(page, f"ما قوة الهزة التي ضربت قفصة؟ {ATTACK} [رابط](https://evil.example/)")
    assert ATTACK in page.locator("#chat .asked").last.inner_text()
    reply.locator(".cited summary").click()
    reply.locator(f".open:has-text('{ATTACK}')").first.click()
    page.wait_for_selector("#quote")
    text = page.locator("#panel .opened").inner_text()
    for piece in (f"{ATTACK}.txt", "<script>alert(2)</script>", "[رابط](https://evil.example/)", "$$x^2$$", "U+202E"):
        assert piece in text
    assert page.locator("#isnad img, #isnad script, #isnad .katex").count() == 0
    assert page.locator('#isnad a:not([href^="#"]):not([href^="/isnad/file/"])').count() == 0


def test_inline_handlers_would_not_run_even_if_they_reached_the_page(browser: object, address: str) -> None:
    page = browser.new_context().new_page()
    page.goto(address)
    page.wait_for_selector("#isnad .bar")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    page.context.close()


def test_on_a_narrow_screen_the_panel_slides_over_and_closes(visit: Callable) -> None:
    page = visit(NARROW)
    panel = page.locator("#panel")
    assert not panel.is_visible()
    reply = ask(page, QUESTION)
    reply.locator(".marker").first.click()
    page.wait_for_selector("#quote")
    page.wait_for_function(  # it has slid in
        """width => { const box = document.querySelector('#panel').getBoundingClientRect();
            return box.x === 0 && box.width === width; }""",
        arg=NARROW["width"],
    )
    wait_in_view(page, "#quote")
    page.click("#panel .do-close")
    panel.wait_for(state="hidden")
    page.click("#isnad .count.do-list")
    page.wait_for_selector("#corpus .files")
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_opens_a_citation_and_closes_the_panel(visit: Callable) -> None:
    page = visit()
    reply = ask(page, QUESTION)
    marker = reply.locator(".marker").first
    marker.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#quote")
    page.wait_for_function("() => document.activeElement.id === 'quote'")
    page.keyboard.press("Escape")
    page.locator("#panel").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className").startswith("marker")


def test_the_chosen_language_and_theme_are_remembered(visit: Callable) -> None:
    page = visit()
    ask(page, QUESTION)
    assert page.locator("h1").inner_text() == "إسناد"
    page.click(".do-language")
    page.click(".do-theme")
    assert page.locator("h1").inner_text() == "Isnad"
    assert page.locator("#chat .line").count() >= 1  # the conversation stays
    assert page.locator("#chat .line").first.get_attribute("dir") == "rtl"
    page.reload()
    page.wait_for_selector("#isnad .count.do-list")
    root = page.locator("html")
    assert [root.get_attribute(name) for name in ("lang", "dir", "data-theme")] == ["en", "ltr", "dark"]
    page.wait_for_function("() => document.querySelector('#question textarea').placeholder.startsWith('Type')")
    assert "6 articles" in page.locator("#isnad .count.do-list").inner_text()
    assert page.locator("#send").get_attribute("aria-label") == "Send"


def test_refused_files_are_named_with_their_reason(visit: Callable) -> None:
    page = visit()
    assert "ملف واحد لم يُقرأ" in page.locator("#welcome").inner_text()
    page.locator('#corpus a[href="#only-refused"]').click()
    page.wait_for_function("() => document.querySelectorAll('#corpus .files > li').length === 1")
    assert "فارغ.txt" in page.locator("#corpus .files").inner_text()
    assert "الملف فارغ" in page.locator("#corpus .files").inner_text()


def test_a_first_question_drawn_from_the_corpus_is_asked_at_a_click(visit: Callable) -> None:
    page = visit()
    page.wait_for_selector(".try a", timeout=60_000)
    offered = page.locator(".try ul.in-ar a").first.inner_text()
    page.locator(".try ul.in-ar a").first.click()
    page.wait_for_selector("#chat .actions")
    assert page.locator("#chat .asked h2").inner_text() == offered
    assert page.locator("#chat .answer .marker").count() >= 1


class Held(Reader):
    """A reader that answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def stream(self, question: str, *rest: object, **more: object) -> Iterator[Answer]:
        assert self.gate.wait(300)
        yield from super().stream(question, *rest, **more)


def test_stopping_ends_the_wait_and_leaves_the_window_usable(browser: object, settings: Settings) -> None:
    reader = Held()
    with served(settings, reader) as slow:
        context = browser.new_context()
        page = context.new_page()
        page.goto(slow)
        page.wait_for_selector("#isnad .count.do-list")
        page.fill("#question textarea", "سؤال بطيء")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#chat .pending")
        page.click("#stop")
        page.wait_for_function("() => !document.querySelector('#chat .pending')")
        assert "أوقفتَ الجواب." in page.locator("#chat").inner_text()
        reader.gate.set()
        page.fill("#question textarea", "سؤال آخر")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#chat .message-row:nth-child(4) .line")
        context.close()


def test_a_visitor_becomes_the_owner_by_the_address_that_the_terminal_printed(
    browser: object, settings: Settings
) -> None:
    """Seen through a proxy, so that being on this machine does not count."""
    app = create_app(opened(Reader()), settings)
    with running(app) as address:
        context = browser.new_context(viewport=WIDE, extra_http_headers={"x-forwarded-for": "192.168.1.9"})
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("#isnad .count.do-list")
        assert not page.is_visible(".do-models")
        page.goto("about:blank")
        page.goto(f"{address}/#owner={app.keys.owner_token}")
        page.wait_for_selector(".do-models", state="visible")
        assert app.keys.owner_token not in page.url
        page.click(".do-models")
        page.wait_for_selector("#models input[value=none]")
        assert "isnad_owner" not in page.evaluate("document.cookie")
        context.close()


def test_a_person_who_waits_reads_the_place_in_the_line(browser: object, settings: Settings) -> None:
    reader = Held()
    with served(settings, reader) as slow:
        # a browser opens six connections to one server, and a page holds three: each has one of its own
        contexts = [browser.new_context() for _ in range(MAX_PARALLEL_ANSWERS + 1)]
        pages = [context.new_page() for context in contexts]
        for page in pages:
            page.goto(slow)
            page.wait_for_selector("#isnad .count.do-list")
        for page in pages:
            page.fill("#question textarea", "سؤال")
            page.press("#question textarea", "Enter")
            page.wait_for_selector("#chat .pending")
        pages[-1].wait_for_function("() => document.querySelector('#chat').innerText.includes('دورك في الانتظار')")
        reader.gate.set()
        pages[-1].wait_for_selector("#chat .line")
        for context in contexts:
            context.close()


def test_two_visitors_do_not_see_each_other(visit: Callable) -> None:
    first, second = visit(), visit()
    ask(first, QUESTION)
    assert second.locator("#chat .asked").count() == 0
    ask(second, OFF_TOPIC)
    assert [page.locator("#chat .asked").count() for page in (first, second)] == [1, 1]
    assert OFF_TOPIC not in first.locator("#talk").inner_text()


def test_a_question_is_asked_again_edited_and_cleared(visit: Callable) -> None:
    page = visit()
    ask(page, QUESTION)
    ask(page, OFF_TOPIC)
    page.locator(".act.edit").last.click()
    page.wait_for_function("question => document.querySelector('#question textarea').value === question", arg=OFF_TOPIC)
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_function(
        "question => [...document.querySelectorAll('#chat h2')].at(-1).innerText === question"
        " && [...document.querySelectorAll('#chat .reply')].at(-1).querySelector('.line')",
        arg=QUESTION,
    )
    assert page.locator("#chat .asked").count() == 2
    page.locator(".act.retry").first.click()
    page.wait_for_function(
        "() => document.querySelector('#chat .versions .count bdi')?.innerText === '2/2'"
        " && !document.querySelector('#chat .pending')"
    )
    assert page.locator("#chat .asked").count() == 2  # what followed stays
    page.click(".do-clear")
    page.wait_for_function("() => document.querySelectorAll('#chat .asked').length === 0")
    assert page.locator("#welcome").is_visible()


def test_a_new_question_stands_at_the_top_of_the_conversation(visit: Callable) -> None:
    page = visit()
    ask(page, QUESTION)
    ask(page, OFF_TOPIC)
    page.wait_for_function(
        """() => { const [asked] = [...document.querySelectorAll('#chat .asked')].slice(-1);
            const top = document.querySelector('#talk').getBoundingClientRect().y;
            return Math.abs(asked.getBoundingClientRect().y - top) < 40; }"""
    )


def test_the_window_is_drawn_in_its_own_font(visit: Callable) -> None:
    page = visit()
    page.evaluate("document.fonts.ready")
    fonts = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    assert any(re.search("IBM Plex Sans Arabic", family) for family in fonts)
