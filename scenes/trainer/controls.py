"""What people may change of the trainer: the table of its controls, and which of them a page shows together."""

from __future__ import annotations

from collections.abc import Mapping

from descent_game.engine.controls import MOST_SEED, Choice, Controls, Range, Toggle, Trigger
from descent_game.sim.datasets import DATASETS, NOISE, POINTS
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import HIDDEN, MOST_HIDDEN
from descent_game.sim.network.training import LEARNING_RATE
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.ui.widgets import Button, Buttons, Group, Widget

OWN = "own"
MOST_POINTS = 500
MOST_SHARED = 40
"""As many points by hand go into the words that open them again, and into a QR code that a telephone can read."""
SLOWEST, FASTEST, SPEED = 1.0, 10_000.0, 600.0
SEEDS = 9999
"""Where the sliders of the seeds end; a larger one can be typed."""
CLASSES = ("diamond", "disc")
"""The marks of class 0 and class 1."""
DRAWERS = ("neurons", "training", "points", "view")


def controls(seed: int = 0) -> Controls:
    """Returns the trainer's table of controls; `seed` is the first of points and weights."""
    return Controls(
        (
            Choice("dataset", (*DATASETS, OWN), "checker", key="d"),
            Choice("hidden", tuple(str(n) for n in range(1, MOST_HIDDEN + 1)), str(HIDDEN), key="n"),
            Choice("activation", tuple(ACTIVATIONS), "tanh", key="a"),
            Choice("optimizer", tuple(OPTIMIZERS), "adam", key="o"),
            Range("learning_rate", 0.001, 10.0, LEARNING_RATE, logarithmic=True, digits=4, snaps=_decades()),
            Range("speed", SLOWEST, FASTEST, SPEED, logarithmic=True, whole=True, unit="steps_a_second"),
            Choice("batch", ("full", "32", "8", "1"), "full", key="b"),
            Range("noise", 0.0, 0.5, NOISE, digits=2),
            Range("points", 4, MOST_POINTS, POINTS, whole=True),
            Range("seed", 0, SEEDS, seed, whole=True, most=MOST_SEED),
            Range("weights", 0, SEEDS, seed, whole=True, most=MOST_SEED),
            Choice("class", CLASSES, "disc", key="c"),
            Choice("relief", ("flat", "relief"), "flat", key="m"),
            Toggle("three", False, key="t"),
            Choice("drawer", DRAWERS, "neurons"),
            Trigger("start_again", key="r"),
            Trigger("reroll", key="w"),
            Trigger("revive", key="v"),
            Trigger("clear", key="x"),
            Trigger("home", key="home"),
        )
    )


def _decades() -> tuple[float, ...]:
    return tuple(lead * 10.0**power for power in (-3, -2, -1, 0) for lead in (1.0, 3.0)) + (10.0,)


WIDTHS = {"learning_rate": 220.0, "speed": 220.0, "points": 150.0, "noise": 150.0, "seed": 150.0, "weights": 200.0}
"""The least lengths of the sliders' tracks, in the design's pixels."""


def main_groups(table: Mapping[str, Widget], upright: bool, small: bool = False) -> tuple[Group | Widget, ...]:
    """Returns the widgets that are always at hand; on an upright or a small page with the drawers' names among them.

    On a `small` page points and neurons are chosen in their drawers.
    """
    buttons = Buttons(
        (
            Button("pause", "pause", "play"),
            Button("step", "step"),
            Button("start_again"),
            Button("reroll", primary=True),
        )
    )
    if small:
        return table["drawer"], buttons
    dataset, hidden = table["dataset"], table["hidden"]
    return (table["drawer"], buttons, hidden, dataset) if upright else (dataset, hidden, buttons)


def drawer_groups(
    table: Mapping[str, Widget], drawer: str, three: bool = False, small: bool = False
) -> tuple[Widget, ...]:
    """Returns the widgets of one drawer; on a `small` page with what stands below it on others.

    With `three` networks there is no optimizer to choose.
    """
    if drawer == "neurons":
        names = ("activation", *(("hidden",) if small else ()))
    elif drawer == "training":
        names = (*(() if three else ("optimizer",)), "learning_rate", "speed", "batch")
    elif drawer == "points":
        names = (*(("dataset",) if small else ()), "class", "clear", "points", "noise", "seed")
    else:
        names = ("relief", "three", "weights")
    return tuple(Buttons((Button(name),)) if name == "clear" else table[name] for name in names)
