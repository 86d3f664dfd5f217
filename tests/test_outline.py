"""Headings and questions stand over what is under them; contents, running heads and page numbers are set aside."""

from __future__ import annotations

from itertools import accumulate

import pytest

from vectorstore.text.layout import find_blocks, title_of
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Mark, Passage

HANDBOOK = """\
دليل الموظف في شركة النبراس

الإجازات السنوية

يستحق الموظف ثلاثين يوما مدفوعة الأجر بعد مرور عام على تعيينه.

بدل السفر

تدفع الشركة خمسين دينارا عن كل ليلة يقضيها الموظف خارج مدينته.

وتدفع ثمن التذكرة أيضا.
"""
FAQ = """\
أسئلة شائعة عن بطاقة النقل

كيف أجدد بطاقة النقل؟

يمكن تجديدها من أكشاك المحطات مقابل دينارين.

هل يركب الأطفال مجانا؟

نعم حتى سن السادسة.
"""


def split(
    text: str, marks: tuple[Mark, ...] = (), pages: tuple[int, ...] = (), title: str | None = None
) -> list[Passage]:
    title = title_of(text, find_blocks(text, marks)) if title is None else title
    found = split_passages(Document("دليل.txt", text, title, "", "utf-8", pages=pages, marks=marks))
    assert all(text[passage.start : passage.end] == passage.text for passage in found)
    assert [span for passage in found for span in passage.sentences] == sorted(
        span for passage in found for span in passage.sentences
    )
    return found


def of_kind(passages: list[Passage], kind: str) -> list[str]:
    return [passage.text for passage in passages if passage.kind == kind]


def under(passages: list[Passage], words: str) -> str:
    """The headings of the passage with these words, the title of the document aside."""
    (found,) = (passage for passage in passages if passage.kind == "body" and words in passage.text)
    return f" {found.title}".partition(" › ")[2]


def test_a_short_line_between_blank_lines_heads_the_paragraphs_under_it() -> None:
    found = split(HANDBOOK)
    assert of_kind(found, "outline") == ["الإجازات السنوية", "بدل السفر"]
    assert under(found, "ثلاثين يوما") == "الإجازات السنوية"
    assert under(found, "خمسين دينارا") == under(found, "ثمن التذكرة") == "بدل السفر"
    assert found[2].article_title == "دليل الموظف في شركة النبراس"


def test_one_short_line_of_an_article_is_no_heading() -> None:
    text = HANDBOOK.replace("الإجازات السنوية\n\n", "")
    assert not of_kind(split(text), "outline")


def test_a_line_that_goes_on_or_has_no_paragraph_under_it_is_no_heading() -> None:
    text = HANDBOOK.replace("بدل السفر", "وقال أيضا:").replace("الإجازات السنوية", "ثلاثون يوما.")
    assert not of_kind(split(text), "outline")
    names = "قائمة المدن الكبرى\n\nالزيتون\n\nالرمال\n\nالواحات\n"
    assert not of_kind(split(names), "outline")


def test_a_question_belongs_to_the_answer_under_it() -> None:
    found = split(FAQ)
    assert of_kind(found, "outline") == ["كيف أجدد بطاقة النقل؟", "هل يركب الأطفال مجانا؟"]
    assert under(found, "السادسة") == "هل يركب الأطفال مجانا؟"
    spoken = split("س: متى يفتح المتحف؟\nج: يفتح في التاسعة.\nس: هل الدخول مجاني؟\nج: نعم للطلاب.\n")
    assert under(spoken, "للطلاب") == "س: هل الدخول مجاني؟" and spoken[-1].article_title == ""


def test_a_question_is_never_the_title() -> None:
    text = FAQ.partition("\n\n")[2]
    assert of_kind(split(text, title=""), "outline") == ["كيف أجدد بطاقة النقل؟", "هل يركب الأطفال مجانا؟"]
    marked = split(FAQ, marks=((0, 26, "h1"),), title="أسئلة شائعة عن بطاقة النقل")
    assert of_kind(marked, "title") == ["أسئلة شائعة عن بطاقة النقل"] and len(of_kind(marked, "outline")) == 2


def test_questions_may_be_numbered_and_stand_close_together() -> None:
    text = "1. كيف أجدد البطاقة؟\nمن أكشاك المحطات.\n2. كم ثمنها؟\nثمنها ديناران.\n3. هل يركب الأطفال؟\nنعم يركبون.\n"
    assert under(split(text, title=""), "ديناران") == "2. كم ثمنها؟"


def test_a_heading_may_end_in_a_colon_or_stand_right_above_its_paragraph() -> None:
    text = HANDBOOK.replace("بدل السفر\n\n", "بدل السفر:\n").replace("الإجازات السنوية", "الإجازات السنوية:")
    assert under(split(text), "خمسين دينارا") == "بدل السفر:"


def test_a_question_in_the_middle_of_an_article_stays_text() -> None:
    lines = "قال الوزير إن العمل مستمر.\nفهل يكفي ذلك؟\nلا أحد يعلم.\nومتى ينتهي؟\nلم يقل أحد.\n"
    assert not of_kind(split(lines), "outline")


def test_questions_stand_under_headings_and_headings_under_larger_ones() -> None:
    text = "# الدليل\n\n## السفر\n\nكم البدل؟\n\nخمسون دينارا.\n\nمن يدفعه؟\n\nالشركة كلها.\n\n## العمل\n\nيبدأ العمل في السابعة.\n"
    found = split(text, title="الدليل")
    assert under(found, "خمسون") == "السفر › كم البدل؟"
    assert under(found, "السابعة") == "العمل"


def test_a_heading_without_anything_under_it_stays_text() -> None:
    text = "# المدينة\n\nفيها سوق كبير.\n\n## الجبل\n\n## البحر\n\nساحله طويل جدا.\n\n## النهر\n"
    found = split(text, title="المدينة")
    assert "## الجبل" in " ".join(of_kind(found, "body")) and "## النهر" in " ".join(of_kind(found, "body"))
    assert under(found, "ساحله") == "البحر"


def test_marks_of_a_reader_count_and_a_row_is_one_sentence() -> None:
    row = "الاسم: د. م. زيد. باحث | السنة: 1990. نعم"
    text = f"السوق\n\nيفتح السوق كل يوم.\n\n{row}"
    marks = ((0, 5, "h1"), (text.index(row), len(text), "row"))
    (passage,) = (passage for passage in split(text, marks, title="السوق") if row in passage.text)
    assert passage.sentence(passage.sentences[-1]) == row


def test_lines_of_a_table_of_contents_are_set_aside() -> None:
    leaders = HANDBOOK.replace(
        "الإجازات السنوية\n", "الإجازات السنوية .......... 3\n\nبدل السفر .......... 5\n\nالإجازات السنوية\n", 1
    )
    assert "الإجازات السنوية .......... 3\n\nبدل السفر .......... 5" in of_kind(split(leaders), "outline")
    headed = HANDBOOK.replace(
        "الإجازات السنوية\n", "المحتويات\n\nالإجازات السنوية 3\n\nبدل السفر 5\n\nالإجازات السنوية\n", 1
    )
    assert "المحتويات\n\nالإجازات السنوية 3\n\nبدل السفر 5" in of_kind(split(headed), "outline")


def test_figures_that_end_lines_are_no_contents() -> None:
    text = "عدد السكان في المدن\n\nالزيتون 120\n\nالرمال 340\n\nتزيد المدن كل عام بعدد كبير من السكان.\n"
    assert not of_kind(split(text), "outline")


def test_running_heads_and_page_numbers_are_what_surrounds_the_text() -> None:
    bodies = [
        "يفتح المتحف كل يوم إلا الجمعة.",
        "ويغلق في الصيف شهرا كاملا.",
        "والدخول بدينارين للكبار.",
        "ولا يدخل أحد بعد الخامسة.",
    ]
    texts = [f"مجلة الآثار العدد {at}\n\n{body}\n\n{at + 7}\n\n" for at, body in enumerate(bodies)]
    found = split("".join(texts), pages=tuple(accumulate(map(len, texts[:-1]), initial=0)), title="المتحف")
    around = " ".join(of_kind(found, "boilerplate"))
    assert all(f"العدد {at}" in around and f"{at + 7}" in around for at in range(4))
    assert " ".join(of_kind(found, "body")).split() == " ".join(bodies).split()
    assert of_kind(split("يفتح المتحف كل يوم إلا الجمعة.\n\nصفحة 3 من 10\n\nويغلق في الصيف.\n"), "boilerplate") == [
        "صفحة 3 من 10"
    ]


LAW = """قانون الأسواق المركزية لسنة 2016

الباب الأول
أحكام عامة
المادة (1)
يعمل بهذا القانون بعد ثلاثين يوما من نشره.
المادة (2)
تتولى اللجنة تحديد رسوم الدخول إلى السوق.
الباب الثاني: العقوبات
المادة الثالثة عشرة:
يعاقب المخالف بغرامة لا تقل عن 100 دينار.
"""


def test_the_numbered_parts_of_a_law_are_the_headings_of_what_stands_under_them() -> None:
    passages = split(LAW)
    assert under(passages, "رسوم الدخول").endswith("الباب الأول › أحكام عامة › المادة (2)")
    assert under(passages, "غرامة").endswith("الباب الثاني: العقوبات › المادة الثالثة عشرة:")


def test_a_sentence_about_an_article_of_a_law_is_no_heading_and_neither_is_one_line_alone() -> None:
    said = "المادة (87) توجب على المحكمة تسبيب حكمها.\nالمادة (5) من القانون\nالفصل العنصري\nالقسم الأكبر\n"
    assert not of_kind(split(f"بيان المحكمة عن القضية\n\n{said}قالت المحكمة إن الحكم نهائي."), "outline")
    assert not of_kind(split("قالت المحكمة إن الحكم نهائي.\nالمادة (3)\nوأضافت أن التنفيذ يبدأ غدا."), "outline")


def test_an_official_letter_is_titled_by_its_subject_and_no_text_by_the_basmala() -> None:
    head = "بسم الله الرحمن الرحيم\nالرقم: م/14/2021\nمعالي وزير الأشغال العامة المحترم\n"
    letter = f"{head}الموضوع / فتح طريق بديل في لواء الشوبك\nأرجو الموافقة على فتح طريق بديل بطول ثلاثة كيلومترات.\n"
    assert title_of(letter, find_blocks(letter)) == "فتح طريق بديل في لواء الشوبك"
    speech = "بسم الله الرحمن الرحيم\n\nكلمة الوزير في افتتاح السد\n\nأيها الحضور الكريم، يسعدني أن ألقاكم اليوم.\n"
    assert title_of(speech, find_blocks(speech)) == "كلمة الوزير في افتتاح السد"


SEVERAL = """بدء ضخ المياه في خط معان
أعلنت وزارة المياه أمس بدء ضخ المياه في ثلاث مدن.
=====================
ارتفاع أسعار الزيتون في الموسم الحالي
قال مزارعون إن سعر صفيحة الزيت بلغ 90 دينارا.
=====================
افتتاح مكتبة عامة في السلط
تضم المكتبة 12 ألف كتاب نقلت من القديمة.
"""


def test_of_several_articles_with_lines_drawn_between_them_each_stands_under_its_own_headline() -> None:
    passages = split(SEVERAL)
    assert under(passages, "وزارة المياه") == ""
    assert under(passages, "صفيحة الزيت") == "ارتفاع أسعار الزيتون في الموسم الحالي"
    assert under(passages, "12 ألف كتاب") == "افتتاح مكتبة عامة في السلط"


def test_one_drawn_line_and_sentences_below_drawn_lines_head_nothing() -> None:
    assert not of_kind(split(SEVERAL[: SEVERAL.rindex("====")]), "outline")
    said = "* * *\nقال الوزير إن الخط كلف 42 مليون دينار.\n"
    assert not of_kind(split(f"بدء ضخ المياه في خط معان\nبدأ الضخ أمس في ثلاث مدن.\n{3 * said}"), "outline")


INTERVIEW = """\
النحات يوسف قره: الحجر لا ينسى من ضربه

أمضى النحات يوسف قره أربعين عاما في محاجر ماردين قبل أن يفتتح مرسمه الأول في حلب.

{}

كنت في التاسعة حين أعطاني جدي مطرقته. لم أكن أعرف الرسم بعد.

{}

لأن المرسم احترق في شتاء 2013، ولم يبق لي ما أعود إليه.

وبعت ما سلم من التماثيل في مزاد.

{}

أعمل على نصب من البازلت لساحة المدينة.
"""


@pytest.mark.parametrize(
    "asked",
    [
        ("**متى بدأت النحت؟**", "**غادرت حلب فجأة. لماذا لم ترجع إليها؟**", "**وما الذي تعمل عليه الآن؟**"),
        ("*متى بدأت النحت؟*", "*غادرت حلب فجأة! لماذا لم ترجع إليها؟*", "*وما الذي تعمل عليه الآن؟*"),
        ("الضفة: متى بدأت النحت؟", "الضفة: غادرت حلب فجأة. لماذا لم ترجع إليها؟", "الضفة: وما الذي تعمل عليه الآن؟"),
        ("س: متى بدأت النحت؟", "س: غادرت حلب فجأة. لماذا لم ترجع إليها؟", "س: وما الذي تعمل عليه الآن؟"),
    ],
)
def test_an_interviewers_question_stands_over_all_paragraphs_of_the_reply(asked: tuple[str, str, str]) -> None:
    found = split(INTERVIEW.format(*asked))
    bare = [one.strip("*") for one in asked]
    assert of_kind(found, "outline") == bare
    assert under(found, "احترق") == bare[1] and under(found, "مزاد") == bare[1] and under(found, "البازلت") == bare[2]


def test_a_bold_question_at_the_beginning_of_a_paragraph_stands_over_the_rest_of_it() -> None:
    text = "**من علّمك؟** علمني جدي وحده.\n\n**متى رحلت؟ ولماذا؟** رحلت عام 2013 بعد الحريق.\n\nقال **من رآه؟** ثم مضى.\n"
    found = split(text, title="")
    assert of_kind(found, "outline") == ["من علّمك؟", "متى رحلت؟ ولماذا؟"]
    assert under(found, "وحده") == "من علّمك؟" and under(found, "الحريق") == "متى رحلت؟ ولماذا؟"


def test_a_question_of_two_sentences_is_the_interviewers_where_most_of_the_text_are_questions_and_replies() -> None:
    plain = ("متى بدأت النحت؟", "غادرت حلب فجأة. لماذا لم ترجع إليها؟", "وما الذي تعمل عليه الآن؟")
    further = "من علّمك؟\n\nعلمني جدي وحده.\n"
    assert under(split(INTERVIEW.format(*plain) + "\n" + further), "احترق") == plain[1]
    assert plain[1] not in of_kind(split(INTERVIEW.format(*plain)), "outline")


def test_a_question_that_is_asked_once_or_whose_speaker_also_tells_is_no_heading() -> None:
    spoken = ("الوزير: طال الأمر. متى نبدأ؟", "سكت الجميع.", "الوزير: نبدأ غدا.", "الوزير: هذا قرار. فمن يأتي؟", "لم يجب أحد.")
    assert of_kind(split("\n\n".join(spoken), title=""), "outline") == []
    assert of_kind(split("**من يأتي؟**\n\nلم يجب أحد من الحاضرين على السؤال.\n", title=""), "outline") == []


def test_marks_of_emphasis_and_headings_are_in_no_sentence() -> None:
    found = split("# سوق السمك في صيدا\n\n**يفتح السوق أبوابه في الخامسة فجرا.** ويغلق عند الظهر.\n\n*ثمن الكيلو 4 * 3 ليرات.*\n")
    sentences = [passage.sentence(span) for passage in found for span in passage.sentences]
    assert sentences == [
        "سوق السمك في صيدا", "يفتح السوق أبوابه في الخامسة فجرا.", "ويغلق عند الظهر.", "*ثمن الكيلو 4 * 3 ليرات.*",
    ]  # fmt: skip
