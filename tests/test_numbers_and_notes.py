"""Numbers that a program counts by itself and notes below the text stand in no paragraph: in each format they are read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.office_files import A, book, open_document, paragraph, presentation, word
from tests.test_formats_office import ROWS, lines_of
from tests.test_formats_word import LISTS, NUMBERED, note, reference
from vectorstore.formats.doc import find_office

LEVELS = (
    '<text:list-style text:name="L1">'
    '<text:list-level-style-number text:level="1" text:num-format="1" text:num-prefix="المادة (" text:num-suffix="):"/>'
    '<text:list-level-style-number text:level="2" text:num-format="أ, ب, ج, ..." text:num-suffix="-"/>'
    '<text:list-level-style-number text:level="3" text:num-format="1" text:display-levels="3" text:start-value="4"/>'
    "</text:list-style>"
    '<text:list-style text:name="L2"><text:list-level-style-bullet text:level="1" text:num-suffix="."/></text:list-style>'
    '<text:list-style text:name="L3"><text:list-level-style-number text:level="1" text:num-format="١, ٢, ٣, ..." '
    'text:num-list-format="البند %1% -"/></text:list-style>'
    '<text:outline-style><text:outline-level-style text:level="1" text:num-format="I" text:num-suffix="."/>'
    '<text:outline-level-style text:level="2" text:num-format=""/></text:outline-style>'
    '<text:style text:name="plain" text:family="paragraph" text:list-style-name=""/>'
    '<text:style text:name="child" text:family="paragraph" text:parent-style-name="plain"/>'
    '<text:style text:name="clause" text:family="paragraph" text:list-style-name="L3"/>'
)


def listed(*items: str, style: str = "L1", more: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:list{named} {more}>{''.join(f'<text:list-item>{item}</text:list-item>' for item in items)}</text:list>"


def said(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def numbered(tmp_path: Path, body: str) -> list[str]:
    return lines_of(tmp_path, "لائحة.odt", open_document(body, styles=LEVELS))


def test_items_of_an_open_document_are_numbered_as_their_list_counts(tmp_path: Path) -> None:
    inner = listed(said("للنزيل"), said("للمالك") + listed(said("دون المالك"), style=""), style="")
    body = listed(said("نطاق") + said("وتتمته"), said("") + inner, said("عقوبة"), more='text:id="a"')
    assert numbered(tmp_path, body) == [
        "المادة (1): نطاق", "وتتمته", "أ- للنزيل", "ب- للمالك", "2.ب.4 دون المالك", "المادة (3): عقوبة",
    ]  # fmt: skip


def test_a_list_goes_on_where_it_says_so_and_begins_anew_where_it_does_not(tmp_path: Path) -> None:
    body = (
        listed(said("أول"), said("ثان"), more='text:id="a"') + said("فاصل")
        + listed(said("ثالث"), more='text:continue-numbering="true" text:id="b"') + listed(said("جديد"))
        + listed(said("رابع"), more='text:continue-list="b"')
        + listed(said("سابع")).replace("<text:list-item>", '<text:list-item text:start-value="7">')
    )  # fmt: skip
    assert [line.partition(" ")[2] for line in numbered(tmp_path, body) if line != "فاصل"] == [
        "(1): أول", "(2): ثان", "(3): ثالث", "(1): جديد", "(4): رابع", "(7): سابع",
    ]  # fmt: skip


def test_bullets_are_no_numbers_and_a_list_may_be_named_by_the_style_of_its_paragraphs(tmp_path: Path) -> None:
    deleted = f"<text:tracked-changes>{listed(said('محذوف'), style='L3')}</text:tracked-changes>"
    body = deleted + listed(said("نقطة"), style="L2") + listed(said("شرط", "clause"), said("آخر", "clause"), style="")
    assert numbered(tmp_path, body) == ["نقطة", "البند ١ - شرط", "البند ٢ - آخر"]


def test_headings_are_numbered_by_their_outline(tmp_path: Path) -> None:
    def head(text: str, level: int, more: str = "") -> str:
        return f'<text:h text:outline-level="{level}" {more}>{text}</text:h>'

    body = (
        head("أحكام", 1) + head("تعريفات", 2) + head("تمهيد", 1, 'text:style-name="child"')
        + head("رسوم", 1) + head("ختام", 1, 'text:is-list-header="true"')
    )  # fmt: skip
    assert numbered(tmp_path, body + said("نص.")) == ["I. أحكام", "تعريفات", "تمهيد", "II. رسوم", "ختام", "نص."]


def test_a_list_without_end_and_numbers_without_measure_do_no_harm(tmp_path: Path) -> None:
    deep = "".join(f"<text:list><text:list-item>{said(str(at))}" for at in range(60)) + "</text:list-item></text:list>" * 60
    hostile = LEVELS.replace('text:display-levels="3"', 'text:display-levels="999999"').replace('"4"', '"-5"')
    lines = lines_of(tmp_path, "أ.odt", open_document(deep.replace("<text:list>", '<text:list text:style-name="L1">', 1), styles=hostile))
    assert (len(lines), lines[0], lines[2]) == (60, "المادة (1): 0", "1.أ.1 2")


def test_paragraphs_of_a_slide_are_numbered_as_it_counts(tmp_path: Path) -> None:
    def line(text: str, kind: str = "", level: int = 0, more: str = "") -> str:
        bullet = f'<a:buAutoNum type="{kind}" {more}/>' if kind else ""
        return f'<a:p><a:pPr lvl="{level}">{bullet}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>'

    lines = [
        line("يسجل الطالب", "arabicPeriod"), line("في الموقع", "arabic2Minus", 1), line("أو في القسم", "arabic2Minus", 1),
        line("", "arabicPeriod"), line("يدفع الرسم", "arabicPeriod"), line("ملاحظة"),
        line("من جديد", "arabicPeriod", 0, 'startAt="5"'), line("غريب", "hindiNumPeriod"),
    ]  # fmt: skip
    data = presentation(f'<p:sp xmlns:a="{A}"><p:txBody>{"".join(lines)}</p:txBody></p:sp>')
    assert lines_of(tmp_path, "خطوات.pptx", data) == [
        "1. يسجل الطالب", "أ- في الموقع", "ب- أو في القسم", "2. يدفع الرسم", "ملاحظة", "5. من جديد", "غريب",
    ]  # fmt: skip


ITEMS = """
<h1>شروط الانتساب إلى المكتبة</h1><p>أعلنت المكتبة العامة شروط الانتساب إليها في العام الجديد، وهي أربعة شروط لا غير.</p>
<ol start="3"><li>أن يكون الطالب من سكان المدينة أو العاملين فيها.</li><li><p>أن يدفع رسما سنويا مقداره خمسة دنانير.</p></li>
<li value="9">أن يوقع تعهدا برد الكتب في موعدها:<ol type="a"><li>خلال أسبوعين للكتب.</li></ol></li></ol>
<ul><li>تفتح المكتبة أبوابها كل يوم عدا يوم الجمعة.</li></ul><ol class="posts"><li>خبر سابق عن المكتبة العامة في المدينة</li></ol>
<table><tr><th>الفئة</th><th>الشروط</th></tr><tr><td>طالب</td><td><ol><li>هوية.</li><li>صورة.</li></ol></td></tr>
<tr><td>موظف</td><td>كتاب.</td></tr></table>
<p>وقالت مديرة المكتبة إن الطلبات تقدم في مكتب الاستقبال طوال أيام الأسبوع عدا الجمعة.</p>
"""


@pytest.mark.parametrize("name", ["صفحة.html", "كتاب.epub"])
def test_items_of_a_page_have_the_numbers_that_it_shows(tmp_path: Path, name: str) -> None:
    page = f"<html><head><meta charset=utf-8></head><body><article>{ITEMS}</article></body></html>"
    found = lines_of(tmp_path, name, page if name.endswith("html") else book(ITEMS))
    lines = [line.removeprefix("- ") for line in found]
    assert "3. أن يكون الطالب من سكان المدينة أو العاملين فيها." in lines
    assert "4. أن يدفع رسما سنويا مقداره خمسة دنانير." in lines
    assert any(line.startswith("9. أن يوقع تعهدا") for line in lines)
    assert any("a. خلال أسبوعين للكتب." in line for line in lines)
    assert "تفتح المكتبة أبوابها كل يوم عدا يوم الجمعة." in lines
    assert "الفئة: طالب | الشروط: 1. هوية. 2. صورة." in lines
    assert not any("1. خبر سابق" in line for line in lines)
    assert not any(chr(sign) in "".join(lines) for sign in range(0x2801, 0x2900))


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(one)}?" if ord(one) > 127 else one for one in text)


def test_notes_of_rich_text_stand_below_what_refers_to_them(tmp_path: Path) -> None:
    def noted(text: str, before: str = "", end: str = "") -> str:
        return f"{{\\super\\chftn}}{{{before}\\footnote{end} \\pard\\plain {{\\super\\chftn}} {escaped(text)}\\par {escaped('وتتمته.')}}}"

    def row(cells: list[str], more: str = "") -> str:
        return "\\trowd " + "".join(f"\\intbl {escaped(cell)}{more if at else ''}\\cell " for at, cell in enumerate(cells)) + "\\row\n"

    table = row(ROWS[0][:2]) + row(ROWS[1][:2], noted("للكبار.", "\\*")) + row(ROWS[2][:2])
    data = (
        "{\\rtf1\\ansi\\uc1 {\\listtext\\pard\\plain\\f3 \\u61623\\'b7\\tab}" + escaped("نقطة.") + "\\par {\\listtext\\pard\\plain 2.\\tab}" + escaped("أصدرت البلدية اللائحة") + noted("بالقرار 318.") + ".\\par\n"
        + table + "\\pard " + escaped("انتهى") + noted("في آخره.", end="\\ftnalt") + "\\par}"
    )  # fmt: skip
    assert lines_of(tmp_path, "لائحة.rtf", data) == [
        "نقطة.", "2. أصدرت البلدية اللائحة.", "[1] بالقرار 318. وتتمته.",
        "الوجهة: عين الغزال | الدرجة الأولى: 48 دينارا", "الوجهة: تل الياسمين | الدرجة الأولى: 65 دينارا",
        "[2] للكبار. وتتمته.", "انتهى", "[i] في آخره. وتتمته.",
    ]  # fmt: skip


def test_a_note_of_rich_text_that_never_ends_loses_nothing_before_it(tmp_path: Path) -> None:
    data = "{\\rtf1\\ansi\\uc1 " + escaped("نص أول.") + "\\par " + "{\\footnote " * 500 + escaped("حاشية.")
    assert lines_of(tmp_path, "أ.rtf", data)[0] == "نص أول."


@pytest.mark.slow
@pytest.mark.skipif(not find_office(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_libreoffice_writes_the_same_numbers_and_notes_into_other_formats(tmp_path: Path, kind: str) -> None:
    kinds = [(0, 1), (1, 1), (1, 1), (0, 1), (0, 2), (0, 3)]
    texts = ["نطاق اللائحة.", "يسري على الأكشاك.", "ولا يسري على المتاجر.", "الإيجار.", "نقطة.", "العقوبات."]
    body = "".join(
        paragraph(text, NUMBERED.format(level, name), reference("footnote", 2) if text == "الإيجار." else "")
        for text, (level, name) in zip(texts, kinds, strict=True)
    )
    data = word(body, {"numbering": LISTS, "footnotes": note("footnote", 2, "بالقرار 318.")})
    right = lines_of(tmp_path, "لائحة.docx", data)
    assert right[3] == "المادة (2): الإيجار."
    command = [find_office(), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    made = tmp_path / f"لائحة.{kind}"
    subprocess.run([*command, kind, "--outdir", tmp_path, tmp_path / "لائحة.docx"], check=True, capture_output=True, timeout=300)
    lines = lines_of(tmp_path, made.name, made.read_bytes())
    # LibreOffice writes the first letter without its hamza
    assert lines == [line.replace("أ- ", "ا- ") for line in right]
