"""One sentence that answers several parts of a question: the words of each are set off in it.

«استمر الإضراب الأخير، في خريف 2021، تسعة أيام» says when it was and how long it took. It is quoted once, and whoever
asked both looks for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.compose import SCORE_MARGIN, may_answer
from assistant.answering.found import Found
from assistant.answering.gathering import sure_enough
from assistant.answering.sentence_ranking import Place, Sentence
from vectorstore.text.arabic import stems
from vectorstore.types import Span


def with_words_of_each(chosen: Sequence[Sentence], parts: Sequence[Found]) -> list[Sentence]:
    """What was chosen, with the words set off by which one of the sentences answers a further part of the question.

    They are others than those that answer a part there already, and some must: what is quoted for what it says of the
    whole answers no part for sure. Where the part's best sentence has no such words and stands behind the one that has,
    it is not quoted for this part.
    """
    found: dict[Place, list[Span]] = {s.place: [s.answer] if s.answer else [] for s in chosen}
    asked = frozenset(stem for part in parts for stem in stems(part.query.asked))
    places = list(found)
    spared: set[Place] = set()
    needed: set[Place] = set()
    for part in (one for one in parts if one.ranked):
        place, words = _told(part, chosen, asked)
        best = part.ranked[0].place
        if not (words and found[place]) or any(words[0] < end and start < words[1] for start, end in found[place]):
            needed.add(best)
            continue
        found[place].append(words)
        if best in places[places.index(place) + 1 :]:
            spared.add(best)
    kept = (s for s in chosen if found[s.place] or s.place not in spared - needed)
    return [_set_off(s, found[s.place]) for s in kept]


def _set_off(sentence: Sentence, words: Sequence[Span]) -> Sentence:
    return replace(sentence, answer=words[0], further_answers=tuple(words[1:])) if words else sentence


def _told(part: Found, chosen: Sequence[Sentence], asked: frozenset[str]) -> tuple[Place, Span | None]:
    """Where the first sentence stands that the reader has words in, of those about as good for a part as its best one,
    and those words: none where it is not among the `chosen`, they do not fit, or are all in the question (`asked`)."""
    best = part.ranked[0]
    near = (s for s in sure_enough(part.ranked) if s.score >= best.score - SCORE_MARGIN)
    telling = next((s for s in near if s.answer), best)
    if telling.answer is None or telling.place not in {s.place for s in chosen}:
        return telling.place, None
    new = not set(stems(telling.hit.passage.sentence(telling.answer))) <= asked
    return telling.place, telling.answer if new and may_answer(part.query, telling, telling.answer, chosen) else None
