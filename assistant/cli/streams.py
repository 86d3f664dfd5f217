"""The standard streams and the names of files, in UTF-8 and open, before anything else of the program runs."""

from __future__ import annotations

import os
import sys


def read_names_as_utf8() -> None:
    """Begin anew in Python's UTF-8 mode where the locale knows ASCII alone: no Arabic name could be read or made."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def open_standard_streams() -> None:
    """Put the null device where a standard stream is closed: the next file to be opened would take its place.

    What a library then prints would be written into the index.
    """
    for number, name in ((0, "stdin"), (1, "stdout"), (2, "stderr")):
        try:
            os.fstat(number)
        except OSError:
            if os.open(os.devnull, os.O_RDWR) == number and getattr(sys, name) is None:
                setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8"))


def write_utf8() -> None:
    """Let the output take any text, whatever the locale; half a character is written as its number."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
