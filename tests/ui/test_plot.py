"""Charts: round ticks, lines that lose no spike, and nothing computed twice."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from ui_pages import page, run_rects

from descent_game.engine.remembered import frozen
from descent_game.ui.axis import Axis, decades, nice_step, roomy, tick_text
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.plot import Plot, Series, decimated, plot_area, runs

PAGE = page()
RECT = Rect(1500.0, 330.0, 324.0, 220.0)


def test_ticks_are_round_and_few() -> None:
    assert Axis(0.01, 1.0, True).ticks(6) == pytest.approx((0.01, 0.1, 1.0))
    assert Axis(1e-6, 1.0, True).ticks(4) == pytest.approx((1e-6, 1e-4, 1e-2, 1.0))
    assert Axis(0.0, 100.0).ticks(6) == (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
    assert Axis(-1.2, 1.2).ticks(6) == (-1.0, -0.5, 0.0, 0.5, 1.0)
    for most in range(2, 9):
        for low, high in ((0.0, 1.0), (-3.7, 12.0), (0.0, 387.0), (1e-9, 2e-9)):
            ticks = Axis(low, high).ticks(most)
            assert 1 <= len(ticks) <= most
            assert all(low - 1e-12 <= tick <= high + 1e-12 for tick in ticks)


def test_a_log_axis_keeps_the_line_of_one() -> None:
    for low in range(-12, 0):
        for most in (2, 3, 4, 6):
            assert any(tick == pytest.approx(1.0) for tick in Axis(10.0**low, 10.0, True).ticks(most))


def test_places() -> None:
    assert Axis(0.0, 10.0).place([0.0, 5.0, 10.0]) == pytest.approx([0.0, 0.5, 1.0])
    assert Axis(0.01, 1.0, True).place([0.01, 0.1, 1.0]) == pytest.approx([0.0, 0.5, 1.0])
    assert Axis(0.01, 1.0, True).place(0.0) < -1.0
    assert nice_step(0.03) == pytest.approx(0.05) and nice_step(70.0) == 100.0 and nice_step(0.0) == 1.0
    assert roomy(61) == 100.0 and roomy(3) == 50.0


def test_an_axis_even_up_to_a_place_keeps_the_beginning_of_what_has_no_end() -> None:
    """Beyond it a factor of e takes as much room as all that is even."""
    axis = Axis(0.0, 500.0 * math.e**3, even_to=500.0)
    assert axis.place([0.0, 250.0, 500.0]) == pytest.approx([0.0, 0.125, 0.25])
    assert axis.place([500.0 * math.e, 500.0 * math.e**3]) == pytest.approx([0.5, 1.0])
    assert axis.ticks(4) == (500.0, 1000.0, 10000.0)
    assert Axis(0.0, 500.0, even_to=500.0).place(250.0) == pytest.approx(0.5)
    month = Axis(0.0, roomy(20.0 * 86400.0 * 30.0), even_to=500.0)
    assert float(month.place(200.0)) > 0.03


def test_decades_hold_the_values_and_stay() -> None:
    assert decades([0.3, 19.0, 0.004, np.nan, 0.0]) == Axis(0.001, 100.0, True)
    assert decades([0.3, 15.0, 0.002]) == decades([0.3, 19.0, 0.009])
    assert decades([]) == Axis(0.01, 1.0, True)
    assert decades([1.0]).low == pytest.approx(0.1)


def test_tick_labels() -> None:
    assert tick_text(PAGE.messages, 1.0, True, False) == ("1", "")
    assert tick_text(PAGE.messages, 0.01, True, False) == ("10", "\u22122")
    assert tick_text(PAGE.messages, 0.01, True, True) == ("0.01", "")
    assert tick_text(PAGE.messages, 1000.0, True, False) == ("10", "3")
    assert tick_text(PAGE.messages, -0.5, False, True) == ("\u22120.5", "")


def test_decimation_keeps_ends_and_spikes() -> None:
    rng = np.random.default_rng(5)
    y = rng.normal(size=5000)
    y[1234], y[4321] = 50.0, -60.0
    x = np.linspace(10.0, 210.0, 5000)
    xs, ys = decimated(x, y)
    assert len(xs) <= 4 * 201 and len(xs) < 1000
    assert (xs[0], ys[0], xs[-1], ys[-1]) == (x[0], y[0], x[-1], y[-1])
    assert ys.max() == 50.0 and ys.min() == -60.0
    assert np.all(np.diff(xs) >= 0.0)
    for column in (12, 77, 150):
        inside = np.floor(x) == column
        kept = np.floor(xs) == column
        assert ys[kept].max() == y[inside].max() and ys[kept].min() == y[inside].min()
    few = decimated(x[:40], y[:40] * 0.0)
    assert len(few[0]) <= 40


def test_runs_of_what_is_finite() -> None:
    assert runs(np.array([True, True, False, True])) == [(0, 2), (3, 4)]
    assert runs(np.array([False, False])) == []


def painted(plot: Plot, *series: Series) -> Canvas:
    """Returns a canvas with the chart of these series."""
    canvas = Canvas(1920, 1080)
    plot.paint(canvas, PAGE, RECT, series, Axis(0.0, 100.0), Axis(0.01, 1.0, True), "step")
    return canvas


def line(name: str, values: npt.ArrayLike) -> Series:
    """Returns a series of the chart, in coral."""
    return Series(name, frozen(np.asarray(values)), PAGE.theme.coral)


def test_only_what_has_changed_is_computed_again() -> None:
    plot, values = Plot(), np.geomspace(1.0, 0.01, 60)

    def curves(*series: Series) -> list[npt.NDArray[np.float32]]:
        return [curve.points for curve in next(painted(plot, *series).layers()).curves]

    one, two = curves(line("one", values), line("two", values[:30]))
    assert all(
        a is b for a, b in zip(curves(line("one", values.copy()), line("two", values[:30])), (one, two), strict=True)
    )
    again, longer = curves(line("one", values), line("two", values[:31]))
    assert again is one and longer is not two
    shorter = values[:31].copy()
    values *= 0.5
    lower, kept = curves(line("one", values), line("two", shorter))
    assert lower is not one and kept is longer
    assert curves(line("two", shorter))[0] is longer


def test_lines_lie_in_the_area_and_end_in_a_mark() -> None:
    plot = Plot()
    canvas = painted(plot, line("a", np.geomspace(1.0, 0.01, 101)))
    area = plot_area(PAGE, RECT, Axis(0.01, 1.0, True), "step")
    layer = next(canvas.layers())
    points = layer.curves[0].points
    assert points[0] == pytest.approx((area.x, area.y)) and points[-1] == pytest.approx((area.right, area.bottom))
    mark = layer.boxes[-1]
    assert mark.kind == "disc" and mark.rect.center == pytest.approx((area.right, area.bottom))
    for text, rect in run_rects(canvas):
        assert RECT.inset(-1.0).contains(rect.x, rect.y) and rect.right <= RECT.right + 1.0, text
    assert {text for text, _ in run_rects(canvas)} == {"1", "0.1", "0.01", "step"}


def test_a_line_that_diverges_ends_and_begins_again() -> None:
    values = np.array([0.5, 0.4, np.inf, np.nan, 0.3, 0.2, 0.0])
    canvas = painted(Plot(), line("a", values))
    curves = next(canvas.layers()).curves
    assert [len(curve.points) for curve in curves] == [2, 3]
    assert all(np.isfinite(curve.points).all() for curve in curves)
    assert next(painted(Plot(), line("none", [])).layers()).curves == []
