"""Films read back: how many pictures, how large, when, and in which colours."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from descent_game.app.film import FORMATS, Film, FilmError

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
    film = Film(path, FORMATS[path.suffix], size, fps, {"title": "bars"})
    picture = bars(*size)
    for _ in range(count):
        pixels = film.blank()
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
        assert stream.average_rate == 30
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


def test_a_full_disk_is_told_and_nobody_waits_for_ever() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (270, 480, 4), np.uint8)
    film = Film(Path("/dev/full"), FORMATS[".mkv"], SIZE, 30, {})
    with pytest.raises(FilmError, match="No space left"):
        for _ in range(3000):
            pixels = film.blank()
            pixels[:] = noise
            film.put(pixels)
        film.close()
