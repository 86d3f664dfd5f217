"""The piece of several clauses that is asked for."""

from __future__ import annotations

import pytest

from assistant.answering.sentence_ranking import rank_sentences
from assistant.question.answer_pieces import asked_piece
from assistant.question.query import Query
from assistant.retrieval.reader import Reading
from tests.fakes import WordLengths
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit


def marked(text: str) -> tuple[str, int, int]:
    """A sentence, and where what stands in brackets begins and ends in it."""
    before, part, behind = text.replace("]", "[").split("[")
    return before + part + behind, len(before), len(before + part)


def piece(question: str, text: str) -> str | None:
    sentence, start, end = marked(text)
    found = asked_piece(question, sentence, start, end)
    return sentence[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("كم دفعت الوزارة من ثمن الجسر؟",
         "بلغ ثمن الجسر [90 مليون درهم، دفعت الوزارة 35 مليون درهم] منها.", "35 مليون درهم"),
        ("كم طالبة تدرس في المعهد؟",
         "يضم المعهد [12 قاعة، وتدرس فيه 340 طالبة].", "340 طالبة"),
        ("كم كلفت السفينة؟", "وكلفت السفينة [سبعة ملايين ريال، ويعمل عليها 40 بحارا من القرية].", "سبعة ملايين ريال"),
        ("كم يدوم الطلاء؟", "ثمن العلبة [14 دينارا، ويدوم الطلاء خمس سنوات].", "خمس سنوات"),
        ("كم ثمن العلبة؟", "ثمن العلبة [14 دينارا، ويدوم الطلاء خمس سنوات].", "14 دينارا"),
        ("كم كيلومترا بين البئر والقرية؟", "حفروا البئر على بعد [4 كيلومترات من القرية بدلا من 9 كيلومترات].",
         "4 كيلومترات من القرية"),
        ("كم صار أجر العامل؟", "صار أجر العامل [310 دراهم بعد أن كان لا يزيد على 240 درهما].", "310 دراهم"),
        ("بكم انتقل الحارس؟", "وقع الحارس [عقدا بمليوني يورو، وانتقل إلى ليون مقابل 40 مليون يورو].",
         "40 مليون يورو"),
        ("كم بلغت إيرادات المصنع؟", "ارتفعت إيرادات المصنع بنسبة [7 في المئة إلى 52 مليون دينار].", "52 مليون دينار"),
    ],
)  # fmt: skip
def test_of_several_amounts_that_of_the_clause_which_has_the_question_is_taken(
    question: str, text: str, wanted: str
) -> None:
    assert piece(question, text) == wanted


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("من دافع عن المتهمة؟", "وقالت المحامية [سلمى الخياط إن موكلتها لم تعلم بالأمر].", "سلمى الخياط"),
        ("من مدير المتحف؟", "وقال مدير المتحف [منير علي إن القاعة ستغلق].", "منير علي"),
        ("من حذر من السيول؟", "وحذر [يوسف الهاشمي من أن السيول قد تعود في نيسان].", "يوسف الهاشمي"),
        ("من غضب؟", "وانتقد [رئيس الناس كامل الخوري القرار، وقال إنه «ظلم كبير»].", "رئيس الناس كامل الخوري القرار"),
        ("من يدرب الفريق؟", "يدرب الفريق [مراد بلقاسم، الذي خسر في الصيف أفضل لاعبيه].", "مراد بلقاسم"),
        ("أين يقع المصنع؟", "يقع المصنع في [صحار، حيث افتتحت الشركة مخزنا جديدا].", "صحار"),
    ],
)
def test_a_person_or_a_place_ends_where_a_further_clause_begins(question: str, text: str, wanted: str) -> None:
    assert piece(question, text) == wanted


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("كم قتيلا سقط في الحريق؟", "سقط في الحريق [ثلاثة رجال، وأربع نساء]."),  # a list
        ("كم راكبا نجا؟", "ونجا [ستة رجال، وطفلة]."),
        ("كم بلغت حصة المصنعين؟", "بلغت الحصة [12 مليون درهم، و9 ملايين درهم] على التوالي."),
        ("كم دقيقة بقي في الملعب؟", "سيبقى [أكثر من دقيقة وأقل من 48 دقيقة] في الملعب."),
        ("كم كوريا عبروا الحدود؟", "عبر [30،000 كوري] الحدود."),
        ("من حضر اللقاء؟", "حضر اللقاء [ديما الشامي، ووليد حسان، والمهندسة ريم نصر]."),
        ("من رفض العرض؟", "رفضته [البلدان التي وقعت الاتفاق]."),
        ("من خسر المدرب في الصيف؟", "يدرب الفريق [مراد بلقاسم، الذي خسر في الصيف قائده هشام ديب]."),
        ("من بنى البيت؟", "[يعتقد السكان أن من بناه جدهم]."),
        ("كم كان عمر الفتى حين سافر؟", "كان في [سن الثالثة عشرة عندما سافر، وعاد وهو في سن الثامنة عشرة]."),
        ("كم كانت الكلفة وكم صارت؟", "كانت الكلفة [3 ملايين درهم، وصارت 5 ملايين درهم]."),
        ("كم مشاهدا كسبت القناة؟", "كسبت [مليون مشاهد من سي إن إن في شهر]."),
        ("من زار القرية؟", "وقال المختار إن [الأمين العام السابق بان كي مون] زار القرية."),
        ("أين يلتقون؟", "يلتقون [قرب المكان حيث تصب الساقية]."),
        ("أين تنمو؟", "تنمو قرب [ميلنجن آن دي ريجن]."),
        ("ماذا قال الوزير؟", "قال الوزير [إن الماء قليل، وإن الناس صابرون]."),
    ],
)
def test_lists_and_what_cannot_be_told_apart_are_left_as_they_are(question: str, text: str) -> None:
    assert piece(question, text) is None


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("كم طالبة تدرس في المعهد؟", "يضم المعهد [12 قاعة، وتدرس فيه 340 طالبة].", "340 طالبة"),
        ("كم بلغ عدد المصابين؟", "والمصابون ليسوا [عشرين] كما نشرت الصحيفة، بل ستة وعشرون.", "ستة وعشرون"),
    ],
)
def test_the_words_that_a_reader_found_are_set_off_as_they_are_mended(question: str, text: str, wanted: str) -> None:
    sentence, start, end = marked(text)
    (passage,) = split_passages(Document("خبر.txt", sentence, "", "", "utf-8"))
    (rows,), embedded = WordLengths().embed_passages([passage]), WordLengths().embed_query(question)
    reading = Reading(9.0, ((start, end),), (9.0,))
    query = Query(question, "ar", (), (), False, question)
    (found,) = rank_sentences(
        query, embedded, [Hit(passage, 1.0)], {passage.id: rows.sentences}, {passage.id: reading}
    )
    assert found.answer and sentence[slice(*found.answer)] == wanted
