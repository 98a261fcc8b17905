"""How the fields are looked at: side by side from straight above, or lifted into relief and turned by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import product
from typing import Any

import numpy as np

from descent_game.engine.actions import Pan, Turn, Zoom
from descent_game.engine.camera import Camera, Viewport
from descent_game.engine.easing import Glide
from descent_game.engine.linalg import Floats
from descent_game.engine.mesh import Uniform
from descent_game.engine.orbit import Orbit, Pose
from descent_game.engine.remembered import FrozenArray, frozen
from descent_game.engine.snapshot import Stateful
from descent_game.sim.network.network import Network

from .field import SIDE, TOP, Field, Plates
from .runs import COMPARED

FLAT = Pose(yaw=0.0, pitch=math.radians(90.0), field_of_view=math.radians(4.0))
RELIEF = Pose(yaw=math.radians(-24.0), pitch=math.radians(46.0))
RELIEF_OF_THREE = Pose(yaw=0.0, pitch=math.radians(52.0))
RELIEF_SECONDS = 0.9
SPREAD = 0.17
"""How much further apart three fields stand in full relief."""


@dataclass(frozen=True)
class FieldRow:
    """How the fields stand: how many, how far apart in sides, how high; framed into one part of the window or two."""

    count: int = 1
    pitch: float = 1.1
    relief: float = 0.0
    flat: Viewport = Viewport()
    wide: Viewport = Viewport()


class FieldsView(Stateful):
    """The fields in a row, `count` of them shown, and the camera over them."""

    STATE = ("count", "_relief", "orbit")

    def __init__(self) -> None:
        self._plates = Plates()
        self.every = tuple(Field(self._plates, number) for number in range(len(COMPARED)))
        self.count = 1
        self.orbit = Orbit(FLAT, _corners(1, 1.0, 0.0), zooms=(0.3, 1.6))
        self._relief = Glide(0.0, RELIEF_SECONDS)
        self._stages = (Viewport(), Viewport())
        self._pitch = 1.1
        self._row: FieldRow | None = None
        self._arrange()

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned."""
        super().restore(state)
        self._arrange()

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields that are shown."""
        return self.every[: self.count]

    @property
    def relief(self) -> float:
        """How high the fields stand now, from 0 to `TOP`."""
        return self._relief.value

    @property
    def lifted(self) -> bool:
        """Whether the fields are in relief, or on their way there."""
        return self._relief.goal > 0.0

    def lay_out(self, flat: Viewport, wide: Viewport, pitch: float) -> None:
        """Takes the parts of the window for flat fields and for relief, and how far flat ones stand apart, in sides."""
        self._stages, self._pitch = (flat, wide), pitch
        self._arrange()

    def show(self, count: int) -> None:
        """Shows so many fields."""
        if count != self.count:
            self.count = count
            self._arrange()
            self.orbit.aim(self.home())

    def lift(self, lifted: bool, *, at_once: bool = False) -> None:
        """Glides into relief, or out of it."""
        goal = TOP if lifted else 0.0
        if goal == self._relief.goal and not at_once:
            return
        self._relief.to(goal)
        self.orbit.aim(self.home())
        if at_once:
            self._relief.jump(goal)
            self.orbit.jump(self.home())
            self._arrange()

    def home(self) -> Pose:
        """Returns where the camera belongs."""
        if not self.lifted:
            return FLAT
        return RELIEF if self.count == 1 else RELIEF_OF_THREE

    def look(self, action: Turn | Pan | Zoom) -> None:
        """Moves the camera by hand; flat fields lie still."""
        if not self.lifted:
            return
        match action:
            case Turn(yaw, pitch, fling):
                self.orbit.turn(yaw, pitch, fling=fling)
            case Pan(dx, dy):
                self.orbit.pan(dx, dy)
            case Zoom(factor):
                self.orbit.zoom(factor, (0.0, 0.0, 0.0))

    def step(self, dt: float, *, cut: bool = False) -> None:
        """Moves relief and camera on by `dt` seconds; with `cut` they are there at once."""
        self._relief.step(RELIEF_SECONDS if cut else dt)
        self._arrange()
        self.orbit.step(dt, cut=cut)

    def _arrange(self) -> None:
        """Puts the fields side by side, lifted ones further apart, and tells the orbit what to frame into where."""
        row = FieldRow(self.count, self._pitch * (1.0 + SPREAD * self.relief), self.relief, *self._stages)
        if row != self._row:
            self._row = row
            self._stand(row)

    def _stand(self, row: FieldRow) -> None:
        for i, field in enumerate(self.every):
            field.node.visible = i < row.count
            field.place((i - (row.count - 1) / 2.0) * 2.0 * SIDE * row.pitch, 0.0)
        self.orbit.corners = _corners(row.count, row.pitch, row.relief)
        flat, wide = astuple(row.flat), astuple(row.wide)
        self.orbit.stage = Viewport(*(a + (b - a) * row.relief / TOP for a, b in zip(flat, wide, strict=True)))

    def dress(
        self, camera: Camera, networks: Sequence[Network], points: Floats, labels: Floats, common: dict[str, Uniform]
    ) -> None:
        """Sets what the shaders need for these networks, one a field, and for the training points."""
        self._plates.show_points(points, labels)
        for field, network in zip(self.shown, networks, strict=True):
            field.dress(camera, network, self.relief, common)


def _corners(count: int, pitch: float, relief: float) -> FrozenArray:
    """Returns the corners of the box that so many fields fill at a relief, (8, 3)."""
    half = SIDE * (1.0 + (count - 1) * pitch)
    places = product((-half, half), (-SIDE, SIDE), (-relief / 2.0, relief / 2.0))
    return frozen(np.array(list(places)))
