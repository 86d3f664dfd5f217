"""What somebody is and who was there, held against another article: a shorter form of one office is no difference."""

from __future__ import annotations

import pytest

from assistant.names.doubtful import Found
from assistant.names.found import NamesFound
from assistant.names.register import register
from assistant.names.tagger import load_tagger
from assistant.pipeline import Assistant
from assistant.sources.offices import people_differ, people_of
from assistant.sources.said import read_sentence
from assistant.verification.claims import embed_claim
from vectorstore.types import Passage

pytestmark = pytest.mark.slow


def differences(assistant: Assistant, one: str, other: str) -> list[tuple[str, str, str]]:
    """What two articles of one sentence each differ in, by the names that the tagger finds in them."""
    tagger = load_tagger()
    assert tagger is not None
    said, found = [], {}
    with assistant.searcher.reading() as search:
        for source, text in (("a.txt", one), ("b.txt", other)):
            span = (0, len(text))
            passage = Passage(source, *span, text, "", "body", (span,))
            said.append(read_sentence(search, passage, span, embed_claim(text, search.embedder)))
            found[source] = [Found(text[slice(*o.span)], o.kind, o.span) for o in tagger.mentions(text, [span])]
        known = register({**NamesFound(assistant.index).read(), **found})
        people = [people_of([one], known) for one in said]
        return [(d.kind, d.one, d.other) for d in people_differ(*people)]


def test_another_office_of_one_person_differs(assistant: Assistant) -> None:
    ((kind, one, other),) = differences(
        assistant,
        "أعلن وزير الخارجية الإيطالي ماركو مينيتي توقيع الاتفاق",
        "أعلن وزير الداخلية الإيطالي ماركو مينيتي توقيع الاتفاق مع الشركات",
    )
    assert kind == "office" and "الخارجية" in one and "الداخلية" in other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قال وزير الداخلية الإيطالي ماركو مينيتي إن الاتفاق خطوة", "قال الوزير ماركو مينيتي إن الاتفاق خطوة أولى"),
        ("قال رئيس الحكومة زوران زئيف إن العضوية مهمة", "قال رئيس الوزراء المقدوني زوران زئيف إن العضوية مهمة"),
        ("قالت وزيرة الداخلية البريطانية أمبر رود", "قال وزير الخارجية الفرنسي برنار كازنوف"),
    ],
)
def test_a_shorter_form_and_another_person_do_not(assistant: Assistant, one: str, other: str) -> None:
    assert not differences(assistant, one, other)


def test_a_whole_list_of_who_was_there_differs_and_a_list_of_some_does_not(assistant: Assistant) -> None:
    told = "حضر الاجتماع ممثلون عن شركات غوغل وفيسبوك وتويتر"
    ((kind, _, _),) = differences(assistant, told, "وحضر الاجتماع مندوبون عن شركات فيسبوك وغوغل ومايكروسوفت")
    assert kind == "attended"
    assert not differences(assistant, told, "حضر الاجتماع ممثلون عن شركات التكنولوجيا مثل غوغل ومايكروسوفت")
    assert not differences(assistant, told, "حضر الاجتماع ممثلون عن شركات جوجل وفيسبوك وتويتر")


def test_who_was_there_and_stayed_away_differs(assistant: Assistant) -> None:
    found = differences(
        assistant,
        "حضر رئيس الوزراء زوران زئيف مراسم توقيع الاتفاق",
        "غاب رئيس الوزراء زوران زئيف عن مراسم توقيع الاتفاق",
    )
    assert [kind for kind, *_ in found] == ["attended"]


def test_an_office_right_behind_the_name_is_his_unless_another_is_named_behind_it(assistant: Assistant) -> None:
    told = "قالت جين فريمان وزيرة الصحة الأسكتلندية إنها ممتنة"
    ((kind, one, other),) = differences(assistant, told, "قالت جين فريمان وزيرة التعليم الأسكتلندية إنها ممتنة")
    assert (kind, "الصحة" in one, "التعليم" in other) == ("office", True, True)
    met = "التقى ماركو مينيتي وزير الداخلية الفرنسي برنار كازنوف"
    assert not differences(assistant, met, "قال وزير الخارجية الإيطالي ماركو مينيتي إن الاتفاق خطوة")


def test_who_was_there_is_told_verb_by_verb(assistant: Assistant) -> None:
    came = "حضر حفل الافتتاح أردوغان وأرمين لاشيت وهنرييت ريكر"
    found = differences(assistant, came, "حضر حفل الافتتاح أردوغان وأرمين لاشيت ولم تحضره هنرييت ريكر")
    assert [kind for kind, *_ in found] == ["attended"]
