"""Films read back: how many pictures, how large, when, and in which colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryFile

import av
import numpy as np
import numpy.typing as npt
import pytest

from descent_game.app.film.formats import CODECS, FORMATS, FilmError
from descent_game.app.film.writer import Film

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


@contextmanager
def filming(path: Path, size: tuple[int, int] = SIZE, codec: str = "", crf: int | None = None) -> Iterator[Film]:
    """Gives a film that grows without a name, and lets go of it."""
    with TemporaryFile(buffering=0, dir=path.parent) as part:
        kind = FORMATS[path.suffix]
        film = Film(path, part, kind, size, 30, {"title": "bars"}, CODECS[codec or kind.codecs[0]], crf)
        yield film
        film.abandon()


def write(path: Path, count: int, size: tuple[int, int] = SIZE) -> None:
    """Makes a film of still bars."""
    with filming(path, size) as film:
        for _ in range(count):
            film.put(bars(*size))
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


def test_every_codec_that_a_film_may_have_can_be_made_and_read(tmp_path: Path) -> None:
    for ending, codec in [(".mp4", "h265"), (".mkv", "av1"), (".mkv", "vp9"), (".webm", "av1")]:
        assert codec in FORMATS[ending].codecs
        path = tmp_path / f"{codec}{ending}"
        with filming(path, (320, 180), codec, 30) as film:
            for _ in range(4):
                film.put(bars(320, 180))
            film.close()
        with av.open(path) as file:
            shown = [displayed(frame) for frame in file.decode(file.streams.video[0])]
        assert len(shown) == 4
        assert np.abs(shown[3][60:120, 118:150] - bars(320, 180)[60:120, 118:150, :3]).max() <= 6.0


def noise(film: Film, count: int) -> None:
    """Puts pictures into a film that can hardly be made smaller."""
    generator = np.random.default_rng(0)
    for _ in range(count):
        film.put(generator.integers(0, 256, (180, 320, 4), np.uint8))


def test_less_quality_makes_a_smaller_film(tmp_path: Path) -> None:
    sizes = []
    for crf in (15, 45):
        with filming(path := tmp_path / f"{crf}.mp4", (320, 180), "h264", crf) as film:
            noise(film, 5)
            film.close()
        sizes.append(path.stat().st_size)
    assert sizes[0] > 3 * sizes[1]


def test_a_full_disk_is_told_nobody_waits_for_ever_and_nothing_is_left(
    tmp_path: Path, room: Callable[[int], AbstractContextManager[None]]
) -> None:
    with filming(tmp_path / "noise.mp4", (320, 180)) as film, room(1 << 18):
        with pytest.raises(FilmError, match="File too large"):
            noise(film, 3000)
        with pytest.raises(FilmError, match="File too large"):
            film.close()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_too_full_for_the_film_itself_leaves_nothing_either(
    tmp_path: Path, room: Callable[[int], AbstractContextManager[None]]
) -> None:
    with filming(tmp_path / "noise.mkv", (320, 180)) as film:
        noise(film, 3)
        while not film.ready:
            pass
        with room(1000), pytest.raises(FilmError, match="File too large"):
            film.close()
    assert list(tmp_path.iterdir()) == []
