"""Parts of scenes as pictures, for the tests: nodes drawn without an interface, and where places of the world are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera, Viewport
from descent_game.engine.node import Node
from descent_game.engine.view import Palette, View
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target

WIDTH, HEIGHT = 240, 180
STAGE = Viewport(window_aspect=WIDTH / HEIGHT)
DARK = (0.0, 0.0, 0.0, 1.0)
NIGHT = Palette(DARK, DARK, (DARK,) * 4, DARK, DARK, glow=1.0)
"""The palette of what is drawn before nothing."""
COLORS = np.array([(1.0, 0.5, 0.25, 1.0), (0.2, 0.9, 0.4, 1.0), (0.3, 0.4, 1.0, 1.0), (1.0, 1.0, 1.0, 1.0)], np.float32)
"""Of four runners."""

Floats: TypeAlias = npt.NDArray[np.float64]
Shoot: TypeAlias = Callable[..., Floats]


@contextmanager
def shooting(ctx: Any, renderer: Renderer, palette: Palette) -> Iterator[Shoot]:
    """Gives what draws nodes and returns their pixels, 0 to 1, premultiplied, (height, width, 4), rows from the top.

    It takes a camera and nodes, and where those are not to be as always, a palette and the scale of the page.
    """
    target = Target(ctx, WIDTH, HEIGHT, top_down=True)

    def draw(seen: Camera, *nodes: Node, palette: Palette = palette, scale: float = 1.0) -> Floats:
        renderer.draw(target, Node("root", *nodes), View(seen, palette, WIDTH, HEIGHT, scale, transparent=True))
        return target.read().astype(np.float64) / 255.0

    yield draw
    target.release()


def above(distance: float = 9.0, x: float = 0.0, y: float = 0.0) -> Camera:
    """Returns a camera that looks straight down on a place of the plate."""
    return Camera(0.0, np.pi / 2, distance, (x, y, 0.0), stage=STAGE)


def spot(seen: Camera, place: tuple[float, float, float]) -> tuple[float, float]:
    """Returns the pixel coordinates of a place of the world, x and y down."""
    x, y, _ = seen.project(np.array(place))
    return (float(x) + 1.0) / 2.0 * WIDTH, (1.0 - float(y)) / 2.0 * HEIGHT
