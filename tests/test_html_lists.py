"""The lists of a page's text are read with what stands over them, and those of its frame are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.html_pages import paragraphs
from vectorstore.formats.documents import read_documents
from vectorstore.types import Document

LIGHTS = (
    "أعلنت بلدية صفاقس أن أشغال تجديد شبكة الإنارة العمومية ستنطلق الأسبوع المقبل في أربعة أحياء وتستمر ثلاثة أشهر.",
    "وقال رئيس البلدية إن الأشغال ستكلف ستة ملايين دينار، وإن المقاولة ملزمة بتركيب مصابيح مقتصدة في الطاقة.",
    "وأضاف أن السكان سيبلغون بمواعيد قطع التيار قبل يومين على الأقل، عن طريق الرسائل القصيرة والملصقات.",
)
HEADLINE = "تجديد الإنارة في صفاقس"
QUARTERS = "<ul><li>حي الحبيب</li><li>حي البحري</li></ul>"
MENU = "<div><ul><li><a href='/'>الرئيسية</a></li><li><a href='/n'>محليات</a></li></ul></div>"
RELATED = (
    "<h3>مواضيع ذات صلة</h3><ul><li><a href='/1'>افتتاح سوق السمك الجديد في المدينة العتيقة</a></li>"
    "<li><a href='/2'>تأجيل مباراة النادي الصفاقسي إلى الأحد</a></li></ul>"
)


def lines_of(folder: Path, body: str) -> list[str]:
    path = folder / "صفحة.html"
    path.write_text(f"<html><head><title>{HEADLINE}</title></head><body>{body}</body></html>", encoding="utf-8")
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document), found
    return found.text.split("\n\n")


@pytest.mark.parametrize("frame", ["{}", "<div>{}</div>", "<center><font size=3>{}</font></center>", "<main>{}</main>"])
def test_a_list_between_two_paragraphs_is_read_with_the_heading_over_it(tmp_path: Path, frame: str) -> None:
    steps = "<ol><li>نزع الأعمدة القديمة</li><li>حفر القنوات</li></ol>"
    text = f"<h1>{HEADLINE}</h1><p>{LIGHTS[0]}</p><h2>الأحياء المعنية</h2>{QUARTERS}<p>{LIGHTS[1]}</p>"
    text += f"<h2>مراحل الأشغال</h2>{steps}<p>{LIGHTS[2]}</p>"
    assert lines_of(tmp_path, MENU + frame.format(text) + RELATED) == [
        HEADLINE, LIGHTS[0], "الأحياء المعنية", "- حي الحبيب", "- حي البحري", LIGHTS[1],
        "مراحل الأشغال", "1. نزع الأعمدة القديمة", "2. حفر القنوات", LIGHTS[2],
    ]  # fmt: skip


def test_a_list_above_all_sentences_and_one_below_them_are_read_under_their_headings(tmp_path: Path) -> None:
    papers = "<h3>الوثائق المطلوبة</h3><ol><li>نسخة من بطاقة التعريف</li><li>وصل الخلاص</li></ol>"
    body = f"{MENU}<h1>{HEADLINE}</h1>{papers}{paragraphs(LIGHTS)}<h3>الأحياء المعنية</h3>{QUARTERS}{RELATED}"
    assert lines_of(tmp_path, body) == [
        HEADLINE, "الوثائق المطلوبة", "1. نسخة من بطاقة التعريف", "2. وصل الخلاص", *LIGHTS,
        "الأحياء المعنية", "- حي الحبيب", "- حي البحري",
    ]  # fmt: skip


def test_a_list_under_a_line_with_a_colon_is_read_and_so_are_lists_within_items(tmp_path: Path) -> None:
    inner = "<ul><li>صفاقس الغربية<ul><li>حي الحبيب</li><li>حي البستان</li></ul></li><li>صفاقس الشرقية</li></ul>"
    body = f"<h1>{HEADLINE}</h1><p>{LIGHTS[0]}</p><p><b>الأحياء:</b></p>{inner}<p>{LIGHTS[1]}</p>"
    assert lines_of(tmp_path, body) == [
        HEADLINE, LIGHTS[0], "الأحياء:", "- صفاقس الغربية", "- حي الحبيب", "- حي البستان", "- صفاقس الشرقية", LIGHTS[1],
    ]  # fmt: skip


def test_an_item_that_alone_was_lost_of_its_list_is_put_back(tmp_path: Path) -> None:
    items = "<ul><li><font size=4>حي الحبيب</font></li><li><p><font size=4>حي البحري</font></p></li></ul>"
    body = f"<p><font size=6>{HEADLINE}</font></p><p>{LIGHTS[0]}</p>{items}<p>{LIGHTS[1]}</p>"
    lines = [line.removeprefix("- ") for line in lines_of(tmp_path, body)]
    assert lines == [HEADLINE, LIGHTS[0], "حي الحبيب", "حي البحري", LIGHTS[1]]


def test_items_with_a_link_in_them_are_text_and_items_that_are_links_are_not(tmp_path: Path) -> None:
    days = "<li><a href=1>حي الحبيب</a>: من 3 إلى 9 أيلول</li><li><a href=2>حي البحري</a>: من 10 إلى 20 أيلول</li>"
    links = "<ul><li><a href=3>سوق السمك الجديد</a></li><li><a href=4>مباراة الأحد</a></li></ul>"
    body = f"<h1>{HEADLINE}</h1><p>{LIGHTS[0]}</p><ul>{days}</ul><p>{LIGHTS[1]}</p>{links}<p>{LIGHTS[2]}</p>"
    assert lines_of(tmp_path, body) == [
        HEADLINE, LIGHTS[0], "- حي الحبيب: من 3 إلى 9 أيلول", "- حي البحري: من 10 إلى 20 أيلول", *LIGHTS[1:],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "junk",
    [
        "<ul><li>فيسبوك</li><li>تويتر</li><li>واتساب</li></ul>",
        "<h4>شارك الخبر</h4><ul><li>فيسبوك</li><li>تويتر</li></ul>",
        "<h4>الأكثر قراءة</h4><ul><li>افتتاح سوق السمك</li><li>تأجيل مباراة الأحد</li></ul>",
        "<h4>وسوم</h4><ul><li>بلديات</li><li>إنارة</li></ul>",
        "<p>تابعونا على:</p><ul><li>فيسبوك</li><li>تويتر</li></ul>",
        "<div class='side-bar'><h4>في المدينة</h4><ul><li>سوق السمك</li><li>مباراة الأحد</li></ul></div>",
        "<div><h4>أقسام الموقع</h4><ul><li>من نحن</li><li>سياسة الخصوصية</li></ul></div>",
        "<footer><h4>الصحيفة</h4><ul><li>من نحن</li><li>هيئة التحرير</li></ul></footer>",
        "<ul class='post-tags'><li>بلديات</li><li>إنارة</li></ul>",
        "<form><h4>استفتاء</h4><ul><li>موافق</li><li>غير موافق</li></ul></form>",
        RELATED,
    ],
)
def test_share_bars_tags_menus_and_links_below_the_text_stay_out(tmp_path: Path, junk: str) -> None:
    text = f"<h1>{HEADLINE}</h1><p>{LIGHTS[0]}</p><h2>الأحياء</h2>{QUARTERS}<p>{LIGHTS[1]}</p>"
    assert lines_of(tmp_path, f"{MENU}{text}{junk}") == [
        HEADLINE, LIGHTS[0], "الأحياء", "- حي الحبيب", "- حي البحري", LIGHTS[1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "junk",
    [
        "<ul class='social-links'><li>فيسبوك</li><li>تويتر</li></ul>",
        "<div id='share'><ul><li>فيسبوك</li><li>تويتر</li></ul></div>",
        "<ul><li><a href=1>سوق السمك الجديد</a></li><li><a href=2>مباراة الأحد</a></li></ul>",
        "<aside><ul><li>سوق السمك</li><li>مباراة الأحد</li></ul></aside>",
        "<nav><ul><li>محليات</li><li>رياضة</li></ul></nav>",
    ],
)
def test_what_a_page_puts_between_two_paragraphs_of_its_text_stays_out(tmp_path: Path, junk: str) -> None:
    assert lines_of(tmp_path, f"<h1>{HEADLINE}</h1><p>{LIGHTS[0]}</p>{junk}{paragraphs(LIGHTS[1:])}") == [
        HEADLINE, *LIGHTS,
    ]  # fmt: skip


def test_questions_and_answers_keep_the_lists_of_the_answers(tmp_path: Path) -> None:
    body = (
        f"{MENU}<h1>{HEADLINE}</h1><h2>من يدفع الكلفة؟</h2><p>{LIGHTS[1]}</p><h2>ما الوثائق المطلوبة؟</h2>"
        f"<ul><li>نسخة من بطاقة التعريف</li><li>وصل الخلاص الأخير</li></ul><h2>متى تبدأ؟</h2><p>{LIGHTS[0]}</p>"
    )
    assert lines_of(tmp_path, body) == [
        HEADLINE, "من يدفع الكلفة؟", LIGHTS[1], "ما الوثائق المطلوبة؟", "- نسخة من بطاقة التعريف",
        "- وصل الخلاص الأخير", "متى تبدأ؟", LIGHTS[0],
    ]  # fmt: skip
