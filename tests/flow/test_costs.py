"""What a picture costs in each scene, in things that can be counted: never in seconds."""

from collections.abc import Iterable
from typing import Any

import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.compositor import Compositor
from descent_game.app.show.stage import Stage, scene_names
from descent_game.engine.actions import Action, Pause, Press, Read, Set
from descent_game.engine.clock import STEP, FixedStep
from descent_game.ui.canvas import Canvas

SIZE = (640, 360)
MOST_DRAWS, MOST_PROGRAMS = 40, 12
AT_REST = 1024
"""Bytes that a picture may send while nothing moves."""
SHOWN: tuple[tuple[str, tuple[Action, ...]], ...] = (
    *((name, ()) for name in scene_names()),
    ("race", (Read("ravine"),)),
    ("race", (Press("more"), Set("paint", "winners"))),
    ("gallery", (Set("view", "wall"),)),
    ("gallery", (Read("bend"),)),
    ("trainer", (Set("three", True),)),
    ("trainer", (Set("hidden", "8"), Set("relief", "relief"))),
)


class Watched:
    """A stage in a compositor, and what its pictures cost."""

    def __init__(self, context: Any, scene: str, actions: Iterable[Action]) -> None:
        self.stage = Stage(scene, *SIZE, Settings())
        self.compositor = Compositor(context, *SIZE)
        self._fixed = FixedStep()
        for action in actions:
            self.stage.act(action)

    def pass_by(self, pictures: int) -> None:
        """Lets the time of so many pictures go by without drawing them."""
        for _ in range(pictures):
            for _ in range(self._fixed.advance(1.0 / 60.0)):
                self.stage.step(STEP)
            self.stage.frame(1.0 / 60.0, self._fixed.alpha)

    def draw(self, pictures: int) -> list[tuple[int, int, int, int]]:
        """Returns for each picture its draws, changes of program, objects made and bytes sent."""
        counted = []
        for _ in range(pictures):
            self.pass_by(1)
            self.compositor.draw(self.stage)
            counts = self.compositor.renderer.counts
            counted.append((counts.draw_calls, counts.program_changes, counts.objects_created, counts.bytes_sent))
        return counted


def put_down(canvas: Canvas) -> list[object]:
    """Returns all that stands on a canvas, in its order."""
    return [item for layer in canvas.layers() for item in (*layer.boxes, *layer.curves, *layer.runs, *layer.formulas)]


@pytest.mark.parametrize(("scene", "actions"), SHOWN)
def test_a_picture_keeps_to_its_draws_and_makes_nothing(
    session_context: Any, scene: str, actions: tuple[Action, ...]
) -> None:
    watched = Watched(session_context, scene, actions)
    try:
        watched.draw(3)
        watched.pass_by(90)
        watched.draw(3)
        for draws, programs, made, _ in watched.draw(6):
            assert 0 < draws <= MOST_DRAWS
            assert 0 < programs <= MOST_PROGRAMS + (4 if watched.stage.reader.drawer.open else 0)
            assert made == 0
    finally:
        watched.compositor.release()


@pytest.mark.parametrize("scene", scene_names())
def test_at_rest_next_to_nothing_is_sent_or_painted(session_context: Any, scene: str) -> None:
    watched = Watched(session_context, scene, (Pause(),))
    try:
        watched.draw(2)
        watched.pass_by(240)
        watched.draw(2)
        before = put_down(watched.stage.canvas)
        assert all(sent < AT_REST for *_, sent in watched.draw(3))
        after = put_down(watched.stage.canvas)
        painted = [item for item, was in zip(after, before, strict=True) if item is not was]
        assert len(painted) <= len(after) / 4, "most of a page at rest is what it was, not painted again"
    finally:
        watched.compositor.release()
