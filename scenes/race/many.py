"""More than three: the crowd on the hill, and the plate painted by who settles first or by which minimum is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.controls import Choice, Control, Controls, Range, Toggle, Trigger
from descent_game.engine.geometry import Texture
from descent_game.engine.node import Node
from descent_game.engine.remembered import Remembered
from descent_game.engine.snapshot import Stateful
from descent_game.sim.optimizers.optimizer import Optimizer
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.surfaces.surface import Landscape
from descent_game.sim.swarm import Contest, grid
from descent_game.ui.theme import Theme

from ..caption import Caption, CaptionValue
from ..roster import NAMES, ROSTER, named
from .captions import percentages
from .crowd import FLOWN, HORIZON, Crowd, fate_colors
from .minima import MINIMA, groups, ranks
from .terrain import PAINTS, Terrain

SIDE = 128
LEVELS = (16, 32, 64, 128)
"""Cells along one side, from coarse to fine; each divides the side of the picture."""
AT_ONCE = (60, 36, 18, 3)
"""Steps, each of one optimizer, at each level in one fixed step: a millisecond or two, so that no picture waits."""
STEPS = 1000

BEGIN_ANEW = ("landscape", "learning_rate", "crowd", "walker", "crowd_size")
"""Controls whose change drops the crowd anew."""
WALKER = next((runner.name for runner in ROSTER if runner.optimizer.has_velocity), NAMES[0])
"""By whom the crowd runs before anyone has chosen: the first who carries its motion on."""


@dataclass(frozen=True)
class MapQuestion:
    """What a map is worked out for: a landscape, at a learning rate."""

    landscape: Landscape
    learning_rate: float


class WinnerMap:
    """A picture of (SIDE, SIDE) texels: 1 + the number of who settles first from each start, 0 for none.

    Or 1 + the rank of the minimum that an optimizer reaches from there, the deepest first.

    It is worked out anew, from coarse to fine, when landscape, rate or what it shows change; a little at each step.
    """

    def __init__(self, optimizers: tuple[Optimizer, ...]) -> None:
        self._optimizers = optimizers
        self._names = [optimizer.name for optimizer in optimizers]
        self.texture = Texture(np.zeros((SIDE, SIDE, 1)))
        self.level = -1
        self._asked: MapQuestion | None = None
        self._contest: Contest | None = None
        self._finished: Contest | None = None
        self._shown = ""
        self.shares: dict[int, float] = {}

    @property
    def done(self) -> bool:
        """Whether the finest level is worked out."""
        return self._asked is not None and self._contest is None

    def ask(self, question: MapQuestion, show: str) -> None:
        """Asks for a map: of the `winners`, or of the minima that an optimizer of that name reaches."""
        if question != self._asked:
            self._asked, self._finished, self.level = question, None, -1
            self._contest = self._begun(question, 0)
        if show != self._shown:
            self._shown = show
            self._paint(question.landscape)

    def _begun(self, question: MapQuestion, level: int) -> Contest:
        starts = grid(question.landscape.surface.extent, LEVELS[level])
        return Contest(question.landscape, starts, question.learning_rate, self._optimizers, STEPS)

    def step(self) -> None:
        """Works on the map a little."""
        if self._contest is None or self._asked is None:
            return
        self._contest.advance(AT_ONCE[self.level + 1])
        if self._contest.done:
            self._finished, self.level = self._contest, self.level + 1
            self._paint(self._asked.landscape)
            finest = self.level + 1 == len(LEVELS)
            self._contest = None if finest else self._begun(self._asked, self.level + 1)

    def _paint(self, landscape: Landscape) -> None:
        if self._finished is None:
            self.texture.write(np.zeros((SIDE, SIDE, 1)))
            self.shares = {}
            return
        if self._shown == "winners":
            kinds = self._finished.winners()
        else:
            kinds = ranks(landscape)[self._finished.basin[:, self._names.index(self._shown)]]
        side = LEVELS[self.level]
        picture = (kinds.reshape(side, side) - NOWHERE).astype(np.float32)
        repeat = SIDE // side
        self.texture.write(np.kron(picture, np.ones((repeat, repeat), np.float32))[:, :, np.newaxis])
        self.shares = {int(kind): float(np.mean(kinds == kind)) for kind in np.unique(kinds)}

    def at(self, point: npt.NDArray[np.float64]) -> int:
        """Returns the kind shown at a place of the landscape's extent; -1 for none."""
        if self._asked is None:
            return -1
        x0, x1, y0, y1 = self._asked.landscape.surface.extent
        share = (point - (x0, y0)) / (x1 - x0, y1 - y0)
        column, row = np.clip((share * SIDE).astype(int), 0, SIDE - 1)
        return int(self.texture.data[row, column, 0]) - 1


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
