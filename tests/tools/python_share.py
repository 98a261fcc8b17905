"""What a picture costs in Python alone, without what passes inside GL: for who makes the program faster.

    python tests/tools/python_share.py [SCENE ...] [--size 1920x1080]

A driver that draws in software works in the calling thread too: it moves the corners of every triangle there, now and
then even its pixels. So what is handed over must not be counted as Python's just because Python waits for it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import thread_time
from types import MappingProxyType
from typing import Any, Final

sys.path[:0] = [str(Path(__file__).parents[2])]

from descent_game.app.bench.bench import CROWDED  # noqa: E402
from descent_game.app.bench.measure_frames import AGES, FrameTimes  # noqa: E402
from descent_game.app.show.compositor import offscreen  # noqa: E402
from descent_game.app.show.stage import scene_names  # noqa: E402
from descent_game.app.terminal.arguments import size  # noqa: E402

CALLS: Final = ("copy_framebuffer", "finish")
"""What a context does itself that takes time."""
MADE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "buffer": ("write", "bind_to_uniform_block"),
        "framebuffer": ("use", "clear", "read_into"),
        "texture": ("use", "write"),
        "vertex_array": ("render",),
    }
)
"""What a context makes, and what these do that takes time."""
TRIES: Final = 2000
PICTURES: Final = 200


class Gauge:
    """Watches all that one context makes.

    `seconds` grows by the processor time spent in GL's calls, and by what looking at the clock took beside them.
    Setting a uniform is not watched: all but a sliver of that is Python's packing of its bytes.
    """

    def __init__(self, context: Any) -> None:
        self.seconds = self._cost = 0.0
        self._cost = self._found_cost()
        for name in CALLS:
            setattr(context, name, self._watched(getattr(context, name)))
        for name, calls in MADE.items():
            setattr(context, name, self._making(getattr(context, name), calls))

    def _watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*words: Any, **named: Any) -> Any:
            begun = thread_time()
            try:
                return call(*words, **named)
            finally:
                self.seconds += thread_time() - begun + self._cost

        return watched

    def _making(self, maker: Callable[..., Any], calls: tuple[str, ...]) -> Callable[..., Any]:
        watched_maker = self._watched(maker)

        def making(*words: Any, **named: Any) -> Any:
            made = watched_maker(*words, **named)
            for name in calls:
                setattr(made, name, self._watched(getattr(made, name)))
            return made

        return making

    def _found_cost(self) -> float:
        """Returns what watching a call takes beside the call, in seconds, by watching nothing many times."""
        watched = self._watched(_nothing)
        begun = thread_time()
        for _ in range(TRIES):
            _nothing()
        between = thread_time()
        for _ in range(TRIES):
            watched()
        cost = max((thread_time() - between - (between - begun) - self.seconds) / TRIES, 0.0)
        self.seconds = 0.0
        return cost


def _nothing() -> None:
    return None


def share(frames: FrameTimes, gauge: Gauge) -> float:
    """Returns the processor time that Python takes for a picture, in seconds: the median of many."""
    found = []
    for _ in range(PICTURES):
        aside, begun = gauge.seconds, thread_time()
        frames.dress()
        frames.compositor.draw(frames.stage)
        found.append(thread_time() - begun - (gauge.seconds - aside))
        frames.compositor.target.read(3)
    return median(found)


def main() -> None:
    """Prints Python's share of a picture of each scene, at its start and after a minute."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scenes", nargs="*", default=(*scene_names(), CROWDED), metavar="SCENE")
    parser.add_argument("--size", type=size, default=(1920, 1080))
    arguments = parser.parse_args()
    context = offscreen()
    gauge = Gauge(context)
    for scene in arguments.scenes:
        for age in AGES:
            frames = FrameTimes(scene, arguments.size, context, age=age)
            frames.warm()
            print(f"{frames.of}: {1e3 * share(frames, gauge):.2f} ms", flush=True)
            frames.compositor.release()


if __name__ == "__main__":
    main()
