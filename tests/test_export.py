"""Exported answers: every quote stands in every format as it is, with its footnote, whatever its title or file is."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from assistant.answering.render import clean_quote
from assistant.export.answers import Asked, answer_document, comparison_document, conversation_document
from assistant.export.document import ExportDocument, Footnote, Paragraph, Table, harmless, joined
from assistant.export.files import FORMATS, MAX_NAME_BYTES, file_name, write
from assistant.export.links import host_of, passage_link
from assistant.export.plain import plain_text
from assistant.sources.comparison import Comparison, Row
from assistant.types import Answer, Citation, Generation, Line
from tests.fake_assistant import an_answer
from vectorstore.errors import VectorstoreError
from vectorstore.formats.documents import read_documents
from vectorstore.types import Document, Remark

WINDOW = "http://127.0.0.1:7860/"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

ARABIC = (
    "وقال وزير الداخلية الإيطالي ماركو مينيتي بعد اجتماع استمر يومين مع نظرائه في مجموعة السبع إن هذه هي الخطوة الأولى "
    "نحو تحالف كبير باسم الحرية.",
    "أعلنت شركات Google و Facebook و Twitter يوم 19 أكتوبر 2017 اتفاقا مع 7 دول، لا يلزم غيرها إلا إن وقّعته.",
    "الإسلام والآداب والألعاب والأمل، لأن لاعبًا لا يلعب إلا إذا أراد.",
)
BRACKETS = "بلغت النسبة 4.7% (في مدينة قفصة) بحسب «المرصد التونسي»، كما ورد في التقرير [2] الصادر عنه."
ENGLISH = "France's Minister of the Interior Bernard Cazeneuve speaks at the White House Summit."
OVER_A_LINE = (
    "حضر اجتماع الوزراء في إيطاليا ممثلو الشركات الآتية أسماؤها وهي Google, Facebook, Twitter, Microsoft, YouTube, "
    "Instagram, WhatsApp, LinkedIn, Snapchat, Pinterest, Reddit ثم غادروا بعد يومين."
)
HOSTILE = (
    "<script>alert(1)</script> **غليظ** [رابط](https://evil.example/) ![صورة](x) `رمز` | عمود & _مائل_ ~~لا~~ "
    '$x^2$ =HYPERLINK("http://evil.example/") <w:t> ]]> {{7*7}} www.evil.example'
)
HOSTILE_FILE = "مجلد/<img src=x onerror=alert(1)>\x0b\u202e\ud800 [a](b) | \"';--.txt"


def cited(quotes: tuple[str, ...], source: str = "أخبار/خبر (جديد) 2.txt", title: str = "عنوان الخبر") -> Answer:
    citations = tuple(
        Citation(number, source, title, 200 * number, 200 * number + len(quote), quote, date="2017-10-19", page=number)
        for number, quote in enumerate(quotes, 1)
    )
    lines = tuple(Line(clean_quote(c.quote), (c.marker,), source) for c in citations)
    return an_answer("من وقّع الاتفاق مع Google؟", lines=lines, citations=citations)


def document_of(*quotes: str, **changes: str) -> ExportDocument:
    answer = cited(quotes, **changes)
    return answer_document(Asked(answer.question, answer), lambda _: "https://www.aljazeera.net/news/1", WINDOW)


class Shown(HTMLParser):
    """The text that a browser shows, and the tags it meets."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.links, self._skipped = "", [], [], 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skipped += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in ("style", "script")
        self.text += " " if tag in ("p", "li", "h1", "h2", "td", "th") else ""

    def handle_data(self, data: str) -> None:
        self.text += "" if self._skipped else data


def shown_in(made: bytes, ending: str) -> str:
    """The text of a file as a program of its kind reads it, white space folded."""
    if ending == "html":
        text = Shown(made.decode("utf-8")).text
    elif ending == "md":
        text = Shown(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(made.decode("utf-8"))).text
    elif ending == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            parts = [ElementTree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
        text = "\n".join(
            "".join(piece.text or "" for piece in paragraph.iter(f"{WORD}t"))
            for part in parts
            for paragraph in part.iter(f"{WORD}p")
        )
    else:
        text = made.decode("utf-8")
    return " ".join(text.split())


def pages_of(made: bytes, folder: Path) -> str:
    """The text of a PDF as our own reader finds it, in written order."""
    path = folder / "made.pdf"
    path.write_bytes(made)
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document), found
    return " ".join(found.text.split())


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
@pytest.mark.parametrize("quote", [*ARABIC, BRACKETS, ENGLISH, HOSTILE])
def test_a_quote_stands_word_for_word_in_every_format(quote: str, ending: str) -> None:
    assert f"«{clean_quote(quote)}»" in shown_in(write(document_of(quote), ending), ending)


def test_the_json_is_the_public_answer_line() -> None:
    answer = cited((*ARABIC, HOSTILE))
    made = write(answer_document(Asked(answer.question, answer), window=WINDOW), "json")
    assert json.loads(made) == {"id": "", **json.loads(json.dumps(answer.as_json()))}
    assert made.endswith(b"\n") and made.count(b"\n") == 1


def test_a_pdf_reader_finds_arabic_words_in_the_order_in_which_they_are_read() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(write(document_of(*ARABIC, ENGLISH), "pdf")) as file:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in file).split())
    assert all(quote in text for quote in (*ARABIC, ENGLISH))


@pytest.mark.slow
@pytest.mark.parametrize("quote", [*ARABIC, BRACKETS, ENGLISH])
def test_a_pdf_that_is_put_among_the_articles_reads_as_it_was_written(quote: str, tmp_path: Path) -> None:
    made = pages_of(write(document_of(quote, quote, quote), "pdf"), tmp_path)
    assert made.count(clean_quote(quote)) == 3


def test_a_word_that_is_longer_than_a_line_goes_over_several() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(write(document_of("w" * 700), "pdf")) as file:
        text = file[0].get_textpage().get_text_range()
    assert text.count("w") == 700 and len(re.findall("w{20,}", text)) > 3


def test_a_comma_at_the_end_of_a_line_stays_at_its_latin_word() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(write(document_of(OVER_A_LINE), "pdf")) as file:
        page = file[0].get_textpage()
        text = page.get_text_range()
        boxes = [page.get_charbox(place) for place in range(page.count_chars())]
        name = text.index("Twitter")
        _, bottom, right, _ = boxes[name + len("Twitter") - 1]
        line = [box for box, sign in zip(boxes, text, strict=False) if sign == "," and abs(box[1] - bottom) < 6]
    assert min(box[0] for box in line) < boxes[name][0]  # the line goes on to the left of it: «Google, Facebook,»
    assert any(0 <= box[0] - right < 2 for box in line)


def test_a_letter_that_the_font_of_the_pdf_lacks_is_told() -> None:
    import pypdfium2

    def text_of(document: ExportDocument) -> str:
        with pypdfium2.PdfDocument(write(document, "pdf")) as file:
            return file[0].get_textpage().get_text_range()

    assert "◌" in text_of(document_of("قال الرئيس 中文 كذا.")) and "◌" not in text_of(document_of(*ARABIC))


def test_a_long_conversation_fills_pages_that_are_numbered() -> None:
    import pypdfium2

    turns = [Asked(f"السؤال {number}؟", cited(ARABIC)) for number in range(12)]
    with pypdfium2.PdfDocument(write(conversation_document(turns), "pdf")) as file:
        assert len(file) > 2
        assert [page.get_textpage().get_text_range().split()[-1] for page in file] == [
            str(number) for number in range(1, len(file) + 1)
        ]


def test_a_footnote_names_title_publisher_date_file_page_and_characters() -> None:
    document = document_of(ARABIC[0])
    place = f"200–{200 + len(ARABIC[0])}"
    facts = ("عنوان الخبر", "aljazeera.net", "2017-10-19", "أخبار/خبر (جديد) 2.txt", "ص 1", place)
    for ending in ("md", "html", "docx"):
        made = shown_in(write(document, ending), ending)
        assert all(fact in made for fact in facts), ending
    assert all(fact in plain_text(document) for fact in facts)
    assert "200–" not in plain_text(document, places=False)


def test_nothing_of_a_hostile_title_or_file_name_becomes_markup() -> None:
    document = document_of(HOSTILE, source=HOSTILE_FILE, title=HOSTILE)
    document = replace(document, title=HOSTILE)
    page = Shown(write(document, "html").decode("utf-8"))
    assert {tag for tag, _ in page.tags} <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "blockquote", "p", "a", "sup", "section",
        "ol", "li", "bdi", "span",
    }  # fmt: skip
    assert {link[:1] if link[:1] == "#" else link[:22] for tag, attrs in page.tags if (link := attrs.get("href"))} == {
        "#", WINDOW,
    }  # fmt: skip
    rendered = Shown(MarkdownIt("commonmark").enable("table").render(write(document, "md").decode("utf-8")))
    assert {tag for tag, _ in rendered.tags} <= {"div", "h1", "blockquote", "p", "a"}
    assert all(attrs["href"].startswith(WINDOW) for tag, attrs in rendered.tags if tag == "a")
    with zipfile.ZipFile(io.BytesIO(write(document, "docx"))) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
        assert b"instrText" not in package.read("word/document.xml")
    write(document, "pdf")


def test_word_has_real_footnotes_and_runs_from_right_to_left() -> None:
    with zipfile.ZipFile(io.BytesIO(write(document_of(*ARABIC, ENGLISH), "docx"))) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
        notes = ElementTree.fromstring(package.read("word/footnotes.xml"))
    numbers = [one.get(f"{WORD}id") for one in body.iter(f"{WORD}footnoteReference")]
    assert numbers == ["1", "2", "3", "4"] == [one.get(f"{WORD}id") for one in notes][2:]
    (section,) = body.iter(f"{WORD}sectPr")
    assert section.find(f"{WORD}bidi") is not None
    for paragraph in body.iter(f"{WORD}p"):
        text = "".join(piece.text or "" for piece in paragraph.iter(f"{WORD}t"))
        right = paragraph.find(f"{WORD}pPr/{WORD}bidi").get(f"{WORD}val") != "0"
        runs = {run.find(f"{WORD}rPr/{WORD}rtl") is not None for run in paragraph.iter(f"{WORD}r")}
        assert right != text.startswith("«France") and runs == {right}


def test_a_paragraph_of_html_has_its_own_direction_and_the_page_that_of_its_language() -> None:
    page = Shown(write(document_of(ARABIC[1], ENGLISH), "html").decode("utf-8"))
    ways = [attrs["dir"] for tag, attrs in page.tags if tag in ("html", "h1", "blockquote")]
    assert ways == ["rtl", "rtl", "rtl", "ltr"]


def test_what_is_cited_again_keeps_its_number_and_word_refers_to_it() -> None:
    first, second = cited(ARABIC[:2]), cited(ARABIC[:1])
    document = conversation_document([Asked("الأول؟", first), Asked("الثاني؟", second)])
    assert len(document.footnotes) == 2
    assert [b.notes for b in document.blocks if b.notes] == [(1,), (2,), (1,)]
    with zipfile.ZipFile(io.BytesIO(write(document, "docx"))) as package:
        body = package.read("word/document.xml").decode("utf-8")
    assert len(re.findall("footnoteReference ", body)) == 2 and "NOTEREF _note1" in body
    assert json.loads(write(document, "json"))["conversation"][1]["question"] == second.question


def test_a_quote_that_no_line_shows_stands_in_its_footnote() -> None:
    answer = cited(ARABIC[:2])
    worded = replace(
        answer, answerer="نموذج", generation=Generation("نموذج", 2, 3, 2, (("unsupported", 1),)),
        lines=(Line("وقّعت دول السبع الاتفاق.", (1, 2), "", quoted=False),),
    )  # fmt: skip
    document = answer_document(Asked(answer.question, worded))
    assert [note.quote for note in document.footnotes] == list(ARABIC[:2])
    assert document.blocks[0] == Paragraph("وقّعت دول السبع الاتفاق.", "paragraph", (1, 2))
    assert "صاغها النموذج اللغوي نموذج" in plain_text(document)
    assert [note.quote for note in answer_document(Asked("", answer)).footnotes] == ["", ""]


def test_a_quote_that_carries_no_answer_is_set_smaller_than_one_that_does() -> None:
    answer = cited((ARABIC[0], ARABIC[1]))
    lines = answer.lines[0], replace(answer.lines[1], beside=True)
    document = answer_document(Asked(answer.question, replace(answer, lines=lines)))
    assert [block.kind for block in document.blocks] == ["quote", "aside", "further"]
    assert '<blockquote class="further"' in write(document, "html").decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(write(document, "docx"))) as package:
        body = package.read("word/document.xml").decode("utf-8")
        styles = package.read("word/styles.xml").decode("utf-8")
    used = re.findall('pStyle w:val="([^"]+)"', body)
    assert {"IsnadQuote", "IsnadFurther"} <= set(used) and all(f'styleId="{one}"' in styles for one in used)


def test_an_abstention_says_that_what_came_nearest_is_no_answer() -> None:
    answer = cited(ARABIC[:1])
    none = replace(answer, lines=(), citations=(), nearest=answer.citations, abstained=True, text="لا أجد إجابة.")
    told = plain_text(answer_document(Asked(answer.question, none, ("خبر.txt",))))
    places = [told.index(part) for part in ("خبر.txt", "لا أجد إجابة.", "ليس إجابة", f"«{ARABIC[0]}» [1]")]
    assert places == sorted(places)


def test_what_a_reader_must_know_of_a_source_stands_in_its_footnote() -> None:
    (one,) = cited(ARABIC[:1]).citations
    scanned = replace(one, ocr=True, remarks=(Remark("pages_unread", "2-5"),))
    answer = replace(cited(ARABIC[:1]), citations=(scanned,))
    told = plain_text(answer_document(Asked("", answer)))
    assert "قراءة ضوئية" in told and "صفحات لم تُقرأ (صور أو حروف لا تُفهم): 2-5" in told


def test_a_comparison_is_a_table_whose_silent_rows_say_so() -> None:
    answer = cited(ARABIC[:1])
    rows = (Row("أ.txt", "عنوان|أول", "2017", answer.lines, answer.citations), Row("ب.txt", "", ""))
    document = comparison_document(Comparison("ماذا حدث؟", "ماذا حدث؟", "ar", rows))
    (table,) = document.blocks
    assert isinstance(table, Table) and len(table.rows) == 2
    for ending in ("md", "html", "docx"):
        made = shown_in(write(document, ending), ending)
        assert f"«{ARABIC[0]}»" in made and "لم يذكر" in made and "عنوان|أول" in made
    assert write(document, "pdf").startswith(b"%PDF")
    assert json.loads(write(document, "json"))["rows"][1]["mentioned"] is False


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("من وقّع الاتفاق؟", "من وقّع الاتفاق.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('a<b>:"c"|d?*\\e\x00\u202e', "a b c d e.pdf"),
        ("CON", "isnad.pdf"),
        ("؟؟؟", "isnad.pdf"),
        ("", "isnad.pdf"),
        ("\ud800", "\ufffd.pdf"),
    ],
)
def test_the_name_of_a_file_is_readable_and_safe_everywhere(title: str, name: str) -> None:
    assert file_name(replace(document_of(ARABIC[0]), title=title), "pdf") == name


def test_a_long_title_is_cut_between_words() -> None:
    title = "كلمة " * 100
    name = file_name(replace(document_of(ARABIC[0]), title=title), "docx")
    assert len(name.encode("utf-8")) <= MAX_NAME_BYTES + 5 and name.endswith("كلمة.docx")


def test_a_link_names_file_and_characters_and_only_a_window_gets_one() -> None:
    assert passage_link(WINDOW, "مجلد/أ ب#1.txt", 3, 9) == (
        "http://127.0.0.1:7860/#article="
        "%D9%85%D8%AC%D9%84%D8%AF%2F%D8%A3%20%D8%A8%231.txt&from=3&to=9"
    )
    assert passage_link("http://[::1]:7860", "a", 0, 1) == "http://[::1]:7860/#article=a&from=0&to=1"
    for other in ("", "javascript:alert(1)", "http://a/b", "http://a\"onclick=", "http://u:p@a/", "ftp://a/"):
        assert passage_link(other, "a", 0, 1) == ""


def test_the_publisher_is_the_site_that_an_article_names() -> None:
    assert host_of("https://www.AlJazeera.net:443/news?x=1") == "aljazeera.net"
    assert host_of("") == host_of("javascript:alert(1)") == host_of("https://user@evil.example/") == ""


def test_a_format_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(VectorstoreError) as raised:
        write(document_of(ARABIC[0]), "exe")
    assert raised.value.values == {"suffix": "exe", "formats": ".md .html .docx .pdf .json"}


def test_the_parts_that_answer_are_set_off_or_left_alone() -> None:
    answer = cited(("قال الوزير كلمة.",))
    answer = replace(answer, lines=(replace(answer.lines[0], answer=(4, 10), further_answers=((0, 3),)),))
    document = answer_document(Asked("", answer))
    assert "«<strong>قال</strong> <strong>الوزير</strong> كلمة.»" in write(document, "html").decode()
    with zipfile.ZipFile(io.BytesIO(write(document, "docx"))) as made:
        runs = re.findall(r"<w:r>(?:(?!</w:r>).)*?</w:r>", made.read("word/document.xml").decode())
    bold = [re.sub("<[^>]+>", "", run) for run in runs if "<w:b/>" in run]
    assert bold[-2:] == ["قال", "الوزير"]
    steered = replace(document, blocks=(Paragraph("\u202eقال الوزير", found=((1, 4),)),))
    assert harmless(steered).blocks == (Paragraph("قال الوزير"),)


@pytest.mark.slow
def test_an_office_program_opens_the_word_file_and_finds_every_quote_and_footnote(tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "made.docx").write_bytes(write(document_of(*ARABIC, BRACKETS, ENGLISH, HOSTILE), "docx"))
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = ["--headless", home, "--convert-to", "html:HTML", "--outdir", str(tmp_path)]
    subprocess.run([program, *options, str(tmp_path / "made.docx")], check=True, capture_output=True, timeout=120)
    page = (tmp_path / "made.html").read_text(encoding="utf-8", errors="replace")
    text = " ".join(Shown(page).text.split())
    assert all(clean_quote(quote) in text for quote in (*ARABIC, BRACKETS, ENGLISH, HOSTILE))
    assert page.count('class="sdfootnoteanc"') == 6 and text.count("aljazeera.net") == 6


def test_every_format_is_written_of_a_document_that_is_no_answer() -> None:
    note = Footnote("كتاب.pdf", 5, 9, page=2, quote="نص الاقتباس")
    document = ExportDocument("دفتر", "ar", (Paragraph("ملاحظتي", notes=(1,)), Table(("أ",), (((),),))), (note,))
    for ending in FORMATS:
        assert write(document, ending)
    assert "نص الاقتباس" in plain_text(document)


def test_a_latin_name_between_arabic_facts_does_not_change_places_with_them() -> None:
    """As the bidirectional algorithm shows it, by another implementation than those that draw the files."""
    from bidi.algorithm import get_display

    facts = ["عنوان الخبر", "aljazeera.net", "2017-10-19", "001_a (b).txt", "ص 3"]
    shown = get_display(joined(facts, "ar"), base_dir="R")
    places = [shown.index(fact) for fact in facts[1:4]]
    assert places == sorted(places, reverse=True)
    english = get_display(joined(["Title", '"عنوان"', "001_a.txt", "p. 3"], "en"), base_dir="L")
    assert english.index("Title") < english.index('"') < english.index("001_a.txt") < english.index("p. 3")
