"""Each cell of a table stands behind its headings, an empty one too; a question for an empty cell is not answered."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.abstention import THRESHOLD, Evidence
from assistant.answering.found import Found, is_doubtful
from assistant.answering.sentence_ranking import Sentence
from assistant.answering.table_cells import asked_cell, asks_empty_cell, beside_cell, settle_rows, tells_cell
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import tokenize
from assistant.retrieval.searcher import Search
from vectorstore.formats.tables import MAX_ROW_CHARACTERS, Cell, table_lines
from vectorstore.text.arabic import stem, tokens
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.text.tables import RowCell, row_cells
from vectorstore.types import Hit, Passage

TRAINS = [
    "الوجهة: عين الغزال | الدرجة الأولى: 48 دينارا | الدرجة الثانية: 31 دينارا | المدة: 3 ساعات",
    "الوجهة: تل الياسمين | الدرجة الأولى: 65 دينارا | الدرجة الثانية: — | المدة: 5 ساعات",
]


def rows(*lines: str, head: bool = False) -> list[list[Cell]]:
    return [[Cell(text.strip(), head=head and not at) for text in line.split("،")] for at, line in enumerate(lines)]


def texts(*args: object) -> list[str]:
    return [line.text for line in table_lines(*args)]  # type: ignore[arg-type]


def test_an_empty_cell_is_written_down_and_a_row_that_ends_early_is_filled() -> None:
    assert texts(rows("الوجهة، الأولى، الثانية", "التل، 65،", "العين، 48")) == [
        "الوجهة: التل | الأولى: 65 | الثانية: —",
        "الوجهة: العين | الأولى: 48 | الثانية: —",
    ]


def test_a_dash_is_an_empty_cell_and_a_pipe_in_a_cell_is_no_border() -> None:
    assert texts([[Cell("أ", head=True), Cell("ب", head=True)], [Cell("س | ص"), Cell(" - ")]]) == ["أ: س / ص | ب: —"]


def test_headings_of_two_lines_come_together() -> None:
    head = [Cell("المدينة", down=2, head=True), Cell("الركاب", across=2, head=True)]
    table = [head, [Cell("ذهابا", head=True), Cell("إيابا", head=True)], [Cell("الرمال"), Cell("12"), Cell("")]]
    assert texts(table) == ["المدينة: الرمال | الركاب / ذهابا: 12 | الركاب / إيابا: —"]


def test_a_cell_over_rows_belongs_to_each_and_one_over_all_columns_is_a_line() -> None:
    table = [
        [Cell("المدينة"), Cell("العام"), Cell("الركاب")],
        [Cell("الرمال", down=2), Cell("1990"), Cell("5")],
        [Cell("1991"), Cell("6")],
    ]
    assert texts([*table, [Cell("المجموع 11", across=3)]]) == [
        "المدينة: الرمال | العام: 1990 | الركاب: 5", "المدينة: الرمال | العام: 1991 | الركاب: 6", "المجموع 11",
    ]  # fmt: skip


def test_a_cell_over_some_columns_stands_under_all_their_headings_and_no_heading_is_lost() -> None:
    head = [Cell("المدينة", head=True), Cell("ذهابا", head=True), Cell("إيابا", head=True)]
    assert texts([head, [Cell("الرمال"), Cell("12", across=2)]]) == ["المدينة: الرمال | ذهابا / إيابا: 12"]
    assert texts([head, [Cell("لا رحلات في الشتاء", across=3)]]) == ["المدينة | ذهابا | إيابا", "لا رحلات في الشتاء"]


def test_a_table_of_figures_has_no_headings() -> None:
    assert texts(rows("البصرة، 81200", "ميسان، 500")) == ["البصرة | 81200", "ميسان | 500"]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            [["العاصمة", "بغداد"], ["المساحة", "438317 كم"], ["العملة", "الدينار"]],
            ["العاصمة | بغداد", "المساحة | 438317 كم", "العملة | الدينار"],
        ),
        ([["المدينة", "السكان"], ["الرمال", "الكثير"]], ["المدينة: الرمال | السكان: الكثير"]),
        ([["نوع الكشك", "إيجار"], ["كشك خضار", "75 دينارا"]], ["نوع الكشك: كشك خضار | إيجار: 75 دينارا"]),
        ([["البلد", "2019", "2020"], ["العراق", "12", "15"]], ["البلد: العراق | 2019: 12 | 2020: 15"]),
        (
            [["عين الغزال", "48 دينارا", "31 دينارا"], ["التل", "65 دينارا", ""]],
            ["عين الغزال | 48 دينارا | 31 دينارا", "التل | 65 دينارا | —"],
        ),
    ],
    ids=["pairs", "definite", "figures", "years", "no heading"],
)
def test_headings_are_known_by_being_unlike_what_is_below(table: list[list[str]], lines: list[str]) -> None:
    assert texts([[Cell(text) for text in row] for row in table]) == lines


def test_a_column_of_headings_is_pairs_and_bold_everywhere_says_nothing() -> None:
    pairs = [[Cell("العاصمة", head=True), Cell("بغداد")], [Cell("الرئيس السابق", head=True), Cell("")]]
    assert texts(pairs) == ["العاصمة: بغداد", "الرئيس السابق: —"]
    bold = [
        [Cell(text, head=True) for text in row] for row in (["المدينة", "السكان"], ["الرمال", "90"], ["التل", "80"])
    ]
    assert texts(bold) == ["المدينة: الرمال | السكان: 90", "المدينة: التل | السكان: 80"]


def test_a_long_row_goes_on_in_lines_that_begin_with_its_first_cell() -> None:
    lines = texts(
        [[Cell(f"عمود {at}") for at in range(60)], [Cell("الرمال")] + [Cell(f"قيمة {at}") for at in range(1, 60)]]
    )
    assert len(lines) > 1 and all(line.startswith("عمود 0: الرمال | ") for line in lines)
    assert all(len(line) <= MAX_ROW_CHARACTERS for line in lines)
    assert sum(line.count(": قيمة") for line in lines) == 59


def test_spans_without_end_do_not_grow() -> None:
    table = [[Cell("س", across=10**6, down=10**6) for _ in range(20)] for _ in range(500)]
    assert sum(map(len, texts(table))) < 250_000


CELLS = st.builds(
    Cell, st.sampled_from(["", "أ", "نص طويل", "12", "—"]), st.integers(1, 4), st.integers(1, 4), st.booleans()
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_any_grid_becomes_lines_that_show_something(table: list[list[Cell]]) -> None:
    lines = list(table_lines(table))
    assert all(line.text.strip() and "\n" not in line.text for line in lines)
    shown = {cell.text for row in table for cell in row if cell.text not in ("", "—")}
    assert all(any(text in line.text for line in lines) for text in shown)


def test_a_row_is_read_back_into_its_cells() -> None:
    assert row_cells(TRAINS[1])[2] == RowCell("الدرجة الثانية", "")
    assert not row_cells("قال الوزير: نعم") and not row_cells("أ | ب")


def ranked(*lines: str) -> list[Sentence]:
    made = []
    for at, line in enumerate(lines):
        passage = Passage(
            "قطار.html", 1000 * at, 1000 * at + len(line), line, "", "body", ((1000 * at, 1000 * at + len(line)),)
        )
        made.append(
            Sentence(Hit(passage, 1.0), passage.sentences[0], line, tokenize(line), np.zeros(2), (), frozenset(), -at)
        )
    return made


def asking(question: str) -> Query:
    words = [token.text for token in tokens(question) if token.text not in STOPWORDS]
    return Query(question, "ar", tuple(Term(word, stem(word), frozenset(), (), 1, 1.0, False) for word in words), ())


@pytest.mark.parametrize(
    ("question", "empty"),
    [
        ("كم سعر الدرجة الثانية إلى تل الياسمين؟", True),
        ("كم سعر الدرجة الأولى إلى تل الياسمين؟", False),
        ("كم سعر الدرجة الثانية إلى عين الغزال؟", False),
        ("كم المدة إلى تل الياسمين؟", False),
        ("ماذا عن تل الياسمين؟", False),
    ],
)
def test_a_question_for_an_empty_cell_is_known_whichever_row_came_first(question: str, empty: bool) -> None:
    assert asks_empty_cell(asking(question), ranked(*TRAINS)) is empty
    assert asks_empty_cell(asking(question), ranked(*TRAINS[::-1])) is empty


def test_a_sentence_that_is_no_row_is_never_an_empty_cell() -> None:
    assert not asks_empty_cell(asking("كم سعر الدرجة الثانية؟"), ranked("لا درجة ثانية في هذه الرحلة.", *TRAINS))
    assert not asks_empty_cell(asking("كم سعر الدرجة الثانية؟"), [])


HARVEST = [
    "السنة: ٢٠١٩ | القمح (ألف طن): ٣١٠ | الشعير (ألف طن): ١٢٠",
    "السنة: ٢٠٢٠ | القمح (ألف طن): ٢٨٥ | الشعير (ألف طن): ٩٨",
]
BUDGET = [
    "البند: الأجور | 2021 (ألف دينار): 4100 | 2022 (ألف دينار): 4300",
    "البند: النظافة | 2021 (ألف دينار): 1450 | 2022 (ألف دينار): 1700",
]
TICKETS = ["الخط: رأس الغزالة | الأولى / بالغ: 110 | الأولى / طفل: 60 | الثانية / بالغ: 75 | الثانية / طفل: 38"]
CLUBS = ["الفريق: نجم البحر | لعب: 30 | النقاط: 54 | المدرب: نبيل العمراني | الهداف: زكريا (11 هدفًا)"]


@pytest.mark.parametrize(
    ("question", "row", "cell"),
    [
        ("كم بلغ الشعير في عام 2020؟", HARVEST[1], "٩٨"),
        ("كم بلغت الأجور في ٢٠٢١؟", BUDGET[0], "4100"),
        ("كم سعر الطفل في الأولى إلى رأس الغزالة؟", TICKETS[0], "60"),
        ("كم نقطة جمع نجم البحر؟", CLUBS[0], "54"),
        ("كم هدفا سجل هداف نجم البحر؟", CLUBS[0], "زكريا (11 هدفًا)"),
        ("كم غرامة التأخر؟", "المخالفة: التأخر | المقدار: 200 مليم", "200 مليم"),
    ],
    ids=["years as rows", "years as columns", "two headings", "another form", "a figure of its own", "one cell left"],
)
def test_the_cell_asked_for_stands_under_the_heading_with_the_question_s_words(
    question: str, row: str, cell: str
) -> None:
    found = asked_cell(asking(question), row_cells(row))
    assert found is not None and found.text == cell and row[slice(*found.span)] == cell


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("كم بلغت الأجور؟", BUDGET[0]),
        ("كم بلغت الأجور في 2019؟", BUDGET[0]),
        ("كم بلغ القمح في 2021؟", HARVEST[0]),
        ("كم سعر تذكرة الطفل إلى رأس الغزالة؟", TICKETS[0]),
    ],
    ids=["no column", "no such year", "row of another year", "two columns"],
)
def test_where_the_question_tells_no_one_column_no_cell_is_asked_for(question: str, row: str) -> None:
    assert asked_cell(asking(question), row_cells(row)) is None


def read(*lines: str, answer: str) -> list[Sentence]:
    """Rows in each of which a reader would answer with these words, where they stand there."""
    return [
        replace(s, answer=(s.span[0] + s.text.index(answer), s.span[0] + s.text.index(answer) + len(answer)))
        if answer in s.text
        else s
        for s in ranked(*lines)
    ]


def set_off(sentence: Sentence) -> str:
    return sentence.hit.passage.sentence(sentence.answer) if sentence.answer else ""


def test_the_row_that_is_named_stands_for_its_table_with_the_cell_that_was_meant_for_the_one_that_was_read() -> None:
    settled = settle_rows(asking("كم بلغت النظافة في 2022؟"), read(*BUDGET, answer="4100"))
    assert [s.text for s in settled] == BUDGET[1:] and set_off(settled[0]) == "1700"


def test_rows_that_the_question_names_both_are_kept() -> None:
    settled = settle_rows(asking("كم بلغت النظافة والأجور في 2022؟"), read(*BUDGET, answer="4100"))
    assert {s.text: set_off(s) for s in settled} == {BUDGET[0]: "4300", BUDGET[1]: "1700"}


def test_one_figure_of_several_alike_is_not_set_off_and_what_looks_like_no_other_cell_is() -> None:
    assert not set_off(settle_rows(asking("كم بلغت الأجور؟"), read(BUDGET[0], answer="4100"))[0])
    assert set_off(settle_rows(asking("من يقود نجم البحر؟"), read(*CLUBS, answer="نبيل العمراني"))[0]) == "نبيل العمراني"


def test_a_cell_whose_row_and_column_are_told_is_never_doubtful_however_unsure_the_reader_is() -> None:
    barely, search = Evidence((), THRESHOLD), cast(Search, None)  # nothing is searched for it
    told = asking("كم بلغت النظافة في 2022؟")
    assert not is_doubtful(Found(told, [], read(BUDGET[1], answer="1700")), barely, search)
    other = asking("كم بلغت النظافة في 2019؟")
    assert is_doubtful(Found(other, [], read(BUDGET[1], answer="1700")), barely, search)


def test_a_verb_of_measure_is_nothing_that_a_row_would_have() -> None:
    assert all(tells_cell(asking(f"كم {verb} النظافة في 2022؟"), ranked(BUDGET[1])) for verb in ("بلغت", "سجلت", "كانت"))
    assert not tells_cell(asking("كم بلغت نظافة الشواطئ في 2022؟"), ranked(BUDGET[1]))
    assert not tells_cell(asking("كم بلغت النظافة في 2019؟"), ranked(BUDGET[1]))


def test_what_has_less_of_the_question_than_the_row_stands_beside_it() -> None:
    prose = "بلغت ميزانية البلدية في 2022 نحو 9.6 ملايين دينار."
    settled = settle_rows(asking("كم بلغت النظافة في 2022؟"), read(prose, BUDGET[1], answer="9.6"))
    assert [s.text for s in settled] == [BUDGET[1], prose]
    assert [s.text for s in beside_cell(asking("كم بلغت النظافة في 2022؟"), settled)] == [prose]
    assert settle_rows(asking("كم بلغت الميزانية في 2022؟"), read(prose, BUDGET[1], answer="9.6"))[0].text == prose
