"""The trails' pixels: as wide, as old, as faint as they are, from the oldest point on."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scene_pictures import COLORS, HEIGHT, NIGHT, STAGE, WIDTH, Shoot, above, shooting, spot

from descent_game.engine.camera import Camera
from descent_game.render.renderer import Renderer
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.surfaces.surface import HALF as DOMAIN
from scenes.race.ground import FADE, Ground
from scenes.race.trails import BEGINNING, CAPACITY, Trails

PLATE = (DOMAIN, DOMAIN)


@pytest.fixture
def shoot(ctx: Any, renderer: Renderer) -> Iterator[Shoot]:
    """Draws nodes and returns their pixels, see `shooting`."""
    with shooting(ctx, renderer, NIGHT) as draw:
        yield draw


RAVINE = Ground(LANDSCAPES["ravine"])
BEHIND, GLOW, LINE, DOTS = range(4)
NO_WIDTH = -2.0
"""A line of this width, its soft edge included, is none."""


def inked(*opacities: float) -> npt.NDArray[np.float32]:
    """Returns the colours of so many runners, as plain as asked."""
    inks = COLORS[: len(opacities)].copy()
    inks[:, 3] = opacities
    return inks


def only(trails: Trails, part: int) -> Trails:
    """Leaves of some trails what is behind the hill, their glow, the line without its dots, or the dots without it."""
    mesh = trails.meshes[min(part, LINE)]
    trails.node.children = [mesh]
    if part == LINE:
        mesh.uniforms["dots"] = 0.0
    elif part == DOTS:
        mesh.uniforms["width"] = NO_WIDTH
    return trails


def trail(part: int, points: list[tuple[float, float, float]], now: float = 3.0, scale: float = 1.0) -> Trails:
    """Returns a trail of runner 0 of which only a part is drawn; each point ends a step."""
    trails = Trails(1)
    trails.lie(RAVINE)
    trails.reset(np.array(points[0]))
    for step, point in enumerate(points[1:], 1):
        trails.commit(0, np.array([point]), step)
    trails.lie(RAVINE)
    trails.dress(scale, inked(1.0), now)
    return only(trails, part)


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_a_trail_is_as_wide_as_asked_with_round_ends_and_in_its_colour(shoot: Shoot, scale: float) -> None:
    seen = above()
    ends = [(-1.5, 0.1, 0.0), (1.5, 0.1, 0.0)]
    pixels = shoot(seen, trail(LINE, ends, now=1.0, scale=scale).node)
    (left, middle), (right, _) = (spot(seen, end) for end in ends)
    half = 1.3 * scale
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    away = np.hypot(np.maximum(np.maximum(left - x, x - right), 0.0), y - middle)
    cover = np.clip(half + 0.5 - away, 0.0, 1.0)
    assert np.abs(pixels[:, :, 3] - cover).max() < 0.02
    assert np.abs(pixels[:, :, :3] - cover[:, :, None] * COLORS[0, :3]).max() < 0.02


def test_a_trails_glow_falls_to_its_edge(shoot: Shoot) -> None:
    seen = above()
    pixels = shoot(seen, trail(GLOW, [(-1.5, 0.1, 0.0), (1.5, 0.1, 0.0)], now=1.0, scale=3.0).node)
    _, middle = spot(seen, (0.0, 0.1, 0.0))
    away = np.abs(np.arange(HEIGHT) + 0.5 - middle)
    expected = 0.5 * np.clip(1.0 - away / 22.5, 0.0, 1.0) ** 2
    assert np.abs(pixels[:, WIDTH // 2, 0] - expected).max() < 0.012
    assert np.abs(pixels[:, WIDTH // 2, 1] - 0.5 * expected).max() < 0.012


def test_a_trail_is_faint_where_the_hill_hides_it_and_only_there(shoot: Shoot) -> None:
    """Along the floor of the ravine: its near wall hides that from an eye low beside it, and not from one above."""
    ground = Ground(LANDSCAPES["ravine"])
    places = ground.lift(np.column_stack((np.linspace(-1.5, 1.5, 31), np.zeros(31))))
    trails = Trails(1)
    trails.lie(RAVINE)
    trails.reset(places[0])
    trails.commit(0, places[1:], 1)
    trails.lie(ground)
    trails.dress(4.0, inked(1.0), 1.0)
    only(trails, BEHIND)
    beside = Camera(0.0, 0.2, 9.0, (0.0, 0.0, 0.0), stage=STAGE)
    assert abs(beside.eye[1]) > 8.0
    column, row = spot(beside, (0.0, 0.0, 0.0))
    assert shoot(beside, trails.node)[int(row), int(column), 0] == pytest.approx(0.16, abs=0.01)
    assert shoot(above(), trails.node).max() == 0.0


def test_lines_have_no_gaps_where_they_bend(shoot: Shoot) -> None:
    """A circle of points on the way, with the line and with the glow: as plain all around, on its outer side too."""
    seen = above()
    angles = np.linspace(0.0, 2.0 * np.pi, 25)
    circle = np.column_stack((0.9 * np.cos(angles), 0.9 * np.sin(angles), np.zeros(25)))
    fine = np.linspace(0.0, 2.0 * np.pi, 181)
    for part, scale in ((LINE, 4.0), (GLOW, 2.0)):
        trails = Trails(1)
        trails.lie(RAVINE)
        trails.reset(circle[0])
        trails.commit(0, circle[1:], 1)
        trails.lie(RAVINE)
        trails.dress(scale, inked(1.0), 1.0)
        pixels = shoot(seen, only(trails, part).node)
        around = [spot(seen, (0.9 * np.cos(angle), 0.9 * np.sin(angle), 0.0)) for angle in fine]
        shades = np.array([pixels[int(row), int(column), 0] for column, row in around])
        assert shades.min() > 0.75 * shades.max(), part


@pytest.mark.parametrize("part", [LINE, DOTS])
def test_what_lies_longer_behind_is_fainter_down_to_a_memory(shoot: Shoot, part: int) -> None:
    """Each of two ways, and of two dots, by its own step: 0.42 + 0.58 * 2^(-age / 28)."""
    seen = above()
    points = [(-1.5, 0.0, 0.0), (0.0, 0.0, 0.0), (1.5, 0.0, 0.0)]
    for now in (2.0, 16.0, 30.0, 300.0):
        pixels = shoot(seen, trail(part, points, now=now, scale=4.0).node)
        places = [(-0.75, 0.0, 0.0), (0.75, 0.0, 0.0)] if part == LINE else points[1:]
        for step, place in enumerate(places, 1):
            column, row = spot(seen, place)
            expected = 0.42 + 0.58 * 2.0 ** ((step - now) / 28.0)
            assert pixels[int(row), int(column), 3] == pytest.approx(expected, abs=0.012), (now, step)


def test_a_trail_fades_beyond_the_plate(shoot: Shoot) -> None:
    seen = above(14.0)
    along = [0.0, DOMAIN - 0.01, DOMAIN + 0.5 * FADE, DOMAIN + FADE]
    trails = trail(DOTS, [(x, 0.0, 0.0) for x in along], now=3.0, scale=2.0)
    pixels = shoot(seen, trails.node)
    shades = [pixels[int(row), int(column), 3] for column, row in (spot(seen, (x, 0.0, 0.0)) for x in along)]
    aged = [0.42 + 0.58 * 2.0 ** ((step - 3.0) / 28.0) for step in range(4)]
    assert shades == pytest.approx([a * part for a, part in zip(aged, (1.0, 1.0, 0.5, 0.0), strict=True)], abs=0.015)
    pixels = shoot(seen, trail(DOTS, [(0.0, y, 0.0) for y in along], now=3.0, scale=2.0).node)
    down = [pixels[int(row), int(column), 3] for column, row in (spot(seen, (0.0, y, 0.0)) for y in along)]
    assert down == pytest.approx(shades, abs=0.01)


def test_dots_are_round_as_large_as_asked_and_only_where_a_step_ended(shoot: Shoot) -> None:
    seen = above()
    trails = Trails(1)
    trails.lie(RAVINE)
    trails.reset(np.array((-1.0, 0.0, 0.0)))
    trails.commit(0, np.array([(-0.5, 0.5, 0.0), (0.0, 0.0, 0.0)]), 1)
    trails.tail(0, np.array([(0.5, 0.2, 0.0)]), 2)
    trails.dress(3.0, inked(1.0), 1.5)
    only(trails, DOTS)
    pixels = shoot(seen, trails.node)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    expected = np.zeros((HEIGHT, WIDTH))
    for place, step in (((-1.0, 0.0, 0.0), 0), ((0.0, 0.0, 0.0), 1)):
        column, row = spot(seen, place)
        strength = 0.42 + 0.58 * 2.0 ** ((step - 1.5) / 28.0)
        expected += np.clip(9.6 + 0.5 - np.hypot(x - column, y - row), 0.0, 1.0) * strength
    assert np.abs(pixels[:, :, 3] - expected).max() < 0.02
    assert np.abs(pixels[:, :, 2] - expected * 0.25).max() < 0.02


def far(number: int) -> tuple[float, float, float]:
    """Returns one of many places off the picture, apart from those before and after it."""
    return -9.0, 9.0 + 0.01 * (number % 9), 0.0


@pytest.mark.parametrize("spare", [12, 1], ids=["near its end", "across its seam"])
def test_a_trail_that_has_gone_round_its_ring_is_drawn_from_its_oldest_point(shoot: Shoot, spare: int) -> None:
    """A way along the upper edge, thousands of points far off the picture, then a way through the middle."""
    seen = above()
    trails = Trails(1)
    trails.lie(RAVINE)
    trails.reset(np.array((-1.5, 1.0, 0.0)))
    trails.commit(0, np.array([(1.5, 1.0, 0.0)]), 1)
    for step in range(2, 2 * CAPACITY - BEGINNING - spare):
        trails.commit(0, np.array([far(step)]), step)
    end = np.array([far(2 * CAPACITY), (-1.5, 0.0, 0.0), (1.5, 0.0, 0.0)])
    trails.commit(0, end, 2 * CAPACITY)
    trails.dress(3.0, inked(1.0), 2.0 * CAPACITY)
    only(trails, LINE)
    count, oldest, *_ = np.asarray(trails.meshes[LINE].uniforms["spans"])[0]
    ring = CAPACITY - BEGINNING
    assert (oldest + count - BEGINNING) % ring == (3 - spare) % ring
    pixels = shoot(seen, trails.node)
    rows = [int(spot(seen, (0.0, y, 0.0))[1]) for y in (1.0, 0.0)]
    assert pixels[rows[0], WIDTH // 2, 3] == pytest.approx(0.42, abs=0.01)
    assert pixels[rows[1], WIDTH // 2, 3] > 0.97
    assert pixels[rows[0] + 10 : rows[1] - 10, WIDTH // 2 :, 3].max() == 0.0
    assert pixels[rows[1] + 10 :, :, 3].max() == 0.0


def test_between_its_beginning_and_what_is_left_of_the_rest_a_trail_has_no_line(shoot: Shoot) -> None:
    seen = above()
    trails = Trails(1)
    trails.lie(RAVINE)
    trails.reset(np.array((-1.5, 1.0, 0.0)))
    for step in range(1, BEGINNING):
        trails.commit(0, np.array([(-1.5 + 0.01 * (step % 9), 1.0, 0.0)]), step)
    for step in range(BEGINNING, BEGINNING + 2 * CAPACITY):
        trails.commit(0, np.array([(1.5 + 0.01 * (step % 9), -1.0, 0.0)]), step)
    trails.dress(3.0, inked(1.0), 4.0 * CAPACITY)
    only(trails, LINE)
    pixels = shoot(seen, trails.node)
    assert pixels[:, : WIDTH // 2, 3].max() > 0.4 and pixels[:, WIDTH // 2 :, 3].max() > 0.4
    assert pixels[:, WIDTH // 2 - 20 : WIDTH // 2 + 20, 3].max() == 0.0


def test_a_way_that_leaves_the_plate_fades_along_itself(shoot: Shoot) -> None:
    """From its one round end to the other, each half its width and a pixel beyond the way."""
    seen = above(14.0)
    ends = [(DOMAIN, 0.0, 0.0), (DOMAIN + FADE, 0.0, 0.0)]
    pixels = shoot(seen, trail(LINE, ends, now=1.0, scale=3.0).node)
    (left, row), (right, _) = (spot(seen, end) for end in ends)
    reach = 1.3 * 3.0 + 1.0
    for column in range(int(left) + 1, int(right)):
        part = (column + 0.5 - left + reach) / (right - left + 2.0 * reach)
        assert pixels[int(row), column, 3] == pytest.approx(1.0 - part, abs=0.02)


def test_each_runner_has_its_own_row_colour_and_opacity(shoot: Shoot) -> None:
    seen = above()
    trails = Trails(3)
    trails.lie(RAVINE)
    trails.reset(np.zeros(3))
    for runner, y in enumerate((-0.8, 0.0, 0.8)):
        trails.commit(runner, np.array([(-1.5, y, 0.0), (1.5, y, 0.0)]), 1)
    trails.dress(3.0, inked(1.0, 0.5, 0.0), 1.0)
    only(trails, LINE)
    pixels = shoot(seen, trails.node)
    rows = [int(spot(seen, (1.0, y, 0.0))[1]) for y in (-0.8, 0.0, 0.8)]
    column = int(spot(seen, (1.0, 0.0, 0.0))[0])
    assert pixels[rows[0], column].tolist() == pytest.approx(COLORS[0].tolist(), abs=0.02)
    assert pixels[rows[1], column].tolist() == pytest.approx((COLORS[1] * 0.5).tolist(), abs=0.02)
    assert pixels[rows[2], column].max() == 0.0
