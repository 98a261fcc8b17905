"""Disks that are full or may not be written to, for real: small ones in memory, in a name space of their own.

They need `unshare` and a system that lets users mount; the seams are tested in any case (`test_mishaps`, `test_film`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which

import pytest

from descent_game.app.exhibit.beat import parsed_beat

PROGRAM = (sys.executable, "-W", "error", "-m", "descent_game")
MOUNT = 'mount -t tmpfs -o size="$1" none "$2" || exit 99; cd "$2"; '
FILL = "for n in 1 2 3; do cat /dev/zero > full$n; mkdir -p .local/state; done 2>&-; "
FULL, SHUT, EMPTY = FILL, FILL + 'mount -o remount,ro "$2"; ', ""


def on_a_disk(folder: Path, size: str, state: str, words: Sequence[str]) -> list[str]:
    """Returns the words that run a command on a disk of that size, which is the home of whoever runs it."""
    script = MOUNT + state + 'shift 2; exec "$@"'
    return ["unshare", "-rm", "sh", "-c", script, "sh", size, str(folder), *words]


def around(folder: Path) -> dict[str, str]:
    """Returns the environment of a command at home in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return {**kept, "HOME": str(folder), "SDL_VIDEODRIVER": "offscreen", "PYTHONUNBUFFERED": "1"}


def run(folder: Path, size: str, state: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs a command on a disk of its own, and returns how it ended."""
    command = on_a_disk(folder, size, state, words)
    return subprocess.run(command, env=around(folder), capture_output=True, text=True, timeout=1200)


def allowed() -> bool:
    """Whether disks can be made here."""
    if which("unshare") is None:
        return False
    return (
        subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode == 0
    )


if allowed():

    def test_a_film_on_a_full_disk_ends_with_one_line_and_leaves_nothing(tmp_path: Path) -> None:
        record = "record race --size 160x90 --fps 30 --seconds 20 --crf 0 -o film.mp4"
        script = '"$@" || echo "status $?"; ls -A | grep -v cache'
        words = ("sh", "-c", script, sys.executable, *PROGRAM, *record.split())
        done = run(tmp_path, "64k", EMPTY, *words)
        files = done.stdout.split()
        assert done.stdout.startswith("status 3"), done.stderr
        assert not [name for name in files if "film" in name]
        told = [line for line in done.stderr.splitlines() if "pictures, " not in line]
        assert told == ["film.mp4: could not be written: No space left on device"]

    @pytest.mark.parametrize(
        ("words", "path"),
        [("still race --size 320x180 -o a.png", "a.png"), ("trace race --steps 90000 -o a.csv", "a.csv")],
    )
    def test_a_picture_and_a_table_that_find_no_room_leave_nothing(words: str, path: str, tmp_path: Path) -> None:
        """The disk takes a name, and nothing else."""
        done = run(tmp_path, "16k", EMPTY, "sh", "-c", '"$@"; echo "status $?"; ls', "sh", *PROGRAM, *words.split())
        assert done.stdout.split() == ["status", "3"]
        assert done.stderr == f"{path}: could not be written: No space left on device\n"

    @pytest.mark.parametrize("words", ["still race -o a.png", "record race -o a.mp4", "trace race -o a.csv"])
    def test_a_folder_that_is_read_only_is_refused_before_any_work(words: str, tmp_path: Path) -> None:
        done = run(tmp_path, "64k", SHUT, *PROGRAM, *words.split())
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("-o: expected a folder that may be written to, found ")
        assert len(done.stderr.splitlines()) == 1

    @pytest.mark.parametrize("state", [FULL, SHUT], ids=["full", "read only"])
    def test_an_exhibit_with_such_a_home_goes_on_and_is_silent_about_it(state: str, tmp_path: Path) -> None:
        command = on_a_disk(tmp_path, "64k", state, (*PROGRAM, "play", "--kiosk", "--beat"))
        with subprocess.Popen(
            command, env=around(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as show:
            assert show.stdout is not None
            for _ in range(7):  # one of them after the first status, which cannot be written
                assert parsed_beat(show.stdout.readline()) is not None
            show.terminate()
            _, said = show.communicate(timeout=300)
        assert said == ""
        assert show.returncode == 130

    @pytest.mark.parametrize("state", [FULL, SHUT], ids=["full", "read only"])
    def test_what_needs_no_disk_needs_no_disk(state: str, tmp_path: Path) -> None:
        done = run(tmp_path, "64k", state, *PROGRAM, "list")
        assert (done.returncode, done.stderr) == (0, "")
        done = run(tmp_path, "64k", state, *PROGRAM, "exhibit", "install", "--default-pin")
        assert done.returncode == 3
        assert done.stderr.endswith("; try --print\n") and len(done.stderr.splitlines()) == 1


def test_an_output_that_is_full_is_told_once() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*PROGRAM, "list"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (3, "could not be written: No space left on device\n")
