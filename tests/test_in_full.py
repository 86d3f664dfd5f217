"""What a question that goes on means is written out in Arabic that a reader would write."""

import pytest

from assistant.question.answered_noun import noun_of_answer
from assistant.question.followup import stand_alone
from assistant.question.gender import told_gender
from assistant.question.in_full import before_owner
from assistant.question.noun_phrases import nouns_of
from assistant.types import Turn
from tests.names_and_words import WORDS, names_in


def understood(question: str, former: str, answer: str = "", women: tuple[str, ...] = (), men: tuple[str, ...] = ()):
    return stand_alone(
        question, [Turn(former)], WORDS.__contains__, told=lambda turn, asked: answer, names_in=names_in,
        told_gender=lambda name: True if name in women else False if name in men else None,
    ).text  # fmt: skip


@pytest.mark.parametrize(
    ("former", "answer", "question", "meant"),
    [
        ("من التقى كازنوف في سان فرانسيسكو؟", "بممثلي شركات التكنولوجيا", "وماذا طلب منهم؟",
         "وماذا طلب كازنوف من ممثلي شركات التكنولوجيا؟"),
        ("من ترأس اجتماعات مجموعة السبع؟", "ماركو مينيتي", "وماذا قال عن الإنترنت؟",
         "وماذا قال ماركو مينيتي عن الإنترنت؟"),
        ("من أوفدت غوغل إلى اجتماع إسكيا؟", "مستشارها ومدير السياسة نيكلاس لوندبلاد", "وما منصبه؟",
         "وما منصب نيكلاس لوندبلاد؟"),
        ("أين عقد مينيتي مؤتمره الصحفي؟", 'في جزيرة "إيسكيا" (جنوبي إيطاليا)', "ومن حضر الاجتماعات هناك؟",
         "ومن حضر الاجتماعات في جزيرة إيسكيا؟"),
        ("من قال إن داعش كالسمكة؟", "مينيتي", "وما نسبة التطرف التي ذكرها؟", "وما نسبة التطرف التي ذكرها مينيتي؟"),
        ("متى التقى كازنوف ممثلي الشركات؟", "أمس الجمعة", "وأين كان ذلك؟", "وأين التقى كازنوف ممثلي الشركات؟"),
        ("من ترأس اجتماعات المجموعة؟", "ماركو مينيتي", "ومتى؟", "ومتى ترأس ماركو مينيتي اجتماعات المجموعة؟"),
        ("ماذا قالت أمبر راد بعد الاجتماع؟", "", "ومتى عقد؟", "ومتى عقد الاجتماع؟"),  # she was not held
        ("أين يعمل جوليان ريتشاردز؟", "", "وما رأيه في نهج بريطانيا؟", "وما رأي جوليان ريتشاردز في نهج بريطانيا؟"),
    ],
)  # fmt: skip
def test_the_noun_stands_in_the_place_of_what_points_back(former, answer, question, meant):
    assert understood(question, former, answer) == meant


@pytest.mark.parametrize(
    ("former", "question", "meant"),
    [
        ("من افتتح المتحف؟", "وماذا سُرق منه؟", "وماذا سُرق من المتحف؟"),
        ("أين نشأت الرسامة؟", "وماذا كُتب عنها؟", "وماذا كُتب عن الرسامة؟"),
        ("من هو مدير البنك؟", "وماذا أشيع عنه؟", "وماذا أشيع عن مدير البنك؟"),
        ("من هي مديرة البنك؟", "وماذا قيل عنها؟", "وماذا قيل عن مديرة البنك؟"),
        ("متى افتتح السوق؟", "وماذا يُباع فيه؟", "وماذا يُباع في السوق؟"),
        ("من قتل التاجر؟", "ومتى قُبض عليه؟", "ومتى قُبض على التاجر؟"),
        ("أين حوكم المهندس؟", "ومتى أفرج عنه؟", "ومتى أفرج عن المهندس؟"),
        ("أين وقع الحريق؟", "ومتى أُبلغ عنه؟", "ومتى أُبلغ عن الحريق؟"),
        ("من أخفى التمثال؟", "وأين عثر عليه؟", "وأين عثر على التمثال؟"),
        ("من هو الشاعر؟", "وماذا قال عنه؟", "وماذا قال الشاعر عنه؟"),  # who said it of somebody else
        ("من هو الشاعر؟", "ومتى نُقل إليها؟", "ومتى نُقل الشاعر إليها؟"),  # who was brought to some town
        ("متى أُقيل الوزير؟", "ولماذا أُقيل؟", "ولماذا أُقيل الوزير؟"),
    ],
)
def test_what_is_done_to_somebody_in_the_passive_has_no_subject_that_was_left_out(former, question, meant):
    assert understood(question, former).removesuffix(f" (بعد: «{former}»)") == meant


@pytest.mark.parametrize(
    ("former", "answer", "question"),
    [
        ("كم قتيلا سقط في هجمات باريس؟", "17", "وماذا قالت عنهم؟"),  # nobody who could have said it
        ("من التقى كازنوف؟", "", "وماذا طلب منهم؟"),  # nobody who could be asked
        ("ماذا قال الوزير؟", "إن الاتفاق خطوة أولى", "وماذا طلبت منها؟"),  # a man, and none of whom
    ],
)
def test_what_nobody_is_there_for_stays_and_the_question_before_is_named(former, answer, question):
    assert understood(question, former, answer).endswith(f"(بعد: «{former}»)")


@pytest.mark.parametrize(
    ("former", "question", "meant"),
    [
        ("متى تعود أنس جابر إلى الملاعب؟", "كم لقبا فازت به؟", "كم لقبا فازت أنس جابر به؟"),
        ("متى التقى كازنوف ممثلي الشركات؟", "وكم مدينة زارها؟", "وكم مدينة زارها كازنوف؟"),
        ("متى عقد الاجتماع؟", "وكم وزيرا حضره؟", "وكم وزيرا حضر الاجتماع؟"),  # the ministers did
        ("متى عقد الاجتماع؟", "وكم شخصا شارك فيه؟", "وكم شخصا شارك في الاجتماع؟"),
    ],
)
def test_a_pronoun_that_takes_up_what_is_counted_stays(former, question, meant):
    assert understood(question, former) == meant


@pytest.mark.parametrize(
    ("former", "answer", "question", "meant"),
    [
        ("متى أغلقت المحطة؟", "", "ومن المهندس الذي صممها؟", "ومن المهندس الذي صمم المحطة؟"),
        ("بكم بيعت الرواية؟", "", "ومن الكاتب الذي كتبها؟", "ومن الكاتب الذي كتب الرواية؟"),
        ("متى افتتح المتحف؟", "", "وما الشركة التي شيدته؟", "وما الشركة التي شيدت المتحف؟"),
    ],
)
def test_a_pronoun_behind_a_relative_that_it_does_not_agree_with_is_another_thing(former, answer, question, meant):
    assert understood(question, former, answer) == meant


def test_what_may_take_up_the_noun_before_its_relative_is_left_open():
    former = "من ترأس اجتماعات المجموعة؟"
    assert understood("وما الدور الذي قام به؟", former, "ماركو مينيتي").endswith(f"(بعد: «{former}»)")
    assert understood("ومن الذي التقى به؟", former, "ماركو مينيتي") == "ومن الذي التقى بماركو مينيتي؟"


def test_a_place_is_given_nothing_and_met_by_nobody():
    former = "في أي مدينة عقد الاجتماع؟"
    assert understood("ومن تبرع لها؟", former, "إسكيا").endswith(f"(بعد: «{former}»)")
    assert understood("وكم عدد سكانها؟", former, "إسكيا") == "وكم عدد سكان إسكيا؟"


def test_a_passive_verb_behind_what_is_counted_is_no_noun():
    former = "بكم صوتا صودق على القانون؟"
    assert understood("وما رأي الوزراء فيه؟", former) == "وما رأي الوزراء في القانون؟"


def test_a_pronoun_takes_the_name_of_whose_gender_the_articles_tell():
    former, both = "من التقى كازنوف بعد فيشمان؟", {"women": ("فيشمان",), "men": ("كازنوف",)}
    assert understood("وما منصبها؟", former, **both) == "وما منصب فيشمان؟"
    assert understood("وما منصبه؟", former, **both) == "وما منصب كازنوف؟"


def test_a_woman_by_name_comes_before_an_answer_that_may_be_anybody():
    former, answer = "من التقى كازنوف بعد فيشمان؟", "نيكلاس لوندبلاد"
    assert understood("وما منصبها؟", former, answer, women=("فيشمان",)) == "وما منصب فيشمان؟"
    assert understood("وما منصبها؟", former, answer) == "وما منصب نيكلاس لوندبلاد؟"


@pytest.mark.parametrize(
    ("name", "texts", "female"),
    [
        ("أنس جابر", ["غابت اللاعبة ستة أشهر. وقالت جابر في تونس إنها عادت."], True),
        ("وليد المعلم", ["وزير الخارجية وليد المعلم قال في نيويورك إن الحرب انتهت."], False),
        ("أنس جابر", ["تعود أنس جابر، وقالت رئيسة الاتحاد إنها سعيدة."], None),  # who said it is another
        ("موريس", ["قال موريس إنه لا يعرف.", "وأضافت موريس أنها لا تعرف."], None),
    ],
)
def test_whether_a_name_is_a_womans_is_told_by_the_verbs_beside_it(name, texts, female):
    assert told_gender(name, texts) is female


def test_who_asks_in_english_is_told_in_english():
    assert understood("What did he ask them for?", "Who did Cazeneuve meet in Lyon?") == (
        "What did Cazeneuve ask them for? (after: “Who did Cazeneuve meet in Lyon?”)"
    )
    assert understood("Where does he work?", "What did Richards say?") == "Where does Richards work?"


def test_the_answer_is_searched_for_too():
    found = stand_alone(
        "وما منصبه؟", [Turn("من أوفدت غوغل إلى اجتماع إسكيا؟")], WORDS.__contains__,
        told=lambda turn, asked: "نيكلاس لوندبلاد", names_in=names_in,
    )  # fmt: skip
    assert found.question == "وما منصبه؟" and "لوندبلاد" in found.context


def test_a_noun_of_the_answer_stands_without_what_is_written_onto_it():
    assert noun_of_answer("بممثلي شركات التكنولوجيا", WORDS.__contains__, names_in, True).text.startswith("ممثلي")
    clause = "أن الاتفاق لم يوقع بعد لأن الوزراء لم يحضروا كلهم"
    assert noun_of_answer(clause, WORDS.__contains__, names_in, True) is None


def test_the_word_that_is_asked_for_and_the_verb_are_no_nouns_of_a_question():
    found = nouns_of("من التقى كازنوف في سان فرانسيسكو؟", WORDS.__contains__, names_in)
    assert [(noun.text, noun.behind) for noun in found] == [("كازنوف", ""), ("سان فرانسيسكو", "في")]
    assert [noun.text for noun in nouns_of("كم عمر توم دالي؟", WORDS.__contains__, names_in)] == ["توم دالي"]


@pytest.mark.parametrize(
    ("raw", "noun", "word"),
    [
        ("بناؤ", "بناء", "بناء"), ("بنائ", "بناء", "بناء"), ("دعاؤ", "دعاء", "x"), ("شركاؤ", "شركاء", "x"),
        ("آراؤ", "آراء", "x"), ("مبدئ", "مبدأ", "مبدا"), ("عبئ", "عبء", "عبء"), ("مدرست", "مدرسة", "مدرسه"),
        ("مستوا", "مستوى", "مستوي"), ("سؤال", "سؤال", "x"), ("هجمات", "هجمات", "هجمات"), ("رأي", "رأي", "x"),
    ],
)  # fmt: skip
def test_a_noun_before_its_owner_is_written_as_without_a_pronoun(raw, noun, word):
    assert before_owner(raw, lambda known: known == word) == noun


@pytest.mark.parametrize(
    ("raw", "noun"),
    [
        ("حقيبت", "حقيبة"), ("وبطاريت", "وبطارية"), ("هجمات", "هجمات"), ("توقيت", "توقيت"), ("ملكوت", "ملكوت"),
        ("بيت", "بيت"), ("كتاب", "كتاب"),
    ],
)  # fmt: skip
def test_a_noun_that_no_article_has_ends_in_the_letter_of_a_feminine_before_its_owner(raw, noun):
    assert before_owner(raw, lambda known: False, surely_noun=True) == noun
    assert before_owner("كتبت", lambda known: False) == "كتبت"  # she wrote


def test_who_is_asked_for_is_not_the_one_before():
    former = "بكم حُكم على كازنوف؟"
    assert understood("ومن حُكم عليه أيضا؟", former).startswith("ومن حُكم عليه أيضا؟")
    assert understood("ومن قبض عليه كذلك؟", former).startswith("ومن قبض عليه كذلك؟")
    assert understood("ومن هجم عليه؟", former) == "ومن هجم على كازنوف؟"


def test_an_amount_owns_nothing():
    assert noun_of_answer("620 مترا", WORDS.__contains__, names_in, False) is None


PEOPLE = ("بسمة عبد الجليل", "سليم درويش", "نهى السعيد", "مالك شعبان")
CLUBS = ("نادي الصفاء البيروتي", "صندوق المدى")


def of_people(question: str, former: str, answer: str = "", people: tuple[str, ...] = (), parts: tuple[str, ...] = ()):
    names = (*PEOPLE, *CLUBS, *parts)
    return stand_alone(
        question, [Turn(former)], WORDS.__contains__, told=lambda turn, asked: answer,
        names_in=lambda text: [(text.index(n), text.index(n) + len(n)) for n in names if n in text],
        people=lambda turn: people, is_person=lambda text: True if text in PEOPLE else False if text in CLUBS else None,
    ).text  # fmt: skip


@pytest.mark.parametrize(
    ("former", "answer", "question", "meant"),
    [
        ("إلى أي ناد انتقل سليم درويش؟", "نادي الصفاء البيروتي", "وحتى متى عقده؟", "وحتى متى عقد سليم درويش؟"),
        ("إلى أي ناد انتقل مالك شعبان؟", "نادي الصفاء البيروتي", "وكم راتبه؟", "وكم راتب مالك شعبان؟"),
        ("ما الصندوق الذي اختار سليم درويش؟", "صندوق المدى", "وما عمره؟", "وما عمر سليم درويش؟"),
        ("متى ولدت بسمة عبد الجليل؟", "", "وما مهنتها؟", "وما مهنة بسمة عبد الجليل؟"),
        ("متى ولدت بسمة عبد الجليل؟", "", "وما اسم والدتها؟", "وما اسم والدة بسمة عبد الجليل؟"),
        ("أين درست نهى السعيد؟", "", "وما شغلها؟", "وما شغل نهى السعيد؟"),
    ],
)  # fmt: skip
def test_what_a_person_has_is_the_persons(former, answer, question, meant):
    assert of_people(question, former, answer) == meant


def test_a_woman_has_her_whole_name_where_only_her_fathers_is_known_for_one():
    former, question = "متى توفيت بثينة شعبان؟", "وما اسم والدتها؟"
    written = stand_alone(
        question, [Turn(former)], WORDS.__contains__, is_person=lambda text: text == "شعبان" or None,
        names_in=lambda text: [(text.index("شعبان"), text.index("شعبان") + 5)] if "شعبان" in text else [],
    ).text  # fmt: skip
    assert written == "وما اسم والدة بثينة شعبان؟"


def test_a_part_of_a_name_stands_for_the_whole_of_it():
    former, question = "كيف عاشت بسمة عبد الجليل؟", "وما اسم والدتها؟"
    written = of_people(question, former, people=("بسمة عبد الجليل",), parts=("عبد الجليل",))
    assert written == "وما اسم والدة بسمة عبد الجليل؟"


@pytest.mark.parametrize(
    ("former", "question", "meant"),
    [
        ("لماذا عارض سليم درويش القرض؟", "وماذا اقترح بدلا منه؟", "وماذا اقترح سليم درويش بدلا من القرض؟"),
        ("لماذا رفضت نهى السعيد الجائزة؟", "وماذا طلبت عوضا عنها؟", "وماذا طلبت نهى السعيد عوضا عن الجائزة؟"),
        ("متى باع مالك شعبان المتجر؟", "وماذا فتح بدلا منه؟", "وماذا فتح مالك شعبان بدلا من المتجر؟"),
        ("أين درست نهى السعيد؟", "وأين تعمل حاليا؟", "وأين تعمل نهى السعيد حاليا؟"),
    ],
)
def test_instead_of_it_is_never_instead_of_who_does_it(former, question, meant):
    assert of_people(question, former) == meant


def test_with_nothing_else_there_nobody_does_something_instead_of_himself():
    former, question = "متى استقال سليم درويش؟", "وماذا اقترح بدلا منه؟"
    assert "بدلا من سليم" not in of_people(question, former)


def test_a_name_that_was_put_in_stays_whole():
    names = ("مالك",)  # all that is known for one of «مالك الزعبي»
    found = stand_alone(
        "وما مرض والدته؟", [Turn("إلى أي ناد انتقل مالك الزعبي؟"), Turn("وحتى متى عقده؟")], WORDS.__contains__,
        names_in=lambda text: [(text.index(n), text.index(n) + len(n)) for n in names if n in text],
        is_person=lambda text: text.startswith("مالك") or None, people=lambda turn: ("مالك الزعبي",),
    )  # fmt: skip
    assert found.text == "وما مرض والدة مالك الزعبي؟"


def in_talk(question: str, former: str, answer: str, names: tuple[str, ...], earlier: str = "") -> str:
    turns = [Turn(asked) for asked in (earlier, former) if asked]
    return stand_alone(
        question, turns, (WORDS | {"مرت", "قيمه"}).__contains__, told=lambda turn, asked: answer,
        names_in=lambda text: [(text.index(n), text.index(n) + len(n)) for n in names if n in text],
        people=lambda turn: names, is_person=lambda text: True if text in names else None,
    ).text  # fmt: skip


@pytest.mark.parametrize(
    ("former", "answer", "names", "question", "meant"),
    [
        ("من أسس المطبعة؟", "هالة مراد", ("هالة مراد",), "ومتى أُغلقت؟", "ومتى أُغلقت المطبعة؟"),
        ("من كتب المسرحية؟", "ليلى فارس", ("ليلى فارس",), "وأين عُرضت؟", "وأين عُرضت المسرحية؟"),
        ("من أنشأ المصنع؟", "سمير عوض", ("سمير عوض",), "ومتى أمم؟", "ومتى أمم المصنع؟"),
        ("من أنشأ المصنع؟", "سمير عوض", ("سمير عوض",), "ومتى اعتُقل؟", "ومتى اعتُقل سمير عوض؟"),
        ("من زار الميناء؟", "سمير عوض", ("سمير عوض",), "وماذا افتتح؟", "وماذا افتتح سمير عوض؟"),
    ],
)
def test_what_is_done_to_things_is_asked_of_no_person(former, answer, names, question, meant):
    assert in_talk(question, former, answer, names) == meant


def test_two_who_answered_are_no_single_one():
    names = ("سمير", "وليد عوض")
    assert in_talk("ومتى توسع؟", "من أنشأ المصنع؟", "الأخوان سمير ووليد عوض", names) == "ومتى توسع المصنع؟"
    found = noun_of_answer("الأخوان سمير ووليد عوض", WORDS.__contains__, lambda text: [(8, 12), (13, 22)], True)
    assert (found.text, found.several) == ("سمير ووليد عوض", True)


def test_a_mans_name_is_no_preposition():
    assert in_talk("وكم عمره؟", "من نجا من الغرق؟", "علي ناصر", ("علي ناصر",)) == "وكم عمر علي ناصر؟"


def test_a_number_is_no_part_of_a_noun_with_the_article_before_it():
    former, answer = "ما المتاجر التي أغلقها البنك؟", "الشهر خمسة"
    assert in_talk("وكم بقي له؟", former, answer, ()) == "وكم بقي للبنك؟"


def test_whom_the_first_of_two_questions_asked_for_is_meant():
    def told(turn: int, asked: str) -> str:
        return "رامي حداد" if asked == "من أنقذ الغريق" else "(29 عاما)"

    found = stand_alone(
        "بماذا كُرّم؟", [Turn("من أنقذ الغريق وكم عمره؟")], WORDS.__contains__, told=told,
        names_in=lambda text: [(text.index("رامي حداد"), len(text))] if "رامي حداد" in text else [],
    )  # fmt: skip
    assert found.text == "بماذا كُرّم رامي حداد؟"
    asked = []
    stand_alone(
        "كم عددها؟", [Turn("متى تجتمع لجنة التحكيم وأين؟")], WORDS.__contains__,
        told=lambda turn, question: asked.append(question) or "",
    )  # fmt: skip
    assert "أين" not in asked


@pytest.mark.parametrize(
    ("former", "question", "meant"),
    [
        ("بكم صوت مرّ قانون السير الجديد؟", "وكم نائبا عارضه؟", "وكم نائبا عارض قانون السير الجديد؟"),
        ("لماذا ذهبت تستلم الجائزة؟", "وما قيمتها؟", "وما قيمة الجائزة؟"),
        ("لماذا أوقفت تنفيذ القرار؟", "وما قيمته؟", "وما قيمته؟ (بعد: «لماذا أوقفت تنفيذ القرار؟»)"),
    ],
)
def test_a_verb_is_no_part_of_the_noun_behind_it(former, question, meant):
    assert in_talk(question, former, "", ()) == meant


def test_a_husband_is_of_the_woman_who_spoke():
    earlier, former = "ماذا تمنع وثيقة السلطان وشيوخ القرى؟", "ماذا قالت حواء منير عن الجفاف؟"
    meant = in_talk("وأين ذهب زوجها؟", former, "", ("وشيوخ القرى",), earlier)
    assert meant == "وأين ذهب زوج حواء منير؟"
