"""The window on a slow machine, in a real browser: what is pressed while something is on its way is not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.settings import Settings
from tests.fake_assistant import Reader, record
from tests.test_browser import WIDE, ask, browser  # noqa: F401 - the fixture
from tests.test_ui_server import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOUR = tuple(record(f"خبر{number}.txt") for number in range(4))


class Held:
    """What a page asks of an address, held back until it is let go."""

    def __init__(self, page: object, address: str) -> None:
        self.waiting: list[object] | None = []
        page.route(address, self._take)

    def _take(self, route: object) -> None:
        if self.waiting is None:
            route.continue_()
        else:
            self.waiting.append(route)

    def let_go(self) -> None:
        waiting, self.waiting = self.waiting, None
        for route in waiting:
            route.continue_()


@pytest.fixture
def visit(browser: object, settings: Settings) -> Iterator[Callable[..., object]]:  # noqa: F811
    contexts = []
    with served(settings, Reader(files_=FOUR)) as address:

        def open_window() -> object:
            contexts.append(browser.new_context(viewport=WIDE))
            page = contexts[-1].new_page()
            page.set_default_timeout(30_000)
            page.goto(address)
            page.wait_for_selector("#isnad .count.do-list")
            return page

        yield open_window
        for context in contexts:
            context.close()


def test_a_question_is_answered_though_the_click_before_it_is_still_on_its_way(visit: Callable) -> None:
    page = visit()
    ask(page, "ماذا قال مينيتي؟")
    held = Held(page, "**/gradio_api/queue/data*")
    with page.expect_request("**/gradio_api/queue/data*"):
        page.click("#chat .act.edit")
    page.click("#editing a")
    page.wait_for_selector("#editing a", state="hidden")
    page.click("#chat .act.retry")
    page.wait_for_selector("#chat .pending")
    held.let_go()
    page.wait_for_selector("#chat .versions .count bdi:text-is('2/2')")
    ask(page, "ومتى أُعلن؟")


def test_files_that_are_ticked_one_after_another_are_all_chosen_though_the_first_tick_is_still_on_its_way(
    visit: Callable,
) -> None:
    page = visit()
    held = Held(page, "**/gradio_api/run/predict*")
    with page.expect_request("**/gradio_api/run/predict*"):
        page.locator("#corpus .files .choice").nth(0).click()
    for number in (1, 2):
        page.locator("#corpus .files .choice").nth(number).click()
    held.let_go()
    page.wait_for_selector("#limits .scope:has-text('3 من 4')")
    assert page.locator("#corpus .choice[aria-checked=true]").count() == 3
    page.locator("#corpus .files .choice").nth(0).click()
    page.wait_for_selector("#limits .scope:has-text('2 من 4')")
