"""The loop: the same for a window and a film, which differ in their frame times, their actions and their pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from descent_game.app.stage import Stage
from descent_game.engine.actions import Action
from descent_game.engine.clock import STEP, FixedStep


def run(
    stage: Stage,
    frames: Iterable[float],
    due: Callable[[int], Iterable[Action]],
    draw: Callable[[], bool],
) -> None:
    """Moves the stage on by each of `frames`, in seconds, and draws, until there are no more or `draw` says False.

    `due` tells what is to be done before each fixed step: what hands asked for meanwhile, or a demo's cues.
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
