"""What stands around the conversation, in a real browser: the bar, settings, keys, folding, and a lost program."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.types import Answer, Line
from assistant.ui.backend import Backend
from tests.conftest import SEEDS
from tests.fake_assistant import QUOTE, SETTLE_SECONDS, Reader, an_answer, citation
from tests.test_browser import NARROW, QUESTION, WIDE, address, ask, browser, desk, visit  # noqa: F401 - the fixtures
from tests.test_ui_server import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "نشرت الصحيفة خبرًا طويلًا عن الاتفاق، وفيه تفاصيل كثيرة. " * 12
BOX = "#question textarea"
TOLD_SECONDS = 3.5
"""Within which a person is told that the program hangs, and a little for this machine's own slowness."""


def overflow(page: object, selector: str) -> list[float]:
    """How far an element stands out of the window, to the left and to the right."""
    box = page.locator(selector).bounding_box()
    return [max(0, -box["x"]), max(0, box["x"] + box["width"] - page.viewport_size["width"])]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_bar_of_a_phone_is_one_line_whose_buttons_a_thumb_can_hit(visit: Callable, language: str) -> None:  # noqa: F811
    page = visit(NARROW, has_touch=True)
    if language == "en":
        page.click("#bar .do-language")
    page.locator("#bar .count span:visible").first.evaluate("count => { count.textContent = '123,456 مقالًا'; }")
    ask(page, QUESTION)
    assert page.locator("header.bar").bounding_box()["height"] < 2 * 44
    shown = [button for button in page.locator("#bar .switches button").all() if button.is_visible()]
    assert len(shown) >= 4
    assert page.is_visible("#bar .do-language"), "one press away, whatever was asked"
    for box in (button.bounding_box() for button in shown):
        assert box["width"] >= 44 and box["height"] >= 44
        assert box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_every_dialog_fits_a_phone(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    for opener, dialog in ((".do-settings", "#settings"), (".do-models", "#models")):
        page.locator(f"#bar {opener}").evaluate("button => button.click()")
        page.wait_for_selector(f"{dialog}[open]")
        assert overflow(page, dialog) == [0, 0]
        inner = page.locator(dialog).evaluate("dialog => dialog.scrollWidth - dialog.clientWidth")
        assert inner <= 0, f"{dialog} is wider inside than outside"
        page.keyboard.press("Escape")


def test_settings_are_kept_across_a_reload_and_forgotten_on_request(visit: Callable) -> None:  # noqa: F811
    page = visit()
    before = page.locator("#isnad .welcome h2").evaluate("title => parseFloat(getComputedStyle(title).fontSize)")
    page.click("#bar .do-settings")
    page.check("#settings [value='larger']")
    page.check("#settings [value='dark']")
    page.check("#settings [value='en']")
    page.wait_for_selector("#settings h2:text('Settings')")
    assert page.locator("#settings li", has_text="gradio").inner_text().split()[-1] == "Apache-2.0"
    page.locator("#welcome .try a:visible").first.wait_for()
    page.reload()
    page.wait_for_selector("#isnad .count.do-list")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.documentElement.lang") == "en"
    after = page.locator("#isnad .welcome h2").evaluate("title => parseFloat(getComputedStyle(title).fontSize)")
    assert after > 1.3 * before
    page.click("#bar .do-settings")
    page.press("#settings button:text('Forget')", "Enter")  # the folders and the packages come later and move it
    page.wait_for_selector("html[lang='ar']:not([data-size])")


def test_with_text_twice_as_large_nothing_is_wider_than_the_window(visit: Callable) -> None:  # noqa: F811
    page = visit({"width": 640, "height": 450})  # 1280 by 900 at 200 %
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.locator(BOX).is_visible() and overflow(page, "#send") == [0, 0]


def test_the_first_visit_is_told_three_sentences_once(visit: Callable) -> None:  # noqa: F811
    page = visit()
    assert page.locator("#isnad .first li:visible").count() == 3
    page.click("#isnad .do-seen")
    page.wait_for_selector("#isnad .first", state="hidden")
    page.wait_for_selector("#welcome .try a")
    page.reload()
    page.wait_for_selector("#isnad .count.do-list")
    assert not page.is_visible("#isnad .first") and page.is_visible("#isnad .how")


def test_the_window_can_be_installed_and_keeps_no_content_for_it(visit: Callable) -> None:  # noqa: F811
    page = visit()
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["url"].endswith("/isnad/app.json") and found["errors"] == []
    for icon in json.loads(found["data"])["icons"]:
        answer = page.request.get(page.url.rstrip("/") + icon["src"])
        assert answer.ok and answer.headers["content-type"].startswith(icon["type"])
    problems = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in problems if one["errorId"] != "in-incognito"] == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_a_long_question_folds_and_unfolds(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    ask(page, LONG + QUESTION)
    asked = page.locator("#chat .asked h2")
    folded = asked.bounding_box()["height"]
    assert folded < 160
    page.click("#chat .asked .whole")
    assert asked.bounding_box()["height"] > 1.5 * folded
    assert page.get_attribute("#chat .asked .whole", "aria-expanded") == "true"
    ask(page, QUESTION)
    assert page.locator("#chat .asked .whole").count() == 1


def test_the_model_is_named_and_where_there_is_none_it_says_what_to_do(visit: Callable) -> None:  # noqa: F811
    page = visit()
    named = page.get_by_role("button", name=re.compile("صياغة الأجوبة.*بلا نموذج"))
    named.click()
    page.wait_for_selector("#models form:has-text('Ollama')")
    page.click("#models .again")
    page.wait_for_selector("#models form:has-text('Ollama')")


def test_keys_list_themselves_walk_the_sources_and_bring_the_last_question_back(visit: Callable) -> None:  # noqa: F811
    page, question = visit(), "من حضر باسم تويتر لقاء وزراء مجموعة السبع؟"  # several quotes
    page.press(BOX, "?")
    page.wait_for_selector("#keys[open] kbd:text('?')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys[open]", state="detached")
    reply = ask(page, question)
    page.fill(BOX, "كم؟")
    page.press(BOX, "?")
    assert page.input_value(BOX) == "كم؟?"
    page.fill(BOX, "")
    reply.locator(".marker").first.focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#cite-0-2"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#cite-0-1"
    page.keyboard.press("Enter")
    page.wait_for_selector("#quote")
    page.focus(BOX)
    page.press(BOX, "ArrowUp")
    page.wait_for_function("question => document.querySelector('#question textarea').value === question", arg=question)
    page.wait_for_selector("#editing a", state="visible")
    page.press(BOX, "Escape")
    page.wait_for_selector("#editing a", state="hidden")
    assert page.is_visible("#quote"), "Escape left the editing and not the article"


def test_the_first_stop_of_the_keyboard_leads_to_the_question(visit: Callable) -> None:  # noqa: F811
    page = visit()
    first = page.locator("#isnad :is(a, button, textarea, input, [tabindex='0'])").first
    assert "do-to-question" in first.get_attribute("class")
    first.focus()
    assert first.bounding_box()["width"] > 44, "seen as soon as the keyboard is there"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('#question textarea')")


# -- a program that hangs, goes and comes back ---------------------------------------------------------


class Program:
    """The program as a person runs it, in a process of its own, at one port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "app.py", "--corpus", str(SEEDS), "--index", str(self.folder), "--port"]
        self.process = subprocess.Popen([*command, str(self.port)], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline()  # it says where the window is
        return self.process

    def signal(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def end(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    made = Program(tmp_path / "index")
    yield made
    made.end()


@pytest.fixture
def page(program: Program, browser: object) -> Iterator[object]:  # noqa: F811
    context = browser.new_context(viewport=WIDE)
    opened = context.new_page()
    opened.set_default_timeout(1000 * SETTLE_SECONDS)  # it reads the articles and loads its models while the page waits
    opened.goto(f"http://127.0.0.1:{program.port}/")
    opened.wait_for_selector("#welcome .try a")
    yield opened
    context.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no signal here makes a program hang")
def test_a_program_that_hangs_is_told_in_time_and_the_notice_goes_when_it_works_again(
    program: Program, page: object
) -> None:
    page.fill(BOX, "سؤال لم يكتمل")
    program.signal(signal.SIGSTOP)
    began = time.monotonic()
    page.wait_for_selector("#notice:has-text('لا يستجيب البرنامج')")
    waited = time.monotonic() - began
    notice, bar = page.locator("#notice").bounding_box(), page.locator("header.bar").bounding_box()
    assert notice["y"] + notice["height"] <= bar["y"] + 1, "it lies over nothing"
    box = page.locator(BOX).bounding_box()
    assert box["y"] + box["height"] <= WIDE["height"], "and pushes nothing out"
    program.signal(signal.SIGCONT)
    page.wait_for_selector("#notice", state="hidden")
    assert page.input_value(BOX) == "سؤال لم يكتمل"
    assert waited < 3 * TOLD_SECONDS  # bounded far off, for a machine that is busy; seen: about 3 s


def test_a_program_that_was_gone_is_joined_again_by_itself_with_the_draft(program: Program, page: object) -> None:
    page.fill(BOX, "سؤال لم يكتمل")
    program.end()
    page.wait_for_selector("#notice:has-text('انقطع الاتصال')")
    program.start()
    page.wait_for_selector("#notice", state="hidden")
    page.wait_for_selector("#isnad .count.do-list")
    page.wait_for_function("document.querySelector('#question textarea').value === 'سؤال لم يكتمل'")
    ask(page, QUESTION)  # the page is one of the new run


# -- answers, what follows them, and the list ----------------------------------------------------------


def test_an_answer_says_each_quote_once_and_its_card_on_demand(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    reply = ask(page, QUESTION)
    quote = reply.locator(".line").first.inner_text().split("»")[0].strip("« ")[:40]
    assert reply.inner_text().count(quote) == 1
    assert reply.locator(".line .where").first.inner_text().startswith('"السبع الكبار" يوقعون'), "named by its title"
    assert page.evaluate("document.querySelector('.line').getBoundingClientRect().x") >= 0
    assert reply.locator(".actions").bounding_box()["y"] < NARROW["height"], "the whole answer fits the phone"
    reply.locator(".cited summary").click()
    reply.locator(".card.cite").first.wait_for(state="visible")


def test_a_long_quote_is_folded_around_the_words_that_answer(browser: object, settings: Settings) -> None:  # noqa: F811
    around = "وفي النص كلام كثير لا يجيب عن السؤال ولا يقرب منه. " * 12
    text = f"{around}ضربت هزة بقوة 4.7 درجات مدينة قفصة. {around}".strip()
    start = text.index("4.7")
    line = Line(text, (1,), "", (start, start + len("4.7 درجات")))

    class Wordy(Reader):
        def stream(self, question: str, *rest: object, **more: object) -> Iterator[Answer]:
            yield an_answer(question, lines=(line,))

    with served(settings, Wordy()) as where:
        page = browser.new_context(viewport=NARROW).new_page()
        page.goto(where)
        page.wait_for_selector("#isnad .count.do-list")
        reply = ask(page, "كم بلغت قوة الهزة؟")
        folded = reply.locator(".line").bounding_box()["height"]
        assert reply.locator(".line .found").is_visible() and folded < 350
        reply.locator(".line .whole").click()
        assert reply.locator(".line").bounding_box()["height"] > 2 * folded
        shown = " ".join(reply.locator(".line").inner_text().split())
        assert text in shown, "unfolded it is the quote, word for word"
        page.context.close()


@pytest.mark.parametrize(("size", "language"), [(WIDE, "ar"), (NARROW, "en")])
def test_what_does_not_answer_stands_apart_and_still_opens_its_passage(
    browser: object,  # noqa: F811
    settings: Settings,
    size: dict[str, int],
    language: str,
) -> None:
    further = "أعلن الوزير الاتفاق."
    cited = (citation(), citation(2, quote=further))
    lines = (Line(QUOTE, (1,), "خبر.txt"), Line(further, (2,), "خبر.txt", beside=True))

    class Careful(Reader):
        def stream(self, question: str, *rest: object, **more: object) -> Iterator[Answer]:
            yield an_answer(question, language=language, lines=lines, citations=cited)

    with served(settings, Careful()) as where:
        page = browser.new_context(viewport=size).new_page()
        page.goto(where)
        page.wait_for_selector("#isnad .count.do-list")
        reply = ask(page, "ماذا قال مينيتي؟")
        heading = reply.locator(".apart h3")
        assert heading.inner_text() == {"ar": "قد يفيد أيضًا", "en": "May also help"}[language]
        answers, beside = reply.locator(".line").all()
        tops = reply.evaluate(
            "found => ['.line', '.apart h3', '.apart .line']"
            ".map(one => found.querySelector(one).getBoundingClientRect().top)"
        )
        assert tops == sorted(set(tops)), "one below the other"
        large, small = (
            one.evaluate("found => parseFloat(getComputedStyle(found).fontSize)") for one in (answers, beside)
        )
        assert small < large
        beside.locator(".marker").click()
        page.wait_for_selector("#quote")
        assert page.locator("#quote").inner_text() == further
        page.context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_answer_is_followed_by_questions_that_are_answered(visit: Callable, language: str) -> None:  # noqa: F811
    page = visit()
    if language == "en":
        page.click("#bar .do-language")
    ask(page, QUESTION)
    following = page.locator("#next button")
    following.first.wait_for()
    words = following.first.inner_text()
    assert words.isascii() is False and words.endswith("؟" if language == "ar" else "?")
    following.first.click()
    page.wait_for_selector("#chat .message-row:nth-child(4) .actions")
    assert page.locator("#chat .asked h2").last.inner_text() == words
    assert page.locator("#chat .reply").last.locator(".answer, .corpus").count() == 1


def test_first_questions_are_of_several_kinds(desk: Backend, visit: Callable) -> None:  # noqa: F811
    visit().wait_for_selector("#welcome .try a")
    for language, kinds in (("ar", ("ماذا قال", "ماذا ورد", "عن ماذا")), ("en", ("What did", "What do", "What are"))):
        offered = desk.state().suggestions[language]
        assert all(any(question.startswith(kind) for question in offered) for kind in kinds), offered


def test_the_list_tells_what_a_reader_asks_and_is_put_in_order(visit: Callable) -> None:  # noqa: F811
    page = visit()
    first = page.locator("#corpus .files > li", has_text="السبع الكبار").first
    assert first.locator("em").is_visible() and not first.get_by_text("utf-8").is_visible()
    first.locator(".more summary").click()
    assert first.get_by_text("utf-8").is_visible() and first.get_by_text("مقاطع").is_visible()
    page.click("#corpus a[href='#order-event']")
    page.wait_for_selector("#corpus h3.part", timeout=120_000)  # the articles are read first
    page.click("#corpus a[href='#order-day']")
    page.wait_for_selector("#corpus a[href='#order-day'][aria-pressed='true']")
    assert "2017-10-19" in page.locator("#corpus .files > li").first.inner_text()


def test_the_page_says_its_language_also_where_gradio_came_first(visit: Callable) -> None:  # noqa: F811
    page, held = visit(), []
    page.route("**/isnad/first.js", lambda route: held.append(route))
    page.reload(wait_until="commit")
    page.wait_for_selector("html[lang='en']")  # Gradio wrote the browser's own
    held[0].continue_()
    page.wait_for_selector("html[lang='ar'][dir='rtl']")
