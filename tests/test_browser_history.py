"""Kept conversations in a real browser: a reload, the list, versions of an answer, deleting, and a restart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.ui.keeper import Keeper
from assistant.ui.window import create_app
from tests.fake_assistant import ARTICLE, QUOTE, Reader, opened
from tests.test_browser import NARROW, WIDE, ask, browser  # noqa: F401 - the fixture
from tests.test_ui_server import running
from vectorstore.types import Document

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 800}
CANCELLED = r"AbortError|errored out|status of 422 "
"""What Gradio's own script says of an answer that is stopped."""

FIRST, SECOND = "ماذا قال مينيتي؟", "ومتى أُعلن الاتفاق؟"


class Rewritten(Reader):
    """A reader whose article can be changed."""

    text = ARTICLE

    def document(self, source: str) -> Document:
        return replace(super().document(source), text=self.text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite3"


@pytest.fixture
def window(browser: object, settings: Settings, path: Path) -> Iterator[Callable[..., object]]:  # noqa: F811
    """A run of the program over the file of conversations, which gives a function that opens its page as a browser
    of its own; the next run is a restart. At the end no page may have met an error."""
    complaints = []

    def note(message: object) -> None:
        if message.type in ("error", "warning") and not re.search(CANCELLED, message.text):
            complaints.append(message.text)

    @contextmanager
    def run(reader: Reader | None = None, **changes: str) -> Iterator[Callable[..., object]]:
        contexts, keeper = [], Keeper(path)

        def visit(size: dict[str, int] = DESK, **options: object) -> object:
            contexts.append(browser.new_context(viewport=size, **options))
            page = contexts[-1].new_page()
            page.set_default_timeout(30_000)
            page.on("console", note)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(address)
            page.wait_for_selector("#isnad .count.do-list")
            return page

        try:
            app = create_app(opened(reader or Rewritten()), replace(settings, **changes), keeper)
            with running(app) as address:
                try:
                    yield visit
                finally:
                    for context in contexts:
                        context.close()
        finally:
            keeper.close()

    yield run
    assert complaints == []


def key_of(page: object) -> str:
    """The key of the kept conversation that the page shows, once its address has it."""
    page.wait_for_function("() => /^#talk-[0-9a-f]{24}$/.test(location.hash)")
    return page.evaluate("location.hash.slice(6)")


def shown(page: object, count: int) -> None:
    page.wait_for_function("count => document.querySelectorAll('#chat .asked').length === count", arg=count)


def listed(page: object) -> list[str]:
    """The titles in the list, once it is drawn."""
    page.wait_for_selector("#talks .talks-list > *")
    return page.locator("#talks .open-talk strong").all_inner_texts()


def open_list(page: object) -> None:
    page.click("#bar .do-talks")
    page.wait_for_selector("#talks .open-talk, #talks .none")


def do(page: object, title: str, deed: str) -> None:
    """Choose a deed of the conversation of that title."""
    row = page.locator("#talks li", has_text=title).first
    row.locator(".more-of").click()
    row.locator(f'[data-talk-deed="{deed}"]').click()


def test_a_reload_and_a_restart_come_back_to_the_conversation_and_go_on_in_it(window: Callable) -> None:
    reader = Rewritten()
    with window(reader) as visit:
        page = visit()
        ask(page, FIRST)
        key = key_of(page)
        ask(page, SECOND)
        page.reload()
        shown(page, 2)
        assert key_of(page) == key
    with window(reader) as visit:
        page = visit()
        assert page.locator("#chat .asked").count() == 0  # a new page begins anew …
        open_list(page)
        page.click("#talks .open-talk")
        shown(page, 2)  # … and the list has what was
        assert page.locator("#chat .asked h2").all_inner_texts() == [FIRST, SECOND]
        page.locator("#chat .marker").first.click()
        page.wait_for_selector("#quote")
        assert page.locator("#quote").inner_text() == QUOTE
        ask(page, "سؤال ثالث")
        assert [turn.question for turn in reader.asked[-1][1]] == [FIRST, SECOND]
        assert key_of(page) == key


def test_a_new_conversation_loses_nothing_and_the_list_leads_back(window: Callable) -> None:
    with window() as visit:
        page = visit()
        ask(page, FIRST)
        first = key_of(page)
        page.click("#bar .do-clear")
        shown(page, 0)
        page.wait_for_function("() => location.hash === ''")
        ask(page, SECOND)
        open_list(page)
        assert listed(page) == [SECOND, FIRST]
        assert page.locator("#talks [aria-current]").inner_text().startswith(SECOND)
        page.locator("#talks .open-talk", has_text=FIRST).click()
        page.wait_for_function("key => location.hash === `#talk-${key}`", arg=first)
        assert page.locator("#chat .asked h2").all_inner_texts() == [FIRST]


def test_versions_of_an_answer_are_leafed_through_and_later_turns_stay(window: Callable) -> None:
    with window() as visit:
        page = visit()
        ask(page, FIRST)
        ask(page, SECOND)
        page.locator(".act.retry").first.click()
        page.wait_for_selector(".versions")
        shown(page, 2)
        assert page.locator(".versions .count bdi").inner_text() == "2/2"
        page.locator(".act.edit").first.click()
        page.wait_for_selector("#editing >> text=يبقى جوابه الأول")
        page.fill("#question textarea", "بكلمات أخرى")
        page.press("#question textarea", "Enter")
        page.wait_for_function("() => document.querySelector('.versions .count bdi')?.innerText === '3/3'")
        page.locator(".versions a.step").first.click()
        page.wait_for_function("() => document.querySelector('.versions .count bdi')?.innerText === '2/3'")
        assert page.locator("#chat .asked h2").all_inner_texts() == [FIRST, SECOND]
        page.reload()
        shown(page, 2)
        assert page.locator(".versions .count bdi").inner_text() == "2/3"


def test_a_conversation_is_searched_renamed_and_pinned_by_keyboard(window: Callable) -> None:
    with window() as visit:
        page = visit()
        for question in (FIRST, SECOND, "أين المدرسة؟"):
            ask(page, question)
            page.click("#bar .do-clear")
            shown(page, 0)
        page.focus("#bar .do-talks")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.id === 'talks-words'")
        page.keyboard.type("مدرسه")
        page.wait_for_function("() => document.querySelectorAll('#talks .open-talk').length === 1")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector('#talks .more-of[aria-expanded="true"]')
        page.locator('#talks [data-talk-deed="rename"]').focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.className === 'rename'")
        page.keyboard.type("التعليم")
        page.keyboard.press("Enter")
        page.wait_for_selector("#talks strong:text-is('التعليم')")
        do(page, "التعليم", "pin")
        page.wait_for_selector("#talks .day h3:has-text('المثبتة')")
        page.fill("#talks-words", "لا شيء كهذا")
        page.wait_for_selector("#talks .none:has-text('لا محادثة فيها هذه الكلمات')")
        page.focus("#talks-words")
        page.keyboard.press("Escape")  # empties the box
        page.keyboard.press("Escape")
        page.wait_for_selector("#talks", state="hidden")
        assert page.evaluate("document.activeElement.className").endswith("do-talks")


AT_TOP = """place => {
    const asked = document.querySelectorAll("#chat .asked")[place].getBoundingClientRect();
    const talk = document.querySelector("#talk").getBoundingClientRect();
    return Math.abs(asked.top - talk.top) < 40;
}"""


def test_a_hit_of_the_search_leads_to_its_turn(window: Callable) -> None:
    with window() as visit:
        page = visit({"width": 1280, "height": 500})
        for number in range(6):
            ask(page, f"سؤال عن القطار {number}")
        page.click("#bar .do-clear")
        shown(page, 0)
        open_list(page)
        page.fill("#talks-words", "القطار 2")
        page.wait_for_selector("#talks .found-in:has-text('القطار 2')")
        page.click("#talks .open-talk")
        shown(page, 6)
        page.wait_for_function(AT_TOP, arg=2)
        jumps = page.locator("#talks .jump")
        assert jumps.all_inner_texts() == [f"سؤال عن القطار {number}" for number in range(6)]
        jumps.nth(4).click()  # the questions of the open conversation stand below it
        page.wait_for_function(AT_TOP, arg=4)


def asked_often(page: object, times: int) -> None:
    """A conversation of so many turns, one after another."""
    for number in range(times):
        page.fill("#question textarea", f"سؤال عن القطار {number}")
        page.press("#question textarea", "Enter")
        page.wait_for_function(
            """turns => {
                const told = document.querySelector("#current .current")?.dataset;
                const replies = [...document.querySelectorAll("#chat .reply")];
                return told && Number(told.turns) === turns && replies.length === turns - told.first
                    && Boolean(replies.pop().querySelector(".actions"));
            }""",
            arg=number + 1,
        )


def test_a_long_conversation_shows_its_last_part_and_each_earlier_question_is_a_press_away(window: Callable) -> None:
    with window() as visit:
        page = visit({"width": 1280, "height": 500})
        asked_often(page, 23)
        shown(page, 13)
        assert page.locator("#chat .asked h2").first.inner_text() == "سؤال عن القطار 10"
        before = page.locator("#chat .asked h2").first
        before.scroll_into_view_if_needed()
        top = before.bounding_box()["y"]
        page.click("#chat .earlier a")
        shown(page, 23)
        page.wait_for_function("() => document.activeElement.innerText === 'سؤال عن القطار 9'")
        assert abs(page.locator("#chat .asked h2").nth(10).bounding_box()["y"] - top) < 3  # nothing jumps
        ask_further = "سؤال أخير"
        page.fill("#question textarea", ask_further)
        page.press("#question textarea", "Enter")
        shown(page, 14)  # folded again
        page.wait_for_function("() => !document.querySelector('#chat .pending')")
        open_list(page)
        page.locator("#talks .jump").nth(3).click()
        shown(page, 24)
        page.wait_for_function(AT_TOP, arg=3)


def test_a_question_that_is_pressed_while_an_answer_grows_is_reached(window: Callable) -> None:
    reader = Rewritten()
    with window(reader) as visit:
        page = visit({"width": 1280, "height": 500})
        asked_often(page, 21)
        open_list(page)
        reader.pause = 2
        page.fill("#question textarea", "سؤال بطيء")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#chat .pending")
        page.locator("#talks .jump").nth(2).click()  # no longer in the page
        page.wait_for_function(AT_TOP, arg=2)
        shown(page, 22)
        assert page.locator("#chat .pending").count() == 0


def test_the_questions_of_a_private_conversation_are_listed_too(window: Callable) -> None:
    with window() as visit:
        page = visit({"width": 1280, "height": 500})
        open_list(page)
        page.click("#talks .alone")
        page.wait_for_selector("#current .private")
        asked_often(page, 12)
        page.click("#jumps")
        assert page.locator("#turns .jump").count() == 12
        page.keyboard.press("Escape")
        assert not page.is_visible("#turns .jump") and page.evaluate("document.activeElement.id") == "jumps"
        page.keyboard.press("Enter")
        page.locator("#turns .jump").nth(2).click()
        page.wait_for_function(AT_TOP, arg=2)
        page.click("#bar .do-clear")
        page.wait_for_selector("#jumps", state="hidden")


def test_deleting_can_be_undone_and_takes_the_open_conversation_away(window: Callable, path: Path) -> None:
    with window() as visit:
        page = visit()
        ask(page, FIRST)
        open_list(page)
        do(page, FIRST, "delete")
        shown(page, 0)
        page.wait_for_selector("#talks .none")
        assert "تُمحى من القرص خلال 20 ثانية" in page.locator("#talks .talks-told").inner_text()
        page.click("#talks .undo")
        page.wait_for_selector("#talks .open-talk")
        page.click("#talks .open-talk")
        shown(page, 1)
        do(page, FIRST, "delete")
        page.wait_for_selector("#talks .none")
        assert FIRST.encode() in path.read_bytes()
    assert FIRST.encode() not in path.read_bytes()  # at the latest when the window ends


def test_a_private_conversation_is_said_to_be_and_leaves_no_trace(window: Callable, path: Path) -> None:
    with window() as visit:
        page = visit()
        open_list(page)
        page.click("#talks .alone")
        page.wait_for_selector("#current .private")
        ask(page, "سؤال سري")
        assert page.evaluate("location.hash") == "" and page.locator(".act.vote").count() == 0
        assert page.locator("#current .private").is_visible()
        page.reload()
        page.wait_for_selector("#isnad .count.do-list")
        assert page.locator("#chat .asked").count() == 0
    assert "سؤال سري".encode() not in path.read_bytes()


def test_a_quote_whose_article_changed_is_not_shown_as_if_it_held(window: Callable) -> None:
    reader = Rewritten()
    with window(reader) as visit:
        page = visit()
        ask(page, FIRST)
        key_of(page)
        reader.text = ARTICLE.replace("خطوة أولى", "خطوة أخيرة")
        page.reload()
        shown(page, 1)
        line = page.locator("#chat .line.changed")
        assert "تغيّر المقال بعد الجواب" in line.inner_text() and "«" not in line.inner_text()
        line.locator(".marker").click()
        page.wait_for_selector("#opened .overtaken")
        assert page.locator("#quote").count() == 0 and "خطوة أخيرة" in page.locator("#opened .text").inner_text()


def test_an_answer_is_judged_with_a_word_and_saved_as_a_question(window: Callable, path: Path) -> None:
    with window() as visit:
        page = visit(accept_downloads=True)
        ask(page, FIRST)
        page.click(".act.vote.down")
        page.wait_for_selector(".act.vote.down.chosen")
        page.click(".act.word")
        page.fill("#word textarea", "في روما & يوم الجمعة")
        page.click("#word .yes")
        page.wait_for_selector(".act.word:has-text('في روما & يوم الجمعة')")
        page.reload()
        page.wait_for_selector(".act.vote.down.chosen")
        open_list(page)
        with page.expect_download() as saved:
            page.click("#talks .votes")
        (line,) = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["answers"] == ["في روما & يوم الجمعة"]


def test_leaving_while_an_answer_grows_keeps_it_and_does_not_overwrite_the_next(window: Callable) -> None:
    with window() as visit:
        page = visit()
        ask(page, FIRST)
    with window(Rewritten(pause=2)) as visit:
        page = visit()
        open_list(page)
        page.fill("#question textarea", "سؤال بطيء")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#chat .pending")
        page.locator("#talks .open-talk", has_text=FIRST).click()
        page.wait_for_function("question => document.querySelector('#chat h2')?.innerText === question", arg=FIRST)
        page.wait_for_timeout(2500)  # the slow answer has had its time
        assert page.locator("#chat .asked h2").all_inner_texts() == [FIRST]
        assert listed(page) == ["سؤال بطيء", FIRST]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_on_a_narrow_screen_the_list_lies_over_the_page_and_gives_it_back(window: Callable, language: str) -> None:
    with window(language=language) as visit:
        page = visit(NARROW)
        ask(page, FIRST)
        open_list(page)
        box = page.locator("#talks").bounding_box()
        assert box["width"] <= NARROW["width"] and box["height"] == NARROW["height"]
        assert (box["x"] == 0) == (language == "en")  # where lines begin
        assert page.evaluate("document.querySelector('#talk').inert && document.querySelector('#bar').inert")
        small = page.locator("#talks :is(button, a, input):visible").evaluate_all(
            "found => found.filter(each => each.getBoundingClientRect().height < 44).map(each => each.className)"
        )
        assert small == ["quiet close do-talks"] or small == []
        page.click("#talks .open-talk")
        page.wait_for_selector("#talks", state="hidden")
        assert not page.evaluate("document.querySelector('#talk').inert")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_list_stands_beside_the_talk_and_stays_open_across_a_reload(window: Callable) -> None:
    with window() as visit:
        page = visit(WIDE)
        open_list(page)
        page.reload()
        page.wait_for_selector("#talks .none")
        talks, talk = page.locator("#talks").bounding_box(), page.locator("#talk").bounding_box()
        assert talks["x"] >= talk["x"] + talk["width"] - 1  # on the right, where Arabic begins
        page.wait_for_selector("#talks h2 .in-ar:text-is('المحادثات')")
        page.click(".do-language")
        assert page.locator("#talks h2").inner_text() == "Conversations"
        assert page.locator("#talks-words").get_attribute("placeholder") == "Search the conversations"
