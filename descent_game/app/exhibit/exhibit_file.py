"""The exhibit file: what a museum writes about its station, in TOML.

```toml
scenes = ["race", "trainer"]
languages = ["en", "de"]     # the first one is what a visit begins with

[screen]
diagonal_inches = 43

[idle]
seconds = 90
```

Every mistake in a file is found at once. A value that is wrong is told and left as the program has it by itself, so
that an exhibit always starts: what is on the wall is never a black screen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path
from types import MappingProxyType

from descent_game.app import settings
from descent_game.app.exhibit import pin
from descent_game.app.exhibit.attract_demos import listed
from descent_game.app.exhibit.exhibit_keys import ExhibitTable, MistakeReport, shown
from descent_game.app.exhibit.settings import DAYS, LEAST_IDLE, LONGEST_TURN, QUALITIES, Exhibit, Hours
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.storage import input_files
from descent_game.app.storage.mistakes import Mistake, in_order, opened
from descent_game.engine import toml_repair, toml_values
from descent_game.engine.controls import ControlError, Controls, Range, Value
from descent_game.engine.toml_lines import key_lines
from descent_game.ui.theme import THEMES

INCH = 25.4
ABSENT = "absent"
"""Stands in for a text that is not there or is none; known by what it is, not by what it says."""
DIAGONALS = (150.0, 10_000.0)
"""The least and the greatest diagonal of a screen, in millimetres."""
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
KEYS, TABLES = "scenes|languages", "screen|idle|attract|hours|sound|operator|hide|defaults"
SIGNS = re.compile(rf"^[ \t]*+(({KEYS})\s*=|\[\s*({TABLES})\b)", re.MULTILINE)
"""What only an exhibit file has, of all files that can be checked."""
EXTRA = ("pause", "step", "read", "settings")
"""Buttons of scenes that are no controls, and can be hidden too."""


def is_exhibit(path: Path) -> bool:
    """Returns whether a file is meant as an exhibit file, by its name or by what only such a file has; right or not."""
    if path.name.startswith("exhibit"):
        return True
    return SIGNS.search(input_files.looks_like(path, input_files.TABLE)) is not None


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
    report = MistakeReport(key_lines(text))
    top = ExhibitTable(table, (), report)
    exhibit = _appearance(top, shipped())
    exhibit = _places(top, exhibit)
    exhibit = _times(top, exhibit)
    exhibit = replace(exhibit, values=_defaults(top, exhibit), hidden=_hidden(top, exhibit))
    attract = top.section("attract")
    turn = attract.number("seconds", exhibit.turn, 10.0, LONGEST_TURN)
    exhibit = replace(exhibit, demos=listed(attract, exhibit.scenes, folder), turn=turn)
    attract.done()
    top.done()
    return exhibit, in_order(report.mistakes)


def _appearance(top: ExhibitTable, exhibit: Exhibit) -> Exhibit:
    sound = top.section("sound")
    made = replace(
        exhibit,
        scenes=top.several("scenes", exhibit.scenes, scene_names()),
        languages=top.several("languages", exhibit.languages, settings.languages()),
        theme=top.one_of("theme", exhibit.theme, tuple(THEMES)),
        text_scale=top.number("text_scale", exhibit.text_scale, 0.8, 1.6),
        reduced_motion=top.flag("reduced_motion", exhibit.reduced_motion),
        seed=top.whole("seed", exhibit.seed, 0, 2**63 - 1),
        sound=sound.flag("on", exhibit.sound),
        volume=sound.number("volume", exhibit.volume, 0.0, 1.0),
    )
    sound.done()
    return made


def _places(top: ExhibitTable, exhibit: Exhibit) -> Exhibit:
    screen, operator = top.section("screen"), top.section("operator")
    low, high = DIAGONALS
    millimetres = screen.number("diagonal_mm", 0.0, low, high)
    inches = screen.number("diagonal_inches", 0.0, math.ceil(low / INCH), math.floor(high / INCH))
    if "diagonal_mm" in screen and "diagonal_inches" in screen:
        screen.wrong("diagonal_inches", "expected diagonal_mm or diagonal_inches, found both")
    made = replace(
        exhibit,
        display=screen.whole("display", exhibit.display, 0, 15),
        diagonal=millimetres or inches * INCH,
        quality=screen.one_of("quality", exhibit.quality, tuple(QUALITIES)),
        pin=_pin(operator, exhibit.pin),
    )
    screen.done()
    operator.done()
    return made


def _pin(operator: ExhibitTable, otherwise: str) -> str:
    """Returns the PIN as it is kept; none at all where it is wrong, so that no mistake opens the operator's page."""
    if "pin" not in operator:
        return operator.text("pin", otherwise, "")
    kept = operator.text("pin", ABSENT, "four to eight digits")
    if kept is ABSENT or pin.well(kept):
        return "" if kept is ABSENT else kept
    operator.wrong("pin", f"expected four to eight digits, or what `descent exhibit pin` gives, found {shown(kept)}")
    return ""


def _times(top: ExhibitTable, exhibit: Exhibit) -> Exhibit:
    idle, hours = top.section("idle"), top.section("hours")
    opens, closes = _clock(hours, "open"), _clock(hours, "close")
    timed = "open" in hours or "close" in hours
    hours.knows("closed")
    closed = hours.several("closed", (), DAYS, least=0) if timed else ()
    made = replace(
        exhibit,
        idle=idle.number("seconds", exhibit.idle, LEAST_IDLE, 3600.0),
        countdown=idle.number("countdown", exhibit.countdown, 5.0, 60.0),
        dim=hours.number("dim", exhibit.dim, 0.0, 1.0),
    )
    if ("open" in hours) != ("close" in hours):
        there, missing = ("open", "close") if "open" in hours else ("close", "open")
        hours.wrong(there, f"expected {missing} beside it, found only this")
    elif opens is not None and opens == closes:
        hours.wrong("close", "expected another time than open, found the same")
    elif opens is not None and closes is not None:
        made = replace(made, hours=Hours(opens, closes, frozenset(DAYS.index(day) for day in closed)))
    elif "closed" in hours and not timed:
        hours.wrong("closed", "expected open and close beside it, found neither")
    idle.done()
    hours.done()
    return made


def _clock(section: ExhibitTable, key: str) -> time | None:
    text = section.text(key, ABSENT, 'a time like "09:30"')
    if text is ABSENT:
        return None
    found = CLOCK.fullmatch(text)
    if found is None:
        section.wrong(key, f'expected a time from "00:00" to "23:59", found {shown(text)}')
    return time(int(found[1]), int(found[2])) if found else None


def _controls(exhibit: Exhibit) -> Mapping[str, Controls]:
    return {name: make_scene(name).controls for name in exhibit.scenes}


def _defaults(top: ExhibitTable, exhibit: Exhibit) -> Mapping[str, Mapping[str, Value]]:
    defaults = top.section("defaults")
    found: dict[str, Mapping[str, Value]] = {}
    controls = _controls(exhibit) if "defaults" in top else {}
    for scene, section in defaults.sections(exhibit.scenes, "a scene of the exhibit"):
        values: dict[str, Value] = {}
        for key, value in section.items():
            if isinstance(value, str) and isinstance(controls[scene].table.get(key), Range):
                section.wrong(key, f"expected a number, without quotes, found {shown(value)}")
                continue
            try:
                values[key] = controls[scene].parse(key, value)
            except ControlError as error:
                section.wrong(key, str(error).removeprefix(f"{key}: "))
        found[scene] = MappingProxyType(values)
    return MappingProxyType(found)


def _hidden(top: ExhibitTable, exhibit: Exhibit) -> frozenset[str]:
    hide = top.section("hide")
    controls = _controls(exhibit) if "hide" in top else {}
    hidden: set[str] = set()
    for scene, _ in hide.items():
        if scene not in exhibit.scenes:
            hide.wrong(scene, f"expected a scene of the exhibit, one of {', '.join(exhibit.scenes)}")
            continue
        names = hide.several(scene, (), (*controls[scene].table, *EXTRA), least=0)
        hidden.update(f"{scene}.{name}" for name in names)
    return frozenset(hidden)
