"""Which further folders join the articles: what the owner of the window named, in a file of this person's.

Each corpus has a file of its own, which holds their whole paths; the index may be thrown away without it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from vectorstore.errors import VectorstoreError
from vectorstore.sync.further import MAX_FURTHER

MAX_FILE_BYTES = 1_000_000


def read_further(kept: Path | None) -> tuple[Path, ...]:
    """The folders in the order in which they were named; none where the file is not there or cannot be read."""
    if kept is None:
        return ()
    try:
        with kept.open("rb") as file:
            named = json.loads(file.read(MAX_FILE_BYTES))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(named, list):
        return ()
    paths = (one for one in named if isinstance(one, str) and os.path.isabs(one) and "\0" not in one)
    return tuple(map(Path, dict.fromkeys(paths)))[:MAX_FURTHER]


def keep_further(kept: Path, folders: Sequence[Path]) -> None:
    """Write the folders into the file, all or nothing; raises VectorstoreError("folders_not_kept")."""
    part = kept.with_name(f"{kept.name}.{os.getpid()}.part")
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            json.dump([str(folder) for folder in folders], file, indent=1)  # ASCII holds names that are no UTF-8, too
        part.replace(kept)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise VectorstoreError("folders_not_kept", path=str(kept)) from error
