"""The first and the last moments of a process, and one without a home: an exit status, and at most one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PENDING = """
import os, runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever these tests were started with
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
os.kill(os.getpid(), signal.SIGINT)
sys.argv = ["descent", "list"]
runpy.run_module("descent_game", run_name="__main__")
"""
HOMELESS = """
import os, pwd, sys
def unknown(*_): raise KeyError
pwd.getpwuid = unknown
from descent_game.app.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_an_interrupt_that_comes_before_all_else_is_answered_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", PENDING], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("record race --seconds 0.1 --size 96x64 -o a.mp4", 0),
        ("exhibit status", 2),
        ("doctor --json", 0),
    ],
)
def test_who_has_no_home_is_served_without_one(words: str, status: int, tmp_path: Path) -> None:
    homeless = {name: value for name, value in os.environ.items() if name != "HOME" and not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-c", HOMELESS, *words.split()],
        cwd=tmp_path, env=homeless, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr
    assert done.stderr.count("\n") <= 1
    assert [path.name for path in tmp_path.iterdir()] == (["a.mp4"] if "a.mp4" in words else [])
