"""What the rows of the ledger are named by: the key of a passage's vectors, the version of an article's pipeline."""

from __future__ import annotations

import functools
import hashlib
import json

from vectorstore.types import Passage

KEY_CHARACTERS = 32
"""128 bits in hexadecimal: the key stands in four places."""

KEYS_REMEMBERED = 2_000
"""Passages whose keys are kept: a group asks for each when it is embedded, and again when it is written."""


@functools.lru_cache(maxsize=KEYS_REMEMBERED)
def vector_key(fingerprint: str, passage: Passage) -> str:
    """Name of a passage's vectors: all that an embedder sees of it, and nothing of where it stands."""
    spans = [(start - passage.start, end - passage.start) for start, end in passage.sentences]
    seen = json.dumps([fingerprint, passage.kind, passage.title, passage.text, spans], ensure_ascii=True)
    return hashlib.sha256(seen.encode("ascii")).hexdigest()[:KEY_CHARACTERS]


def pipeline_version(made_by: tuple[str, str]) -> str:
    """What an article's passages and vectors were made by, in one word."""
    return " ".join(made_by)
