"""The landscapes in the shader are those of the simulation: loss, gradient and drawn height, for every row."""

from importlib.resources import files
from typing import Any

import moderngl
import numpy as np
import pytest
from descent_game.sim.landscapes import DOMAIN, LANDSCAPES, display_height

VERTEX = """#version 330 core
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }
"""
FRAGMENT = """#version 330 core
%s
uniform sampler2D places;
uniform int kind;
uniform int what;
out vec4 answer;
void main() {
    vec2 p = texelFetch(places, ivec2(gl_FragCoord.xy), 0).xy;
    answer = what == 0 ? vec4(gradient_of(kind, p), loss_of(kind, p), 1.0) : vec4(drawn_height(kind, 2.0, p), 1.0);
}
"""
COUNT = 256


def asked(ctx: Any, points: np.ndarray[Any, np.dtype[np.float32]], kind: int, what: int) -> np.ndarray[Any, Any]:
    source = (files("descent_game.shaders") / "_landscape.glsl").read_text("utf-8")
    program = ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT % source)
    places = ctx.texture((COUNT, 1), 2, points.tobytes(), dtype="f4")
    picture = ctx.texture((COUNT, 1), 4, dtype="f4")
    framebuffer = ctx.framebuffer([picture])
    vertex_array = ctx.vertex_array(program, [])
    framebuffer.use()
    ctx.enable_only(moderngl.NOTHING)
    places.use(0)
    program["places"].value = 0
    program["kind"].value = kind
    program["what"].value = what
    vertex_array.render(moderngl.TRIANGLES, vertices=3)
    answer = np.frombuffer(framebuffer.read(components=4, dtype="f4"), np.float32).reshape(COUNT, 4).copy()
    ctx.detect_framebuffer(0).use()
    for held in (vertex_array, framebuffer, picture, places, program):
        held.release()
    return answer


@pytest.mark.parametrize("kind", range(len(LANDSCAPES)))
def test_the_shader_agrees_with_the_simulation(ctx: Any, kind: int) -> None:
    landscape = list(LANDSCAPES.values())[kind]
    points = np.random.default_rng(kind).uniform(-DOMAIN, DOMAIN, (COUNT, 2)).astype(np.float32)
    points[:5] = [(0, 0), (DOMAIN, DOMAIN), (-DOMAIN, 0), *landscape.minima[:1], (0.05, 1.5)]
    exact = points.astype(np.float64)
    answer = asked(ctx, points, kind, 0)
    assert np.allclose(answer[:, 2], landscape.loss(exact), rtol=1e-5, atol=1e-5)
    assert np.allclose(answer[:, :2], landscape.gradient(exact), rtol=1e-5, atol=1e-5)
    drawn = asked(ctx, points, kind, 1)
    height = 2.0 * display_height(landscape.loss(exact))
    assert np.allclose(drawn[:, 2], height, rtol=1e-4, atol=1e-4)
    small = np.array([[1e-4, 0.0], [0.0, 1e-4]])
    slope = np.stack(
        [(display_height(landscape.loss(exact + d)) - display_height(landscape.loss(exact - d))) / 1e-4 for d in small],
        axis=-1,
    )
    assert np.allclose(drawn[:, :2], slope, rtol=2e-3, atol=2e-3)
