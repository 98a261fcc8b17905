"""More than three: the crowd on the hill and the painted plate, as the race shows them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from descent_game.engine.controls import Choice, Control, Controls, Range, Toggle, Trigger
from descent_game.engine.node import Node
from descent_game.engine.remembered import Remembered
from descent_game.engine.snapshot import Stateful
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.surfaces.surface import Landscape
from descent_game.ui.theme import Theme

from ..caption import Caption, CaptionValue
from ..roster import NAMES, ROSTER, named
from .crowd import FLOWN, HORIZON, Crowd, fate_colors
from .minima import MINIMA, groups
from .terrain import PAINTS, Terrain
from .winner_map import STEPS, MapQuestion, WinnerMap
from .words import percentages

BEGIN_ANEW = ("landscape", "learning_rate", "crowd", "walker", "crowd_size")
"""Controls whose change drops the crowd anew."""
WALKER = next((runner.name for runner in ROSTER if runner.optimizer.has_velocity), NAMES[0])
"""By whom the crowd runs before anyone has chosen: the first who carries its motion on."""


def controls() -> tuple[Control, ...]:
    """Returns what the race's table has for the many."""
    return (
        Choice("bar", ("three", "many"), "three"),
        Choice("paint", ("height", "winners", "basins"), "height", key="p"),
        Toggle("crowd", False, key="c"),
        Choice("walker", NAMES, WALKER),
        Range("crowd_size", 1_000, 1_000_000, 10_000, logarithmic=True, whole=True, snaps=(10_000, 100_000, 1_000_000)),
        Trigger("more"),
    )


def paint_colors(theme: Theme, winners: bool) -> npt.NDArray[np.float32]:
    """Returns the colours that a plate is painted in, (`PAINTS`, 4): of who wins, or of the minima; the first none."""
    roles = tuple(runner.role for runner in ROSTER) if winners else MINIMA
    paints = np.ones((PAINTS, 4), np.float32)
    paints[1 : 1 + len(roles)] = [theme.color(role) for role in roles]
    paints[1 + len(roles) :] = paints[len(roles)]
    return paints


class ManyRunners(Stateful):
    """The crowd, the map, and when each has to begin anew."""

    STATE = ("crowd", "around")

    def __init__(self) -> None:
        self.crowd = Crowd()
        self.map = WinnerMap(tuple(runner.optimizer for runner in ROSTER))
        self.node: Node = self.crowd.node
        self._fates, self._paints = Remembered(fate_colors), Remembered(paint_colors)
        self.around: tuple[float, float] | None = None

    def drop(self, table: Controls, landscape: Landscape, seed: int, around: tuple[float, float] | None = None) -> None:
        """Drops the crowd anew, if there is one: around a place, or all over the plate."""
        self.around = around
        if not table.on("crowd"):
            self.crowd.leave()
            return
        count, rate = int(table.number("crowd_size")), table.number("learning_rate")
        self.crowd.drop(landscape, named(table.word("walker")).optimizer, count, rate, seed, around)

    def step(self, table: Controls, landscape: Landscape) -> None:
        """Works on what is shown: looks ahead of the crowd, paints a little more of the map."""
        if table.on("crowd"):
            self.crowd.look_ahead()
        if table.word("paint") != "height":
            show = "winners" if table.word("paint") == "winners" else table.word("walker")
            self.map.ask(MapQuestion(landscape, table.number("learning_rate")), show)
            self.map.step()

    def dress(self, table: Controls, terrain: Terrain, share: float, scale: float, theme: Theme) -> None:
        """Sets what the shaders of the crowd and of the painted plate need."""
        if table.on("crowd"):
            self.crowd.dress(terrain, share, scale, self._fates(theme))
        painted = table.word("paint") != "height" and not terrain.morph.moving
        terrain.paint(self.map.texture, painted, self._paints(theme, table.word("paint") == "winners"))

    def caption(self, table: Controls, landscape: Landscape) -> Caption | None:
        """Returns what to say of the many, or None where only three are shown."""
        if table.on("crowd"):
            return self._crowd_caption(table, landscape)
        if table.word("paint") == "winners":
            return self._winners_caption()
        if table.word("paint") == "basins":
            return self._basins_caption(landscape, table.word("walker"))
        return None

    def _basins_caption(self, landscape: Landscape, runner: str) -> Caption:
        values: dict[str, CaptionValue] = {"runner": runner}
        if not landscape.minima:
            return Caption("basins_none", values)
        if not self.map.shares:
            return Caption("painting", values)
        *own, last = groups(landscape)
        if len(last) > 1:
            return Caption("basins_others", {**values, "own": len(own), "others": len(last)})
        return Caption("basins", values)

    def _crowd_caption(self, table: Controls, landscape: Landscape) -> Caption:
        values: dict[str, CaptionValue] = {"runner": table.word("walker"), "count": len(self.crowd.fates)}
        if not self.crowd.known:
            return Caption("crowd", values)
        ended = [self.crowd.count(i) for i in range(len(landscape.minima))]
        values |= {"arrived": sum(ended), "flown": self.crowd.count(FLOWN), "steps": HORIZON}
        if values["flown"]:
            return Caption("crowd_flown", values)
        if not ended:
            return Caption("crowd_none", values)
        if len(ended) > 2:
            return Caption("crowd_many", {**values, "valleys": len(ended)})
        if len(ended) == 2:
            return Caption("crowd_two", {**values, "first": ended[0], "second": ended[1]})
        return Caption("crowd_one", values)

    def _winners_caption(self) -> Caption:
        if not self.map.shares:
            return Caption("painting")
        shares = [self.map.shares.get(kind, 0.0) for kind in (*range(len(NAMES)), NOWHERE)]
        *told, rest = percentages(shares)
        values: dict[str, CaptionValue] = {f"{name}_share": share for name, share in zip(NAMES, told, strict=True)}
        values["shares"] = tuple(zip(NAMES, told, strict=True))
        return Caption("winners_rest" if rest else "winners", {**values, "rest_share": rest, "steps": STEPS})
