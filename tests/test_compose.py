"""Which sentences are chosen, and that a question with one clause twice is the question with it once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.compose import (
    NEWS_MARGIN,
    SCORE_MARGIN,
    add_news,
    choose_sentences,
    demote_quoted,
    to_drafts,
    without_unfit,
)
from assistant.answering.gathering import PART_MARGIN
from assistant.answering.sentence_ranking import Sentence, prefer_amounts
from assistant.pipeline import Assistant
from assistant.question.parts import asked_once, split_question
from assistant.question.query import Query
from tests.fakes import WordLengths
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

DIRECTOR = "من يرأس مرصد جبل الرند؟"
TEXT = "ترأس المرصد الدكتورة سلمى الحداد. وافتتح الوزير المرصد في جبل الرند عام 2019. ويبلغ قطر المرآة مترين."


def ranking(*scores: float) -> list[Sentence]:
    """The sentences of the text as a search of its own brings them, with these scores, best first."""
    (passage,) = split_passages(Document("مرصد.txt", TEXT, "", "", "utf-8"))
    (rows,) = WordLengths().embed_passages([passage])
    found = [
        Sentence(Hit(passage, 1.0), span, passage.sentence(span), (), vector, (), frozenset(), score)
        for span, vector, score in zip(passage.sentences, rows.sentences, scores, strict=True)
    ]
    return sorted(found, key=lambda sentence: -sentence.score)


def test_two_parts_with_the_same_ranking_are_answered_by_its_best_sentence() -> None:
    first, second = ranking(9, 1, 0), ranking(9, 1, 0)
    chosen = choose_sentences(ranking(9, 1, 0), {}, [first, second])
    assert [sentence.place for sentence in chosen] == [first[0].place]
    assert [draft.text for draft in to_drafts(chosen, second)] == ["ترأس المرصد الدكتورة سلمى الحداد."]


def test_each_part_adds_its_best_sentence_and_none_where_that_one_is_chosen() -> None:
    first, second, third = ranking(9, 1, 0), ranking(1, 9, 0), ranking(5, 2, 4)
    chosen = choose_sentences(first, {}, [first, second, third])
    assert [sentence.place for sentence in chosen] == [first[0].place, second[0].place]


def test_where_only_the_parts_are_answered_nothing_is_added_from_the_ranking_of_the_whole() -> None:
    first, second, whole = ranking(9, 1, 0), ranking(1, 9, 0), ranking(8, 8, 9)
    assert len(choose_sentences(whole, {}, [first, second])) == 3
    chosen = choose_sentences(whole, {}, [first, second], filled=False)
    assert [sentence.place for sentence in chosen] == [first[0].place, second[0].place]


def test_a_part_is_answered_by_what_the_whole_question_ranks_highest_of_what_is_about_as_good_for_it() -> None:
    director, opening, mirror = (replace(s, part_logit=9.0) for s in ranking(9, 8, 7))
    first = [replace(director, score=9.0), replace(opening, score=9 - SCORE_MARGIN / 2), replace(mirror, score=1.0)]
    second = [replace(mirror, score=9.0), replace(opening, score=1.0)]
    whole = [replace(opening, score=9.0), replace(mirror, score=5.0), replace(director, score=4.0)]
    places = [s.place for s in choose_sentences(whole, {}, [first, second])]
    assert places == [opening.place, mirror.place]
    far = [first[0], replace(opening, score=9 - 2 * SCORE_MARGIN)]
    assert choose_sentences(whole, {}, [far, second])[0].place == director.place
    unsure = [first[0], replace(opening, score=8.9, part_logit=9 - 2 * PART_MARGIN)]
    assert choose_sentences(whole, {}, [unsure, second])[0].place == director.place


def test_what_answers_another_part_best_is_left_to_that_part() -> None:
    director, opening, mirror = ranking(9, 8, 7)
    first = [replace(director, score=9.0), replace(opening, score=8.9)]
    second = [replace(opening, score=9.0), replace(mirror, score=1.0)]
    whole = [replace(opening, score=9.0), replace(director, score=5.0)]
    assert [s.place for s in choose_sentences(whole, {}, [first, second])] == [director.place, opening.place]


def test_a_part_is_not_answered_by_what_the_reader_finds_no_answer_in() -> None:
    director, opening, mirror = ranking(9, 8, 7)
    beside = [replace(director, part_logit=0.0), replace(opening, part_logit=2 * PART_MARGIN)]
    assert choose_sentences([mirror], {}, [beside])[0].place == opening.place


def test_a_sentence_that_answers_two_parts_with_the_same_words_leaves_one_of_them_unanswered() -> None:
    director, opening, mirror = ranking(9, 8, 7)
    words, others = (TEXT.index("الدكتورة"), TEXT.index("الحداد")), (0, TEXT.index("المرصد"))
    first = [replace(director, answer=words), replace(mirror, score=1.0)]
    second = [replace(director, answer=words), replace(opening, score=9 - NEWS_MARGIN / 2)]
    assert [s.place for s in choose_sentences([first[0]], {}, [first, second])] == [director.place, opening.place]
    apart = [replace(director, answer=others), second[1]]
    assert [s.place for s in choose_sentences([first[0]], {}, [first, apart])] == [director.place]
    surer = [*second, replace(mirror, score=second[1].score - SCORE_MARGIN / 2, part_logit=1.0)]
    whole = [first[0], replace(opening, score=8.0), replace(mirror, score=1.0)]
    assert [s.place for s in choose_sentences(whole, {}, [first[:1], surer])][1] == mirror.place
    far = [second[0], replace(opening, score=9 - 2 * NEWS_MARGIN)]
    assert [s.place for s in choose_sentences([first[0]], {}, [first, far])] == [director.place]


def test_what_was_quoted_a_moment_ago_comes_after_what_is_nearly_as_good_and_before_what_is_not() -> None:
    said = "«ترأس المرصد الدكتورة سلمى الحداد.» [1] — مرصد.txt"
    near = demote_quoted(ranking(9, 9 - SCORE_MARGIN / 2, 1), said)
    assert near[0].text == "وافتتح الوزير المرصد في جبل الرند عام 2019."
    assert all(sentence.text != "ترأس المرصد الدكتورة سلمى الحداد." for sentence in near)
    far = demote_quoted(ranking(9, 9 - 2 * SCORE_MARGIN, 1), said)
    assert far[0].text == "ترأس المرصد الدكتورة سلمى الحداد."
    assert [sentence.place for sentence in demote_quoted(ranking(9, 5, 1), "")] == [s.place for s in ranking(9, 5, 1)]


def test_what_was_quoted_comes_after_what_alone_has_the_words_that_are_asked_now() -> None:
    said = "«ترأس المرصد الدكتورة سلمى الحداد.» [1] — مرصد.txt"
    ranked = ranking(9, 9 - 1.2 * SCORE_MARGIN, 1)
    opened = ranked[1]
    named = [replace(s, covered=frozenset({"افتتح"})) if s.place == opened.place else s for s in ranked]
    assert demote_quoted(named, said, news=frozenset({"افتتح"}))[0].place == opened.place
    assert demote_quoted(named, said)[0].place == ranked[0].place


def test_what_was_quoted_comes_after_what_answers_where_its_words_are_no_answer_to_what_is_asked_now() -> None:
    said = "«ترأس المرصد الدكتورة سلمى الحداد.» [1] — مرصد.txt"
    director, opened, other = ranking(9, 9 - 1.2 * SCORE_MARGIN, 1)
    name, year = (TEXT.index(word) for word in ("سلمى الحداد", "عام 2019"))
    ranked = [
        replace(director, answer=(name, name + len("سلمى الحداد"))),
        replace(opened, answer=(year, year + len("عام 2019"))),
        other,
    ]
    assert demote_quoted(ranked, said, asked="ومتى افتتح؟")[0].place == opened.place
    assert demote_quoted(ranked, said, asked="ومن يعمل فيه؟")[0].place == director.place
    unread = [ranked[0], opened, other]
    assert demote_quoted(unread, said, asked="ومتى افتتح؟")[0].place == director.place, "nothing else answers"


def test_what_answers_anew_stays_where_it_stands_among_what_was_not_quoted_yet() -> None:
    said = "«ترأس المرصد الدكتورة سلمى الحداد.» [1] — مرصد.txt"
    director, opened, other = ranked = ranking(9, 9 - SCORE_MARGIN / 4, 1)
    assert demote_quoted(ranked, said)[0].place == opened.place
    kept = demote_quoted(ranked, said, anew={director.place})
    assert [s.place for s in kept] == [director.place, opened.place, other.place]
    assert add_news(kept[:1], kept, said, {director.place}) == kept[:1], "it is an answer alone"
    better = ranking(9 - SCORE_MARGIN / 4, 9, 1)
    assert demote_quoted(better, said, anew={director.place})[0].place == opened.place


def test_where_all_was_quoted_a_moment_ago_the_best_of_the_rest_is_added():
    said = "«ترأس المرصد الدكتورة سلمى الحداد.» [1] — مرصد.txt"
    ranked = ranking(9, 7, 1)
    assert [s.place for s in add_news(ranked[:1], ranked, said)] == [ranked[0].place, ranked[1].place]
    assert add_news(ranked[1:2], ranked, said) == ranked[1:2]
    far = ranking(9, 9 - 2 * NEWS_MARGIN, 1)
    assert add_news(far[:1], far, said) == far[:1]


@pytest.mark.parametrize(
    ("question", "once"),
    [
        (f"{DIRECTOR} و{DIRECTOR}", DIRECTOR),
        ("مَن يرأس مرصد جبل الرند، ومن يرأس مرصد جبل الرند؟ ومن يرأس مرصد جبل الرند؟", "مَن يرأس مرصد جبل الرند"),
        ("Who is Monika Bickert? And who is Monika Bickert?", "Who is Monika Bickert?"),
        (DIRECTOR, None),
        ("من يرأس المرصد، ومن افتتح المرصد؟", None),
        ("من يرأس المرصد؟ ومن يرأس المرصد؟ ومن افتتح المرصد؟", None),
    ],
)
def test_a_clause_that_is_said_again_is_asked_once(question: str, once: str | None) -> None:
    assert asked_once(question) == (once or question)
    assert once is None or len(split_question(question)) > 1


@pytest.mark.slow
def test_a_question_with_the_same_clause_twice_has_the_answer_of_one(assistant: Assistant) -> None:
    question = "من أوفدت غوغل إلى اجتماع إسكيا؟"
    twice, once = assistant.ask(f"{question} و{question}"), assistant.ask(question)
    assert not once.abstained
    assert twice.text == once.text
    assert twice.question == f"{question} و{question}"


def test_a_name_of_the_question_in_another_spelling_is_not_set_off_as_its_answer() -> None:
    best = ranking(9, 1, 0)[0]
    start = TEXT.index("سلمى")
    chosen = [replace(best, answer=(start, start + len("سلمى الحداد")))]
    asked = Query("من يرأس المرصد؟", "ar", (), (), False, "من يرأس المرصد؟")
    assert without_unfit(chosen, [asked])[0].answer
    again = Query("من مع سلما الحداد؟", "ar", (), ("سلمى",), False, "من مع سلما الحداد؟")
    assert without_unfit(chosen, [again])[0].answer is None


def test_who_stands_in_another_sentence_than_the_one_that_tells_the_relation_is_not_set_off() -> None:
    rows = ranking(9, 8, 0)[:2]
    telling = replace(rows[0], text="والد لانا هو التاجر فواز.", answer=rows[0].span)
    beside = replace(rows[1], text="وقعت الاتفاق المهندسة لانا.", answer=rows[1].span)
    asked = Query("من والد لانا؟", "ar", (), (), False, "من والد لانا؟")
    assert [bool(s.answer) for s in without_unfit([beside, telling], [asked])] == [False, True]
    assert without_unfit([beside], [asked])[0].answer, "nothing tells it better"


@pytest.mark.parametrize(
    ("question", "first", "second", "turned"),
    [
        ("كم خسر المصنع؟", "عقد مدته خمس عشرة سنة", "بلغت الخسائر مليوني درهم", True),
        ("كم دفعت الشركة غرامة؟", "حكم في ثلاث سنوات", "غرامة قدرها 90 ألف دينار", True),
        ("كم دفعت الشركة غرامة؟", "غرامة قدرها 90 ألف دينار", "وتعويض قدره 20 ألف دينار", False),
        ("كم دفعت الشركة غرامة؟", "حكم في ثلاث سنوات", "بعد 14 جلسة", False),  # no money either
        ("من دفع الغرامة؟", "حكم في ثلاث سنوات", "غرامة قدرها 90 ألف دينار", False),
        ("أين عقدت الجلسة؟", "مساء يوم الخميس", "في قاعة البلدية", True),
        ("أين عقدت الجلسة؟", "في قاعة البلدية", "مساء يوم الخميس", False),
        ("متى عقدت الجلسة؟", "مساء يوم الخميس", "في قاعة البلدية", False),
    ],
)
def test_a_sentence_with_the_amount_or_place_asked_for_is_quoted_before_one_with_none(
    question: str, first: str, second: str, turned: bool
) -> None:
    text = f"{first}. {second}."
    (passage,) = split_passages(Document("مصنع.txt", text, "", "", "utf-8"))
    one, other = (replace(ranking(9, 8, 7)[0], hit=Hit(passage, 1.0), span=span, text=passage.sentence(span),
                          answer=span, score=score) for span, score in zip(passage.sentences, (9, 8), strict=True))
    found = prefer_amounts([one, other], question)
    assert (found[0] is other) is turned
    assert prefer_amounts([one, replace(other, score=5)], question)[0] is one, "not what is far less near"


@pytest.mark.parametrize(
    ("question", "text", "part", "kept"),
    [
        ("من يقود التحالف؟", "وحل تحالف «النخلة» القومي ثانيا.", "القومي", False),
        ("من كتب البيان؟", "كتب بيان «النخلة» سامي القومي.", "سامي القومي", True),
        ("من يقود التحالف؟", "ويقود التحالف القومي.", "القومي", True),
    ],
)
def test_an_adjective_behind_a_name_in_quotation_marks_is_nobody(
    question: str, text: str, part: str, kept: bool
) -> None:
    (passage,) = split_passages(Document("تحالف.txt", text, "", "", "utf-8"))
    (span,), start = passage.sentences, text.index(part)
    found = replace(ranking(9, 8, 7)[0], hit=Hit(passage, 1.0), span=span, text=text, answer=(start, start + len(part)))
    asked = Query(question, "ar", (), (), False, question)
    assert bool(without_unfit([found], [asked])[0].answer) is kept
