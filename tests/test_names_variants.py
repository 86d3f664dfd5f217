"""Two ways of writing one name are joined by where they stand, never by the writing alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from assistant.names.register import Name
from assistant.names.variants import Rows, candidates, is_one_name
from assistant.pipeline import Assistant

SPAN = (0, 5)


def name(text: str, *sources: str, kind: str = "place") -> Name:
    return Name(f"{kind} {text}", text, kind, ((text, len(sources)),), dict.fromkeys(sources, (SPAN,)))  # type: ignore[arg-type]


def pairs(*names: Name) -> list[tuple[str, str]]:
    return [(one.text, other.text) for one, other in candidates(names)]


def test_names_with_the_same_consonants_or_one_apart_may_be_one() -> None:
    assert pairs(name("إسكيا", "a"), name("إيشيا", "b")) == [("إسكيا", "إيشيا")]
    assert pairs(name("أمبر رود", "a", kind="person"), name("أمبر راد", "b", kind="person"))
    for other in ("دايتون سيبمسون", "دايتون سيمبسن", "دايتون سيمسون"):
        assert pairs(name("دايتون سيمبسون", "a", kind="person"), name(other, "b", kind="person"))


def test_names_of_one_article_of_two_kinds_or_of_other_words_are_two() -> None:
    assert not pairs(name("إسكيا", "a"), name("إيشيا", "a", "b"))
    assert not pairs(name("إسكيا", "a"), name("إيشيا", "b", kind="person"))
    assert not pairs(name("أمبر رود", "a", kind="person"), name("كيفن راد", "b", kind="person"))
    assert not pairs(name("حسن سالم", "a", kind="person"), name("حسين سالم", "b", kind="person"))
    assert not pairs(name("رود", "a"), name("راد", "b")) and not pairs(name("بوسطن", "a"), name("أوستن", "b"))
    assert not pairs(name("سيرخيو أجويرو", "a", kind="person"), name("سيرخيو جارسيا", "b", kind="person"))


def test_only_articles_that_say_much_the_same_join_them() -> None:
    one, other = name("إسكيا", "a"), name("إيشيا", "b")
    near, far = np.array([[1.0, 0.0]], np.float32), np.array([[0.6, 0.8]], np.float32)

    def rows(b: np.ndarray) -> Callable[[str], Rows]:
        return lambda source: ((SPAN,), near if source == "a" else b)

    assert is_one_name(one, other, rows(near)) and not is_one_name(one, other, rows(far))


@pytest.mark.slow
def test_the_seeds_join_the_two_spellings_of_the_island(assistant: Assistant) -> None:
    known = assistant.names.register()
    keys = [{name.key for name in known.meant(text)} for text in ("إيسكيا", "إسكيا")]
    assert keys[0] and keys[0] == keys[1]
