"""The invariants of every answer: markers resolve, quotes equal their slices, what does not verify is gone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.citations import MAX_ANSWER_CHARACTERS, verify_and_number
from assistant.answering.render import clean_quote
from assistant.types import Draft, Quote
from vectorstore.errors import VectorstoreError
from vectorstore.types import Document, Remark

TEXTS = {
    "أ.txt": "قال الوزير إن الاتفاق خطوة أولى. وأضاف أنه\nيهدف إلى إزالة المحتوى.",
    "ب.txt": "أكد الوزير أن الاتفاق خطوة أولى. انظر [7] والرابط.",
}


def document(source: str) -> Document:
    if source not in TEXTS:
        raise VectorstoreError("unknown_source", source=source)
    return Document(source, TEXTS[source], "", "", "utf-8")


def note(citations) -> str:
    return "؛ ".join(citation.source for citation in citations)


def quote(source: str, start: int, end: int, also: bool = False) -> Quote:
    return Quote(source, "", start, end, TEXTS[source][start:end], also)


def test_a_line_shows_its_quote_its_markers_and_its_files():
    lines, citations, text = verify_and_number(
        [Draft(TEXTS["أ.txt"][:32], (quote("أ.txt", 0, 32), quote("ب.txt", 0, 32, also=True)))], document, note
    )
    assert text == "«قال الوزير إن الاتفاق خطوة أولى.» [1][2] — أ.txt؛ ب.txt"
    assert [(c.marker, c.source, c.also) for c in citations] == [(1, "أ.txt", False), (2, "ب.txt", True)]
    assert lines[0].markers == (1, 2)


@pytest.mark.parametrize(
    "bad",
    [
        Quote("أ.txt", "", 0, 10, "ليس ما هنا"),
        Quote("أ.txt", "", -5, 3, "قال"),
        Quote("أ.txt", "", 0, 9_999, TEXTS["أ.txt"]),
        Quote("أ.txt", "", 5, 5, ""),
        Quote("لا وجود له.txt", "", 0, 3, "قال"),
        Quote("أ.txt", "", 3, 4, " "),
    ],
)
def test_a_quote_that_is_not_in_its_file_takes_its_line_with_it(bad):
    assert verify_and_number([Draft(bad.text or "كلام", (bad,))], document, note) == ((), (), "")


def test_a_line_that_keeps_one_good_quote_stays_with_that_one():
    bad = Quote("أ.txt", "", 0, 3, "كذب")
    _, citations, text = verify_and_number([Draft("قال", (bad, quote("أ.txt", 0, 3)))], document, note)
    assert [c.quote for c in citations] == ["قال"]
    assert "[1]" in text and "[2]" not in text


def test_the_same_quote_keeps_its_number_on_a_second_line():
    lines, citations, _ = verify_and_number(
        [Draft("أولا", (quote("أ.txt", 0, 3),)), Draft("ثانيا", (quote("أ.txt", 0, 3), quote("ب.txt", 0, 3)))],
        document,
        note,
    )
    assert [line.markers for line in lines] == [(1,), (1, 2)]
    assert [c.marker for c in citations] == [1, 2]


def test_a_marker_in_the_text_of_an_article_cannot_pass_for_ours():
    start = TEXTS["ب.txt"].index("انظر")
    _, _, text = verify_and_number(
        [Draft(TEXTS["ب.txt"][start:], (quote("ب.txt", start, len(TEXTS["ب.txt"])),))], document, note
    )
    assert re.findall(r"\[\d+\]", text) == ["[1]"]
    assert "(7)" in text


def test_what_is_shown_folds_wraps_and_drops_direction_overrides():
    assert clean_quote("أضاف أنه\n  يهدف\u202e إلى") == "أضاف أنه يهدف إلى"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("بلغ الإنتاج **40 طنا** هذا العام", "بلغ الإنتاج 40 طنا هذا العام"),
        ("يسمى *المنسف* أو `المليحي` في __الكرك__", "يسمى المنسف أو المليحي في الكرك"),
        ("نشر [التقرير السنوي](https://example.org/a_b) أمس", "نشر التقرير السنوي أمس"),
        ("مساحته 4*5 أمتار و3 * 2 للمطبخ", "مساحته 4*5 أمتار و3 * 2 للمطبخ"),
        ("الملف q_name_2 على الخادم", "الملف q_name_2 على الخادم"),
        ("سعره 5 دنانير*", "سعره 5 دنانير*"),
    ],
)
def test_marks_of_markdown_around_words_are_not_shown(written: str, shown: str):
    assert clean_quote(written) == shown


@pytest.mark.parametrize("part", ["سامي حداد", "إربد", "**الوزير سامي حداد**"])
def test_a_part_that_answers_is_set_off_among_marks_of_markdown(part: str):
    text = "افتتح **الوزير سامي حداد** سوق *إربد* أمس"
    start = text.index(part)
    whole = Quote("س.md", "", 0, len(text), text, answer=(start, start + len(part)))
    lines, _, _ = verify_and_number([Draft(text, (whole,))], lambda _: Document("س.md", text, "", "", "utf-8"), note)
    assert lines[0].text == "افتتح الوزير سامي حداد سوق إربد أمس"
    assert lines[0].text[slice(*lines[0].answer)] == part.strip("*")


CLAIMS = st.tuples(st.sampled_from(sorted(TEXTS)), st.integers(-3, 60), st.integers(-3, 60), st.booleans())


@given(st.lists(CLAIMS, max_size=9))
def test_whatever_is_claimed_every_marker_resolves_and_every_quote_is_its_slice(claims):
    drafts = [
        Draft("كلام طويل " * 12, (Quote(source, "", a, b, TEXTS[source][max(a, 0) : b], also),))
        for source, a, b, also in claims
    ]
    lines, citations, text = verify_and_number(drafts, document, note)
    assert [c.marker for c in citations] == list(range(1, len(citations) + 1))
    assert all(TEXTS[c.source][c.start : c.end] == c.quote != "" for c in citations)
    assert all(line.markers for line in lines)
    assert {int(m) for m in re.findall(r"\[(\d+)\]", text)} == {c.marker for c in citations}
    assert len(lines) < 2 or len(text) <= MAX_ANSWER_CHARACTERS


@given(st.text(alphabet="قال ابو\n\t[]7٧.\u200f\u202e", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_the_part_that_answers_keeps_its_place_when_white_space_is_folded(text: str, one: int, other: int):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    whole = Quote("س.txt", "", 0, len(text), text, answer=(start, end))
    lines, citations, _ = verify_and_number(
        [Draft(text, (whole,))], lambda _: Document("س.txt", text, "", "", "utf-8"), note
    )
    for line, citation in zip(lines, citations, strict=True):
        assert citation.answer is None or citation.answer == (start, end)
        if line.answer is not None:
            assert line.text[slice(*line.answer)] == clean_quote(text[start:end])


WRAPPED = st.tuples(st.text("ابةوقنـ4.", min_size=1, max_size=6), st.sampled_from([" ", "\n", "  ", "\r\n", " \n\t"]))


@given(st.lists(WRAPPED, min_size=1, max_size=12), st.data())
def test_words_that_answer_are_found_in_a_wrapped_quote_wherever_they_stand(words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    text = "قال" + "".join(space + word for word, space in words)
    places = [3 + sum(len(space + word) for word, space in words[:i]) for i in range(len(words) + 1)]
    start, end = places[first] + len(words[first][1]), places[last + 1]
    whole = Quote("س.txt", "", 0, len(text), text, answer=(start, end))
    lines, citations, _ = verify_and_number(
        [Draft(text, (whole,))], lambda _: Document("س.txt", text, "", "", "utf-8"), note
    )
    begin, stop = lines[0].answer
    assert citations[0].answer == (start, end)
    assert lines[0].text[:begin].split() == ["قال", *(word for word, _ in words[:first])]
    assert lines[0].text[begin:stop] == " ".join(word for word, _ in words[first : last + 1])


@pytest.mark.parametrize("part", ["قال الوزير", "إزالة المحتوى.", TEXTS["أ.txt"]])
def test_a_part_at_the_start_or_the_end_of_its_quote_or_all_of_it_is_found(part: str):
    text = TEXTS["أ.txt"]
    start = text.index(part)
    whole = Quote("أ.txt", "", 0, len(text), text, answer=(start, start + len(part)))
    lines, _, _ = verify_and_number([Draft(text, (whole,))], document, note)
    assert lines[0].text[slice(*lines[0].answer)] == clean_quote(part)


def test_a_part_in_a_wrapped_line_is_found_there():
    text = TEXTS["أ.txt"]
    start = text.index("أنه")
    whole = Quote("أ.txt", "", 0, len(text), text, answer=(start, start + len("أنه\nيهدف")))
    lines, _, _ = verify_and_number([Draft(text, (whole,))], document, note)
    assert lines[0].text[slice(*lines[0].answer)] == "أنه يهدف"


def test_the_words_for_each_part_of_a_question_are_found_in_the_line_in_the_order_of_the_text():
    text = "أغلق المتحف في *شباط* 2019،\nوبقي مغلقا *أحد عشر شهرا*، قبل أن يعود 2019 زائر في يوم."
    months, when = [(text.index(one), text.index(one) + len(one)) for one in ("أحد عشر شهرا", "*شباط* 2019")]
    outside = (len(text), len(text) + 3)
    whole = Quote("س.md", "", 0, len(text), text, answer=months, further_answers=(outside, when))
    lines, citations, _ = verify_and_number(
        [Draft(text, (whole,))], lambda _: Document("س.md", text, "", "", "utf-8"), note
    )
    assert (citations[0].answer, citations[0].further_answers) == (months, (when,))
    assert [lines[0].text[slice(*part)] for part in lines[0].answers] == ["شباط 2019", "أحد عشر شهرا"]
    assert lines[0].text[slice(*lines[0].answer)] == "أحد عشر شهرا"


@pytest.mark.parametrize("answer", [(5, 5), (-3, 4), (20, 99), (30, 10)])
def test_a_part_outside_its_quote_is_left_out_and_the_quote_stays(answer: tuple[int, int]):
    lines, citations, _ = verify_and_number(
        [Draft("قال", (Quote("أ.txt", "", 0, 3, "قال", answer=answer),))], document, note
    )
    assert (lines[0].answer, citations[0].answer) == (None, None)


def test_a_citation_states_the_day_of_its_article_and_the_page_of_its_quote():
    text = "الصفحة الأولى هنا.\n\nقال الوزير إن الاتفاق خطوة."
    second = text.index("قال")
    paper = Document("تقرير.pdf", text, "", "", "", date="2017-05-22", pages=(0, second))
    drafts = [
        Draft(text[second:], (Quote("تقرير.pdf", "", second, len(text), text[second:]),)),
        Draft(text[:18], (Quote("تقرير.pdf", "", 0, 18, text[:18]),)),
    ]
    _, citations, _ = verify_and_number(drafts, lambda source: paper, note)
    assert [(c.date, c.page) for c in citations] == [("2017-05-22", 2), ("2017-05-22", 1)]
    _, citations, _ = verify_and_number([Draft("قال الوزير", (quote("أ.txt", 0, 10),))], document, note)
    assert [(c.date, c.page) for c in citations] == [("", None)]


def test_a_citation_names_what_of_its_file_was_not_read_and_not_when_the_file_was_made():
    unread = Remark("pages_unread", "2-5")
    paper = Document("تقرير.pdf", "قال نعم.", "", "", "", remarks=(unread, Remark("file_date", "2026-11-26")))
    draft = Draft("قال نعم.", (Quote("تقرير.pdf", "", 0, 8, "قال نعم."),))
    _, (citation,), _ = verify_and_number([draft], lambda source: paper, note)
    assert citation.remarks == (unread,)
