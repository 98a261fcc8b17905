"""Colour between light and display, in the shaders, against the curves of IEC 61966-2-1 and against the theme's own."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeAlias

import moderngl
import numpy as np
import numpy.typing as npt
import pytest

from descent_game.ui.theme import luminance

VERTEX = """#version 330 core
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }
"""
FRAGMENT = """#version 330 core
%s
out vec4 answer;
void main() {
    float x = (gl_FragCoord.x - 0.5) / 255.0;
    answer = vec4(%s, 1.0);
}
"""
COUNT = 256
Floats: TypeAlias = npt.NDArray[np.float64]
Asked: TypeAlias = Callable[..., Floats]


@pytest.fixture
def asked(ctx: Any) -> Asked:
    """Returns what the shader makes of an expression, by drawing it."""

    def ask(expression: str, height: int = 1) -> Floats:
        """Returns an expression of x, from 0 to 1 along a row, as the driver works it out, (height, 256, 3)."""
        source = (files("descent_game.shaders") / "_color.glsl").read_text("utf-8")
        program = ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT % (source, expression))
        picture = ctx.texture((COUNT, height), 4, dtype="f4")
        framebuffer = ctx.framebuffer([picture])
        vertex_array = ctx.vertex_array(program, [])
        framebuffer.use()
        ctx.enable_only(moderngl.NOTHING)
        vertex_array.render(moderngl.TRIANGLES, vertices=3)
        answer = np.frombuffer(framebuffer.read(components=4, dtype="f4"), np.float32).reshape(height, COUNT, 4)
        shown = answer[:, :, :3].astype(np.float64)
        ctx.detect_framebuffer(0).use()
        for held in (vertex_array, framebuffer, picture, program):
            held.release()
        return shown

    return ask


def test_light_from_display_is_the_standard_s(asked: Asked) -> None:
    x = np.arange(COUNT) / 255.0
    expected = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    assert np.allclose(asked("to_linear(vec3(x))")[0, :, 0], expected, rtol=2e-4, atol=1e-6)
    grey = [luminance((v, v, v, 1.0)) for v in x]
    assert np.allclose(asked("to_linear(vec3(x))")[0, :, 1], grey, rtol=2e-4, atol=1e-6)


def test_display_from_light_is_the_standard_s(asked: Asked) -> None:
    """Small values too, where the curve is a straight line."""
    for scale in (1.0, 0.02):
        x = np.arange(COUNT) / 255.0 * scale
        expected = np.where(x <= 0.0031308, x * 12.92, 1.055 * np.maximum(x, 1e-9) ** (1.0 / 2.4) - 0.055)
        shown = asked(f"to_display(vec3(x * {scale}))")[0, :, 2]
        assert np.allclose(shown, expected, rtol=2e-4, atol=1e-6)


def test_there_and_back_is_where_it_was_channel_by_channel(asked: Asked) -> None:
    x = np.arange(COUNT) / 255.0
    shown = asked("to_display(to_linear(vec3(x, 1.0 - x, x * x)))")[0]
    assert np.allclose(shown, np.stack([x, 1.0 - x, x * x], axis=1), atol=2e-4)
    assert (asked("to_linear(vec3(x) - 1.0)")[0] <= 0.0).all()


def test_dither_is_half_a_step_either_way_evenly_spread_and_differs_among_neighbours(asked: Asked) -> None:
    noise = asked("vec3(dither(gl_FragCoord.xy))", 64)[:, :, 0] * 255.0
    assert noise.min() >= -0.501 and noise.max() <= 0.501
    counted, _ = np.histogram(noise, bins=10, range=(-0.501, 0.501))
    assert np.abs(counted / noise.size - 0.1).max() < 0.01
    assert np.median(np.abs(np.diff(noise, axis=1))) > 0.2
    assert np.median(np.abs(np.diff(noise, axis=0))) > 0.2
    blocks = noise.reshape(8, 8, 32, 8).mean(axis=(1, 3))
    assert np.abs(blocks).max() < 0.05


def test_dither_is_the_published_noise(asked: Asked) -> None:
    y, x = np.mgrid[0:2, 0:COUNT]
    inner = (0.06711056 * x + 0.00583715 * y) % 1.0
    noise = (52.9829189 * inner) % 1.0 - 0.5
    shown = asked("vec3(dither(gl_FragCoord.xy))", 2)[:, :, 0] * 255.0
    apart = np.abs(shown - noise)
    assert np.median(np.minimum(apart, 1.0 - apart)) < 1e-3
