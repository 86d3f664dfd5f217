"""Names that are a slip away from one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from vectorstore.text.name_keys import NameVariants, lookup_keys
from vectorstore.text.near_spellings import half_slips, near_words


class Words:
    """A vocabulary of a few words."""

    def __init__(self, text: str) -> None:
        self.words = text.split()

    def document_frequency(self, terms: Collection[str], kind: str) -> Mapping[str, int]:
        return {term: 1 for term in terms if term in self.words}

    def words_by_key(self, key: str) -> Collection[str]:
        return [word for word in self.words if key in lookup_keys(word)]


CORPUS = NameVariants(Words("كازنوف وكازنوف لوكسمبورغ فرانسيسكو استخدم ابرز ارمينيا بلجيكا جونسون تشرتشل"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("كازنوفا", "كازنوف"), ("كزنوف", "كازنوف"), ("كارنوف", "كازنوف"), ("لوكسمبرغ", "لوكسمبورغ"),
        ("فرانسسيكو", "فرانسيسكو"), ("ارمينبا", "ارمينيا"), ("بلجيكيا", "بلجيكا"),
    ],
)  # fmt: skip
def test_a_letter_more_less_or_another_is_found(written: str, meant: str) -> None:
    assert meant in [word for _, word in near_words(written, CORPUS)]


@pytest.mark.parametrize("word", ["كابريزي", "نيكسون", "كازابلانكا", "ابرا", "لوك"])
def test_other_names_are_not_near(word: str) -> None:
    assert near_words(word, CORPUS) == []


def test_half_slips_count_long_vowels_half() -> None:
    written = ("كازنوف", "كازنف", "كازنوفل", "كارنوف", "كانزوف")
    assert [half_slips("كازنوف", other) for other in written] == [0, 1, 2, 2, 2]
