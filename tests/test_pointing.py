"""What of a question about the folder only points to its subject, and whom it then means."""

from __future__ import annotations

import pytest

from assistant.corpus_answers.pointing import of_those_listed, pointing
from assistant.pipeline import Assistant
from assistant.types import Turn


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("ما المقالات التي تتحدث عنها؟", "ما المقالات التي تتحدث عن هدى؟"),
        ("كم مقالا يذكرها؟", "كم مقالا يذكر هدى؟"),
        ("وما الأخبار التي ذكرتها؟", "وما الأخبار التي ذكرت هدى؟"),
        ("في أي مقال ورد ذكرها؟", "في أي مقال ورد ذكر هدى؟"),
        ("في أي مقال ذُكرت؟", "في أي مقال ذُكرت هدى؟"),
        ("هل وردت في مقالات أخرى؟", "هل وردت هدى في مقالات أخرى؟"),
        ("ما المقالات المتعلقة بها؟", "ما المقالات المتعلقة بهدى؟"),
        ("شو المقالات اللي بتحكي عنها؟", "شو المقالات اللي بتحكي عن هدى؟"),
        ("لخص المقال الذي يتناولها", "لخص المقال الذي يتناول هدى"),
        ("Which articles mention her?", "Which articles mention هدى?"),
    ],
)
def test_the_pronoun_of_a_word_for_mentioning_gives_way_to_the_name(question: str, named: str) -> None:
    told = pointing(question)
    assert told is not None and told.named(question, "هدى") == named
    assert told.pronoun in ("ها", "she")


@pytest.mark.parametrize(
    "question",
    [
        "اعطني عناوينها", "لخصه", "كم عددها؟", "من المذكورون فيها؟",  # the articles' own
        "أي دول ورد ذكرها في المقالات؟", "ما الشركات التي ذكرها المقال؟", "ما الذي تتحدث عنه النصوص؟",  # what is asked
        "كم مقالا يتحدث عن الجسر؟", "ماذا ورد في المقال الثاني؟", "ما الأسماء التي وردت في المقالات؟",
    ],
)  # fmt: skip
def test_other_pronouns_do_not_point_to_a_subject(question: str) -> None:
    assert pointing(question) is None


@pytest.mark.slow
def test_which_articles_speak_of_him_is_asked_of_whom_the_talk_is_about(assistant: Assistant) -> None:
    alone = assistant.ask("ما المقالات التي تذكر مينيتي؟")
    after = assistant.ask("ما المقالات التي تذكره؟", [Turn("ماذا قال مينيتي عن ليبيا؟")])
    assert after.kind == "corpus" and len(alone.citations) > 1
    assert {one.source for one in after.citations} == {one.source for one in alone.citations}
    again = assistant.ask("وكم مقالا يتحدث عنه؟", [Turn("ما المقالات التي تذكر مينيتي؟"), Turn("شكرا")])
    assert {one.source for one in again.citations} == {one.source for one in alone.citations}


@pytest.mark.slow
def test_what_a_feminine_noun_is_of_is_meant_by_a_masculine_pronoun(assistant: Assistant) -> None:
    answer = assistant.ask("في أي مقال ورد ذكره؟", [Turn("ما نسبة التطرف؟")])
    assert "«التطرف»" in answer.lead


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("أي منها يتحدث عن الفيضان؟", "أي مقال يتحدث عن الفيضان؟"), ("وأيها عن الرياضة؟", "أي مقال عن الرياضة؟"),
        ("أي واحد منها يتناول التعليم؟", "أي مقال يتناول التعليم؟"),
        ("انهي منها بيحكي عن الانتخابات؟", "أي مقال بيحكي عن الانتخابات؟"),
        ("Which of them is about oil?", "which article is about oil?"),
        ("Which one of these mentions oil?", "which article mentions oil?"),
        ("أي منها أكبر؟", ""), ("أيهم فاز؟", ""), ("من منهم تحدث عن الحرب؟", ""),
        ("من منهم قال ذلك؟", ""), ("أي منها؟", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_those_listed_are_about_is_asked_of_the_articles(question: str, asked: str) -> None:
    assert of_those_listed(question) == asked
