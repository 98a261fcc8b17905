"""Weeks of showings: what the graphics card holds, and what Python holds, is the same after each round."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import moderngl

from descent_game.app.exhibit.attract import shipped_demos
from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.exhibit.exhibit_stage import ExhibitStage
from descent_game.app.show.compositor import Compositor
from descent_game.engine.clock import STEP
from descent_game.engine.events import Key

KINDS = (
    moderngl.Buffer,
    moderngl.Framebuffer,
    moderngl.Program,
    moderngl.Renderbuffer,
    moderngl.Texture,
    moderngl.VertexArray,
)
MIDNIGHT = datetime(2026, 1, 1)


def held() -> Counter[str]:
    """How many GL objects of each kind there are."""
    gc.collect()
    objects = [item for item in gc.get_objects() if isinstance(item, KINDS)]
    alive = [item for item in objects if not isinstance(getattr(item, "mglo", None), moderngl.InvalidObject | None)]
    return Counter(type(item).__name__ for item in alive)


def rounds(exhibit_stage: ExhibitStage, draw: Callable[[], None], count: int) -> list[Counter[str]]:
    """Plays every demo and lets a visitor in and go, so many times; returns what is held in each visit."""
    found = []
    demos, now = len(shipped_demos(exhibit_stage.exhibit.scenes)), 0.0
    for _ in range(count):
        for _ in range(demos):
            exhibit_stage.renew()
            draw()
        exhibit_stage.event(Key("space"))
        exhibit_stage.event(Key("2"))
        draw()
        found.append(held())  # every visitor finds the same
        for _ in range(80):
            now += 1.0
            exhibit_stage.tick(now, MIDNIGHT)
        draw()
    return found


def test_no_round_leaves_anything_behind(session_context: Any) -> None:
    compositor = Compositor(session_context, 320, 200)
    try:
        exhibit_stage = ExhibitStage(shipped(), 320, 200, 0.0, Counters({}, ""))

        def draw() -> None:
            for step in range(3):
                for action in exhibit_stage.take(step):
                    exhibit_stage.act(action)
                exhibit_stage.step(STEP)
            exhibit_stage.frame(STEP * 3.0, 0.0)
            compositor.draw(exhibit_stage.stage)

        counts = rounds(exhibit_stage, draw, 5)
    finally:
        compositor.release()
    assert exhibit_stage.counters.visits == 5
    assert counts[4] == counts[3] == counts[2]
