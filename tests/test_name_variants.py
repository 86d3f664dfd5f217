"""Other spellings of a question's names: what is no name has none, and costs nothing."""

from __future__ import annotations

import time

import pytest

from assistant.pipeline import Assistant
from assistant.question.name_variants import MAX_NAME_LETTERS, find_variants


class Untouchable:
    """A corpus that nothing may be looked up in."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"{name} was asked for")


@pytest.mark.parametrize("letter", ["ط", "م", "a"])
def test_a_run_longer_than_any_name_has_no_other_spelling_and_nothing_is_looked_up(letter: str) -> None:
    word = letter * (MAX_NAME_LETTERS + 1)
    assert find_variants(word, word, (), 0, Untouchable()) == set()


@pytest.mark.slow
@pytest.mark.parametrize("letters", [2_000, 20_000])
@pytest.mark.parametrize("frame", ["{}", "من هو {} مينيتي؟", "ماذا قال {}", "Who is {}?"])
def test_a_word_of_thousands_of_letters_costs_as_much_as_any_other(
    assistant: Assistant, frame: str, letters: int
) -> None:
    """Between two other words it took 4 s of a processor."""
    run = ("طصكغمنهوي" * letters)[:letters]

    def cost(word: str) -> float:
        begun = time.process_time()
        assistant.ask(frame.format(word))
        return time.process_time() - begun

    cost("خالد")
    ordinary = max(cost("خالد") for _ in range(2))
    assert cost(run) < 3 * ordinary + 0.5
