"""An old Word document (.doc) is turned into a .docx by LibreOffice, where that is installed, and read as one.

The format is a file system of its own with a dozen variants, for which Python has no kept reader. LibreOffice runs
as a process of its own, with an empty profile (so without anybody's macros, extensions or settings) in a folder that
is thrown away, within limits (`doc_confined`); what it makes is read in the child process like any .docx.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from vectorstore.types import Refusal

CONVERSION_SECONDS = 90
"""By the clock, for one file: LibreOffice takes some 10 to start."""

ROOM_BYTES = 32 << 20
"""Free bytes that a conversion needs beside those of the file: LibreOffice writes a profile of its own."""

FULL_BYTES = 1 << 20
"""Free bytes below which a conversion that failed did so for want of room, and not for the file."""

NEEDS_OFFICE = "needs_office"
DOC_HEAD_BYTES = 512
"""Bytes by which the format of a file is known."""

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)

CONFINED = Path(__file__).with_name("doc_confined.py")
_KEPT_VARIABLES = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PATHEXT"})


def kind_of_doc(head: bytes) -> str:
    """The format of a .doc that is none: many programs save RTF, HTML or a newer document under that name."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"pk\x03\x04"):
        return "docx"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return "html" if head.startswith((b"<html", b"<!doctype html")) else ""


def find_office() -> str:
    """The program that converts; empty where there is none."""
    found = (shutil.which(name) for name in _NAMES)
    return next((path for path in found if path), "") or next((path for path in _PLACES if os.path.isfile(path)), "")


def convert_doc(path: Path, source: str, folder: Path) -> Path | Refusal:
    """The same document as a .docx inside `folder`, which is empty; refusals: needs_office, too_slow, damaged.

    Raises OSError, with ENOSPC where there is no room on the disk of `folder`, before or in the end.
    """
    office = find_office()
    if not office:
        return Refusal(source, NEEDS_OFFICE)
    check_room(folder, ROOM_BYTES + 3 * path.stat().st_size)
    copy = folder / "in.doc"  # a name from outside is no argument of a program
    shutil.copyfile(path, copy)
    command = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(copy),
    ]  # fmt: skip
    if sys.platform != "win32":
        command = [sys.executable, "-I", str(CONFINED), *command]
    group = {} if sys.platform == "win32" else {"start_new_session": True}
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
            env=_environment(folder), **group,
        )
    except OSError as error:
        return Refusal(source, NEEDS_OFFICE, error.strerror or "")
    try:
        process.wait(CONVERSION_SECONDS)
    except subprocess.TimeoutExpired:
        return Refusal(source, "too_slow", f"> {CONVERSION_SECONDS} s")
    finally:
        _end(process)
    check_room(folder, FULL_BYTES)
    made = folder / "in.docx"
    return made if made.is_file() else Refusal(source, "damaged", "DOC")


def check_room(folder: Path, wanted: int) -> None:
    """Raise OSError with ENOSPC where the disk of a folder has fewer bytes left."""
    if shutil.disk_usage(folder).free < wanted:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _environment(folder: Path) -> dict[str, str]:
    """What the program needs of ours: where programs lie and the system's own; no proxy, no key, nobody's home."""
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT_VARIABLES}
    return {**kept, **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))}


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started, whatever state it is in."""
    if process.poll() is None and sys.platform != "win32":
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
