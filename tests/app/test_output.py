"""Whole files under any name: what links lead to, modes, names that are taken, and no room for them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import av
import pytest

from descent_game.app.cli import main
from descent_game.app.storage import output_files
from descent_game.app.storage.input_files import one_line

pytestmark = pytest.mark.usefixtures("home")

FILM = "--size 64x64 --fps 10 --seconds 0.3"
COMMANDS = {
    "film": (f"record race {FILM} -o", "film.mp4"),
    "moving picture": (f"record race {FILM} -o", "film.gif"),
    "still": ("still race --size 64x64 --at 0 -o", "still.png"),
    "table": ("trace race --steps 2 -o", "table.csv"),
}
Run = Callable[..., int]


@pytest.fixture
def run(lent: Any) -> Run:
    """Runs a command on a path, and returns its exit status."""

    def command(kind: str, path: Path, *more: str) -> int:
        return main([*COMMANDS[kind][0].split(), str(path), *more])

    return command


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """Tells the lines that were said since it was asked last, but for how far a film has come."""
    return lambda: [line for line in capsys.readouterr().err.splitlines() if " a second, " not in line]


@pytest.mark.parametrize("kind", COMMANDS)
def test_names_may_hold_colons_and_bytes_that_are_no_letters(kind: str, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"f\xffo")
    folder.mkdir()
    name = COMMANDS[kind][1]
    for path in (folder / name, tmp_path / f"12:30:{name}", folder / os.fsdecode(b"http:\xfe " + name.encode())):
        assert run(kind, path) == 0
        assert path.stat().st_size
    assert sorted(folder.iterdir()) == sorted([folder / name, path]), "no part is left"


@pytest.mark.parametrize("kind", COMMANDS)
def test_what_is_replaced_is_what_a_link_leads_to_and_keeps_its_mode(
    kind: str, run: Run, said: Callable[[], list[str]], tmp_path: Path
) -> None:
    name = COMMANDS[kind][1]
    there = tmp_path / "there"
    there.mkdir()
    (there / name).write_bytes(b"before")
    (there / name).chmod(0o600)
    link = tmp_path / name
    link.symlink_to(tmp_path / "second")
    (tmp_path / "second").symlink_to(Path("there") / name)
    assert run(kind, link) == 2
    assert said() == [one_line(f"-o: {str(link)!r} is a link to {str(there / name)!r}; add -y to replace that file")]
    assert run(kind, link, "-y") == 0
    assert link.is_symlink() and (tmp_path / "second").is_symlink()
    assert (there / name).read_bytes() != b"before"
    assert (there / name).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in there.iterdir()] == [name]


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_link_that_leads_nowhere_is_asked_about_and_then_written_through(
    kind: str, run: Run, said: Callable[[], list[str]], tmp_path: Path
) -> None:
    link = tmp_path / COMMANDS[kind][1]
    there = tmp_path / "there"
    link.symlink_to(there)
    assert run(kind, link) == 2
    whole = f"-o: {str(link)!r} is a link to {str(there)!r}, which does not exist; add -y to write that file"
    assert said() == [one_line(whole)]
    assert run(kind, link, "-y") == 0
    assert link.is_symlink() and there.stat().st_size


def test_a_link_in_a_circle_is_refused(run: Run, said: Callable[[], list[str]], tmp_path: Path) -> None:
    link = tmp_path / "table.csv"
    link.symlink_to(link)
    assert run("table", link, "-y") == 2
    assert said() == [
        f"-o: expected a file that can be reached, found {str(link)!r} (Too many levels of symbolic links)"
    ]


def test_a_link_planted_where_a_film_or_a_picture_grows_is_not_followed(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_bytes(b"somebody's own")
    part = tmp_path / "film.mp4.part.mp4"
    part.symlink_to(own)
    for guess in (".still.{}.part.png", ".film.mp4.whole", ".table.{}.part.csv"):
        (tmp_path / guess.format(os.getpid())).symlink_to(own)
    assert run("still", tmp_path / "still.png") == 0
    assert run("table", tmp_path / "table.csv") == 0
    assert run("film", tmp_path / "film.mp4", "--audio") == 0
    assert own.read_bytes() == b"somebody's own"
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert len(list(film.decode(video=0))) == 3


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_shell_that_allows_no_larger_file_is_like_a_full_disk(
    kind: str,
    run: Run,
    room: Callable[[int], AbstractContextManager[None]],
    said: Callable[[], list[str]],
    tmp_path: Path,
) -> None:
    path = tmp_path / COMMANDS[kind][1]
    with room(60):
        status = run(kind, path)
    assert status == 3
    assert said() == [one_line(f"{path}: could not be written: File too large")]
    assert [file.name for file in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize("links", [True, False], ids=["links", "a disk without links"])
def test_new_files_of_one_name_never_meet(links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(source: Path, name: Path) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(name))

    if not links:
        monkeypatch.setattr(os, "link", refused)
    (tmp_path / "a.txt").symlink_to(tmp_path / "nothing")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: output_files.add(tmp_path, "a", ".txt", b"%d" % n), range(40)))
    assert sorted(made) == sorted(tmp_path / f"a-{number}.txt" for number in range(2, 42))
    assert [path.read_bytes() for path in made] == [b"%d" % number for number in range(40)]
    assert len(list(tmp_path.glob(".descent*"))) == 0


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), output_files.replacing(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"before" and list(tmp_path.glob("*.txt")) == [path]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.txt", "home"]


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_name_holds_no_control_characters(kind: str, run: Run, said: Callable[[], list[str]], tmp_path: Path) -> None:
    assert run(kind, tmp_path / f"a\nb{COMMANDS[kind][1]}") == 2
    (line,) = said()
    assert line.startswith("-o: expected a name without control characters, found ")
    assert not [file for file in tmp_path.iterdir() if file.is_file()]
