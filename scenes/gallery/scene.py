"""The gallery: a wall of activation functions, one marker through all of them, and what each leaves of a gradient."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from descent_game.engine.actions import Action, Click, Drag, Press, Set, Turn, Zoom
from descent_game.engine.camera import Camera
from descent_game.engine.node import Node
from descent_game.engine.remembered import Remembered
from descent_game.engine.snapshot import Stateful
from descent_game.engine.sounds import Sound
from descent_game.ui.canvas import Canvas, Part, Rect
from descent_game.ui.layout import Layout
from descent_game.ui.page import DESIGN, Page
from descent_game.ui.panels import FadingCaption, PageFrame, paint_lines
from descent_game.ui.theme import line_height
from descent_game.ui.widgets import Placed, Slider

from .close_up import CloseUp, GalleryView
from .page import Places, arranged, fitted, places
from .plot import HIGH, LOW
from .pointing import Grab, PointerTargets
from .state import NAMES, GalleryState, Z, controls
from .viewer import Viewer, camera_at, wall_seen
from .wall import Wall, paint_wall
from .words import caption_text

KEY_STEPS = {"left": -0.1, "right": 0.1, "left_fine": -0.01, "right_fine": 0.01}
PULL = 0.8
"""Who zooms in by this much goes up to the picture there; out by as much, back to the wall."""
LEAVES, HANGS = 0.8, 0.1
"""How near one must stand for the words close up to begin to appear, and for those of the wall to be gone."""


def paint_sentence(canvas: Canvas, page: Page, rect: Rect, text: str) -> None:
    """Puts a sentence at the head of a rectangle, as large as it fits."""
    style, set_lines = fitted(page, "reading", text, rect)
    if len(set_lines) * line_height("reading", style.size) > rect.h + page.px(26.0):
        return  # no room for it as large as can be read: nothing rather than a text over the controls
    paint_lines(canvas, page, "reading", style, set_lines, rect.x, rect.y, page.theme.text)


class GalleryScene(Stateful):
    """Ten functions side by side or one close up. What is shown follows from the controls; only glides have a past."""

    name = "gallery"
    STATE = ("story", "viewer", "paused", "_grab", "_pull", "_pinned", "_arrived")

    def __init__(self, seed: int = 0) -> None:
        self.controls = controls()
        self.story = GalleryState(self.controls, seed)
        self.paused = False
        self.hover: tuple[float, float] | None = None
        self.sounds: deque[Sound] = deque()
        self.wall = Wall(len(NAMES))
        self.viewer = Viewer()
        self.root = Node("gallery", self.wall.node)
        self.camera = Camera()
        self.caption = FadingCaption(paint_sentence)
        self._close_up = CloseUp()
        self._frame = PageFrame()
        self._names = Part(paint_wall)
        self._seen = Remembered(wall_seen)
        self._laid_out, self._placed = Remembered(arranged), Remembered(places)
        self.page = DESIGN
        self._grab: Grab | None = None
        self._pull = 1.0
        self._pinned: int | None = None
        self._arrived = True
        self._view: GalleryView | None = None

    @property
    def on_wall(self) -> bool:
        """Whether all pictures are, or will be, seen at once."""
        return self.controls.word("view") == "wall"

    @property
    def _places(self) -> Places:
        """Where everything stands on the page."""
        return self._placed(self.page, len(NAMES))

    @property
    def _layout(self) -> Layout:
        """Where what is shown now stands."""
        leaky = self.story.activation.leak is not None
        return self._laid_out(self.page, self.on_wall, self.story.real, leaky, self._arrived)

    def _refresh(self) -> None:
        self.story.refresh(wide=self.on_wall or self.viewer.near < 1.0)
        said = self.story.caption
        self.caption.say(caption_text(self.page.messages, said), said.key)

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
                self.viewer.turn(yaw, pitch)

    def _set(self, name: str, value: object) -> None:
        before = self.story.chosen
        if not self.controls.set(name, value):
            return
        if name == "activation":
            self.story.show(before, hanging=self.viewer.near == 0.0, at_once=self.page.reduced_motion)
        elif name == "leaky_slope":
            self.story.leak(at_once=self.page.reduced_motion)
        elif name == "view":
            self.viewer.go(not self.on_wall, at_once=self.page.reduced_motion)
            self._pull = 1.0
        if name in ("view", "source", "activation"):
            self._pinned = None
        self._refresh()

    def _press(self, name: str) -> None:
        if name == "home":
            self.viewer.look_straight()
            self._set("z", 0.0)
        elif name in KEY_STEPS:
            z = round(self.controls.number("z") + KEY_STEPS[name], 2)
            self._set("z", min(max(z, LOW), HIGH))
        elif name == "draw_again" and self.story.real:
            self.story.draw_again()
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
        self.caption = FadingCaption(paint_sentence)
        self.resize(self.page)
        self.caption.step(1.0, True)

    @property
    def _targets(self) -> PointerTargets:
        camera = camera_at(self._places, self.story.chosen, self.viewer.now) if self.on_wall else None
        return PointerTargets(self._places, camera)

    def grabs(self, x: float, y: float) -> bool:
        """Returns whether a press at (x, y) takes hold of the marker, or of a picture on the wall."""
        return self._targets.grabs(x, y)

    def _drag(self, x: float, y: float, phase: str) -> None:
        targets, grab = self._targets, self._grab
        if phase == "grab":
            grab = targets.grab(x, y, self.controls.number("z"))
        if grab is None:
            return
        if self.on_wall and not targets.wandered(grab, x, y):
            self._grab = grab if phase != "release" else None
            if phase == "release":
                self._choose(targets.picture(grab.x, grab.y))
            return
        self._grab = None if phase == "release" else Grab(grab.x, grab.y, grab.offset, moved=True)
        value = targets.value(grab, x, y)
        if value is not None:
            self._set("z", value)

    def _choose(self, number: int | None) -> None:
        """Goes up to a picture on the wall."""
        if number is not None:
            self._set("activation", NAMES[number])
            self._set("view", "one")

    def _click(self, x: float, y: float) -> None:
        targets = self._targets
        if self.on_wall:
            self._choose(targets.picture(x, y))
        elif targets.grabs(x, y):
            self._drag(x, y, "grab")
            self._drag(x, y, "release")
        else:
            bar = targets.bar(x, y)
            self._pinned = None if bar == self._pinned else bar

    def _zoom(self, factor: float, x: float, y: float) -> None:
        self._pull *= factor
        if self.on_wall and self._pull < PULL:
            self._pull = 1.0
            self._choose(self._targets.picture(x, y))
        elif not self.on_wall and self._pull > 1.0 / PULL:
            self._set("view", "wall")
        self._pull = max(self._pull, 1.0) if not self.on_wall else min(self._pull, 1.0)

    def settle(self) -> None:
        """Brings everything that is on its way to where it is going, at once."""
        self.viewer.settle()
        self.story.settle()
        self.caption.step(1.0, True)
        self._close_up.forget()
        self._arrived = self.viewer.near > LEAVES

    def step(self, dt: float) -> None:
        """Moves all that glides on by one fixed step, and measures one more network of those on the wall."""
        self.viewer.step(dt, at_once=self.page.reduced_motion)
        self._arrived = self.viewer.near > LEAVES
        self.story.step(dt, at_once=self.page.reduced_motion)
        self.caption.step(dt, self.page.reduced_motion)
        if self.on_wall and self.story.measure_next():
            self._refresh()

    # -- what is seen -----------------------------------------------------------------------------------------------

    def resize(self, page: Page) -> None:
        """Takes the page and lays the gallery out on it."""
        self.page = page
        self._close_up.forget()
        self._refresh()
        self.frame(0.0, 1.0)

    def widgets(self) -> Sequence[Placed]:
        """Returns the widgets in their places; close up the marker is one for the keys."""
        if self.on_wall or not self._arrived:
            return self._layout.widgets
        plot = self._places.near.plot
        return (*self._layout.widgets, Placed("z", Slider(Z, bare=True), plot, plot))

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the wall for one picture: writes what has changed, and nothing else."""
        placed, story, at = self._places, self.story, self.viewer.now
        seen = self._seen(placed, story.chosen, at)
        self.camera = seen.camera
        curves = tuple(each.now for each in (story.curves if at.near < 1.0 else story.curves[:1]))
        bars, z = story.bars.now, self.controls.number("z")
        marked = self.wall.draw(curves, bars, z, placed, at.near)
        self.wall.dress(self.page.theme, self.page.scale, seen, at)
        pointed, hovered = self._pointed()
        close = at.near == 1.0
        self._view = GalleryView(
            near=at.near,
            plot=placed.near.plot if close else seen.rects[1],
            chart=placed.near.bars if close else seen.rects[2],
            pictures=seen.pictures,
            activation=story.activation,
            z=z,
            weight=self.controls.number("weight"),
            curves=curves[0],
            bars=bars,
            marked=marked,
            dead_share=story.dead_share,
            pointed=pointed,
            hovered=hovered,
        )
        if at.near > LEAVES:
            self._close_up.dress(self.page, self._view, dt)

    def skip(self, dt: float, alpha: float) -> None:
        """Moves on what follows from picture to picture: writing only what has changed is quick enough."""
        self.frame(dt, alpha)

    def _pointed(self) -> tuple[int | None, int | None]:
        """Returns the bar that is pointed at, and the picture on the wall that the pointer is over."""
        targets, hover, at = self._targets, self.hover, self.viewer.now
        if hover is None:
            return self._pinned, None
        bar = targets.bar(*hover)
        hovered = targets.picture(*hover) if at.near == 0.0 and at.straight else None
        return self._pinned if bar is None else bar, hovered

    def paint(self, canvas: Canvas) -> None:
        """Paints the words and numbers of what is near, or of the wall; on the way between the two they fade."""
        page, placed, view = self.page, self._places, self._view
        if view is None:
            return
        self._frame.paint(canvas, page, self._layout, None)
        near, far = (view.near - LEAVES) / (1.0 - LEAVES), 1.0 - view.near / HANGS
        if near > 0.0:
            canvas.opacity = near
            self._close_up.paint(canvas, page, placed, view)
            self.caption.paint(canvas, page, placed.near_caption)
        elif far > 0.0:
            canvas.opacity = far
            dead = view.bars.dead()[1:]
            self._names.paint(canvas, page, placed.lead, view.pictures, self.story.chosen, view.hovered, dead)
            self.caption.paint(canvas, page, placed.far_caption)
        canvas.opacity = 1.0
