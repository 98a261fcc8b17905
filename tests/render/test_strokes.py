"""Curves as rows: nothing seen is lost, and a curve that stays is not worked out again."""

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.render.strokes import Strokes, path_rows, simplified
from descent_game.ui.canvas import Canvas, Curve, Layer

Rows = npt.NDArray[np.float32]


def curve_points(count: int) -> Rows:
    x = np.linspace(0.0, 760.0, count)
    return np.stack([x, 300.0 / (1.0 + np.exp(-(x - 380.0) / 80.0))], axis=1).astype(np.float32)


def only_layer(canvas: Canvas) -> Layer:
    (layer,) = canvas.layers()
    return layer


def test_a_smooth_curve_needs_few_segments_and_stays_where_it_is() -> None:
    points = curve_points(400)
    fewer = simplified(points)
    assert len(fewer) < 100
    assert fewer[0].tolist() == points[0].tolist() and fewer[-1].tolist() == points[-1].tolist()
    back = np.interp(points[:, 0], fewer[:, 0], fewer[:, 1])
    assert np.abs(back - points[:, 1]).max() < 0.15


@pytest.mark.parametrize("count", range(2, 40))
def test_a_jagged_curve_loses_no_corner(count: int) -> None:
    points = np.stack([np.arange(count) * 3.0, 10.0 * (np.arange(count) % 2)], axis=1).astype(np.float32)
    assert np.array_equal(simplified(points), points)


@pytest.mark.parametrize("count", range(2, 40))
def test_a_straight_line_is_shortened_from_any_number_of_points(count: int) -> None:
    points = np.stack([np.arange(count), np.zeros(count)], axis=1).astype(np.float32)
    fewer = simplified(points)
    assert fewer[0, 0] == 0 and fewer[-1, 0] == count - 1 and len(fewer) < 8
    assert (np.diff(fewer[:, 0]) > 0).all()


def test_a_line_that_turns_back_keeps_its_tip() -> None:
    x = np.concatenate([np.arange(0, 21), np.arange(19, -1, -1)]).astype(np.float32)
    fewer = simplified(np.stack([x, np.zeros_like(x)], axis=1))
    assert fewer[:, 0].max() == 20.0


def test_a_segment_knows_its_neighbours_and_its_place() -> None:
    rows = path_rows(np.array([(0, 0), (3, 4), (3, 10)], np.float32))
    assert rows.tolist() == [[0, 0, 0, 0, 3, 4, 3, 10, 0], [0, 0, 3, 4, 3, 10, 3, 10, 5]]


def test_points_on_top_of_each_other_count_once() -> None:
    points = np.array([(0, 0), (0, 0), (5, 0), (5, 0)], np.float32)
    assert path_rows(points).tolist() == [[0, 0, 0, 0, 5, 0, 5, 0, 0]]
    assert path_rows(points[:2]).tolist() == [[0] * 9]


def test_what_is_not_finite_breaks_a_curve() -> None:
    points = np.array([(0, 0), (1, 0), (np.nan, 0), (3, 0), (4, 0), (5, np.inf)], np.float32)
    rows = path_rows(points)
    assert rows[:, 2:6].tolist() == [[0, 0, 1, 0], [3, 0, 4, 0]]
    assert rows[:, 8].tolist() == [0, 0]
    assert len(path_rows(np.full((3, 2), np.nan, np.float32))) == 0


def test_a_curve_that_stays_is_kept_and_one_that_changes_is_not() -> None:
    strokes, canvas = Strokes(), Canvas(800, 600)
    first = curve_points(50)
    canvas.curve(first, 2.0, (1.0, 0.0, 0.0, 1.0))
    before = strokes.rows(only_layer(canvas).curves)
    kept = strokes.path(0, first)
    assert strokes.path(0, first.copy()) is kept
    first[10, 1] += 50.0
    assert strokes.rows(only_layer(canvas).curves) is before, "what was put down stays as it was then"
    canvas.clear(800, 600)
    canvas.curve(first, 2.0, (1.0, 0.0, 0.0, 1.0))
    after = strokes.rows(only_layer(canvas).curves)
    assert after.shape != before.shape or not np.array_equal(after, before)
    assert np.abs(after[:, 3] - first[10, 1]).min() == 0.0


def test_a_row_has_the_curve_s_pen() -> None:
    canvas = Canvas(800, 600)
    canvas.curve([(0, 0), (10, 0)], 2.0, (0.1, 0.2, 0.3, 0.4), dash=(5.0, 3.0))
    canvas.curve(np.zeros((3, 2)) * np.nan, 2.0, (0.1, 0.2, 0.3, 0.4))
    curves: list[Curve] = only_layer(canvas).curves
    rows = Strokes().rows(curves)
    assert rows.shape == (1, 20)
    assert rows[0, 9:16].tolist() == pytest.approx([5, 3, 2, 0.1, 0.2, 0.3, 0.4])
    assert (rows[0, 16:] * [-1, -1, 1, 1] > 9e5).all()
