"""What a word is used for stands in one place: no list of Arabic words is written down twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from assistant.answering.compose import with_speaker
from assistant.lexicon import interrogatives, names, speech_verbs
from assistant.question.dependence import is_followup
from assistant.question.parts import split_question
from vectorstore.text.arabic import fold, strip_clitics
from vectorstore.text.lexicon import ARTICLE_CLITICS, CLITICS, NAME_CLITICS
from vectorstore.types import Passage

ROOT = Path(__file__).parent.parent
SENTENCES = ("assistant/messages.py", "assistant/ui/", "assistant/cli/")
"""What is said to people; a sentence is no list of words."""

MIN_WORDS, MAX_SHARE = 6, 0.6
STOPWORDS = "vectorstore/text/stopwords.py"
"""Holds every function word; what is asked of some of them elsewhere is asked of no topic."""

RELATIONS = "assistant/lexicon/relations.py"
"""What somebody is to another, with whatever else says it: most words for people and for what they do are somewhere
in it, and asked another thing of elsewhere."""

_WORD = re.compile("[\u0621-\u064a]{3,}")
"""Shorter pieces are particles and endings of patterns."""


def literals(tree: ast.Module) -> Iterator[frozenset[str]]:
    """The Arabic words of each list, tuple, set, dictionary or string of a module, docstrings aside, outermost only."""
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside: set[int] = set()
    for node in ast.walk(tree):  # parents come before their children
        if id(node) in inside or id(node) in prose:
            continue
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict | ast.Constant | ast.JoinedStr):
            children = list(ast.walk(node))
            inside |= set(map(id, children))
            strings = [child.value for child in children if isinstance(child, ast.Constant)]
            yield frozenset(fold(word) for text in strings if isinstance(text, str) for word in _WORD.findall(text))


def word_lists() -> list[tuple[str, frozenset[str]]]:
    found = []
    for package in ("vectorstore", "assistant"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(SENTENCES):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                found += [(name, words) for words in literals(tree) if len(words) >= MIN_WORDS]
    return found


def test_no_list_of_arabic_words_is_repeated_in_another_module() -> None:
    repeated = [
        (one, other, sorted(first & second))
        for (one, first), (other, second) in combinations(word_lists(), 2)
        if one != other
        and not {STOPWORDS, RELATIONS} & {one, other}
        and len(first & second) > MAX_SHARE * min(len(first), len(second))
    ]
    assert not repeated


def test_a_repeated_list_is_found_however_it_is_written() -> None:
    tuple_, string = literals(ast.parse('A = ("متى", "أين")\nB = "متي|اين"'))
    assert tuple_ == string == {"متي", "اين"}


@pytest.mark.parametrize("module", [interrogatives, names, speech_verbs])
def test_words_of_the_lexicon_are_folded_as_texts_are(module: object) -> None:
    for name, words in vars(module).items():
        if name.isupper() and isinstance(words, tuple | frozenset | dict):
            assert all(fold(word) == word for word in words if not word.isascii() and word != "où"), name


def test_the_longest_clitic_is_taken_off_first() -> None:
    assert list(CLITICS) == sorted(CLITICS, key=len, reverse=True)
    assert strip_clitics("وبالانترنت") == "انترنت"


def test_a_name_is_not_looked_for_without_letters_that_begin_it() -> None:
    assert not [clitic for clitic in NAME_CLITICS if "وكاله".startswith(clitic) and clitic != "و"]
    assert set(ARTICLE_CLITICS) < set(NAME_CLITICS) < set(CLITICS)


def test_no_verb_after_a_conjunction_splits_a_question_where_it_denies() -> None:
    asked = "من وقّع الاتفاق ولم يحضر الاجتماع الأول؟"
    assert split_question(asked) == [asked]
    assert len(split_question("متى وُقّع الاتفاق، وبكم قُدّرت كلفة المشروع كله؟")) == 2
    assert is_followup("وبكم؟")


@pytest.mark.parametrize("goes_on", ["وصرحت قائلة: «نعم».", "وأضافت أن الأمر انتهى.", "مضيفا أن الأمر انتهى."])
def test_a_sentence_that_goes_on_speaking_takes_its_speaker_along(goes_on: str) -> None:
    text = f"قالت الوزيرة ذلك. {goes_on}"
    first, second = (0, 17), (18, len(text))
    passage = Passage("أ.txt", 0, len(text), text, "", "body", (first, second))
    assert with_speaker(passage, second) == (0, len(text))
