"""An English question finds the words of Arabic articles by the Arabic for its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.question.glosses import bases, meaning
from assistant.question.query import Term
from assistant.retrieval.searcher import Search
from tests.one_article import searching

ARTICLE = """الشعاب

تابع الباحثون مستعمرات المرجان في الخليج. وكل مستعمرة عمرها ألف سنة.

وبلغت كلفة الدراسة مئة ألف ريال. وجاء الوزير أحمد العلوي إلى المختبر.
"""


@pytest.mark.usefixtures("quick")
def test_the_words_of_the_corpus_that_an_english_word_may_stand_for_are_found_in_their_forms(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:

        def stands_for(word: str) -> frozenset[str]:
            return meaning(word, word, search.spellings).words

        assert stands_for("coral") == {"المرجان"}
        assert stands_for("colonies") == {"مستعمرات", "مستعمره"}
        assert stands_for("costs") == {"كلفه"}
        assert stands_for("minister") == {"الوزير"}
        assert stands_for("earthquake") == frozenset()  # of which the article says nothing
        assert stands_for("qwertyuiop") == frozenset()


@pytest.mark.usefixtures("quick")
def test_an_english_question_has_the_arabic_for_its_words_and_a_french_one_not(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        terms = {term.text: term for term in search.query("How much did the study of the coral cost?").terms}
        assert terms["coral"].words == {"المرجان"} and terms["coral"].frequency == 1
        assert terms["cost"].words == {"كلفه"}
        assert all(not term.names for term in terms.values())  # nothing that a person would be told was searched
        french = {term.text: term for term in search.query("Combien de ministres et de corals dans le golfe ?").terms}
        assert not any(term.words for term in french.values())


TRAVEL = """الرحلة

قال السائح فرانك بوند يوم الأحد إن وزير الداخلية الفرنسي زار الكويتيين في شباط ثم في مارس وأيار.

وكان أحد الركاب من أميركا. وتناولت تغريدة على تويتر مجلة عن الأربعاء والسندات في أوروبا.
"""


def terms_of(search: Search, question: str) -> dict[str, Term]:
    return {term.text: term for term in search.query(question).terms}


@pytest.mark.usefixtures("quick")
def test_a_word_that_arabic_has_its_own_for_is_no_name_that_only_sounds_like_it(tmp_path: Path) -> None:
    with searching(tmp_path, TRAVEL, "مقال.md") as search:
        asked = terms_of(search, "Where did the French interior minister travel on Sunday, to Europe?")
        assert asked["french"].words == {"الفرنسي"} and not asked["french"].names  # not «فرانك»
        assert asked["sunday"].words == {"الاحد"} and not asked["sunday"].names  # not «السندات», nor «أحد الركاب»
        assert asked["europe"].words == {"اوروبا"} == {*asked["europe"].names}  # not «الأربعاء»
        assert asked["interior"].words == {"الداخليه"}
        assert terms_of(search, "What did Frank say?")["frank"].names == ("فرانك",)


@pytest.mark.usefixtures("quick")
def test_a_name_that_is_an_english_word_as_well_is_both_where_another_name_is_beside_it(tmp_path: Path) -> None:
    with searching(tmp_path, TRAVEL, "مقال.md") as search:
        assert "بوند" in terms_of(search, "What did Frank Bond say?")["bond"].names
        assert terms_of(search, "What was written on Twitter?")["twitter"].words == {"تويتر"}  # its Arabic is «تغريدة»


@pytest.mark.usefixtures("quick")
def test_months_countries_and_whoever_is_of_them_are_known_by_their_capital(tmp_path: Path) -> None:
    with searching(tmp_path, TRAVEL, "مقال.md") as search:
        for english, arabic in (("February", "شباط"), ("March", "مارس"), ("May", "وايار")):
            assert terms_of(search, f"Who travelled in {english}?")[english.lower()].words == {arabic}
        for english, arabic in (("France", "الفرنسي"), ("Kuwait", "الكويتيين"), ("US", "اميركا"), ("UN", "")):
            assert terms_of(search, f"Who came from the {english}?")[english.lower()].words == {arabic} - {""}
        assert not terms_of(search, "Which river may flood the march?")["may"].words
        assert "us" not in terms_of(search, "What did the minister tell us?")


def test_an_english_word_is_looked_up_without_its_endings() -> None:
    assert bases("killed") == ("killed", "kill", "kille")
    assert "follow" in bases("following")
    assert bases("is") == ("is",)
