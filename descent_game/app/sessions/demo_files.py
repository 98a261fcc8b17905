"""Demo scripts as files: found, read with the files that they include, and checked against what there is."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.app.show.recorded_page import recorded_rules
from descent_game.app.show.rules import Rules
from descent_game.app.show.stage import make_scene, scene_names, section_scenes
from descent_game.app.storage import input_files, kept_states
from descent_game.app.storage.mistakes import Mistake
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import (
    Action,
    Explain,
    Goto,
    MoveControl,
    Point,
    Press,
    Read,
    RecordedView,
    Restore,
    Say,
    Set,
    Values,
)
from descent_game.engine.clock import STEP
from descent_game.engine.controls import Choice, ControlError, Controls, Range, Trigger
from descent_game.engine.demo_text import read
from descent_game.engine.sheets import Place, ScriptMistake
from descent_game.engine.sources import Find
from descent_game.engine.timeline import Cue, Demo
from descent_game.ui.glossary import explained
from descent_game.ui.head_buttons import READ

DEMOS = "descent_game.scenes.demos"
ENDING = ".toml"
CLOSE = 0.84
"""How close a file's name is to that of a demo that is meant: all of them end alike."""
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
"""What is the key of a text, and no caption by itself."""
VERBS: Mapping[type[Action], str] = MappingProxyType({Say: "caption"})
"""The verbs of actions that are called otherwise."""


def demo_names() -> tuple[str, ...]:
    """Returns the names of the demos that come with the program."""
    return tuple(sorted(file.name for file in files(DEMOS).iterdir() if file.name.endswith(ENDING)))


def found(name: str, within: str, largest: int = input_files.SCRIPT) -> tuple[str, str]:
    """Returns the text and the path of a demo's file, of at most so many bytes, beside the one it is named in.

    Where there is none, it is the one of that name that comes with the program. Raises ValueError.
    """
    path = Path(within).parent / input_files.path(name)
    if name in demo_names() and not input_files.there(path):
        return shipped(name, within)
    try:
        return input_files.text(path, largest), str(path)
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
    if mistakes:
        more = f" (and {len(mistakes) - 1} more: `descent check` tells them)" if len(mistakes) > 1 else ""
        raise InputError(mistakes[0].told(name) + more)
    return demo


def examined(name: str, find: Find = found) -> tuple[Demo, list[Mistake]]:
    """Returns the demo in a file as far as it can be read, and every mistake in it, in the order of its lines."""
    try:
        text, _ = find(name, "")
    except input_files.NoFileError as error:
        return Demo(""), [Mistake(error.line, "", str(error))]
    except ValueError as error:
        return Demo(""), [Mistake(0, "", str(error))]
    with _at_a_stretch():
        script = read(text, name, find)
    wrong = [mistake.outermost() for mistake in script.mistakes]
    for where, message in flaws(script.demo):
        place = script.places[where] if isinstance(where, int) else Place(script.head, 0, where)
        if not place.torn:
            wrong.append(ScriptMistake(place, message).outermost())
    return script.demo, [Mistake(line, "", message) for line, message in sorted(wrong, key=lambda told: told[0])]


@contextmanager
def _at_a_stretch() -> Iterator[None]:
    """Lets nobody look for garbage meanwhile: a long session is many small objects, all of which stay."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


def setup(demo: Demo) -> Settings:
    """Returns the settings that a demo asks for, or that a kept session began with."""
    first, seat = Settings(demo.language or settings.first_language(), demo.theme or "dark"), _seat(demo)
    if seat is None:
        return first
    return replace(first, text_scale=seat.text_scale, reduced_motion=seat.reduced_motion)


def rules(demo: Demo) -> Rules:
    """Returns the rules that a kept session was under; any other demo has none."""
    seat = _seat(demo)
    return recorded_rules(seat) if seat is not None else Rules()


def _seat(demo: Demo) -> RecordedView | None:
    return next((action for action in demo.due(0) if isinstance(action, RecordedView)), None)


def check_demo(demo: Demo, file: str) -> None:
    """Raises InputError for the first scene, control, value, trigger, language or theme that there is not."""
    for _, message in flaws(demo):
        raise InputError(f"{file}: {message}")


def flaws(demo: Demo) -> Iterator[tuple[int | str, str]]:
    """Yields each scene, control, value, trigger, language or theme that there is not.

    With each comes where it is asked for: the number of the cue, from 0 on, or the key.
    """
    if demo.scene and demo.scene not in scene_names():
        yield "scene", f"scene: {_no_scene(demo.scene)}"
    try:
        settings.checked(setup(demo))
    except InputError as error:
        message = str(error).lstrip("-").replace("lang:", "language:")
        yield message.partition(":")[0], message
    table = Tables(demo.scene)
    try:
        table.check(Cue(0, Values(demo.values)))
    except ControlError as error:
        yield "values", f"values: {error}"
    for number, cue in sorted(enumerate(demo.cues), key=lambda pair: pair[1].step):
        try:
            table.check(cue)
        except (ControlError, InputError) as error:
            verb = VERBS.get(type(cue.action), type(cue.action).__name__.lower())
            yield number, f"cue at {cue.step * STEP:g}: {verb}: {str(error).lstrip('-')}"


def _no_scene(name: str) -> str:
    return f"expected one of {', '.join(scene_names())}, found {name!r}{did_you_mean(name, scene_names())}"


class Tables:
    """State: the scene that is shown while the cues of a demo are gone through, and the controls of all so far."""

    def __init__(self, scene: str) -> None:
        self._scene = scene
        self._shown: dict[str, Controls] = {}
        self._moving: tuple[int, str] = 0, ""

    def check(self, cue: Cue) -> None:
        """Raises ControlError or InputError for what there is not in the scene that is shown."""
        action = cue.action
        if isinstance(action, Goto):
            self._go(cue, action.scene)
        if isinstance(action, Read):
            self._scene = section_scenes().get(action.section, self._scene)
        if isinstance(action, Goto) or self._scene not in scene_names():
            return
        if isinstance(action, Restore):
            kept_states.restore(make_scene(self._scene), action.state, "a kept state")
            return
        if self._scene not in self._shown:
            self._shown[self._scene] = make_scene(self._scene).controls
        controls = self._shown[self._scene]
        if isinstance(action, Set) and cue.over:
            _check_number(action.name, controls)
            self._moving = max(self._moving, (cue.step + cue.over, action.name))
        _check_action(action, controls)

    def _go(self, cue: Cue, scene: str) -> None:
        """Takes that another scene is shown: no setting may be on its way in the one that is left."""
        left, self._scene = self._scene, scene
        if scene and scene not in scene_names():
            raise ControlError(_no_scene(scene))
        if scene != left and self._moving[0] > cue.step:
            end, name = self._moving
            raise ControlError(f"expected after {name} has arrived, at {end * STEP:g}")


def _check_number(name: str, controls: Controls) -> None:
    if not isinstance(controls.control(name), Range):
        raise ControlError(f"{name}: changes at once, over no time; put it in a cue of its own")


def _check_action(action: Action, controls: Controls) -> None:
    if isinstance(action, Set):
        for value in action.value if isinstance(action.value, tuple) else (action.value,):
            controls.parse(action.name, value)
    elif isinstance(action, MoveControl):
        _check_number(action.name, controls)
        controls.parse(action.name, action.to)
    elif isinstance(action, Values):
        for name in action.names:
            if not isinstance(controls.control(name), Range | Choice):
                raise ControlError(f"{name}: has no value to tell")
    elif isinstance(action, Say):
        _check_caption(action)
    elif isinstance(action, RecordedView):
        settings.checked(Settings(action.language, action.theme))
    elif isinstance(action, Point):
        _check_goal(action, controls)
    elif isinstance(action, Read | Explain):
        _check_words(action)
    elif isinstance(action, Press) and action.name != READ and not isinstance(controls.control(action.name), Trigger):
        raise ControlError(f"{action.name}: takes a value, is not pressed")


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
