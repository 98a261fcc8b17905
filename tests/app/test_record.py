"""Films and stills: the same at any rate and every time, as large and long as asked, nothing left behind."""

from __future__ import annotations

import math
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from shots import chunks, decoded, pictures
from snapshots import mark

from descent_game.app.cli import main
from descent_game.app.film import offline_render
from descent_game.app.film.encoder import Pixels
from descent_game.app.sessions.request import demo_for
from descent_game.app.show import loop
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Click, Drop, Set, Turn, Zoom
from descent_game.engine.timeline import Cue, Demo

SIZE = (320, 180)
BUSY = Demo(
    "race",
    SIZE,
    60,
    3.0,
    seed=3,
    cues=(
        Cue(0, Set("noise", 0.05)),
        Cue(37, Turn(0.5, 0.1)),
        Cue(40, Turn(2.0, 0.3, fling=True)),
        Cue(61, Drop(1.5, -0.7)),
        Cue(90, Zoom(0.7, 0.1, 0.1), over=60),
        Cue(133, Click(0.0, 0.1)),
        Cue(150, Set("landscape", "saddle")),
        Cue(301, Set("learning_rate", 0.1)),
    ),
)


def played(frames: list[float]) -> Stage:
    """Returns the stage after a run of frames."""
    stage = offline_render.staged(BUSY)
    loop.run(stage, frames, BUSY.due, lambda: True)
    return stage


def uneven(seconds: float) -> list[float]:
    """Frame times as a busy machine has them, that add up."""
    generator = np.random.default_rng(1)
    frames: list[float] = []
    while sum(frames) < seconds - 0.1:
        frames.append(float(generator.uniform(0.001, 0.09)))
    return [*frames, seconds - sum(frames)]


def test_any_frame_rate_gives_the_same_state_to_the_bit() -> None:
    expected = mark(played([1 / 120] * 360).scene.snapshot())
    for fps in (24, 30, 60, 144):
        assert mark(played([1 / fps] * (3 * fps)).scene.snapshot()) == expected
    assert mark(played(uneven(3.0)).scene.snapshot()) == expected


def test_what_is_set_before_the_start_is_there_at_once() -> None:
    demo = demo_for("race", size=SIZE, values=[("landscape", "saddle"), ("view", "map")])
    stage = offline_render.staged(demo)
    loop.run(stage, [1 / 60] * 30, demo.due, lambda: True)
    scene: Any = stage.scene
    assert scene.race.landscape.name == "saddle"
    assert scene.race.step_count >= 9  # at 20 a second: no time went into one hill becoming another
    assert scene.camera.pitch == math.radians(90.0)


def test_two_recordings_are_identical_picture_by_picture(lent: Any) -> None:
    demo = replace(BUSY, fps=20)
    first, second = pictures(demo, lent), pictures(demo, lent)
    assert len(first) == len(second) == 60
    assert all((a == b).all() for a, b in zip(first, second, strict=True))
    assert any((a != b).any() for a, b in zip(first, first[1:], strict=False))


def test_a_still_is_the_picture_that_a_film_shows_then(lent: Any) -> None:
    demo = replace(BUSY, fps=20)
    film = pictures(demo, lent)
    for at in (0.05, 1.0, 2.5):
        still = offline_render.still(demo, at, lent)
        assert (still == film[round(at * 20) - 1][..., :3]).all()


def test_four_seconds_at_thirty_are_120_pictures_of_the_size(lent: Any, tmp_path: Path) -> None:
    path = tmp_path / "race.mp4"
    words = f"record race -o {path} --size 320x180 --fps 30 --seconds 4 --set landscape=saddle"
    assert main(words.split()) == 0
    frames = decoded(path)
    assert [(frame.width, frame.height) for frame in frames] == [SIZE] * 120
    assert [frame.pts for frame in frames] == [k * (frames[1].pts or 0) for k in range(120)]
    assert list(tmp_path.iterdir()) == [path]


def flat(picture: Pixels) -> Iterator[tuple[slice, slice]]:
    """Yields squares of 12 pixels whose colour hardly changes, with a margin around them."""
    for y in range(8, picture.shape[0] - 20, 12):
        for x in range(8, picture.shape[1] - 20, 12):
            around = picture[y - 8 : y + 20, x - 8 : x + 20].astype(int)
            if (around.max(axis=(0, 1)) - around.min(axis=(0, 1))).max() <= 6:
                yield slice(y, y + 12), slice(x, x + 12)


def test_a_film_has_the_colours_of_the_picture_on_flat_areas(lent: Any, tmp_path: Path) -> None:
    path = tmp_path / "race.mp4"
    assert main(f"record race -o {path} --size 640x360 --fps 10 --seconds 1 --theme light".split()) == 0
    still = offline_render.still(demo_for("race", size=(640, 360), fps=10, theme="light"), 1.0, lent)
    shown = decoded(path)[-1].to_ndarray(format="rgb24", src_colorspace=1, src_color_range=1, dst_color_range=2)
    squares = list(flat(still))
    assert len(squares) > 20
    for square in squares:
        gap = shown[square].astype(float).mean(axis=(0, 1)) - still[square].astype(float).mean(axis=(0, 1))
        assert np.abs(gap).max() <= 3.0


def test_a_still_is_a_png_with_words_that_make_it_again(lent: Any, tmp_path: Path) -> None:
    path = tmp_path / "race.png"
    words = f"still race?seed=4 --at 0.5 -o {path} --size 321x180 --set learning_rate=0.1 --theme light"
    assert main(words.split()) == 0
    parts = list(chunks(path.read_bytes()))
    assert struct.unpack(">II", parts[0][1][:8]) == (321, 180)
    told = {body.split(b"\0")[0]: body for kind, body in parts if kind in (b"tEXt", b"iTXt")}
    again = told[b"Descent"].decode()
    assert "at = 0.5" in again
    assert "seed = 4" in again
    assert "learning_rate = 0.1" in again
    with av.open(path) as file:
        shown = next(file.decode(file.streams.video[0])).to_ndarray(format="rgb24")
    demo = demo_for("race", size=(321, 180), seed=4, theme="light", values=[("learning_rate", "0.1")])
    assert (shown == offline_render.still(demo, 0.5, lent)).all()


def test_an_odd_size_is_made_even_with_a_note(lent: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "race.mkv"
    assert main(f"record race -o {path} --size 321x181 --fps 10 --seconds 0.2".split()) == 0
    assert "--size: made even, 320x180" in capsys.readouterr().err
    assert [(frame.width, frame.height) for frame in decoded(path)] == [(320, 180)] * 2


def opened(path: Path) -> Pixels:
    """A picture file as it is, (height, width, channels)."""
    with av.open(path) as file:
        frame = next(file.decode(file.streams.video[0]))
        return np.asarray(frame.to_ndarray(format="rgba" if frame.format.name == "rgba" else "rgb24"))


def test_numbered_pictures_are_those_of_the_film_at_any_size(lent: Any, tmp_path: Path) -> None:
    words = f"record race -o {tmp_path}/p%03d.png --size 321x181 --fps 10 --seconds 0.5"
    assert main(words.split()) == 0
    shots = pictures(demo_for("race", size=(321, 181), fps=10, seconds=0.5), lent)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [f"p{k:03}.png" for k in range(5)]
    for k, shot in enumerate(shots):
        assert (opened(tmp_path / f"p{k:03}.png") == shot[..., :3]).all()


def test_transparent_pictures_hold_the_scene_alone(lent: Any, tmp_path: Path) -> None:
    assert main(f"still race --at 0.5 -o {tmp_path}/a.png --size 640x360 --transparent".split()) == 0
    assert main(f"still race --at 0.5 -o {tmp_path}/b.png --size 640x360 --clean".split()) == 0
    through, clean = opened(tmp_path / "a.png"), opened(tmp_path / "b.png")
    opaque = through[..., 3] == 255
    assert 0.02 < opaque.mean() < 0.6
    assert (through[:20, :, 3] == 0).all()
    assert np.abs(through[opaque][:, :3].astype(int) - clean[opaque]).max() <= 1


@pytest.mark.parametrize("ending", ["gif", "webp"])
def test_moving_pictures_for_pages(ending: str, lent: Any, tmp_path: Path) -> None:
    path = tmp_path / f"race.{ending}"
    assert main(f"record race -o {path} --size 320x180 --fps 20 --seconds 2".split()) == 0
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes()[:3] == (b"GIF" if ending == "gif" else b"RIF")
    if ending == "gif":
        frames = decoded(path)
        assert len(frames) == 40
        still = offline_render.still(demo_for("race", size=SIZE, fps=20), 2.0, lent)
        gap = frames[-1].to_ndarray(format="rgb24").astype(float) - still
        assert np.abs(gap.mean(axis=(0, 1))).max() < 3.0
        assert np.abs(gap).mean() < 6.0


def test_a_gif_gets_a_rate_it_can_have(lent: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(f"record race -o {tmp_path}/a.gif --size 64x64 --fps 60 --seconds 0.2".split()) == 0
    assert "made 50 pictures a second, not 60: a GIF shows no more" in capsys.readouterr().err
    assert len(decoded(tmp_path / "a.gif")) == 10


@pytest.mark.parametrize("fps", [15, 30])
def test_a_gif_shows_each_picture_of_the_rate_that_was_asked_for_at_its_time(
    fps: int, lent: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(f"record race -o {tmp_path}/a.gif --size 64x64 --fps {fps} --seconds 1".split()) == 0
    assert "made" not in capsys.readouterr().err
    times = [float(frame.time) for frame in decoded(tmp_path / "a.gif")]
    assert np.allclose(times, np.arange(fps) / fps, rtol=0.0, atol=0.0051)


REFUSED = [
    ("record rcae -o {folder}/a.mp4", "rcae: expected a scene or a demo"),
    ("record race", "required: -o"),
    ("record race -o {folder}/a.mp5", "expected a name ending in .mp4, .mkv, .webm, .gif, .webp"),
    ("record race -o {folder}/none/a.mp4", "expected a folder that exists"),
    ("record race -o {folder}/old.mp4", "exists; add -y"),
    ("record race -o {folder}/a.mp4 --size 1920", "--size: expected WIDTHxHEIGHT"),
    ("record race -o {folder}/a.mp4 --size 1x1", "--size: expected WIDTHxHEIGHT"),
    ("record race -o {folder}/a.mp4 --fps 0", "--fps: expected a whole number from 10 to 240, found '0'"),
    ("record race -o {folder}/a.mp4 --fps nan", "--fps: expected a whole number"),
    ("record race -o {folder}/a.mp4 --seconds -3", "--seconds: expected"),
    ("record race -o {folder}/a.mp4 --seconds nan", "--seconds: expected a number"),
    ("record race -o {folder}/a.mp4 --seconds 1e9", "--seconds: expected a number"),
    ("record race -o {folder}/a.mp4 --set landscape", "--set: expected NAME=VALUE"),
    ("record race -o {folder}/a.mp4 --set landscape=sadle", "did you mean saddle?"),
    ("record race -o {folder}/a.mp4 --set lndscape=saddle", "did you mean landscape?"),
    ("record race -o {folder}/a.mp4 --set learning_rate=-1", "learning_rate: expected a number from 0.001 to 0.2"),
    ("record race -o {folder}/a.mp4 --set learning_rate=nan", "learning_rate: expected a number"),
    ("record race -o {folder}/a.mp4 --set drop_again=1", "is pressed, takes no value"),
    ("record race?learning_rate=9 -o {folder}/a.mp4", "learning_rate: expected a number"),
    ("record race?seed=x -o {folder}/a.mp4", "seed: expected a whole number"),
    ("record race?nothing -o {folder}/a.mp4", "expected SCENE?name=value"),
    ("record race -o {folder}/a.mp4 --lang xx", "--lang: expected one of en"),
    ("record race -o {folder}/a.mp4 --theme drak", "did you mean dark?"),
    ("record race -o {folder}/a.mp4 --seed -1", "--seed: expected a whole number"),
    ("record none.toml -o {folder}/a.mp4", "none.toml: expected a file that exists or one of"),
    ("record {folder}/bad.toml -o {folder}/a.mp4", "bad.toml:2: fsp: no such key (did you mean fps?)"),
    ("record {folder}/cue.toml -o {folder}/a.mp4", "cue.toml:4: cue at 1: set: learning_rate: expected a number"),
    ("still race --at -1 -o {folder}/a.png", "--at: expected a number from 0"),
    ("still race --at 1 -o {folder}/a.jpg", "expected a name ending in .png"),
    ("still race --at 1 -o {folder}/a.png --samples 99", "--samples: expected one of 0, 2, 4, 8, 16"),
    ("record race -o {folder}/a.png", "expected a number like %05d in the name"),
    ("record race -o {folder}/%d-%d.png", "expected one number like %05d in the name"),
    ("record race -o {folder}/none/none/%d.png", "expected a folder that exists"),
    ("record race -o {folder}/p%02d.png", "'p07.png' exists"),
    ("record race -o {folder}/a.mp4 --transparent", "--transparent: expected only with numbered pictures"),
    ("record race -o {folder}/a.gif --crf 3", "--crf: expected a film in .mp4, .mkv or .webm, found 'a.gif'"),
    ("record race -o {folder}/a.gif --size 65x65 --audio", "--audio: expected a film that can sound"),
    ("record race -o {folder}/a.gif --from 99", "--from: expected less than its 20 seconds, found 99"),
    ("check {folder}/cue.toml", "cue.toml:4: cue at 1: set: learning_rate: expected a number"),
]


@pytest.mark.parametrize(("words", "part"), REFUSED)
def test_bad_input_is_one_line_and_leaves_nothing(
    words: str, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(*_: object) -> None:
        raise AssertionError("work began")

    monkeypatch.setattr("descent_game.app.film.record.offscreen", work)
    monkeypatch.setattr("descent_game.app.film.still.offscreen", work)
    (tmp_path / "old.mp4").write_text("precious")
    (tmp_path / "p07.png").write_text("precious")
    (tmp_path / "bad.toml").write_text('scene = "race"\nfsp = 3')
    (tmp_path / "cue.toml").write_text('scene = "race"\n[[cue]]\nat = 1\nset = { learning_rate = 7 }')
    before = sorted(tmp_path.iterdir())
    assert main(words.format(folder=tmp_path).split()) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert part in shown.err
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "old.mp4").read_text() == "precious"


def test_an_interrupted_film_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "race.mp4"
    words = [sys.executable, "-m", "descent_game", "record", "race", "-o", str(path), "--seconds", "150"]
    with subprocess.Popen([*words, "--size", "64x64", "--fps", "20"], stderr=subprocess.PIPE, text=True) as work:
        assert work.stderr is not None
        assert "of 3000 pictures" in work.stderr.readline()
        work.send_signal(signal.SIGINT)
        work.stderr.read()
        assert work.wait() == 130
    assert 300 <= len(decoded(path)) < 3000
    assert list(tmp_path.iterdir()) == [path]
