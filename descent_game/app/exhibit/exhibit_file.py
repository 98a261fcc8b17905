"""The exhibit file: what a museum writes about its station, in TOML.

Every mistake in a file is found at once. A value that is wrong is told and left as the program has it by itself, so
that an exhibit always starts: what is on the wall is never a black screen.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path
from types import MappingProxyType

from descent_game.app import settings
from descent_game.app.exhibit import pin
from descent_game.app.exhibit.attract import visited
from descent_game.app.exhibit.exhibit_table import ExhibitTable, shown
from descent_game.app.exhibit.settings import DAYS, LEAST_IDLE, LONGEST_TURN, QUALITIES, Exhibit, Hours
from descent_game.app.sessions import demo_files
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.storage import input_files
from descent_game.app.storage.mistakes import Mistake, in_order, opened
from descent_game.app.terminal.errors import InputError
from descent_game.engine import toml_repair, toml_values
from descent_game.engine.controls import ControlError, Range, Value
from descent_game.engine.timeline import Demo
from descent_game.engine.toml_lines import key_lines
from descent_game.ui.theme import THEMES

INCH = 25.4
DIAGONALS = (150.0, 10_000.0)
"""The least and the greatest diagonal of a screen, in millimetres."""
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
KEYS, TABLES = "scenes|languages", "screen|idle|attract|hours|sound|operator|hide|defaults"
SIGNS = re.compile(rf"^[ \t]*+(({KEYS})\s*=|\[\s*({TABLES})\b)", re.MULTILINE)
"""What only an exhibit file has, of all files that can be checked."""
SCENE = "a scene of the exhibit"
EXTRA = ("pause", "step", "read", "settings")
"""Buttons of scenes that are no controls, and can be hidden too."""


def is_exhibit(path: Path) -> bool:
    """Returns whether a file is meant as an exhibit file, by its name or by what only such a file has; right or not."""
    if path.name.startswith("exhibit"):
        return True
    return SIGNS.search(input_files.looks_like(path)) is not None


def shipped() -> Exhibit:
    """Returns the exhibit that the program is by itself: every scene, in its first language."""
    return Exhibit(scenes=scene_names(), languages=settings.languages())


def read(path: Path, *, demos: bool = True) -> tuple[Exhibit, list[Mistake]]:
    """Returns the exhibit in a file and the mistakes in it, in the order of its lines.

    Without `demos` no other file is opened, whatever it names.
    """
    text, mistakes = opened(path)
    return (shipped(), mistakes) if mistakes else parse(text, path.parent if demos else None)


def parse(text: str, folder: Path | None) -> tuple[Exhibit, list[Mistake]]:
    """Returns the exhibit written in `text` and the mistakes in it; its demos may lie in `folder` (None: read none)."""
    try:
        table = toml_values.table(text)
    except toml_values.TornError as error:
        line, message = toml_repair.placed(str(error), text)
        return shipped(), [Mistake(line, "", message)]
    except ValueError as error:
        return shipped(), [Mistake(0, "", str(error))]
    mistakes: list[Mistake] = []
    top = ExhibitTable(table, (), key_lines(text), mistakes)
    exhibit = _read(top, shipped(), folder)
    top.done()
    return exhibit, in_order(mistakes)


def _read(top: ExhibitTable, exhibit: Exhibit, folder: Path | None) -> Exhibit:
    """Returns an exhibit with what the tables say; a demo of theirs lies beside the file, in `folder`."""
    screen, idle, attract = top.section("screen"), top.section("idle"), top.section("attract")
    hours, sound = top.section("hours"), top.section("sound")
    scenes = top.several("scenes", exhibit.scenes, scene_names())
    return replace(
        exhibit,
        scenes=scenes,
        languages=top.several("languages", exhibit.languages, settings.languages()),
        theme=top.one_of("theme", exhibit.theme, THEMES),
        text_scale=top.number("text_scale", exhibit.text_scale, 0.8, 1.6),
        reduced_motion=top.flag("reduced_motion", exhibit.reduced_motion),
        seed=top.whole("seed", exhibit.seed, 0, 2**63 - 1),
        display=screen.whole("display", exhibit.display, 0, 15),
        diagonal=_diagonal(screen),
        quality=screen.one_of("quality", exhibit.quality, QUALITIES),
        idle=idle.number("seconds", exhibit.idle, LEAST_IDLE, 3600.0),
        countdown=idle.number("countdown", exhibit.countdown, 5.0, 60.0),
        demos=_demos(attract, scenes, folder),
        turn=attract.number("seconds", exhibit.turn, 10.0, LONGEST_TURN),
        sound=sound.flag("on", exhibit.sound),
        volume=sound.number("volume", exhibit.volume, 0.0, 1.0),
        hours=_hours(hours),
        dim=hours.number("dim", exhibit.dim, 0.0, 1.0),
        pin=_pin(top.section("operator"), exhibit.pin),
        values=_values(top.section("defaults"), scenes),
        hidden=_hidden(top.section("hide"), scenes),
    )


def _diagonal(screen: ExhibitTable) -> float:
    low, high = DIAGONALS
    millimetres = screen.number("diagonal_mm", 0.0, low, high)
    inches = screen.number("diagonal_inches", 0.0, math.ceil(low / INCH), math.floor(high / INCH))
    if "diagonal_mm" in screen and "diagonal_inches" in screen:
        screen.wrong("diagonal_inches", "expected diagonal_mm or diagonal_inches, found both")
    return millimetres or inches * INCH


def _demos(attract: ExhibitTable, scenes: Collection[str], folder: Path | None) -> tuple[Demo, ...]:
    """Returns the demos that are listed, each read once; what an exhibit of these scenes cannot play is a mistake.

    They lie beside the exhibit file or, where there is none of that name, come with the program.
    """
    names = attract.words("demos")
    if folder is None:
        return ()
    read: dict[str, Demo] = {}
    for name in dict.fromkeys(names):
        path = folder / input_files.path(name)
        shipped = name in demo_files.demo_names() and not os.path.exists(path)
        try:
            demo = demo_files.read_demo(name, demo_files.shipped) if shipped else demo_files.read_demo(str(path))
        except InputError as error:
            attract.wrong("demos", str(error).removeprefix(f"{folder}/"))
            continue
        absent = [scene for scene in visited(demo) if scene not in scenes]
        if absent:
            attract.wrong("demos", f"expected demos of this exhibit's scenes, found {absent[0]} in {name}")
        else:
            read[name] = demo
    return tuple(read[name] for name in names if name in read)


def _pin(operator: ExhibitTable, otherwise: str) -> str:
    """Returns the PIN as it is kept; none at all where it is wrong, so that no mistake opens the operator's page."""
    kept = operator.text("pin", "four to eight digits")
    if kept is not None and not pin.is_pin(kept):
        expected = "expected four to eight digits, or what `descent exhibit pin` gives"
        operator.wrong("pin", f"{expected}, found {shown(kept)}")
        return ""
    return kept or "" if "pin" in operator else otherwise


def _hours(hours: ExhibitTable) -> Hours | None:
    opens, closes = _clock(hours, "open"), _clock(hours, "close")
    if "open" not in hours and "close" not in hours:
        if hours.words("closed"):
            hours.wrong("closed", "expected open and close beside it, found neither")
        return None
    closed = hours.several("closed", (), DAYS, least=0)
    if ("open" in hours) != ("close" in hours):
        there, missing = ("open", "close") if "open" in hours else ("close", "open")
        hours.wrong(there, f"expected {missing} beside it, found only this")
    elif opens is not None and opens == closes:
        hours.wrong("close", "expected another time than open, found the same")
    elif opens is not None and closes is not None:
        return Hours(opens, closes, frozenset(DAYS.index(day) for day in closed))
    return None


def _clock(hours: ExhibitTable, key: str) -> time | None:
    text = hours.text(key, 'a time like "09:30"')
    if text is None:
        return None
    found = CLOCK.fullmatch(text)
    if found is None:
        hours.wrong(key, f'expected a time from "00:00" to "23:59", found {shown(text)}')
        return None
    return time(int(found[1]), int(found[2]))


def _values(defaults: ExhibitTable, scenes: Collection[str]) -> Mapping[str, Mapping[str, Value]]:
    """Returns what the controls of each scene begin with."""
    found: dict[str, Mapping[str, Value]] = {}
    for scene in defaults.named(scenes, SCENE):
        controls, values = make_scene(scene).controls, dict[str, Value]()
        section = defaults.section(scene, "a table of name = value")
        for key, value in section.items():
            if isinstance(value, str) and isinstance(controls.table.get(key), Range):
                section.wrong(key, f"expected a number, without quotes, found {shown(value)}")
                continue
            try:
                values[key] = controls.parse(key, value)
            except ControlError as error:
                section.wrong(key, str(error).removeprefix(f"{key}: "))
        found[scene] = MappingProxyType(values)
    return MappingProxyType(found)


def _hidden(hide: ExhibitTable, scenes: Collection[str]) -> frozenset[str]:
    """Returns the controls that visitors shall not have, each as `scene.control`."""
    hidden: set[str] = set()
    for scene in hide.named(scenes, SCENE):
        names = (*make_scene(scene).controls.table, *EXTRA)
        hidden.update(f"{scene}.{name}" for name in hide.several(scene, (), names, least=0))
    return frozenset(hidden)
