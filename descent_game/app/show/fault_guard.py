"""The show goes on: a scene that fails is told to the log and put back as it was at first, instead of ending the show.

A film does not go through this: there a fault must be told.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from descent_game.app import log
from descent_game.app.show.loop import Moving, Wrapper
from descent_game.app.terminal.errors import MachineError
from descent_game.engine.actions import Action
from descent_game.engine.clock import STEPS_A_SECOND

LATELY: Final = 10 * STEPS_A_SECOND
"""Fixed steps within which failures count together."""
MOST: Final = 6
"""Failures within that time after which starting over is seen not to help."""


class FaultGuard(Wrapper[Moving]):
    """Moves on what it is given; after a failure `renew` puts back what is shown.

    `renew` is told whether something has failed lately, so that it can show something else. When even that fails again
    and again, the error is raised after all: whoever started the program starts it anew.
    """

    def __init__(self, moved: Moving, renew: Callable[[bool], None]) -> None:
        super().__init__(moved)
        self._renew = renew
        self._steps = 0
        self._failed: deque[int] = deque(maxlen=MOST)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Gives a block whose failure is told to the log, and puts back what is shown."""
        try:
            yield
        except MachineError:  # no fault of a scene's
            raise
        except Exception as error:  # of any kind: a show on a wall must not stop for what nobody has foreseen
            lately = [step for step in self._failed if self._steps - step < LATELY]
            self._failed.append(self._steps)
            if len(lately) + 1 >= MOST:
                raise
            log.logger().error("a scene failed, and begins anew", exc_info=error)
            self._renew(bool(lately))

    def act(self, action: Action) -> None:
        """Passes on what was asked."""
        with self.guarded():
            super().act(action)

    def step(self, dt: float) -> None:
        """Passes on a fixed step."""
        self._steps += 1
        with self.guarded():
            super().step(dt)

    def frame(self, dt: float, alpha: float) -> None:
        """Passes on a picture; what fails in it is dressed anew, so that there is always one to draw."""
        dressed = False
        while not dressed:
            with self.guarded():
                super().frame(dt, alpha)
                dressed = True
