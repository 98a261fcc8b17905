"""What explains, over any scene: the drawer with the longer reading and the glossary's card."""

from __future__ import annotations

from descent_game.engine.actions import Action, Explain, Goto, Press, Read
from descent_game.engine.camera import Viewport
from descent_game.engine.events import Key, Pointer
from descent_game.engine.remembered import Remembered
from descent_game.ui import drawer_paint, widgets
from descent_game.ui.canvas import Canvas, TermPlace
from descent_game.ui.drawer import Drawer
from descent_game.ui.glossary import Glossary
from descent_game.ui.head_buttons import READ
from descent_game.ui.interface import Interface
from descent_game.ui.page import Page
from descent_game.ui.reading import Story
from descent_game.ui.widgets import Cell, Placed


def placed_terms(terms: tuple[TermPlace, ...]) -> tuple[Placed, ...]:
    """Returns the terms of a picture as what can be pointed at, pressed and focused."""
    placed: list[Placed] = []
    for number, (rect, key, _) in enumerate(terms):
        name = f"term:{number}:{key}"
        continued = number > 0 and terms[number - 1].key == key and terms[number - 1].rect.y < rect.y
        placed.append(Placed(name, widgets.Term(key, continued), rect, rect, cells=(Cell(name, key, rect, rect),)))
    return tuple(placed)


def pointed(interface: Interface) -> tuple[TermPlace | None, bool]:
    """Returns the term that pointer or focus rest on, if any, and whether it is the focus."""
    focused = interface.focused if interface.focus_visible else ""
    for name, focus in ((interface.hovered, False), (focused, True)):
        for placed in interface.placed if name else ():
            if placed.name == name and isinstance(placed.widget, widgets.Term):
                return TermPlace(placed.rect, placed.widget.key, 0), focus
    return None, False


class Reader:
    """The drawer and the card; `widgets` are the terms of the scene's own words, for its interface.

    `sight` are all terms that are to be seen in the picture painted last.
    """

    def __init__(self, story: Story) -> None:
        self.drawer = Drawer(story)
        self.glossary = Glossary()
        self.widgets: tuple[Placed, ...] = ()
        self.sight: tuple[TermPlace, ...] = ()
        self._placed_terms = Remembered(placed_terms)

    def concerns(self, action: Action) -> bool:
        """Returns whether an action asks for something to be explained, and not for anything of the scene."""
        return isinstance(action, Read | Explain) or action == Press(READ)

    def act(self, action: Action, scene: str, interface: Interface) -> list[Goto]:
        """Does what was asked beside a scene, and returns the scene to go to if the section is told beside another."""
        if isinstance(action, Explain):
            self.glossary.explain(action.term, self.sight)
            return []
        self.glossary.close()
        section = action.section if isinstance(action, Read) else ""
        opened = self.drawer.story.named(section)
        if opened is not None or (action == Press(READ) and not self.drawer.open):
            beside = opened.scene if opened is not None else scene
            if self.drawer.story.of(beside):
                self.drawer.show(beside, section, focus=interface.focus_visible)
                interface.release()
            return [Goto(beside)] if beside != scene else []
        self._close(interface)
        return []

    def _close(self, interface: Interface) -> None:
        if self.drawer.open and self.drawer.interface.focus_visible:
            interface.focused, interface.focus_visible = READ, True
        self.drawer.close()

    def visit(self, scene: str) -> None:
        """Takes that another scene is shown: an open drawer shows its reading."""
        self.glossary.close()
        if self.drawer.open and self.drawer.scene != scene:
            self.drawer.show(scene)

    def let_go(self) -> None:
        """Closes everything at once."""
        self.glossary.close()
        self.drawer.close()
        self.drawer.rest()

    def pointer(self, event: Pointer, page: Page, interface: Interface) -> list[Action] | None:
        """Returns what a pointer's event asks of the drawer or the card, or None if it is not theirs."""
        x, y = page.pixels(event.x, event.y)
        if event.kind == "press" and self.glossary.open and not self.glossary.anchor.contains(x, y):
            inside = self.glossary.rect.contains(x, y)
            self.glossary.close()
            if inside:
                return []
        if interface.busy or not self.drawer.holds(event, page):
            self.drawer.interface.hovered = ""
            return None
        interface.hovered = ""
        return self.drawer.handle(event, page)

    def key(self, event: Key, page: Page) -> list[Action] | None:
        """Returns what a key asks of the drawer or the card, or None if it is not theirs."""
        if event.name == "escape" and self.glossary.open:
            self.glossary.close()
            return []
        return self.drawer.handle(event, page) if self.drawer.open else None

    def step(self, dt: float, page: Page, scenes: tuple[str, ...], interface: Interface, stage: Viewport) -> None:
        """Moves on by `dt` seconds of the picture's time and lays the drawer out beside the camera's stage."""
        if self.drawer.shown:
            self.drawer.arrange(page, scenes, drawer_paint.edge(interface.placed, stage, page))
            self.drawer.step(dt, page)
        place, focus = pointed(self.drawer.interface if self.drawer.open else interface)
        self.glossary.point(place, dt, at_once=focus)
        self.glossary.step(dt, page, self.sight)

    def paint(self, canvas: Canvas, page: Page) -> None:
        """Puts drawer and card over the scene, and takes note of the terms that are to be seen."""
        under = self.drawer.rect if self.drawer.open else None
        terms = tuple(term for term in canvas.terms if under is None or not under.overlaps(term.rect))
        self.widgets = self._placed_terms(terms)
        count = len(canvas.terms)
        self.drawer.paint(canvas, page)
        self.sight = (*canvas.terms[count:], *terms)
        self.glossary.paint(canvas, page)
