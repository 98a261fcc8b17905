"""Every word of every scene in every theme against the ground it really stands on, drawn without the words."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from routes import route

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, scene_names
from descent_game.engine.actions import Action, Press, Read, Set
from descent_game.engine.clock import STEP
from descent_game.engine.events import Key
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from descent_game.ui.canvas import Canvas, Color, Run
from descent_game.ui.text import measure, metrics
from descent_game.ui.theme import THEMES

SIZE = (1280, 720)
LEAST = 4.5
PLAIN = 0.9
"""How opaque a word is that is meant to be read: less is on its way in or out, or behind the hill."""
SHARE = 0.05
"""The part of the ground under a word that may be a line or an edge."""

Pixels = npt.NDArray[np.float64]


def linear(shown: Pixels) -> Pixels:
    """Linear light of sRGB, both 0 to 1."""
    found: Pixels = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    return found


def luminance(shown: Pixels) -> Pixels:
    """Relative luminance (WCAG 2.1) of colours (..., 3), sRGB from 0 to 1."""
    found: Pixels = linear(shown) @ np.array([0.2126, 0.7152, 0.0722])
    return found


def contrasts(color: Color, ground: Pixels) -> Pixels:
    """The contrast of a word's colour with each pixel of its ground, 1 to 21."""
    word = np.asarray(color[:3]) * color[3] + ground * (1.0 - color[3])
    a, b = luminance(word), luminance(ground)
    found: Pixels = (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)
    return found


def runs(canvas: Canvas) -> list[tuple[int, Run]]:
    """Every run of text with the number of its layer, and none left on the canvas."""
    found: list[tuple[int, Run]] = []
    for number, layer in enumerate(canvas.layers()):
        found += [(number, run) for run in layer.runs]
        layer.runs.clear()
        layer.formulas.clear()
    return found


def box(run: Run) -> tuple[slice, slice]:
    """The rows and columns of pixels that a run's letters fill, within the window."""
    ascent = metrics(run.style)[0]
    top, left = int(run.y - 0.7 * ascent), int(run.x)
    right = int(run.x + measure(run.text, run.style)) + 1
    return slice(max(top, 0), max(int(run.y), 0)), slice(max(left, 0), min(right, SIZE[0]))


def faint(stage: Stage, renderer: Renderer, target: Target) -> list[str]:
    """The words of a picture that stand out too little from what is under them."""
    words = runs(stage.canvas)
    renderer.draw(target, stage.scene.root, stage.view, stage.canvas)
    picture = target.read()[:, :, :3].astype(np.float64) / 255.0
    top = max((number for number, _ in words), default=0)
    found = []
    for number, run in words:
        if run.color[3] < PLAIN or (stage.overlays.open and number < top):
            continue
        ground = picture[box(run)].reshape(-1, 3)
        if len(ground):
            least = float(np.quantile(contrasts(run.color, ground), SHARE))
            if least < LEAST:
                found.append(f"{run.text!r} {least:.2f} at {run.x:.0f}, {run.y:.0f}")
    assert len(words) > 8
    return found


STATES: dict[str, tuple[str, tuple[Action, ...], str]] = {
    **{name: (name, (), "") for name in scene_names()},
    "race, saddle from above": ("race", (Set("landscape", "saddle"), Set("view", "map")), ""),
    "gallery, wall": ("gallery", (Set("view", "wall"),), ""),
    "gallery, measured": ("gallery", (Set("source", "real"), Set("activation", "relu")), ""),
    "trainer, relief": ("trainer", (Set("relief", "relief"), Set("hidden", "8")), ""),
    "trainer, three": ("trainer", (Set("three", True),), ""),
    "reading": ("race", (Read("walk"),), ""),
    "settings": ("race", (Press("settings"),), ""),
    "keys": ("trainer", (), "f1"),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_every_word_stands_out_from_its_ground(state: str, theme: str, ctx: Any) -> None:
    scene, actions, key = STATES[state]
    stage = Stage(scene, *SIZE, Settings(theme=theme, reduced_motion=True))
    stage.begin([action for action in actions if isinstance(action, Set)])
    for action in actions:
        stage.act(action)
    for _ in range(150):
        stage.step(STEP)
    if key:
        route(stage, Key(key))
    for _ in range(3):
        stage.frame(1.0, 1.0)
    renderer, target = Renderer(ctx), Target(ctx, *SIZE, top_down=True)
    try:
        assert faint(stage, renderer, target) == []
    finally:
        renderer.release()
        target.release()
