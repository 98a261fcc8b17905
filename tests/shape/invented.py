"""The program with landscapes and optimizers that it does not know, each added as one entry from outside.

PYTHONPATH=.:tests python tests/shape/invented.py COMMAND...            as `descent COMMAND...`
PYTHONPATH=.:tests python tests/shape/invented.py --eight COMMAND...    with a full roster, in another order
PYTHONPATH=.:tests python tests/shape/invented.py                       all captions and words of them, as JSON
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from invented_content import EIGHT, MORE, landscapes

from descent_game.sim.optimizers import catalogue as optimizers
from descent_game.sim.surfaces import catalogue as surfaces


def add(*, eight: bool = False) -> None:
    """Adds entries to each of the two tables, before anything has read them."""
    tables: Any = surfaces, optimizers
    more = {hill.name: hill for hill in landscapes()}
    tables[0].LANDSCAPES = MappingProxyType({**surfaces.LANDSCAPES, **more})
    known = {} if eight else optimizers.OPTIMIZERS
    tables[1].OPTIMIZERS = MappingProxyType({**known, **{each.name: each for each in (EIGHT if eight else MORE)}})


STATES: tuple[tuple[str, dict[str, Any], tuple[float, ...]], ...] = (
    ("race", {"landscape": "wells", "bar": "many", "paint": "winners"}, (0.4,)),
    ("race", {"landscape": "wells", "crowd": True, "crowd_size": 1000, "walker": "sign"}, (0.4,)),
    ("race", {"landscape": "wells", "sign": True}, (0.1, 8.0)),
    ("race", {"landscape": "wells", "sign": True, "learning_rate": 0.2}, (3.0,)),
    ("race", {"landscape": "wells", "bar": "many", "paint": "basins", "walker": "sign"}, (0.4,)),
    ("race", {"landscape": "saddle", "sign": True}, (4.0,)),
    *(("race", {"landscape": name, "sign": True}, (5.0,)) for name in ("slope", "dish", "nine", "hundred")),
    *(
        ("race", {"landscape": name, "crowd": True, "crowd_size": 1000, "walker": "sgd"}, (2.0,))
        for name in ("slope", "dish", "hundred")
    ),
    *(("race", {"landscape": name, "bar": "many", "paint": "basins"}, (0.9,)) for name in ("slope", "nine", "hundred")),
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
    eight = arguments[:1] == ["--eight"]
    add(eight=eight)
    arguments = arguments[int(eight) :]
    if not arguments:
        json.dump(list(told()), sys.stdout)
        return 0
    from descent_game.app.cli import main as descent  # noqa: PLC0415

    return descent(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
