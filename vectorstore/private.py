"""What only its owner may read: the index holds every text of the folder, and so do its log and what is uploaded."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077
"""Everything that the group and others may do."""


def make_private(path: Path) -> None:
    """Take from a file or a folder whatever others may do with it, where it is one's own; none is no harm.

    Windows keeps a person's folders from others by itself.
    """
    if os.name == "nt":
        return
    with suppress(OSError):
        looks = path.lstat()
        if not stat.S_ISLNK(looks.st_mode) and looks.st_mode & OTHERS:
            path.chmod(stat.S_IMODE(looks.st_mode) & ~OTHERS)


def open_private(path: str, flags: int) -> int:
    """An `opener` for `open`: a file that is made by it is its owner's alone."""
    return os.open(path, flags, 0o600)
