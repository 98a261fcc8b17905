"""What libraries write to standard error: into the log, never on a terminal; what the program says stays there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from windows import in_a_window

SAID = """
import os, sys
from descent_game.app import log
from descent_game.app.terminal.library_output import aside

with aside() as libraries:
    os.write(2, b"error: XDG_RUNTIME_DIR not set\\n")
    print("ours, before", file=sys.stderr)
    if "window" in sys.argv:
        libraries.to_log()
        os.write(2, b"ALSA lib: no card\\n")
        handler = log.logger().handlers[0]
        handler.doRollover()
        os.write(2, b"XIO: fatal\\n")
        print("ours, in it", file=sys.stderr)
        if "crash" in sys.argv:
            os.abort()
print("ours, after", file=sys.stderr)
os.write(2, b"the end\\n")
"""


def said(home: Path, *words: str) -> tuple[str, str]:
    """Returns what is on the terminal, and what is in all the logs, newest first."""
    surroundings = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SAID, *words], env=surroundings, capture_output=True, text=True
    )
    return done.stderr, "".join(file.read_text() for file in sorted(home.rglob("descent.log*")))


def test_without_a_window_the_log_is_told_what_there_was(tmp_path: Path) -> None:
    shown, logged = said(tmp_path)
    assert shown == "ours, before\nours, after\nthe end\n"
    assert "a library: error: XDG_RUNTIME_DIR not set" in logged


def test_while_there_is_a_window_it_goes_straight_into_the_log_however_that_is_turned_over(tmp_path: Path) -> None:
    shown, logged = said(tmp_path, "window")
    assert shown == "ours, before\nours, in it\nours, after\nthe end\n"
    newest, _, older = logged.partition("XIO: fatal\n")
    assert newest == "" and "XDG_RUNTIME_DIR" in older and "ALSA lib: no card\n" in older


def test_a_crash_leaves_what_was_said_in_the_log(tmp_path: Path) -> None:
    shown, logged = said(tmp_path, "window", "crash")
    assert shown == "ours, before\nours, in it\n"
    assert "XIO: fatal" in logged


def test_who_says_nothing_leaves_no_log(tmp_path: Path) -> None:
    script = "from descent_game.app.terminal.library_output import aside\nwith aside():\n    pass\n"
    assert in_a_window(script, tmp_path, XDG_STATE_HOME=str(tmp_path)).stderr == ""
    assert list(tmp_path.iterdir()) == []
