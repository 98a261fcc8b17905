"""The runners' pixels: balls where they stand, lit from one side; a crowd on the hill, in the colours of its fates."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scene_pictures import COLORS, HEIGHT, NIGHT, STAGE, WIDTH, Floats, Shoot, above, shooting, spot

from descent_game.engine.camera import Camera
from descent_game.engine.mesh import Mesh
from descent_game.engine.node import Node
from descent_game.render.renderer import Renderer
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.surfaces.surface import HALF as DOMAIN
from scenes.race.crowd import FLOWN, Crowd, looks
from scenes.race.terrain import Terrain
from scenes.race.trails import Balls
from scenes.roster import ROSTER


@pytest.fixture
def shoot(ctx: Any, renderer: Renderer) -> Iterator[Shoot]:
    """Draws nodes and returns their pixels, see `shooting`."""
    with shooting(ctx, renderer, NIGHT) as draw:
        yield draw


def balls(place: tuple[float, float, float], mark: int, scale: float = 1.0, number: int = 1) -> Balls:
    """Returns balls of which only one is seen, of the shape `mark`; `number` 0 is the mesh behind the hill."""
    made = Balls(ROSTER)
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
    """Returns sRGB as light."""
    return np.where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055) ** 2.4)


def encoded(light: Floats) -> Floats:
    """Returns light as sRGB."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 0.0) ** (1.0 / 2.4) - 0.055)


@pytest.mark.parametrize("mark", [0, 1, 2], ids=["ball", "cube", "octahedron"])
def test_a_body_has_its_shape_and_is_lit_from_above_on_the_left(shoot: Shoot, mark: int) -> None:
    seen = Camera(0.0, 0.6, 1.2, (0.0, 0.0, 0.125), stage=STAGE)
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
    seen = Camera(0.0, 0.6, 1.6, (0.0, 0.0, 0.125), stage=STAGE)
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
    many, terrain = Crowd(), Terrain(LANDSCAPES["saddle"])
    many.drop(LANDSCAPES["saddle"], OPTIMIZERS["sgd"], len(places), 0.05, 0)
    many.dress(terrain, share, 1.0, np.vstack((COLORS, COLORS)))
    (mesh,) = many.node.children
    assert isinstance(mesh, Mesh)
    mesh.geometry.write("way", np.hstack((places, moved)))
    mesh.geometry.write("fate", looks(LANDSCAPES["saddle"])[fates])
    mesh.uniforms["pixels"] = pixels
    many.node.visible = True
    return many.node


def test_one_of_the_crowd_stands_on_the_hill_between_its_steps_in_the_colour_of_its_fate(shoot: Shoot) -> None:
    seen = Camera(0.3, 0.7, 10.0, stage=STAGE)
    places = np.array([(-1.5, -1.0), (0.2, 1.2), (1.8, -0.4)])
    moved = places + np.array([(0.4, 0.2), (-0.3, 0.3), (0.2, -0.5)])
    fates = np.array([0, 1, FLOWN], np.int16)
    pixels = shoot(seen, crowd(places, moved, fates, 0.25, 9.0))
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    expected = np.zeros((HEIGHT, WIDTH, 4))
    for place, fate in zip(Terrain(LANDSCAPES["saddle"]).ground.lift(0.75 * places + 0.25 * moved), fates, strict=True):
        column, row = spot(seen, tuple(place))
        cover = np.clip(4.5 + 0.5 - np.hypot(x - column, y - row), 0.0, 1.0)
        expected += cover[:, :, None] * COLORS[int(looks(LANDSCAPES["saddle"])[fate]) % 4]
    assert np.abs(pixels - expected).max() < 0.1
    assert np.abs(pixels - expected).mean() < 2e-4
    assert pixels[:, :, 3].sum() == pytest.approx(expected[:, :, 3].sum(), rel=0.01)


def test_those_beyond_the_plate_fade(shoot: Shoot) -> None:
    seen = above(16.0)
    places = np.array([(DOMAIN + 0.35, -1.0), (-1.0, DOMAIN + 0.35), (0.0, 0.0), (-DOMAIN - 0.8, 0.0)])
    pixels = shoot(seen, crowd(places, places, np.zeros(4, np.int16), 0.0, 9.0))
    lifted = Terrain(LANDSCAPES["saddle"]).ground.lift(places)
    shades = [pixels[int(row), int(column), 3] for column, row in (spot(seen, tuple(p)) for p in lifted)]
    assert shades == pytest.approx([0.5, 0.5, 1.0, 0.0], abs=0.03)
