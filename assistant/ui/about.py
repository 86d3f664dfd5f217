"""What the program is made of, with versions and licences: as the installed packages state them themselves."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata

PARTS = ("isnad", "chromadb", "gradio", "langchain", "pyarabic", "sentence-transformers", "torch", "transformers")
"""The program and the libraries that a person would ask about."""

OWN_LICENCE = "GPL-3.0-or-later"
"""Ours, where the program runs from its source and is installed nowhere."""

FONT = {"name": "IBM Plex Sans Arabic", "version": "", "licence": "OFL-1.1"}

MAX_LICENCE_CHARACTERS = 60
"""A longer field is the text of a licence and not its name."""


def list_parts() -> list[dict[str, str]]:
    """Name, version and licence of each part that is there; empty where a package does not state one."""
    return [found for part in PARTS if (found := _part(part))] + [FONT]


def _part(name: str) -> dict[str, str] | None:
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        return {"name": name, "version": "", "licence": OWN_LICENCE} if name == "isnad" else None
    licence = stated.get("License-Expression") or stated.get("License") or ""
    if not licence or len(licence) > MAX_LICENCE_CHARACTERS:
        classifiers = [one for one in stated.get_all("Classifier", []) if one.startswith("License ::")]
        licence = classifiers[0].rpartition(" :: ")[2] if classifiers else ""
    return {"name": name, "version": stated["Version"], "licence": licence}
