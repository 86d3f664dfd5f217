"""How good are the answers? Pure functions from gold questions and answers to a table of measures.

    accuracy            answered right where an answer exists, abstained where none does
    answer_hit          gold answers found in the answer (answerable questions; abstaining scores 0)
    first_hit           the same, looking at the first citation's quote alone
    citation_recall     share of the needed evidence files that are cited, over questions answered
    citation_precision  citations that quote gold evidence or contain a gold answer
    verbatim            citations whose quote is exactly the slice of the file that they name
    abstain_balanced    mean of: abstained when unanswerable, answered when answerable
    seconds_p50, _p95   of the answers

Only the first 700 characters of an answer count, so that pasting whole articles earns nothing. Texts are
compared as `vectorstore.text.arabic` folds them. It asks nobody and reads no files (`assistant.cli.commands` does
both).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Answer, Citation
from vectorstore.text.arabic import fold

MAX_ANSWER_CHARACTERS = 700
"""Characters of an answer that count."""

_SPACE = re.compile(r"\s+")
_FILE_NUMBER = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Gold:
    """What a question should be answered with.

    `wanted`: groups of spellings (folded), each of which must be found in one of its spellings.
    `evidence`: pairs of file and folded quote. `files`: groups of file names, each of which must be cited
    by one of its files (a name stands for every file that starts with it).
    """

    id: str
    question: str
    type: str
    answerable: bool
    wanted: tuple[frozenset[str], ...]
    evidence: tuple[tuple[str, str], ...]
    files: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The measures of one question; None where a measure does not apply to it."""

    gold: Gold
    accuracy: float
    answered: bool
    answer_hit: float | None
    first_hit: float | None
    citation_recall: float | None
    supported: tuple[bool, ...]
    verbatim: tuple[bool, ...]
    seconds: float


def folded(text: str) -> str:
    """Text for comparing: as the index folds it, white space as one space, the Arabic percent sign as %."""
    return _SPACE.sub(" ", fold(text).replace("٪", "%")).strip()


def gold_from(fields: Mapping[str, object]) -> Gold:
    """The gold answers of one line of a questions file; raises ValueError, which names the missing key.

    A question that nothing answers needs neither answers nor evidence.
    """
    needed = ("id", "question", "type", "answerable", *(("answers", "evidence") if fields.get("answerable") else ()))
    missing = [key for key in needed if key not in fields]
    if missing:
        raise ValueError(f"{missing[0]!r} is missing")
    answers, evidence, note = fields.get("answers") or [], fields.get("evidence") or [], str(fields.get("note", ""))
    if not isinstance(answers, list) or not isinstance(evidence, list):
        raise ValueError("'answers' and 'evidence' must be lists")
    if fields["answerable"] and not answers:
        raise ValueError("'answers' is empty although the question is answerable")
    if not all(isinstance(e, dict) and {"source", "quote"} <= e.keys() for e in evidence):
        raise ValueError("each of 'evidence' needs 'source' and 'quote'")
    return Gold(
        id=str(fields["id"]),
        question=str(fields["question"]),
        type=str(fields["type"]),
        answerable=bool(fields["answerable"]),
        wanted=_wanted([folded(str(answer)) for answer in answers], note),
        evidence=tuple((str(e["source"]), folded(str(e["quote"]))) for e in evidence),
        files=_files(sorted({str(e["source"]) for e in evidence}), note),
    )


def _wanted(answers: Sequence[str], note: str) -> tuple[frozenset[str], ...]:
    """Any answer will do, unless the note says «answers=all»; «variants: a = b» are one answer then."""
    if "answers=all" not in note:
        return (frozenset(answers),)
    _, _, listed = note.partition("variants:")
    same = [frozenset(folded(name) for name in group.split("=")) for group in listed.partition(";")[0].split(",")]
    groups = [frozenset({answer}).union(*(s & set(answers) for s in same if answer in s)) for answer in answers]
    return tuple(dict.fromkeys(groups))


def _files(sources: Sequence[str], note: str) -> tuple[frozenset[str], ...]:
    """One of the files will do, unless the note says «evidence=all» or «evidence=003&(001|002)»."""
    rule = next((part.strip()[9:].strip() for part in note.split(";") if part.strip().startswith("evidence=")), "any")
    if rule == "any" or len(sources) <= 1:
        return (frozenset(sources),)
    if rule == "all":
        return tuple(frozenset({source}) for source in sources)
    return tuple(frozenset(_FILE_NUMBER.findall(part)) for part in rule.split("&"))


def share_found(wanted: Iterable[frozenset[str]], text: str) -> float:
    """Share of the wanted answers that a text contains."""
    groups, text = tuple(wanted), folded(text)
    return sum(any(answer in text for answer in group) for group in groups) / len(groups)


def share_cited(files: Sequence[frozenset[str]], cited: Iterable[str]) -> float:
    """Share of the needed files that are cited."""
    names = tuple(cited)
    met = sum(any(name.startswith(needed) for name in names for needed in group) for group in files)
    return met / len(files)


def supports(gold: Gold, citation: Citation) -> bool:
    """Does a citation quote gold evidence of its file, or contain a gold answer?"""
    quote = folded(citation.quote)
    if any(answer in quote for group in gold.wanted for answer in group):
        return True
    gold_quotes = [wanted for source, wanted in gold.evidence if source == citation.source]
    return bool(quote) and any(quote in wanted or wanted in quote for wanted in gold_quotes)


def score_answer(gold: Gold, answer: Answer, text_of: Callable[[str], str]) -> Result:
    """Measure one answer; `text_of` gives a file's whole text, "" for a file that is not there."""
    quotes = answer.citations
    verbatim = tuple(bool(c.quote) and text_of(c.source)[c.start : c.end] == c.quote for c in quotes)
    answered = not answer.abstained
    hit = first = recall = None
    supported: tuple[bool, ...] = ()
    if gold.answerable:
        shown = answer.text[:MAX_ANSWER_CHARACTERS] if answered else ""
        hit = share_found(gold.wanted, shown) if shown else 0.0
        first = share_found(gold.wanted, quotes[0].quote) if shown and quotes else 0.0
        if shown:
            supported = tuple(supports(gold, c) for c in quotes)
            if gold.evidence:  # a correction written by hand names no file
                recall = share_cited(gold.files, {c.source for c in quotes})
    accuracy = float(not answered) if hit is None else hit
    return Result(gold, accuracy, answered, hit, first, recall, supported, verbatim, answer.seconds)


def quality_table(results: Sequence[Result]) -> dict[str, float]:
    """The measures of all questions, in the order of a table, without those that nothing was measured for."""
    columns: dict[str, list[float]] = {
        "accuracy": [r.accuracy for r in results],
        "answer_hit": [r.answer_hit for r in results if r.answer_hit is not None],
        "first_hit": [r.first_hit for r in results if r.first_hit is not None],
        "citation_recall": [r.citation_recall for r in results if r.citation_recall is not None],
        "citation_precision": [float(good) for r in results for good in r.supported],
        "verbatim": [float(exact) for r in results for exact in r.verbatim],
    }
    means = {name: sum(values) / len(values) for name, values in columns.items() if values}
    refused = [float(not r.answered) for r in results if not r.gold.answerable]
    answered = [float(r.answered) for r in results if r.gold.answerable]
    if refused and answered:
        means["abstain_balanced"] = (sum(refused) / len(refused) + sum(answered) / len(answered)) / 2
    if results:
        seconds = [r.seconds for r in results]
        means |= {"seconds_p50": percentile(seconds, 0.5), "seconds_p95": percentile(seconds, 0.95)}
    return means


def by_type(results: Iterable[Result]) -> dict[str, tuple[int, float]]:
    """For each type of question how many there are, and their accuracy."""
    groups: dict[str, list[float]] = defaultdict(list)
    for result in results:
        groups[result.gold.type].append(result.accuracy)
    return {name: (len(values), sum(values) / len(values)) for name, values in sorted(groups.items())}


def percentile(values: Iterable[float], share: float) -> float:
    """The value that stands at a share of the sorted ones (no interpolation); there must be one."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
