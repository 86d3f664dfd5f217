"""What stands for a country, from the table that `training/territories.py` writes."""

from __future__ import annotations

import pytest

from assistant.question.territories import arabic_for, country_forms, is_place_name, stand_ins, territories
from vectorstore.text.arabic import fold


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("واشنطن", "الولايات المتحدة"), ("امريكي", "واشنطن"), ("الامريكيين", "الولايات المتحدة"), ("روما", "إيطاليا"),
        ("الايطاليه", "روما"), ("بكين", "الصين"), ("ولندن", "بريطانيا"), ("washington", "الولايات المتحدة"),
        ("german", "ألمانيا"), ("القاهره", "مصري"), ("الرياض", "السعودية"), ("واشنتن", "أمريكي"), ("francais", "فرنسا"),
    ],
)  # fmt: skip
def test_capital_country_and_adjective_stand_for_one_another(word: str, other: str) -> None:
    assert fold(other) in stand_ins(word)


@pytest.mark.parametrize("word", ["europeans", "europe", "اوروبيا", "الاوروبيين", "لاوروبا"])
def test_a_continent_stands_for_its_people_and_is_no_place_of_a_happening(word: str) -> None:
    assert {"اوروبا", "اوروبيين"} <= set(stand_ins(word))
    assert not is_place_name(word)


@pytest.mark.parametrize(
    ("word", "told", "arabic"),
    [
        ("kuwaiti", (), {"كويت", "كويتيه"}), ("french", ("فرنسيون",), {"فرنسا", "فرنسيين"}), ("doha", (), {"دوحه"}),
        ("turkey", ("تركيا",), {"تركيه"}), ("india", ("هند",), {"هند", "هنديه"}), ("asian", (), {"اسيا", "اسيويين"}),
    ],
)  # fmt: skip
def test_an_english_word_has_the_arabic_for_its_country(word: str, told: tuple[str, ...], arabic: set[str]) -> None:
    assert arabic <= arabic_for(word, told)


@pytest.mark.parametrize(
    ("word", "told"),
    [("united", ("متحد",)), ("islands", ("جزر",)), ("state", ("ولايه",)), ("financial", ("مالي",)), ("coral", ())],
)
def test_a_word_that_only_stands_in_the_name_of_a_country_is_none(word: str, told: tuple[str, ...]) -> None:
    assert not arabic_for(word, told)


def test_a_capital_is_not_its_country() -> None:
    assert arabic_for("london", ("لندن",)) == {"لندن"}
    assert "قطر" not in arabic_for("doha", ())


def test_other_words_stand_for_nothing() -> None:
    assert not any(map(stand_ins, ("كازنوف", "اجتماع", "وزير", "facebook", "ماهي")))


def test_the_table_is_folded_and_has_the_countries() -> None:
    assert sum(bool(territory.code) for territory in territories()) > 190
    told = [name for t in territories() for name in (*t.names, *t.adjectives, *t.cities, *t.latin)]
    assert all(name == fold(name) for name in told)
    assert is_place_name("بروكسل") and is_place_name("لندن") and not is_place_name("ايطالي")


def test_an_adjective_gives_the_names_that_it_may_be_made_of() -> None:
    assert "اذربيجان" in country_forms("الاذربيجانيين")
    assert not country_forms("كازنوف")
