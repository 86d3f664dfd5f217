"""Each set of control characters is what its user says: tried on every character of the Basic Multilingual Plane."""

from __future__ import annotations

import re

import pytest

from vectorstore import controls

C0 = {*range(0x00, 0x09), *range(0x0B, 0x20), 0x7F}
C1 = set(range(0x80, 0xA0))
OVERRIDES = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
SURROGATES = set(range(0xD800, 0xE000))

WANTED = {
    "LONE_SURROGATES": SURROGATES,
    "UNSTORABLE": {0, *SURROGATES},
    "UNTYPED": C0 | SURROGATES,
    "STEERING": C0 | C1 | OVERRIDES | SURROGATES,
    "UNSEEN": C0 | C1 | OVERRIDES | SURROGATES | {0xFEFF},
    "UNSAFE_IN_JSON": {0x7F, *C1, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *OVERRIDES, 0xFEFF, *SURROGATES},
    "UNQUOTED": C0 | C1 | {0x200B, 0x200E, 0x200F, *range(0x2060, 0x206A), *range(0x202A, 0x202F), 0xFEFF},
}


@pytest.mark.parametrize("name", WANTED)
def test_each_set_holds_its_characters_and_no_other_of_the_plane(name: str) -> None:
    pattern: re.Pattern[str] = getattr(controls, name)
    assert {code for code in range(0x10000) if pattern.fullmatch(chr(code))} == WANTED[name]


def test_every_public_set_is_tried() -> None:
    assert {name for name in vars(controls) if name.isupper() and not name.startswith("_")} == set(WANTED)


@pytest.mark.parametrize("name", WANTED)
def test_no_set_holds_a_letter_a_mark_of_vowels_or_the_joiner_that_persian_needs(name: str) -> None:
    text = "قال الوزيرُ: «نعم» — می‌شود؛ Yes, 1,5 %"
    assert not getattr(controls, name).search(text)
