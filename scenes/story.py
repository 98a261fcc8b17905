"""The story of the station: its sections in reading order, what each shows, and the numbers it speaks of."""

from __future__ import annotations

from math import inf, log
from types import MappingProxyType

from descent_game.engine.actions import Action, Drop, Press, Set
from descent_game.sim.network.activations import ACTIVATIONS, LAYERS, LEAK
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.ui.reading import Story, StorySection

from .roster import FIRST, NAMES

SIDE = 512
"""Dots along the side of the small picture that is spoken of."""
RIDGE = (0.0, 1.5)
FREEING = 0.05
RACE = {"learning_rate": 0.05, "speed": 20, "noise": 0.0, "view": "hill", **dict.fromkeys(NAMES[:FIRST], True)}
GALLERY = {"weight": 1.0, "source": "simple", "view": "one"}
TRAINER = {
    "dataset": "checker", "hidden": "4", "activation": "tanh", "optimizer": "adam", "learning_rate": 0.03,
    "batch": "full", "noise": 0.02, "points": 240, "relief": "flat", "three": False, "seed": 0, "weights": 0,
    "speed": 600,
}  # fmt: skip


def _set(values: dict[str, object]) -> tuple[Action, ...]:
    return tuple(Set(name, value) for name, value in values.items())


def _race(landscape: str, drop: tuple[float, float] | None = None, **changes: object) -> tuple[Action, ...]:
    """Returns what lets the runners start on a landscape with everything else as it was meant, but for `changes`."""
    hill = LANDSCAPES[landscape]
    return (*_set({"landscape": landscape, **RACE, **changes}), Drop(*(drop or hill.drop)))


def _gallery(activation: str, z: float, **changes: object) -> tuple[Action, ...]:
    return _set({**GALLERY, **changes, "activation": activation, "z": z})


def _trainer(**changes: object) -> tuple[Action, ...]:
    return (*_set({**TRAINER, **changes}), Press("start_again"))


def _parameters(hidden: int) -> int:
    """Returns how many numbers a network has: two weights, a bias and a weight out for each neuron, a last bias."""
    return 4 * hidden + 1


def _values(**values: object) -> MappingProxyType[str, object]:
    return MappingProxyType(values)


_RAVINE = LANDSCAPES["ravine"]
_COIN = round(log(2.0), 3)

STORY = Story(
    (
        StorySection("race", "walk", _race("ravine")),
        StorySection("trainer", "line", _trainer(hidden="1", activation="linear"), _values(coin=_COIN)),
        StorySection(
            "trainer",
            "stack",
            _trainer(hidden="8", activation="linear"),
            _values(parameters=_parameters(8), coin=_COIN),
        ),
        StorySection("gallery", "bend", _gallery("relu", 1.0)),
        StorySection(
            "gallery",
            "quarter",
            _gallery("sigmoid", 0.0),
            _values(quarter=ACTIVATIONS["sigmoid"].largest_slope, layers=LAYERS, parts=4**LAYERS),
        ),
        StorySection("gallery", "relu", _gallery("relu", -1.0), _values(layers=LAYERS, leak=LEAK)),
        StorySection(
            "trainer", "backward", _trainer(speed=1), _values(parameters=_parameters(4), right=239, points=240)
        ),
        StorySection(
            "race",
            "ravine",
            _race("ravine", momentum=False, adam=False),
            _values(ratio=130, hops=58, sgd=245, limit=OPTIMIZERS["sgd"].stability_limit(_RAVINE.sharpness or inf)),
        ),
        StorySection(
            "race", "memory", _race("ravine", adam=False), _values(sgd=245, momentum=67, overshoot=27, far=0.47)
        ),
        StorySection("race", "saddle", _race("saddle"), _values(sgd=280, momentum=49, adam=19)),
        StorySection("race", "adam", _race("ravine"), _values(adam=75, momentum=67)),
        StorySection("race", "real", _race("saddle", RIDGE, noise=FREEING)),
        StorySection("trainer", "pictures", (), _values(side=SIDE, pixels=SIDE * SIDE)),
        StorySection("trainer", "nearest"),
    )
)
"""The whole story, in the order in which it is to be read."""
