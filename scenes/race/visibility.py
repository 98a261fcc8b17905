"""What is to be seen and to be said of the race in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.engine.linalg import Floats
from descent_game.engine.remembered import FrozenArray
from descent_game.ui.labels import Named
from descent_game.ui.page import Page
from descent_game.ui.theme import Theme

from ..roster import ROSTER
from .ground import Ground
from .terrain import GroundsShown

FAR = 0.9
"""How far beyond the plate, in its own units, a ball has faded away."""

BEHIND = 0.4
"""How plainly what stands behind a wall is to be seen, of how plainly it would be."""

Point = tuple[float, float]


@dataclass(frozen=True)
class ScreenPoint:
    """A point of the hill in the picture: pixels, and how plainly it is to be seen, 0 to 1."""

    x: float
    y: float
    opacity: float


@dataclass(frozen=True, eq=False)
class PlacedBalls:
    """Where the balls are on the hill, (n, 3), and their colours and opacities, (n, 4); nobody writes to them."""

    places: Floats
    tints: npt.NDArray[np.float32]


def runner_colors(theme: Theme) -> npt.NDArray[np.float32]:
    """Returns the colours of the runners, (n, 4)."""
    return np.array([theme.color(runner.role) for runner in ROSTER], np.float32)


def placed_balls(now: FrozenArray, shown: GroundsShown, theme: Theme, opacities: tuple[float, ...]) -> PlacedBalls:
    """Returns the balls of runners that are at these places of the plate, (n, 2): faint beyond its edge."""
    tints = runner_colors(theme)
    beyond = np.maximum(np.abs(now.array) - shown.ground.half, 0.0).max(axis=1)
    tints[:, 3] = np.array(opacities) * np.clip(1.0 - beyond / FAR, 0.0, 1.0)
    return PlacedBalls(shown.lift(now.array), tints)


@dataclass(frozen=True)
class NamesSeen:
    """The runners' names with their points in the picture, and the point where they were dropped, if it is named."""

    points: tuple[Named, ...]
    dropped: ScreenPoint | None


def names_seen(
    page: Page, camera: Camera, ground: Ground, balls: PlacedBalls, rows: tuple[int, ...], drop: Point | None
) -> NamesSeen:
    """Returns the names of these runners and, with a `drop`, of that point of the surface, where they are seen."""
    points = [balls.places[i] + np.array([0.0, 0.0, 0.125]) for i in rows]
    plain = [float(balls.tints[i, 3]) for i in rows]
    if drop is not None:
        points.append(ground.lift(ground.placed(np.array([drop]))).reshape(3))
        plain.append(0.9)
    seen = screen_points(page, camera, ground, np.array(points).reshape(-1, 3), plain)
    dropped = seen.pop() if drop is not None else None
    theme, messages = page.theme, page.messages
    named = [
        Named(ROSTER[i].title(messages), at.x, at.y, theme.color(ROSTER[i].role), 20.0, at.opacity)
        for i, at in zip(rows, seen, strict=True)
        if at.opacity > 0.02
    ]
    if dropped is not None:
        named.append(Named(messages("race.dropped"), dropped.x, dropped.y, theme.text, 13.0, dropped.opacity, "hint"))
    return NamesSeen(tuple(named), dropped)


def screen_points(
    page: Page, camera: Camera, ground: Ground, points: Floats, plain: Sequence[float]
) -> list[ScreenPoint]:
    """Returns where points of the hill, (n, 3), are in the picture, as plain as given, fainter where hidden."""
    hidden = ground.hides(camera, points) if len(points) else []
    seen = [camera.project(point)[:2].tolist() for point in points]
    return [
        ScreenPoint(*page.pixels(x, y), opacity * BEHIND if behind else opacity)
        for (x, y), opacity, behind in zip(seen, plain, hidden, strict=True)
    ]
