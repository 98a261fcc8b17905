"""What is to be seen: a scene, a scene with its settings, or a demo, as the command line asks for it and checked.

All of it becomes a `Demo`, so that a window, a picture and a film begin alike. Everything is checked here, before any
window, film or file is opened.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import parse_qsl

from descent_game.app import settings
from descent_game.app.sessions.demo_files import ENDING, demo_names, read_demo, setup
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.storage import kept_states
from descent_game.app.terminal import arguments as readers
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Action, Drop, Restore, Set
from descent_game.engine.controls import ControlError
from descent_game.engine.timeline import Cue, Demo
from descent_game.ui.scene_protocol import Surfaced

T = TypeVar("T")

DROP = "drop"
MEASURES = ("size", "fps", "seconds", "seed", "lang", "theme", "values", "state")
"""The arguments that change what is to be seen."""
LONGEST = 60
"""Signs of what is said again, where it is wrong."""


def shortened(what: str) -> str:
    """Returns what was asked for, or only the beginning of its scene where it is long: to say where a mistake is."""
    return what if len(what) <= LONGEST else what.partition("?")[0][:LONGEST]


def named(what: str) -> tuple[Demo, list[tuple[str, str]]]:
    """Returns what `SCENE`, `SCENE?name=value&seed=7` or `FILE.toml` stands for, and the values written behind it."""
    if what.endswith(ENDING):
        return read_demo(what), []
    name, _, query = what.partition("?")
    if name not in scene_names():
        known = (*scene_names(), *demo_names())
        raise InputError(
            f"{shortened(name)}: expected a scene or a demo, one of {', '.join(known)}{did_you_mean(name, known)}"
        )
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), max_num_fields=200)
    except ValueError:
        raise InputError(f"{what}: expected SCENE?name=value&name=value") from None
    demo = Demo(name)
    values = []
    for key, value in pairs:
        if key == "seed":
            demo = replace(demo, seed=_read(readers.seed, "seed", value, shortened(what)))
        else:
            values.append((key, value))
    return demo, values


def demo_for(
    what: str,
    *,
    size: tuple[int, int] | None = None,
    fps: int | None = None,
    seconds: float | None = None,
    seed: int | None = None,
    lang: str | None = None,
    theme: str | None = None,
    values: Iterable[tuple[str, str]] = (),
    state: str | None = None,
) -> Demo:
    """Returns the demo that `what` stands for with these changes.

    The state in the file `state` is taken over, and then the values are set, before its first step.
    """
    demo, written = named(what)
    demo = replace(
        demo,
        size=size or demo.size,
        fps=fps or demo.fps,
        seconds=seconds or demo.seconds,
        seed=demo.seed if seed is None else seed,
        language=lang or demo.language or settings.first_language(),
        theme=theme or demo.theme or "dark",
    )
    settings.checked(setup(demo))
    first: list[Action] = []
    if state is not None:
        text = kept_states.read(state)
        kept_states.restore(make_scene(demo.scene), text, state)
        first.append(Restore(text))
    first += checked_values(demo.scene, [*values], written, shortened(what))
    return replace(demo, cues=tuple(Cue(0, action) for action in first) + demo.cues)


def demo_from(arguments: argparse.Namespace, what: str) -> Demo:
    """Returns the demo that `what` stands for, as those of the arguments say that a command has."""
    return demo_for(what, **{name: value for name, value in vars(arguments).items() if name in MEASURES})


def first_values(demo: Demo) -> list[Action]:
    """Returns what a demo sets before its first step: the scene begins so, instead of gliding there."""
    return [action for action in demo.due(0) if isinstance(action, Set | Restore)]


def checked_values(
    scene: str, values: Sequence[tuple[str, str]], written: Sequence[tuple[str, str]] = (), what: str = ""
) -> Iterator[Set | Drop]:
    """Yields the settings as actions, or raises InputError for a name or a value that the scene does not take.

    Those that are `written` behind a scene, in `what` was asked for, come before the others.

    `drop=X,Y` drops something on a scene with a surface, after all that is given one value; what is given several, as
    the class of points is, keeps its place among what is dropped.
    """
    every = [*((*pair, what) for pair in written), *((*pair, "--set") for pair in values)]
    if not every:
        return
    made = make_scene(scene)
    given = Counter(name for name, _, _ in every)
    for name, value, where in sorted(every, key=lambda pair: pair[0] == DROP or given[pair[0]] > 1):
        if name == DROP and isinstance(made, Surfaced):
            yield Drop(*_read(_within(made.extent), DROP, value, where))
            continue
        try:
            parsed = made.controls.parse(name, value)
            made.controls.set(name, parsed)  # where things can be dropped depends on it
            yield Set(name, parsed)
        except ControlError as error:
            raise InputError(f"{_told(where)} {error}") from None


def _within(extent: tuple[float, float, float, float]) -> Callable[[str], tuple[float, float]]:
    """Returns a reader of a place on a part of the plane, x0, x1, y0, y1."""
    x0, x1, y0, y1 = extent
    sides = f"from {x0:g} to {x1:g}" if (x0, x1) == (y0, y1) else f"X from {x0:g} to {x1:g}, Y from {y0:g} to {y1:g}"

    def read(text: str) -> tuple[float, float]:
        x, y = readers.point(text)
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            raise argparse.ArgumentTypeError(f"expected two numbers X,Y {sides}, found {text!r}")
        return x, y

    return read


def _read(reader: Callable[[str], T], name: str, value: str, where: str) -> T:
    """Returns what a reader makes of a value, or raises InputError."""
    try:
        return reader(value)
    except argparse.ArgumentTypeError as error:
        raise InputError(f"{_told(where)} {name}: {error}") from None


def _told(where: str) -> str:
    return where if where.startswith("-") else f"{where}:"
