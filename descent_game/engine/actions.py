"""All that a person or a script can ask of a scene, as data. Positions on the screen are in [-1, 1], y up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Turn:
    """Orbit by radians to the right and up; with `fling`, radians a second at which the orbit coasts on."""

    yaw: float
    pitch: float
    fling: bool = False


@dataclass(frozen=True)
class Zoom:
    """Bring the distance to `factor` of itself, keeping what is under (x, y) where it is."""

    factor: float
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True)
class Pan:
    """Move the view sideways by a part of the screen."""

    dx: float
    dy: float


@dataclass(frozen=True)
class Click:
    """A still press on the stage."""

    x: float
    y: float
    button: int = 1


@dataclass(frozen=True)
class Drag:
    """The pointer held on something of the scene that can be moved: grab, move, release in `phase`."""

    x: float
    y: float
    phase: str = "move"


@dataclass(frozen=True)
class Drop:
    """Put every runner at rest at (x, y), in the surface's own coordinates."""

    x: float
    y: float


@dataclass(frozen=True)
class Set:
    """Give the control of that name a value."""

    name: str
    value: object


@dataclass(frozen=True)
class MoveControl:
    """Bring the number of the control of that name nearer to `to`, by a `share` of the way that is left."""

    name: str
    to: float
    share: float


@dataclass(frozen=True)
class Press:
    """Press the trigger of that name."""

    name: str


@dataclass(frozen=True)
class Goto:
    """Change to the scene of that name."""

    scene: str


@dataclass(frozen=True)
class Pause:
    """Pause, or go on."""


@dataclass(frozen=True)
class Step:
    """Advance the simulation by one step of its own, paused or not."""


@dataclass(frozen=True)
class Read:
    """Open the reading at the section of that name, or close it with an empty one."""

    section: str = ""


@dataclass(frozen=True)
class Explain:
    """Open the glossary's card of that term, beside where the term stands, or close it with an empty one."""

    term: str = ""


@dataclass(frozen=True)
class Say:
    """Show a caption for so many fixed steps (0: until the next one), in the languages it is written in; none: end it.

    `texts` are pairs of a language and a sentence, or one of "" and a sentence, or the key of one, for all languages.
    """

    texts: tuple[tuple[str, str], ...] = ()
    steps: int = 0


@dataclass(frozen=True)
class Point:
    """Move the drawn pointer, as a hand would, within so many fixed steps (0: as long as a hand takes for the way).

    `to` is a place on the screen, the name of a control or of an option of it (`landscape.saddle`), or nothing: then
    the pointer fades. On the `surface` a place is in the coordinates of `Drop`.
    """

    to: tuple[float, float] | str = ""
    steps: int = 0
    surface: bool = False


@dataclass(frozen=True)
class Tap:
    """Let the drawn pointer be seen to press where it is."""


@dataclass(frozen=True)
class Widgets:
    """Show the controls of a demo's scenes, or hide them."""

    shown: bool


@dataclass(frozen=True)
class Values:
    """Show what these controls say in a line of a page without widgets; none: no line."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Restore:
    """Take over what a scene's `state` once returned, as JSON."""

    state: str


@dataclass(frozen=True)
class RecordedView:
    """From here on, places on the screen are meant on such a page: where the hands of a kept session were.

    `size` is in pixels, `diagonal` that of the screen in millimetres; `scenes`, `hidden` and `values` (scene, control,
    what it begins with) are an exhibit's rules.
    """

    size: tuple[int, int]
    language: str = "en"
    theme: str = "dark"
    text_scale: float = 1.0
    reduced_motion: bool = False
    diagonal: float = 0.0
    scenes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    values: tuple[tuple[str, str, str | float | bool], ...] = ()


@dataclass(frozen=True)
class PointerState:
    """Show where the hands of a kept session are; nothing is asked of the scene.

    `hovered`, `held` and `focused` are the keys of what the pointer rests on, fingers are on and keys would change;
    those with `leaf` are in the open reading. `place` is where on the stage the pointer rests, in [-1, 1], if it does.
    `scroll` is how far the reading is scrolled, as a part of all, and `dragged` says whether a finger does it; `card`
    whether the glossary's is open.
    """

    hovered: str = ""
    held: tuple[str, ...] = ()
    focused: str = ""
    place: tuple[float, ...] = ()
    leaf_hovered: str = ""
    leaf_held: tuple[str, ...] = ()
    leaf_focused: str = ""
    scroll: float = 0.0
    dragged: bool = False
    card: bool = False


@dataclass(frozen=True)
class Budget:
    """Take at most so many steps a second: what the machine of a kept session could."""

    steps_a_second: float


@dataclass(frozen=True)
class Capture:
    """Keep the next picture of a film apart, under that name."""

    name: str


Action: TypeAlias = (
    Turn
    | Zoom
    | Pan
    | Click
    | Drag
    | Drop
    | Set
    | MoveControl
    | Press
    | Goto
    | Pause
    | Step
    | Read
    | Explain
    | Say
    | Point
    | Tap
    | Widgets
    | Values
    | Restore
    | RecordedView
    | PointerState
    | Budget
    | Capture
)
