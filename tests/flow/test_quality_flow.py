"""A lower quality in pixels: only the scene is drawn smaller or plainer, every word stays as it is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import moderngl
import numpy as np
import numpy.typing as npt
import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.compositor import Compositor
from descent_game.app.show.quality import HIGH, LOW, MEDIUM, Level, ladder
from descent_game.app.show.stage import Stage, scene_names
from descent_game.engine.clock import STEP

WIDTH, HEIGHT = 640, 360
LEVELS = (*ladder("llvmpipe")[:2], *ladder("a GPU"))
SIZED = (LOW, MEDIUM, HIGH)

Pixels = npt.NDArray[np.int16]


def begun(name: str) -> Stage:
    stage = Stage(name, WIDTH, HEIGHT, Settings())
    for _ in range(60):
        stage.step(STEP)
    stage.frame(1.0 / 60.0, 0.0)
    return stage


@pytest.fixture(params=[False, True], ids=["window", "film"])
def compositor(ctx: Any, request: pytest.FixtureRequest) -> Iterator[Compositor]:
    made = Compositor(ctx, WIDTH, HEIGHT, top_down=request.param)
    yield made
    made.release()


def drawn(compositor: Compositor, stage: Stage, level: Level) -> Pixels:
    picture = compositor.draw(stage, level).read(3).astype(np.int16)
    return picture if compositor.target.top_down else picture[::-1]


@pytest.mark.parametrize("name", scene_names())
def test_every_level_shows_the_same_and_every_word_as_it_is(compositor: Compositor, name: str) -> None:
    stage = begun(name)
    best = drawn(compositor, stage, HIGH)
    for level in LEVELS:
        shown = drawn(compositor, stage, level)
        apart = np.abs(shown - best)
        assert apart.mean() < 5.0, level
        title = np.s_[10:48, 20:200]
        assert apart[title].mean() < 1.0, level
        ink = best[title].min(axis=2) > 200
        assert ink.sum() > 20
        assert apart[title][ink].max() <= 1, level  # what shines through a letter is dithered


def test_a_scene_drawn_smaller_is_softer(compositor: Compositor) -> None:
    stage = begun("race")
    sharpness = [
        float(np.abs(np.diff(drawn(compositor, stage, level)[100:280, 200:450], axis=1)).mean()) for level in SIZED
    ]
    assert sharpness == sorted(sharpness)
    assert sharpness[0] < 0.9 * sharpness[2]


def test_each_level_in_software_leaves_out_more(compositor: Compositor) -> None:
    """First the trails' glow; then what the hill hides of them, and the hill's shine."""
    stage = begun("race")
    for _ in range(3):  # by then the ground is kept, and copied
        drawn(compositor, stage, HIGH)
    calls = compositor.renderer.counts.draw_calls
    for ornaments in (1, 0):
        drawn(compositor, stage, Level("plain", ornaments=ornaments))
        assert compositor.renderer.counts.draw_calls == calls - 2 + ornaments
    hill = np.s_[100:280, 200:450]
    stage.scene.root.children = [node for node in stage.scene.root.children if node.name == "terrain"]
    full, one, none = (
        drawn(compositor, stage, Level("plain", ornaments=ornaments))[hill].astype(int) for ornaments in (2, 1, 0)
    )
    assert np.array_equal(full, one)
    assert 0.0 < np.abs(full - none).mean() < 5.0


def framebuffers() -> list[moderngl.Framebuffer]:
    """Returns everything there is to draw into."""
    return [item for item in gc.get_objects() if isinstance(item, moderngl.Framebuffer)]


def test_gl_objects_are_made_only_when_the_level_or_the_size_changes(compositor: Compositor) -> None:
    stage = begun("race")
    for level in LEVELS:
        drawn(compositor, stage, level)
        kept = drawn(compositor, stage, level)
        held = framebuffers()
        assert np.array_equal(drawn(compositor, stage, level), kept)
        assert list(map(id, framebuffers())) == list(map(id, held))
        assert compositor.renderer.counts.objects_created == 0
    stage.resize(320, 400)
    stage.frame(0.0, 0.0)
    for level in LEVELS:
        assert compositor.draw(stage, level).read(3).shape == (400, 320, 3)
