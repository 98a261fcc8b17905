"""What an exhibit begins with: what its file, the command line and an operator have decided, and what it refuses."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from descent_game.app import log
from descent_game.app.exhibit import exhibit_file, pin
from descent_game.app.exhibit.operator_page import controls as operator_controls
from descent_game.app.exhibit.settings import PIN, Exhibit
from descent_game.app.sessions.request import checked_values, named
from descent_game.app.storage import input_files
from descent_game.app.storage.mistakes import MISSING, Mistake, told
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Set
from descent_game.engine.controls import ControlError


def refuse(file: str, command: str, *, default_pin: bool) -> None:
    """Raises InputError for an exhibit file that does not exist, and for the PIN of the handbook unless it is wanted.

    Whoever starts an exhibit by hand is there, and can mend it now. Without a file, `command` is named instead. Other
    mistakes are passed over: an exhibit that can start does, and a file that cannot be read has no PIN that opens
    anything.
    """
    exhibit, mistakes = _opened(Path(file) if file else None, demos=False)
    if MISSING in mistakes:
        raise InputError(MISSING.told(file))
    if not default_pin and all(mistake.key for mistake in mistakes) and pin.opens(exhibit.pin, PIN):
        hint = "`descent exhibit pin` sets another, --default-pin keeps it"
        raise InputError(f"{file or command}: operator.pin: it is {pin.DEFAULT}: {hint}")


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
        for note in pin.notes(path, exhibit.pin):
            log.logger().warning("%s: %s", path, note)
            if not arguments.beat:
                print(input_files.one_line(f"{path}: {note}"), file=sys.stderr)
    if not arguments.default_pin and pin.opens(exhibit.pin, PIN):
        exhibit = replace(exhibit, pin="")  # nobody watches it, and everyone knows this one
    if arguments.safe:
        exhibit = replace(exhibit, quality="plain", sound=False, values={})
    exhibit = replace(
        exhibit,
        hours=None if arguments.open else exhibit.hours,
        languages=_first(arguments.lang or exhibit.languages[0], exhibit.languages),
        display=exhibit.display if arguments.display is None else arguments.display,
        theme=arguments.theme or exhibit.theme,
        seed=exhibit.seed if arguments.seed is None else arguments.seed,
    )
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


def _first(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Returns some names with one of them, or another, in front."""
    return (name, *(other for other in names if other != name))


def _asked_for(exhibit: Exhibit, arguments: argparse.Namespace) -> Exhibit:
    """Returns the exhibit beginning with the scene, and the values, that the command line asks for."""
    demo, values = named(arguments.what or exhibit.scenes[0])
    if demo.scene not in exhibit.scenes:
        known = ", ".join(exhibit.scenes)
        raise InputError(f"{demo.scene}: expected a scene of the exhibit, one of {known}")
    set_now: dict[str, Any] = dict(exhibit.values.get(demo.scene, {}))
    for action in checked_values(demo.scene, [*values, *arguments.values]):
        if not isinstance(action, Set):
            raise InputError("drop: an exhibit begins with values only, found a place")
        set_now[action.name] = action.value
    scenes = _first(demo.scene, exhibit.scenes)
    return replace(exhibit, scenes=scenes, values={**exhibit.values, demo.scene: set_now})


def chosen(exhibit: Exhibit, choices: Mapping[str, object]) -> Exhibit:
    """Returns the exhibit with what an operator has chosen on the spot; what it no longer takes is left out."""
    table = operator_controls(exhibit)
    for name, value in choices.items():
        try:
            table.set(name, value)
        except ControlError:
            continue
    return replace(
        exhibit,
        languages=_first(table.word("language"), exhibit.languages),
        volume=table.number("volume") / 100.0 if "volume" in choices else exhibit.volume,
        idle=table.number("idle") if "idle" in choices else exhibit.idle,
        countdown=table.number("countdown") if "countdown" in choices else exhibit.countdown,
    )
