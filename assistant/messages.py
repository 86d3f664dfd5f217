"""Every sentence that a person is shown, by its code and in the person's language (`say`).

The words themselves stand in `locale`, one file for each language: to translate Isnad, write another one. An error's
sentence says what is wrong and, after it, what to do; errors, refusals and notes are named by the codes that
`vectorstore` raises and returns. French is spoken in answers alone, to a question in French. Where a language has no
sentence, English stands in. Labels and plurals are read here (`section`) and used by the window's markup.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LOCALE = Path(__file__).parent / "locale"

SPOKEN_LANGUAGES = ("ar", "en", "fr")
STAND_IN = "en"


@cache
def section(name: str) -> Mapping[str, Mapping[str, Any]]:
    """One section of the files: code → language → text, or → plural category → text in `counts` and `changes`.

    Codes stand in the order of the Arabic file. Raises KeyError for a section that no file has.
    """
    files = {language: _file(language) for language in SPOKEN_LANGUAGES}
    if not any(name in file for file in files.values()):
        raise KeyError(name)
    texts: dict[str, dict[str, Any]] = {}
    for language, file in files.items():
        for code, text in file.get(name, {}).items():
            texts.setdefault(code, {})[language] = text
    return texts


@cache
def _file(language: str) -> Mapping[str, Any]:
    return tomllib.loads((LOCALE / f"{language}.toml").read_text(encoding="utf-8"))


ERRORS = section("errors")
REFUSALS = section("refusals")
REMARKS = section("remarks")
NOTES = section("notes")
PROGRESS = section("progress")
ANSWERS = section("answers")
MODEL = section("model")
TALK = section("talk")
FOLDER = section("folder")
TERMINAL = section("terminal")
EXPORT = section("export")
COUNTED = section("counted")

SENTENCES = {
    **REFUSALS, **ERRORS, **REMARKS, **NOTES, **PROGRESS, **ANSWERS, **MODEL, **TALK, **FOLDER, **TERMINAL, **EXPORT,
    **COUNTED,
}  # fmt: skip
"""All of them by code. «unexpected» is a refusal, too, when it is a file's: `why_refused` says that one."""


def say(code: str, language: str, **values: object) -> str:
    """The sentence of a code, as plain text; a language that it is not written in gets the English one.

    Raises KeyError for an unknown code or a value that the sentence needs and was not given.
    """
    return _in(SENTENCES[code], language).format(**values)


def why_refused(reason: str, language: str, **values: object) -> str:
    """The same for the reason of a refusal; raises KeyError as `say` does."""
    return _in(REFUSALS[reason], language).format(**values)


def _in(written: Mapping[str, str], language: str) -> str:
    return written.get(language, written[STAND_IN])
