"""Streams that are closed, or that speak ASCII: every command ends as it would, and nothing lands in its files.

What libraries write to standard error goes into the log; what the program says stays on the terminal.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = (sys.executable, "-W", "error", "-m", "descent_game")
CLOSED = {"in": "<&-", "out": ">&-", "errors": "2>&-", "all": "<&- >&- 2>&-"}


def run(words: str, redirected: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command with some of its streams as a shell redirects them."""
    shell = ["sh", "-c", f'exec "$@" {redirected}', "sh", *PROGRAM, *words.split()]
    home = {"HOME": str(folder), "PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(shell, cwd=folder, env=home, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("closed", CLOSED)
def test_a_closed_stream_changes_nothing_but_what_is_read_there(closed: str, tmp_path: Path) -> None:
    table = "trace race --steps 2 -o race.csv -y"
    assert run(table, "", tmp_path).returncode == 0
    expected = (tmp_path / "race.csv").read_bytes()
    (tmp_path / "race.csv").unlink()
    done = run(table, CLOSED[closed], tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "race.csv").read_bytes() == expected
    done = run("exhibit status", CLOSED[closed], tmp_path)
    said = "expected the status of a running exhibit, found none\n"
    assert done.returncode == 2 and done.stderr[-len(said) :] == (said if closed in ("in", "out") else "")
    assert run("list", CLOSED[closed], tmp_path).returncode == 0


def test_errors_stay_out_of_a_file_that_is_opened_when_their_stream_is_closed(tmp_path: Path) -> None:
    """The file would have been opened as number 2, where libraries that are no Python write their complaints."""
    script = (
        "import os; from descent_game.app.terminal import streams; streams.mend(); "
        "file = open('film', 'wb'); assert file.fileno() > 2; os.write(2, b'a complaint')"
    )
    shell = ["sh", "-c", 'exec "$0" -W error -c "$1" <&- >&- 2>&-', sys.executable, script]
    assert subprocess.run(shell, cwd=tmp_path, timeout=120).returncode == 0
    assert (tmp_path / "film").read_bytes() == b""


def test_a_terminal_that_lacks_a_letter_shows_its_number(tmp_path: Path) -> None:
    done = run("check größe.toml", "", tmp_path, PYTHONIOENCODING="ascii:strict")
    assert done.returncode == 2 and "gr\\xf6\\xdfe.toml" in done.stderr
    (tmp_path / "größe.toml").write_text('scene = "race"\nseconds = 1\n', "utf-8")
    done = run("check größe.toml", "", tmp_path, PYTHONIOENCODING="ascii:strict", PYTHONUTF8="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("gr\\xf6\\xdfe.toml: ")


SAID = """
import os, sys
from descent_game.app import log
from descent_game.app.terminal.streams import libraries_to_log

with libraries_to_log():
    os.write(2, b"error: XDG_RUNTIME_DIR not set\\n")
    print("ours, before", file=sys.stderr)
    log.logger().handlers[0].doRollover()
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


def test_it_goes_straight_into_the_log_however_that_is_turned_over(tmp_path: Path) -> None:
    shown, logged = said(tmp_path)
    assert shown == "ours, before\nours, in it\nours, after\nthe end\n"
    newest, _, older = logged.partition("XIO: fatal\n")
    assert newest == "" and "XDG_RUNTIME_DIR" in older


def test_a_crash_leaves_what_was_said_in_the_log(tmp_path: Path) -> None:
    shown, logged = said(tmp_path, "crash")
    assert shown == "ours, before\nours, in it\n"
    assert "XIO: fatal" in logged
