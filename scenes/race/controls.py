"""What a visitor can change about the race."""

from __future__ import annotations

from descent_game.engine.controls import Choice, Controls, Range, Toggle, Trigger
from descent_game.sim.surfaces.catalogue import LANDSCAPES

from ..roster import FIRST, ROSTER
from . import many


def controls() -> Controls:
    """Returns the race's table of controls."""
    hills = [hill for hill in LANDSCAPES.values() if hill.sharpness is not None]
    limits = [runner.optimizer.stability_limit(hill.sharpness or 0.0) for hill in hills for runner in ROSTER]
    snaps = (0.005, 0.01, 0.02, 0.05, 0.1, *(limit for limit in limits if limit is not None))
    rates = [hill.learning_rate for hill in LANDSCAPES.values()]
    low, high = min(0.001, *rates), max(0.2, *rates)
    return Controls(
        (
            Choice("landscape", tuple(LANDSCAPES), next(iter(LANDSCAPES)), key="l"),
            Range("learning_rate", low, high, rates[0], logarithmic=True, digits=4, snaps=snaps),
            Range("speed", 1, 60, 20, whole=True, unit="steps_a_second"),
            Range("noise", 0.0, 0.5, 0.0, digits=2, snaps=(0.05,)),
            *(Toggle(runner.name, number < FIRST) for number, runner in enumerate(ROSTER)),
            Choice("view", ("hill", "map"), "hill", key="m"),
            Trigger("drop_again", key="r"),
            Trigger("home", key="home"),
            *many.controls(),
        )
    )
