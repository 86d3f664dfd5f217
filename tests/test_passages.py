"""Documents become passages: exact slices, together all of the text, each with its part in the page."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_sentences import TEXTS
from vectorstore.formats.documents import read_documents
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.layout import find_blocks, title_of
from vectorstore.text.passages import MAX_PASSAGE_CHARACTERS, MAX_SENTENCES, split_passages
from vectorstore.text.sentences import MAX_SENTENCE_CHARACTERS, sentence_spans
from vectorstore.types import Document, Passage

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
PAGE = """\
الرئيسية > أخبار > اقتصاد
الأربعاء 12 يونيو 2019 - 10:30

البنك المركزي يخفض أسعار الفائدة

كتب: أحمد محمود
قرر البنك المركزي خفض أسعار الفائدة بنسبة 1.5%، وذلك خلال اجتماع لجنة السياسة النقدية.

أسباب القرار

وأوضح البيان أن معدل التضخم انخفض إلى 8.7% في مايو.

اقرأ أيضاً: ارتفاع البورصة بعد قرار المركزي

وتوقع د. محمد عبد الله أن يستمر الخفض حتى نهاية العام

شارك
Facebook
الأكثر قراءة
وفاة الفنان الكبير عن عمر 80 عاما
جميع الحقوق محفوظة © 2019
"""


def document(text: str) -> Document:
    return Document("مقال.txt", text, title_of(text, find_blocks(text)), "", "utf-8")


def seed(start: str) -> Document:
    path = next(path for path in SEEDS if path.name.startswith(start))
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document)
    return found


def check(article: Document) -> list[Passage]:
    """The invariants of every split."""
    passages = split_passages(article)
    spans = []
    for passage in passages:
        assert article.text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert passage.sentences[0][0] == passage.start
        assert passage.sentences[-1][1] == passage.end
        assert len(passage.text) <= max(MAX_PASSAGE_CHARACTERS, MAX_SENTENCE_CHARACTERS)
        assert (
            passage.kind == "boilerplate" or len(passage.sentences) <= MAX_SENTENCES or passage.kind == "title"
        )
        assert all(passage.sentence(span) == article.text[slice(*span)] for span in passage.sentences)
        spans += passage.sentences
    assert spans == sentence_spans(article.text)
    return passages


def of_kind(article: Document, kind: str) -> list[str]:
    return [passage.text for passage in split_passages(article) if passage.kind == kind]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_passages_of_each_seed_are_exact_slices_of_all_its_text(path: Path) -> None:
    text = path.read_bytes().decode()
    for variant in (text, "\ufeff" + text, text.replace("\n", "\r\n"), textwrap.fill(text, 70)):
        passages = check(document(variant))
        left, before = "", 0
        for passage in passages:
            left, before = left + variant[before : passage.start], passage.end
        assert (left + variant[before:]).strip("\ufeff \r\n") == ""


@settings(deadline=None)  # machines under load must not fail it
@given(st.one_of(TEXTS, st.text(max_size=300)))
def test_passages_of_any_text_are_exact_slices(text: str) -> None:
    check(document(text))


def test_the_furniture_of_the_seeds_is_set_aside_and_kept() -> None:
    boilerplate = {
        start: "\n".join(of_kind(seed(start), "boilerplate")) for start in ("000", "001", "002", "003", "004")
    }
    assert boilerplate["000"] == boilerplate["003"] == ""
    assert "السورية نت - شادي السيد" in boilerplate["001"]
    assert "اقرأ أيضا:\xa0قوات الأسد" in boilerplate["001"]
    for line in (
        "newsأسرار المدن",
        "ISIS-propaganda.jpg",
        "حجم الخط",
        "مشاركة عبر",
        "التعليقات",
        "• image",
        "subscribe",
        "نشرة المدن",
    ):
        assert line in boilerplate["002"]
    assert "AFP PHOTO" in boilerplate["004"]
    assert "المصدر : وكالات" in boilerplate["004"]


def test_a_byline_with_a_date_is_a_passage_of_its_own() -> None:
    assert "المدن - ميدياالخميس 2017/10/19" in of_kind(seed("002"), "boilerplate")


def test_captions_in_arabic_and_headings_within_the_article_stay_body() -> None:
    body = of_kind(seed("004"), "body")
    assert any("(غيتي/الفرنسية-أرشيف)" in text for text in body)
    assert any(text.startswith("رد الشركات\nوقال المتحدثان") for text in body)


def test_every_passage_knows_the_title_and_none_of_them_says_it() -> None:
    article = seed("004")
    for passage in split_passages(article):
        assert passage.title == ("" if passage.kind == "title" else article.title)
        assert passage.kind == "title" or article.title not in passage.text


def test_a_page_of_another_site_is_taken_apart() -> None:
    article = document(PAGE)
    assert article.title == "البنك المركزي يخفض أسعار الفائدة"
    body = "\n".join(of_kind(article, "body"))
    assert body.startswith("قرر البنك")
    assert "أسباب القرار\n\nوأوضح البيان" in body
    assert body.endswith("أن يستمر الخفض حتى نهاية العام")
    assert "Facebook" not in body
    assert "وفاة الفنان" not in body


@pytest.mark.parametrize(
    "line",
    [
        "التعليقات", "مشاركة عبر", "حجم الخط", "اقرأ أيضا: خبر آخر", "المصدر : وكالات",
        "تابعنا عبر مواقع التواصل", "subscribe",
        "  • image", "IMG_2017-10.jpeg", "https://example.org/a", "***", "19 أكتوبر 2017",
        "المدن - ميدياالخميس 2017/10/19",
        "كتب: أحمد", "Share this article", "By John Smith", "جميع الحقوق محفوظة",
        "إشترك في النشرة الإخبارية", "شارك",
    ],
)  # fmt: skip
def test_labels_of_news_pages_are_furniture(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "اشترك اللاعب في المباراة النهائية", "المصدر الرئيسي للغاز هو الجزائر",
        "شارك في اللقاء وزراء الخارجية", "ولد في 4 مارس 1769 بقولة",
        "التعليقات على القرار كانت غاضبة.", "كتب الوزير رسالة إلى نظيره", "وقال: نعم", "رد الشركات",
        "إعلان الحرب كان خطأ", "Printing is old.",
        "Home prices fall again in May", "حفظ السلام في ليبيا", "طباعة العملة الجديدة",
        "التعليقات على القرار غاضبة",
    ],
)  # fmt: skip
def test_sentences_that_begin_like_labels_are_not_furniture(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize("text", ["التعليقات", "subscribe\nshare", "***", "المصدر: وكالات\n\nشارك"])
def test_a_file_of_nothing_but_labels_is_all_body(text: str) -> None:
    assert {passage.kind for passage in check(document(text))} == {"body"}


def test_one_paragraph_has_no_title_and_no_furniture() -> None:
    text = "اشترك محمد علي في حرب عام 1812. " * 30
    passages = check(document(text))
    assert {passage.kind for passage in passages} == {"body"}
    assert {passage.title for passage in passages} == {""}
    assert len(passages) > 1


def test_short_paragraphs_share_a_passage_and_long_ones_are_cut_evenly() -> None:
    short = "\n\n".join(["وقال الوزير إن الأمر انتهى وإن الدول اتفقت على العمل معا في هذا الشأن الخطير."] * 6)
    assert [len(passage.sentences) for passage in check(document(short))] == [4, 2]
    sentence = (
        "وقال الوزير إن الدول اتفقت على العمل معا في هذا الشأن الخطير جدا خلال الأعوام القليلة المقبلة."
    )
    lengths = [len(passage.text) for passage in check(document(" ".join([sentence] * 8)))]
    assert max(lengths) - min(lengths) <= len(sentence) + 1


def test_an_empty_document_has_no_passages() -> None:
    assert split_passages(document(" \n\ufeff\n")) == []


def test_ids_are_stable_and_distinct() -> None:
    ids = [passage.id for path in SEEDS for passage in split_passages(document(path.read_bytes().decode()))]
    assert len(set(ids)) == len(ids)


BENCHMARKS = Path(__file__).parent.parent.parent / "shared" / "benchmarks"


@pytest.mark.skipif(
    not (BENCHMARKS / "arcd-test.json").exists(), reason="the benchmark files are not at hand"
)
def test_encyclopaedia_paragraphs_are_all_body() -> None:
    data = json.loads((BENCHMARKS / "arcd-test.json").read_text(encoding="utf-8"))
    contexts = {
        paragraph["context"].strip() for article in data["data"] for paragraph in article["paragraphs"]
    }
    for context in contexts:
        assert {passage.kind for passage in check(document(context))} == {"body"}
