"""The words that open a scene, `race?noise=0.05&seed=7`, as the options of `descent trace` that give its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl

from descent_game.app.sessions.request import demo_for
from descent_game.app.show import state_string
from descent_game.app.show.stage import make_scene
from descent_game.app.terminal.errors import InputError
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.optimizers.catalogue import OPTIMIZERS

OPTIONS: Final = MappingProxyType(
    {
        "race": {"landscape": "landscape", "learning_rate": "learning-rate", "noise": "noise", "drop": "start"},
        "gallery": {"activation": "activation", "weight": "weight", "leaky_slope": "leaky-slope"},
        "trainer": {name: name for name in ("dataset", "hidden", "activation", "optimizer", "batch", "points")}
        | {"learning_rate": "learning-rate", "noise": "spread"},
    }
)
"""The options, by the words that say the same; a scene's other words, for how it is looked at, change no number."""


def spelled(words: Sequence[str]) -> list[str]:
    """Returns a command line whose scene has its settings behind it as one that has them as options, ahead of its own.

    Raises InputError for what the scene does not take, and for what its numbers depend on that a trace has not.
    """
    demo = demo_for(words[0])
    scene = make_scene(demo.scene, demo.seed)
    for action in demo.due(0):
        scene.act(action)
    told = parse_qsl(state_string.words(scene, every=True).partition("?")[2], keep_blank_values=True)
    return [demo.scene, *_options(demo.scene, told), *words[1:]]


def _options(scene: str, told: list[tuple[str, str]]) -> Iterator[str]:
    values = dict(told)
    if scene == "trainer" and (values["dataset"] == "own" or "drop" in values):
        raise InputError("descent trace trainer: dataset: expected points that are drawn, found own ones")
    if scene == "trainer" and values.get("weights", values["seed"]) != values["seed"]:
        expected = f"expected those of the seed, {values['seed']}"
        raise InputError(f"descent trace trainer: weights: {expected}, found {values['weights']}")
    if scene == "race":
        runners = [name for name in OPTIMIZERS if values.get(name) == "true"]
        if not runners:
            raise InputError("descent trace race: optimizers: expected one at least, found none")
        yield f"--optimizers={','.join(runners)}"
    for name, option in OPTIONS[scene].items():
        leak = name == "leaky_slope" and ACTIVATIONS[values["activation"]].leak is None
        if name in values and not leak and (name, values[name]) != ("batch", "full"):
            yield f"--{option}={values[name]}"
    if scene != "gallery":
        yield f"--seed={values['seed']}"
