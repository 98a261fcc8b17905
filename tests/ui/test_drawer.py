"""The drawer at every size, in plain and in longer words: nothing cut, nothing over another; scrolled by every hand."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from itertools import combinations

import pytest
from ui_pages import SIZES, pointer, run_rects, within

from descent_game.engine.actions import Explain, Read, Set
from descent_game.engine.camera import Viewport
from descent_game.engine.controls import Choice
from descent_game.engine.events import Key
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.catalogue import made_up
from descent_game.ui.drawer import Drawer
from descent_game.ui.drawer_paint import edge
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.theme import DARK
from descent_game.ui.widget_layout import place
from descent_game.ui.widgets import Segments, Term
from scenes.menu import MENU
from scenes.story import STORY


@lru_cache
def messages(long: bool) -> Messages:
    """Returns the English texts, or longer ones made up from them."""
    english = Messages.parse((files("scenes.text") / "en.toml").read_text("utf-8"))
    return made_up(english) if long else english


def page(size: tuple[int, int], long: bool = False, text_scale: float = 1.0, *, reduced_motion: bool = False) -> Page:
    """Returns a dark page, in English or in what is longer."""
    return Page(*size, DARK, messages(long), text_scale, reduced_motion=reduced_motion)


def opened(sheet: Page, scene: str = "race", section: str = "") -> Drawer:
    """Returns the drawer open and at rest."""
    drawer = Drawer(STORY)
    drawer.show(scene, section)
    drawer.arrange(sheet, MENU, floor(sheet))
    settle(drawer, sheet)
    return drawer


def settle(drawer: Drawer, sheet: Page) -> None:
    """Lets everything come to rest."""
    for _ in range(3):
        drawer.step(1.0, sheet)


def floor(sheet: Page) -> float:
    """Returns the height of the drawer's edge, in pixels."""
    return sheet.height * (0.55 if sheet.upright else 0.8)


def painted(drawer: Drawer, sheet: Page) -> Canvas:
    """Returns a canvas with the drawer on it."""
    canvas = Canvas(sheet.width, sheet.height)
    drawer.paint(canvas, sheet)
    return canvas


EVERY = [
    pytest.param(size, long, scale, id=f"{size[0]}x{size[1]}-{'long' if long else 'plain'}-{scale}")
    for size in SIZES
    for long, scale in ((False, 1.0), (True, 1.0), (False, 1.3), (True, 1.3))
]


@pytest.mark.parametrize("scene", MENU)
@pytest.mark.parametrize(("size", "long", "scale"), EVERY)
def test_nothing_is_cut_or_over_another_wherever_it_is_scrolled(
    size: tuple[int, int], long: bool, scale: float, scene: str
) -> None:
    sheet = page(size, long, scale)
    drawer = opened(sheet, scene)
    assert within(drawer.rect, sheet.whole)
    assert drawer.rect.w * drawer.rect.h < 0.5 * sheet.width * sheet.height
    said = set()
    for _ in range(60):
        rects = list(run_rects(painted(drawer, sheet)))
        for text, rect in rects:
            assert within(rect, drawer.rect), text
        for (one, a), (other, b) in combinations(rects, 2):
            assert not a.overlaps(b), (one, a, other, b)
        said |= {text for text, _ in rects}
        before = drawer.scroll
        drawer.handle(Key("page down"), sheet)
        settle(drawer, sheet)
        if drawer.scroll == before:
            break
    else:
        pytest.fail("the sheet has no end")
    wanted = {line for block in drawer.sheet.blocks for line in block.lines}
    assert {word.text for line in wanted for word in line.words if word.text.strip()} <= said


@pytest.mark.parametrize(("size", "long", "scale"), EVERY)
def test_buttons_are_as_high_as_a_finger_and_hold_their_words(size: tuple[int, int], long: bool, scale: float) -> None:
    sheet = page(size, long, scale)
    for scene in MENU:
        drawer = opened(sheet, scene)
        assert drawer.sheet.buttons
        for block in drawer.sheet.buttons:
            assert block.rect.h >= sheet.finger
            assert block.rect.right <= drawer.rect.w
            assert all(line.width < block.rect.w for line in block.lines)


def test_it_stands_over_the_bar_or_under_the_stage() -> None:
    lying, upright = page((1920, 1080)), page((1080, 1920))
    control = Choice("landscape", ("ravine", "saddle"), "ravine")
    bar = place(lying, "race", Segments(control), Rect(72.0, 900.0, 400.0, 62.0))
    assert 800.0 < edge((bar,), Viewport(), lying) < 900.0
    high = place(lying, "race", Segments(control), Rect(72.0, 200.0, 400.0, 62.0))
    assert edge((high,), Viewport(), lying) == edge((), Viewport(), lying) == 1080.0
    assert edge((), Viewport(0.0, 0.1, 1.0, 0.2), upright) == pytest.approx(1920 * 0.55, abs=12.0)
    assert edge((), Viewport(0.0, -0.5, 1.0, 0.4), upright) == 1920 * 0.6


def test_show_me_asks_for_the_sections_actions_and_the_next_leads_on() -> None:
    sheet = page((1920, 1080))
    drawer = opened(sheet)
    section = STORY.named("walk")
    assert section is not None
    press(drawer, sheet, "show:walk")
    assert released(drawer, sheet, "show:walk") == list(section.actions)
    assert Set("landscape", "ravine") in section.actions
    press(drawer, sheet, "read:line")
    assert released(drawer, sheet, "read:line") == [Read("line")]
    press(drawer, sheet, "close")
    assert released(drawer, sheet, "close") == [Read("")]


def where(drawer: Drawer, sheet: Page, name: str) -> tuple[float, float]:
    """Scrolls a widget into sight and returns its middle."""
    for _ in range(40):
        cell = next(c for placed in drawer.interface.placed for c in placed.cells if c.key == name)
        if cell.touch.w:
            return cell.touch.center
        drawer.handle(pointer(sheet, "wheel", 100.0, 300.0, wheel=-1.0), sheet)
        settle(drawer, sheet)
    raise AssertionError(f"{name} never comes into sight")


def press(drawer: Drawer, sheet: Page, name: str) -> None:
    """Presses a link of the drawer, which does nothing yet."""
    event = pointer(sheet, "press", *where(drawer, sheet, name))
    assert drawer.holds(event, sheet)
    assert drawer.handle(event, sheet) == []


def released(drawer: Drawer, sheet: Page, name: str) -> list[object]:
    """Lets go of a link of the drawer, and returns what that asks for."""
    return list(drawer.handle(pointer(sheet, "release", *where(drawer, sheet, name)), sheet) or [])


def test_a_finger_scrolls_and_a_press_that_scrolled_presses_nothing() -> None:
    sheet = page((1920, 1080))
    drawer = opened(sheet)
    x, y = where(drawer, sheet, "show:walk")
    before = drawer.scroll
    drawer.handle(pointer(sheet, "press", x, y, finger=1), sheet)
    for moved in (10.0, 40.0, 120.0):
        assert drawer.handle(pointer(sheet, "move", x, y - moved, finger=1), sheet) == []
    assert drawer.scroll == pytest.approx(before + 80.0), "as far as the finger went from where it began to scroll"
    assert drawer.handle(pointer(sheet, "release", x, y - 120.0, finger=1), sheet) == []
    drawer.handle(pointer(sheet, "press", x, 300.0, finger=1), sheet)
    drawer.handle(pointer(sheet, "move", x, 5000.0, finger=1), sheet)
    drawer.handle(pointer(sheet, "move", x, 9000.0, finger=1), sheet)
    assert drawer.scroll == 0.0


def test_keys_scroll_and_the_focus_goes_round_within_it() -> None:
    sheet = page((1920, 1080))
    drawer = opened(sheet)
    assert drawer.handle(Key("end"), sheet) == []
    settle(drawer, sheet)
    end = drawer.scroll
    assert end > 500.0
    drawer.handle(Key("up"), sheet)
    drawer.step(1.0, sheet)
    assert drawer.scroll < end
    assert drawer.handle(Key("space"), sheet) is None, "what the drawer has no use for goes to the scene"
    seen: list[str] = []
    for _ in range(100):
        assert drawer.handle(Key("tab"), sheet) == []
        settle(drawer, sheet)
        if seen and drawer.interface.focused == seen[0]:
            break
        seen.append(drawer.interface.focused)
        if drawer.interface.focused != "close":
            placed = next(p for p in drawer.interface.placed if p.name == drawer.interface.focused)
            assert placed.cells[0].touch.w, f"{placed.name} is focused out of sight"
    assert seen[0] == "close"
    assert {"show:walk", "read:line", "show:real"} <= set(seen)
    terms = [p for p in drawer.interface.placed if isinstance(p.widget, Term) and not p.widget.continued]
    assert len(seen) == len(terms) + len(drawer.sheet.buttons) + 1


def test_enter_on_a_focused_term_explains_it() -> None:
    sheet = page((1920, 1080))
    drawer = opened(sheet)
    for _ in range(2):
        drawer.handle(Key("tab"), sheet)
    assert drawer.handle(Key("return"), sheet) == [Explain("loss")]
    assert drawer.handle(Key("escape"), sheet) == [Read("")]


def test_it_slides_and_with_reduced_motion_it_cuts() -> None:
    sheet = page((1920, 1080))
    for still in (False, True):
        own = replace(sheet, reduced_motion=still)
        drawer = Drawer(STORY)
        drawer.show("race")
        drawer.arrange(own, MENU, floor(own))
        drawer.step(1 / 60, own)
        boxes = [box.rect.right for layer in painted(drawer, own).layers() for box in layer.boxes]
        assert (max(boxes) > drawer.rect.w * 0.9) == still
        drawer.close()
        drawer.step(1 / 60, own)
        assert drawer.shown != still
        settle(drawer, own)
        assert not drawer.shown
        assert list(painted(drawer, own).layers()) == []


def test_it_opens_at_a_section_and_keeps_its_place_when_the_window_changes() -> None:
    sheet = page((1920, 1080))
    drawer = opened(sheet, "race", "adam")
    assert drawer.scroll == pytest.approx(drawer.sheet.tops["adam"], abs=1.0)
    smaller = page((1280, 720))
    drawer.arrange(smaller, MENU, floor(smaller))
    near = [name for name, top in drawer.sheet.tops.items() if top <= drawer.scroll + drawer.rect.h * 0.5]
    assert near[-1] in ("saddle", "adam")
    drawer.show("trainer")
    drawer.arrange(smaller, MENU, floor(smaller))
    assert drawer.scroll == 0.0
    assert list(drawer.sheet.tops) == ["line", "stack", "backward", "pictures", "nearest"]


def test_terms_are_noted_only_where_they_can_be_read() -> None:
    sheet = page((1920, 1080))
    drawer = opened(sheet)
    keys = [term.key for term in painted(drawer, sheet).terms]
    assert "loss" in keys and "gradient" in keys
    assert "Adam" not in keys
    assert all(within(term.rect, drawer.rect) for term in painted(drawer, sheet).terms)
