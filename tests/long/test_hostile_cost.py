"""What wrong words and files cost: each refused in a process of its own, whose time and memory are its alone.

Processes are forked from one that has read the program already: what is measured is the refusal. None of them may read
what is closed to everyone, even where the tests run as root (capset(2) takes that away).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_hostile_files import DEMOS, EXHIBITS, MOST_MEMORY, STATES, TEXTS
from test_hostile_words import LINES

from descent_game.app.storage.input_files import LONGEST_LINE

PATIENCE = 60
"""Seconds of processor time after which a process is ended."""
FORKING = """
import ctypes, json, os, resource, sys
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import descent_game.app.console.checking, descent_game.app.console.listing, descent_game.app.console.trace
import descent_game.app.film.record, descent_game.app.film.still, descent_game.app.play
import descent_game.app.exhibit.exhibit_command, descent_game.app.bench.bench, descent_game.app.console.doctor
from descent_game.app.cli import main

def run(words, lines):
    resource.setrlimit(resource.RLIMIT_CPU, ({patience}, {patience}))
    ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
    for stream in (1, 2):
        os.dup2(lines, stream)
    status = main(words)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)

for line in sys.stdin:
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        run(json.loads(line), writing)
    os.close(writing)
    with open(reading, encoding="utf-8", errors="backslashreplace") as pipe:
        said = pipe.read()
    _, status, used = os.wait4(process, 0)
    status = os.waitstatus_to_exitcode(status)
    print(json.dumps([status, said, used.ru_utime + used.ru_stime, used.ru_maxrss]), flush=True)
""".replace("{patience}", str(PATIENCE))


@dataclass(frozen=True)
class Refusal:
    """How a process ended, the lines it left, seconds of processor time, kilobytes."""

    status: int
    lines: list[str]
    seconds: float
    memory: int


Run = Callable[[str], Refusal]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Refusal]]:
    """Runs the program with some words in an empty folder."""
    home = tmp_path / "open"
    home.mkdir()
    around = {**os.environ, "HOME": str(home)}
    words = [sys.executable, "-c", FORKING]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=home, env=around
    ) as forking:
        assert forking.stdin is not None and forking.stdout is not None
        stdin, stdout = forking.stdin, forking.stdout

        def ask(*asked: str) -> Refusal:
            stdin.write(json.dumps(asked) + "\n")
            stdin.flush()
            status, said, seconds, memory = json.loads(stdout.readline())
            return Refusal(status, said.splitlines(), seconds, memory)

        yield ask


class Costs:
    """The dearest refusals so far, over what a run costs that only tells the version."""

    def __init__(self, run: Callable[..., Refusal]) -> None:
        empty = run("--version")
        assert empty.status == 0
        self._least = empty.memory
        self.count, self.seconds, self.memory = 0, 0.0, 0

    def add(self, refusal: Refusal, what: str, lines: int = 1) -> None:
        """Takes note of a refusal, which must be one line, or `lines` of them, that shows all it says."""
        assert refusal.status == 2, (what, refusal)
        assert 0 < len(refusal.lines) <= lines, (what, refusal.lines)
        assert all(line.isprintable() and len(line) <= LONGEST_LINE for line in refusal.lines), what
        assert refusal.memory - self._least < MOST_MEMORY, what
        self.count += 1
        self.seconds = max(self.seconds, refusal.seconds)
        self.memory = max(self.memory, refusal.memory - self._least)

    def told(self, name: str) -> None:
        """Prints what the refusals have cost at most."""
        print(f"\n{self.count} {name}: at most {self.seconds:.2f} s of processor time, {self.memory / 1000:.0f} MB")


def test_wrong_files_cost_little(run: Callable[..., Refusal], tmp_path: Path) -> None:
    folder = tmp_path / "open"
    for file, kinds in (("demo.toml", DEMOS), ("exhibit.toml", EXHIBITS), ("state.json", STATES), ("xx.toml", TEXTS)):
        costs = Costs(run)
        for kind, given in kinds.items():
            content = given[0] if isinstance(given, tuple) else given
            assert isinstance(content, str | bytes)
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
            refusal = run("check", file)
            costs.add(refusal, kind, lines=1000 if "nothing of" in kind else 2)
            assert refusal.lines[0].startswith(file), kind
        costs.told(f"kinds of a wrong {file}")


def test_wrong_words_cost_little(run: Callable[..., Refusal], tmp_path: Path) -> None:
    (tmp_path / "open" / "kept.mp4").write_bytes(b"a film")
    (tmp_path / "open" / "folder.mp4").mkdir()
    costs = Costs(run)
    for words in LINES:
        costs.add(run(*words.split()), words)
    costs.told("wrong command lines")


@pytest.mark.parametrize("words", ["check {}", "play --state {}", "play {}", "record {} -o film.mp4", "play --keep {}"])
def test_what_may_not_be_read_or_written_is_named(words: str, run: Callable[..., Refusal], tmp_path: Path) -> None:
    """As the owner of files that he has closed to himself."""
    folder = tmp_path / "open"
    for name in ("secret.toml", "secret.json", "shut/inside.toml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text('scene = "race"\n')
        (folder / name).chmod(0)
    (folder / "shut").chmod(0)
    costs = Costs(run)
    for name in ("secret.toml", "shut/inside.toml", "shut/deep/er.toml") if "state" not in words else ("secret.json",):
        refusal = run(*words.format(name).split())
        costs.add(refusal, f"{words} {name}")
        assert name.partition("/")[0] in refusal.lines[0]
    (folder / "shut").chmod(0o777)
    assert (folder / "secret.toml").stat().st_size == 15
