"""How the exhibit is, for whoever asks: a beat a second for the supervisor, `status.json` every five for everyone.

A beat is a line of JSON on the standard output that says what is shown; from the last one a supervisor can start the
program again where it was. Time is given as an argument, in seconds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

BEAT = 1.0
STATUS = 5.0
"""Seconds from one beat to the next, and from one status to the next."""


MOST_TURNS = 10**9


@dataclass(frozen=True)
class Beat:
    """What is shown: a scene with its settings as the command line takes it, and how; `visit` is whether it is used.

    `reading` is the section at which the drawer stands open, nothing where it is closed; `turn` is the turn of the loop
    that plays, or played before the visit.
    """

    what: str = ""
    language: str = ""
    theme: str = ""
    text_scale: float = 1.0
    reduced_motion: bool = False
    sound: bool = False
    volume: float = 0.5
    reading: str = ""
    turn: int = 0
    visit: bool = False

    def line(self) -> str:
        """Returns the beat as one line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":"))


def parsed_beat(line: str) -> Beat | None:
    """Returns the beat that a line is, or None for any other line."""
    if not line.startswith("{"):
        return None
    try:
        values = json.loads(line)
    except ValueError:
        return None
    known = {field.name: type(field.default) for field in fields(Beat)}
    fit = isinstance(values, dict) and values.keys() == known.keys()
    if not fit or not all(isinstance(values[name], kind) for name, kind in known.items()):
        return None
    beat = Beat(**values)
    sensible = math.isfinite(beat.text_scale) and 0.0 <= beat.volume <= 1.0 and 0 <= beat.turn < MOST_TURNS
    return beat if sensible else None


class Heartbeat:
    """Says when it is time for a beat and for a status; counts the pictures between two of these."""

    def __init__(self, now: float, beat: Callable[[], None], status: Callable[[Mapping[str, Any]], None]) -> None:
        self._began = now
        self._beat, self._status = beat, status
        self._next_beat = now
        self._next_status = now + STATUS
        self._since, self._pictures = now, 0

    def picture(self, now: float) -> None:
        """Notes that a picture has been shown, and does what it is time for."""
        self._pictures += 1
        self.moment(now)

    def moment(self, now: float) -> None:
        """Does what it is time for, also where nothing can be shown: a window that cannot be seen is no hang."""
        if now >= self._next_beat:
            self._next_beat = now + BEAT
            self._beat()
        if now >= self._next_status:
            self._next_status = now + STATUS
            rate = self._pictures / max(now - self._since, 1e-9)
            self._since, self._pictures = now, 0
            self._status({"frames_a_second": round(rate, 1), "uptime_seconds": round(now - self._began)})
