"""How Chroma fails, as one error of our own: whatever it was, the collection is built anew from the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class StoreBroken(Exception):
    """Chroma failed or disagrees with the ledger; building the collection anew is the remedy."""


@contextmanager
def translate_chroma_errors() -> Iterator[None]:
    """Every way in which Chroma was seen to fail on damaged files, as StoreBroken.

    Its Rust half raises InternalError, ValueError, RuntimeError or OSError, its Python half the others. Nothing is
    rolled back here: what is pending in the ledger stays so until the collection holds it.
    """
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, sqlite3.Error, ValueError, RuntimeError, LookupError, TypeError) as error:
        raise StoreBroken(f"{type(error).__name__}: {error}") from error
    except BaseException as error:
        # A Rust panic derives from BaseException and its class cannot be imported. An interrupt, `Stopped` and the end
        # of the program go on as they are.
        if type(error).__name__ != "PanicException":
            raise
        raise StoreBroken(f"panic: {error}") from error
