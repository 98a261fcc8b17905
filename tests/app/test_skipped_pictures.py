"""A picture from the middle of a demo is the one of its film, though what came before it was not painted."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, repeat
from typing import Any

import numpy as np
import pytest

from descent_game.app.film import offline_render
from descent_game.app.film.encoder import Pixels
from descent_game.app.sessions.demo_files import demo_names, read_demo
from descent_game.app.show import loop
from descent_game.engine.actions import Click, Explain, Goto, Point, Press, Read, Set
from descent_game.engine.timeline import Cue, Demo

SIZE = (320, 180)
ASKED = (
    Cue(60, Point("learning_rate")),
    Cue(120, Explain("learning rate")),
    Cue(240, Point((0.5, 0.5), surface=True)),
    Cue(400, Read("two_minima")),
    Cue(700, Read("")),
    Cue(760, Set("landscape", "saddle")),
    Cue(800, Goto("trainer")),
    Cue(840, Set("relief", "relief")),
    Cue(960, Click(0.0, -0.1)),
    Cue(1080, Press("start_again")),
)
"""What looks for its goal in the picture before."""


def film(demo: Demo, context: Any, moments: tuple[int, ...]) -> dict[int, Pixels]:
    """Returns pictures of a demo by their number, each one before them dressed and painted."""
    found: dict[int, Pixels] = {}
    stage, numbers = offline_render.staged(demo), count()
    renderer = offline_render.OfflineRenderer(stage, context, offline_render.PLAIN)

    def draw() -> bool:
        number = next(numbers)
        if number in moments:
            renderer.render()
            found[number] = renderer.take().copy()
        return number < max(moments)

    loop.run(stage, repeat(1.0 / demo.fps), demo.due, draw)
    renderer.release()
    return found


def later(demo: Demo, context: Any, moment: int) -> Pixels:
    """Returns the picture of that number from a film that begins with it."""
    taken: list[Pixels] = []
    until = replace(demo, seconds=(moment + 1) / demo.fps)
    wanted = range(moment, moment + 1)
    offline_render.render(until, context, lambda pixels: taken.append(pixels.copy()), picked=wanted)
    return taken[0]


@pytest.mark.parametrize("name", demo_names())
def test_a_later_picture_of_a_shipped_demo_is_that_of_its_film(name: str, lent: Any) -> None:
    whole = read_demo(name)
    # the longest is the others one after the other
    demo = replace(whole, size=SIZE, fps=8, seconds=min(whole.seconds, 40.0))
    moments = tuple(round(share * offline_render.pictures(demo)) for share in (0.31, 0.62))
    shown = film(demo, lent, moments)
    picture = offline_render.still(demo, (moments[0] + 1) / demo.fps, lent)
    assert np.array_equal(picture, shown[moments[0]][..., :3])
    assert np.array_equal(later(demo, lent, moments[1]), shown[moments[1]])


MOMENTS = (50, 90, 140, 170, 240, 330, 440, 520)
SEEKING = Demo("race", SIZE, 60, 10.0, cues=ASKED)


@pytest.fixture(scope="module")
def shown(session_context: Any) -> dict[int, Pixels]:
    """The pictures of these moments from one film."""
    return film(SEEKING, session_context, MOMENTS)


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_looks_for_its_goal_finds_it(moment: int, shown: dict[int, Pixels], lent: Any) -> None:
    assert np.array_equal(later(SEEKING, lent, moment), shown[moment])
