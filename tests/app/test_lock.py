"""One exhibit on one state, and a show whose supervisor is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from descent_game.app import log
from descent_game.app.cli import main
from descent_game.app.exhibit import lock
from descent_game.app.exhibit.lock import SHOW, HeldError, one_exhibit, one_show, take
from descent_game.app.storage import json_files
from descent_game.app.terminal.errors import CANNOT, INTERRUPTED

pytestmark = pytest.mark.usefixtures("home")

HOLDS = """
import sys, time
from pathlib import Path
from descent_game.app.exhibit import lock
from descent_game.app.exhibit.lock import take
assert take(Path(sys.argv[1])) is not None
print("held", flush=True)
time.sleep(600)
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """Starts a process that holds a lock, and returns it once it does."""
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as told:
        assert told.readline() == "held\n"
    return process


@pytest.mark.parametrize("words", [["exhibit", "run", "--default-pin"], ["--kiosk", "--default-pin"]])
def test_a_second_exhibit_says_so_and_ends(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with one_exhibit():
        assert main(words) == CANNOT
    shown = capsys.readouterr()
    assert shown.err.startswith(f"an exhibit runs here already (process {os.getpid()}): end that one first")
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    with one_exhibit():
        pass


def test_a_holder_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "any.lock"
    process = holder(path)
    with pytest.raises(HeldError) as held:
        take(path)
    assert held.value.process == process.pid
    process.kill()
    process.wait()
    file = take(path)
    assert file is not None
    os.close(file)


def test_a_show_that_hangs_without_a_supervisor_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "END_WITHIN", 0.01)
    process = holder(json_files.state_folder() / SHOW)
    with one_show():
        assert process.wait() == -signal.SIGKILL
    assert f"process {process.pid}, does not end: killed" in log.path().read_text("utf-8")


def test_a_show_on_another_machine_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    process = holder(json_files.state_folder() / SHOW)
    monkeypatch.setattr("socket.gethostname", lambda: "another")
    monkeypatch.setattr(lock, "END_WITHIN", 0.01)
    with one_show():
        assert process.poll() is None
    process.kill()
    process.wait()


def test_where_there_can_be_no_lock_it_goes_on_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*words: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with one_exhibit(), one_show():
        pass
    assert "no lock can be held" in log.path().read_text("utf-8")


def test_a_link_planted_for_a_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "any.lock").symlink_to("precious")
    assert take(tmp_path / "any.lock") is None
    assert (tmp_path / "precious").read_text() == "mine"


def test_a_show_without_a_supervisor_ends_quietly(home: Path) -> None:
    words = [sys.executable, "-W", "error", "-m", "descent_game", "play", "--kiosk", "--beat"]
    around = {**os.environ, "SDL_VIDEODRIVER": "offscreen"}
    show = subprocess.Popen(words, env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert show.stdout is not None and show.stderr is not None
    with show.stderr as errors, show.stdout as beats:
        assert beats.readline().startswith("{")
        beats.close()
        assert show.wait(60) == INTERRUPTED
        assert errors.read() == ""
    told = log.path().read_text("utf-8")
    assert "the supervisor is gone" in told and "ERROR" not in told
    assert json_files.kept(json_files.state_folder() / "counters.json")["starts"] == 1
