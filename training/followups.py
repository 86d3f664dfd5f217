"""Follow-ups made of paragraphs that several questions are asked about, seeded.

Two questions about one paragraph become a conversation: the words that the second shares with the first are left out
of it or replaced by a pronoun, as people do who go on asking. What was left out is what the talk is about, so each word
of the first question is known to be carried on or not; and the second question as it was written stands alone.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.lexicon.interrogatives import INTERROGATIVES, LATIN_INTERROGATIVES
from vectorstore.text.arabic import Token, fold, stem, tokens
from vectorstore.text.language import language_of
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

JOINED_SHARE, PRONOUN_SHARE, LATIN_JOINED_SHARE, FEMALE_SHARE = 0.6, 0.7, 0.4, 0.25
"""How many begin with «و» («And»), and in how many a pronoun takes the place of what was said. A judgement: nobody
counted them in conversations."""

MAX_PAIRS_OF_PARAGRAPH = 3
MAX_WORDS = 16
ARABIC_SETS, LATIN_SETS = ("mlqa", "tydi-ar", "belebele"), ("squad", "belebele-en")

_VERB_FOLLOWS = frozenset(INTERROGATIVES) - {"كم", "اي", "ما"}
_PRONOUNS = (("it", "it", "its"),) * 3 + (("he", "him", "his"), ("she", "her", "her"), ("they", "them", "their"))
_LATIN_PREPOSITIONS = frozenset(["of", "in", "to", "for", "by", "with", "from", "about", "on", "at"])


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`question` goes on from `former`; `full` is the same as it was written, `answers` what answers it in `context`.

    `carried` says of each content word (token) of `former` whether `full` has it too; `group` is the paragraph's.
    """

    former: str
    question: str
    full: str
    carried: tuple[bool, ...]
    answers: tuple[str, ...]
    former_answers: tuple[str, ...]
    context: str
    group: str


def read_paragraphs(shared: Path, sets: Sequence[str], arcd: bool = False) -> dict[str, list[tuple[str, list[str]]]]:
    """Questions with their answers by paragraph, of the sets in `shared/training/data` and of ARCD train."""
    found: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for name in sets:
        with gzip.open(shared / "training" / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["answers"] and _in_written_words(row["question"]):
                    found[row["context"]].append((row["question"].strip(), [a["text"] for a in row["answers"]]))
    if arcd:
        articles = json.loads((shared / "benchmarks" / "arcd-train.json").read_text(encoding="utf-8"))["data"]
        for paragraph in (p for article in articles for p in article["paragraphs"]):
            found[paragraph["context"]] += [
                (qa["question"].strip(), [a["text"] for a in qa["answers"]]) for qa in paragraph["qas"]
            ]
    return found


def _in_written_words(question: str) -> bool:
    """No dialect: that is put in written words before anything else looks at a question."""
    return language_of(question) != "ar" or any(token.text in INTERROGATIVES for token in tokens(question))


def make_followups(paragraphs: dict[str, list[tuple[str, list[str]]]], drawn: random.Random) -> Iterator[FollowUp]:
    """Follow-ups of every paragraph with several questions, at most `MAX_PAIRS_OF_PARAGRAPH` of each."""
    for context, asked in paragraphs.items():
        asked = [pair for pair in asked if language_of(pair[0]) == language_of(asked[0][0])]
        pairs = [(a, b) for a in asked for b in asked if a[0] != b[0]]
        drawn.shuffle(pairs)
        made = 0
        for (former, former_answers), (full, answers) in pairs:
            found = _lean(former, full, drawn)
            if found and made < MAX_PAIRS_OF_PARAGRAPH:
                made += 1
                yield FollowUp(former, *found, tuple(answers), tuple(former_answers), context, context[:80])


def content_words(question: str) -> list[Token]:
    """The words of a question that say something."""
    return [token for token in tokens(question) if token.text not in STOPWORDS]


def _lean(former: str, full: str, drawn: random.Random) -> tuple[str, str, tuple[bool, ...]] | None:
    if len(full.split()) > MAX_WORDS:
        return None
    said = {stem(token.text) for token in content_words(former)}
    found = tokens(full)
    latin = language_of(full) != "ar"
    runs = list(_runs([t.text not in STOPWORDS and stem(t.text) in said for t in found]))
    spoken = [(_telling(full, found, start, end, latin), start, end) for start, end in runs]
    telling, start, end = max(spoken, default=(0, 0, 0))
    while latin and telling and not full[found[start].start].isupper():
        start += 1
    left = [t for t in (*found[:start], *found[end:]) if t.text not in STOPWORDS]
    if not telling or not left:
        return None
    question = (_latin if latin else _arabic)(full, found, start, end, drawn)
    gone = {stem(t.text) for t in found[start:end]}
    return question, full, tuple(stem(t.text) in gone for t in content_words(former))


def _runs(shared: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where words that both questions have stand side by side."""
    start = None
    for place, again in enumerate((*shared, False)):
        if again and start is None:
            start = place
        elif not again and start is not None:
            yield start, place
            start = None


def _telling(full: str, found: Sequence[Token], start: int, end: int, latin: bool) -> int:
    """How much a run of words looks like somebody or something that is talked about; 0: a verb, or what is asked."""
    if latin:
        return sum(place > 0 and full[found[place].start].isupper() for place in range(start, end))
    asked = start > 0 and found[start - 1].text in ("كم", "اي", "باي")
    named = sum(2 * (not is_native_shaped(t.text, clitics=True)) + t.text.startswith("ال") for t in found[start:end])
    return 0 if asked or start == 0 else named


def _arabic(full: str, found: Sequence[Token], start: int, end: int, drawn: random.Random) -> str:
    """The question without the run, a pronoun in its place where the word before it takes one."""
    words = [full[t.start : t.end] for t in found]
    female = found[start].text.endswith(("ه", "ات")) or drawn.random() < FEMALE_SHARE
    ending = "ها" if female else "ه"
    before, two_before = found[start - 1].text, found[start - 2].text if start > 1 else ""
    words[start:end] = []
    if before in ("من", "مع", "عن", "علي", "في", "الي", "بين"):
        words[start - 1] = words[start - 1].replace("ى", "ي") + ending
    elif (
        before not in STOPWORDS
        and not before.startswith(("ي", "ت", "ال"))
        and two_before not in _VERB_FOLLOWS
        and drawn.random() < PRONOUN_SHARE
    ):  # behind a noun its owner; behind a verb its subject, which goes without saying
        words[start - 1] = words[start - 1].replace("ة", "ت") + ending
    return ("و" if drawn.random() < JOINED_SHARE else "") + " ".join(words) + "؟"


def _latin(full: str, found: Sequence[Token], start: int, end: int, drawn: random.Random) -> str:
    words = [full[t.start : t.end] for t in found]
    subject, whom, of = drawn.choice(_PRONOUNS)
    owns = end < len(found) and found[end].text in ("s", "'s")
    first = start - (found[start - 1].text in ("the", "a", "an"))
    before = fold(words[first - 1]) if first else ""
    if drawn.random() < PRONOUN_SHARE or not first:
        words[first : end + owns] = [of if owns else whom if before in _LATIN_PREPOSITIONS else subject]
    else:
        first -= before in _LATIN_PREPOSITIONS
        words[first : end + owns] = []
    text = " ".join(words)
    if drawn.random() < LATIN_JOINED_SHARE and text.lower().startswith(tuple(LATIN_INTERROGATIVES)):
        text = "And " + text[0].lower() + text[1:]
    return text + "?"
