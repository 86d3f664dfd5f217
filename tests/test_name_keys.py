"""Spellings of one name meet; native words that merely share consonants do not."""

import pytest

from tests.fakes import Words
from vectorstore.text.name_keys import (
    NameVariants,
    all_foreign_shaped,
    consonant_count,
    is_native_shaped,
    latin_keys,
    lookup_keys,
    phonetic_key,
)


@pytest.mark.parametrize(
    "spellings",
    [
        ["جوجل", "غوغل", "قوقل"],
        ["فيسبوك", "فايسبوك"],
        ["ايشيا", "ايسكيا", "اسكيا"],
        ["راد", "رود"],
        ["واتساب", "واتسب"],
        ["تشرشل", "تشيرشل"],
        ["موسكو", "موسكوه"],
    ],
)
def test_spellings_of_one_name_share_a_key(spellings):
    assert len({phonetic_key(word) for word in spellings}) == 1


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Google", "غوغل"), ("Facebook", "فيسبوك"), ("Microsoft", "مايكروسوفت"), ("Ischia", "ايسكيا"), ("Rudd", "راد"),
        ("Bickert", "بيكيرت"), ("Richards", "ريتشاردز"), ("Luxembourg", "لوكسمبورغ"), ("Churchill", "تشرشل"),
        ("Shakespeare", "شكسبير"), ("London", "لندن"),
    ],
)  # fmt: skip
def test_a_latin_name_finds_the_key_of_its_arabic_spelling(latin, arabic):
    assert phonetic_key(arabic) in latin_keys(latin)


@pytest.mark.parametrize(
    ("latin", "arabic"), [("Maamora", "معموره"), ("Shaaban", "شعبان"), ("Baalbek", "بعلبك"), ("Maastricht", "ماستريخت")]
)
def test_a_long_a_in_latin_letters_may_stand_for_the_letter_that_they_lack(latin: str, arabic: str) -> None:
    assert phonetic_key(arabic) in latin_keys(latin)


def test_what_is_not_a_word_in_latin_letters_has_no_key():
    assert latin_keys("2017") == latin_keys("غوغل") == latin_keys("") == frozenset()


NATIVE = ["كتاب", "الشركات", "استخدام", "يستخدمون", "مكافحه", "وزراء", "الاصابع", "مسؤول", "اجتماعات"]


@pytest.mark.parametrize("word", NATIVE)
def test_words_of_arabic_patterns_look_native(word):
    assert is_native_shaped(word)


@pytest.mark.parametrize("word", ["غوغل", "جوجل", "فيسبوك", "كازنوف", "مايكروسوفت", "ريتشاردز", "لوكسمبورغ", "شكسبير"])
def test_names_that_fit_no_arabic_pattern_look_foreign(word):
    assert all_foreign_shaped([word])


def test_the_digraph_for_sh_counts_as_one_consonant():
    assert consonant_count(phonetic_key("شرق")) == 3
    assert consonant_count(phonetic_key("ايشيا")) == 1


def test_a_word_is_looked_up_with_and_without_its_article():
    spellings = NameVariants(Words({"الكونغو": 2, "وبالكنغو": 1, "٢٠١٧": 1, "congo": 1}))
    assert spellings.same_key("كونجو") == {"كونغو", "كنغو"}
    assert lookup_keys("2017") == lookup_keys("congo") == frozenset()


def test_a_clitic_is_taken_off_only_where_the_corpus_has_the_word_without_it():
    spellings = NameVariants(Words({"فيسبوك": 3, "وفيسبوك": 1, "غوغل": 2, "لغوغل": 1}))
    assert spellings.base_forms("وفيسبوك") == ("وفيسبوك", "فيسبوك")
    assert spellings.base_forms("فيسبوك") == ("فيسبوك",)  # not يسبوك
    assert spellings.base_forms("لغوغل")[-1] == "غوغل"
    assert spellings.surface_forms("فيسبوك") == {"فيسبوك", "وفيسبوك"}


def test_a_name_written_as_two_words_is_found_from_its_one_word():
    spellings = NameVariants(Words({"فيس": 2, "بوك": 2, "واتس": 1, "اب": 1}))
    assert ("فيس", "بوك") in spellings.split_variants("فيسبوك")
    assert ("فيس", "بوك") in spellings.split_variants("فايسبوك")
    assert ("واتس", "اب") in spellings.split_variants("واتساب")
    assert not spellings.split_variants("تويتر")


def test_words_with_the_article_are_told_from_names():
    spellings = NameVariants(Words({"الكاتب": 2, "كاتب": 1, "غوغل": 1}))
    assert spellings.takes_article("كاتب")
    assert not spellings.takes_article("غوغل")
