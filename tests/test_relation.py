"""Whether a text tells what a question asks somebody for: whose wife, lawyer or coach, or the best of what."""

from __future__ import annotations

import pytest

from assistant.question.relation import is_of_another, of_whom, tells_relation

TRIAL = "برأت المحكمة زميلها طارق من التهمة. وقال القاضي نضال إن المتهمة استخدمت فواتير وهمية."
PRIZES = "ذهبت جائزة أفضل مخرجة إلى ريتا نعمة، وجائزة أفضل سيناريو إلى وائل حنفي، ونال المخرج باسم جائزة أفضل فيلم."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("من هو محامي طارق؟", TRIAL),
        ("ومن هي زوجة طارق؟", TRIAL),
        ("ما اسم بنت القاضي؟", TRIAL),
        ("ما هو اسم والدة نضال؟", TRIAL),
        ("من شقيق طارق؟", TRIAL),
        ("من هو حارس مرمى الميناء؟", "قال مدرب الميناء سليم عواد إن فريقه استحق الفوز."),
        ("من حكم مباراة الميناء والوحدة؟", "سجل للميناء إلياس فرج ومعاذ شحادة."),
        ("من هي طبيبة الفريق؟", "قال مدرب الميناء سليم عواد إن فريقه استحق الفوز."),
        ("من هو المتحدث باسم الشركة؟", "قالت منيرة الحربي إن المصنع سيوفر 450 وظيفة."),
        ("من نائب رئيسة الجمعية؟", "زارت رئيسة الجمعية مدينة نابل، وقال عضوها أنور صالح إنه راض."),
        ("من محامي سهى؟", "قال أنور صالح لوكالة الأنباء إن سهى ستعود."),
        ("من مترجم الرواية؟", "كتبت هدى الرواية في بيروت."),
        ("من فاز بجائزة أفضل ممثل؟", PRIZES),
        ("من فاز بجائزة أفضل مخرج؟", PRIZES),
        ("من نالت جائزة أفضل ممثلة؟", PRIZES),
    ],
)
def test_a_text_that_names_nobody_of_the_relation_asked_for_does_not_tell_it(question: str, text: str) -> None:
    assert tells_relation(question, text) is False


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("من هو محامي سهى؟", "قال وكيلها رائد العبادي إنه سيستأنف الحكم."),
        ("من زوج نادين؟", "كان سعد بنيس قد تزوجها قبل عامين."),
        ("ومن زوجته؟", "تزوج سعد من نادين."),
        ("ومن هو زوجها؟", "تقيم في فاس مع زوجها سعد."),
        ("من هو والد منيرة؟", "منيرة ابنة التاجر إبراهيم."),
        ("ما اسم ابنتها؟", "وأنجبا آمنة عام 1990."),
        ("من والد عمر؟", "وُلد عمر بن سعيد في طرابلس."),
        ("من هو مدرب الوحدة؟", "وكان يدرب الوحدة يومها كمال."),
        ("من مؤسس الشركة؟", "تأسست الشركة عام 1978 على يد إبراهيم الحربي."),
        ("من هو رئيس الفريق العلمي؟", "يقود الفريقَ العلمي سامر."),
        ("من نالت جائزة أفضل مخرجة؟", PRIZES),
        ("من حصل على جائزة أحسن فيلم؟", PRIZES),
    ],
)
def test_a_relation_is_told_by_a_verb_the_other_side_or_another_noun_of_it(question: str, text: str) -> None:
    assert tells_relation(question, text)


@pytest.mark.parametrize(
    "question",
    [
        "من برأته المحكمة؟",
        "من هو طارق؟",
        "متى تزوج القاضي؟",
        "ما المؤسسة التي تدير السجن؟",
        "أي منتج للنفط حليف لها؟",
        "ما أفضل وقت للسفر؟",
        "كم زوجة له؟",
        "من هم أهم العلماء؟",
    ],
)
def test_a_question_that_asks_for_nobody_by_a_relation_wants_none_told(question: str) -> None:
    assert tells_relation(question, TRIAL) is None


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("من فاز بالكأس؟", "توّج الساحل بطلا بعدما تغلب على غريمه ", "النخيل بركلات الترجيح."),
        ("أي فريق فاز بالدوري؟", "وفاز الميناء على ضيفه ", "الوحدة بثلاثة أهداف."),
        ("من فازت بالرئاسة؟", "بعد فوزها على منافسها ", "فتحي الجبالي شكرت ثريا الناخبين."),
        ("من نال جائزة أفضل سيناريو؟", "ذهبت جائزة أفضل مخرجة إلى ", "ريتا نعمة، وجائزة أفضل سيناريو إلى وائل."),
    ],
)
def test_who_lost_or_was_the_best_of_another_kind_is_another(question: str, before: str, after: str) -> None:
    assert is_of_another(question, before, before + after)


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("من فاز بالدوري؟", "وفاز ", "الميناء على ضيفه الوحدة بثلاثة أهداف."),
        ("من خسر النهائي؟", "تغلب الساحل على ", "النخيل بركلات الترجيح."),
        ("من تغلب عليه الساحل؟", "تغلب الساحل على ", "النخيل بركلات الترجيح."),
        ("من فاز بالكأس؟", "تغلب على الوحدة في النهائي ", "الميناء بهدف."),
        ("من نال جائزة أفضل سيناريو؟", "جائزة أفضل مخرجة إلى ريتا، وجائزة أفضل سيناريو إلى ", "وائل."),
        ("من نال جائزة أفضل سيناريو؟", "نال وائل جائزة أفضل فيلم وجائزة السيناريو، ومثله ", "سامر."),
    ],
)
def test_who_won_or_has_the_asked_prize_beside_him_is_the_one(question: str, before: str, after: str) -> None:
    assert not is_of_another(question, before, before + after)


def test_whose_relation_is_asked_for_stands_behind_its_noun() -> None:
    assert of_whom("من هو محامي غسان فرحات؟") == " غسان فرحات؟"
    assert not of_whom("من برأته المحكمة؟")
