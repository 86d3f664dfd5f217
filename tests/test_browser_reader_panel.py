"""The panel of an article in a real browser: search in it, quotes, outline, the original page, keys, and axe."""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.types import Answer, Citation, Line, Turn
from tests.fake_assistant import Reader, an_answer, record
from tests.pdf_files import pdf
from tests.test_browser import NARROW, WIDE, ask, browser  # noqa: F401 - the fixture
from tests.test_browser_corpus import row, visit  # noqa: F401 - the fixture
from tests.test_formats_docx import made
from tests.test_ui_server import served
from vectorstore.text.arabic import fold
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Passage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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
        self, question: str, history: Sequence[Turn], sources: Collection[str] | None = None
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


# search in the article


@pytest.mark.parametrize(
    ("typed", "found"),
    [("البلدية", ["البلديـــة", "البلدية", "البلدية"]), ("اعمال", ["أَعْمالِ", "أعمال"]), ("الامه", ["الأُمّة"]),
     ("120", ["١٢٠"]), ("إن الأعمال تنتهي", ["إنّ الأعمال\nتنتهي"]), ("MAYOR", ["mayor"]), ("أُعلِنَت", ["أعلنت"])],
)  # fmt: skip
def test_words_are_found_as_the_search_folds_them_and_lit_as_they_stand(
    panel: Callable, typed: str, found: list[str]
) -> None:
    page = panel()
    find(page, typed, f"1 من {len(found)}")
    assert hits(page) == [one.replace("\n", "") for one in found]  # a line's end is no text of the page


def test_enter_goes_on_and_shift_enter_back_around_the_ends(panel: Callable) -> None:
    page = panel()
    find(page, "البلدية", "1 من 3")
    for key, told in (("Enter", "2 من 3"), ("Enter", "3 من 3"), ("Enter", "1 من 3"), ("Shift+Enter", "3 من 3")):
        page.press("#find-words", key)
        assert tally(page) == told
        assert page.evaluate("document.activeElement.id") == "find-words"
        assert page.evaluate(
            """() => { const [led] = CSS.highlights.get('isnad-hit'); const box = led.getBoundingClientRect();
                const around = document.querySelector('#opened .text').getBoundingClientRect();
                return box.top >= around.top && box.bottom <= around.bottom; }"""
        )
    page.click("#opened .do-hit-before")
    assert tally(page) == "2 من 3"
    page.fill("#find-words", "زلزال")
    page.wait_for_selector("#opened .tally.missing:has-text('لا يوجد')")
    assert hits(page) == [] and page.is_disabled("#opened .do-hit-after")


def test_escape_closes_the_search_first_and_then_the_panel(panel: Callable) -> None:
    page = panel()
    page.focus("#opened .text")
    page.keyboard.press("Control+f")
    page.wait_for_function("() => document.activeElement.id === 'find-words'")
    find(page, "البلدية", "1 من 3")
    page.keyboard.press("Escape")
    page.wait_for_selector("#find-words", state="hidden")
    assert hits(page) == []
    assert page.evaluate("document.activeElement.matches('#opened .text')")
    assert page.is_visible("#panel")
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")


def test_the_page_folds_every_character_as_the_search_does(panel: Callable) -> None:
    """All of the plane that living scripts stand in, but for Cherokee, which Python folds to its capital letters."""
    page = panel()
    codes = [
        code for code in range(0x20, 0x10000)
        if not 0xD800 <= code < 0xE000 and unicodedata.category(chr(code)) not in ("Cn", "Co")
        and not (0x13A0 <= code < 0x1400 or 0xAB70 <= code < 0xABC0)
    ]  # fmt: skip
    folded = page.evaluate(
        "codes => import('/isnad/find.js').then(found => codes.map(code => found.fold(String.fromCodePoint(code))))",
        codes,
    )
    different = {
        f"U+{code:04X}": (one, fold(chr(code)))
        for code, one in zip(codes, folded, strict=True)
        if one != fold(chr(code))
    }
    assert different == {}


# quotes


def test_all_quotes_of_the_conversation_are_marked_and_led_through(panel: Callable) -> None:
    page = panel(asked="021")
    told = page.locator("#opened .quotes .at")
    assert told.inner_text().strip() == "الاقتباس 2 من 3"
    assert [mark.inner_text() for mark in page.locator("#opened mark").all()] == list(QUOTES)
    strong, faint = (
        page.locator(f"#opened {mark}").first.evaluate("mark => getComputedStyle(mark).backgroundColor")
        for mark in ("#quote", "mark.cited")
    )
    assert strong != faint
    for way, number in (("after", 2), ("before", 1), ("before", 0)):
        page.focus(f"#opened .quotes a:has(.{way})")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "quote => document.querySelector('#opened .ready')"
            " && document.querySelector('#quote')?.innerText === quote",
            arg=QUOTES[number],
        )
        page.wait_for_function(IN_SIGHT, arg="#quote")
        assert told.inner_text().strip() == f"الاقتباس {number + 1} من 3"
        page.wait_for_function("() => document.activeElement.closest('#opened .quotes')")  # to go on from there
        assert QUOTES[number] in page.locator("#opened .payload").first.text_content()  # what would be copied
    page.click("#opened .do-close")
    assert page.locator("#chat .marker.looked").count() == 1


def test_an_article_from_the_list_has_them_marked_too(panel: Callable) -> None:
    page = panel(asked="02")
    page.click("#opened .back")
    page.click("#corpus a.name")
    ready(page)
    assert page.locator("#opened mark.cited").count() == 2 and page.locator("#quote").count() == 0
    assert "اقتباسان من المحادثة" in page.locator("#opened .quotes").inner_text()


# the outline


def test_the_outline_leads_to_its_headings_by_keyboard(panel: Callable) -> None:
    page = panel()
    page.focus("#opened .outline summary")
    page.keyboard.press("Enter")
    assert page.locator("#opened .outline a").all_inner_texts() == ["الطرق", "الحدائق", "الختام"]
    page.keyboard.press("Escape")
    assert not page.is_visible("#opened .outline ol") and page.is_visible("#panel")
    page.keyboard.press("Enter")
    page.focus("#opened .outline li:nth-child(2) a")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.innerText === 'الحدائق'")
    page.wait_for_function(IN_SIGHT, arg="#heading-1")
    assert page.get_attribute("#heading-1", "role") == "heading"


@pytest.fixture
def long(settings: Settings) -> Iterator[str]:
    """The address of a window over an article of which only a part is shown."""
    part = "\n\n".join([FILLER] * 3_000)
    first, second = f"{QUOTES[0]} {FILLER}", f"{QUOTES[1]} {FILLER}"
    text = "\n\n".join((TITLE, "الطرق", first, part, "الحدائق", second, part, QUOTES[2]))
    assert len(text) > 400_000
    with served(settings, Municipal(text)) as address:
        yield address


def test_the_outline_leads_to_what_is_not_shown_of_a_very_long_article(long: str, panel: Callable) -> None:
    page = panel(address=long)
    assert QUOTES[1] not in page.locator("#opened .text").inner_text()
    page.click("#opened .outline summary")
    page.click("#opened .outline a:has-text('الحدائق')")
    page.wait_for_function("() => document.activeElement.innerText === 'الحدائق'")
    page.wait_for_function(IN_SIGHT, arg="#heading-1")
    assert QUOTES[1] in page.locator("#opened .text").inner_text()


def test_words_are_found_in_all_of_a_very_long_article(long: str, panel: Callable) -> None:
    page = panel(address=long)
    find(page, "البلدية", "1 من 3")
    page.press("#find-words", "Enter")
    assert (tally(page), len(hits(page))) == ("2 من 3", 2)
    page.press("#find-words", "Enter")  # beyond what is shown
    page.wait_for_function("() => document.querySelector('#opened .tally')?.innerText.trim() === '3 من 3'")
    assert QUOTES[2] in page.locator("#opened .text").inner_text()
    assert page.evaluate("document.activeElement.id") == "find-words"
    page.press("#find-words", "Enter")
    page.wait_for_function("() => document.querySelector('#opened .tally')?.innerText.trim() === '1 من 3'")
    page.fill("#find-words", "افتتحت")
    page.wait_for_function("() => document.querySelector('#opened .tally')?.innerText.trim() === '– من 1'")
    page.press("#find-words", "Enter")
    page.wait_for_function("() => document.querySelector('#opened .tally')?.innerText.trim() === '1 من 1'")
    assert hits(page) == ["افتُتحت"]


# the original


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
    with page.expect_download() as saving:
        page.click("#opened a.original")
    assert Path(saving.value.path()).read_bytes() == (corpus / name).read_bytes()
    assert "monospace" not in page.locator("#opened .text").evaluate("text => getComputedStyle(text).fontFamily")
    if name.endswith(".txt"):
        ways = page.locator("#opened .text > div").evaluate_all(
            "all => all.map(one => getComputedStyle(one).direction)"
        )
        assert ways == ["rtl", "ltr", "rtl"]


# what is loaded, and for whom


def test_nothing_of_it_is_loaded_before_an_article_is_opened(panel: Callable) -> None:
    page = panel(asked="")
    loaded = """() => performance.getEntriesByType('resource').map(one => one.name)
        .filter(name => /reader|find|sheet/.test(name))"""
    page.wait_for_selector("#corpus a.name")
    assert page.evaluate(loaded) == []
    page.click("#corpus a.name")
    ready(page)
    assert sorted(name.rpartition("/")[2] for name in page.evaluate(loaded)) == ["reader.css", "reader.js"]
    find(page, "البلدية", "1 من 3")
    assert any(name.endswith("find.js") for name in page.evaluate(loaded))


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_thumb_hits_every_button_of_the_bar(panel: Callable, size: dict[str, int]) -> None:
    page = panel(size, asked="021", has_touch=True)
    tally_of(page)
    page.click("#opened .outline summary")
    controls = page.locator("#opened .reading :is(button, summary, a, input)")
    boxes = [one.bounding_box() for one in controls.all() if one.is_visible()]
    assert len(boxes) >= 11
    for box in boxes:
        assert box["height"] >= 44 and box["width"] >= 44
        assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def tally_of(page: object) -> str:
    """What a first search for «البلدية» tells, wherever the reader stands in the text."""
    open_find(page)
    page.fill("#find-words", "البلدية")
    page.wait_for_function("() => / من 3$/.test(document.querySelector('#opened .tally').innerText.trim())")
    return tally(page)


def test_on_a_phone_the_bar_stays_in_sight_and_the_keyboard_in_the_panel(panel: Callable) -> None:
    page = panel(PHONE, asked="021")
    page.locator("#opened .opened").evaluate("article => { article.scrollTop = article.scrollHeight; }")
    page.wait_for_function(IN_SIGHT, arg="#opened .do-find")
    assert page.locator("#opened .text").bounding_box()["y"] < 0
    page.focus("#opened .do-find")
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#panel')")


def test_every_word_of_the_bar_is_in_the_language_of_the_page(panel: Callable) -> None:
    page = panel(asked="021")
    tally_of(page)
    page.click("#bar .do-language")
    page.wait_for_selector("html[lang='en'][dir='ltr']")
    shown = page.locator("#opened .reading").inner_text()
    for words in ("Find in article", "Contents", "Print article", "Quote 2 of 3", "of 3", "Close find"):
        assert words in shown
    assert not set("ابتثجحخدذرزسشصضطظعغفقكلمنهوي") & set(shown)
    assert page.get_attribute("#opened .text", "aria-label") == "Text of the article"
    assert page.get_by_label("Words to find in this article").is_visible()
    assert page.get_by_role("link", name="Next quote").is_visible()


def test_the_article_is_printed_alone(panel: Callable) -> None:
    page = panel(asked="02")
    page.evaluate("window.print = () => { window.printed = document.documentElement.dataset.print; }")
    page.click("#opened .do-print")
    assert page.evaluate("window.printed") == "article"
    assert page.evaluate("document.documentElement.dataset.print") is None
    page.evaluate("document.documentElement.dataset.print = 'article'")
    page.emulate_media(media="print")
    for hidden in ("#talk", "#bar", "#opened .reading", "#opened .tools"):
        assert not page.is_visible(hidden), hidden
    assert page.is_visible("#opened .title") and page.is_visible("#quote")
    last = page.locator("#opened mark.cited, #quote").last.bounding_box()
    assert last["height"] > 0 and page.evaluate("document.documentElement.scrollHeight") > 1500  # nothing is cut off


# axe


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


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_the_panel(
    panel: Callable, axe: str, size: dict[str, int], theme: str
) -> None:
    page = panel(size, asked="021", color_scheme=theme, reduced_motion="reduce")
    assert violations(page, axe) == []
    tally_of(page)
    assert violations(page, axe) == []
    page.fill("#find-words", "زلزال")
    page.wait_for_selector("#opened .tally.missing")
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    page.click("#opened .outline summary")
    assert violations(page, axe) == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_with_the_original_page_beside(visit: Callable, axe: str, size: dict[str, int]) -> None:  # noqa: F811
    page = visit(size)
    open_dam(page)
    page.click("#opened .do-sheet")
    drawn(page, 2)
    assert violations(page, axe) == []
