"""Limits itself and becomes another program: `python -I doc_confined.py PROGRAM ARGUMENT…`, started by `formats.doc`.

What LibreOffice reads is a hostile file in a format of thirty years, in a program of ten million lines that is not
ours: it gets so much memory, processor time and disk, and on Linux, where the system lets a user have that, no
network. A process of its own sets them, since nothing may be done between fork and exec of a program with threads.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

MEMORY_BYTES = 2 << 30
"""Of address space; a small document takes less than 1 GB with all libraries."""

PROCESSOR_SECONDS = 120
FILE_BYTES = 256 << 20
OPEN_FILES = 512

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
"""CLONE_NEWUSER and CLONE_NEWNET of `unshare(2)`; Python has them from 3.12 on."""


def limit() -> None:
    """Set the limits that the platform knows, none above one that is there already."""
    import resource

    for kind, wanted in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        with suppress(ValueError, OSError):  # macOS knows no limit of address space
            resource.setrlimit(kind, (value, value))


def leave_network() -> None:
    """Go where there is no network but a loopback that is down; where that is forbidden, stay."""
    if not sys.platform.startswith("linux"):
        return
    user, group = os.getuid(), os.getgid()
    with suppress(OSError, AttributeError):
        if ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK):
            return
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path("/proc/self", name).write_text(text, encoding="ascii")


if __name__ == "__main__":
    limit()
    leave_network()
    os.execv(sys.argv[1], sys.argv[1:])
