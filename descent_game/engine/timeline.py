"""A demo: a scene, the shape of its film, and what is done to it when, as a TOML script and as data.

```toml
scene = "race"
size = "1920x1080"
fps = 60
seconds = 30
seed = 0

[[cue]]
at = 2.5
set = { landscape = "saddle", learning_rate = 0.05 }

[[cue]]
at = 4
over = 6            # the move takes six seconds
orbit = [40, -5]    # degrees to the right and up
```

A cue may ask for several things; they happen in the order they are written. Times are kept as whole fixed steps, so
that a cue falls into the same step however many pictures are drawn in a second.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from descent_game.engine import script
from descent_game.engine.actions import Action, Pan, Turn, Zoom
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.easing import EASINGS

SIZES = ((64, 7680), (64, 4320))
"""The least and the greatest width and height of a picture."""
RATES = (10, 240)
"""The least and the greatest number of pictures a second."""
LONGEST = 3600.0
"""The greatest length of a film, in seconds."""
KEYS = ("scene", "size", "fps", "seconds", "seed", "language", "theme", "cue")
TIMING = ("at", "over", "easing")


class DemoError(ValueError):
    """A script that cannot be read; the message names the file, the key, what was expected and what was found."""


@dataclass(frozen=True)
class Cue:
    """An action at a fixed step; a turn, zoom or pan may be spread `over` that many steps, along an easing."""

    step: int
    action: Action
    over: int = 0
    easing: str = "smooth"

    def parts(self) -> Iterator[tuple[int, Action]]:
        """Yields what is to be done at which step: the action itself, or its share for each step it lasts."""
        if not self.over:
            yield self.step, self.action
            return
        ease = EASINGS[self.easing]
        for k in range(self.over):
            share = ease((k + 1) / self.over) - ease(k / self.over)
            match self.action:
                case Turn(yaw, pitch):
                    yield self.step + k, Turn(yaw * share, pitch * share)
                case Zoom(factor, x, y):
                    yield self.step + k, Zoom(factor**share, x, y)
                case Pan(dx, dy):
                    yield self.step + k, Pan(dx * share, dy * share)


@dataclass(frozen=True)
class Demo:
    """A script: size in pixels, `fps` pictures a second, `seconds` long; empty language and theme: any."""

    scene: str
    size: tuple[int, int] = (1920, 1080)
    fps: int = 60
    seconds: float = 20.0
    seed: int = 0
    language: str = ""
    theme: str = ""
    cues: tuple[Cue, ...] = ()

    @property
    def steps(self) -> int:
        """How many fixed steps it lasts."""
        return round(self.seconds * STEPS_A_SECOND)

    @cached_property
    def _by_step(self) -> Mapping[int, tuple[Action, ...]]:
        found: dict[int, tuple[Action, ...]] = {}
        for cue in self.cues:
            for step, action in cue.parts():
                found[step] = (*found.get(step, ()), action)
        return found

    def due(self, step: int) -> tuple[Action, ...]:
        """Returns what is to be done before fixed step `step` (the first is 0), in the order it was written."""
        return self._by_step.get(step, ())

    def text(self) -> str:
        """Returns the script as TOML; parsing it gives an equal demo, to the last bit of every number."""
        width, height = self.size
        lines = [f"scene = {script.written(self.scene)}", f'size = "{width}x{height}"', f"fps = {self.fps}"]
        lines += [f"seconds = {script.written(self.seconds)}", f"seed = {self.seed}"]
        lines += [f"{k} = {script.written(v)}" for k, v in (("language", self.language), ("theme", self.theme)) if v]
        for cue in self.cues:
            lines += ["", "[[cue]]", f"at = {_time(cue.step)}"]
            if cue.over:
                lines += [f"over = {_time(cue.over)}", f"easing = {script.written(cue.easing)}"]
            lines.append(script.line(cue.action))
        return "\n".join(lines) + "\n"


def _time(step: int) -> str:
    return f"{step / STEPS_A_SECOND:.6g}" if step < 10**5 else repr(step / STEPS_A_SECOND)


def parse(text: str, file: str = "demo") -> Demo:
    """Returns the demo written in `text`, or raises DemoError with `file`, the key, what was expected and found."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DemoError(f"{file}: {error}") from None
    try:
        _known(table, KEYS)
        return Demo(
            scene=_scene(table.get("scene")),
            size=size(table.get("size", "1920x1080")),
            fps=_whole("fps", table.get("fps", 60), *RATES),
            seconds=(seconds := _number("seconds", table.get("seconds", 20.0), 1 / STEPS_A_SECOND, LONGEST)),
            seed=_whole("seed", table.get("seed", 0), 0, 2**63 - 1),
            language=_word("language", table.get("language", "")),
            theme=_word("theme", table.get("theme", "")),
            cues=tuple(_cues(table.get("cue", []), seconds)),
        )
    except ValueError as error:
        raise DemoError(f"{file}: {error}") from None


def size(value: object) -> tuple[int, int]:
    """Returns width and height of a text like 1920x1080, or raises ValueError; odd numbers are taken as they are."""
    (w_low, w_high), (h_low, h_high) = SIZES
    expected = f"size: expected WIDTHxHEIGHT from {w_low}x{h_low} to {w_high}x{h_high}"
    width, cross, height = str(value).lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and len(width) < 6 and len(height) < 6):
        raise ValueError(f"{expected}, found {value!r}")
    pixels = int(width), int(height)
    if not (w_low <= pixels[0] <= w_high and h_low <= pixels[1] <= h_high):
        raise ValueError(f"{expected}, found {value!r}")
    return pixels


def _known(table: Mapping[str, object], keys: tuple[str, ...]) -> None:
    for key in table:
        if key not in keys:
            close = get_close_matches(key, keys, 1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise ValueError(f"{key}: no such key{hint}; there are {', '.join(keys)}")


def _scene(value: object) -> str:
    if not isinstance(value, str) or not value:
        found = "nothing" if value is None else repr(value)
        raise ValueError(f"scene: expected the name of a scene, found {found}")
    return value


def _word(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key}: expected a name in quotes, found {value!r}")
    return value


def _number(key: str, value: object, low: float, high: float) -> float:
    number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else math.nan
    if not low <= number <= high:
        raise ValueError(f"{key}: expected a number from {low:g} to {high:g}, found {value!r}")
    return number


def _whole(key: str, value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{key}: expected a whole number from {low} to {high}, found {value!r}")
    return value


def _cues(rows: object, seconds: float) -> Iterator[Cue]:
    if not isinstance(rows, list):
        raise ValueError(f"cue: expected tables headed [[cue]], found {rows!r}")
    for number, row in enumerate(rows, 1):
        try:
            yield from _cue(row, seconds)
        except ValueError as error:
            raise ValueError(f"cue {number}: {error}") from None


def _cue(row: object, seconds: float) -> Iterator[Cue]:
    if not isinstance(row, dict):
        raise ValueError(f"expected a table headed [[cue]], found {row!r}")
    _known(row, (*TIMING, *script.VERBS))
    if "at" not in row:
        raise ValueError("at: expected a time in seconds, found nothing")
    step = round(_number("at", row["at"], 0.0, seconds) * STEPS_A_SECOND)
    over = round(_number("over", row.get("over", 0.0), 0.0, LONGEST) * STEPS_A_SECOND)
    easing = row.get("easing", "smooth")
    if easing not in EASINGS:
        raise ValueError(f"easing: expected one of {', '.join(EASINGS)}, found {easing!r}")
    verbs = [key for key in row if key not in TIMING]
    if not verbs:
        raise ValueError(f"expected something to do, one of {', '.join(script.VERBS)}, found none")
    for verb in verbs:
        for action in script.read(verb, row[verb]):
            if over and not (isinstance(action, (Turn, Zoom, Pan)) and not getattr(action, "fling", False)):
                raise ValueError(f"over: expected only with orbit, zoom or pan, found with {verb}")
            yield Cue(step, action, over, easing) if over else Cue(step, action)
