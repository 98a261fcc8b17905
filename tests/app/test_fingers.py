"""Fingers and buttons whose release is lost: they are forgotten, and what comes after is heard as ever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from routes import route
from windows import passes

from descent_game.app.input.fingers import SILENCE, Fingers, MouseButtons
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Action, Click, Drag, Turn, Zoom
from descent_game.engine.events import Event, Key, Pointer


def told(events: object) -> list[tuple[str, int]]:
    """What fingers did, by kind and number."""
    assert hasattr(events, "__iter__")
    return [(event.kind, event.finger) for event in events]


def asked(stage: Stage, *events: Event) -> list[Action]:
    """What a stage is asked for by these events, besides to stand still."""
    for event in events:
        route(stage, event)
    found = [action for action in stage.queue if action != Turn(0.0, 0.0, fling=True)]
    stage.queue.clear()
    return found


def at_rest() -> Stage:
    """A stage with a picture, so that its widgets have their places."""
    stage = Stage("race", 1280, 720, Settings())
    stage.frame(0.0, 1.0)
    return stage


def tap(fingers: Fingers, now: float, finger: int = 1) -> list[Pointer]:
    """What a finger does that touches the hill."""
    return [*fingers.press(finger, 0.0, 0.0, now), *fingers.stir(finger, "release", 0.0, 0.0, now + 0.05)]


def test_a_second_press_of_a_finger_lets_go_of_the_first() -> None:
    fingers = Fingers()
    assert told(fingers.press(7, 0.1, 0.1, 0.0)) == [("press", 1)]
    assert told(fingers.press(8, 0.2, 0.1, 0.0)) == [("press", 2)]
    assert told(fingers.press(7, 0.3, 0.1, 1.0)) == [("cancel", 1), ("press", 1)]
    assert told(fingers.stir(7, "release", 0.3, 0.1, 1.1)) == [("release", 1)]
    assert told(fingers.stir(7, "release", 0.3, 0.1, 1.2)) == told(fingers.stir(9, "move", 0.0, 0.0, 1.2)) == []


def test_a_finger_that_rests_is_there_for_a_while_and_one_that_stirs_for_ever() -> None:
    fingers = Fingers()
    list(fingers.press(1, 0.0, 0.0, 0.0))
    list(fingers.press(2, 0.0, 0.0, 0.0))
    for second in range(1, 60):
        list(fingers.stir(2, "move", second / 100.0, 0.0, float(second)))
        assert told(fingers.silent(float(second))) == ([("cancel", 1)] if second == SILENCE else [])


def test_taps_drop_again_after_a_finger_was_lost() -> None:
    stage, fingers = at_rest(), Fingers()
    assert asked(stage, *fingers.press("lost", 0.3, 0.0, 0.0)) == []
    assert not any(isinstance(action, Click) for action in asked(stage, *tap(fingers, 1.0)))
    assert asked(stage, *fingers.silent(SILENCE)) == []
    assert asked(stage, *tap(fingers, SILENCE + 1.0)) == [Click(0.0, 0.0)]
    turned = asked(stage, *fingers.press(1, 0.0, 0.0, 20.0), *fingers.stir(1, "move", 0.2, 0.0, 20.1))
    assert turned and not any(isinstance(action, Zoom) for action in turned)


def test_a_button_that_was_lost_takes_no_click_with_it() -> None:
    stage, buttons = at_rest(), MouseButtons()
    left, right = (Pointer("press", 0.0, 0.0, 0.0, button) for button in (1, 3))
    up = Pointer("release", 0.0, 0.0, 0.1)
    asked(stage, *buttons.take(right))
    assert asked(stage, *buttons.let_go(1.0)) == []
    assert asked(stage, *buttons.take(left), *buttons.take(up)) == [Click(0.0, 0.0)]
    asked(stage, *buttons.take(left))
    again = (replace(left, time=9.0), replace(up, time=9.1))
    assert asked(stage, *(one for event in again for one in buttons.take(event))) == [Click(0.0, 0.0)]
    assert list(buttons.let_go(2.0)) == []


def test_what_is_let_go_of_over_an_open_page_is_let_go_of_below() -> None:
    stage = Stage("gallery", 1280, 720, Settings())
    stage.frame(0.0, 1.0)
    marker = next(
        (x / 50.0, y / 50.0) for x in range(-49, 50) for y in range(-49, 50) if stage.scene.grabs(x / 50.0, y / 50.0)
    )
    assert asked(stage, Pointer("press", *marker)) == [Drag(*marker, "grab")]
    assert asked(stage, Key("h"), Pointer("release", *marker), Key("h")) == [Drag(*marker, "release")]
    assert asked(stage, Pointer("move", 0.1, 0.1)) == []
    widget = next(placed for placed in stage.interface.placed if placed.cells)
    x, y = widget.cells[0].touch.center
    place = x / 640.0 - 1.0, 1.0 - y / 360.0
    route(stage, Pointer("press", *place))
    assert stage.interface.busy
    assert asked(stage, Key("h"), Pointer("release", *place)) == []
    assert not stage.interface.busy


LOST = """
window = open_window()

def told(kind, **values):
    post(kind, **values)
    return [(event.kind, event.finger) for event in window.events() if isinstance(event, Pointer)]

def finger(kind, number):
    return told(kind, touch_id=1, finger_id=number, x=0.5, y=0.5, dx=0, dy=0, pressure=1)

list(window.events())
for number in range(5):
    finger(pygame.FINGERDOWN, number)
assert len(told(pygame.WINDOWFOCUSLOST)) == 5
assert finger(pygame.FINGERMOTION, 4) == finger(pygame.FINGERUP, 4) == []
assert finger(pygame.FINGERDOWN, 4) == [("press", 1)]
now[0] += 60.0
assert told(pygame.USEREVENT) == [("cancel", 1)]
assert told(pygame.MOUSEBUTTONDOWN, pos=(9, 9), button=3) == [("press", 0)]
assert told(pygame.WINDOWFOCUSLOST) == [("cancel", 0)]
window.close()
"""


def test_a_window_forgets_fingers_where_the_focus_is_lost_and_after_silence(tmp_path: Path) -> None:
    passes(LOST, tmp_path)
