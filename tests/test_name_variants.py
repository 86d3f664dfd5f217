"""Other spellings of a question's names: what is no name has none, and costs nothing."""

from __future__ import annotations

import itertools
import time
from collections.abc import Collection

import pytest

from assistant.pipeline import Assistant
from assistant.question.name_variants import MAX_COMPARED, MAX_NAME_LETTERS, find_variants
from vectorstore.text.name_keys import NameVariants, phonetic_key


class Untouchable:
    """A corpus that nothing may be looked up in."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"{name} was asked for")


@pytest.mark.parametrize("letter", ["ط", "م", "a"])
def test_a_run_longer_than_any_name_has_no_other_spelling_and_nothing_is_looked_up(letter: str) -> None:
    word = letter * (MAX_NAME_LETTERS + 1)
    assert find_variants(word, word, (), 0, Untouchable()) == set()


class Counted:
    """A vocabulary with its counts, in which every word stands beside «الشرفة» and is asked for by name."""

    passage_count = 1_000_000

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self.spellings = NameVariants(self)
        self.compared: set[str] = set()

    def document_frequency(self, terms: Collection[str], kind: str = "stems") -> dict[str, int]:
        return {term: self.counts[term] for term in terms if term in self.counts} | dict.fromkeys(
            set(terms) & {"الشرفه"}, 1
        )

    def words_by_key(self, key: str) -> list[str]:
        return [word for word in self.counts if phonetic_key(word) == key]

    def neighbours(self, word: str) -> frozenset[str]:
        self.compared.add(word)
        return frozenset({"الشرفه"})

    followers = neighbours


def test_among_hundreds_of_spellings_only_the_most_frequent_are_compared() -> None:
    written = [
        "".join(one) for one in itertools.product("سص", ["", "ا"], "ب", ["", "ي", "و"], "ك", ["", "ا", "و"], "رل")
    ]
    alike = [word for word in written if phonetic_key(word) == phonetic_key("سابيكار")]
    assert len(alike) > MAX_COMPARED + 1
    corpus = Counted(dict.fromkeys(alike, 1) | {"سابيكار": 3, "صبيكار": 9})
    found = find_variants("سابيكار", "سابيكار", (), 3, corpus)
    assert "صبيكار" in found
    assert len(found) <= MAX_COMPARED * 2  # a spelling of a spelling is looked for as well


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
    # Other words each time: what was read for the same question is kept.
    ordinary = max(cost("سمير"), cost("رشيدة"))
    assert cost(run) < 3 * ordinary + 0.5


def test_a_word_without_the_hamza_at_its_end_is_the_one_with_it() -> None:
    corpus = Counted({"الكهرباء": 3, "النساء": 2, "رضاء": 1, "رضا": 4})
    assert find_variants("الكهربا", "الكهربا", (), 0, corpus) & {"كهرباء", "الكهرباء"}
    assert find_variants("النسا", "النسا", (), 0, corpus) & {"نساء", "النساء"}
    assert "رضاء" not in find_variants("رضا", "رضا", (), 4, corpus)
    assert "فضاء" not in find_variants("الفضا", "الفضا", (), 0, corpus)
