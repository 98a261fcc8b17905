"""The atlas: what is packed stays apart, and it never outgrows its bounds."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from descent_game.render.atlas import Atlas, Shelves
from descent_game.render.glyphs import Glyphs
from descent_game.render.upload import Counts
from descent_game.ui.canvas import Formula, Run, Style

WHITE = (1.0, 1.0, 1.0, 1.0)
STYLE = Style("serif", "regular", 20)


@pytest.fixture
def glyphs(ctx: Any) -> Iterator[Glyphs]:
    """Letters on an atlas that few fill."""
    made = Glyphs(ctx, Counts(), 64, 128)
    yield made
    made.release()


def test_what_is_placed_never_overlaps() -> None:
    shelves, taken = Shelves(256), np.zeros((256, 256), int)
    sizes = np.random.default_rng(3).integers(1, 60, (400, 2))
    placed = 0
    for width, height in sizes.tolist():
        place = shelves.place(width, height)
        if place is not None:
            x, y = place
            assert x + width <= 256 and y + height <= 256
            taken[y : y + height, x : x + width] += 1
            placed += 1
    assert taken.max() == 1
    assert 20 < placed < 400
    assert shelves.place(257, 1) is None


def test_an_atlas_grows_once_and_keeps_what_it_has(ctx: Any) -> None:
    atlas = Atlas(ctx, Counts(), 64, 128)
    patches = [np.full((40, 40), value, np.uint8) for value in (50, 100, 150)]
    places = [atlas.add(patch) for patch in patches]
    assert atlas.size == 128 and atlas.generation == 0
    texels = np.frombuffer(atlas.texture.read(alignment=1), np.uint8).reshape(128, 128)
    for patch, place in zip(patches, places, strict=True):
        assert place is not None
        x, y = place
        assert np.array_equal(texels[y : y + 40, x : x + 40], patch)
    assert atlas.add(np.zeros((10, 200), np.uint8)) is None
    atlas.release()


def test_signs_without_a_shape_take_no_row(glyphs: Glyphs) -> None:
    odd = ["\u202e", "\u200b", "\0", "\ud800", "\ufeff", " "]
    rows, counts = glyphs.set([Run(text, STYLE, 10.0, 30.0, WHITE) for text in [*odd, "a\0b"]])
    assert counts == [0] * len(odd) + [1]
    assert rows.shape == (1, 10)


def test_a_run_is_kept_and_its_rows_are_its_own(glyphs: Glyphs) -> None:
    red = (1.0, 0.0, 0.0, 0.5)
    rows = glyphs.set([Run("ab", STYLE, 10.0, 30.0, WHITE), Run("ab", STYLE, 50.0, 80.0, red)])[0]
    assert rows.shape == (2, 10) and len(glyphs) == 1
    assert (rows[1, :2] - rows[0, :2]).tolist() == [40.0, 50.0]
    assert np.array_equal(rows[0, 2:6], rows[1, 2:6])
    assert rows[1, 6:].tolist() == [1.0, 0.0, 0.0, 0.5]
    assert (rows[:, :6] == np.round(rows[:, :6])).all()


def test_blanks_take_no_room(glyphs: Glyphs) -> None:
    assert len(glyphs.set([Run("   ", STYLE, 0.0, 0.0, WHITE)])[0]) == 0
    assert len(glyphs.set([])[0]) == 0


def test_a_full_atlas_starts_anew_and_never_outgrows_its_bounds(glyphs: Glyphs) -> None:
    for number in range(200):
        rows = glyphs.set([Run(f"n{number}", STYLE, 0.0, 0.0, WHITE), Run("stays", STYLE, 0.0, 50.0, WHITE)])[0]
        assert len(rows) == 2
    assert glyphs.atlas.size == 128 and glyphs.atlas.generation > 2
    assert len(glyphs) < 60


def test_what_cannot_fit_is_left_out(glyphs: Glyphs) -> None:
    wide = Run("a line wider than the whole atlas is", STYLE, 0.0, 0.0, WHITE)
    rows = glyphs.set([wide, Run("fits", STYLE, 0.0, 50.0, WHITE), Formula("x^2", 20, 0.0, 0.0, WHITE)])[0]
    assert len(rows) == 2
