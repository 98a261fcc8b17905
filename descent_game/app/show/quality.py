"""The quality that a machine can hold: it falls where pictures run late, and rises again where there is room.

Only the scene is drawn plainer or smaller, never the interface: every word and number stays at the window's own
resolution. Each level leaves out what costs time on the driver at hand, ornaments first. In software that is all there
is: a smaller picture saves less there than it takes to lay it into the window.

Between two changes lies at least a second that is looked at whole, and a rise that turned out to be too much is tried
again only after twice the time: so that nothing flickers between two levels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from descent_game.engine.mesh import ORNAMENTS

LATE: Final = 1.0 / 45.0
"""Seconds a picture from which pictures run late."""
WINDOW: Final = 1.0
"""Seconds over which pictures are judged together."""
REST: Final = 0.5
"""Seconds after a change that are not judged: shaders are compiled, texts cached, targets made."""
HANG: Final = 0.25
"""Seconds: a picture that took so long says nothing about drawing."""
BLAME: Final = 0.4
"""The share of the time that drawing must have taken, if a lower quality is to help."""
ROOM: Final = 0.8
"""The share of `LATE` that the next level must stay below, as far as can be told, to be tried soon."""
SOON: Final = 4.0
"""Seconds on time before a rise for which there is room."""
PATIENCE, MOST_PATIENCE = 60.0, 3600.0
"""Seconds on time before a rise just to try: a wait for the screen's beat hides how much room there is."""
TRIAL: Final = 15.0
"""Seconds after a rise within which a fall means that the rise was too much."""
SOFTWARE: Final = re.compile(r"llvmpipe|softpipe|swrast|swiftshader|software|GDI Generic", re.IGNORECASE)
"""What the names of renderers without a GPU have in them."""


ADORNED: Final = (0.8, 0.9, 1.0)
"""What a scene costs with no, one and all kinds of ornament: about that, measured on the race in software."""


@dataclass(frozen=True)
class Level:
    """How a scene is drawn: at what part of the window's size, with how many samples a pixel and kinds of ornament."""

    name: str
    scale: float = 1.0
    samples: int = 0
    ornaments: int = ORNAMENTS

    @property
    def cost(self) -> float:
        """What the scene costs at this level, in units of `HIGH`."""
        return self.scale**2 * (1.8 if self.samples else 1.0) * ADORNED[self.ornaments]

    def __str__(self) -> str:
        parts = [f"{self.scale:.0%} of the size", f"{self.samples} samples" if self.samples else "no multisampling"]
        adorned = [f"{self.ornaments} of {ORNAMENTS} ornaments"] if self.ornaments < ORNAMENTS else []
        return ", ".join([self.name, *parts, *adorned])


HIGH = Level("high")
PLAIN = Level("plain", ornaments=0)
MEDIUM, LOW = Level("medium", 0.75, ornaments=0), Level("low", 0.5, ornaments=0)
"""Below `HIGH` where there is a GPU: first without ornaments, then smaller."""
SOFTWARE_MEDIUM, SOFTWARE_LOW = Level("medium", ornaments=1), Level("low", ornaments=0)
"""Below `HIGH` where there is none."""
AUTO: Final = "auto"
QUALITIES: Final = (LOW.name, MEDIUM.name, HIGH.name, AUTO)
"""What can be asked for."""
SAMPLES: Final = 4
"""How often a pixel is sampled above `HIGH`, where there is a GPU."""


def is_software(renderer: str) -> bool:
    """Returns whether a GL renderer of that name draws without a GPU."""
    return SOFTWARE.search(renderer) is not None


def ladder(renderer: str, samples: int = SAMPLES) -> tuple[Level, ...]:
    """Returns the levels there are on a machine, the lowest first; `samples` is asked for where there is a GPU."""
    if is_software(renderer):
        return SOFTWARE_LOW, SOFTWARE_MEDIUM, HIGH
    return (LOW, MEDIUM, PLAIN, HIGH, *((Level("finest", samples=samples),) if samples else ()))


class Quality:
    """State: the level, and what the last pictures took. `fixed` levels do not change."""

    def __init__(self, levels: Sequence[Level], begin: Level, *, fixed: bool = False) -> None:
        self._levels = tuple(levels)
        self._at = self._levels.index(begin)
        self._fixed = fixed
        self._on_time = 0.0
        self._since_rise = TRIAL
        self._patience = dict.fromkeys(range(len(self._levels)), PATIENCE)
        self.rest()

    @property
    def level(self) -> Level:
        """How the next picture is to be drawn."""
        return self._levels[self._at]

    def rest(self) -> None:
        """Judges nothing for a while: something else has changed, such as the scene or the window's size."""
        self._resting = REST
        self._begin()

    def _begin(self) -> None:
        self._passed = self._worked = self._drawn = 0.0
        self._pictures = 0

    def picture(self, dt: float, other: float, drawing: float) -> None:
        """Takes note of a picture that came `dt` seconds after the one before, and of what went into it.

        `drawing` is what a lower quality can save, in seconds; `other` is all else but waiting.
        """
        if self._fixed:
            return
        if dt >= HANG:
            self.rest()
            return
        if self._resting > 0.0:
            self._resting -= dt
            return
        self._passed += dt
        self._worked += other
        self._drawn += drawing
        self._pictures += 1
        if self._passed >= WINDOW:
            self._judge()
            self._begin()

    def _judge(self) -> None:
        mean, other, drawing = (spent / self._pictures for spent in (self._passed, self._worked, self._drawn))
        self._since_rise += self._passed
        if mean > LATE:
            self._on_time = 0.0
            if self._at > 0 and drawing >= BLAME * mean:
                if self._since_rise < TRIAL:
                    self._patience[self._at] = min(2.0 * self._patience[self._at], MOST_PATIENCE)
                self._change(-1)
            return
        self._on_time += self._passed
        if self._at + 1 == len(self._levels):
            return
        growth = self._levels[self._at + 1].cost / self.level.cost
        room = other + drawing * growth < ROOM * LATE
        patience = self._patience[self._at + 1]
        if self._on_time >= (SOON * patience / PATIENCE if room else patience):
            self._change(1)
            self._since_rise = 0.0

    def _change(self, by: int) -> None:
        self._at += by
        self._on_time = 0.0
        self.rest()

    def __str__(self) -> str:
        return f"quality {self.level}" + ("" if self._fixed else ", by itself")


def initial(asked: str, renderer: str, samples: int = SAMPLES) -> Quality:
    """Returns the quality that a window begins with: the best there is, or what is asked for, one of `QUALITIES`."""
    levels = ladder(renderer, samples)
    if asked in (AUTO, HIGH.name):
        return Quality(levels, levels[-1], fixed=asked != AUTO)
    return Quality(levels, next(level for level in levels if level.name == asked), fixed=True)
