"""The three streams that every program expects, also where whoever starts it has closed them or speaks ASCII."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


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
