"""A node that is drawn: a geometry, a material and its own uniforms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.linalg import IDENTITY, Matrix
from descent_game.engine.node import Node

Fixed: TypeAlias = tuple[tuple[str, int], ...]
Uniform: TypeAlias = float | int | tuple[float, ...] | npt.NDArray[np.float32]


@dataclass(frozen=True)
class Material:
    """How a mesh meets the picture: its shader's name, and how it treats colour and depth.

    `blend` is over (premultiplied alpha), add, lighten (the greater of the two) or off. `depth` is test (and write),
    read (test only) or off. `cull` hides faces turned away. `fixed` are numbers for the shader's text, by the names it
    has for them: a driver that draws in software runs what does not ask and does not loop twice as fast.
    """

    shader: str
    blend: Literal["over", "add", "lighten", "off"] = "over"
    depth: Literal["test", "read", "off"] = "test"
    cull: bool = False
    primitive: Literal["triangles", "triangle_strip", "points", "lines"] = "triangles"
    fixed: Fixed = ()


ORNAMENTS: Final = 2
"""How many kinds of ornament there are: with so many, nothing is left out."""


class Mesh(Node):
    """A node with something to draw; its world matrix reaches the shader as `world`, `uniforms` by their names.

    Where the machine is slow, what is only an ornament may be left out: without it the picture says the same. An
    `ornament` of 0 never is, one of 2 goes before one of 1; with the last of them `plain` stands in for the material.
    """

    def __init__(
        self,
        name: str,
        geometry: Geometry,
        material: Material,
        *,
        uniforms: dict[str, Uniform] | None = None,
        textures: dict[str, Texture] | None = None,
        transform: Matrix = IDENTITY,
        visible: bool = True,
        ornament: int = 0,
        plain: Material | None = None,
    ) -> None:
        super().__init__(name, transform=transform, visible=visible)
        self.geometry = geometry
        self.material = material
        self.uniforms: dict[str, Uniform] = uniforms or {}
        self.textures: dict[str, Texture] = textures or {}
        self.ornament = ornament
        self.plain = plain
