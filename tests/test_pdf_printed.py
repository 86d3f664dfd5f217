"""PDF files as office programs and browsers print them: what is lengthened, raised, said at every page's foot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.pdf_files import HEIGHT, MARGIN, SIZE, WIDTH, font, placed
from vectorstore.formats.bidi import to_logical
from vectorstore.formats.documents import read_documents
from vectorstore.text.layout import find_blocks
from vectorstore.text.passages import split_passages
from vectorstore.types import Document

Drawn = tuple[float, float, float, str]
"""Where a piece of a line ends on the right, its height, its size, and what it says in written order."""


def printed(pages: Sequence[Sequence[Drawn]], title: str = "") -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1, pageCompression=0)
    canvas.setTitle(title or "untitled")
    for pieces in pages:
        for right, height, size, text in pieces:
            canvas.setFont(font(), size)
            canvas.drawRightString(right, height, placed(text, "visual"))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(*texts: str, top: float = HEIGHT - 80, size: float = SIZE) -> list[Drawn]:
    return [(WIDTH - MARGIN, top - 20 * at, size, text) for at, text in enumerate(texts)]


def read(folder: Path, data: bytes) -> Document:
    path = folder / "تقرير.pdf"
    path.write_bytes(data)
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize("name", ["-", '"', "'", "(", "4"])
def test_what_lengthens_a_word_is_no_sign_in_it_whatever_the_font_calls_it(tmp_path: Path, name: str) -> None:
    text = "أعلنت الوزارة أن محطـة ديـر عمـار سـتعود إلى العمـل قبل نهاية الصيـف"
    data = printed([lines(text, "وتنتج المحطة (دير عمار) نحو 450 ميغاواط، بحسب الخبراء.")])
    assert data.count(b"<0640>") == 1
    document = read(tmp_path, data.replace(b"<0640>", b"<%04X>" % ord(name)))
    assert text.replace("ـ", "") in document.text and "(دير عمار)" in document.text


def above(text: str, right: float, height: float) -> Drawn:
    return right, height + 5, 0.6 * SIZE, text


def width(text: str, size: float = SIZE) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return stringWidth(placed(text, "visual"), font(), size)


@pytest.mark.parametrize("program", ["on the left of the number", "on its right"])
def test_the_number_of_a_note_is_no_digit_of_the_year_that_it_stands_at(tmp_path: Path, program: str) -> None:
    # office programs draw it on the left, browsers on the right
    before, year, after = "بدأت أول محطة في خريف", "1956", "وبلغ إنتاجها في العام التالي"
    said = "وقالت الوزارة إن الرقم دقيق."
    right, top = WIDTH - MARGIN, HEIGHT - 80.0
    end = right - width(f"{before} ")
    note = end + width("1", 0.6 * SIZE) if program == "on its right" else end - width(year)
    power = right - width("ضعف الإنتاج 10 ") + 3.5
    pieces = [
        (right, top, SIZE, before), (end, top, SIZE, year), above("1", note, top),
        (end - width(f"{year} ") - 3, top, SIZE, after),
        (right, top - 20, SIZE, "ضعف الإنتاج 10"), above("6", power - width(" ") + 1, top - 20),
        *lines(said, top=top - 40), above("2", right - width(said), top - 40),
        (right - 9, top - 80, 0.7 * SIZE, "أرشيف الجريدة، العدد 6512."), (right, top - 77, 0.4 * SIZE, "1"),
    ]  # fmt: skip
    word = "نص الاتفاق"
    pieces += [(right, top - 60, SIZE, word), above("3", right - width(word), top - 60)]
    text = read(tmp_path, printed([pieces])).text
    assert "خريف 1956[1] وبلغ" in text and "10^6" in text
    assert "دقيق.[2]" in text and "[1] أرشيف" in text and "الاتفاق[3]" in text


OPEN = "وكانت المحطة قد توقفت في التاسع من آب حين نفد آخر"
REST = "مخزون من زيت الغاز فغرق الشمال في الظلام أربعة أيام."
FOOT = HEIGHT - 500


def numbered_page(number: int, *texts: str) -> list[Drawn]:
    middle = WIDTH / 2 + 60
    head = [(middle, HEIGHT - 25, 9.0, "تقرير الطاقة السنوي"), (middle, 20.0, 9.0, f"مركز الأبحاث - {number} من 2")]
    return [head[0], *lines(*texts, top=HEIGHT - 60), head[1]]


def test_the_head_and_foot_of_two_pages_stand_in_no_sentence_that_goes_on_between_them(tmp_path: Path) -> None:
    pages = [numbered_page(1, "قال الوزير إن المحطة تعود إلى العمل اليوم.", OPEN), numbered_page(2, REST)]
    document = read(tmp_path, printed(pages))
    assert f"{OPEN} {REST}" in document.text and "مركز" not in document.text and "السنوي" not in document.text


def test_the_heads_of_left_and_right_pages_are_no_text(tmp_path: Path) -> None:
    heads = ("الفصل الأول: المحطة", "رنا سليم")
    names = ("الوزارة", "البلدية", "الشركة", "النقابة", "المحافظة", "الصحيفة")
    said = [f"وقالت {name} إن المحطة تعود إلى العمل." for name in names]
    pages = [[(WIDTH - MARGIN, HEIGHT - 25, SIZE, heads[at % 2]), *lines(one)] for at, one in enumerate(said)]
    assert read(tmp_path, printed(pages)).text.split("\n\n") == said


def test_two_pages_that_begin_alike_keep_their_headings(tmp_path: Path) -> None:
    pages = [[(WIDTH - MARGIN, HEIGHT - 60, 20, f"الفصل {at}"), *lines(OPEN, REST)] for at in (1, 2)]
    text = read(tmp_path, printed(pages)).text
    assert "الفصل 1" in text and "الفصل 2" in text


def test_footnotes_stand_before_the_sentence_that_goes_on_on_the_next_page(tmp_path: Path) -> None:
    notes = lines("1بيان الوزارة رقم 112 الصادر في آذار.", "2انظر أرشيف الجريدة.", top=FOOT, size=9)
    above_them = lines("قال الوزير إن المحطة تعود إلى العمل اليوم.", OPEN, top=FOOT + 60)
    document = read(tmp_path, printed([[*above_them, *notes], lines(REST)]))
    assert document.text.split("\n\n") == [
        "قال الوزير إن المحطة تعود إلى العمل اليوم.",
        "[1] بيان الوزارة رقم 112 الصادر في آذار.",
        "[2] انظر أرشيف الجريدة.",
        f"{OPEN} {REST}",
    ]


SAID = ("قال الوزير إن المحطة تعود إلى العمل اليوم.", "وأضاف أن الكلفة بلغت 12.5 مليون دولار في السنة.")


def outline_of(document: Document) -> list[tuple[str, str]]:
    blocks = find_blocks(document.text, document.marks, document.pages)
    return [(one.kind, document.text[one.start : one.end]) for one in blocks if one.kind in ("title", "outline")]


def headed_page() -> list[Drawn]:
    return [
        (WIDTH - MARGIN, HEIGHT - 40, 9.0, "دليل المحطة"),
        *lines("دليل المحطة", top=HEIGHT - 80, size=24),
        *lines("1. الأعطال", top=HEIGHT - 130, size=18),
        *lines(*SAID, top=HEIGHT - 160),
        *lines("كيف تعود المحطة بعد كل", "توقف إلى العمل؟", top=HEIGHT - 240, size=15),
        *lines(*SAID[::-1], top=HEIGHT - 290),
    ]


def test_the_largest_letters_are_the_title_and_larger_ones_headings(tmp_path: Path) -> None:
    document = read(tmp_path, printed([headed_page()], title="report_final.docx"))
    assert document.title == "دليل المحطة"
    assert outline_of(document) == [
        ("title", "دليل المحطة"),
        ("outline", "1. الأعطال"),
        ("outline", "كيف تعود المحطة بعد كل توقف إلى العمل؟"),
    ]
    under = split_passages(document)[-1]
    assert under.title == "دليل المحطة › 1. الأعطال › كيف تعود المحطة بعد كل توقف إلى العمل؟"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("دليل المحطة | موقع الصباح", "دليل المحطة"),
        ("قالب المجلة القديم", "دليل المحطة"),
        ("كلفة المحطة في السنة", "كلفة المحطة في السنة"),
        ("PowerPoint Presentation", "دليل المحطة"),
    ],
)
def test_a_stated_title_is_believed_where_the_page_knows_it(tmp_path: Path, stated: str, title: str) -> None:
    assert read(tmp_path, printed([headed_page()], title=stated)).title == title


def test_the_subject_of_a_letter_is_its_title_and_not_the_large_name_over_it(tmp_path: Path) -> None:
    letter = [*lines("الجمهورية اللبنانية", top=HEIGHT - 60, size=20), *lines("الموضوع: عودة المحطة إلى العمل")]
    pages = [[*letter, *lines(*SAID, top=HEIGHT - 160)]]
    assert read(tmp_path, printed(pages)).title == "عودة المحطة إلى العمل"


def test_a_poster_of_large_words_has_no_headings(tmp_path: Path) -> None:
    words = ("المحطة تعود إلى العمل", "الشمال ينتظر الكهرباء", "الحكومة تعد بالمال")
    pages = [[*lines(*words, size=24), *lines("للمزيد من المعلومات اتصلوا بالبلدية.", top=HEIGHT - 200)]]
    assert all(kind != "outline" for kind, _ in outline_of(read(tmp_path, printed(pages))))


def test_headings_in_the_middle_of_their_columns_head_figures_at_their_sides(tmp_path: Path) -> None:
    # the columns are 110 points wide, and a paragraph begins right below
    edges = [WIDTH - MARGIN - 110 * column for column in range(3)]
    rows = [("1970", "2,126,000", "405,000"), ("1997", "4,005,000", "829,000"), ("2019", "5,300,000", "1,266,000")]
    top = HEIGHT - 90.0
    heads = ("السنة", "السكان", "الأسر")
    pieces = [
        (edge - 55 + width(head) / 2, top, SIZE, head)
        for edge, head in sorted(zip(edges, heads, strict=True), reverse=True)
    ]
    for down, row in enumerate(rows, 1):
        pieces += [(edge, top - 20 * down, SIZE, cell) for edge, cell in zip(edges, row, strict=True)]
    below = "ورأى خبراء أن العودة وحدها لا تكفي لأن شبكة النقل قديمة."
    pieces += lines(below, top=top - 80)
    assert read(tmp_path, printed([pieces])).text.split("\n\n") == [
        "السنة: 1970 | السكان: 2,126,000 | الأسر: 405,000",
        "السنة: 1997 | السكان: 4,005,000 | الأسر: 829,000",
        "السنة: 2019 | السكان: 5,300,000 | الأسر: 1,266,000",
        below,
    ]


@pytest.mark.parametrize(
    "written",
    [
        "تراجعت أسهم Apple، Google، Microsoft أمس",
        "في 1998، BBC، ثم 2001، CNN أيضا",
        "20 سنة من BBC Arabic، 1938-1958",
        "متصفح Chrome 115-120 من الشركة",
        "في 2018-2020 BBC عرضت",
        "سرعة الرياح 120 km/h والضغط 1.5 bar ونسبة الغاز 415 ppm في الجبل",
        "زار New York، London، وباريس",
        "بلغت الكلفة 35$ للأسرة و30€ للفرد",
        "بلغت الكلفة $35 للأسرة و€30 للفرد",
        "سعر سهم Apple $35 أمس",
        "خفض 20% من 1.5 مليون",
    ],
)
def test_latin_words_and_numbers_in_an_arabic_line_keep_their_order(written: str) -> None:
    from bidi.algorithm import get_display

    assert "".join(to_logical(list(get_display(written, base_dir="R")), arabic=True)) == written


@pytest.mark.parametrize(
    "written",
    [
        "تدريب 15,000 موظف قبل عام 2028.",
        "رقمنة 80% من الخدمات الحكومية.",
        "إطلاق منصة Sanad 2.0 للمواطنين.",
        "توقيع الاتفاق في 18/6/2026 مع شركة Microsoft.",
        "The Ministry (وزارة المالية) lent 250 million in 2026.",
    ],
)
def test_arabic_that_was_set_from_the_left_keeps_its_full_stop_and_its_numbers(written: str) -> None:
    from bidi.algorithm import get_display

    drawn = list(get_display(written, base_dir="L"))
    assert "".join(to_logical(drawn, arabic=True, from_left=True)) == written


def test_slides_whose_paragraphs_run_from_the_left_are_read_so(tmp_path: Path) -> None:
    from bidi.algorithm import get_display
    from reportlab.pdfgen.canvas import Canvas

    said = ("تدريب 15,000 موظف على الأمن السيبراني.", "إطلاق منصة Sanad 2.0 للمواطنين.", "شركة Microsoft شريكة")
    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1)
    canvas.setFont(font(), SIZE)
    for at, line in enumerate(said):
        canvas.drawString(MARGIN, HEIGHT - 80 - 40 * at, get_display(line, base_dir="L"))
    canvas.save()
    assert read(tmp_path, out.getvalue()).text.split("\n\n") == list(said)


@pytest.mark.parametrize(
    "drawn",
    [
        "return; ريزولا لاق in a press",
        "in a press ريزولا لاق release.",
        "it cost 12, ريزولا لاق of all the money at USD 3.2",
    ],
)
def test_a_latin_line_with_arabic_words_on_an_arabic_page_runs_from_the_left(drawn: str) -> None:
    assert "".join(to_logical(list(drawn), arabic=True)) == drawn.replace("ريزولا لاق", "قال الوزير")


def test_a_full_stop_on_the_left_of_latin_words_says_that_their_line_runs_from_the_right() -> None:
    assert "".join(to_logical(list(".GB 16"), arabic=True)) == "16 GB."
    assert "".join(to_logical(list("It has 16 GB."), arabic=True)) == "It has 16 GB."
    assert "".join(to_logical(list("12(3), 45-67."), arabic=True)) == "12(3), 45-67."
    assert "".join(to_logical(list(".1990"), arabic=True)) == "1990."


def test_an_address_that_was_broken_at_the_end_of_a_line_is_whole(tmp_path: Path) -> None:
    text = read(
        tmp_path, printed([lines(f"{'نشرت الوزارة بيانها ' * 2} على https://a.org/news?", "id=15 كاملا.")])
    ).text
    assert "https://a.org/news?id=15 كاملا." in text


def test_a_short_item_of_a_list_is_a_paragraph_whatever_fits_beside_it(tmp_path: Path) -> None:
    items = ["• رنا سليم محررة", "• كمال ديب مصور", "• هاني عيسى مراسل"]
    assert read(tmp_path, printed([lines(*items)])).text.split("\n\n") == items


def test_a_title_whose_letters_are_set_apart_is_read_without_what_is_drawn_under_them(tmp_path: Path) -> None:
    # LibreOffice draws a kashida behind every letter of such a text, at its place
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    title, out = "إصلاح قطاع الكهرباء: الخطة", io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1, pageCompression=0)
    canvas.setFont(font(), 20)
    left = 100.0
    for letter in placed(title, "visual"):
        if letter != " ":
            canvas.drawString(left - 0.2, HEIGHT - 60, "ـ")
        canvas.drawString(left, HEIGHT - 60, letter)
        left += stringWidth(letter, font(), 20) + 0.25
    canvas.setFont(font(), SIZE)
    for at, line in enumerate(SAID):
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 120 - 20 * at, placed(line, "visual"))
    canvas.save()
    assert read(tmp_path, out.getvalue()).title == title


def test_one_shape_of_several_words_is_read_in_their_order(tmp_path: Path) -> None:
    data = printed([lines("وقال النبي ﷺ إن الأعمال بالنيات.", *SAID)])
    words = "صلى الله عليه وسلم".encode("utf-16-be").hex().upper().encode()
    assert data.count(b"<FDFA>") == 1
    assert "وقال النبي صلى الله عليه وسلم إن" in read(tmp_path, data.replace(b"<FDFA>", b"<%s>" % words)).text


def test_an_equals_sign_is_no_kashida_however_flat_it_is(tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    module = pytest.importorskip("fontpkg_amiri")
    (path,) = Path(next(iter(module.__path__))).rglob("Amiri-Regular.ttf")
    pdfmetrics.registerFont(TTFont("Amiri", str(path)))
    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1)
    canvas.setFont("Amiri", SIZE)
    written = "نشر التقرير في https://mof.gov.jo/r?id=12 أمس."
    for at, line in enumerate((written, *SAID)):
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 80 - 20 * at, placed(line, "visual"))
    canvas.save()
    assert written in read(tmp_path, out.getvalue()).text


def bold_font() -> str:
    """IBM Plex Sans Arabic in bold, known to reportlab by this name."""
    import fontpkg_ibm_plex_sans_arabic
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    (path,) = Path(next(iter(fontpkg_ibm_plex_sans_arabic.__path__))).rglob("IBMPlexSansArabic-Bold.ttf")
    pdfmetrics.registerFont(TTFont("PlexBold", str(path)))
    return "PlexBold"


def weighted(*texts: str) -> bytes:
    """A page of paragraphs in one size, close under each other; what begins with * is bold."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1)
    for at, text in enumerate(texts):
        canvas.setFont(bold_font() if text.startswith("*") else font(), SIZE)
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 80 - 20 * at, placed(text.strip("*"), "visual"))
    canvas.save()
    return out.getvalue()


MORE = ("وقال مدير المحطة إن العمال جاهزون منذ أسبوع.", "ولم يعلن أحد متى تصل أول شحنة من الوقود.")


def test_short_bold_lines_in_the_size_of_the_text_are_headings(tmp_path: Path) -> None:
    above = ("*المحطة تعود إلى العمل قريبا", "*رنا سليم", "*الوقود")
    document = read(tmp_path, weighted(*above, *SAID, "*كلفة الوقود", *MORE, "*من يدفع؟", *SAID))
    found = [text for kind, text in outline_of(document) if kind == "outline"]
    assert found == ["الوقود", "كلفة الوقود", "من يدفع؟"]  # an author above the text is none
    assert document.title == "المحطة تعود إلى العمل قريبا"
    assert split_passages(document)[-1].title.endswith(" › من يدفع؟")


def test_the_first_bold_line_right_over_the_text_is_a_heading_among_others(tmp_path: Path) -> None:
    parts = ("*أزمة الصيف", *SAID, "*كلفة الوقود", *MORE, "*رأي الخبراء", *SAID)
    document = read(tmp_path, weighted("*المحطة تعود إلى العمل قريبا", "*رنا سليم", *parts))
    found = [text for kind, text in outline_of(document) if kind == "outline"]
    assert found == ["أزمة الصيف", "كلفة الوقود", "رأي الخبراء"]


def test_bold_text_and_bold_sentences_are_no_headings(tmp_path: Path) -> None:
    much = read(tmp_path, weighted(*SAID, *(f"*{one}" for one in ("الوزارة جاهزة", "الشركة غائبة", *MORE)), *SAID))
    assert all(kind != "outline" for kind, _ in outline_of(much))
    told = read(tmp_path, weighted(*SAID, *MORE, f"*{SAID[0]}", *MORE, *SAID))
    assert all(kind != "outline" for kind, _ in outline_of(told))


def test_a_bracket_at_the_border_of_two_lines_stands_at_its_word(tmp_path: Path) -> None:
    # LibreOffice breaks a line behind it
    text = read(tmp_path, printed([lines("وقعت شركة الكهرباء الوطنية العقد أمس في عمان (", "NEPCO) مع الوزارة.")])).text
    assert "عمان (NEPCO) مع الوزارة." in text


def test_a_last_page_of_few_words_is_read_however_short_they_are(tmp_path: Path) -> None:
    document = read(tmp_path, printed([lines(*SAID, *MORE), lines("50 و 30 و 20 فقط.")]))
    assert "50 و 30 و 20 فقط." in document.text and all(one.code != "pages_unread" for one in document.remarks)


def test_the_day_under_the_headline_is_found_below_the_menu_of_a_printed_page(tmp_path: Path) -> None:
    sections = ("سياسة", "اقتصاد", "رياضة", "ثقافة", "رأي", "محليات", "منوعات")
    menu = [(WIDTH - MARGIN, HEIGHT - 25.0 - 22 * at, 10.0, name) for at, name in enumerate(sections)]
    page = [*menu, *lines("دليل المحطة", top=HEIGHT - 220, size=24), *lines("الأحد 5 تموز 2026", top=HEIGHT - 260)]
    page += lines(*SAID, top=HEIGHT - 300)
    assert read(tmp_path, printed([page, lines(*MORE, *SAID, *MORE, *SAID, *MORE)])).date == "2026-07-05"


@pytest.mark.parametrize(
    ("drawn", "written"),
    [
        ("ةيناملألا Siemens (SIE) ةكرش", "شركة Siemens (SIE) الألمانية"),
        ("English (C1)، Français (B2) ،ةيبرعلا", "العربية، English (C1)، Français (B2)"),
        ("ةيناملألا (Siemens (SIE ةكرش", "شركة Siemens (SIE( الألمانية"),  # of an older program; they are turned later
    ],
)
def test_brackets_behind_a_latin_word_stand_around_what_they_hold(drawn: str, written: str) -> None:
    assert "".join(to_logical(list(drawn), arabic=True)) == written
