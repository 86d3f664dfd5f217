"""The panel of an article in a real browser, as its tests open it: one long article, and what is looked at in it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.types import Answer, Citation, Line, Turn
from tests.fake_assistant import Reader, an_answer, record
from tests.test_browser import WIDE, ask, browser  # noqa: F401 - the fixture
from tests.test_ui_server import served
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Passage

TITLE = "تقرير عن أَعْمالِ البلديـــة"
QUOTES = (
    "أعلنت البلدية إصلاح ثلاثة طرق في المدينة.",
    "افتُتحت حديقة الأُمّة يوم السبت.",
    "وشكر الرئيس العاملين في البلدية في ختام التقرير.",
)
FILLER = "وتذكر هذه الفقرة تفاصيل أخرى عن سير العمل اليومي في المدينة وضواحيها."
TEXT = "\n\n".join(
    (
        TITLE, "الطرق", f"{QUOTES[0]} وقال إنّ الأعمال\nتنتهي في آب.", "The mayor said that the works would end soon.",
        *[FILLER] * 30, "الحدائق", f"{QUOTES[1]} وفيها ١٢٠ شجرة زيتون.", *[FILLER] * 30, "الختام", QUOTES[2],
    )
)  # fmt: skip
SOURCE = "تقرير.txt"
DAM = "بلغت تكلفة السد الجديد على الوادي 310 ملايين دولار."
PHONE = {"width": 390, "height": 844}


class Municipal(Reader):
    """It has one long article, of which it quotes the sentence with the number that a question begins with."""

    def __init__(self, text: str = TEXT) -> None:
        super().__init__(files_=(record(SOURCE, title=TITLE),))
        self.text = text

    def document(self, source: str) -> Document:
        return Document(SOURCE, self.text, TITLE, "", "utf-8", url="https://example.org/report")

    def passages_of(self, source: str) -> dict[str, Passage]:
        return {passage.id: passage for passage in split_passages(self.document(source))}

    def stream(
        self, question: str, history: Sequence[Turn], sources: Collection[str] | None = None, when: str = ""
    ) -> Iterator[Answer]:
        quote = QUOTES[int(question[0])]
        start = self.text.index(quote)
        cited = Citation(1, SOURCE, TITLE, start, start + len(quote), quote, False)
        yield an_answer(question, lines=(Line(quote, (1,), SOURCE),), citations=(cited,))


@pytest.fixture
def panel(browser: object, settings: Settings) -> Iterator[Callable[..., object]]:  # noqa: F811
    """Opens the window over the one article and a quote of it; nobody may leave this machine or meet an error."""
    contexts, complaints = [], []

    def open_window(size: dict[str, int] = WIDE, asked: str = "0", address: str = "", **options: object) -> object:
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda note: complaints.append(note.text) if note.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address or shared)
        page.wait_for_selector("#isnad .count.do-list")
        for number in asked:
            ask(page, f"{number} ماذا قيل؟")
        if asked:
            page.locator("#chat .line .marker").last.click()
            ready(page)
        return page

    with served(settings, Municipal()) as shared:
        yield open_window
        for context in contexts:
            context.close()
    assert complaints == []


def ready(page: object) -> None:
    page.wait_for_selector("#opened .reading.ready")


def hits(page: object) -> list[str]:
    """What is lit in the text, in the order of the page, exactly as it stands there."""
    return page.evaluate(
        """() => ['isnad-hits', 'isnad-hit'].flatMap(name => [...(CSS.highlights.get(name) || [])])
            .sort((one, two) => one.compareBoundaryPoints(Range.START_TO_START, two)).map(String)"""
    )


def tally(page: object) -> str:
    return page.locator("#opened .tally").inner_text().strip()


def open_find(page: object) -> None:
    if not page.is_visible("#find-words"):
        page.click("#opened .do-find")
        page.wait_for_selector("#find-words")


def find(page: object, words: str, told: str) -> None:
    open_find(page)
    page.fill("#find-words", words)
    page.wait_for_function("told => document.querySelector('#opened .tally').innerText.trim() === told", arg=told)


IN_SIGHT = """selector => {
    const found = document.querySelector(selector);
    const box = found && found.getBoundingClientRect();
    if (!box || !box.height) return false;
    const middle = box.top + box.height / 2;
    const over = document.elementFromPoint(box.left + box.width / 2, middle);
    return middle > 0 && middle < innerHeight && Boolean(over) && (found.contains(over) || over.contains(found));
}"""


@pytest.fixture
def long(settings: Settings) -> Iterator[str]:
    """The address of a window over an article of which only a part is shown."""
    part = "\n\n".join([FILLER] * 3_000)
    first, second = f"{QUOTES[0]} {FILLER}", f"{QUOTES[1]} {FILLER}"
    text = "\n\n".join((TITLE, "الطرق", first, part, "الحدائق", second, part, QUOTES[2]))
    assert len(text) > 400_000
    with served(settings, Municipal(text)) as address:
        yield address


def tally_of(page: object) -> str:
    """What a first search for «البلدية» tells, wherever the reader stands in the text."""
    open_find(page)
    page.fill("#find-words", "البلدية")
    page.wait_for_function("() => / من 3$/.test(document.querySelector('#opened .tally').innerText.trim())")
    return tally(page)


@pytest.fixture(scope="module")
def axe() -> str:
    """The script that looks for what shuts people out."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        pytest.skip("axe-playwright-python is not installed")
    return (Path(next(iter(found.submodule_search_locations))) / "axe.min.js").read_text(encoding="utf-8")


def violations(page: object, axe: str) -> list[str]:
    """The rules that the panel breaks, and where."""
    page.evaluate(axe)  # as a script of the tests, not of the page, whose policy would not let it in
    found = page.evaluate("() => axe.run('#panel').then(found => found.violations)")
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
