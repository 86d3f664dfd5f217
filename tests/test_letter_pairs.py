"""Whether the letters of a text make words, and in which order they stand, is told by how they follow each other."""

from __future__ import annotations

import math
import re

import pytest

from tests.html_pages import MUSEUM, TRAIN, WATER
from vectorstore.text.letter_pairs import contrary_words, mean_cost, pair_cost, plain_letters

ARABIC = " ".join(WATER + MUSEUM + TRAIN)
NAMES = "كوالالمبور زغرب شتوتغارت فرانكفورت دوستويفسكي غورباتشوف كازاخستان نيوزيلندا بوركينا فاسو ومانديلا وإيبولا"
PERSIAN = "ایران کشوری است در غرب آسیا و با جمعیت بیش از هشتاد میلیون نفر که پایتخت آن تهران است"
URDU = "پاکستان جنوبی ایشیا کے شمال مغرب میں واقع ایک خود مختار اسلامی ملک ہے"
ENGLISH = "The decree was signed in the capital of the kingdom by the minister of trade."
FRENCH = "Le ministère a annoncé que la récolte des olives serait meilleure cette année grâce aux pluies."
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@pytest.mark.parametrize("text", [ARABIC, NAMES, PERSIAN, URDU, ENGLISH, FRENCH])
def test_prose_and_names_cost_less_than_the_same_with_other_letters(text: str) -> None:
    other = text.lower().translate(
        str.maketrans(LETTERS + "abcdefghijklmnopqrstuvwxyz", LETTERS[9:] + LETTERS[:9] + "jklmnopqrstuvwxyzabcdefghi")
    )
    assert mean_cost(text) < 3.3
    assert mean_cost(other) > 3.5


def test_words_that_are_turned_round_cost_more_and_are_counted() -> None:
    turned = re.sub("[\u0620-\u064a]+", lambda word: word[0][::-1], ARABIC)
    assert mean_cost(turned) > mean_cost(ARABIC) + 0.8
    (few, telling), (most, as_many) = contrary_words(ARABIC), contrary_words(turned)
    assert few < 0.05 * telling
    assert most > 0.95 * as_many > 50


def test_words_in_la_are_no_sign_of_a_turned_text() -> None:
    text = "ولا إلا إيبولا مانديلا فنزويلا أنغولا أولا طويلا قليلا"
    assert mean_cost(text) < mean_cost(" ".join(word[::-1] for word in text.split()))
    assert contrary_words(text)[0] <= 1


def test_marks_and_lengthening_change_nothing_and_a_text_without_words_costs_nothing() -> None:
    assert pair_cost("كَتَبَ المُعَلِّمـــُ") == pair_cost("كتب المعلم")
    assert plain_letters("ÉTÉ کی") == "ete كي"
    assert pair_cost("12 و 5% – ب.") == (0.0, 0)
    assert math.isnan(mean_cost(""))
