"""Which articles tell of the same happening, and which is a copy."""

from __future__ import annotations

import pytest

from assistant.pipeline import Assistant
from assistant.sources.happenings import group, join, portraits_of, same_event_articles


def test_groups_are_joined_by_the_mean_of_all_their_pairs() -> None:
    chain = {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.9}
    assert sorted(map(sorted, join(4, chain))) == [[0, 1], [2, 3]]  # one near pair of four joins no two groups
    assert sorted(map(sorted, join(4, {**chain, (0, 2): 0.8, (0, 3): 0.7, (1, 3): 0.7}))) == [[0, 1, 2, 3]]
    assert join(2, {}) == [[0], [1]] and join(0, {}) == []


def test_what_is_likely_enough_alone_is_not_joined_below_the_threshold() -> None:
    assert sorted(map(sorted, join(3, {(0, 1): 0.59, (1, 2): 0.61}))) == [[0], [1, 2]]


@pytest.mark.slow
def test_the_seeds_tell_of_three_happenings(assistant: Assistant) -> None:
    with assistant.searcher.reading() as search:
        portraits = portraits_of(search)
        groups = [[portraits[place].source[:3] for place in members] for members in group(portraits)]
        assert groups == [["000", "001", "002"], ["003"], ["004"]]
        beside = same_event_articles(search, [one.source for one in portraits if one.source.startswith("001")])
    assert sorted(source[:3] for source in beside) == ["000", "001", "002"]
