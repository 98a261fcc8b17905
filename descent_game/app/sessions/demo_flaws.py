"""What a demo asks for that there is not: scenes, controls, values, places of a surface, sections of the reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.app.show.stage import make_scene, scene_names, section_scenes
from descent_game.app.storage import kept_states
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.app.terminal.errors import InputError
from descent_game.engine import actions
from descent_game.engine.actions import Action
from descent_game.engine.clock import STEP
from descent_game.engine.controls import Choice, ControlError, Controls, Range, Trigger
from descent_game.engine.timeline import Cue, Demo
from descent_game.ui.glossary import explained
from descent_game.ui.head_buttons import READ
from descent_game.ui.scene_protocol import PlayableScene, Surfaced

KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
"""What is the key of a text, and no caption by itself."""
NO_TIME = "changes at once, over no time; put it in a cue of its own"


def flaws(demo: Demo) -> Iterator[tuple[int | str, str]]:
    """Yields each scene, control, value, trigger, language or theme that there is not.

    With each comes where it is asked for: the number of the cue, from 0 on, or the key.
    """
    if demo.scene and demo.scene not in scene_names():
        yield "scene", f"scene: {_no_scene(demo.scene)}"
    for message in _settings(demo.language, demo.theme):
        named = message.replace("lang:", "language:")
        yield named.partition(":")[0], named
    checker = CueChecker(demo.scene)
    yield from (("values", f"values: {message}") for message in checker.flaws(Cue(0, actions.Values(demo.values))))
    carried = {(cue.action.x, cue.action.y) for cue in demo.cues if isinstance(cue.action, actions.Drop)}
    for number, cue in sorted(enumerate(demo.cues), key=lambda pair: pair[1].step):
        action = cue.action
        if isinstance(action, actions.Point) and action.surface and action.to in carried:
            continue  # what is dropped there tells it
        verb = "caption" if isinstance(action, actions.Say) else type(action).__name__.lower()
        for message in checker.flaws(cue):
            yield number, f"cue at {cue.step * STEP:g}: {verb}: {message}"


def _settings(language: str, theme: str) -> Iterator[str]:
    """Yields what is wrong with a language and with a theme, where they are named."""
    first = Settings(settings.first_language(), "dark")
    yield from _refused(settings.checked, replace(first, language=language or first.language))
    yield from _refused(settings.checked, replace(first, theme=theme or first.theme))


def _refused(check: Callable[..., object], *values: object) -> Iterator[str]:
    """Yields why something is refused, or nothing."""
    try:
        check(*values)
    except (ControlError, InputError) as error:
        yield str(error).lstrip("-")


def _no_scene(name: str) -> str:
    return f"expected one of {', '.join(scene_names())}, found {name!r}{did_you_mean(name, scene_names())}"


class CueChecker:
    """State: the scene that is shown while the cues of a demo are gone through, and all that were so far."""

    def __init__(self, scene: str) -> None:
        self._scene = scene
        self._shown: dict[str, PlayableScene] = {}
        self._handled: set[str] = set()
        self._moving: tuple[int, str] = 0, ""

    def flaws(self, cue: Cue) -> Iterator[str]:
        """Yields what there is not in the scene that is shown, each once."""
        action = cue.action
        if isinstance(action, actions.Goto):
            yield from self._go(cue, action.scene)
            return
        if isinstance(action, actions.Read):
            self._scene = section_scenes().get(action.section, self._scene)
        if self._scene not in scene_names():
            return
        if isinstance(action, actions.Click | actions.Drag | actions.Read):
            self._handled.add(self._scene)  # what it has come to by then is not known here
        if self._scene not in self._shown:
            self._shown[self._scene] = make_scene(self._scene)
        scene = self._shown[self._scene]
        if isinstance(action, actions.Restore):
            yield from _refused(kept_states.restore, scene, action.state, "a kept state")
            return
        found = [*_flaws(action, scene.controls)]
        if isinstance(action, actions.Set) and cue.over:
            found = [*_not_of(Range, NO_TIME, action.name, scene.controls), *found]
            self._moving = max(self._moving, (cue.step + cue.over, action.name))
        yield from dict.fromkeys(found)
        if isinstance(action, actions.Set) and not isinstance(action.value, tuple):
            _ = [*_refused(scene.controls.set, action.name, action.value)]  # the surface depends on it
        yield from self._misplaced(action, scene)

    def _go(self, cue: Cue, scene: str) -> Iterator[str]:
        """Takes that another scene is shown: no setting may be on its way in the one that is left."""
        left, self._scene = self._scene, scene
        if scene and scene not in scene_names():
            yield _no_scene(scene)
        elif scene != left and self._moving[0] > cue.step:
            end, name = self._moving
            yield f"expected after {name} has arrived, at {end * STEP:g}"

    def _misplaced(self, action: Action, scene: PlayableScene) -> Iterator[str]:
        """Yields what is wrong with a place of the surface."""
        if isinstance(action, actions.Drop):
            x, y, key = action.x, action.y, ""
        elif isinstance(action, actions.Point) and action.surface and isinstance(action.to, tuple):
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


def _not_of(kinds: Any, lack: str, name: str, controls: Controls) -> Iterator[str]:
    """Yields that there is no control of that name, or what one of another kind lacks."""
    if name not in controls.table:
        yield from _refused(controls.control, name)
    elif not isinstance(controls.table[name], kinds):
        yield f"{name}: {lack}"


def _flaws(action: Action, controls: Controls) -> Iterator[str]:
    """Yields what a scene with these controls has not that an action asks for."""
    match action:
        case actions.Set(name, value):
            for one in value if isinstance(value, tuple) else (value,):
                yield from _refused(controls.parse, name, one)
        case actions.MoveControl(name, to):
            yield from _not_of(Range, NO_TIME, name, controls)
            yield from _refused(controls.parse, name, to)
        case actions.Values(names):
            for name in names:
                yield from _not_of(Range | Choice, "has no value to tell", name, controls)
        case actions.Press(name) if name != READ:
            yield from _not_of(Trigger, "takes a value, is not pressed", name, controls)
        case actions.Point(str(to)) if to not in ("", "pause", "step", READ, *scene_names()):
            name, _, option = to.partition(".")
            options = getattr(controls.table.get(name), "options", ())
            if name not in controls.table:
                yield from _refused(controls.control, name)
            elif option and option not in options:
                yield f"{name}: expected one of {', '.join(options) or 'no options'}, found {option!r}"
        case actions.RecordedView():
            yield from _settings(action.language, action.theme)
        case actions.Say(texts):
            yield from _caption_flaws(texts)
        case actions.Read(section) if section and section not in section_scenes():
            sections = section_scenes()
            yield f"expected one of {', '.join(sections)}, found {section!r}{did_you_mean(section, sections)}"
        case actions.Explain(term) if term and not settings.speechless():
            if not explained(settings.messages(settings.FIRST_LANGUAGE), term):
                yield f"expected a term of the glossary, found {term!r}"


def _caption_flaws(texts: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Yields each language, and each key of a text, that there is not."""
    messages = settings.messages(settings.FIRST_LANGUAGE)
    for language, text in texts:
        if language and language not in settings.languages():
            yield f"expected languages of {', '.join(settings.languages())}, found {language!r}"
        if KEY.fullmatch(text) and not messages.has(text) and not settings.speechless():
            yield f"expected a sentence or the key of one, found {text!r}"
