"""Nothing flashes: the attract loop of the shipped exhibit is drawn, small, and its luminance followed spot by spot.

A reversal is a change of relative luminance by a tenth or more against the last such change. As in WCAG 2.3.1, two of
them, there and back, are one flash, and a second may hold three.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.app.exhibit import exhibit_file
from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.exhibit_stage import ExhibitStage
from descent_game.app.show import loop
from descent_game.app.show.compositor import Compositor

WIDTH, HEIGHT = 256, 144
SPOT = 16
"""The side of a spot in pixels: a sixteenth of the screen's width."""
RATE = 24
LARGE = 0.1
MOST = 6
"""Reversals within a second: three flashes."""
AREA = 341 * 256 / 4 / (1024 * 768)
"""The part of the screen that may flicker more often, a ball that leaps between walls: by WCAG a quarter of a field of
ten degrees, 341 by 256 of 1024 by 768 pixels.
"""

Floats = npt.NDArray[np.float64]


def spots(picture: npt.NDArray[np.uint8]) -> Floats:
    """Mean relative luminance of each spot of a picture, (height, width, 3 or 4), as (rows, columns)."""
    shown = picture[..., :3] / 255.0
    linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    rows, columns = luminance.shape[0] // SPOT, luminance.shape[1] // SPOT
    means: Floats = luminance.reshape(rows, SPOT, columns, SPOT).mean(axis=(1, 3))
    return means


def reversals(series: Floats) -> npt.NDArray[np.bool_]:
    """Where the luminance of each spot, (n, rows, columns), turns round after a large change; same shape."""
    turned = np.zeros(series.shape, bool)
    low, high = series[0].copy(), series[0].copy()  # the extremes since a spot last turned round
    way = np.zeros(series.shape[1:], np.int8)
    for number, now in enumerate(series):
        low, high = np.minimum(low, now), np.maximum(high, now)
        up, down = (now - low >= LARGE) & (way <= 0), (high - now >= LARGE) & (way >= 0)
        turned[number] = (up & (way < 0)) | (down & (way > 0))
        way[up], way[down] = 1, -1
        low, high = np.where(up | down, now, low), np.where(up | down, now, high)
    return turned


def flickering(series: Floats, rate: int) -> float:
    """The largest part of the screen that reverses more than `MOST` times within one second."""
    counts = np.cumsum(np.concatenate((np.zeros((1, *series.shape[1:])), reversals(series))), axis=0)
    within = counts[rate:] - counts[:-rate]
    return float((within > MOST).mean(axis=(1, 2)).max())


def strobe(hertz: float, seconds: float = 3.0, part: float = 1.0, depth: float = 0.5) -> Floats:
    """Returns the luminance of ten by ten spots, part of which go on and off so often a second."""
    times = np.arange(round(seconds * RATE)) / RATE
    light = 0.2 + depth * (np.sin(2.0 * np.pi * hertz * times + 0.3) > 0.0)
    series = np.full((len(times), 10, 10), 0.2)
    series[:, : round(10 * part)] = light[:, np.newaxis, np.newaxis]
    return series


@pytest.mark.parametrize(("hertz", "depth", "expected"), [(1.0, 0.5, 0.0), (4.0, 0.5, 1.0), (4.0, 0.05, 0.0)])
def test_a_strobe_is_found_and_a_breath_is_not(hertz: float, depth: float, expected: float) -> None:
    assert flickering(strobe(hertz, depth=depth), RATE) == expected


def test_the_part_of_the_screen_is_measured_and_steps_that_only_rise_are_no_reversals() -> None:
    assert flickering(strobe(5.0, part=0.3), RATE) == pytest.approx(0.3)
    stairs = np.repeat(np.linspace(0.0, 1.0, 11), 4)[:, np.newaxis, np.newaxis] * np.ones((1, 2, 2))
    assert not reversals(stairs).any()
    assert reversals(np.concatenate((stairs, stairs[::-1]))).sum() == 4


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_attract_loop_does_not_flash(theme: str, ctx: Any) -> None:
    exhibit = replace(exhibit_file.shipped(), theme=theme, turn=6.0)
    exhibit_stage = ExhibitStage(exhibit, WIDTH, HEIGHT, 0.0, Counters({}, "2026-01-01"))
    compositor = Compositor(ctx, WIDTH, HEIGHT, top_down=True)
    series: list[Floats] = []
    scenes: set[str] = set()

    def draw() -> bool:
        exhibit_stage.tick(len(series) / RATE, datetime(2026, 1, 5, 12, 0))
        series.append(spots(compositor.draw(exhibit_stage.stage).read()))
        scenes.add(exhibit_stage.stage.scene.name)
        return True

    try:
        loop.run(exhibit_stage, [1.0 / RATE] * (19 * RATE), exhibit_stage.take, draw)
    finally:
        compositor.release()
    assert scenes == set(exhibit.scenes)
    assert np.ptp(np.array(series), axis=0).max() > LARGE
    assert flickering(np.array(series), RATE) <= AREA
