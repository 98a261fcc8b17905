"""What is to be seen and to be said of the race in one picture: found anew only when something has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.sim.race import Race
from descent_game.sim.referee import Split
from descent_game.ui.page import Page

from .captions import Caption, caption
from .terrain import Terrain
from .words import ARRIVED

BEHIND = 0.4
"""How plainly what stands behind a wall is to be seen, of how plainly it would be."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ScreenPoint:
    """A point of the hill in the picture: pixels, and how plainly it is to be seen, 0 to 1."""

    x: float
    y: float
    opacity: float


@dataclass(frozen=True)
class Standing:
    """How the race stands after a step; `ranking` are the rows that take part, by true loss."""

    step: int
    losses: Floats
    splits: tuple[Split, ...]
    ranking: tuple[int, ...]
    caption: Caption


def standing(race: Race, shown: Sequence[int]) -> Standing:
    """Returns how a race stands; who flew off comes last, of those down in one minimum first who settled first.

    Down is who is less than `ARRIVED` above the minimum that it is near.
    """
    losses, splits = race.losses(), race.splits
    arrived_at = race.landscape.lowest_near(race.positions()) + ARRIVED

    def place(i: int) -> tuple[bool, float, int, int]:
        arrived = splits[i].settled or splits[i].touched or 0
        return splits[i].diverged is not None, max(float(losses[i]), float(arrived_at[i])), arrived, i

    return Standing(race.step_count, losses, splits, tuple(sorted(shown, key=place)), caption(race, shown))


class Visibility:
    """State: the race's standing and the points of the last picture, and what they were found for."""

    def __init__(self) -> None:
        self._standing: tuple[tuple[object, ...], Standing] | None = None
        self._points_seen: tuple[tuple[object, ...], list[ScreenPoint]] = ((), [])

    def standing(self, race: Race, shown: Sequence[int], *state: object) -> Standing:
        """Returns how a race stands; `state` tells all that may have changed it beside its own steps."""
        key = (race, race.step_count, shown, *state)
        if self._standing is None or self._standing[0] != key:
            self._standing = key, standing(race, shown)
        return self._standing[1]

    def screen_points(
        self, page: Page, camera: Camera, terrain: Terrain, points: Floats, plain: Sequence[float]
    ) -> list[ScreenPoint]:
        """Returns where points of the hill, (n, 3), are in the picture, as plain as given, fainter where hidden."""
        key = (page, camera, terrain.ground, points.tobytes(), *plain)
        if self._points_seen[0] != key:
            hidden = terrain.hides(camera, points) if len(points) else []
            seen = [camera.project(point)[:2].tolist() for point in points]
            found = [
                ScreenPoint(*page.pixels(x, y), opacity * BEHIND if behind else opacity)
                for (x, y), opacity, behind in zip(seen, plain, hidden, strict=True)
            ]
            self._points_seen = key, found
        return self._points_seen[1]
