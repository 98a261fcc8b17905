"""What hands do, as data: the window translates its own events into these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True)
class Pointer:
    """A mouse or a finger at (x, y) in [-1, 1], y up, at `time` seconds; `finger` tells touches apart (0: the mouse).

    `button` is 1 left, 2 middle, 3 right; `wheel` is notches away from the visitor (zoom in). What is cancelled is no
    longer down, and asks for nothing: where its release was lost.
    """

    kind: Literal["press", "move", "release", "wheel", "leave", "cancel"]
    x: float
    y: float
    time: float = 0.0
    button: int = 1
    wheel: float = 0.0
    touch: bool = False
    finger: int = 0


@dataclass(frozen=True)
class Key:
    """A key pressed, by its lower-case name (`space`, `.`, `r`, `f1`, `left`), with the modifiers held.

    `pad` says that a button of a game pad stands for it.
    """

    name: str
    shift: bool = False
    control: bool = False
    alt: bool = False
    repeat: bool = False
    pad: bool = False


@dataclass(frozen=True)
class Steer:
    """A stick turns the view by radians to the right and up, and scales its distance by `zoom`; all at rest: let go.

    `repeat` says that no stick has moved since the last one.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    zoom: float = 1.0
    repeat: bool = False


@dataclass(frozen=True)
class Resize:
    """The window has a new size in pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Quit:
    """The window was asked to close."""


Event: TypeAlias = Pointer | Key | Steer | Resize | Quit
