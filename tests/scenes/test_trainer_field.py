"""The trainer's picture: the field on the screen is the network's output, its functions are those of the simulation."""

from dataclasses import replace
from importlib.resources import files
from typing import Any

import moderngl
import numpy as np
import pytest

from descent_game.engine.actions import Action, Set
from descent_game.engine.clock import STEP
from descent_game.engine.mesh import Mesh
from descent_game.engine.view import View
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from descent_game.sim.network.activations import ACTIVATIONS, Activation
from descent_game.sim.network.network import initial
from descent_game.ui.canvas import Canvas
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.theme import THEMES
from scenes.trainer.field import NEURON_ROLES, SIDE, network_uniforms, sampled
from scenes.trainer.scene import TrainerScene

WIDTH, HEIGHT = 1024, 600
LARGE = (1440, 900)
"""A page whose field is large enough to be drawn from the coarse grid."""
Size = tuple[int, int]
VERTEX = """#version 330 core
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }
"""
FRAGMENT = """#version 330 core
%s
uniform sampler2D sums;
out vec4 answer;
void main() {
    answer = vec4(activation_of(texelFetch(sums, ivec2(gl_FragCoord.xy), 0).x), 0.0, 0.0, 1.0);
}
"""


def made(*actions: Action, steps: int = 120, theme: str = "dark", size: Size = (WIDTH, HEIGHT)) -> TrainerScene:
    scene = TrainerScene(1)
    scene.resize(Page(*size, THEMES[theme], Messages({})))
    for action in actions:
        scene.act(action)
    for _ in range(steps):
        scene.step(STEP)
    scene.frame(1 / 60, 0.0)
    return scene


def drawn(
    ctx: Any, scene: TrainerScene, *, canvas: bool = False, size: Size = (WIDTH, HEIGHT)
) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Returns the scene's pixels, (height, width, 4), the upper row first."""
    renderer, target = Renderer(ctx), Target(ctx, *size, top_down=True)
    view = View(scene.camera, THEMES["dark"].palette, *size, 0.53)
    painted = Canvas(*size)
    if canvas:
        scene.paint(painted)
    renderer.draw(target, scene.root, view, painted)
    pixels = target.read()
    target.release()
    renderer.release()
    return pixels


def asked(ctx: Any, sums: np.ndarray[Any, np.dtype[np.float32]], activation: Activation) -> np.ndarray[Any, Any]:
    source = (files("descent_game.shaders") / "_activation.glsl").read_text("utf-8")
    program = ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT % source)
    values = ctx.texture((len(sums), 1), 1, sums.tobytes(), dtype="f4")
    picture = ctx.texture((len(sums), 1), 4, dtype="f4")
    framebuffer = ctx.framebuffer([picture])
    vertex_array = ctx.vertex_array(program, [])
    framebuffer.use()
    ctx.enable_only(moderngl.NOTHING)
    rows = sampled(activation).data
    curve = ctx.texture((rows.shape[1], 1), 2, rows.tobytes(), dtype="f4")
    values.use(0)
    curve.use(1)
    program["sums"].value = 0
    program["curve"].value = 1
    program["curve_stretches"].value = network_uniforms(initial(1), np.zeros(5))["curve_stretches"]
    vertex_array.render(moderngl.TRIANGLES, vertices=3)
    answer = np.frombuffer(framebuffer.read(components=4, dtype="f4"), np.float32).reshape(-1, 4)[:, 0].copy()
    ctx.detect_framebuffer(0).use()
    for held in (vertex_array, framebuffer, picture, values, curve, program):
        held.release()
    return answer


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_shader_bends_as_the_simulation_does(ctx: Any, name: str) -> None:
    near = np.random.default_rng(0).normal(0.0, 4.0, 480)
    far = [0.0, -0.0, 20.0, -20.0, 87.0, -87.0, 88.8, -88.8, 120.0, -120.0, 1e4, -1e4, 1e15, -1e15, 1e-30, -1e-30]
    sums = np.concatenate((near, far)).astype(np.float32)
    answer = asked(ctx, sums, ACTIVATIONS[name])
    assert np.isfinite(answer).all()
    expected = ACTIVATIONS[name].value(sums.astype(np.float64))
    assert (np.abs(answer - expected) < 2e-5 + 5e-5 * np.abs(expected) + 1e-9 * np.abs(sums)).all()


def test_the_shader_bends_as_an_activation_does_that_it_has_never_seen(ctx: Any) -> None:
    waves = replace(ACTIVATIONS["tanh"], name="waves", curve=np.sin)
    sums = np.linspace(-20.0, 20.0, 333).astype(np.float32)
    assert np.allclose(asked(ctx, sums, waves), np.sin(sums), atol=3e-5)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_field_on_the_screen_is_the_networks_output(ctx: Any, activation: str) -> None:
    scene = made(Set("activation", activation), Set("dataset", "moons"), Set("hidden", "5"))
    field = scene.view.shown[0]
    field.exact = True
    scene.frame(1 / 60, 0.0)
    for mesh in field.node.children:
        mesh.visible = mesh.visible and mesh.name == "field 0"
        getattr(mesh, "uniforms", {})["probe"] = 1.0
    pixels = drawn(ctx, scene)
    places = np.random.default_rng(7).uniform(-1.0, 1.0, (100, 2))
    spots = scene.camera.project(field.lifted(places, 0.0))
    columns = np.floor((spots[:, 0] + 1.0) / 2.0 * WIDTH).astype(int)
    rows = np.floor((1.0 - spots[:, 1]) / 2.0 * HEIGHT).astype(int)
    rays = [
        scene.camera.ray((column + 0.5) / WIDTH * 2.0 - 1.0, 1.0 - (row + 0.5) / HEIGHT * 2.0)
        for column, row in zip(columns, rows, strict=True)
    ]
    exact = np.array([scene.runs.first.network.probability(np.array(field.pick(ray, 0.0))) for ray in rays])
    high, low = pixels[rows, columns, 0].astype(float), pixels[rows, columns, 1].astype(float)
    assert np.abs((high * 256.0 + low) / 65535.0 - exact).max() < 1e-3
    assert exact.max() - exact.min() > 0.5


@pytest.mark.parametrize(
    "settings",
    [
        {"activation": "tanh"},
        {"activation": "relu", "dataset": "moons", "hidden": "8", "speed": 2000.0},
        {"activation": "linear", "hidden": "1"},
        {"dataset": "spiral", "hidden": "8", "speed": 2000.0},
        {"activation": "linear", "optimizer": "momentum", "learning_rate": 10.0, "dataset": "spiral"},
    ],
)
@pytest.mark.parametrize("theme", THEMES)
def test_drawn_from_a_coarse_grid_the_field_looks_as_it_does_at_each_pixel(
    ctx: Any, settings: dict[str, Any], theme: str
) -> None:
    scene = made(*(Set(name, value) for name, value in settings.items()), steps=240, theme=theme, size=LARGE)
    pictures = []
    for exact in (False, True):
        scene.view.shown[0].exact = exact
        scene.frame(0.0, 0.0)
        pictures.append(drawn(ctx, scene, size=LARGE).astype(int))
    difference = np.abs(pictures[0] - pictures[1])
    assert (difference.max() > 0) == (np.abs(scene.runs.first.network.hidden_weights).max() < 60.0)
    assert difference.mean() < 0.15
    assert (difference.max(axis=2) > 40).mean() < 1e-4


def test_what_shows_the_field_is_sent_again_only_after_a_step(ctx: Any) -> None:
    scene = made(size=LARGE)
    renderer, target = Renderer(ctx), Target(ctx, *LARGE)
    view = View(scene.camera, THEMES["dark"].palette, *LARGE)
    sent = []
    for step in (True, False, True, False):
        if step:
            scene.step(STEP)
        scene.frame(0.0, 0.0)
        renderer.draw(target, scene.root, view)
        sent.append(renderer.counts.bytes_sent)
    assert sent[1] == sent[3] == 0
    assert 0 < sent[2] < 200_000
    target.release()
    renderer.release()


def test_the_plate_fills_its_rectangle_and_no_more(ctx: Any) -> None:
    scene = made()
    layout = scene.page.layout
    assert layout is not None
    x, y, w, h = layout.fields[0]
    pixels = drawn(ctx, scene).astype(int)
    ground = pixels[2, 2, :3]
    inside = pixels[round(y + h / 2), round(x + 8), :3]
    assert np.abs(inside - ground).max() > 30
    for column, row in ((x - 4, y + h / 2), (x + w + 4, y + h / 2), (x + w / 2, y - 4), (x + w / 2, y + h + 4)):
        assert np.abs(pixels[round(row), round(column), :3] - ground).max() < 24


def test_wrong_points_are_ringed_and_right_ones_are_not(ctx: Any) -> None:
    scene = made(Set("hidden", "2"), steps=240)
    network, run = scene.runs.first.network, scene.runs.first
    wrong = (network.forward(run.points).logits > 0.0) != (run.labels == 1.0)
    assert 0 < wrong.sum() < len(wrong)
    field = scene.view.shown[0]
    radius = float(np.asarray(field.node.children[-1].uniforms["radius"]))  # type: ignore[attr-defined]
    pixels = drawn(ctx, scene).astype(int)
    spots = scene.camera.project(field.lifted(run.points, 0.0))
    bright = []
    for x, y in spots[:, :2]:
        column, row = (x + 1.0) / 2.0 * WIDTH, (1.0 - y) / 2.0 * HEIGHT
        turn = np.linspace(0.0, 2.0 * np.pi, 48, endpoint=False)
        across = (column + 1.5 * radius * np.cos(turn)).astype(int)
        ring = pixels[(row + 1.5 * radius * np.sin(turn)).astype(int), across, :3]
        bright.append(np.count_nonzero(ring.min(axis=1) > 150))
    discs = run.labels == 1.0
    assert np.median(np.array(bright)[wrong & discs]) > 24
    assert np.median(np.array(bright)[~wrong & discs]) == 0


@pytest.mark.parametrize(
    "settings",
    [
        {"relief": "relief"},
        {"three": True},
        {"three": True, "relief": "relief"},
        {"hidden": "8", "activation": "relu"},
        {"dataset": "own"},
        {"activation": "linear", "optimizer": "momentum", "learning_rate": 10.0, "dataset": "spiral"},
    ],
)
def test_every_way_of_showing_it_draws(ctx: Any, settings: dict[str, object]) -> None:
    scene = made(*(Set(name, value) for name, value in settings.items()), steps=180)
    pixels = np.ascontiguousarray(drawn(ctx, scene, canvas=True))
    assert len(np.unique(pixels.view(np.uint32))) > 500, "as many colours"


def test_points_that_stay_are_not_sent_again(ctx: Any) -> None:
    scene = made()
    renderer, target = Renderer(ctx), Target(ctx, WIDTH, HEIGHT)
    view = View(scene.camera, THEMES["dark"].palette, WIDTH, HEIGHT)
    (points,) = (node for node, _ in scene.root.walk() if isinstance(node, Mesh) and node.name == "points 0")
    renderer.draw(target, scene.root, view)
    sent = []
    for _ in range(3):
        scene.step(STEP)
        scene.frame(1 / 60, 0.0)
        sent.append(points.geometry.take_changes())
        renderer.draw(target, scene.root, view)
    assert sent == [{}] * 3
    assert renderer.counts.objects_created == 0
    target.release()
    renderer.release()


def test_each_hidden_neuron_has_a_colour_of_its_own() -> None:
    for theme in THEMES.values():
        assert len({theme.color(role) for role in NEURON_ROLES}) == len(NEURON_ROLES) == 8
    assert SIDE > 1.0
