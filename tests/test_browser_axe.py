"""Every state of the window under axe-core: wide and on a phone, in both languages, light and dark.

A state is reached once, by what a person does, with motion reduced; then the page is looked at in each way of showing
it. Some are looked at again enlarged to 200 % and in forced colours.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fake_assistant import Reader
from tests.test_browser import (  # noqa: F401 - the fixtures
    NARROW,
    OFF_TOPIC,
    QUESTION,
    WIDE,
    address,
    ask,
    browser,
    desk,
)
from tests.test_browser_compare import SHARE
from tests.test_browser_corpus import corpus, row  # noqa: F401 - the fixture
from tests.test_browser_corpus import visit as folder_visit  # noqa: F401 - the fixture
from tests.test_browser_desk import LONG
from tests.test_browser_history import FIRST, asked_often, open_list, path, window  # noqa: F401 - the fixtures
from tests.test_browser_names import names
from tests.test_browser_notebook import keep_one, write
from tests.test_browser_search import seek

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
MISTAKEN = {"skip-link": {"enabled": False}}
"""Every link of the window opens something in it and begins with `#`, so that axe takes each that is scrolled out of
sight for a skip link without a target. The one that there is is a button (`test_browser_desk`)."""

ENLARGED = {"width": 640, "height": 450}
"""1280 by 900 at 200 %."""


DIALOGS_FIT = """() => [...document.querySelectorAll('dialog[open]')].every(dialog => {
    const box = dialog.getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && dialog.scrollWidth <= dialog.clientWidth;
})"""


SMALL = """() => [...document.querySelectorAll(
    ':is(#isnad, dialog[open], #tray) :is(button, summary, select, input, textarea, [role=button], [role=checkbox])'
)].filter(one => one.checkVisibility() && !one.closest('[inert], .bridge, .skip') && !one.closest('label')).map(one => {
    const box = one.getBoundingClientRect();
    const reach = ['::before', '::after'].map(part => getComputedStyle(one, part))
        .filter(part => part.content !== 'none' && part.position === 'absolute')
        .map(part => Math.max(0, -parseFloat(part.top) || 0) + Math.max(0, -parseFloat(part.bottom) || 0));
    return [box.height + Math.max(0, ...reach), `${one.tagName} ${one.className} ${one.textContent.slice(0, 30)}`];
}).filter(([height]) => height > 0 && height < 43.5).map(([height, name]) => `${height} ${name}`)"""
"""What a thumb presses that is lower than 44 px, with what is laid around it for that."""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, which a package brings for the tests."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None:
        reason = "no axe-core: requirements-dev.txt names what brings it"
        if os.environ.get("ISNAD_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


# -- how each state is reached --------------------------------------------------------------------


def welcome(page: object) -> None:
    page.wait_for_selector("#welcome .try a")


def empty(page: object) -> None:
    welcome(page)
    page.click("#isnad .do-seen")


def answer(page: object) -> None:
    ask(page, QUESTION).locator(".cited summary").click()
    page.wait_for_selector("#next button")


def nearest(page: object) -> None:
    ask(page, "من ترأس اجتماع لوكسمبورغ؟")


def abstention(page: object) -> None:
    ask(page, OFF_TOPIC)


def talk(page: object) -> None:
    ask(page, "شكرا")


def of_the_folder(page: object) -> None:
    ask(page, "كم مقالا لديك؟")
    ask(page, "ما المقالات التي عندك؟")
    ask(page, "ما الجديد منذ أمس؟")


def standing(page: object) -> None:
    ask(page, "من أعضاء مجموعة السبع؟").locator("details.standing summary").first.click()


def folded(page: object) -> None:
    ask(page, LONG + QUESTION)


def editing(page: object) -> None:
    ask(page, QUESTION)
    page.click("#chat .act.edit")
    page.wait_for_selector("#editing a", state="visible")


def article(page: object) -> None:
    ask(page, QUESTION).locator(".line .marker").first.click()
    page.wait_for_selector("#quote")


def compared(page: object) -> None:
    ask(page, SHARE)
    page.click('#chat a[href="#compare-0"]')
    page.wait_for_selector("#opened .sides table")


def search_page(page: object) -> None:
    page.click("#bar .do-seek")
    page.wait_for_selector("#search .seek-how")


def hits(page: object) -> None:
    search_page(page)
    seek(page, "الاتفاق أو الإنترنت")
    page.eval_on_selector("#search .facets", "facets => { facets.open = true; }")


def no_hits(page: object) -> None:
    search_page(page)
    page.check("#seek-exact")
    seek(page, "برازيليا")


def all_names(page: object) -> None:
    names(page)


def one_name(page: object) -> None:
    names(page)
    page.locator("#search .of-kind [data-names]").first.click()
    page.wait_for_selector("#search .name")


def articles(page: object) -> None:
    page.click("#bar .count")
    page.click("#corpus .totals summary")
    page.locator("#corpus .more summary").first.click()
    page.locator("#corpus .choice").first.click()
    page.wait_for_selector("#limits .scope")


def events(page: object) -> None:
    page.click("#bar .do-events")
    page.wait_for_selector("#events .happened", timeout=120_000)
    for one in page.locator("#events .happened details summary").all():
        one.click()


def timeline(page: object) -> None:
    events(page)
    page.click("#events [data-view=timeline]")
    page.wait_for_selector("#events .canvas svg")


def news(page: object) -> None:
    events(page)
    page.click("#events [data-view=news]")
    page.click("#events [data-since=all]")
    page.wait_for_selector("#events .survey:not([aria-busy]) .news", timeout=120_000)


def briefing(page: object) -> None:
    events(page)
    page.click("#events [data-brief=all]")
    page.wait_for_selector("#events .briefing h4", timeout=120_000)


def settings_page(page: object) -> None:
    page.click("#bar .do-settings")
    page.wait_for_selector("#settings .folders li")
    page.wait_for_selector("#settings li:has-text('gradio')")


def shortcuts(page: object) -> None:
    page.press("#question textarea", "?")
    page.wait_for_selector("#keys[open]")


def models(page: object) -> None:
    page.click("#bar .do-models")
    page.wait_for_selector("#models form:has-text('Ollama')")


def exporting(page: object) -> None:
    ask(page, QUESTION).locator(".act.export").first.click()
    page.wait_for_selector("#exporting[open]")


def gone(page: object) -> None:
    page.context.set_offline(True)
    page.press("#question textarea", "a")  # somebody is there
    page.wait_for_selector("#notice:has-text('انقطع الاتصال')")


def failed(page: object) -> None:
    page.fill("#question textarea", "عطل")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#chat .failure")


def talks(page: object) -> None:
    for question in (FIRST, "ومتى أُعلن؟", "وأين؟"):
        ask(page, question)
    open_list(page)
    page.locator("#talks .more-of").first.click()
    page.wait_for_selector("#talks .turns")


def no_talks(page: object) -> None:
    open_list(page)


def deleted_talk(page: object) -> None:
    ask(page, FIRST)
    open_list(page)
    page.locator("#talks .more-of").first.click()
    page.click('#talks [data-talk-deed="delete"]')
    page.wait_for_selector("#talks .undo")


def private(page: object) -> None:
    open_list(page)
    page.click("#talks .alone")
    page.wait_for_selector("#current .private")
    ask(page, "سؤال سري")


def long_talk(page: object) -> None:
    open_list(page)
    page.click("#talks .alone")
    page.wait_for_selector("#current .private")
    page.click("#bar .do-talks")
    asked_often(page, 21)
    page.wait_for_selector("#chat .earlier a")
    page.click("#jumps")
    page.wait_for_selector("#turns .jump")


def versions(page: object) -> None:
    ask(page, FIRST)
    page.click("#chat .act.retry")
    page.wait_for_selector("#chat .versions")
    page.click("#chat .act.vote.down")
    page.wait_for_selector("#chat .act.vote.down.chosen")


def a_word(page: object) -> None:
    versions(page)
    page.click("#chat .act.word")
    page.wait_for_selector("#word[open]")


def notebook(page: object) -> None:
    keep_one(page)
    page.click("#bar .do-notebook")
    page.wait_for_selector("#notebook .note")
    page.click("#notebook .fresh")
    write(page, "رأيي فيه", "هجرة، ليبيا")
    page.click("#notebook .taking summary")


def writing(page: object) -> None:
    notebook(page)
    page.locator("#notebook [data-deed=write]").first.click()
    page.wait_for_selector("#notebook .writing textarea")


def no_notes(page: object) -> None:
    page.click("#bar .do-notebook")
    page.wait_for_selector("#notebook .kept > *")


def removal(page: object) -> None:
    row(page, "زلزال.txt").locator(".remove").click()
    page.wait_for_selector("#removal[open]")


def removed(page: object) -> None:
    removal(page)
    page.click("#removal .yes")
    page.wait_for_selector("#tray .undo")
    page.click('#corpus a[href="#only-refused"]')
    page.wait_for_selector("#corpus .files .why")


SEEDS_STATES = (
    welcome, empty, answer, nearest, abstention, talk, of_the_folder, standing, folded, editing, article, compared,
    search_page, hits, no_hits, all_names, one_name, articles, events, timeline, news, briefing, settings_page,
    shortcuts, models, exporting, gone,
)  # fmt: skip
KEPT_STATES = (failed, talks, no_talks, deleted_talk, private, long_talk, versions, a_word, notebook, writing, no_notes)
FOLDER_STATES = (removal, removed)
ENLARGED_STATES = (answer, article, hits, events, settings_page, articles)


def by_name(states: tuple[Callable, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("reach", states, ids=[reach.__name__ for reach in states])


# -- looking ---------------------------------------------------------------------------------------


def wrong(page: object, options: object = None) -> list[str]:
    """What axe finds in the page as it is: rule and element."""
    run = options or {"runOnly": {"type": "tag", "values": RULES}, "rules": MISTAKEN}
    found = page.evaluate("run => axe.run(document, { ...run, resultTypes: ['violations'] })", run)
    return [
        f"{rule['id']} {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def look(page: object, axe: str) -> dict[str, list[str]]:
    """What is wrong with a state in each way of showing it, by its name; nothing where all is well."""
    page.evaluate(axe)
    found = {}
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for language in ("ar", "en"):
            if page.evaluate("document.documentElement.dataset.language") != language:
                page.evaluate("document.querySelector('#bar .do-language').click()")
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            page.evaluate("document.documentElement.dataset.theme = 'light'")
            found[f"{size['width']} {language} light"] = wrong(page)
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        found[f"{size['width']} dark"] = wrong(page, CONTRAST)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(DIALOGS_FIT)
    found["small"] = page.evaluate(SMALL)
    return {way: lines for way, lines in found.items() if lines}


@pytest.fixture
def seeds_page(browser: object, address: str) -> Iterator[Callable[..., object]]:  # noqa: F811
    """Opens the window over the seeds; what the console says of a connection that is gone is no matter here."""
    contexts = []

    def open_window(size: dict[str, int] = WIDE, **options: str) -> object:
        contexts.append(browser.new_context(viewport=size, reduced_motion="reduce", **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.goto(address)
        page.wait_for_selector("#isnad .count.do-list")
        return page

    yield open_window
    for context in contexts:
        context.close()


@by_name(SEEDS_STATES)
def test_nothing_is_wrong_with_what_is_asked_and_read(seeds_page: Callable, axe: str, reach: Callable) -> None:
    page = seeds_page()
    reach(page)
    assert look(page, axe) == {}


@by_name(KEPT_STATES)
def test_nothing_is_wrong_with_what_is_kept(window: Callable, axe: str, reach: Callable) -> None:  # noqa: F811
    with window(Reader()) as visit:
        page = visit(reduced_motion="reduce")
        reach(page)
        assert look(page, axe) == {}


@by_name(FOLDER_STATES)
def test_nothing_is_wrong_with_what_is_done_to_the_folder(
    folder_visit: Callable, axe: str, reach: Callable  # noqa: F811
) -> None:
    page = folder_visit()
    reach(page)
    assert look(page, axe) == {}


@by_name(ENLARGED_STATES)
def test_nothing_is_wrong_enlarged_or_in_forced_colours(seeds_page: Callable, axe: str, reach: Callable) -> None:
    for size, options in ((ENLARGED, {}), (WIDE, {"forced_colors": "active"})):
        page = seeds_page(size, **options)
        reach(page)
        page.evaluate(axe)
        assert wrong(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_axe_finds_is_told(seeds_page: Callable, axe: str) -> None:
    page = seeds_page()
    page.evaluate("document.querySelector('#isnad').insertAdjacentHTML('beforeend', '<a href=\"#x\"></a>')")
    page.evaluate(axe)
    assert any(line.startswith("link-name") for line in wrong(page))
