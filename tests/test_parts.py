"""A question that asks for several things is cut into them, and no other question is."""

import pytest

from assistant.question.parts import split_question


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("ما رأي بريطانيا وما رأي فرنسا؟", ["ما رأي بريطانيا", "ما رأي فرنسا؟"]),
        ("من حضر اللقاء ومتى؟", ["من حضر اللقاء", "متى"]),
        ("متى وأين عُقد الاجتماع؟", ["متى عُقد الاجتماع", "أين عُقد الاجتماع"]),
        ("ما جنسية الشاب، وعبر أي بلدان عاد؟", ["ما جنسية الشاب", "عبر أي بلدان عاد؟"]),
        ("كم كانت كلفة السفن وكم صارت؟", ["كم كانت كلفة السفن", "كم صارت؟"]),
        ("قارن بين موقف بريطانيا وموقف فرنسا من الاتفاق", ["موقف بريطانيا من الاتفاق", "موقف فرنسا من الاتفاق"]),
        (
            "أيهما أوقع قتلى أكثر: زلزال جاوة أم زلزال بادنج، وكم في كل منهما؟",
            ["أوقع قتلى أكثر زلزال جاوة", "أوقع قتلى أكثر زلزال بادنج"],
        ),
        ("ما الفرق بين ما قاله مينيتي وما قالته ديوك؟", ["ما قاله مينيتي", "ما قالته ديوك"]),
        ("من الأكبر سنا مينيتي أم كازنوف؟", ["الأكبر سنا مينيتي", "الأكبر سنا كازنوف"]),
        ("مصر أم السودان: أيهما أكبر؟", ["أكبر مصر", "أكبر السودان"]),
        ("أيهما أكبر: ودائع الزبائن أم محفظة القروض؟", ["كم بلغت ودائع الزبائن", "كم بلغت محفظة القروض"]),
        ("أيهما أعلى الصادرات أم الواردات؟", ["كم بلغت الصادرات", "كم بلغت الواردات"]),
        ("أيهما أقل خطورة حريق السوق أم انهيار الجسر؟", ["أقل خطورة حريق السوق", "أقل انهيار الجسر"]),
        ("أيهما أكبر: بنك مصر أم بنك القاهرة؟", ["أكبر بنك مصر", "أكبر بنك القاهرة"]),
        ("When and where was the dinner held?", ["When was the dinner held", "where was the dinner held"]),
        ("Who attended the dinner and when?", ["Who attended the dinner", "when"]),
        ("Compare Britain and France on the treaty", ["Britain on the treaty", "France on the treaty"]),
    ],
)
def test_each_part_is_a_question_of_its_own(question: str, parts: list[str]) -> None:
    assert split_question(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "من وقّع الاتفاق بين إيطاليا وبريطانيا؟",
        "ما الشركات التي حضرت لقاء لوكسمبورغ واجتماع إيسكيا كليهما؟",
        "هل حضر الوزير أم لا؟",
        "من التقى كازنوف أم مينيتي؟",
        "من حضر أم لم يحضر، من قال؟",
        "ماذا قال الوزير قبل الاجتماع وبعد الاجتماع؟",
        "ماذا قال الوزير عن الأمن ومن دون ذكر أسماء؟",
        "Who and what?",
        "Which companies and states signed it?",
    ],
)
def test_a_question_that_asks_for_one_thing_stays_whole(question: str) -> None:
    assert split_question(question) == [question]
