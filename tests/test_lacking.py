"""What the passage of an answer lacks of what a question is about: each speaks by itself, and only where it should."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.lacking import (
    LACKING,
    has_unknown_name,
    knows_no_word,
    lacks_kind,
    lacks_place,
    lacks_speaker,
    measure_lacking,
)
from assistant.answering.sentence_ranking import Sentence
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import tokenize
from vectorstore.text.arabic import fold, stem, words
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Hit, Passage

TRIAL = "برأت المحكمة طارق من التهمة لعدم كفاية الدليل."
ATTACK = "قُتل أربعة أشخاص في الهجوم على المتحف اليهودي في بروكسل، وقالت الشرطة إن المهاجم فرّ من المكان."
MEETING = "قال وزير الداخلية الإيطالي ماركو مينيتي بعد اجتماع مجموعة السبع في جزيرة إسكيا إن الاتفاق خطوة أولى."


def query(question: str, names: tuple[str, ...] = (), frequency: int = 1) -> Query:
    """A question with its words, of which some are names."""
    found = [word for word in words(fold(question)) if word not in STOPWORDS]
    terms = tuple(Term(word, stem(word), frozenset(), (), frequency, 1.0, word in names) for word in found)
    return Query(question, "ar", terms, ())


@pytest.mark.parametrize("question", ["من هاجم المتحف اليهودي في برلين؟", "ماذا حدث في المتحف اليهودي بطوكيو؟"])
def test_a_city_that_the_passage_does_not_name_is_lacking(question: str) -> None:
    assert lacks_place(query(question), ATTACK)


@pytest.mark.parametrize(
    "question",
    ["من هاجم المتحف اليهودي في بروكسل؟", "من هاجم المتحف اليهودي في بلجيكا؟", "من هاجم المتحف اليهودي؟"],
)
def test_a_place_that_is_named_or_stood_for_by_its_capital_is_not_lacking(question: str) -> None:
    assert not lacks_place(query(question), ATTACK)


def test_a_country_is_there_with_the_adjective_made_of_it() -> None:
    assert not lacks_place(query("من وزير الداخلية في إيطاليا؟"), MEETING)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("ماذا قالت الوزيرة القادمة من واشنطن؟", "وقالت وزيرة الأمن الداخلي الأمريكية إن الشركات تحتاج وقتا."),
        ("ماذا رفضت واشنطن؟", "أما روسيا والولايات المتحدة فلم تردا."),
    ],
)
def test_what_stands_for_a_place_does_so_with_its_article_and_what_is_written_onto_it(
    question: str, passage: str
) -> None:
    assert not lacks_place(query(question), passage)


def test_no_country_stands_for_a_city_in_which_something_was_and_that_no_article_names() -> None:
    passage = "أتى الحريق على 70 متجرا في الموصل بالعراق، وقالت السلطات العراقية إن أحدا لم يقتل."
    fire = query("كم متجرا احترق في بغداد؟", frequency=0)
    assert lacks_place(fire, passage)
    assert has_unknown_name(fire, [passage])
    assert not lacks_place(fire, passage.replace("الموصل", "بغداد"))
    assert not lacks_place(query("كم متجرا احترق في بغداد؟"), passage), "another article names it"
    assert not lacks_place(query("ماذا قالت بغداد عن الحريق؟", frequency=0), passage), "there it is the government"
    assert not lacks_place(query("من الناطق باسم السلطات في بغداد؟", frequency=0), passage), "he is the country's"


def test_a_country_in_which_something_was_may_be_told_by_its_adjective() -> None:
    assert not lacks_place(query("كم متجرا احترق في العراق؟", frequency=0), "احترق 70 متجرا في سوق عراقي.")


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("كم مصابا خلّف هجوم المتحف اليهودي؟", ATTACK),
        ("إلى أي حزب ينتمي ماركو مينيتي؟", MEETING),
        ("ما الفندق الذي اجتمع فيه الوزراء؟", MEETING),
        ("ما اسم المتحدث باسم الشركة؟", MEETING),
        ("كم عمر ماركو مينيتي؟", MEETING),
        ("كم كلّفت استضافة الاجتماع؟", MEETING),
        ("ما ميزانية مجموعة السبع؟", MEETING),
        ("بكم بيعت لوحة المتحف؟", ATTACK),
    ],
)
def test_what_a_passage_never_says_the_kind_of_is_lacking(question: str, passage: str) -> None:
    assert lacks_kind(question, passage)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("كم قتيلا خلّف هجوم المتحف اليهودي؟", ATTACK),
        ("كم مصابا خلّف الزلزال؟", "أسفر الزلزال عن جرح عشرين شخصا."),
        ("إلى أي حزب تنتمي ماي؟", "تتزعم ماي حزب المحافظين."),
        ("ما الجامعة التي درس فيها؟", "درس في معهد كاليفورنيا للتقنية."),
        ("ما اسم المتحدث باسم الشركة؟", "وقالت سارة سميث الناطقة باسم الشركة إن العمل مستمر."),
        ("كم عمر الفتاة؟", "الفتاة البالغة 12 عاما نجت من الحادث."),
        ("كم كلّفت استضافة الاجتماع؟", "أنفقت الحكومة 3 ملايين على الاجتماع."),
        ("بكم بيعت اللوحة؟", "بيعت اللوحة مقابل 350 ألف يورو."),
        ("بكم ارتفعت المبيعات؟", "ارتفعت المبيعات 2.7 في المائة."),
        ("ما المدينة التي اجتمعوا فيها؟", "اجتمعوا في روما."),
        ("من كتب الرواية؟", "كتبها نجيب محفوظ."),
        ("في أي سنة سقط الاتحاد السوفياتي؟", "سقط الاتحاد السوفياتي في 1991."),
        ("ما الوزارة التي يرأسها مينيتي؟", MEETING),
    ],
)
def test_a_kind_that_is_said_in_any_way_or_need_not_be_said_is_not_lacking(question: str, passage: str) -> None:
    assert not lacks_kind(question, passage)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("ما رأي منظمة العفو الدولية في الاتفاق؟", ()),
        ("ماذا قال يورغن ستوك في الاجتماع؟", ("يورغن", "ستوك")),
        ("بماذا بررت ديوك غياب الشركة؟", ("ديوك",)),
    ],
)
def test_somebody_whose_words_are_asked_for_and_who_is_not_named_there_is_lacking(
    question: str, names: tuple[str, ...]
) -> None:
    assert lacks_speaker(query(question, names), MEETING)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("ماذا قال ماركو مينيتي عن الاتفاق؟", ("ماركو", "مينيتي")),
        ("ماذا قال الوزير عن الاتفاق؟", ()),
        ("من قال إن الاتفاق خطوة أولى؟", ()),
        ("متى التقى ستوك الوزراء؟", ("ستوك",)),
    ],
)
def test_a_speaker_who_is_named_or_whose_words_are_not_asked_for_is_not_lacking(
    question: str, names: tuple[str, ...]
) -> None:
    assert not lacks_speaker(query(question, names), MEETING)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("كم عدد سكان بلدة الزهراء؟", "يعيش في بلدة الزهراء 30 ألف شخص."),
        ("كم بلغت سرعة الرياح؟", "ضربت المدينة رياح بلغت 120 كيلومترا في الساعة."),
        ("ما مساحة حديقة السلام؟", "تمتد الحديقة على 300 هكتار."),
        ("كم عدد المعتقلين؟", "أوقفت الشرطة ثلاثة رجال."),
        ("كم عدد القتلى؟", "الحريق أودى بحياة سبعة أشخاص."),
        ("كم عدد اللاجئين؟", "وصل 40 مهاجرا إلى الجزيرة."),
        ("كم عدد الناجين؟", "تم إنقاذ خمسة ركاب."),
        ("من ملك المغرب؟", "العاهل المغربي محمد السادس."),
        ("كم فقد البرميل من قيمته؟", "خسر البرميل ثلاثة دولارات."),
        ("كم عمر خالد؟", "قال خالد (34 عاما) إنه سعيد."),
        ("كم عمر خالد؟", "خالد، 35 سنة، من حلب."),
    ],
)
def test_what_news_says_by_a_verb_a_unit_or_a_title_is_not_lacking(question: str, passage: str) -> None:
    assert not lacks_kind(question, passage)


def test_the_year_of_a_date_is_no_age() -> None:
    assert lacks_kind("كم عمر خالد؟", "عاد خالد في سنة 2015 إلى حلب.")


@pytest.mark.parametrize(
    ("name", "passage"),
    [
        ("ميكرونيسيا", "تحطمت الطائرة في بحيرة بميكرونيسيا."),
        ("أغويرو", "سجل أجويرو الهدف الأول."),
        ("هارفارد", "درس فيكليهالطببجامعةهارفارد سنتين."),
        ("واشنطن", "قال وزير الخارجية الأمريكي إن الوقت حان."),
        ("أوروبيا", "انضم مواطنون من أوروبا إلى القتال."),
        ("فأوروبا", "يحتفل الناس في أوروبا بالفوز."),
    ],
)
def test_a_name_that_an_article_has_in_another_form_is_not_unknown(name: str, passage: str) -> None:
    asked = query(f"ماذا حدث {name}؟", (fold(name),), frequency=0)
    assert not has_unknown_name(asked, [MEETING, passage])
    assert has_unknown_name(asked, ["افتتح الملك المدرسة."])


@pytest.mark.parametrize("word", ["فبراير", "أيام", "دولارا", "يسلّموه", "عارضوها", "خدوا"])
def test_a_word_that_only_looks_foreign_is_no_unknown_name(word: str) -> None:
    assert not has_unknown_name(query(f"ماذا حدث {word}؟", (fold(word),), frequency=0), [MEETING])


@pytest.mark.parametrize("name", ["زوكربيرغ", "خاشقجي", "شيكاغو", "كولومب", "نيكاراغوا"])
def test_a_name_that_nothing_found_resembles_is_unknown(name: str) -> None:
    assert has_unknown_name(query(f"ماذا قال {name}؟", (fold(name),), frequency=0), [MEETING, ATTACK])


def test_a_question_of_which_no_article_has_a_word_is_told_from_one_of_which_they_have_some() -> None:
    unknown = query("من اخترع الهاتف؟", frequency=0)
    assert knows_no_word(unknown)
    assert not knows_no_word(query("من اخترع الهاتف؟"))
    before = query("ماذا قال الوزير؟").terms
    assert not knows_no_word(Query(unknown.text, "ar", (*unknown.terms, *before), ())), "the turn before says of what"
    assert not knows_no_word(query("ولماذا اخترعه؟", frequency=0)), "one word alone says little"


@pytest.mark.parametrize(("second", "lacking"), [("وقال محامي طارق إنه سعيد.", 0.0), ("وأعلن محامي سهى رفضه.", 1.0)])
def test_a_further_sentence_tells_a_relation_only_of_whom_it_is_asked(second: str, lacking: float) -> None:
    passages = [Passage("ا.txt", 0, len(text), text, "", "body", ((0, len(text)),)) for text in (TRIAL, second)]
    ranked = [
        Sentence(Hit(one, 1), (0, len(one.text)), one.text, tokenize(one.text), np.zeros(2), (), frozenset(), 1, (0, 5))
        for one in passages
    ]
    assert measure_lacking(query("من هو محامي طارق؟"), ranked)[LACKING.index("relation_lacking")] == lacking


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("ما سعر الفائدة؟", False), ("إلى كم نزل سعر الفائدة في عمان؟", False), ("كم ارتفعت أسعار القمح؟", False),
        ("ما سعر القمح؟", True), ("إلى كم ارتفع سعر القمح؟", True),
    ],
)  # fmt: skip
def test_a_passage_with_shares_alone_lacks_a_price_and_no_rate_nor_change(question: str, lacks: bool) -> None:
    assert lacks_kind(question, "خفض المصرف سعر الفائدة إلى خمسة في المئة، وارتفعت أسعار القمح 12 بالمئة.") == lacks


def test_a_passage_without_shares_and_money_lacks_a_change_of_prices() -> None:
    assert lacks_kind("كم ارتفعت أسعار القمح؟", "ارتفعت أسعار القمح بعد الجفاف، وانتظر الناس أمام المخابز.")


def test_which_camp_asks_for_a_place_and_how_many_for_people() -> None:
    passage = "سيق الكاتب سنة 1942 إلى داخاو، وبقي فيه ثلاثة أعوام."
    assert not lacks_kind("إلى أي معتقل سيق الكاتب؟", passage)
    assert lacks_kind("كم معتقلا كان مع الكاتب؟", passage)
