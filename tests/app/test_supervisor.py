"""Staying up: the supervisor over real processes."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace

import pytest

from descent_game.app import log
from descent_game.app.exhibit import exhibit_command, supervisor
from descent_game.app.exhibit.beat import Beat
from descent_game.app.exhibit.supervisor import TO_SAFE, Start, Supervisor
from descent_game.app.input.display import DRIVER, SIGNS
from descent_game.app.show.stage import scene_names
from descent_game.app.storage import json_files
from descent_game.app.terminal.errors import INTERRUPTED

pytestmark = pytest.mark.usefixtures("home")

SOMEWHERE = Beat(f"{scene_names()[1]}?seed=0", visit=True)


CHILD = """
import os, sys, time
print(os.getpid(), sys.argv[1:], file=open({notes!r}, "a"), flush=True)
print({beat!r}, flush=True)
{then}
"""
SLEEP = "while True: time.sleep(0.05); print({beat!r}, flush=True)"


class SupervisedChildren:
    """A supervisor over small children in a thread of its own, and what they note of themselves."""

    def __init__(self, folder: Path, then: str, hang: float = 30.0, grace: float = 30.0) -> None:
        self.notes = folder / "notes"
        self.notes.touch()
        self.told: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.starts: queue.SimpleQueue[Start] = queue.SimpleQueue()
        beat = SOMEWHERE.line()
        self._source = CHILD.format(notes=str(self.notes), beat=beat, then=then.format(beat=beat))
        self.supervisor = Supervisor(self._command, self.told.put, hang, grace)
        self.status: int | None = None
        self.thread = threading.Thread(target=self._run)

    def _command(self, start: Start) -> list[str]:
        self.starts.put(start)
        return [sys.executable, "-c", self._source, "safe" if start.safe else "plain"]

    def _run(self) -> None:
        self.status = self.supervisor.run()

    def begin(self) -> None:
        """Starts the supervisor."""
        self.thread.start()

    def child(self, number: int) -> int:
        """Waits until the child of that number has begun, and returns its process id."""
        while len(lines := self.notes.read_text().splitlines()) <= number:
            self.thread.join(0.02)
            assert self.thread.is_alive()
        return int(lines[number].split()[0])

    def heard(self, word: str) -> None:
        """Waits until the supervisor has said a word to systemd."""
        while self.told.get(timeout=60.0) != word:
            pass

    def end(self) -> None:
        """Asks the supervisor to end, as a signal would."""
        self.supervisor.stop()
        self.thread.join(60.0)
        assert not self.thread.is_alive()


def test_a_show_that_is_killed_is_there_again_where_it_was(tmp_path: Path) -> None:
    children = SupervisedChildren(tmp_path, SLEEP)
    children.begin()
    pids = []
    for number in range(2):
        pids.append(children.child(number))
        children.heard("READY=1")
        os.kill(pids[-1], signal.SIGKILL)
    pids.append(children.child(2))
    children.end()
    assert len(set(pids)) == 3
    starts = [children.starts.get() for _ in range(3)]
    assert [start.restarts for start in starts] == [0, 1, 2]
    assert [start.resume for start in starts] == [None, SOMEWHERE, SOMEWHERE]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert "ended with status -9" in log.path("supervisor").read_text("utf-8")


def test_a_show_that_hangs_is_killed_and_there_again(tmp_path: Path) -> None:
    children = SupervisedChildren(tmp_path, "while True: time.sleep(60)", hang=2.0)
    children.begin()
    first = children.child(0)
    children.heard("READY=1")
    second = children.child(1)
    children.end()
    assert second != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert "silent for too long" in log.path("supervisor").read_text("utf-8")
    assert [children.starts.get().resume for _ in range(2)] == [None, SOMEWHERE]


def test_a_show_that_was_stopped_is_woken_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "WAKING", 1.0 / 120.0)
    children = SupervisedChildren(tmp_path, SLEEP, hang=120.0)
    children.begin()
    first = children.child(0)
    children.heard("READY=1")
    before = woken()
    os.kill(first, signal.SIGSTOP)
    while woken() == before or stopped(first):
        children.thread.join(0.02)
        assert children.thread.is_alive()
    children.end()
    assert len(children.notes.read_text().splitlines()) == 1


def woken() -> int:
    """Returns how often the supervisor says that it has woken a show."""
    return log.path("supervisor").read_text("utf-8").count("woken, in case it was stopped")


def stopped(process: int) -> bool:
    """Returns whether a process stands still because somebody stopped it."""
    state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    return state in "Tt"


def test_a_supervisor_that_slept_itself_takes_no_show_for_hung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine was suspended for three hours, and again: no beat was due."""
    later, asleep = [0.0], threading.Event()

    class Words(queue.SimpleQueue[str | None]):
        """What the child says, in a machine that sleeps whenever somebody waits for it."""

        def get(self, block: bool = True, timeout: float | None = None) -> str | None:
            if not asleep.is_set():
                return super().get(block, timeout)
            later[0] += 10_800.0
            raise queue.Empty

    monkeypatch.setattr(supervisor, "time", Clock(later))
    monkeypatch.setattr(supervisor, "queue", SimpleNamespace(SimpleQueue=Words, Empty=queue.Empty))
    children = SupervisedChildren(tmp_path, SLEEP, hang=30.0)
    children.begin()
    children.heard("READY=1")
    asleep.set()
    while later[0] < 10 * 10_800.0:
        children.thread.join(0.02)
    children.end()
    assert len(children.notes.read_text().splitlines()) == 1
    assert "silent" not in log.path("supervisor").read_text("utf-8")


class Clock:
    """The clock of a machine that sleeps now and then."""

    def __init__(self, later: list[float]) -> None:
        self._later = later

    def monotonic(self) -> float:
        """Returns the time, in seconds, with all that the machine has slept."""
        return monotonic() + self._later[0]


def test_crash_upon_crash_ends_in_safe_mode(tmp_path: Path) -> None:
    children = SupervisedChildren(tmp_path, "sys.exit(0 if sys.argv[1] == 'safe' else 1)")
    children.begin()
    children.thread.join(60.0)
    assert children.status == 0
    said = [line.split("'")[1] for line in children.notes.read_text().splitlines()]
    assert said == ["plain"] * TO_SAFE + ["safe"]


def test_a_show_that_quits_ends_the_supervisor_too(tmp_path: Path) -> None:
    children = SupervisedChildren(tmp_path, "sys.exit(0)")
    children.begin()
    children.thread.join(60.0)
    assert children.status == 0
    assert len(children.notes.read_text().splitlines()) == 1


def test_without_a_display_it_says_once_that_it_waits_for_one(tmp_path: Path) -> None:
    """The real command, where nothing speaks of a display; its exhibit file has a mistake, told once too."""
    exhibit = tmp_path / "exhibit.toml"
    exhibit.write_text("theem = 1\n")
    around = {name: value for name, value in os.environ.items() if name not in (*SIGNS, DRIVER, "NOTIFY_SOCKET")}
    command = [*exhibit_command.program(), "exhibit", "run", "--default-pin", str(exhibit)]
    done = subprocess.Popen(command, env=around, stderr=subprocess.PIPE, text=True)
    assert done.stderr is not None
    with done.stderr as told:
        assert told.readline().startswith(f"{exhibit}:1: theem: ")
        first = told.readline()
        looked = 0
        while looked < 3:
            assert done.poll() is None
            sleep(0.05)
            looked = log.path("supervisor").read_text("utf-8").count("no display; it is looked for again")
        done.send_signal(signal.SIGTERM)
        assert done.wait(60.0) == INTERRUPTED
        assert told.read() == ""
    assert first.startswith("no display for the exhibit: it waits for one")
    assert "DISPLAY" in first and "WAYLAND_DISPLAY" in first
    assert "in safe mode" not in log.path("supervisor").read_text("utf-8")


def test_the_supervisor_takes_the_show_with_it(tmp_path: Path) -> None:
    """The real command, with a show that draws into no window: started, killed, resumed, asked to end."""
    environment = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "PYTHONUNBUFFERED": "1"}
    exhibit = tmp_path / "exhibit.toml"
    exhibit.write_text("[idle]\nseconds = 30\n")
    command = [*exhibit_command.program(), "exhibit", "run", str(exhibit), "--grace", "300", "--hang", "120"]
    ours, theirs = listening(tmp_path)
    supervisor = subprocess.Popen(command, env={**environment, "NOTIFY_SOCKET": theirs}, stderr=subprocess.PIPE)
    try:
        hear(ours, "READY=1")
        first = begun()[-1]
        os.kill(first, signal.SIGKILL)
        hear(ours, "READY=1")
        second = begun()[-1]
        assert second != first
        supervisor.send_signal(signal.SIGTERM)
        hear(ours, "STOPPING=1")
        assert supervisor.wait(60.0) == 130
    finally:
        supervisor.kill()
        assert supervisor.stderr is not None
        told = supervisor.stderr.read()
        supervisor.stderr.close()
        supervisor.wait()
        ours.close()
    assert b"Traceback" not in told
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)
    kept = json_files.kept(json_files.state_folder() / "counters.json")
    assert kept["starts"] == 2


def begun() -> list[int]:
    """Returns the shows that the supervisor's log says were begun."""
    words = [line.split() for line in log.path("supervisor").read_text("utf-8").splitlines()]
    return [int(line[line.index("process") + 1].rstrip(",")) for line in words if "begin:" in line]


def listening(folder: Path) -> tuple[socket.socket, str]:
    """Returns a socket such as systemd has, and its address."""
    address = str(folder / "n")
    ours = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.bind(address)
    ours.settimeout(300.0)
    return ours, address


def hear(ours: socket.socket, word: str) -> None:
    """Waits until a word is said to it."""
    while ours.recv(256).decode() != word:
        pass
