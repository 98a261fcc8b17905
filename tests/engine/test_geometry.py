"""Geometry and textures: what was written is remembered, once, and nothing else."""

import numpy as np
import pytest

from descent_game.engine.geometry import Geometry, Texture


def test_a_geometry_remembers_the_rows_that_changed_and_forgets_them_when_asked() -> None:
    geometry = Geometry({"place": np.zeros((10, 3)), "size": np.zeros(10)})
    geometry.write("place", np.ones((2, 3)), 4)
    geometry.write("place", np.ones((1, 3)), 7)
    geometry.write("size", np.ones(10))
    assert geometry.take_changes() == {"place": (4, 8), "size": (0, 10)}
    assert geometry.take_changes() == {}
    assert geometry.arrays["place"][:, 0].tolist() == [0, 0, 0, 0, 1, 1, 0, 1, 0, 0]


def test_rows_past_the_end_are_refused_and_nothing_is_written() -> None:
    geometry = Geometry({"place": np.zeros((4, 3))})
    with pytest.raises(ValueError, match="place"):
        geometry.write("place", np.ones((3, 3)), 2)
    assert geometry.take_changes() == {}
    assert not geometry.arrays["place"].any()


def test_the_data_is_a_copy_in_float32() -> None:
    rows = np.zeros((2, 3))
    geometry = Geometry({"place": rows}, indices=np.array([0, 1, 0]))
    rows[:] = 7.0
    assert geometry.arrays["place"].dtype == np.float32
    assert not geometry.arrays["place"].any()
    assert geometry.vertices == 3


def test_a_texture_remembers_columns_row_by_row() -> None:
    texture = Texture(np.zeros((3, 100, 4)))
    texture.write(np.ones((2, 4)), 10, row=0)
    texture.write(np.ones((2, 4)), 13, row=0)
    texture.write(np.ones((1, 4)), 90, row=2)
    assert sorted(texture.take_changes()) == [(0, 1, 10, 15), (2, 3, 90, 91)]
    assert texture.take_changes() == []
    texture.write(np.ones((3, 5, 4)), 50)
    assert texture.take_changes() == [(0, 3, 50, 55)]
    with pytest.raises(ValueError, match="columns"):
        texture.write(np.ones((2, 4)), 99, row=1)


def test_a_texture_has_one_two_or_four_channels() -> None:
    with pytest.raises(ValueError, match="1, 2 or 4"):
        Texture(np.zeros((4, 4, 3)))
