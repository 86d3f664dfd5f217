"""An English question finds the words of Arabic articles by the Arabic for its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.question.glosses import bases, glosses
from tests.one_article import searching

ARTICLE = """الشعاب

تابع الباحثون مستعمرات المرجان في الخليج. وكل مستعمرة عمرها ألف سنة.

وبلغت كلفة الدراسة مئة ألف ريال. وجاء الوزير أحمد العلوي إلى المختبر.
"""


@pytest.mark.usefixtures("quick")
def test_the_words_of_the_corpus_that_an_english_word_may_stand_for_are_found_in_their_forms(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert glosses("coral", search.spellings) == {"المرجان"}
        assert glosses("colonies", search.spellings) == {"مستعمرات", "مستعمره"}
        assert glosses("costs", search.spellings) == {"كلفه"}
        assert glosses("minister", search.spellings) == {"الوزير"}
        assert glosses("earthquake", search.spellings) == frozenset()  # of which the article says nothing
        assert glosses("qwertyuiop", search.spellings) == frozenset()


@pytest.mark.usefixtures("quick")
def test_an_english_question_has_the_arabic_for_its_words_and_a_french_one_not(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        terms = {term.text: term for term in search.query("How much did the study of the coral cost?").terms}
        assert terms["coral"].words == {"المرجان"} and terms["coral"].frequency == 1
        assert terms["cost"].words == {"كلفه"}
        assert all(not term.names for term in terms.values())  # nothing that a person would be told was searched
        french = {term.text: term for term in search.query("Combien de ministres et de corals dans le golfe ?").terms}
        assert not any(term.words for term in french.values())


@pytest.mark.usefixtures("quick")
def test_may_without_its_capital_is_no_month(tmp_path: Path) -> None:
    with searching(tmp_path, "النهر\n\nفاض النهر في مايو، ثم جف.\n", "مقال.md") as search:
        month, verb = (
            next(term for term in search.query(question).terms if term.text == "may")
            for question in ("Which river flooded in May?", "Which river may flood?")
        )
        assert "مايو" in month.words and not verb.words


def test_an_english_word_is_looked_up_without_its_endings() -> None:
    assert bases("killed") == ("killed", "kill", "kille")
    assert "follow" in bases("following")
    assert bases("is") == ("is",)
