"""A demo: a scene, the shape of its film, and what is done to it when. `demo_text` reads one from a TOML script.

Times are kept as whole fixed steps, so that a cue falls into the same step however many pictures are drawn in a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import TypeAlias

from descent_game.engine import script
from descent_game.engine.actions import Action, Capture, MoveControl, Pan, Point, Say, Set, Turn, Zoom
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.easing import EASINGS
from descent_game.engine.toml_values import shown, written, written_list

SIZES = ((64, 7680), (64, 4320))
"""The least and the greatest width and height of a picture."""
RATES = (10, 240)
"""The least and the greatest number of pictures a second."""
LONGEST = 3600.0
"""The greatest length of a film, in seconds."""


class DemoError(ValueError):
    """A script that cannot be read; the message names the file, the key, what was expected and what was found."""


@dataclass(frozen=True)
class Cue:
    """An action at a fixed step. A turn, zoom or pan may be spread `over` that many steps, along an easing.

    So may a setting: from one number to another, or from what it is by then to a number. Between two whole numbers it
    takes whole numbers.
    """

    step: int
    action: Action
    over: int = 0
    easing: str = "smooth"

    def parts(self) -> Iterator[tuple[int, Action]]:
        """Yields what is to be done at which step: the action itself, or its share for each step it lasts."""
        for step in range(self.step, self.step + max(self.over, 1)):
            yield step, self.part(step)

    def part(self, step: int) -> Action:
        """Returns what is to be done at a step that it lasts: the action itself, or its share."""
        if not self.over:
            return self.action
        ease, k = EASINGS[self.easing], step - self.step
        end = ease((k + 1) / self.over)
        share = end - ease(k / self.over)
        match self.action:
            case Turn(yaw, pitch):
                return Turn(yaw * share, pitch * share)
            case Zoom(factor, x, y):
                return Zoom(factor**share, x, y)
            case Pan(dx, dy):
                return Pan(dx * share, dy * share)
            case Set(name, (int() | float() as low, int() | float() as high)):
                value = min(max(low + (high - low) * end, min(low, high)), max(low, high))
                return Set(name, round(value) if isinstance(low + high, int) else value)
            case Set(name, int() | float() as to):
                return MoveControl(name, float(to), share / (1.0 - ease(k / self.over)))
        raise ValueError(f"expected a move or a setting from one number to another, found {self.action!r}")


Numbered: TypeAlias = tuple[int, Cue]
"""A cue with its place in the order in which all were written."""


@dataclass(frozen=True)
class Demo:
    """A script: size in pixels, `fps` pictures a second, `seconds` long; empty language and theme: any.

    Without `widgets` the controls are not to be seen: nobody is there to use them. What those named in `values` say is
    told in a small line then.
    """

    scene: str
    size: tuple[int, int] = (1920, 1080)
    fps: int = 60
    seconds: float = 20.0
    seed: int = 0
    language: str = ""
    theme: str = ""
    widgets: bool = True
    values: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()

    @property
    def steps(self) -> int:
        """How many fixed steps it lasts."""
        return round(self.seconds * STEPS_A_SECOND)

    @cached_property
    def _at_once(self) -> Mapping[int, Sequence[Numbered]]:
        """The cues that last no time, by their step, each with its number."""
        found: dict[int, list[Numbered]] = {}
        for number, cue in enumerate(self.cues):
            if not cue.over:
                found.setdefault(cue.step, []).append((number, cue))
        return found

    @cached_property
    def _lasting(self) -> Mapping[int, Sequence[Numbered]]:
        """The cues that last, by every second that they touch: an hour's move takes an hour's seconds of memory."""
        found: dict[int, list[Numbered]] = {}
        for number, cue in enumerate(self.cues):
            if cue.over:
                for second in range(cue.step // STEPS_A_SECOND, (cue.step + cue.over - 1) // STEPS_A_SECOND + 1):
                    found.setdefault(second, []).append((number, cue))
        return found

    def due(self, step: int) -> tuple[Action, ...]:
        """Returns what is to be done before fixed step `step` (the first is 0), in the order it was written."""
        lasting = self._lasting.get(step // STEPS_A_SECOND, ())
        now = [(number, cue) for number, cue in lasting if cue.step <= step < cue.step + cue.over]
        due = sorted([*self._at_once.get(step, ()), *now], key=itemgetter(0))
        return tuple(cue.part(step) for _, cue in due)

    def captions(self) -> Iterator[tuple[int, int, Say]]:
        """Yields each caption with the fixed steps at which it appears and ends: by itself, at the next one, or last.

        One that would last longer than the film, or for no time at all, is cut, or left out.
        """
        said = [(cue.step, cue.action) for cue in self.cues if isinstance(cue.action, Say)]
        said.sort(key=lambda pair: pair[0])
        for (step, say), (following, _) in zip(said, [*said[1:], (self.steps, Say())], strict=False):
            end = min(following, self.steps, step + say.steps if say.steps else self.steps)
            if say.texts and end > step:
                yield step, end, say

    def captures(self) -> dict[int, str]:
        """Returns the names of the pictures to keep apart, by the step after which each is taken."""
        return {cue.step: cue.action.name for cue in self.cues if isinstance(cue.action, Capture)}

    def without(self, *kinds: type[Action]) -> Demo:
        """Returns the same demo without any action of these kinds."""
        return replace(self, cues=tuple(cue for cue in self.cues if not isinstance(cue.action, kinds)))

    def text(self) -> str:
        """Returns the script as TOML; parsing it gives an equal demo, to the last bit of every number."""
        return self.head() + "".join("\n" + written_cue(cue) for cue in self.cues)

    def head(self) -> str:
        """Returns the script's keys without its cues."""
        width, height = self.size
        lines = [f"scene = {written(self.scene)}", f'size = "{width}x{height}"', f"fps = {self.fps}"]
        lines += [f"seconds = {written(self.seconds)}", f"seed = {self.seed}"]
        lines += [f"{k} = {written(v)}" for k, v in (("language", self.language), ("theme", self.theme)) if v]
        lines += [] if self.widgets else ["widgets = false"]
        lines += [f"values = {written_list(self.values)}"] if self.values else []
        return "\n".join(lines) + "\n"


def written_cue(cue: Cue) -> str:
    """Returns a cue as TOML."""
    lasts = cue.action.steps if isinstance(cue.action, Say | Point) else cue.over
    lines = ["[[cue]]", f"at = {time(cue.step)}"]
    lines += [f"over = {time(lasts)}"] if lasts else []
    lines += [f"easing = {written(cue.easing)}"] if cue.over else []
    return "\n".join([*lines, script.line(cue.action)]) + "\n"


def time(step: int) -> str:
    """Returns the time of a step in seconds, as a script writes it."""
    return f"{step / STEPS_A_SECOND:.6g}" if step < 10**5 else repr(step / STEPS_A_SECOND)


def size(value: object) -> tuple[int, int]:
    """Returns width and height of a text like 1920x1080, or raises ValueError; odd numbers are taken as they are."""
    (w_low, w_high), (h_low, h_high) = SIZES
    expected = f"size: expected WIDTHxHEIGHT from {w_low}x{h_low} to {w_high}x{h_high}"
    width, cross, height = str(value).lower().partition("x")
    plain = str(value).isascii() and width.isdecimal() and height.isdecimal()
    if not (cross and plain and len(width) < 6 and len(height) < 6):
        raise ValueError(f"{expected}, found {shown(value)}")
    pixels = int(width), int(height)
    if not (w_low <= pixels[0] <= w_high and h_low <= pixels[1] <= h_high):
        raise ValueError(f"{expected}, found {shown(value)}")
    return pixels
