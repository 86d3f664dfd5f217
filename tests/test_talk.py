"""Talk gets a fitting sentence and no quote; what is said about the last answer shows more of it, or its ground."""

from __future__ import annotations

import pytest

from assistant.messages import TALK
from assistant.pipeline import Assistant
from assistant.types import Turn

pytestmark = pytest.mark.slow

ASKED = "من أوفدت غوغل إلى اجتماع إسكيا؟"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("مرحبا", "talk_greeting"), ("شكرا جزيلا", "talk_thanks"), ("إلى اللقاء", "talk_goodbye"),
        ("من أنت؟", "talk_identity"), ("كيف حالك؟", "talk_wellbeing"), ("👍", "talk_emoji"),
    ],
)  # fmt: skip
def test_talk_is_answered_with_a_sentence_and_no_quote(assistant: Assistant, said: str, code: str) -> None:
    answer = assistant.ask(said)
    assert (answer.kind, answer.text, answer.citations) == ("talk", TALK[code]["ar"], ())
    assert answer.abstained  # nothing was answered from the articles
    assert answer.as_json()["kind"] == "talk"


@pytest.mark.parametrize("said", ["السلام عليكم، ماذا يمكنك أن تفعل؟", "مرحبا! شو بتقدر تعمل؟"])
def test_a_greeting_before_a_question_about_the_assistant_does_not_hide_it(assistant: Assistant, said: str) -> None:
    answer = assistant.ask(said)
    assert (answer.kind, answer.text) == ("talk", TALK["talk_ability"]["ar"])


@pytest.mark.parametrize("said", ["أحسنت، إجابة دقيقة جدا", "شكرا لك، كلام جميل ومرتب", "thanks, well done"])
def test_what_is_talk_as_a_whole_is_no_question_behind_its_first_words(assistant: Assistant, said: str) -> None:
    assert assistant.ask(said).kind == "talk"


def test_a_greeting_before_a_question_about_the_folder_is_no_part_of_its_subject(assistant: Assistant) -> None:
    answer = assistant.ask("السلام عليكم، ما المقالات التي تذكر ليبيا؟")
    assert answer.kind == "corpus" and "«ليبيا»" in answer.text


def test_talk_is_answered_in_its_own_language(assistant: Assistant) -> None:
    assert assistant.ask("thank you very much").text == TALK["talk_thanks"]["en"]
    assert assistant.ask("Merci beaucoup").text == TALK["talk_thanks"]["fr"]


def test_thanks_are_no_follow_up_and_the_next_question_leans_on_the_one_before(assistant: Assistant) -> None:
    history = [Turn(ASKED), Turn("شكرا")]
    assert assistant.ask("شكرا", history[:1]).kind == "talk"
    assert assistant.ask("وفايسبوك؟", history).standalone == "من أوفدت فايسبوك إلى اجتماع إسكيا؟"


@pytest.mark.parametrize("said", ["لم أفهم", "اشرح أكثر"])
def test_who_did_not_understand_is_shown_what_stands_around_the_quote(assistant: Assistant, said: str) -> None:
    first = assistant.ask(ASKED).citations[0]
    more = assistant.ask(said, [Turn(ASKED)])
    assert more.kind == "talk" and not more.abstained
    around = more.citations[0]
    assert around.source == first.source and around.start <= first.start and first.end <= around.end
    assert len(around.quote) > len(first.quote)


@pytest.mark.parametrize("said", ["هل أنت متأكد؟", "هذا خطأ"])
def test_who_doubts_is_shown_the_ground_and_the_next_best(assistant: Assistant, said: str) -> None:
    first = assistant.ask(ASKED).citations[0]
    basis = assistant.ask(said, [Turn(ASKED), Turn("شكرا")])
    assert basis.kind == "talk" and basis.citations[0].quote == first.quote
    assert len({c.quote for c in basis.citations}) > 1


def test_doubt_without_an_answer_before_quotes_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("هل أنت متأكد؟")
    assert answer.kind == "talk" and not answer.citations


def test_doubt_of_what_was_said_of_the_folder_quotes_nothing_of_other_articles(assistant: Assistant) -> None:
    history = [Turn("كم مقالا عندك؟"), Turn("من أنت؟")]
    answer = assistant.ask("كيف تعرف أن جوابك صحيح؟", history)
    assert answer.kind == "talk" and answer.text and not answer.citations


@pytest.mark.parametrize("asked", ["كم طفلا لوزير الداخلية الفرنسي؟", "ما هي عاصمة أستراليا؟"])
def test_who_doubts_that_nothing_answers_is_told_so_and_shown_what_is_nearest_as_no_answer(
    assistant: Assistant, asked: str
) -> None:
    refused = assistant.ask(asked)
    assert refused.kind == "abstention"
    again = assistant.ask("هل أنت متأكد؟", [Turn(asked, refused.text), Turn("شكرا", "عفوا")])
    assert again.kind == "talk" and refused.text in again.text
    assert not again.citations and again.nearest and not any(one.answer for one in again.nearest)
    assert again.nearest[: len(refused.nearest)] == refused.nearest
    english = assistant.ask("Are you sure?", [Turn(asked, refused.text)])
    assert english.text.isascii() and english.nearest == again.nearest


def test_a_question_in_latin_letters_is_declined_politely(assistant: Assistant) -> None:
    answer = assistant.ask("meen elly 7adar el ejtima3 3an google")
    assert answer.kind == "abstention" and "الحروف العربية" in answer.text
