"""The language of a question, names in other letters aside."""

from __future__ import annotations

import pytest

from vectorstore.text.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("متى صدر iPhone 3GS من Apple Incorporated؟", "ar"),
        ("ما هي Bank of America Corporation؟", "ar"),
        ("Microsoft Corporation متى تأسست؟", "ar"),
        ("What did داعش do in الرقة?", "en"),
        ("Who is كازنوف?", "en"),
        ("Qui est كازنوف ?", "fr"),
        ("Merci beaucoup !", "fr"),
        ("Bonjour", "fr"),
        ("thank you", "en"),
    ],
)
def test_the_words_around_the_names_decide(text: str, language: str) -> None:
    assert language_of(text) == language
