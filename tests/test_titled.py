"""Which office a question for names asks for, and that a plural is known by the consonants of its singular."""

from __future__ import annotations

import pytest

from assistant.corpus_answers.named import KIND_WORDS
from assistant.corpus_answers.titled import consonants, roles_asked


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("الوزراء", "وزيره"), ("القضاه", "قاضي"), ("الاطباء", "طبيب"), ("السفراء", "السفير"), ("المهندسين", "مهندس"),
        ("النواب", "نائب"), ("الشعراء", "شاعر"), ("قاده", "القائد"), ("الخبراء", "خبيره"),
    ],
)  # fmt: skip
def test_a_plural_has_the_consonants_of_its_singular(several: str, one: str) -> None:
    assert consonants(several) == consonants(one)


def test_offices_that_are_not_the_same_have_other_consonants() -> None:
    offices = ["وزير", "رئيس", "سفير", "قاضي", "مدير", "مدرب", "طبيب", "نائب", "خبير", "محافظ"]
    assert len({consonants(office) for office in offices}) == len(offices)


def test_which_office_is_asked_for_is_told_from_what_else_a_question_for_names_says() -> None:
    assert roles_asked("من الوزراء المذكورون في المقالات؟", KIND_WORDS) == {consonants("وزير")}
    assert roles_asked("which ministers are mentioned?", KIND_WORDS) == {consonants("وزير")}
    for others in ("ما أسماء الأشخاص المذكورين؟", "ما الشركات الواردة في النصوص؟", "اذكر كل الأسماء في هذا المقال"):
        assert not roles_asked(others, KIND_WORDS)
