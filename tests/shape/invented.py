"""The program with landscapes and optimizers that it does not know, each added as one entry from outside.

PYTHONPATH=.:tests python tests/shape/invented.py COMMAND...            as `descent COMMAND...`, or several: A then B
PYTHONPATH=.:tests python tests/shape/invented.py --eight COMMAND...    with a full roster, in another order
PYTHONPATH=.:tests python tests/shape/invented.py                       all captions and words of them, as JSON
PYTHONPATH=.:tests python tests/shape/invented.py --eight               words of a full roster, where they stand
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


ALL = {each.name: True for each in EIGHT}
CROWDED: tuple[tuple[str, dict[str, Any], float], ...] = (
    ("race", {"landscape": "ravine", **ALL}, 2.0),
    ("race", {"landscape": "saddle", **ALL, "bar": "many", "paint": "winners"}, 1.0),
    ("race", {"landscape": "ravine", **ALL, "learning_rate": 0.2}, 3.0),
    ("race", {"landscape": "hundred", "bar": "many", "crowd": True, "crowd_size": 1000, "walker": "even"}, 0.5),
    ("trainer", {"three": True, "drawer": "view"}, 0.5),
    ("trainer", {"drawer": "training", "optimizer": "slow"}, 0.5),
)
"""Scenes with a full roster, and when they are read."""
PAGES = (
    (1280, 720, "en", 1.0),
    (1920, 1080, "pl", 1.0),
    (1024, 600, "fr", 1.0),
    (1080, 1920, "es", 1.0),
    (768, 1024, "de", 1.3),
    (640, 360, "en", 1.0),
)
"""Sizes of pages, languages and sizes of text."""


def crowded() -> Iterator[tuple[str, tuple[int, int], list[tuple[str, tuple[float, ...]]], list[str]]]:
    """Yields state, size, every word with the rectangle its letters fill, and what was heard, page by page."""
    from descent_game.app.settings import Settings  # noqa: PLC0415
    from descent_game.app.show.stage import Stage  # noqa: PLC0415
    from descent_game.engine.actions import Set  # noqa: PLC0415
    from descent_game.engine.clock import STEP  # noqa: PLC0415
    from descent_game.ui.text import measure, metrics  # noqa: PLC0415

    for width, height, language, scale in PAGES:
        for scene, values, time in CROWDED:
            stage = Stage(scene, width, height, Settings(language=language, text_scale=scale))
            stage.begin([Set(name, value) for name, value in values.items()])
            for number in range(round(time / STEP) + 1):
                stage.step(STEP)
                if number % 30 == 0:
                    stage.frame(0.25, 0.0)
            words: list[tuple[str, tuple[float, ...]]] = []
            for run in (run for layer in stage.canvas.layers() for run in layer.runs if run.text.strip()):
                ascent, descent = metrics(run.style)
                high, low = round(0.7 * ascent), round(0.5 * descent)
                words.append((run.text, (run.x, run.y - high, measure(run.text, run.style), high + low)))
            yield f"{scene} {values}", (width, height), words, [one.sound.kind for one in stage.take_heard()]


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
        json.dump(list(crowded() if eight else told()), sys.stdout)
        return 0
    from descent_game.app.cli import main as descent  # noqa: PLC0415

    while "then" in arguments:
        end = arguments.index("then")
        if status := descent(arguments[:end]):
            return status
        arguments = arguments[end + 1 :]
    return descent(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
