"""What the gallery tells, as numbers: functions, curves, bars, measured networks; it knows no page and no picture."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from descent_game.engine.controls import Choice, Controls, Range, Trigger, following
from descent_game.engine.snapshot import Stateful
from descent_game.sim.network.activations import ACTIVATIONS, LAYERS, Activation, leaky_relu, surviving
from descent_game.sim.network.layers import INITIALISATIONS, Measured, measure

from ..caption import Caption
from .bars import Bars, fitting_top
from .plot import HIGH, LOW, Curves
from .words import ShownFunction, caption, real_caption

TOLD = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "mish", "softplus", "linear")
"""The functions that the story tells of, in its order."""
NAMES = (*TOLD, *(name for name in ACTIVATIONS if name not in TOLD))
"""All functions, as they hang."""
LEAKY = next(number for number, name in enumerate(NAMES) if ACTIVATIONS[name].leak is not None)


ACTIVATION = Choice("activation", NAMES, "sigmoid", key="a")
Z = Range("z", LOW, HIGH, 1.1, digits=2, snaps=(0.0,))
WEIGHT = Range("weight", 0.5, 2.0, 1.0, digits=2, snaps=(1.0,))
LEAKY_SLOPE = Range("leaky_slope", 0.0, 0.5, 0.01, digits=3, snaps=(0.01, 0.1, 0.2))
SOURCE = Choice("source", ("simple", "real"), "simple", key="l")
INITIALISATION = Choice("initialisation", tuple(INITIALISATIONS), "xavier", key="i")
VIEW = Choice("view", ("one", "wall"), "one", key="w")
TRIGGERS = (
    Trigger("draw_again", key="r"),
    Trigger("home", key="home"),
    Trigger("left", key="left"),
    Trigger("right", key="right"),
    Trigger("left_fine", key="shift+left"),
    Trigger("right_fine", key="shift+right"),
)


def controls() -> Controls:
    """Returns the gallery's table of controls."""
    return Controls((ACTIVATION, Z, WEIGHT, LEAKY_SLOPE, SOURCE, INITIALISATION, VIEW, *TRIGGERS))


class DrawnNetwork(NamedTuple):
    """All that a network to be measured is drawn from; `leak` is the slope below zero where that can be chosen."""

    activation: str
    leak: float | None
    initialisation: str
    seed: int


def measured_network(drawn: DrawnNetwork) -> Measured:
    """Returns what is measured in a network."""
    activation = ACTIVATIONS[drawn.activation] if drawn.leak is None else leaky_relu(drawn.leak)
    return measure(activation, drawn.initialisation, int(np.random.SeedSequence((drawn.seed, 0)).generate_state(1)[0]))


class GalleryState(Stateful):
    """Follows the controls: row 0 of curves and bars is the picture close up, row i + 1 is function i on the wall.

    `seed` is that of the networks that are measured.
    """

    STATE = ("controls", "seed", "curves", "bars", "_measured")

    def __init__(self, table: Controls, seed: int) -> None:
        self.controls = table
        self.seed = seed
        self.activations: list[Activation] = [ACTIVATIONS[name] for name in NAMES]
        self.curves = [Curves(self.activation), *(Curves(activation) for activation in self.activations)]
        self.bars = Bars(len(NAMES) + 1)
        self._measured: dict[DrawnNetwork, Measured] = {}
        self.refresh(wide=True)
        self.settle()

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned; which functions there are follows from the controls."""
        super().restore(state)
        self.activations[LEAKY] = leaky_relu(self.controls.number("leaky_slope"))
        for curves, activation in zip(self.curves, (self.activation, *self.activations), strict=True):
            curves.activation = activation

    @property
    def chosen(self) -> int:
        """The number of the function that is chosen."""
        return NAMES.index(self.controls.word("activation"))

    @property
    def activation(self) -> Activation:
        """The function that is chosen."""
        return self.activations[self.chosen]

    @property
    def real(self) -> bool:
        """Whether the bars are measured in a network."""
        return self.controls.word("source") == "real"

    @property
    def dead_share(self) -> tuple[float, ...]:
        """The share of dead neurons layer by layer in the chosen network, as the bars; empty in the simple story."""
        return tuple(self._measure(self.chosen).dead.tolist()) if self.real else ()

    @property
    def caption(self) -> Caption:
        """What there is to say, from the numbers as they are."""
        if self.real:
            found = self._measure(self.chosen)
            return real_caption(self.activation, self.controls.word("initialisation"), found.gradients, found.dead)
        z, weight = self.controls.number("z"), self.controls.number("weight")
        return caption(ShownFunction(self.activation, z, weight, self.bars.values[0]))

    def _values(self, number: int) -> npt.NDArray[np.float64] | None:
        """Returns the bars of one function; None where its network is still to be measured."""
        if self.real:
            found = self.measured(number)
            return None if found is None else found.gradients
        values = surviving(self.activations[number], self.controls.number("z"), self.controls.number("weight"), LAYERS)
        return np.asarray(values, np.float64)

    def refresh(self, wide: bool) -> None:
        """Gives the bars their values: those of the chosen function and, if `wide`, of all others too."""
        if self.real:
            self._measure(self.chosen)
        numbers = range(len(NAMES)) if wide else (self.chosen,)
        found = {number: values for number in numbers if (values := self._values(number)) is not None}
        rows = [0, *(number + 1 for number in found)]
        self.bars.show(rows, np.array([found[self.chosen], *found.values()]))
        own, top = fitting_top(found[self.chosen]), fitting_top(np.array([*found.values()]))
        self.bars.open(top if self.controls.word("view") == "wall" else own, top)

    def _drawn(self, number: int) -> DrawnNetwork:
        return DrawnNetwork(
            NAMES[number], self.activations[number].leak, self.controls.word("initialisation"), self.seed
        )

    def measured(self, number: int) -> Measured | None:
        """Returns what was measured in the network of one function as it is drawn now; None if nothing was yet."""
        return self._measured.get(self._drawn(number))

    def _measure(self, number: int) -> Measured:
        """Returns what is measured in the network of one function; keeps that of those that are drawn now."""
        found = self.measured(number)
        if found is None:
            now = [drawn for i in range(len(NAMES)) if (drawn := self._drawn(i)) in self._measured]
            self._measured = {drawn: self._measured[drawn] for drawn in now}
            found = self._measured[self._drawn(number)] = measured_network(self._drawn(number))
        return found

    def measure_next(self) -> bool:
        """Measures one more network of those on the wall and returns whether there was one to measure."""
        missing = [number for number in range(len(NAMES)) if self.real and self.measured(number) is None]
        if missing:
            self._measure(missing[0])
        return bool(missing)

    def draw_again(self) -> None:
        """Draws other weights from now on."""
        self.seed = following(self.seed)

    def show(self, before: int, *, hanging: bool, at_once: bool) -> None:
        """Brings the chosen function into the first picture, in place of `before`.

        Close up it glides there; while that picture is `hanging` on the wall it only changes its place.
        """
        if hanging:
            self.bars.copy(0, before + 1)
            self.bars.copy(self.chosen + 1, 0)
        self.curves[0].show(self.activation, at_once=hanging or at_once)

    def leak(self, *, at_once: bool) -> None:
        """Gives the leaky ReLU the slope that its control says."""
        self.activations[LEAKY] = leaky_relu(self.controls.number("leaky_slope"))
        rows = (0, LEAKY + 1) if self.chosen == LEAKY else (LEAKY + 1,)
        for row in rows:
            self.curves[row].show(self.activations[LEAKY], at_once=at_once)

    def settle(self) -> None:
        """Brings curves and bars to where they are going, at once, and measures every network of the wall."""
        while self.controls.word("view") == "wall" and self.measure_next():
            self.refresh(wide=True)
        self.bars.settle()
        for curves in self.curves:
            curves.step(1.0)

    def step(self, dt: float, *, at_once: bool) -> None:
        """Moves curves and bars on by `dt` seconds."""
        self.bars.step(dt, at_once=at_once)
        for curves in self.curves:
            curves.step(1.0 if at_once else dt)
