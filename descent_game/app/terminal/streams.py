"""The three streams that every program expects, also where whoever starts it has closed them or speaks ASCII."""

from __future__ import annotations

import os
import sys
import tempfile
from io import TextIOWrapper
from typing import IO


def mend() -> None:
    """Lets closed streams lead nowhere: else the next file that is opened would get what is said to them.

    A name that the terminal's encoding lacks is shown with its numbers. To be called before any file is opened.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def nowhere(descriptor: int) -> None:
    """Lets a file descriptor lead nowhere."""
    with open(os.devnull, "wb") as file:
        os.dup2(file.fileno(), descriptor)


def nameless() -> IO[bytes]:
    """Returns a file without a name, to be written and read; one that keeps nothing where no folder can be written."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return open(os.devnull, "r+b")


def speaking(descriptor: int, encoding: str) -> IO[str]:
    """Returns a stream of text, line by line, into a file descriptor, which it closes when it is closed."""
    return os.fdopen(descriptor, "w", 1, encoding=encoding, errors="backslashreplace")
