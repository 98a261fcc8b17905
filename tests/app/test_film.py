"""Films read back: how many pictures, how large, when, and in which colours."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import numpy.typing as npt
import pytest

from descent_game.app.film import part_file, recovery
from descent_game.app.film.formats import CODECS, FORMATS, FilmError
from descent_game.app.film.remux import part_of
from descent_game.app.film.writer import Film

pytestmark = pytest.mark.usefixtures("own_notes")

SIZE = (480, 270)
COLORS = [(255, 122, 98), (255, 201, 79), (86, 220, 210), (9, 12, 19), (233, 237, 242), (26, 51, 84)]


def bars(width: int, height: int) -> npt.NDArray[np.uint8]:
    """Flat areas side by side, in the colours of the look."""
    picture = np.empty((height, width, 4), np.uint8)
    for color, part in zip(COLORS, np.array_split(np.arange(width), len(COLORS)), strict=True):
        picture[:, part] = (*color, 255)
    return picture


def displayed(frame: av.VideoFrame) -> npt.NDArray[np.float64]:
    """The picture as a player shows it, by the equations of BT.709 themselves, in float64."""
    y, u, v = (
        np.frombuffer(bytes(plane), np.uint8)
        .reshape(plane.height, plane.line_size)[:, : plane.width]
        .astype(np.float64)
        for plane in frame.planes
    )
    luma = (y - 16.0) / 219.0 * 255.0
    blue, red = (
        ((c - 128.0) / 224.0 * 255.0).repeat(2, axis=0).repeat(2, axis=1)[: y.shape[0], : y.shape[1]] for c in (u, v)
    )
    r, b = luma + 1.5748 * red, luma + 1.8556 * blue
    return np.stack((r, (luma - 0.2126 * r - 0.0722 * b) / 0.7152, b), axis=-1)


def write(path: Path, count: int, size: tuple[int, int] = SIZE, fps: int = 30) -> None:
    """Makes a film of still bars."""
    film = Film(path, FORMATS[path.suffix], size, fps, {"title": "bars"})
    picture = bars(*size)
    for _ in range(count):
        pixels = film.buffer()
        pixels[:] = picture
        film.put(pixels)
    film.close()


@pytest.mark.parametrize("ending", [".mkv", ".mp4", ".webm"])
@pytest.mark.parametrize("size", [(480, 270), (478, 266)])
def test_a_film_has_every_picture_in_its_place_size_and_colour(
    ending: str, size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / f"bars{ending}"
    write(path, 30, size)
    with av.open(path) as film:
        stream = film.streams.video[0]
        context = stream.codec_context
        assert (context.width, context.height, context.pix_fmt) == (*size, "yuv420p")
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1, 1)
        assert stream.guessed_rate == 30  # what players take; PyAV before 18.1 leaves it out of the head of an .mkv
        frames = list(film.decode(stream))
    assert len(frames) == 30
    times = [Fraction(frame.pts or 0) * Fraction(frame.time_base or 0) for frame in frames]
    assert all(abs(time - Fraction(k, 30)) <= Fraction(1, 2000) for k, time in enumerate(times))
    shown = displayed(frames[15])
    for color, part in zip(COLORS, np.array_split(np.arange(size[0]), len(COLORS)), strict=True):
        middle = shown[20:-20, part[16:-16]]
        assert np.abs(middle - color).max() <= 3.0


def test_an_mp4_begins_with_its_index(tmp_path: Path) -> None:
    write(tmp_path / "bars.mp4", 5)
    data = (tmp_path / "bars.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_a_film_of_no_pictures_still_ends(tmp_path: Path) -> None:
    write(tmp_path / "bars.mkv", 0)
    assert (tmp_path / "bars.mkv").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FilmError):
        Film(tmp_path / "none" / "bars.mp4", FORMATS[".mp4"], SIZE, 30, {})


def test_every_codec_that_a_film_may_have_can_be_made_and_read(tmp_path: Path) -> None:
    for ending, codec in [(".mp4", "h265"), (".mkv", "av1"), (".mkv", "vp9"), (".webm", "av1")]:
        assert codec in FORMATS[ending].codecs
        path = tmp_path / f"{codec}{ending}"
        film = Film(path, FORMATS[ending], (320, 180), 30, {}, CODECS[codec], 30)
        for _ in range(4):
            pixels = film.buffer()
            pixels[:] = bars(320, 180)
            film.put(pixels)
        film.close()
        with av.open(path) as file:
            shown = [displayed(frame) for frame in file.decode(file.streams.video[0])]
        assert len(shown) == 4
        assert np.abs(shown[3][60:120, 118:150] - bars(320, 180)[60:120, 118:150, :3]).max() <= 6.0


def test_less_quality_makes_a_smaller_film(tmp_path: Path) -> None:
    sizes = []
    for crf in (15, 45):
        film = Film(path := tmp_path / f"{crf}.mp4", FORMATS[".mp4"], (320, 180), 30, {}, CODECS["h264"], crf)
        for number in range(5):
            pixels = film.buffer()
            pixels[:] = np.random.default_rng(number).integers(0, 256, (180, 320, 4), np.uint8)
            film.put(pixels)
        film.close()
        sizes.append(path.stat().st_size)
    assert sizes[0] > 3 * sizes[1]


class FullDisk:
    """Takes so many bytes, and then no more; at the edge it takes a part, as a disk does."""

    def __init__(self, room: int) -> None:
        self.room = room

    def put(self, file: int, data: bytes | bytearray) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = os.write(file, data[: self.room])
        self.room -= taken
        return taken


def noise(film: Film, count: int) -> None:
    """Puts pictures into a film that can hardly be made smaller."""
    generator = np.random.default_rng(0)
    for _ in range(count):
        pixels = film.buffer()
        pixels[:] = generator.integers(0, 256, pixels.shape, np.uint8)
        film.put(pixels)


def playable(path: Path) -> int:
    """Returns how many pictures of a file can be shown; each must be whole."""
    with av.open(path) as file:
        return sum(1 for _ in file.decode(file.streams.video[0]))


def test_a_full_disk_is_told_nobody_waits_for_ever_and_what_was_filmed_plays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_file, "put", FullDisk(1 << 20).put)
    film = Film(path := tmp_path / "noise.mp4", FORMATS[".mp4"], SIZE, 30, {})
    with pytest.raises(FilmError, match="No space left.*what was filmed is kept and plays: noise.mp4.part.mp4"):
        noise(film, 3000)
    with pytest.raises(FilmError, match="No space left"):
        film.close()
    assert not path.exists()
    kept = playable(part_of(path))
    assert film.pictures - 3 <= kept > 3
    monkeypatch.undo()
    assert recovery.mend([tmp_path]) == [path]
    assert playable(path) == kept
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_too_full_for_the_film_keeps_its_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = Film(path := tmp_path / "bars.mp4", FORMATS[".mp4"], SIZE, 30, {})
    noise(film, 3)
    monkeypatch.setattr("descent_game.app.film.remux.shutil.disk_usage", lambda _: SimpleNamespace(free=10))
    with pytest.raises(FilmError, match="No space left.*kept and plays"):
        film.close()
    assert list(tmp_path.iterdir()) == [part_of(path)]
    assert playable(part_of(path)) == 3


def test_a_film_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    film = Film(path := tmp_path / "bars.mp4", FORMATS[".mp4"], SIZE, 30, {})
    noise(film, 2)
    assert recovery.mend([tmp_path]) == []
    with pytest.raises(FilmError, match="still being written"):
        Film(path, FORMATS[".mp4"], SIZE, 30, {})
    film.close()
    assert playable(path) == 2


KILLED = """
import sys
from pathlib import Path
import numpy as np
from descent_game.app.film.writer import Film
from descent_game.app.film.formats import FORMATS

film = Film(Path(sys.argv[1]), FORMATS[Path(sys.argv[1]).suffix], (320, 180), 30, {"title": "killed"})
generator = np.random.default_rng(0)
for number in range(10_000):
    pixels = film.buffer()
    pixels[:] = generator.integers(0, 256, pixels.shape, np.uint8)
    film.put(pixels)
    print(number + 1, flush=True)
"""


@pytest.mark.parametrize(("ending", "after"), [(".mp4", 3), (".mp4", 17), (".mp4", 60), (".webm", 9), (".gif", 7)])
def test_a_killed_recording_lacks_at_most_two_pictures(ending: str, after: int, home: Path, tmp_path: Path) -> None:
    path = tmp_path / f"killed{ending}"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True) as work:
        assert work.stdout is not None
        said = [int(line) for line, _ in zip(work.stdout, range(after), strict=False)]
        work.kill()
        said += [int(line) for line in work.stdout]
    assert not path.exists()
    assert recovery.mend() == [path]
    assert playable(path) >= said[-1] - 2
    assert not part_of(path).exists()
    assert recovery.parts() == []


def test_what_was_left_never_takes_a_name_that_exists_or_is_wanted(home: Path, tmp_path: Path) -> None:
    path, wanted = tmp_path / "film.mp4", tmp_path / "film-2.mp4"
    write(path, 2)
    before = path.read_bytes()
    write(tmp_path / "other.mp4", 3)
    film = Film(tmp_path / "spare.mp4", FORMATS[".mp4"], SIZE, 30, {})
    noise(film, 3)
    left = shutil.copy(film.part, part_of(path))
    film.close()
    assert recovery.mend([tmp_path], [wanted]) == [tmp_path / "film-3.mp4"]
    assert path.read_bytes() == before
    assert not Path(left).exists()


def test_what_can_be_rendered_again_is_removed_at_the_next_start(home: Path, tmp_path: Path) -> None:
    film = Film(path := tmp_path / "left.mp4", FORMATS[".mp4"], SIZE, 30, {}, rendered=True)
    noise(film, 3)
    film.hear([])
    film.abandon()
    assert playable(part_of(path)) == 3
    assert recovery.mend() == []
    assert {file.name for file in tmp_path.iterdir()} == {"home"}
    assert recovery.parts() == []


def test_what_is_no_film_is_set_aside_and_never_looked_at_again(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"somebody's own")
    (tmp_path / "junk.mp4.part.mp4").write_bytes(b"nothing of a film")
    (tmp_path / "empty.mp4.part.mp4").touch()
    (tmp_path / "no-film.txt.part.mp4").touch()
    (tmp_path / "link.mp4.part.mp4").symlink_to(elsewhere)
    told: list[str] = []
    assert recovery.mend([tmp_path], lost=told.append) == []
    assert len(told) == 1 and told[0].endswith("; it is now junk.mp4.aside.mp4")
    kept = {"junk.mp4.aside.mp4", "no-film.txt.part.mp4", "link.mp4.part.mp4", "elsewhere", "home"}
    assert {file.name for file in tmp_path.iterdir()} == kept
    assert (tmp_path / "junk.mp4.aside.mp4").read_bytes() == b"nothing of a film"
    assert recovery.mend([tmp_path], lost=told.append) == [] and len(told) == 1


def test_the_next_show_makes_films_of_what_was_left(home: Path, tmp_path: Path) -> None:
    film = Film(path := tmp_path / "left.mp4", FORMATS[".mp4"], SIZE, 30, {})
    noise(film, 3)
    film.abandon()
    mending = recovery.Recovery()
    for thread in threading.enumerate():
        if thread.name == "recovery":
            thread.join()
    assert list(mending.all_told()) == [(True, str(path), 0)]
    assert playable(path) == 3
    assert list(recovery.Recovery().all_told()) == []
