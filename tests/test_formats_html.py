"""Of an HTML page its article is read, with the title, date and address that it states."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.html_pages import MUSEUM, WATER, Page, pages, paragraphs
from vectorstore.formats.documents import read_documents
from vectorstore.text.layout import find_blocks
from vectorstore.types import Document, Refusal, Remark

PAGES = pages()


def read(folder: Path, data: bytes | str, name: str = "صفحة.html") -> Document | Refusal:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (found,) = read_documents(path, path.name)
    return found


def text_of(folder: Path, data: bytes | str) -> str:
    found = read(folder, data)
    assert isinstance(found, Document), found
    return found.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_article_is_kept_and_what_surrounds_it_is_not(tmp_path: Path, page: Page) -> None:
    document = read(tmp_path, page.data)
    assert isinstance(document, Document)
    lines = " ".join(document.text.split())
    assert [text for text in page.wanted if text not in lines] == []
    assert [text for text in page.unwanted if text in lines] == []
    assert (document.title, document.date, document.url) == (page.title, page.date, page.url)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paragraphs_stay_apart_in_their_order(tmp_path: Path, page: Page) -> None:
    text = text_of(tmp_path, page.data)
    places = [text.index(wanted) for wanted in page.wanted[:2]]
    assert places == sorted(places)
    bodies = [text[part.start : part.end] for part in find_blocks(text)]
    assert page.wanted[:2][-1] in bodies


def test_a_table_of_figures_is_lines_of_cells(tmp_path: Path) -> None:
    (page,) = (page for page in PAGES if "table of figures" in page.name)
    lines = text_of(tmp_path, page.data).split("\n\n")
    assert "المحافظة: ذي قار | الإنتاج (طن): 43700" in lines


@pytest.mark.parametrize("charset", ["windows-1256", "utf-8", "iso-8859-6", "utf-16"])
def test_the_page_names_its_encoding(tmp_path: Path, charset: str) -> None:
    head = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>مخطوطات فاس</title>'
    )
    text = MUSEUM[0] + MUSEUM[2]
    document = read(tmp_path, f"{head}</head><body><p>{text}</p></body></html>".encode(charset))
    assert isinstance(document, Document)
    assert (document.encoding, document.title) == (charset, "مخطوطات فاس")
    assert text in document.text


@pytest.mark.parametrize(
    "head", ["", '<meta charset="iso-8859-1">', '<meta charset="utf-8">', '<meta charset="nonsense">']
)
def test_windows_1256_is_recognised_where_the_page_says_nothing_or_the_wrong_thing(tmp_path: Path, head: str) -> None:
    page = f"<html><head>{head}<title>خبر</title></head><body>{paragraphs(WATER)}</body></html>"
    document = read(tmp_path, page.encode("windows-1256"))
    assert isinstance(document, Document)
    assert document.encoding == "windows-1256"
    assert WATER[1] in document.text


def test_entities_are_letters(tmp_path: Path) -> None:
    written = WATER[1].encode("ascii", "xmlcharrefreplace").decode()
    assert WATER[1] in text_of(tmp_path, f"<html><body><p>{written} &amp; &lt;b&gt;</p></body></html>")


@pytest.mark.parametrize(
    "around",
    [
        '<p>جميع الحقوق محفوظة 2015</p><a href="/2016/05/04/news">خبر</a>',
        '<meta property="article:modified_time" content="2020-01-01">',
        '<meta name="date" content="3/4/2015">',
    ],
)
def test_a_date_is_never_guessed(tmp_path: Path, around: str) -> None:
    document = read(tmp_path, f"<html><head>{around}</head><body><article>{paragraphs(WATER)}</article></body></html>")
    assert isinstance(document, Document)
    assert document.date == ""


def test_a_line_that_is_nothing_but_a_date_gives_it(tmp_path: Path) -> None:
    document = read(
        tmp_path, f"<html><body><article><p>الخميس 14 آذار 2019</p>{paragraphs(WATER)}</article></body></html>"
    )
    assert isinstance(document, Document)
    assert document.date == "2019-03-14"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>خبر اليوم | صحيفة الضفاف</title><meta property='og:site_name' content='صحيفة الضفاف'>", "خبر اليوم"),
        ("<title>خبر اليوم</title>", "خبر اليوم"),
        ("<meta property='og:title' content='خبر  &quot;اليوم&quot;'><title>غيره</title>", 'خبر "اليوم"'),
    ],
)
def test_the_title_is_the_page_s_without_its_site(tmp_path: Path, head: str, title: str) -> None:
    document = read(tmp_path, f"<html><head>{head}</head><body><article>{paragraphs(WATER)}</article></body></html>")
    assert isinstance(document, Document)
    assert document.title == title


@pytest.mark.parametrize("frame", ["class='page has-cookie-banner'", "style='opacity:0'", "style='visibility: hidden'"])
def test_a_frame_around_the_whole_page_is_not_taken_for_a_banner_or_for_hidden(tmp_path: Path, frame: str) -> None:
    text = text_of(tmp_path, f"<html><body><div {frame}>{paragraphs(WATER)}</div><p>ذيل الصفحة.</p></body></html>")
    assert all(wanted in text for wanted in WATER)


def test_a_table_of_figures_with_paragraphs_in_its_cells_stays_a_table(tmp_path: Path) -> None:
    rows = "<tr><td><p>البصرة</p></td><td><p>81200</p></td></tr><tr><td><p>ميسان</p></td><td><p>500</p></td></tr>"
    text = text_of(tmp_path, f"<html><body><article>{paragraphs(WATER)}<table>{rows}</table></article></body></html>")
    assert "البصرة | 81200" in text


def test_only_web_addresses_are_addresses(tmp_path: Path) -> None:
    for link in ("javascript:alert(1)", "/news/1", "file:///etc/passwd", "https://a b"):
        document = read(
            tmp_path, f'<html><head><link rel="canonical" href="{link}"></head><body>{paragraphs(WATER)}</body></html>'
        )
        assert isinstance(document, Document)
        assert document.url == ""


def test_a_page_without_an_article_gives_what_it_shows(tmp_path: Path) -> None:
    text = text_of(tmp_path, "<html><body><ul><li>البصرة<li>ذي قار</ul><div>ميسان</div></body></html>")
    assert [line for line in text.split("\n") if line] == ["البصرة", "ذي قار", "ميسان"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html><head><title></title></head><body><script>x=1</script></body></html>", "empty"),
        ("<div hidden>مخفي</div>".encode(), "empty"),
        (b"<!-- -->", "empty"),
        (b"%PDF-1.7 not a page", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (b"<p>\xff\xfe\xd9 caf\xe9 \xc3</p>", "undecodable"),
    ],
)
def test_what_shows_nothing_or_is_no_page_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    found = read(tmp_path, data)
    assert isinstance(found, Refusal)
    assert (found.source, found.reason) == ("صفحة.html", reason)


def test_a_page_that_is_nested_without_end_or_cut_off_is_read_or_refused(tmp_path: Path) -> None:
    deep = "<div>" * 20_000 + WATER[0] + "</div>" * 20_000
    cut = PAGES[0].data[: PAGES[0].data.index(WATER[3].encode())]
    tables = "<table><tr><td>" * 3000 + WATER[0]
    for data in (deep, cut, tables):
        found = read(tmp_path, data)
        assert isinstance(found, Document) or found.reason in ("empty", "damaged", "too_complex", "too_slow")
    assert WATER[2] in text_of(tmp_path, cut)


def test_what_a_page_says_to_a_program_stays_text(tmp_path: Path) -> None:
    said = "<p>&lt;script&gt;alert(1)&lt;/script&gt; \u202e مقلوب</p>"
    text = text_of(tmp_path, f"<html><body><article>{paragraphs(WATER)}{said}</article></body></html>")
    assert "<script>alert(1)</script>" in text


def test_bytes_that_a_page_lost_are_told_by_their_line(tmp_path: Path) -> None:
    page = f"<html><body><article>\n{paragraphs(WATER)}</article></body></html>".encode()
    at = page.index("وزارة".encode())
    found = read(tmp_path, page[:at] + b"\xff" + page[at + 1 :])
    assert isinstance(found, Document) and found.encoding == "utf-8"
    assert found.remarks == (Remark("bytes_unread", "2"),)


@pytest.mark.parametrize("wrong", ["windows-1256", "latin-1"])
def test_a_page_that_was_saved_in_a_wrong_encoding_is_put_right_and_told(tmp_path: Path, wrong: str) -> None:
    page = f"<html><body><article>{paragraphs(WATER)}</article></body></html>"
    found = read(tmp_path, page.encode().decode(wrong).encode())
    assert isinstance(found, Document) and WATER[1] in found.text
    assert [one.code for one in found.remarks] == ["repaired"]


def test_a_sentence_of_a_short_page_is_not_broken_at_what_stands_in_it(tmp_path: Path) -> None:
    inner = (
        "توفي <b>حيدر محمود</b> صاحب <a href='/1'>«شجر الدفلى»</a> في <time datetime='2020-09-03'>3 أيلول 2020</time>"
        " عن <del>77</del> <ins>78</ins> عاما، وقال ناشره: <q>كان كبيرا</q> أمس."
    )
    page = f"<html><body><article><h1>وفاة شاعر</h1><p>{inner}</p></article></body></html>"
    said = "توفي حيدر محمود صاحب «شجر الدفلى» في 3 أيلول 2020 عن 78 عاما، وقال ناشره: «كان كبيرا» أمس."
    assert said in text_of(tmp_path, page).split("\n\n")


def test_a_document_that_an_office_program_saved_as_a_page_keeps_its_headings_and_no_invented_title(
    tmp_path: Path,
) -> None:
    head = '<title>Microsoft Word - Document1</title><meta name="generator" content="LibreOffice 7.4"/>'
    body = (
        '<p class="title">تقرير مشروع خط مياه معان</p><h1><font>أولا</font>:\n<font>الكلفة</font></h1>'
        "<p><font>بلغت كلفة المشروع 42</font>\nمليون دينار.</p><h1>ثانيا: المراحل</h1>"
        "<p>يبدأ الحفر في أيلول.</p><pre>الجهة: البلدية\nالمدة: سنة</pre>"
    )
    found = read(tmp_path, f"<html><head>{head}</head><body>{body}</body></html>")
    assert isinstance(found, Document)
    assert found.title == "تقرير مشروع خط مياه معان"
    assert found.text.split("\n\n")[1:] == [
        "أولا: الكلفة", "بلغت كلفة المشروع 42 مليون دينار.", "ثانيا: المراحل", "يبدأ الحفر في أيلول.",
        "الجهة: البلدية", "المدة: سنة",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta name="publication_date" content="2021-06-13">', ""),
        ("", '<span itemprop="datePublished" content="2021-06-13">أمس</span>'),
        ("", '<span itemprop="datePublished">13 حزيران 2021</span>'),
        ("", '<time class="entry-date published" datetime="2021-06-13T10:00">أمس</time>'),
        ('<script type="application/ld+json">{"mainEntity": {"datePublished": "2021-06-13"}}</script>', ""),
        ('<script type="application/ld+json">/* <![CDATA[ */[{"datePublished": "2021-06-13"}]/* ]]> */</script>', ""),
    ],
)
def test_the_day_of_publication_is_read_wherever_a_page_states_it(tmp_path: Path, head: str, body: str) -> None:
    page = f"<html><head>{head}</head><body><div><h1>خط معان</h1>{body}{paragraphs(WATER)}</div></body></html>"
    document = read(tmp_path, page)
    assert isinstance(document, Document)
    assert document.date == "2021-06-13"


def test_a_page_that_a_script_would_have_filled_has_the_text_that_it_states(tmp_path: Path) -> None:
    body = "<p>بدأ الضخ أمس.</p><p>وكلف الخط 42 مليونا &amp; أكثر.</p>"
    stated = f'{{"headline": "خط &quot;معان&quot;", "articleBody": "{body}"}}'
    page = f'<html><head><script type="application/ld+json">{stated}</script></head><body><div></div></body></html>'
    assert text_of(tmp_path, page).split("\n\n") == ['خط "معان"', "بدأ الضخ أمس.", "وكلف الخط 42 مليونا & أكثر."]


def test_a_short_article_is_not_lost_beside_a_column_of_longer_ones(tmp_path: Path) -> None:
    items = (("ارتفاع أسعار الزيتون", WATER[0]), ("افتتاح مكتبة عامة", WATER[1]))
    beside = "".join(f"<div class='item'><a href='/1'>{name}</a><p>{words}</p></div>" for name, words in items)
    page = (
        "<html><head><title>وفاة الشاعر حيدر محمود - وكالة الضفاف</title></head><body><div class='content'>"
        "<h2>وفاة الشاعر حيدر محمود</h2><div>توفي في عمان اليوم الشاعر حيدر محمود عن 78 عاما.</div></div>"
        f"<div class='sidebar'><h3>أخبار أخرى</h3>{beside}</div></body></html>"
    )
    found = read(tmp_path, page)
    assert isinstance(found, Document)
    assert found.title == "وفاة الشاعر حيدر محمود"
    assert found.text.split("\n\n") == [found.title, "توفي في عمان اليوم الشاعر حيدر محمود عن 78 عاما."]


def test_what_stands_between_headline_and_article_is_kept(tmp_path: Path) -> None:
    said = "المحطة الجديدة تخدم ثلاث مدن وتعمل بالطاقة الشمسية."
    page = (
        f"<html><body><article><header><h1>بدء الضخ</h1><p class='dek'>{said}</p></header><img src='a.jpg'>"
        f"<div class='body'>{paragraphs(WATER)}</div></article></body></html>"
    )
    lines = text_of(tmp_path, page).split("\n\n")
    assert lines == ["بدء الضخ", said, *WATER]


def test_a_date_line_above_the_article_counts_where_it_is_no_part_of_it(tmp_path: Path) -> None:
    cells = "<tr><td>بدء الضخ</td></tr><tr><td>تاريخ النشر: 14/03/2019</td></tr>"
    page = (
        f"<html><body><table>{cells}<tr><td><span>{'<br/>'.join(WATER)}</span></td></tr>"
        "<tr><td>آخر زيارة للموقع: 20/04/2020</td></tr></table></body></html>"
    )
    document = read(tmp_path, page)
    assert isinstance(document, Document)
    assert document.date == "2019-03-14"


def test_a_term_stands_before_what_is_said_of_it_and_a_question_over_its_answer(tmp_path: Path) -> None:
    terms = "<dt>الجهة المنفذة</dt><dd>شركة مياه العقبة</dd><dt>المدة:</dt><dd><p>30 شهرا</p></dd>"
    asked = "<dt>من يدفع الرسوم؟</dt><dd>يدفعها المشترك مرة في السنة.</dd>"
    text = text_of(tmp_path, f"<html><body><article>{paragraphs(WATER)}<dl>{terms}{asked}</dl></article></body></html>")
    lines = [line.removeprefix("- ") for line in text.split("\n\n")]
    assert lines[-4:] == [
        "الجهة المنفذة: شركة مياه العقبة", "المدة: 30 شهرا", "من يدفع الرسوم؟", "يدفعها المشترك مرة في السنة.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "byline", "shown"),
    [
        ("", "<p>كتب: سامر الخطيب</p>", "كتب: سامر الخطيب"),
        (
            "",
            '<div class="meta"><span>بقلم</span> <a rel="author" href="/a">منى عبد الله</a></div>',
            "بقلم منى عبد الله",
        ),
        ("", '<div class="article-byline">منى عبد الله، البصرة</div>', "منى عبد الله، البصرة"),
        ('<meta name="author" content="منى عبد الله">', "<div>البصرة، منى عبد الله</div>", "البصرة، منى عبد الله"),
    ],
)
def test_the_author_line_over_an_article_is_kept(tmp_path: Path, head: str, byline: str, shown: str) -> None:
    page = f"<html><head>{head}</head><body><nav><a href='/'>الرئيسية</a> <a href='/a'>بقلم قرائنا</a></nav>"
    page += f"<div><h1>منظومات ري حديثة للجنوب</h1>{byline}<div>{paragraphs(WATER)}</div></div></body></html>"
    assert text_of(tmp_path, page).split("\n\n") == ["منظومات ري حديثة للجنوب", shown, *WATER]


def test_captions_of_an_article_s_pictures_stand_where_they_are_shown_and_those_of_others_do_not(
    tmp_path: Path,
) -> None:
    first, second = "مزارع يتفقد منظومة ري في قضاء الشطرة", "ورشة صيانة في الناصرية. تصوير: خالد ناصر"
    page = (
        f"<html><body><article><h1>منظومات ري حديثة للجنوب</h1><figure><img src='a.jpg'><figcaption>{first}"
        f"</figcaption></figure>{paragraphs(WATER[:2])}<div class='wp-caption'><img src='b.jpg'>"
        f"<p class='wp-caption-text'>{second}</p></div>{paragraphs(WATER[2:])}</article>"
        "<aside><figure><figcaption>قاعة المخطوطات في فاس</figcaption></figure></aside></body></html>"
    )
    assert text_of(tmp_path, page).split("\n\n") == [
        "منظومات ري حديثة للجنوب", first, *WATER[:2], second, *WATER[2:],
    ]  # fmt: skip


def test_a_law_keeps_the_second_line_of_its_headline_and_the_headings_of_its_articles(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>قانون رقم 14 لسنة 2016</h1><h2>بشأن تنظيم الري</h2><p>بعد الاطلاع على الدستور، أصدرنا القانون "
        f"الآتي:</p><h3>المادة الأولى</h3><p>{WATER[2]}</p><h3>المادة الثانية</h3><p>{WATER[3]}</p></body></html>"
    )
    assert text_of(tmp_path, page).split("\n\n") == [
        "قانون رقم 14 لسنة 2016", "بشأن تنظيم الري", "بعد الاطلاع على الدستور، أصدرنا القانون الآتي:",
        "المادة الأولى", WATER[2], "المادة الثانية", WATER[3],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "heading", "title"),
    [
        ("صحيفة الضفاف", "منظومات ري حديثة لمحافظات الجنوب", "منظومات ري حديثة لمحافظات الجنوب"),
        ("الأخبار | الصفحة الرئيسية", "توزيع منظومات الري", "توزيع منظومات الري"),
        ("الري الحديث يصل إلى الجنوب", "صحيفة الضفاف", "الري الحديث يصل إلى الجنوب"),
        ("جفاف الجنوب: منظومات جديدة", "مزارعو الجنوب ينتظرون منظومات الري", "جفاف الجنوب: منظومات جديدة"),
    ],
)
def test_a_title_that_all_pages_of_a_site_have_gives_way_to_the_heading(
    tmp_path: Path, stated: str, heading: str, title: str
) -> None:
    page = f"<html><head><title>{stated}</title></head><body><h1>{heading}</h1>{paragraphs(WATER)}</body></html>"
    document = read(tmp_path, page)
    assert isinstance(document, Document)
    assert document.title == title


@pytest.mark.parametrize("numbered", [True, False])
def test_a_list_whose_items_are_sections_has_headings_and_text_under_them(tmp_path: Path, numbered: bool) -> None:
    sections = f"<li><h3>القرض</h3><p>{WATER[2]}</p></li><li><h3>قطع الغيار</h3><p>{WATER[3]}</p></li>"
    kind = "ol" if numbered else "ul"
    page = f"<body><article><h1>ري الجنوب</h1><p>{WATER[0]}</p><{kind}>{sections}</{kind}><p>{WATER[1]}</p></article>"
    first, second = ("1. ", "2. ") if numbered else ("", "")
    assert text_of(tmp_path, page).split("\n\n") == [
        "ري الجنوب", WATER[0], f"{first}القرض", WATER[2], f"{second}قطع الغيار", WATER[3], WATER[1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "author",
    ['"سلمى العاني"', '{"@type": "Person", "name": "سلمى العاني"}', '[{"name": "هاني ديب"}, {"name": "سلمى العاني"}]'],
)
def test_the_line_of_an_author_whom_the_page_states_is_kept(tmp_path: Path, author: str) -> None:
    stated = f'<script type="application/ld+json">{{"headline": "ري الجنوب", "author": {author}}}</script>'
    line = "<div class=meta><b>سلمى العاني</b> <i>بغداد</i></div>"
    article = f"<article><header><h1>ري الجنوب</h1>{line}</header>{paragraphs(WATER)}</article>"
    lines = text_of(tmp_path, f"<head>{stated}</head><body>{article}").split("\n\n")
    assert lines == ["ري الجنوب", "سلمى العاني بغداد", *WATER]


def test_an_old_page_of_line_ends_in_a_cell_keeps_its_paragraphs_its_headline_and_its_day(tmp_path: Path) -> None:
    menu = "<a href=1>محليات</a><br><a href=2>عربي ودولي</a><br><a href=3>رياضة</a>"
    head = "<font size=5><b>وزارة الزراعة توزع منظومات الري</b></font><br><font size=2>25/5/2009</font>"
    article = f"{head}<br><br>{WATER[0]}<br><br>{WATER[1]}"
    page = f"<title>جريدة الأفق</title><body><table><tr><td>{menu}</td><td>{article}</td></tr></table></body>"
    found = read(tmp_path, page)
    assert isinstance(found, Document) and found.text.split("\n\n")[-2:] == list(WATER[:2])
    assert (found.title, found.date) == ("وزارة الزراعة توزع منظومات الري", "2009-05-25")
    assert "عربي ودولي" not in found.text


def test_a_table_in_a_figure_is_read_and_a_heading_has_no_button_to_edit_it(tmp_path: Path) -> None:
    heading = '<h2><span>الإنتاج</span><span class="mw-editsection">[<a href=e>عدل</a>]</span></h2>'
    table = "<figure><table><tr><th>السنة</th><th>الطن</th></tr><tr><td>2020</td><td>1200</td></tr></table></figure>"
    page = f"<body><article><h1>ري الجنوب</h1><p>{WATER[0]}</p>{heading}{table}<p>{WATER[1]}</p></article>"
    assert text_of(tmp_path, page).split("\n\n") == [
        "ري الجنوب", WATER[0], "الإنتاج", "السنة: 2020 | الطن: 1200", WATER[1],
    ]  # fmt: skip
