"""What a renderer has to know of one picture besides the tree: the camera, the colours of the place, the size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from descent_game.engine.camera import Camera

Color: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class Palette:
    """The colours that shaders take from the theme, sRGB as displayed, opacity last.

    `background_inner` glows at the stage and falls to `background_outer` at the edges; `ramp` colours a surface from
    low to high; `glow` is how strong lights glow, from 0 to 1.
    """

    background_inner: Color
    background_outer: Color
    ramp: tuple[Color, Color, Color, Color]
    contour: Color
    ink: Color
    glow: float = 1.0


@dataclass(frozen=True)
class View:
    """One picture: `width` and `height` in pixels, `scale` pixels of the window for one of the 1920 x 1080 design."""

    camera: Camera
    palette: Palette
    width: int
    height: int
    scale: float = 1.0
    transparent: bool = False
