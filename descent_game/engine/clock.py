"""Time in fixed steps, so that what happens never depends on how fast pictures are drawn."""

from __future__ import annotations

STEPS_A_SECOND = 120
STEP = 1.0 / STEPS_A_SECOND
MOST_STEPS_A_FRAME = 12


class FixedStep:
    """Turns frame times into whole steps of 1/120 s; `steps` have run, `alpha` in [0, 1) is how far the next one is."""

    def __init__(self) -> None:
        self.steps = 0
        self.alpha = 0.0
        self._rest = 0.0

    def advance(self, dt: float) -> int:
        """Returns how many steps to run for `dt` seconds more, at most 12; a longer gap, or a clock set back, is lost.

        Times are counted in steps and a rest within a billionth of a whole step counts as whole, so that sixty frames
        of 1/60 s are 120 steps exactly.
        """
        self._rest += min(max(dt, 0.0), 1.0) * STEPS_A_SECOND
        ready = int(self._rest + 1e-9)
        self._rest = max(self._rest - ready, 0.0)
        ran = min(ready, MOST_STEPS_A_FRAME)
        self.steps += ran
        self.alpha = min(self._rest, 1.0 - 1e-9)
        return ran
