"""The race as a film by Manim's OpenGL renderer: a surface, three balls, three trails. Run by `compare_films.py`."""

import os

import numpy as np
from manim import (  # type: ignore[import-not-found]  # a peer, not a dependency
    BLUE,
    DEGREES,
    GREEN,
    ORANGE,
    TAU,
    WHITE,
    ThreeDScene,
    TracedPath,
    ValueTracker,
    linear,
)
from manim.mobject.opengl.opengl_surface import OpenGLSurface  # type: ignore[import-not-found]

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
        self.set_camera_orientation(phi=60 * DEGREES, theta=-60 * DEGREES)
        side = (-2.4, 2.4)
        surface = OpenGLSurface(
            lambda u, v: np.array([u, v, height(u, v)]), u_range=side, v_range=side, resolution=(49, 49), color=BLUE
        )
        self.add(surface)
        clock = ValueTracker(0.0)
        for path, color in zip(PATHS, (ORANGE, GREEN, WHITE), strict=True):
            ball = OpenGLSurface(
                lambda u, v: RADIUS * np.array([np.cos(u) * np.sin(v), np.sin(u) * np.sin(v), np.cos(v)]),
                u_range=(0, TAU),
                v_range=(0, TAU / 2),
                resolution=(25, 13),
                color=color,
            )
            ball.move_to(path[0])
            ball.add_updater(lambda ball, path=path: ball.move_to(path[round(clock.get_value())]))
            self.add(ball, TracedPath(ball.get_center, stroke_color=color, stroke_width=4))
        self.play(clock.animate.set_value(PATHS.shape[1] - 1), run_time=SECONDS, rate_func=linear)
