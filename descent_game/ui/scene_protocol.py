"""What every scene is: a tree, a camera, controls, a state, widgets, and the painting of its words and numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from descent_game.engine.actions import Action
from descent_game.engine.camera import Camera
from descent_game.engine.controls import Controls
from descent_game.engine.node import Node
from descent_game.engine.sounds import Sound
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import Page
from descent_game.ui.widgets import Placed


class PlayableScene(Protocol):
    """Data that a simulation moves and a renderer draws; it holds no GL object and reads no clock.

    The stage calls `resize` whenever the page changes (size, theme, language, text size), and `paint` once a picture,
    after `frame`; it paints the `widgets` itself, after. `hover` is where the pointer is, None when it has left. Steps
    add to `sounds`, and whoever moves the scene on takes them out again.
    """

    name: str
    root: Node
    camera: Camera
    controls: Controls
    paused: bool
    hover: tuple[float, float] | None
    sounds: deque[Sound]

    def act(self, action: Action) -> None:
        """Does what was asked, or nothing where it has no meaning here."""

    def step(self, dt: float) -> None:
        """Advances the simulation by one fixed step of `dt` seconds."""

    def settle(self) -> None:
        """Brings everything that is on its way to its goal, as if it had begun there."""

    def snapshot(self) -> Any:
        """Returns the whole state as one value; pages and what fades on them are none of it."""
        ...

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned, in this scene or in another of its kind; the page shows it at once.

        Raises ValueError for the state of another kind of scene.
        """

    def shared(self) -> tuple[tuple[str, str], ...]:
        """Returns what the words that open it have beside its controls, in order: a control, `seed`, or `drop`."""
        ...

    def unshared(self) -> tuple[str, ...]:
        """Returns the keys of the sentences that say what those words leave out."""
        ...

    def resize(self, page: Page) -> None:
        """Takes the page and lays itself out on it; sets the camera's stage."""

    def widgets(self) -> Sequence[Placed]:
        """Returns the widgets in their places."""
        ...

    def grabs(self, x: float, y: float) -> bool:
        """Returns whether a press at (x, y) in [-1, 1] takes hold of something: then the pointer sends `Drag`."""
        ...

    def frame(self, dt: float, alpha: float) -> None:
        """Makes the tree ready for one picture, `alpha` of the way to the next step."""

    def paint(self, canvas: Canvas) -> None:
        """Paints what is not a widget: titles, words, boards, charts, names."""

    def skip(self, dt: float, alpha: float) -> None:
        """Moves on what later pictures take from one that is not to be seen, as `frame` and `paint` would."""


@runtime_checkable
class Surfaced(Protocol):
    """A scene with a surface that things are dropped on: by hand, by a script, and by `drop=X,Y` in its words.

    `extent` is its part of the plane, x0, x1, y0, y1.
    """

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """The part of the plane that can be dropped on."""
        ...

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Returns where on the screen a place of the surface is in the picture last made, in [-1, 1], y up."""
        ...
