"""Whose a TCP socket of this machine is: another user of it listens on loopback, and calls there, as well as we do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
_HERE = frozenset({"0100007F", "00000000", "0" * 32, "0000000000000000FFFF00000100007F", "0" * 24 + "01000000"})
"""127.0.0.1, any, and both in their IPv6 forms, as the kernel of a little-endian machine writes them."""

_LISTEN, _OVER = "0A", "06"
"""States of a socket: it listens; it was closed, and only its number is kept."""


def server_is_ours(port: int) -> bool | None:
    """Does a process of the user who runs this program listen at this port of loopback, and nobody else's?

    None where the system does not say; where it knows of no such socket, it is not ours.
    """
    return _is_ours(port, None)


def caller_is_ours(port: int, server_port: int) -> bool | None:
    """The same of the process that called `server_port` of this machine from `port`."""
    return _is_ours(port, server_port)


def _is_ours(port: int, called: int | None) -> bool | None:
    if not sys.platform.startswith("linux"):
        return _has_own(port, called)
    try:
        owners = set(_linux_owners(port, called))
    except (OSError, ValueError, IndexError):
        return None
    return bool(owners) and owners == {os.getuid()}


def _linux_owners(port: int, called: int | None) -> Iterator[int]:
    """The users of all sockets at the port; several may listen there, at 127.0.0.1 and at every address."""
    for table in map(Path, _TABLES):
        if not table.exists():
            continue
        for line in table.read_text(encoding="ascii").splitlines()[1:]:
            _, local, remote, state, _, _, _, user, *_ = line.split()
            address, _, number = local.partition(":")
            if int(number, 16) != port or address not in _HERE:
                continue
            if state == _LISTEN if called is None else state not in (_LISTEN, _OVER) and _port(remote) == called:
                yield int(user)


def _port(address: str) -> int:
    return int(address.partition(":")[2], 16)


def _has_own(port: int, called: int | None) -> bool | None:
    """The same where only a user's own processes can be asked for their sockets (macOS, Windows)."""
    import psutil

    def meant(found: Any) -> bool:
        if not found.laddr or found.laddr.port != port:
            return False
        if called is None:
            return found.status == psutil.CONN_LISTEN
        return bool(found.raddr) and found.raddr.port == called

    try:
        me = psutil.Process().username()
        mine = [process for process in psutil.process_iter(["username"]) if process.info["username"] == me]
        return any(meant(found) for process in mine for found in _connections(process))
    except (psutil.Error, OSError):
        return None


def _connections(process: Any) -> list[Any]:
    import psutil

    try:
        return process.net_connections(kind="tcp")
    except (psutil.Error, OSError):
        return []
