"""Films of the screen: what a crash or a full disk leaves of one plays, and the next start makes a film of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import av
import numpy as np
import pytest

from descent_game.app.cli import main
from descent_game.app.film import recovery
from descent_game.app.film.formats import FilmError
from descent_game.app.film.screen_capture import ScreenCapture
from descent_game.app.storage.saving import Saving
from descent_game.render.target import Target

pytestmark = pytest.mark.usefixtures("home")

NOON = datetime(2026, 1, 1, 12)
LEFT = """
import sys
from pathlib import Path
import numpy as np
from descent_game.app.film import recovery
from descent_game.app.film.writer import Film
from descent_game.app.film.formats import FORMATS

path = recovery.folder() / "left.mp4"
path.parent.mkdir(parents=True, exist_ok=True)
part = recovery.locked(path.with_name("left.mp4.part.mp4"), "x+")
film = Film(path, part, FORMATS[".mp4"], (320, 180), 30, {"title": "killed"})
generator = np.random.default_rng(0)
for number in range(10_000):
    film.put(generator.integers(0, 256, (180, 320, 4), np.uint8))
    print(number + 1, flush=True)
"""


def playable(path: Path) -> int:
    """Returns how many pictures of a file can be shown; each must be whole."""
    with av.open(path) as file:
        return sum(1 for _ in file.decode(file.streams.video[0]))


def left(after: int) -> tuple[Path, int]:
    """Kills a program that films, and returns the part that it leaves, and how many pictures it had given."""
    with subprocess.Popen([sys.executable, "-c", LEFT], stdout=subprocess.PIPE, text=True) as work:
        assert work.stdout is not None
        said = [int(line) for line, _ in zip(work.stdout, range(after), strict=False)]
        work.kill()
        said += [int(line) for line in work.stdout]
    (part,) = recovery.parts()
    return part, said[-1]


@pytest.mark.parametrize("after", [3, 17, 60])
def test_a_killed_capture_lacks_at_most_two_pictures(after: int) -> None:
    part, given = left(after)
    film = part.with_name("left.mp4")
    assert playable(part) >= given - 2
    assert recovery.rescue(part) == (film, 0)
    assert playable(film) >= given - 2
    assert list(recovery.folder().iterdir()) == [film]


def captured(context: Any, count: int) -> ScreenCapture:
    """Returns a film of the screen of so many pictures that can hardly be made smaller."""
    target, generator = Target(context, 320, 180), np.random.default_rng(0)
    capture = ScreenCapture(context, (320, 180), "race", {}, NOON)
    for _ in range(count):
        target.picture().write(generator.integers(0, 256, (180, 320, 4), np.uint8))
        if not capture.see(target, 1 / 60):
            break
    capture.end()
    target.release()
    return capture


def test_a_full_disk_ends_a_film_of_the_screen_and_what_was_filmed_plays(
    ctx: Any, room: Callable[[int], AbstractContextManager[None]]
) -> None:
    with room(1 << 18):
        capture = captured(ctx, 3000)
        with pytest.raises(FilmError, match=r"File too large; what was filmed is kept and plays: .*\.mp4\.part\.mp4"):
            capture.finish()
    (part,) = recovery.folder().iterdir()
    kept = playable(part)
    assert kept > 3
    saved = recovery.rescue(part)
    assert saved is not None and playable(saved[0]) == kept
    assert list(recovery.folder().iterdir()) == [saved[0]]


def test_a_film_that_is_being_made_is_left_alone(ctx: Any) -> None:
    capture = captured(ctx, 30)
    (part,) = recovery.parts()
    assert recovery.rescue(part) is None
    other = ScreenCapture(ctx, (64, 64), "race", {}, NOON)
    other.end()
    film, _ = capture.finish()
    assert playable(film) > 0
    assert other.finish()[0] == film.with_name(f"{film.stem}-2.mp4"), "each has a name of its own"


def test_what_was_left_never_takes_a_name_that_exists() -> None:
    part, given = left(5)
    film = part.with_name("left.mp4")
    film.write_bytes(b"somebody's own")
    assert recovery.rescue(part) == (film.with_name("left-2.mp4"), 0)
    assert film.read_bytes() == b"somebody's own"


def test_what_is_no_film_is_set_aside_and_never_looked_at_again() -> None:
    folder = recovery.folder()
    folder.mkdir(parents=True)
    (folder / "junk.mp4.part.mp4").write_bytes(b"nothing of a film")
    (folder / "empty.mp4.part.mp4").touch()
    junk, empty = sorted(recovery.parts(), reverse=True)
    assert recovery.rescue(empty) is None
    with pytest.raises(FilmError, match="; it is now junk.mp4.aside.mp4"):
        recovery.rescue(junk)
    assert [(file.name, file.read_bytes()) for file in folder.iterdir()] == [
        ("junk.mp4.aside.mp4", b"nothing of a film")
    ]
    assert recovery.parts() == []


def test_a_disk_that_is_full_at_the_next_start_leaves_it_for_another_time(
    room: Callable[[int], AbstractContextManager[None]],
) -> None:
    part, _ = left(5)
    with room(1000):
        assert recovery.rescue(part) is None
    assert recovery.parts() == [part]


def test_a_fault_sets_it_aside_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: Any) -> NoReturn:
        raise TypeError("a part that cannot be read")

    part, _ = left(5)
    monkeypatch.setattr(recovery, "remux", fails)
    with pytest.raises(FilmError, match=r"left\.mp4: an earlier capture left .* \(a part that cannot be read\)"):
        recovery.rescue(part)
    assert playable(part.with_name("left.mp4.aside.mp4")) > 0


def test_the_next_show_makes_films_of_what_was_left() -> None:
    part, _ = left(5)
    saving = Saving()
    recovery.start(saving)
    saving.close()
    assert list(saving.all_told()) == [(True, str(part.with_name("left.mp4")), 0)]
    assert recovery.parts() == []


def test_the_next_recording_makes_films_of_it_too(
    lent: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part, _ = left(5)
    assert main(["record", "race", "-o", str(tmp_path / "a.mp4"), "--size", "64x64", "--seconds", "0.1"]) == 0
    film = part.with_name("left.mp4")
    assert f"{film}: made of what an earlier capture left\n" in capsys.readouterr().err
    assert playable(film) > 0
