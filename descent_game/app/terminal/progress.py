"""How far long work has come: a bar on a terminal, a plain line at every tenth elsewhere."""

from __future__ import annotations

import importlib
import sys
from time import perf_counter
from types import TracebackType
from typing import Any

LEAST_PAUSE = 0.5
"""Seconds between two plain lines."""


class Progress:
    """Counts pictures up to `total`; use it in a `with` block."""

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total = name, total
        self._bar = _bar(name, total) if sys.stderr.isatty() else None
        self._count = self._told = 0
        self._begun = self._last = perf_counter()

    def __enter__(self) -> Progress:
        return self

    def add(self) -> None:
        """Counts one picture."""
        self._count += 1
        if self._bar is not None:
            self._bar.update()
            return
        tenth, now = self._count * 10 // max(self._total, 1), perf_counter()
        if tenth > self._told and now - self._last > LEAST_PAUSE:
            self._told, self._last = tenth, now
            rate = self._count / max(now - self._begun, 1e-9)
            left = (self._total - self._count) / rate
            line = f"{self._name}: {self._count} of {self._total} pictures, {rate:.0f} a second, {left:.0f} s left"
            print(line, file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()


def _bar(name: str, total: int) -> Any:
    """Returns a bar; what draws it is loaded only now, since most starts of the program need none."""
    return importlib.import_module("tqdm").tqdm(total=total, desc=name, unit=" pictures", leave=False)
