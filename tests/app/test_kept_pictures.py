"""A minute of random use in all scenes, kept and played again: the same pictures at the live size, the same end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from routes import route
from visits import Visitor, again, state

from descent_game.app.film import offline_render
from descent_game.app.film.encoder import Pixels
from descent_game.app.sessions.recorder import SessionRecorder
from descent_game.app.settings import Settings
from descent_game.app.show import loop
from descent_game.app.show.compositor import Compositor
from descent_game.app.show.stage import Stage, scene_names
from descent_game.engine.actions import Action, Goto, PointerState, Set
from descent_game.engine.controls import Choice, Range, Toggle
from descent_game.engine.demo_text import parse
from descent_game.engine.timeline import Cue, Demo

SEED = 23
SIZE = (640, 360)
FPS = 60


class Operator:
    """Sets any control of the scene that is shown, and goes round all scenes; the same for a seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def actions(self, stage: Stage, number: int) -> Iterator[Action]:
        """Yields what is asked before a picture: another scene every other second, a value now and then."""
        if number % (2 * FPS) == FPS:
            names = scene_names()
            yield Goto(names[(names.index(stage.scene.name) + 1) % len(names)])
        elif self._random.random() < 0.04:
            control = list(stage.scene.controls)[int(self._random.integers(len(list(stage.scene.controls))))]
            place = float(self._random.random())
            if isinstance(control, Choice):
                yield Set(control.name, control.options[int(place * len(control.options))])
            elif isinstance(control, Toggle):
                yield Set(control.name, place < 0.5)
            elif isinstance(control, Range) and control.name != "crowd_size":
                yield Set(control.name, control.at(place))


def use(stage: Stage, seconds: int) -> Iterator[float]:
    """Yields the frame times of a visit of that length, and lets hands and operator do something before each."""
    visitor, operator = Visitor(SEED), Operator(SEED)
    for number in range(seconds * FPS):
        for event in visitor.events(1.0 / FPS):
            route(stage, event)
        stage.queue.extend(operator.actions(stage, number))
        yield 1.0 / FPS


def test_a_visit_to_all_scenes_is_filmed_again_picture_by_picture(lent: Any, length: Callable[..., int]) -> None:
    stage = Stage("race", *SIZE, Settings(), SEED)
    keeper = SessionRecorder(stage, SEED)
    compositor = Compositor(lent, *SIZE, top_down=True)
    seen: list[str] = []
    beside: set[int] = set()

    def mark(pixels: Pixels) -> None:
        seen.append(hashlib.sha256(pixels[..., :3].tobytes()).hexdigest())

    def draw() -> bool:
        if stage.overlays.open:
            beside.add(len(seen))
        mark(compositor.draw(stage).read(3))
        return True

    try:
        loop.run(stage, use(stage, length("session", short=5, long=60)), lambda k: keeper.due(stage.take(k)), draw)
    finally:
        compositor.release()
    live, expected = seen.copy(), state(stage)
    seen.clear()
    demo = parse(keeper.text())
    assert set(expected) == {*scene_names(), "shown"}
    assert len({type(cue.action) for cue in demo.cues}) >= 6
    offline_render.render(demo, lent, mark)
    assert state(again(demo, SIZE)) == expected
    assert len(seen) > 1.2 * len(beside), "settings and keys are no part of a session: they must not cover it"
    assert [k for k, (a, b) in enumerate(zip(live, seen, strict=True)) if a != b and k not in beside] == []
    assert state(again(demo, (480, 270), 30)) == expected


def test_where_hands_were_is_written_and_read_to_the_last_bit() -> None:
    all_of_it = PointerState("speed", ("noise",), "view", (0.1, -0.7), "close", ("close",), "show:1", 1 / 3, True, True)
    for hands in (all_of_it, PointerState(), PointerState("speed"), PointerState(place=(1.0, 0.0), card=True)):
        demo = Demo("race", cues=(Cue(3, hands),))
        assert parse(demo.text()) == demo
