"""How things meet the picture: programs, blending, depth and faces, changed on the GPU only when they differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import moderngl

from descent_game.engine.mesh import Fixed, Material
from descent_game.render import frame
from descent_game.render.shaders import load_program
from descent_game.render.upload import Counts

PREMULTIPLIED = (moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA)
ADDED = (moderngl.ONE, moderngl.ONE)
FUNCTIONS = {"over": PREMULTIPLIED, "add": ADDED, "lighten": ADDED}
PRIMITIVES = {
    "triangles": moderngl.TRIANGLES,
    "triangle_strip": moderngl.TRIANGLE_STRIP,
    "points": moderngl.POINTS,
    "lines": moderngl.LINES,
}


@dataclass(frozen=True)
class Shader:
    """A linked program, its uniforms by name, and what they were last set to for meshes."""

    name: str
    program: Any
    uniforms: dict[str, Any]
    sent: dict[str, object] = field(default_factory=dict)


class PipelineState:
    """What the GPU is set to. `begin` forgets it all, since others may draw between two pictures."""

    def __init__(self, context: moderngl.Context, counts: Counts) -> None:
        self._context = context
        self._counts = counts
        self._shaders: dict[tuple[str, Fixed], Shader] = {}
        self._target: Any = None
        self._now: tuple[str, str, bool] | None = None
        self._shader_now: Shader | None = None

    def begin(self, framebuffer: Any, *, flipped: bool) -> None:
        """Starts a picture in a bound framebuffer; flipping it turns faces round."""
        self._target = framebuffer
        self._now = None
        self._shader_now = None
        self._context.front_face = "cw" if flipped else "ccw"
        self._context.depth_func = "<="

    def shader(self, name: str, fixed: Fixed = ()) -> Shader:
        """Returns the shader of that name with those numbers, compiled at its first use; raises ShaderError."""
        shader = self._shaders.get((name, fixed))
        if shader is None:
            shader = self._shaders[name, fixed] = self._loaded(name, fixed)
        return shader

    def _loaded(self, name: str, fixed: Fixed) -> Shader:
        program = load_program(self._context, name, fixed)
        self._counts.objects_created += 1
        uniforms = {}
        for member in program:
            kind = program[member]
            if isinstance(kind, moderngl.Uniform):
                uniforms[member] = kind
            elif isinstance(kind, moderngl.UniformBlock):
                kind.binding = frame.BINDING
        return Shader(name, program, uniforms)

    def use(self, shader: Shader, material: Material) -> None:
        """Sets blending, depth and faces for a draw with `shader`."""
        if shader is not self._shader_now:
            self._shader_now = shader
            self._counts.program_changes += 1
        wanted = (material.blend, material.depth, material.cull)
        if wanted == self._now:
            return
        self._now = wanted
        flags = moderngl.PROGRAM_POINT_SIZE
        if material.blend != "off":
            flags |= moderngl.BLEND
            self._context.blend_func = FUNCTIONS[material.blend]
            equation: Any = moderngl.MAX if material.blend == "lighten" else moderngl.FUNC_ADD
            self._context.blend_equation = equation
        if material.depth != "off":
            flags |= moderngl.DEPTH_TEST
        if material.cull:
            flags |= moderngl.CULL_FACE
        self._context.enable_only(flags)
        self._target.depth_mask = material.depth == "test"

    def release(self) -> None:
        """Frees the programs."""
        for shader in self._shaders.values():
            shader.program.release()
        self._shaders.clear()
