"""Questions to try, drawn from the corpus: who speaks in it, which names its files share, and what it is about.

Every question is one that the assistant answers: whoever wires this asks each before it is offered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from assistant.lexicon.speech_verbs import GIVING_THE_WORD
from assistant.messages import say
from vectorstore.text.arabic import fold, stem, tokens
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Document

READ_CHARACTERS = 20_000
"""Characters of each document that are looked at."""

NAME_WORDS, SPEAKER_REACH = 2, 9
"""Words of a speaker's name, and how far behind the verb it may begin (offices stand between)."""

_SPEAKS = re.compile(f"^و?(?:{'|'.join(GIVING_THE_WORD)})(ت?)$")
_ENDS = re.compile(r"[.؟!:\n]")
_JOINED = re.compile("^و(?=.{4})")
_MARKS = re.compile("[\u064b-\u0652\u0640]")


def suggest_questions(documents: Iterable[Document], language: str) -> Iterator[str]:
    """Questions of three kinds by turns: what somebody said, file by file; a name, most shared first; what it is about.

    Of a single document a name counts as shared that stands in it twice: what stands there once may be two words that
    lost the space between them.
    """
    speakers: list[list[tuple[str, bool]]] = []
    names, times = Counter[str](), Counter[str]()
    for document in documents:
        text = document.text[:READ_CHARACTERS]
        speakers.append(list(dict.fromkeys(find_speakers(text))))
        found = Counter(find_foreign_names(text))
        names.update(found.keys())
        times.update(found)
    said = _of_speakers(speakers, language)
    shared = names if len(speakers) > 1 else times
    named = (say("suggest_name", language, name=name) for name, count in shared.most_common(8) if count > 1)
    about = iter([say("suggest_about", language)] if len(speakers) > 1 else [])
    for kinds in zip_longest(said, named, said, about):
        yield from filter(None, kinds)


def _of_speakers(speakers: Sequence[Sequence[tuple[str, bool]]], language: str) -> Iterator[str]:
    """What each speaker said, by turns through the files."""
    offered = set()
    for rank in range(max(map(len, speakers), default=0)):
        for found in speakers:
            if rank < len(found) and fold(found[rank][0]) not in offered:
                name, female = found[rank]
                offered.add(fold(name))
                yield say("suggest_speaker_f" if female else "suggest_speaker_m", language, name=name)


def find_speakers(text: str) -> Iterator[tuple[str, bool]]:
    """Names after verbs of speech, as they are written, and whether the verb is feminine."""
    found = tokens(text)
    words = {token.text for token in found}
    with_article = {stem(token.text) for token in found if token.text.startswith("ال")}
    for position, token in enumerate(found):
        verb = _SPEAKS.match(token.text)
        behind = found[position + 1 : position + 1 + SPEAKER_REACH] if verb else []
        for first, second in zip(behind, behind[1:], strict=False):
            if _ENDS.search(text[token.end : first.start]):
                break
            if text[first.end : second.start].strip() or not (_is_name(first.text) and _is_name(second.text)):
                continue
            # an office («مدير إقليمي») or a noun with a preposition («لزيارة روما») is nobody's name
            rest = first.text[1:]
            to_somebody = first.text[0] == "ل" or first.text.startswith("با")
            joined = to_somebody or (first.text[0] in "بكو" and rest in words)
            purpose = second.text[0] == "ل" and is_native_shaped(second.text[1:])  # «جهد كبير لنصل»: in order to
            office = joined or purpose or stem(first.text) in with_article
            if not office and not (is_native_shaped(first.text) and is_native_shaped(second.text)):
                yield text[first.start : second.end], verb.group(1) == "ت"
                break


def find_foreign_names(text: str) -> Iterator[str]:
    """Words that no Arabic pattern explains, as they are written."""
    for token in tokens(text):
        if len(token.text) > 4 and _is_name(token.text) and not is_native_shaped(token.text, clitics=True):
            yield _MARKS.sub("", text[token.start : token.end])


def _is_name(word: str) -> bool:
    written = not (word[0].isdigit() or word.isascii() or word.startswith("ال"))
    return written and len(word) > 2 and word not in STOPWORDS and not _JOINED.match(word)
