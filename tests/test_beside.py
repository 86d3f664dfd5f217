"""What answers and what only stands beside it: told apart once, and kept apart wherever an answer is shown."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answering.beside import MIN_PART_LOGIT, count_answering
from assistant.answering.citations import verify_and_number
from assistant.answering.compose import to_drafts
from assistant.answering.render import line_by_line, render_text
from assistant.answering.replies import refusal, with_reply
from assistant.answering.sentence_ranking import Sentence
from assistant.cli.report import answer_text
from assistant.conversation.set_off import QUOTED_LINE
from assistant.conversation.talk import say_again, show_basis
from assistant.export.answers import Asked, answer_document
from assistant.export.plain import plain_text
from assistant.history.answer_json import decode_answer, encode_answer
from assistant.history.kept import UP, KeptConversation, KeptTurn, KeptVersion
from assistant.history.question_lines import question_lines
from assistant.types import Answer, Citation, Draft, Line, Quote, Standing
from assistant.ui.export_events import asked_of
from assistant.ui.html.transcript import answered, reply
from assistant.ui.state import DONE, Exchange
from tests.fakes import WordLengths
from vectorstore.errors import VectorstoreError
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit, Span

ASKED = "من وقّع الاتفاق؟"
TEXT = "وقّع مينيتي الاتفاق يوم الجمعة. وزار إسكيا بعد ذلك. ثم عاد الوزير إلى روما."
FIRST, SECOND, THIRD = (sentence + "." for sentence in TEXT.removesuffix(".").split(". "))
NAMES = {"ar": "قد يفيد أيضًا", "en": "May also help", "fr": "Peut aussi être utile"}


def an_article(source: str) -> Document:
    if source != "خبر.txt":
        raise VectorstoreError("unknown_source", source=source)
    return Document("خبر.txt", TEXT, "خبر", "", "utf-8")


def sentences(*parts: str, sure: float = MIN_PART_LOGIT) -> list[Sentence]:
    """The sentences of the article as they were chosen, each with the words that would answer, "" for none."""
    (passage,) = split_passages(an_article("خبر.txt"))
    (rows,) = WordLengths().embed_passages([passage])

    def part_of(words: str) -> Span | None:
        at = TEXT.index(words)
        return (at, at + len(words)) if words else None

    return [
        Sentence(
            Hit(passage, 1.0),
            span,
            passage.sentence(span),
            (),
            vector,
            (),
            frozenset(),
            1.0,
            part_of(part),
            sure - place,
        )
        for place, (part, span, vector) in enumerate(zip(parts, passage.sentences, rows.sentences, strict=False))
    ]


def an_answer(language: str = "ar", *beside: bool) -> Answer:
    """The article's sentences, those beside what answers as told; by default all after the first."""
    chosen = beside or (False, True, True)
    drafts = [
        Draft(text, (Quote("خبر.txt", "خبر", TEXT.index(text), TEXT.index(text) + len(text), text),), beside=one)
        for text, one in zip((FIRST, SECOND, THIRD), chosen, strict=True)
    ]
    lines, citations, _ = verify_and_number(drafts, an_article, lambda cited: cited[0].source)
    text = render_text(lines, language=language)
    return Answer(ASKED, ASKED, language, text, lines, citations, (), False, "extractive", 0.1)


# -- which they are ---------------------------------------------------------------------------------


def test_behind_a_first_quote_that_answers_for_sure_what_has_no_answer_stands_beside() -> None:
    assert count_answering(sentences("مينيتي", "", "")) == 1


def test_where_the_reader_finds_nearly_as_much_in_a_further_quote_it_may_answer() -> None:
    assert count_answering(sentences("مينيتي", "", "", sure=MIN_PART_LOGIT + 1)) == 2
    assert count_answering(sentences("مينيتي", "", "", sure=MIN_PART_LOGIT + 2)) == 3


def test_where_nothing_answers_in_the_first_every_quote_may() -> None:
    assert count_answering(sentences("", "", "")) == 3


def test_a_title_that_says_no_more_stands_beside_whatever_the_reader_finds_in_it() -> None:
    first, second = sentences("مينيتي", "إسكيا")
    titled = replace(second, hit=Hit(replace(second.hit.passage, kind="title"), 1.0))
    assert count_answering([first, titled]) == 2, "it has another answer"
    assert count_answering([first, replace(titled, answer=first.answer)]) == 1
    assert count_answering([first, replace(titled, answer=None, part_logit=MIN_PART_LOGIT + 5)]) == 1


def test_a_further_quote_with_words_that_answer_is_no_less_than_the_first_nor_is_one_before_it() -> None:
    assert count_answering(sentences("مينيتي", "إسكيا", "")) == 2
    assert count_answering(sentences("مينيتي", "", "الوزير")) == 3


def test_drafts_keep_their_order_and_are_told_apart() -> None:
    chosen = sentences("مينيتي", "", "")
    assert [(draft.text, draft.beside) for draft in to_drafts(chosen, chosen, answering=1)] == [
        (FIRST, False), (SECOND, True), (THIRD, True),
    ]  # fmt: skip
    assert not any(draft.beside for draft in to_drafts(chosen, chosen))


def test_a_quote_is_never_beside_one_that_did_not_hold() -> None:
    gone = Draft("قال", (Quote("خبر.txt", "خبر", 0, 3, "قال"),))
    at = TEXT.index(SECOND)
    held = Draft(SECOND, (Quote("خبر.txt", "خبر", at, at + len(SECOND), SECOND),), beside=True)
    lines, _, _ = verify_and_number([gone, held], an_article, lambda cited: "")
    assert [(line.text, line.beside) for line in lines] == [(SECOND, False)]


# -- how they are shown -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_in_the_text_a_line_of_its_own_stands_before_them(language: str) -> None:
    written = an_answer(language).text.splitlines()
    assert written[0] == f"«{FIRST}» [1] — خبر.txt" and written[2] == f"«{SECOND}» [2] — خبر.txt"
    assert written[1].rstrip(": ") == NAMES[language] and len(written) == 4
    assert an_answer(language, False, False, False).text.count("\n") == 2, "nothing stands beside"


def test_quotes_and_markers_are_found_in_the_text_as_before() -> None:
    found = [match["quote"] for match in QUOTED_LINE.finditer(an_answer().text)]
    assert found == [FIRST, SECOND, THIRD]


def test_an_answer_grows_line_by_line_and_the_line_comes_with_what_it_is_about() -> None:
    parts = [part.text.splitlines() for part in line_by_line(an_answer("en"))]
    assert [len(lines) for lines in parts] == [1, 3, 4]
    assert parts[-1][:3] == parts[1], "what was shown stays as it is"


def test_in_json_what_stands_beside_says_so() -> None:
    told = an_answer().as_json()["citations"]
    assert [citation.get("beside") for citation in told] == [None, True, True]


def test_a_file_that_says_the_same_as_what_answers_is_not_beside_it() -> None:
    answer = an_answer()
    lines = (replace(answer.lines[0], markers=(1, 2)), *answer.lines[1:])
    assert replace(answer, lines=lines).beside_markers == {3}


def test_a_kept_conversation_has_them_apart_again_and_one_of_before_has_none() -> None:
    answer = an_answer()
    assert decode_answer(encode_answer(answer)).lines == answer.lines
    before = json.loads(encode_answer(answer))
    for line in before["lines"]:
        del line["beside"]
    assert not decode_answer(json.dumps(before)).beside_markers


def test_a_praised_answer_asks_again_for_what_answered_alone() -> None:
    version = KeptVersion(ASKED, an_answer(), "done", "2026-11-28T08:00:00Z", vote=UP)
    (line,) = question_lines([KeptConversation("0" * 24, ASKED, (KeptTurn("1", (version,)),))])
    assert line["answers"] == [FIRST] and [one["quote"] for one in line["evidence"]] == [FIRST]


def test_the_window_shows_them_under_a_heading_with_their_markers_and_cards() -> None:
    written = answered(0, an_answer())
    before, heading, after = written.partition(f">{NAMES['ar']}</h3>")
    assert heading and FIRST in before and SECOND not in before
    assert all(f'href="#cite-0-{marker}"' in after for marker in (2, 3)) and SECOND in after and THIRD in after
    assert '<span class="figure">3</span>' in written, "they are counted"
    assert NAMES["en"] in answered(0, an_answer("en")) and NAMES["ar"] not in answered(0, an_answer("en"))
    assert 'class="apart"' not in answered(0, an_answer("ar", False, False, False))


def test_that_only_one_source_has_it_is_said_of_what_answers_alone() -> None:
    answer = an_answer()
    lines = tuple(replace(line, standing=Standing((0, 5), 1, 3)) for line in answer.lines)
    assert answered(0, replace(answer, lines=lines)).count('class="standing alone"') == 1


def test_copied_and_exported_they_follow_a_line_of_their_own() -> None:
    document = answer_document(Asked(ASKED, an_answer()))
    assert [block.kind for block in document.blocks] == ["quote", "aside", "further", "further"]
    assert plain_text(document).splitlines()[:3] == [f"«{FIRST}» [1]", f"{NAMES['ar']}:", f"«{SECOND}» [2]"]
    assert NAMES["ar"] in reply(0, Exchange(ASKED, an_answer(), DONE)).partition("payload")[2]


def test_exported_without_a_quote_that_is_gone_the_others_stay_apart() -> None:
    kept = asked_of(Exchange(ASKED, an_answer("en"), DONE, changed=frozenset({"cite-2"})))
    assert kept is not None
    assert [line.rstrip(": ") for line in kept.answer.text.splitlines()[1:]] == [
        f"«{FIRST}» [1] — خبر.txt", NAMES["en"], f"«{THIRD}» [3] — خبر.txt",
    ]  # fmt: skip


def test_the_terminal_has_the_line_too_and_sets_off_what_answers() -> None:
    answer = an_answer()
    start = FIRST.index("مينيتي")
    marked = replace(answer.lines[0], answer=(start, start + len("مينيتي")))
    told = answer_text(replace(answer, lines=(marked, *answer.lines[1:])), bold=True).splitlines()
    assert "\x1b[1mمينيتي\x1b[22m" in told[0]
    assert told[1:3] == [f"{NAMES['ar']}:", f"«{SECOND}» [2] — خبر.txt"]
    both = replace(marked, further_answers=((0, FIRST.index(" ")),))
    told = answer_text(replace(answer, lines=(both, *answer.lines[1:])), bold=True).splitlines()
    assert told[0].count("\x1b[1m") == told[0].count("\x1b[22m") == 2


# -- what is said of them later ---------------------------------------------------------------------


def test_who_doubts_is_shown_the_ground_without_what_stood_beside_it() -> None:
    shown = show_basis(an_answer(), [], "ar")
    assert [draft.text for draft in shown.drafts] == [FIRST]


def test_said_again_they_stand_apart_again() -> None:
    again = say_again(an_answer("en"), "en")
    told = with_reply(refusal("again?", "again?", "en", "", 0.0), again, an_article)
    assert [line.beside for line in told.lines] == [False, True, True]
    assert NAMES["en"] in told.text


def test_markup_of_an_article_beside_an_answer_is_text() -> None:
    attack = "<img src=x onerror=alert(1)>"
    cited = Citation(2, attack, attack, 0, len(attack), attack)
    answer = an_answer()
    shown = replace(
        answer, lines=(answer.lines[0], Line(attack, (2,), attack, beside=True)),
        citations=(answer.citations[0], cited),
    )  # fmt: skip
    assert "<img" not in answered(0, shown)
