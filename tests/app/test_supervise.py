"""Staying up: what follows an ending, the supervisor over real processes, what is kept and told."""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from descent_game.app import exhibit_command, keeping, log, units
from descent_game.app.cli import main
from descent_game.app.counters import Counters
from descent_game.app.errors import BAD_INPUT, CANNOT, DONE, FAULT
from descent_game.app.notify import notifier
from descent_game.app.policy import AGAIN, LONGEST_WAIT, OFTEN, STEADY, TO_SAFE, Policy, Start
from descent_game.app.stage import scene_names
from descent_game.app.status import Beat, Pulse, heard
from descent_game.app.supervise import Supervisor

KILLED = -int(signal.SIGKILL)
SOMEWHERE = Beat(f"{scene_names()[1]}?seed=0", "en", "dark", visit=True)


@pytest.fixture(autouse=True)
def at_home(home: Path) -> Iterator[Path]:
    """Logs, counters and status go to an empty home folder."""
    yield home
    logger = logging.getLogger("supervisor")
    for handler in list(logger.handlers):
        handler.close()
        logger.removeHandler(handler)


# -- what follows an ending -----------------------------------------------------------------------------------------


def test_an_end_that_was_wanted_stays_an_end() -> None:
    policy = Policy()
    policy.begin(0.0)
    assert policy.ended(10.0, DONE) is None
    assert policy.ended(10.0, BAD_INPUT) is None


def test_an_operator_starts_it_again_at_once_and_afresh() -> None:
    policy = Policy()
    policy.begin(0.0)
    policy.last = SOMEWHERE
    assert policy.ended(10.0, AGAIN) == Start(0.0, 1)


@pytest.mark.parametrize("status", [FAULT, CANNOT, KILLED, -11])
def test_after_a_crash_it_is_again_where_it_was(status: int) -> None:
    policy = Policy()
    policy.begin(0.0)
    policy.last = SOMEWHERE
    again = policy.ended(100.0, status)
    assert again is not None
    assert (again.resume, again.safe, again.restarts) == (SOMEWHERE, False, 1)
    assert 0.0 < again.wait < 1.0


def crash(policy: Policy, now: float, after: float) -> Start:
    policy.begin(now)
    policy.last = SOMEWHERE
    start = policy.ended(now + after, FAULT)
    assert start is not None
    return start


def test_repeated_crashes_lose_the_settings_and_then_lead_into_safe_mode() -> None:
    policy = Policy()
    starts = [crash(policy, 10.0 * i, 5.0) for i in range(12)]
    assert [start.resume for start in starts] == [SOMEWHERE] + [None] * 11
    assert [start.safe for start in starts] == [i + 1 >= TO_SAFE for i in range(12)]
    waits = [start.wait for start in starts]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert [start.restarts for start in starts] == list(range(1, 13))


def test_crashes_far_apart_are_not_repeated() -> None:
    policy = Policy()
    for i in range(20):
        start = crash(policy, i * (OFTEN + 100.0), 50.0)
        assert start.resume == SOMEWHERE
        assert not start.safe


def test_a_show_that_lasted_leaves_safe_mode() -> None:
    policy = Policy()
    starts = [crash(policy, float(i), 0.5) for i in range(TO_SAFE)]
    assert starts[-1].safe
    assert not crash(policy, 10.0, STEADY).safe


def test_a_year_of_crashes_does_not_grow() -> None:
    policy = Policy()
    for i in range(20_000):
        crash(policy, i * 0.01, 0.005)
    assert len(policy._crashes) <= 64


# -- beats ----------------------------------------------------------------------------------------------------------


def test_a_beat_comes_back_from_its_line() -> None:
    assert heard(SOMEWHERE.line()) == SOMEWHERE
    assert "\n" not in SOMEWHERE.line()
    for line in ("", "hello", "{", "{}", "[]", "null", '{"what": 1}', SOMEWHERE.line().replace("true", "7")):
        assert heard(line) is None


def test_the_pulse() -> None:
    beats: list[int] = []
    statuses: list[Mapping[str, Any]] = []
    pulse = Pulse(0.0, lambda: beats.append(1), statuses.append)
    for picture in range(1, 601):
        pulse.picture(picture / 50.0)
    assert len(beats) == 12
    assert [status["frames_a_second"] for status in statuses] == [50.0, 50.0]
    assert statuses[-1]["uptime_seconds"] == 10


# -- real processes -------------------------------------------------------------------------------------------------

CHILD = """
import os, sys, time
print(os.getpid(), sys.argv[1:], file=open({notes!r}, "a"), flush=True)
print({beat!r}, flush=True)
{then}
"""
SLEEP = "while True: time.sleep(0.05); print({beat!r}, flush=True)"


class Troupe:
    """A supervisor over small children in a thread of its own, and what they note of themselves."""

    def __init__(self, folder: Path, then: str, hang: float = 30.0) -> None:
        self.notes = folder / "notes"
        self.notes.touch()
        self.told: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.starts: queue.SimpleQueue[Start] = queue.SimpleQueue()
        beat = SOMEWHERE.line()
        self._source = CHILD.format(notes=str(self.notes), beat=beat, then=then.format(beat=beat))
        self.supervisor = Supervisor(self._command, self.told.put, hang, grace=30.0)
        self.status: int | None = None
        self._thread = threading.Thread(target=self._run)

    def _command(self, start: Start) -> list[str]:
        self.starts.put(start)
        return [sys.executable, "-c", self._source, "safe" if start.safe else "plain"]

    def _run(self) -> None:
        self.status = self.supervisor.run()

    def begin(self) -> None:
        self._thread.start()

    def child(self, number: int) -> int:
        """Waits until the child of that number has begun, and returns its process id."""
        while len(lines := self.notes.read_text().splitlines()) <= number:
            self._thread.join(0.02)
            assert self._thread.is_alive()
        return int(lines[number].split()[0])

    def heard(self, word: str) -> None:
        """Waits until the supervisor has said a word to systemd."""
        while self.told.get(timeout=60.0) != word:
            pass

    def end(self) -> None:
        """Asks the supervisor to end, as a signal would."""
        self.supervisor._stopping = True
        self.supervisor._words.put(False)
        self._thread.join(60.0)
        assert not self._thread.is_alive()


def test_a_show_that_is_killed_is_there_again_where_it_was(tmp_path: Path) -> None:
    troupe = Troupe(tmp_path, SLEEP)
    troupe.begin()
    pids = []
    for number in range(2):
        pids.append(troupe.child(number))
        troupe.heard("READY=1")
        os.kill(pids[-1], signal.SIGKILL)
    pids.append(troupe.child(2))
    troupe.end()
    assert len(set(pids)) == 3
    starts = [troupe.starts.get() for _ in range(3)]
    assert [start.restarts for start in starts] == [0, 1, 2]
    assert [start.resume for start in starts] == [None, SOMEWHERE, None]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert "ended with status -9" in log.path("supervisor").read_text("utf-8")


def test_a_show_that_hangs_is_killed_and_there_again(tmp_path: Path) -> None:
    troupe = Troupe(tmp_path, SLEEP, hang=2.0)
    troupe.begin()
    first = troupe.child(0)
    troupe.heard("READY=1")
    os.kill(first, signal.SIGSTOP)
    second = troupe.child(1)
    troupe.end()
    assert second != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert "silent for too long" in log.path("supervisor").read_text("utf-8")


def test_crash_upon_crash_ends_in_safe_mode(tmp_path: Path) -> None:
    troupe = Troupe(tmp_path, "sys.exit(0 if sys.argv[1] == 'safe' else 1)")
    troupe.begin()
    troupe._thread.join(60.0)
    assert troupe.status == 0
    said = [line.split("'")[1] for line in troupe.notes.read_text().splitlines()]
    assert said == ["plain"] * TO_SAFE + ["safe"]


def test_a_show_that_quits_ends_the_supervisor_too(tmp_path: Path) -> None:
    troupe = Troupe(tmp_path, "sys.exit(0)")
    troupe.begin()
    troupe._thread.join(60.0)
    assert troupe.status == 0
    assert len(troupe.notes.read_text().splitlines()) == 1


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
    kept = keeping.kept(keeping.state_folder() / "counters.json")
    assert kept["starts"] == 2


def begun() -> list[int]:
    """The shows that the supervisor's log says were begun."""
    words = [line.split() for line in log.path("supervisor").read_text("utf-8").splitlines()]
    return [int(line[line.index("process") + 1].rstrip(",")) for line in words if "begin:" in line]


def listening(folder: Path) -> tuple[socket.socket, str]:
    address = str(folder / "n")
    ours = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.bind(address)
    ours.settimeout(300.0)
    return ours, address


def hear(ours: socket.socket, word: str) -> None:
    while ours.recv(256).decode() != word:
        pass


# -- systemd --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "abstract"])
def test_words_to_systemd(name: str, tmp_path: Path) -> None:
    address = str(tmp_path / "socket") if name == "plain" else f"@descent-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours:
        ours.bind(address.replace("@", "\0") if name == "abstract" else address)
        tell = notifier({"NOTIFY_SOCKET": address})
        tell("READY=1")
        assert ours.recv(64) == b"READY=1"
    tell("WATCHDOG=1")  # nobody listens any more
    notifier({})("READY=1")


@pytest.mark.parametrize("cage", [False, True])
def test_the_units(cage: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / '100 % "mine"'
    folder.mkdir()
    file = folder / "exhibit.toml"
    file.write_text("")
    assert main(["exhibit", "install", "--print", str(file), *(["--cage"] if cage else [])]) == 0
    unit = capsys.readouterr().out
    for line in ("Type=notify", "WatchdogSec=60", "RestartSec=5", "[Install]", "StartLimitIntervalSec=0"):
        assert line in unit.splitlines()
    started = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    assert ("cage -d -s -- " in started) == cage
    assert '100 %% \\"mine\\"' in started
    assert started.endswith('exhibit.toml"')
    assert f"Restart={'always' if cage else 'on-failure'}" in unit


def test_a_unit_is_installed_for_the_user(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exhibit", "install"]) == 0
    path = at_home / ".config" / "systemd" / "user" / units.NAME
    assert path.read_text("utf-8").splitlines()[0].endswith(units.NAME)
    assert "systemctl --user" in capsys.readouterr().out
    (at_home / "exhibit.toml").write_text("theem = 1\nidle = 2\n")
    assert main(["exhibit", "install", str(at_home / "exhibit.toml")]) == 2
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "theem" in shown and "1 more" in shown


def test_words_that_systemd_would_read_otherwise() -> None:
    assert units.escaped(["a", "b c", "", "50%", "$HOME", 'say "x"']) == 'a "b c" "" 50%% $$HOME "say \\"x\\""'


# -- what is kept ---------------------------------------------------------------------------------------------------


def test_what_is_kept_is_whole_or_what_was_there_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "kept.json"
    assert keeping.kept(path) == {}
    assert keeping.keep(path, {"a": 1, "ü": "ß"})
    assert keeping.kept(path) == {"a": 1, "ü": "ß"}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert not keeping.keep(path, {"a": 2})
    monkeypatch.undo()
    assert keeping.kept(path) == {"a": 1, "ü": "ß"}
    path.write_text("{half")
    assert keeping.kept(path) == {}
    path.write_text("[1]")
    assert keeping.kept(path) == {}


def test_counters_go_on_and_forgive() -> None:
    counters = Counters({"since": "2026-01-01", "starts": 3, "visits": 7, "seconds": {"a": 60.0}}, "2026-05-05")
    counters.spend("a", 30.0)
    counters.spend("b", 1.0)
    again = Counters(json.loads(json.dumps(counters.values())), "2027-01-01")
    assert (again.since, again.starts, again.visits) == ("2026-01-01", 3, 7)
    assert again.seconds == {"a": 90.0, "b": 1.0}
    fresh = Counters({"starts": "x", "visits": -1, "seconds": {"a": "b"}, "since": 7}, "2026-05-05")
    assert fresh.values() == {"since": "2026-05-05", "starts": 0, "visits": 0, "seconds": {}}


def test_the_status_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exhibit", "status"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    keeping.keep(keeping.state_folder() / "status.json", {"scene": "x"})
    assert main(["exhibit", "status"]) == 0
    assert json.loads(capsys.readouterr().out) == {"scene": "x"}
