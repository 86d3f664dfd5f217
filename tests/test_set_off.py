"""The words that answered are read off the first quote of an answer, for the pronoun of the next question."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conversation.set_off import words_set_off
from assistant.retrieval.reader import Reading
from vectorstore.types import Passage

SIGNED = "أعلن النادي أمس ضم الحارس بعقد مدته ثلاثة أعوام."
OFFERED = "وكان نادي الصفاء قد عرض عليه عقدا في الشتاء."
ANSWER = f"«{SIGNED}» [1] — خبر.txt\n«{OFFERED}» [2] — خبر.txt"


class Finding:
    """Reads one stretch of words out of each passage that has it, as sure as it is told."""

    def __init__(self, **sure: float) -> None:
        self.sure = {words.replace("_", " "): score for words, score in sure.items()}

    support = None

    def read(self, question: str, passages: Sequence[Passage], variants: object = None) -> list[Reading]:
        return [self._reading(passage) for passage in passages]

    def _reading(self, passage: Passage) -> Reading:
        for words, score in self.sure.items():
            start = passage.text.find(words)
            if start >= 0:
                return Reading(score, ((start, start + len(words)),), (score,))
        return Reading(-5.0, ((0, 0),), (-5.0,))


def test_the_first_quote_tells() -> None:
    assert words_set_off(Finding(الحارس=2.0, نادي_الصفاء=4.0), "من ضم النادي؟", ANSWER) == "الحارس"


def test_a_further_quote_tells_nothing_where_the_first_has_no_such_words() -> None:
    assert words_set_off(Finding(نادي_الصفاء=4.0), "إلى أي ناد انتقل الحارس؟", ANSWER) == ""


def test_words_of_which_the_reader_is_unsure_answered_nothing() -> None:
    assert words_set_off(Finding(الحارس=-1.0), "من ضم النادي؟", ANSWER) == ""


def test_without_a_reader_or_a_quote_nothing_is_told() -> None:
    assert words_set_off(None, "من ضم النادي؟", ANSWER) == ""
    assert words_set_off(Finding(الحارس=2.0), "من ضم النادي؟", "لا أجد إجابة عن هذا السؤال.") == ""
