"""What holds for every answer, whoever worded it; and an assistant with a model beside it."""

from __future__ import annotations

import re

from assistant.llm.selection import Models
from assistant.pipeline import Assistant
from assistant.types import Answer
from tests.fakes import now


def with_models(assistant: Assistant, models: Models) -> Assistant:
    """The opened assistant of the session with a model beside it; nothing is loaded twice."""
    other = Assistant(assistant.index, lambda: assistant.searcher.embedder, lambda: assistant._reader, models)
    other._searcher, other._reader = assistant.searcher, assistant._reader
    return other


def checked(assistant: Assistant, answer: Answer) -> Answer:
    """The answer, once its invariants hold."""
    markers = {marker for line in answer.lines for marker in line.markers}
    assert markers == {c.marker for c in answer.citations} == {int(m) for m in re.findall(r"\[(\d+)\]", answer.text)}
    assert all(line.markers for line in answer.lines)
    assert all(now(assistant.index).document(c.source).text[c.start : c.end] == c.quote for c in answer.citations)
    assert answer.abstained == (not answer.citations)
    return answer
