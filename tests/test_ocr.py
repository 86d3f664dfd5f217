"""Pages that are pictures are read where tesseract is installed: in the background, kept page by page, and marked."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.answering.citations import cite
from assistant.cli.report import answer_text
from assistant.types import Answer, Quote
from tests.fake_assistant import an_answer
from tests.html_pages import MUSEUM, TRAIN, WATER
from tests.ocr_pages import needs_tesseract, printed_in, scanned, share_of_right_words
from tests.pdf_files import pdf, scan
from tests.test_formats_pdf import exchanged, merged
from tests.test_index import Shelf, everything_agrees
from vectorstore.formats import ocr
from vectorstore.formats.documents import read_documents
from vectorstore.formats.ocr import (
    Tesseract,
    find_tesseract,
    parse_lines,
    read_picture,
    scanned_paragraphs,
    surer_lines,
)
from vectorstore.formats.page_image import MAX_PIXELS, PageImage, draw_page, portable_graymap
from vectorstore.formats.pdf import read_pdf
from vectorstore.formats.sandbox import EXTRACTOR
from vectorstore.index import Index
from vectorstore.sync import scans
from vectorstore.sync.scans import KeptPage, keep_page, kept_pages
from vectorstore.types import Document, Extracted, Refusal, Remark
from vectorstore.watch import Watcher

ROOT = Path(__file__).parent.parent
MOMENT_SECONDS = 1.0

FLOORS = {("Plex", 300): 0.85, ("Plex", 150): 0.85, ("Amiri", 300): 0.85, ("Amiri", 150): 0.85}
"""Share of the words that must be read right, well below what was measured (`benchmarks/README.md`)."""


def table(*words: tuple[int, int, int, float, str]) -> str:
    """Tesseract's table: block, paragraph, line, confidence and text of each word."""
    rows = [f"5\t1\t{block}\t{par}\t{line}\t1\t0\t0\t9\t9\t{sure}\t{text}" for block, par, line, sure, text in words]
    return "\n".join(["level\tpage_num\t…", "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t", *rows])


def program(folder: Path, body: str) -> Tesseract:
    """A stand-in for tesseract that does what `body` says."""
    path = folder / "tesseract"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return Tesseract(str(path), ("ara", "eng"))


SAID = "أعلنت وزارة الزراعة اليوم بدء توزيع منظومات الري"
SAYS = (
    "sys.stdin.buffer.read()\nprint('head')\n"
    f"for at, word in enumerate('{SAID}'.split()):\n"
    " print('5', 1, 1, 1, 1, at, 0, 0, 9, 9, 95.0, word, sep='\\t')"
)
"""A stand-in that reads the same line on every page."""


# -- what tesseract says ---------------------------------------------------------------------------


def test_words_become_lines_without_the_controls_that_turn_them() -> None:
    lines = parse_lines(table((1, 1, 1, 90, "قال"), (1, 1, 1, 80, "\u200eGoogle\u200f"), (2, 1, 1, 70, "نعم")))
    assert [line.text for line in lines] == ["قال Google", "نعم"]
    assert lines[0].confidence == pytest.approx((3 * 90 + 6 * 80) / 9)
    assert parse_lines("") == parse_lines("5\t1\tx") == []


def test_each_line_is_taken_from_the_reading_that_is_surer_of_it() -> None:
    arabic = parse_lines(table((1, 1, 1, 90, "قال"), (1, 1, 2, 20, "06ة09ال")))
    both = parse_lines(table((1, 1, 1, 60, "JU"), (1, 1, 2, 95, "Google")))
    assert [line.text for line in surer_lines(arabic, both)] == ["قال", "Google"]
    assert [line.text for line in surer_lines(arabic, both[:1])] == ["JU"]  # whose mean is higher


def test_running_heads_and_page_numbers_of_scans_do_not_stand_in_the_text() -> None:
    pages = {
        number: ((0, "مجلة الضفاف ـ العدد 3"), (1, text), (1, "وتمّ كذلك."), (2, f"- {number} -"))
        for number, text in enumerate(["قال أولًا", "قال ثانيًا", "قال ثالثًا"], 4)
    }
    assert scanned_paragraphs(pages)[5] == ["قال ثانيًا وتمّ كذلك."]
    assert scanned_paragraphs({1: ((0, "12"),)}) == {1: ["12"]}  # what is all that a page says is no number of it


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for tesseract is a script")
def test_a_program_that_fails_floods_its_memory_or_is_unsure_leaves_the_page_unread(tmp_path: Path) -> None:
    writes = f"open({str(tmp_path / 'written')!r}, 'wb', 0).write(b'x')\n"
    unsure, little = SAYS.replace("95.0", "40.0"), SAYS.replace(SAID, "ال")
    for body in ("sys.exit(1)", "bytearray(3 << 30)\n" + SAYS, writes + SAYS, unsure, little):
        page = read_picture(program(tmp_path, body), b"P5 1 1 255\n\xff", 200, lambda: False)
        assert page.lines == (), body
    sound = read_picture(program(tmp_path, SAYS), b"P5 1 1 255\n\xff", 200, lambda: False)
    assert sound.lines == ((0, SAID),) and sound.confidence == 95


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for tesseract is a script")
def test_letters_that_make_no_words_are_not_quoted_however_sure_tesseract_is(tmp_path: Path) -> None:
    (nonsense,) = exchanged([f"{WATER[0]} {MUSEUM[0]}"])
    page = read_picture(program(tmp_path, SAYS.replace(SAID, nonsense)), b"P5 1 1 255\n\xff", 200, lambda: False)
    assert page.lines == ()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for tesseract is a script")
def test_a_program_that_hangs_is_ended_within_a_moment_of_being_stopped(tmp_path: Path) -> None:
    place = tmp_path / "begun"
    os.mkfifo(place)
    engine = program(tmp_path, f"open({str(place)!r})\ntime.sleep(600)")
    stop = threading.Event()
    moment: list[float] = []

    def press() -> None:
        open(place, "w").close()  # waits until the program has begun
        moment.append(time.monotonic())
        stop.set()

    presser = threading.Thread(target=press)
    presser.start()
    with pytest.raises(ocr.Stopped):
        read_picture(engine, b"P5 1 1 255\n\xff" * 1_000_000, 200, stop.is_set)
    assert time.monotonic() - moment[0] < MOMENT_SECONDS
    presser.join()
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert engine.program not in left


# -- drawing a page --------------------------------------------------------------------------------


def test_a_page_is_drawn_in_the_child_process_with_bounded_pixels(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "لوحة.pdf"
    canvas = Canvas(str(path), (14_400, 14_400))  # five metres
    canvas.showPage()
    canvas.save()
    image = EXTRACTOR.draw(path, path.name, 1)
    assert isinstance(image, PageImage) and 0.9 * MAX_PIXELS < image.width * image.height < 1.1 * MAX_PIXELS
    assert len(portable_graymap(image)) > image.width * image.height
    assert isinstance(EXTRACTOR.draw(path, path.name, 2), Refusal)
    assert isinstance(EXTRACTOR.draw(tmp_path / "لا شيء.pdf", "لا شيء.pdf", 1), Refusal)


def test_a_picture_that_is_not_what_it_says_is_none(tmp_path: Path) -> None:
    path = tmp_path / "ورقة.pdf"
    path.write_bytes(scan(1))
    image = draw_page(path, path.name, 1)
    for width, packed in ((image.width + 1, image.packed), (image.width, "eA=="), (10**9, image.packed)):
        assert portable_graymap(PageImage(width, image.height, 200, 1, packed)) is None


# -- what is read takes its place in the text ------------------------------------------------------


def test_what_was_read_stands_on_its_page_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "تقرير.pdf"
    path.write_bytes(merged(tmp_path, pdf([WATER]), scan(2), pdf([TRAIN])))
    found = read_pdf(path, path.name, {2: [MUSEUM[0]], 4: ["ليس هذا"]})
    assert isinstance(found, Extracted) and MUSEUM[0] in found.text and "ليس هذا" not in found.text
    assert {Remark("pages_ocr", "2"), Remark("pages_unread", "3")} <= set(found.remarks)
    document = Document(path.name, found.text, "", "", "", pages=found.pages, remarks=found.remarks)
    start = found.text.index(MUSEUM[0])
    assert document.is_scanned(start, start + len(MUSEUM[0]))
    assert not document.is_scanned(0, 20) and document.is_scanned(start - 5, start + 1)
    assert not document.is_scanned(len(found.text) - 5, len(found.text))


def test_a_file_of_pictures_alone_and_one_of_letters_that_make_no_words_are_read_by_their_pictures(
    tmp_path: Path,
) -> None:
    for name, data in (("صور.pdf", scan(2)), ("رموز.pdf", pdf([exchanged(WATER), exchanged(MUSEUM)]))):
        path = tmp_path / name
        path.write_bytes(data)
        (refused,) = read_documents(path, name)
        assert isinstance(refused, Refusal) and refused.reason in scans.WHOLLY_UNREAD
        (document,) = read_documents(path, name, lambda sha256: {2: [MUSEUM[0], MUSEUM[1]]})
        assert isinstance(document, Document) and document.text == f"{MUSEUM[0]}\n\n{MUSEUM[1]}"
        assert document.remarks[:2] == (Remark("pages_unread", "1"), Remark("pages_ocr", "2"))


# -- keeping ---------------------------------------------------------------------------------------


def test_pages_are_kept_one_by_one_and_a_line_that_was_cut_off_or_damaged_is_passed_over(tmp_path: Path) -> None:
    pages = [KeptPage(number, 3, ((0, f"صفحة {number}"),), 90.0, "ara") for number in (1, 2, 3)]
    for page in pages[:2]:
        keep_page(tmp_path, "ab", page)
    (place,) = (tmp_path / "ocr").iterdir()
    if os.name != "nt":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600 and stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    data = place.read_bytes()
    place.write_bytes(data[:-9])  # killed while the second one was written
    assert kept_pages(tmp_path, "ab") == {1: pages[0]}
    keep_page(tmp_path, "ab", pages[2])
    assert kept_pages(tmp_path, "ab") == {1: pages[0], 3: pages[2]}
    place.write_bytes(data.replace(b"90.0", b"99.0", 1))
    assert kept_pages(tmp_path, "ab") == {2: pages[1]}
    assert kept_pages(tmp_path, "cd") == {}


# -- the index -------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf with a text, a PDF of three pictures, and a tesseract that says the same of each page."""
    if os.name == "nt":
        pytest.skip("the stand-in for tesseract is a script")
    made = Shelf(tmp_path)
    made.write("قطار.txt", " ".join(TRAIN))
    (made.corpus / "صور.pdf").write_bytes(scan(3))
    engine = program(tmp_path, SAYS)
    monkeypatch.setattr(scans, "find_tesseract", lambda: engine)
    return made


def read_all(index: Index) -> list[tuple[str, int, int]]:
    """Read what there is to be read; what was told of it."""
    told: list[tuple[str, int, int]] = []
    while again := index.read_scans(lambda *step: told.append(step)):
        index.sync(again=again)
    return told


def record_of(index: Index, source: str = "صور.pdf"):
    (record,) = (one for one in index.report.files if one.source == source)
    return record


def test_a_scan_is_read_after_the_folder_and_found(shelf: Shelf) -> None:
    index = shelf.open()
    assert record_of(index).reason == "no_text"
    assert read_all(index)[:4] == [("ocr", 0, 1), ("ocr", 1, 3), ("ocr", 2, 3), ("ocr", 3, 3)]
    assert record_of(index).remarks[0] == Remark("pages_ocr", "1-3")
    with index.reading() as snapshot:
        assert "منظومات الري" in snapshot.document("صور.pdf").text
    everything_agrees(index)
    assert read_all(index) == []
    index.close()
    again = shelf.open()  # nothing is read, drawn or embedded anew
    assert read_all(again) == [] and again.report.unchanged == 2
    again.close()


def test_what_was_read_before_a_kill_is_kept_and_a_copy_needs_no_reading(shelf: Shelf) -> None:
    index = shelf.open()
    pages: list[int] = []
    index.read_scans(lambda stage, done, total: pages.append(done), should_stop=lambda: len(pages) > 2)
    index.close()  # as after a kill: two pages are kept, and the index knows of none
    again = shelf.open()
    assert record_of(again).reason == "no_text"
    assert [done for _, done, _ in read_all(again)][:2] == [2, 3]
    assert record_of(again).remarks[0] == Remark("pages_ocr", "1-3")
    (shelf.corpus / "نسخة.pdf").write_bytes((shelf.corpus / "صور.pdf").read_bytes())
    again.sync()
    assert record_of(again, "نسخة.pdf").status == "indexed" and read_all(again) == []
    again.close()


def test_what_was_read_of_a_file_goes_with_it(shelf: Shelf) -> None:
    index = shelf.open()
    read_all(index)
    assert len(list((shelf.index_dir / "ocr").iterdir())) == 1
    (shelf.corpus / "صور.pdf").unlink()
    index.sync()
    assert not list((shelf.index_dir / "ocr").iterdir())
    index.close()


def test_without_tesseract_pages_are_named_as_before(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "find_tesseract", lambda: None)
    index = shelf.open()
    assert read_all(index) == [] and record_of(index).reason == "no_text" and index.needs_ocr
    index.close()


def test_a_page_that_is_not_clear_stays_unread_and_is_not_tried_again(shelf: Shelf, tmp_path: Path) -> None:
    program(tmp_path, SAYS.replace("95.0", "30.0"))
    index = shelf.open()
    assert len(read_all(index)) == 4
    assert record_of(index).reason == "no_text" and read_all(index) == []
    index.close()
    again = shelf.open()
    assert all(done == 3 for _, done, _ in read_all(again))
    again.close()


def test_the_watcher_reads_scans_while_the_folder_rests(shelf: Shelf) -> None:
    index = shelf.open()
    stages: list[str] = []
    reports: list[object] = []
    watcher = Watcher(quiet=0.1, sweep=0.2)
    watcher.start(index, lambda stage, *_: stages.append(stage), reports.append, reports.append, lambda: None)
    end = time.monotonic() + 30
    while record_of(index).status != "indexed" and time.monotonic() < end:
        time.sleep(0.02)
    watcher.stop()
    assert record_of(index).remarks[0] == Remark("pages_ocr", "1-3") and "ocr" in stages
    index.close()


# -- the answer ------------------------------------------------------------------------------------


def test_a_quote_from_a_picture_is_marked_wherever_it_is_cited() -> None:
    text = "نص أول.\n\nأعلنت الوزارة بدء التوزيع."
    read = Document("تقرير.pdf", text, "", "", "", pages=(0, 9), remarks=(Remark("pages_ocr", "2"),))
    citation = cite(1, Quote("تقرير.pdf", "", 9, len(text), text[9:]), read)
    assert citation.ocr and citation.remarks == ()
    assert not cite(1, Quote("تقرير.pdf", "", 0, 7, text[:7]), read).ocr
    for language, mark in (("ar", "قراءة ضوئية"), ("en", "read optically"), ("fr", "lecture optique")):
        answer: Answer = an_answer(citations=(citation,), language=language)
        assert mark in answer_text(answer)
        assert answer.as_json()["citations"][0]["ocr"] is True
    assert "ocr" not in an_answer().as_json()["citations"][0]


# -- tesseract itself ------------------------------------------------------------------------------


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize(("font", "dots"), FLOORS, ids=str)
def test_print_that_was_scanned_is_read(tmp_path: Path, font: str, dots: int) -> None:
    path = tmp_path / "ورقة.pdf"
    with printed_in(font):
        path.write_bytes(scanned(pdf([WATER, MUSEUM, TRAIN]), dots))
    read = []
    for number in (1, 2, 3):
        image = EXTRACTOR.draw(path, path.name, number)
        page = read_picture(find_tesseract(), portable_graymap(image), image.dots_per_inch, lambda: False)
        read += [text for _, text in page.lines]
    share = share_of_right_words([*WATER, *MUSEUM, *TRAIN], " ".join(read))
    print(f"{font}, {dots} dots per inch: {share:.3f} of the words")  # with -rP; the table in benchmarks/README.md
    assert share > FLOORS[font, dots]


@needs_tesseract
@pytest.mark.slow
def test_noise_stays_unread(tmp_path: Path) -> None:
    import random

    noise = random.Random(7)
    picture = bytes(noise.choice((0, 255, 255)) for _ in range(600 * 400))
    page = read_picture(find_tesseract(), b"P5 600 400 255\n" + picture, 200, lambda: False)
    assert page.lines == ()


@needs_tesseract
@pytest.mark.slow
def test_the_terminal_reads_a_scan_and_marks_what_it_quotes_of_it(tmp_path: Path) -> None:
    (tmp_path / "مقالات").mkdir()
    (tmp_path / "مقالات" / "ري.pdf").write_bytes(scanned(pdf([WATER]), 150))
    places = ["--corpus", str(tmp_path / "مقالات"), "--index", str(tmp_path / "index"), "--language", "ar"]
    command = [sys.executable, str(ROOT / "app.py")]
    made = subprocess.run([*command, "index", *places], capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert made.returncode == 0 and "صفحات قُرئت قراءة ضوئية من صورتها: 1" in made.stdout, made.stdout + made.stderr
    asked = subprocess.run(
        [*command, "ask", "كم تبلغ قيمة القرض الذي جاء منه التمويل؟", *places], capture_output=True, text=True, cwd=ROOT
    )
    assert "12.5 مليون" in asked.stdout and asked.stdout.count("قراءة ضوئية") >= 2, asked.stdout + asked.stderr


@needs_tesseract
@pytest.mark.slow
def test_a_page_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    (tmp_path / "ورقة.pdf").write_bytes(scanned(pdf([WATER, MUSEUM]), 150, turned=90))
    image = EXTRACTOR.draw(tmp_path / "ورقة.pdf", "ورقة.pdf", 1)
    page = read_picture(find_tesseract(), portable_graymap(image), image.dots_per_inch, lambda: False)
    assert share_of_right_words(WATER, " ".join(text for _, text in page.lines)) > 0.8
