"""Of a PDF its text is read in written order, page by page, or it is refused by name."""

from __future__ import annotations

import io
import os
import re
import shutil
import unicodedata
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import SEEDS
from tests.html_pages import MUSEUM, TRAIN, WATER, paragraphs
from tests.pdf_files import ORDERS, Order, font, pdf, placed, scan
from tests.test_browser import BROWSERS
from vectorstore.formats.bidi import mirror_brackets, to_logical
from vectorstore.formats.documents import read_documents
from vectorstore.text.arabic import fold
from vectorstore.text.layout import find_blocks
from vectorstore.types import Document, Refusal, Remark

MIXED = (
    "قالت شركة Google إن متصفح Chrome 115 سيصل إلى 3.5 مليون مستخدم (في مصر والأردن) خلال عام 2024.",
    "بلغت النسبة 45% في الربع الأول، مقابل 12,5% قبل عام، وفق تقرير «الاقتصاد الرقمي» الصادر يوم 15/06/2023.",
    "للتواصل: info@example.org والموقع https://example.org/ar/page?id=7 متاح دائمًا لمن يريد.",
    "الإسلام والآداب والألعاب والأمل، لأن لاعبًا لا يلعب إلا إذا أراد، والسلام أولًا.",
    "في عام ١٩٧٣ بلغ عدد السكان ٢٫٥ مليون نسمة، أي بزيادة ١٢٪ عن سنة ١٩٧٠ [المصدر: الجهاز المركزي].",
)
ENDS_IN_LA = (
    "لا علاج شافيا لفيروس إيبولا، ولا دواء في فنزويلا وأنغولا إلا بإذن، ولا يترك الدواء مكشوفا ولا يعاد.",
    "سافر مانديلا شابا ودرس مانديلا محاميا، ثم خرج مانديلا مسنا ولا مال له إلا القليل، ولا بيت ولا سلاح.",
)
VOCALISED = (
    "كَتَبَ المُعَلِّمُ الدَّرْسَ عَلَى السَّبُّورَةِ، ثُمَّ شَرَحَهُ لِلطُّلَّابِ شَرْحًا وَافِيًا.",
    "إِنَّ اللَّهَ يُحِبُّ المُحْسِنِينَ، وَمَا أَضْيَقَ العَيْشَ لَوْلَا فُسْحَةُ الأَمَلِ.",
    "وَلَيْلٍ كَمَوْجِ البَحْرِ أَرْخَى سُدُولَهُ عَلَيَّ بِأَنْوَاعِ الهُمُومِ لِيَبْتَلِي",
)


def read(folder: Path, data: bytes, name: str = "تقرير.pdf") -> Document | Refusal:
    path = folder / name
    path.write_bytes(data)
    (found,) = read_documents(path, path.name)
    return found


def document_of(folder: Path, data: bytes) -> Document:
    found = read(folder, data)
    assert isinstance(found, Document), found
    return found


def words_of(text: str) -> list[str]:
    return fold(text).split()


def exact(text: str) -> list[str]:
    """The words with their marks, whatever order the marks of a letter have."""
    return unicodedata.normalize("NFC", text).split()


def assert_same_words(text: str, written: Sequence[str]) -> None:
    """Word for word: the extracted text says what was written into the file."""
    assert words_of(text) == words_of(" ".join(written))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "texts", [WATER, MUSEUM, TRAIN, MIXED, ENDS_IN_LA], ids=["water", "museum", "train", "mixed", "la"]
)
def test_each_order_of_glyphs_becomes_the_written_order_word_for_word(
    tmp_path: Path, order: Order, texts: tuple[str, ...]
) -> None:
    document = document_of(tmp_path, pdf([texts], order))
    assert_same_words(document.text, texts)


@pytest.mark.parametrize("order", ORDERS)
def test_the_lines_of_a_paragraph_are_joined_and_paragraphs_stay_apart(tmp_path: Path, order: Order) -> None:
    text = document_of(tmp_path, pdf([WATER], order)).text
    assert [fold(text[part.start : part.end]) for part in find_blocks(text)] == [fold(one) for one in WATER]


@pytest.mark.parametrize("order", ["visual", "written"])
@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_each_seed_comes_back_from_a_pdf_word_for_word(tmp_path: Path, path: Path, order: Order) -> None:
    lines = path.read_text(encoding="utf-8").replace("\u200f", "").replace("\u200e", "").splitlines()
    written = [" ".join(line.split()) for line in lines if re.search("[\u0620-\u064a]", line)]
    assert_same_words(document_of(tmp_path, pdf([written], order)).text, written)


def test_presentation_forms_and_ligatures_are_letters(tmp_path: Path) -> None:
    text = document_of(tmp_path, pdf([MIXED], "visual")).text
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufefc]", text)
    assert "لأن لاعبًا لا يلعب إلا" in text


def test_brackets_and_quotation_marks_stand_the_right_way_round(tmp_path: Path) -> None:
    for order in ORDERS:
        text = document_of(tmp_path, pdf([MIXED], order)).text
        assert "(في مصر والأردن)" in text and "«الاقتصاد الرقمي»" in text and "[المصدر:" in text, order


def test_each_kind_of_mark_is_turned_where_most_of_it_stands_wrong_and_a_bracket_alone_where_it_does() -> None:
    assert mirror_brackets([["قال ”نعم“ (أمس)."], ["و”لا“ ثم ”ربما“."]]) == [["قال “نعم” (أمس)."], ["و“لا” ثم “ربما”."]]
    assert mirror_brackets([["the ministry (وزارة الزراعة( said f(x) = 1."]]) == [
        ["the ministry (وزارة الزراعة) said f(x) = 1."]
    ]
    assert mirror_brackets([["هذا )في مصر( و]هنا[ و»هناك«."]]) == [["هذا (في مصر) و[هنا] و«هناك»."]]


def test_a_latin_page_with_arabic_words_stays_latin(tmp_path: Path) -> None:
    line = "The ministry (in Arabic: وزارة الزراعة) sent 3,000 letters."
    text = document_of(
        tmp_path, pdf([["The report of the year 2019 was sent to all members."] * 3 + [line]], "written", rtl=False)
    ).text
    assert text.startswith("The report of the year 2019 was sent")
    assert "sent 3,000 letters." in text


def test_pages_begin_where_their_text_does(tmp_path: Path) -> None:
    document = document_of(tmp_path, pdf([WATER, MUSEUM, TRAIN]))
    assert len(document.pages) == 3
    for number, texts in enumerate((WATER, MUSEUM, TRAIN), 1):
        for text in texts:
            assert document.page(document.text.index(text[:30])) == number
    assert document.page(0) == 1 and document.page(len(document.text) - 1) == 3


def test_a_page_without_text_counts(tmp_path: Path) -> None:
    document = document_of(tmp_path, pdf([WATER, (), TRAIN]))
    assert document.page(document.text.index(TRAIN[0][:30])) == 3


def test_a_paragraph_goes_on_over_the_end_of_a_page(tmp_path: Path) -> None:
    long = " ".join(WATER + MUSEUM + TRAIN) + " "
    document = document_of(tmp_path, pdf([[long * 3]]))
    assert len(document.pages) > 1
    assert_same_words(document.text, [long * 3])
    assert document.text[document.pages[1] - 1] in " \n"


def test_heads_and_page_numbers_do_not_stand_in_the_text(tmp_path: Path) -> None:
    text = document_of(tmp_path, pdf([WATER, MUSEUM, TRAIN, MIXED], head="التقرير السنوي لصحيفة الضفاف")).text
    assert "التقرير السنوي" not in text
    assert_same_words(text, [*WATER, *MUSEUM, *TRAIN, *MIXED])


def test_a_line_that_is_all_that_each_page_says_is_kept(tmp_path: Path) -> None:
    text = document_of(tmp_path, pdf([WATER[:1]] * 4)).text
    assert_same_words(text, WATER[:1] * 4)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("مستقبل الري في الجنوب", "مستقبل الري في الجنوب"),
        ("", ""),
        ("Microsoft Word - taqrir.doc", ""),
        ("untitled", ""),
        ("report-final.pdf", ""),
    ],
)
def test_the_title_and_the_day_are_those_of_the_metadata_and_junk_is_none(
    tmp_path: Path, given: str, title: str
) -> None:
    document = document_of(tmp_path, pdf([WATER], title=given))
    assert document.title == title
    assert document.date == ""  # when a file was made is no article's day
    assert Remark("file_date", "2000-01-01") in document.remarks  # reportlab's, for files that must not change


def test_files_that_cannot_be_read_are_refused_by_name(tmp_path: Path) -> None:
    whole = pdf([WATER, MUSEUM])
    cases = {
        "empty": b"",
        "no_text": scan(),
        "encrypted": pdf([WATER], password="سر"),
        "damaged": whole[: len(whole) // 2],
    }
    for reason, data in cases.items():
        found = read(tmp_path, data)
        assert isinstance(found, Refusal), reason
        assert (found.source, found.reason) == ("تقرير.pdf", reason)
    for data in (b"%PDF-1.7\n%%EOF", b"<html></html>%%EOF", whole[2000:], b"\0" * 5000 + b"%%EOF"):
        found = read(tmp_path, data)
        assert isinstance(found, Refusal)
        assert found.reason == "damaged"


def test_a_scan_with_a_text_layer_is_read(tmp_path: Path) -> None:
    import pypdfium2

    merged = pypdfium2.PdfDocument.new()
    for part in (pdf([WATER]), scan(1)):
        merged.import_pages(pypdfium2.PdfDocument(part))
    merged.save(str(tmp_path / "ممسوح.pdf"))
    document = document_of(tmp_path, (tmp_path / "ممسوح.pdf").read_bytes())
    assert_same_words(document.text, WATER)


def merged(folder: Path, *parts: bytes) -> bytes:
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    whole.save(str(folder / "معا.pdf"))
    return (folder / "معا.pdf").read_bytes()


def exchanged(texts: Sequence[str]) -> list[str]:
    """The texts as a font shows them whose map names another letter for each."""
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    return [text.translate(str.maketrans(letters, letters[11:] + letters[:11])) for text in texts]


def test_pages_that_are_pictures_are_named_and_the_others_read(tmp_path: Path) -> None:
    document = document_of(tmp_path, merged(tmp_path, pdf([WATER]), scan(2), pdf([TRAIN])))
    assert_same_words(document.text, [*WATER, *TRAIN])
    assert Remark("pages_unread", "2-3") in document.remarks
    assert document.page(document.text.index(TRAIN[0][:30])) == 4


def test_an_empty_page_is_not_one_that_was_not_read(tmp_path: Path) -> None:
    document = document_of(tmp_path, pdf([WATER, (), TRAIN]))
    assert [one.code for one in document.remarks] == ["file_date"]


def test_a_page_whose_letters_make_no_words_is_named_and_not_quoted(tmp_path: Path) -> None:
    document = document_of(tmp_path, pdf([WATER, exchanged(MUSEUM), TRAIN]))
    assert_same_words(document.text, [*WATER, *TRAIN])
    assert Remark("pages_unread", "2") in document.remarks
    found = read(tmp_path, pdf([exchanged(WATER), exchanged(MUSEUM)]))
    assert isinstance(found, Refusal)
    assert (found.reason, found.detail) == ("scrambled", "letters make no words")


def test_one_page_in_no_order_does_not_condemn_the_file(tmp_path: Path) -> None:
    half = [text if at % 2 else " ".join(word[::-1] for word in text.split()) for at, text in enumerate(MUSEUM + TRAIN)]
    document = document_of(tmp_path, pdf([WATER, half], "visual unshaped"))
    assert_same_words(document.text, WATER)
    assert Remark("pages_unread", "2") in document.remarks


def test_a_file_without_its_end_mark_is_read(tmp_path: Path) -> None:
    whole = pdf([WATER, MUSEUM])
    assert_same_words(document_of(tmp_path, whole.replace(b"%%EOF", b"")).text, [*WATER, *MUSEUM])
    for lost in (b"startxref", b"trailer", b"xref\n"):  # and one without the table before it
        assert_same_words(document_of(tmp_path, whole[: whole.index(lost)]).text, [*WATER, *MUSEUM])
    found = read(tmp_path, whole[: whole.rindex(b"endobj") - 1])
    assert isinstance(found, Refusal)
    assert found.reason == "damaged"


def test_numbers_in_arabic_digits_keep_their_place_in_a_latin_line() -> None:
    drawn = list("on ١٤٣٤ ليربأ ١٤ in ٢٠١٣/٠٤/١٢ at 12 noon")
    assert "".join(to_logical(drawn, arabic=False)) == "on ١٤ أبريل ١٤٣٤ in ٢٠١٣/٠٤/١٢ at 12 noon"


def test_the_articles_own_day_is_its_date_and_that_of_a_print_is_not(tmp_path: Path) -> None:
    assert document_of(tmp_path, pdf([["الخميس 19 تشرين الأول 2017", *WATER]])).date == "2017-10-19"
    assert document_of(tmp_path, pdf([["تاريخ الطباعة: 19 تشرين الأول 2017", *WATER]])).date == ""


def test_what_a_browser_prints_over_and_under_a_page_is_not_its_text(tmp_path: Path) -> None:
    lines = ["خبر المتحف 11/26/26, 9:52", *WATER, "https://example.org/ar 1/1"]
    assert_same_words(document_of(tmp_path, pdf([lines])).text, WATER)
    kept = ["خبر المتحف 11/26/26, 9:52", *WATER]
    assert_same_words(document_of(tmp_path, pdf([kept])).text, kept)


def test_text_whose_letters_are_in_no_order_is_refused(tmp_path: Path) -> None:
    half = [
        one if at % 2 else " ".join(word[::-1] for word in one.split()) for at, one in enumerate(WATER + MUSEUM + TRAIN)
    ]
    found = read(tmp_path, pdf([half], "visual unshaped"))
    assert isinstance(found, Refusal)
    assert (found.reason, found.detail) == ("scrambled", "letters in no order")


def test_text_whose_spaces_are_lost_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, pdf([[text.replace(" ", "")[:45] for text in WATER]], "visual unshaped"))
    assert isinstance(found, Refusal)
    assert (found.reason, found.detail) == ("scrambled", "spaces lost")


def test_arabic_of_an_old_font_that_names_latin_letters_is_refused(tmp_path: Path) -> None:
    old = [text.encode("windows-1256", "replace").decode("latin-1") for text in WATER]
    found = read(tmp_path, pdf([old], "written", rtl=False))
    assert isinstance(found, Refusal)
    assert (found.reason, found.detail) == ("scrambled", "fonts without Unicode")


def test_a_stream_that_inflates_without_end_is_refused_or_read_within_the_memory(tmp_path: Path) -> None:
    stream = zlib.compress(b"BT /F1 12 Tf (x) Tj ET\n" * 4_000_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (at, one) for at, one in enumerate(objects, 1))
    found = read(tmp_path, b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF")
    assert isinstance(found, Document) or found.reason in ("too_complex", "damaged", "too_slow", "too_large")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(
    "texts",
    [WATER, MUSEUM, TRAIN, MIXED, ENDS_IN_LA, VOCALISED],
    ids=["water", "museum", "train", "mixed", "la", "vocalised"],
)
def test_a_page_that_chromium_prints_comes_back_word_for_word(tmp_path: Path, texts: tuple[str, ...]) -> None:
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium")
    import fontpkg_ibm_plex_sans_arabic
    from playwright.sync_api import sync_playwright

    (font,) = Path(next(iter(fontpkg_ibm_plex_sans_arabic.__path__))).rglob("IBMPlexSansArabic-Regular.ttf")
    style = f"@font-face{{font-family:P;src:url('{font.as_uri()}')}} body{{font:13pt P;text-align:justify}}"
    page_file = tmp_path / "صفحة.html"
    page_file.write_text(
        f"<html dir=rtl lang=ar><meta charset=utf-8><title>تقرير الري</title><style>{style}</style>{paragraphs(texts)}",
        encoding="utf-8",
    )
    root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*root, "--disable-dev-shm-usage"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.evaluate("document.fonts.ready")
        data = page.pdf(format="A5", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"))
        browser.close()
    document = document_of(tmp_path, data)
    assert exact(document.text) == exact(" ".join(texts))
    assert document.title == "تقرير الري"
    if texts is VOCALISED:  # whose paragraphs are full lines: nothing on the page says that they are not one
        return
    assert [fold(document.text[part.start : part.end]) for part in find_blocks(document.text)] == [
        fold(one) for one in texts
    ]


def newspaper_page(headline: Sequence[str], texts: Sequence[str], per_column: int) -> bytes:
    """A page with a headline over two columns of prose, the first of so many lines."""
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    lines: list[tuple[str, int]] = []
    for number, text in enumerate(texts):
        line = ""
        for word in text.split():
            if stringWidth(placed(f"{line} {word}", "visual"), font(), 11) > 220:
                lines.append((line.strip(), 0))
                line = ""
            line = f"{line} {word}"
        lines.append((line.strip(), 6 if number < len(texts) - 1 else 0))
    out = io.BytesIO()
    canvas = Canvas(out, (595, 842), invariant=1)
    canvas.setFont(font(), 22)
    for number, line in enumerate(headline):
        canvas.drawRightString(555, 790 - 34 * number, placed(line, "visual"))
    canvas.setFont(font(), 11)
    for right, column in ((555, lines[:per_column]), (290, lines[per_column:])):
        height = 700
        for line, below in column:
            canvas.drawRightString(right, height, placed(line, "visual"))
            height -= 16 + below
    canvas.save()
    return out.getvalue()


def test_under_a_headline_over_two_columns_the_lines_of_a_paragraph_are_joined(tmp_path: Path) -> None:
    headline = ("منظومات الري الحديثة تصل إلى مزارعي الجنوب بعد", "الجفاف")
    text = document_of(tmp_path, newspaper_page(headline, (*WATER, *MUSEUM), 13)).text
    assert text.split("\n\n") == [" ".join(headline), *WATER, *MUSEUM]
