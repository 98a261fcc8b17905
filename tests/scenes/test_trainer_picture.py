"""The trainer's pixels against the same picture worked out here: colours, lines, dots, relief, marks, discs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scene_pictures import HEIGHT, STAGE, WIDTH, Floats, Shoot, above, shooting

from descent_game.engine.camera import Camera
from descent_game.engine.geometry import Geometry
from descent_game.engine.mesh import Material, Mesh
from descent_game.engine.view import Palette
from descent_game.render.renderer import Renderer
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import Network, initial
from scenes.trainer.field import SIDE, Field, Plates, fixed, sampled

GROUND, CORAL, CYAN = (0.1, 0.15, 0.2, 1.0), (0.9, 0.4, 0.3, 1.0), (0.3, 0.8, 0.7, 1.0)
CONTOUR, INK, EDGE = (0.7, 0.9, 0.5, 0.4), (1.0, 0.9, 0.8, 1.0), (0.2, 0.3, 0.9, 0.5)
RIM, RING = (0.05, 0.1, 0.0, 1.0), (1.0, 1.0, 0.9, 1.0)
PALETTE = Palette((0.0,) * 4, (0.0,) * 4, ((0.0,) * 4,) * 4, CONTOUR, INK)
PAINT = (0.9, 0.8, 0.1, 0.75)
LINE = 2.0
SUN = np.array((-0.35, -0.45, 0.82)) / np.linalg.norm((-0.35, -0.45, 0.82))

NEAR = 4.4
"""How far the camera stands."""


def common(**others: object) -> dict[str, Any]:
    """Returns the uniforms of a field and its marks as they are here, but for those given."""
    uniforms: dict[str, Any] = {
        "ground": GROUND,
        "class_colors": np.array([CORAL, CYAN], np.float32),
        "edge_color": EDGE,
        "rim_color": RIM,
        "ring_color": RING,
        "neuron_colors": np.array([PAINT, *[(0.0, 0.0, 0.0, 0.0)] * 7], np.float32),
        "side": SIDE,
        "corner": 0.2,
        "unit": unit(above(NEAR)),
        "width": LINE,
        "radius": 6.0,
        "probe": 0.0,
    }
    return {**uniforms, **others}


def unit(seen: Camera) -> float:
    """Returns how many pixels one unit of the flat plate takes."""
    ends = seen.project(np.array([(0.0, 0.0, 0.0), (1.0, 0.0, 0.0)]))
    return float(ends[1, 0] - ends[0, 0]) * WIDTH / 2.0


@pytest.fixture
def shoot(ctx: Any, renderer: Renderer) -> Iterator[Shoot]:
    """Draws nodes and returns their pixels, see `shooting`."""
    with shooting(ctx, renderer, PALETTE) as draw:
        yield draw


def field(seen: Camera, network: Network, relief: float = 0.0, points: Floats | None = None, **others: object) -> Field:
    """Returns a field of a network with points of labels, (n, 3), and nothing else."""
    plates = Plates()
    shown = np.zeros((0, 3)) if points is None else points
    plates.show_points(shown[:, :2], shown[:, 2])
    made = Field(plates, 0)
    made.dress(seen, network, relief, common(**others))
    return made


def mixed(a: Any, b: Any, share: Floats) -> Floats:
    """Returns colours between two, `share` (...,) of the way, (..., 3)."""
    return np.asarray(a + (np.asarray(b) - a) * share[..., None])


def stroke(away: Floats, thick: float) -> Floats:
    """Returns how far pixels are covered by a line so thick whose middle is so far away."""
    return np.clip(thick / 2.0 + 0.5 - away, 0.0, 1.0)


def by_class(p: Floats) -> Floats:
    """Returns the colour of an output: nothing at one half, a class's where it is sure, (..., 3)."""
    color = np.where((p > 0.5)[..., None], CYAN[:3], CORAL[:3])
    return mixed(np.array(GROUND[:3]), color, 0.62 * np.abs(2.0 * p - 1.0))


def spots(seen: Camera) -> Floats:
    """Returns which place of the flat plate each pixel shows, (h, w, 2), seen from straight above."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    return np.stack([columns - WIDTH / 2, HEIGHT / 2 - rows], axis=-1) / unit(seen)


STRAIGHT = Network(np.array([3.0, 1.5, 0.4, 1.4, -0.9]), ACTIVATIONS["linear"])
"""One neuron that does not bend: all its lines are straight, its own 0.9 / 1.4 beside the one of one half."""


def test_the_flat_field_has_its_colours_lines_and_dots(shoot: Shoot) -> None:
    seen = above(NEAR)
    made = field(seen, STRAIGHT)
    pixels = shoot(seen, made.node)
    at = spots(seen)
    weight = np.array((3.0, 1.5))
    total = at @ weight + 0.4
    logit = 1.4 * total - 0.9
    steep = float(np.linalg.norm(weight)) / unit(seen)
    shown = by_class(1.0 / (1.0 + np.exp(-logit)))
    away = np.abs(np.abs(logit)[..., None] - np.log((9.0, 7.0 / 3.0))) / (1.4 * steep)
    shown = mixed(shown, CONTOUR[:3], stroke(away.min(axis=-1), LINE) * CONTOUR[3])
    along = at @ np.array((-1.5, 3.0)) / np.linalg.norm(weight) * unit(seen)
    period = 13.0 * LINE
    dash = np.maximum(np.abs(along / period - np.floor(along / period) - 0.5) * period - 2.2 * LINE, 0.0)
    dots = stroke(np.hypot(total / steep, dash), 2.6 * LINE)
    shown = mixed(shown, PAINT[:3], dots * PAINT[3])
    shown = mixed(shown, INK[:3], stroke(np.abs(logit) / (1.4 * steep), 2.6 * LINE))
    inner = np.abs(at).max(axis=-1) < SIDE - 0.25
    error = (pixels[..., :3] - shown)[inner] * 255.0
    assert (np.abs(error).max(axis=1) < 3.0).mean() > 0.995
    assert np.abs(error.mean(axis=0)).max() < 0.1
    assert (dots[inner] > 0.9).sum() > 50


def test_the_plate_has_round_corners_and_an_edge(shoot: Shoot) -> None:
    seen = above(NEAR)
    pixels = shoot(seen, field(seen, STRAIGHT).node)
    reach = np.abs(spots(seen)) - (SIDE - 0.2)
    beyond = np.linalg.norm(np.maximum(reach, 0.0), axis=-1) + np.minimum(reach.max(axis=-1), 0.0) - 0.2
    inside = -beyond * unit(seen)
    assert np.abs(pixels[..., 3] - np.clip(inside, 0.0, 1.0)).mean() < 2e-3
    # along the middle row the edge lies over the class's colour, as wide as three lines of which half is outside
    row = HEIGHT // 2 + 20
    logit = 1.4 * (spots(seen)[row] @ np.array((3.0, 1.5)) + 0.4) - 0.9
    base = by_class(1.0 / (1.0 + np.exp(-logit)))
    expected = mixed(base, EDGE[:3], stroke(inside[row], 3.0 * LINE) * EDGE[3])
    rim = (inside[row] > 1.1) & (inside[row] < 12.0)
    assert rim.sum() >= 18
    assert np.abs(pixels[row, rim, :3] - expected[rim]).max() < 0.03


def test_where_the_output_is_the_same_everywhere_there_are_no_lines(shoot: Shoot) -> None:
    seen = above(NEAR)
    flat = Network(np.array([0.0, 0.0, 0.0, 0.0, 0.0]), ACTIVATIONS["tanh"])
    pixels = shoot(seen, field(seen, flat).node)
    inner = np.abs(spots(seen)).max(axis=-1) < SIDE - 0.25
    assert np.abs(pixels[inner][:, :3] - GROUND[:3]).max() < 0.004


@pytest.mark.parametrize("relief", [1.0, 0.2])
def test_in_relief_the_field_is_lit_by_its_slopes(shoot: Shoot, relief: float) -> None:
    seen = Camera(0.5, 0.9, 4.4, stage=STAGE)
    network = Network(np.array([1.1, 0.4, 0.3, 1.6, 0.3]), ACTIVATIONS["tanh"])
    made = field(seen, network, relief, neuron_colors=np.zeros((8, 4), np.float32))
    made.node.children = [mesh for mesh in made.node.children if mesh.name.startswith("field")]
    pixels = shoot(seen, made.node)
    generator = np.random.default_rng(3)
    errors: list[Floats] = []
    while len(errors) < 300:
        row, column = int(generator.integers(HEIGHT)), int(generator.integers(WIDTH))
        spot = made.pick(seen.ray((column + 0.5) / WIDTH * 2.0 - 1.0, 1.0 - (row + 0.5) / HEIGHT * 2.0), relief)
        if spot is None or max(map(abs, spot)) > SIDE - 0.25:
            continue
        near = np.array(spot) + 1e-5 * np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
        p = network.probability(near)
        logit = float(np.log(p[0] / (1.0 - p[0])))
        if min(abs(abs(logit) - level) for level in (0.0, np.log(9.0), np.log(7.0 / 3.0))) < 0.12:
            continue
        normal = np.array((-relief * (p[1] - p[2]) / 2e-5, -relief * (p[3] - p[4]) / 2e-5, 1.0))
        key = 0.5 + 0.5 * float(normal @ SUN) / float(np.linalg.norm(normal))
        shade = 1.0 + (0.42 + 0.66 * key * key - 1.0) * min(relief * 4.0, 1.0)
        expected = by_class(p[:1])[0] * shade
        errors.append((pixels[row, column, :3] - expected) * 255.0)
    error = np.array(errors)
    assert (np.abs(error).max(axis=1) < 2.0).mean() > 0.95
    assert np.abs(np.median(error, axis=0)).max() < 0.35


def test_lines_lie_on_the_relief_where_the_output_says(shoot: Shoot) -> None:
    seen = Camera(0.5, 0.9, 4.4, stage=STAGE)
    made = field(seen, STRAIGHT, 1.0, neuron_colors=np.zeros((8, 4), np.float32))
    pixels = shoot(seen, made.node)
    # where 3 x + 1.5 y + 0.4 = 0.9 / 1.4 the output is one half
    y = np.linspace(-0.7, 0.7, 15)
    on = made.lifted(np.column_stack(((0.9 / 1.4 - 0.4 - 1.5 * y) / 3.0, y)), 1.0)
    places = seen.project(on)
    columns = ((places[:, 0] + 1.0) / 2.0 * WIDTH).astype(int)
    rows = ((1.0 - places[:, 1]) / 2.0 * HEIGHT).astype(int)
    assert np.abs(pixels[rows, columns, :3] - INK[:3]).max() < 0.05


def marks(points: Floats, seen: Camera, **others: object) -> Field:
    """Returns points before a network that says class 1 everywhere on the right."""
    network = Network(np.array([5.0, 0.0, 0.0, 5.0, 0.0]), ACTIVATIONS["linear"])
    made = field(seen, network, 0.0, points, **others)
    made.node.children = [made.node.children[-1]]
    return made


@pytest.mark.parametrize("radius", [6.0, 14.0])
def test_marks_are_discs_and_diamonds_and_wrong_ones_are_ringed(shoot: Shoot, radius: float) -> None:
    seen = above(NEAR)
    points = np.array([(0.5, 0.5, 1.0), (-0.5, 0.5, 0.0), (0.5, -0.5, 0.0), (-0.5, -0.5, 1.0)])
    pixels = shoot(seen, marks(points, seen, radius=radius).node)
    expected = np.zeros((HEIGHT, WIDTH, 4))
    for x, y, label in points:
        off = (spots(seen) - (x, y)) * unit(seen)
        disc = np.linalg.norm(off, axis=-1) - radius
        diamond = np.abs(off).sum(axis=-1) / np.sqrt(2.0) - 0.86 * radius
        away = disc if label else diamond
        cover, inner = np.clip(0.5 - away, 0.0, 1.0), np.clip(0.5 - away - max(0.28 * radius, 1.2), 0.0, 1.0)
        mark = mixed(np.array(RIM[:3]), (CYAN if label else CORAL)[:3], inner)
        layer = np.concatenate((mark, np.ones_like(mark[..., :1])), axis=-1) * cover[..., None]
        if (x > 0.0) != (label > 0.5):
            from_ring = np.abs(away - radius / 2.0)
            thick = max(0.26 * radius, 1.3)
            ring = stroke(from_ring, thick)
            halo = np.clip(thick / 2.0 + 1.5 - from_ring, 0.0, 1.0) * 0.55
            around = np.array((*RIM[:3], 1.0)) * (halo * (1.0 - ring))[..., None]
            around = around + np.array(RING) * ring[..., None]
            layer = layer + around * (1.0 - cover[..., None])
        expected += layer
    error = np.abs(pixels - expected)
    assert error.max() < 0.06
    assert error.mean() < 1e-3


def test_marks_stand_on_the_relief_and_behind_a_hill_they_are_faint(shoot: Shoot) -> None:
    seen = Camera(0.5, 0.9, 4.4, stage=STAGE)
    network = Network(np.array([1.1, 0.4, 0.3, 1.6, 0.3]), ACTIVATIONS["tanh"])
    points = np.array([(0.4, -0.3, 1.0)])
    made = field(seen, network, 1.0, points)
    place = seen.project(made.lifted(points[:, :2], 1.0))[0]
    column, row = (place[0] + 1.0) / 2.0 * WIDTH, (1.0 - place[1]) / 2.0 * HEIGHT - 6.0
    behind, before = made.node.children[-2:]
    for mesh, strength in ((behind, 0.22), (before, 1.0)):
        made.node.children = [mesh]
        pixels = shoot(seen, made.node)
        rows, columns = np.nonzero(pixels[:, :, 3] > 0.05)
        assert columns.mean() + 0.5 == pytest.approx(column, abs=0.3)
        assert rows.mean() + 0.5 == pytest.approx(row, abs=0.3)
        assert pixels[int(row), int(column), 3] == pytest.approx(strength, abs=0.01)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "relu"])
def test_a_neuron_shows_its_own_field(shoot: Shoot, name: str) -> None:
    """Hidden, output and inputs: a disc of the class colours by what the neuron says there."""
    network = replace(initial(3, ACTIVATIONS[name], 4))
    seen = above(NEAR)
    uniforms = field(seen, network).node.children[0].uniforms  # type: ignore[attr-defined]
    rows = np.array([(60.0, 60.0, 30.0, 1), (180.0, 60.0, 25.0, 8), (60.0, 130.0, 30.0, 9), (180.0, 130.0, 20.0, 10)])
    geometry = Geometry(instance_arrays={"neuron": rows}, vertices=4, instances=4)
    material = Material("trainer_neuron", depth="off", primitive="triangle_strip", fixed=fixed(network))
    textures = {"curve": sampled(network.activation)}
    pixels = shoot(seen, Mesh("neurons", geometry, material, uniforms=uniforms, textures=textures))
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    expected = np.zeros((HEIGHT, WIDTH, 4))
    for center_x, center_y, radius, which in rows:
        disc = np.stack([x - center_x, center_y - y], axis=-1) / radius
        at = disc.reshape(-1, 2) * SIDE
        passed = network.forward(at)
        value = passed.hidden[:, 1]
        said = {
            1: {"sigmoid": value, "tanh": 0.5 + 0.5 * value}.get(name, 0.5 + 0.5 * value / (1.0 + np.abs(value))),
            8: 1.0 / (1.0 + np.exp(-passed.logits)),
            9: 0.5 + 0.5 * np.clip(at[:, 0], -1.0, 1.0),
            10: 0.5 + 0.5 * np.clip(at[:, 1], -1.0, 1.0),
        }[int(which)].reshape(HEIGHT, WIDTH)
        cover = np.clip((1.0 - np.linalg.norm(disc, axis=-1)) * radius + 0.5, 0.0, 1.0)
        color = by_class(said)
        expected += np.concatenate((color, np.ones_like(color[..., :1])), axis=-1) * cover[..., None]
    assert np.abs(pixels - expected).max() < 0.03
    assert np.abs(pixels - expected).mean() < 1e-3
