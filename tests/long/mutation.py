"""A mutation: one wrong change to the program, as data, and what becomes of the tests in a copy that has it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

ROOT = Path(__file__).parents[2]
PARTS = ("descent_game", "scenes", "shaders", "tests")
"""What a copy needs, beside `pyproject.toml`."""
PATIENCE = 900.0
"""Seconds after which a child is taken to have no end."""
LONGEST_NOTE = 160

Fate: TypeAlias = Literal["caught", "survived", "broken"]


@dataclass(frozen=True)
class Mutation:
    """One change: in `file`, `old`, found exactly once, becomes `new`; `breaks` says what is wrong then.

    `tests` are the files that ought to fail. Paths are relative to the checkout.
    """

    file: str
    old: str
    new: str
    breaks: str
    tests: tuple[str, ...]

    def applied(self, text: str) -> str:
        """Returns the file's text with the change; raises ValueError unless there is just one place for it."""
        found = text.count(self.old)
        if found != 1 or self.old == self.new:
            raise ValueError(f"{self.file}: expected {self.old!r} once, found it {found} times")
        return text.replace(self.old, self.new)

    def told(self) -> str:
        """Returns the change in one line, with its place: the first line that changes, before and after."""
        text = (ROOT / self.file).read_text("utf-8")
        lines = zip(text.splitlines(), self.applied(text).splitlines(), strict=False)
        number, before, after = next((n, a.strip(), b.strip()) for n, (a, b) in enumerate(lines, 1) if a != b)
        return f"{self.file}:{number}: {self.breaks}: {before} -> {after}"


def of(file: str, tests: str, *changes: tuple[str, str, str]) -> Iterator[Mutation]:
    """Yields mutations of one file, (old, new, what it breaks), that the same tests ought to catch."""
    for old, new, breaks in changes:
        yield Mutation(file, old, new, breaks, tuple(tests.split()))


class Copy:
    """A private copy of the tree, in which one mutation at a time is tried; the checkout is never touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in PARTS:
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)

    def run(self, tests: tuple[str, ...], *options: str) -> tuple[int, str]:
        """Runs tests in a child and returns its exit status and what it said; -1 for one without an end."""
        words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests, *options]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON"))}
        try:
            done = subprocess.run(
                words, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            return -1, "no end"
        return done.returncode, done.stdout + done.stderr

    def fate(self, mutation: Mutation, *options: str) -> tuple[Fate, str]:
        """Returns what becomes of a mutation, and by which test; afterwards the copy is as it was.

        Caught: tests ran and failed. A file that cannot be imported, or a fixture that fails, is a broken program and
        proves nothing of the tests.
        """
        path = self.folder / mutation.file
        text = path.read_text("utf-8")
        try:
            self._write(path, mutation.applied(text))
            status, said = self.run(mutation.tests, *options)
        finally:
            self._write(path, text)
        if status == 0:
            return "survived", ""
        failed = re.search(r"^FAILED (.*)$", said, re.MULTILINE)
        if status == 1 and failed:
            return "caught", failed[1][:LONGEST_NOTE]
        return "broken", said[-2000:]

    @staticmethod
    def _write(path: Path, text: str) -> None:
        path.write_text(text, "utf-8")
        # a change of the same length within a second would pass for the file that was compiled before
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
            compiled.unlink()
