"""One place says what is Arabic and which way it runs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from vectorstore.text.code_units import arabic_share
from vectorstore.text.language import language_of
from vectorstore.text.script import count_arabic_letters, in_arabic_block, runs_right_to_left, side

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("text", "letters"), [("قال نعم", 6), ("قالَ", 3), ("؟،٣", 0), ("گچپژ", 4), ("ﻗﺎل", 3), ("ok", 0), ("", 0)]
)
def test_letters_are_counted_in_whatever_shape_and_nothing_else(text: str, letters: int) -> None:
    assert count_arabic_letters(text) == letters


def test_the_share_is_of_letters_so_that_numbers_and_marks_do_not_count() -> None:
    assert arabic_share("عام 2017 ...") == 1
    assert arabic_share("نعم Yes") == 0.5
    assert arabic_share("2017 — 80.5 %") == 0
    assert arabic_share("نعم 𝐘𝐞𝐬 🙂") == 0.5
    assert arabic_share("نعم \ud83d Yes") == 0.5
    assert arabic_share("") == 0


def test_a_text_in_presentation_forms_is_arabic() -> None:
    assert language_of("ﻗﺎل ﻧﻌﻢ") == "ar"


def test_the_block_is_unicodes() -> None:
    found = [code for code in range(0x10000) if in_arabic_block(chr(code))]
    assert found == list(range(0x600, 0x700))


@pytest.mark.parametrize(
    ("glyph", "way"),
    [("ب", "rtl"), ("ﻻ", "rtl"), ("א", "rtl"), ("؟", "rtl"), ("a", "ltr"), ("7", "number"), ("٧", "number"),
     ("«", "neutral"), ("", "neutral"), ("لله", "rtl")],
)  # fmt: skip
def test_a_glyph_runs_as_its_letters_do(glyph: str, way: str) -> None:
    assert side(glyph) == way


def test_a_page_runs_from_the_right_where_most_of_it_does() -> None:
    assert runs_right_to_left("أعلنت Google أمس عن هاتفها")
    assert not runs_right_to_left("Google said «نعم»")
    assert not runs_right_to_left("2017")


def test_no_other_module_writes_a_class_of_arabic_letters_of_its_own() -> None:
    """A range over the letters in a pattern elsewhere would be one more answer to the question."""
    allowed = {"vectorstore/text/script.py"}
    found = []
    for package in ("vectorstore", "assistant"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    value = node.value.encode("ascii", "backslashreplace").decode()
                    if "\\u064a" in value.replace("\\\\", "\\") and ("\\u0620-" in value or "\\u0621-" in value):
                        found.append(path.relative_to(ROOT).as_posix())
    assert set(found) <= allowed
