"""The drawer with the longer reading: it slides in beside the scene, or from below where the page stands upright."""

from __future__ import annotations

from dataclasses import dataclass

from descent_game.engine.actions import Action, Press, Read
from descent_game.engine.easing import Glide, approach
from descent_game.engine.events import Key, Pointer
from descent_game.engine.remembered import Remembered
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.drawer_paint import NO_PANEL, DrawerPanel, drawer_panel, paint_drawer
from descent_game.ui.head_buttons import READ
from descent_game.ui.interface import Interface
from descent_game.ui.page import Page
from descent_game.ui.reading import ReadingColumn, Story

SLIDE = 0.3
"""Seconds in which the drawer slides in or out."""
SCROLL_RATE = 16.0
"""How fast a scroll comes to rest: a share of the way left, e-fold, each second."""
FLING = 0.18
"""Seconds by which the pace of a letting finger is drawn out."""
SLOP = 9.0
"""How far, in pixels of the design, a press may wander before it scrolls; a finger has twice as much."""
LINES = {"up": -2.0, "down": 2.0}
PAGES = {"page up": -0.85, "page down": 0.85}
ENDS = {"home": -1e9, "end": 1e9}


@dataclass
class _Grip:
    """A finger on the drawer: where it went down, what was scrolled then, its pace, and whether it scrolls by now."""

    finger: int
    y: float
    scroll: float
    last: tuple[float, float]
    pace: float = 0.0
    scrolling: bool = False


class Drawer:
    """State: whether it is open, how far it has slid and scrolled, the finger on it, and what its keys focus on.

    `scene` is the one whose reading it shows.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self.open = False
        self.scene = ""
        self.interface = Interface()
        self._panel = NO_PANEL
        self._laid_out, self._widgets = Remembered(drawer_panel), Remembered(DrawerPanel.widgets)
        self._slide = Glide(0.0, SLIDE)
        self._scroll = self._goal = 0.0
        self._wanted = ""
        self._focus = False
        self._grip: _Grip | None = None

    @property
    def shown(self) -> bool:
        """Whether any of it is to be seen."""
        return self.open or self._slide.value > 0.0

    @property
    def rect(self) -> Rect:
        """Where it stands when it is open; empty before it has been laid out."""
        return self._panel.panel

    @property
    def sheet(self) -> ReadingColumn:
        """What is set in it; empty before it has been laid out."""
        return self._panel.sheet

    @property
    def scroll(self) -> float:
        """How many pixels of the sheet have gone out at the top."""
        return self._scroll

    @property
    def scrolled(self) -> tuple[float, bool]:
        """How far it is to be scrolled, as a part of all that can be, and whether a finger does it."""
        return self._goal / max(self._panel.most, 1.0), self._grip is not None and self._grip.scrolling

    def scroll_to(self, share: float, *, dragged: bool) -> None:
        """Scrolls to a part of all that can be scrolled, at once where a finger does it."""
        self._to(share * max(self._panel.most, 1.0))
        if dragged:
            self._scroll = self._goal

    def show(self, scene: str, section: str = "", *, focus: bool = False) -> None:
        """Opens it at a section of that scene's reading, or at its beginning; with `focus`, for keys."""
        self.open, self._wanted, self._focus = True, section, focus or self.interface.focus_visible
        self._slide.to(1.0)
        if scene != self.scene or not section:
            self.scene, self._scroll, self._goal = scene, 0.0, 0.0

    def rest(self) -> None:
        """Ends every motion at once."""
        self._slide.jump(self._slide.goal)
        self._scroll = self._goal

    def close(self) -> None:
        """Closes it and lets go of all that is held or focused."""
        self.open = False
        self._grip = None
        self._slide.to(0.0)
        self.interface.release()

    def arrange(self, page: Page, scenes: tuple[str, ...], end: float) -> None:
        """Lays it out for a page, its edge at the height `end`; `scenes` are those it may lead to."""
        panel = self._laid_out(page, self.story, self.scene, scenes, end)
        if panel is not self._panel:
            self._scroll = self._goal = self._scroll / max(self._panel.most, 1.0) * panel.most
            self._panel = panel
        if self._wanted:
            self._goal = min(panel.sheet.tops.get(self._wanted, 0.0), panel.most)
            if self._slide.value == 0.0 or page.reduced_motion:
                self._scroll = self._goal
            self._wanted = ""
        self._place(page)

    def _place(self, page: Page) -> None:
        """Puts the widgets where the scroll has brought them."""
        widgets = self._widgets(self._panel, page, round(self._scroll)) if self.open else ()
        self.interface.arrange(page, widgets, self.interface.controls)
        if self._focus and self.open:
            self.interface.focused, self.interface.focus_visible, self._focus = "close", True, False

    def holds(self, event: Pointer, page: Page) -> bool:
        """Returns whether a pointer's event is the drawer's: it is over it, or its finger went down there."""
        if self._grip is not None and event.finger == self._grip.finger:
            return True
        return self.open and event.kind != "leave" and self.rect.contains(*page.pixels(event.x, event.y))

    def handle(self, event: Pointer | Key, page: Page) -> list[Action] | None:
        """Returns what an event asks for, or None for a key that is not the drawer's."""
        self._place(page)
        if isinstance(event, Key):
            return self._key(event, page)
        if event.kind == "wheel":
            self._to(self._goal - event.wheel * 3.0 * page.row("reading"))
            return []
        x, y = page.pixels(event.x, event.y)
        if event.kind == "press" and event.button == 1 and self._grip is None:
            self._grip = _Grip(event.finger, y, self._scroll, (event.time, y))
            self._goal = self._scroll
        elif (event.kind == "move" and self._drag(event, y, page)) or self._let_go(event):
            return []
        return self._asked(self.interface.handle(event) or [])

    def _drag(self, event: Pointer, y: float, page: Page) -> bool:
        grip = self._grip
        if grip is None or event.finger != grip.finger:
            return False
        if not grip.scrolling and abs(y - grip.y) > page.px(SLOP) * (2.0 if event.touch else 1.0):
            grip.scrolling, grip.y = True, y
            self.interface.release()
        if grip.scrolling:
            dt = event.time - grip.last[0]
            grip.pace = (grip.last[1] - y) / dt if dt > 0.0 else grip.pace
            grip.last = (event.time, y)
            self._to(grip.scroll + grip.y - y)
            self._scroll = self._goal
        return grip.scrolling

    def _let_go(self, event: Pointer) -> bool:
        grip, ends = self._grip, event.kind in ("release", "leave", "cancel")
        if grip is None or event.finger != grip.finger or not ends or event.button != 1:
            return False
        self._grip = None
        if event.kind == "release" and grip.scrolling and event.time - grip.last[0] < 0.08:
            self._to(self._scroll + grip.pace * FLING)
        return grip.scrolling

    def _to(self, goal: float) -> None:
        self._goal = float(round(min(max(goal, 0.0), self._panel.most)))  # whole pixels, so that letters are crisp

    def _key(self, event: Key, page: Page) -> list[Action] | None:
        if event.name == "escape":
            return [Read("")]
        actions = self.interface.handle(event)
        if actions is not None:
            self._keep_in_sight(page)
            return self._asked(actions)
        if event.control or event.alt:
            return None
        move = LINES.get(event.name, 0.0) * page.row("reading") + PAGES.get(event.name, 0.0) * self._panel.view.h
        move += ENDS.get(event.name, 0.0)
        if move:
            self._to(self._goal + move)
            return []
        return None

    def _keep_in_sight(self, page: Page) -> None:
        """Scrolls to what the focus has moved to."""
        panel, view, focused = self._panel, self._panel.view, self.interface.focused
        placed = next((p for p in panel.widgets(page, 0.0) if any(c.key == focused for c in p.cells)), None)
        if placed is None or placed.name == "close":
            return
        top, bottom, margin = placed.rect.y - view.y, placed.rect.bottom - view.y, panel.fade + page.px(12.0)
        self._to(min(max(self._goal, bottom + margin - view.h), top - margin))

    def _asked(self, actions: list[Action]) -> list[Action]:
        """Returns these actions, with what the drawer's own buttons stand for in their place."""
        found: list[Action] = []
        for action in actions:
            name = action.name if isinstance(action, Press) else ""
            kind, _, section_name = name.partition(":")
            section = self.story.named(section_name)
            if kind == "show" and section is not None:
                found += section.actions
            elif kind == READ and section is not None:
                found.append(Read(section.name))
            elif name == "close":
                found.append(Read(""))
            else:
                found.append(action)
        return found

    def step(self, dt: float, page: Page) -> None:
        """Moves what slides and scrolls on by `dt` seconds; with reduced motion it cuts."""
        self._slide.step(SLIDE if page.reduced_motion else dt)
        left = self._goal - self._scroll
        if abs(left) < 0.5 or page.reduced_motion:
            self._scroll = self._goal
        else:
            self._scroll += left * approach(SCROLL_RATE, dt)
        self._place(page)
        self.interface.step(dt)

    def paint(self, canvas: Canvas, page: Page) -> None:
        """Puts it on the canvas, as far as it has slid."""
        if self._slide.value > 0.0:
            paint_drawer(canvas, page, self._panel, self.interface, self._scroll, self._slide.value)
