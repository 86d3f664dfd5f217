"""Words looked up in one article: folded as everywhere, and told as places of the text as it stands."""

from __future__ import annotations

import json

import pytest

from assistant.ui.finding import MAX_WORDS_CHARACTERS, MOST, find_asked, find_places, places_of
from tests.fake_assistant import ARTICLE, Reader, StillDesk
from vectorstore.errors import VectorstoreError


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("الإِرهابِيُّونَ في الأُمّة", "الامه", ["الأُمّة"]),
        ("البلديـــة والبلدية", "بلدية", ["بلديـــة", "بلدية"]),
        ("١٢٠ شجرة", "120", ["١٢٠"]),
        ("إنّ الأعمال\n\tتنتهي", " ان  الاعمال تنتهي", ["إنّ الأعمال\n\tتنتهي"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("نص", "", []),
        ("نص", "ـ َ", []),
    ],
)
def test_words_are_found_as_they_stand(text: str, words: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in places_of(text, words)] == found


def test_of_very_many_places_the_first_are_told_and_that_there_are_more() -> None:
    assert len(places_of("نص " * (MOST + 50), "نص")) == MOST + 1
    told = find_places(StillDesk(Reader()), "خبر.txt", "الاتفاق")
    assert [ARTICLE[start:end] for start, end in told["places"]] == ["الاتفاق", "الاتفاق"] and not told["more"]


def test_what_is_no_wish_or_no_article_is_refused() -> None:
    for body in (b"", b"[]", b"null", b"{}", b'{"source": 1, "words": "x"}', b"[" * 100_000):
        with pytest.raises(VectorstoreError) as refused:
            find_asked(body)
        assert refused.value.code == "bad_call"
    assert find_asked(json.dumps({"source": "خبر.txt", "words": "ن" * 999}).encode())[1] == "ن" * MAX_WORDS_CHARACTERS
    with pytest.raises(VectorstoreError) as refused:
        find_places(StillDesk(Reader()), "../سر.txt", "نص")
    assert refused.value.code == "unknown_source"
