"""What people may change of the trainer: the table of its controls, and which of them a page shows together."""

from __future__ import annotations

from descent_game.engine.controls import MOST_SEED, Choice, Controls, Range, Toggle, Trigger
from descent_game.sim.datasets import DATASETS, NOISE, POINTS
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import HIDDEN, MOST_HIDDEN
from descent_game.sim.network.training import LEARNING_RATE
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.ui.widgets import Button, Buttons, Group, Segments, Slider, Switch, Widget

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


def choice(table: Controls, name: str) -> Segments:
    """Returns one choice of the table as segments."""
    control = table.control(name)
    assert isinstance(control, Choice)
    return Segments(control)


def _slider(table: Controls, name: str, width: float) -> Slider:
    control = table.control(name)
    assert isinstance(control, Range)
    return Slider(control, width=width)


def _switch(table: Controls, name: str) -> Switch:
    control = table.control(name)
    assert isinstance(control, Toggle)
    return Switch(control)


def main_groups(table: Controls, upright: bool, fresh: bool = False, small: bool = False) -> tuple[Group | Widget, ...]:
    """Returns the widgets that are always at hand; on an upright or a small page with the drawers' names among them.

    With `fresh`, a fresh start is what stands out among the buttons. On a `small` page points and neurons are chosen in
    their drawers.
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
        return choice(table, "drawer"), buttons
    dataset, hidden = choice(table, "dataset"), choice(table, "hidden")
    return (choice(table, "drawer"), buttons, hidden, dataset) if upright else (dataset, hidden, buttons)


def drawer_groups(table: Controls, drawer: str, small: bool = False) -> tuple[Widget, ...]:
    """Returns the widgets of one drawer; on a `small` page with what stands below it on others."""
    if drawer == "neurons":
        return (choice(table, "activation"), *((choice(table, "hidden"),) if small else ()))
    if drawer == "training":
        optimizer = () if table.on("three") else (choice(table, "optimizer"),)
        rate, speed = _slider(table, "learning_rate", 220.0), _slider(table, "speed", 220.0)
        return *optimizer, rate, speed, choice(table, "batch")
    if drawer == "points":
        drawn = (_slider(table, "points", 150.0), _slider(table, "noise", 150.0), _slider(table, "seed", 150.0))
        dataset = (choice(table, "dataset"),) if small else ()
        return *dataset, choice(table, "class"), Buttons((Button("clear"),)), *drawn
    return choice(table, "relief"), _switch(table, "three"), _slider(table, "weights", 200.0)
