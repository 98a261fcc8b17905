"""What films cost: drawing alone, encoding alone and both at once, taken in turns, since machines drift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from descent_game.app.sessions.request import asked
from descent_game.engine.timeline import Demo

USUAL: Final = (((1280, 720), 30), ((1920, 1080), 60))
"""Sizes and rates that are measured where nobody says."""


@dataclass(frozen=True)
class Cost:
    """What one picture takes: seconds of the clock, and seconds of processors."""

    wall: float
    work: float


def recording(
    scene: str, shapes: tuple[tuple[tuple[int, int], int], ...], count: int, runs: int, context: Any
) -> Figures:
    """Returns how many pictures a second are drawn, encoded, and both at once, for each size and rate.

    The last figure of each is how much of the processors a film uses: what drawing and encoding take of them, to what
    they could give meanwhile.
    """
    figures: Figures = []
    with TemporaryDirectory() as folder:
        for (width, height), fps in shapes:
            demo = asked(scene, size=(width & ~1, height & ~1), fps=fps, seconds=count / fps)
            rounds = _rounds(demo, context, Path(folder) / "film.mp4", runs)
            figures += _figures(f"{scene} {demo.size[0]}x{demo.size[1]}, {fps} pictures a second", rounds)
    return figures


def _rounds(demo: Demo, context: Any, path: Path, runs: int) -> list[tuple[Cost, Cost, Cost]]:
    """Returns the cost of drawing, encoding and filming, once for each round; one more comes before, to warm up."""
    found, pictures = [], offline_render.pictures(demo)
    for _ in range(runs + 1):
        drawn = _cost(pictures, lambda: _draw(demo, context))
        encoded = _encode(demo, context, path)
        filmed = _cost(pictures, lambda: _film(demo, context, path))
        found.append((drawn, encoded, filmed))
    return found[1:]


def _figures(of: str, rounds: list[tuple[Cost, Cost, Cost]]) -> Figures:
    """Returns the rates of the rounds, their processor time, and the two ratios taken in each of them."""
    figures: Figures = []
    for k, name in enumerate(("drawing alone", "encoding alone", "a film")):
        figures.append(Figure(of, name, "pictures/s", tuple(1.0 / costs[k].wall for costs in rounds)))
        figures.append(Figure(of, "  its work a picture", "ms", tuple(1e3 * costs[k].work for costs in rounds)))
    slower = tuple(max(d.wall, e.wall) / f.wall for d, e, f in rounds)
    used = tuple(100.0 * (d.work + e.work) / (cores() * f.wall) for d, e, f in rounds)
    figures.append(Figure(of, "a film, to the slower of the two", "times", slower))
    figures.append(Figure(of, f"drawing and encoding, of {cores()} cores meanwhile", "%", used))
    return figures


def _cost(count: int, work: Callable[[], None]) -> Cost:
    """Returns what one of `count` pictures takes of some work."""
    wall, busy = perf_counter(), process_time()
    work()
    return Cost((perf_counter() - wall) / count, (process_time() - busy) / count)


def _draw(demo: Demo, context: Any) -> None:
    offline_render.render(demo, context, lambda _: None)


def _film(demo: Demo, context: Any, path: Path) -> None:
    with TemporaryFile(buffering=0, dir=path.parent) as part:
        film = Film(path, part, FORMATS[path.suffix], demo.size, demo.fps, {})
        offline_render.render(demo, context, film.put)
        film.close()


def _encode(demo: Demo, context: Any, path: Path) -> Cost:
    """Returns what encoding the film takes of this thread: nothing is drawn meanwhile, and drawing does not count."""
    with TemporaryFile(buffering=0, dir=path.parent) as part:
        encoder, spent, numbers = Encoder(part, CODECS["h264"], demo.size, demo.fps, {}), list[Cost](), count()

        def put(drawn: Pixels) -> None:
            spent.append(_cost(1, lambda: encoder.put(drawn, next(numbers))))

        def close() -> None:
            encoder.close()
            remux(part, path)

        offline_render.render(demo, context, put)
        spent.append(_cost(1, close))
    pictures = offline_render.pictures(demo)
    return Cost(sum(cost.wall for cost in spent) / pictures, sum(cost.work for cost in spent) / pictures)
