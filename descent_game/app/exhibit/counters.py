"""How often the exhibit was started and visited, and for how long each scene was: numbers only, and only here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from descent_game.engine.toml_values import as_float

MOST: Final = 10**12
"""No count and no number of seconds is larger, in thirty thousand years."""


class Counters:
    """State: `starts`, `visits`, seconds by scene, and the day since which it counts, as YYYY-MM-DD."""

    def __init__(self, kept: Mapping[str, object], since: str) -> None:
        """Goes on from what was kept; what of it makes no sense begins at nothing."""
        seconds = kept.get("seconds")
        day = kept.get("since")
        self.starts = _whole(kept.get("starts"))
        self.visits = _whole(kept.get("visits"))
        self.since = day if isinstance(day, str) else since
        self.seconds = {
            str(scene): as_float(value)
            for scene, value in (seconds.items() if isinstance(seconds, dict) else ())
            if 0.0 <= as_float(value) <= MOST
        }

    def spend(self, scene: str, seconds: float) -> None:
        """Notes that a visitor spent so long with a scene."""
        self.seconds[scene] = self.seconds.get(scene, 0.0) + seconds

    def values(self) -> dict[str, object]:
        """Returns what is to be kept."""
        seconds = {scene: round(value, 1) for scene, value in self.seconds.items()}
        return {"since": self.since, "starts": self.starts, "visits": self.visits, "seconds": seconds}


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST else 0
