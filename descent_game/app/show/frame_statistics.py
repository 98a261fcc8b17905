"""How long pictures take, over the last second or so, for the figures on F3."""

from __future__ import annotations

from collections import deque

from descent_game.render.upload import Counts

KEPT = 90


class Figures:
    """Takes the moments of each picture, in seconds of any clock: begun, dressed, drawn."""

    def __init__(self) -> None:
        self._gaps: deque[float] = deque(maxlen=KEPT)
        self._dressing: deque[float] = deque(maxlen=KEPT)
        self._drawing: deque[float] = deque(maxlen=KEPT)
        self._last = 0.0

    def begin(self, now: float, dt: float) -> None:
        """Notes that a picture begins, `dt` seconds after the last one."""
        self._gaps.append(dt)
        self._last = now

    def dressed(self, now: float) -> None:
        """Notes that simulation and interface are done."""
        self._dressing.append(now - self._last)
        self._last = now

    def drawn(self, now: float) -> None:
        """Notes that all of the picture has been handed to GL."""
        self._drawing.append(now - self._last)

    def lines(self, counts: Counts) -> tuple[str, ...]:
        """Returns the figures as lines: rate, longest gap, milliseconds of either half, what the picture took."""
        gaps = list(self._gaps) or [1.0]
        mean = max(sum(gaps) / len(gaps), 1e-9)
        return (
            f"{1.0 / mean:.0f} pictures/s, longest gap {max(gaps) * 1e3:.0f} ms",
            f"simulation and interface {_mean(self._dressing):.2f} ms, drawing {_mean(self._drawing):.2f} ms",
            f"{counts.draw_calls} draws, {counts.program_changes} programs, {counts.bytes_sent} bytes, "
            f"{counts.objects_created} objects made",
        )


def _mean(values: deque[float]) -> float:
    return sum(values) / max(len(values), 1) * 1e3
