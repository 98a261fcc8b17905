"""The race as a film by Manim's OpenGL renderer: a surface, three balls, three trails, and, with RACE_BOARD, the board.

Run by `compare_films.py`.
"""

import numpy as np
from manim import (  # type: ignore[import-not-found]  # a peer, not a dependency
    BLUE,
    DEGREES,
    GREEN,
    ORANGE,
    TAU,
    UL,
    UR,
    WHITE,
    DecimalNumber,
    Integer,
    Text,
    ThreeDScene,
    TracedPath,
    ValueTracker,
    linear,
)
from manim.mobject.opengl.opengl_surface import OpenGLSurface  # type: ignore[import-not-found]
from manim.mobject.opengl.opengl_vectorized_mobject import OpenGLVMobject  # type: ignore[import-not-found]
from peer_race import BOARD, NAMES, RADIUS, SECONDS, SIDE, curve, hill, losses, paths, step

PATHS = paths()
COLORS = (ORANGE, GREEN, WHITE)


class Race(ThreeDScene):  # type: ignore[misc]  # a peer has no types
    """Three balls on their way down."""

    def construct(self) -> None:
        """Draws 300 pictures."""
        self.set_camera_orientation(phi=60 * DEGREES, theta=-60 * DEGREES)
        surface = OpenGLSurface(
            lambda u, v: np.array([u, v, float(hill(u, v))]),
            u_range=SIDE,
            v_range=SIDE,
            resolution=(49, 49),
            color=BLUE,
        )
        self.add(surface)
        clock = ValueTracker(0.0)
        for path, color in zip(PATHS, COLORS, strict=True):
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
        if BOARD:
            self.add_board(clock)
        self.play(clock.animate.set_value(PATHS.shape[1] - 1), run_time=SECONDS, rate_func=linear)

    def add_board(self, clock: ValueTracker) -> None:
        """Adds the title, the step, and each runner's loss, as a number and as a curve."""
        title = Text("The Descent", font_size=40).to_corner(UL)
        count = Integer(0, mob_class=Text, font_size=20).to_corner(UR)
        count.add_updater(lambda count: count.set_value(step(clock.get_value())).fix_in_frame())
        self.add(title.fix_in_frame(), count.fix_in_frame())
        for row, (values, name, color) in enumerate(zip(losses(), NAMES, COLORS, strict=True)):
            place = np.array([5.0, 3.0 - 0.4 * row, 0.0])
            label = Text(name, font_size=20, color=color).move_to(place)
            number = DecimalNumber(values[0], 6, mob_class=Text, font_size=20).move_to(place + [1.3, 0.0, 0.0])
            number.add_updater(
                lambda number, values=values: number.set_value(values[round(clock.get_value())]).fix_in_frame()
            )
            line = OpenGLVMobject(stroke_color=color, stroke_width=2)
            line.add_updater(lambda line, values=values: line.set_points_as_corners(curve(values, clock.get_value())))
            self.add(label.fix_in_frame(), number.fix_in_frame(), line.fix_in_frame())
