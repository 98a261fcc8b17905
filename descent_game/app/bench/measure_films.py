"""What films cost: drawing alone, encoding alone and both at once, taken in turns, since machines drift."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from time import perf_counter, process_time
from typing import Any, Final

from descent_game.app.bench.figure import Figure, Figures
from descent_game.app.film import offline_render
from descent_game.app.film.encoder import Encoder, Pixels, cores
from descent_game.app.film.formats import CODECS, FORMATS
from descent_game.app.film.remux import remux
from descent_game.app.film.writer import Film
from descent_game.app.sessions.request import demo_for
from descent_game.engine.timeline import Demo

USUAL: Final = (((1280, 720), 30), ((1920, 1080), 60))
"""Sizes and rates that are measured where nobody says."""


class Stopwatch:
    """Counts the time of its `with` blocks: seconds of the clock, and seconds of processors."""

    def __init__(self) -> None:
        self.wall = self.work = 0.0

    def __enter__(self) -> None:
        self.wall -= perf_counter()
        self.work -= process_time()

    def __exit__(self, *error: object) -> None:
        self.wall += perf_counter()
        self.work += process_time()


def recording(
    scene: str, shapes: tuple[tuple[tuple[int, int], int], ...], pictures: int, runs: int, context: Any
) -> Figures:
    """Returns how many pictures a second are drawn, encoded, and both at once, for each size and rate.

    The last figure of each is how much of the processors a film uses: what drawing and encoding take of them, to what
    they could give meanwhile.
    """
    figures: Figures = []
    with TemporaryDirectory() as folder:
        for (width, height), fps in shapes:
            demo = demo_for(scene, size=(width & ~1, height & ~1), fps=fps, seconds=pictures / fps)
            _, *rounds = [_round(demo, context, Path(folder) / "film.mp4") for _ in range(runs + 1)]  # one warms up
            figures += _figures(f"{scene} {demo.size[0]}x{demo.size[1]}, {fps} pictures a second", pictures, rounds)
    return figures


def _round(demo: Demo, context: Any, path: Path) -> tuple[Stopwatch, Stopwatch, Stopwatch]:
    """Returns what drawing, encoding in this thread while nothing is drawn, and a film take."""
    drawing, encoding, filming = Stopwatch(), Stopwatch(), Stopwatch()
    with drawing:
        offline_render.render(demo, context, lambda _: None)
    with TemporaryFile(buffering=0, dir=path.parent) as part:
        encoder, numbers = Encoder(part, CODECS["h264"], demo.size, demo.fps, {}), count()

        def put(drawn: Pixels) -> None:
            with encoding:
                encoder.put(drawn, next(numbers))

        offline_render.render(demo, context, put)
        with encoding:
            encoder.close()
            remux(part, path)
    with TemporaryFile(buffering=0, dir=path.parent) as part, filming:
        film = Film(path, part, FORMATS[path.suffix], demo.size, demo.fps, {})
        offline_render.render(demo, context, film.put)
        film.close()
    return drawing, encoding, filming


def _figures(of: str, pictures: int, rounds: list[tuple[Stopwatch, Stopwatch, Stopwatch]]) -> Figures:
    """Returns the rates of the rounds, their processor time, and the two ratios taken in each of them."""
    figures: Figures = []
    for name, watches in zip(("drawing alone", "encoding alone", "a film"), zip(*rounds, strict=True), strict=True):
        figures.append(Figure(of, name, "pictures/s", tuple(pictures / watch.wall for watch in watches)))
        work = tuple(1e3 * watch.work / pictures for watch in watches)
        figures.append(Figure(of, "  its work a picture", "ms", work))
    slower = tuple(max(d.wall, e.wall) / f.wall for d, e, f in rounds)
    used = tuple(100.0 * (d.work + e.work) / (cores() * f.wall) for d, e, f in rounds)
    figures.append(Figure(of, "a film, to the slower of the two", "times", slower))
    figures.append(Figure(of, f"drawing and encoding, of {cores()} cores meanwhile", "%", used))
    return figures
