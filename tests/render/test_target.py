"""Targets: sizes, rows, copies."""

from typing import Any

import numpy as np
import pytest

from descent_game.render.target import Target


def test_rows_are_read_into_what_is_given(ctx: Any) -> None:
    target = Target(ctx, 5, 3)
    target.use().clear(1.0, 0.5, 0.0, 1.0)
    pixels = np.zeros((3, 5, 3), np.uint8)
    target.read_into(pixels, 3)
    assert np.abs(pixels.astype(int) - [255, 128, 0]).max() <= 1
    plane = bytearray(5 * 3 * 4)
    target.read_into(memoryview(plane))
    assert plane[3::4] == b"\xff" * 15
    target.release()


@pytest.mark.parametrize("samples", [0, 4])
def test_a_new_size_takes_new_pictures(ctx: Any, samples: int) -> None:
    target = Target(ctx, 8, 8, samples=samples)
    drawn = target.use()
    target.resize(8, 8)
    assert target.use() is drawn
    target.resize(12, 0)
    assert (target.width, target.height) == (12, 1)
    target.use().clear(0.0, 1.0, 0.0, 1.0)
    assert target.read().shape == (1, 12, 4) and (target.read() == [0, 255, 0, 255]).all()
    target.release()


def test_a_target_is_shown_as_it_was_drawn(ctx: Any) -> None:
    target, screen = Target(ctx, 6, 4, samples=4), ctx.simple_framebuffer((6, 4))
    target.use().clear(0.0, 0.0, 1.0, 1.0)
    target.blit_to(screen)
    assert screen.read(components=4) == b"\x00\x00\xff\xff" * 24
    target.release()
    for held in (*screen.color_attachments, screen.depth_attachment, screen):
        held.release()
    ctx.detect_framebuffer(0).use()


def test_a_target_for_films_is_not_shown(ctx: Any) -> None:
    target = Target(ctx, 6, 4, top_down=True)
    with pytest.raises(ValueError, match="showing"):
        target.blit_to(None)
    target.release()
