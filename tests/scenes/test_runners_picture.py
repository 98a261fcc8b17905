"""The runners' pixels: balls where they stand, lit from one side; trails as wide, as old, as faint as they are."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.engine.camera import Camera, Stage
from descent_game.engine.node import Node
from descent_game.engine.view import Palette, View
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from descent_game.sim.landscapes import DOMAIN, LANDSCAPES
from scenes.crowd import FLOWN, Crowd
from scenes.terrain import FADE, Terrain
from scenes.trails import CAPACITY, ROWS, Balls, Trails

WIDTH, HEIGHT = 240, 180
DARK = (0.0, 0.0, 0.0, 1.0)
PALETTE = Palette(DARK, DARK, (DARK,) * 4, DARK, DARK, glow=1.0)
COLORS = np.array([(1.0, 0.5, 0.25, 1.0), (0.2, 0.9, 0.4, 1.0), (0.3, 0.4, 1.0, 1.0), (1.0, 1.0, 1.0, 1.0)], np.float32)

Floats: TypeAlias = npt.NDArray[np.float64]
Shoot: TypeAlias = Callable[..., Floats]


def above(distance: float = 9.0, x: float = 0.0, y: float = 0.0) -> Camera:
    return Camera(0.0, np.pi / 2, distance, (x, y, 0.0), stage=Stage(window_aspect=WIDTH / HEIGHT))


@pytest.fixture
def shoot(ctx: Any, renderer: Renderer) -> Iterator[Shoot]:
    """Draws nodes and returns their pixels from 0 to 1, premultiplied, (height, width, 4), the upper row first."""
    target = Target(ctx, WIDTH, HEIGHT, top_down=True)

    def draw(seen: Camera, *nodes: Node) -> Floats:
        renderer.draw(target, Node("root", *nodes), View(seen, PALETTE, WIDTH, HEIGHT, transparent=True))
        return target.read().astype(np.float64) / 255.0

    yield draw
    target.release()


def spot(seen: Camera, place: tuple[float, float, float]) -> tuple[float, float]:
    """Returns the pixel coordinates of a place of the world, x and y down."""
    x, y, _ = seen.project(np.array(place))
    return (float(x) + 1.0) / 2.0 * WIDTH, (1.0 - float(y)) / 2.0 * HEIGHT


def trail(number: int, points: list[tuple[float, float, float]], now: float = 3.0, scale: float = 1.0) -> Trails:
    """Returns a trail of runner 0 of which only the mesh `number` is drawn; each point ends a step."""
    trails = Trails(1)
    trails.reset(np.array(points[0]))
    for step, point in enumerate(points[1:], 1):
        trails.commit(0, np.array([point]), step)
    trails.dress(scale, COLORS, (1.0, 0.0, 0.0, 0.0), now)
    trails.node.children = [trails.meshes[number]]
    return trails


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_a_trail_is_as_wide_as_asked_with_round_ends_and_in_its_colour(shoot: Shoot, scale: float) -> None:
    seen = above()
    ends = [(-1.5, 0.1, 0.0), (1.5, 0.1, 0.0)]
    pixels = shoot(seen, trail(2, ends, now=1.0, scale=scale).node)
    (left, middle), (right, _) = (spot(seen, end) for end in ends)
    half = 1.3 * scale
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    away = np.hypot(np.maximum(np.maximum(left - x, x - right), 0.0), y - middle)
    cover = np.clip(half + 0.5 - away, 0.0, 1.0)
    assert np.abs(pixels[:, :, 3] - cover).max() < 0.02
    assert np.abs(pixels[:, :, :3] - cover[:, :, None] * COLORS[0, :3]).max() < 0.02


def test_a_trails_glow_falls_to_its_edge(shoot: Shoot) -> None:
    seen = above()
    pixels = shoot(seen, trail(1, [(-1.5, 0.1, 0.0), (1.5, 0.1, 0.0)], now=1.0, scale=3.0).node)
    _, middle = spot(seen, (0.0, 0.1, 0.0))
    away = np.abs(np.arange(HEIGHT) + 0.5 - middle)
    expected = 0.5 * np.clip(1.0 - away / 22.5, 0.0, 1.0) ** 2
    assert np.abs(pixels[:, WIDTH // 2, 0] - expected).max() < 0.012
    assert np.abs(pixels[:, WIDTH // 2, 1] - 0.5 * expected).max() < 0.012


def test_a_trail_behind_the_hill_is_faint(shoot: Shoot) -> None:
    seen = above()
    pixels = shoot(seen, trail(0, [(-1.5, 0.0, 0.0), (1.5, 0.0, 0.0)], now=1.0, scale=4.0).node)
    assert pixels[HEIGHT // 2, WIDTH // 2, 0] == pytest.approx(0.16, abs=0.01)


@pytest.mark.parametrize("number", [2, 3])
def test_what_lies_longer_behind_is_fainter_down_to_a_memory(shoot: Shoot, number: int) -> None:
    """Each of two ways, and of two dots, by its own step: 0.42 + 0.58 * 2^(-age / 28)."""
    seen = above()
    points = [(-1.5, 0.0, 0.0), (0.0, 0.0, 0.0), (1.5, 0.0, 0.0)]
    for now in (2.0, 16.0, 30.0, 300.0):
        pixels = shoot(seen, trail(number, points, now=now, scale=4.0).node)
        places = [(-0.75, 0.0, 0.0), (0.75, 0.0, 0.0)] if number == 2 else points[1:]
        for step, place in enumerate(places, 1):
            column, row = spot(seen, place)
            expected = 0.42 + 0.58 * 2.0 ** ((step - now) / 28.0)
            assert pixels[int(row), int(column), 3] == pytest.approx(expected, abs=0.012), (now, step)


def test_a_trail_fades_beyond_the_plate(shoot: Shoot) -> None:
    seen = above(14.0)
    along = [0.0, DOMAIN - 0.01, DOMAIN + 0.5 * FADE, DOMAIN + FADE]
    trails = trail(3, [(x, 0.0, 0.0) for x in along], now=3.0, scale=2.0)
    pixels = shoot(seen, trails.node)
    shades = [pixels[int(row), int(column), 3] for column, row in (spot(seen, (x, 0.0, 0.0)) for x in along)]
    aged = [0.42 + 0.58 * 2.0 ** ((step - 3.0) / 28.0) for step in range(4)]
    assert shades == pytest.approx([a * part for a, part in zip(aged, (1.0, 1.0, 0.5, 0.0), strict=True)], abs=0.015)
    pixels = shoot(seen, trail(3, [(0.0, y, 0.0) for y in along], now=3.0, scale=2.0).node)
    down = [pixels[int(row), int(column), 3] for column, row in (spot(seen, (0.0, y, 0.0)) for y in along)]
    assert down == pytest.approx(shades, abs=0.01)


def test_dots_are_round_as_large_as_asked_and_only_where_a_step_ended(shoot: Shoot) -> None:
    seen = above()
    trails = Trails(1)
    trails.reset(np.array((-1.0, 0.0, 0.0)))
    trails.commit(0, np.array([(-0.5, 0.5, 0.0), (0.0, 0.0, 0.0)]), 1)
    trails.tail(0, np.array([(0.5, 0.2, 0.0)]), 2)
    trails.dress(3.0, COLORS, (1.0, 0.0, 0.0, 0.0), 1.5)
    trails.node.children = [trails.meshes[3]]
    pixels = shoot(seen, trails.node)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    expected = np.zeros((HEIGHT, WIDTH))
    for place, step in (((-1.0, 0.0, 0.0), 0), ((0.0, 0.0, 0.0), 1)):
        column, row = spot(seen, place)
        strength = 0.42 + 0.58 * 2.0 ** ((step - 1.5) / 28.0)
        expected += np.clip(9.6 + 0.5 - np.hypot(x - column, y - row), 0.0, 1.0) * strength
    assert np.abs(pixels[:, :, 3] - expected).max() < 0.02
    assert np.abs(pixels[:, :, 2] - expected * 0.25).max() < 0.02


@pytest.mark.parametrize("written", [2971, 3071], ids=["near its end", "across its seam"])
def test_a_trail_that_has_gone_round_its_ring_is_drawn_from_its_oldest_point(shoot: Shoot, written: int) -> None:
    """Thousands of points far off the picture, then a way through it: that is seen and nothing else."""
    seen = above()
    trails = Trails(1)
    trails.reset(np.array((-9.0, 9.0, 0.0)))
    for step in range(1, 28):
        trails.commit(0, np.tile((-9.0, 9.0, 0.0), (110, 1)), step)
    if written > 2971:
        trails.commit(0, np.tile((-9.0, 9.0, 0.0), (written - 2971, 1)), 28)
    assert (trails._heads[0] + trails._counts[0]) % CAPACITY == written
    trails.commit(0, np.array([(-9.0, 9.0, 0.0), (-1.5, 0.0, 0.0), (1.5, 0.0, 0.0)]), 30)
    trails.dress(3.0, COLORS, (1.0, 0.0, 0.0, 0.0), 30.0)
    trails.node.children = [trails.meshes[2]]
    pixels = shoot(seen, trails.node)
    assert pixels[HEIGHT // 2, WIDTH // 2, 3] > 0.97
    assert pixels[HEIGHT // 2 + 20 :, :, 3].max() == 0.0


def test_a_way_that_leaves_the_plate_fades_along_itself(shoot: Shoot) -> None:
    """From its one round end to the other, each half its width and a pixel beyond the way."""
    seen = above(14.0)
    ends = [(DOMAIN, 0.0, 0.0), (DOMAIN + FADE, 0.0, 0.0)]
    pixels = shoot(seen, trail(2, ends, now=1.0, scale=3.0).node)
    (left, row), (right, _) = (spot(seen, end) for end in ends)
    reach = 1.3 * 3.0 + 1.0
    for column in range(int(left) + 1, int(right)):
        part = (column + 0.5 - left + reach) / (right - left + 2.0 * reach)
        assert pixels[int(row), column, 3] == pytest.approx(1.0 - part, abs=0.02)


def test_each_runner_has_its_own_row_colour_and_opacity(shoot: Shoot) -> None:
    seen = above()
    trails = Trails(3)
    trails.reset(np.zeros(3))
    for runner, y in enumerate((-0.8, 0.0, 0.8)):
        trails.commit(runner, np.array([(-1.5, y, 0.0), (1.5, y, 0.0)]), 1)
    trails.dress(3.0, COLORS, (1.0, 0.5, 0.0, 0.0), 1.0)
    trails.node.children = [trails.meshes[2]]
    pixels = shoot(seen, trails.node)
    rows = [int(spot(seen, (1.0, y, 0.0))[1]) for y in (-0.8, 0.0, 0.8)]
    column = int(spot(seen, (1.0, 0.0, 0.0))[0])
    assert pixels[rows[0], column].tolist() == pytest.approx(COLORS[0].tolist(), abs=0.02)
    assert pixels[rows[1], column].tolist() == pytest.approx((COLORS[1] * 0.5).tolist(), abs=0.02)
    assert pixels[rows[2], column].max() == 0.0
    assert ROWS == 4


def balls(place: tuple[float, float, float], mark: int, scale: float = 1.0, number: int = 1) -> Balls:
    """Returns balls of which only one is seen, of the shape `mark`; `number` 0 is the mesh behind the hill."""
    made = Balls(3)
    tints = np.zeros((3, 4), np.float32)
    tints[mark] = COLORS[0]
    made.dress(np.tile(place, (3, 1)), tints, scale)
    made.node.children = [made.meshes[number]]
    return made


def standing(camera: Camera, mark: int, radius: float = 0.125) -> tuple[Floats, Floats, Floats, Floats]:
    """Returns where the rays of all pixels first meet a body at the origin: met (h, w), normals, ways (h, w, 3).

    Worked out by Newton's steps on its distance; the last is the least distance of each ray, in radii.
    """
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    far = np.stack([columns / WIDTH * 2 - 1, 1 - rows / HEIGHT * 2, 0.5 + 0 * rows, 1.0 + 0 * rows], axis=-1)
    far = far @ np.linalg.inv(camera.world_to_clip)
    way = far[..., :3] / far[..., 3:] - np.array(camera.eye)
    way /= np.linalg.norm(way, axis=-1, keepdims=True)
    origin = (np.array(camera.eye) - (0.0, 0.0, radius)) / radius

    def distance(p: Floats) -> Floats:
        q = np.abs(p)
        if mark == 0:
            return np.asarray(np.linalg.norm(p, axis=-1) - 0.92)
        if mark == 1:
            past = q - 0.56
            return np.asarray(np.linalg.norm(np.maximum(past, 0), axis=-1) + np.minimum(past.max(axis=-1), 0.0) - 0.14)
        return np.asarray((q.sum(axis=-1) - 0.98) / np.sqrt(3.0) - 0.10)

    t = -(way @ origin) - 1.7
    least = np.full(t.shape, np.inf)
    for _ in range(200):
        d = distance(origin + way * t[..., None])
        least = np.minimum(least, d)
        t = t + np.clip(d, 0.0, 0.2)
    p = origin + way * t[..., None]
    steps = 1e-5 * np.eye(3)
    normal = np.stack([distance(p + e) - distance(p - e) for e in steps], axis=-1)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
    return least, normal, way, distance(p)


def decoded(display: Floats) -> Floats:
    return np.where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055) ** 2.4)


def encoded(light: Floats) -> Floats:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 0.0) ** (1.0 / 2.4) - 0.055)


@pytest.mark.parametrize("mark", [0, 1, 2], ids=["ball", "cube", "octahedron"])
def test_a_body_has_its_shape_and_is_lit_from_above_on_the_left(shoot: Shoot, mark: int) -> None:
    seen = Camera(0.0, 0.6, 1.2, (0.0, 0.0, 0.125), stage=Stage(window_aspect=WIDTH / HEIGHT))
    pixels = shoot(seen, balls((0.0, 0.0, 0.0), mark).node)
    least, normal, way, _ = standing(seen, mark)
    inside = least < 1e-3
    expected = float(np.count_nonzero(inside))
    assert pixels[:, :, 3].sum() == pytest.approx(expected, rel=0.04)
    light = np.array((-0.55, -0.35, 0.76))
    light /= np.linalg.norm(light)
    key = 0.5 + 0.5 * (normal @ light)
    base = decoded(COLORS[0, :3].astype(np.float64))
    lit = base * (0.30 + 0.85 * key**2)[..., None]
    halfway = light - way
    halfway /= np.linalg.norm(halfway, axis=-1, keepdims=True)
    lit = lit + 0.55 * np.maximum((normal * halfway).sum(axis=-1), 0.0)[..., None] ** 42
    lit = lit + base * 0.30 * (1.0 - np.maximum(-(normal * way).sum(axis=-1), 0.0))[..., None] ** 2.5
    deep = inside & np.roll(inside, 2, 0) & np.roll(inside, -2, 0) & np.roll(inside, 2, 1) & np.roll(inside, -2, 1)
    error = pixels[deep][:, :3] - np.clip(encoded(lit[deep]), 0.0, 1.0)
    assert np.median(np.abs(error)) < 0.01
    assert np.abs(error.mean(axis=0)).max() < 0.006


def test_a_ball_glows_around_itself_and_less_where_it_is_hidden(shoot: Shoot) -> None:
    seen = Camera(0.0, 0.6, 1.6, (0.0, 0.0, 0.125), stage=Stage(window_aspect=WIDTH / HEIGHT))
    pixels = shoot(seen, balls((0.0, 0.0, 0.0), 0).node)
    least, _, _, _ = standing(seen, 0)
    glow = 0.42 * np.clip(1.0 - least / 1.25, 0.0, 1.0) ** 2
    around = (least > 0.1) & (least < 1.2)
    assert pixels[around][:, 3].max() == 0.0
    assert np.abs(pixels[around][:, 0] - glow[around]).max() < 0.02
    assert np.abs(pixels[around][:, 1] - 0.5 * glow[around]).max() < 0.02
    hidden = shoot(seen, balls((0.0, 0.0, 0.0), 0, number=0).node)
    middle = int(spot(seen, (0.0, 0.0, 0.125))[1]), WIDTH // 2
    assert hidden[middle][3] == pytest.approx(0.22, abs=0.01)


def test_a_ball_is_never_smaller_than_can_be_seen(shoot: Shoot) -> None:
    """From afar its radius is nine pixels, of which the body takes 0.92; it stands on its place, so a little nearer."""
    seen = above(60.0)
    unit = spot(seen, (1.0, 0.0, 0.0))[0] - spot(seen, (0.0, 0.0, 0.0))[0]
    for scale in (1.0, 2.0):
        pixels = shoot(seen, balls((0.0, 0.0, 0.0), 0, scale).node)
        radius = 9.0 * scale * 0.92 * 60.0 / (60.0 - 9.0 * scale / unit)
        assert np.sqrt(pixels[:, :, 3].sum() / np.pi) == pytest.approx(radius + 0.15, abs=0.15)


def crowd(places: Floats, moved: Floats, fates: npt.NDArray[np.int16], share: float, pixels: float) -> Node:
    """Returns points on the saddle, `share` of the way from `places` to `moved`, so large."""
    many, terrain = Crowd(), Terrain("saddle")
    many.drop(LANDSCAPES["saddle"], "sgd", len(places), 0.05, 0)
    many.dress(terrain, share, 1.0, np.vstack((COLORS, COLORS)))
    mesh = many._mesh
    assert mesh is not None
    mesh.geometry.write("way", np.hstack((places, moved)))
    mesh.geometry.write("fate", fates.astype(np.float32))
    mesh.uniforms["pixels"] = pixels
    many.node.visible = True
    return many.node


def test_one_of_the_crowd_stands_on_the_hill_between_its_steps_in_the_colour_of_its_fate(shoot: Shoot) -> None:
    seen = Camera(0.3, 0.7, 10.0, stage=Stage(window_aspect=WIDTH / HEIGHT))
    places = np.array([(-1.5, -1.0), (0.2, 1.2), (1.8, -0.4)])
    moved = places + np.array([(0.4, 0.2), (-0.3, 0.3), (0.2, -0.5)])
    fates = np.array([0, 1, FLOWN], np.int16)
    pixels = shoot(seen, crowd(places, moved, fates, 0.25, 9.0))
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    expected = np.zeros((HEIGHT, WIDTH, 4))
    for place, fate in zip(Terrain("saddle").ground.lift(0.75 * places + 0.25 * moved), fates, strict=True):
        column, row = spot(seen, tuple(place))
        cover = np.clip(4.5 + 0.5 - np.hypot(x - column, y - row), 0.0, 1.0)
        expected += cover[:, :, None] * COLORS[fate % 4]
    assert np.abs(pixels - expected).max() < 0.1
    assert np.abs(pixels - expected).mean() < 2e-4
    assert pixels[:, :, 3].sum() == pytest.approx(expected[:, :, 3].sum(), rel=0.01)


def test_those_beyond_the_plate_fade(shoot: Shoot) -> None:
    seen = above(16.0)
    places = np.array([(DOMAIN + 0.35, -1.0), (-1.0, DOMAIN + 0.35), (0.0, 0.0), (-DOMAIN - 0.8, 0.0)])
    pixels = shoot(seen, crowd(places, places, np.zeros(4, np.int16), 0.0, 9.0))
    lifted = Terrain("saddle").ground.lift(places)
    shades = [pixels[int(row), int(column), 3] for column, row in (spot(seen, tuple(p)) for p in lifted)]
    assert shades == pytest.approx([0.5, 0.5, 1.0, 0.0], abs=0.03)
