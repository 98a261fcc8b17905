"""Captions of a demo in its language, over a stage, and where its drawn pointer goes."""

from __future__ import annotations

from collections.abc import Iterator

from descent_game.engine.actions import Action, Capture, Point, Say, Tap, Values, Widgets
from descent_game.ui import hit_test, values_line
from descent_game.ui.canvas import Canvas
from descent_game.ui.guide import Guide, Locate, Place
from descent_game.ui.interface import Interface
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.scene_protocol import PlayableScene, Surfaced
from descent_game.ui.widgets import Slider


def told_in(say: Say, language: str, messages: Messages) -> str:
    """Returns a caption in a language, or in the first one that it is written in."""
    found = dict(say.texts)
    return messages(found.get(language, found.get("", next(iter(found.values()), ""))))


def show(guide: Guide, action: Action, language: str, page: Page, located: Locate) -> bool:
    """Returns whether an action concerns what is shown over a scene, and not the scene; if so, it is done."""
    match action:
        case Say():
            guide.say(told_in(action, language, page.messages), action.steps)
        case Point():
            guide.point(action, located, page.width / page.height)
        case Tap():
            guide.tap()
        case Widgets():
            guide.widgets = action.shown
        case Values():
            guide.values = action.names
        case Capture():
            pass  # whoever makes a film looks for these by himself
        case _:
            return False
    return True


def paint(guide: Guide, canvas: Canvas, page: Page, located: Locate, scene: PlayableScene, *, widgets: bool) -> None:
    """Puts caption and pointer over the page and, where it has no widgets, the values that are to be told."""
    if guide.values and not widgets and not page.plain:
        values_line.paint(canvas, page, scene.name, scene.controls, guide.values)
    guide.paint(canvas, page, located, large=not widgets)


def locate(goal: Point, scene: PlayableScene, page: Page, interface: Interface | None) -> Place | None:
    """Returns where a goal is on the screen, in [-1, 1], y up; None for a widget that is not to be seen."""
    if not isinstance(goal.to, str):
        if not goal.surface:
            return goal.to
        return scene.seen(*goal.to) if isinstance(scene, Surfaced) else None
    pixel = next(_pixels(goal.to, interface), None) if interface is not None else None
    if pixel is None:
        return None
    return pixel[0] / page.width * 2.0 - 1.0, 1.0 - pixel[1] / page.height * 2.0


def _pixels(name: str, interface: Interface) -> Iterator[tuple[float, float]]:
    """Yields the middle of what is meant by `control`, `control.option`, or the name of a button or a scene."""
    control, _, option = name.partition(".")
    for placed in interface.placed:
        if placed.name == control and isinstance(placed.widget, Slider):
            knob = placed.body.x + hit_test.goal(placed, interface.value) * placed.body.w
            yield knob, placed.body.center[1]
        elif placed.name == control and not option:
            yield placed.body.center
        for cell in placed.cells:
            if (placed.name == control and cell.value == option) or (cell.value == name and not option):
                yield cell.rect.center
