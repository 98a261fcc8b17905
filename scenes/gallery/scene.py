"""The gallery: a wall of activation functions, one marker through all of them, and what each leaves of a gradient."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from descent_game.engine.actions import Action, Click, Drag, Press, Set, Turn, Zoom
from descent_game.engine.camera import Camera
from descent_game.engine.controls import Range
from descent_game.engine.node import Node
from descent_game.engine.snapshot import Stateful
from descent_game.ui.canvas import Canvas, KeyedPart, Rect
from descent_game.ui.layout import Layout
from descent_game.ui.page import Page
from descent_game.ui.panels import PageFrame
from descent_game.ui.widgets import Placed, Slider

from .close_up import NearPainter
from .meshes import MeshUpdater
from .numbers import caption_text
from .page import Places, arranged, places
from .plot import HIGH, LOW, Marked
from .pointing import Hold, PointerTargets
from .state import NAMES, GalleryState, controls
from .visibility import GalleryView, Sentence, on_screen
from .walk import Walk
from .wall import Rows, Wall
from .wall_words import paint_far

KEY_STEPS = {"left": -0.1, "right": 0.1, "left_fine": -0.01, "right_fine": 0.01}
PULL = 0.8
"""Who zooms in by this much walks up to the picture there; out by as much, back to the wall."""
LEAVES, HANGS = 0.8, 0.1
"""How near one must stand for the words close up to begin to appear, and for those of the wall to be gone."""


class GalleryScene(Stateful):
    """Ten functions side by side or one close up. What is shown follows from the controls; only glides have a past."""

    name = "gallery"
    STATE = ("story", "walk", "paused", "_hold", "_pull", "_pinned", "_arrived")

    def __init__(self, seed: int = 0) -> None:
        self.controls = controls()
        self.story = GalleryState(self.controls, seed)
        self.paused = False
        self.hover: tuple[float, float] | None = None
        self.layout_version = 0
        self._dresser = MeshUpdater(Wall(len(NAMES)))
        self.walk = Walk()
        self.root = Node("gallery", self._dresser.wall.node)
        self.camera = Camera()
        self.sentence = Sentence()
        self._near = NearPainter()
        self._frame = PageFrame()
        self._far = KeyedPart()
        self._page: Page | None = None
        self._places: Places | None = None
        self._layout: Layout | None = None
        self._sight: GalleryView | None = None
        self._hold: Hold | None = None
        self._pull = 1.0
        self._pinned: int | None = None
        self._arrived = True
        self._framed: tuple[object, ...] = ()
        self._panels: Rows = np.zeros((0, 4), np.float32)
        self._fades: Rows = np.zeros(0, np.float32)
        self._rects: list[Rect] = []

    @property
    def on_wall(self) -> bool:
        """Whether all pictures are, or will be, seen at once."""
        return self.controls.word("view") == "wall"

    @property
    def _reduced(self) -> bool:
        return self._page is not None and self._page.reduced_motion

    def _refresh(self) -> None:
        self.story.refresh(wide=self.on_wall or self.walk.near < 1.0)
        if self._page is not None:
            said = self.story.caption
            self.sentence.say(said.key, caption_text(self._page.messages, said))

    # -- what is asked ----------------------------------------------------------------------------------------------

    def act(self, action: Action) -> None:
        """Does what was asked of the gallery."""
        match action:
            case Set(name, value):
                self._set(name, value)
            case Press(name):
                self._press(name)
            case Drag(x, y, phase):
                self._drag(x, y, phase)
            case Click(x, y, 1):
                self._click(x, y)
            case Zoom(factor, x, y):
                self._zoom(factor, x, y)
            case Turn(yaw, pitch, False) if self.on_wall:
                self.walk.turn(yaw, pitch)

    def _set(self, name: str, value: object) -> None:
        before = self.story.chosen
        if not self.controls.set(name, value):
            return
        if name == "activation":
            self.story.show(before, hanging=self.walk.near == 0.0, at_once=self._reduced)
        elif name == "leaky_slope":
            self.story.leak(at_once=self._reduced)
        elif name == "initialisation":
            self.story.forget()
        elif name == "view":
            self.walk.to(not self.on_wall, at_once=self._reduced)
            self._pull = 1.0
        if name in ("view", "source", "activation"):
            self._pinned = None
            self._arrange()
        self._refresh()

    def _press(self, name: str) -> None:
        if name == "home":
            self.walk.straight()
            self._set("z", 0.0)
        elif name in KEY_STEPS:
            z = round(self.controls.number("z") + KEY_STEPS[name], 2)
            self._set("z", min(max(z, LOW), HIGH))
        elif name == "draw_again" and self.story.real:
            self.story.forget(again=True)
            self._refresh()

    def shared(self) -> tuple[tuple[str, str], ...]:
        """Returns the seed of the networks that are measured."""
        return (("seed", str(self.story.seed)),)

    def unshared(self) -> tuple[str, ...]:
        """Returns nothing: the words of the gallery leave nothing out."""
        return ()

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned, in this scene or in another; the page shows it at once."""
        super().restore(state)
        self.sentence = Sentence()
        if self._page is not None:
            self.resize(self._page)

    def _hands(self) -> PointerTargets | None:
        if self._places is None:
            return None
        camera = self.walk.camera(self._places, self.story.chosen) if self.on_wall else None
        return PointerTargets(self._places, camera)

    def grabs(self, x: float, y: float) -> bool:
        """Returns whether a press at (x, y) takes hold of the marker, or of a picture on the wall."""
        hands = self._hands()
        return hands is not None and hands.grabs(x, y)

    def _drag(self, x: float, y: float, phase: str) -> None:
        hands, hold = self._hands(), self._hold
        if hands is None:
            return
        if phase == "grab":
            hold = hands.grab(x, y, self.controls.number("z"))
        if hold is None:
            return
        if self.on_wall and not hands.wandered(hold, x, y):
            self._hold = hold if phase != "release" else None
            if phase == "release":
                self._choose(hands.picture(hold.x, hold.y))
            return
        self._hold = None if phase == "release" else Hold(hold.x, hold.y, hold.offset, moved=True)
        z = self.controls.control("z")
        assert isinstance(z, Range)
        value = hands.value(z, hold, x, y)
        if value is not None:
            self._set("z", value)

    def _choose(self, number: int | None) -> None:
        """Walks up to a picture on the wall."""
        if number is not None:
            self._set("activation", NAMES[number])
            self._set("view", "one")

    def _click(self, x: float, y: float) -> None:
        hands = self._hands()
        if hands is None:
            return
        if self.on_wall:
            self._choose(hands.picture(x, y))
        elif hands.grabs(x, y):
            self._drag(x, y, "grab")
            self._drag(x, y, "release")
        else:
            bar = hands.bar(x, y)
            self._pinned = None if bar == self._pinned else bar

    def _zoom(self, factor: float, x: float, y: float) -> None:
        self._pull *= factor
        hands = self._hands()
        if hands is not None and self.on_wall and self._pull < PULL:
            self._pull = 1.0
            self._choose(hands.picture(x, y))
        elif not self.on_wall and self._pull > 1.0 / PULL:
            self._set("view", "wall")
        self._pull = max(self._pull, 1.0) if not self.on_wall else min(self._pull, 1.0)

    def settle(self) -> None:
        """Brings everything that is on its way to where it is going, at once."""
        self.walk.settle()
        self.story.settle()
        self.sentence.step(1.0, True)
        self._near.forget()
        self._arrived = self.walk.near > LEAVES
        self._arrange()

    def step(self, dt: float) -> None:
        """Moves all that glides on by one fixed step, and measures one more network of those on the wall."""
        self.walk.step(dt, at_once=self._reduced)
        if self._arrived != (self.walk.near > LEAVES):
            self._arrived = not self._arrived
            self._arrange()
        self.story.step(dt, at_once=self._reduced)
        self.sentence.step(dt, self._reduced)
        if self.on_wall and self.story.measure_next():
            self._refresh()

    # -- what is seen -----------------------------------------------------------------------------------------------

    def resize(self, page: Page) -> None:
        """Takes the page and lays the gallery out on it."""
        self._page = page
        self._places = places(page, self.controls, len(NAMES))
        self._near.forget()
        self._dresser.fit(self._places)
        self._arrange()
        self._refresh()
        self.frame(0.0, 1.0)

    def _arrange(self) -> None:
        if self._page is not None:
            self._layout = arranged(self._page, self.controls, self._arrived)
            self.layout_version += 1

    def widgets(self) -> Sequence[Placed]:
        """Returns the widgets in their places; close up the marker is one for the keys."""
        if self._layout is None or self._places is None:
            return ()
        if self.on_wall or not self._arrived:
            return self._layout.widgets
        z, plot = self.controls.control("z"), self._places.near.plot
        assert isinstance(z, Range)
        return (*self._layout.widgets, Placed("z", Slider(z, bare=True), plot, plot))

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the wall for one picture: writes what has changed, and nothing else."""
        page, placed, story = self._page, self._places, self.story
        if page is None or placed is None:
            return
        state = (self.walk.near, self.walk.aside, story.chosen, id(placed))
        if state != self._framed:
            self._framed = state
            self.camera = self.walk.camera(placed, story.chosen)
            self._panels = self.walk.panels(placed, story.chosen)
            self._fades = self.walk.fades(story.chosen, len(NAMES))
            self._rects = on_screen(page, self.camera, self._panels)
        marked = self._dresser.draw(story, placed, self.walk.near)
        self._dresser.dress(page, self._panels, self._fades, self.walk)
        self._sight = self._seen(placed, marked)
        if self.walk.near > LEAVES:
            self._near.dress(page, self._sight, dt)

    def skip(self, dt: float, alpha: float) -> None:
        """Moves on what follows from picture to picture: writing only what has changed is quick enough."""
        self.frame(dt, alpha)

    def _seen(self, placed: Places, marked: Marked) -> GalleryView:
        hands, hover, rects, arrived = self._hands(), self.hover, self._rects, self.walk.near == 1.0
        pointed, hovered = self._pinned, None
        if hands is not None and hover is not None:
            bar = hands.bar(*hover)
            pointed = self._pinned if bar is None else bar
            hovered = hands.picture(*hover) if self.walk.near == 0.0 and self.walk.aside == (0.0, 0.0) else None
        story = self.story
        return GalleryView(
            near=self.walk.near,
            plot=placed.near.plot if arrived else rects[1],
            chart=placed.near.bars if arrived else rects[2],
            pictures=tuple(zip(rects[3::3], rects[5::3], strict=True)),
            names=NAMES,
            activation=story.activation,
            z=self.controls.number("z"),
            weight=self.controls.number("weight"),
            curves=story.curves[0],
            bars=story.bars,
            marked=marked,
            dead_share=story.dead_share,
            pointed=pointed,
            hovered=hovered,
        )

    def paint(self, canvas: Canvas) -> None:
        """Paints the words and numbers of what is near, or of the wall; on the way between the two they fade."""
        page, placed, layout, sight = self._page, self._places, self._layout, self._sight
        if page is None or placed is None or layout is None or sight is None:
            return
        self._frame.paint(canvas, page, layout, None)
        near, far = (sight.near - LEAVES) / (1.0 - LEAVES), 1.0 - sight.near / HANGS
        if near > 0.0:
            canvas.opacity = near
            self._near.paint(canvas, page, placed, sight)
            self.sentence.paint(canvas, page, placed.near_caption)
        elif far > 0.0:
            canvas.opacity = far
            seen = (page, placed, sight.pictures, sight.activation.name, sight.hovered, sight.bars.values.tobytes())
            canvas.part(self._far, seen, partial(paint_far, canvas, page, placed, sight))
            self.sentence.paint(canvas, page, placed.far_caption)
        canvas.opacity = 1.0
