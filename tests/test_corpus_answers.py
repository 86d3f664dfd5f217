"""Questions about the folder, answered from the ledger of the five articles, each item with its source."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from assistant.corpus_answers.lengths import length_asked
from assistant.corpus_answers.meant_subjects import subject_adjective
from assistant.corpus_answers.mentions import subject
from assistant.corpus_answers.summary import choose_central, choose_representative, lexrank
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import settings_from
from assistant.types import Answer, Turn
from tests.fakes import now
from vectorstore.text.arabic import words

FILES = [f"{name}.txt" for name in (
    "000_c3fbf1d02d47de8b", "001_da2813e40e58db49", "002_729fcf7bd92e1141", "003_19ead4aec53ada8d",
    "004_dfd3936c2d105e84",
)]  # fmt: skip


def asked(assistant: Assistant, question: str, *history: str, sources: list[str] | None = None) -> Answer:
    answer = assistant.ask(question, [Turn(one) for one in history], sources)
    for citation in answer.citations:
        assert now(assistant.index).document(citation.source).text[citation.start : citation.end] == citation.quote
    assert {marker for line in answer.lines for marker in line.markers} == {c.marker for c in answer.citations}
    assert all(line.markers for line in answer.lines)
    return answer


def cited(answer: Answer) -> set[str]:
    return {citation.source for citation in answer.citations}


@pytest.mark.slow
@pytest.mark.parametrize(
    "question", ["ما المقالات التي لديك؟", "اعرض قائمة الملفات", "list all articles", "ما عناوين المقالات؟"]
)
def test_a_list_names_every_article_by_its_title_or_its_first_words(assistant: Assistant, question: str) -> None:
    answer = asked(assistant, question)
    assert answer.kind == "corpus" and not answer.abstained
    assert [line.note for line in answer.lines] == FILES
    assert "فرنسا تطلب تعاون عمالقة الإنترنت" in answer.text


@pytest.mark.slow
def test_articles_are_counted_as_a_whole_or_among_those_chosen(assistant: Assistant) -> None:
    assert "5" in asked(assistant, "كم مقالا لديك؟").lead
    assert "2" in asked(assistant, "كم مقالا لديك؟", sources=FILES[:2]).lead


@pytest.mark.slow
def test_newest_goes_by_the_date_of_publication_and_says_where_it_is_unknown(assistant: Assistant) -> None:
    answer = asked(assistant, "ما أحدث مقال؟")
    assert answer.citations[0].source == FILES[2]
    assert "2017-10-19" in answer.lead and "4" in answer.lead and "غير معروف" in answer.lead
    assert "2015" in asked(assistant, "ما أقدم مقال؟").text


@pytest.mark.slow
def test_which_articles_mention_a_name_in_any_spelling_and_no_other(assistant: Assistant) -> None:
    google = asked(assistant, "أي المقالات تذكر جوجل؟")
    assert cited(google) == set(FILES)  # جوجل in one of them, غوغل in the others
    libya = asked(assistant, "كم مقالا يذكر ليبيا؟")
    assert cited(libya) == {FILES[0]} and "1" in libya.lead and "ليبيا" in libya.citations[0].quote
    assert cited(asked(assistant, "ما المقالات التي تذكر الوزير مينيتي؟")) == set(FILES[:3])


@pytest.mark.slow
def test_a_list_of_the_articles_on_a_subject_is_not_one_of_all(assistant: Assistant) -> None:
    assert cited(asked(assistant, "اعطني المقالات اللي بتحكي عن ليبيا")) == {FILES[0]}


@pytest.mark.slow
def test_what_no_article_mentions_is_said_to_be_absent(assistant: Assistant) -> None:
    answer = asked(assistant, "أي المقالات تذكر كرة القدم البرازيلية؟")
    assert answer.kind == "corpus" and "لم أجد" in answer.lead


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("لخص المقال الثالث", FILES[2]),
        ("لخص 001_da2813e40e58db49.txt", FILES[1]),
        ("لخص المقال 004", FILES[4]),
        ("لخص مقال «فرنسا تطلب تعاون عمالقة الإنترنت»", FILES[4]),
        ("summarise the first article", FILES[0]),
        ("لخص المقال الأخير", FILES[4]),
    ],
)
def test_an_article_is_named_by_number_file_or_title_and_summed_up_in_its_own_words(
    assistant: Assistant, question: str, file: str
) -> None:
    answer = asked(assistant, question)
    assert cited(answer) == {file} and 3 <= len(answer.lines) <= 5
    assert not [c for c in answer.citations if "AFP" in c.quote or "حجم الخط" in c.quote or "اقرأ أيضا" in c.quote]


@pytest.mark.slow
def test_this_article_is_the_one_that_was_cited_last(assistant: Assistant) -> None:
    answer = asked(assistant, "لخص هذا المقال", "كم قدّر كازنوف نسبة من يتطرفون عبر الإنترنت؟", "شكرا")
    assert cited(answer) == {FILES[4]}


@pytest.mark.slow
def test_an_article_named_by_its_subject_is_not_the_one_that_was_cited_last(assistant: Assistant) -> None:
    before = "كم قدّر كازنوف نسبة من يتطرفون عبر الإنترنت؟"
    answer = asked(assistant, "لخص مقال الدعاية المتطرفة", before)
    assert answer.citations and cited(answer) != {FILES[4]}


@pytest.mark.slow
def test_an_article_that_is_not_named_is_asked_for(assistant: Assistant) -> None:
    answer = asked(assistant, "من كاتب المقال؟")
    assert answer.kind == "corpus" and "أي مقال تقصد" in answer.lead and len(answer.lines) == 5


@pytest.mark.slow
def test_author_and_date_come_from_the_ledger_and_the_lines_around_the_text(assistant: Assistant) -> None:
    told = asked(assistant, "من كاتب المقال الثاني؟")
    assert "شادي السيد" in told.text and FILES[1] in told.lead
    assert "2017-10-19" in asked(assistant, "متى نُشر المقال الثالث؟").lead
    assert "غير معروف" in asked(assistant, "متى نُشر المقال الأول؟").lead


@pytest.mark.slow
def test_authors_and_dates_of_all_are_told_where_no_article_is_named(assistant: Assistant) -> None:
    told = asked(assistant, "أي مقال عليه اسم كاتبه؟")
    assert told.kind == "corpus" and "شادي السيد" in told.text
    told = asked(assistant, "Who wrote these articles?")
    assert told.kind == "corpus" and "شادي السيد" in told.text
    told = asked(assistant, "ما التواريخ المكتوبة في المقالات؟")
    assert told.kind == "corpus" and "February 19, 2015" in told.text


@pytest.mark.slow
def test_articles_are_compared_by_what_each_says_nearest_to_the_question(assistant: Assistant) -> None:
    answer = asked(assistant, "قارن بين المقال الثاني والمقال الثالث في نسبة التطرف عبر الإنترنت")
    assert answer.kind == "corpus" and [line.note for line in answer.lines] == FILES[1:3]
    assert all("80" in citation.quote for citation in answer.citations)


@pytest.mark.slow
def test_a_file_named_in_a_question_to_the_articles_limits_the_search(assistant: Assistant) -> None:
    answer = asked(assistant, "ماذا قال مينيتي بحسب 002_729fcf7bd92e1141.txt؟")
    assert answer.kind in ("answer", "abstention") and cited(answer) <= {FILES[2]}


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("أي المقالات تذكر مجموعة السبع؟", "مجموعة السبع"),
        ("كم مقالا يتحدث عن كوريا الشمالية؟", "كوريا الشمالية"),
        ("which articles mention Angela Merkel?", "Angela Merkel"),
        ("ما المقالات؟", ""),
    ],
)
def test_the_subject_of_a_question_is_what_does_not_ask(question: str, about: str) -> None:
    assert subject(question) == about


def test_a_walk_between_sentences_ends_at_the_one_that_is_near_to_all() -> None:
    near = np.array([[1, 0.9, 0.9, 0.9], [0.9, 1, 0, 0], [0.9, 0, 1, 0], [0.9, 0, 0, 1]])
    rank = lexrank(near)
    assert rank.argmax() == 0 and rank.sum() == pytest.approx(1)


def test_a_summary_leads_with_the_lead_and_does_not_say_a_thing_twice() -> None:
    lead, other = np.array([1.0, 0.0, 0.0]), np.array([0.9, np.sqrt(1 - 0.81), 0.0])
    vectors = np.stack([lead, lead, other])  # the second sentence repeats the first
    assert choose_central(vectors, 2) == [0, 2]
    assert choose_central(vectors[:1], 4) == [0]
    assert choose_central(np.empty((0, 3)), 4) == []


def test_articles_that_stand_for_all_come_with_the_size_of_their_group() -> None:
    group, alone = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    assert choose_representative(np.stack([group, group, group, alone]), 2) == [(0, 3), (3, 1)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "longest"),
    [("ما أطول مقال؟", True), ("أي مقال هو الأطول؟", True), ("أقصر نص", False), ("The shortest article?", False)],
)
def test_the_longest_and_the_shortest_article_are_told_with_their_words(
    assistant: Assistant, question: str, longest: bool
) -> None:
    lengths = {source: len(words(now(assistant.index).document(source).text)) for source in FILES}
    answer = asked(assistant, question)
    first = (max if longest else min)(lengths, key=lengths.__getitem__)
    assert answer.kind == "corpus" and answer.citations[0].source == first
    assert str(lengths[first]) in answer.lead


@pytest.mark.parametrize(
    ("question", "asked_for"),
    [
        ("أطول مقال", "longest"), ("أي الملفات هو الأقصر؟", "shortest"), ("ما المقال الأكثر كلمات؟", "longest"),
        ("ما أطول نهر في المقالات؟", ""), ("من أطول لاعب في الفريق؟", ""),
    ],
)  # fmt: skip
def test_what_else_is_long_is_no_article(question: str, asked_for: str) -> None:
    assert length_asked(question) == asked_for


@pytest.mark.parametrize(
    ("question", "adjective"),
    [
        ("هل لديك مقالات رياضية؟", "رياضية"), ("أعطني المقالات الاقتصادية", "الاقتصادية"), ("مقالات طبية", "طبية"),
        ("أعطني المقالات التالية", ""), ("المقالات العربية", ""), ("من كتب مقال الرأي؟", ""),
        ("ما عنوان المقال الثاني؟", ""),
        ("المقالات الأساسية", ""), ("هل يتفق مقال السورية نت مع غيره؟", ""),
    ],
)  # fmt: skip
def test_an_adjective_of_a_subject_is_none_of_a_place_in_a_list(question: str, adjective: str) -> None:
    assert subject_adjective(question) == adjective


SUBJECTS = {
    "مباراة.txt": "فاز فريق النجوم بالكأس.\n\nسجل المهاجم هدفين في الشوط الثاني، وتصدى الحارس لركلة جزاء في الدقيقة "
    "الأخيرة، ورفع القائد الكأس أمام المشجعين في الملعب.",
    "لقاح.txt": "أعلن الأطباء نتائج لقاح جديد.\n\nخفض اللقاح إصابات المرضى بالحمى في المستشفيات، وقال الطبيب المشرف إن "
    "العلاج آمن للأطفال.",
    "مصرف.txt": "تراجعت أرباح المصرف هذا العام.\n\nهبطت أسهم المصرف في البورصة بعد إعلان خسائره، وخفض المستثمرون "
    "توقعاتهم لإيرادات الشركة.",
    "مسرح.txt": "عرضت الفرقة مسرحيتها الأولى.\n\nصفق الجمهور للممثلة طويلا، وكتب المخرج النص بنفسه في المسرح القديم.",
    "زراعة.txt": "بدأ المزارعون حصاد القمح.\n\nزرع الفلاحون الحقول قبل المطر، وتحسن محصول التمور والزيتون في القرى.",
    "فضاء.txt": "وصل المسبار إلى مدار الكوكب.\n\nأطلقت الوكالة الصاروخ قبل عام، وصورت المركبة سطح القمر بعدساتها.",
}


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("subjects")
    for name, text in SUBJECTS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("subjects index") / "index"
    values = {"corpus": str(corpus), "index": str(index), "reader": "none", "llm": "none"}
    opened = open_assistant(settings_from(values, {}))
    yield opened
    opened.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("هل لديك مقالات رياضية؟", "مباراة.txt"), ("أي المقالات عن كرة القدم؟", "مباراة.txt"),
        ("أعطني المقالات الطبية", "لقاح.txt"), ("ما المقالات الاقتصادية؟", "مصرف.txt"),
        ("هل عندك مقالات عن الاقتصاد؟", "مصرف.txt"), ("Do you have articles about agriculture?", "زراعة.txt"),
    ],
)  # fmt: skip
def test_articles_are_found_by_a_subject_that_they_do_not_name(six: Assistant, question: str, source: str) -> None:
    answer = asked(six, question)
    assert answer.kind == "corpus" and answer.citations[0].source == source and len(cited(answer)) <= 2


@pytest.mark.slow
def test_where_no_article_is_the_one_meant_that_is_said(six: Assistant) -> None:
    for question in ("من كتب المقال عن زلزال تركيا؟", "من كاتب مقال سباق الهجن؟"):
        assert "لم أجد المقال المقصود" in asked(six, question).lead
    assert "لم أجد" not in asked(six, "من كتب المقال عن اللقاح الجديد؟").lead
