"""A briefing: what a corpus, one happening or one name comes to, in sentences of the articles, each with its place.

Its sections are always the same, so that what is missing shows: what happened, who, numbers, where the sources differ,
when, and what stays open (`sections` makes each, `briefs` says which of what). A section chooses sentences and words
none. What is open is what the articles ask or call unknown themselves, and what of a happening (place, day) none of
them states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.sources.cells import quote_json
from assistant.types import Citation

Subject = Literal["corpus", "event", "name"]
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence, or the two that differ; in each `answer` is the part that the section is about, if any.

    `label`: a name, or a day (ISO 8601), as the articles have it or as it was worked out; `code`: of the sentence that
    says what this is (`differ_number`, `when_resolved`).
    """

    citations: tuple[Citation, ...]
    label: str = ""
    code: str = ""

    def as_json(self) -> dict[str, object]:
        quotes = [
            {**quote_json(c), "part": {"start": c.answer[0], "end": c.answer[1]} if c.answer else None}
            for c in self.citations
        ]
        return {"label": self.label or None, "kind": self.code or None, "citations": quotes}


@dataclass(frozen=True, slots=True)
class Section:
    """`code` is its heading's, `code` with `_none` says that there is nothing; `silent`: codes of what none states.

    `total`: how many there are, of which `items` are some.
    """

    code: str
    items: tuple[Item, ...]
    silent: tuple[str, ...] = ()
    total: int = 0

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.items)


@dataclass(frozen=True, slots=True)
class Briefing:
    """`title`: of the happening or the name, empty for a corpus; `articles` are told of, `read` of them were read.

    The citations of all sections are numbered by their first mention.
    """

    subject: Subject
    title: str
    language: str
    sections: tuple[Section, ...]
    articles: int
    read: int

    def as_json(self) -> dict[str, object]:
        """The object of `brief --json` (see `docs/json.md`)."""
        sections = [
            {
                "section": one.code.removeprefix("brief_"), "items": [item.as_json() for item in one.items],
                "not_stated": list(one.silent), "total": max(one.total, len(one.items)),
            }
            for one in self.sections
        ]  # fmt: skip
        return {
            "subject": self.subject, "title": self.title or None, "articles": self.articles, "read": self.read,
            "sections": sections,
        }  # fmt: skip


def numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with the markers of their citations given in the order of reading, one a place."""
    numbers: dict[Place, int] = {}

    def marked(one: Citation) -> Citation:
        return replace(one, marker=numbers.setdefault((one.source, one.start, one.end), len(numbers) + 1))

    def of(item: Item) -> Item:
        return replace(item, citations=tuple(map(marked, item.citations)))

    return tuple(replace(section, items=tuple(map(of, section.items))) for section in sections)


def cited_in(briefing: Briefing) -> Mapping[int, Citation]:
    """Every citation of a briefing once, by its marker, in order."""
    found: dict[int, Citation] = {}
    for section in briefing.sections:
        for item in section.items:
            for one in item.citations:
                found.setdefault(one.marker, one)
    return found
