"""Boxes on the gallery's wall, pixel by pixel: filled, bordered and hollow, with round corners, one pixel soft."""

from typing import Any

import numpy as np
import pytest

from descent_game.engine.camera import Camera, Viewport
from descent_game.engine.geometry import Geometry
from descent_game.engine.mesh import Material, Mesh
from descent_game.engine.node import Node
from descent_game.engine.view import Palette, View
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target

WIDTH, HEIGHT = 240, 180
BLACK = (0.0, 0.0, 0.0, 1.0)
PALETTE = Palette(BLACK, BLACK, (BLACK,) * 4, BLACK, BLACK)
FILL, BORDER = np.array((0.2, 0.8, 0.4, 0.5)), np.array((1.0, 0.5, 0.1, 0.75))


@pytest.mark.parametrize("hollow", [False, True])
@pytest.mark.parametrize(("radius", "border", "pen"), [(6.0, 2.0, 1.0), (6.0, 2.0, 2.0), (1.0, 5.0, 1.0)])
def test_a_box_on_the_wall_is_its_own_shape(
    ctx: Any, renderer: Renderer, hollow: bool, radius: float, border: float, pen: float
) -> None:
    """From 0.25 to 0.75 across its panel and 0.1 to 0.9 up, reaching a pixel and a half of the design beyond."""
    colors = np.zeros((16, 4), np.float32)
    colors[3], colors[4] = FILL, BORDER
    panels = np.zeros((33, 4), np.float32)
    panels[4] = (-1.0, -0.8, 1.0, 0.9)
    fades = np.zeros(11, np.float32)
    fades[1] = 0.5
    rows = {"box": np.array([(0.25, 0.1, 0.75, 0.9)]), "look": np.array([(4, -1 if hollow else 3, 4, 0.8)])}
    rows["shape"] = np.array([(radius, border, 1.5)])
    geometry = Geometry(instance_arrays=rows, vertices=10, instances=1)
    uniforms: dict[str, Any] = {"panels": panels, "fades": fades, "colors": colors, "pen": pen}
    mesh = Mesh("plate", geometry, Material("plate", depth="off", primitive="triangle_strip"), uniforms=uniforms)
    camera = Camera(0.0, 0.0, 4.0, stage=Viewport(window_aspect=WIDTH / HEIGHT))
    target = Target(ctx, WIDTH, HEIGHT, top_down=True)
    renderer.draw(target, Node("root", mesh), View(camera, PALETTE, WIDTH, HEIGHT, transparent=True))
    pixels = target.read().astype(np.float64) / 255.0
    target.release()

    corners = camera.project(np.array([(-0.5, 0.0, -0.63), (0.5, 0.0, 0.73)]))[:, :2]
    corners *= np.array((WIDTH, HEIGHT)) / 2.0
    middle, half = corners.mean(axis=0), (corners[1] - corners[0]) / 2.0 + 1.5 * pen
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    off = np.abs(np.stack([x - WIDTH / 2.0, HEIGHT / 2.0 - y], axis=-1) - middle)
    past = off - half + radius * pen
    away = np.linalg.norm(np.maximum(past, 0.0), axis=-1) + np.minimum(past.max(axis=-1), 0.0) - radius * pen
    cover = np.clip(0.5 - away, 0.0, 1.0)
    rim = cover - np.clip(0.5 - away - border * pen, 0.0, 1.0)
    opacity = 0.8 * 0.5
    rim_color = np.append(BORDER[:3], 1.0) * BORDER[3] * opacity
    fill = np.append(FILL[:3], 1.0) * FILL[3] * opacity * (not hollow)
    expected = rim[..., None] * rim_color + (cover - rim * rim_color[3])[..., None] * fill
    assert np.abs(pixels - expected).max() < 0.02
    assert (rim > 0.9).sum() > 200
