"""Words to systemd, the units that start an exhibit, what is kept and told."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from descent_game.app.cli import main
from descent_game.app.exhibit import systemd
from descent_game.app.exhibit.beat import Beat, Heartbeat, parsed_beat
from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.systemd import notifier
from descent_game.app.show.stage import scene_names
from descent_game.app.storage import json_files
from descent_game.app.terminal.errors import InputError

pytestmark = pytest.mark.usefixtures("home")

SOMEWHERE = Beat(f"{scene_names()[1]}?seed=0", visit=True)


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
    file.write_text('[operator]\npin = "2468"\n')
    assert main(["exhibit", "install", "--print", str(file), *(["--cage"] if cage else [])]) == 0
    unit = capsys.readouterr().out
    for line in ("Type=notify", "WatchdogSec=60", "RestartSec=5", "[Install]", "StartLimitIntervalSec=0"):
        assert line in unit.splitlines()
    started = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    assert ("cage -d -s -- " in started) == cage
    assert '100 %% \\"mine\\"' in started
    assert started.endswith('exhibit.toml"')
    assert f"Restart={'always' if cage else 'on-failure'}" in unit


def test_a_unit_is_installed_for_the_user(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exhibit", "install", "--default-pin"]) == 0
    path = home / ".config" / "systemd" / "user" / systemd.NAME
    unit = path.read_text("utf-8").splitlines()
    assert unit[0].endswith(systemd.NAME)
    assert any(line.startswith("ExecStart=") and line.endswith(" exhibit run --default-pin") for line in unit)
    assert "systemctl --user" in capsys.readouterr().out
    (home / "exhibit.toml").write_text("theem = 1\nidle = 2\n")
    assert main(["exhibit", "install", str(home / "exhibit.toml")]) == 2
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "theem" in shown and "1 more" in shown


def test_what_was_installed_is_taken_away_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(systemd, "SYSTEM", home / "system")
    assert main(["exhibit", "uninstall"]) == 0
    assert "Nothing starts an exhibit here." in capsys.readouterr().out
    assert main(["exhibit", "install", "--default-pin"]) == 0
    path = home / ".config" / "systemd" / "user" / systemd.NAME
    wanted = path.parent / "graphical-session.target.wants"
    wanted.mkdir()
    (wanted / systemd.NAME).symlink_to(path)
    (home / "system").mkdir()
    (home / "system" / systemd.NAME).write_text(systemd.cage_unit(["run"], "me"))
    capsys.readouterr()
    assert main(["exhibit", "uninstall"]) == 0
    told = capsys.readouterr().out
    assert f"systemctl --user stop {systemd.NAME}" in told and f"rm {home / 'system' / systemd.NAME}" in told
    assert [entry for entry in path.parent.rglob("*") if entry.name == systemd.NAME] == []


def test_a_unit_of_somebody_else_stays(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / ".config" / "systemd" / "user" / systemd.NAME
    path.parent.mkdir(parents=True)
    path.write_text("[Unit]\nDescription=Descent, a game\n")
    assert main(["exhibit", "uninstall"]) == 2
    assert "nothing was removed" in capsys.readouterr().err
    assert path.exists()


def test_words_that_systemd_would_read_otherwise() -> None:
    assert systemd.escaped(["a", "b c", "", "50%", "$HOME", 'say "x"']) == 'a "b c" "" 50%% $$HOME "say \\"x\\""'


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\x00", "\x85", "\u2028", "\udcff"])
def test_a_name_that_would_be_a_line_of_its_own_in_a_unit_is_refused(
    sign: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError):
        systemd.escaped(["run", f"a{sign}ExecStartPre=touch"])
    with pytest.raises(InputError):
        systemd.cage_unit(["run"], f"me{sign}Group=root")
    if sign not in "\x00":
        file = tmp_path / f"a{sign}ExecStartPre=b.toml"
        file.write_text('[operator]\npin = "2468"\n')
        assert main(["exhibit", "install", "--print", str(file)]) == 2
        shown = capsys.readouterr()
        assert (shown.out, shown.err.count("\n")) == ("", 1)
        assert "without line breaks" in shown.err


def test_what_is_kept_is_whole_or_what_was_there_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "kept.json"
    assert json_files.kept(path) == {}
    assert json_files.keep(path, {"a": 1, "ü": "ß"})
    assert json_files.kept(path) == {"a": 1, "ü": "ß"}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert not json_files.keep(path, {"a": 2})
    monkeypatch.undo()
    assert json_files.kept(path) == {"a": 1, "ü": "ß"}
    path.write_text("{half")
    assert json_files.kept(path) == {}
    path.write_text("[1]")
    assert json_files.kept(path) == {}


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
    json_files.keep(json_files.state_folder() / "status.json", {"scene": "x"})
    assert main(["exhibit", "status"]) == 0
    assert json.loads(capsys.readouterr().out) == {"scene": "x"}


def test_a_beat_comes_back_from_its_line() -> None:
    assert parsed_beat(SOMEWHERE.line()) == SOMEWHERE
    assert "\n" not in SOMEWHERE.line()
    for line in ("", "hello", "{", "{}", "[]", "null", '{"what": 1}', SOMEWHERE.line().replace("setup", "set-up")):
        assert parsed_beat(line) is None


def test_the_pulse() -> None:
    beats: list[int] = []
    statuses: list[Mapping[str, Any]] = []
    pulse = Heartbeat(0.0, lambda: beats.append(1), statuses.append)
    for picture in range(1, 601):
        pulse.moment(picture / 50.0, shown=True)
    assert len(beats) == 12
    assert [status["frames_a_second"] for status in statuses] == [50.0, 50.0]
    assert statuses[-1]["uptime_seconds"] == 10
