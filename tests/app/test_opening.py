"""What is loaded before a card stands in the window, what stands there, and how it gives way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent_game.app.settings import Settings, page
from descent_game.app.show.compositor import Compositor, offscreen
from descent_game.app.show.stage import FADE, Stage
from descent_game.engine.clock import STEP

LATER = (
    "descent_game.scenes", "descent_game.sim", "descent_game.app.show.stage", "descent_game.app.live",
    "descent_game.app.film", "descent_game.app.sessions.demo_files", "descent_game.ui.interface",
    "descent_game.ui.layout",
    "descent_game.ui.drawer", "descent_game.ui.plot", "av", "ziamath", "ziafont", "segno", "tqdm",
    "numpy.random", "concurrent.futures", "asyncio",
)  # fmt: skip
"""What a show needs and a card does not."""
PROGRAM = """
import json, sys
from descent_game.app.cli import main
from descent_game.app.input.window import Window

class Told(Window):
    def show(self, target, put=None):
        super().show(target, put)
        pixels = target.read(3)
        print(json.dumps({"modules": sorted(sys.modules), "size": [target.width, target.height], "shades": len(set(
            map(bytes, pixels.reshape(-1, 3)[::97])))}))
        raise SystemExit(0)

from descent_game.app import play
play.Window = Told
sys.exit(main(WORDS))
"""


def first_shown(home: Path, *words: str) -> dict[str, Any]:
    """Returns what was loaded when the window first showed something, and what it was."""
    surroundings = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "HOME": str(home)}
    script = PROGRAM.replace("WORDS", repr([*words, "--size", "640x360"]))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], env=surroundings, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_nothing_heavy_is_loaded_before_the_card_stands(tmp_path: Path) -> None:
    told = first_shown(tmp_path)
    loaded = [name for name in told["modules"] if any(name == late or name.startswith(f"{late}.") for late in LATER)]
    assert loaded == []
    assert told["size"] == [640, 360]
    assert told["shades"] > 20, "a card is more than a ground"


def test_what_is_asked_for_is_checked_before_a_window_opens(tmp_path: Path) -> None:
    told = first_shown(tmp_path, "gallery", "--set", "z=1.5")
    assert "descent_game.app.live" in told["modules"]


@pytest.fixture
def compositor() -> Iterator[Compositor]:
    """A compositor off the screen."""
    context = offscreen()
    made = Compositor(context, 640, 360)
    yield made
    made.release()
    context.release()


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast"])
def test_the_first_scene_fades_in_over_the_card(compositor: Compositor, theme: str) -> None:
    setup = Settings(theme=theme)
    card = compositor.title(page(setup, 640, 360)).read(3).astype(int)
    stage = Stage("gallery", 640, 360, setup)
    stage.appear()
    seen = []
    for _ in range(round(FADE / STEP) + 1):
        stage.frame(STEP, 0.0)
        seen.append(compositor.draw(stage).read(3).astype(int))
        stage.step(STEP)
    assert np.abs(seen[0] - card).max() <= 1, "it begins as the card"
    way = [float(np.abs(picture - card).mean()) for picture in seen]
    assert all(a <= b + 1e-6 for a, b in zip(way, way[1:], strict=False)), "and goes one way"
    assert np.abs(seen[-1] - seen[-2]).max() <= 3 and way[-1] > 1.0
    ground = [float(picture.mean()) for picture in (card, *seen)]
    low, high = sorted((ground[0], ground[-1]))
    assert low - 1.0 <= min(ground) and max(ground) <= high + 1.0, "without a flash"


def test_with_reduced_motion_the_first_scene_is_there_at_once(compositor: Compositor) -> None:
    setup = Settings(reduced_motion=True)
    compositor.title(page(setup, 640, 360))
    stage = Stage("gallery", 640, 360, setup)
    stage.appear()
    stage.frame(0.0, 0.0)
    assert stage.fade == 0.0
