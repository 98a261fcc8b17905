"""A hand among the training points: where it points on the field, which point it holds, where that goes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from descent_game.engine.camera import Camera
from descent_game.engine.linalg import Floats
from descent_game.engine.snapshot import Stateful

from .controls import MOST_POINTS
from .field import Field, Place

NEAR = 0.03
"""How near to a point a press takes hold of it, in half window heights."""


def _kept(x: float) -> float:
    """Returns a coordinate inside the square, to a tenth of what can be seen, so that it can be written down."""
    return round(min(max(x, -1.0), 1.0), 4)


class Brush(Stateful):
    """Adds and moves points; `held` is the number of the point that is being dragged, or None."""

    STATE = ("held",)

    def __init__(self) -> None:
        self.held: int | None = None

    def place(self, camera: Camera, fields: Sequence[Field], relief: float, x: float, y: float) -> Place | None:
        """Returns where (x, y) of the screen lies on one of the fields, held inside the square, or None."""
        ray = camera.ray(x, y)
        for field in fields:
            found = field.pick(ray, relief)
            if found is not None:
                return _kept(found[0]), _kept(found[1])
        return None

    def nearest(
        self, camera: Camera, fields: Sequence[Field], relief: float, points: Floats, x: float, y: float
    ) -> int | None:
        """Returns the number of the point shown nearest to (x, y) of the screen, None if none is near."""
        best, least = None, NEAR
        for field in fields if len(points) else ():
            shown = camera.project(field.lifted(points, relief))
            away = np.hypot((shown[:, 0] - x) * camera.stage.window_aspect, shown[:, 1] - y)
            number = int(away.argmin())
            if away[number] < least:
                best, least = number, float(away[number])
        return best

    def added(self, points: Floats, labels: Floats, place: Place, label: int) -> tuple[Floats, Floats] | None:
        """Returns the points and labels with one more, or None where there is no room or it lies outside."""
        if len(points) >= MOST_POINTS or max(abs(place[0]), abs(place[1])) > 1.0:
            return None
        return np.vstack((points, [place])), np.append(labels, float(label))

    def moved(self, points: Floats, place: Place | None) -> Floats | None:
        """Returns the points with the one that is held at `place`, or None if nothing moves."""
        if self.held is None or place is None or self.held >= len(points):
            return None
        if tuple(points[self.held]) == place:
            return None
        changed = points.copy()
        changed[self.held] = place
        return changed
