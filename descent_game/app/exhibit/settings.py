"""An exhibit: all that a museum decides about its station, as data, and what the program brings along by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from descent_game.app.settings import Settings
from descent_game.app.show.rules import Rules
from descent_game.engine.controls import Value
from descent_game.engine.timeline import Demo

LEAST_IDLE: Final = 30.0
LONGEST_TURN: Final = 30.0
"""The attract loop shows something else at least this often, in seconds."""
PIN: Final = "1847"
"""The operator's, where nobody has chosen one and it is told to do: in 1847 Cauchy first walked down a gradient."""
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUALITIES: Final[Mapping[str, int]] = MappingProxyType({"plain": 0, "fine": 4, "finest": 8})
"""How often each pixel is sampled; the shaders smooth their edges by themselves, so that plain is not rough."""


@dataclass(frozen=True)
class Hours:
    """When the exhibit is open, on every day but those of `closed` (0 is Monday); it may open past midnight."""

    opens: time
    closes: time
    closed: frozenset[int] = frozenset()

    def open_at(self, moment: datetime) -> bool:
        """Returns whether the exhibit is open at a moment of local time."""
        now, day = moment.time(), moment.weekday()
        if self.opens < self.closes:
            return day not in self.closed and self.opens <= now < self.closes
        if now >= self.opens:
            return day not in self.closed
        return now < self.closes and (day - 1) % 7 not in self.closed

    def next_opening(self, moment: datetime) -> datetime | None:
        """Returns when the exhibit opens for the next time after a moment; None if it is closed on every day."""
        days = (datetime.combine(moment.date() + timedelta(days=ahead), self.opens) for ahead in range(8))
        return next((day for day in days if day > moment and day.weekday() not in self.closed), None)


@dataclass(frozen=True)
class Exhibit:
    """What a museum decides. Times are in seconds, `diagonal` is the screen's in millimetres (0: not known).

    `demos` are what the attract loop plays (none: those that come with the program, for the scenes there are);
    `dim` is how bright the screen is outside the hours, from 0 to 1; `pin` is the operator's as the file keeps it,
    empty where there is none.
    """

    scenes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    theme: str = "dark"
    text_scale: float = 1.0
    reduced_motion: bool = False
    seed: int = 0
    display: int = 0
    diagonal: float = 0.0
    quality: str = "plain"
    idle: float = 60.0
    countdown: float = 15.0
    demos: tuple[Demo, ...] = ()
    turn: float = LONGEST_TURN
    sound: bool = False
    volume: float = 0.5
    hours: Hours | None = None
    dim: float = 0.08
    pin: str = PIN
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    @property
    def rules(self) -> Rules:
        """What a stage has to know of it."""
        return Rules(self.scenes, self.languages, self.hidden, self.values, kept_in=True)

    @property
    def settings(self) -> Settings:
        """What every visit begins with."""
        return Settings(
            self.languages[0],
            self.theme,
            self.text_scale,
            self.reduced_motion,
            self.diagonal,
            self.sound,
            self.volume,
        )

    @property
    def samples(self) -> int:
        """How often each pixel is sampled."""
        return QUALITIES[self.quality]
