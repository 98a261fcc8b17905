"""What an exhibit begins with: its playlist, what an operator has chosen, and what was shown before a crash."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from descent_game.app import log, settings
from descent_game.app.exhibit import exhibit_file, pin, resume
from descent_game.app.exhibit.attract import Playlist
from descent_game.app.exhibit.attract_demos import shipped_demos
from descent_game.app.exhibit.operator_page import controls as operator_controls
from descent_game.app.exhibit.settings import PIN, Exhibit
from descent_game.app.exhibit.status import Beat
from descent_game.app.sessions.request import checked_values, named
from descent_game.app.show.stage import Stage, make_scene, section_scenes
from descent_game.app.storage import input_files
from descent_game.app.storage.mistakes import Mistake, told
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Action, Goto, Press, Read, Set
from descent_game.engine.controls import Choice, ControlError
from descent_game.ui.drawer import Drawer
from descent_game.ui.head_buttons import READ


def exhibit_asked_for(arguments: argparse.Namespace, path: Path | None) -> tuple[Exhibit, int]:
    """Returns the exhibit, changed by what the command line says, and how many mistakes its file has.

    A mistake is told and passed over: an exhibit that can start does. Raises InputError for the command line alone.
    """
    exhibit, mistakes = _opened(path, demos=not arguments.safe)
    for line in told(mistakes, str(path)):
        log.logger().warning("%s; the value that comes with the program is used", line)
        if not arguments.waited:  # for a display; it was told at the first start
            print(line, file=sys.stderr)
    if path is not None and all(mistake.key for mistake in mistakes):
        _tell_notes(path, exhibit, arguments.beat)
    if not arguments.default_pin and pin.opens(exhibit.pin, PIN):
        exhibit = replace(exhibit, pin="")  # nobody watches it, and everyone knows this one
    if arguments.open:
        exhibit = replace(exhibit, hours=None)
    if arguments.lang:
        others = tuple(language for language in exhibit.languages if language != arguments.lang)
        exhibit = replace(exhibit, languages=(arguments.lang, *others))
    if arguments.display is not None:
        exhibit = replace(exhibit, display=arguments.display)
    exhibit = replace(exhibit, theme=arguments.theme or exhibit.theme)
    exhibit = replace(exhibit, seed=exhibit.seed if arguments.seed is None else arguments.seed)
    if arguments.safe:
        exhibit = replace(exhibit, quality="plain", sound=False, values={})
    return _asked_for(exhibit, arguments), len(mistakes)


def _opened(path: Path | None, *, demos: bool) -> tuple[Exhibit, list[Mistake]]:
    """Returns the exhibit in a file and its mistakes; a fault of ours in reading it leaves it as shipped."""
    if path is None:
        return exhibit_file.shipped(), []
    try:
        return exhibit_file.read(path, demos=demos)
    except Exception as error:  # of any kind: what is in a file shall not leave the wall black
        log.fault(error)
        return exhibit_file.shipped(), [Mistake(0, "", f"could not be read ({type(error).__name__}: {error})")]


def _tell_notes(path: Path, exhibit: Exhibit, supervised: bool) -> None:
    """Tells what is not well about how the PIN is kept: the log, and whoever watches."""
    for note in pin.notes(path, exhibit.pin):
        log.logger().warning("%s: %s", path, note)
        if not supervised:
            print(input_files.one_line(f"{path}: {note}"), file=sys.stderr)


def _asked_for(exhibit: Exhibit, arguments: argparse.Namespace) -> Exhibit:
    """Returns the exhibit beginning with the scene, and the values, that the command line asks for."""
    first = exhibit.scenes[0]
    demo, values = named(arguments.what or first)
    if demo.scene not in exhibit.scenes:
        known = ", ".join(exhibit.scenes)
        raise InputError(f"{demo.scene}: expected a scene of the exhibit, one of {known}")
    others = tuple(scene for scene in exhibit.scenes if scene != demo.scene)
    set_now = {}
    for action in checked_values(demo.scene, [*values, *arguments.values]):
        if not isinstance(action, Set):
            raise InputError("drop: an exhibit begins with values only, found a place")
        set_now[action.name] = action.value
    all_values: dict[str, Mapping[str, Any]] = dict(exhibit.values)
    all_values[demo.scene] = {**all_values.get(demo.scene, {}), **set_now}
    order = exhibit.scenes if demo.scene == first else (demo.scene, *others)
    return replace(exhibit, scenes=order, values=all_values)


def playlist(exhibit: Exhibit) -> Playlist:
    """Returns what the exhibit plays by itself."""
    choices = {}
    for scene in exhibit.scenes:
        table = [c for c in make_scene(scene).controls if isinstance(c, Choice)]
        seen = [c for c in table if f"{scene}.{c.name}" not in exhibit.hidden]
        choices[scene] = [Set(c.name, option) for c in seen for option in c.options if option != c.default]
    return Playlist(exhibit.demos or shipped_demos(exhibit), choices, exhibit.turn, exhibit.reduced_motion)


def set_going(stage: Stage, actions: Iterable[Action]) -> None:
    """Lets a stage begin with these actions, with nothing on its way any more."""
    rest = []
    for action in actions:
        if isinstance(action, Goto):
            stage.act(action)
        elif not isinstance(action, Set) or action.name in stage.scene.controls.table:
            rest.append(action)
    stage.begin(rest)


def chosen(exhibit: Exhibit, choices: Mapping[str, object]) -> Exhibit:
    """Returns the exhibit with what an operator has chosen on the spot; what it no longer takes is left out."""
    table = operator_controls(exhibit)
    for name, value in choices.items():
        try:
            table.set(name, value)
        except ControlError:
            continue
    first = table.word("language")
    return replace(
        exhibit,
        languages=(first, *(language for language in exhibit.languages if language != first)),
        volume=table.number("volume") / 100.0 if "volume" in choices else exhibit.volume,
        idle=table.number("idle") if "idle" in choices else exhibit.idle,
        countdown=table.number("countdown") if "countdown" in choices else exhibit.countdown,
    )


def beat(stage: Stage, visit: bool, turn: int) -> Beat:
    """Returns what is shown, whole: every value, also where it is the default; `turn` is that of the loop."""
    setup = stage.setup
    return Beat(
        stage.words(every=True),
        setup.language,
        setup.theme,
        float(setup.text_scale),
        setup.reduced_motion,
        setup.sound,
        float(setup.volume),
        _read(stage.reader.drawer),
        turn,
        visit,
    )


def _read(drawer: Drawer) -> str:
    """Returns the section that is read in the drawer, by its name; nothing where it is closed."""
    tops = sorted((top, name) for name, top in drawer.sheet.tops.items())
    passed = [name for top, name in tops if top <= drawer.scroll + 1.0] or [name for _, name in tops[:1]]
    return passed[-1] if drawer.open and passed else ""


def resumed(exhibit: Exhibit, size: tuple[int, int], beat: Beat) -> Stage | None:
    """Returns a stage that shows what a beat says was shown to a visitor; None where that cannot be, or was nobody."""
    wanted = replace(
        exhibit.settings,
        language=beat.language,
        theme=beat.theme,
        text_scale=beat.text_scale,
        reduced_motion=beat.reduced_motion,
        sound=beat.sound,
        volume=beat.volume,
    )
    try:
        settings.checked(wanted)
        demo, values = named(beat.what)
        actions = list(checked_values(demo.scene, values))
    except InputError:
        return None
    if not beat.visit or demo.scene not in exhibit.scenes or beat.language not in exhibit.languages:
        return None
    stage = Stage(exhibit.scenes[0], *size, wanted, demo.seed, exhibit.rules)
    stage.act(Goto(demo.scene))
    stage.begin(actions)
    resume.go_on(stage, beat.what)
    sections = [section for section, scene in section_scenes().items() if scene == demo.scene]
    if beat.reading in sections:
        stage.act(Read(beat.reading) if beat.reading != sections[0] else Press(READ))
    return stage
