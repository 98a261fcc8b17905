"""What a recording can be asked for: several films, a part of a demo, qualities, captions, pictures kept apart."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from shots import decoded, pictures

from descent_game.app.cli import main
from descent_game.app.film import offline_render
from descent_game.app.film.encoder import Pixels
from descent_game.app.film.offline_render import RenderOptions
from descent_game.app.film.record import subrip
from descent_game.app.sessions.demo_files import read_demo

pytestmark = pytest.mark.usefixtures("own_films")

SMALL = "--size 320x180 --fps 10"
TELLING = """
scene = "race"
size = "320x180"
fps = 20
seconds = 2.4
seed = 5

[[cue]]
at = 0.1
over = 1
caption = { en = "Straight [downhill|gradient]." }

[[cue]]
at = 0.5
over = 1
orbit = [40, 0]

[[cue]]
at = 1.0
goto = "gallery"
screenshot = "wall"

[[cue]]
at = 1.6
goto = "race"

[[cue]]
at = 2.0
caption = "Again."
"""


@pytest.fixture
def demo_file(tmp_path: Path) -> str:
    """The name of a file with the demo in it."""
    path = tmp_path / "telling.toml"
    path.write_text(TELLING, "utf-8")
    return str(path)


def luma(picture: Pixels) -> npt.NDArray[np.float64]:
    """Returns the luma of a picture, as a film counts it, 16 to 235."""
    share: npt.NDArray[np.float64] = picture[..., :3] @ np.array([0.2126, 0.7152, 0.0722]) / 255.0
    return 16.0 + share * 219.0


def test_one_recording_makes_several_films_of_the_same_pictures(lent: Any, tmp_path: Path) -> None:
    films = [tmp_path / name for name in ("a.mp4", "b.mkv", "c.webm", "d.gif", "e.webp")]
    outputs = " ".join(f"-o {film}" for film in films)
    assert main(f"record race {SMALL} --seconds 0.6 {outputs} -o {tmp_path}/p%02d.png".split()) == 0
    for film in films[:4]:
        frames = decoded(film)
        assert [(frame.width, frame.height) for frame in frames] == [(320, 180)] * 6
        times = [Fraction(frame.pts or 0) * Fraction(frame.time_base or 0) for frame in frames]
        assert all(abs(time - Fraction(k, 10)) <= Fraction(1, 1000) for k, time in enumerate(times))
    assert len(list(tmp_path.glob("p0?.png"))) == 6
    assert len(list(tmp_path.iterdir())) == 11


def test_pictures_in_a_home_folder_are_not_replaced_unasked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "p01.png").touch()
    assert main(["record", "race", *SMALL.split(), "--seconds", "0.2", "-o", "~/p%02d.png"]) == 2
    assert "add -y to replace pictures" in capsys.readouterr().err
    assert [file.name for file in home.glob("*.png")] == ["p01.png"]


def test_the_default_quality_keeps_luma_within_38_decibels(lent: Any, tmp_path: Path, demo_file: str) -> None:
    film = tmp_path / "telling.mp4"
    assert main(["record", demo_file, "-o", str(film), "--size", "640x360"]) == 0
    drawn = pictures(replace(read_demo(demo_file), size=(640, 360)), lent)
    frames = decoded(film)
    assert len(frames) == len(drawn) == 48
    for frame, picture in zip(frames, drawn, strict=True):
        plane = frame.planes[0]
        shown = np.frombuffer(bytes(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        error = float(((shown - luma(picture)) ** 2).mean())
        assert 10.0 * np.log10(255.0**2 / error) >= 38.0


def test_a_part_of_a_demo_shows_what_the_whole_shows_there(lent: Any, tmp_path: Path, demo_file: str) -> None:
    whole = pictures(read_demo(demo_file), lent)
    assert main(["record", demo_file, "-o", f"{tmp_path}/p%02d.png", "--from", "1.05", "--to", "1.85"]) == 0
    files = sorted(tmp_path.glob("p*.png"))
    assert len(files) == 16
    for number, file in enumerate(files):
        (frame,) = decoded(file)
        assert (frame.to_ndarray(format="rgb24") == whole[21 + number][..., :3]).all(), number


def test_a_picture_is_kept_apart_where_the_demo_says(lent: Any, tmp_path: Path, demo_file: str) -> None:
    assert main(["record", demo_file, "-o", f"{tmp_path}/film.mkv"]) == 0
    (kept,) = decoded(tmp_path / "film-wall.png")
    whole = pictures(read_demo(demo_file), lent)
    assert (kept.to_ndarray(format="rgb24") == whole[20][..., :3]).all()


def test_captions_go_into_the_pictures_or_beside_them_or_nowhere(lent: Any, tmp_path: Path, demo_file: str) -> None:
    foot = {}
    for captions in ("burn", "srt", "none"):
        film = tmp_path / f"{captions}.mkv"
        assert main(["record", demo_file, "-o", str(film), "--captions", captions, "--to", "0.8"]) == 0
        foot[captions] = decoded(film)[12].to_ndarray(format="gray")[160:].astype(float)
    assert np.abs(foot["burn"] - foot["none"]).max() > 60.0
    assert np.abs(foot["srt"] - foot["none"]).max() < 20.0
    assert (tmp_path / "srt.srt").read_text() == "1\n00:00:00,100 --> 00:00:00,800\nStraight downhill.\n"
    assert not (tmp_path / "burn.srt").exists()


def test_what_is_beside_a_film_is_not_overwritten_unasked(
    lent: Any, tmp_path: Path, demo_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["record", demo_file, "-o", f"{tmp_path}/film.mkv", "--to", "0.5", "--captions", "srt"]
    for name in ("film.srt", "film-wall.png"):
        (tmp_path / name).write_text("mine")
        assert main(asked) == 2
        assert f"film{name[4:]}' exists; add -y to replace it" in capsys.readouterr().err
        assert [file.name for file in tmp_path.glob("film*")] == [name]
        assert (tmp_path / name).read_text() == "mine"
        (tmp_path / name).unlink()
    assert main(asked) == 0


def test_many_pictures_may_have_a_new_folder(lent: Any, tmp_path: Path) -> None:
    asked = ["record", "race", *SMALL.split(), "--seconds", "0.5", "-o"]
    assert main([*asked, f"{tmp_path}/new/%03d.png", "--dry-run"]) == 0
    assert not (tmp_path / "new").exists()
    assert main([*asked, f"{tmp_path}/new/%03d.png"]) == 0
    assert len(list((tmp_path / "new").iterdir())) == 5
    assert main([*asked, f"{tmp_path}/none/new/%03d.png"]) == 2


def test_h265_in_mp4_is_of_the_kind_that_every_player_takes(lent: Any, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    assert main(["record", "race", *SMALL.split(), "--seconds", "0.5", "--codec", "h265", "-o", str(film)]) == 0
    with av.open(str(film)) as opened:
        assert opened.streams.video[0].codec_context.codec_tag == "hvc1"
    assert len(decoded(film)) == 5


def test_captions_beside_a_part_count_from_its_beginning(demo_file: str) -> None:
    demo = read_demo(demo_file)
    assert subrip(demo, 0.6, 2.2).split("\n") == [
        "1",
        "00:00:00,000 --> 00:00:00,500",
        "Straight downhill.",
        "",
        "2",
        "00:00:01,400 --> 00:00:01,600",
        "Again.",
        "",
    ]


def test_clean_pictures_have_no_words_but_may_keep_their_captions(lent: Any, demo_file: str) -> None:
    demo = read_demo(demo_file)
    plain, clean, told = (
        offline_render.still(demo, 0.8, lent, options).astype(float)
        for options in (RenderOptions(), RenderOptions(clean=True), RenderOptions(clean=True, captions=True))
    )
    assert np.abs(plain[:40, :90] - clean[:40, :90]).max() > 80.0
    assert np.abs(told[:40, :90] - clean[:40, :90]).max() < 20.0
    assert np.abs(told[160:] - clean[160:]).max() > 80.0


def test_supersampling_smooths_and_keeps_the_picture(lent: Any, demo_file: str) -> None:
    demo = replace(read_demo(demo_file), size=(1280, 720))
    once, fine = (
        offline_render.still(demo, 0.4, lent, RenderOptions(clean=True, supersample=n))[..., :3].astype(float)
        for n in (1, 2)
    )
    assert once.shape == fine.shape == (720, 1280, 3)
    assert 0.0 < np.abs(once - fine).mean() < 1.0
    twice = offline_render.still(
        read_demo(demo_file), 0.4, lent, RenderOptions(clean=True, transparent=True, supersample=2)
    )
    assert twice[0, 0].tolist() == [0, 0, 0, 0]
    assert twice[..., 3].max() == 255


QUALITIES = [("l", 854, 480, 15), ("m", 1280, 720, 30), ("h", 1920, 1080, 60), ("k", 3840, 2160, 60)]


@pytest.mark.parametrize(("quality", "width", "height", "fps"), QUALITIES)
def test_a_quality_is_a_size_and_a_rate(
    quality: str, width: int, height: int, fps: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(f"record race -o {tmp_path}/a.mp4 -q {quality} --seconds 2 --dry-run".split()) == 0
    told = f"a.mp4: {2 * fps} pictures of {width}x{height}, {fps} a second, 2 s, libx264"
    assert capsys.readouterr().out.strip().endswith(told)
    assert list(tmp_path.iterdir()) == []


def test_an_upright_demo_stays_upright_and_what_is_asked_by_itself_goes_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = tmp_path / "upright.toml"
    demo.write_text('scene = "race"\nsize = "1080x1920"\nseconds = 1\n')
    assert main(f"record {demo} -o {tmp_path}/a.webm -q m --fps 12 --dry-run".split()) == 0
    assert "12 pictures of 720x1280, 12 a second, 1 s, libvpx-vp9" in capsys.readouterr().out
    assert main(f"record {demo} -o {tmp_path}/a.gif -q m --size 200x100 --dry-run".split()) == 0
    assert "30 pictures of 200x100, 30 a second, 1 s, gif" in capsys.readouterr().out


def test_the_last_picture_alone(lent: Any, tmp_path: Path, demo_file: str) -> None:
    path = tmp_path / "last.png"
    assert main(["record", demo_file, "--still", "-o", str(path)]) == 0
    (frame,) = decoded(path)
    assert (frame.to_ndarray(format="rgb24") == pictures(read_demo(demo_file), lent)[-1][..., :3]).all()


def test_the_last_picture_has_the_quality_that_is_asked_for_and_says_where_it_is(
    tmp_path: Path, demo_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "last.png"
    assert main(["record", demo_file, "--still", "-q", "l", "-o", str(path), "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: one picture of 854x480, at ")


REFUSED = [
    ("record race -o {f}/a.mp4 -o {f}/a.mp4", "-o: expected each file once"),
    ("record race -o {f}/a.mp4 -q x", "expected one of l, m, h, p, k, found 'x'"),
    ("record race -o {f}/a.mp4 --from 20", "--from: expected less than its 20 seconds, found 20"),
    ("record race -o {f}/a.mp4 --to 21", "--to: expected at most its 20 seconds, found 21"),
    ("record race -o {f}/a.mp4 --from 5 --to 5", "--to: expected more than --from 5, found 5"),
    ("record race -o {f}/a.webm --codec h264", "--codec: expected one of vp9, av1 for .webm, found 'h264'"),
    ("record race -o {f}/a.webp --codec h264", "--codec: expected a film in .mp4, .mkv or .webm, found 'a.webp'"),
    ("record race -o {f}/%03d.png --crf 20", "--crf: expected a film in .mp4, .mkv or .webm, found '%03d.png'"),
    ("record race -o {f}/a.mp4 --codec h246", "--codec: expected one of h264, h265, vp9, av1, found 'h246'"),
    ("record race -o {f}/a.mp4 --codec exact", "--codec: expected one of h264"),
    ("record race -o {f}/a.mp4 --crf 60", "--crf: expected a whole number from 0 to 51 for a.mp4, found 60"),
    ("record race -o {f}/a.mp4 --captions big", "--captions: expected one of burn, srt, none"),
    ("record race -o {f}/a.mp4 --supersample 9", "--supersample: expected a whole number from 1 to 4"),
    ("record race -o {f}/a.mp4 --still", "expected a name ending in .png"),
    ("record race -o {f}/a.png -o {f}/b.png --still", "expected one picture with --still"),
    ("record race -o {f}/a.mp4 --jobs 0", "--jobs: expected a whole number from 1"),
]


@pytest.mark.parametrize(("words", "part"), REFUSED)
def test_what_cannot_be_ordered_is_one_line(
    words: str, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(*_: object) -> None:
        raise AssertionError("work began")

    monkeypatch.setattr("descent_game.app.film.record.offscreen", work)
    monkeypatch.setattr("descent_game.app.film.still.offscreen", work)
    assert main(words.format(f=tmp_path).split()) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert part in shown.err
    assert list(tmp_path.iterdir()) == []
