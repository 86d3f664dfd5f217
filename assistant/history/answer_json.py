"""An answer as JSON and back, whole but for the passages that were looked through (`hits`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from assistant.types import Answer, Citation, EventGroup, Generation, Line, Standing
from vectorstore.types import Remark, Span


def encode_answer(answer: Answer) -> str:
    """One line of JSON; the name of a file that is no UTF-8 comes back as it was."""
    written = json.dumps(asdict(replace(answer, hits=())), ensure_ascii=False)
    return written.encode("utf-8", "backslashreplace").decode("utf-8")  # which JSON reads as the same character


def decode_answer(text: str) -> Answer:
    """The answer that was encoded; fields that this version does not know are left out.

    Raises ValueError for what is no such answer.
    """
    try:
        found = json.loads(text)
        made = {
            **_known(Answer, found),
            "lines": tuple(map(_line, found["lines"])),
            "citations": tuple(map(_citation, found["citations"])),
            "nearest": tuple(map(_citation, found.get("nearest", ()))),
            "variants": tuple(found.get("variants", ())),
            "groups": tuple(map(_group, found.get("groups", ()))),
            "generation": _generation(found.get("generation")),
            "hits": (),
        }
        return Answer(**made)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no answer: {error}") from error


def _known(kind: type, found: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: found[field.name] for field in fields(kind) if field.name in found}


def _line(found: Mapping[str, Any]) -> Line:
    changed = {"markers": tuple(found["markers"]), "standing": _standing(found.get("standing")), **_answers(found)}
    return Line(**{**_known(Line, found), **changed})


def _standing(found: Mapping[str, Any] | None) -> Standing | None:
    if found is None:
        return None
    said = {name: tuple(map(_citation, found.get(name, ()))) for name in ("citations", "contrary")}
    return Standing(**{**_known(Standing, found), "statement": _span(found["statement"]), **said})


def _group(found: Mapping[str, Any]) -> EventGroup:
    changed = {"sources": tuple(found["sources"]), "markers": tuple(found["markers"])}
    return EventGroup(**{**_known(EventGroup, found), **changed})


def _citation(found: Mapping[str, Any]) -> Citation:
    remarks = tuple(Remark(one["code"], one["detail"]) for one in found.get("remarks", ()))
    return Citation(**{**_known(Citation, found), "remarks": remarks, **_answers(found)})


def _generation(found: Mapping[str, Any] | None) -> Generation | None:
    if found is None:
        return None
    removed = tuple((reason, count) for reason, count in found.get("removed", ()))
    return Generation(**{**_known(Generation, found), "removed": removed})


def _answers(found: Mapping[str, Any]) -> dict[str, Any]:
    answer, further = found.get("answer"), found.get("further_answers", ())
    return {"answer": None if answer is None else _span(answer), "further_answers": tuple(map(_span, further))}


def _span(found: Any) -> Span:
    return found[0], found[1]
