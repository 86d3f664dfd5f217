"""Pages as programs for sites make them: which heading is the title, who wrote, and what a quotation's source is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.html_pages import TRAIN, WATER, paragraphs
from vectorstore.formats.documents import read_documents
from vectorstore.text.layout import find_blocks
from vectorstore.types import Document

HEADLINE = "منظومات ري حديثة للجنوب"


def read(folder: Path, title: str, body: str) -> Document:
    path = folder / "صفحة.html"
    path.write_text(f"<html><head><title>{title}</title></head><body>{body}</body></html>", encoding="utf-8")
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document), found
    return found


def kinds(document: Document) -> dict[str, tuple[str, int]]:
    blocks = find_blocks(document.text, document.marks)
    return {document.text[one.start : one.end]: (one.kind, one.level) for one in blocks}


@pytest.mark.parametrize(
    "head",
    [
        "<div class='header'><h1 class='title'>مدونة الضفاف</h1></div>",
        "<h1><a href='/'>مدونة الضفاف</a></h1>",
        "<div id='masthead'><div><h1>مدونة الضفاف</h1></div></div>",
        "<h1 class='site-title'>مدونة الضفاف</h1>",
    ],
)
def test_a_main_heading_that_is_the_site_s_name_leaves_the_title_to_the_article_s(tmp_path: Path, head: str) -> None:
    article = f"<div class='post'><h3><a href='/1.html'>{HEADLINE}</a></h3>{paragraphs(WATER)}</div>"
    assert read(tmp_path, f"مدونة الضفاف: {HEADLINE}", head + article).title == HEADLINE


@pytest.mark.parametrize(
    "head", ["<h1>تقرير الزراعة السنوي</h1>", "<div class='entry-header'><h1>تقرير الزراعة السنوي</h1></div>"]
)
def test_a_main_heading_of_the_article_stays_its_title_over_its_subtitle(tmp_path: Path, head: str) -> None:
    body = f"<div class='post'>{head}<h2>{HEADLINE}</h2>{paragraphs(WATER)}</div>"
    assert read(tmp_path, f"تقرير الزراعة السنوي: {HEADLINE}", body).title == "تقرير الزراعة السنوي"


def test_a_title_of_the_whole_site_gives_way_to_the_smaller_heading_over_the_text(tmp_path: Path) -> None:
    path = "<div class='breadcrumb'>الرئيسية &gt; بلاغات</div>"
    text = f"<p>{WATER[0]}</p><p>وتشمل ما يلي:</p><ol><li>المضخات.</li><li>الأنابيب.</li></ol><p>{WATER[1]}</p>"
    body = f"<div id='main'>{path}<h2>منظومات الري لمزارعي محافظات الجنوب</h2><div class='text'>{text}</div></div>"
    found = read(tmp_path, "جمهورية الضفاف", body)
    assert found.title == "منظومات الري لمزارعي محافظات الجنوب"
    assert found.text.split("\n\n")[:2] == [found.title, WATER[0]]


def test_a_title_that_the_text_speaks_of_stays_and_so_does_one_over_no_heading_of_the_text(tmp_path: Path) -> None:
    body = f"<div id='main'><h2>أخبار المحافظات هذا الأسبوع</h2>{paragraphs(WATER)}</div>"
    assert read(tmp_path, "منظومات الري تصل إلى الجنوب", body).title == "منظومات الري تصل إلى الجنوب"
    assert read(tmp_path, "جمهورية الضفاف", body).title == "جمهورية الضفاف"


def test_an_author_s_name_over_the_text_is_no_heading_of_it(tmp_path: Path) -> None:
    body = (
        f"<main><h1>{HEADLINE}</h1><div class='post-author'><p class='author-name'>منى الطرابلسي</p></div>"
        f"<div><p>{WATER[0]}</p><h2>الأقضية</h2><p>{WATER[1]}</p><p>شروط القرض</p><p>{WATER[2]}</p></div></main>"
    )
    found = read(tmp_path, HEADLINE, body)
    assert "aside" in [role for start, end, role in found.marks if found.text[start:end] == "منى الطرابلسي"]
    assert kinds(found)["منى الطرابلسي"] == ("boilerplate", 0)


def test_whoever_said_a_quotation_is_no_heading_of_what_follows(tmp_path: Path) -> None:
    quoted = "<blockquote><p>سنوصل الماء إلى كل حقل قبل الصيف.</p><cite>مدير الزراعة</cite></blockquote>"
    body = (
        f"<main><h1>{HEADLINE}</h1><p>{TRAIN[0]}</p>{quoted}<p>{WATER[1]}</p><h2>الأقضية</h2><p>{WATER[2]}</p>"
        f"<p>قطع الغيار</p><p>{WATER[3]}</p></main>"
    )
    found = kinds(read(tmp_path, HEADLINE, body))
    assert found["— مدير الزراعة"] == ("body", 0)
    assert found["الأقضية"][0] == "outline"


def test_parts_of_a_line_that_the_page_s_style_sets_apart_are_apart(tmp_path: Path) -> None:
    line = "<span class='by'>كتبت: رنا سعد</span><time datetime='2021-05-03'>3 أيار 2021</time><a href='/b'>بغداد</a>"
    body = f"<main><h1>{HEADLINE}</h1><div class='meta'>{line}</div>{paragraphs(WATER)}</main>"
    lines = read(tmp_path, HEADLINE, body).text.split("\n\n")
    assert lines[1] == "كتبت: رنا سعد 3 أيار 2021 بغداد"


def test_a_word_in_two_elements_without_names_is_one_word(tmp_path: Path) -> None:
    body = f"<div><h1>{HEADLINE}</h1><div><span>{WATER[0][:9]}</span><span>{WATER[0][9:]}</span></div></div>"
    assert WATER[0] in read(tmp_path, HEADLINE, body).text.split("\n\n")


def test_an_author_and_a_day_in_two_elements_without_names_are_two(tmp_path: Path) -> None:
    line = "<div><span>كتبت: رنا سعد</span><span>3 أيار 2021</span></div>"
    found = read(tmp_path, HEADLINE, f"<main><h1>{HEADLINE}</h1>{line}{paragraphs(WATER)}</main>")
    assert found.date == "2021-05-03"
