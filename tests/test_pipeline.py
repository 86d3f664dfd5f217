"""The whole way from a question to a cited answer, with the real model over the five articles."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from assistant.answering import articles, found
from assistant.answering.abstention import Evidence
from assistant.messages import say
from assistant.pipeline import Assistant
from assistant.question.followup import MAX_HISTORY_TURNS, Standalone
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search
from assistant.types import Turn
from tests.fakes import now
from vectorstore.errors import VectorstoreError

pytestmark = pytest.mark.slow

QUESTIONS = [
    "كم قدّر كازنوف نسبة من يتطرفون عبر الإنترنت؟",
    "من وزير الداخلية الإيطالي عام 2014، ومن خلفه في المنصب؟",
    "ما الشركات التي حضرت اجتماع إيسكيا؟",
    "Who is Monika Bickert?",
    "Que demande Cazeneuve aux entreprises ?",
    "وغوغل؟",
    "٨٠ بالمئة من التَّطَرُّف",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_is_asked_every_marker_resolves_and_every_quote_is_its_slice(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    markers = {int(marker) for line in answer.lines for marker in line.markers}
    assert markers == {c.marker for c in answer.citations} == {int(m) for m in re.findall(r"\[(\d+)\]", answer.text)}
    assert all(line.markers for line in answer.lines)
    assert all(now(assistant.index).document(c.source).text[c.start : c.end] == c.quote for c in answer.citations)
    assert answer.abstained == (not answer.citations)


def test_a_number_is_answered_with_the_sentence_that_has_it(assistant: Assistant):
    answer = assistant.ask("ما نسبة الذين يصبحون متطرفين عن طريق الإنترنت بحسب كازنوف؟")
    assert "85 و90%" in answer.text
    assert "004_dfd3936c2d105e84.txt" in answer.text


@pytest.mark.parametrize("question", ["من فاز بكأس العالم لكرة القدم عام 2018؟", "ما طريقة طبخ المقلوبة بالباذنجان؟"])
def test_what_has_nothing_to_do_with_the_articles_is_not_answered(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    assert answer.abstained and answer.text.startswith("لا أجد إجابة")
    assert not answer.citations and len(answer.nearest) <= 3


@pytest.mark.parametrize(("probability", "shown"), [(0.1, False), (0.3, True)])
def test_what_is_nearest_is_shown_where_it_may_touch_on_the_question_and_nothing_is_set_off(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, probability: float, shown: bool
):
    monkeypatch.setattr(found, "decide_answerable", lambda *_: Evidence((), probability))
    answer = assistant.ask("ماذا قرر الوزراء؟")
    assert answer.abstained and answer.kind == "abstention" and not answer.citations
    assert bool(answer.nearest) == shown and not any(citation.answer for citation in answer.nearest)
    assert answer.text.startswith(say("unsure" if shown else "abstention", "ar"))


def test_a_company_that_no_article_knows_is_not_answered_for(assistant: Assistant):
    assert assistant.ask("من مثّل شركة أبل في اجتماع إسكيا؟").abstained
    assert not assistant.ask("من مثّل شركة مايكروسوفت في اجتماع إسكيا؟").abstained


def test_the_other_spellings_of_a_name_are_searched_and_told(assistant: Assistant):
    variants = set(assistant.ask("من حضر عن قوقل في ايسكيا؟").variants)
    assert {"جوجل", "غوغل", "ايشيا", "اسكيا"} <= variants
    assert "راد" in assistant.ask("ماذا قالت أمبر رود؟").variants


def test_sources_limit_the_answer_to_those_files(assistant: Assistant):
    source = "003_19ead4aec53ada8d.txt"
    answer = assistant.ask("من حضر من الشركات؟", sources=[source])
    assert {c.source for c in answer.citations} <= {source}
    assert {hit.passage.source for hit in answer.hits} == {source}
    with pytest.raises(VectorstoreError, match="unknown_source"):
        assistant.ask("من حضر؟", sources=["ليس هنا.txt"])


def test_a_question_in_english_is_framed_in_english_and_quoted_in_arabic(assistant: Assistant):
    answer = assistant.ask("Where did the G7 interior ministers meet?")
    assert answer.language == "en"
    assert answer.text.splitlines()[0].isascii()
    assert re.search("[ء-ي]", answer.citations[0].quote)


def test_a_follow_up_is_understood_with_the_history(assistant: Assistant):
    answer = assistant.ask("وفايسبوك؟", [Turn("من أوفدت غوغل إلى اجتماع إسكيا؟")])
    assert answer.standalone == "من أوفدت فايسبوك إلى اجتماع إسكيا؟"
    assert "براين فيشمان" in answer.text


@pytest.mark.parametrize("question", ["", "  ", "؟!…", "🙂🙂", "\x00", "ـــ"])
def test_without_words_nothing_is_answered(assistant: Assistant, question: str):
    assert assistant.ask(question).abstained


def test_a_very_long_question_is_answered_from_its_start(assistant: Assistant):
    assert not assistant.ask("ماذا قال كازنوف عن التعاون مع الشركات؟ " + "كلام " * 2_500).abstained


def test_a_streamed_answer_grows_line_by_line_to_the_whole(assistant: Assistant):
    parts = list(assistant.stream("ما الشركات التي حضرت اجتماع إيسكيا؟"))
    told = parts.pop() if any(line.standing for line in parts[-1].lines) else parts[-1]
    whole = parts[-1]
    assert [len(part.lines) for part in parts] == list(range(1, len(whole.lines) + 1))
    assert all(whole.lines[: len(part.lines)] == part.lines for part in parts)
    assert tuple(replace(line, standing=None) for line in told.lines) == whole.lines


def test_ten_people_at_once_each_get_their_own_answer(assistant: Assistant):
    alone = [assistant.ask(question).text for question in QUESTIONS]
    with ThreadPoolExecutor(10) as pool:
        together = list(pool.map(lambda question: assistant.ask(question).text, QUESTIONS * 3))
    assert together == alone * 3


def test_the_first_questions_are_ones_that_are_answered(assistant: Assistant):
    suggested = assistant.suggestions.first()
    assert len(set(suggested)) == len(suggested) > 1
    assert not any(assistant.ask(question).abstained for question in suggested)


@pytest.mark.slow
def test_a_long_chain_of_follow_ups_without_answers_is_asked_again_for_a_few_turns_only(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Standalone] = []
    find = articles.find

    def counting(search: Search, reader: Reader, standalone: Standalone, *more: object, **named: str) -> articles.Found:
        asked.append(standalone)
        return find(search, reader, standalone, *more, **named)

    monkeypatch.setattr(articles, "find", counting)
    chain = [Turn("ماذا قال جوليان ريتشاردز عن نهج بريطانيا؟"), *[Turn("وما رأيه في ذلك؟"), Turn("ومتى قاله؟")] * 15]
    assistant.ask("وما رأيه في ذلك؟", chain)
    assert 1 < len(asked) <= 1 + MAX_HISTORY_TURNS


def test_who_asks_what_else_there_is_gets_no_quote_again(assistant: Assistant):
    first = assistant.ask("ما الشركات التي حضرت اجتماع إسكيا؟")
    more = assistant.ask("ومن غيرهم؟", [Turn(first.question, first.text)])
    quoted = {citation.quote for citation in first.citations}
    assert quoted and not quoted & {citation.quote for citation in more.citations}
    assert more.standalone == first.question


def test_thanks_before_a_question_do_not_hide_that_it_goes_on(assistant: Assistant):
    answer = assistant.ask("شكرا جزيلا. طيب وفي أي مركز يعمل؟", [Turn("ماذا قال جوليان ريتشاردز عن نهج بريطانيا؟")])
    assert "ريتشاردز" in answer.standalone
    assert "شكرا" not in answer.standalone and "طيب" not in answer.standalone


def test_a_conversation_in_dialect_knows_of_whom_it_speaks(assistant: Assistant):
    asked = "مين ترأس اجتماعات مجموعة السبع؟"
    history = [Turn(asked, assistant.ask(asked).text)]
    assert assistant.ask("وشو قال عن الإنترنت؟", history).standalone == "وماذا قال ماركو مينيتي عن الإنترنت؟"


def test_a_spoken_word_alone_asks_on(assistant: Assistant):
    history = [Turn("من أوفدت غوغل إلى اجتماع إسكيا؟")]
    assert assistant.ask("إمتى؟", history).standalone == assistant.ask("متى؟", history).standalone
    assert assistant.ask("ليه؟", history).kind != "talk"


def test_why_alone_is_answered_by_the_reason_or_told_to_stand_nowhere(assistant: Assistant):
    asked = "من أعرب عن الأسف؟"
    told = assistant.ask("ليه؟", [Turn(asked, assistant.ask(asked).text)])
    line = told.lines[0]
    assert line.answer and line.text[slice(*line.answer)].startswith("لأن")
    asked = "كم انخفض عدد المهاجرين الذين يغادرون الساحل الليبي؟"
    none = assistant.ask("ليه؟", [Turn(asked, assistant.ask(asked).text)])
    assert none.abstained and none.text == say("no_reason", "ar") and none.nearest


def test_a_joined_question_that_says_all_is_asked_by_itself_and_another_goes_on(assistant: Assistant):
    asked = "ما نسبة التطرف عبر الإنترنت بحسب مينيتي؟"
    history = [Turn(asked, assistant.ask(asked).text)]
    alone = assistant.ask("وبكم انخفض عدد المهاجرين من الساحل الليبي؟", history)
    assert "20٪" in alone.lines[0].text and "مينيتي" not in alone.standalone
    assert "مينيتي" in assistant.ask("ومتى قال ذلك؟", history).standalone
    sent = "من أرسلت مايكروسوفت إلى لقاء إسكيا؟"
    of_the_same = assistant.ask("ومن أرسلت تويتر؟", [Turn(sent, assistant.ask(sent).text)])
    assert "مايكروسوفت" in of_the_same.standalone and not of_the_same.groups, "the article talked about tells it"


def test_what_is_asked_of_each_is_answered_for_each_and_who_is_not_there_is_named(assistant: Assistant):
    both = assistant.ask("ماذا قال كل من مينيتي وكازنوف؟")
    assert [any(name in line.text for line in both.lines) for name in ("مينيتي", "كازنوف")] == [True, True]
    assert len(both.lines) == 2 and not both.lead
    one = assistant.ask("ماذا قال كل من مينيتي وأردوغان؟")
    assert "أردوغان" in one.lead and "مينيتي" not in one.lead and "مينيتي" in one.lines[0].text


def test_a_part_of_a_question_that_the_articles_do_not_answer_is_named(assistant: Assistant):
    answer = assistant.ask("من حضر اجتماع إسكيا وكم بلغت تكلفة الاجتماع؟")
    assert answer.lead == say("part_lacking", "ar", parts="«كم بلغت تكلفة الاجتماع؟»") and answer.lines
    assert answer.text.startswith(answer.lead)


def test_each_part_of_a_question_gets_its_sentence_and_none_twice(assistant: Assistant):
    answer = assistant.ask("من أوفدت غوغل إلى اجتماع إسكيا، وما نسبة التطرف عبر الإنترنت بحسب كازنوف؟")
    quotes = [citation.quote for citation in answer.citations if not citation.also]
    assert any("لوندبلاد" in quote for quote in quotes) and any("90" in quote for quote in quotes)
    assert len(quotes) == len(set(quotes))


def test_a_list_says_from_how_many_sentences_and_articles_it_was_gathered(assistant: Assistant):
    answer = assistant.ask("ما أسماء الشركات التي حضرت اجتماع إسكيا؟")
    files = {citation.source for citation in answer.citations}
    assert len(answer.lines) > 1
    assert answer.lead == say("gathered", "ar", sentences=len(answer.lines), articles=len(files))
    assert answer.text.startswith(answer.lead)
