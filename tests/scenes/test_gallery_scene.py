"""The gallery as a scene: the marker goes where the hand goes, frames change nothing, what rests sends nothing."""

from collections.abc import Iterable
from importlib.resources import files

import numpy as np
import pytest
from snapshots import mark

from descent_game.engine.actions import Action, Click, Drag, Pan, Pause, Press, Set, Step, Turn, Zoom
from descent_game.engine.clock import STEP, FixedStep
from descent_game.engine.controls import ControlError
from descent_game.engine.mesh import Mesh
from descent_game.sim.network.activations import ACTIVATIONS, LAYERS, surviving
from descent_game.sim.network.layers import Measured, measure
from descent_game.ui.canvas import Canvas
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.theme import THEMES
from descent_game.ui.widgets import ListColumn
from scenes.gallery.page import Places, places
from scenes.gallery.plot import HIGH, LOW
from scenes.gallery.scene import GalleryScene
from scenes.gallery.state import NAMES
from scenes.gallery.viewer import on_screen, panels_at

ENGLISH = Messages.parse((files("descent_game.scenes.text") / "en.toml").read_text("utf-8"))
SIZES = [(1920, 1080), (1024, 768), (1080, 1920)]


def page(size: tuple[int, int] = (1920, 1080), reduced_motion: bool = False) -> Page:
    return Page(*size, THEMES["dark"], ENGLISH, reduced_motion=reduced_motion)


def opened(*actions: Action, size: tuple[int, int] = (1920, 1080)) -> GalleryScene:
    scene = GalleryScene(0)
    scene.resize(page(size))
    for action in actions:
        scene.act(action)
    scene.settle()
    return scene


def placed_in(size: tuple[int, int] = (1920, 1080)) -> Places:
    return places(page(size), len(NAMES))


def at(x: float, y: float, size: tuple[int, int] = (1920, 1080)) -> tuple[float, float]:
    """Returns a pixel of the window as a place of the screen in [-1, 1], y up."""
    return x / size[0] * 2.0 - 1.0, 1.0 - y / size[1] * 2.0


def z_of(scene: GalleryScene) -> float:
    return scene.controls.number("z")


SCRIPT: dict[int, list[Action]] = {
    10: [Set("z", -2.0)],
    20: [Drag(-0.1, 0.2, "grab"), Drag(0.05, 0.2, "move"), Drag(0.1, 0.1, "release")],
    60: [Set("activation", "relu")],
    75: [Set("activation", "gelu"), Set("weight", 1.7)],
    120: [Set("view", "wall"), Turn(0.2, 0.1)],
    180: [Set("leaky_slope", 0.2), Set("source", "real")],
    230: [Press("draw_again"), Set("initialisation", "he")],
    260: [Click(0.1, 0.1)],
    300: [Zoom(1.4, 0.0, 0.0), Press("left"), Press("right_fine")],
    330: [Set("source", "simple"), Press("home")],
}


def play(dts: Iterable[float], steps: int = 420) -> GalleryScene:
    scene, fixed = GalleryScene(5), FixedStep()
    scene.resize(page())
    for dt in dts:
        ran = fixed.advance(dt)
        for step in range(fixed.steps - ran, fixed.steps):
            if step == steps:
                return scene
            for action in SCRIPT.get(step, []):
                scene.act(action)
            scene.step(STEP)
        scene.frame(dt, fixed.alpha)
    raise AssertionError("too few frames")


def drawn(scene: GalleryScene) -> tuple[object, ...]:
    """Returns what the pictures are made of: curves and bars as they stand, and what was measured."""
    story = scene.story
    bars = story.bars
    return (
        mark([curves.now.heights() for curves in story.curves]),
        [story.measured(number) for number in range(len(NAMES))],
        mark(bars.now),
    )


@pytest.mark.parametrize("fps", [24, 30, 144, 0])
def test_the_same_actions_give_the_same_state_at_any_frame_rate(fps: int) -> None:
    random = np.random.default_rng(1).uniform(0.001, 0.05, 2000).tolist()
    frames = [1.0 / fps] * 2000 if fps else random
    assert mark(play(frames).snapshot()) == mark(play([1.0 / 60] * 2000).snapshot())


@pytest.mark.parametrize("size", SIZES)
def test_a_drag_anywhere_in_the_plot_takes_the_marker_along_and_never_out(size: tuple[int, int]) -> None:
    scene = opened(size=size)
    plot = placed_in(size).near.plot
    for share in (0.1, 0.33, 0.72, 0.97):
        place = at(plot.x + share * plot.w, plot.y + 0.3 * plot.h, size)
        assert scene.grabs(*place)
        scene.act(Drag(*place, "grab"))
        assert z_of(scene) == pytest.approx(LOW + share * (HIGH - LOW), abs=0.0051)
        for further in (-0.5, 0.2, 1.5):
            scene.act(Drag(*at(plot.x + further * plot.w, plot.y - 90.0, size), "move"))
            expected = LOW + min(max(further, 0.0), 1.0) * (HIGH - LOW)
            assert z_of(scene) == pytest.approx(expected, abs=0.0051)
        scene.act(Drag(*at(plot.x, plot.y, size), "release"))
        held = z_of(scene)
        scene.act(Drag(*at(plot.center[0], plot.y, size), "move"))
        assert z_of(scene) == held


def test_the_handle_keeps_its_place_under_the_finger() -> None:
    scene = opened(Set("z", 2.0))
    plot = placed_in().near.plot
    knob = plot.x + 8.0 / 12.0 * plot.w
    scene.act(Drag(*at(knob + 20.0, plot.bottom + 10.0), "grab"))
    assert z_of(scene) == 2.0
    scene.act(Drag(*at(knob + 20.0 + plot.w / 12.0, plot.bottom + 10.0), "move"))
    assert z_of(scene) == pytest.approx(3.0, abs=0.006)


def test_a_finger_beside_the_ends_still_holds_the_marker_and_words_do_not() -> None:
    scene = opened()
    placed = placed_in()
    plot, finger = placed.near.plot, placed.page.finger
    assert scene.grabs(*at(plot.x - finger / 2.0 + 1.0, plot.bottom))
    assert scene.grabs(*at(plot.right + finger / 2.0 - 1.0, plot.bottom + finger / 2.0 - 1.0))
    assert not scene.grabs(*at(*placed.near.bars.center))
    assert not scene.grabs(*at(*placed.near_caption.center))
    before = z_of(scene)
    for action in (Turn(0.2, 0.1), Pan(0.1, 0.1), Click(0.99, 0.9), Pause(), Step(), Press("nonsense")):
        scene.act(action)
    assert z_of(scene) == before


def test_zero_draws_the_marker() -> None:
    scene = opened()
    plot = placed_in().near.plot
    scene.act(Click(*at(plot.center[0] + 3.0, plot.center[1])))
    assert z_of(scene) == 0.0
    np.testing.assert_array_equal(scene.story.bars.values[0], 0.25 ** np.arange(1, LAYERS + 1))


def test_keys_move_the_marker_and_stop_at_the_ends() -> None:
    scene = opened(Set("z", 5.95))
    for name, expected in (("left", 5.85), ("left_fine", 5.84), ("right", 5.94), ("right", 6.0), ("right_fine", 6.0)):
        scene.act(Press(name))
        assert z_of(scene) == expected
    scene.act(Press("home"))
    assert z_of(scene) == 0.0
    keys = {control.key: control.name for control in scene.controls if control.key}
    assert {keys["left"], keys["right"], keys["home"]} == {"left", "right", "home"}
    assert keys["shift+left"] == "left_fine"


def test_the_promises_of_sigmoid_and_relu() -> None:
    scene = opened(Set("z", 0.0))
    np.testing.assert_array_equal(scene.story.bars.values[0], 4.0 ** -np.arange(1.0, LAYERS + 1))
    scene = opened(Set("activation", "relu"), Set("z", -1.0))
    assert (scene.story.bars.values[0] == 0.0).all()
    assert (scene.story.bars.now.lit.array[0] == 0.0).all()
    assert scene.story.caption.key == "dead"
    scene.act(Set("z", 1.0))
    scene.settle()
    assert (scene.story.bars.values[0] == 1.0).all()
    assert (scene.story.bars.now.lit.array[0] == 1.0).all()
    assert scene.story.caption.key == "open"


def test_one_marker_drives_all_pictures_on_the_wall() -> None:
    scene = opened(Set("view", "wall"), Set("weight", 1.25))
    plot = placed_in().far[7].plot
    start = at(plot.x + 0.5 * plot.w, plot.center[1])
    scene.act(Drag(*start, "grab"))
    assert z_of(scene) == 1.1
    scene.act(Drag(*at(plot.x + 0.8 * plot.w, plot.center[1]), "move"))
    scene.act(Drag(*at(plot.x + 0.8 * plot.w, plot.center[1]), "release"))
    z = z_of(scene)
    assert z == pytest.approx(LOW + 0.8 * (HIGH - LOW), abs=0.0051)
    assert scene.on_wall
    for number, name in enumerate(NAMES):
        np.testing.assert_array_equal(scene.story.bars.values[number + 1], surviving(ACTIVATIONS[name], z, 1.25))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turned", [False, True])
def test_a_press_on_a_picture_goes_up_to_it(size: tuple[int, int], turned: bool) -> None:
    for number, name in enumerate(NAMES):
        scene = opened(Set("view", "wall"), *([Turn(0.2, -0.1)] if turned else []), size=size)
        scene.frame(0.0, 0.0)
        x, y = placed_in(size).far[number].frame.center
        spot = scene.camera.project(np.array([x / 1000.0, 0.0, -y / 1000.0]))
        place = float(spot[0]), float(spot[1])
        assert scene.grabs(*place)
        scene.act(Drag(*place, "grab"))
        scene.act(Drag(*place, "release"))
        assert scene.controls.word("activation") == name
        assert not scene.on_wall
        assert z_of(scene) == 1.1
        scene.settle()
        assert scene.viewer.near == 1.0
        assert scene.viewer.now.straight


def test_the_camera_glides_in_and_the_words_wait() -> None:
    scene = opened(Set("view", "wall"))
    scene.act(Set("activation", "elu"))
    scene.act(Set("view", "one"))
    nears = []
    for step in range(120):
        scene.step(STEP)
        nears.append(scene.viewer.near)
        listed = any(isinstance(placed.widget, ListColumn) for placed in scene.widgets())
        assert listed == (nears[-1] > 0.8), step
    assert (np.diff(nears) >= 0.0).all()
    assert 0.3 < nears[42] < 0.7
    assert nears[-1] == 1.0


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_at_rest_the_picture_stands_on_whole_pixels(number: int) -> None:
    scene = opened(Set("activation", NAMES[number]))
    placed = placed_in()
    scene.frame(0.0, 0.0)
    panels = on_screen(page(), scene.camera, panels_at(placed, number, scene.viewer.near))
    np.testing.assert_allclose(panels[1:3], (placed.near.plot, placed.near.bars), atol=0.01)
    scene.act(Set("view", "wall"))
    scene.settle()
    scene.frame(0.0, 0.0)
    panels = on_screen(page(), scene.camera, panels_at(placed, number, scene.viewer.near))
    np.testing.assert_allclose(panels[4::3], [picture.plot for picture in placed.far], atol=0.01)


def test_reduced_motion_cuts() -> None:
    scene = GalleryScene(0)
    scene.resize(page(reduced_motion=True))
    scene.act(Set("view", "wall"))
    scene.act(Set("activation", "relu"))
    scene.act(Set("z", -1.0))
    scene.step(STEP)
    assert scene.viewer.near == 0.0
    assert not scene.story.bars.moving
    assert not any(curves.now.moving for curves in scene.story.curves)


def test_zooming_in_goes_up_and_out_goes_back() -> None:
    scene = opened(Set("view", "wall"))
    place = at(*placed_in().far[3].frame.center)
    scene.act(Zoom(0.9, *place))
    assert scene.on_wall
    scene.act(Zoom(0.85, *place))
    assert scene.controls.word("activation") == NAMES[3]
    assert not scene.on_wall
    scene.act(Zoom(1.14, 0.0, 0.0))
    scene.act(Zoom(1.14, 0.0, 0.0))
    assert scene.on_wall


def test_real_layers_are_measured_and_drawn_again() -> None:
    scene = opened(Set("source", "real"), Set("activation", "tanh"))
    first = scene.story.bars.values[0].copy()
    draw = int(np.random.SeedSequence((0, 0)).generate_state(1)[0])
    np.testing.assert_array_equal(first, measure(ACTIVATIONS["tanh"], "xavier", draw).gradients)
    scene.act(Press("draw_again"))
    assert not np.array_equal(scene.story.bars.values[0], first)
    again = opened(Set("source", "real"), Set("activation", "tanh"), Press("draw_again"))
    np.testing.assert_array_equal(again.story.bars.values[0], scene.story.bars.values[0])
    scene.act(Set("z", 3.0))  # the marker does not reach into the network
    np.testing.assert_array_equal(again.story.bars.values[0], scene.story.bars.values[0])


def networks(scene: GalleryScene) -> dict[int, Measured]:
    """Returns what was measured, by the number of the function."""
    return {number: found for number in range(len(NAMES)) if (found := scene.story.measured(number)) is not None}


def test_on_the_wall_networks_are_measured_one_a_step() -> None:
    scene = opened(Set("source", "real"))
    scene.act(Set("view", "wall"))
    for _ in range(len(NAMES)):
        count = len(networks(scene))
        scene.step(STEP)
        assert len(networks(scene)) <= count + 1
    assert list(networks(scene)) == list(range(len(NAMES)))
    scene.settle()
    for number, found in networks(scene).items():
        np.testing.assert_array_equal(scene.story.bars.values[number + 1], found.gradients)


def test_a_bar_says_its_value_when_pointed_at_or_tapped() -> None:
    scene = opened(Set("z", 0.0))
    bars = placed_in().near.bars
    place = at(bars.x + bars.w * 2.5 / LAYERS, bars.center[1])

    def said() -> bool:
        scene.frame(0.0, 0.0)
        canvas = Canvas(1920, 1080)
        scene.paint(canvas)
        return "layer 3: 0.0156" in [run.text for layer in canvas.layers() for run in layer.runs]

    scene.hover = place
    assert said()
    scene.hover = None
    assert not said()
    scene.act(Click(*place))
    assert said()
    scene.act(Click(*place))
    assert not said()


@pytest.mark.parametrize("view", ["one", "wall"])
def test_dead_is_written_where_nothing_is_left_and_nowhere_else(view: str) -> None:
    for name, z, times in (("relu", -1.0, 1), ("relu", 1.0, 0), ("leaky_relu", -1.0, int(view == "wall"))):
        scene = opened(Set("activation", name), Set("z", z), Set("view", view))
        scene.frame(0.0, 0.0)
        canvas = Canvas(1920, 1080)
        scene.paint(canvas)
        texts = [run.text for layer in canvas.layers() for run in layer.runs]
        assert texts.count(ENGLISH("gallery.dead")) == times, (name, z)


def test_the_leaky_slope_has_its_slider_only_where_it_means_something() -> None:
    def names(scene: GalleryScene) -> set[str]:
        return {placed.name for placed in scene.widgets()}

    scene = opened()
    assert "leaky_slope" not in names(scene)
    assert {"weight", "view", "source", "activation"} <= names(scene)
    scene.act(Set("activation", "leaky_relu"))
    assert "leaky_slope" in names(scene)
    scene.act(Set("source", "real"))
    assert {"initialisation", "draw_again"} <= names(scene)
    assert "weight" not in names(scene)
    scene.act(Set("view", "wall"))
    assert "activation" not in names(scene)
    scene.act(Set("source", "simple"))
    assert "z" in names(scene)


def test_wrong_values_are_refused_and_change_nothing() -> None:
    scene = opened()
    before = mark(scene.snapshot())
    for name, value in (("z", 6.5), ("z", "nan"), ("weight", 3.0), ("activation", "relo"), ("leaky_slope", -1.0)):
        with pytest.raises(ControlError):
            scene.act(Set(name, value))
    assert mark(scene.snapshot()) == before


def test_at_rest_nothing_is_sent_and_everything_is_finite() -> None:
    for actions in ((), (Set("view", "wall"),), (Set("activation", "relu"), Set("z", -1.0))):
        scene = opened(*actions)
        for _ in range(3):
            scene.frame(1.0 / 60.0, 0.0)
        meshes = [node for node, _ in scene.root.walk() if isinstance(node, Mesh)]
        assert len(meshes) == 5
        for mesh in meshes:
            mesh.geometry.take_changes()
        for _ in range(5):
            scene.step(STEP)
            scene.frame(1.0 / 60.0, 0.0)
        for mesh in meshes:
            assert mesh.geometry.take_changes() == {}
            for rows in (*mesh.geometry.instance_arrays.values(), *mesh.uniforms.values()):
                assert np.isfinite(np.asarray(rows)).all()
            assert mesh.geometry.instances <= len(next(iter(mesh.geometry.instance_arrays.values())))


def test_a_change_of_function_mid_glide_leaves_no_trace() -> None:
    scene = opened()
    for name in (*NAMES, "sigmoid"):
        scene.act(Set("activation", name))
        for _ in range(7):
            scene.step(STEP)
        scene.frame(1.0 / 60.0, 0.0)
    for _ in range(200):
        scene.step(STEP)
    fresh = opened()
    assert drawn(scene) == drawn(fresh)
