"""Sentences: every code has one in both languages, with the same values, for every place that names it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from assistant.messages import ABSTENTION, ANSWERS, ERRORS, REFUSALS, SENTENCES, say, why_refused
from assistant.ui.html.labels import LABELS, LANGUAGES
from vectorstore.errors import VectorstoreError
from vectorstore.formats.documents import SUFFIXES

ROOT = Path(__file__).parent.parent


def values_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def raised_errors() -> list[tuple[str, set[str], str]]:
    """Every `VectorstoreError("code", key=…)` of the source: its code, its keys and where it stands."""
    found = []
    for path in [*(ROOT / "assistant").rglob("*.py"), *(ROOT / "vectorstore").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == VectorstoreError.__name__:
                assert isinstance(node.args[0], ast.Constant), "a code is written out, so that it can be found"
                keys = {keyword.arg or "" for keyword in node.keywords}
                found.append((node.args[0].value, keys, f"{path.name}:{node.lineno}"))
    return found


@pytest.mark.parametrize("code", SENTENCES)
def test_every_code_has_arabic_and_english_with_the_same_values(code: str) -> None:
    written = SENTENCES[code]
    assert {"ar", "en"} <= written.keys() <= {"ar", "en", "fr"}
    assert len({frozenset(values_of(sentence)) for sentence in written.values()}) == 1
    assert all(sentence.strip() for sentence in written.values())


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_says_what_to_do_in_a_second_sentence_on_the_same_line(code: str) -> None:
    for sentence in ERRORS[code].values():
        assert "\n" not in sentence
        assert sentence.rstrip().endswith(".")
        assert any(mark in sentence.rstrip(".") for mark in (". ", "؛ ", "; "))


def test_every_error_that_is_raised_has_its_sentence_and_the_values_that_it_needs() -> None:
    raised = raised_errors()
    assert len(raised) > 10
    for code, keys, place in raised:
        assert code in ERRORS, place
        if code != "bad_line":  # its number is known where the file is read (`cli`)
            assert values_of(ERRORS[code]["ar"]) <= keys, place


@pytest.mark.parametrize("reason", REFUSALS)
def test_every_refusal_has_a_reason_that_can_be_read(reason: str) -> None:
    assert {"ar", "en"} <= REFUSALS[reason].keys()
    assert len({frozenset(values_of(sentence)) for sentence in REFUSALS[reason].values()}) == 1
    for language in ("ar", "en"):
        assert why_refused(reason, language, source="ملف.txt", detail="> 50 MB")


def test_a_file_that_failed_unexpectedly_has_a_sentence_of_its_own() -> None:
    for language in ("ar", "en"):
        assert "RecursionError" in why_refused("unexpected", language, detail="RecursionError")
        assert say("unexpected", language) == ERRORS["unexpected"][language]


def test_every_refusal_that_is_given_has_its_sentence() -> None:
    given = {
        node.args[1].value
        for path in (ROOT / "vectorstore").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refusal"
        if len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    }
    assert len(given) > 5
    assert given - {"crashed"} <= REFUSALS.keys()  # the extractor's word for itself, never seen by others


@pytest.mark.parametrize("note", ["rebuilt_version", "rebuilt_corrupt", "model_changed", "chroma_rebuilt"])
def test_what_the_sync_had_to_do_is_said(note: str) -> None:
    assert say(note, "ar") != say(note, "en")


def test_french_stands_in_answers_and_english_where_it_is_missing() -> None:
    assert say("abstention", "fr").startswith("Je ne trouve pas")
    for code in (
        "abstention", "empty_question", "answer_frame", "not_mentioned", "not_together", "also_in", "list_comma",
    ):  # fmt: skip
        assert "fr" in ANSWERS[code]
    assert say("indexed", "fr") == "indexed"


def test_the_abstention_is_one_constant_per_language() -> None:
    assert ABSTENTION["ar"] == "لا أجد إجابة عن هذا السؤال في المقالات." == say("abstention", "ar")


def test_what_no_article_mentions_is_said_with_its_names() -> None:
    assert say("not_mentioned", "ar", names="«تيك توك»، «سناب»") == "لا يذكر أي مقال «تيك توك»، «سناب»."
    assert say("not_together", "ar", name="«غوغل»", other="«باريس»") == "لا يذكر أي مقال «غوغل» مع «باريس»."
    assert say("not_together", "en", name="«a»", other="«b»") == "No article mentions «a» together with «b»."


def test_braces_in_a_value_are_shown_as_they_are() -> None:
    assert "{0.__class__}" in say("unknown_source", "en", source="{0.__class__}")


@pytest.mark.parametrize(
    "sentences",
    [REFUSALS["unsupported"], SENTENCES["corpus_empty"], dict(zip(LANGUAGES, LABELS["empty_how"], strict=True))],
    ids=["unsupported", "corpus_empty", "empty_how"],
)
def test_every_format_that_is_read_is_named_where_formats_are_named(sentences: dict[str, str]) -> None:
    for sentence in sentences.values():
        named = set(re.findall(r"\.[a-z]+", sentence))
        assert named == SUFFIXES - {".htm"}  # the same as .html
