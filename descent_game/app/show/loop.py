"""The loop: the same for a window and a film, which differ in their frame times, their actions and their pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from descent_game.engine.actions import Action
from descent_game.engine.clock import STEP, FixedStep


class Moving(Protocol):
    """What is moved on: a stage, or an exhibit that shows one after the other."""

    def act(self, action: Action) -> None:
        """Does what was asked."""

    def step(self, dt: float) -> None:
        """Moves on by one fixed step."""

    def frame(self, dt: float, alpha: float) -> None:
        """Gets ready for a picture, `alpha` of the way to the next step."""


M = TypeVar("M", bound=Moving)


class Wrapper(Generic[M]):
    """Moves on what it is given; whoever extends it does something more on the way."""

    def __init__(self, moved: M) -> None:
        self.moved = moved

    def act(self, action: Action) -> None:
        """Passes on what was asked."""
        self.moved.act(action)

    def step(self, dt: float) -> None:
        """Passes on a fixed step."""
        self.moved.step(dt)

    def frame(self, dt: float, alpha: float) -> None:
        """Passes on a picture."""
        self.moved.frame(dt, alpha)


def run(
    stage: Moving,
    frames: Iterable[float],
    due: Callable[[int], Iterable[Action]],
    draw: Callable[[], bool],
) -> None:
    """Moves the stage on by each of `frames`, in seconds, and draws, until there are no more or `draw` says False.

    `due` tells what is to be done before each fixed step: what was asked for meanwhile, or a demo's cues.
    """
    fixed = FixedStep()
    for dt in frames:
        ran = fixed.advance(dt)
        for step in range(fixed.steps - ran, fixed.steps):
            for action in due(step):
                stage.act(action)
            stage.step(STEP)
        stage.frame(dt, fixed.alpha)
        if not draw():
            break
