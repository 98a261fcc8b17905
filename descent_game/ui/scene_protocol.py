"""What a scene adds to be played: its widgets, and the painting of its words and numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from descent_game.engine.scene import Scene
from descent_game.engine.sounds import Sound
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import Page
from descent_game.ui.widgets import Placed


class PlayableScene(Scene, Protocol):
    """A scene with an interface.

    The stage calls `resize` whenever the page changes (size, theme, language, text size), and calls `paint` once a
    picture, after `frame`; it paints the `widgets` itself, after.
    `grabs` says whether a press at (x, y) in [-1, 1] takes hold of something of the scene's: then the pointer sends
    `Drag` instead of turning the orbit. `hover` is where the pointer is, None when it has left.
    """

    paused: bool
    hover: tuple[float, float] | None

    def resize(self, page: Page) -> None:
        """Takes the page and lays itself out on it; sets the camera's stage."""

    def widgets(self) -> Sequence[Placed]:
        """Returns the widgets in their places."""
        ...

    def paint(self, canvas: Canvas) -> None:
        """Paints what is not a widget: titles, words, boards, charts, names."""

    def grabs(self, x: float, y: float) -> bool:
        """Returns whether a press at (x, y) would take hold of something to drag."""
        ...


@runtime_checkable
class Settling(Protocol):
    """A scene that can come to rest: what glides after a change arrives at once, as if it had begun so."""

    def settle(self) -> None:
        """Brings everything that is on its way to its goal."""


@runtime_checkable
class Skipping(Protocol):
    """A scene that can do without dressing and painting where a picture is not to be seen."""

    def skip(self, dt: float, alpha: float) -> None:
        """Moves on what later pictures take from this one, as `frame` and `paint` would, and no more."""


@runtime_checkable
class Sounding(Protocol):
    """A scene with something to hear: its steps add to `sounds`, and whoever moves it on takes them out again."""

    sounds: deque[Sound]


@runtime_checkable
class Shared(Protocol):
    """A scene that takes more than its controls to be opened again as it began."""

    def shared(self) -> tuple[tuple[str, str], ...]:
        """Returns what the words that open it have beside its controls, in order: a control, `seed`, or `drop`."""
        ...

    def unshared(self) -> tuple[str, ...]:
        """Returns the keys of the sentences that say what those words leave out."""
        ...


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
        """Returns where on the screen a place of the surface is in the picture last dressed, in [-1, 1], y up."""
        ...
