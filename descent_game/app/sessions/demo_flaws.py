"""What a demo asks for that there is not: scenes, controls, values, places of a surface, sections of the reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.app.show.stage import make_scene, scene_names, section_scenes
from descent_game.app.storage import kept_states
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import (
    Action,
    Click,
    Drag,
    Drop,
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
from descent_game.engine.timeline import Cue, Demo
from descent_game.ui.glossary import explained
from descent_game.ui.head_buttons import READ
from descent_game.ui.scene_protocol import PlayableScene, Surfaced

KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
"""What is the key of a text, and no caption by itself."""
VERBS: Mapping[type[Action], str] = MappingProxyType({Say: "caption"})
"""The verbs of actions that are called otherwise."""


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
    for message in _settings(demo.language, demo.theme):
        named = message.replace("lang:", "language:")
        yield named.partition(":")[0], named
    table = Tables(demo.scene)
    yield from (("values", f"values: {message}") for message in table.flaws(Cue(0, Values(demo.values))))
    carried = {(cue.action.x, cue.action.y) for cue in demo.cues if isinstance(cue.action, Drop)}
    for number, cue in sorted(enumerate(demo.cues), key=lambda pair: pair[1].step):
        if isinstance(cue.action, Point) and cue.action.surface and cue.action.to in carried:
            continue  # what is dropped there tells it
        verb = VERBS.get(type(cue.action), type(cue.action).__name__.lower())
        for message in table.flaws(cue):
            yield number, f"cue at {cue.step * STEP:g}: {verb}: {message}"


def _settings(language: str, theme: str) -> Iterator[str]:
    """Yields what is wrong with a language and with a theme, where they are named."""
    first = Settings(settings.first_language(), "dark")
    yield from _refused(lambda: settings.checked(replace(first, language=language or first.language)))
    yield from _refused(lambda: settings.checked(replace(first, theme=theme or first.theme)))


def _refused(check: Callable[[], object]) -> Iterator[str]:
    """Yields why something is refused, or nothing."""
    try:
        check()
    except (ControlError, InputError) as error:
        yield str(error).lstrip("-")


def _no_scene(name: str) -> str:
    return f"expected one of {', '.join(scene_names())}, found {name!r}{did_you_mean(name, scene_names())}"


class Tables:
    """State: the scene that is shown while the cues of a demo are gone through, and all that were so far."""

    def __init__(self, scene: str) -> None:
        self._scene = scene
        self._shown: dict[str, PlayableScene] = {}
        self._handled: set[str] = set()
        self._moving: tuple[int, str] = 0, ""

    def flaws(self, cue: Cue) -> Iterator[str]:
        """Yields what there is not in the scene that is shown, each once."""
        action = cue.action
        if isinstance(action, Goto):
            yield from _refused(lambda: self._go(cue, action.scene))
        if isinstance(action, Read):
            self._scene = section_scenes().get(action.section, self._scene)
        if isinstance(action, Goto) or self._scene not in scene_names():
            return
        if isinstance(action, Click | Drag | Read):
            self._handled.add(self._scene)  # what it has come to by then is not known here
        if self._scene not in self._shown:
            self._shown[self._scene] = make_scene(self._scene)
        scene = self._shown[self._scene]
        if isinstance(action, Restore):
            yield from _refused(lambda: kept_states.restore(scene, action.state, "a kept state"))
            return
        yield from dict.fromkeys([*self._moved(cue, scene.controls), *_flaws(action, scene.controls)])
        if isinstance(action, Set) and not isinstance(action.value, tuple):
            _ = [*_refused(lambda: scene.controls.set(action.name, action.value))]  # the surface depends on it
        yield from self._misplaced(action, scene)

    def _moved(self, cue: Cue, controls: Controls) -> Iterator[str]:
        """Takes that a setting is on its way, and yields why it cannot be."""
        if isinstance(cue.action, Set) and cue.over:
            name = cue.action.name
            yield from _refused(lambda: _check_number(name, controls))
            self._moving = max(self._moving, (cue.step + cue.over, name))

    def _misplaced(self, action: Action, scene: PlayableScene) -> Iterator[str]:
        """Yields what is wrong with a place of the surface."""
        if isinstance(action, Drop):
            x, y, key = action.x, action.y, ""
        elif isinstance(action, Point) and action.surface and isinstance(action.to, tuple):
            (x, y), key = action.to, "drop: "
        else:
            return
        if not isinstance(scene, Surfaced):
            there = [name for name in scene_names() if isinstance(make_scene(name), Surfaced)]
            yield f"{key}expected a scene with a surface, one of {', '.join(there)}, found {scene.name}"
            return
        x0, x1, y0, y1 = scene.extent
        if not (x0 <= x <= x1 and y0 <= y <= y1) and scene.name not in self._handled:
            yield f"{key}expected x from {x0:g} to {x1:g} and y from {y0:g} to {y1:g}, found [{x:g}, {y:g}]"

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


def _flaws(action: Action, controls: Controls) -> Iterator[str]:
    """Yields what a scene with these controls has not that an action asks for."""
    if isinstance(action, Set):
        for value in action.value if isinstance(action.value, tuple) else (action.value,):
            yield from _refused(partial(controls.parse, action.name, value))
    elif isinstance(action, MoveControl):
        yield from _refused(lambda: _check_number(action.name, controls))
        yield from _refused(lambda: controls.parse(action.name, action.to))
    elif isinstance(action, Values):
        for name in action.names:
            yield from _refused(partial(_check_told, name, controls))
    elif isinstance(action, Say):
        yield from _caption_flaws(action)
    elif isinstance(action, RecordedView):
        yield from _settings(action.language, action.theme)
    elif isinstance(action, Point):
        yield from _refused(lambda: _check_goal(action, controls))
    elif isinstance(action, Read | Explain):
        yield from _refused(lambda: _check_words(action))
    elif isinstance(action, Press) and action.name != READ:
        yield from _refused(lambda: _check_pressed(action.name, controls))


def _check_told(name: str, controls: Controls) -> None:
    if not isinstance(controls.control(name), Range | Choice):
        raise ControlError(f"{name}: has no value to tell")


def _check_pressed(name: str, controls: Controls) -> None:
    if not isinstance(controls.control(name), Trigger):
        raise ControlError(f"{name}: takes a value, is not pressed")


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


def _caption_flaws(action: Say) -> Iterator[str]:
    """Yields each language, and each key of a text, that there is not."""
    messages = settings.messages(settings.FIRST_LANGUAGE)
    for language, text in action.texts:
        if language and language not in settings.languages():
            yield f"expected languages of {', '.join(settings.languages())}, found {language!r}"
        if KEY.fullmatch(text) and not messages.has(text) and not settings.speechless():
            yield f"expected a sentence or the key of one, found {text!r}"


def _check_goal(action: Point, controls: Controls) -> None:
    """Raises ControlError for a control, an option, a button or a scene that there is not."""
    if not isinstance(action.to, str) or action.to in ("", "pause", "step", READ, *scene_names()):
        return
    name, _, option = action.to.partition(".")
    control = controls.control(name)
    if option and not (isinstance(control, Choice) and option in control.options):
        options = control.options if isinstance(control, Choice) else ()
        raise ControlError(f"{name}: expected one of {', '.join(options) or 'no options'}, found {option!r}")
