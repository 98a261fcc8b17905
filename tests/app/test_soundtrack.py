"""The sound of a film: a second stream, from the simulation's own events, as long as the film."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from descent_game.app.cli import main
from descent_game.app.show import synthesizer

pytestmark = pytest.mark.usefixtures("own_films")

SMALL = "--size 64x64 --fps 20"


def heard(path: Path) -> npt.NDArray[np.float64]:
    """Returns the sound of a film as it is played, (samples,), at `synth.RATE`."""
    pieces = []
    with av.open(path) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"]
        (stream,) = film.streams.audio
        assert (stream.codec_context.sample_rate, stream.codec_context.layout.nb_channels) == (synthesizer.RATE, 1)
        for frame in film.decode(stream):
            pieces.append(frame.to_ndarray().astype(np.float64).reshape(-1))
    return np.concatenate(pieces)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.webm"])
def test_a_film_sounds_as_long_as_it_is_and_as_the_race_goes(name: str, lent: Any, tmp_path: Path) -> None:
    path = tmp_path / name
    assert main(f"record race -o {path} {SMALL} --seconds 2 --audio".split()) == 0
    with av.open(path) as film:
        assert sum(1 for _ in film.decode(film.streams.video[0])) == 40
    sound = heard(path)
    assert abs(len(sound) / synthesizer.RATE - 2.0) < 0.06
    loud = np.abs(sound[: synthesizer.RATE * 2]).reshape(-1, synthesizer.RATE // 20).max(axis=1)
    assert (loud > 0.02).sum() > 10
    assert np.abs(sound).max() < 1.0
    assert list(tmp_path.iterdir()) == [path]


def test_without_being_asked_a_film_is_silent(lent: Any, tmp_path: Path) -> None:
    assert main(f"record race -o {tmp_path}/a.mp4 {SMALL} --seconds 0.5".split()) == 0
    with av.open(tmp_path / "a.mp4") as film:
        assert len(film.streams.audio) == 0


def test_several_processes_hear_the_same(lent: Any, tmp_path: Path) -> None:
    for jobs in (1, 2):
        assert main(f"record race -o {tmp_path}/{jobs}.mp4 {SMALL} --seconds 1 --audio --jobs {jobs}".split()) == 0
    assert (tmp_path / "1.mp4").read_bytes() == (tmp_path / "2.mp4").read_bytes()


def test_a_part_of_a_demo_sounds_as_the_whole_does_there(lent: Any, tmp_path: Path) -> None:
    assert main(f"record race -o {tmp_path}/whole.mkv {SMALL} --seconds 2 --audio".split()) == 0
    assert main(f"record race -o {tmp_path}/part.mkv {SMALL} --seconds 2 --from 1 --audio".split()) == 0
    whole, part = heard(tmp_path / "whole.mkv"), heard(tmp_path / "part.mkv")
    assert abs(len(part) / synthesizer.RATE - 1.0) < 0.06
    assert np.abs(part).max() > 0.02 < np.abs(whole[synthesizer.RATE :]).max()


def test_what_cannot_sound_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(f"record race -o {tmp_path}/a.gif --audio".split()) == 2
    assert "--audio: expected a film that can sound, one of .mp4, .mkv, .webm" in capsys.readouterr().err
