"""What an article asks is no answer; what it says right behind it may be."""

from __future__ import annotations

from assistant.answering.asked_in_text import replies_first
from assistant.answering.sentence_ranking import Sentence
from tests.fakes import WordLengths
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

TEXT = "تقع القلعة فوق التل. لماذا هجرها أهلها؟ جف النبع في صيف واحد. وقال المؤرخ: «أين ذهبوا؟». بني سورها من البازلت."
PLACE, WHY, REPLY, QUOTED, WALL = "تقع القلعة", "لماذا هجرها", "جف النبع", "وقال المؤرخ", "بني سورها"


def ranked(**scores: float) -> list[Sentence]:
    """The sentences of the article with the scores of those whose first words are named, best first."""
    (passage,) = split_passages(Document("قلعة.txt", TEXT, "", "", "utf-8"))
    (rows,) = WordLengths().embed_passages([passage])
    found = [
        Sentence(Hit(passage, 1.0), span, passage.sentence(span), (), vector, (), frozenset(), score)
        for span, vector in zip(passage.sentences, rows.sentences, strict=True)
        for name, score in scores.items()
        if passage.sentence(span).startswith(globals()[name])
    ]
    return sorted(found, key=lambda s: -s.score)


def order(found: list[Sentence]) -> list[str]:
    return [" ".join(sentence.text.split()[:2]) for sentence in found]


def test_the_reply_behind_a_question_takes_its_place() -> None:
    found = replies_first(ranked(WHY=9, WALL=7, REPLY=4), "لماذا هجر أهل القلعة قلعتهم؟")
    assert order(found) == [REPLY, WALL, WHY]


def test_a_question_stays_first_where_nothing_else_is_near() -> None:
    assert order(replies_first(ranked(WHY=9, WALL=2), "لماذا هجر أهل القلعة قلعتهم؟")) == [WHY, WALL]


def test_who_asks_what_was_asked_gets_the_question() -> None:
    before = ranked(WHY=9, WALL=7, REPLY=4)
    assert replies_first(before, "عم تساءل الكاتب؟") == before
    assert replies_first(before, "What questions does the article ask?") == before


def test_what_reports_somebodys_question_tells_something() -> None:
    before = ranked(QUOTED=9, WALL=7)
    assert replies_first(before, "ماذا قال المؤرخ؟") == before
