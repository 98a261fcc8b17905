"""Recordings killed at any moment: each leaves a film that plays; none ever stands torn under a final name.

Twenty of them with --long; a few each time.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np

from descent_game.app.film import leftovers
from descent_game.app.film.develop import part_of

COMMAND = "-m descent_game record race --size 128x72 --fps 30 --seconds 600 -y --captions none -o"
LATEST = 3.0
"""Seconds after the first picture at which a recording is killed at the latest."""

WATCHED = """
import sys
from descent_game.app.film import film
put = film.Film.put
def told(self, pixels, number=None):
    put(self, pixels, number)
    print(self.pictures, flush=True)
film.Film.put = told
from descent_game.app.cli import main
sys.exit(main(sys.argv[3:]))
"""
"""The program itself, telling of every picture that has been given to the encoder."""


def pictures(path: Path) -> int:
    """Returns how many pictures of a film can be shown; every one of them must be whole."""
    with av.open(path) as film:
        stream = film.streams.video[0]
        assert (stream.codec_context.width, stream.codec_context.height) == (128, 72)
        return sum(1 for _ in film.decode(stream))


def killed(path: Path, wait: float) -> int:
    """Records into `path`, kills the recording after so many seconds, and returns how many pictures it had given."""
    words = [sys.executable, "-c", WATCHED, *COMMAND.split(), str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as work:
        assert work.stdout is not None
        given = [int(work.stdout.readline()), int(work.stdout.readline()), int(work.stdout.readline())]
        time.sleep(wait)
        work.kill()
        given += [int(line) for line in work.stdout if re.fullmatch(r"\d+\n", line)]
    return given[-1]


def test_a_recording_killed_at_any_moment_lacks_at_most_two_pictures(
    length: Callable[..., int], home: Path, tmp_path: Path
) -> None:
    waits = np.random.default_rng().uniform(0.0, LATEST, length("kills", 2, 20))
    for number, wait in enumerate(waits):
        path = tmp_path / f"{number}.mp4"
        given = killed(path, float(wait))
        assert not path.exists()
        assert part_of(path).exists()
        assert leftovers.mend() == [path]
        assert given - 2 <= pictures(path) <= given, (given, wait)
        data = path.read_bytes()
        assert 0 < data.index(b"moov") < data.index(b"mdat")
        assert not part_of(path).exists()
    assert leftovers.parts() == []
