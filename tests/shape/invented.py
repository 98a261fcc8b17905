"""The program with one landscape and one optimizer more, each added as one entry from outside.

python -m tests.shape.invented COMMAND...      as `descent COMMAND...`
python -m tests.shape.invented                 all captions and words of them, as JSON
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from descent_game.sim.optimizers import catalogue as optimizers
from descent_game.sim.optimizers.optimizer import Array, Memory, Optimizer, Oracle, Terms, moved
from descent_game.sim.surfaces import catalogue as surfaces
from descent_game.sim.surfaces.minima import find_minima
from descent_game.sim.surfaces.surface import Landscape, Surface

EXTENT = (1.5, 4.5, -2.0, 0.5)
WELLS = 0.9 * np.array([(np.cos(turn), np.sin(turn)) for turn in (0.3, 2.4, 4.5)])


@dataclass(frozen=True)
class Sign(Optimizer):
    """A step of the learning rate along each axis, whatever the slope."""

    name: ClassVar[str] = "sign"
    formula: ClassVar[str] = r"p \leftarrow p - \eta\,\mathrm{sign}(g)"

    def step(
        self,
        oracle: Oracle,
        parameters: Array,
        memory: Memory,
        rate: float,
        *,
        out: Array | None = None,
        terms: Terms | None = None,
    ) -> tuple[Array, Memory]:
        """Return the next parameters and the next memory."""
        move = -rate * np.sign(oracle.gradient(parameters))
        return moved(parameters, move, out, terms), memory._replace(steps=memory.steps + 1)


def _wells(points: Array) -> tuple[Array, Array, Array]:
    """Return the points from the middle of the bowl, from each well, and how deep each well is there."""
    place = points - np.array([3.0, -1.0])
    away = place[..., np.newaxis, :] - WELLS
    return place, away, np.exp(-3.0 * np.square(away).sum(-1))


@np.errstate(all="ignore")
def _loss(points: Array) -> Array:
    place, _, depth = _wells(points)
    loss: Array = 0.3 * np.square(place).sum(-1) - 2.0 * depth.sum(-1) - 2.0
    return loss


@np.errstate(all="ignore")
def _gradient(points: Array) -> Array:
    place, away, depth = _wells(points)
    gradient: Array = 0.6 * place + 12.0 * (depth[..., np.newaxis] * away).sum(-2)
    return gradient


@np.errstate(all="ignore")
def _hessian(points: Array) -> Array:
    _, away, depth = _wells(points)
    bend = np.eye(2) - 6.0 * away[..., :, np.newaxis] * away[..., np.newaxis, :]
    hessian: Array = 0.6 * np.eye(2) + 12.0 * (depth[..., np.newaxis, np.newaxis] * bend).sum(-3)
    return hessian


def add() -> None:
    """Adds an entry to each of the two tables, before anything has read them."""
    minima = find_minima(Surface(EXTENT, _loss, _gradient, _hessian, -4.0))
    surface = Surface(EXTENT, _loss, _gradient, _hessian, min(minimum.loss for minimum in minima))
    wells = Landscape("wells", surface, "f(x, y)", "three wells in a bowl", (1.7, 0.3), 0.02, minima)
    tables: Any = surfaces, optimizers
    tables[0].LANDSCAPES = MappingProxyType({**surfaces.LANDSCAPES, wells.name: wells})
    tables[1].OPTIMIZERS = MappingProxyType({**optimizers.OPTIMIZERS, Sign.name: Sign()})


STATES: tuple[tuple[str, dict[str, Any], tuple[float, ...]], ...] = (
    ("race", {"landscape": "wells", "bar": "many", "paint": "winners"}, (0.4,)),
    ("race", {"landscape": "wells", "crowd": True, "crowd_size": 1000, "walker": "sign"}, (0.4,)),
    ("race", {"landscape": "wells", "sign": True}, (0.1, 8.0)),
    ("race", {"landscape": "wells", "sign": True, "learning_rate": 0.2}, (3.0,)),
    ("race", {"landscape": "wells", "bar": "many", "paint": "basins", "walker": "sign"}, (0.4,)),
    ("race", {"landscape": "saddle", "sign": True}, (4.0,)),
    ("trainer", {"optimizer": "sign", "drawer": "training"}, (0.5,)),
    ("trainer", {"three": True, "drawer": "view"}, (0.5,)),
)
"""Scenes with what is set in them, and the seconds at which they are read."""


def told() -> Iterator[tuple[str, str, list[str]]]:
    """Yields language, state and all words of a page, for every state in every language."""
    # what is added has to be there before the scenes are read
    from descent_game.app.settings import Settings, languages  # noqa: PLC0415
    from descent_game.app.show.stage import Stage  # noqa: PLC0415
    from descent_game.engine.actions import Set  # noqa: PLC0415
    from descent_game.engine.clock import STEP  # noqa: PLC0415

    for language in languages():
        for scene, values, times in STATES if language == "en" else STATES[1:2]:
            stage = Stage(scene, 1280, 720, Settings(language=language))
            stage.begin([Set(name, value) for name, value in values.items()])
            before = 0.0
            for time in times:
                for _ in range(round((time - before) / STEP)):
                    stage.step(STEP)
                before = time
                for _ in range(2):  # what is said anew is faded in
                    stage.frame(1 / 60, 0.0)
                    for _ in range(60):
                        stage.step(STEP)
                stage.frame(1 / 60, 0.0)
                words = [run.text for layer in stage.canvas.layers() for run in layer.runs]
                yield language, f"{scene} {values} {time}", words


def main(arguments: list[str]) -> int:
    """Does what `descent` does with these arguments, or writes what is told."""
    add()
    if not arguments:
        json.dump(list(told()), sys.stdout)
        return 0
    from descent_game.app.cli import main as descent  # noqa: PLC0415

    return descent(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
