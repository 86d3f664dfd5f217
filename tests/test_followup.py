"""Follow-ups are resolved with the history; a new full question is not polluted by it."""

import numpy as np
import pytest

from assistant.question.dependence import bare_name, is_followup
from assistant.question.followup import stand_alone
from assistant.types import Turn


@pytest.mark.parametrize(
    "question",
    ["وكم قدّرها مينيتي؟", "وفايسبوك؟", "ومتى انطلقت؟", "وفي أي مركز يعمل؟", "وماذا عن تويتر؟", "كم قدّرها؟",
     "أين كان ذلك؟", "And Facebook?", "Where did he study?", "Et en France ?", "تويتر؟"],
)  # fmt: skip
def test_a_question_that_needs_the_one_before_it_is_recognised(question):
    assert is_followup(question)


@pytest.mark.parametrize(
    "question",
    [
        "من هو وزير الداخلية الفرنسي الذي زار سان فرانسيسكو؟",
        "وزير الداخلية الإيطالي ماذا قال عن الاتفاق في إيطاليا؟",
        "كم قتيلا سقط في هجمات باريس؟",
        "فيم اختلفت تقديرات الوزيرين للتطرف عبر الإنترنت؟",
        "Who represented Microsoft at the meeting in Ischia?",
        "Quel accord les deux pays ont-ils signé en marge de la réunion ?",
    ],
)
def test_a_full_question_stands_alone(question):
    assert not is_followup(question)
    assert stand_alone(question, [Turn("من حضر لقاء لوكسمبورغ؟")]).text == question


def test_without_a_history_nothing_is_added():
    assert stand_alone("وفايسبوك؟", []).context == ""


def test_a_leaning_question_takes_the_one_before_as_context():
    found = stand_alone("وفي أي مركز يعمل؟", [Turn("ماذا قال جوليان ريتشاردز عن نهج بريطانيا؟")])
    assert found.question == "وفي أي مركز يعمل؟"
    assert "جوليان ريتشاردز" in found.context


def test_a_bare_name_takes_the_place_of_its_like():
    beside = {"فايسبوك": ["غوغل", "تويتر"]}
    found = stand_alone(
        "وفايسبوك؟",
        [Turn("من أوفدت غوغل إلى اجتماع إسكيا؟")],
        known=lambda word: word == "فايسبوك",
        alike=lambda word: beside.get(word, ()),
    )
    assert found.text == "من أوفدت فايسبوك إلى اجتماع إسكيا؟"


def test_a_bare_name_without_its_like_takes_the_question_as_context():
    found = stand_alone("ونوكيا؟", [Turn("كم مقاتلا غادر فرنسا؟")])
    assert found.question == "ونوكيا؟" and "فرنسا" in found.context


def test_a_country_takes_the_place_of_a_country_and_a_name_that_of_who_speaks():
    likeness = dict.fromkeys(("فرنسا", "بلجيكا"), np.array([1.0, 0.0]))

    def embed(text: str) -> np.ndarray:
        return likeness.get(text, np.array([0.0, 1.0]))

    found = stand_alone("وبلجيكا؟", [Turn("كم مقاتلا غادر فرنسا؟")], embed=embed)
    assert found.question == "كم مقاتلا غادر بلجيكا؟"
    found = stand_alone("وكازنوف؟", [Turn("ماذا قال مينيتي عن الإنترنت؟")], embed=embed)
    assert found.question == "ماذا قال كازنوف عن الإنترنت؟"


def test_a_chain_of_followups_keeps_its_first_question():
    turns = [Turn("ماذا قال جوليان ريتشاردز عن نهج بريطانيا؟"), Turn("وأين يعمل؟")]
    assert "ريتشاردز" in stand_alone("ومنذ متى؟", turns).context


def test_a_new_question_ends_a_chain():
    turns = [Turn("ماذا قال جوليان ريتشاردز عن نهج بريطانيا؟"), Turn("من حضر لقاء لوكسمبورغ من الشركات الكبرى؟")]
    assert "ريتشاردز" not in stand_alone("ومتى انعقد؟", turns).context


def test_a_question_that_says_whom_it_is_about_leans_on_nothing_and_drops_what_was_before():
    former = [Turn("من حضر لقاء لوكسمبورغ من الشركات الكبرى؟")]
    assert stand_alone("كم قتيلا سقط في هجمات باريس عام 2015؟", former).context == ""
    assert stand_alone("Who won the Ryder Cup in Paris?", [Turn("Who was Monika Bickert?")]).context == ""


def test_a_joined_question_that_is_surer_by_itself_takes_nothing_from_the_talk():
    former = [Turn("بماذا تعهد أوبرادور؟")]
    assert "أوبرادور" in stand_alone("ومن هو رئيس بوليفيا؟", former).context
    found = stand_alone("ومن هو رئيس بوليفيا؟", former, surer_alone=lambda turn, in_talk: True)
    assert (found.text, found.context, found.goes_on) == ("ومن هو رئيس بوليفيا؟", "", False)


@pytest.mark.parametrize(
    "question",
    [
        "وكم عمره؟", "ومتى؟", "ومن أيضا؟", "ومن زار هذا البلد؟", "وفرنسا؟", "وماذا قال؟", "ومن طالب بذلك؟",
        "ولأي حزب؟", "وفي أي مدينة؟", "وضد أي منافس لعب بعدها في كأس القارة؟", "وعبر أي وسيط بعث برسالته الأخيرة؟",
    ],
)  # fmt: skip
def test_what_points_back_is_never_asked_by_itself(question: str):
    found = stand_alone(question, [Turn("من هو رئيس بوليفيا؟")], surer_alone=lambda turn, in_talk: True)
    assert found.goes_on and found.text != question


def test_a_joined_question_with_a_predicate_may_be_asked_by_itself():
    for question in ("وفي أي مدينة عقد مؤتمر المناخ؟", "وضد أي فريق لعب منتخب بوليفيا؟"):
        found = stand_alone(question, [Turn("من هو رئيس بوليفيا؟")], surer_alone=lambda turn, in_talk: True)
        assert (found.text, found.goes_on) == (question, False)


def test_what_follows_a_question_of_its_own_goes_on_from_that_one():
    talk = [Turn("بماذا تعهد أوبرادور؟"), Turn("ومن هو رئيس بوليفيا؟")]
    found = stand_alone("وماذا قال؟", talk, surer_alone=lambda turn, in_talk: in_talk.question == talk[1].question)
    assert "بوليفيا" in found.context and "أوبرادور" not in found.context


def test_without_a_word_that_goes_on_a_question_with_a_pronoun_leans():
    assert "دالي" in stand_alone("من هو زوجه؟", [Turn("كم عمر توم دالي؟")]).context
    found = stand_alone("Where did she work?", [Turn("Who was Monika Bickert?")])
    assert found.goes_on and found.question == "Where did Monika Bickert work?"


def test_the_noun_takes_the_place_of_its_pronoun_in_what_is_shown():
    found = stand_alone("ومن هو زوجه؟", [Turn("كم عمر توم دالي؟")])
    assert found.text == "ومن هو زوج توم دالي؟"
    assert found.question == "ومن هو زوجه؟"


def test_a_pronoun_of_the_other_gender_is_not_replaced():
    found = stand_alone("وكم عمرها؟", [Turn("متى حوكم المتهم بالإحراق؟")])
    assert found.text.startswith("وكم عمرها؟ (")


def test_who_asks_for_more_asks_the_same_again():
    for more in ("ومن أيضا؟", "من غيرهم؟", "ومن آخر؟"):
        found = stand_alone(more, [Turn("من حضر الاجتماع في روما؟")])
        assert (found.question, found.beyond) == ("من حضر الاجتماع في روما؟", True)
    assert stand_alone("Who else?", [Turn("Who attended the dinner?")]).beyond
    assert not stand_alone("وماذا قال أيضا عن التطرف؟", [Turn("من حضر الاجتماع في روما؟")]).beyond


def test_a_name_with_a_word_of_the_question_before_takes_the_place_of_both():
    found = stand_alone("ووزير ألمانيا؟", [Turn("ماذا قال وزير فرنسا عن الاتفاق؟")], lambda word: word != "ووزير")
    assert found.text == "ماذا قال وزير ألمانيا عن الاتفاق؟"


@pytest.mark.parametrize(
    ("said", "before", "meant"),
    [
        ("ووزير التعليم العالي؟", "ماذا قال وزير الصحة؟", "ماذا قال وزير التعليم العالي؟"),
        ("ووزير التعليم العالي؟", "ماذا قال وزير الصحة عن اللقاح؟", "ماذا قال وزير التعليم العالي عن اللقاح؟"),
        ("ووزير الصحة؟", "ماذا قال وزير التعليم العالي عن اللقاح؟", "ماذا قال وزير الصحة عن اللقاح؟"),
    ],
)
def test_an_office_takes_the_place_of_another_whole_whichever_is_longer(said: str, before: str, meant: str) -> None:
    assert stand_alone(said, [Turn(before)], lambda word: word != "ووزير").text == meant


def test_likeness_tells_which_name_is_replaced_where_the_articles_do_not():
    places = {"باريس", "روما"}

    def embed(text):
        return np.eye(2)[int(text not in places)]

    known = {"باريس", "في", "وفي"}.__contains__
    found = stand_alone("وفي باريس؟", [Turn("كم قتيلا سقط في روما؟")], known, embed=embed)
    assert found.text == "كم قتيلا سقط في باريس؟"


def test_what_a_chain_is_about_stays_through_its_second_question():
    turns = [Turn("لماذا فُصلت المربية موريس من عملها؟"), Turn("وكم يومًا دُفع لها أجره؟")]
    assert "موريس" in stand_alone("وكيف رجعت إلى بيتها؟", turns).context


def test_a_name_keeps_its_own_first_letter():
    assert bare_name("وفيسبوك؟", {"فيسبوك"}.__contains__) == ("فيسبوك", "")
    assert bare_name("فيسبوك؟", {"فيسبوك"}.__contains__) == ("فيسبوك", "")
    assert bare_name("وبالنسبة لتويتر؟", {"تويتر"}.__contains__) == ("تويتر", "")
    assert bare_name("وماذا عن تويتر؟", {"تويتر"}.__contains__) == ("تويتر", "")
    assert bare_name("وفي باريس؟", {"باريس"}.__contains__) == ("باريس", "في")


def test_a_title_of_the_answer_is_a_name_whole_or_by_its_first_words():
    found = stand_alone(
        "والإيرادات؟", [Turn("كم بلغ صافي ربح ريح الساحل هذا العام؟")],
        quotes=lambda turn: ["بلغ صافي ربح شركة «ريح الساحل للنقل» مليون دينار."],
    )  # fmt: skip
    assert found.text == "كم بلغت إيرادات ريح الساحل هذا العام؟"
    assert found.common  # so the article that is talked of is still preferred


def test_a_name_is_no_common_noun_and_may_be_of_another_article():
    beside = {"فايسبوك": ["غوغل", "تويتر"]}
    found = stand_alone(
        "وفايسبوك؟", [Turn("من أوفدت غوغل إلى الاجتماع؟")], alike=lambda word: beside.get(word, [])
    )  # fmt: skip
    assert found.name == "فايسبوك" and not found.common


@pytest.mark.parametrize("question", ["هل أصيب أحد؟", "وهل مات أحد؟", "هل تغير شيء؟"])
def test_what_is_asked_of_anybody_is_of_what_was_told_before(question):
    assert is_followup(question, "ماذا حدث للسفينة؟")


@pytest.mark.parametrize("question", ["هل مات أحد في حريق السوق؟", "باعوا المصنع للدولة؟", "اعتقلوا سائق الحافلة؟"])
def test_a_question_that_says_all_leans_on_nothing(question):
    assert not is_followup(question, "كيف عرفوا ذلك؟")


@pytest.mark.parametrize("question", ["وفرنسوا أولاند؟", "فرنسوا ميتران؟", "والمصنع؟", "باعوه للدولة؟", "وصلوا؟"])
def test_a_name_or_what_points_back_still_leans(question):
    assert is_followup(question, "كيف عرفوا ذلك؟")


def test_a_verb_with_what_it_says_of_is_no_name():
    assert bare_name("باعوا المصنع للدولة؟", {"باع"}.__contains__) == ("", "")
    assert bare_name("وفرنسوا أولاند؟", {"باع"}.__contains__) == ("فرنسوا أولاند", "")
