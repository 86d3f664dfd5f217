"""Judged answers as lines of a questions file, which `python app.py eval` reads.

A good answer says what is right: the words that answered, and the quotes. A bad one does not, unless the person wrote
what the answer should have been; without that there is nothing to measure, and it gives no line. That an abstention was
right is a line, too. A question that followed on others brings them along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.history.kept import DOWN, UP, KeptConversation, KeptTurn, KeptVersion

PRAISED, CORRECTED = "praised", "corrected"
"""The type of a line, by which the table is divided: by it an answer that was good is told from one that was not."""


def question_lines(conversations: Iterable[KeptConversation]) -> Iterator[dict[str, object]]:
    """The lines, each a JSON object of the form that `assistant.evaluate.gold_from` describes."""
    for conversation in conversations:
        for place, turn in enumerate(conversation.turns):
            for number, version in enumerate(turn.versions, 1):
                if gold := _gold(version):
                    line = {
                        "id": f"{conversation.key[:8]}-{place + 1}-{number}",
                        "question": version.question,
                        **gold,
                    }
                    if before := _before(conversation.turns[:place]):
                        line["history"] = before
                    if version.within:
                        line["sources"] = list(version.within)
                    yield line


def _gold(version: KeptVersion) -> dict[str, object] | None:
    answer, word = version.answer, version.word.strip()
    if version.vote == DOWN and word:
        return {"type": CORRECTED, "answerable": True, "answers": [word], "evidence": []}
    if version.vote != UP or answer is None or answer.about:
        return None
    if answer.abstained:
        return {"type": PRAISED, "answerable": False}
    answering = [citation for citation in answer.citations if citation.marker not in answer.beside_markers]
    cited = [citation for citation in answering if not citation.also]
    answers = [citation.quote[_inside(part, citation.start)] for citation in cited for part in citation.answers]
    return {
        "type": PRAISED,
        "answerable": True,
        "answers": answers or [citation.quote for citation in cited],
        "evidence": [{"source": citation.source, "quote": citation.quote} for citation in answering],
    }


def _inside(span: tuple[int, int], start: int) -> slice:
    return slice(span[0] - start, span[1] - start)


def _before(turns: Sequence[KeptTurn]) -> list[dict[str, str | None]]:
    shown = (turn.versions[turn.shown] for turn in turns)
    return [{"question": one.question, "answer": one.answer.text if one.answer else None} for one in shown]
