"""The hill's pixels against the same light worked out here: colour by height, sun, balls' glow, contours, skirt."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scene_pictures import HEIGHT, STAGE, WIDTH, Floats, Shoot, above, shooting

from descent_game.engine.camera import Camera
from descent_game.engine.geometry import Texture
from descent_game.engine.ray import pick
from descent_game.engine.view import Palette
from descent_game.render.renderer import Renderer
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.surfaces.surface import HALF as DOMAIN
from scenes.race.ground import TOP
from scenes.race.terrain import CONTOURS, LIGHTS, SKIRT, Terrain

RAMP = ((0.10, 0.20, 0.30, 1.0), (0.35, 0.30, 0.45, 1.0), (0.50, 0.62, 0.55, 1.0), (0.92, 0.85, 0.78, 1.0))
INK = (1.0, 1.0, 1.0, 1.0)
PALE = Palette((0.0,) * 4, (0.0,) * 4, RAMP, (0.9, 0.8, 0.7, 0.0), INK)
SUN = np.array((1.0, -3.0, 2.707)) / np.linalg.norm((1.0, -3.0, 2.707))
NONE = np.zeros((LIGHTS, 4), np.float32)


def camera(yaw: float = 0.5, pitch: float = 0.8) -> Camera:
    """Returns a camera that sees the whole hill."""
    return Camera(yaw, pitch, 10.0, (0.0, 0.0, 0.7), stage=STAGE)


@pytest.fixture
def shoot(ctx: Any, renderer: Renderer) -> Iterator[Shoot]:
    """Dresses a terrain for a camera, with lights and their colours, and returns its pixels, see `shooting`."""
    with shooting(ctx, renderer, PALE) as shot:

        def draw(terrain: Terrain, seen: Camera, *lit: npt.NDArray[np.float32], **more: Any) -> Floats:
            terrain.ground.refine()
            terrain.before.refine()
            terrain.dress(seen, *(lit or (NONE, NONE)))
            return shot(seen, terrain.node, **more)

        yield draw


def met(
    terrain: Terrain, seen: Camera, about: Any = (0.0, 0.0), reach: float = 0.97 * DOMAIN
) -> tuple[Any, Any, Floats]:
    """Returns rows and columns of 250 pixels, chosen by chance, that show the hill, and the places they show, (n, 3).

    All lie within `reach` of a place of the plate, along either axis.
    """
    generator = np.random.default_rng(5)
    shown = seen.project(terrain.vertices())[:, :2]
    around = shown[np.abs(terrain.vertices()[:, :2] - about).max(axis=1) < reach]
    left, bottom = np.maximum(around.min(axis=0) - 0.1, -1.0).tolist()
    right, top = np.minimum(around.max(axis=0) + 0.1, 1.0).tolist()
    corners = shown[terrain.triangles()]
    low, high = corners.min(axis=1), corners.max(axis=1)
    found: list[tuple[int, int, tuple[float, float, float]]] = []
    while len(found) < 250:
        row, column = int(generator.integers(HEIGHT)), int(generator.integers(WIDTH))
        x, y = (column + 0.5) / WIDTH * 2.0 - 1.0, 1.0 - (row + 0.5) / HEIGHT * 2.0
        if not (left <= x <= right and bottom <= y <= top):
            continue
        near = ((low <= (x, y)) & (high >= (x, y))).all(axis=1)
        hit = pick(seen.ray(x, y), terrain.vertices(), terrain.triangles()[near])
        if hit is not None and np.abs(np.subtract(hit.point[:2], about)).max() < reach:
            found.append((row, column, hit.point))
    rows, columns, places = zip(*found, strict=True)
    return np.array(rows), np.array(columns), np.array(places)


def smoothstep(low: float, high: float, x: Floats) -> Floats:
    """Returns 0 below `low`, 1 above `high`, and a smooth way between them, as GLSL has it."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def unit(vectors: Floats) -> Floats:
    """Returns vectors, (..., 3), at length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def squared_ramp(t: Floats) -> Floats:
    """Returns the ramp's colours, squared, at heights from 0 to 1."""
    low, second, third, high = (np.square(np.array(color[:3])) for color in RAMP)
    s = np.clip(t, 0.0, 1.0)[:, None] * 3.0
    color = low + (second - low) * np.clip(s, 0.0, 1.0)
    color = color + (third - color) * smoothstep(0.8, 2.1, s)
    return np.asarray(color + (high - color) * smoothstep(1.9, 3.0, s))


def surface(terrain: Terrain, places: Floats) -> tuple[Floats, Floats]:
    """Returns drawn height (n,) and upward normal (n, 3) over places, halfway between landscapes while it morphs."""
    share = terrain.morph.value
    flat = places[:, :2]
    heights = (1.0 - share) * terrain.before.height(flat) + share * terrain.ground.height(flat)
    slopes = np.zeros_like(flat)
    for axis in (0, 1):
        step = 1e-6 * np.eye(2)[axis]
        for ground, part in ((terrain.before, 1.0 - share), (terrain.ground, share)):
            slopes[:, axis] += part * (ground.height(flat + step) - ground.height(flat - step)) / 2e-6
    return heights, unit(np.column_stack((-slopes, np.ones(len(flat)))))


def sunlit(terrain: Terrain, places: Floats, eye: Floats, paint: Floats | None = None) -> Floats:
    """Returns the light, squared colour, that comes from places of the hill without balls, (n, 3)."""
    heights, normal = surface(terrain, places)
    toward = unit(eye - places)
    t = np.clip(heights / TOP, 0.0, 1.0)
    base = squared_ramp(t * (0.35 + 0.65 * t))
    if paint is not None:
        base = base + (paint[:, :3] ** 2 * (0.12 + 0.68 * t)[:, None] - base) * paint[:, 3:]
    key = (0.5 + 0.5 * normal @ SUN)[:, None]
    sky = np.array((0.13, 0.19, 0.28)) + np.array((1.06, 1.03, 0.98)) * key**3 + 0.12 * normal[:, 2:]
    shine = np.maximum((normal * unit(toward + SUN)).sum(axis=1), 0.0)[:, None] ** 24
    rim = 1.0 - np.clip((normal * toward).sum(axis=1), 0.0, 1.0)[:, None]
    return np.asarray(base * sky + 0.03 * shine + np.array(RAMP[2][:3]) * 0.05 * rim**3)


def assert_alike(shown: Floats, expected: Floats) -> None:
    """Asserts that colours (n, 3) agree to a step of a channel, and on the mean to a small part of one.

    Pixels on a fold, where the hill stands before itself, are few.
    """
    error = (shown - np.clip(expected, 0.0, 1.0)) * 255.0
    alike = np.abs(error).max(axis=1) < 1.7
    assert alike.mean() > 0.95
    assert np.abs(error[alike].mean(axis=0)).max() < 0.12


@pytest.mark.parametrize("name", list(LANDSCAPES))
@pytest.mark.parametrize("seen", [camera(), camera(-2.2, 0.35), above()])
def test_the_hill_is_lit_as_its_slopes_stand_to_the_sun(shoot: Shoot, name: str, seen: Camera) -> None:
    terrain = Terrain(LANDSCAPES[name])
    pixels = shoot(terrain, seen)
    rows, columns, places = met(terrain, seen)
    expected = np.sqrt(sunlit(terrain, places, np.array(seen.eye)))
    assert (pixels[rows, columns, 3] == 1.0).mean() > 0.95
    assert_alike(pixels[rows, columns, :3], expected)
    assert expected.std() > 0.03


def test_between_two_landscapes_the_hill_is_between_them(shoot: Shoot) -> None:
    terrain, seen = Terrain(LANDSCAPES["ravine"]), camera()
    terrain.show(LANDSCAPES["saddle"])
    terrain.morph.step(0.24)
    assert 0.2 < terrain.morph.value < 0.5
    pixels = shoot(terrain, seen)
    rows, columns, places = met(terrain, seen)
    assert_alike(pixels[rows, columns, :3], np.sqrt(sunlit(terrain, places, np.array(seen.eye))))


def test_a_ball_casts_a_shadow_and_its_own_light(shoot: Shoot) -> None:
    terrain, seen = Terrain(LANDSCAPES["saddle"]), camera()
    lights, colors = NONE.copy(), NONE.copy()
    lights[0], colors[0] = (*terrain.ground.lift(np.array([(-0.4, -0.8)]))[0], 1.0), (1.0, 0.5, 0.2, 1.0)
    lights[1], colors[1] = (*terrain.ground.lift(np.array([(0.6, 0.2)]))[0], 0.5), (0.1, 0.4, 0.9, 1.0)
    seen = replace(seen, distance=5.0)
    pixels = shoot(terrain, seen, lights, colors)
    for about in lights[:2, :2]:
        rows, columns, places = met(terrain, seen, about, 0.35)
        expected = sunlit(terrain, places, np.array(seen.eye))
        for light, color in zip(lights[:2].astype(float), colors[:2].astype(float), strict=True):
            near = np.square(places - light[:3]).sum(axis=1)[:, None]
            expected *= 1.0 - 0.7 * light[3] / (1.0 + 90.0 * near) ** 2
            expected += color[:3] ** 2 * light[3] * 0.22 / (1.0 + 9.0 * near) ** 3
        assert_alike(pixels[rows, columns, :3], np.sqrt(expected))


def test_a_painted_plate_wears_the_colours_of_its_map(shoot: Shoot) -> None:
    terrain, seen = Terrain(LANDSCAPES["saddle"]), above()
    kinds = np.random.default_rng(2).integers(0, 4, (8, 8))
    colors = np.random.default_rng(3).uniform(0.1, 0.9, (8, 4)).astype(np.float32)
    terrain.paint(Texture(kinds[:, :, None].astype(np.float32)), True, colors)
    pixels = shoot(terrain, seen)
    rows, columns, places = met(terrain, seen)
    cell = (places[:, :2] / DOMAIN * 0.5 + 0.5) * 8.0 - 0.5
    at = np.floor(cell).astype(int)
    part = cell - at
    paint = np.zeros((len(at), 4))
    for dx in (0, 1):
        for dy in (0, 1):
            kind = kinds[np.clip(at[:, 1] + dy, 0, 7), np.clip(at[:, 0] + dx, 0, 7)]
            texel = np.column_stack((colors[kind, :3], np.full(len(kind), 0.62))) * (kind > 0)[:, None]
            share = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
            paint += texel * share[:, None]
    assert_alike(pixels[rows, columns, :3], np.sqrt(sunlit(terrain, places, np.array(seen.eye), paint)))


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_contours_stand_at_equal_steps_of_height_and_are_as_wide_as_asked(shoot: Shoot, scale: float) -> None:
    """Down the saddle's slope along x = 0.9: red where a line is, measured against heights worked out here."""
    terrain, seen = Terrain(LANDSCAPES["saddle"]), replace(above(2.6), target=(0.9, 1.9, 0.0))
    palette = replace(PALE, ramp=((0.0, 0.0, 0.0, 1.0),) * 4, contour=(1.0, 0.0, 0.0, 1.0))
    bare = replace(palette, contour=(0.0, 0.0, 0.0, 1.0))
    column = shoot(terrain, seen, palette=palette, scale=scale)[:, WIDTH // 2, 0]
    shown = column - shoot(terrain, seen, palette=bare, scale=scale)[:, WIDTH // 2, 0]
    y = np.linspace(0.0, DOMAIN, 20_001)
    path = terrain.ground.lift(np.column_stack((np.full(len(y), 0.9), y)))
    rows = (1.0 - seen.project(path)[:, 1]) / 2.0 * HEIGHT
    inside = (rows > 6.0) & (rows < HEIGHT - 6.0) & (y < 0.97 * DOMAIN)
    levels = path[:, 2] / (TOP / CONTOURS)
    crossed = [k for k in np.flatnonzero(np.diff(np.floor(levels)) != 0.0) if inside[k]]
    assert 3 <= len(crossed) <= 20
    expected = np.zeros(HEIGHT)
    for k in crossed:
        away = np.abs(np.arange(HEIGHT) + 0.5 - rows[k])
        expected += 1.0 - smoothstep(scale * 0.5 - 0.5, scale * 0.5 + 0.5, away)
    some = np.flatnonzero(inside)
    low, high = sorted((int(rows[some[0]]), int(rows[some[-1]])))
    assert np.abs(shown[low:high] - expected[low:high]).max() < 0.12
    assert abs((shown - expected)[low:high].mean()) < 0.01


@pytest.mark.parametrize("distance", [3.0, 5.0, 6.0, 14.0])
def test_contours_fade_where_they_crowd(shoot: Shoot, distance: float) -> None:
    """From nine pixels apart on they are whole, at three they are gone."""
    terrain, seen = Terrain(LANDSCAPES["ravine"]), replace(above(distance), target=(0.0, 0.9, 0.0))
    palette = replace(PALE, ramp=((0.0, 0.0, 0.0, 1.0),) * 4, contour=(1.0, 0.0, 0.0, 1.0))
    bare = replace(palette, contour=(0.0, 0.0, 0.0, 1.0))
    shown = shoot(terrain, seen, palette=palette, scale=3.0) - shoot(terrain, seen, palette=bare, scale=3.0)
    places = terrain.ground.lift(np.array([(0.0, 0.9), (0.0, 0.901)]))
    rows = seen.project(places)[:, 1] * HEIGHT / 2.0
    apart = TOP / CONTOURS / abs(places[1, 2] - places[0, 2]) * abs(rows[1] - rows[0])
    around = int(np.ceil(apart))
    lines = shown[HEIGHT // 2 - around : HEIGHT // 2 + around, WIDTH // 2, 0]
    assert lines.max() == pytest.approx(float(smoothstep(3.0, 9.0, np.array(apart))), abs=0.15)


def test_no_contour_lies_on_the_floor(shoot: Shoot) -> None:
    """The lowest line is one step up: height nought is a place, not a contour."""
    terrain, seen = Terrain(LANDSCAPES["saddle"]), replace(above(0.4), target=(2.0**0.5, 0.0, 0.0))
    palette = replace(PALE, ramp=((0.0, 0.0, 0.0, 1.0),) * 4, contour=(1.0, 0.0, 0.0, 1.0))
    assert shoot(terrain, seen, palette=palette)[HEIGHT // 2, WIDTH // 2, 0] < 0.25


def test_the_plate_ends_where_it_should_and_softly(shoot: Shoot) -> None:
    terrain, seen = Terrain(LANDSCAPES["saddle"]), above()
    terrain.node.children[-1].visible = False
    alpha = shoot(terrain, seen)[HEIGHT // 2, :, 3]
    edge = terrain.ground.lift(np.array([(-DOMAIN, 0.0), (DOMAIN, 0.0)]))
    left, right = (seen.project(edge)[:, 0] + 1.0) / 2.0 * WIDTH
    assert alpha.sum() == pytest.approx(right - left - 1.0, abs=0.15)  # the last pixel of either end is half covered
    assert ((alpha > 0.02) & (alpha < 0.98)).sum() <= 2


def skirt_only() -> Terrain:
    """Returns a saddle of which nothing is seen but its skirt."""
    terrain = Terrain(LANDSCAPES["saddle"])
    for mesh in terrain.node.children[:-1]:
        mesh.transform = np.zeros((4, 4), np.float32)
    return terrain


def test_the_skirt_hangs_from_the_edge_in_its_own_shade(shoot: Shoot) -> None:
    """Seen from the front, the sides y = -DOMAIN and none other: as thick as it is, darker toward its foot."""
    terrain = skirt_only()
    seen = Camera(0.0, 0.25, 3.0, (0.3, -DOMAIN, 1.2), stage=STAGE)
    pixels = shoot(terrain, seen)
    top = terrain.ground.lift(np.array([(0.3, -DOMAIN)]))
    rows = (1.0 - seen.project(np.vstack((top, top - (0.0, 0.0, SKIRT))))[:, 1]) / 2.0 * HEIGHT
    column = pixels[:, WIDTH // 2]
    assert column[:, 3].sum() == pytest.approx(rows[1] - rows[0], abs=1.0)
    s = float(top[0, 2]) / TOP * 3.0
    a, b, c, d = (np.array(color[:3]) for color in RAMP)
    edge = a + (b - a) * np.clip(s, 0, 1)
    edge = edge + (c - edge) * np.clip(s - 1, 0, 1)
    edge = edge + (d - edge) * np.clip(s - 2, 0, 1)
    whole = np.arange(int(rows[0]) + 2, int(rows[1]) - 1)
    depth = (whole + 0.5 - rows[0]) / (rows[1] - rows[0])
    expected = edge * (0.62 + (0.28 - 0.62) * depth)[:, None]
    assert len(whole) >= 2
    assert np.abs(column[whole, :3] - expected).max() < 0.012


@pytest.mark.parametrize(("yaw", "sides"), [(0.0, ("front",)), (np.pi / 4, ("front", "right")), (np.pi, ("back",))])
def test_only_the_sides_seen_from_outside_have_a_skirt(shoot: Shoot, yaw: float, sides: tuple[str, ...]) -> None:
    terrain = skirt_only()
    seen = camera(yaw, 0.9)
    pixels = shoot(terrain, seen)
    middles = {"front": (0.0, -1.0), "right": (1.0, 0.0), "back": (0.0, 1.0), "left": (-1.0, 0.0)}
    for side, (x, y) in middles.items():
        across = np.array((x, y)) * DOMAIN + np.array((y, x)) * 0.3
        place = terrain.ground.lift(across[None]) - (0.0, 0.0, SKIRT / 2.0)
        spot = seen.project(place)[0]
        row, column = int((1.0 - spot[1]) / 2.0 * HEIGHT), int((spot[0] + 1.0) / 2.0 * WIDTH)
        assert (pixels[row - 1 : row + 2, column, 3].max() > 0.3) == (side in sides), side


def test_a_skirt_comes_in_gradually_as_its_side_turns_to_the_eye(shoot: Shoot) -> None:
    """A side is seen from outside by a third of the plate's half width beyond it, whole from there on."""
    terrain = skirt_only()
    shades = []
    for beyond in (1.0 / 6.0, 1.0 / 3.0, 0.6):
        distance = DOMAIN * beyond
        pitch = np.arctan2(0.9, distance)
        middle = terrain.ground.lift(np.array([(0.0, -DOMAIN)]))[0]
        seen = Camera(0.0, float(pitch), float(np.hypot(distance, 0.9)), (0.0, -DOMAIN, float(middle[2]) - SKIRT / 2.0))
        seen = replace(seen, stage=STAGE)
        shades.append(float(shoot(terrain, seen)[HEIGHT // 2, WIDTH // 2, 3]))
    assert shades == pytest.approx([0.5, 1.0, 1.0], abs=0.02)
