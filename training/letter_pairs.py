"""The costs of pairs of letters (`vectorstore/text/letter_pairs.py`), counted again: prints the table.

    python -m training.letter_pairs --shared ../shared

Two sources, each half of a pair's share: the paragraphs of ARCD's training part (MIT; Arabic, so a pair with the end
of a word is counted as well) and the pieces of the bundled tokenizer with their probabilities (XLM-R's vocabulary,
MIT), which know the other languages that are written in Arabic letters, and Latin.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from pathlib import Path

from vectorstore.embedding.e5_weights import read_weights, weights_path
from vectorstore.text.letter_pairs import DIGITS, FARTHEST, STEP_NATS, WORD, plain_letters

LEAST_SHARE = 4e-4
"""Of all letters of a script, below which a letter has no row of its own."""


def count_words(words: Counter[str], *, ends: bool) -> Counter[str]:
    """How often one letter follows another; `^` begins a word, `$` ends it where `ends` are known."""
    found: Counter[str] = Counter()
    for word, count in words.items():
        begun = word.startswith("^") or ends
        letters = ("^" if begun else "") + word.lstrip("^") + ("$" if ends else "")
        for at in range(len(letters) - 1):
            found[letters[at : at + 2]] += count
    return found


def shares(pairs: Counter[str]) -> dict[str, float]:
    """Of each pair, its share among those with the same first letter."""
    firsts: Counter[str] = Counter()
    for pair, count in pairs.items():
        firsts[pair[0]] += count
    return {pair: count / firsts[pair[0]] for pair, count in pairs.items()}


def main() -> None:
    """Print the rows of `COSTS`."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, required=True)
    given = parser.parse_args()
    articles = json.loads((given.shared / "benchmarks/arcd-train.json").read_text(encoding="utf-8"))["data"]
    texts = {paragraph["context"] for article in articles for paragraph in article["paragraphs"]}
    prose = Counter(word for text in texts for word in WORD.findall(plain_letters(text)))
    path = weights_path()
    assert path is not None, "the bundled weights are missing"
    pieces: Counter[str] = Counter()
    for piece, score in read_weights(path).pieces:
        plain = plain_letters(piece.replace("▁", "^"))
        if re.fullmatch(rf"\^?(?:{WORD.pattern})", plain):
            pieces[plain] += math.exp(score)
    for script in ("arabic", "latin"):
        is_latin = script == "latin"
        known = [
            shares(count_words(Counter({w: n for w, n in words.items() if w[-1].isascii() == is_latin}), ends=ends))
            for words, ends in ((prose, True), (pieces, False))
            if not (is_latin and ends)
        ]
        letters = Counter[str]()
        for piece, count in pieces.items():
            if piece[-1].isascii() == is_latin:
                letters.update({letter: count * piece.count(letter) for letter in set(piece) - {"^"}})
        kept = sorted(letter for letter, n in letters.items() if n > LEAST_SHARE * letters.total())
        columns = [*kept, *([] if is_latin else ["$"])]
        print(f'    ("{"".join(columns)}", """')
        for first in ["^", *kept]:
            values = [sum(table.get(first + second, 0.0) for table in known) / len(known) for second in columns]
            steps = [min(FARTHEST, round(-math.log(value) / STEP_NATS)) if value else FARTHEST for value in values]
            print(f"{first}{''.join(DIGITS[one] for one in steps)}")
        print('"""),')


if __name__ == "__main__":
    main()
