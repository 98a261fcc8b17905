"""A tree and a canvas into pixels.

Shaders write colours as displayed (sRGB), premultiplied by opacity, and blending happens on those. Each shader that
lights something does so in linear light and encodes its own result through `shaders/_color.glsl`. A picture kept
linear until the end would need a float framebuffer and a pass over the whole screen, some ten milliseconds a picture
at 1080p on a machine that draws in software; what it would change here is the mixing at soft edges, no more.

A renderer owns every GPU object it makes, keyed weakly by the data it came from. One process has one renderer.
"""

from __future__ import annotations

from typing import Any

import moderngl
import numpy as np

from descent_game.engine.linalg import Matrix
from descent_game.engine.mesh import ORNAMENTS, Material, Mesh, Uniform
from descent_game.engine.node import Node
from descent_game.engine.view import View
from descent_game.render.background import Background, Gradient
from descent_game.render.frame import Frame
from descent_game.render.paint import Painter
from descent_game.render.state import PRIMITIVES, PipelineState, Shader
from descent_game.render.target import Target
from descent_game.render.upload import LARGEST, Counts, NonFinite, Uploads, finite, single
from descent_game.ui.canvas import Canvas

PICTURE = Material("picture", blend="over", depth="off")
GROUND = Material("picture", blend="off", depth="off")


class Renderer:
    """Draws trees and canvases; `counts` says what the last picture took."""

    def __init__(self, context: moderngl.Context) -> None:
        self.context = context
        self.counts = Counts()
        self._frame = Frame(context, self.counts)
        self._state = PipelineState(context, self.counts)
        self._uploads = Uploads(context, self.counts)
        self.painter = Painter(context, self._state, self.counts)
        self._background = Background(context, self._state, self.counts)
        self._picture: Any = None

    def draw(
        self,
        target: Target,
        root: Node,
        view: View,
        canvas: Canvas | None = None,
        *,
        through: Target | None = None,
        ornaments: int = ORNAMENTS,
    ) -> None:
        """Draws the background, every visible mesh of the tree in its order, then the canvas, into `target`.

        All but the canvas may go `through` another target, smaller or multisampled, whose picture is laid into this
        one. With fewer kinds of `ornaments`, meshes that are no more than that are left out; with none, what has a
        plain material is drawn with it.

        Raises NonFinite where numbers of a mesh are not finite, ShaderError for a missing or faulty shader, ValueError
        if view, canvas and target differ in size.
        """
        self._check_sizes(target, view, canvas)
        self.counts.reset()
        if through is None:
            self._draw_scene(target, root, view, ornaments)
        else:
            self._draw_scene(through, root, view, ornaments)
            self._lay(target.use(), through, GROUND, turned=target.top_down != through.top_down)
            self._state.begin(target.use(), flipped=target.top_down)
        if canvas is not None:
            self.painter.paint(canvas)

    def _draw_scene(self, target: Target, root: Node, view: View, ornaments: int) -> None:
        """Draws background and tree; lengths in pixels are those of the view, however large the target is."""
        framebuffer = target.use()
        framebuffer.depth_mask = True
        framebuffer.clear(0.0, 0.0, 0.0, 0.0)
        self._frame.write(view, flipped=target.top_down)
        if not view.transparent:
            self._background.draw(target, gradient(view, target))
        self._state.begin(framebuffer, flipped=target.top_down)
        for node, world in root.walk():
            if isinstance(node, Mesh) and node.ornament <= ornaments:
                self._draw_mesh(node, world, node.material if ornaments or node.plain is None else node.plain)

    def write_over(self, target: Target, canvas: Canvas) -> None:
        """Paints a further canvas over what was last drawn into a target of its size."""
        self._state.begin(target.use(), flipped=target.top_down)
        self.painter.paint(canvas)

    def cover(self, target: Target, picture: Target, opacity: float) -> None:
        """Lays another target's picture, of any size, over what was last drawn into `target`: for cross-fades."""
        self._lay(target.use(), picture, PICTURE, opacity, turned=target.top_down != picture.top_down)

    def show(self, screen: Any, picture: Target, shift: tuple[int, int]) -> None:
        """Puts a target's picture on the window, `context.screen`, moved by `shift` pixels to the right and up."""
        screen.use()
        screen.viewport = (0, 0, picture.width, picture.height)
        screen.clear()
        screen.viewport = (*shift, picture.width, picture.height)
        self._lay(screen, picture, PICTURE, turned=picture.top_down)
        screen.viewport = (0, 0, picture.width, picture.height)

    def _lay(
        self, framebuffer: Any, picture: Target, material: Material, opacity: float = 1.0, *, turned: bool
    ) -> None:
        picture.picture().use(0)
        framebuffer.use()
        self._state.begin(framebuffer, flipped=False)
        shader = self._state.shader(material.shader)
        if self._picture is None:
            self._picture = self.context.vertex_array(shader.program, [])
        self._state.use(shader, material)
        shader.uniforms["opacity"].value = opacity
        shader.uniforms["turned"].value = turned
        self._picture.render(moderngl.TRIANGLES, vertices=3)
        self.counts.draw_calls += 1

    def _check_sizes(self, target: Target, view: View, canvas: Canvas | None) -> None:
        size = (target.width, target.height)
        if (view.width, view.height) != size:
            raise ValueError(f"the view is {view.width} x {view.height}, the target {size[0]} x {size[1]}")
        if canvas is not None and (canvas.width, canvas.height) != size:
            raise ValueError(f"the canvas is {canvas.width} x {canvas.height}, the target {size[0]} x {size[1]}")

    def _draw_mesh(self, mesh: Mesh, world: Matrix, material: Material) -> None:
        shader = self._state.shader(material.shader, material.fixed)
        vertex_array = self._uploads.vertex_array(mesh.geometry, shader.program)
        self._state.use(shader, material)
        _set_uniforms(mesh, shader, ("world", world), *mesh.uniforms.items())
        for unit, (name, texture) in enumerate(mesh.textures.items()):
            if name in shader.uniforms:
                self._uploads.texture(texture).use(unit)
                _set_uniforms(mesh, shader, (name, unit))
        geometry = mesh.geometry
        vertex_array.render(PRIMITIVES[material.primitive], vertices=geometry.vertices, instances=geometry.instances)
        self.counts.draw_calls += 1

    def release(self) -> None:
        """Frees all that the renderer holds on the GPU; it cannot draw any more."""
        if self._picture is not None:
            self._picture.release()
        self._background.release()
        self.painter.release()
        self._uploads.release()
        self._frame.release()
        self._state.release()


def gradient(view: View, target: Target) -> Gradient:
    """Returns the background of a view in a target of any size."""
    palette, stage = view.palette, view.camera.stage
    middle = stage.x, -stage.y if target.top_down else stage.y
    inner, outer = palette.background_inner, palette.background_outer
    return Gradient(target.width, target.height, target.top_down, middle, inner, outer)


def _set_uniforms(mesh: Mesh, shader: Shader, *values: tuple[str, Uniform]) -> None:
    """Sets those uniforms that a program has and that it was not told already: it keeps them, whatever it draws."""
    wanted, sent = shader.uniforms, shader.sent
    for name, value in values:
        if name in wanted:
            known: object = value.tobytes() if isinstance(value, np.ndarray) else value
            if sent.get(name) != known:
                _set_uniform(mesh, name, shader, value)
                sent[name] = known


def _set_uniform(mesh: Mesh, name: str, shader: Shader, value: Uniform) -> None:
    uniform = shader.uniforms[name]
    if isinstance(value, np.ndarray):
        numbers = finite(f"{mesh.name}.{name}", single(np.atleast_1d(value))).ravel()
        asked = uniform.array_length * uniform.dimension  # fewer rows where a material has fixed how many there are
        uniform.write(np.ascontiguousarray(numbers[:asked]))
    elif all(abs(number) <= LARGEST for number in (value if isinstance(value, tuple) else (value,))):
        uniform.value = value
    else:
        raise NonFinite(f"{mesh.name}.{name} is not finite on the GPU: {value}")
