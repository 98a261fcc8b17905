"""The gallery's pixels: curves, points and bars where the numbers say, dead bars empty, the wall in its frames."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.engine.actions import Action, Drag, Set
from descent_game.engine.view import View
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from descent_game.sim.network.activations import LAYERS
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.theme import DARK, over
from scenes.gallery.page import Places, bar_edges, places
from scenes.gallery.scene import GalleryScene
from scenes.gallery.state import NAMES

SIZE = (960, 540)
ENGLISH = Messages.parse((files("descent_game.scenes.text") / "en.toml").read_text("utf-8"))
PAGE = Page(*SIZE, DARK, ENGLISH)
SKY, AMBER, CORAL = ([round(255 * c) for c in color[:3]] for color in (DARK.sky, DARK.amber, DARK.coral))
Pixels: TypeAlias = npt.NDArray[np.int64]
Shoot: TypeAlias = Callable[..., tuple[GalleryScene, Pixels]]


@pytest.fixture
def shoot(ctx: Any, renderer: Renderer) -> Iterator[Shoot]:
    targets = {flipped: Target(ctx, *SIZE, top_down=flipped) for flipped in (True, False)}

    def draw(*actions: Action, top_down: bool = True) -> tuple[GalleryScene, Pixels]:
        scene = GalleryScene(0)
        scene.resize(PAGE)
        for action in actions:
            scene.act(action)
        scene.settle()
        scene.frame(1.0, 0.0)
        view = View(scene.camera, DARK.palette, *SIZE, 0.5)
        renderer.draw(targets[top_down], scene.root, view)
        pixels = targets[top_down].read()[:, :, :3].astype(np.int64)
        return scene, pixels if top_down else pixels[::-1]

    yield draw
    for target in targets.values():
        target.release()


def placed_in() -> Places:
    return places(PAGE, len(NAMES))


def near(pixels: Pixels, x: float, y: float, color: list[int], slack: int = 12) -> bool:
    return bool(np.abs(pixels[int(y), int(x)] - color).max() <= slack)


def test_points_and_curves_stand_where_the_numbers_say(shoot: Shoot) -> None:
    scene, pixels = shoot(Set("z", 2.0))
    plot, scale, activation = placed_in().near.plot, scene.story.curves[0].now.scale, scene.story.activation
    for of, color in ((activation.value, SKY), (activation.slope, AMBER)):
        height = scale.height(float(of(2.0)))
        assert near(pixels, plot.x + 8.0 / 12.0 * plot.w, plot.bottom - height * plot.h, color)
    for z in (-1.4, 0.6, 3.3, 5.5):
        height = scale.height(float(activation.value(z)))
        assert near(pixels, plot.x + (z + 6.0) / 12.0 * plot.w, plot.bottom - height * plot.h, SKY, 40), z
    row = pixels[int(plot.bottom - scale.height(0.003) * plot.h)]
    blank = pixels[int(plot.y + 0.4 * plot.h), int(plot.x + 0.05 * plot.w)]
    assert np.abs(row[int(plot.x) - 30] - blank).max() < 40  # no curve leaves the plot


def test_the_slope_is_dashed_and_a_step_stays_open(shoot: Shoot) -> None:
    scene, pixels = shoot(Set("activation", "relu"), Set("z", -6.0))
    plot, scale = placed_in().near.plot, scene.story.curves[0].now.scale
    x = np.arange(int(plot.x + 0.55 * plot.w), int(plot.right) - 4)
    line = pixels[int(plot.bottom - scale.height(1.0) * plot.h), x]
    drawn = np.abs(line - AMBER).max(axis=1) < 60
    assert 0.4 < drawn.mean() < 0.85
    edges = np.count_nonzero(np.diff(drawn.astype(int)))
    assert edges >= 20
    starts = np.flatnonzero(np.diff(drawn.astype(int)) == 1)
    assert np.ptp(np.diff(starts)) <= 2  # as if drawn in one go, across every joint
    halfway = pixels[int(plot.bottom - scale.height(0.5) * plot.h), int(plot.x + 0.5 * plot.w) - 3]
    assert np.abs(halfway - AMBER).max() > 60


def bar_pixels(scene: GalleryScene, pixels: Pixels, share: float) -> list[npt.NDArray[np.int64]]:
    """Returns the pixel in the middle of each bar, `share` of the way up the chart."""
    chart = placed_in().near.bars
    middles = [chart.x + (left + right) / 2.0 * chart.w for left, right in bar_edges(chart.w, LAYERS)]
    return [pixels[int(chart.bottom - share * chart.h), int(x)] for x in middles]


def test_bars_are_as_high_as_their_gradients(shoot: Shoot) -> None:
    scene, pixels = shoot(Set("z", 0.0))
    heights = scene.story.bars.now.heights()[0]
    for share in (0.33, 0.58, 0.81):
        lit = [bool(pixel[0] > 90 and pixel[0] > pixel[2] + 40) for pixel in bar_pixels(scene, pixels, share)]
        assert lit == (heights > share).tolist()
    first = bar_pixels(scene, pixels, 0.2)[0]
    last = bar_pixels(scene, pixels, 0.2)[-1]
    assert first.sum() > last.sum() + 60  # they pale as they sink


def test_dead_bars_are_empty_outlines(shoot: Shoot) -> None:
    scene, pixels = shoot(Set("activation", "relu"), Set("z", -1.0))
    assert all(pixel.max() < 60 for pixel in bar_pixels(scene, pixels, 0.3))
    chart = placed_in().near.bars
    for left, right in bar_edges(chart.w, LAYERS):
        row = pixels[int(chart.bottom - 0.3 * chart.h)]
        for edge in (chart.x + left * chart.w, chart.x + right * chart.w - 1.0):
            assert row[int(edge)].max() > 90


def test_what_grows_past_one_turns_to_another_colour(shoot: Shoot) -> None:
    scene, pixels = shoot(Set("activation", "linear"), Set("weight", 2.0))
    assert all(np.abs(pixel - CORAL).max() < 130 and pixel[2] > 50 for pixel in bar_pixels(scene, pixels, 0.3))


def test_the_wall_shows_every_picture_alike(shoot: Shoot) -> None:
    scene, pixels = shoot(Set("view", "wall"), Set("z", 3.0))
    ground = [round(255 * c) for c in over(DARK.plate, DARK.palette.background_inner)[:3]]
    for number, picture in enumerate(placed_in().far):
        plot, curves = picture.plot, scene.story.curves[number + 1]
        marked = curves.now.marked(3.0, 1.0)
        x = plot.x + marked.across * plot.w
        assert near(pixels, x, plot.bottom - marked.slope * plot.h, AMBER, 40), number
        if abs(marked.value - marked.slope) * plot.h > 8.0:
            assert near(pixels, x, plot.bottom - marked.value * plot.h, SKY, 40), number
        assert near(pixels, plot.x + 0.06 * plot.w, plot.y + 0.12 * plot.h, ground, 14), number


@pytest.mark.parametrize("z", [-1.0, 0.0, 3.0])
def test_the_marker_stands_over_the_grid_and_the_axes(shoot: Shoot, z: float) -> None:
    stem = [round(255 * c) for c in DARK.knob[:3]]
    scene, pixels = shoot(Set("activation", "relu"), Set("z", z))
    plots, shown = [placed_in().near.plot], [pixels]
    scene, pixels = shoot(Set("view", "wall"), Set("activation", "tanh"), Set("z", z))
    plots.append(placed_in().far[2].plot)
    shown.append(pixels)
    for plot, picture in zip(plots, shown, strict=True):
        for share in (0.25, 0.45):
            row = picture[int(plot.y + share * plot.h)]
            about = int(plot.x + (z + 6.0) / 12.0 * plot.w)
            assert np.abs(row[about - 2 : about + 3] - stem).max(axis=1).min() <= 12, (z, share)


def test_films_and_windows_see_the_same_picture(shoot: Shoot) -> None:
    for actions in ((Set("z", 2.0),), (Set("view", "wall"),)):
        _, one = shoot(*actions)
        _, other = shoot(*actions, top_down=False)
        assert np.abs(one - other).max() <= 3


def test_a_steady_picture_makes_and_sends_nothing(ctx: Any, renderer: Renderer) -> None:
    target = Target(ctx, *SIZE, top_down=True)
    scene = GalleryScene(0)
    scene.resize(PAGE)
    for actions in ((), (Set("view", "wall"),)):
        for action in actions:
            scene.act(action)
        scene.settle()
        for _ in range(3):
            scene.frame(1.0 / 60.0, 0.0)
            renderer.draw(target, scene.root, View(scene.camera, DARK.palette, *SIZE, 0.5))
        assert renderer.counts.objects_created == 0
        assert renderer.counts.bytes_sent == 0
        assert renderer.counts.draw_calls <= 6
    target.release()


@pytest.mark.parametrize("view", ["one", "wall"])
def test_a_drag_makes_nothing_anew_and_sends_little(ctx: Any, renderer: Renderer, view: str) -> None:
    target = Target(ctx, *SIZE, top_down=True)
    scene = GalleryScene(0)
    scene.resize(PAGE)
    scene.act(Set("view", view))
    scene.settle()
    placed = placed_in()
    x, y = (placed.near if view == "one" else placed.far[0]).plot.center
    place = x / SIZE[0] * 2.0 - 1.0, 1.0 - y / SIZE[1] * 2.0
    scene.act(Drag(*place, "grab"))
    seen = {scene.controls.number("z"), 0.0}
    for number in range(24):
        scene.act(Drag(place[0] + 0.004 * number, place[1], "move"))
        scene.step(1.0 / 120.0)
        scene.frame(1.0 / 60.0, 0.0)
        renderer.draw(target, scene.root, View(scene.camera, DARK.palette, *SIZE, 0.5))
        if number >= 2:
            assert renderer.counts.objects_created == 0
            assert renderer.counts.bytes_sent < 16_384
            assert renderer.counts.bytes_sent > 0 or scene.controls.number("z") in seen
            seen.add(scene.controls.number("z"))
    assert len(seen) > 8
    target.release()
