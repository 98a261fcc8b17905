"""A picture moved by a pixel or two, against burn-in: everything at its new place, black where nothing is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent_game.engine.node import Node
from descent_game.engine.view import View
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from descent_game.ui.canvas import Canvas, Rect


@pytest.mark.parametrize("shift", [(0, 0), (2, 0), (0, -1), (-1, 2), (-2, -2)])
def test_a_picture_is_moved_whole(
    ctx: Any, renderer: Renderer, view: View, canvas: Canvas, shift: tuple[int, int]
) -> None:
    canvas.box(canvas_all(canvas), (0.25, 0.25, 0.25, 1.0))
    canvas.box(Rect(10.0, 20.0, 7.0, 5.0), (1.0, 0.5, 0.0, 1.0))
    picture = Target(ctx, view.width, view.height)
    screen = ctx.simple_framebuffer((view.width, view.height))
    try:
        renderer.draw(picture, Node("empty"), view, canvas)
        renderer.show(screen, picture, shift)
        before = picture.read(3)
        after = np.frombuffer(screen.read(components=3, alignment=1), np.uint8).reshape(view.height, view.width, 3)
    finally:
        picture.use()  # so that what is bound is not gone
        for held in (*screen.color_attachments, screen.depth_attachment, screen):
            held.release()
        picture.release()
    expected = np.zeros_like(before)
    x, y = shift
    wide, high = view.width - abs(x), view.height - abs(y)
    there = expected[max(y, 0) : max(y, 0) + high, max(x, 0) : max(x, 0) + wide]
    there[:] = before[max(-y, 0) : max(-y, 0) + high, max(-x, 0) : max(-x, 0) + wide]
    assert before.max() == 255
    np.testing.assert_array_equal(after, expected)


def canvas_all(canvas: Canvas) -> Rect:
    return Rect(0.0, 0.0, float(canvas.width), float(canvas.height))
