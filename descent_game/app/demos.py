"""Demo scripts as files: found, read with the files that they include, and checked against what there is."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from descent_game.app import given, seating, settings, states
from descent_game.app.console.arguments import did_you_mean
from descent_game.app.errors import InputError
from descent_game.app.rules import Rules
from descent_game.app.settings import Settings
from descent_game.app.stage import make_scene, scene_names, section_scenes
from descent_game.engine.actions import Action, Explain, Goto, Point, Press, Read, Restore, Say, Seat, Set
from descent_game.engine.clock import STEP
from descent_game.engine.controls import Choice, ControlError, Controls, Trigger
from descent_game.engine.demo_text import parse
from descent_game.engine.sources import Find
from descent_game.engine.timeline import Demo, DemoError
from descent_game.ui.glossary import explained
from descent_game.ui.head import READ

DEMOS = "descent_game.scenes.demos"
ENDING = ".toml"
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
"""What is the key of a text, and no caption by itself."""


def demo_names() -> tuple[str, ...]:
    """Returns the names of the demos that come with the program."""
    return tuple(sorted(file.name for file in files(DEMOS).iterdir() if file.name.endswith(ENDING)))


def found(name: str, within: str, largest: int = given.SCRIPT) -> tuple[str, str]:
    """Returns the text and the path of a demo's file, of at most so many bytes, beside the one it is named in.

    Where there is none, it is the one of that name that comes with the program. Raises ValueError.
    """
    path = Path(within).parent / given.path(name)
    if name in demo_names() and not given.there(path):
        return shipped(name, within)
    try:
        return given.text(path, largest), str(path)
    except FileNotFoundError:
        hint = did_you_mean(Path(name).name, demo_names())
        raise ValueError(f"expected a file that exists or one of {', '.join(demo_names())}{hint}") from None


def shipped(name: str, within: str) -> tuple[str, str]:
    """Returns the text and the name of a demo that comes with the program, whatever lies in the folder one is in."""
    if name not in demo_names():
        raise ValueError(f"expected one of {', '.join(demo_names())}{did_you_mean(name, demo_names())}")
    return (files(DEMOS) / name).read_text("utf-8"), name


def read_demo(name: str, find: Find = found) -> Demo:
    """Returns the demo of that name, as `find` finds it and all that it includes; raises InputError."""
    try:
        text, _ = find(name, "")
        demo = parse(text, name, find)
    except DemoError as error:
        raise InputError(str(error)) from None
    except ValueError as error:
        raise InputError(f"{name}: {error}") from None
    check_demo(demo, name)
    return demo


def setup(demo: Demo) -> Settings:
    """Returns the settings that a demo asks for, or that a kept session began with."""
    first, seat = Settings(demo.language or settings.first_language(), demo.theme or "dark"), _seat(demo)
    if seat is None:
        return first
    return replace(first, text_scale=seat.text_scale, reduced_motion=seat.reduced_motion)


def rules(demo: Demo) -> Rules:
    """Returns the rules that a kept session was under; any other demo has none."""
    seat = _seat(demo)
    return seating.rules(seat) if seat is not None else Rules()


def _seat(demo: Demo) -> Seat | None:
    return next((action for action in demo.due(0) if isinstance(action, Seat)), None)


def check_demo(demo: Demo, file: str) -> None:
    """Raises InputError for the first scene, control, value, trigger, language or theme that there is not."""
    shown: dict[str, Controls] = {}
    scene = demo.scene
    _check_scene(scene, f"{file}: scene")
    try:
        settings.checked(setup(demo))
    except InputError as error:
        raise InputError(f"{file}: {str(error).lstrip('-').replace('lang:', 'language:')}") from None
    for cue in sorted(demo.cues, key=lambda cue: cue.step):
        where = f"{file}: cue at {cue.step * STEP:g}"
        if isinstance(cue.action, Goto):
            scene = cue.action.scene
            _check_scene(scene, f"{where}: goto")
            continue
        if isinstance(cue.action, Read):
            scene = section_scenes().get(cue.action.section, scene)
        if isinstance(cue.action, Restore):
            states.restore(make_scene(scene), cue.action.state, f"{where}: restore")
            continue
        if scene not in shown:
            shown[scene] = make_scene(scene).controls
        _check_action(cue.action, shown[scene], where)


def _check_scene(name: str, where: str) -> None:
    if name not in scene_names():
        known = ", ".join(scene_names())
        raise InputError(f"{where}: expected one of {known}, found {name!r}{did_you_mean(name, scene_names())}")


def _check_action(action: Action, controls: Controls, where: str) -> None:
    try:
        if isinstance(action, Set):
            for value in action.value if isinstance(action.value, tuple) else (action.value,):
                controls.parse(action.name, value)
        elif isinstance(action, Say):
            _check_caption(action)
        elif isinstance(action, Seat):
            settings.checked(Settings(action.language, action.theme))
        elif isinstance(action, Point):
            _check_goal(action, controls)
        elif isinstance(action, Read | Explain):
            _check_words(action)
        elif (
            isinstance(action, Press) and action.name != READ and not isinstance(controls.control(action.name), Trigger)
        ):
            raise ControlError(f"{action.name}: takes a value, is not pressed")
    except ControlError as error:
        verb = "caption" if isinstance(action, Say) else type(action).__name__.lower()
        raise InputError(f"{where}: {verb}: {error}") from None


def _check_words(action: Read | Explain) -> None:
    """Raises ControlError for a section of the reading, or a term of the glossary, that there is not."""
    if isinstance(action, Read):
        names = section_scenes()
        if action.section and action.section not in names:
            hint = did_you_mean(action.section, names)
            raise ControlError(f"expected one of {', '.join(names)}, found {action.section!r}{hint}")
    elif action.term and not (
        explained(settings.messages(settings.FIRST_LANGUAGE), action.term) or settings.speechless()
    ):
        raise ControlError(f"expected a term of the glossary, found {action.term!r}")


def _check_caption(action: Say) -> None:
    """Raises ControlError for a language, or the key of a text, that there is not."""
    messages = settings.messages(settings.FIRST_LANGUAGE)
    for language, text in action.texts:
        if language and language not in settings.languages():
            raise ControlError(f"expected languages of {', '.join(settings.languages())}, found {language!r}")
        if KEY.fullmatch(text) and not messages.has(text) and not settings.speechless():
            raise ControlError(f"expected a sentence or the key of one, found {text!r}")


def _check_goal(action: Point, controls: Controls) -> None:
    """Raises ControlError for a control, an option, a button or a scene that there is not."""
    if not isinstance(action.to, str) or action.to in ("", "pause", "step", READ, *scene_names()):
        return
    name, _, option = action.to.partition(".")
    control = controls.control(name)
    if option and not (isinstance(control, Choice) and option in control.options):
        options = control.options if isinstance(control, Choice) else ()
        raise ControlError(f"{name}: expected one of {', '.join(options) or 'no options'}, found {option!r}")
