"""Arabic names in Latin letters: the letters that English lacks, and vowels that must fit."""

import pytest

from tests.fakes import Words
from vectorstore.text.arabic import fold
from vectorstore.text.latin_names import keys_and_shape, may_be
from vectorstore.text.name_keys import NameVariants, phonetic_key


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Adnan", "عدنان"), ("Haddad", "حداد"), ("Hussein", "حسين"), ("Yahya", "يحيى"), ("Essam", "عصام"),
        ("Amr", "عمرو"), ("Aysha", "عائشة"), ("Moataz", "معتز"), ("Mahfouz", "محفوظ"),
        ("Othman", "عثمان"), ("Driss", "إدريس"),
        ("Brahim", "إبراهيم"), ("Abdallah", "عبدالله"), ("Taha", "طه"), ("Ezzat", "عزت"), ("Obeidat", "عبيدات"),
    ],
)  # fmt: skip
def test_the_letters_of_an_arabic_name_are_found_from_its_latin_ones(latin: str, arabic: str) -> None:
    known = keys_and_shape(latin)
    assert known is not None and phonetic_key(fold(arabic)) in known[0] and may_be(latin, fold(arabic))


@pytest.mark.parametrize(
    ("latin", "arabic"), [("Haddad", "حدود"), ("Amir", "عمارة"), ("Salim", "سلوم"), ("Karim", "كروم")]
)
def test_words_whose_long_vowels_do_not_fit_are_other_words(latin: str, arabic: str) -> None:
    assert not may_be(latin, fold(arabic))


def test_a_latin_name_finds_the_words_of_a_corpus_that_may_be_it_and_no_others() -> None:
    spellings = NameVariants(Words({"عدنان": 1, "الحداد": 2, "حدود": 3, "كتاب": 1}))
    assert spellings.same_key("adnan") == {"عدنان"}
    assert spellings.same_key("haddad") == {"حداد"}


def test_what_is_no_latin_word_or_far_too_long_is_no_name() -> None:
    assert keys_and_shape("عدنان") is keys_and_shape("b2b") is keys_and_shape("a" * 30) is None
