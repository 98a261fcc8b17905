"""Too little memory is status 3 and one line, whatever would have run out of it first."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from descent_game.app.cli import main
from descent_game.app.console import trace


@pytest.mark.parametrize(
    ("words", "room", "said"),
    [
        (
            "still race -o a.png",
            400_000,
            "still needs 1,500 MB of memory, and ulimit -v allows 410: ulimit -v 1464844",
        ),
        ("trace race", 100_000, "trace needs 250 MB of memory, and ulimit -v allows 102: ulimit -v 244141"),
    ],
)
def test_a_limit_that_is_too_low_is_told_before_anything_is_loaded(
    words: str, room: int, said: str, tmp_path: Path
) -> None:
    command = ["sh", "-c", f'ulimit -v {room}; exec "$@"', "sh", sys.executable, "-m", "descent_game", *words.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", said + "\n")


@pytest.mark.parametrize(
    "error", [MemoryError("4 MiB"), ImportError("libav.so: failed to map segment from shared object")]
)
def test_memory_that_runs_out_on_the_way_is_told(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*arguments: object) -> NoReturn:
        raise error

    monkeypatch.setitem(trace.TRACES, "race", replace(trace.TRACES["race"], table=fails))
    assert main(["trace", "race", "--steps", "1"]) == 3
    assert capsys.readouterr().err == "not enough memory: --size less, or end other programs\n"
