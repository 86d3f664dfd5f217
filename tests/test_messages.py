"""Sentences: every code has one in both languages, with the same values, for every place that names it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

from assistant.messages import (
    ANSWERS,
    ERRORS,
    LOCALE,
    REFUSALS,
    SENTENCES,
    SPOKEN_LANGUAGES,
    TALK,
    say,
    section,
    why_refused,
)
from assistant.question.intent import load_model
from assistant.ui.catalogue import ORDERS
from assistant.ui.html.labels import LABELS, LANGUAGES
from vectorstore.errors import VectorstoreError
from vectorstore.formats.documents import NAMED_SUFFIXES

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


def file_of(language: str) -> dict[str, object]:
    return tomllib.loads((LOCALE / f"{language}.toml").read_text(encoding="utf-8"))


def flat(table: dict[str, object], *above: str) -> dict[tuple[str, ...], str]:
    """Every text of a file by its keys from the outermost on."""
    texts: dict[tuple[str, ...], str] = {}
    for key, value in table.items():
        texts |= flat(value, *above, key) if isinstance(value, dict) else {(*above, key): value}
    return texts


def texts_of(language: str) -> dict[tuple[str, ...], str]:
    """The texts of a file that every language has: of a plural the form «other», the rest differ by language."""
    return {keys: text for keys, text in flat(file_of(language)).items() if keys[-1] == "other" or not plural(keys)}


def plural(keys: tuple[str, ...]) -> bool:
    return keys[0] in ("counts", "changes")


def test_there_is_one_file_for_each_language_that_is_spoken() -> None:
    assert {path.stem for path in LOCALE.glob("*.toml")} == set(SPOKEN_LANGUAGES)


def test_arabic_and_english_say_the_same_codes_in_the_same_order_and_french_none_of_its_own() -> None:
    arabic, english, french = map(texts_of, SPOKEN_LANGUAGES)
    assert list(arabic) == list(english)
    assert french.keys() < arabic.keys()
    assert all(text.strip() for language in SPOKEN_LANGUAGES for text in flat(file_of(language)).values())


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_code_takes_the_same_values_in_every_language(language: str) -> None:
    english = texts_of("en")
    for keys, text in texts_of(language).items():
        assert values_of(text) == values_of(english[keys]), ".".join(keys)


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
def test_the_forms_of_a_plural_are_those_that_its_language_has(language: str) -> None:
    categories = {*Locale.parse(language).plural_form.rules, "other"}
    for keys, text in flat(file_of(language)).items():
        if plural(keys):
            assert keys[-1] in categories, ".".join(keys)
            assert values_of(text) <= {"n", "noun"}, ".".join(keys)


def test_what_an_answer_says_around_its_quotes_is_said_in_french_too() -> None:
    for name in ("model", "answer_labels"):
        assert all(set(SPOKEN_LANGUAGES) <= words.keys() for words in section(name).values())


def test_a_code_means_one_sentence() -> None:
    """But «unexpected», which a file has as well as the program: `why_refused` says the file's."""
    codes = [code for name in (*NAMED, "counted") for code in section(name)]
    assert {code for code in codes if codes.count(code) > 1} == {"unexpected"}
    assert set(codes) == SENTENCES.keys()


NAMED = (
    "errors", "refusals", "remarks", "notes", "progress", "answers", "model", "talk", "folder", "terminal", "export",
)  # fmt: skip
TALK_CLASSES = tuple(sub for kind, sub in (name.split("/") for name in load_model().classes) if kind == "talk")
MADE_UP = {
    "only_every": "only_{kind}", "only_refused": "only_{kind}", "only_chosen": "only_{kind}",
    **{f"talk_{sub}": "talk_{sub}" for sub in (*TALK_CLASSES, "emoji")},
    **{
        f"brief_{part}_none": "{section.code}_none"
        for part in ("happened", "who", "said", "numbers", "differ", "timeline", "open")
    },
    **{f"theme_{name}": "theme_" for name in ("auto", "light", "dark")},
    **{f"size_{name}": "size_" for name in ("small", "normal", "large", "larger")},
    **{f"order_{name}": "order_{one}" for name in ORDERS},
}  # fmt: skip
"""Codes that are put together where they are used, and how; «emoji» is no class that is learnt."""


def words_of_the_source() -> set[str]:
    """Every string of the source that could be a code, and every one that the page's own scripts ask for."""
    found = set()
    for folder in ("assistant", "vectorstore"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found |= {node.value, *re.findall(r'data-name="(\w+)"', node.value)}
                elif isinstance(node, ast.JoinedStr):
                    found.add(ast.unparse(node)[2:-1])
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "assistant/ui/static").glob("*.js")]
    return found.union(*(re.findall(r"[\"'`](\w+)(?:[\"'`]|\$\{)", script) for script in scripts))


def test_no_text_is_kept_that_nothing_says() -> None:
    said = words_of_the_source()
    kept = {keys[1] for keys in texts_of("ar")}
    assert not {code for code in kept if MADE_UP.get(code, code) not in said}


def test_every_class_of_talk_has_its_sentence() -> None:
    assert len(TALK_CLASSES) > 10
    assert {f"talk_{sub}" for sub in TALK_CLASSES} <= TALK.keys()


def test_no_label_is_asked_for_that_is_not_there() -> None:
    asked = set()
    for path in (ROOT / "assistant/ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "both":
                parts = {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)}
                asked |= parts - {"only_", "order_"}
    for path in (ROOT / "assistant/ui/static").glob("*.js"):
        asked |= set(re.findall(r"\blabel\([\"'](\w+)", path.read_text(encoding="utf-8")))
    assert len(asked) > 50
    assert asked <= LABELS.keys()


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
        "abstention", "empty_question", "answer_frame", "answer_frame_mixed", "not_mentioned", "not_mentioned_chosen",
        "not_together", "not_together_chosen", "did_you_mean", "also_in", "list_comma",
    ):  # fmt: skip
        assert "fr" in ANSWERS[code]
    assert say("indexed", "fr") == "indexed"


def test_the_abstention_is_one_constant_per_language() -> None:
    assert ANSWERS["abstention"]["ar"] == "لا أجد إجابة عن هذا السؤال في المقالات." == say("abstention", "ar")


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
        assert named == NAMED_SUFFIXES
