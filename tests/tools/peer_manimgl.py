"""The race as a film by manimgl: a surface, three balls, three trails. Run by `compare_films.py`."""

import os

import numpy as np
from manimlib import (  # type: ignore[import-not-found]  # a peer, not a dependency
    BLUE,
    GREEN,
    ORANGE,
    WHITE,
    ParametricSurface,
    Sphere,
    ThreeDScene,
    TracedPath,
    ValueTracker,
    linear,
)

PATHS = np.load(os.environ["RACE_PATHS"])
SECONDS = 10
RADIUS = 0.12


def height(x: float, y: float) -> float:
    """Returns the height of the ravine, as the program shows it."""
    return float(0.35 * np.log1p((0.15 * x * x + 19.5 * y * y) / 0.1))


class Race(ThreeDScene):  # type: ignore[misc]  # a peer has no types
    """Three balls on their way down."""

    def construct(self) -> None:
        """Draws 300 pictures."""
        side = (-2.4, 2.4)
        surface = ParametricSurface(
            lambda u, v: (u, v, height(u, v)), u_range=side, v_range=side, resolution=(49, 49), color=BLUE
        )
        self.add(surface)
        clock = ValueTracker(0.0)
        for path, color in zip(PATHS, (ORANGE, GREEN, WHITE), strict=True):
            ball = Sphere(radius=RADIUS, resolution=(25, 13), color=color)
            ball.move_to(path[0])
            ball.add_updater(lambda ball, path=path: ball.move_to(path[round(clock.get_value())]))
            self.add(ball, TracedPath(ball.get_center, stroke_color=color, stroke_width=4))
        self.play(clock.animate.set_value(PATHS.shape[1] - 1), run_time=SECONDS, rate_func=linear)
