"""Write `assistant/lexicon/english.tsv`: English words and the Arabic word for each, by which an English question finds
its passages in Arabic articles.

    python -m training.english eng-ara.txt

FreeDict's English-Arabic dictionary (Arabeyes.org, GPL-2 or later; Debian package dict-freedict-eng-ara, its `.dict.dz`
unpacked): headwords of one word whose gloss is one word, marks and article taken off. A form in «s», «ed» or «ing» that
its base has the same gloss for is left out: `assistant.question.glosses` looks the base up as well.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from assistant.question.glosses import FILE, bases
from vectorstore.text.arabic import words

_ENTRY = re.compile(r"^(?P<head>\S.*?) /[^/]*/$")
_HEADWORD = re.compile(r"[a-z]{3,18}")
FEWEST_LETTERS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dictionary", type=Path)
    found: dict[str, str] = {}
    for head, gloss in entries(parser.parse_args().dictionary.read_text(encoding="utf-8")):
        found.setdefault(head, gloss)
    kept = {head: gloss for head, gloss in sorted(found.items()) if not _told_by_base(head, gloss, found)}
    FILE.write_text("".join(f"{head}\t{gloss}\n" for head, gloss in kept.items()), encoding="utf-8")
    print(f"{len(kept)} of {len(found)} words")


def entries(dictionary: str) -> Iterator[tuple[str, str]]:
    """Headwords in lower case and their glosses, folded and without the article, of one word each."""
    head = ""
    for line in dictionary.splitlines():
        if match := _ENTRY.match(line):
            head = match["head"].lower()
            continue
        gloss = words(line)
        if _HEADWORD.fullmatch(head) and len(gloss) == 1:
            bare = gloss[0].removeprefix("ال") if len(gloss[0]) > FEWEST_LETTERS + 1 else gloss[0]
            if len(bare) >= FEWEST_LETTERS:
                yield head, bare


def _told_by_base(head: str, gloss: str, found: dict[str, str]) -> bool:
    return any(found.get(base) == gloss for base in bases(head) if base != head)


if __name__ == "__main__":
    main()
