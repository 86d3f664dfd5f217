"""Which written words are one word, and which names are one name."""

from __future__ import annotations

import pytest

from assistant.verification.names import is_same_name
from assistant.verification.word_match import claim_words, same_name, word_similarity
from vectorstore.text.arabic import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شركة", "والشركات"), ("وزراء", "وزيرا"), ("تجنيد", "يجند"), ("المكافحة", "ويكافح"), ("اتفق", "اتفاقا"),
        ("agreements", "agreement"),
    ],
)  # fmt: skip
def test_forms_of_one_word_are_kin(one: str, other: str):
    assert word_similarity(fold(one), fold(other)) > 0


@pytest.mark.parametrize("word", ["فتحت", "فهم", "فعلي", "فلك", "ولي", "فكي"])
def test_a_word_that_begins_like_a_conjunction_before_a_particle_says_something(word: str):
    assert claim_words(word)[0].content


@pytest.mark.parametrize("word", ["تحت", "وتحت", "ففي", "وهم", "فقد", "فمن", "وكانت", "فإنها", "ولكن", "وليست"])
def test_a_particle_says_nothing_with_a_conjunction_neither(word: str):
    assert not claim_words(word)[0].content


@pytest.mark.parametrize(("one", "other"), [("منع", "حظر"), ("مدينة", "قرية"), ("حضر", "غاب"), ("google", "غوغل")])
def test_other_words_are_not(one: str, other: str):
    assert word_similarity(fold(one), fold(other)) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("غوغل", "وجوجل"), ("فايسبوك", "لفيسبوك"), ("Bickert", "بيكيرت"), ("Ajloun", "عجلون"), ("Italian", "الإيطالية"),
        ("فرنسا", "الفرنسيين"), ("London", "بلندن"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_the_same(one: str, other: str):
    assert is_same_name(fold(one), fold(other))


@pytest.mark.parametrize(
    ("one", "other"), [("محمد", "أحمد"), ("حسن", "حسين"), ("تويتر", "يوتيوب"), ("Italy", "فرنسا"), ("Rome", "برلين")]
)
def test_names_of_one_root_are_not(one: str, other: str):
    assert not same_name(fold(one), fold(other))
    assert not is_same_name(fold(one), fold(other))
