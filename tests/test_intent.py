"""What is meant: talk, the folder, or a question to the articles; trained weights over the bundled encoder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.question.intent import (
    asks_of_something_else,
    classify,
    features,
    load_model,
    looks_arabizi,
    masked,
)
from vectorstore.embedding.embedder import Embedder, load_embedder

PHRASES = Path(__file__).parent.parent / "training" / "intents.jsonl"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


def meant(text: str, embedder: Embedder) -> tuple[str, str]:
    intent = classify(text, embedder.embed_query(masked(text)))
    return intent.kind, intent.sub


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "هل شكر المدير موظفيه؟", "ما عنوان الأغنية الفائزة؟", "كم نائبا حضر الجلسة؟", "من كتب رسالة الاستقالة؟",
        "ما اسم القبطان؟", "من طوّر المحرك؟", "ما أحدث طائرة في الأسطول؟", "من ودّع المشجعين في الملعب؟",
        "ماذا يقول المقال عن سبب الإضراب؟", "وماذا عن الجيش؟", "متى كان ذلك؟", "ومن أيضا؟", "شكرا، ومن ربح السباق؟",
        "مرحبا، أين سقطت الطائرة؟", "مين اللي سرق البنك؟", "who thanked the nurses?", "qui a écrit la chanson ?",
        "كيف أشترك في المكتبة؟", "كيف أرجع بضاعة معيبة؟", "كيف أشكو جاري؟", "كيف أستلم الطرد؟", "كيف أوقف الخدمة؟",
        "هل أستطيع تمديد الإعارة؟", "كم كتابا يمكنني أن أستعير؟", "وين أراجع لمعاملة الإقامة؟",
        "How do I return a book?", "ماذا جرى في حزيران؟", "من القضاة الذين نظروا في الدعوى؟",
        "ما أرقام القتلى؟",
    ],
)  # fmt: skip
def test_a_fact_question_is_not_taken_for_talk_or_the_folder(text: str, embedder: Embedder) -> None:
    assert meant(text, embedder)[0] == "question"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "kind", "sub"),
    [
        ("مرحبا بك يا صديقي", "talk", "greeting"),
        ("شكرا جزيلا على مساعدتك", "talk", "thanks"),
        ("مع السلامة", "talk", "goodbye"),
        ("من أنت؟", "talk", "identity"),
        ("ماذا يمكنك أن تفعل؟", "talk", "ability"),
        ("لم أفهم الجواب", "talk", "unclear"),
        ("هل أنت متأكد من هذا؟", "talk", "doubt"),
        ("هذا خطأ", "talk", "doubt"),
        ("thank you so much", "talk", "thanks"),
        ("merci beaucoup", "talk", "thanks"),
        ("كم مقالا عندك؟", "corpus", "count"),
        ("عندك كام ملف؟", "corpus", "count"),
        ("اعرض قائمة المقالات", "corpus", "list"),
        ("ما أحدث مقال عندك؟", "corpus", "newest"),
        ("لخص المقال الثالث", "corpus", "summary_one"),
        ("لخص {}".format("تقرير-12.txt"), "corpus", "summary_one"),
        ("أي المقالات تذكر السودان؟", "corpus", "mentions"),
        ("من كاتب المقال الثاني؟", "corpus", "metadata"),
        ("من كتب المقال عن تلوث الشاطئ؟", "corpus", "metadata"),
        ("ما المقالات المنشورة في حزيران؟", "corpus", "dated"),
        ("عطني الملفات اللي في نوفمبر", "corpus", "dated"),
        ("اذكر الأرقام التي في المقال الرابع", "corpus", "figures"),
        ("من القضاة المذكورون في المقالات؟", "corpus", "names"),
        ("list all the files", "corpus", "list"),
    ],
)
def test_talk_and_the_folder_are_understood(text: str, kind: str, sub: str, embedder: Embedder) -> None:
    assert meant(text, embedder) == (kind, sub)


@pytest.mark.parametrize(
    ("text", "of_the_articles"),
    [
        ("من المدير الجديد؟", True), ("ومن رئيسه الجديد؟", True), ("who is the new minister?", True),
        ("من صرّح بشيء جديد منذ أمس؟", False), ("من مبارح شو الجديد؟", False), ("من الإثنين شو الجديد؟", False),
        ("من كتب المقالات الجديدة؟", False), ("ما الجديد؟", False),
    ],
)  # fmt: skip
def test_who_is_new_in_an_office_is_asked_of_the_articles_unless_a_day_is_named(
    text: str, of_the_articles: bool
) -> None:
    assert asks_of_something_else("since", text) is of_the_articles


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ما الجديد منذ أمس؟", "corpus"), ("ماذا تغير في الملفات منذ الأسبوع الماضي؟", "corpus"),
        ("هل هناك مقالات جديدة؟", "corpus"), ("ما الجديد عن كازنوف؟", "corpus"),
        ("what's new since Monday?", "corpus"), ("are there new articles about the strike?", "corpus"),
        ("شو الجديد من مبارح؟", "corpus"),
        ("ما الجديد في قانون الإنترنت الذي أعلنه الوزير؟", "question"),
        ("ماذا تغير في موقف الحكومة بعد الاجتماع؟", "question"),
        ("what is new in the law that the president signed?", "question"),
    ],
)  # fmt: skip
def test_what_is_new_is_asked_of_the_folder_and_what_is_new_in_a_law_of_the_articles(
    text: str, kind: str, embedder: Embedder
) -> None:
    if "corpus/since" not in load_model().classes:
        pytest.skip("the weights were trained before there was this class")
    found = meant(text, embedder)
    assert found[0] == kind and (kind == "question" or found[1] == "since")


def test_another_encoder_is_answered_by_the_words_alone() -> None:
    assert classify("شكرا جزيلا لك", None).kind == "talk"
    assert classify("من أسس الشركة التي اشترت النادي؟", None).kind == "question"


def test_file_names_and_quoted_titles_do_not_decide_what_is_meant() -> None:
    assert masked("لخص «شكرا وإلى اللقاء»") == "لخص «»"
    assert masked("لخص الملف 03_ab12cd.txt") == masked("لخص الملف خبر.txt") == "لخص الملف x.txt"
    assert (features("لخص «أ»") == features("لخص «ب»")).all()


@pytest.mark.parametrize("text", ["kam maqal 3andak", "shu 7asal embere7", "meen hadar el ejtima"])
def test_arabic_in_latin_letters_is_told_by_its_digits_or_a_word_that_asks(text: str) -> None:
    assert looks_arabizi(text)


@pytest.mark.parametrize(
    "text",
    [
        "What is the 5G network?", "G7 summit", "F16", "covid19", "the 2nd world war", "mp3",
        "متى صدر iPhone 3GS؟", "ماذا قال Microsoft Office 365 ل Apple Incorporated؟", "le 3e arrondissement",
    ],
)  # fmt: skip
def test_english_french_and_product_names_are_no_arabizi(text: str) -> None:
    assert not looks_arabizi(text)


def test_no_phrase_is_given_two_meanings() -> None:
    rows = [json.loads(line) for line in PHRASES.read_text(encoding="utf-8").splitlines()]
    labels: dict[str, set[str]] = {}
    for row in rows:
        if "label" in row:
            labels.setdefault(row["text"], set()).add(row["label"])
    assert not {text: found for text, found in labels.items() if len(found) > 1}


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["من كاتب المعلقات؟", "من كتب رباعيات عمر؟", "من ترجم الإلياذة؟", "مين كاتب الملحمات؟", "من مؤلف المقامات؟"]
)
def test_who_wrote_what_is_called_no_article_is_asked_of_the_articles(text: str, embedder: Embedder) -> None:
    assert classify(text, embedder.embed_query(masked(text))).kind == "question"


@pytest.mark.parametrize(
    "text", ["من كاتب المقال؟", "من كتب هذا؟", "ما تاريخ النشر؟", "who wrote it?", "مين كتب الخبر التاني؟", "من كاتبه؟"]
)
def test_what_is_said_of_an_article_is_not_taken_for_something_else(text: str) -> None:
    assert not asks_of_something_else("metadata", text)
