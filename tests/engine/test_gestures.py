"""Gestures: what counts as a click, a turn, a pan, a pinch, a fling."""

import pytest

from descent_game.engine.actions import Action, Click, Pan, Press, Turn, Zoom
from descent_game.engine.events import Pointer
from descent_game.engine.gestures import Gestures


def run(*pointers: Pointer) -> list[Action]:
    gestures = Gestures()
    return [action for pointer in pointers for action in gestures.handle(pointer)]


def still(action: Action) -> bool:
    return action == Turn(0.0, 0.0, fling=True)


def test_a_still_press_is_a_click_where_it_went_down() -> None:
    actions = run(
        Pointer("press", 0.1, 0.2, 1.0), Pointer("move", 0.102, 0.2, 1.05), Pointer("release", 0.103, 0.2, 1.1)
    )
    assert [a for a in actions if not still(a)] == [Click(0.1, 0.2)]


def test_a_drag_turns_and_never_clicks_even_back_where_it_began() -> None:
    actions = run(
        Pointer("press", 0.0, 0.0, 0.0),
        Pointer("move", 0.3, 0.1, 0.1),
        Pointer("move", 0.0, 0.0, 0.2),
        Pointer("release", 0.0, 0.0, 0.9),
    )
    turns = [a for a in actions if isinstance(a, Turn) and not a.fling]
    assert len(turns) == 2
    assert turns[0].yaw < 0.0
    assert sum(t.yaw for t in turns) == pytest.approx(0.0)
    assert not any(isinstance(a, Click) for a in actions)


def test_letting_go_in_motion_flings_and_after_a_rest_does_not() -> None:
    moving = [Pointer("press", 0.0, 0.0, 0.0), *(Pointer("move", 0.05 * k, 0.0, 0.02 * k) for k in range(1, 6))]
    thrown = run(*moving, Pointer("release", 0.25, 0.0, 0.11))
    rested = run(*moving, Pointer("release", 0.25, 0.0, 0.50))
    assert isinstance(thrown[-1], Turn)
    assert thrown[-1].fling
    assert thrown[-1].yaw < -1.0
    assert not (isinstance(rested[-1], Turn) and rested[-1].fling)


def tap(time: float) -> tuple[Pointer, Pointer]:
    return Pointer("press", 0.1, 0.1, time), Pointer("release", 0.1, 0.1, time + 0.05)


def test_two_clicks_in_one_place_come_home() -> None:
    assert [a for a in run(*tap(0.0), *tap(0.2)) if not still(a)] == [Click(0.1, 0.1), Press("home")]
    assert [a for a in run(*tap(0.0), *tap(1.2)) if not still(a)] == [Click(0.1, 0.1), Click(0.1, 0.1)]


def test_the_right_button_pans_and_the_wheel_zooms_at_the_pointer() -> None:
    actions = run(
        Pointer("press", 0.0, 0.0, 0.0, button=3),
        Pointer("move", 0.2, 0.1, 0.1, button=3),
        Pointer("release", 0.2, 0.1, 0.2, button=3),
        Pointer("wheel", 0.4, -0.3, 0.3, wheel=1.0),
    )
    assert Pan(0.2, 0.1) in actions
    zoom = actions[-1]
    assert isinstance(zoom, Zoom)
    assert zoom.factor < 1.0
    assert (zoom.x, zoom.y) == (0.4, -0.3)


def test_two_fingers_pinch_and_pan_and_never_click() -> None:
    actions = run(
        Pointer("press", -0.2, 0.0, 0.0, touch=True, finger=1),
        Pointer("press", 0.2, 0.0, 0.0, touch=True, finger=2),
        Pointer("move", 0.4, 0.0, 0.1, touch=True, finger=2),
        Pointer("release", 0.4, 0.0, 0.2, touch=True, finger=2),
        Pointer("release", -0.2, 0.0, 0.2, touch=True, finger=1),
    )
    zooms = [a for a in actions if isinstance(a, Zoom)]
    assert len(zooms) == 1
    assert zooms[0].factor == pytest.approx(0.4 / 0.6)
    assert Pan(0.1, 0.0) in [Pan(round(a.dx, 9), a.dy) for a in actions if isinstance(a, Pan)]
    assert not any(isinstance(a, Click) for a in actions)
