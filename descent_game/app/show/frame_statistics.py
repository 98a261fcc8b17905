"""How long the pictures of a window take: for the quality, which judges them, and for the figures on F3."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from descent_game.app.show.quality import HIGH, Level, Quality
from descent_game.render.upload import Counts

KEPT = 90
"""Pictures that the figures are of: the last second or so."""


class FrameTimer:
    """Times each picture by `clock`, in seconds: begun, dressed, drawn, shown; and lets the quality judge it."""

    def __init__(self, quality: Quality, clock: Callable[[], float] = time.perf_counter) -> None:
        self.quality = quality
        self._clock = clock
        self._gaps, self._dressing, self._drawing = (deque[float](maxlen=KEPT) for _ in range(3))
        self._dt = self._begun = self._dressed = 0.0
        self._shown: object = None

    def level(self, *, filming: bool) -> Level:
        """Returns how the next picture is to be drawn: in full where it is filmed, and then nothing is judged."""
        if not filming or self.quality.level.cost >= HIGH.cost:
            return self.quality.level
        self.quality.rest()
        return HIGH

    def begin(self, dt: float) -> None:
        """Notes that a picture begins, `dt` seconds after the one before."""
        self._dt, self._begun = dt, self._clock()
        self._gaps.append(dt)

    def dressed(self) -> None:
        """Notes that simulation and interface are done, and drawing begins."""
        self._dressed = self._clock()
        self._dressing.append(self._dressed - self._begun)

    def drawn(self) -> None:
        """Notes that all of the picture has been handed to GL."""
        self._drawing.append(self._clock() - self._dressed)

    def shown(self, what: object) -> None:
        """Notes that the picture is on the screen; where it shows something else than the one before, time is given."""
        if what != self._shown:
            self._shown = what
            self.quality.rest()
        self.quality.picture(self._dt, self._dressed - self._begun, self._clock() - self._dressed)

    def lines(self, counts: Counts) -> tuple[str, ...]:
        """Returns the figures as lines: rate, longest gap, milliseconds of either half, what the picture took."""
        mean = max(_mean(self._gaps), 1e-9)
        dressing, drawing = _mean(self._dressing) * 1e3, _mean(self._drawing) * 1e3
        return (
            f"{1.0 / mean:.0f} pictures/s, longest gap {max(self._gaps) * 1e3:.0f} ms",
            f"simulation and interface {dressing:.2f} ms, drawing {drawing:.2f} ms",
            f"{counts.draw_calls} draws, {counts.program_changes} programs, {counts.bytes_sent} bytes, "
            f"{counts.objects_created} objects made",
            str(self.quality),
        )


def _mean(seconds: deque[float]) -> float:
    return sum(seconds) / max(len(seconds), 1)
