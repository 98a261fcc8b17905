"""Demo scripts as files: found, read with the files that they include, and checked against what there is."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from descent_game.app import settings
from descent_game.app.sessions.demo_flaws import flaws
from descent_game.app.settings import Settings
from descent_game.app.show.rules import Rules, recorded_rules
from descent_game.app.storage import input_files
from descent_game.app.storage.mistakes import Mistake, refuse
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.engine.actions import RecordedView
from descent_game.engine.demo_text import read
from descent_game.engine.sheets import Place, ScriptMistake
from descent_game.engine.sources import Find
from descent_game.engine.timeline import Demo

DEMOS = "descent_game.scenes.demos"
ENDING = ".toml"
CLOSE = 0.84
"""How close a file's name is to that of a demo that is meant: all of them end alike."""


def demo_names() -> tuple[str, ...]:
    """Returns the names of the demos that come with the program."""
    return tuple(sorted(file.name for file in files(DEMOS).iterdir() if file.name.endswith(ENDING)))


def found(name: str, within: str) -> tuple[str, str]:
    """Returns the text and the path of a demo's file, beside the one it is named in.

    Where there is none, it is the one of that name that comes with the program. Raises ValueError.
    """
    path = Path(within).parent / input_files.path(name)
    if name in demo_names() and not os.path.exists(path):
        return shipped(name, within)
    try:
        return input_files.text(path), str(path)
    except FileNotFoundError:
        hint = did_you_mean(Path(name).name, demo_names(), CLOSE)
        raise ValueError(f"expected a file that exists or one of {', '.join(demo_names())}{hint}") from None


def shipped(name: str, within: str) -> tuple[str, str]:
    """Returns the text and the name of a demo that comes with the program, whatever lies in the folder one is in."""
    if name not in demo_names():
        raise ValueError(f"expected one of {', '.join(demo_names())}{did_you_mean(name, demo_names(), CLOSE)}")
    return (files(DEMOS) / name).read_text("utf-8"), name


def read_demo(name: str, find: Find = found) -> Demo:
    """Returns the demo of that name, as `find` finds it and all that it includes.

    Raises InputError for the first mistake, with how many there are more.
    """
    demo, mistakes = examined(name, find)
    refuse(mistakes, name)
    return demo


def examined(name: str, find: Find = found) -> tuple[Demo, list[Mistake]]:
    """Returns the demo in a file as far as it can be read, and every mistake in it, in the order of its lines."""
    try:
        text, _ = find(name, "")
    except input_files.NoFileError as error:
        return Demo(""), [Mistake(error.line, "", str(error))]
    except ValueError as error:
        return Demo(""), [Mistake(0, "", str(error))]
    script = read(text, name, find)
    wrong = [mistake.outermost() for mistake in script.mistakes]
    for where, message in flaws(script.demo):
        place = script.places[where] if isinstance(where, int) else Place(script.head, 0, where)
        if not place.torn:
            wrong.append(ScriptMistake(place, message).outermost())
    return script.demo, [Mistake(line, "", message) for line, message in sorted(wrong, key=lambda told: told[0])]


def setup(demo: Demo) -> Settings:
    """Returns the settings that a demo asks for, or that a kept session began with."""
    first, view = Settings(demo.language or settings.first_language(), demo.theme or "dark"), _recorded_view(demo)
    return first if view is None else replace(first, text_scale=view.text_scale, reduced_motion=view.reduced_motion)


def rules(demo: Demo) -> Rules:
    """Returns the rules that a kept session was under; any other demo has none."""
    view = _recorded_view(demo)
    return Rules() if view is None else recorded_rules(view)


def _recorded_view(demo: Demo) -> RecordedView | None:
    return next((action for action in demo.due(0) if isinstance(action, RecordedView)), None)
